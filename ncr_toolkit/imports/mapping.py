"""What becomes of each column and value of a source: proposed by us, decided by a person, kept as a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import nearest
from ncr_toolkit.core.foreign_words import TAKEN
from ncr_toolkit.core.model import BY_PREFIX
from ncr_toolkit.imports.apart import NOTE, WAYS
from ncr_toolkit.imports.zone import refuse_zone

LEAVE = "leave"
"""A column or sheet that is not taken over."""
OWN = "own column"
"""A column that has no place of ours: it stands to the right of ours under its own header."""
DAY_FIRST, MONTH_FIRST = "day first", "month first"
_TARGETS = frozenset((*(column.key for kind in TAKEN for column in kind.SHEET.typed_columns), *WAYS, LEAVE, OWN, ""))
__all__ = ["DAY_FIRST", "LEAVE", "MONTH_FIRST", "NOTE", "OWN", "Mapping", "TableMapping", "quoted", "read_mapping"]


@dataclass
class TableMapping:
    """What becomes of one table."""

    columns: dict[str, str] = field(default_factory=dict)  # header -> key, one of `WAYS`, OWN, LEAVE or '' (asked)
    header_row: int = 0  # from 1; 0: it is found
    grade: str = ""  # of every row, where no column has it
    status: str = ""
    leave: bool = False


@dataclass
class Mapping:
    """What becomes of a source. A value that is '' is not decided: its cell stays empty, its text goes to the note."""

    tables: dict[str, TableMapping] = field(default_factory=dict)
    grade: dict[str, str] = field(default_factory=dict)  # word of theirs -> ours, '' or LEAVE (the row)
    status: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)  # what stands as owner -> name of a person
    dates: str = ""  # DAY_FIRST, MONTH_FIRST or ''
    unordered: bool = False  # whether there are dates as 05/06/2026, which none of them proves
    zone: str = ""  # where times with a zone are read: "+01:00", "Europe/Lisbon", AS_WRITTEN or ''
    zoned: bool = False  # whether there are times as 2026-03-01T22:00:00Z

    @property
    def asked(self) -> list[str]:
        """What is still to be decided, in words."""
        open_ones = [f"what is due on the days of '{header}'" for table in self.tables.values()
                     for header, key in table.columns.items() if not key]
        open_ones += [f"what grade '{word}' is" for word, ours in self.grade.items() if not ours]
        open_ones += [f"what status '{word}' is" for word, ours in self.status.items() if not ours]
        open_ones += [f"who '{word}' is" for word, ours in self.people.items() if not ours]
        open_ones += ["the order of day and month (dates)"] if self.unordered and not self.dates else []
        open_ones += ["where you are, for times such as 2026-03-01T22:00:00Z (zone)"] if self.zoned and not self.zone \
            else []
        return open_ones


def read_mapping(path: Path) -> Mapping:
    """A mapping that was written. Raises CannotRun, with what is wrong and where."""
    with plainly(path, "read"):
        data = path.read_bytes()
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CannotRun(f"{path} is no mapping that can be read: {error}.") from error
    tables = {name: _table(name, table, path) for name, table in _section(found, "tables", path).items()}
    dates = found.get("dates", "")
    if dates not in ("", DAY_FIRST, MONTH_FIRST):
        raise CannotRun(f"{path}: dates is {dates!r}; write \"{DAY_FIRST}\" or \"{MONTH_FIRST}\".")
    zone = found.get("zone", "")
    refuse_zone(zone if isinstance(zone, str) else repr(zone), str(path))
    grade, status, people = (_texts(_section(found, name, path), f"{path}: {name}")
                             for name in ("grade", "status", "people"))
    for name, given in (("grade", grade), ("status", status)):
        _refuse_choices(name, given.values(), path)
    return Mapping(tables, grade, status, people, dates, zone=zone)


def _table(name: str, given: Any, path: Path) -> TableMapping:
    where = f"{path}: tables.\"{name}\""
    if not isinstance(given, dict):
        raise CannotRun(f"{where} is no table of settings.")
    columns = _texts(_section(given, "columns", path), f"{where}.columns")
    for header, key in columns.items():
        if key not in _TARGETS:
            meant = nearest(key, _TARGETS)
            raise CannotRun(f"{where}: {header!r} is to become {key!r}, which is no column of a register"
                            f"{f'; did you mean {meant!r}' if meant else ''}.")
    row = given.get("header_row", 0)
    if not isinstance(row, int) or row < 0:
        raise CannotRun(f"{where}: header_row is {row!r}; write the number of the row.")
    for what in ("grade", "status"):
        _refuse_choices(what, [str(given.get(what, ""))], path)
    return TableMapping(columns, row, str(given.get("grade", "")), str(given.get("status", "")),
                        given.get("leave") is True)


def _refuse_choices(name: str, given: Iterable[str], path: Path) -> None:
    choices = BY_PREFIX["finding"].SHEET.by_name[name].choices
    for value in given:
        if value not in ("", LEAVE, *choices):
            raise CannotRun(f"{path}: {value!r} is no {name}; write one of {', '.join(choices)}, or {LEAVE}.")


def _section(data: Any, name: str, path: Path) -> dict[str, Any]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise CannotRun(f"{path}: {name} is no table of settings.")
    return found


def _texts(given: dict[str, Any], where: str) -> dict[str, str]:
    for name, value in given.items():
        if not isinstance(value, str):
            raise CannotRun(f"{where}: {name!r} is {value!r}; write a text in quotes.")
    return given


def quoted(text: str) -> str:
    """A text as TOML writes it in one line (TOML 1.0, basic strings)."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each >= " " and each != "\x7f" else f"\\u{ord(each):04x}" for each in plain) + '"'
