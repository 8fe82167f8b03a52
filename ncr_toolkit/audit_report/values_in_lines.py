"""What the lines of a report say: headings, and values behind or below their labels, in the order of reading.

Where a value begins is certain; where it ends, only where a label, a number, a heading or a table follows. What may be
cut, or may go on into what is no more the auditor's, is told as not located.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ncr_toolkit.audit_report.grades import codes_of, grade
from ncr_toolkit.audit_report.headings import number_in, run_in
from ncr_toolkit.audit_report.label_words import DUE, REFERENCE, are_of_a_heading, due_named
from ncr_toolkit.audit_report.labels import GRADE, TEXTS, first_key, is_bare_clause, is_item_number, is_value, key
from ncr_toolkit.audit_report.labels_in_text import labelled, of_the_audit
from ncr_toolkit.audit_report.line_breaks import is_label_like, is_sentence_end
from ncr_toolkit.audit_report.parts import Line, Part, Row
from ncr_toolkit.audit_report.tables import of_table
from ncr_toolkit.audit_report.unnumbered import (
    begins_like_finding,
    graded_line,
    is_any_remark,
    is_definition,
    tells_of_good,
)
from ncr_toolkit.audit_report.values_and_headings import Aside, Event, Graded, Heading, Located, Pair, Prose

_GRADE_FIRST = re.compile(r"([^.:;\u2013\u2014]{2,40}?)(?:[.:;]| [\u2013\u2014-]) +(?=\S)(.+)", re.DOTALL)
"""A text whose first sentence may be no more than its grade."""
_WIDE_COLON = "\uff1a"
_LEAST_WORDS = 4
"""Of a text that may be a finding; "None." is none."""


def events(parts: Sequence[Part]) -> Iterator[Event]:
    """Headings and labelled values in order."""
    codes = {code: meant for part in parts if isinstance(part, Line) for code, meant in codes_of(part.text).items()}
    parts = [_with_colon(part) for part in parts]
    at, graded, above, heading = 0, False, "", ""
    while at < len(parts):
        part = parts[at]
        if isinstance(part, Row):
            end = next((number for number in range(at, len(parts)) if not _is_same_table(parts[number], part)),
                       len(parts))
            yield from _with_day(of_table([each for each in parts[at:end] if isinstance(each, Row)], codes), above)
            at = end
            continue
        heading = part.text if part.level else heading
        graded, above = (bool(grade(part.text)), due_named(part.text)) if part.level else (graded, above)
        used, found = _LineReader(parts, codes, graded=graded, heading=heading).read(at, part)
        at += used
        yield from _with_day(found, above)


def _with_colon(part: Part) -> Part:
    """A line whose label ends with the wide colon of East Asia as if it were the other one."""
    if not isinstance(part, Line) or _WIDE_COLON not in part.text:
        return part
    label, _, rest = part.text.partition(_WIDE_COLON)
    return replace(part, text=f"{label}: {rest}") if key(label) or grade(label) else part


def _with_day(found: Iterable[Event], due: str) -> Iterator[Event]:
    """Events in which a day says what is due by then, where the heading above did."""
    yield from (replace(each, key=due) if due and isinstance(each, Pair) and each.key == DUE else each
                for each in found)


def _is_same_table(part: Part, row: Row) -> bool:
    return isinstance(part, Row) and part.table == row.table


@dataclass(frozen=True)
class _LineReader:
    """Reads one line, and those below that belong to it. `heading`: the one above; `graded`: it names a grade."""

    parts: Sequence[Part]
    codes: Mapping[str, str]
    graded: bool
    heading: str = ""

    def read(self, at: int, line: Line) -> tuple[int, list[Event]]:
        """What a line says, and how many lines that took."""
        if not line.level and (alone := self._without_number(line)):
            return 1, [alone]
        if values := labelled(line.text, self.codes):
            *first, last = [Pair(each.key, each.label, Located(each.value, line.where)) for each in values]
            used, last = self._with_rest(at, line, last)
            return used, [*first, last]
        number = number_in(line)
        head, told, rest = self._numbered(line, number)
        if told:
            graded = _GRADE_FIRST.match(rest)
            named = graded[1] if graded and grade(graded[1]) and are_of_a_heading(graded[1]) else ""
            text = graded[2] if graded and named else rest
            used, pair = self._with_rest(at, line, Pair(TEXTS[0], "", Located(text, line.where)))
            return used, [Heading(replace(line, text=head), told),
                          *[Pair(GRADE, "", Located(named, line.where))] * bool(named), pair]
        known = key(line.text)
        if not number and known and (found := self._below_label(at, line, known)):
            return found
        said: list[Event] = [Pair(each.key, each.label, Located(each.value, line.where))
                             for each in of_the_audit(line.text)]
        if line.level or number:
            return 1, [Heading(line, number)]
        if not said and (begun := begins_like_finding(line.text)):
            said = [Aside(Located(begun, line.where))]
        return 1, said or [Prose(Located(line.text, line.where))] * (len(line.text.split()) >= _LEAST_WORDS)

    def _without_number(self, line: Line) -> Event | None:
        """A line that is a finding without a number, or tells of what is good."""
        if tells_of_good(line.text):
            return Aside(Located(line.text, line.where), good=True)
        if (found := graded_line(line.text)) is None:
            return None
        named, label, rest = found
        known = "" if line.cut else rest
        below_findings = bool(grade(self.heading)) or are_of_a_heading(self.heading)
        if is_any_remark(label) and not below_findings:
            return Aside(Located(line.text, line.where))
        return Graded(named, label, Located(known, line.where), is_definition(line.text, self.heading))

    def _numbered(self, line: Line, number: str) -> tuple[str, str, str]:
        """The heading and the number of a finding and, behind the colon or the first sentence, its statement: "NC-1
        (Minor): ...", and below the heading of a grade also "OFI 1: ..."."""
        label, _, rest = line.text.partition(":")
        if number or not rest.strip():
            return ("", "", "") if number else run_in(line)
        told = number_in(replace(line, text=label)) or (label.strip() if self.graded and is_item_number(label) else "")
        return (label, told, rest.strip()) if told else run_in(line)

    def _with_rest(self, at: int, line: Line, pair: Pair) -> tuple[int, Pair]:
        """A value, and of a text what goes on below; a list does, and what stands before the next label."""
        if pair.key not in TEXTS:
            return 1, pair
        below, certain = self._going_on(at + 1)
        if not certain:
            return 1 + len(below), _unsure(pair)
        return 1 + len(below), _whole(pair, [line, *below], [pair.value.text, *(each.text for each in below)])

    def _going_on(self, at: int, *, first: bool = False) -> tuple[list[Line], bool]:
        """The lines from here that belong to a text, and whether that is certain: a list does, and sentences before the
        next label of the same finding. `first`: nothing of the text is above."""
        below = list(_below(self.parts, at))
        end = next((number for number, each in enumerate(below) if number >= first and is_label_like(each.text)),
                   len(below))
        rest = [each for each in below[first:end] if not each.item]
        between = end == len(below) and _is_label(self.parts[at + end:at + end + 1])
        certain = not rest or (between and all(is_sentence_end(each.text) for each in rest))
        return below[:end] if certain else below, certain and not (first and end < len(below))

    def _below_label(self, at: int, line: Line, known: str) -> tuple[int, list[Event]] | None:
        """The value on the lines below a label that stands alone; None where none is there."""
        below, certain = self._going_on(at + 1, first=True)
        if not below:
            return None
        pair = Pair(known, line.text.strip(" :"), Located("\n".join(each.text for each in below), below[0].where))
        if known in TEXTS:
            return 1 + len(below), [_whole(pair, below, [each.text for each in below]) if certain else _unsure(pair)]
        more = sum(1 for _ in takewhile(lambda each: known == REFERENCE and is_bare_clause(each.text), below[1:]))
        for lines in (below[:1 + more], below):  # what stands further below may be no more of it
            text = "\n".join(each.text for each in lines)
            if is_value(known, text, self.codes):
                return 1 + len(lines), [replace(pair, value=Located(text, lines[0].where))]
        return None


def _whole(pair: Pair, lines: Sequence[Line], texts: Sequence[str]) -> Pair:
    """The value on these lines, unless one of them may be cut."""
    if any(line.cut for line in lines):
        return _unsure(pair)
    return replace(pair, value=Located("\n".join(texts), pair.value.where))


def _unsure(pair: Pair) -> Pair:
    return replace(pair, value=Located("", pair.value.where))


def _is_label(stop: Sequence[Part]) -> bool:
    """Whether the next thing is the label of a value of the same finding."""
    return any(isinstance(each, Line) and not number_in(each) and first_key(each.text).startswith("finding.")
               for each in stop)


def _below(parts: Sequence[Part], at: int) -> Iterator[Line]:
    """The lines below a label, until something else begins."""
    for number in range(at, len(parts)):
        part = parts[number]
        if not isinstance(part, Line) or part.level or first_key(part.text) or _begins_finding(part) \
                or tells_of_good(part.text) or graded_line(part.text):
            return
        yield part


def _begins_finding(line: Line) -> bool:
    label, colon, _ = line.text.partition(":")
    return bool(number_in(line) or (colon and number_in(replace(line, text=label))))
