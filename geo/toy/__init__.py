"""A toy city whose every answer can be worked out by hand: for examples and tests."""
