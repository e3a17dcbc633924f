"""The pages for whoever takes over: what was found of one person, and how it is said."""
