"""People and policy make tasks and their states."""
