"""Who answers for the organisation: places that ask for that person, where the form's build says that they are ours.

The register names two: the owner of the finding, who answers for it and so has written the answer (as the response says,
too), and who keeps the register, who hands it in and speaks for the organisation. A signature and its day stay blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ncr_toolkit.forms.docx.wordprocessingml import text
from ncr_toolkit.forms.filling.signatures import PERSONAL
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.label_attributes import ANSWERERS, BY_NAME
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.naming import AUDITOR, SIGNS
from ncr_toolkit.forms.survey.places import FoundBy, Place
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat

_OWNER = {"name": "finding.owner", "role": "owner.role", "email": "owner.email", "department": "owner.department"}
_KEEPER = {"name": "settings.owner", "role": "contact.role", "email": "contact.email",
           "department": "contact.department"}
_WHO = {"author": _OWNER, "sender": _KEEPER, "representative": _KEEPER}
_PLANNED = {"actions", "preventive"}
"""Of which a bare day is that by which it will be done."""
_DONE = {*_PLANNED, "corrections", "steps", "containment", "mitigations"}
"""Parts of the answer that somebody does on a day."""
_THEIRS = "auditor"
_FOR = re.compile(r"\W*(?:signed )?(?:for|on behalf of|f\u00fcr|i\. ?v\.|im namen|pour|por|para|en nombre|per|voor|namens|em nome|w imieniu)\b",
                  re.IGNORECASE)
"""How a line begins that is signed for somebody."""
_LONGEST = 90  # letters of words that say who signs in the lines below
_MAY_BE_THEIRS = (*PERSONAL, SIGNS)
_LEAST = 2  # things asked of a person, by which a block without a word of whom it is is one to sign


@dataclass
class WhoAnswers:
    """Settles such places of one part of a form."""

    survey: FormSurvey
    places: Sequence[Place]
    _order: dict[str, int] = field(default_factory=dict)  # of the seats, by what the ids of their places begin with
    _seats: list[Seat] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._seats = list(self.survey.seats.values())
        for number, seat in enumerate(self._seats):
            self._order.setdefault(seat.base, number)

    @property
    def words(self) -> Vocabulary:
        return self.survey.words

    def settle(self) -> None:
        """Say of each such place whom it asks for. `places` have their rank, and no ids of their own yet."""
        every = sorted((place for place in self.places if place.rank), key=lambda each: (each.rank, each.letters))
        theirs = any(place.auditor or place.why == AUDITOR for place in every)
        answered, before, run = False, None, list[Place]()
        for place, after in pairwise([*every, None, None]):
            if place is not None and after is not None and (place.table, place.line) == (after.table, after.line) \
                    and self._is_personal(after, None) and (whose := self._for_whom(place)):
                place.names, place.why = (), AUDITOR if whose == _THEIRS else BY_NAME
            if run and not (place is not None and self._goes_on(run, place)):
                self._block(run, before, answered=answered, theirs=theirs)
                before, run = None, []
            if place is not None and self._is_personal(place, run[-1] if run else None):
                run.append(place)
            elif place is not None:
                answered, before = answered or (_is_answer(place) and not place.auditor), place

    def _goes_on(self, run: list[Place], place: Place) -> bool:
        """Whether a place is of the same person as those before it: no word of whom it is stands in between."""
        first, last = self._order.get(run[-1].id, 0), self._order.get(place.id, 0)
        between = (text(seat.paragraph).strip() for seat in self._seats[first + 1:last])
        return self._is_personal(place, run[-1]) and place.section == run[0].section \
            and not any(map(self._party, between))

    def _for_whom(self, place: Place) -> str:
        """Whose name "For the organisation: ____" asks in a line in which one signs; '' for all else."""
        if place.names not in (("settings.organisation",), ("settings.certification_body",)) \
                or not _FOR.match(place.label):
            return ""
        return _THEIRS if self.words.of_auditor(place.label) else "representative"

    def _is_personal(self, place: Place, before: Place | None) -> bool:
        """Whether a place asks for a person, something of the person before it, a signature, or its day."""
        if place.way is FoundBy.BOX or self.words.is_mapped(place.label):
            return False
        beside = before is not None and (place.table, place.line) == (before.table, before.line)
        return place.why in _MAY_BE_THEIRS or self.words.signature(place.label) or self._asks(place.label) in ANSWERERS \
            or (place.why.startswith("the form does not say") and plain(place.label) in self.words.dates) \
            or (beside and self._asks(place.label) in _OWNER)

    def _block(self, run: list[Place], before: Place | None, *, answered: bool, theirs: bool) -> None:
        """Settle places that stand behind each other. `before`: the one before them; `answered`: an answer of ours was
        asked for before; `theirs`: the auditor has a part of the form."""
        run = [place for place in run if not place.auditor]
        if not run or self._of_an_answer(run, before):
            return
        heading = self._heading(run[0], before) if not self._named(*run[0].label.partition(": ")[::2]) else ""
        heading = heading if answered or heading not in ("author", "sender") else ""
        if heading == _THEIRS:
            for place in run:
                place.why, place.known = AUDITOR, True
            return
        whose = heading or (self._unnamed(run) if answered and theirs else "")
        for place in run:
            side, _, top = place.label.partition(": ")
            named, asked = self._named(side, top), [self._asks(each) for each in (side, top) if each]
            if named or top or self.words.of_auditor(place.label):
                whose = named if answered or heading or (
                    named == "representative" and self.words.is_us(place.label)) else ""
            wanted = next((each for each in asked if each in _OWNER), "") or ("name" if named and not top else "")
            self._fill(place, whose, wanted)

    def _named(self, side: str, top: str) -> str:
        """Whom a label names, or of "Name: Client", "Prepared by: Name" one of its parts; '' where it names nobody."""
        if self.words.of_auditor(f"{side} {top}"):
            return ""
        asked = [each for each in (self._asks(side), self._asks(top)) if each in ANSWERERS]
        if not asked and not top and _FOR.match(side) and self.words.is_us(side):
            return "representative"  # "For the organisation: ____"
        if asked or not top:
            return asked[0] if asked else ""
        if any(self.words.names(each) == ("finding.owner",) or self.words.asks(each) == "owner" for each in (side, top)):
            return "author"  # "Finding owner: Name"
        return "representative" if self.words.is_us(side) or self.words.is_us(top) else ""

    def _of_an_answer(self, run: list[Place], before: Place | None) -> bool:
        """Settle "Name" and "Date" right behind a part of the answer, where nobody signs: who does it, and when."""
        rows, _, said = before.names[0].partition(".") if before is not None and before.certain else ("", "", "")
        own = self.words.attributes_of.get(rows, {}) if said in ("", "owner") else {}
        asked = [self._asks(place.label) for place in run]
        dated = [place.why.startswith("the form does not say") for place in run]
        if before is None or not own or rows not in _DONE or not self._are_beside(before, run[0]) \
                or not all(each == "name" or day for each, day in zip(asked, dated, strict=True)):
            return False
        when = "due" if rows in _PLANNED and not self.words.of_done(before.label) else "done_on"
        for place, day in zip(run, dated, strict=True):
            place.names, place.why, place.known = (f"{rows}.{own[when if day else 'owner']}",), "", True
        return True

    def _are_beside(self, one: Place, other: Place) -> bool:
        """Whether two places stand in one section, and in the same table or both outside of tables."""
        seats = [self._seats[self._order[each.id]] if each.id in self._order else None for each in (one, other)]
        return one.section == other.section and len({id(seat.grid) for seat in seats if seat is not None}) == 1

    def _fill(self, place: Place, whose: str, wanted: str) -> None:
        if whose and place.why == SIGNS and place.names == ("settings.organisation",):
            place.why, place.known = "", True
        both = [self.words.whom(each) for each in self.words.two(place.label)]
        asked = both if all(each in _OWNER for each in both) and both else [wanted]
        names = [_WHO[whose][each] for each in asked if each in _OWNER] if whose else []
        if names and not self.words.signature(place.label):
            place.names, place.why, place.known = (", ".join(names),), "", True

    def _asks(self, label: str) -> str:
        return self.words.whom(label)

    def _unnamed(self, run: list[Place]) -> str:
        """Whose a block is that names nobody and stands behind our answer, where the auditor has another: it is ours
        where it is to be signed."""
        asked = {self._asks(place.label) for place in run} & {*_OWNER}
        signed = any(self.words.signature(place.label) for place in run)
        return "representative" if signed and asked or len(asked) >= _LEAST else ""

    def _heading(self, place: Place, last: Place | None) -> str:
        """Whose a block is by the words right before it, or by the heading under which it stands; its own label and
        that of the `last` place before it say nothing of that."""
        at = self._order.get(place.id, 0)
        before = (text(seat.paragraph).strip() for seat in reversed(self._seats[:at]))
        near = self._over(self._seats[at]) or next((said for said in before if said and not self._is_label(said)), "")
        own = {place.label, last.label if last is not None else ""} - {""}
        near = "" if near.startswith(tuple(own)) else near
        return next((whose for said in (near, place.section) if (whose := self._party(said))), "")

    def _over(self, seat: Seat) -> str:
        """What stands over a column of a table and says whose it is: "Client" beside "Auditor"; '' for all else."""
        cell, rows = seat.cell, seat.grid.cells if seat.grid is not None else []
        above = [each for row in reversed(rows[:cell.row]) for each in row if len(row) > 1 and each.column <= cell.column
                 < each.column + each.span] if cell is not None else []
        return next((each.said for each in above if each.said and self._party(each.said)), "")

    def _is_label(self, said: str) -> bool:
        """Whether a text is one of the labels of a block."""
        words = self.words
        return words.signature(said) or words.whom(said) in _OWNER or plain(said) in words.dates

    def _party(self, said: str) -> str:
        words, line = self.words, said.strip().rstrip(": _.\u2026")
        if not line or len(line) > _LONGEST:
            return ""
        if words.heads_auditor(line) or words.part(line) == _THEIRS:
            return _THEIRS
        if words.of_auditor(line):
            return ""
        whose = words.whom(line)
        if whose in ANSWERERS:
            return whose
        return "representative" if words.part(line) == "yours" or words.is_us(line) or words.heads_yours(line) else ""


def settle(places: Sequence[Place], survey: FormSurvey) -> None:
    """Say of the places of a part that ask who answers for the organisation whom they ask for."""
    WhoAnswers(survey, places).settle()


def _is_answer(place: Place) -> bool:
    """Whether a place is a part of the answer."""
    return any(name.partition(".")[0] in ROWS for name in place.names)


def asks_who(names: Iterable[str]) -> bool:
    """Whether a place asks for one of the people who answer for the organisation."""
    every = {*_OWNER.values(), *_KEEPER.values()}
    return any(each.strip() in every for name in names for each in name.split(","))
