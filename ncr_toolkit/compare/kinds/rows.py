"""All other rows: those that came, those that are gone, people who left, and cells that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing, plural, short
from ncr_toolkit.compare.change import Both, ChangeKind, News, Where, look
from ncr_toolkit.compare.kinds.dates import DUE, KEPT
from ncr_toolkit.compare.pairs import Pair
from ncr_toolkit.compare.wording import named, what
from ncr_toolkit.core.model import RECORDS, Action, Cause, Evidence, Extension, Finding, Person
from ncr_toolkit.core.schema import Record, column_names
from ncr_toolkit.core.status import is_open, open_actions

PLAIN = tuple(kind for kind in RECORDS if kind not in (Finding, Action, Cause, Evidence))
"""The sheets of whose rows nothing more is to be told than that they came or went."""
JUDGED = (*column_names(RECORDS, "status", "grade", "response_sent_on", "done_on", "result", "sha256"), *KEPT,
          *dict.fromkeys(name for names in DUE.values() for name in names))
"""The columns by which changes are judged: where one cannot be read, what changed is unknown."""


@look(Where.NEW, *PLAIN)
def row_added(row: Record, both: Both) -> Iterator[News]:
    """A row more."""
    yield News(ChangeKind.ROW_ADDED, f"A row was added on '{row.SHEET.name}': {_of(row)}.", _first(row))


@look(Where.GONE, *PLAIN)
def row_removed(row: Record, both: Both) -> Iterator[News]:
    """A row less; an agreement on a later date is never taken back in silence."""
    yield News(ChangeKind.ROW_REMOVED, f"A row of '{row.SHEET.name}' is gone: {_of(row)}.", _first(row),
               grave=isinstance(row, Extension))


def _first(row: Record) -> str:
    return row.SHEET.label_field or row.SHEET.typed_columns[0].name


def _of(row: Record) -> str:
    """A row in words: what it belongs to, and the first text in it."""
    places = (row.SHEET.id_field, "finding", "record", "code")
    said = next((text for column in row.SHEET.typed_columns
                 if column.name not in places and (text := row.typed(column.name))), "")
    return f"{named(row)}{f', {short(said)}' if said else ''}"


@look(Where.BOTH, Person)
def left(pair: Pair[Person], both: Both) -> Iterator[News]:
    """Somebody has left, and what the person owns still waits."""
    if not pair.filled("left_on"):
        return
    name, register = fold(pair.new.typed("name")), both.new.register
    findings = sum(is_open(finding) and fold(finding.typed("owner")) == name for finding in register.findings)
    actions = sum(fold(action.typed("owner")) == name for action in open_actions(register))
    owned = [plural(number, what) for number, what in ((findings, "open finding"), (actions, "open action")) if number]
    still = f", and still owns {listing(owned)}" if owned else ""
    yield News(ChangeKind.LEFT, f"{pair.new.label} left on {pair.new.typed('left_on')}{still}.", "left_on")


@look(Where.BOTH, *RECORDS)
def unclear(pair: Pair[Record], both: Both) -> Iterator[News]:
    """One of the two cells could not be read: what stands there is told, and not judged."""
    for name in pair.unclear:
        was, now = pair.old.typed(name), pair.new.typed(name)
        unread = pair.new.unread.get(name) or pair.old.unread[name]
        which = "that" if name in pair.new.unread else "the old one"
        corrected = name not in pair.new.unread and now in unread.readings
        yield News(ChangeKind.UNCLEAR,
                   f"{what(pair.new, name)} was {_quoted(was)} and is {_quoted(now)} now; {which} cannot "
                   f"be read ({unread.why}), so nobody knows what changed.", name,
                   grave=name in JUDGED and not corrected)


def _quoted(text: str) -> str:
    return short(text) if text else "empty"
