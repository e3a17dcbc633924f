"""One record copied to another place, whichever database keeps either."""
