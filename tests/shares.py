"""What the tests of shared-out registers share: a register of eight owners, and hands that fill in a part."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ncr_toolkit.core.model import BY_PREFIX
from ncr_toolkit.excel.opc.owner_part import ROW_KEY
from tests.conftest import TODAY
from tests.tables import parse, save

SCHEMA = json.loads((Path(__file__).parent / "contract" / "collect-output.schema.json").read_text(encoding="utf-8"))
DAY = ("--today", str(TODAY))
PEOPLE = ("Ana Lima", "Bo Ek", "Cy Dahl", "Di Eze", "Ed Fox", "Fay Gunn", "Gil Hart", "Ida Juhl")

REGISTER = """
Register
| Register owner | Organisation | Register ID |
|---|---|---|
| Kim Post       | Acme         | R-8         |

People
| Name      | E-mail          |
|---|---|
| Kim Post  | kim@acme.test |
{people}

Findings
| Finding ID | Grade | Status | Title | Statement of nonconformity | Owner | Response due | Close due | {long} |
|---|---|---|---|---|---|---|---|---|---|
{findings}
| NC-9 | Minor | Open | nobody's | owned by nobody |  | 2026-07-10 | | | note 9 |
| NC-10 | Minor | Closed | over | it is over | Ana Lima | 2026-01-10 | | | note 10 |

5 Whys
| Finding ID | Leg | Problem statement | Why 1 |
|---|---|---|---|
| NC-1 | Why it happened | the gate was open for a week | nobody owned the gate |
| NC-1 | Why it was not detected | no review of gates took place | the plan had no such review |
| NC-2 | Why it happened | limits were never set | no form asks for limits |

Causes
| Cause ID | Finding ID | Root cause |
|---|---|---|
{causes}

Actions
| Action ID | Finding ID | Cause ID | Action | Owner | Due | Done on |
|---|---|---|---|---|---|---|
{actions}
| CA-9 | NC-1 | RC-1 | audit the gate of NC-1 | Bo Ek | 2026-08-01 | |

Evidence
| Evidence ID | Finding ID | Supports | Title |
|---|---|---|---|
| E-1 | NC-1 | CA-1 | log of the gate |
| E-2 | NC-1 | CA-9 | plan of the audit |
"""


def owned(folder: Path, number: int = len(PEOPLE)) -> Path:
    """A register in which each of some people owns a finding with a cause and an action, and Bo an action of Ana's."""
    def _rows(pattern: str) -> str:
        return "\n".join(pattern.format(n=place, who=who, first=who.split()[0].casefold())
                         for place, who in enumerate(PEOPLE[:number], start=1))

    folder.mkdir(parents=True, exist_ok=True)
    tables = REGISTER.format(
        long="Extent | Internal note",
        people=_rows("| {who} | {first}@acme.test |"), causes=_rows("| RC-{n} | NC-{n} | cause {n} |"),
        findings=_rows("| NC-{n} | Major | Open | title {n} | words of the auditor {n} | {who} | 2026-07-1{n} "
                       "| 2026-09-01 | looked at {n} models | note {n} |"),
        actions=_rows("| CA-{n} | NC-{n} | RC-{n} | mend the gate of NC-{n} | {who} | 2026-08-0{n} | |"))
    return save(parse(tables), folder / "register.xlsx")


class Filled:
    """A workbook as somebody types into it, saved when the block ends, under that name or another."""

    def __init__(self, path: Path, target: Path | None = None) -> None:
        self.path, self.target = path, target or path

    def __enter__(self) -> Filled:
        self.book = load_workbook(self.path)
        return self

    def __exit__(self, *_: object) -> None:
        self.book.save(self.target)

    def sheet(self, prefix: str) -> Worksheet:
        return self.book[BY_PREFIX[prefix].SHEET.name]

    def column(self, key: str) -> int:
        return next(cell.column for cell in self.sheet(key.partition(".")[0])[1] if cell.value == key)

    def row(self, prefix: str, record: str) -> int:
        """The row of a record, by its id; of a sheet without ids by the first cell that says it."""
        sheet, name = self.sheet(prefix), BY_PREFIX[prefix].SHEET.id_field
        places = [self.column(f"{prefix}.{name}")] if name else range(1, sheet.max_column + 1)
        return next(row for row in range(4, sheet.max_row + 1) for place in places
                    if sheet.cell(row, place).value == record)

    def type(self, record: str, **values: Any) -> None:
        """`type("NC-1", finding__extent="9 models")`."""
        for name, value in values.items():
            key = name.replace("__", ".")
            self.sheet(key.partition(".")[0]).cell(self.row(key.partition(".")[0], record),
                                                   self.column(key)).value = value

    def add(self, prefix: str, *, without_key: bool = False, **values: Any) -> None:
        """A row below the last one."""
        sheet, first = self.sheet(prefix), self.column(f"{prefix}.finding")
        row = next(row for row in range(4, sheet.max_row + 2) if sheet.cell(row, first).value is None)
        for name, value in values.items():
            sheet.cell(row, self.column(f"{prefix}.{name}")).value = value
        if without_key:
            sheet.cell(row, self.key_column(prefix)).value = None

    def key_column(self, prefix: str) -> int:
        return next(cell.column for cell in self.sheet(prefix)[1] if cell.value == ROW_KEY)

    def clear(self, prefix: str, record: str) -> None:
        """All that stands in a row but for its key: as Delete does."""
        own = self.key_column(prefix) if any(cell.value == ROW_KEY for cell in self.sheet(prefix)[1]) else 0
        row = self.row(prefix, record)
        for cell in self.sheet(prefix)[row]:
            cell.value = cell.value if cell.column == own else None

    def turn(self, prefix: str) -> None:
        """The rows in the other order, as sorting does it: with all their cells."""
        sheet = self.sheet(prefix)
        first = self.column(f"{prefix}.finding")
        rows = [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, first).value is not None]
        values = [[cell.value for cell in sheet[row]] for row in rows]
        for row, line in zip(rows, reversed(values), strict=True):
            for cell, value in zip(sheet[row], line, strict=True):
                cell.value = value


def collected(ncr: Callable[..., Any], register: Path, *more: object, code: int | None = None) -> dict[str, Any]:
    """What `ncr collect --format json` says."""
    done = ncr("collect", *more, register, "--format", "json", *DAY)
    assert done.returncode in ((0, 1) if code is None else (code,)), done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, SCHEMA)
    return told
