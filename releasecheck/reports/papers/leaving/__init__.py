"""The parts of the sheet for the person leaving."""
