"""Everything that touches Excel files."""
