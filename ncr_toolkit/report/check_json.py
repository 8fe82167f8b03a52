"""The check as one JSON object, for other programs. Its shape is a contract: fields are added, never changed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ncr_toolkit.common.version import __version__
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.clocks import CLOCKS, Clock, running
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Level, Problem, Rule
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import flags, overdue_days
from ncr_toolkit.report.problem_rows import rules_of


def report(assessment: Assessment) -> str:
    """The whole assessment as indented JSON, ending in a line break."""
    review = assessment.review
    register = review.register
    found = {
        "tool": {"name": "ncr-toolkit", "version": __version__},
        "register": {"path": register.path, "sha256": register.sha256, "id": register.settings.id,
                     "pack": review.pack.id},
        "today": review.today.isoformat(),
        "read": register.counts(),
        "summary": {**{level.value: assessment.count(level) for level in Level}, **assessment.figures},
        "findings": [_finding(finding, assessment) for finding in register.findings],
        "not_checked": [{"code": each.code, "why": each.why, "what": each.what} for each in assessment.not_checked],
        "problems": [_problem(problem) for problem in assessment.problems],
        "rules": {rule.code: _rule(rule) for rule in rules_of(assessment)},
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding, assessment: Assessment) -> dict[str, Any]:
    review, ready = assessment.review, assessment.readiness(finding)
    return {
        "id": finding.typed("id"),
        "grade": finding.grade or None,
        "status": finding.status or None,
        "owner": finding.owner or None,
        "close_due": _day(finding.close_due),
        "close_due_proposed": _day(review.proposed(finding, "close_due")),
        "clocks": [_clock(clock, finding, review) for clock in CLOCKS],
        "revised_due": _day(finding.revised_due),
        "overdue_days": overdue_days(finding, review.today),
        "flags": flags(finding, review),
        "plan_ready": ready.plan_ready,
        "proof_ready": ready.proof_ready,
        "gaps": list(ready.gaps),
        "stage": ready.stage,
        "next": ready.next,
        "wanted": ready.serves_as,
        "ready": ready.ready(),
    }


def _clock(clock: Clock, finding: Finding, review: Review) -> dict[str, Any]:
    """One of the three dates of the body: typed, or else proposed."""
    due, accepted = finding.value(clock.due), finding.value(clock.accepted)
    day = due if isinstance(due, date) else None
    return {
        "step": clock.step,
        "due": _day(day),
        "proposed": _day(review.proposed(finding, clock.due)),
        "last_working_day": _day(review.days_off.last_working_day(day) if day else None),
        "running": any(each is clock for each, _ in running(finding, review)),
        "accepted_on": _day(accepted if isinstance(accepted, date) else None),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "level": problem.level.value,
        "sheet": problem.cell.sheet or None,
        "cell": problem.cell.ref,
        "key": problem.key,
        "record": problem.record,
        "value": problem.value,
        "message": problem.message,
        "fix": problem.fix,
        "where": str(problem.where) or None,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    """Whose rule the problems of a check are held to."""
    return {"title": rule.title, "source": rule.source, "looked_up_on": _day(rule.looked_up_on),
            "read_in": rule.read_in or None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
