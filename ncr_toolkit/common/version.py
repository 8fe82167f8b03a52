"""Which version this is, and which template it writes."""

from __future__ import annotations

__version__ = "0.1.0"
TEMPLATE_VERSION = "2"
"""2: Finding card, drop-downs that follow the row, bands of columns."""
