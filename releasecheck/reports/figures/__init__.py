"""Numbers over many people: forecast, workload, outcomes."""
