"""The criterion: whether one can tell from it that the action worked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import Effect
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review

_CITED = re.compile(r"\b(?:clause|section|chapter|version|annex|standard|procedure|rule|policy|step|no\.?|number)s? [A-Z]?[.-]?\d[\d.]*"
                    r"|\b[A-Z]+[.-]?\d+(?:\.\d+)*\b|\b\d+\.\d+(?:\.\d+)*\b(?!\s*%)", re.IGNORECASE)
"""Numbers that cite a clause or a document, and measure nothing."""
_NUMBER = re.compile(r"\d")


@check("EFF007", Effect, of=Of.NONCONFORMITY, level=Level.WARNING)
def not_measurable(effect: Effect, review: Review) -> Iterator[Fault]:
    """The criterion cannot be measured

    Why: "The process works better" is true or false as one likes. A number and a period make it a test.
    Fix: Write how many of how many, in which period. Example: 12 of 12 releases in 90 days have a signed assessment.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                     |
        |---|---|
        | NC-1       | **The release process works better.**         |
        | NC-1       | **Staff are aware of the new gate**           |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                     | Target |
        |---|---|---|
        | NC-1       | Every release has a signed assessment         |        |
        | NC-1       | No release without a report in the next quarter |      |
        | NC-1       | Share of releases with a signed assessment    | 100 %  |
    """
    words, text = review.language, effect.typed("criterion")
    if words is None or effect.blank("criterion") or _NUMBER.search(_CITED.sub(" ", text)):
        return
    if not words.found("quantity", text) and not words.found("period", text):
        yield fault(effect, "criterion", f"The criterion of {effect.label} names no number and no period: it cannot be measured.")
