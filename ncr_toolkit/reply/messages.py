"""What is told about documents that came back, as lines and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import one_line, plural, short
from ncr_toolkit.core.model import Reply
from ncr_toolkit.core.register import Review
from ncr_toolkit.reply.reading import CLOSED, PLAN_ACCEPTED, RETURNED, Asked, Reading
from ncr_toolkit.reply.replies import Replies
from ncr_toolkit.reply.returned import Returned

_NEXT = {
    RETURNED: "choose In progress as its status, revise the answer{by}, and write it again: `{respond}`",
    PLAN_ACCEPTED: "carry out the plan, and show it: `{check}` names what the proof still lacks",
    CLOSED: "choose Closed as its status, with 'Closed on' and 'Closed by'",
}
"""What is to do after each decision."""


def reply_lines(found: Replies, review: Review, *, written: bool) -> Iterator[str]:
    """The lines that `ncr reply` shows. `written`: what is certain was entered."""
    for each in found.read:
        yield from _lines(each, review, written=written)
    for path, why in found.unreadable.items():
        yield f"{path.name}: not read"
        yield f"  ! {why}"
    settled = sum(each.settled for each in found.read)
    left = len(found.read) + len(found.unreadable) - settled
    yield (f"{plural(len(found.read), 'document')} read; "
           f"{'nothing is left for a person' if not left else f'{left} left for a person to look at'}.")


def _lines(each: Returned, review: Review, *, written: bool) -> Iterator[str]:
    version = f", version {each.version}" if each.version is not None else ""
    yield f"{each.path.name}: {f'the answer to {each.id}{version}' if each.id else 'nobody knows to which finding'}"
    for reading in each.readings:
        yield f"  {reading.asked:<20} {_shown(reading):<44} {reading.where}".rstrip()
    for trouble in each.troubles:
        yield f"  ! {one_line(trouble)}."
    for note in each.notes:
        yield f"    {one_line(note)}."
    for left in each.open:
        yield f"  ? {one_line(left)}."
    if each.troubles:
        yield "  Nothing of it is entered; look at the document, and type what is right by hand."
    elif each.entries.done:
        yield "  It is in the register already; nothing is entered."
    elif each.entries.any:
        yield from _entered(each, written=written)
        yield f"  Next: {_next(each, review)}."


def _shown(reading: Reading) -> str:
    if reading.why:
        return f"{short(reading.text, 24)} not certain" if reading.text else "not certain"
    return short(reading.value, 44)[1:-1] if reading.value else "(blank)"


def _entered(each: Returned, *, written: bool) -> Iterator[str]:
    yield f"  {'Entered' if written else 'Would enter, with --write-back'}:"
    for entry in each.entries.cells:
        was = f" (it said {short(entry.was)})" if entry.was else ""
        yield f"    {entry.cell!s:<14} {entry.header}: {short(str(entry.value))}{was}"
    if each.entries.row:
        yield f"    {Reply.SHEET.name:<14} a row with the decision, the words, who and when"


def _next(each: Returned, review: Review) -> str:
    by_asked = {reading.asked: reading for reading in each.readings}
    revised = by_asked.get(Asked.REVISED_BY)
    by = f" by {revised.value}" if revised is not None and revised.value else ""
    register = Path(review.register.path)
    return _NEXT[by_asked[Asked.DECISION].value].format(
        by=by, respond=to_type("respond", register, each.id), check=to_type("check", register, "--finding", each.id))


def reply_json(found: Replies, review: Review, *, written: bool) -> str:
    """The same as indented JSON, ending in a line break; its shape is a contract: fields are added, never changed."""
    told = {"register": review.register.path, "today": review.today.isoformat(), "written": written,
            "settled": found.settled, "replies": [_told(each, written=written) for each in found.read],
            "unreadable": [{"file": str(path), "why": why} for path, why in found.unreadable.items()]}
    return json.dumps(told, ensure_ascii=False, indent=2, default=date.isoformat) + "\n"


def _told(each: Returned, *, written: bool) -> dict[str, Any]:
    return {
        "file": str(each.path), "finding": each.id or None, "version": each.version,
        "read": [{"asked": str(reading.asked), "where": reading.where, "text": reading.text, "value": reading.value,
                  "why": reading.why} for reading in each.readings],
        "enters": [{"sheet": entry.cell.sheet, "cell": entry.cell.ref, "header": entry.header, "was": entry.was,
                    "value": entry.value} for entry in each.entries.cells],
        "row": each.entries.row, "troubles": each.troubles, "open": each.open, "notes": each.notes,
        "state": "known" if each.entries.done else "refused" if each.troubles else "entered" if written else "read"}
