"""One planner's state, and what the server keeps for all."""
