"""A walk through a Word form: its places, with the section, row and neighbours that give each its meaning."""
