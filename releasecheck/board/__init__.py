"""The board: people on the left, one person on the right; loaded by the command `board` alone."""
