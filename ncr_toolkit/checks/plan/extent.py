"""Extent: where else the same was looked for, and what was found (clause 10.2 b) 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.plan.further_cases import mentions_cases
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.checks.texts.stems import telling
from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core.model import Action, Containment, Finding
from ncr_toolkit.core.packs import language
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import names

_ARTICLE = re.compile(r"^(?:the|our|a|an) ")


@check("EXT001", Finding, of=Of.NONCONFORMITY, early=Level.INFO)
def no_extent(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing says whether the same was looked for elsewhere

    Why: The auditor saw a sample. Clause 10.2 asks you to find out whether similar cases exist or could arise.
    Fix: Write in 'Extent' where you looked, over which period, how many records, and what you found.
    Source: Clause 10.2 b) 3).

    Bad:

        Findings
        | Finding ID | Grade | Status      | Extent      |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade | Status      | Extent                                                |
        |---|---|---|---|
        | NC-1       | Minor | In progress | All 6 live models since 2025-07, 41 releases; 2 more. |
    """
    if review.wants(finding, "extent") and finding.blank("extent"):
        yield fault(finding, "extent", f"{finding.label} does not say whether the same was looked for elsewhere.")


@check("EXT002", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, early=Level.INFO)
def no_consequences(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing says what followed from it

    Why: Clause 10.2 a) asks you to deal with what followed: harm, wrong decisions, people who had to be told.
    Fix: Write in 'Consequences' what followed and who was told; or 'none, because ...'.
    Source: Clause 10.2 a).

    Bad:

        Findings
        | Finding ID | Grade | Status      | Consequences |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **(empty)**  |

    Good:

        Findings
        | Finding ID | Grade | Status      | Consequences                                 |
        |---|---|---|---|
        | NC-1       | Minor | In progress | None, because no output was used for a case. |
    """
    if finding.blank("consequences"):
        yield fault(finding, "consequences", f"{finding.label} does not say what followed from it and who was told.")


@check("EXT003", Finding, of=Of.NONCONFORMITY)
def bare_no(finding: Finding, review: Review) -> Iterator[Fault]:
    """The extent does not show that anybody looked

    Why: "None" can be written without looking. Bodies ask who looked where, over which period, and at how many.
    Fix: Name the systems or places, the period and how many records you looked at, and what you found.
    Source: Clause 10.2 b) 3).
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Extent                                          |
        |---|---|---|
        | NC-1       | Minor | **None.**                                       |
        | NC-2       | Minor | **Isolated case**                               |
        | NC-3       | Minor | **We looked elsewhere and it seems to be fine** |

    Good:

        Findings
        | Finding ID | Grade | AI system | Extent                                                        |
        |---|---|---|---|
        | NC-1       | Minor |           | None in 41 releases of all 6 live models since July 2025      |
        | NC-2       | Minor |           | Both other sites were looked at: no further case              |
        | NC-3       | Minor | Triage    | Triage is the one system with this step; its log was read.    |
    """
    words, text = review.language, finding.typed("extent")
    if words is None or finding.blank("extent"):
        return
    bare = _is_bare(text, words)
    if bare or not (_names_a_place(text, words, review) or _lists_places(finding, words)):
        short = text if len(text) < 60 else text[:57] + "..."
        yield fault(finding, "extent", f"'{short}' does not show that you looked: it names no place, no period and no number.")


def _is_bare(text: str, words: Language) -> bool:
    """Whether the whole text says no more than no."""
    return not words.content(words.lists["bare_no"].without(text)) and bool(words.found("bare_no", text)) \
        and not any(letter.isdigit() for letter in text)


def _names_a_place(text: str, words: Language, review: Review) -> bool:
    """Whether the text names a number, a period, a scope, or a system, site or process of this register."""
    if any(letter.isdigit() for letter in text) or words.found("place", text):
        return True
    said = f" {' '.join(language.words(text))} "
    return any(f" {place} " in said for place in review.once(_places))


def _lists_places(finding: Finding, words: Language) -> bool:
    """Whether the text begins with a list of three places or more, the auditor's own among them: "Website, brochure,
    tender template and mail footer"."""
    items = [item.split() for item in re.split(r",|\band\b|\n", re.split(r"[;:.](?=\s|$)", finding.extent)[0]) if item.strip()]
    return len(items) > 2 and all(len(item) < 4 for item in items) \
        and any(telling(words.content(" ".join(item)), words.content(finding.statement)) for item in items)


def _places(review: Review) -> set[str]:
    found = {each for finding in review.register.findings for name in ("ai_system", "site", "process")
             for each in names(finding, name, review.pack)}
    return {" ".join(language.words(each)) for each in found} - {""}


@check("EXT004", Finding, of=Of.NONCONFORMITY, blocks=Purpose.PLAN)
def further_cases_left(finding: Finding, review: Review) -> Iterator[Fault]:
    """Similar cases were found, and nothing deals with them

    Why: Who finds more cases and leaves them has known of them since. Clause 10.2 b) asks to deal with similar cases.
    Fix: Add an action of the kind Extent, or a correction, that deals with the cases you found. Cases that the auditor saw
    do not count there: where the number is of these, correct it.
    Source: Clause 10.2 b) 3).
    Varies: A warning where a correction is there, whose words only do not tell of the other cases.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Similar cases found |
        |---|---|---|
        | NC-1       | Minor | **2**               |

        Actions
        | Action ID | Finding ID | Kind       | Action                                    |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective | The gate refuses models without a report. |

    Good:

        Findings
        | Finding ID | Grade | Similar cases found |
        |---|---|---|
        | NC-1       | Minor | 2                   |
        | NC-2       | Minor | 2                   |
        | NC-3       | Minor | 0                   |
        | NC-4       | Minor | 5                   |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                              |
        |---|---|---|---|
        | NC-2       | C-2     | Correction | Reports were written for Triage and the two further models |
        | NC-4       | C-4     | Correction | The accounts were disabled, all eight                      |

        Actions
        | Action ID | Finding ID | Kind   | Action                                  |
        |---|---|---|---|
        | CA-1      | NC-1       | Extent | Write the reports of Sepsis and Imaging |
    """
    number, actions = finding.extent_count or 0, review.of(Action, finding)
    if number < 1 or review.language is None or any(action.kind == "Extent" for action in actions):
        return
    steps = review.of(Containment, finding)
    if any(mentions_cases(text, finding, review.language) for text in (*(action.what for action in actions),
                                                                       *(step.what for step in steps))):
        return
    level = Level.WARNING if any(step.kind == "Correction" for step in steps) else Level.ERROR
    yield fault(finding, "extent_count", f"{finding.label} found {plural(number, 'similar case')}, and no action or correction "
                                         "deals with them.", level=level)


@check("EXT005", Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def others_not_looked_at(finding: Finding, review: Review) -> Iterator[Fault]:
    """The scope has more systems or sites than the extent names

    Why: A case at one system or site asks for a look at the others of the scope; bodies check that for every finding.
    Fix: Say in 'Extent' what you found at the others, or why they cannot be concerned.
    Source: Clause 10.2 b) 3).
    Needs: Word lists for the language of the texts, and the scope.

    Bad:

        Register
        | Scope of the management system                       |
        |---|
        | Triage, Sepsis alarm and Discharge planner, at Lund  |

        Findings
        | Finding ID | Grade | AI system | Extent                                             |
        |---|---|---|---|
        | NC-1       | Minor | Triage    | **41 releases of Triage since July 2025: no more** |

    Good:

        Register
        | Scope of the management system                       |
        |---|
        | Triage, Sepsis alarm and Discharge planner, at Lund  |

        Findings
        | Finding ID | Grade | AI system | Extent                                                       |
        |---|---|---|---|
        | NC-1       | Minor | Triage    | 41 releases of Triage since July 2025; Sepsis alarm: 6, none |
        | NC-2       | Minor | Triage    | All live systems, 63 releases since July 2025: no more       |
        | NC-3       | Minor | Triage    | Triage is the only system with this step; 41 releases: none  |
        | NC-4       | Minor | Triage    | Release, change and purchasing processes, also of Triage: none |
    """
    words, text = review.language, finding.typed("extent")
    if words is None or finding.blank("extent") or any(words.found(listed, text) for listed in ("whole", "sole", "processes")):
        return
    if _other_process(finding, text, review):
        return
    said, known = f" {' '.join(language.words(text))} ", review.once(_in_scope)
    for name in ("ai_system", "site"):
        own = _plain_names(finding, name, review)
        others = known[name] - own
        if others and any(f" {each} " in said for each in own & known[name]) and not any(f" {each} " in said for each in others):
            yield fault(finding, "extent", f"The scope of the register names more than {listing(names(finding, name, review.pack))} "
                                           f"({', '.join(_as_typed(others, review))}); the extent of {finding.label} does not.")
            return


def _plain_names(finding: Finding, name: str, review: Review) -> set[str]:
    return {" ".join(language.words(each)) for each in names(finding, name, review.pack)} - {""}


def _other_process(finding: Finding, text: str, review: Review) -> bool:
    """Whether the extent went through another process of this register: then it did not stay at one system."""
    said, own = f" {' '.join(language.words(text))} ", " ".join(language.words(finding.typed("process")))
    return any(name != own and f" {name} " in said for name in review.once(_processes))


def _processes(review: Review) -> set[str]:
    return {" ".join(language.words(finding.typed("process"))) for finding in review.register.findings} - {""}


def _in_scope(review: Review) -> dict[str, set[str]]:
    """The AI systems and sites that the scope names: those of the findings, and systems listed beside one of them."""
    text = review.register.settings.scope
    scope = f" {' '.join(language.words(text))} "
    found = {name: {each for finding in review.register.findings for each in _plain_names(finding, name, review)
                    if f" {each} " in scope} for name in ("ai_system", "site")}
    listed = re.sub(r"\b(?:at|in|on|for|from|to)\b[^;.\n]*", ";", text)  # a list of systems ends where places begin,
    listed = re.sub(r"(?<![^;.\n])[^;.\n]*(?:\b(?:of|including|namely|called)\b|:)", "", listed)  # and begins after "operation of"
    beside = {_ARTICLE.sub("", " ".join(language.words(part))) for part in re.split(r"[,;:.\n()]|\band\b", listed)} - {""}
    if found["ai_system"] & beside:
        found["ai_system"] |= beside
    return found


def _as_typed(names: set[str], review: Review) -> list[str]:
    """Names as the scope spells them."""
    scope = review.register.settings.scope
    spelt = {name: re.search(r"\W+".join(map(re.escape, name.split())), scope, re.IGNORECASE) for name in sorted(names)}
    return [found.group() if found else name for name, found in spelt.items()]
