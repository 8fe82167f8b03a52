"""Two registers of different days: which record is which, and what changed."""
