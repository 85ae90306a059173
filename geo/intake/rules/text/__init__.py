"""What can be wrong with text: encoding, quotes, lines."""
