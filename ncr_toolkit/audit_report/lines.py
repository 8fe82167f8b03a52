"""What is labelled in a report, and its headings, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ncr_toolkit.audit_report.events import Event, Heading, Located, Pair
from ncr_toolkit.audit_report.headings import number_in, still_earlier
from ncr_toolkit.audit_report.labels import TEXTS, codes_of, is_value, key
from ncr_toolkit.audit_report.parts import Line, Part, Row
from ncr_toolkit.audit_report.tables import of_table


def events(parts: Sequence[Part]) -> Iterator[Event]:
    """Headings and labelled values in order; what an earlier audit found is left out."""
    codes = {code: meant for part in parts if isinstance(part, Line) for code, meant in codes_of(part.text).items()}
    at, earlier = 0, 0
    while at < len(parts):
        part = parts[at]
        if isinstance(part, Row):
            end = next((number for number in range(at, len(parts)) if not _is_same_table(parts[number], part)),
                       len(parts))
            if not earlier:
                yield from of_table([each for each in parts[at:end] if isinstance(each, Row)], codes)
            at = end
            continue
        earlier = still_earlier(part, earlier)
        used, found = _of_line(parts, at, part, codes)
        at += used
        if not earlier:
            yield from found


def _is_same_table(part: Part, row: Row) -> bool:
    return isinstance(part, Row) and part.table == row.table


def _of_line(parts: Sequence[Part], at: int, line: Line, codes: Mapping[str, str]) -> tuple[int, list[Event]]:
    """What a line says, and how many lines that took: a label alone has its value on the lines below."""
    label, colon, rest = line.text.partition(":")
    if colon and rest.strip() and (known := key(label)) and is_value(known, rest, codes):
        return 1, [Pair(known, label.strip(), Located(rest.strip(), line.where))]
    number = number_in(line)
    if colon and rest.strip() and not number and (told := number_in(replace(line, text=label))):
        return 1, [Heading(replace(line, text=label), told), Pair(TEXTS[0], "", Located(rest.strip(), line.where))]
    if not number and (known := key(line.text)):
        below = list(_below(parts, at + 1))
        text = "\n".join(each.text for each in below)
        if text and is_value(known, text, codes):
            return 1 + len(below), [Pair(known, line.text.strip(" :"), Located(text, below[0].where))]
    return 1, [Heading(line, number)] if line.level or number else []


def _below(parts: Sequence[Part], at: int) -> Iterator[Line]:
    """The lines below a label, until something else begins."""
    for number in range(at, len(parts)):
        part = parts[number]
        if not isinstance(part, Line) or part.level or key(part.text.partition(":")[0]) or number_in(part):
            return
        yield part
