"""The planner's own rows, laid beside the shipped tables."""
