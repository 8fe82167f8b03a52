"""The places of a form: what each one asks, which way it was found, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ncr_toolkit.forms.docx.wordprocessingml import Element

MARK = "ncrplace"
"""An attribute that finds a place again in a copy of the form; it is taken away before the form is written."""


class FoundBy(StrEnum):
    """How a place was found."""

    TAG = "tag"
    CONTROL = "content control"
    FIELD = "form field"
    LABEL = "label"
    ROWS = "table of rows"
    BOX = "tick box"
    ROOM = "blank"
    NAME = "defined name"


class Act(StrEnum):
    """What filling does with a place."""

    CONTROL = "control"
    FIELD = "field"
    CELL = "cell"  # the blank paragraph of a cell
    LETTERS = "letters"  # some letters of a paragraph
    ROWS = "rows"
    TICK_CONTROL = "tick control"
    TICK_FIELD = "tick field"
    TICK_LETTERS = "tick letters"


@dataclass(slots=True)
class Place:
    """One place of a form."""

    way: FoundBy
    where: str  # "table 2, row 3"
    label: str  # what the form calls it
    names: tuple[str, ...] = ()  # what of the register it means; of several none is certain
    why: str = ""  # why it is left blank, where it is
    known: bool = True  # False: its label means nothing to the tool
    act: Act | None = None
    mark: int = 0
    part: str = ""
    letters: tuple[int, int] = (0, 0)
    value: str = ""  # of a box: what it stands for
    columns: dict[int, str] = field(default_factory=dict)  # of rows: column of the grid -> field
    id: str = ""  # stays the same whatever a mapping says: "T1.R2.C3" is the third cell of row 2 of table 1
    section: str = ""  # the heading under which it stands
    row: str = ""  # the first words of its row
    table: str = ""  # the table in which it stands; its line, outside of tables
    line: str = ""  # its row of that table
    auditor: bool = False
    question: str = ""  # of a box
    group: int = 0  # boxes of one question
    rank: int = 0  # where it stands in its part
    number: int = 0  # in the order in which the form is read; the boxes of one question have the same
    listed: bool = False  # in a row of a list of findings that is filled in only where the row is ours
    lines: int = 1  # of room
    spare: int = 0  # the mark of the blank lines behind it, which go when it is filled

    @property
    def certain(self) -> bool:
        """Whether it is filled where the register has an answer."""
        return self.act is not None and bool(self.names) and not self.why


@dataclass
class Marks:
    """Gives marks to elements of a form."""

    last: int = 0

    def mark(self, element: Element) -> int:
        """A mark of its own for a place in this element."""
        return self.again(element, self.next())

    def next(self) -> int:
        """A mark that no element has."""
        self.last += 1
        return self.last

    def again(self, element: Element, mark: int) -> int:
        """Give an element a mark that others have too."""
        element.set(MARK, f"{element.get(MARK, '')} {mark}".strip())
        return mark


def marked(tree: Element) -> dict[int, list[Element]]:
    """The elements of a copy by their marks, which are taken away."""
    found: dict[int, list[Element]] = {}
    for element in tree.iter("*"):
        for mark in str(element.attrib.pop(MARK, "")).split():
            found.setdefault(int(mark), []).append(element)
    return found
