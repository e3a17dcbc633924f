"""Words, errors and the things everything else speaks of."""
