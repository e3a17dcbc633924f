"""The door for programs in Python."""
