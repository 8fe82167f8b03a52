"""A walk through a part of the form: every paragraph with where it stands, whose part it belongs to, and what went
before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ncr_toolkit.forms.answers import ROWS
from ncr_toolkit.forms.grid import Grid, GridCell, answer, grid
from ncr_toolkit.forms.vocabulary import Vocabulary, is_numbered
from ncr_toolkit.forms.wordprocessingml import Element, blocks, w

_END = re.compile(r"[:?\u2013\u2014\n]| - ")


@dataclass(slots=True)
class Seat:
    """A paragraph and what is around it."""

    paragraph: Element
    where: str
    auditor: bool  # it stands in the auditor's part
    context: str  # the rows that the last label before it was about: "actions"
    cell: GridCell | None = None
    grid: Grid | None = None


@dataclass
class FormSurvey:
    """Everything that was walked over in one part."""

    words: Vocabulary
    name: str  # "" for the body, "header", "footer"
    seats: dict[Element, Seat] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    stories: list[list[Element]] = field(default_factory=list)  # the paragraphs of the body, and of each cell
    auditor: bool = False
    context: str = ""

    def walk(self, body: Element) -> None:
        """Walk through the body of the part."""
        lines: list[Element] = []
        number = 0
        for block in blocks(body):
            if block.tag == w("tbl"):
                lines = self._told(lines)
                self._table(block, f"table {len(self.grids) + 1}")
                continue
            number += 1
            said = answer(block).strip()
            self._paragraph(block, said)
            self._sit(block, _place(self.name, f"paragraph {number}"))
            lines.append(block)
        self._told(lines)

    def _told(self, lines: list[Element]) -> list[Element]:
        """End a stretch of paragraphs."""
        if lines:
            self.stories.append(lines)
        return []

    def _paragraph(self, block: Element, said: str) -> None:
        """What a paragraph outside of tables says about those that follow."""
        part = self.words.part(said)
        if part or _is_heading(block):
            self.auditor = part == "auditor"
        self._note(said)

    def _note(self, said: str) -> None:
        """Keep what a label is about, for "Responsible" and "Due date" that follow."""
        rows = about(said, self.words)
        if rows:
            self.context = rows

    def _sit(self, paragraph: Element, where: str, cell: GridCell | None = None, table: Grid | None = None,
             *, auditor: bool = False) -> None:
        self.seats[paragraph] = Seat(paragraph, where, self.auditor or auditor, self.context, cell, table)

    def _table(self, element: Element, where: str) -> None:
        made = grid(element, _place(self.name, where))
        self.grids.append(made)
        before = self.auditor
        for number, row in enumerate(made.cells, start=1):
            said = {id(cell): _said(cell) for cell in row}
            parts = [part for cell in row if not cell.continued and (part := self.words.part(said[id(cell)]))]
            alone = len(row) == 1 or (is_numbered(said[id(row[0])]) and not any(said[id(cell)] for cell in row[1:]))
            if parts and alone:
                self.auditor = parts[0] == "auditor"
            for cell in row:
                self._note(said[id(cell)])
                self._cell(cell, made, f"{made.where}, row {number}", auditor="auditor" in parts)
        self.auditor = before

    def _cell(self, cell: GridCell, made: Grid, where: str, *, auditor: bool) -> None:
        lines: list[Element] = []
        for block in blocks(cell.element):
            if block.tag == w("tbl"):
                lines = self._told(lines)
                self._table(block, f"table {len(self.grids) + 1} (within {where})")
            else:
                if len(cell.paragraphs) > 1:
                    self._note(answer(block))
                self._sit(block, where, cell, made, auditor=auditor)
                lines.append(block)
        self._told(lines)


def _said(cell: GridCell) -> str:
    return "\n".join(said for paragraph in cell.paragraphs if (said := answer(paragraph).strip()))


def _place(name: str, where: str) -> str:
    return f"{name}, {where}" if name else where


def _is_heading(paragraph: Element) -> bool:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return (style is not None and "heading" in style.get(w("val"), "").casefold()) \
        or paragraph.find(f"{w('pPr')}/{w('outlineLvl')}") is not None


def label_texts(said: str) -> Iterator[str]:
    """What of a text may be its label: its first line, then what stands in it before a colon, question mark or dash."""
    first = said.strip().partition("\n")[0]
    yield first
    head = _END.split(first, maxsplit=1)[0]
    if head.strip() and head != first:
        yield head


def meaning(said: str, words: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """The label at the head of a text and what it may mean; the whole first line where it means nothing."""
    for head in label_texts(said):
        if names := words.names(head):
            return head.strip().rstrip(":*").strip(), names
    return next(label_texts(said), "").strip().rstrip(":*").strip(), ()


def about(said: str, words: Vocabulary) -> str:
    """The rows that a label is about: "actions" for "Corrective action"; '' where it is about none, or not certain."""
    if len(said) > 300:
        return ""
    names = meaning(said, words)[1]
    return names[0] if len(names) == 1 and names[0] in ROWS and names[0] in words.attributes_of else \
        "causes" if names == ("causes",) else ""


__all__ = ["FormSurvey", "Seat", "about", "label_texts", "meaning"]
