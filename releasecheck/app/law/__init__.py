"""What the law asks of a record: keeping apart, keeping, erasing and saying what is kept."""
