"""Figures: whether what was seen is what the criterion asks for, as far as both are numbers.

A figure is judged only where there is one way to read it; where several stand in a cell and one of them fits, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from ncr_toolkit.checks.proof.not_yet import only_believed
from ncr_toolkit.checks.proof.quantities import (
    NEAR,
    clauses,
    counted,
    demand,
    in_digits,
    is_limit,
    limits,
    parts_alone,
    shares,
    speaks_of,
)
from ncr_toolkit.checks.proof.watch import last_done
from ncr_toolkit.checks.proof.watch_days import judged_too_early
from ncr_toolkit.checks.registry import Fault, Of, check, days, fault
from ncr_toolkit.checks.texts.stems import telling
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Effect
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.packs.language import words as words_of
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

_PERIOD = re.compile(r"\b(?:in|for|over|during|after|of)(?: the)?(?: (?:first|last|next|following|coming))? (\d{1,3}) "
                     r"(day|night|week|month)s?\b", re.IGNORECASE)
_LONG = {"day": 1, "night": 1, "week": 7, "month": 30}
_DIGIT = re.compile(r"\d")


@check("EFF016", Effect, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def falls_short(effect: Effect, review: Review) -> Iterator[Fault]:
    """It is called effective, and what was seen falls short of the criterion

    Why: 9 of 13 is not 12 of 12. The auditor lays the two cells side by side first of all.
    Fix: Correct the number if it is wrong; otherwise choose 'Partly effective' or 'Not effective', and look again.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                        | Target | Observed                    | Result        |
        |---|---|---|---|---|
        | NC-1       | 12 of 12 releases in 90 days are signed          | 100 %  | 9 of 13 releases were signed | **Effective** |
        | NC-1       | At most 3 % of the alarms in 60 days are false   |        | 5.4 % of the alarms          | **Effective** |
        | NC-1       | No release in 90 days without an assessment      | 0      | 13 releases, 2 without       | **Effective** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                      | Target | Observed                         | Result           |
        |---|---|---|---|---|
        | NC-1       | 12 of 12 releases in 90 days are signed        | 100 %  | 13 of 13 releases were signed    | Effective        |
        | NC-1       | 12 of 12 releases in 90 days are signed        | 100 %  | 9 of 13 releases were signed     | Partly effective |
        | NC-1       | At most 3 % of the alarms in 60 days are false |        | 1.2 % of 640 alarms              | Effective        |
        | NC-1       | 12 of 12 releases in 90 days are signed        | 100 %  | Before 4 of 6, since then 8 of 8 | Effective        |
        | NC-1       | 12 of 12 releases in 90 days are signed        | 100 %  | None of the 13 lacked one        | Effective        |
    """
    words = review.language
    if words is None or effect.result != "Effective" or effect.blank("observed"):
        return
    short = _share_short(effect, words) or _cases_left(effect, words) or _limit_passed(effect, words)
    if short:
        yield fault(effect, "result", f"The result is 'Effective', and what was seen falls short: {short}.")


def _share_short(effect: Effect, words: Language) -> str:
    """Which share of what was seen is not the one asked for; '' where one is, or none can be told."""
    asked = demand(effect.typed("criterion"), effect.typed("target"), words)
    about = " ".join(effect.typed(name) for name in ("criterion", "target", "method"))
    seen = [share for share in shares(effect.observed, words) if speaks_of(share, about, words)]
    if asked is not None and not asked.least:  # "3 of 3" is no part that could pass a limit
        seen = [share for share in seen if share.value < 1]
    if asked is None or not seen or any(asked.met_by(share.value) or (share.full and asked.met_by(1)) for share in seen):
        return ""
    return f"{quoted(share.text for share in seen)} against '{asked.text}'"


def _cases_left(effect: Effect, words: Language) -> str:
    """What was counted that should not be there: "2 without" where the criterion allows none."""
    asked = demand(effect.typed("criterion"), effect.typed("target"), words)
    none = _none_allowed(effect, words)
    if not (none or (asked is not None and asked.least and asked.value == 1)):
        return ""
    seen = [clause for clause in clauses(effect.observed) if not words.found("earlier", clause)]  # not how it was before
    found = [(value, rest) for clause in seen for value, rest in counted(parts_alone(clause, words), words)
             if _marked(rest, none, words)]
    if not found or any(value == 0 for value, _ in found):
        return ""
    value, rest = found[0]
    return f"'{value:g} {' '.join(rest.split()[:4])}' where there should be none"


def _limit_passed(effect: Effect, words: Language) -> str:
    """Which number of what was seen passes a limit of the criterion: "at most 2 incidents", and 4 of them."""
    text = f"{effect.typed('criterion')}. {effect.typed('target')}"
    for limit in limits(text, words):
        seen = [value for value, rest in counted(effect.observed, words) if telling(words_of(rest)[:1], [limit.unit])]
        if seen and not any(limit.met_by(value) for value in seen):
            return f"'{seen[0]:g} {limit.unit}' against '{limit.text}'"
    return ""


def _marked(rest: str, none: frozenset[str], words: Language) -> bool:
    """Whether a number counts what should not be there: the mark follows at once, or after one word that is no time."""
    if words.begins("unit", rest):
        return False
    after = rest.partition(" ")[2]
    return bool(words.begins("lacking_mark", rest) or words.begins("lacking_mark", after)) \
        or (words_of(rest) or ["-"])[0] in none


def _none_allowed(effect: Effect, words: Language) -> frozenset[str]:
    """The words of what the criterion wants none of: "zero overdue assessments"; nothing where it says "none without"."""
    text = in_digits(effect.typed("criterion"), words)
    found = re.match(r"\W*(?:0|no) ((?:\w[\w'-]* ?){1,3})", text, re.IGNORECASE)
    if found is None:
        return frozenset()
    first, *more = found[1].split()
    named = " ".join([first, *takewhile(lambda word: word.lower() not in words.stop, more)])  # "no vendor model without ..."
    if words.found("lacking_mark", text.replace(named, " ", 1)):
        return frozenset({""})
    return frozenset(words.content(named)[:1])


@check("EFF017", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def seen_without_a_number(effect: Effect, review: Review) -> Iterator[Fault]:
    """What was seen has no number, and the criterion has one

    Why: A criterion of 12 of 12 is met by a count. "Works well" tells nobody how many were looked at.
    Fix: Write in 'Observed' how many of how many, in which period, and where that stands.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                               | Observed                                    | Result    |
        |---|---|---|---|
        | NC-1       | 12 of 12 releases in 90 days are signed | **The gate works and people like it**       | Effective |
        | NC-1       | 12 of 12 releases in 90 days are signed | **12 of 12 releases in 90 days are signed** | Effective |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                               | Observed                        | Result    |
        |---|---|---|---|
        | NC-1       | 12 of 12 releases in 90 days are signed | 14 of 14 releases were signed   | Effective |
        | NC-1       | 12 of 12 releases in 90 days are signed | All releases of May were signed | Effective |
        | NC-1       | Releases are signed                     | The gate works                  | Effective |
    """
    words, seen = review.language, effect.typed("observed")
    asked = f"{effect.typed('criterion')} {effect.typed('target')}"
    if words is None or not seen or effect.result in ("", "Too early") or not _DIGIT.search(in_digits(asked, words)):
        return
    if words_of(seen) == words_of(effect.typed("criterion")):
        yield fault(effect, "observed", f"'Observed' of {effect.label} is the criterion again, word for word: it does not say "
                                        "what was seen.")
    elif any(only_believed(effect, review)):
        return
    elif not _DIGIT.search(in_digits(seen, words)) and not words.found("quantity", seen) and not words.found("nothing_seen", seen):
        yield fault(effect, "observed", f"'Observed' of {effect.label} has no number, and the criterion asks for one.")


@check("EFF019", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def two_targets(effect: Effect, review: Review) -> Iterator[Fault]:
    """The target is another number than the criterion's

    Why: Of two yardsticks the lower one was meant, or so it will look.
    Fix: Write the same number into 'Criterion' and 'Target'.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                   | Target   |
        |---|---|---|
        | NC-1       | 12 of 12 releases in 90 days are signed     | **80 %** |
        | NC-1       | At least 95 % of alarms are read in 30 days | **90 %** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                    | Target |
        |---|---|---|
        | NC-1       | 12 of 12 releases in 90 days are signed      | 100 %  |
        | NC-1       | The share falls from 14 % to 5 % or less     | 5 %    |
        | NC-1       | At most 3 % of the alarms are false          | 97 %   |
        | NC-1       | Every release of a quarter is signed         | 100 %  |
        | NC-1       | All are complete, with at most 12 % error    | 100 %  |
    """
    words = review.language
    if words is None:
        return
    asked, target = shares(effect.typed("criterion"), words), shares(effect.typed("target"), words)
    alike = any(abs(one.value - other.value) < NEAR or abs(one.value + other.value - 1) < NEAR
                for one in asked for other in target)
    if all(is_limit(one, words) for one in asked):  # a limit beside a share: "100 %", of which at most 12 % are late
        alike = alike or all(other.value == 1 for other in target)
    if words.found("every", effect.typed("criterion")):
        alike = alike or any(other.value == 1 for other in target)
    if asked and target and not alike:
        yield fault(effect, "target", f"The target of {effect.label} is {quoted(each.text for each in target)}, and its criterion "
                                      f"says {quoted(each.text for each in asked)}.")


@check("EFF020", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def before_its_period_was_over(effect: Effect, review: Review) -> Iterator[Fault]:
    """It is called effective before the period of its own criterion was over

    Why: A criterion of 90 days can be met after 90 days. The auditor counts from the first day of watching, or from
    the last action, to the review.
    Fix: Choose Too early and look again when the period is over; or agree another criterion and set it anew.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                            | Watch from | Reviewed on    | Result    |
        |---|---|---|---|---|
        | NC-1       | 12 of 12 releases in 90 days         |            | **2026-05-20** | Effective |

        Actions
        | Action ID | Finding ID | Kind       | Action                   | Done on    |
        |---|---|---|---|---|
        | CA-1      | NC-1       | Corrective | The gate asks for a list | 2026-04-01 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                    | Watch from | Reviewed on | Result           |
        |---|---|---|---|---|
        | NC-1       | 12 of 12 releases in 40 days                 | 2026-04-01 | 2026-05-20  | Effective        |
        | NC-1       | 12 of 12 releases in 90 days                 | 2026-04-01 | 2026-05-20  | Partly effective |
        | NC-1       | Every alarm is answered within 60 days       | 2026-04-01 | 2026-05-20  | Effective        |
    """
    words, finding = review.language, review.finding(effect)
    if words is None or finding is None or effect.result != "Effective" or effect.reviewed_on is None:
        return
    start = effect.window_start or last_done(finding, review)
    period = _period(in_digits(effect.typed("criterion"), words))
    if start is None or not period:
        return
    watched = (effect.reviewed_on - start).days
    if 0 <= watched < period - 1 and not _too_early(effect, review, last_done(finding, review)) \
            and not judged_too_early(effect, review):
        yield fault(effect, "reviewed_on", f"The criterion of {effect.label} is about {days(period)}, and it was judged after "
                                           f"{days(watched)} ({start} to {effect.reviewed_on}).")


def _period(criterion: str) -> int:
    """The longest period that a criterion names, in days; 0 where it names none."""
    return max((int(count) * _LONG[unit.lower()] for clause in clauses(criterion)
                for count, unit in _PERIOD.findall(clause)), default=0)


def _too_early(effect: Effect, review: Review, done: date | None) -> bool:
    """Whether it was judged before the shortest watch period, which has a message of its own (EFF008)."""
    least = review.settings.days("effect_min_days")
    return done is not None and effect.reviewed_on is not None and 0 <= (effect.reviewed_on - done).days < least


@check("EFF021", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def came_back_in_words(effect: Effect, review: Review) -> Iterator[Fault]:
    """What was seen and the number of recurrences do not agree

    Why: One cell says that it came back, the other that it did not. The body believes the worse of the two.
    Fix: Correct the number in 'Recurrences', or the text in 'Observed'.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion | Observed                             | Recurrences |
        |---|---|---|---|
        | NC-1       | 12 of 12  | 12 of 12; the gap was seen once more | **0**       |
        | NC-1       | 12 of 12  | 12 of 12, no recurrence              | **2**       |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion | Observed                                         | Recurrences |
        |---|---|---|---|
        | NC-1       | 12 of 12  | 12 of 12; it was not seen again                  | 0           |
        | NC-1       | 12 of 12  | 11 of 12: it happened again in May               | 1           |
        | NC-1       | 12 of 12  | 12 of 12; the refused release came back complete | 0           |
    """
    words, seen = review.language, effect.typed("observed")
    if words is None or effect.recurrences is None or not seen:
        return
    plain = in_digits(seen, words)
    again, never = words.found("recurred", plain), words.found("no_recurrence", plain)
    if again and not never and effect.recurrences == 0:
        yield fault(effect, "recurrences", f"'Observed' of {effect.label} says that it happened again ({quoted(again)}), and "
                                           "'Recurrences' says 0.")
    elif never and not again and effect.recurrences > 0:
        yield fault(effect, "recurrences", f"'Observed' of {effect.label} says that it did not happen again ({quoted(never)}), and "
                                           f"'Recurrences' says {effect.recurrences}.")
