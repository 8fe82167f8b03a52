"""Cases: whether the extent tells what was found, and the same as the number beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.proof.quantities import clauses, in_digits
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

_MORE = re.compile(r"(?<![\w.,/-])(\d{1,3}) (?:more|further|other|additional|similar)\b(.*)", re.IGNORECASE | re.DOTALL)


@check("EXT006", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PLAN)
def another_number(finding: Finding, review: Review) -> Iterator[Fault]:
    """The extent tells of another number of cases than 'Similar cases found'

    Why: One cell says two more, the other none. The auditor asks what became of the two.
    Fix: Correct the number or the text; then see to it that each case is dealt with.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Extent                                                     | Similar cases found |
        |---|---|---|---|
        | NC-1       | Minor | All 6 live models, 41 releases since July 2025; 2 more     | **0**               |
        | NC-2       | Minor | Files of all 14 people: three further without certificate  | **1**               |
        | NC-3       | Minor | All 6 live models, 41 releases since July 2025; none more  | **2**               |

    Good:

        Findings
        | Finding ID | Grade | Extent                                                                | Similar cases found |
        |---|---|---|---|
        | NC-1       | Minor | All 6 live models, 41 releases since July 2025; 2 more                | 2                   |
        | NC-2       | Minor | The 2 further sites and all 14 files were looked at; nothing was found | 0                  |
        | NC-3       | Minor | All 6 models, 41 releases: Sepsis 2.0 had none either; no further case | 1                  |
        | NC-4       | Minor | All 6 live models, 41 releases since July 2025; none more             | 0                   |
    """
    words, number = review.language, finding.extent_count
    if words is None or finding.blank("extent") or number is None:
        return
    said = _said(finding.extent, words)
    if said and number not in (sum(said), *said):
        yield fault(finding, "extent_count", f"The extent of {finding.label} tells of {plural(sum(said), 'further case')}, and "
                                             f"'Similar cases found' says {number}.")
    elif not said and number and (none := _none(finding.extent, words)):
        yield fault(finding, "extent_count", f"The extent of {finding.label} says that nothing more was found ({quoted(none)}), and "
                                             f"'Similar cases found' says {number}.")


def _said(text: str, words: Language) -> list[int]:
    """The further cases that a text counts; not the further places at which somebody looked."""
    found = []
    for clause in clauses(in_digits(text, words)):
        match = _MORE.search(clause)
        if match and int(match[1]) and (not re.search(r"\w", match[2]) or words.found("case_of_it", match[2])):
            found.append(int(match[1]))
    return found


def _none(text: str, words: Language) -> tuple[str, ...]:
    """The words that say that nothing more was found, where no other word of the text tells of a case."""
    found = words.found("none_more", text)
    return found if found and not words.found("case_of_it", words.lists["none_more"].without(text)) else ()


@check("EXT007", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PLAN)
def extent_as_a_promise(finding: Finding, review: Review) -> Iterator[Fault]:
    """The extent says where somebody will look, and not what was found

    Why: The body asks for the extent before it takes the plan: what depends on it cannot be planned without it.
    Fix: Look now, and write where you looked and what you found. What is still open is an action with a date.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Extent                                                             |
        |---|---|---|
        | NC-1       | Minor | **The other 5 models will be checked in August.**                  |
        | NC-2       | Minor | **It is planned to look at all 41 records by the end of the year** |

    Good:

        Findings
        | Finding ID | Grade | Extent                                                                       |
        |---|---|---|
        | NC-1       | Minor | All 6 models, 41 releases read on 2026-04-20: none. It will be read again.   |
        | NC-2       | Minor | 41 records of 2025: 2 more; those of the supplier will be read in August.    |
    """
    words = review.language
    found = words.found("future", finding.typed("extent")) if words is not None and not finding.blank("extent") else ()
    if words is None or not found:
        return
    rest = [clause for clause in re.split(r"[.;\n]", finding.extent) if not words.found("future", clause)]
    if not any(words.found("looked", clause) or _said(clause, words) for clause in rest):
        yield fault(finding, "extent", f"The extent of {finding.label} reads as a promise ({quoted(found)}): it does not say what "
                                       "was found.")


@check("EXT008", Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def bare_consequences(finding: Finding, review: Review) -> Iterator[Fault]:
    """The consequences say "none" and not why

    Why: "None" can be written without looking. The body asks how you know, and who was told.
    Fix: Write 'none, because ...' with what shows it: how many results were read, by whom; and who was told.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Consequences    |
        |---|---|---|
        | NC-1       | Minor | **None.**       |
        | NC-2       | Minor | **None known**  |

    Good:

        Findings
        | Finding ID | Grade | Consequences                                          |
        |---|---|---|
        | NC-1       | Minor | None, because no patient was advised by the release.  |
        | NC-2       | Minor | None known: the 9 complaints came by telephone.       |
    """
    if says_only_none(finding.typed("consequences"), review.language):
        yield fault(finding, "consequences", f"The consequences of {finding.label} only say '{finding.consequences.strip()}', and "
                                             "not why.")


def says_only_none(text: str, words: Language | None) -> bool:
    """Whether a whole text says no more than that there is nothing."""
    if words is None or not words.found("bare_none", text):
        return False
    return not re.search(r"\w", words.lists["bare_none"].without(text))
