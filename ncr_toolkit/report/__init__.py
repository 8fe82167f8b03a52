"""One function a form of report."""
