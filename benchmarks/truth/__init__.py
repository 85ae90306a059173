"""Cities with known truth: what the methods of the evidence say of them, held against it."""
