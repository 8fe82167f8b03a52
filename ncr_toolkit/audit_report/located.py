"""What the parts of a report tell: its findings, by labels, rows and headings, never by the sense of a sentence.

A finding begins with its number: beside a label, in a column of a list, or in a heading such as "NC-1: Minor, clause
8.4". What is labelled after it belongs to it, until the next number or the next heading.
"""

from __future__ import annotations

from collections.abc import Sequence

from ncr_toolkit.audit_report.announced import announced, not_reached
from ncr_toolkit.audit_report.headings import of_this_audit
from ncr_toolkit.audit_report.labels import (
    STATUS,
    TEXTS,
)
from ncr_toolkit.audit_report.locator import Locator
from ncr_toolkit.audit_report.parts import Line, Part
from ncr_toolkit.audit_report.told import ReportFinding, Told
from ncr_toolkit.audit_report.values_and_headings import (
    Located,
)
from ncr_toolkit.audit_report.values_in_lines import events
from ncr_toolkit.core.foreign_words import words

_MOST_WORDS = 6
"""Of the beginning of a text by which a finding without a number is named."""


def located(parts: Sequence[Part]) -> Told:
    """What these parts tell. A finding that is told in several places, in a list and by itself, is one; what stands
    below the heading of an earlier audit is named, and is none of this one."""
    now, before, good = of_this_audit(parts)
    reader = _read(now)
    without = reader.without_number()
    every = [*reader.merged(), *without]
    closed = [each for each in every if _is_closed(each)]
    found = [each for each in every if each.values and each not in closed]
    bare = [Located(each.id, each.where) for each in every if not each.values] + reader.unnumbered
    return Told(
        tuple(each for each in found if each.id), reader.about.values, tuple(bare), tuple(reader.unread.values()),
        unnumbered=tuple(each for each in found if not each.id), lines=tuple(reader.lines_not_taken()),
        below=tuple(reader.prose), good=(*reader.good, *_named(good)), earlier=tuple(_named(before)),
        announced=tuple(not_reached(announced(now), every)),
        closed=tuple(Located(each.id or _beginning(each), each.where) for each in closed))


def _read(parts: Sequence[Part]) -> Locator:
    reader = Locator()
    for each in events(parts):
        reader.take(each)
    reader.drop_waiting()
    return reader


def _named(parts: Sequence[Part]) -> list[Located]:
    """The findings of an earlier audit, or the heading above what names none."""
    reader = _read(parts)
    found = [Located(each.id or _beginning(each), each.where) for each in (*reader.merged(), *reader.without_number())]
    return found or [Located(part.text, part.where) for part in parts[:1] if isinstance(part, Line)]


def _is_closed(finding: ReportFinding) -> bool:
    return STATUS in finding.values and words().certain("status", finding.values[STATUS].text) == "Closed"


def _beginning(finding: ReportFinding) -> str:
    """A finding without a number, named by its first words."""
    text = finding.values[TEXTS[0]].text if TEXTS[0] in finding.values else ""
    return f"{' '.join(text.split()[:_MOST_WORDS])} ..." if text else "one without a number"


