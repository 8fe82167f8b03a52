"""Basis: how much was looked at, and at what, beside what the criterion asks for.

"2 of 2" is all of them, and no "12 of 12". Numbers are compared where both texts count the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.proof.figures import falls_short
from ncr_toolkit.checks.proof.quantities import (
    NUMBER,
    Share,
    clauses,
    counted,
    demand,
    in_digits,
    number,
    parts_alone,
    shares,
    wholes,
)
from ncr_toolkit.checks.proof.watch_days import is_in_force
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.checks.texts.stems import telling
from ncr_toolkit.common.text import quoted, short
from ncr_toolkit.core.model import Effect
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.packs.language import words as words_of
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

LEAST = 2
"""From how many things on a criterion asks for a number of them: "no order by one person" asks for none."""
FAR = 0.5
"""Below which share of what is asked for what was seen is no answer to it (ours)."""
_NEAR = 3
"""How many words after a number may name what it counts."""
_SEVERAL = 2
"""How many words of its own a share has at least where it can be told that it is one of something else."""
_IN_ORDER = re.compile(rf"({NUMBER}) (?:[a-z]\w* ){{0,2}}(?=in a row|in succession|running)", re.IGNORECASE)


@check("EFF022", Effect, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def fewer_looked_at(effect: Effect, review: Review) -> Iterator[Fault]:
    """It is called effective, and fewer were looked at than the criterion asks for

    Why: 2 of 2 is no 12 of 12, and 0 of 0 shows nothing. The auditor compares both numbers, the part and the whole.
    Fix: Correct the number if it is wrong; otherwise choose 'Too early' and look at as many as the criterion says.
    Source: Our advice.
    Varies: A warning where it was half of them or more, where the numbers are no shares, or where what was to be watched did not
    come about.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                | Observed                              | Result        |
        |---|---|---|---|
        | NC-1       | 12 of 12 releases are signed             | 2 of 2 releases were signed           | **Effective** |
        | NC-1       | 12 of 12 releases are signed             | 0 of 0 releases                       | **Effective** |
        | NC-1       | 10 releases in a row are signed          | 4 releases in a row were signed       | **Effective** |
        | NC-1       | Six monthly restore tests are in time    | Two restore tests were in time        | **Effective** |
        | NC-1       | Every leaver is disabled within a day    | There were no leavers in the period   | **Effective** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                | Observed                              | Result    |
        |---|---|---|---|
        | NC-1       | 12 of 12 releases are signed             | 14 of 14 releases were signed         | Effective |
        | NC-1       | 12 of 12 releases are signed             | All 13 releases, 2 of 2 of them urgent | Effective |
        | NC-1       | 10 releases in a row are signed          | 11 in a row                           | Effective |
        | NC-1       | At most 3 alarms a week are false        | 2 alarms a week were false            | Effective |
        | NC-1       | No leaver keeps an account               | There were no such accounts           | Effective |
        | NC-1       | 12 of 12 releases are signed             | 2 of 2 releases were signed           | Too early |
    """
    words = review.language
    if words is None or not is_in_force(effect, review) or effect.blank("observed") or any(falls_short(effect, review)):
        return
    asked = f"{effect.typed('criterion')}. {effect.typed('target')}"
    if told := _smaller_whole(asked, effect.observed, words):
        short_of, far = told
        yield fault(effect, "result", f"The result is 'Effective', and fewer were looked at than the criterion asks for: {short_of}.",
                    level=None if far else Level.WARNING)
    elif short_of := _shorter_row(asked, effect.observed, words) or _fewer_things(effect.typed("criterion"), effect.observed, words):
        yield fault(effect, "result", f"The result is 'Effective', and it seems that fewer were looked at than the criterion asks for: "
                                      f"{short_of}.", level=Level.WARNING)
    elif _nothing_came(effect, words):
        yield fault(effect, "result", f"The result is 'Effective', and nothing came about by which one could see it: "
                                      f"{short(effect.observed)}.", level=Level.WARNING)


def _smaller_whole(asked: str, seen: str, words: Language) -> tuple[str, bool] | None:
    """The whole of what was seen where it is smaller than the one asked for, and no other number of it is as large; and whether
    it is less than half."""
    wanted, found = wholes(asked, words), wholes(seen, words)
    if not found or (not wanted and any(found.values())):
        return None
    most, largest = max(wanted.values(), default=1), max(found.values())
    if largest >= most or any(value >= most for value, _ in _things(seen, words)):
        return None
    return f"{quoted(found)} against {quoted(wanted)}" if wanted else quoted(found), largest < most * FAR


def _things(text: str, words: Language) -> list[tuple[float, str]]:
    """The numbers of a text that count things, with the words behind them: no times and no per cents, but "12 weekly walks"."""
    return [(value, rest) for value, rest in counted(text, words)
            if not rest.startswith("%") and (not words.begins("unit", rest) or rest.partition(" ")[0].endswith("ly"))]


def _shorter_row(asked: str, seen: str, words: Language) -> str:
    """What was seen in a row where the criterion asks for more of them in a row."""
    wanted, found = ([number(value) for value in _IN_ORDER.findall(in_digits(text, words))] for text in (asked, seen))
    if wanted and found and max(found) < max(wanted):
        return f"{max(found):g} in a row against {max(wanted):g}"
    return ""


def _fewer_things(asked: str, seen: str, words: Language) -> str:
    """What the criterion asks for a number of, where all numbers of it that were seen together are smaller."""
    plain = in_digits(asked, words)
    for value, rest in _things(parts_alone(asked, words), words):
        noun = _noun(rest, words)
        before = plain.partition(f"{value:g} {rest[:12]}")[0].split()[-4:]
        if value < LEAST or not noun or words.found("at_most", " ".join(before)) or words.found("at_least", " ".join(before)):
            continue
        found = [each for each, after in _things(parts_alone(seen, words), words) if telling([_noun(after, words)], [noun])]
        if found and sum(found) < value:
            return f"{sum(found):g} against '{value:g} {' '.join(rest.split()[:_NEAR])}'"
    return ""


def _noun(rest: str, words: Language) -> str:
    """What a number counts: the last word of the first few behind it that is one of things which can be counted."""
    said = [word for word in words_of(" ".join(rest.split()[:_NEAR])) if not word[0].isdigit()]
    return next((word for word in reversed(said) if words.found("countable", word)), "")


def _nothing_came(effect: Effect, words: Language) -> bool:
    """Whether what the criterion wants all of did not come about at all."""
    asked = demand(effect.typed("criterion"), effect.typed("target"), words)
    if not (asked is not None and asked.least) and not words.found("every", effect.typed("criterion")):
        return False
    if len(clauses(effect.observed)) > 1 and any(value for value, _ in _things(effect.observed, words)):
        return False
    seen = in_digits(effect.observed, words)
    rest = words.content(words.lists["did_not_come"].without(seen))
    return bool(words.found("did_not_come", seen)) and not words.found("lacking_mark", seen) \
        and bool(telling(words.content(seen), words.content(effect.typed("criterion")))) and len(rest) <= _NEAR


@check("EFF023", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def another_measure(effect: Effect, review: Review) -> Iterator[Fault]:
    """What was seen is measured by something else than the criterion

    Why: A criterion in per cent is met by a share, and one about releases by releases. That 25 of 25 people were trained, or
    that 212 alarms were answered, tells nothing about it.
    Fix: Write in 'Observed' how many of how many there were, of the very thing that the criterion names.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                     | Observed                          | Result    |
        |---|---|---|---|
        | NC-1       | 95 % of alarms are answered in ten minutes    | **212 alarms were answered**      | Effective |
        | NC-1       | 25 of 25 risks are accepted by their owner    | **25 of 25 employees were trained** | Effective |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                     | Observed                          | Result    |
        |---|---|---|---|
        | NC-1       | 95 % of alarms are answered in ten minutes    | 208 of 212 alarms                 | Effective |
        | NC-1       | 95 % of alarms are answered in ten minutes    | All 212 alarms                    | Effective |
        | NC-1       | 25 of 25 risks are accepted by their owner    | 27 of 27 in the report of May     | Effective |
        | NC-1       | 100 % of leavers are disabled in a day        | 31 leavers, 31 accounts disabled  | Effective |
    """
    words, seen = review.language, effect.typed("observed")
    asked = demand(effect.typed("criterion"), effect.typed("target"), words) if words is not None else None
    if words is None or asked is None or not seen or not is_in_force(effect, review):
        return
    found = shares(seen, words)
    numbers = [value for value, rest in _things(seen, words) if rest]
    every = words.found("every", effect.typed("criterion"))  # "the four audits" may be all of them
    if not found and not every and asked.text.endswith("%") and len(numbers) == 1 and not words.found("all_or_none", seen):
        yield fault(effect, "observed", f"The criterion of {effect.label} asks for '{asked.text}', and 'Observed' gives a number alone: "
                                        f"{short(seen)}.")
    about = words.content(" ".join(effect.typed(name) for name in ("criterion", "target", "method")))
    own = words.content(re.sub(r"[\d%/]+", " ", seen))
    if found and all(_is_of_a_thing(each, words) for each in found) and len(own) >= _SEVERAL and not telling(own, about):
        yield fault(effect, "observed", f"'Observed' of {effect.label} has no word in common with its criterion: {short(seen)}.")


def _is_of_a_thing(share: Share, words: Language) -> bool:
    """Whether a share says of what it is one: "25 of 25 employees"; "27 of 27 in the list" does not."""
    behind = words_of(share.clause.partition(share.text)[2].removeprefix(" of the").removeprefix(" of all").removeprefix(" of"))
    return bool(behind) and behind[0] not in words.stop
