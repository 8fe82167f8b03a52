"""Period: the watch begins when the fix and the criterion are there, and lasts as long as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.days.certificate import months_after
from ncr_toolkit.checks.days.day_order import broken
from ncr_toolkit.checks.proof.quantities import in_digits
from ncr_toolkit.checks.proof.watch import FINAL, last_done
from ncr_toolkit.checks.registry import Fault, Of, check, days, fault
from ncr_toolkit.core.model import Action, Effect, Finding
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import DID_NOT_WORK, is_corrective, is_open

SLACK = 0.9
"""From which share of the criterion's own period on a review counts as made at its end."""


@check("EFF012", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def watched_too_early(effect: Effect, review: Review) -> Iterator[Fault]:
    """The watch begins, or its review is due, before the fix or the criterion is there

    Why: What is watched before the fix is done shows how it was before; what is watched without a criterion is judged by a
    yardstick that was chosen afterwards.
    Fix: Let the watch begin when the action is done and the criterion is set, and the review be due after it.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Minor | Verifying |
        | NC-2       | Minor | Verifying |
        | NC-3       | Minor | Verifying |

        Actions
        | Action ID | Finding ID | Due        | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-05-20 | 2026-05-20 |
        | CA-2      | NC-2       | 2026-08-20 |            |

        Effectiveness
        | Finding ID | Criterion set on | Watch from     | Review due     |
        |---|---|---|---|
        | NC-1       | 2026-05-02       | **2026-05-12** | 2026-07-20     |
        | NC-2       | 2026-05-02       |                | **2026-08-12** |
        | NC-3       | 2026-05-02       | **2026-05-01** | 2026-08-12     |

    Good:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Minor | Verifying |
        | NC-2       | Minor | Verifying |

        Actions
        | Action ID | Finding ID | Kind        | Due        | Done on    |
        |---|---|---|---|---|
        | CA-1      | NC-1       | Corrective  | 2026-05-20 | 2026-05-20 |
        | CA-2      | NC-1       | Improvement | 2026-09-20 |            |
        | CA-3      | NC-2       | Corrective  | 2026-05-20 | 2026-05-20 |
        | CA-4      | NC-2       | Corrective  | 2026-07-20 |            |

        Effectiveness
        | Finding ID | Criterion | Criterion set on | Watch from | Review due |
        |---|---|---|---|---|
        | NC-1       | 12 of 12  | 2026-05-02       | 2026-05-20 | 2026-07-20 |
        | NC-2       | 12 of 12  | 2026-05-02       | 2026-05-20 | 2026-07-20 |
        | NC-2       | 5 of 5    | 2026-05-02       | 2026-07-20 | 2026-09-20 |
    """
    told = list(broken("EFF012", effect, review))
    yield from told
    finding = review.finding(effect)
    fix = _fix(effect, finding, review) if finding is not None and not told else None
    if fix is None or (effect.reviewed_on and effect.reviewed_on < fix[0]):  # which is told of the review itself
        return
    day, what = fix
    if effect.window_start and effect.window_start < day:
        yield fault(effect, "window_start", f"The watch of {effect.label} begins on {effect.window_start}, before {what}.")
    elif effect.due and effect.due < day and effect.blank("reviewed_on"):
        yield fault(effect, "due", f"The review of {effect.label} is due on {effect.due}, before {what}.")


def _fix(effect: Effect, finding: Finding, review: Review) -> tuple[date, str] | None:
    """The day on which what is watched is done: with one criterion the last action against the cause that is done, with several
    the first; the day for which they are planned, while none is done. None for a round that is over."""
    over = effect.result in DID_NOT_WORK or not (finding.blank("reopened_on") or effect.blank("reviewed_on"))
    if over or not (is_open(finding) or finding.status == "Closed"):
        return None
    actions = [action for action in review.of(Action, finding) if is_corrective(action) and "kind" not in action.unread]
    done = [(day, f"action {action.label} was done ({day})") for action in actions
            if (day := action.done_on) and day <= review.today]
    due = [(day, f"action {action.label} is due ({day})") for action in actions if (day := action.due)]
    return (max if len(review.of(Effect, finding)) == 1 else min)(done or due, default=None)


def is_in_force(effect: Effect, review: Review) -> bool:
    """Whether a judgement says "effective" and still holds: one from before the finding was reopened has been overtaken."""
    finding = review.finding(effect)
    if finding is None or effect.result != "Effective" or "reopened_on" in finding.unread:
        return False
    return finding.reopened_on is None or effect.reviewed_on is None or effect.reviewed_on >= finding.reopened_on


@check("EFF014", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def before_its_period_is_over(effect: Effect, review: Review) -> Iterator[Fault]:
    """It was judged before the period of its criterion, or the shortest watch, was over

    Why: A criterion for 90 days cannot be met after 40, and what was watched for a week has hardly run. The auditor reads both
    days in one row.
    Fix: Choose Too early and look again when the period is over; or write the period that was really watched.
    Source: Our advice.
    Varies: An info while it is only planned so, and not yet judged.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                             | Watch from | Reviewed on    | Result    |
        |---|---|---|---|---|
        | NC-1       | 12 of 12 releases in 90 days have a signed assessment | 2026-05-02 | **2026-06-20** | Effective |
        | NC-1       | 12 of 12 releases have a signed assessment            | 2026-06-02 | **2026-06-20** | Effective |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                             | Watch from | Reviewed on | Result    |
        |---|---|---|---|---|
        | NC-1       | 12 of 12 releases in 45 days have a signed assessment | 2026-05-02 | 2026-06-20  | Effective |
        | NC-1       | All 30 complaints were answered within 60 days        | 2026-05-02 | 2026-06-20  | Effective |
        | NC-1       | 12 of 12 releases have a signed assessment            | 2026-05-21 | 2026-06-20  | Effective |
    """
    yield from _watched(effect, review)


def judged_too_early(effect: Effect, review: Review) -> bool:
    """Whether EFF014 speaks of the day on which it was judged."""
    return any(each.field == "reviewed_on" for each in _watched(effect, review))


def _watched(effect: Effect, review: Review) -> Iterator[Fault]:
    start, words, day = effect.window_start, review.language, effect.reviewed_on or effect.due
    if start is None or words is None or day is None or (effect.reviewed_on and effect.result not in FINAL[:2]):
        return
    if effect.reviewed_on and (short := _hardly_watched(effect, review)):
        yield fault(effect, "reviewed_on", short)
        return
    asked = in_digits(f"{effect.typed('criterion')}; {effect.typed('target')}", words)  # "in three months"
    wanted, said = max(_period(words, unit, asked, start) for unit in UNITS)
    waited, least = (day - start).days, review.settings.days("effect_min_days")
    if least <= waited < wanted * SLACK:
        told = f"{days(waited)} after the watch began ({start})."
        if effect.reviewed_on:
            yield fault(effect, "reviewed_on", f"The criterion says '{said}'; it was judged on {day}, {told}")
        else:
            yield fault(effect, "due", f"The criterion says '{said}'; it is to be judged on {day}, {told}", level=Level.INFO)


def _hardly_watched(effect: Effect, review: Review) -> str:
    """That the watch was shorter than the shortest one; '' where it was not, or where EFF008 says so of the last action."""
    finding, start, day = review.finding(effect), effect.window_start, effect.reviewed_on
    least, done = review.settings.days("effect_min_days"), last_done(finding, review) if finding is not None else None
    if start is None or day is None or not 0 <= (day - start).days < least or (done and (day - done).days < least):
        return ""
    return (f"It was judged {days((day - start).days)} after the watch began ({start}); the watch period is at least "
            f"{days(least)}.")


UNITS = ("in_days", "in_weeks", "in_months")
"""The lists of phrases that name the period of a criterion."""
_NUMBER = re.compile(r"\d{1,3}")


def _period(words: Language, unit: str, text: str, start: date) -> tuple[int, str]:
    """How many days the longest period of this unit in a text has, and the words that say so."""
    found = [(int(number.group()), said) for said in words.found(unit, text) if (number := _NUMBER.search(said))]
    count, said = max(found, default=(0, ""))
    if unit == "in_months":
        return (months_after(start, count) - start).days, said
    return count * (7 if unit == "in_weeks" else 1), said
