"""What the office itself keeps: its directory, and its codes for reasons."""
