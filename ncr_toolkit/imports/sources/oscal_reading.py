"""Reading parts of an OSCAL document, whatever else stands where they should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def all_of(data: Any, name: str) -> list[dict[str, Any]]:
    """The objects of a list."""
    found = data.get(name) if isinstance(data, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def text(data: dict[str, Any], *names: str) -> str:
    """The first of these that is a text or a number; "timing/on-date" is a step down."""
    for name in names:
        value: Any = data
        for step in name.split("/"):
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, (str, int, float)):
            return str(value).strip()
    return ""


def of_each(data: dict[str, Any], name: str, what: str) -> Iterator[str]:
    """A text of each object of a list."""
    return (text(each, what) for each in all_of(data, name))


def day(moment: str) -> str:
    """The day of a midnight; of another hour all of it, as that is another day elsewhere."""
    found, _, hour = moment.partition("T")
    return found if hour.startswith("00:00") or not hour else moment
