"""Dates, moves and contacts."""
