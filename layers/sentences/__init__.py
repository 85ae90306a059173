"""What is said beside a picture, made from the numbers."""
