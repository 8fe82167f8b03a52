"""Sequence: days that can be, and that nobody would expect in that order (`chronology` has the table of them)."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.chronology import broken
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Action, Audit, Containment, Decision, Effect, Finding, Lesson, Settings
from ncr_toolkit.core.problem import Level, Stage
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record


@check("DAT016", Action, Containment, Effect, Lesson, of=Of.GRADED, level=Level.WARNING, blocks=Stage.NEVER)
def begun_before(record: Record, review: Review) -> Iterator[Fault]:
    """Work on a finding began before the finding was there

    Why: An answer that began before the audit did not come from it. The auditor asks which of the two days is wrong, or
    what the work has to do with the finding.
    Fix: Correct the day. If the work was under way already, write the day on which it was taken into this plan.

    Bad:

        Audits
        | Audit ID | First day  | Last day   |
        |---|---|---|
        | SA       | 2026-04-20 | 2026-04-22 |

        Findings
        | Finding ID | Audit | Grade | Raised on  |
        |---|---|---|---|
        | NC-1       | SA    | Minor | 2026-04-22 |

        Actions
        | Action ID | Finding ID | Start          |
        |---|---|---|
        | CA-1      | NC-1       | **2026-04-02** |

        Lessons
        | Finding ID | Taken on       |
        |---|---|
        | NC-1       | **2026-04-19** |

    Good:

        Audits
        | Audit ID | First day  | Last day   |
        |---|---|---|
        | SA       | 2026-04-20 | 2026-04-22 |

        Findings
        | Finding ID | Audit | Grade | Raised on  |
        |---|---|---|---|
        | NC-1       | SA    | Minor | 2026-04-22 |

        Actions
        | Action ID | Finding ID | Kind        | Start      |
        |---|---|---|---|
        | CA-1      | NC-1       |             | 2026-04-20 |
        | CA-2      | NC-1       | Improvement | 2026-01-10 |
    """
    yield from broken("DAT016", record, review)


@check("DAT017", Finding, level=Level.WARNING, blocks=Stage.NEVER)
def raised_outside(finding: Finding, review: Review) -> Iterator[Fault]:
    """A finding was raised after the report of its audit, or after the next audit

    Why: The report lists the findings of an audit; one that is younger than the report is not in it.
    Fix: Compare with the report: correct the day, or choose the audit in which it was raised.

    Bad:

        Audits
        | Audit ID | Last day   | Report received on |
        |---|---|---|
        | SA       | 2026-04-02 | 2026-04-09         |

        Findings
        | Finding ID | Audit | Raised on      |
        |---|---|---|
        | NC-1       | SA    | **2026-04-10** |

    Good:

        Audits
        | Audit ID | Last day   | Report received on |
        |---|---|---|
        | SA       | 2026-04-02 | 2026-04-09         |

        Findings
        | Finding ID | Audit | Raised on  |
        |---|---|---|
        | NC-1       | SA    | 2026-04-09 |
    """
    yield from broken("DAT017", finding, review)


@check("DAT024", Audit, Settings, level=Level.WARNING, blocks=Stage.NEVER)
def audits_out_of_order(record: Record, review: Review) -> Iterator[Fault]:
    """The days of the audits do not fit together

    Why: Deadlines and the question whether a minor is still open follow from these days; a wrong one moves them all.
    Fix: Compare with the audit programme of the body, and correct the day that is wrong.

    Bad:

        Register
        | Next audit     | Certificate expires on |
        |---|---|
        | **2026-03-01** | 2028-04-01             |

        Audits
        | Audit ID | Kind         | First day  | Last day   | Report received on | Next audit |
        |---|---|---|---|---|---|
        | SA-25    | Surveillance | 2025-04-02 | 2025-04-04 | **2026-04-12**     | 2026-04-10 |
        | SA-26    | Surveillance | 2026-04-10 | 2026-04-11 |                    |            |

    Good:

        Register
        | Next audit | Certificate expires on |
        |---|---|
        | 2027-04-02 | 2027-04-30             |

        Audits
        | Audit ID | Kind         | First day  | Last day   | Report received on | Next audit |
        |---|---|---|---|---|---|
        | SA-25    | Surveillance | 2025-04-02 | 2025-04-04 | 2025-04-12         | 2026-04-10 |
        | SA-26    | Surveillance | 2026-04-10 | 2026-04-11 | 2026-04-20         | 2027-04-02 |
        | IA-26    | Internal     | 2026-05-10 | 2026-05-11 |                    |            |
    """
    if isinstance(record, Settings):
        yield from _next_audit(record, review)
    elif isinstance(record, Audit):
        yield from broken("DAT024", record, review)
        yield from _stages(record, review)


def _next_audit(settings: Settings, review: Review) -> Iterator[Fault]:
    """The register's own next audit lies after the audits of the body, and before the certificate ends."""
    ends, day = settings.certificate_expiry, settings.next_audit_on
    over = [audit for audit in review.register.all(Audit) if audit.kind not in ("Internal", "") and audit.ended_on]
    renewed = ends is not None and any(audit.kind == "Recertification" and audit.ended_on and (ends - audit.ended_on).days < 365
                                       for audit in over)  # then the next audit is one of the new certificate
    last = max(over, key=lambda audit: (audit.ended_on, audit.label), default=None)
    if day is None:
        return
    same = last is not None and last.next_audit_on and fold(last.body) == fold(settings.typed("certification_body") or last.body)
    if last is not None and last.ended_on and day < (last.started_on or last.ended_on):
        yield fault(settings, "next_audit_on", f"The next audit ({day}) comes before {last.label}, which ended on {last.ended_on}.")
    elif ends is not None and review.today <= ends < day and not renewed:
        yield fault(settings, "next_audit_on", f"The next audit ({day}) comes after the certificate has ended ({ends}).")
    elif last is not None and same and last.next_audit_on != day:
        yield fault(settings, "next_audit_on", f"The next audit is on {day} here, and on {last.next_audit_on} on the sheet Audits "
                                               f"({last.label}).")


def _stages(audit: Audit, review: Review) -> Iterator[Fault]:
    """Stage 1 comes before stage 2 of the same body, unless another stage 2 follows."""
    if audit.kind != "Stage 1" or audit.started_on is None:
        return
    second = [each for each in review.register.all(Audit) if each.kind == "Stage 2" and each.started_on
              and fold(each.typed("body")) == fold(audit.typed("body"))]
    if second and all(each.started_on < audit.started_on for each in second if each.started_on):
        yield fault(audit, "started_on", f"Stage 1 began on {audit.started_on}, after stage 2 ({second[0].label}, "
                                         f"{second[0].started_on}).")


@check("DAT025", Decision, level=Level.WARNING, blocks=Stage.NEVER)
def decided_out_of_order(decision: Decision, review: Review) -> Iterator[Fault]:
    """A decision is older than its finding, or younger than its end

    Why: Nobody could set a check aside for a finding that was not there, or for a time that was over.
    Fix: Correct 'Decided on' or 'Valid until'.

    Bad:

        Findings
        | Finding ID | Raised on  |
        |---|---|
        | NC-1       | 2026-04-22 |

        Decisions
        | Check  | Record ID | Decided on     | Valid until |
        |---|---|---|---|
        | OWN004 | NC-1      | **2026-04-02** | 2026-12-31  |
        | OWN004 | NC-1      | **2026-06-20** | 2026-06-02  |

    Good:

        Findings
        | Finding ID | Raised on  |
        |---|---|
        | NC-1       | 2026-04-22 |

        Decisions
        | Check  | Record ID | Decided on | Valid until |
        |---|---|---|---|
        | OWN004 | NC-1      | 2026-05-02 | 2026-12-31  |
    """
    yield from broken("DAT025", decision, review)


@check("DAT026", Finding, level=Level.WARNING, blocks=Stage.NEVER)
def acknowledged_late(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding was acknowledged after it was answered or closed

    Why: Who has answered a finding has received it; the day of acknowledgement is wrong, or another one is.
    Fix: Correct 'Acknowledged on'; leave it empty if nothing was confirmed.

    Bad:

        Findings
        | Finding ID | Acknowledged on | Response sent on | Status    |
        |---|---|---|---|
        | NC-1       | **2026-06-01**  | 2026-05-20       | Submitted |

    Good:

        Findings
        | Finding ID | Acknowledged on | Response sent on | Status    |
        |---|---|---|---|
        | NC-1       | 2026-05-20      | 2026-05-20       | Submitted |
    """
    yield from broken("DAT026", finding, review)


@check("DAT027", Containment, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Stage.NEVER)
def mitigated_afterwards(step: Containment, review: Review) -> Iterator[Fault]:
    """An interim mitigation begins when the cause is already gone

    Why: A mitigation holds until the cause is removed. One that begins after the last action protected nobody meanwhile.
    Fix: Correct the day; or choose another kind, if it is no mitigation.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Containment
        | Finding ID | Step ID | Kind               | Done on        |
        |---|---|---|---|
        | NC-1       | C-1     | Interim mitigation | **2026-05-21** |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Containment
        | Finding ID | Step ID | Kind               | Done on    |
        |---|---|---|---|
        | NC-1       | C-1     | Interim mitigation | 2026-05-20 |
        | NC-1       | C-2     | Correction         | 2026-05-21 |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |
    """
    finding = review.finding(step)
    if finding is None or step.kind != "Interim mitigation" or not finding.blank("reopened_on"):
        return
    ends = [action.done_on or action.due for action in review.of(Action, finding) if action.kind in ("", "Corrective")]
    last, day = max((end for end in ends if end), default=None), step.done_on or step.planned_on
    if last is None or day is None or not all(ends) or day <= last or (step.done_on and day > review.today):
        return
    if step.done_on:
        yield fault(step, "done_on", f"The interim mitigation {step.label} began on {day}, after the last action was done ({last}).")
    else:
        yield fault(step, "planned_on", f"The interim mitigation {step.label} is planned for {day}, after the last action is done "
                                        f"({last}).")
