"""Files given out."""
