"""The sample: a fictional company with its findings."""
