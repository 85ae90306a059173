"""The rules of the intake: one small class a file, in the order in which they are applied."""
