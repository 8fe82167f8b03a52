"""Sequence: days that can be, and that nobody would expect in that order."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.days.day_order import broken
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import Action, Containment, Decision, Effect, Finding, Lesson
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record


@check("DAT016", Action, Containment, Effect, Lesson, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.NEVER)
def begun_before(record: Record, review: Review) -> Iterator[Fault]:
    """Work on a finding began before the finding was there

    Why: An answer that began before the audit did not come from it. The auditor asks which of the two days is wrong, or
    what the work has to do with the finding.
    Fix: Correct the day. If the work was under way already, write the day on which it was taken into this plan.
    Source: Our advice.

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


@check("DAT017", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def raised_outside(finding: Finding, review: Review) -> Iterator[Fault]:
    """A finding was raised after the report of its audit or after the next audit, or closed long before the report

    Why: The report lists the findings of an audit; one that is younger than the report is not in it, and one that was closed a
    month before it came would not be.
    Fix: Compare with the report: correct the day, or choose the audit in which it was raised.
    Source: Our advice.

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


@check("DAT025", Decision, level=Level.WARNING, blocks=Purpose.NEVER)
def decided_out_of_order(decision: Decision, review: Review) -> Iterator[Fault]:
    """A decision is older than its finding, or younger than its end

    Why: Nobody could set a check aside for a finding that was not there, or for a time that was over.
    Fix: Correct 'Decided on' or 'Valid until'.
    Source: Our advice.

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


@check("DAT026", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def acknowledged_late(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding was acknowledged after it was answered or closed

    Why: Who has answered a finding has received it; the day of acknowledgement is wrong, or another one is.
    Fix: Correct 'Acknowledged on'; leave it empty if nothing was confirmed.
    Source: Our advice.

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


@check("DAT027", Containment, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def mitigated_afterwards(step: Containment, review: Review) -> Iterator[Fault]:
    """An interim mitigation begins when the cause is already gone

    Why: A mitigation holds until the cause is removed. One that begins after the last action protected nobody meanwhile.
    Fix: Correct the day; or choose another kind, if it is no mitigation.
    Source: Our advice.

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
        yield fault(step, "done_on", f"The interim mitigation {step.label} began on {day}, after the last action was done "
                                     f"({last}).")
    else:
        yield fault(step, "planned_on", f"The interim mitigation {step.label} is planned for {day}, after the last action is "
                                        f"done ({last}).")
