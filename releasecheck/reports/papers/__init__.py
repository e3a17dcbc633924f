"""The pages to hold."""
