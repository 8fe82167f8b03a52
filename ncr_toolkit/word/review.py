"""The management-review paper as a Word document; its words and numbers are made in `paper`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ncr_toolkit import pictures
from ncr_toolkit.paper.blocks import Block, Form, Paper, Picture, Table, Words
from ncr_toolkit.paper.blocks import Cell as Told
from ncr_toolkit.word.document import Facts, document_bytes
from ncr_toolkit.word.parts import Cell, Row, facts, heading, paragraph, run, table, twips
from ncr_toolkit.word.picture import picture
from ncr_toolkit.word.style.house import House

BAR = pictures.SHADES[1].removeprefix("#")
_MARGIN = 65  # twips left and right in a cell
_WHOLE = 9
"""Tables of so many rows stay on one page."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?=[^<>]*</w:t>)")
_UNBROKEN = '</w:t><w:noBreakHyphen/><w:t xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class Bar(Cell):
    """A cell that a bar fills from the left: a shaded paragraph that ends before the right edge."""

    indent: int = 0  # twips

    @property
    def content(self) -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{BAR}"/><w:ind w:right="{self.indent}"/>'
        return paragraph("", self.style, keep=self.keep, more=shade)


def review_bytes(paper: Paper, base: House | None = None) -> bytes:
    """The paper as a .docx: the same paper gives the same bytes. `base`: whose page and look it has (`house.py`)."""
    shown = [block for section in paper.sections for block in section.blocks if isinstance(block, Picture)]
    body = paragraph(paper.title, "Title") + paragraph(paper.subtitle, "Subtitle") + _form(paper.facts, together=False)
    body += "".join(heading(section.title) + _blocks(section.blocks, shown) for section in paper.sections)
    body = _DAY.sub(rf"\1{_UNBROKEN}\2{_UNBROKEN}\3", body)
    header = paragraph(f"{paper.title} on {paper.day}", "Header",
                       after="<w:r><w:tab/></w:r>" + run(paper.organisation))
    about = Facts(paper.title, f"Management review {paper.day}", paper.organisation, paper.day)
    return document_bytes(body, header, about, [pictures.png(each.columns) for each in shown], base)


def _blocks(blocks: Sequence[Block], shown: list[Picture]) -> str:
    """The blocks of a section; what introduces a table or picture stays with it."""
    made, keep = [], False
    for block in reversed(blocks):
        made.append(_block(block, shown, keep=keep))
        keep = isinstance(block, (Table, Picture)) or (keep and isinstance(block, Words))
    return "".join(reversed(made))


def _block(block: Block, shown: list[Picture], *, keep: bool) -> str:
    if isinstance(block, Words):
        return paragraph(block.text, "TableNote" if block.quiet else "", keep=keep)
    if isinstance(block, Picture):
        size = (pictures.WIDTH, pictures.HEIGHT)
        return picture(shown.index(block), block.name, block.alt, size) + paragraph(block.under)
    return _form(block, together=True) if isinstance(block, Form) else _table(block)


def _form(form: Form, *, together: bool) -> str:
    rows: list[Row] = [[label, Cell("\n" if cell.blank else cell.text, cell.note, blank=cell.blank)]
                       for label, cell in form.rows]
    return facts(form.title, rows, together=together)


def _table(block: Table) -> str:
    right = [place for place, column in enumerate(block.columns) if column.number]
    last, whole = len(block.rows) - 1, len(block.rows) <= _WHOLE
    rows = [[_cell(cell, block, place, keep=whole and number < last) for place, cell in enumerate(row)]
            for number, row in enumerate(block.rows)]
    return table(block.title, [(column.header, column.width) for column in block.columns], rows, right=right)


def _cell(cell: Told, block: Table, place: int, *, keep: bool) -> Cell:
    if cell.bar is not None:
        room = twips([block.columns[place].width])[0] - 2 * _MARGIN
        return Bar("", keep=keep, indent=round(room * (1 - cell.bar)))
    return Cell(cell.text, cell.note, blank=cell.blank, right=block.columns[place].number, keep=keep)
