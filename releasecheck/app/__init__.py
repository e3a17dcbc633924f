"""One run of the program."""
