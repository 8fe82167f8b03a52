"""Whether a filled form says what the grade of its finding wants: the document is judged, not only the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.survey.places import FoundBy


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: what it is called, the names that give it, and whether no answer goes without."""

    title: str
    names: tuple[str, ...]
    core: bool = False


PARTS: dict[str, Part] = {
    "correction": Part("correction", ("corrections", "steps", "containment"), core=True),
    "causes": Part("root cause", ("causes", "whys", "occurrence"), core=True),
    "actions": Part("corrective action", ("actions",), core=True),
    "extent": Part("extent", ("finding.extent",)),
    "implementation": Part("evidence", ("evidence",)),
    "effectiveness": Part("effectiveness", ("effects",)),
    "mitigations": Part("interim mitigation", ("mitigations", "steps")),
}
"""The parts of an answer by the word with which a grade wants them."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a filled form lacks."""

    blank: tuple[str, ...] = ()  # wanted, and its place stays blank or is not known
    core: tuple[str, ...] = ()  # no answer goes without, and the form has no place for it
    no_room: tuple[str, ...] = ()  # the register has it, and the form has no place for it

    @property
    def lacks(self) -> tuple[str, ...]:
        """The parts without which the form is no answer."""
        return (*self.blank, *self.core)


def judge(outcomes: Sequence[Outcome], answers: Answers, wanted: Sequence[str]) -> Judgement:
    """Look at what stands in the form now. A part of which the register has nothing is the register's gap."""
    blank, core, none = [], [], []
    if any(each.apart for each in outcomes) and not any(each.value for each in outcomes):
        blank.append("part for this finding")
    unknown = any(not each.place.known and not each.place.auditor and not each.value and not each.apart
                  for each in outcomes)
    for part in (PARTS[word] for word in wanted if word in PARTS):
        if not any(answers.text(name) for name in part.names) or any(_gives(each, part) for each in outcomes):
            continue
        room = [each for each in outcomes if set(each.place.names) & set(part.names) and not each.place.auditor]
        if room or (part.core and unknown):
            blank.append(part.title)
        elif part.core:
            core.append(part.title)
        else:
            none.append(part.title)
    return Judgement(tuple(blank), tuple(core), tuple(none))


def _gives(outcome: Outcome, part: Part) -> bool:
    """Whether a place holds a part now."""
    place = outcome.place
    named = {each.strip() for name in place.names for each in name.split(",")}
    if place.way is FoundBy.TAG:
        named |= {name.partition(".")[0] for name in named} | ({name.removeprefix("text.") for name in named})
    return bool(named & set(part.names)) and bool(outcome.value)
