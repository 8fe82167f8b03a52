"""Not looked: texts about what else is concerned, and what followed, that say that nobody looked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import column_names

_LISTS = dict(zip(column_names(Finding, "extent", "consequences", "impact", "risk_rationale"), (
    ("not_looked", "supposed", "hearsay"), ("not_looked", "supposed", "not_assessed"), ("not_looked", "not_assessed"),
    ("not_looked", "not_assessed")), strict=True))
"""By what a text of each column says it: what may follow is told as "may", and no fault."""
_CLAUSE = re.compile(r"[.;:\n](?=\s|$)|\s[\u2013\u2014-]\s")


@check("EXT009", Finding, of=Of.GRADED, level=Level.WARNING)
def nobody_looked(finding: Finding, review: Review) -> Iterator[Fault]:
    """A text says that nobody looked, or only supposes

    Why: "Was not assessed, both retire soon" says that the question was not asked. Clause 10.2 b) 3) asks whether similar cases
    exist; whom somebody telephoned shows nothing.
    Fix: Look, and write where, at how many, and what you found. Where something cannot be concerned, say what shows it.
    Source: Clause 10.2 b) 3).
    Varies: A text in 'Extent' holds up the plan; elsewhere it is told alone.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Extent                                                             | Consequences                            |
        |---|---|---|---|
        | NC-1       | Minor | **The other two models were not looked at, they are retired soon** | **Consequences were not investigated.** |
        | NC-2       | Minor | **Presumably the other 8 people have their records**               | None, because 40 labels were read again |

    Good:

        Findings
        | Finding ID | Grade | Extent                                                                      | Consequences                            |
        |---|---|---|---|
        | NC-1       | Minor | All 6 models, 41 releases read; two pilots were not looked at, as no one uses them. | None, because 40 labels were read again |
        | NC-2       | Minor | All 6 models, 41 releases: 2 more were not assessed                         | Two results were wrong and were called back |
    """
    words = review.language
    if words is None:
        return
    for name, lists in _LISTS.items():
        found = _no_look(finding.typed(name), lists, words) if not finding.blank(name) else ()
        if found:
            yield fault(finding, name, f"'{Finding.SHEET.by_name[name].header}' of {finding.label} says that nobody looked, or only "
                                       f"supposes ({quoted(found)}).", blocks=Purpose.PLAN if name == "extent" else Purpose.NEVER)


def _no_look(text: str, lists: tuple[str, ...], words: Language) -> tuple[str, ...]:
    """The words by which a text says that nobody looked, where no other clause tells what somebody saw."""
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    found = {clause: tuple(each for listed in lists for each in words.found(listed, clause)) for clause in clauses}
    seen = [clause for clause in clauses if (not found[clause] and re.search(r"\d", clause)) or
            (not found[clause] and words.found("looked", clause) and words.found("place", clause))]
    return () if seen else tuple(each for said in found.values() for each in said)
