"""States: what status, dates and the body's decision say of one finding has to be the same story."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import natural
from ncr_toolkit.core.model import Action, Effect, Finding, Reply
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.replies import is_answered, latest
from ncr_toolkit.core.status import DID_NOT_WORK, is_internal, is_reopened, known_open

ANSWERED = ("Sent", "Plan accepted")  # after "Returned" the next answer is still to be sent


@check("STA001", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def sent_without_a_day(finding: Finding, review: Review) -> Iterator[Fault]:
    """The answer is said to be sent, and no day says when

    Why: As long as no day stands there, the answer counts as not sent: the finding becomes overdue.
    Fix: Fill in 'Response sent on'; or, if nothing was sent, choose another status or decision.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Body's decision | Response sent on |
        |---|---|---|---|---|
        | NC-1       | Minor | Submitted   |                 | **(empty)**      |
        | NC-2       | Minor | In progress | Plan accepted   | **(empty)**      |

    Good:

        Audits
        | Audit ID | Kind     |
        |---|---|
        | IA       | Internal |

        Findings
        | Finding ID | Audit | Grade | Status      | Body's decision | Response sent on |
        |---|---|---|---|---|---|
        | NC-1       |       | Minor | Submitted   | Sent            | 2026-06-12       |
        | NC-2       |       | Minor | In progress | Not sent        |                  |
        | NC-3       | IA    | Minor | Verifying   |                 |                  |
    """
    if not finding.blank("response_sent_on") or is_internal(finding, review):
        return
    if finding.status in ("Submitted", "Verifying"):
        yield fault(finding, "response_sent_on", f"{finding.label} is '{finding.status}', and no day says when the answer was "
                                                 "sent.")
    elif finding.body_decision in ANSWERED and not is_reopened(finding) and finding.status != "Closed":
        yield fault(finding, "response_sent_on", f"The body's decision about {finding.label} is '{finding.body_decision}', and "
                                                 "no day says when the answer was sent.")


@check("STA002", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def sent_and_only_logged(finding: Finding, review: Review) -> Iterator[Fault]:
    """The answer was sent, and the finding is still only logged

    Why: 'Open' says that nobody has begun. Lists and figures then show work that is done as work to do.
    Fix: Choose Submitted, Verifying or In progress.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status   | Response sent on |
        |---|---|---|---|
        | NC-1       | Minor | **Open** | 2026-06-12       |

    Good:

        Findings
        | Finding ID | Grade | Status      | Response sent on |
        |---|---|---|---|
        | NC-1       | Minor | In progress | 2026-06-12       |
        | NC-2       | Minor | Open        |                  |
        | NC-3       | Minor | Reopened    | 2026-02-12       |
    """
    if finding.status == "Open" and finding.response_sent_on and not is_reopened(finding):
        yield fault(finding, "status", f"The answer to {finding.label} was sent on {finding.response_sent_on}, and its status is "
                                       "'Open'.")


@check("STA003", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def sent_and_not_sent(finding: Finding, review: Review) -> Iterator[Fault]:
    """The body's decision says "Not sent", and a day of sending stands there

    Why: One of the two is wrong, and lists follow the day: the answer counts as sent.
    Fix: Choose Sent (or what the body has said since); or empty 'Response sent on'.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status    | Body's decision | Response sent on |
        |---|---|---|---|---|
        | NC-1       | Minor | Submitted | **Not sent**    | 2026-06-12       |

    Good:

        Findings
        | Finding ID | Grade | Status      | Body's decision | Response sent on |
        |---|---|---|---|---|
        | NC-1       | Minor | Submitted   | Sent            | 2026-06-12       |
        | NC-2       | Minor | In progress | Not sent        |                  |
        | NC-3       | Minor | Reopened    | Not sent        | 2026-02-12       |
    """
    if finding.body_decision == "Not sent" and finding.response_sent_on and not is_reopened(finding):
        yield fault(finding, "body_decision", f"{finding.label} says 'Not sent', and was sent on {finding.response_sent_on}.")


@check("STA004", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def closed_by_the_body_only(finding: Finding, review: Review) -> Iterator[Fault]:
    """The body has closed the finding, and here it is open

    Why: An open finding is counted, and becomes overdue. The body would see a register that does not know its own state.
    Fix: Close it here too, with day and name; or, if something is still to be done, say so in the body's comment.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status        | Body's decision |
        |---|---|---|---|
        | NC-1       | Minor | **Submitted** | Closed by body  |

    Good:

        Findings
        | Finding ID | Grade | Status    | Body's decision |
        |---|---|---|---|
        | NC-1       | Minor | Closed    | Closed by body  |
        | NC-2       | Minor | Reopened  | Closed by body  |
        | NC-3       | Minor | Verifying | Plan accepted   |
    """
    if finding.body_decision == "Closed by body" and known_open(finding) and not is_reopened(finding):
        yield fault(finding, "status", f"The body has closed {finding.label}, and its status is '{finding.status}'.")


@check("STA005", Finding, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.NEVER)
def returned_without_a_word(finding: Finding, review: Review) -> Iterator[Fault]:
    """The body returned the answer, and nothing says why

    Why: The next answer has to meet what the body missed in the last one; its words are the measure.
    Fix: Copy the body's reason into 'Body's comment'.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Body's decision | Body's comment |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | Returned        | **(empty)**    |

    Good:

        Findings
        | Finding ID | Grade | Status      | Body's decision | Body's comment             |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | Returned        | The cause is no root cause |
        | NC-2       | Minor | Submitted   | Sent            |                            |
    """
    if finding.body_decision == "Returned" and finding.blank("body_comment"):
        said = next((reply for reply in reversed(review.of(Reply, finding)) if not reply.blank("comment")), None)
        why = f"its reason stands in {said.cell('comment')}, and not here" if said is not None else "nothing says why"
        yield fault(finding, "body_comment", f"The body returned the answer to {finding.label}, and {why}.")


@check("STA015", Reply, of=Of.GRADED)
def reply_and_decision_differ(reply: Reply, review: Review) -> Iterator[Fault]:
    """The last reply of the body says another thing than 'Body's decision'

    Why: Lists, deadlines and the next step go by 'Body's decision' on Findings. A returned answer that stands on Replies
    alone is waited for by the body, and by nobody here.
    Fix: Choose on Findings what the reply says; after the next answer went out, Sent with the new 'Response sent on'.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Grade | Status    | Response sent on | Body's decision |
        |---|---|---|---|---|
        | NC-1       | Minor | Submitted | 2026-06-01       | Sent            |

        Replies
        | Finding ID | Replied on | Decision     |
        |---|---|---|
        | NC-1       | 2026-06-10 | **Returned** |

    Good:

        Findings
        | Finding ID | Grade | Status      | Response sent on | Body's decision |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | 2026-06-01       | Returned        |
        | NC-2       | Minor | Submitted   | 2026-06-20       | Sent            |

        Replies
        | Finding ID | Replied on | Decision |
        |---|---|---|
        | NC-1       | 2026-06-10 | Returned |
        | NC-2       | 2026-06-10 | Returned |
    """
    finding = review.finding(reply)
    if finding is None or not reply.known("decision") or not finding.known("status") or finding.status in ("Closed", "Withdrawn"):
        return
    if latest(review.of(Reply, finding)) is reply and not is_answered(finding, reply) and "body_decision" not in finding.unread \
            and finding.body_decision != reply.decision:
        stands = f"is '{finding.body_decision}'" if finding.body_decision else "is empty"
        yield fault(reply, "decision", f"The body's last reply to {finding.label} says '{reply.decision}', and 'Body's decision' "
                                       f"{stands} ({finding.cell('body_decision')}).")


@check("STA006", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def returned_and_called_sent(finding: Finding, review: Review) -> Iterator[Fault]:
    """The body returned the answer, and the status says that it is with the body

    Why: A returned answer is yours again, and its clock runs; 'Submitted' hides it from everybody who reads the status.
    Fix: Choose In progress until the new answer is sent; then choose Sent as the body's decision.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status        | Body's decision | Body's comment             |
        |---|---|---|---|---|
        | NC-1       | Minor | **Submitted** | Returned        | The cause is no root cause |
        | NC-2       | Minor | **Verifying** | Returned        | The cause is no root cause |

    Good:

        Findings
        | Finding ID | Grade | Status      | Body's decision | Body's comment             |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | Returned        | The cause is no root cause |
        | NC-2       | Minor | Submitted   | Sent            | Sent again on 20 June      |
    """
    if finding.body_decision == "Returned" and finding.status in ("Submitted", "Verifying") and not finding.blank("body_comment"):
        yield fault(finding, "status", f"The body returned the answer to {finding.label}, and its status is '{finding.status}'.")


@check("STA007", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def judged_before_it_was_done(effect: Effect, review: Review) -> Iterator[Fault]:
    """It is called effective, and an action is still not done

    Why: What is not done cannot have worked. The auditor will ask what was judged.
    Fix: Wait for the action, or choose Too early; if it was dropped, say so in its row and give it another kind.
    Source: Clause 10.2 d).

    Bad:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Minor | Verifying |

        Actions
        | Action ID | Finding ID | Done on |
        |---|---|---|
        | CA-1      | NC-1       |         |

        Effectiveness
        | Finding ID | Criterion | Result        |
        |---|---|---|
        | NC-1       | 12 of 12  | **Effective** |

    Good:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Minor | Verifying |
        | NC-2       | Minor | Verifying |
        | NC-3       | Minor | Verifying |

        Actions
        | Action ID | Finding ID | Kind        | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective  | 2026-05-02 |
        | CA-2      | NC-2       | Corrective  |            |
        | CA-3      | NC-3       | Improvement |            |

        Effectiveness
        | Finding ID | Criterion | Result        |
        |---|---|---|
        | NC-1       | 12 of 12  | Effective     |
        | NC-2       | 12 of 12  | Not effective |
        | NC-3       | 12 of 12  | Effective     |
    """
    finding = review.finding(effect)
    if finding is None or finding.status == "Closed" or is_reopened(finding):  # closed with open work has its own message
        return
    pending = [action.label for action in review.of(Action, finding)
               if action.blank("done_on") and action.kind in ("", "Corrective", "Extent") and "kind" not in action.unread]
    if pending and effect.known("result") and effect.result not in (*DID_NOT_WORK, "Too early"):
        yield fault(effect, "result", f"The result for {finding.label} is '{effect.result}', and {', '.join(sorted(pending, key=natural))} "
                                      f"{'is' if len(pending) == 1 else 'are'} not done.")
