"""Many registers at once: each looked at in a process of its own, and rolled up into one picture."""

LIMIT = 600
"""Seconds after which one register is given up: one of 50,000 findings needs less."""
