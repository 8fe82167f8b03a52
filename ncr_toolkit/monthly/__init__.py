"""The monthly run: what it looks at, what it makes, what it says."""
