"""The watch: long enough that the process has run again, short enough to be of use, and with a proof of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.proof.proofs import file_of
from ncr_toolkit.checks.registry import Fault, Of, check, days, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Action, Effect, Evidence, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.own_files import place_of

FINAL = ("Effective", "Partly effective", "Not effective")
PROVES = fold("Effectiveness")


def last_done(finding: Finding, review: Review) -> date | None:
    """The day on which the last action was done; None while one is open."""
    done = [action.done_on for action in review.of(Action, finding) if action.kind in ("", "Corrective", "Extent")]
    return max(day for day in done if day) if done and all(done) else None


@check("EFF008", Effect, of=Of.NONCONFORMITY, level=Level.WARNING)
def judged_too_early(effect: Effect, review: Review) -> Iterator[Fault]:
    """It was judged too early

    Why: Right after the change everything works. The process has to run again before one can see whether it holds.
    Fix: Choose Too early and look again after the watch period of the sheet Register; or say why a shorter one is enough.
    Source: Advice for AI management systems: 30 to 90 days; the sheet Register sets others.

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
        | Finding ID | Reviewed on    | Result    |
        |---|---|---|
        | NC-1       | **2026-06-18** | Effective |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |
        | CA-2      | NC-2       | 2026-05-20 |

        Effectiveness
        | Finding ID | Reviewed on | Result        |
        |---|---|---|
        | NC-1       | 2026-06-19  | Effective     |
        | NC-2       | 2026-06-01  | Too early     |
        | NC-2       | 2026-06-02  | Not effective |
    """
    finding = review.finding(effect)
    done = last_done(finding, review) if finding is not None else None
    if done is None or effect.reviewed_on is None or effect.result not in ("Effective", "Partly effective"):
        return
    waited, least = (effect.reviewed_on - done).days, review.settings.days("effect_min_days")
    if 0 <= waited < least:
        yield fault(effect, "reviewed_on", f"It was judged {days(waited)} after the last action ({done}); the watch period is at "
                                           f"least {days(least)}.")


@check("EFF009", Effect, of=Of.NONCONFORMITY, level=Level.INFO, blocks=Purpose.NEVER)
def judged_late(effect: Effect, review: Review) -> Iterator[Fault]:
    """The review is planned later than the longest watch period

    Why: A result that comes too late is of no use to the body, nor to those who work by the new process meanwhile.
    Fix: Bring the review forward; or lengthen the watch period on the sheet Register, if your process runs seldom.
    Source: Advice for AI management systems: 30 to 90 days; the sheet Register sets others.

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
        | Finding ID | Review due     |
        |---|---|
        | NC-1       | **2026-08-19** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |
        | CA-2      | NC-2       |            |

        Effectiveness
        | Finding ID | Review due |
        |---|---|
        | NC-1       | 2026-08-18 |
        | NC-2       | 2026-12-18 |
    """
    finding = review.finding(effect)
    done = last_done(finding, review) if finding is not None else None
    longest = review.settings.days("effect_max_days")
    if done and effect.due and effect.blank("result") and (effect.due - done).days > longest:
        yield fault(effect, "due", f"The review is due on {effect.due}, {days((effect.due - done).days)} after the last action "
                                   f"({done}); the longest watch period is {days(longest)}.")


@check("EFF010", Evidence, of=Of.NONCONFORMITY, level=Level.WARNING)
def same_proof(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The proof that it worked is the proof that it was done

    Why: That the gate was built shows that the action was done. That nothing passed it since shows that it worked.
    Fix: Put a proof from the watch period here: a sample, a trend before and after, a test that was run again.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID |
        |---|---|
        | CA-1      | NC-1       |

        Evidence
        | Evidence ID | Finding ID | Supports      | File or link | Page or cell |
        |---|---|---|---|---|
        | E-1         | NC-1       | CA-1          | log.txt      | line 1       |
        | E-2         | NC-1       | Effectiveness | **log.txt**  | line 1       |
        | E-3         | NC-1       | Effectiveness | **log.txt**  |              |
        | E-4         | NC-1       | Effectiveness | **copy.txt** |              |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID |
        |---|---|
        | CA-1      | NC-1       |

        Evidence
        | Evidence ID | Finding ID | Supports      | File or link | Page or cell |
        |---|---|---|---|---|
        | E-1         | NC-1       | CA-1          | log.txt      | May          |
        | E-2         | NC-1       | Effectiveness | log.txt      | June         |
        | E-3         | NC-1       | Effectiveness | sample.txt   |              |
    """
    finding = review.finding(proof)
    if finding is None or fold(proof.supports) != PROVES or proof.blank("file"):
        return
    for other in review.of(Evidence, finding):
        if review.find(Action, other.supports) is not None and _shows_the_same(other, proof, review):
            yield fault(proof, "file", f"Evidence {proof.label} shows what {other.label} shows for {other.supports}: that it was "
                                       "done, not that it worked.")
            return


def _shows_the_same(one: Evidence, other: Evidence, review: Review) -> bool:
    """Whether two proofs are one: the same file, or a copy of it, and no page that tells them apart."""
    if one.blank("file") or not (_path(one, review) == _path(other, review) or _copy(one, other, review)):
        return False
    places = {fold(one.typed("place")), fold(other.typed("place"))}
    return len(places - {""}) < 2


def _path(proof: Evidence, review: Review) -> str:
    """The file of a proof, by whatever name it was typed."""
    found = place_of(proof, review)
    return str(found.path.resolve()) if found.path is not None else fold(proof.typed("file").replace("\\", "/"))


def _copy(one: Evidence, other: Evidence, review: Review) -> bool:
    """Whether two files of the folder hold the same. Only files of one size are read."""
    paths = [path for proof in (one, other) if (path := file_of(proof, review)) is not None]
    if len(paths) < 2 or paths[0].stat().st_size != paths[1].stat().st_size:
        return False
    first, second = (review.fingerprints[path] for path in paths)
    return bool(first) and first == second


@check("EFF011", Effect, of=Of.NONCONFORMITY, level=Level.WARNING)
def nothing_shows_it(effect: Effect, review: Review) -> Iterator[Fault]:
    """It is called effective, and no evidence shows it

    Why: Clause 10.2 asks to keep evidence of what the action achieved. A word in a cell is none.
    Fix: Add a row on the sheet Evidence that supports 'Effectiveness': the sample, the log, the test run again.
    Source: Clause 10.2: evidence of what was done and of its results.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Result        |
        |---|---|
        | NC-1       | **Effective** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        Evidence
        | Evidence ID | Finding ID | Supports      |
        |---|---|---|
        | E-1         | NC-1       | effectiveness |

        Effectiveness
        | Finding ID | Result    |
        |---|---|
        | NC-1       | Effective |
        | NC-2       | Too early |
    """
    finding = review.finding(effect)
    if finding is None or effect.result not in FINAL[:2] or not review.wants(finding, "effectiveness"):
        return
    if not any(fold(proof.supports) == PROVES for proof in review.of(Evidence, finding)):
        yield fault(effect, "result", f"{finding.label} is called '{effect.result}', and no evidence supports 'Effectiveness'.",
                    adds=Evidence)
