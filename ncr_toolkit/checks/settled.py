"""What was settled before: checks that found nothing in the rows of a finding find nothing again where nothing that they
go by has changed.

Kept is no text, and no problem: only the mark of a finding's rows, and which checks of them were silent. The mark is
made of every cell of theirs, the settings, the pack and this program; a check that asked for anything else, as other
findings, files or the day, is asked anew each time (`watched`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from ncr_toolkit.checks.registry import Check, Fault
from ncr_toolkit.checks.watched import Watched
from ncr_toolkit.core.model import RECORDS, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.verdicts import verdicts_of
from ncr_toolkit.runs.inputs import pack_told, program

SIZE = 16
"""Bytes of a mark."""
_SILENT, _ASKED = 1, 0
Known = dict[bytes, bytes]
"""Which checks were silent, a byte each, by the mark of a finding's rows."""


class Settled:
    """Goes through the rows of findings, and leaves out what is settled. `known`: of an earlier time; `now`: for the
    next. `checks`: all that are to be asked, the same as then."""

    def __init__(self, review: Review, checks: Iterable[Check], known: Known) -> None:
        self.review = Watched(review)
        self.now: Known = {}
        self._known = known
        self._context = repr((program(), pack_told(review.pack), _content(review.settings),
                              [check.code for check in checks]))

    def faults(self, finding: Finding, asked: Sequence[tuple[Record, Check]]) -> Iterator[tuple[Check, Fault]]:
        """What the checks find in the records of one finding, each pair asked in turn."""
        records = list({id(record): record for record, _ in asked}.values())
        mark = self._mark(finding, records)
        before = self._known.get(mark, b"")
        if len(before) != len(records) + len(asked):
            before = bytes(len(records) + len(asked))
        for record, silent in zip(records, before, strict=False):
            if silent:
                self.review.take_as({}, verdicts_of, record)
        silences = bytearray(before[len(records):])
        for place, (record, check) in enumerate(asked):
            if silences[place] != _SILENT:
                found, beyond = self.review.watch(lambda: list(check.find(record, self.review)), finding)  # noqa: B023
                silences[place] = _ASKED if found or beyond else _SILENT
                yield from ((check, fault) for fault in found)
        self.now[mark] = bytes(self.review.is_nothing(verdicts_of, record) for record in records) + bytes(silences)

    def _mark(self, finding: Finding, records: Sequence[Record]) -> bytes:
        """Of all that belongs to a finding, and of whether it is what its ids mean."""
        rows = [row for kind in RECORDS if "finding" in kind.SHEET.by_name for row in self.review.of(kind, finding)]
        plain, of_it = self.review.plain, set(map(id, rows))
        said = [(_content(record), plain.finding(record) is finding, _is_meant(record, plain), id(record) in of_it)
                for record in {id(record): record for record in (finding, *records, *rows)}.values()]
        return blake2b(repr((self._context, said)).encode(errors="surrogatepass"), digest_size=SIZE).digest()


def _is_meant(record: Record, review: Review) -> bool:
    """Whether a record is the one that is found by its id."""
    name = record.SHEET.id_field
    return not name or review.find(type(record), record.typed(name)) is record


def _content(record: Record) -> str:
    """All that was read of a row, but for where it stands."""
    return repr((record.SHEET.name, record.label, [record.value(column.name) for column in record.SHEET.typed_columns],
                 record.unread, record.links, sorted(record.formulas.items()), sorted(record.implied), record.struck,
                 record.numbers, list(record.at.letters), list(record.at.cells)))


def encoded(known: Mapping[bytes, bytes]) -> bytes:
    """As it is kept: mark, number of bytes, bytes; one after the other."""
    return b"".join(mark + len(silent).to_bytes(4, "big") + silent for mark, silent in known.items())


def decoded(data: bytes) -> Known:
    """What was `encoded`. Raises ValueError for what was not."""
    known, at = {}, 0
    while at < len(data):
        mark, size = data[at:at + SIZE], int.from_bytes(data[at + SIZE:at + SIZE + 4], "big")
        at += SIZE + 4 + size
        if at > len(data):
            raise ValueError("cut off")
        known[mark] = data[at - size:at]
    return known
