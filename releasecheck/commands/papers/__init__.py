"""Pages to hold."""
