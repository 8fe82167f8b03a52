"""ncr-toolkit: audit findings in Excel, checked, answered in Word."""

__version__ = "0.1.0"
TEMPLATE_VERSION = "2"
"""2: Finding card, drop-downs that follow the row, bands of columns."""
