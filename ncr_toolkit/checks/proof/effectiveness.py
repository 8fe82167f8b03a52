"""Effectiveness: how one will see that it worked, fixed beforehand, and judged in time (clause 10.2 d))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.registry import Fault, Of, check, days, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Action, Effect, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import DID_NOT_WORK, is_needless, is_open


@check("EFF001", Finding, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def no_criterion(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing says how one will see that it worked

    Why: Clause 10.2 d) asks you to review whether the action worked. A yardstick chosen afterwards always fits.
    Fix: Add a row on the sheet Effectiveness with a criterion that has a number and a period, before the action is
    done.
    Source: Clause 10.2 d).
    Varies: An info until an action is done or the answer is sent.

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | **NC-1**   | Minor | In progress |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Effectiveness
        | Finding ID | Criterion                               |
        |---|---|
        | NC-1       | 12 of 12 releases in 90 days are signed |
    """
    if not review.wants(finding, "effectiveness") or is_needless(finding):  # without an action there is nothing to judge
        return
    effects = review.of(Effect, finding)
    if any(effect.typed("criterion") for effect in effects):
        return
    done = any(not action.blank("done_on") for action in review.of(Action, finding))
    late = done or finding.status in ("Submitted", "Verifying", "Closed")
    record, name = (effects[0], "criterion") if effects else (finding, "id")
    then = "" if late else " Once the answer is sent, or an action is done, this is an error: a yardstick has to be set before."
    yield Fault(record, name, f"{finding.label} has no criterion by which to see that it worked.{then}",
                level=None if late else Level.INFO, adds=None if effects else Effect)


@check("EFF002", Effect, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def criterion_afterwards(effect: Effect, review: Review) -> Iterator[Fault]:
    """The criterion was fixed after the action was done

    Why: A yardstick chosen afterwards always fits; auditors compare the two dates.
    Fix: Correct the date if it is wrong. If it is right, watch for another period with the criterion fixed now.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Effectiveness
        | Finding ID | Criterion | Criterion set on |
        |---|---|---|
        | NC-1       | 12 of 12  | **2026-05-27**   |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Effectiveness
        | Finding ID | Criterion | Criterion set on |
        |---|---|---|
        | NC-1       | 12 of 12  | 2026-05-20       |
    """
    finding = review.finding(effect)
    actions = review.of(Action, finding) if finding else []
    done = [action.done_on for action in actions if action.done_on]
    begun_again = any(action.blank("done_on") for action in actions)  # then the criterion may be for what is still open
    if not effect.set_on or effect.set_on > review.today or not done or begun_again:
        return
    if effect.set_on > max(done):
        yield fault(effect, "set_on", f"The criterion was fixed on {effect.set_on}, after the last action was done "
                                      f"({max(done)}).")


@check("EFF003", Effect, of=Of.NONCONFORMITY, blocks=Purpose.NEVER)
def review_overdue(effect: Effect, review: Review) -> Iterator[Fault]:
    """The review of effectiveness is overdue

    Why: The day was promised, and a finding cannot be closed without the result.
    Fix: Review it now and fill in 'Reviewed on', 'Observed' and 'Result'.
    Source: Clause 10.2 d).

    Bad:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Minor | Verifying |

        Effectiveness
        | Finding ID | Criterion | Review due     | Result |
        |---|---|---|---|
        | NC-1       | 12 of 12  | **2026-06-20** |        |

    Good:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Minor | Verifying |

        Effectiveness
        | Finding ID | Criterion | Review due | Result    |
        |---|---|---|---|
        | NC-1       | 12 of 12  | 2026-06-20 | Effective |
        | NC-1       | 0 of 40   | 2026-06-30 |           |
    """
    finding = review.finding(effect)
    if finding is None or not is_open(finding) or not effect.due:
        return
    if not effect.blank("result") and effect.result != "Too early":
        return
    if effect.due < review.today:
        late = (review.today - effect.due).days
        yield fault(effect, "due", f"The review was due on {effect.due}, {days(late)} ago, and has no result.")


@check("EFF004", Effect, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def result_without_review(effect: Effect, review: Review) -> Iterator[Fault]:
    """A result without the day, the person or what was seen

    Why: "Effective" alone is a signature that says "done". The body asks who looked, when, and at what.
    Fix: Fill in 'Reviewed on', 'Reviewer' and 'Observed'.
    Source: Clause 10.2 d).

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion | Reviewer  | Reviewed on | Observed | Result    |
        |---|---|---|---|---|---|
        | NC-1       | 12 of 12  | Ben Okoro | **(empty)** | 12 of 12 | Effective |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion | Reviewer  | Reviewed on | Observed | Result    |
        |---|---|---|---|---|---|
        | NC-1       | 12 of 12  | Ben Okoro | 2026-06-20  | 12 of 12 | Effective |
        | NC-1       | 0 of 40   |           |             |          |           |
    """
    if effect.known("result") and effect.result != "Too early":
        for name in ("reviewed_on", "reviewer", "observed"):
            if effect.blank(name):
                yield fault(effect, name, f"The result is '{effect.result}', and "
                                          f"'{effect.SHEET.by_name[name].header}' is empty.")


@check("EFF005", Finding, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def did_not_work(finding: Finding, review: Review) -> Iterator[Fault]:
    """It did not work, and nothing new was begun

    Why: An action that did not work means that the cause, or another one, is still there.
    Fix: Look at the causes again, and add a cause or an action; set the status to Reopened if it was closed.
    Source: Clause 10.2 d).

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | **Closed**  |
        | NC-2       | Minor | In progress |

        Effectiveness
        | Finding ID | Criterion | Reviewed on | Result            |
        |---|---|---|---|
        | NC-1       | 12 of 12  | 2026-06-20  | Not effective     |
        | NC-1       | 0 of 40   | 2026-06-24  | Effective         |
        | NC-2       | 12 of 12  | 2026-06-20  | **Not effective** |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Actions
        | Action ID | Finding ID | Start      | Due        |
        |---|---|---|---|
        | CA-2      | NC-1       | 2026-06-22 | 2026-07-30 |

        Effectiveness
        | Finding ID | Criterion | Reviewed on | Result        |
        |---|---|---|---|
        | NC-1       | 12 of 12  | 2026-06-20  | Not effective |
    """
    begun = any(action.blank("done_on") for action in review.of(Action, finding))
    if begun and finding.status != "Closed":
        return
    for effect in _last_judged(review.of(Effect, finding)):
        if effect.result in DID_NOT_WORK:
            closed = finding.status == "Closed"
            yield Fault(finding if closed else effect, "status" if closed else "result",
                        f"{finding.label} was found '{effect.result}', and "
                        + ("is closed." if closed else "no new action is open."))


def _last_judged(effects: list[Effect]) -> list[Effect]:
    """For each criterion the last result; of two on one day the worse."""
    last: dict[str, Effect] = {}
    for effect in effects:
        if effect.known("result") and effect.result != "Too early":
            earlier = last.get(fold(effect.criterion))
            if earlier is None or _rank(effect) > _rank(earlier):
                last[fold(effect.criterion)] = effect
    return list(last.values())


def _rank(effect: Effect) -> tuple[date, bool]:
    return effect.reviewed_on or date.min, effect.result in DID_NOT_WORK


@check("EFF006", Effect, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def came_back(effect: Effect, review: Review) -> Iterator[Fault]:
    """It is called effective, and it happened again

    Why: A recurrence in the watch period is what the criterion was to rule out.
    Fix: Correct the number if it is wrong; otherwise choose 'Partly effective' or 'Not effective' and look again.
    Source: Clause 10.2 d).

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion | Recurrences | Result        |
        |---|---|---|---|
        | NC-1       | 12 of 12  | 2           | **Effective** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion | Recurrences | Result           |
        |---|---|---|---|
        | NC-1       | 12 of 12  | 0           | Effective        |
        | NC-1       | 0 of 40   | 1           | Partly effective |
    """
    if effect.result == "Effective" and effect.recurrences:
        yield fault(effect, "result", f"The result is 'Effective', and it happened again ({effect.recurrences}).")
