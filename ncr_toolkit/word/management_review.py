"""The management-review paper as a Word document; its words and numbers are made in the room `management_review`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ncr_toolkit.management_review import charts
from ncr_toolkit.management_review.blocks import Block, Chart, LabelledValues, Paper, Sentence, Table
from ncr_toolkit.management_review.blocks import TableCell as Told
from ncr_toolkit.word.blocks import TableRow, TextCell, facts, heading, paragraph, run, table, twips
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from ncr_toolkit.word.drawings.chart import chart_drawing
from ncr_toolkit.word.drawings.drawing import drawn
from ncr_toolkit.word.template.template import Template

BAR = charts.SHADES[1]
_MARGIN = 65  # twips left and right in a cell
_WHOLE = 9
"""Tables of so many rows stay on one page."""


@dataclass(frozen=True, slots=True)
class Bar(TextCell):
    """A cell that a bar fills from the left: a shaded paragraph that ends before the right edge."""

    indent: int = 0  # twips

    def content(self, *, keep: bool) -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{BAR}"/><w:ind w:right="{self.indent}"/>'
        return paragraph("", self.style, keep=keep or self.keep, more=shade)


def review_bytes(paper: Paper, base: Template | None = None) -> bytes:
    """The paper as a .docx: the same paper gives the same bytes. `base`: whose page and look it has (`template.py`)."""
    numbers = {block.name: number for number, block in enumerate(
        (block for section in paper.sections for block in section.blocks if isinstance(block, Chart)), start=1)}
    body = paragraph(paper.title, "Title") + paragraph(paper.subtitle, "Subtitle") + _form(paper.facts, together=False)
    body += "".join(heading(section.title) + _blocks(section.blocks, numbers) for section in paper.sections)
    header = paragraph(f"{paper.title} on {paper.day}", "Header",
                       after="<w:r><w:tab/></w:r>" + run(paper.organisation))
    about = DocumentProperties(paper.title, f"Management review {paper.day}", paper.organisation, paper.day)
    return document_bytes(body, header, about, base=base)


def _blocks(blocks: Sequence[Block], numbers: Mapping[str, int]) -> str:
    """The blocks of a section; what introduces a table or picture stays with it."""
    made, keep = [], False
    for block in reversed(blocks):
        made.append(_block(block, numbers, keep=keep))
        keep = isinstance(block, (Table, Chart)) or (keep and isinstance(block, Sentence))
    return "".join(reversed(made))


def _block(block: Block, numbers: Mapping[str, int], *, keep: bool) -> str:
    if isinstance(block, Sentence):
        return paragraph(block.text, "TableNote" if block.quiet else "", keep=keep)
    if isinstance(block, Chart):
        return drawn(chart_drawing(block), numbers[block.name], keep=True) + paragraph(block.under)
    return _form(block, together=True) if isinstance(block, LabelledValues) else _table(block)


def _form(form: LabelledValues, *, together: bool) -> str:
    rows: list[TableRow] = [[label, TextCell("\n" if cell.blank else cell.text, cell.note, blank=cell.blank)]
                            for label, cell in form.rows]
    return facts(form.title, rows, together=together)


def _table(block: Table) -> str:
    right = [place for place, column in enumerate(block.columns) if column.number]
    last, whole = len(block.rows) - 1, len(block.rows) <= _WHOLE
    rows = [[_cell(cell, block, place, keep=whole and number < last) for place, cell in enumerate(row)]
            for number, row in enumerate(block.rows)]
    return table(block.title, [(column.header, column.width) for column in block.columns], rows, right=right)


def _cell(cell: Told, block: Table, place: int, *, keep: bool) -> TextCell:
    if cell.bar is not None:
        room = twips([block.columns[place].width])[0] - 2 * _MARGIN
        return Bar("", keep=keep, indent=round(room * (1 - cell.bar)))
    return TextCell(cell.text, cell.note, blank=cell.blank, right=block.columns[place].number, keep=keep)
