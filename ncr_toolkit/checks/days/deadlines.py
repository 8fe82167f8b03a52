"""Deadlines: set, near, and what is disputed about them."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import EARLY_DAYS, Fault, Of, check, days, fault
from ncr_toolkit.core.model import Audit, Effect, Finding
from ncr_toolkit.core.packs.body_rules import USUAL
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import wanted
from ncr_toolkit.core.status import (
    PART_NAMES,
    deadlines,
    empty_parts,
    is_open,
    known_open,
    next_deadline,
    next_due,
    overdue_days,
)


@check("DAT001", Finding, of=Of.NONCONFORMITY, blocks=Purpose.NEVER)
def no_deadline(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding has no deadline

    Why: The body works to dates, and counts them from a day of its own: the last audit day, the closing meeting, the
    day you got the report. What has no date cannot be late, and is forgotten.
    Fix: Copy the date from the audit report. What the body counts from matters only while a date is missing.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9 (within a defined time).
    Varies: An info for 'Deadline counts from' where both dates are there, and for 'Implementation due', which is asked for
    only where the rules of your body have such a day. A date for which the rules of your body give no days, as of a
    minor that it closes at the next audit, is an info, and a warning where no other deadline is left.

    Bad:

        Findings
        | Finding ID | Grade | Status | Response due | Close due   | Deadline counts from |
        |---|---|---|---|---|---|
        | NC-1       | Major | Open   | 2026-07-20   | **(empty)** | Last audit day       |

    Good:

        Findings
        | Finding ID | Grade | Status | Response due | Close due  | Deadline counts from |
        |---|---|---|---|---|---|
        | NC-1       | Major | Open   | 2026-07-20   | 2026-09-20 | Last audit day       |
        | NC-2       | Minor | Closed |              |            |                      |
    """
    if not finding.known("status") or not is_open(finding):
        return
    blank = [name for name in ("response_due", "close_due") if finding.blank(name)]
    uncounted = [name for name in blank if _only_the_body_knows(finding, name, review)]
    left = deadlines(finding) or not finding.known(*({"response_due", "close_due"} - set(blank)))
    for name in blank:
        header, level = finding.SHEET.by_name[name].header, Level.INFO if left else Level.WARNING
        yield fault(finding, name, f"'{header}' is empty.{_proposal(finding, name, review)}",
                    fix=_ASK if name in uncounted else "", level=level if name in uncounted else None)
    if finding.blank("due_basis") and (not blank or blank != uncounted):
        needless = "" if blank else ", and may stay so: both dates are there"
        yield fault(finding, "due_basis", f"'{finding.SHEET.by_name['due_basis'].header}' is empty{needless}.",
                    fix="Choose what the body counts its days from; the audit report says it.",
                    level=None if blank else Level.INFO)
    if finding.cell("implementation_due").ref and (hint := _proposal_of_the_second(finding, review)):
        header = finding.SHEET.by_name["implementation_due"].header
        yield fault(finding, "implementation_due", f"'{header}' is empty.{hint}", level=Level.INFO)


def _proposal_of_the_second(finding: Finding, review: Review) -> str:
    """The date of the implementation, where the body sets one of its own: most do not."""
    return _proposal(finding, "implementation_due", review) if review.term(finding, "implementation_due") else ""


_ASK = "Copy the date from the audit report; where it names none, ask the body until when, and leave it empty till then."


def _only_the_body_knows(finding: Finding, name: str, review: Review) -> bool:
    """Whether the rules of the body that the register names are known, and give no days for a date."""
    body, known = review.rules(finding), review.grade(finding) is not None and review.find(Audit, finding.audit)
    return body is not None and body.name != USUAL and bool(known) and review.term(finding, name) is None


def _proposal(finding: Finding, name: str, review: Review) -> str:
    """The date by the rules of the body that the register names, or that these say nothing, in a sentence of its own."""
    proposed, term, body = review.proposed(finding, name), review.term(finding, name), review.rules(finding)
    if body is None or review.grade(finding) is None or not review.find(Audit, finding.audit):
        return ""
    if body.name == USUAL:
        return f" Proposed, counting from {review.counts_from(finding, term)}: {proposed}." if term and proposed else ""
    if term is None:
        return f" The rules of {body.name} give no days for it: ask your body."
    told = f"{term.length} from {review.counts_from(finding, term)}"
    return f" Proposed by the rules of {body.name}, {told}: {proposed}." if proposed else \
        f" The rules of {body.name} give {told}, which is not typed."


@check("DAT004", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def little_time(finding: Finding, review: Review) -> Iterator[Fault]:
    """A deadline is near, and parts of the answer are empty

    Why: An auditor may send an answer back once, and that takes a week.
    Fix: Fill in what is empty before that day; if that cannot be done, agree a new date before this one has passed.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Response due   |
        |---|---|---|---|
        | NC-1       | Major | In progress | **2026-07-06** |
        | NC-2       | Minor | Open        | **2026-06-30** |

    Good:

        Findings
        | Finding ID | Grade | Status      | Response due | Response sent on | Extent        |
        |---|---|---|---|---|---|
        | NC-1       | Major | Open        | 2026-07-30   |                  |               |
        | NC-2       | Minor | In progress | 2026-07-06   |                  | 6 of 6 models |
        | NC-3       | Minor | Submitted   | 2026-07-06   | 2026-06-20       |               |

        Containment
        | Finding ID | Step ID | Kind       | What was done        |
        |---|---|---|---|
        | NC-2       | C-1     | Correction | The report was made. |

        Causes
        | Cause ID | Finding ID | Root cause                      |
        |---|---|---|
        | RC-1     | NC-2       | The gate asks for no assessment |

        Actions
        | Action ID | Finding ID | Cause ID | Action                          |
        |---|---|---|---|
        | CA-1      | NC-2       | RC-1     | The gate asks for an assessment |
    """
    nearest = next_deadline(finding, review.today)
    if nearest is None or overdue_days(finding, review.today) or not known_open(finding):
        return
    name, due = nearest
    if (due - review.today).days > EARLY_DAYS:
        return
    to_close = name == "close_due" and wanted(finding, review) is Purpose.PROOF
    empty = [part for part in empty_parts(finding, review, to_close=to_close)
             if part != PART_NAMES["effectiveness"] or not _review_planned(finding, review)]
    if empty:
        yield fault(finding, name, f"{days((due - review.today).days)} left until {due}; still missing: {', '.join(empty)}.")


def _review_planned(finding: Finding, review: Review) -> bool:
    """Whether the review of the effect has its day: it cannot be filled in sooner, and that it is late is told already."""
    return any(not effect.blank("criterion") and effect.due for effect in review.of(Effect, finding))


@check("DAT010", Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def not_raised(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding has no day on which it was raised

    Why: Whether evidence and actions came after the finding is judged from that day. Without it nothing is compared.
    Fix: Copy the day from the audit report.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Raised on   |
        |---|---|---|
        | NC-1       | Minor | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade | Raised on  |
        |---|---|---|
        | NC-1       | Minor | 2026-04-22 |
    """
    if finding.blank("raised_on"):
        audit = review.find(Audit, finding.audit)
        hint = f" Proposed, the last day of {audit.label}: {audit.ended_on}." if audit and audit.ended_on else ""
        yield fault(finding, "raised_on", f"{finding.label} does not say when it was raised.{hint}")


@check("DAT011", Finding, of=Of.GRADED, level=Level.INFO, blocks=Purpose.NEVER)
def disputed(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding is disputed

    Why: With most bodies an appeal does not stop the clock: the answer stays due while they think about it.
    Fix: Go on answering by the date, or get a later one from the body in writing and note it on the sheet Extensions.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Response due | Disputed |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | 2026-07-20   | **Yes**  |

    Good:

        Findings
        | Finding ID | Grade | Status      | Response due | Disputed |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | 2026-07-20   | No       |
        | NC-2       | Minor | Withdrawn   | 2026-07-20   | Yes      |
        | NC-3       | Minor | Closed      | 2026-04-20   | Yes      |
    """
    if finding.disputed == "Yes" and known_open(finding):
        due = next_due(finding, review.today)
        until = f"go on answering by {due}" if due else "its deadlines run on"
        yield fault(finding, "disputed", f"{finding.label} is disputed; an appeal may not stop the clock: {until}.")
