"""Seen when: the days and the period that 'Observed' tells, beside the day of the fix and the period of the criterion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ncr_toolkit.checks.proof.quantities import clauses, in_digits
from ncr_toolkit.checks.proof.watch import last_done
from ncr_toolkit.checks.proof.watch_days import SLACK, is_in_force
from ncr_toolkit.checks.registry import Fault, Of, check, days, fault
from ncr_toolkit.core.dates import ENGLISH_MONTHS, read_text
from ncr_toolkit.core.model import Effect
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

_NUMBERS = {name: number for number, names in enumerate(ENGLISH_MONTHS, 1) for name in names.split()}
_MONTH = rf"(?:{'|'.join(_NUMBERS)})\b\.?"
_DAY = re.compile(rf"(?<![\w/-])(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?, \d{{4}})(?![\w-])",
                  re.IGNORECASE)
_OF_YEAR = re.compile(rf"\b({_MONTH})(?: (\d{{4}}))?(?!\w)(?! \d)", re.IGNORECASE)
_QUARTER = re.compile(r"\bQ([1-4])[ /-]?(20\d\d)\b|\b(20\d\d)[ /-]?Q([1-4])\b", re.IGNORECASE)
_WITHOUT_YEAR = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?={_MONTH}(?!,? \d{{4}}))", re.IGNORECASE)
_PERIOD = re.compile(r"(?:^|\b(?:in|for|over|during|after|of|within|without|through|covering)(?: the| all| a)?(?: first| last| next| following| coming| past)? )"
                     r"(\d{1,3})(?: consecutive| full| whole| calendar| successive)? (day|night|week|month|quarter)s?\b", re.IGNORECASE)
_ALONE = re.compile(r"\b(\d{1,3})(?: consecutive| full| whole| calendar| successive)? (day|night|week|month|quarter)s? (?:without|with no|with not)\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:in|over|during|for|of) the (?:first|last|past) (?=(?:day|night|week|month|quarter)\b)", re.IGNORECASE)
_LONG = {"day": 1, "night": 1, "week": 7, "month": 30, "quarter": 91}
_CODE_OF = re.compile(r"[A-Z]\w{0,8}[-_ ]\d[\w.-]{0,12} (?:of|from|dated) $")
_MAY = "may"


@check("EFF024", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def seen_before_the_fix(effect: Effect, review: Review) -> Iterator[Fault]:
    """What was seen is from before the action was done

    Why: Records from before the change show how the old way worked. The auditor reads the months in 'Observed' and the day of
    the action in one look.
    Fix: Look at records from after the action was done, or correct the day or month.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Kind       | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective | 2026-03-01 |

        Effectiveness
        | Finding ID | Criterion                    | Reviewed on | Observed                                       | Result    |
        |---|---|---|---|---|
        | NC-1       | 12 of 12 releases are signed | 2026-06-20  | **12 of 12 releases, October to December 2025** | Effective |
        | NC-1       | 12 of 12 releases are signed | 2026-06-20  | **12 of 12 releases, sampled on 2026-02-12**   | Effective |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Kind       | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective | 2026-03-01 |

        Effectiveness
        | Finding ID | Criterion                    | Reviewed on | Observed                                              | Result    |
        |---|---|---|---|---|
        | NC-1       | 12 of 12 releases are signed | 2026-06-20  | 12 of 12 releases from February to June               | Effective |
        | NC-1       | 12 of 12 releases are signed | 2026-06-20  | 12 of 12 releases; in December 2025 it was 4 of 9     | Effective |
        | NC-1       | 12 of 12 releases are signed | 2026-06-20  | 12 of 12 releases follow P-07 of 2025-11-12           | Effective |
    """
    words, finding, seen = review.language, review.finding(effect), effect.typed("observed")
    if words is None or finding is None or not is_in_force(effect, review) or not seen:
        return
    done, judged = last_done(finding, review), effect.reviewed_on or review.today
    told = [_last_day(clause, judged, words) for clause in _telling(seen, words)]
    known = [day for day in told if day is not None]
    if done and known and max(known) < done:
        yield fault(effect, "observed", f"'Observed' of {effect.label} tells of the time up to {max(known)}, and the last action was done "
                                        f"on {done}.")


def _telling(seen: str, words: Language) -> list[str]:
    """The clause that gives the figure, and those without one: a second figure may be that of the time before."""
    every = clauses(seen)
    figures = [bool(re.search(r"\d", in_digits(_without_days(clause), words))) for clause in every]
    first = figures.index(True) if True in figures else -1
    return [clause for place, clause in enumerate(every) if not figures[place] or place == first]


def _without_days(text: str) -> str:
    return _OF_YEAR.sub(" ", _DAY.sub(" ", text))


def _last_day(clause: str, judged: date, words: Language) -> date | None:
    """The last day of the time that a clause speaks of; None where it names none, or tells of the time before."""
    if words.found("earlier", clause):
        return None
    found = []
    for match in _DAY.finditer(clause):
        day = read_text(match[0])
        if isinstance(day, date) and not _dated_thing(clause[:match.start()], words):
            found.append(day)
    rest = _WITHOUT_YEAR.sub("", _DAY.sub(" ", clause))
    found += [_month_end(int(match[2] or match[3]), 3 * int(match[1] or match[4])) for match in _QUARTER.finditer(rest)]
    return max([*found, *_months(_QUARTER.sub(" ", rest), judged, words)], default=None)


def _dated_thing(before: str, words: Language) -> bool:
    """Whether a day is that of a document or of another thing that is named before it: "as in P-07 of"."""
    return bool(words.found("dated_thing", before) or _CODE_OF.search(before))


def _months(text: str, judged: date, words: Language) -> Iterator[date]:
    """The ends of the months that a text names; of one without a year, the last such month up to that day."""
    matches = [match for match in _OF_YEAR.finditer(text)
               if not (match[1].lower() == _MAY and match[1] != "May") and not _dated_thing(text[:match.start()], words)]
    year = next((int(match[2]) for match in reversed(matches) if match[2]), None)
    for match in matches:
        month = _NUMBERS[match[1].lower().rstrip(".")]
        of = int(match[2]) if match[2] else year
        if of is None:
            of = judged.year - (month > judged.month)
        yield _month_end(of, month)


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@check("EFF025", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def shorter_period(effect: Effect, review: Review) -> Iterator[Fault]:
    """What was seen is of a shorter period than the criterion's

    Why: Two weeks without a case are no three months. The auditor compares the two periods.
    Fix: Choose 'Too early' and look again when the period is over; or correct the period in 'Observed'.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                      | Observed                          | Result    |
        |---|---|---|---|
        | NC-1       | No late report in three months | **No late report in two weeks**   | Effective |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                              | Observed                                    | Result    |
        |---|---|---|---|
        | NC-1       | No late report in three months         | No late report in 14 weeks                  | Effective |
        | NC-1       | All reports of 60 days are in time     | All 31 reports, answered within three days  | Effective |
        | NC-1       | Every alarm is answered within 60 days | All 40 of them in two weeks                 | Effective |
    """
    words, seen = review.language, effect.typed("observed")
    if words is None or not is_in_force(effect, review) or not seen:
        return
    wanted, found = _periods(f"{effect.typed('criterion')}. {effect.typed('target')}", words), _periods(seen, words)
    if wanted and found and max(found) < max(wanted) * SLACK:
        yield fault(effect, "observed", f"'Observed' of {effect.label} tells of {days(max(found))}, and the criterion asks for "
                                        f"{days(max(wanted))}.")


def _periods(text: str, words: Language) -> list[int]:
    """The periods of a text in days; the time within which something is to be done is none."""
    found = []
    for clause in clauses(_ONE.sub("in 1 ", in_digits(text, words))):
        for pattern in (_PERIOD, _ALONE):
            for match in pattern.finditer(clause):
                if not words.found("done_within", clause[:match.end()]):
                    found.append(int(match[1]) * _LONG[match[2].lower()])
    return found
