"""What two ways of reading a report have in common: only that is certain."""

from __future__ import annotations

from ncr_toolkit.audit_report.labels import TEXTS
from ncr_toolkit.audit_report.parts import letters
from ncr_toolkit.audit_report.told import ReportFinding, Told
from ncr_toolkit.audit_report.values_and_headings import Located


def agreed(one: Told, other: Told) -> Told:
    """What both readings tell alike. A finding of which they have nothing in common is named by its number alone, and
    looked up by a person."""
    there = {letters(each.id).casefold(): each for each in other.findings}
    both = [(each, there.pop(letters(each.id).casefold(), None)) for each in one.findings]
    found = [_common(each, its) for each, its in both if its is not None]
    alone = [each for each, its in both if its is None] + list(there.values())
    bare = [Located(each.id, each.where) for each in (*alone, *(each for each in found if not each.values))]
    about = {key: value for key, value in one.about.items() if _same(value, other.about.get(key))}
    return Told(tuple(each for each in found if each.values), about, _once((*one.bare, *other.bare, *bare)),
                _once((*one.unread, *other.unread)), _once((*one.below, *other.below)),
                *_without_number(one, other), _once((*one.good, *other.good)),
                _once((*one.earlier, *other.earlier)), _once((*one.closed, *other.closed)),
                max(one.announced, other.announced, key=len))


def _without_number(one: Told, other: Told) -> tuple[tuple[ReportFinding, ...], tuple[Located, ...]]:
    """The findings without a number that both tell, and the lines that only one does, beside those that none takes."""
    said = [{letters(each.values[TEXTS[0]].text): each for each in told.unnumbered} for told in (one, other)]
    both = tuple(_common(each, said[1][text]) for text, each in said[0].items() if text in said[1])
    alone = [Located(each.values[TEXTS[0]].text, each.where) for mine, its in (said, said[::-1])
             for text, each in mine.items() if text not in its]
    return both, _once((*one.lines, *other.lines, *alone))


def _common(finding: ReportFinding, other: ReportFinding) -> ReportFinding:
    values = {key: value for key, value in finding.values.items()
              if _same(value, other.values.get(key)) and key not in (*finding.twofold, *other.twofold)}
    others = {header: value for header, value in finding.others.items() if _same(value, other.others.get(header))}
    return ReportFinding(finding.id, finding.where, finding.listed and other.listed, finding.section, values, others)


def _same(value: Located, other: Located | None) -> bool:
    return other is not None and letters(value.text) == letters(other.text)


def _once(found: tuple[Located, ...]) -> tuple[Located, ...]:
    return tuple({(letters(each.text), each.where): each for each in found}.values())
