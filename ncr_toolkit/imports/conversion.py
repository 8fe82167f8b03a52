"""Rows of a source become rows of a register, by a mapping. Rows in are rows taken and rows skipped; what is not
certain leaves its cell empty, and its text goes to the internal note of its finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Known
from dataclasses import dataclass, field

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.foreign_words import TAKEN
from ncr_toolkit.core.model import SHEETS, Audit, Finding, Person
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Kind, Record
from ncr_toolkit.imports.apart import ID_AND_TITLE, id_and_title
from ncr_toolkit.imports.mapping import LEAVE, NOTE, OWN, Mapping, TableMapping
from ncr_toolkit.imports.outcome import Given, Outcome, Row, Skipped
from ncr_toolkit.imports.own_sheets import take
from ncr_toolkit.imports.source_row import SourceCell, SourceRowMaker, Whole
from ncr_toolkit.imports.sources.grid import seen
from ncr_toolkit.imports.tables import SourceRow, SourceTable


@dataclass(frozen=True)
class KnownIds:
    """The ids of findings that a register has already."""

    of_rows: Known[tuple[str, int], str] = field(default_factory=dict)  # by table and row of the source, from 1
    taken: frozenset[str] = frozenset()  # folded: no row without an id gets one of these


def convert(tables: Iterable[SourceTable], mapping: Mapping, pack: Pack, known: KnownIds | None = None) -> Outcome:
    """The rows of these tables as rows of a register, whose standard is that of `pack`."""
    conversion = _Conversion(mapping, pack, known or KnownIds())
    for table in sorted(tables, key=_turn):
        if table.kind is not None:
            conversion.own_sheet(table, table.kind)
        else:
            conversion.table(table, mapping.tables.get(table.name) or TableMapping(leave=True))
    conversion.people()
    return conversion.whole.outcome


def _turn(table: SourceTable) -> int:
    """Sheets of a register come first, in the order of the workbook: others may add to their findings."""
    return SHEETS.index(table.kind) if table.kind is not None else len(SHEETS)


class _Conversion:
    """One conversion of one source."""

    def __init__(self, mapping: Mapping, pack: Pack, known: KnownIds) -> None:
        self.mapping, self.known = mapping, known
        self.whole = Whole(mapping, pack, Outcome(), taken=set(known.taken))

    def own_sheet(self, table: SourceTable, kind: type[Record]) -> None:
        """Take over a sheet of a register, as it is."""
        take(table, kind, self.whole.outcome)
        for number, row in enumerate(self.whole.outcome.rows.get(Finding, ()) if kind is Finding else ()):
            self.whole.findings.setdefault(fold(str(row.get("id") or "")), number)

    def table(self, table: SourceTable, told: TableMapping) -> None:
        before, outcome = dict(self.whole.findings), self.whole.outcome
        for row in table.rows:
            outcome.rows_in += 1
            why = "the sheet is left out, as the mapping says" if told.leave else str(row.skipped or "") or \
                self._row(table, told, row, before)
            if why:
                outcome.skipped.append(Skipped(f"{table.name} row {row.number + 1}", why))
            else:
                outcome.taken += 1

    def _row(self, table: SourceTable, told: TableMapping, row: SourceRow, before: dict[str, int]) -> str:
        """Take over one row; why it was not, '' where it was."""
        cells = list(_cells(table, told, row))
        if not any(cell.key not in (NOTE, LEAVE, OWN) for cell in cells):
            return "nothing stands in a column that is taken over"
        graded = next((cell.text for cell in cells if cell.key == "finding.grade"), "")
        if self.mapping.grade.get(" ".join(graded.split())) == LEAVE:
            return f"'{graded}' is left out, as the mapping says"
        own = next((id_and_title(cell.text)[0] if cell.key == ID_AND_TITLE else cell.text for cell in cells
                    if cell.key in ("finding.id", ID_AND_TITLE)), "")
        id = " ".join(own.split())
        before_it, left = len(self.whole.outcome.left), self.whole.outcome.left
        made = SourceRowMaker(self.whole, told, id or self.known.of_rows.get((table.name, row.number + 1), ""), before)
        for cell in cells:
            made.take(cell)
        places = made.finish()
        self.whole.outcome.given.append(Given(table.name, row.number + 1, id, tuple(
            (cell.header, cell.text) for cell in cells), places, made.joined is not None, tuple(left[before_it:])))
        return ""

    def people(self) -> None:
        """A row of People for each person that is named."""
        rows = self.whole.outcome.rows
        names = dict.fromkeys(str(row[name]) for kind in TAKEN for row in rows.get(kind, ())
                              for name in _people(kind) if row.get(name))
        for kind, wanted in ((Person, [Row(name=name, email=name if "@" in name else None) for name in names]),
                             (Audit, [Row(id=id) for id in self.whole.audits.values()])):
            there = {fold(str(row.get(kind.SHEET.id_field) or "")) for row in rows.get(kind, ())}
            more = [row for row in wanted if fold(str(row[kind.SHEET.id_field])) not in there]
            if more and (not there or self.whole.mapping.tables):  # a register that is taken whole stays as it is
                rows.setdefault(kind, []).extend(more)


def _people(kind: type[Record]) -> list[str]:
    return [column.name for column in kind.SHEET.columns if column.kind is Kind.PERSON]


def _cells(table: SourceTable, told: TableMapping, row: SourceRow) -> Iterator[SourceCell]:
    """The filled cells of a row."""
    for column, header in table.headers.items():
        value = row.cells[column] if column < len(row.cells) else ""
        if text := seen(value):
            yield SourceCell(told.columns.get(header) or OWN, value, text, header, table.grid.where(row.number, column))
