"""The evidence folder looked after: what each file is, what it tells about people and places, and what no row names."""
