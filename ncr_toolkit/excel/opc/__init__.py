"""The workbook as a file: what kind it is, its parts, and how cells are addressed."""
