"""Evidence, its files, and whether it worked."""
