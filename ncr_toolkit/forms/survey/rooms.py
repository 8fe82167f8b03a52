"""The rooms of one part of a form as they are found: what is taken already, and which place each became."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from ncr_toolkit.forms.docx.wordprocessingml import Element, text, w
from ncr_toolkit.forms.meaning.label_attributes import BY_NAME
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.grid import GridCell
from ncr_toolkit.forms.survey.naming import SIGNS, Meaning, Naming
from ncr_toolkit.forms.survey.of_whom import OF_THE_HOUSE, OF_WHO_SIGNS
from ncr_toolkit.forms.survey.places import Act, FoundBy, Marks, Place
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat

_HINT = re.compile(
    r"\s*(?:$|[(\[]|please\b|describe\b|state\b|list\b|what\b|why\b|how\b|who\b|where\b|when\b|use\b|"
    r"include\b|attach\b|provide\b|explain\b|indicate\b|give\b|enter\b|bitte\b|d\u00e9cri|indiquer|describ|"
    r"precis|angeb|beschreib|cosa\b|come\b|o que\b|qu\u00e9\b|quoi\b|was\b|wie\b|welche\b)",
    re.IGNORECASE,
)
_ROW = 60


@dataclass
class Rooms:
    """The places of one part, and the elements that belong to one."""

    survey: FormSurvey
    marks: Marks
    part: str
    controls: dict[Element, Place]  # by the element that holds them
    naming: Naming
    places: list[Place] = field(default_factory=list)
    taken: set[Element] = field(default_factory=set)  # cells and paragraphs that have an answer
    done: set[Element] = field(default_factory=set)  # label cells dealt with

    @property
    def words(self) -> Vocabulary:
        return self.survey.words

    def seat(self, paragraph: Element) -> Seat:
        return self.survey.seats[paragraph]

    def seat_of(self, cell: GridCell) -> Seat | None:
        return self.survey.seats.get(cell.paragraphs[0]) if cell.paragraphs else None

    def is_hint(self, said: str) -> bool:
        """Whether words behind a label only explain it."""
        return _HINT.match(said) is not None

    def take_lines(self, lines: Iterable[Element]) -> None:
        self.taken.update(lines)

    def take_rows(self, rows: Iterable[Iterable[GridCell]]) -> None:
        """Note that all of these rows is dealt with."""
        for element in (cell.element for row in rows for cell in row):
            self.taken.add(element)
            self.done.add(element)

    def is_last_room(self, seat: Seat) -> bool:
        """Whether the cell of a label has no other cell for the answer."""
        return seat.cell is not None and seat.cell.element not in self.done

    def controlled(self, holder: Element) -> bool:
        """Whether a control or field stands in a paragraph."""
        return holder in self._held

    @cached_property
    def _held(self) -> set[Element]:
        """Every element in which a control stands, or that stands in one; not that at which its text box hangs."""
        return {each for control in self.controls for each in (
            *takewhile(lambda above: above.tag != w("txbxContent"), control.iterancestors()), *control.iter())}

    def control(self, holder: Element, meant: Meaning, seat: Seat) -> bool:
        """Whether a control stands where the answer goes: it takes the answer, unless it has a name of its own."""
        inner = [place for element, place in self.controls.items() if within(element, holder)] \
            if self.controlled(holder) else []
        for place in inner:
            if len(inner) == 1 and not place.known and not place.why.startswith("it "):
                name(place, meant)
        return bool(inner)

    def names_a_person(self, label: str) -> bool:
        """Whether a label asks who signs or answers."""
        return self.words.signature(label) or self.words.left(label) == BY_NAME

    def signatory(self, meant: Meaning, *, by_hand: bool) -> Meaning:
        """A label in a line in which somebody is named is about that person; the organisation only where one signs, too
        (`by_hand`)."""
        personal = OF_WHO_SIGNS if by_hand else OF_WHO_SIGNS - OF_THE_HOUSE
        if meant.why or not meant.names or not set(meant.names) <= personal:
            return meant
        return Meaning(meant.label, meant.names, SIGNS)

    def add(self, seat: Seat, meant: Meaning, act: Act, holder: Element, letters: tuple[int, int] = (0, 0), *,
            room: Seat | None = None, spare: Iterable[Element] = (), way: FoundBy = FoundBy.LABEL,
            bare: bool = False) -> Place:
        """A place. `seat`: of its label; `room`: where the answer goes, if elsewhere."""
        place = Place(way, seat.where, meant.label, meant.names, meant.why, meant.known, act, part=self.part,
                      letters=letters)
        locate(place, room or seat)
        place.auditor = place.auditor or seat.auditor
        place.mark = self.marks.mark(holder)
        for line in (spare := list(spare)):
            if text(line).strip():
                place.spare = place.spare or self.marks.next()
                self.marks.again(line, place.spare)
        place.lines += len(spare)
        self.places.append(place)
        return place


def locate(place: Place, seat: Seat) -> None:
    """Say where a place stands: its id (made unique later), its section and its row."""
    place.id, place.section, place.auditor = place.id or seat.base, seat.section.title, seat.auditor
    place.table = place.line = seat.where
    if seat.grid is not None and seat.cell is not None:
        place.table, place.line = seat.grid.where, seat.grid.rows_where(seat.cell.row, seat.cell.row)
        first = next((said for cell in seat.grid.cells[seat.cell.row] if (said := cell.said.strip(" _.\u2026"))), "")
        place.row = first[:_ROW]


def name(place: Place, meant: Meaning) -> None:
    """Give a place the meaning of the label that stands beside it."""
    place.label, place.names, place.known, place.why = meant.label, meant.names, meant.known, meant.why


def within(element: Element, holder: Element) -> bool:
    """Whether one element stands in another, or around it as a control around a cell."""
    return element is holder or holder in element.iterancestors() or element in holder.iterancestors()
