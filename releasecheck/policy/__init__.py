"""What must be done, by whom and when."""
