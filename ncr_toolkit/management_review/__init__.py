"""The management-review paper in words: made once here, and only rendered by Word and HTML."""
