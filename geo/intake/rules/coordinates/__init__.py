"""What numbers for a place can mean, and how they go wrong."""
