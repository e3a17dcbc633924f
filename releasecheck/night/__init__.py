"""The night's folder, its lock and its post."""
