"""Release-readiness countdown checklists for resettlement work in prisons."""
