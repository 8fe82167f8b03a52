"""The evidence folder as text, CSV and JSON."""
