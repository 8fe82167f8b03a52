"""What a report tells: its findings, and what is noticed and not taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from ncr_toolkit.audit_report.values_and_headings import Located


@dataclass(frozen=True, slots=True)
class Announced:
    """So many findings of a grade ('' any, "nonconformity" Major or Minor), and where that is said."""

    grade: str
    count: int
    text: str
    where: str


@dataclass
class ReportFinding:
    """A finding of a report: what is located of it, by the key of our column."""

    id: str  # '' where the report gives it no number
    where: str
    listed: bool = False  # in a row of a list, and not by itself
    section: str = ""  # the grade that the heading above it names
    values: dict[str, Located] = field(default_factory=dict)
    others: dict[str, Located] = field(default_factory=dict)  # in columns of the report's own, by their headers
    twofold: dict[str, tuple[Located, Located]] = field(default_factory=dict)  # said twice, and not alike


@dataclass(frozen=True)
class Told:
    """What a report tells. `about`: of the audit itself, by the key of our column."""

    findings: tuple[ReportFinding, ...]
    about: dict[str, Located]
    bare: tuple[Located, ...]  # numbers of findings of which nothing else is located
    unread: tuple[Located, ...]  # headings of a grade below which stands what is not taken
    below: tuple[Located, ...] = ()  # what that is
    unnumbered: tuple[ReportFinding, ...] = ()  # "Observation: ..."
    lines: tuple[Located, ...] = ()  # that begin as a finding does, and are not taken
    good: tuple[Located, ...] = ()  # that tell of what is good
    earlier: tuple[Located, ...] = ()  # what the section of an earlier audit names
    closed: tuple[Located, ...] = ()  # findings that the report calls closed
    announced: tuple[tuple[Announced, int], ...] = ()  # more than are located, with how many are
