"""Questions across the record, in SQL that any store can take."""
