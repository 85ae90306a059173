"""What can be wrong with a zip."""
