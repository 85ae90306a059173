"""What is no benchmark: the mutation run needs packages of its own and is a program."""

collect_ignore = ["mutation.py"]
