"""What is late: the answer, the closing, actions and steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.registry import Fault, Of, check, days, fault
from ncr_toolkit.core import clocks
from ncr_toolkit.core.model import Action, Containment, Finding, ReadinessStep, Reply
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.replies import latest
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import known_open


@check("DAT002", Finding, of=Of.NONCONFORMITY, blocks=Purpose.NEVER)
def response_overdue(finding: Finding, review: Review) -> Iterator[Fault]:
    """The response is overdue

    Why: A body that hears nothing until its date may suspend the certificate. The day itself is in time; from the next
    day it is late.
    Fix: Send the answer today and fill in 'Response sent on'; or agree a new date with the auditor, put it into
    'Response due', and log the old one on the sheet Extensions.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9 (within a defined time).

    Bad:

        Findings
        | Finding ID | Grade | Status | Response due   | Response sent on |
        |---|---|---|---|---|
        | NC-1       | Minor | Open   | **2026-06-29** |                  |

    Good:

        Findings
        | Finding ID | Grade | Status    | Response due | Response sent on |
        |---|---|---|---|---|
        | NC-1       | Minor | Open      | 2026-06-30   |                  |
        | NC-2       | Minor | Submitted | 2026-05-31   | 2026-05-30       |
    """
    if known_open(finding) and finding.response_due and finding.blank("response_sent_on"):
        late = (review.today - finding.response_due).days
        if late > 0:
            yield fault(finding, "response_due", f"The answer was due on {finding.response_due}, {days(late)} ago.")


@check("DAT033", Reply, of=Of.NONCONFORMITY, blocks=Purpose.NEVER)
def revised_answer_overdue(reply: Reply, review: Review) -> Iterator[Fault]:
    """The revised answer is overdue

    Why: A body that returned an answer gives less time for the next one, and counts from its own reply, not from your first
    date. The day itself is in time.
    Fix: Send the better answer today, then choose Sent as 'Body's decision' and enter the new 'Response sent on' (`ncr sent`
    does both); or ask the body for a later day.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9 (within a defined time).

    Bad:

        Findings
        | Finding ID | Grade | Status      | Body's decision |
        |---|---|---|---|
        | NC-1       | Minor | In progress | Returned        |

        Replies
        | Finding ID | Replied on | Decision | Revised response by |
        |---|---|---|---|
        | NC-1       | 2026-06-10 | Returned | **2026-06-24**      |

    Good:

        Findings
        | Finding ID | Grade | Status      | Response sent on | Body's decision |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | 2026-05-30       | Returned        |
        | NC-2       | Minor | Submitted   | 2026-06-20       | Sent            |

        Replies
        | Finding ID | Replied on | Decision | Revised response by |
        |---|---|---|---|
        | NC-1       | 2026-05-10 | Returned | 2026-05-24          |
        | NC-1       | 2026-06-16 | Returned | 2026-06-30          |
        | NC-2       | 2026-06-10 | Returned | 2026-06-24          |
    """
    finding = review.finding(reply)
    if finding is None or not known_open(finding) or latest(review.of(Reply, finding)) is not reply or not finding.revised_due:
        return
    late = (review.today - finding.revised_due).days
    if late > 0:
        yield fault(reply, "revised_by", f"The body wanted a better answer to {finding.label} by {finding.revised_due}, "
                                         f"{days(late)} ago.")


@check("DAT003", Finding, of=Of.NONCONFORMITY, blocks=Purpose.NEVER)
def closing_overdue(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding should be closed by now

    Why: An open finding past its date is the commonest reason for which certificates are suspended.
    Fix: Tell the auditor today what is missing. If a new date is agreed, put it into 'Close due', and log the old one on
    the sheet Extensions.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9 and 9.4.10.

    Bad:

        Findings
        | Finding ID | Grade | Status    | Close due      |
        |---|---|---|---|
        | NC-1       | Major | Verifying | **2026-06-20** |

    Good:

        Findings
        | Finding ID | Grade | Status | Close due  |
        |---|---|---|---|
        | NC-1       | Major | Closed | 2026-06-20 |
        | NC-2       | Major | Open   | 2026-06-30 |
    """
    reopened_since = finding.reopened_on and finding.close_due and finding.reopened_on > finding.close_due
    if known_open(finding) and finding.close_due and not reopened_since:  # then the old date itself is the fault
        late = (review.today - finding.close_due).days
        if late > 0:
            yield fault(finding, "close_due", f"It was to be closed by {finding.close_due}, {days(late)} ago.")


@check("DAT007", Action, of=Of.NONCONFORMITY, minor=Level.WARNING, blocks=Purpose.NEVER)
def action_overdue(action: Action, review: Review) -> Iterator[Fault]:
    """An action is overdue

    Why: The date was promised to the body in the plan.
    Fix: Finish it and fill in 'Done on'; or agree a new date, put it into 'Due', and log the old one on the sheet
    Extensions.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Major | In progress |

        Actions
        | Action ID | Finding ID | Due            | Done on |
        |---|---|---|---|
        | CA-1      | NC-1       | **2026-06-29** |         |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Major | In progress |

        Actions
        | Action ID | Finding ID | Due        | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-06-29 | 2026-06-28 |
        | CA-2      | NC-1       | 2026-06-30 |            |
    """
    finding = review.finding(action)
    if finding is not None and known_open(finding) and action.blank("done_on") and action.due and action.due < review.today:
        late = days((review.today - action.due).days)
        yield fault(action, "due", f"Action {action.label} was due on {action.due}, {late} ago.")


@check("DAT008", Action, of=Of.NONCONFORMITY, minor=Level.WARNING)
def action_after_deadline(action: Action, review: Review) -> Iterator[Fault]:
    """An action ends after the finding should be closed

    Why: The plan itself says that the deadline will be missed: the closing, or the day by which the body wants the actions
    done. A longer time has to be agreed with the body first.
    Fix: Bring the action forward; or ask for a later date (`ncr extend` drafts it), put it into 'Close due' of the finding
    once it is granted, and log the old one on the sheet Extensions.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Implementation due | Close due  |
        |---|---|---|---|---|
        | NC-1       | Major | In progress |                    | 2026-08-01 |
        | NC-2       | Major | In progress | 2026-07-15         | 2026-09-15 |

        Actions
        | Action ID | Finding ID | Due            |
        |---|---|---|
        | CA-1      | NC-1       | **2026-08-15** |
        | CA-2      | NC-2       | **2026-08-01** |

    Good:

        Findings
        | Finding ID | Grade | Status      | Close due  |
        |---|---|---|---|
        | NC-1       | Major | In progress | 2026-08-01 |

        Actions
        | Action ID | Finding ID | Due        |
        |---|---|---|
        | CA-1      | NC-1       | 2026-08-01 |
    """
    finding = review.finding(action)
    if finding is None or not action.due or not action.blank("done_on") or not known_open(finding):
        return
    if finding.close_due is None or action.due <= finding.close_due:
        yield from _after_the_second(action, finding, review)
        return
    yield fault(action, "due", f"Action {action.label} is planned for {action.due}, after {finding.label} is to be closed "
                               f"({finding.close_due}).")


def _after_the_second(action: Action, finding: Finding, review: Review) -> Iterator[Fault]:
    """The action is planned for a day after the one by which the body wants it done, and before the closing."""
    wanted_by, due = clocks.implementation_day(finding, review), action.due
    if wanted_by is not None and due is not None and due > wanted_by:
        yield fault(action, "due", f"Action {action.label} is planned for {due}, after the body wants the actions of "
                                   f"{finding.label} done ({wanted_by}).")


@check("DAT009", Containment, ReadinessStep, of=Of.NONCONFORMITY, minor=Level.WARNING, blocks=Purpose.NEVER)
def step_overdue(record: Record, review: Review) -> Iterator[Fault]:
    """A planned step or readiness item is overdue

    Why: A correction that was planned and not made is still the case that the auditor saw.
    Fix: Finish it and fill in 'Done on'; or set a new date and tell the auditor.
    Source: Our advice.
    Varies: A correction that is late holds up the plan, too: the body would read that it was to be done by now.

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Containment
        | Finding ID | Step ID | What was done    | Owner    | Planned on     |
        |---|---|---|---|---|
        | NC-1       | C-1     | The gap is shut. | Ana Lima | **2026-06-29** |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Containment
        | Finding ID | Step ID | What was done    | Owner    | Planned on | Done on    |
        |---|---|---|---|---|---|
        | NC-1       | C-1     | The gap is shut. | Ana Lima | 2026-06-29 | 2026-06-29 |
        | NC-1       | C-2     | Logs are added.  | Ana Lima | 2026-06-30 |            |
    """
    name, finding = "planned_on" if isinstance(record, Containment) else "due", review.finding(record)
    planned = record.value(name)
    if finding is None or not known_open(finding) or not record.blank("done_on") or not isinstance(planned, date):
        return
    if planned < review.today:
        blocks = Purpose.PLAN if isinstance(record, Containment) and record.kind == "Correction" else None
        yield fault(record, name, f"{record.label} was planned for {planned}, {days((review.today - planned).days)} ago.",
                    blocks=blocks)
