"""Who answers for the organisation: places that ask for that person, where the form's build says that they are ours.

The register names two: the owner of the finding, who answers for it and so has written the answer (as the response
says, too), and who keeps the register, who hands it in and speaks for the organisation. A signature and its day stay
blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ncr_toolkit.forms.filling.parties_of_places import OF_A_PERSON, OURS, SPEAKER, THEIRS, PartiesOfPlaces
from ncr_toolkit.forms.filling.signatures import PERSONAL
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.label_attributes import ANSWERERS, BY_NAME
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.naming import AUDITOR, CUSTOMER, SIGNS
from ncr_toolkit.forms.survey.places import FoundBy, Place
from ncr_toolkit.forms.survey.walk import FormSurvey

_OWNER = {"name": "finding.owner", "role": "owner.role", "email": "owner.email", "department": "owner.department"}
_KEEPER = {"name": "settings.owner", "role": "contact.role", "email": "contact.email",
           "department": "contact.department"}
_WHO = {"author": _OWNER, "sender": _KEEPER, SPEAKER: _KEEPER, OURS: _KEEPER}
_PLANNED = {"actions", "preventive"}
"""Of which a bare day is that by which it will be done."""
_DONE = {*_PLANNED, "corrections", "steps", "containment", "mitigations"}
"""Parts of the answer that somebody does on a day."""
_OF_NOTHING = "the form does not say"
"""How the reason begins for a label such as "Date"."""


@dataclass
class WhoAnswers:
    """Settles such places of one part of a form."""

    parties: PartiesOfPlaces
    places: Sequence[Place]

    @property
    def words(self) -> Vocabulary:
        return self.parties.words

    def settle(self) -> None:
        """Say of each such place whom it asks for. `places` have their rank, and no ids of their own yet."""
        every = sorted((place for place in self.places if place.rank), key=lambda each: (each.rank, each.letters))
        self._signed_for(every)
        theirs = any(place.auditor or place.why == AUDITOR for place in every)
        answered, before, run = False, None, list[Place]()
        for place in [*every, None]:
            if run and not (place is not None and self._goes_on(run, place)):
                self._block([each for each in run if not each.auditor], before, answered=answered, theirs=theirs)
                before, run = None, []
            if place is not None and self._is_personal(place, run[-1] if run else None):
                run.append(place)
            elif place is not None:
                answered, before = answered or (_is_answer(place) and not place.auditor), place

    def _signed_for(self, every: Sequence[Place]) -> None:
        """"For the organisation: ____" in a line in which one signs asks for a name, and not for the organisation's."""
        for place, after in pairwise(every):
            if (place.table, place.line) == (after.table, after.line) and self._is_personal(after, None) \
                    and (whose := self.parties.for_whom(place)):
                place.names, place.why = (), AUDITOR if whose == THEIRS else BY_NAME

    def _goes_on(self, run: list[Place], place: Place) -> bool:
        """Whether a place is of the same person as those before it: no word of whom it is stands in between."""
        return self._is_personal(place, run[-1]) and place.section == run[0].section \
            and not self.parties.are_parted(run[-1], place)

    def _is_personal(self, place: Place, before: Place | None) -> bool:
        """Whether a place asks for a person, something of the person before it, a signature, or its day."""
        if place.way is FoundBy.BOX or place.why == CUSTOMER or self.words.is_mapped(place.label):
            return False
        asked = self.words.whom(place.label)
        beside = before is not None and (place.table, place.line) == (before.table, before.line)
        by_name = asked in ANSWERERS and (not place.certain or all(name.endswith(".owner") for name in place.names))
        return place.why in (*PERSONAL, SIGNS) or self.words.signature(place.label) or by_name \
            or (place.why.startswith(_OF_NOTHING) and plain(place.label) in self.words.dates) \
            or (beside and asked in OF_A_PERSON)

    def _block(self, run: list[Place], before: Place | None, *, answered: bool, theirs: bool) -> None:
        """Settle places that stand behind each other. `before`: the one before them; `answered`: an answer of ours was
        asked for before; `theirs`: the auditor has a part of the form."""
        if not run or self._of_an_answer(run, before):
            return
        whose = self.parties.heading(run[0], before) if not self.parties.of_label(run[0].label) else ""
        if whose == THEIRS:
            for place in run:
                place.why, place.known = AUDITOR, True
            return
        whose = whose if answered or whose == SPEAKER else ""  # under "Client" a name may be that of the organisation
        heads, whose = bool(whose), whose or (self._unnamed(run, before) if answered and theirs else "")
        for place in run:
            named, of_both = self.parties.of_label(place.label), ": " in place.label
            if named or of_both or self.words.of_auditor(place.label):
                ours = (answered and not self.parties.may_be_judged(place)) or heads or (
                    named in (SPEAKER, OURS) and self.words.is_us(place.label))
                whose = named if ours else ""
            asked = [each for each in map(self.words.whom, place.label.split(": ")) if each in OF_A_PERSON]
            self._fill(place, whose, asked[0] if asked else "name" if named and not of_both else "")

    def _of_an_answer(self, run: list[Place], before: Place | None) -> bool:
        """Settle "Name" and "Date" right behind a part of the answer, where nobody signs: who does it, and when."""
        rows, _, said = before.names[0].partition(".") if before is not None and before.certain else ("", "", "")
        own = self.words.attributes_of.get(rows, {}) if said in ("", "owner") and rows in _DONE else {}
        dated = [place.why.startswith(_OF_NOTHING) for place in run]
        behind = before is not None and self.parties.are_beside(before, run[0]) and self.parties.follow(run, before)
        if before is None or not own or not behind or not all(
                day or self.words.whom(place.label) == "name" for place, day in zip(run, dated, strict=True)):
            return False
        when = "due" if rows in _PLANNED and not self.words.of_done(before.label) else "done_on"
        for place, day in zip(run, dated, strict=True):
            place.names, place.why, place.known = (f"{rows}.{own[when if day else 'owner']}",), "", True
        return True

    def _fill(self, place: Place, whose: str, wanted: str) -> None:
        """Say of a place what it asks of a person, where that is known."""
        if whose and place.why == SIGNS and place.names == ("settings.organisation",):
            place.why, place.known = "", True
        both = [self.words.whom(each) for each in self.words.two(place.label)]
        asked = both if both and all(each in OF_A_PERSON for each in both) else [wanted]
        names = dict.fromkeys(_WHO[whose][each] for each in asked if each) if whose else {}
        if names and not self.words.signature(place.label):
            place.names, place.why, place.known = (", ".join(names),), "", True

    def _unnamed(self, run: list[Place], before: Place | None) -> str:
        """Whose a block is that names nobody, where the auditor has a part: ours where it is to be signed and stands
        right behind a part of our answer, without a heading of its own."""
        rows = before.names[0].partition(".")[0] if before is not None and before.certain else ""
        if before is None or rows not in ROWS or rows == "effects" or not self.parties.follow(run, before):
            return ""
        asked = {self.words.whom(place.label) for place in run} & {*OF_A_PERSON}
        signed = any(self.words.signature(place.label) for place in run)
        dated = any(place.why.startswith(_OF_NOTHING) for place in run)
        return OURS if (signed and asked) or (dated and {"name", "role"} <= asked) else ""


def settle(places: Sequence[Place], survey: FormSurvey) -> None:
    """Say of the places of a part that ask who answers for the organisation whom they ask for."""
    WhoAnswers(PartiesOfPlaces(survey), places).settle()


def _is_answer(place: Place) -> bool:
    """Whether a place is a part of the answer."""
    return any(name.partition(".")[0] in ROWS for name in place.names)
