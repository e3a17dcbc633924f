"""The record in a PostgreSQL database, shared by those who may connect to it."""
