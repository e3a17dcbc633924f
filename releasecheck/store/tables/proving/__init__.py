"""Whether what a record holds is what was written: its seals, its shapes, what is left of whoever is gone."""
