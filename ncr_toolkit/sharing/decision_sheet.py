"""What is open after owners sent their parts back, as a workbook in which a person decides line by line; and that
workbook read again. A line counts only where the register and the part still say what it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import allowed, fitting_cell, one_line, short
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.every_sheet import every_sheet
from ncr_toolkit.excel.write.plain_workbook import SheetPlan, planned_workbook
from ncr_toolkit.sharing.merge import DECIDABLE, OPEN, ChangedCell, Merge, RemovedRow, Standing
from ncr_toolkit.sharing.returned import told

SHEET = "Open"
PART, REGISTER = "Take the part's", "Keep the register's"
_WORDS = {fold(PART): PART, "part": PART, "theirs": PART, fold(REGISTER): REGISTER, "register": REGISTER,
          "ours": REGISTER}
COLUMNS = {"Decision": 20, "Cell": 16, "Record": 14, "Column": 24, "The register says": 44, "The part says": 44,
           "As it was sent out": 44, "Why it is asked": 34, "Owner": 20, "File": 28}
_BLANK = "(blank)"
_GONE = "(not there any more)"
_ABOVE = ("Choose in column A what is to stand in the register, line by line; a blank one is asked again. Then save, "
          "and name this workbook with --decided.")
_HEADER_ROW = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the workbook in which somebody has decided."""

    choice: str
    cell: str
    ours: str
    theirs: str
    file: str
    where: str  # of the workbook


def open_sheet(found: Merge, today: date) -> bytes:
    """The workbook; the same that is open gives the same bytes."""
    rows = [_row(each) for each in found.standing(*OPEN) if each.cell.ref]
    rows += [["", str(each.cell), each.row.values.get("id", ""), "the whole row", told(each.row), _GONE, told(each.row),
              "removed by the owner", each.file.part.owner, each.file.path.name] for each in found.removed]
    plan = SheetPlan(COLUMNS, rows, header_row=_HEADER_ROW, first_row=_HEADER_ROW + 1, above={(0, 0): _ABOVE},
                     lists={"Decision": [PART, REGISTER]})
    return planned_workbook(today, {SHEET: plan}, title="What is open")


def _row(each: ChangedCell) -> list[str]:
    why = str(each.standing) if each.standing in DECIDABLE else f"{each.standing}; only '{REGISTER}' can be chosen"
    return ["", str(each.cell), each.record, each.header, _shown(each.ours), _shown(each.theirs),
            _shown(each.sent), why, each.file.part.owner, each.file.path.name]


def _shown(value: str) -> str:
    return fitting_cell(allowed(value)) or _BLANK


def lines_of(path: Path) -> list[Line]:
    """The lines in which somebody has decided. Raises CannotRun where it is another workbook, or a word is no
    decision."""
    rows = every_sheet(open_package(path, path.name)).get(SHEET, [])
    header = next((number for number, row in enumerate(rows[:20]) if {*COLUMNS} <= {text(cell) for cell in row}), -1)
    if header < 0:
        raise CannotRun(f"{path} is no list of what is open; name the workbook that --ask has written.")
    places = {text(cell): place for place, cell in enumerate(rows[header])}
    return list(_lines(path, rows, header, places))


def _lines(path: Path, rows: Sequence[Sequence[object]], header: int, places: dict[str, int]) -> Iterator[Line]:
    for number, row in enumerate(rows[header + 1:], start=header + 2):
        said = {name: text(row[place]) if place < len(row) else "" for name, place in places.items()}
        where = f"{path.name}, {letters(places['Decision'])}{number}"
        if not (word := said["Decision"]):
            continue
        if fold(word) not in _WORDS:
            raise CannotRun(f"{where}: {short(word)} is no decision; choose '{PART}' or '{REGISTER}', or leave it "
                            "blank.")
        yield Line(_WORDS[fold(word)], said["Cell"], said["The register says"], said["The part says"], said["File"],
                   where)


def decide(found: Merge, lines: Sequence[Line]) -> list[str]:
    """Decide as the lines say; gives a sentence for each that does not count any more. Raises CannotRun where two lines
    take different things for one cell, or a line takes what cannot be taken."""
    taken = Counter(line.cell for line in lines if line.choice == PART)
    if twice := next((line for line in lines if line.choice == PART and taken[line.cell] > 1), None):
        raise CannotRun(f"{twice.where}: two lines take what a part says at {twice.cell}; only one can count.")
    return [sentence for line in lines if (sentence := _decided(found, line))]


def _decided(found: Merge, line: Line) -> str:
    removed = next((each for each in found.removed if _is_row(each, line)), None)
    here = next((each for each in found.standing(*OPEN) if _is_cell(each, line)), None)
    if removed is not None and line.choice == REGISTER:
        found.removed.remove(removed)
        found.stays.append(removed)
        return ""
    if removed is not None:
        raise CannotRun(f"{line.where}: ncr takes no row out of a register; delete it there by hand, and choose "
                        f"'{REGISTER}'.")
    if here is None:
        return (f"{line.where}: {one_line(line.cell)} is not open any more as it stands there; the line was passed "
                "over.")
    if line.choice == PART and here.standing not in DECIDABLE:
        raise CannotRun(f"{line.where}: {here.standing}; type it into the register by hand, and choose '{REGISTER}'.")
    here.standing = Standing.TAKEN if line.choice == PART else Standing.KEPT
    for rival in found.standing(*OPEN) if line.choice == PART else ():
        if rival.cell == here.cell:
            rival.standing = Standing.KEPT
    return ""


def _is_cell(each: ChangedCell, line: Line) -> bool:
    """Whether a line is about this, and both sides still say what it shows."""
    return (str(each.cell), each.file.path.name, _alike(_shown(each.ours)), _alike(_shown(each.theirs))) == \
        (line.cell, line.file, _alike(line.ours), _alike(line.theirs))


def _is_row(each: RemovedRow, line: Line) -> bool:
    return (str(each.cell), each.file.path.name, _alike(told(each.row))) == (line.cell, line.file, _alike(line.ours))


def _alike(value: str) -> str:
    """Without what a spreadsheet may do to spaces and breaks."""
    return " ".join(value.split())
