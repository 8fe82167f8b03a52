"""Whose a block of places is that ask for a person: by its labels, the words over it, its column or its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ncr_toolkit.forms.docx.wordprocessingml import text
from ncr_toolkit.forms.meaning.label_attributes import ANSWERERS
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.places import Place
from ncr_toolkit.forms.survey.sections import discipline
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat

THEIRS = "auditor"
OURS, SPEAKER = "ours", "representative"
"""What words say that name the organisation, and those that name the one who speaks for it."""
OF_A_PERSON = ("name", "role", "email", "department")
"""What a label may ask of the person that stands before it."""
_LONGEST = 90  # letters of words that say who signs in the lines below
_FOR = re.compile(r"\W{0,9}(?:signed )?(?:for|on behalf of|f\u00fcr|im namen|pour|por|para|en nombre|per|voor|namens|"
                  r"em nome|w imieniu)\b", re.IGNORECASE)
"""How a line begins that is signed for somebody."""


@dataclass
class PartiesOfPlaces:
    """Tells of one part of a form whose such places are."""

    survey: FormSurvey
    _order: dict[str, int] = field(default_factory=dict)  # of the seats, by what the ids of their places begin with
    _seats: list[Seat] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._seats = list(self.survey.seats.values())
        for number, seat in enumerate(self._seats):
            self._order.setdefault(seat.base, number)

    @property
    def words(self) -> Vocabulary:
        return self.survey.words

    def of_label(self, label: str) -> str:
        """Whom a label names, also one of a row and a column, "Prepared by: Name"; '' where it names nobody of ours."""
        side, _, top = label.partition(": ")
        if self.words.of_auditor(label):
            return ""
        asked = [each for each in map(self.words.whom, (side, top)) if each in ANSWERERS]
        if asked:
            return asked[0]
        if not top:
            return OURS if _FOR.match(side) and self.words.is_us(side) else ""  # "For the organisation: ____"
        words = self.words
        if any(words.names(each) == ("finding.owner",) or words.asks(each) == "owner" for each in (side, top)):
            return "author"  # "Finding owner: Name"
        return OURS if self.words.is_us(side) or self.words.is_us(top) else ""

    def for_whom(self, place: Place) -> str:
        """Whose name a place asks for in a line in which one signs, "For the organisation: ____"; '' for all else."""
        if place.names not in (("settings.organisation",), ("settings.certification_body",)) \
                or not _FOR.match(place.label):
            return ""
        return THEIRS if self.words.of_auditor(place.label) else OURS

    def of_words(self, said: str) -> str:
        """Whose what follows some words is: of the author, the sender, of a representative, or the auditor's."""
        words, line = self.words, said.strip().rstrip(": _.\u2026")
        if not line or len(line) > _LONGEST:
            return ""
        if words.heads_auditor(line) or words.part(line) == THEIRS:
            return THEIRS
        if words.of_auditor(line) or words.is_of_judging(line):
            return ""  # "Review of the client's response"
        ours = words.part(line) == "yours" or words.is_us(line) or words.heads_yours(line)
        return whose if (whose := words.whom(line)) in ANSWERERS else OURS if ours else ""

    def heading(self, place: Place, last: Place | None) -> str:
        """Whose a place is by the words over its column, right before it, or by its heading; its own label and that of
        the `last` place before it say nothing of that."""
        at = self._order.get(place.id, 0)
        before = (text(seat.paragraph).strip() for seat in reversed(self._seats[:at]))
        near = self._over(self._seats[at]) or next((said for said in before if said and not self._is_label(said)), "")
        own = {place.label, last.label if last is not None else ""} - {""}
        near = "" if near.startswith(tuple(own)) else near
        return next((whose for said in (near, place.section) if (whose := self.of_words(said))), "")

    def may_be_judged(self, place: Place) -> bool:
        """Whether a place stands under a heading that speaks of looking at the answer, other than at its effect."""
        seat = self._seats[self._order.get(place.id, 0)]
        title = seat.section.title  # "D8 Closure" of an 8D report is ours
        return seat.section.about != "effects" and not discipline(title) and self.words.is_of_judging(title)

    def follow(self, run: Sequence[Place], last: Place) -> bool:
        """Whether nothing but the labels of a block stands between the place before it and its first."""
        place, labels = run[0], tuple(each.label for each in run)
        first, end = self._order.get(last.id, 0), self._order.get(place.id, 0)
        said = (text(seat.paragraph).strip(" \t_.\u2026\u00a0") for seat in self._seats[first + 1:end])
        return last.section == place.section and all(not each or each.startswith(labels) for each in said)

    def are_parted(self, one: Place, other: Place) -> bool:
        """Whether words stand between two places that say whose the other is."""
        first, last = self._order.get(one.id, 0), self._order.get(other.id, 0)
        return any(self.of_words(text(seat.paragraph)) for seat in self._seats[first + 1:last])

    def are_beside(self, one: Place, other: Place) -> bool:
        """Whether two places stand in one section, and in the same table or both outside of tables."""
        seats = [self._seats[self._order[each.id]] for each in (one, other) if each.id in self._order]
        return one.section == other.section and len({id(seat.grid) for seat in seats}) == 1

    def _over(self, seat: Seat) -> str:
        """What stands over a column and says whose it is: "Client" beside "Auditor"; '' for all else."""
        rows = seat.grid.cells[:seat.cell.row] if seat.grid is not None and seat.cell is not None else []
        column = seat.cell.column if seat.cell is not None else 0
        above = (each for row in reversed(rows) for each in row if len(row) > 1
                 and each.column <= column < each.column + each.span)
        return next((each.said for each in above if each.said and self.of_words(each.said)), "")

    def _is_label(self, said: str) -> bool:
        """Whether a text is one of the labels of a block."""
        words = self.words
        return words.signature(said) or words.whom(said) in OF_A_PERSON or plain(said) in words.dates
