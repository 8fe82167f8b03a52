"""What a paper is made of: sections of words, tables and pictures, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ncr_toolkit.management_review.charts import StackedColumns

DASH = "\u2013"
"""What stands in a cell for which there is nothing."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph. `quiet`: said in small letters, for those who ask how something was counted."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in a cell: a text, a small note under it, and a bar behind nothing but itself."""

    text: str = ""
    note: str = ""
    bar: float | None = None  # its length, 0 to 1
    blank: bool = False  # left free on purpose, to be written on


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its header and its width in millimetres; numbers stand at the right."""

    header: str
    width: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `title` is what a screen reader calls it."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True, slots=True)
class LabelledValues:
    """Labels with values beside them; where the value is a blank cell, somebody writes by hand."""

    title: str
    rows: tuple[tuple[str, TableCell], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, what it shows for those who do not see it, and the sentence that stands under it."""

    name: str
    alt: str
    under: str
    columns: StackedColumns


Block = Sentence | Table | LabelledValues | Chart


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A heading and what stands under it, which is never nothing."""

    title: str
    blocks: tuple[Block, ...]

    def texts(self) -> Iterator[str]:
        """Every text under the heading, in the order in which it is read."""
        return (text for block in self.blocks for text in _texts(block))


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper."""

    title: str
    subtitle: str
    organisation: str
    day: date
    facts: LabelledValues
    sections: tuple[PaperSection, ...]

    def texts(self) -> Iterator[str]:
        """Every text in the order in which it is read; what renders a paper must show them all."""
        yield from (self.title, self.subtitle)
        yield from _texts(self.facts)
        for section in self.sections:
            yield section.title
            yield from section.texts()


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Sentence):
        yield block.text
    elif isinstance(block, Chart):
        yield block.under
    elif isinstance(block, LabelledValues):
        for label, cell in block.rows:
            yield from filter(None, (label, cell.text, cell.note))
    else:
        yield from (column.header for column in block.columns if column.header)
        for row in block.rows:
            yield from (text for cell in row for text in (cell.text, cell.note) if text)


def table(title: str, columns: Sequence[TableColumn], rows: Sequence[Sequence[TableCell | str]]) -> Table:
    """A table in which a bare text is a cell without a note; a dash stands where there is none."""
    return Table(title, tuple(columns), tuple(
        tuple(cell if isinstance(cell, TableCell) else TableCell(cell or DASH) for cell in row) for row in rows))
