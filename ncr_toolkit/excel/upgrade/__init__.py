"""Moves everything that stands in a register into today's template, cell by cell."""
