"""Not all: a criterion that wants all of them, or none, and a part of them in what was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.proof.basis import fewer_looked_at
from ncr_toolkit.checks.proof.figures import falls_short
from ncr_toolkit.checks.proof.quantities import (
    NUMBER,
    Share,
    clauses,
    counted,
    demand,
    in_digits,
    is_limit,
    number,
    shares,
    wholes,
)
from ncr_toolkit.checks.proof.watch_days import is_in_force
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.dates import ENGLISH_MONTHS
from ncr_toolkit.core.model import Effect
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

_NEAR = 24
"""How many signs after "at least" its number may stand."""
_AMOUNT = re.compile(rf"\W*({NUMBER})(?! ?%)(?: (\w+))?")
_MONTH = re.compile(rf"\W*(?:{'|'.join(' '.join(ENGLISH_MONTHS).split())})\b", re.IGNORECASE)  # "the one of 20 May"
_NONE = re.compile(r"\W*(?:0|no|none|zero)\b", re.IGNORECASE)


@check("EFF027", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def a_part_of_them(effect: Effect, review: Review) -> Iterator[Fault]:
    """It is called effective, and what was seen names a part of them, or too few

    Why: Where the criterion wants all of them, or none, "8 of 9" and "7 of 412" look like a miss, and 3 of 3 are no sample of at
    least five. If the number counts something else, the auditor cannot see that either.
    Fix: Say what the number counts; or, if it is the measure, choose another result than Effective and look again.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                     | Target   | Observed                                       | Result        |
        |---|---|---|---|---|
        | NC-1       | No order goes to a supplier out of date       | 0 orders | 7 of 412 orders went to a supplier out of date | **Effective** |
        | NC-1       | Every leaver is locked in each system         | 100 %    | 8 of 9 leavers were locked in 5 of 5 systems   | **Effective** |
        | NC-1       | All leavers of a quarter, at least 5, are locked | 100 % | 3 of 3 leavers were locked                     | **Effective** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                     | Target   | Observed                                       | Result    |
        |---|---|---|---|---|
        | NC-1       | No order goes to a supplier out of date       | 0 orders | 0 of 412 orders went to a supplier out of date | Effective |
        | NC-1       | Every leaver is locked in each system         | 100 %    | Before 4 of 6, since then 9 of 9 leavers       | Effective |
        | NC-1       | All leavers of a quarter, at least 5, are locked | 100 % | 7 of 7 leavers were locked                     | Effective |
        | NC-1       | At least 95 % of the calls are answered       | 95 %     | 391 of 400 calls were answered                 | Effective |
    """
    words = review.language
    if words is None or not is_in_force(effect, review) or effect.blank("observed") \
            or any(falls_short(effect, review)) or any(fewer_looked_at(effect, review)):
        return
    if (found := _parts(effect.observed, words)) and _wants_all_or_none(effect, words):
        yield fault(effect, "result", f"The criterion wants all of them, or none, and what was seen names a part: {quoted(found)}.")
    elif too_few := _small_sample(effect, words):
        yield fault(effect, "result", f"The result is 'Effective', and the sample is smaller than the criterion asks for: {too_few}.")


def _wants_all_or_none(effect: Effect, words: Language) -> bool:
    """Whether the criterion leaves no part over: all, each, 100 %, none, 0."""
    criterion, target = effect.typed("criterion"), effect.typed("target")
    asked = demand(criterion, target, words)
    if asked is not None:
        return asked.value in (0, 1)
    if any(words.found(name, text) for name in ("at_most", "at_least") for text in (criterion, target)):
        return False
    return bool(_NONE.match(in_digits(criterion, words)) or _NONE.match(in_digits(target, words)) or words.found("every", criterion))


def _parts(seen: str, words: Language) -> list[str]:
    """The shares of what was seen that are neither none nor all, but for those of the time before, limits and samples."""
    now = (clause for clause in clauses(seen) if not words.found("earlier", clause))
    return [share.text for clause in now for share in shares(clause, words) if _is_part(share, words)]


def _is_part(share: Share, words: Language) -> bool:
    return 0 < share.value < 1 and not is_limit(share, words) and not _MONTH.match(share.clause.partition(share.text)[2])


def _small_sample(effect: Effect, words: Language) -> str:
    """The largest whole that was seen, where the criterion asks for at least so many more."""
    wanted = [amount for text in (effect.typed("criterion"), effect.typed("target")) for amount in _at_least(text, words)]
    found = wholes(effect.observed, words)
    largest = max((*found.values(), *(value for value, _ in counted(effect.observed, words))), default=0)
    if wanted and found and largest < max(wanted):
        return f"{quoted(found)}, and at least {max(wanted):g}"
    return ""


def _at_least(text: str, words: Language) -> Iterator[float]:
    """The numbers of things that a text asks for at least: no times, no per cents."""
    plain = in_digits(text, words)
    for said in words.found("at_least", plain):
        end = plain.find(said) + len(said)
        amount = _AMOUNT.match(plain[end:end + _NEAR])
        if amount and not (amount[2] and (words.begins("unit", amount[2]) or amount[2].lower() in words.of)):
            yield number(amount[1])
