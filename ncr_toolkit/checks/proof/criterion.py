"""The criterion: whether one can tell from it that the action worked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Effect
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review

_CITED = re.compile(r"\b(?:ISO|IEC|EN|DIN|CFR|SOP|WI|QP)(?:[ /-](?:IEC|ISO|EN|DIN|TS|TR)){0,5} ?[-:]?\d[\d:.-]*|\b(?:clause|section|chapter|version|annex|standard|procedure|rule|policy|step|no\.?|number)s? [A-Z]?[.-]?\d[\d.]*"
                    r"|\b[A-Z]+[.-]?\d+(?:\.\d+)*\b|\b\d+\.\d+(?:\.\d+)*\b(?!\s*%)", re.IGNORECASE)
"""Numbers that cite a clause or a document, and measure nothing."""
_NUMBER = re.compile(r"\d")
_OF = re.compile(r"\d (?:of|out of) \d|\d/\d")


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
    if words.found("share", text) and not effect.blank("target"):  # the number stands beside it
        return
    if not words.found("quantity", text) and not words.found("period", text):
        yield fault(effect, "criterion", f"The criterion of {effect.label} names no number and no period: it cannot be measured.")


FEW = 3
"""How many words of its own a criterion may have beside the deed and still measure nothing else (ours)."""


@check("EFF018", Effect, of=Of.NONCONFORMITY, level=Level.WARNING)
def measures_the_deed(effect: Effect, review: Review) -> Iterator[Fault]:
    """The criterion measures that the action was done, and not what came of it

    Why: That the procedure is published and everybody trained shows the action. Whether the fault stays away is another
    question, and the one that clause 10.2 d) asks.
    Fix: Write what must no longer be seen, or must always be seen, where the fault was: how many of how many, in which period.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                        |
        |---|---|
        | NC-1       | **The revised procedure is published by August** |
        | NC-1       | **100 % of staff are trained**                   |
        | NC-1       | **All actions are completed within 30 days**     |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Effectiveness
        | Finding ID | Criterion                                                                     |
        |---|---|
        | NC-1       | In 90 days after the procedure is published, 12 of 12 releases are signed     |
        | NC-1       | 30 of 30 labels of a sample are right, four weeks after the staff were trained |
        | NC-1       | Every release in 60 days is approved with an assessment number                |
    """
    words, text = review.language, effect.typed("criterion")
    found = words.found("mere_deed", text) if words is not None and not effect.blank("criterion") else ()
    if words is None or not found:
        return
    rest = words.lists["mere_deed_frame"].without(words.lists["mere_deed"].without(text))
    if sum(not word[0].isdigit() for word in words.content(rest)) <= FEW and not _OF.search(rest):
        yield fault(effect, "criterion", f"The criterion of {effect.label} measures that something was done ({quoted(found)}), and not "
                                         "what came of it.")
