"""Lists of people: what their columns and cells say, and what that changes."""
