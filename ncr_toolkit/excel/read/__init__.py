"""A workbook becomes a register."""
