"""Looking after the record itself."""
