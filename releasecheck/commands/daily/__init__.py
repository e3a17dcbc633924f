"""Every day."""
