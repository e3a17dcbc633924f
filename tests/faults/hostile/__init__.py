"""Hostile inputs as lists that anyone can extend, and what runs them."""
