"""The shape of a register: cells, columns, sheets and records.

A record is a dataclass of which every field made with one of the functions below *is* a column of a worksheet: the
field's name gives the key, and everything else the workbook, the reader and the guide need to know stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from ncr_toolkit.common.names import nearest


class Kind(StrEnum):
    """What a column holds. `DERIVED` columns are shown for people; the tool computes them and never reads them."""

    TEXT = "text"
    LONG = "long text"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    LINK = "link"
    PERSON = "person"
    FILE = "file"
    DERIVED = "derived"


class Step(StrEnum):
    """The step of the work a sheet belongs to; sheets of one step share a tab colour."""

    OVERVIEW = "Overview"
    LOG = "1 Log the finding"
    CONTAIN = "2 Contain and correct"
    ANALYSE = "3 Find the cause"
    ACT = "4 Act and prove"
    CLOSE = "5 Check and close"
    KEEP = "6 Keep"


@dataclass(frozen=True, slots=True, eq=False)  # each is one: what is found out of it is kept by it
class Column:
    """One column of a sheet (or one row of the settings sheet)."""

    key: str  # "finding.owner": what the workbook's hidden key row carries
    name: str  # "owner": the field of the record
    header: str
    help: str
    kind: Kind
    width: int
    choices: tuple[str, ...] = ()  # the only values allowed
    also: tuple[tuple[str, str], ...] = ()  # what people write for a choice: to guess with, never to read
    source: str = ""  # the list of the pack a value comes from; people may add their own
    to: tuple[str, ...] = ()  # prefixes of the records a link may point to
    words: tuple[str, ...] = ()  # words a link may hold instead of an id
    exact: bool = False  # ids and references: Excel must not have turned them into numbers or dates
    formerly: tuple[str, ...] = ()  # headers this column had in older templates
    default: str = ""
    numbered: str = ""  # of an id: the letters before the number, by which the next free one is offered
    later: bool = False  # came after the first template: a register without it is whole
    shows_day: bool = False  # of a computed one: its value is a day

    @property
    def typed(self) -> bool:
        """Whether people type into this column."""
        return self.kind is not Kind.DERIVED


@dataclass(frozen=True, slots=True)
class Band:
    """Columns of a wide sheet that belong together: a heading above the first, and a part that can be folded away."""

    name: str
    first: str  # field; stays in view
    folds: tuple[str, str] | None = None  # first and last field of what folds under it


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the user's file. `ref` is None where the file has no such column."""

    sheet: str
    ref: str | None = None

    def __str__(self) -> str:
        return f"{self.sheet}!{self.ref}" if self.ref else self.sheet


class NoSuchColumnError(LookupError):
    """A name in the program that is no column of the sheet it is asked of: a slip of the programmer, never of the user.
    A column that only the user's file lacks is no such slip."""


class Why(StrEnum):
    """Why a cell could not be read."""

    ERROR_CELL = "error cell"
    NOT_CALCULATED = "formula without a value"
    NOT_A_DATE = "not a date"
    AMBIGUOUS_DATE = "ambiguous date"
    DATE_OUT_OF_RANGE = "date out of range"
    NOT_A_NUMBER = "not a whole number"
    NOT_A_CHOICE = "not one of the choices"
    CHANGED_BY_EXCEL = "text that Excel turned into a number or a date"
    MERGED = "merged with another cell"


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that holds something the tool cannot take for certain: kept as typed, never guessed."""

    cell: Cell
    column: Column
    record: str
    text: str
    why: Why
    readings: tuple[str, ...] = ()  # what it may have been meant to be


@dataclass(frozen=True, slots=True)
class Struck:
    """What is struck out in a cell, and what is left; both '' where the whole cell is."""

    gone: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record stands in the user's file: sheet name as in the file, row, and the columns' letters by field."""

    sheet: str = ""
    row: int = 0
    letters: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)  # whole references; the settings sheet has a row a field

    def cell(self, name: str) -> Cell:
        if name in self.cells:
            return Cell(self.sheet, self.cells[name])
        letter = self.letters.get(name)
        return Cell(self.sheet, f"{letter}{self.row}" if letter and self.row else None)


_NO_FORMULAS: Mapping[str, str] = {}


def _no_formulas() -> Mapping[str, str]:
    """One for all: hardly a record has any."""
    return _NO_FORMULAS


@dataclass(slots=True, kw_only=True)
class Record:
    """One row of a sheet. Texts are '' and dates and numbers None where nothing could be read."""

    SHEET: ClassVar[Sheet]

    at: Location = field(default_factory=Location, repr=False, compare=False)
    unread: dict[str, Unread] = field(default_factory=dict, repr=False, compare=False)
    links: dict[str, str] = field(default_factory=dict, repr=False, compare=False)  # targets of hyperlinks, by field
    formulas: Mapping[str, str] = field(default_factory=_no_formulas, repr=False, compare=False)  # of cells, by field
    implied: frozenset[str] = field(default=frozenset(), repr=False, compare=False)  # left empty, another cell says it
    struck: dict[str, Struck] = field(default_factory=dict, repr=False, compare=False)  # what is struck out, by field
    numbers: dict[str, str] = field(default_factory=dict, repr=False, compare=False)  # dates without a date format

    def value(self, name: str) -> str | date | int | None:
        """What was read from the column `name`. Raises NoSuchColumnError where the sheet has none of that name."""
        try:
            return getattr(self, name)  # type: ignore[no-any-return]
        except AttributeError:
            raise self.SHEET.no_such_column(name) from None

    def cell(self, name: str) -> Cell:
        """Where the column `name` of this record really stands in the user's file. Raises NoSuchColumnError."""
        cell = self.at.cell(name)
        if cell.ref is None:  # a column that the file lacks, or a name that is misspelt
            self.SHEET.column(name)
        return cell

    def blank(self, name: str) -> bool:
        """Nothing stands in the cell. A cell that could not be read is not blank: its fault is told once, elsewhere."""
        return name not in self.unread and self.value(name) in ("", None)

    def known(self, *names: str) -> bool:
        """Every one of these columns holds a value that was read."""
        for name in names:  # noqa: SIM110 - asked so often that the way by all() is seen
            if self.value(name) in ("", None):
                return False
        return True

    def typed(self, name: str) -> str:
        """The text of the cell as a person sees it: what was read, or what could not be read, as typed."""
        if self.unread and name in self.unread:
            return self.unread[name].text
        value = self.value(name)
        if type(value) is str:  # most are, and this is asked most
            return value
        return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)

    @property
    def label(self) -> str:
        """The id by which people know this record; without one, its row."""
        own = self.typed(self.SHEET.label_field) if self.SHEET.label_field else ""
        return own or self.owner_id or (f"row {self.at.row}" if self.at.row else "")

    @property
    def owner_id(self) -> str:
        """The id of the finding this record belongs to, '' if it belongs to none."""
        name = self.SHEET.owner_field
        return self.typed(name) if name else ""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One worksheet: its contract with the reader and what people are told about it."""

    name: str
    prefix: str
    step: Step
    about: str
    rows: int
    id_field: str
    columns: tuple[Column, ...]
    by_name: dict[str, Column]
    later: bool = False  # came after the first template: a register without it is whole
    bands: tuple[Band, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name. Raises NoSuchColumnError."""
        found = self.by_name.get(name)
        if found is None:
            raise self.no_such_column(name)
        return found

    def no_such_column(self, name: str) -> NoSuchColumnError:
        """The error that says so, with the nearest name there is."""
        meant = nearest(name, self.by_name)
        return NoSuchColumnError(f"'{name}' is no column of {self.name}{f'; did you mean {meant!r}?' if meant else ''}")

    @property
    def table(self) -> str:
        """Name of the Excel table: tblFindings, tblFiveWhys ..."""
        words = self.name.replace("5", "Five").replace("-", " ").split()
        return "tbl" + "".join(word[0].upper() + word[1:] for word in words)

    def in_table(self, name: str, header: str = "") -> str:
        """A column as formulas name it, `tblFindings[Close due]`; `header`: what it is called where that is not its
        own. Raises NoSuchColumnError."""
        return f"{self.table}[{in_brackets(header or self.column(name).header)}]"

    @cached_property
    def label_field(self) -> str:
        """The column by which people know a row: its id, else what it belongs to; '' on a sheet without either."""
        return self.id_field or next((name for name in ("finding", "record", "code") if name in self.by_name), "")

    @cached_property
    def owner_field(self) -> str:
        """The column with the finding that a row belongs to, '' on a sheet whose rows belong to none."""
        own = "id" if self.prefix == "finding" else ""
        return next((name for name in ("finding", "record") if name in self.by_name), own)

    @cached_property
    def typed_columns(self) -> tuple[Column, ...]:
        """The columns that people type into."""
        return tuple(column for column in self.columns if column.typed)


def in_brackets(header: str) -> str:
    """A header as it stands within the brackets of a formula."""
    return re.sub(r"(['#\[\]])", r"'\1", header)


def sheet(name: str, *, prefix: str, step: Step, about: str, rows: int = 2000, id_field: str = "",
          later: bool = False, bands: tuple[Band, ...] = ()) -> Callable[[type[R]], type[R]]:
    """Make a record dataclass the description of the worksheet `name`. `rows`: how many it has room for at once."""

    def describe(cls: type[R]) -> type[R]:
        columns = tuple(Column(key=f"{prefix}.{f.name}", name=f.name, **f.metadata["column"])
                        for f in fields(cls) if "column" in f.metadata)
        cls.SHEET = Sheet(name, prefix, step, about, rows, id_field, columns, {c.name: c for c in columns},
                          later, bands)
        return cls

    return describe


def column_names(kinds: type[Record] | tuple[type[Record], ...], *names: str) -> tuple[str, ...]:
    """The names as they are given, each a column of one of these sheets: a table of names that is wrong cannot be
    imported. Raises NoSuchColumnError."""
    sheets = [kind.SHEET for kind in (kinds if isinstance(kinds, tuple) else (kinds,))]
    for name in names:
        if not any(name in each.by_name for each in sheets):
            raise sheets[0].no_such_column(name)
    return names


def column(kind: Kind, header: str, help: str, width: int, **more: Any) -> Any:
    """A field that is a column. `width` in characters; `more` are further attributes of `Column`."""
    empty: Any = None if kind in (Kind.DATE, Kind.NUMBER) or more.get("shows_day") else ""
    return field(default=empty, metadata={"column": {"kind": kind, "header": header, "help": help, "width": width,
                                                     **more}})


def text(header: str, help: str, width: int = 18, **more: Any) -> Any:
    """A short text."""
    return column(Kind.TEXT, header, help, width, **more)


def exact(header: str, help: str, width: int = 14, **more: Any) -> Any:
    """An id or reference: a text cell, so that 5.10 stays 5.10."""
    return column(Kind.TEXT, header, help, width, exact=True, **more)


def long(header: str, help: str, width: int = 44, **more: Any) -> Any:
    """A text of one or more paragraphs."""
    return column(Kind.LONG, header, help, width, **more)


def day(header: str, help: str, width: int = 13, **more: Any) -> Any:
    """A real date."""
    return column(Kind.DATE, header, help, width, **more)


def number(header: str, help: str, width: int = 11, **more: Any) -> Any:
    """A whole number, 0 or more."""
    return column(Kind.NUMBER, header, help, width, **more)


def also(lines: str) -> tuple[tuple[str, str], ...]:
    """What people write for the choices of a column, a choice a line: `Closed: Done, Resolved`."""
    pairs = (line.partition(":") for line in lines.strip().splitlines())
    return tuple((word.strip(), choice.strip()) for choice, _, words in pairs for word in words.split(","))


def choice(header: str, help: str, choices: tuple[str, ...], width: int = 16, **more: Any) -> Any:
    """One of a fixed list."""
    return column(Kind.CHOICE, header, help, width, choices=choices, **more)


def listed(header: str, help: str, source: str, width: int = 24, **more: Any) -> Any:
    """One of a list the pack gives, to which people may add."""
    return column(Kind.CHOICE, header, help, width, source=source, exact=True, **more)


def link(header: str, help: str, to: str, width: int = 14, **more: Any) -> Any:
    """The id of another record; `to` names the prefixes it may belong to, separated by spaces."""
    return column(Kind.LINK, header, help, width, to=tuple(to.split()), exact=True, **more)


def person(header: str, help: str, width: int = 18, **more: Any) -> Any:
    """One name of the People sheet."""
    return column(Kind.PERSON, header, help, width, **more)


def file(header: str, help: str, width: int = 36, **more: Any) -> Any:
    """A file of the evidence folder, or an https link."""
    return column(Kind.FILE, header, help, width, exact=True, **more)


def derived(header: str, help: str, width: int = 14, **more: Any) -> Any:
    """Shown for people, computed, never read."""
    return column(Kind.DERIVED, header, help, width, **more)
