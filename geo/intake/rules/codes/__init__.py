"""What can be wrong with codes, years and sectors."""
