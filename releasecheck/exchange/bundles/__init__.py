"""A person's record, from one office to another."""
