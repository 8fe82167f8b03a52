"""The Word response."""
