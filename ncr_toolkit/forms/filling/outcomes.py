"""What becomes of each place of a form for one finding, whatever file the form is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from ncr_toolkit.forms.filling.lacking import NOTHING, lacking, left_out
from ncr_toolkit.forms.filling.second_copies import TWICE
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.meaning.day_formats import ONE_DAY
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, same
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place
from ncr_toolkit.forms.survey.whom import Whom

NOT_OURS = "its row does not have the number of this finding; say in the mapping file if it is for it"
IN_ANNEX = "refers to the annex: the answer does not fit into it"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one place: the value that stands there now, or why it was left; and what to know about it."""

    place: Place
    value: str = ""
    left: str = ""
    note: str = ""
    apart: bool = False  # it is about another finding

    def __str__(self) -> str:
        called = f" '{' '.join(self.place.label.split())}'" if self.place.label else ""
        return f"{self.place.where}:{called} {f'is left: {self.left}' if self.left else self.note}"


@dataclass
class Filler(ABC):
    """Answers the places of one form or part of it. How an answer is written is the matter of each kind of file."""

    answers: Answers
    words: Vocabulary

    @abstractmethod
    def write(self, place: Place, value: str) -> Outcome:
        """Write a value into a place."""

    @abstractmethod
    def tick(self, place: Place) -> str:
        """Tick a box; gives what is to know of it."""

    @abstractmethod
    def rows(self, place: Place) -> Outcome:
        """Fill a table of rows."""

    def every(self, places: list[Place]) -> list[Outcome]:
        """What became of each of `places`, in their order."""
        found: dict[int, Outcome] = {}
        order = sorted(range(len(places)), key=lambda number: places[number].letters, reverse=True)
        for number in order:  # from the end of each line, so that places before keep their letters
            found[number] = self._become(places[number])
        return self._ticked([found[number] for number in range(len(places))])

    def _become(self, place: Place) -> Outcome:
        if not place.auditor and (why := self.kept_back(place)):
            return Outcome(place, left=why, apart=True)
        if place.why == TWICE and self.is_first_of_ours(place):
            place = replace(place, why="", known=True)
        if (place.certain or place.way is FoundBy.TAG) and (why := self._not_ours(place)):
            return Outcome(place, left=why)
        return self._fill(place) if place.certain else self.left(place)

    def kept_back(self, place: Place) -> str:
        """Why a place is about another finding; '' where it is not."""
        return ""

    def is_first_of_ours(self, place: Place) -> bool:
        """Whether the number of the finding stands over a place, the first of those that ask the same."""
        return False

    def _not_ours(self, place: Place) -> str:
        """Why the row of a list is left: it is nobody's of whom we know, and no mapping says so of this place."""
        return NOT_OURS if place.listed and place.id not in self.words.mapped_ids and not self.is_ours(place) else ""

    def is_ours(self, place: Place) -> bool:
        """Whether the number of the finding stands in the row of a place."""
        return False

    def left(self, place: Place) -> Outcome:
        """A place in which nothing is written by itself."""
        if place.way is FoundBy.TAG and not place.why:
            value = self.answers.text(place.names[0]) if place.names else "filled"
            return Outcome(place, value, "" if value else NOTHING)
        return Outcome(place, left=place.why or "it is not known")

    def _fill(self, place: Place) -> Outcome:
        if place.act is Act.ROWS:
            return self.rows(place)
        values = dict.fromkeys(self.answers.text(name).strip() for name in place.names)
        if len(values) > 1:
            return Outcome(place, left=f"it may mean {' or '.join(place.names)}")
        value = next(iter(values))
        if place.way is FoundBy.BOX:
            return self._tick(place, value)
        if not value:
            return Outcome(place, left=lacking(place.names[0], self.answers))
        written = self.write(place, value)
        if written.value and not written.note and (note := left_out(place.names[0], self.answers)):
            written = replace(written, note=note)
        if written.left.startswith(ONE_DAY) and (day := self.answers.last_day(place.names[0])):
            return replace(self.write(place, day), note="it takes one date: the last of several")
        return written

    def _tick(self, place: Place, value: str) -> Outcome:
        meant = self.words.option(value, [place.names[0]])
        if not same(meant[1] if meant else value, place.value):
            return Outcome(place)
        return Outcome(place, "ticked", note=self.tick(place))

    def _ticked(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Say of a question whose boxes hold none of that answer that it is left: once, at its first box."""
        done = {each.place.names for each in outcomes if each.place.way is FoundBy.BOX and (each.value or each.left)}
        for number, each in enumerate(outcomes):
            names = each.place.names
            if each.place.way is FoundBy.BOX and each.place.certain and names not in done:
                done.add(names)
                value = self.answers.text(names[0])
                outcomes[number] = Outcome(each.place, left=f"none of its boxes says '{value}'" if value else NOTHING)
        return outcomes


def findings(answers: Answers) -> tuple[Whom, list[Whom]]:
    """The finding that is answered, and the others of the register."""
    ours, every = answers.case.finding, answers.case.review.register.findings
    return Whom(ours.id, ours.statement), [Whom(each.id, each.statement) for each in every
                                           if each.id and each is not ours]


def fitted(value: str, before: str, behind: str) -> str:
    """A value in its line: rows on lines of their own, and the next label never glued to it."""
    if not before.strip():
        return f"{value}\n" if behind.strip() and "\n" in value else f"{value} " if behind.strip() else value
    if "\n" in value:
        return f"\n{value}\n" if behind.strip() else f"\n{value}"
    gap = "" if not behind.strip() or behind[:1] in " .,;)\t" else "   "
    lead = "" if before.endswith((" ", "(", "\n")) else " "
    return f"{lead}{value}{gap}"
