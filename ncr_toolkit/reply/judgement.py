"""Whether what was read makes sense together: what contradicts itself is never entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ncr_toolkit.common.text import LONGEST_CELL, short
from ncr_toolkit.reply.reading import CLOSED, DAYS, PLAN_ACCEPTED, RETURNED, Asked, Reading

Readings = Mapping[Asked, Reading]
_AGAINST = {RETURNED: (Asked.CLOSED_ON,), PLAN_ACCEPTED: (Asked.REASON, Asked.REVISED_BY),
            CLOSED: (Asked.REASON, Asked.REVISED_BY, Asked.EFFECTIVE)}
"""What does not go with a decision; that it is not effective does not go with its closing."""


def contradictions(found: Readings) -> Iterator[str]:
    """Why the decision is not certain, in sentences; none where it is."""
    decision = found.get(Asked.DECISION)
    if decision is None:
        yield "no place was found in which the body decides"
    elif decision.why:
        shown = f": {short(decision.text)}" if decision.text else ""
        yield f"the decision is not certain, {decision.why} ({decision.where}{shown})"
    elif not decision.value:
        yield f"no decision was made: no box is ticked ({decision.where})"
    else:
        for asked in _AGAINST[decision.value]:
            if asked in found and found[asked].text and (asked is not Asked.EFFECTIVE or found[asked].value == "No"):
                yield (f"the decision is '{decision.value}' ({decision.where}), and under '{asked}' stands "
                       f"{short(found[asked].text)} ({found[asked].where})")


def gaps(found: Readings, today: date) -> Iterator[str]:
    """What a person must look at besides the decision, in sentences."""
    for reading in found.values():
        if reading.why and reading.asked is not Asked.DECISION:
            yield f"{reading.asked}: {short(reading.text)} is not certain, {reading.why} ({reading.where})"
    for asked in (Asked.NAME, Asked.DATE):
        if asked not in found or not (found[asked].text or found[asked].why):
            where = f" ({found[asked].where})" if asked in found else ""
            yield f"no {asked} stands there{where}"
    decision = found.get(Asked.DECISION)
    if decision is not None and decision.value == RETURNED \
            and not any(asked in found and found[asked].text for asked in (Asked.REASON, Asked.COMMENT)):
        yield "it was returned, and no reason is given"
    for reading in found.values():
        if len(reading.value) > LONGEST_CELL:
            yield f"{reading.asked}: a cell holds {LONGEST_CELL:,} letters, and the end is cut off ({reading.where})"
    yield from (why for _, why in impossible(found, today))


def impossible(found: Readings, today: date) -> Iterator[tuple[Asked, str]]:
    """Days that cannot be meant, each with the reason: they are not entered."""
    days = {asked: day for asked in DAYS if asked in found and (day := found[asked].day)}
    decided = days.get(Asked.DATE)
    for asked, day in days.items():
        if asked is not Asked.REVISED_BY and day > today:
            yield asked, f"{asked}: {day} is still to come ({found[asked].where})"
        if asked is Asked.REVISED_BY and decided and day < decided:
            yield asked, f"{asked}: {day} lies before the decision of {decided} ({found[asked].where})"
