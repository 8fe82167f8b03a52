"""Where things stand in the workbook, and what one workbook is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from ncr_toolkit.common.text import width_of
from ncr_toolkit.common.translation import ENGLISH, spoken
from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.model import Finding, Settings
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.register import Register, Review, by
from ncr_toolkit.core.schema import Column, Record, Sheet
from ncr_toolkit.excel.write.formula_words import formula_in_words
from ncr_toolkit.excel.write.user_additions import Own, OwnColumn
from ncr_toolkit.excel.write.written_values import Value

KEYS, TITLE, HEADER, FIRST = 0, 1, 2, 3
"""Rows, counted from 0 as XlsxWriter does: hidden keys, title band, header, first record."""

REACH = 5000
"""Drop-downs, colours and lists reach down to this row at least, far below the prepared rows."""

SPARE = 30
"""Free rows of a sheet with computed columns that is full."""

_WIDEST = 20
"""Characters to which a column is made wider for a long word."""
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Content:
    """Everything one workbook is made from."""

    pack: Pack
    today: date
    settings: Row
    rows: Mapping[type[Record], Sequence[Row]]
    register: Register  # the same rows as Excel's formulas see them
    fixed_day: bool = False  # the dashboard stays on `today` instead of moving on by itself
    own: Own = field(default_factory=Own)  # what people added to the template
    kept: frozenset[str] = frozenset()  # the keys of columns that whoever gets this workbook is to leave as they are

    @property
    def language(self) -> str:
        """What it speaks."""
        return str(self.settings.get("workbook_language") or ENGLISH)

    def of(self, kind: type[Record]) -> Sequence[Row]:
        """The rows of one sheet."""
        return self.rows.get(kind, ())

    def header(self, column: Column) -> str:
        """What a column is called in this workbook."""
        return workbook_words.header(column, self.pack)

    def help(self, column: Column) -> str:
        """What a column says of itself."""
        return workbook_words.help(column, self.pack)

    def about(self, sheet: Sheet) -> str:
        """What a sheet says of itself."""
        return workbook_words.about(sheet, self.pack)

    def choices(self, column: Column) -> tuple[str, ...]:
        """The choices that a column offers."""
        return workbook_words.choices(column, self.pack)

    def hides(self, kind: type[Record], column: Column) -> bool:
        """Whether a column is out of sight: the standard has no use for it, and nobody has typed into it."""
        return column.key in self.pack.unused and all(row.get(column.name) in (None, "") for row in self.of(kind))

    def formula(self, text: str) -> str:
        """A formula as it must read in this workbook: columns of tables by the headers that they have in it, and the
        choices that it compares with, or shows, in its language."""
        return formula_in_words(text, self.pack)

    def width(self, column: Column) -> float:
        """How wide a column is, in characters: as the model has it, and where the language has longer words, so that
        none of its header or its choices is broken."""
        if spoken() == ENGLISH:
            return column.width
        texts = (self.header(column).replace("-", "- "), *self.choices(column))
        words = (word for text in texts for word in text.split())
        longest = max((len(word) for word in words if width_of(word) == len(word)), default=0)  # others break anywhere
        return max(column.width, min(longest + 2, _WIDEST))

    def own_columns(self, kind: type[Record]) -> Sequence[OwnColumn]:
        """The columns that people added to one sheet: to the right of ours, in the same rows."""
        return self.own.columns.get(kind, ())

    def right(self, kind: type[Record]) -> str:
        """The letter of the sheet's last column."""
        return str(xl_col_to_name(len(kind.SHEET.columns) + len(self.own_columns(kind)) - 1))

    @cached_property
    def findings_by_id(self) -> dict[str, list[Finding]]:
        return by(self.register.findings, lambda finding: finding.typed("id"))

    @cached_property
    def review(self) -> Review:
        """The same rows, looked at on the day."""
        return Review(self.register, self.pack, self.today)

    def prepared(self, kind: type[Record]) -> int:
        """How many rows the sheet's table has from the start: where columns are computed some are free, since only
        Excel makes such a table longer by itself."""
        computed = len(kind.SHEET.typed_columns) < len(kind.SHEET.columns)
        return max(kind.SHEET.rows, len(self.of(kind)) + SPARE * computed)

    def reach(self, kind: type[Record]) -> int:
        """The last row (counted from 1) that drop-downs, colours and lists of this sheet cover."""
        return max(REACH, FIRST + 2 * self.prepared(kind))


def place(column: Column, kind: type[Record]) -> int:
    """The number of a column in its sheet, from 0."""
    return kind.SHEET.columns.index(column)


def letter(kind: type[Record], name: str) -> str:
    """The letter of a column: "Q"."""
    return str(xl_col_to_name(place(kind.SHEET.by_name[name], kind)))


def quoted(name: str) -> str:
    """A sheet's name as formulas want it."""
    return f"'{name}'" if not name.isidentifier() else name


def sheet_key(name: str) -> str:
    """What Excel tells sheets apart by: it forgives case and nothing else, so "2025-26" and "2025\u201326" are two."""
    return name.lower()


def span(kind: type[Record], name: str, last: int) -> str:
    """All cells of a column as an absolute range with its sheet."""
    column = letter(kind, name)
    return f"{quoted(kind.SHEET.name)}!${column}${FIRST + 1}:${column}${last}"


def setting_cell(name: str) -> str:
    """The cell of a setting: Register!$C$15."""
    row = place(Settings.SHEET.by_name[name], Settings) + FIRST + 1
    return f"{quoted(Settings.SHEET.name)}!$C${row}"
