"""A register as `ncr export --to json` writes it: a grid a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.core.schema import Record
from ncr_toolkit.imports.sources.grid import Doubtful, Grid


def is_own(found: Any) -> bool:
    """Whether JSON that was read is such a register."""
    return isinstance(found, dict) and isinstance(found.get("sheets"), dict) and found.get("format") == "ncr-register"


def grids(found: dict[str, Any]) -> list[Grid]:
    """The grids of its sheets; what is not as it should be is left out."""
    every = [Grid(kind.SHEET.name, list(_rows(kind, found["sheets"].get(kind.SHEET.name))), spreadsheet=False)
             for kind in RECORDS]
    settings = found.get("settings")
    if isinstance(settings, dict):
        facts = [[column.header, _plain(settings.get(column.name))] for column in Settings.SHEET.typed_columns]
        every.append(Grid(Settings.SHEET.name, [["Setting", "Value"], *(fact for fact in facts if fact[1] != "")],
                          spreadsheet=False))
    own = found.get("own_sheets")
    every += [Grid(name, [[_plain(cell) for cell in row] if isinstance(row, list) else [] for row in rows], False, True)
              for name, rows in (own.items() if isinstance(own, dict) else ()) if isinstance(rows, list)]
    return [grid for grid in every if len(grid.rows) > 1 or grid.verbatim]


def _rows(kind: type[Record], given: Any) -> Iterator[list[object]]:
    """The headers, and a row a record; where a cell could not be read, what was typed there."""
    records = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    own = list(dict.fromkeys(header for each in records for header in _object(each, "own")))
    yield [*(column.header for column in kind.SHEET.typed_columns), *own]
    for each in records:
        unread, added = _object(each, "unread"), _object(each, "own")
        yield [*(_doubtful(_object(unread, column.name)) or _plain(each.get(column.name))
                 for column in kind.SHEET.typed_columns),
               *(_plain(added.get(header)) for header in own)]


def _object(each: dict[str, Any], name: str) -> dict[str, Any]:
    found = each.get(name)
    return found if isinstance(found, dict) else {}


def _doubtful(given: dict[str, Any]) -> Doubtful | None:
    """A cell that could not be read when the register was exported: it cannot be read now."""
    shown = given.get("text")
    return Doubtful(shown, str(given.get("why", ""))) if isinstance(shown, str) and shown else None


def _plain(value: Any) -> object:
    return value if isinstance(value, (str, int, float, bool)) else ""
