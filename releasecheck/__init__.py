"""Release-readiness countdown checklists for resettlement work in prisons."""

__version__ = "0.1.0"
