"""Not yet: what is called shown and is only believed, hoped for or still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.proof.watch_days import is_in_force
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import quoted, short
from ncr_toolkit.core.model import Effect, Evidence, ReadinessStep
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

_CLAUSE = re.compile(r"[.;:,\n](?=\s|$)|\bbut\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")


@check("EFF026", Effect, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def only_believed(effect: Effect, review: Review) -> Iterator[Fault]:
    """It is called effective, and what was seen is a belief, or still to come

    Why: "We believe it works" and "12 of 12 are expected" show what somebody hopes. The body wants what somebody counted.
    Fix: Choose 'Too early' until it was looked at; then write how many of how many, in which period.
    Source: Clause 10.2 d).
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                     | Observed                                       | Result    |
        |---|---|---|---|
        | NC-1       | Releases are signed           | **We believe it works.**                       | Effective |
        | NC-1       | 12 of 12 releases are signed  | **Not checked yet, but 12 of 12 are expected** | Effective |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                     | Observed                                       | Result    |
        |---|---|---|---|
        | NC-1       | 12 of 12 releases are signed  | 13 of 13; the 14th is not yet due              | Effective |
        | NC-1       | 12 of 12 releases are signed  | We believe it works.                           | Too early |
    """
    words, seen = review.language, effect.typed("observed")
    if words is None or not seen or not is_in_force(effect, review):
        return
    found = {part: words.found("not_seen", part) or words.found("supposed", part) for part in _CLAUSE.split(seen) if part.strip()}
    said = [each for part in found.values() for each in part]
    if said and not any(_FIGURE.search(part) and not each for part, each in found.items()):
        yield fault(effect, "observed", f"'Observed' of {effect.label} tells what is believed or still to come ({quoted(said)}), and the "
                                        "result is 'Effective'.")


@check("EVD024", Evidence, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.PROOF)
def still_to_come(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The title of a proof says that it is still to come

    Why: "To follow" is a promise. The auditor counts it as no evidence, whatever stands in the other cells.
    Fix: Put the proof into the evidence folder, and give it the title of what it shows; or delete the row until it is there.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Evidence
        | Evidence ID | Finding ID | Supports | Title                                     |
        |---|---|---|---|
        | E-1         | NC-1       | CA-1     | **To follow.**                            |
        | E-2         | NC-1       | CA-1     | **Screenshot to follow after the update** |
        | E-3         | NC-1       | CA-1     | **Certificate not available yet**         |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Evidence
        | Evidence ID | Finding ID | Supports | Title                                     |
        |---|---|---|---|
        | E-1         | NC-1       | CA-1     | Log of the gate with three refusals       |
        | E-2         | NC-1       | CA-1     | List of open orders, and how to follow up |
        | E-3         | NC-1       | CA-1     | Release refused: certificate was missing  |
    """
    words, title = review.language, proof.typed("title")
    found = words.found("to_come", title) if words is not None and title else ()
    if found and proof.baseline != "Yes" and "baseline" not in proof.unread:
        yield fault(proof, "title", f"The title of {proof.label} says that the proof is still to come ({quoted(found)}).")


@check("MGT024", ReadinessStep, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def hoped_for(item: ReadinessStep, review: Review) -> Iterator[Fault]:
    """An item of the readiness plan hopes, or says that nothing is prepared

    Why: The plan tells the body what it will find at the re-audit, where, and who shows it.
    Fix: Write what will lie ready: which records, of which time, in which folder, and who shows them.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Readiness plan
        | Item ID | Finding ID | Preparation for the re-audit                       |
        |---|---|---|
        | RP-1    | NC-1       | **We hope that all will be fine on that day**      |
        | RP-2    | NC-1       | **Nothing is planned at the moment**               |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Readiness plan
        | Item ID | Finding ID | Preparation for the re-audit                       |
        |---|---|---|
        | RP-1    | NC-1       | Gate logs of June lie ready; Ben Okoro shows them  |
    """
    words, text = review.language, item.typed("item")
    found = words.found("hope", text) if words is not None and text else ()
    if found:
        yield fault(item, "item", f"Item {item.label} says what is hoped for, or that nothing is prepared ({quoted(found)}): {short(text)}.")
