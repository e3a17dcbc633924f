"""What is said of many people."""
