"""What is no benchmark: two programs that need packages of their own."""

collect_ignore = ["mutation.py", "noding.py"]
