"""What changed between two registers: which record is which, and what it says otherwise."""
