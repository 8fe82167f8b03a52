"""What was found in a form, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ncr_toolkit.common.text import one_line
from ncr_toolkit.forms.meaning.answers import CHOICES, ONES, ROWS, WORDS
from ncr_toolkit.forms.survey.places import FoundBy, Place

if TYPE_CHECKING:
    from ncr_toolkit.forms.form import Form

_LONGEST = 70
FILLED = "it is filled already"
_ROWS = {"causes": "all rows of Causes", "actions": "all rows of Actions", "preventive": "preventive actions",
         "implemented": "actions that are done",
         "steps": "all rows of Containment", "containment": "the containment", "corrections": "the corrections",
         "mitigations": "the interim mitigations", "evidence": "all rows of Evidence", "whys": "the 5 Whys",
         "occurrence": "the 5 Whys of why it happened", "escape": "the 5 Whys of why it was not detected",
         "bones": "the fishbone", "questions": "the AI questions", "effects": "the effectiveness check",
         "readiness": "the readiness plan", "signoffs": "the sign-off", "lessons": "the lessons learned",
         "extensions": "the extensions"}
_WORDS = {"today": "the day of the response", "ready": "how ready it is", "stage": "plan or proof",
          "audit.dates": "first and last day of the audit", "repeat": "whether it repeats a finding",
          "similar": "whether similar cases were found", "closed": "whether it is closed", "gaps": "what is missing"}


def plain_name(name: str) -> str:
    """A name of the register as people know it: "'Owner' of Findings", "all rows of Causes"."""
    if "," in name:
        return " and ".join(plain_name(each.strip()) for each in name.split(","))
    first, _, field = name.partition(".")
    if name in WORDS or name in CHOICES or name in _WORDS:
        return _WORDS[name]
    if first in ROWS and not field:
        return _ROWS[first]
    kind = ONES[first] if first in ONES else ROWS[first].kind
    column = kind.SHEET.by_name.get(field)
    if first == "contact":
        return f"the {field.replace('_', ' ')} of the 'Register owner'"
    return f"'{column.header if column else field.replace('_', ' ')}' of {kind.SHEET.name}"


def form_lines(form: Form, outcomes: Mapping[int, tuple[str, str]] | None = None) -> Iterator[str]:
    """The lines that `ncr form` shows. `outcomes`: value and reason by the number of the place, for one finding."""
    places = form.places
    yield f"{form.path}: {len(places)} place{'' if len(places) == 1 else 's'} found"
    for way, count in Counter(str(place.way) for place in places).items():
        yield f"  {count} x {way}"
    for fact in form.facts:
        yield f"! {fact}"
    if not places:
        yield "Nothing was found that ncr could fill: put tags or content controls into it, or use a mapping file."
    groups: dict[str, list[int]] = {"Filled": [], "Left blank": [], "Not known": []}
    for number in range(len(places)):
        groups[_group(places, number, outcomes or {})].append(number)
    for title, numbers in groups.items():
        if numbers:
            yield f"{title}:"
            for number in sorted(numbers, key=lambda each: places[each].number):
                yield f"  {_line(places[number], (outcomes or {}).get(number), asked=outcomes is not None)}"


def _group(places: Sequence[Place], number: int, outcomes: Mapping[int, tuple[str, str]]) -> str:
    """Under which heading a place is told: what was left is not filled, whatever it asks."""
    place, (value, why) = places[number], outcomes.get(number, ("", ""))
    if why and not value and why != FILLED:
        return "Left blank" if place.known else "Not known"
    return "Filled" if value or place.certain or place.way is FoundBy.TAG else \
        "Left blank" if place.known else "Not known"


def _line(place: Place, outcome: tuple[str, str] | None, *, asked: bool) -> str:
    name = f"{place.number:>3}  {place.where} [{place.way}] '{_short(place.label)}'"
    if not place.certain and place.way is not FoundBy.TAG:
        return f"{name}: {place.why or 'it is not known'}"
    what = " or ".join(map(plain_name, place.names))
    if place.way is FoundBy.BOX:
        what = f"ticked where {what} is '{place.value}'"
    elif len(place.names) > 1:
        what = f"{what}: filled only where both are the same"
    if not asked or outcome is None:
        return f"{name}: {what}" if what else name
    value, why = outcome
    result = _short(value) if value else f"left, {why}" if why else "not ticked"
    return f"{name}: {result}{f' ({why})' if value and why else ''}"


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST - 3]}..."
