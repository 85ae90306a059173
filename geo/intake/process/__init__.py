"""The way of an upload from bytes to result, in a process of its own."""
