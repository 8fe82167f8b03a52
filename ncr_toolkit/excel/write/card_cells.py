"""What stands in a place of the Finding card: in the language of Excel 2016 and in Python, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.first_findings import shortened
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.schema import Kind, Record
from ncr_toolkit.core.several import COLUMNS
from ncr_toolkit.core.status import is_open, majors_first
from ncr_toolkit.excel.write.content import Content, span
from ncr_toolkit.excel.write.derived_columns import DERIVED

_ARROW = " \u2192 "
CARD_WIDTH = 8.9
"""Of each column of the page, in characters."""
_LETTERS = 1.25
"""Letters of 9 points that a character of column width holds at least: capitals and East Asian signs are wider."""


@dataclass(frozen=True, slots=True)
class CardValue:
    """A value of a record, and the columns of the page in which it stands."""

    field: str
    first: int
    last: int
    more: tuple[str, ...] = ()  # fields that follow it, each behind an arrow


def fits(piece: CardValue, lines: int) -> int:
    """How many letters a place has room for; a line loses the part of a word that goes to the next."""
    columns = piece.last - piece.first + 1
    return max(int(_LETTERS * CARD_WIDTH * columns * lines - 6 * (lines - 1)), 12)


def chosen(content: Content) -> str:
    """The finding that a new workbook shows: the most pressing one, '' where there is none."""
    findings = [finding for finding in content.register.findings if not finding.blank("id")]
    pressing = majors_first([finding for finding in findings if is_open(finding)], content.today) or findings
    return pressing[0].typed("id") if pressing else ""


def _owner(kind: type[Record]) -> str:
    """The column that says which finding a row belongs to."""
    return "id" if kind is Finding else "finding"


def rows_of(kind: type[Record], id: str, content: Content) -> list[int]:
    """The numbers, from 0, of the rows of a sheet that belong to the finding: as Excel compares, whatever the case."""
    wanted = id.casefold()
    return [number for number, record in enumerate(content.register.records[kind])
            if wanted and record.typed(_owner(kind)).casefold() == wanted]


def key_formula(kind: type[Record], place: int, pick: str, content: Content) -> str:
    """The array formula of the number, from 1, of the row that stands at a place."""
    cells = span(kind, _owner(kind), content.reach(kind))
    rows = f'IF({cells}={pick},ROW({cells})-MIN(ROW({cells}))+1,"")'
    return f'IF({pick}="","",IFERROR(SMALL(IFERROR({rows},""),{place}),""))'


def count_of(kind: type[Record], pick: str, content: Content) -> str:
    """The formula of how many rows belong to the finding."""
    cells = span(kind, _owner(kind), content.reach(kind))
    return f'IF({pick}="",0,SUMPRODUCT(ISNUMBER(1/({cells}={pick}))*1))'


@dataclass(frozen=True)
class CardRow:
    """A row of the page: the cell with the number of the record that stands there, and the record it is just now."""

    key: str
    kind: type[Record]
    record: Record | None
    content: Content

    def _cell(self, field: str) -> str:
        return f"INDEX({span(self.kind, field, self.content.reach(self.kind))},{self.key})"

    def formula(self, piece: CardValue, most: int) -> str:
        """The formula of a value; of a text at most so many letters."""
        cell, kind = self._cell(piece.field), self.kind.SHEET.by_name[piece.field].kind
        if kind in (Kind.DATE, Kind.NUMBER, Kind.DERIVED):
            return f'IF({self.key}="","",IFERROR(IF({cell}="","",{cell}),""))'
        whole = f'SUBSTITUTE({cell},CHAR(10),"{self._between(piece)}")' + "".join(
            f'&IF({self._cell(name)}="","","{_ARROW}"&SUBSTITUTE({self._cell(name)},CHAR(10)," "))'
            for name in piece.more)
        return f'IF({self.key}="","",IFERROR(IF(LEN({whole})>{most},LEFT({whole},{most - 1})&"\u2026",{whole}),""))'

    def value(self, piece: CardValue, most: int) -> str | int | date:
        """The value that the formula has just now."""
        if self.record is None:
            return ""
        column = self.kind.SHEET.by_name[piece.field]
        if column.kind is Kind.DERIVED:
            return DERIVED[column.key].value(self.record, self.content)
        found = self.record.value(piece.field)
        if isinstance(found, date | int):
            return found
        columns = [self.kind.SHEET.by_name[name] for name in (piece.field, *piece.more)]
        texts = [workbook_words.shown(each, self.record.typed(each.name)) for each in columns]
        whole = texts[0] + "".join(_ARROW + text for text in texts[1:] if text)
        return shortened(whole.replace("\n", self._between(piece)), most)

    def _between(self, piece: CardValue) -> str:
        """What stands in place of a line break: between several values a semicolon."""
        return "; " if self.kind is Finding and piece.field in COLUMNS else " "
