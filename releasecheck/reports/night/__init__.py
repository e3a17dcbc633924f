"""What a night found, and what it tells each owner."""
