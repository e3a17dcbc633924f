"""What lists say of tasks and contacts."""
