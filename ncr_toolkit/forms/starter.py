"""What a person is asked about a form: the places that are not certain, as a mapping file to fill in, or as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ncr_toolkit.forms.accounts import State, accounts
from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.meaning.mapping import LEAVE, quoted
from ncr_toolkit.forms.meaning.vocabulary import plain, vocabulary
from ncr_toolkit.forms.messages import plain_name
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place

if TYPE_CHECKING:
    from ncr_toolkit.forms.form import Filled, Form

_HEAD = """\
# What the places of this form are to get. Write a name between the quotes; what stays "" stays as it is.
# `ncr form FORM --picture form.pdf` shows where place 7 is.
#
{names}
#
# "{leave}" leaves a place blank. Two names with a comma stand under each other: "corrections, actions".
# A box to tick takes what it stands for: "finding.grade = Major". More names: finding.statement, finding.extent ...,
# audit.lead_auditor, owner.role; one field of all rows: actions.owner, actions.due, corrections.done_on ...
"""
_NAMES = ("causes", "corrections", "containment", "actions", "preventive", "mitigations", "evidence", "effects",
          "finding.extent", "finding.id", "finding.owner", "finding.statement", "finding.requirement",
          "finding.objective_evidence", "actions.owner", "actions.due", "actions.done_on", "settings.organisation")
"""What forms ask for most."""


def uncertain(places: Iterable[Place]) -> list[Place]:
    """The places that only a person can settle: not known, or of more than one meaning."""
    return [
        place for place in places if not place.auditor and (not place.known or (len(place.names) > 1 and not place.why))
    ]


def starter(form: Form) -> str:
    """The text of a mapping file for the places of a form that are not certain; the others follow as remarks."""
    places = uncertain(form.places)
    labels = _labels(form)
    lines: list[str] = []
    for _, group in groupby(sorted(places, key=lambda each: each.number), key=lambda each: each.number):
        lines += _asked(list(group), labels)
    known = [f"# {quoted(place.label)} = {quoted(place.names[0])}  # {place.number}" for place in form.places
             if place.certain and len(place.names) == 1 and place.label not in form.labels
             and place.way in (FoundBy.LABEL, FoundBy.CONTROL, FoundBy.FIELD)]
    head = ["", "# Certain without you; take the first # of a line away to change it:"] if known else []
    names = "\n".join(f"#   {name:<27} {plain_name(name)}" for name in _NAMES)
    used = [f"{quoted(label)} = {quoted(name)}" for label, name in form.labels.items()]
    settled = ["# Settled by the mapping that is used now:", *used, ""] if used else []
    return "\n".join([_HEAD.format(names=names, leave=LEAVE), *settled, *lines, *head, *known]) + "\n"


def _labels(form: Form) -> Counter[str]:
    """How often each label stands in the form, over known places too: only one that stands once can name its place."""
    columns = {place.label for place in form.places if place.act is None}
    said = [label for place in form.places for label in (
        place.label.split(" | ") if place.act is Act.ROWS else [place.label]) if place.act is not Act.ROWS
        or label not in columns]
    return Counter(map(plain, said))


def _asked(group: list[Place], labels: Counter[str]) -> Iterator[str]:
    """The lines of one place, or of the boxes of one question."""
    first = group[0]
    where = [first.where, *([f"under '{first.section}'"] if first.section else []),
             *([f"in the row '{first.row}'"] if first.row and first.row != " ".join(first.label.split()) else [])]
    yield f"# {first.number}  {', '.join(where)}{_likely(first)}"
    if first.question and not labels[plain(first.question)]:
        yield f'{quoted(first.question)} = ""  # the question of the boxes'
    for place in group:
        label = " ".join(place.label.split())
        unique = bool(label) and labels[plain(label)] == 1
        yield f'{quoted(label if unique else place.id)} = ""{f"  # {label}" if label and not unique else ""}'


def _likely(place: Place) -> str:
    """What a place probably asks, as a question to the person."""
    near = place.names or vocabulary({}).near(place.label)
    return f"; {' or '.join(near)}?" if near and place.way is not FoundBy.BOX else ""


def states(form: Form, filled: Filled | None) -> dict[int, State]:
    """What becomes of each place by its number; without a finding, what is certain counts as filled."""
    if filled is not None:
        return {each.number: each.state for each in filled.accounts}
    sure = {place.number for place in form.places if place.certain or place.way is FoundBy.TAG}
    return {each.number: State.FILLED if each.number in sure else each.state
            for each in accounts([_unfilled(place) for place in form.places])}


def told(form: Form, finding: str, filled: Filled | None) -> dict[str, Any]:
    """Every place as data. Without a finding what is certain counts as blank, for nothing was filled."""
    every = filled.accounts if filled is not None else accounts([_unfilled(place) for place in form.places])
    return {"form": str(form.path), "finding": finding, "asked": len(every),
            "filled": sum(each.state is State.FILLED for each in every), "places": [each.told for each in every],
            "missing": list(filled.judgement.lacks) if filled is not None else [],
            "no_room": list(filled.judgement.no_room) if filled is not None else [], "facts": list(form.facts)}


def _unfilled(place: Place) -> Outcome:
    return Outcome(
        place,
        left=place.why or ("no register was named" if place.certain or place.way is FoundBy.TAG else "it is not known"),
    )
