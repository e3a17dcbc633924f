"""What the office itself keeps: its staff, its directory, and its codes for reasons."""
