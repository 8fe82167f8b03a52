"""Values as OSCAL takes them, and the properties in which a register's own facts stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ncr_toolkit.common.oscal_names import NAMESPACE, property_name
from ncr_toolkit.common.text import allowed, cut
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.schema import Kind, Record
from ncr_toolkit.core.several import COLUMNS, typed
from ncr_toolkit.exports.leaving import Leaving

Object = dict[str, Any]


def properties(record: Record, leaving: Leaving, elsewhere: frozenset[str]) -> Iterator[Object]:
    """The short columns of a record that have no place in OSCAL, each as a property of ours; of several values each."""
    for column in record.SHEET.typed_columns:
        wanted = column.kind is not Kind.LONG and column.name not in elsewhere
        if wanted and (value := leaving.text(record, column.name)):
            several = typed(record, column.name) if isinstance(record, Finding) and column.name in COLUMNS else (value,)
            yield from ({"name": property_name(column.name), "ns": NAMESPACE, "value": each}
                        for each in map(line, several) if each)


def filled(parts: Object) -> Object:
    """Without what is empty: OSCAL takes no empty list."""
    return {name: part for name, part in parts.items() if part not in ("", [], {}, None)}


def line(text: str) -> str:
    """A text as the value of a property may be: one line that begins and ends with a letter."""
    return " ".join(allowed(text).replace("\ufeff", " ").split())


def moment(day: date | None) -> str:
    """A day as OSCAL wants it: with an hour and a zone."""
    return f"{day.isoformat()}T00:00:00Z" if day else ""


def short(text: str) -> str:
    """The title of something that has a text alone."""
    return cut(line(text), 100)
