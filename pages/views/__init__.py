"""What each page shows of a state, as a map, a figure and words."""
