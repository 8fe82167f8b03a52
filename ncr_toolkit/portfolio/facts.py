"""What one register contributes to the whole: plain data, so that it can come from another process or machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ncr_toolkit.common.errors import CannotRun, NotARegister
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs.own_file import own_file
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.several import in_one_line, names
from ncr_toolkit.core.status import is_due_soon, is_open, is_overdue_action, open_actions, overdue_days
from ncr_toolkit.report.next_steps import bare, due_days

NO_REGISTER = "no register"


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A finding as it stands on the day. Days are texts as typed or yyyy-mm-dd."""

    id: str
    cell: str
    title: str
    grade: str
    status: str
    owner: str
    site: str
    standard: str
    reference: str
    statement: str
    close_due: str
    overdue_days: int
    open: bool
    soon: bool
    stage: str
    next: str  # "" where nothing is missing
    due: str = ""  # the earliest day that it has to keep, "" where there is none
    due_what: str = ""  # what is due then: "answer", "closing"
    sites: tuple[str, ...] = ()  # this and what follows: each by itself; () where none could be read
    standards: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What is on one person's desk in one register."""

    name: str
    findings: int  # open ones owned
    actions: int  # open ones
    late: int  # of both


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """One register looked at on a day; or, where `error` says why, not."""

    path: str
    error: str = ""
    known: str = ""  # NO_REGISTER: a workbook of another kind
    sha256: str = ""
    id: str = ""
    organisation: str = ""
    standard: str = ""
    body: str = ""
    summary: dict[str, int] = field(default_factory=dict)  # problems by level, and the figures of the dashboard
    findings: tuple[FindingFacts, ...] = ()
    people: tuple[Load, ...] = ()
    troubles: tuple[str, ...] = ()  # what beside the register is not as it was written
    beside: tuple[str, ...] = ()  # the evidence folder it looked into, and a file with the rules of its body
    name: str = ""  # how lists call it: given where all are known, so that no two are called alike

    @property
    def ok(self) -> bool:
        """Whether it was read and checked."""
        return not self.error


def look_at(path: str, today: date) -> RegisterFacts:
    """Read and check one register. What cannot be read is told in `error`, and nothing is raised for it."""
    from ncr_toolkit.loader import load  # heavy, and not wanted by a process that only collects

    try:
        return _facts(path, load(path, today=today))
    except NotARegister as error:
        return RegisterFacts(path, error=str(error), known=NO_REGISTER)
    except (CannotRun, OSError) as error:
        return RegisterFacts(path, error=str(error))
    except Exception as error:  # a fault of ours in one register must not take the others with it; it is told as one
        return RegisterFacts(path, error=f"{path}: this is a fault of ncr itself, not of the register "
                             f"({type(error).__name__}: {error}); please report it.")


def _facts(path: str, assessment: Assessment) -> RegisterFacts:
    review = assessment.review
    settings = review.register.settings
    beside = (review.folder, *(own_file(settings.typed(name), Path(path).parent) for name in ("body_rules", "pack")))
    summary = {**{level.value: assessment.count(level) for level in Level}, **assessment.figures}
    return RegisterFacts(
        path, sha256=review.register.sha256, id=settings.typed("id"), organisation=settings.typed("organisation"),
        standard=review.pack.standard, body=settings.typed("certification_body"), summary=summary,
        findings=tuple(_finding(finding, assessment) for finding in assessment.findings),
        people=tuple(_people(assessment)), troubles=review.troubles,
        beside=tuple(str(each) for each in beside if each))


def _finding(finding: Finding, assessment: Assessment) -> FindingFacts:
    review = assessment.review
    soon = is_due_soon(finding, review.today, review.register.settings.days("due_soon_days"))
    ready = assessment.readiness(finding)
    day, what = next(iter(due_days(finding, review)), ("", ""))
    typed: dict[str, Any] = {name: in_one_line(finding, name) for name in (
        "id", "title", "grade", "status", "owner", "site", "reference", "statement", "close_due")}
    return FindingFacts(**typed, cell=str(finding.cell("id")), overdue_days=overdue_days(finding, review.today),
                        standard=finding.typed("standard") or review.pack.standard, open=is_open(finding), soon=soon,
                        stage=ready.stage, next=ready.next or "", due=str(day), due_what=bare(what),
                        sites=names(finding, "site", review.pack), standards=names(finding, "standard", review.pack),
                        clauses=names(finding, "reference", review.pack))


def _people(assessment: Assessment) -> Iterator[Load]:
    register, today = assessment.review.register, assessment.review.today
    owned = [finding for finding in register.findings if is_open(finding)]
    tasks = list(open_actions(register))
    findings = Counter(finding.typed("owner") for finding in owned)
    actions = Counter(action.typed("owner") for action in tasks)
    late = Counter(finding.typed("owner") for finding in owned if overdue_days(finding, today)) \
        + Counter(action.typed("owner") for action in tasks if is_overdue_action(action, today))
    for name in dict.fromkeys([*findings, *actions]):
        if name:
            yield Load(name, findings[name], actions[name], late[name])
