"""What is read for a report."""
