"""What became of every place of a filled form, each in one line: nothing is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import groupby

from ncr_toolkit.forms.filling.lacking import NOTHING
from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.meaning.answers import ONES, ROWS
from ncr_toolkit.forms.survey.places import FoundBy


class State(StrEnum):
    """How a place ended."""

    FILLED = "filled"
    BLANK = "blank"
    AUDITOR = "auditor"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Account:
    """One place, or one set of boxes, of a filled form."""

    id: str
    label: str
    section: str
    row: str
    kind: str
    state: State
    source: str  # the key of the register's cell, or the prefix of a sheet
    value: str
    why: str
    number: int = 0  # as in every list and picture of the form

    @property
    def told(self) -> dict[str, str | int]:
        return {name: value if isinstance(value, int) else str(value) for name, value in asdict(self).items()}


def accounts(outcomes: Sequence[Outcome]) -> list[Account]:
    """Every place once, in the order of the outcomes; the boxes of one question are one place."""
    found: list[Account] = []
    for (boxes, _), group in groupby(outcomes, key=_key):
        some = list(group)
        found += [_of_boxes(some)] if boxes else [_of(each) for each in some]
    return found


def _key(outcome: Outcome) -> tuple[bool, object]:
    box = outcome.place.way is FoundBy.BOX
    return box, (outcome.place.part, outcome.place.group) if box else id(outcome)


def _of(outcome: Outcome) -> Account:
    place = outcome.place
    return Account(place.id, " ".join(place.label.split()), place.section, place.row, str(place.way), _state(outcome),
                   _source(place.names), outcome.value, outcome.left or outcome.note, place.number)


def _state(outcome: Outcome) -> State:
    place = outcome.place
    if place.auditor or "auditor" in outcome.left:
        return State.AUDITOR
    if outcome.value or outcome.left == "it is filled already":
        return State.FILLED
    return State.BLANK if place.known or outcome.apart else State.UNKNOWN


def _of_boxes(some: list[Outcome]) -> Account:
    """A set of boxes: the one that is ticked, or why none is."""
    first = some[0].place
    ticked = next((each for each in some if each.value), None)
    states = [_state(each) for each in some]
    state = State.FILLED if ticked or "ticked already" in some[0].left else State.AUDITOR if State.AUDITOR in states \
        else State.UNKNOWN if all(each is State.UNKNOWN for each in states) else State.BLANK
    labels = " / ".join(each.place.label for each in some)
    chosen = ticked or next((each for each in some if each.place.names), some[0])
    why = "; ".join(dict.fromkeys(f"'{each.place.label}': {each.left}" if ticked else each.left
                                  for each in some if each.left and not (ticked and not each.place.known)))
    return Account(first.id, first.question or labels, first.section, first.row,
                   "tick box" if len(some) == 1 else "set of boxes", state, _source(chosen.place.names),
                   ticked.place.label if ticked else "", why or ("" if ticked else NOTHING), first.number)


def _source(names: tuple[str, ...]) -> str:
    """The key of the cell, or the prefix of the sheet, that a name stands for."""
    if len(names) != 1:
        return " or ".join(_source((name,)) for name in names)
    return ", ".join(_key_of(part.strip()) for part in names[0].split(","))


def _key_of(name: str) -> str:
    first, _, field = name.partition(".")
    kind = ROWS[first].kind if first in ROWS else ONES.get(first)
    if kind is None:
        return name
    column = kind.SHEET.by_name.get(field)
    return (
        column.key
        if column is not None
        else kind.SHEET.typed_columns[0].key.partition(".")[0]
        if not field or first in ROWS
        else name
    )
