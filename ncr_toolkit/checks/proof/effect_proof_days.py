"""Timely: the proof that it worked is from the time that was judged, and that of the state before from before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.proof.evidence import supported
from ncr_toolkit.checks.proof.watch import FINAL, PROVES, last_done
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Effect, Evidence, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review


@check("EFF013", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def proof_from_another_time(finding: Finding, review: Review) -> Iterator[Fault]:
    """No proof that it worked is from the time that was judged

    Why: Whoever judged can only have seen what was there by then; and what is older than the watch does not show it.
    Fix: Correct the day, or add the proof by which it was judged: the sample, the log, the test of the watch period.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        Effectiveness
        | Finding ID | Watch from | Reviewed on | Result    |
        |---|---|---|---|
        | NC-1       | 2026-05-02 | 2026-06-20  | Effective |
        | NC-2       | 2026-05-02 | 2026-06-20  | Effective |

        Evidence
        | Evidence ID | Finding ID | Supports      | Dated          |
        |---|---|---|---|
        | E-1         | NC-1       | Effectiveness | **2026-06-22** |
        | E-2         | NC-2       | Effectiveness | **2026-04-30** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Watch from | Reviewed on | Result    |
        |---|---|---|---|
        | NC-1       | 2026-05-02 | 2026-06-20  | Effective |

        Evidence
        | Evidence ID | Finding ID | Supports      | Dated      | Baseline |
        |---|---|---|---|---|
        | E-1         | NC-1       | Effectiveness | 2026-06-20 |          |
        | E-2         | NC-1       | Effectiveness | 2026-06-28 |          |
        | E-3         | NC-1       | Effectiveness | 2026-03-02 | Yes      |
    """
    proofs = [proof for proof in review.of(Evidence, finding) if fold(proof.supports) == PROVES and proof.baseline != "Yes"]
    dated = sorted((proof for proof in proofs if proof.dated), key=lambda proof: (proof.dated or date.min, proof.label))
    effects = [effect for effect in review.of(Effect, finding) if effect.result]
    judged = max((each.reviewed_on for each in effects if each.reviewed_on and each.result in FINAL), default=None)
    begun = min((each.window_start for each in effects if each.window_start), default=None)
    if not proofs or len(dated) < len(proofs):
        return
    first, last = dated[0], dated[-1]
    if judged and first.dated and judged < first.dated <= review.today:
        yield fault(first, "dated", f"{finding.label} was judged on {judged}, and {first.label}, the first proof that it worked, "
                                    f"is dated {first.dated}.")
    elif begun and last.dated and last.dated < begun:
        yield fault(last, "dated", f"The watch of {finding.label} began on {begun}, and {last.label}, the latest proof that it "
                                   f"worked, is dated {last.dated}.")
    elif judged and all(proof.received_on and judged < proof.received_on <= review.today for proof in proofs):
        yield fault(first, "received_on", f"{finding.label} was judged on {judged}, and {first.label}, by which it was judged, "
                                          f"was received on {first.received_on}.")


@check("EFF015", Evidence, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def baseline_afterwards(proof: Evidence, review: Review) -> Iterator[Fault]:
    """A proof of the state before the fix is dated after it

    Why: A baseline shows how it was before. Dated after the fix, it shows either that nothing changed, or the state after.
    Fix: Correct the day; or choose No in 'Baseline', if it shows the state after the fix.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | Dated          | Baseline |
        |---|---|---|---|---|
        | E-1         | NC-1       | CA-1     | **2026-06-02** | Yes      |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | Dated      | Baseline |
        |---|---|---|---|---|
        | E-1         | NC-1       | CA-1     | 2026-04-02 | Yes      |
        | E-2         | NC-1       | CA-1     | 2026-06-02 | No       |
    """
    finding = review.finding(proof)
    if finding is None or proof.baseline != "Yes" or proof.dated is None:
        return
    step = supported(proof, review)
    of_all = last_done(finding, review) if fold(proof.supports) == PROVES else None
    done = step.value("done_on") if step is not None else of_all
    if isinstance(done, date) and done < proof.dated <= review.today:
        what = step.label if step is not None else "the last action"
        yield fault(proof, "dated", f"Evidence {proof.label} is to show the state before the fix, and is dated {proof.dated}, "
                                    f"after {what} was done ({done}).")
