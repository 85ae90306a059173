"""The planner's own rows and project, on their pages."""
