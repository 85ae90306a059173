"""What the columns of a table mean, and where on the ground their rows are."""
