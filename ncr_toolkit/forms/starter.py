"""What a person is asked about a form: the places that are not certain, as a mapping file to fill in, or as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ncr_toolkit.forms.accounts import State, accounts
from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.filling.signatures import PERSONAL
from ncr_toolkit.forms.meaning.mapping import LEAVE, quoted, title_of
from ncr_toolkit.forms.meaning.vocabulary import plain, vocabulary
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place

if TYPE_CHECKING:
    from ncr_toolkit.forms.form import Filled, Form

_HEAD = """\
# {number} that ncr does not know. Write between the quotes what each is to get; "{leave}" keeps it blank for good, and
# what stays "" stays as it is. `ncr form FORM --picture form.pdf` shows where each number is.

"""
_FOOT = """
# What may stand between the quotes: {rows};
# a column of the register as Findings: Extent, Findings: Owner, Register: Organisation, Actions: Due ...;
# two under each other as corrections, Actions. A box takes what it stands for: Findings: Grade = Major.
"""
_ROWS = ("corrections", "containment", "mitigations", "Causes", "Actions", "Evidence", "Effectiveness")
"""What forms ask for most."""
_WIDEST = 40  # letters of an entry, up to which the remarks stand below each other


def uncertain(places: Iterable[Place]) -> list[Place]:
    """The places that only a person can settle: not known, or of more than one meaning."""
    return [
        place for place in places if not place.auditor and (not place.known or (len(place.names) > 1 and not place.why))
    ]


def starter(form: Form) -> str:
    """The text of a mapping file for the places of a form that are not certain; the others follow as remarks."""
    places = uncertain(form.places)
    labels = _labels(form)
    entries: list[tuple[str, str]] = []
    for _, group in groupby(sorted(places, key=lambda each: each.number), key=lambda each: each.number):
        entries += _asked(list(group), labels)
    wide = min(max((len(entry) for entry, _ in entries), default=0), _WIDEST)
    lines = [f"{entry:<{wide}}  # {remark}" for entry, remark in entries]
    known = [f"# {quoted(place.label)} = {quoted(title_of(place.names[0]))}  # {place.number}" for place in form.places
             if place.certain and len(place.names) == 1 and place.label not in form.labels
             and place.way in (FoundBy.LABEL, FoundBy.CONTROL, FoundBy.FIELD)]
    head = ["", "# Certain without you; take the first # of a line away to change it:"] if known else []
    used = [f"{quoted(label)} = {quoted(name)}" for label, name in form.labels.items()]
    settled = ["", "# Settled by the mapping that is used now:", *used] if used else []
    number = len({place.number for place in places})
    said = _HEAD.format(number=f"{number} {'place' if number == 1 else 'places'}", leave=LEAVE)
    foot = _FOOT.format(rows=", ".join(_ROWS))
    known = [*_by_hand(form.places, labels), *head, *known]
    return said + "\n".join([*lines, *settled]) + "\n" + foot + "\n".join(known) + ("\n" if known else "")


def _by_hand(places: Iterable[Place], labels: Counter[str]) -> list[str]:
    """Remarks for the places that ask who answers for the organisation: the register knows who keeps it."""
    words = vocabulary({})
    found = [(place, words.in_head(place.label)) for place in places
             if place.why == PERSONAL[1] and place.label and not place.auditor and not place.names]
    lines = [f"# {quoted(place.id if labels[plain(place.label)] > 1 else place.label)} = "
             f"{quoted(name if name.startswith('contact.') else 'contact.name')}  # {place.number}"
             for place, name in found if name != LEAVE]
    return ["", "# Who answers is yours to say; with the first # away it is who keeps the register:", *lines] \
        if lines else []


def _labels(form: Form) -> Counter[str]:
    """How often each label stands in the form, over known places too: only one that stands once can name its place."""
    columns = {place.label for place in form.places if place.act is None}
    said = [label for place in form.places for label in (
        place.label.split(" | ") if place.act is Act.ROWS else [place.label]) if place.act is not Act.ROWS
        or label not in columns]
    return Counter(map(plain, said))


def _asked(group: list[Place], labels: Counter[str]) -> Iterator[tuple[str, str]]:
    """The entries of one place, or of the boxes of one question, each with what to know of it."""
    first = group[0]
    if any(labels[plain(place.label)] > 1 or not place.label.strip() for place in group):
        where = [first.where, *([f"under '{first.section}'"] if first.section else []),
                 *([f"in the row '{first.row}'"] if first.row not in ("", " ".join(first.label.split())) else [])]
    else:
        where = [first.where]
    remark = f"{first.number}  {', '.join(where)}{_likely(first)}"
    if first.question and not labels[plain(first.question)]:
        yield f'{quoted(first.question)} = ""', f"{remark}; boxes: {' / '.join(each.label for each in group)}"
        if any(vocabulary({}).option(place.label, ["answer"]) for place in group):
            return  # what Yes and No stand for is known from their question
        remark = f"{first.number}  one of its boxes"
    for place in group:
        label = " ".join(place.label.split())
        unique = bool(label) and labels[plain(label)] == 1
        yield f'{quoted(label if unique else place.id)} = ""', f"{remark}{f': {label}' if label and not unique else ''}"


def _likely(place: Place) -> str:
    """What a place probably asks, as a question to the person."""
    near = place.names or vocabulary({}).near(place.label)
    return f"; {' or '.join(map(title_of, near))}?" if near and place.way is not FoundBy.BOX else ""


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
