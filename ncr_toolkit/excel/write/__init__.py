"""A register becomes a new workbook (XlsxWriter)."""
