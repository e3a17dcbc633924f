"""The tests, as a package: some libraries install a `tests` of their own, which is not to be taken for it."""
