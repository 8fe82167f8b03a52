"""Tables that are nothing but a frame to write in: their label is the paragraph, or the heading, before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ncr_toolkit.forms.docx.wordprocessingml import Element, text, w
from ncr_toolkit.forms.filling.labels import NO_LABEL
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.grid import Grid, has_box, has_tag, is_free_cell
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.naming import AUDITOR, Meaning
from ncr_toolkit.forms.survey.places import Act
from ncr_toolkit.forms.survey.rooms import Rooms

_LONGEST = 90  # letters of a label
_BEFORE = 2  # paragraphs that explain may stand between a label and its frame


@dataclass
class FramedRooms:
    """Finds such tables, before labels look for room elsewhere."""

    rooms: Rooms

    def find(self) -> None:
        for table in self.rooms.survey.grids:
            if table.whole == table.where and table.cells and all(
                    len(row) == 1 and is_free_cell(row[0], self.rooms.words) for row in table.cells):
                self._answer(table)

    def _answer(self, table: Grid) -> None:
        """The room of a frame; one that no paragraph names is left to be told later."""
        cell = table.cells[0][0]
        room, label = self.rooms.seat_of(cell), self._label(table)
        if room is None or label is None:
            return
        meant = self.rooms.naming.of(text(label).strip(), room)
        if not meant.names and not meant.why.startswith("the") and not room.auditor:
            meant = Meaning(meant.label, (), meant.why or NO_LABEL, known=meant.known)
        meant = Meaning(meant.label[:_LONGEST], meant.names, AUDITOR if room.auditor else meant.why, meant.known)
        self.rooms.take_lines([label])
        self.rooms.take_rows(table.cells)
        if not self.rooms.control(cell.element, meant, room):
            self.rooms.add(room, meant, Act.CELL, cell.element)

    def _label(self, table: Grid) -> Element | None:
        """The paragraph that says what a frame asks: the last one before it that means something, or else the last."""
        found = list(self._before(table))
        known = (each for each in found if self._is_known(text(each)))
        return next(known, found[0] if found else None)

    def _is_known(self, said: str) -> bool:
        words = self.rooms.words
        label, names = meaning(said.strip(), words)
        return bool(names or words.left(label) or words.asks(label) or words.subject(label))

    def _before(self, table: Grid) -> Iterator[Element]:
        """The paragraphs right before a table that have no room of their own: the nearest, then others as long as those
        behind them only explain."""
        element, tried = table.element.getprevious(), 0
        while element is not None and tried <= _BEFORE:
            said = text(element).strip() if element.tag == w("p") else ""
            if element.tag == w("tbl") or (said and not self._may_label(element, said)):
                return
            if said:
                yield element
                tried += 1
                if self._is_known(said) or not (said.endswith((".", ")", "]")) or self.rooms.is_hint(said)):
                    return
            element = element.getprevious()

    def _may_label(self, paragraph: Element, said: str) -> bool:
        return paragraph in self.rooms.survey.seats and paragraph not in self.rooms.taken and not has_box(said) \
            and not has_tag(said) and not self.rooms.controlled(paragraph) and all(each.bare for each in blanks(said))
