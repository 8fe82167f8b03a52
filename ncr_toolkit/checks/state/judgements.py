"""Judgements: what was decided, by you, by management and by the body, against what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import natural
from ncr_toolkit.common.text import listing, quoted
from ncr_toolkit.core.model import Action, Containment, Evidence, Finding, Lesson, ReadinessStep, SignOff
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_corrective

ACCEPTED = ("Plan accepted", "Closed by body")


def _labels(actions: list[Action]) -> str:
    return listing(sorted((action.label for action in actions), key=natural))


@check("STA012", Finding, of=Of.NONCONFORMITY)
def needless_and_acted_on(finding: Finding, review: Review) -> Iterator[Fault]:
    """No corrective action is needed, and there is one; or one is needed, and a reason says why not

    Why: Clause 10.2 b) asks for one judgement. The response would print both, and the body would ask which holds.
    Fix: Choose Yes in 'Corrective action needed' if one is needed or was taken, and empty 'Reason if no action'. Otherwise give
    the action the kind that it has, and say in its row what became of it; what was done stays in the register.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Corrective action needed | Reason if no action              |
        |---|---|---|---|
        | NC-1       | Minor | **No**                   | The form was withdrawn in May.   |
        | NC-2       | Minor | **Yes**                  | The form was withdrawn in May.   |

        Actions
        | Action ID | Finding ID | Kind       | Action                            |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective | The gate refuses untested models. |

    Good:

        Findings
        | Finding ID | Grade | Corrective action needed | Reason if no action              |
        |---|---|---|---|
        | NC-1       | Minor | No                       | The form was withdrawn in May.   |
        | NC-2       | Minor | Yes                      |                                  |

        Actions
        | Action ID | Finding ID | Kind        | Action                            |
        |---|---|---|---|
        | CA-1      | NC-1       | Improvement | Old forms are taken from shelves. |
        | CA-2      | NC-2       | Corrective  | The gate refuses untested models. |
    """
    plan = [action for action in review.of(Action, finding) if is_corrective(action) and "kind" not in action.unread]
    if finding.action_needed == "No" and plan:
        yield fault(finding, "action_needed", f"{finding.label} needs no corrective action, it says, and {_labels(plan)} "
                                              f"{'is one' if len(plan) == 1 else 'are such actions'}.")
    elif finding.action_needed == "Yes" and finding.known("no_action_reason"):
        yield fault(finding, "action_needed", f"{finding.label} needs a corrective action, it says, and 'Reason if no action' says "
                                              "why none is.")


@check("STA013", Finding, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.PLAN)
def decision_and_comment(finding: Finding, review: Review) -> Iterator[Fault]:
    """The body's decision is not the one its comment tells of

    Why: A returned answer that is shown as accepted is answered by nobody, and its clock runs.
    Fix: Choose what the body said last in 'Body's decision'; keep its earlier words, each with its day.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Body's decision   | Body's comment                                |
        |---|---|---|---|
        | NC-1       | Minor | **Plan accepted** | Returned on 12 June: the cause is no cause.   |
        | NC-2       | Minor | **Returned**      | Plan accepted on 12 June, evidence by August. |

    Good:

        Findings
        | Finding ID | Grade | Body's decision | Body's comment                                             |
        |---|---|---|---|
        | NC-1       | Minor | Plan accepted   | Returned on 12 June because of the cause; accepted 20 June |
        | NC-2       | Minor | Returned        | Correction accepted; the cause is returned.                |
        | NC-3       | Minor | Sent            | Returned on 12 June: the cause is no cause.                |
    """
    words = review.language
    if words is None or finding.blank("body_comment"):
        return
    back, taken = words.found("gave_back", finding.body_comment), words.found("took", finding.body_comment)
    if finding.body_decision in ACCEPTED and back and not taken:
        yield fault(finding, "body_decision", f"The decision about {finding.label} is '{finding.body_decision}', and the body's "
                                              f"comment says that it came back ({quoted(back)}).")
    elif finding.body_decision == "Returned" and taken and not back and re.search(r"\b(?:plan|answer|response)\b",
                                                                                finding.body_comment, re.IGNORECASE):
        yield fault(finding, "body_decision", f"The decision about {finding.label} is 'Returned', and the body's comment says that "
                                              f"it was taken ({quoted(taken)}).")


@check("STA014", Finding, of=Of.OBSERVATION, level=Level.WARNING)
def accepted_and_acted_on(finding: Finding, review: Review) -> Iterator[Fault]:
    """It is accepted as it is, and an action is still open

    Why: To accept means to leave it. The auditor who reads both asks which of the two was decided.
    Fix: Choose Act; or, if it was decided to leave it, say in the action's row what became of it, with its day in
    'Done on'.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade       | Disposition | Acceptance justification |
        |---|---|---|---|
        | OB-1       | Observation | **Accept**  | The tool is retired.     |

        Actions
        | Action ID | Finding ID | Action                       | Done on |
        |---|---|---|---|
        | CA-1      | OB-1       | The limits are written down. |         |

    Good:

        Findings
        | Finding ID | Grade       | Disposition | Acceptance justification |
        |---|---|---|---|
        | OB-1       | Observation | Accept      | The tool is retired.     |
        | OB-2       | Observation | Act         |                          |
        | AC-1       | Area of concern | Accept  | That has a message of its own. |

        Actions
        | Action ID | Finding ID | Action                       | Done on    |
        |---|---|---|---|
        | CA-1      | OB-1       | Its data was exported.       | 2026-05-20 |
        | CA-2      | OB-2       | The limits are written down. |            |
        | CA-3      | AC-1       | The limits are written down. |            |
    """
    if finding.grade == "Area of concern":  # which cannot be accepted at all (OBS006)
        return
    pending = [action for action in review.of(Action, finding) if action.blank("done_on")]
    if finding.disposition == "Accept" and pending:
        yield fault(finding, "disposition", f"{finding.label} is accepted as it is, and {_labels(pending)} "
                                            f"{'is' if len(pending) == 1 else 'are'} still open.")


@check("MGT013", SignOff, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def conditions_not_met(row: SignOff, review: Review) -> Iterator[Fault]:
    """Management approved with conditions, and nothing says that they are met

    Why: The body asks which conditions, and whether they hold. An approval whose conditions nobody can name is half of one.
    Fix: Write each condition as an action or an item of the readiness plan that says so ("a condition of ..."); when all are
    met, add a row 'Approved' in the same role.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Sign-off
        | Finding ID | Role           | Name      | Decision                     | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | **Approved with conditions** | 2026-05-20 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |
        | NC-2       | Major |

        Readiness plan
        | Item ID | Finding ID | Preparation for the re-audit                                |
        |---|---|---|
        | RP-1    | NC-2       | Gate logs of June lie in one folder, a condition of Mei Zhang |

        Sign-off
        | Finding ID | Role           | Name      | Decision                 | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved with conditions | 2026-05-20 |
        | NC-1       | Top management | Mei Zhang | Approved                 | 2026-05-27 |
        | NC-2       | Top management | Mei Zhang | Approved with conditions | 2026-05-20 |
    """
    finding, words = review.finding(row), review.language
    if finding is None or words is None or row.decision != "Approved with conditions":
        return
    later = any(other.role == row.role and other.decision == "Approved"
                and bool(row.signed_on and other.signed_on and other.signed_on >= row.signed_on)
                for other in review.of(SignOff, finding))
    if not later and not any(words.found("proviso", text) for text in _told(finding, review)):
        yield fault(row, "decision", f"{row.typed('person') or 'Management'} approved {finding.label} with conditions, and nothing "
                                     "says which, or that they are met.")


def _told(finding: Finding, review: Review) -> Iterator[str]:
    """The texts in which a condition may stand."""
    places: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
        (Action, ("what", "measure")), (ReadinessStep, ("item",)), (Containment, ("what", "rationale")),
        (Evidence, ("title",)), (Lesson, ("lesson", "reference")))
    for kind, names in places:
        for record in review.of(kind, finding):
            yield from (record.typed(name) for name in names)
