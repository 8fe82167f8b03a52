"""What stands in the workbook: read, identified, linked, set aside."""
