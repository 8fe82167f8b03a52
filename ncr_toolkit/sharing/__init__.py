"""A register shared out to the people who own its findings, and brought together again."""
