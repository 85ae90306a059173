"""Answers to the planners' questions, each figure with the rows behind it."""
