"""What is no benchmark: programs that need packages of their own."""

collect_ignore = ["mutation.py", "noding.py", "peers.py"]
