"""Bringing in what other systems and spreadsheets hold."""
