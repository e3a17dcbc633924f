"""The verbs, one module per family: parse, ask the core, print."""
