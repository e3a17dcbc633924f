"""What is said of a list that was brought in."""
