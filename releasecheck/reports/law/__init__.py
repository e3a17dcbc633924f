"""Reports that the law asks for: what is due to go, and what is kept of one person."""
