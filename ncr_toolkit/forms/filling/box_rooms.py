"""Text boxes that are nothing but a frame to write in: their label stands where they hang, or right before."""

from __future__ import annotations

from dataclasses import dataclass, field

from ncr_toolkit.forms.docx.text_boxes import anchor
from ncr_toolkit.forms.docx.wordprocessingml import Element, blocks, text, w
from ncr_toolkit.forms.filling.labels import NO_LABEL
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.grid import has_box, has_tag, is_free
from ncr_toolkit.forms.survey.naming import AUDITOR, Meaning
from ncr_toolkit.forms.survey.places import Act
from ncr_toolkit.forms.survey.rooms import Rooms
from ncr_toolkit.forms.survey.walk import Seat

_LONGEST = 90  # letters of a label


@dataclass
class BoxRooms:
    """Finds the rooms that are a whole text box, before labels look for room elsewhere."""

    rooms: Rooms
    _before: dict[Element, Element] = field(default_factory=dict)  # the paragraph in front of each

    def find(self) -> None:
        for story in self.rooms.survey.stories:
            self._before.update(zip(story[1:], story, strict=False))
        for box in self.rooms.survey.boxes:
            lines = list(blocks(box))
            if lines and all(self._is_room(line) for line in lines):
                self._answer(lines, anchor(box))
            elif len(lines) > 1 and self._is_label(lines[0]) and all(self._is_room(line) for line in lines[1:]):
                self._under(lines[0], lines[1:])

    def _is_room(self, line: Element) -> bool:
        return line.tag == w("p") and line in self.rooms.survey.seats and is_free(line, self.rooms.words) \
            and not text(line).strip() and not self.rooms.controlled(line)

    def _is_label(self, line: Element) -> bool:
        said = text(line)
        return line.tag == w("p") and line in self.rooms.survey.seats and 0 < len(said.strip()) <= _LONGEST \
            and not (has_box(said) or has_tag(said) or self.rooms.controlled(line) or blanks(said))

    def _under(self, label: Element, lines: list[Element]) -> None:
        """The room under a label that is the first line of its box."""
        room = self.rooms.seat(lines[0])
        self.rooms.take_lines([label, *lines])
        self.rooms.add(room, self.rooms.naming.of(text(label).strip(), room), Act.LETTERS, lines[0])

    def _answer(self, lines: list[Element], hangs: Element | None) -> None:
        room = self.rooms.seat(lines[0])
        label = self._label(hangs) if hangs is not None else None
        self.rooms.take_lines(lines)
        if label is None:
            meant = Meaning("", (), AUDITOR if room.auditor else NO_LABEL, known=room.auditor)
            self.rooms.add(room, meant, Act.LETTERS, lines[0])
            return
        seat = self.rooms.seat(label)
        meant = self.rooms.naming.of(text(label).strip(), room if room.auditor else seat)
        meant = Meaning(meant.label[:_LONGEST], meant.names, meant.why, meant.known)
        self.rooms.take_lines([label])
        self.rooms.done |= {seat.cell.element} if seat.cell is not None else set()
        self.rooms.add(seat, meant, Act.LETTERS, lines[0], room=room).where = room.where

    def _label(self, hangs: Element) -> Element | None:
        """The paragraph that says what the box asks, unless it has room of its own or is the label of another box."""
        if hangs not in self.rooms.survey.seats:
            return None
        found = next((each for each in (hangs, self._before.get(hangs), self._beside(self.rooms.seat(hangs)))
                      if each is not None and text(each).strip()), None)
        said = text(found) if found is not None else ""
        taken = found in self.rooms.taken or has_box(said) or has_tag(said) or self.rooms.controlled(found) \
            or any(not each.bare for each in blanks(said)) if found is not None else True
        return None if taken else found

    def _beside(self, seat: Seat) -> Element | None:
        """The words of the cell to the left of that in which a box hangs."""
        left = seat.grid.left(seat.cell) if seat.grid is not None and seat.cell is not None else None
        return next((each for each in left.paragraphs if text(each).strip()), None) if left is not None else None
