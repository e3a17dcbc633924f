"""The release-day check: its lines, and its pages."""
