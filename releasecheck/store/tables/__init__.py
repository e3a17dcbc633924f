"""The rows of each table, in SQL that any store can take."""
