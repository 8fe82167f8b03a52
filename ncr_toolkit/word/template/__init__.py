"""Whose page and look a document has: ours, or that of a company's Word template."""
