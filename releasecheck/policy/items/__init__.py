"""Reading one item of the catalogue from its table."""
