"""Reading tables of numbers, and what the rules ask of somebody to look at."""
