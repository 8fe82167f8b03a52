"""A form as a Word document: read and written by members, marked as a draft, and what it says about changes."""
