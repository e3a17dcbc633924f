"""What is decided and written."""
