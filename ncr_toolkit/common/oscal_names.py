"""What an OSCAL plan of action and milestones of ours is known by: its root, and the names of its properties."""

from __future__ import annotations

ROOT = "plan-of-action-and-milestones"
NAMESPACE = "urn:ncr-toolkit:oscal"
"""Of the properties that only we know: the fields of the register."""
FEDRAMP = "https://fedramp.gov/ns/oscal"
ITEM_ID = "POAM-ID"
NOT_STATED = "Not stated."
"""Where OSCAL wants a text, and the register has none."""
SHEET = "sheet"
"""The property that says of which sheet of a register a remediation is."""


def property_name(field: str) -> str:
    """The name of the property that holds a field: `due_basis` is due-basis."""
    return field.replace("_", "-")
