"""What changed between two registers: one function a form."""
