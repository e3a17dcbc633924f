"""What about a release somebody must look at, until they say that they have."""
