"""What a report says of one finding in several places: the longer of two texts, and neither of two that differ."""

from __future__ import annotations

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import CLOSE_DUE, DUE, RESPONSE_DUE
from ncr_toolkit.audit_report.labels import GRADE, TEXTS, TITLE
from ncr_toolkit.audit_report.parts import letters
from ncr_toolkit.audit_report.told import ReportFinding
from ncr_toolkit.audit_report.values_and_headings import Located


def settle_due(finding: ReportFinding, label: str) -> None:
    """A day of which the label does not say what is due is the other one of the two, where one is told; else it stays
    under its label."""
    due, twofold = finding.values.pop(DUE, None), finding.twofold.pop(DUE, None)
    if due is None or twofold:
        return
    free = [key for key in (RESPONSE_DUE, CLOSE_DUE) if key not in finding.values]
    if len(free) == 1:
        finding.values[free[0]] = due
    else:
        finding.others.setdefault(label, due)


def is_another(finding: ReportFinding, other: ReportFinding) -> bool:
    """Whether two findings share a number and are not one: two sites may each have an NC-1. A list may shorten what is
    told in full elsewhere."""
    if finding.listed != other.listed:
        return False
    return any(not _alike(name, finding.values[name].text, other.values[name].text)
               for name in TEXTS if name in finding.values and name in other.values)


def join(finding: ReportFinding, other: ReportFinding) -> None:
    """Take over what another place says of the same finding; of a text that differs the one that is no list's."""
    for name, value in other.values.items():
        known = finding.values.setdefault(name, value)
        if known.text and value.text and not _alike(name, known.text, value.text) and name in (*TEXTS, TITLE):
            finding.values[name] = value if finding.listed and not other.listed else known
        else:
            say_again(finding, name, value)
    finding.others = {**other.others, **finding.others}
    finding.listed = finding.listed and other.listed


def say_again(finding: ReportFinding, name: str, value: Located) -> None:
    """Put a value beside the one that the finding has: the longer counts, where the short is part of it. What is not
    alike is not compared, and a text of which one may be cut, or which is said in two ways, is none."""
    known = finding.values[name]
    if known.text and value.text and _alike(name, known.text, value.text):
        finding.values[name] = max(known, value, key=lambda each: len(each.text))
    elif name in (*TEXTS, TITLE):
        finding.values[name] = Located("", known.where)
    else:
        finding.twofold[name] = (known, value)


def _alike(name: str, one: str, other: str) -> bool:
    if name == GRADE:
        return grade(one) == grade(other)
    short, long = sorted((letters(one), letters(other)), key=len)
    return short in long
