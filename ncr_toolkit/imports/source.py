"""A source looked at whole: its tables, what is proposed for them, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ncr_toolkit.audit_report.labels import is_bare_due
from ncr_toolkit.audit_report.values_and_headings import Located
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.text import several
from ncr_toolkit.core import packs
from ncr_toolkit.core.foreign_words import plain_header, words
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.imports.apart import WAYS
from ncr_toolkit.imports.conversion import KnownIds, convert
from ncr_toolkit.imports.mapping import Mapping
from ncr_toolkit.imports.mapping_text import About, lines
from ncr_toolkit.imports.outcome import Outcome
from ncr_toolkit.imports.own_sheets import own_sheet
from ncr_toolkit.imports.proposal import Noted, propose
from ncr_toolkit.imports.sources import read_grids
from ncr_toolkit.imports.sources.grid import TWO_DAYS, Grid, seen
from ncr_toolkit.imports.tables import SourceTable, about_audit, find_table, other_list, table_at

MOST_NAMED = 8
"""So many sheets are named where there is none of the name that was given."""


@dataclass
class Source:
    """The tables of one file or several, and the mapping by which they are taken over."""

    tables: list[SourceTable]
    mapping: Mapping
    notes: Noted
    aside: list[str]  # the sheets that list something else, and what of a report is not taken, in words
    kept: dict[str, list[list[object]]] = field(default_factory=dict)  # sheets that people added to a register
    open: bool = False  # whether some of what is not taken may be findings
    sheet: str = ""  # the only one that was looked at
    pack: Pack = field(default_factory=partial(packs.load, packs.DEFAULT))  # of the register, whose words are told

    def outcome(self, known: KnownIds | None = None) -> Outcome:
        """The rows of a register, and what was skipped and left. `known`: the ids that a register has already."""
        made = convert(self.tables, self.mapping, self.pack, known)
        made.sheets = self.kept
        return made

    @property
    def about(self) -> dict[str, Located]:
        """What stands above the only list of the source about its audit."""
        lists = [table for table in self.tables if table.kind is None]
        return about_audit(lists[0]) if len(lists) == 1 else {}

    @property
    def asks(self) -> bool:
        """Whether there is anything to decide: sheets of a register are taken as they are."""
        return any(table.kind is None for table in self.tables)

    @property
    def together(self) -> list[str]:
        """The headers of the columns whose cells could be taken apart, as nobody has decided."""
        return list(dict.fromkeys(
            header for table in self.tables for header in table.headers.values()
            if (table.name, header) in self.notes and self.mapping.tables[table.name].columns[header] not in WAYS))

    def mapping_text(self, made_from: Iterable[Path], again: str = "") -> str:
        """The mapping as a file to edit. `again`: the command that imports by it."""
        samples = {(table.name, header): self._samples(table, column, header) for table in self.tables
                   if table.kind is None for column, header in table.headers.items()}
        ways = dict.fromkeys(self.notes[table.name, header] for table in self.tables
                             for header in table.headers.values() if (table.name, header) in self.notes)
        about = About(tuple(path.name for path in made_from), again, tuple(ways), self.pack)
        return "\n".join(lines(self.mapping, about, samples, self.notes)) + "\n"

    def _samples(self, table: SourceTable, column: int, header: str) -> list[str]:
        way, asked = self.notes.get((table.name, header)), table.grid.asked.get(header)
        return [*filter(None, [asked, f"or \"{way}\"" if way else ""]), *table.samples(column)]


def load(paths: list[Path], mapping: Mapping | None = None, sheet: str = "") -> Source:
    """The tables of these files. `mapping`: what was decided; what it does not name is proposed. `sheet`: the only one
    that is looked at. Raises CannotRun where there is no list of findings, with what was seen instead."""
    grids, name = _grids(paths, sheet), " and ".join(path.name for path in paths)
    others = {grid.name: other for grid in grids if not grid.verbatim and (other := other_list(grid))}
    tables = list(_tables([grid for grid in grids if grid.name not in others and not grid.verbatim], mapping))
    if others and not tables:
        raise CannotRun(f"{name} is {next(iter(others.values()))}: no list of findings. Name the list of findings.")
    if not tables:
        raise CannotRun(f"{name} holds no list of findings: in none of its tables a row of headers such as 'Finding', "
                        "'Grade', 'Owner' and 'Due date' was found. Name the file that has them.")
    if not any(not row.skipped for table in tables for row in table.rows):
        raise CannotRun(f"{name} holds no finding: it is a blank template. Name the file that is filled in.")
    aside = [f"{sheet}: left out; it is {other}" for sheet, other in others.items()]
    aside += [f"{said}." for grid in grids for said in grid.aside]
    aside += [f"{path.name}: left out; it holds no list of findings" for path in paths if len(paths) > 1
              and not any(grid.name.startswith(path.name) for grid in (*(table.grid for table in tables), *(
                  grid for grid in grids if grid.name in others or grid.verbatim)))]
    proposed, notes = propose([table for table in tables if table.kind is None], mapping)
    return Source(tables, _with(proposed, mapping) if mapping else proposed, notes, aside,
                  {grid.name: grid.rows for grid in grids if grid.verbatim}, any(grid.open for grid in grids), sheet)


def _grids(paths: list[Path], sheet: str) -> list[Grid]:
    """The grids of these files; of several files each has the name of its file before its own."""
    every = [(path, grid) for path in paths for grid in read_grids(path)]
    found = [(path, grid) for path, grid in every if not sheet or grid.name == sheet]
    if every and not found:
        names = several([grid.name for _, grid in every], MOST_NAMED)
        raise CannotRun(f"There is no sheet '{sheet}'; there {'is' if len(every) == 1 else 'are'} {names}.")
    return [replace(grid, name=f"{path.name} {grid.name}".strip()) if len(paths) > 1 else grid for path, grid in found]


def _tables(grids: list[Grid], mapping: Mapping | None) -> Iterator[SourceTable]:
    for grid in grids:
        if kind := own_sheet(map(seen, grid.rows[0] if grid.rows else ())):
            yield replace(table_at(grid, 0), kind=kind)
            continue
        row = mapping.tables[grid.name].header_row if mapping and grid.name in mapping.tables else 0
        found = table_at(grid, row - 1) if 0 < row <= len(grid.rows) else find_table(grid)
        if found is not None:
            asked = {} if _is_of_a_program(found) else {
                header: TWO_DAYS for header in found.headers.values() if is_bare_due(header)}
            yield replace(found, grid=replace(grid, asked=asked | grid.asked)) if asked else found


def _is_of_a_program(table: SourceTable) -> bool:
    """Whether a table is what a tracker wrote, in which what is due is known."""
    return not words().programs.isdisjoint(map(plain_header, table.headers.values()))


def _with(proposed: Mapping, decided: Mapping) -> Mapping:
    """What was decided, and what is proposed for the rest."""
    for name, table in decided.tables.items():
        known = proposed.tables.get(name)
        if known is not None:
            table.columns = known.columns | table.columns
            table.header_row = table.header_row or known.header_row
    return Mapping(proposed.tables | decided.tables, _there(proposed.grade, decided.grade),
                   _there(proposed.status, decided.status), _there(proposed.people, decided.people),
                   decided.dates or proposed.dates, proposed.unordered, decided.zone, proposed.zoned)


def _there(proposed: dict[str, str], decided: dict[str, str]) -> dict[str, str]:
    """What was decided of the words that are there; others are asked no more."""
    return {word: decided.get(word, ours) for word, ours in proposed.items()}
