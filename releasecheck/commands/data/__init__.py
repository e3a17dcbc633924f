"""Data and upkeep."""
