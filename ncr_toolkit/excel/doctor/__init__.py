"""What happened to a workbook since it was made: one function a look, entered by its decorator in `registry`."""
