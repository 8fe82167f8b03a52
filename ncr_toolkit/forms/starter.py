"""What a person is asked about a form: the places that are not certain, as a mapping file to fill in, or as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ncr_toolkit.forms.accounts import State, accounts
from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.mapping import LEAVE
from ncr_toolkit.forms.survey.places import FoundBy, Place

if TYPE_CHECKING:
    from ncr_toolkit.forms.form import Filled, Form

_HEAD = ("# Write behind each label what of the register answers it, for example \"Ursache\" = \"causes\".",
         "# Names that hold all rows of one kind: " + ", ".join(ROWS) + ".",
         "# One field of all rows: actions.owner, actions.due, actions.done_on, corrections.owner ...",
         "# Fields: finding.statement, finding.extent, settings.organisation, audit.lead_auditor, owner.role.",
         "# A box to tick: \"finding.grade = Major\". A label that stands twice is named by its place: \"T1.R2.C3\".",
         f"# Two names with a comma stand under each other; \"{LEAVE}\" leaves it blank; \"\" changes nothing.")


def uncertain(places: Iterable[Place]) -> list[Place]:
    """The places that only a person can settle: not known, or of more than one meaning."""
    return [
        place for place in places if not place.auditor and (not place.known or (len(place.names) > 1 and not place.why))
    ]


def starter(places: Sequence[Place], certain: Iterable[Place] = ()) -> str:
    """The text of a mapping file for places that are not certain; the others follow as remarks."""
    labels = Counter(" ".join(place.label.split()) for place in places)
    asked: dict[int, Place] = {}
    lines: list[str] = []
    for place in places:
        if (
            place.question
            and asked.setdefault(place.group, place) is place
            and not labels[" ".join(place.question.split())]
        ):
            where = f"{place.id.rpartition('.')[0]}, {place.where}"
            lines.append(f'{_quoted(place.question)} = ""  # {where}: the question of the boxes that follow')
        lines += _entry(place, labels)
    known = [f"# {_quoted(place.label)} = {_quoted(place.names[0])}  # {place.id}, {place.where}" for place in certain
             if place.certain and len(place.names) == 1
             and place.way in (FoundBy.LABEL, FoundBy.CONTROL, FoundBy.FIELD)]
    head = ["", "# Certain without you; take the first # of a line away to change it:"] if known else []
    return "\n".join([*_HEAD, "", *dict.fromkeys(lines), *head, *known]) + "\n"


def _entry(place: Place, labels: Counter[str]) -> Iterator[str]:
    label = " ".join(place.label.split())
    where = [place.id, place.where, *([f"section '{place.section}'"] if place.section else []),
             *([f"row '{place.row}'"] if place.row and place.row != label else []),
             *([f"a box of '{place.question}'"] if place.question else [])]
    would = f"would get {' or '.join(place.names)}" if place.names else "nothing is proposed"
    key = label if label and labels[label] == 1 else place.id
    yield f'{_quoted(key)} = ""  # {label + ": " if key != label and label else ""}{", ".join(where)}; {would}'


def _quoted(text: str) -> str:
    """`text` as a string of TOML."""
    line = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{line}"'


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
