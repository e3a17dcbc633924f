"""Whether what a record holds is what was written: its seals, its shapes, and what is left of whoever is gone."""
