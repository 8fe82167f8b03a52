"""What came back, compared three ways: as it was sent out, as it came back, and as the register is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from ncr_toolkit.compare.matching import pairs
from ncr_toolkit.compare.pairs import says_the_same
from ncr_toolkit.core.dates import Unclear
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Cell, Column, Record
from ncr_toolkit.excel.read.cells import converter
from ncr_toolkit.sharing.portions import WITHHELD
from ncr_toolkit.sharing.record import SentRow
from ncr_toolkit.sharing.returned import ReturnedPart
from ncr_toolkit.sharing.split import row_columns

Value = str | int | date


class Standing(StrEnum):
    """What becomes of a cell that the owner has changed."""

    TAKEN = "taken"
    BOTH = "changed on both sides"
    TWICE = "two files say different things"
    EMPTIED = "emptied by the owner"
    NOT_THEIRS = "not the owner's to change"
    UNREAD = "cannot be read"
    GONE = "its row is not in the register any more"
    NO_COLUMN = "the register has no such column; `ncr upgrade` brings it"
    KEPT = "left as it is in the register, as you said"


OPEN = frozenset(Standing) - {Standing.TAKEN, Standing.KEPT}
"""Left for a person to decide."""
DECIDABLE = OPEN - {Standing.UNREAD, Standing.GONE, Standing.NO_COLUMN}
"""Of these what the part says can be taken over."""
_WEIGHED = (Standing.TAKEN, Standing.BOTH, Standing.EMPTIED)
"""What an owner says who may: of two of these only one can hold."""


@dataclass(slots=True)
class ChangedCell:
    """A cell that says something else in a part than it did when it was sent out."""

    cell: Cell  # in the register
    column: Column
    header: str  # what it is called there
    record: str  # as people know it
    sent: str  # what the part said when it was sent out
    ours: str  # what the register says now
    theirs: str  # what the part says
    value: Value
    file: ReturnedPart
    key: str  # of the row
    standing: Standing


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A row that was sent out and did not come back; it stays in the register."""

    cell: Cell
    row: SentRow
    file: ReturnedPart


@dataclass
class Merge:
    """All that came back."""

    files: list[ReturnedPart]
    pack: Pack  # of the register
    cells: list[ChangedCell] = field(default_factory=list)
    removed: list[RemovedRow] = field(default_factory=list)
    stays: list[RemovedRow] = field(default_factory=list)  # of those the ones of which the person said so
    unchanged: int = 0  # cells that say what they said when they were sent out, or what the register says by now
    ours: dict[int, dict[str, Record]] = field(default_factory=dict)  # by place of the file: the register's rows by key
    rows_at: set[int] = field(default_factory=set)  # the register's rows that a part has, each by its identity
    unreadable: dict[Path, str] = field(default_factory=dict)  # files, each with the sentence why
    copies: dict[Path, Path] = field(default_factory=dict)  # files that are another one, byte for byte

    def standing(self, *which: Standing) -> list[ChangedCell]:
        """The changed cells of which this becomes."""
        return [each for each in self.cells if each.standing in which]


def merged(files: Sequence[ReturnedPart], review: Review) -> Merge:
    """Compare each file with what was sent out and with the register."""
    found = Merge(list(files), review.pack)
    for place, file in enumerate(files):
        found.ours[place] = ours = rows_now(file, review)
        found.rows_at |= {id(record) for record in ours.values()}
        for key, record in file.rows.items():
            _compare(found, file, file.part.base[key], record, ours.get(key))
        for row in file.gone:
            if row.key in ours:
                name = row.kind.SHEET.label_field or row.kind.SHEET.columns[0].name
                found.removed.append(RemovedRow(ours[row.key].cell(name), row, file))
    _weigh(found)
    return found


def rows_now(file: ReturnedPart, review: Review) -> dict[str, Record]:
    """Which row of the register each row of a part is, by key: by its number, and by what it says where it has none or
    got another."""
    register = Register()
    by_key = {key: as_record(row) for key, row in file.part.base.items()}
    for record in by_key.values():
        register.records[type(record)].append(record)
    found = pairs(Review(register, review.pack, review.today), review)
    after = {key: found.after(record) for key, record in by_key.items()}
    return {key: now for key, now in after.items() if now is not None}


def as_record(row: SentRow) -> Record:
    """A row as a record: what could not be read when it was sent out stands as it was typed."""
    made = row.kind()
    for name, text in row.values.items():
        if (column := made.SHEET.by_name.get(name)) is not None:
            value = converter(column)(text)
            setattr(made, name, text if isinstance(value, Unclear) else value)
    if row.entered_as and made.SHEET.id_field:
        setattr(made, made.SHEET.id_field, row.entered_as)
    return made


def _compare(found: Merge, file: ReturnedPart, sent: SentRow, theirs: Record, ours: Record | None) -> None:
    """Put down each cell of a row that the owner has changed."""
    may = {column.name for column in row_columns(sent.kind, sent)}
    for column in sent.kind.SHEET.typed_columns:
        name, was = column.name, sent.typed(column.name)
        withheld = column.key in WITHHELD or (sent.beside and name not in sent.values)
        if name not in theirs.at.letters or (withheld and theirs.blank(name)):
            continue  # somebody took the column out of the part, or it was never told in it
        now, typed = ours.typed(name) if ours is not None else "", theirs.typed(name)
        mine = sent.entered_as if name == sent.kind.SHEET.id_field and sent.entered_as else was
        if says_the_same(column, was, typed) or (ours is not None and says_the_same(column, now, typed)):
            found.unchanged += 1
            continue
        standing = (Standing.GONE if ours is None else Standing.NO_COLUMN if ours.cell(name).ref is None else
                    Standing.UNREAD if name in theirs.unread else
                    Standing.NOT_THEIRS if name not in may else Standing.EMPTIED if not typed else
                    Standing.TAKEN if says_the_same(column, mine, now) else Standing.BOTH)
        found.cells.append(ChangedCell(ours.cell(name) if ours is not None else Cell(sent.kind.SHEET.name), column,
                                       found.pack.header(column),
                                       ours.label if ours is not None else theirs.label, was, now, typed,
                                       value_of(theirs, name), file, sent.key, standing))


def value_of(record: Record, name: str) -> Value:
    """A value as it is written into the register; of a blank one, or one that could not be read, a text."""
    value = None if name in record.unread else record.value(name)
    return record.typed(name) if value is None else value


def _weigh(found: Merge) -> None:
    """A cell about which two files say different things is open; one that two files change alike is one change."""
    _compare_versions(found)
    by_cell: dict[Cell, list[ChangedCell]] = defaultdict(list)
    for each in found.cells:
        if each.cell.ref is not None:
            by_cell[each.cell].append(each)
    alike: set[int] = set()
    for several in by_cell.values():
        told: list[ChangedCell] = []
        for each in sorted(several, key=lambda each: each.standing is not Standing.TAKEN):
            same = next((one for one in told if says_the_same(one.column, one.theirs, each.theirs)), None)
            if same is None:
                told.append(each)
            else:
                alike.add(id(each))
        rivals = [each for each in told if each.standing in _WEIGHED]
        for each in rivals if len(rivals) > 1 else ():
            each.standing = Standing.TWICE
    found.unchanged += len(alike)
    found.cells = [each for each in found.cells if id(each) not in alike]


def _compare_versions(found: Merge) -> None:
    """A part that came back twice: nobody knows which of the two counts where they differ, also where one of them says
    what it said when it was sent out."""
    versions: dict[str, list[ReturnedPart]] = defaultdict(list)
    for file in found.files:
        versions[file.part.number].append(file)
    for each in found.standing(*_WEIGHED):
        for other in versions[each.file.part.number]:
            row = other.rows.get(each.key)
            if row is not None and other is not each.file and not says_the_same(each.column, each.theirs,
                                                                                row.typed(each.column.name)):
                each.standing = Standing.TWICE
