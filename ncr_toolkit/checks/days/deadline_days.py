"""Promises: whether deadlines fit together, whether they were kept, and whether they fall on a day off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ncr_toolkit.checks.days.day_order import broken
from ncr_toolkit.checks.registry import Fault, Of, check, days, fault
from ncr_toolkit.core.model import Action, Containment, Effect, Finding, ReadinessStep
from ncr_toolkit.core.packs.days_off import WEEKDAYS
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_internal, is_open, is_reopened

AHEAD: dict[type[Record], tuple[tuple[str, str], ...]] = {
    Finding: (("response_due", "response_sent_on"), ("implementation_due", "implementation_accepted_on"),
              ("close_due", "closed_on")),
    Action: (("due", "done_on"),),
    ReadinessStep: (("due", "done_on"),),
}
"""Days that were promised to the body, and the column that tells that it is done; days of the house may fall as they like."""


@check("DAT018", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def deadlines_do_not_fit(finding: Finding, review: Review) -> Iterator[Fault]:
    """A deadline of the finding does not fit the others

    Why: The answer comes before the closing, a deadline after the day from which it is counted, and what is still open at
    the next audit is looked at there. A day that does not fit was copied wrongly, and everything else goes by it.
    Fix: Compare both days with the audit report, and correct the one that is wrong.
    Source: Our advice.

    Bad:

        Audits
        | Audit ID | Kind         | Last day   | Next audit |
        |---|---|---|---|
        | SA       | Surveillance | 2026-04-22 | 2027-04-12 |

        Findings
        | Finding ID | Audit | Grade | Status      | Response due   | Close due      | Deadline counts from |
        |---|---|---|---|---|---|---|
        | NC-1       | SA    | Minor | In progress | **2026-10-20** | 2026-09-20     | Last audit day       |
        | NC-2       | SA    | Minor | In progress | **2026-04-20** | 2026-09-20     | Last audit day       |
        | NC-3       | SA    | Minor | In progress | 2026-07-20     | **2027-05-20** | Last audit day       |

    Good:

        Audits
        | Audit ID | Kind         | Last day   | Next audit |
        |---|---|---|---|
        | SA       | Surveillance | 2026-04-22 | 2027-04-12 |

        Findings
        | Finding ID | Audit | Grade | Status      | Response due | Close due  | Deadline counts from |
        |---|---|---|---|---|---|---|
        | NC-1       | SA    | Minor | In progress | 2026-07-20   | 2026-07-20 | Last audit day       |
        | NC-2       | SA    | Minor | In progress | 2026-07-20   | 2027-04-14 | Last audit day       |
    """
    yield from broken("DAT018", finding, review)


@check("DAT021", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def late_without_agreement(finding: Finding, review: Review) -> Iterator[Fault]:
    """The answer was sent late, and no extension says that this was agreed

    Why: A body compares the day of the answer with its deadline. An agreement that stands nowhere was not made.
    Fix: Correct the day if it is mistyped; if a later one was agreed, log it on the sheet Extensions. Otherwise leave it,
    and be ready to say why.
    Source: Our advice.
    Varies: An info once the finding is closed.

    Bad:

        Findings
        | Finding ID | Grade | Status    | Response due | Response sent on |
        |---|---|---|---|---|
        | NC-1       | Minor | Submitted | 2026-05-20   | **2026-05-22**   |

    Good:

        Findings
        | Finding ID | Grade | Status      | Response due | Response sent on | Body's decision | Body's comment      |
        |---|---|---|---|---|---|---|
        | NC-1       | Minor | Submitted   | 2026-05-20   | 2026-05-20       | Sent            |                     |
        | NC-2       | Minor | Submitted   | 2026-05-20   | 2026-06-20       | Sent            | Returned on 1 June. |
        | NC-3       | Minor | Submitted   | 2026-05-20   | 2026-05-22       | Sent            |                     |

        Extensions
        | Finding or action ID | Old date   | New date   | Reason | Agreed by | Agreed on  |
        |---|---|---|---|---|---|
        | NC-3                 | 2026-05-20 | 2026-05-25 | Strike | Eva Holm  | 2026-05-18 |
    """
    sent, due = finding.response_sent_on, finding.response_due
    again = not finding.blank("reopened_on") or finding.body_decision == "Returned" or not finding.blank("body_comment")
    if is_internal(finding, review) or again or sent is None or due is None or not due < sent <= review.today:
        return  # of an answer that was sent again the day is that of the later one
    if not any(each.to_date and each.to_date >= sent for each in review.moves(finding.typed("id"))):
        late = days((sent - due).days)
        yield fault(finding, "response_sent_on", f"The answer was due on {due}, and was sent on {sent}, {late} late; no extension "
                                                 "was agreed.", level=Level.INFO if finding.status == "Closed" else None)


@check("DAT032", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def counts_as_answered(finding: Finding, review: Review) -> Iterator[Fault]:
    """A reopened finding counts as answered by its first answer

    Why: A new answer is due, and lists, colours and the Dashboard count no date of an answer that has gone out: the day
    of the first one keeps them silent until the new one is late.
    Fix: Empty 'Response sent on' until the new answer has gone out; `ncr sent` enters its day. The first day stays in
    the folder `sent`, in earlier registers and in the kept runs.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status   | Reopened on | Response due | Response sent on |
        |---|---|---|---|---|---|
        | NC-1       | Minor | Reopened | 2026-06-02  | 2026-07-02   | **2026-02-12**   |

    Good:

        Findings
        | Finding ID | Grade | Status    | Reopened on | Response due | Response sent on |
        |---|---|---|---|---|---|
        | NC-1       | Minor | Reopened  | 2026-06-02  | 2026-07-02   |                  |
        | NC-2       | Minor | Submitted | 2026-06-02  | 2026-07-02   | 2026-06-20       |
        | NC-3       | Minor | Reopened  | 2026-06-02  | 2026-02-15   | 2026-02-12       |
    """
    sent, again, due = finding.response_sent_on, finding.reopened_on, finding.response_due
    if sent and again and due and sent < again <= due and is_reopened(finding) and not is_internal(finding, review):
        yield fault(finding, "response_sent_on", f"{finding.label} was reopened on {again}, and its new answer is due on {due}; "
                                                 f"the answer of {sent} stands here, so no list counts that date.")


@check("DAT022", ReadinessStep, Containment, Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def planned_too_late(record: Record, review: Review) -> Iterator[Fault]:
    """A step, a readiness item or the review of a major is planned for a day after the closing

    Why: The plan itself says that something will not be ready when the finding is to be closed.
    Fix: Bring it forward, or agree a later closing date with the body and log it on the sheet Extensions. Ask the body whether
    it closes a major before its result is there.
    Source: Our advice.
    Varies: An info for the review of the effect.

    Bad:

        Findings
        | Finding ID | Grade | Status    | Close due  |
        |---|---|---|---|
        | NC-1       | Major | Verifying | 2026-07-20 |

        Readiness plan
        | Item ID | Finding ID | Due            | Done on |
        |---|---|---|---|
        | RP-1    | NC-1       | **2026-08-10** |         |

    Good:

        Findings
        | Finding ID | Grade | Status    | Close due  |
        |---|---|---|---|
        | NC-1       | Major | Verifying | 2026-07-20 |

        Readiness plan
        | Item ID | Finding ID | Due        | Done on    |
        |---|---|---|---|
        | RP-1    | NC-1       | 2026-07-20 |            |
        | RP-2    | NC-1       | 2026-08-10 | 2026-06-10 |
    """
    for found in broken("DAT022", record, review):
        yield replace(found, level=Level.INFO) if isinstance(record, Effect) else found


@check("DAT023", *AHEAD, of=Of.NONCONFORMITY, level=Level.INFO, blocks=Purpose.NEVER)
def on_a_day_off(record: Record, review: Review) -> Iterator[Fault]:
    """Something is due on a day off: a weekend or a public holiday

    Why: Most bodies count calendar days; whether the working day after still is in time is theirs to say. The public
    holidays are those of the country on the sheet Register; without one only weekends are known.
    Fix: Plan for the last working day before, or ask the body which day counts.
    Source: Our advice.

    Bad:

        Register
        | Public holidays of | Region of the holidays |
        |---|---|
        | Germany            | BY                     |

        Findings
        | Finding ID | Grade | Status      | Response due   |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **2026-08-01** |
        | NC-2       | Minor | In progress | **2026-12-25** |
        | NC-3       | Minor | In progress | **2027-01-06** |

    Good:

        Findings
        | Finding ID | Grade | Status      | Response due | Response sent on |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | 2026-07-31   |                  |
        | NC-2       | Minor | Submitted   | 2026-08-01   | 2026-06-12       |
    """
    finding = review.finding(record)
    if finding is None or not finding.known("status") or not is_open(finding):
        return
    for due, done in AHEAD[type(record)]:
        day = record.value(due)
        if isinstance(day, date) and day >= review.today and record.blank(done) and (off := review.days_off.name(day)):
            whose = review.days_off.whose
            what = f"a {off}" if off in WEEKDAYS else f"{off}{f' in {whose}' if whose else ''}"
            yield fault(record, due, f"'{record.SHEET.by_name[due].header}' ({day}) is {what}; the last working day before is "
                                     f"{review.days_off.last_working_day(day)}.")
