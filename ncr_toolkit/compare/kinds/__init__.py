"""One function a kind of change, one file a subject."""
