"""Sent: what the body has in its hands, or was made to go there, says something else than the register."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, check
from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.answer_parts import was_sent
from ncr_toolkit.compare.change import Change, ChangeKind
from ncr_toolkit.core.model import BY_PREFIX, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.core.status import is_reopened
from ncr_toolkit.runs.sent_compare import is_edit, known_to_the_body, since

NO_EDIT = (ChangeKind.DATE_LATER_AGREED, ChangeKind.UNCLEAR)
"""A later date that was agreed; a cell that cannot be read is told as such."""
AGAINST_EARLIER = (ChangeKind.DATE_LATER, ChangeKind.EVIDENCE_REMOVED, ChangeKind.ACTION_DROPPED, ChangeKind.CAUSE_REMOVED, ChangeKind.ROW_REMOVED, ChangeKind.UNDONE,
                   ChangeKind.AUDITORS_WORDS, ChangeKind.GRADE_LOWERED, ChangeKind.RENUMBERED, ChangeKind.CLOSED_CHANGED)
"""What the checks of history tell where an earlier register is at hand; of dates also where runs are."""


@check("SNT001", level=Level.WARNING, blocks=Purpose.NEVER)
def sent_and_changed(review: Review) -> Iterator[Fault]:
    """An answer was changed after it was sent

    Why: The body judges by the copy it has. An answer that reads otherwise in the register is one that nobody sent. It is held
    against what `ncr package` or `ncr respond --final` took down when it was made.
    Fix: Put back what was sent. If the change is right, make the response anew, send it, and type the new day into
    'Response sent on'.
    Source: Our advice.
    Varies: An info where the answer was made and did not go out yet.
    Needs: The record of what was made to be sent.

    Bad:

        (sent) Findings
        | Finding ID | Status    | Extent   |
        |---|---|---|
        | NC-1       | Submitted | 6 models |

        (sent) Actions
        | Action ID | Finding ID | Action                     | Owner    |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate asks for a report | J. Silva |

        Findings
        | Finding ID | Status    | Extent       |
        |---|---|---|
        | NC-1       | Submitted | **9 models** |

        Actions
        | Action ID | Finding ID | Action                         | Owner    |
        |---|---|---|---|
        | CA-1      | NC-1       | **The gate asks for two reports** | J. Silva |

    Good:

        (sent) Findings
        | Finding ID | Status      | Extent   |
        |---|---|---|
        | NC-1       | Submitted   | 6 models |
        | NC-2       | In progress | 6 models |

        (sent) Actions
        | Action ID | Finding ID | Action                     | Done on |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate asks for a report |         |

        Findings
        | Finding ID | Status      | Extent    | Body's decision |
        |---|---|---|---|
        | NC-1       | Verifying   | 6  models | Plan accepted   |
        | NC-2       | In progress | 9 models  | Returned        |

        Actions
        | Action ID | Finding ID | Action                     | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate asks for a report | 2026-05-01 |
        | CA-2      | NC-1       | The gate logs refusals     |            |
    """
    made = _made(review)
    for change in since(made.values(), review):
        finding = review.find(Finding, change.finding)
        if finding is not None and is_edit(change) and not _has_its_own_check(change, finding, review):
            record, has = _record(change, finding, review), known_to_the_body(finding, review) is not None
            yield Fault(record or finding, change.key.partition(".")[2] if record else "",
                        f"{change.message} {_copy(made[fold(finding.id)], has)}, which says what stood there before.",
                        level=None if has else Level.INFO, fix="" if has else _anew(finding), cell=change.cell)


def _made(review: Review) -> dict[str, Answer]:
    """What stands beside each finding: the answer the body has; where it has none, the one made last. An answer that came
    back, or a finding that is open again, is to be changed."""
    found: dict[str, Answer] = {}
    for id in review.sent.ids if review.sent else ():
        finding = review.find(Finding, id)
        if finding is not None and finding.body_decision != "Returned":
            answer = known_to_the_body(finding, review) or review.sent.of(id)[-1]  # type: ignore[union-attr]
            if not _was_reopened_since(finding, answer):
                found[id] = answer
    return found


def _was_reopened_since(finding: Finding, answer: Answer) -> bool:
    if not is_reopened(finding):
        return False
    return finding.status == "Reopened" or (finding.reopened_on is not None and finding.reopened_on > answer.day)


def _has_its_own_check(change: Change, finding: Finding, review: Review) -> bool:
    by_history = review.previous is not None and (change.kind in AGAINST_EARLIER or finding.status == "Closed")
    by_runs = review.memory is not None and change.kind is ChangeKind.DATE_LATER
    return change.kind in NO_EDIT or by_history or by_runs


def _record(change: Change, finding: Finding, review: Review) -> Record | None:
    """The row in the register that a change is on; None where the row is gone."""
    prefix, _, name = change.key.partition(".")
    kind = BY_PREFIX[prefix]
    rows: list[Record] = [finding] if kind is Finding else list(review.of(kind, finding))
    return next((row for row in rows if row.cell(name) == change.cell), None)


def _anew(finding: Finding) -> str:
    """What to do where no answer that was taken down has gone out: then a change is no fault, but what was made is no longer
    what the register says."""
    if was_sent(finding):
        return "If it is to go out, make it anew: `ncr package` or `ncr respond --final`."
    return ("Make it anew before you send it: `ncr package` or `ncr respond --final`. If it was sent already, type the day into "
            "'Response sent on'.")


def _copy(answer: Answer, has: bool) -> str:
    return f"The body has the {answer.way} of {answer.day}" if has else f"A {answer.way} was made on {answer.day}"
