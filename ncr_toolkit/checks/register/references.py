"""References: against which clause or control a finding is raised, and of which standard; there may be several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import listing
from ncr_toolkit.core import packs
from ncr_toolkit.core.cell_parts import standards_in
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import Pack, elsewhere
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import Reference, pack_named, packs_of, references
from ncr_toolkit.core.several_in_excel import SplitColumn

_BY_CLAUSE = SplitColumn("reference")
_RANGE = re.compile(r"(?:[a-z]\W)?\d{1,2}(?:\.\d{1,2})+\s?(?:-|\b(?:to|bis|thru|through)\b)\s?(?:[a-z]\W)?\d{1,2}(?:\.\d{1,2})*")


@check("IDN006", Finding)
def reference_unknown(finding: Finding, review: Review) -> Iterator[Fault]:
    """The reference is not a clause or control of the standard

    Why: A finding names one requirement of the standard, or several. Wrong numbers are common (A.6.2.9 does not exist),
    and the body cannot match an answer to a clause there is not.
    Fix: Copy the number from the audit report; the drop-down shows those there are. Between several stands a semicolon.
    Source: Certification body: ISO/IEC 17021-1, 9.4.5.3.

    Bad:

        Findings
        | Finding ID | Reference        |
        |---|---|
        | NC-1       | **A.6.2.9**      |
        | NC-2       | **8.4; A.6.2.9** |

    Good:

        Findings
        | Finding ID | Reference             |
        |---|---|
        | NC-1       | A.6.2.4               |
        | NC-2       | 10.2 d)               |
        | NC-3       | 8.4; 27001: A.5.15    |
        | NC-4       | A.5.3, A.5.4 and A.8.2 |
    """
    wrong = [each for each in references(finding, review.pack) if each.sure and not each.fits]
    if not wrong:
        return
    strangers = [_elsewhere(each) for each in wrong]
    fix = "Copy the number from the audit report; if the finding is of another standard, choose that one in 'Standard'."
    told = ". ".join(map(_said, wrong, strangers))
    yield fault(finding, "reference", f"{told}.", fix=fix) if all(strangers) else fault(finding, "reference", f"{told}.")


def _said(wrong: Reference, stranger: str) -> str:
    """What is wrong with a reference, and what it may have meant. `stranger`: the other standard that it reads like."""
    what = f"'{wrong.typed}' is not a clause or control of {listing(pack.standard for pack in wrong.looked)}"
    if stranger:
        return f"{what}; it reads like {stranger}'s"
    if _RANGE.fullmatch(fold(wrong.text)):
        return f"{what}; of a range write each, with a semicolon between"
    for pack in wrong.looked:
        if meant := nearest(wrong.text, _chapter(wrong.text, pack)) or nearest(wrong.text, pack.references):
            return f"{what}; did you mean {meant} ({pack.references[meant]})"
    return what


def _elsewhere(reference: Reference) -> str:
    """The other standard that a reference is of: one that is known here, or one known by the form of its numbers."""
    others = [each.standard for each in map(packs.load, packs.known())
              if each not in reference.looked and fold(reference.text) in map(fold, each.references)]
    if len(others) == 1 and not any(_chapter(reference.text, pack) for pack in reference.looked):
        return others[0]
    return elsewhere.reads_like(reference.text)


def _chapter(text: str, pack: Pack) -> list[str]:
    """The clauses or controls of the chapter that a reference begins with, those of the annex where it has none."""
    found = re.match(r"(a\W*)?(\d+)", fold(text))
    starts = (f"A.{found[2]}.",) if found and found[1] else (f"{found[2]}.", f"A.{found[2]}.") if found else ()
    return next((within for start in starts if (within := [each for each in pack.references if each.startswith(start)])), [])


@check("IDN012", Finding)
def standard_unknown(finding: Finding, review: Review) -> Iterator[Fault]:
    """The standard is none that the tool knows

    Why: References are looked up in the standard. Against one that is not known nothing is looked up.
    Fix: Choose the standard from the drop-down, with its year. Between several stands a semicolon.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Standard                              | Reference            |
        |---|---|---|
        | NC-1       | **ISO 42001 draft**                   | 8.4                  |
        | NC-2       | **ISO/IEC 42001:2023; ISO 14001:2015** | 9.2                  |
        | NC-3       |                                       | **8.4; 14001: 8.1**  |

    Good:

        Findings
        | Finding ID | Standard                      | Reference        |
        |---|---|---|
        | NC-1       | ISO/IEC 42001:2023            | 8.4              |
        | NC-2       | iso 9001:2015                 | 8.4              |
        | NC-3       | ISO/IEC 42001; ISO/IEC 27001  | 9.2              |
        | NC-4       |                               | 8.4; 9001: 8.4   |
    """
    known, own = ", ".join(packs.standards(review.pack)), review.pack
    cell = standards_in(finding.standard)
    named = dict.fromkeys(each.standard for each in references(finding, review.pack) if each.standard)
    for name, strange in (("standard", [each for each in cell if pack_named(each, own) is None]),
                          ("reference", [each for each in named if pack_named(each, own) is None and each not in cell])):
        if strange:
            told = listing(f"'{each}'" for each in strange)
            yield fault(finding, name, f"{told} {'is' if len(strange) == 1 else 'are'} none of the standards known here: {known}."
                                       f"{_successor(strange)}{_carried(finding, own) if name == 'reference' else ''}")


def _carried(finding: Finding, own: Pack) -> str:
    """What follows a standard that is not known, and may be of another, in a sentence."""
    follows = [each for each in references(finding, own) if each.carried]
    if not follows:
        return ""
    said = listing(f"'{each.text}'" for each in follows)
    return (f" {said} behind it {'is' if len(follows) == 1 else 'are'} taken for that standard's: write "
            f"{own.number}: {follows[0].text} if {own.standard} is meant.")


def _successor(strange: list[str]) -> str:
    """What is known of a standard that is none of these, where it is the next edition of one, in a sentence."""
    for name in strange:
        if before := packs.before(name):
            return f" '{name}' follows {before.standard}: `{to_type('explain', '--standard', before.id)}` tells what is known of it."
    return ""


@check("IDN018", Finding, level=Level.INFO, blocks=Purpose.NEVER)
def references_and_standards_do_not_pair(finding: Finding, review: Review) -> Iterator[Fault]:
    """Of several standards it is not plain which one a reference is of

    Why: One number can be another requirement in another standard: A.5.2 of ISO/IEC 42001 is no A.5.2 of ISO/IEC 27001. A
    clause that management system standards share, such as 9.2, is one; a standard without a reference has none.
    Fix: If one standard alone is meant, write it before the reference, as in 27001: A.5.2. If a standard is not
    concerned, take it out of 'Standard'.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Standard                         | Reference |
        |---|---|---|
        | NC-1       | ISO/IEC 42001; ISO/IEC 27001     | **A.5.2** |
        | NC-2       | **ISO/IEC 42001; ISO/IEC 27001** | A.6.2.4   |
        | NC-3       |                                  | **27001: A.5.15, A.5.2** |

    Good:

        Findings
        | Finding ID | Standard                     | Reference             |
        |---|---|---|
        | NC-1       | ISO/IEC 42001; ISO/IEC 27001 | 9.2                   |
        | NC-2       | ISO/IEC 42001; ISO/IEC 27001 | A.6.2.4; 27001: A.5.2 |
        | NC-3       |                              | 27001: A.5.15; 27001: A.5.2 |
    """
    found = references(finding, review.pack)
    if unclear := [each for each in found if each.unclear]:
        told = " ".join(f"'{each.text}' is {listing(f'{pack.references[its]} in {pack.standard}' for pack, its in each.fits)}."
                        for each in unclear)
        yield fault(finding, "reference", f"{told} It stands under {'both' if len(unclear[0].fits) == 2 else 'each'}.")
    elif bare := _bare_on_the_dashboard(finding, found, review.pack):
        listed = "; ".join(f"{each.fits[0][0].number}: {each.text}" for each in bare)
        seen = listing(f"'{each.text}'" for each in bare)
        yield fault(finding, "reference", f"The Dashboard counts {seen} under the bare number: its formulas do not see the "
                                          "standard above it or before another reference.",
                    fix=f"Write the standard before each, as in {listed}.")
    of = {pack for each in found for pack, _ in each.fits}
    without = [pack.standard for pack in packs_of(finding, review.pack) if pack not in of] if finding.standard else []
    if found and without and all(each.fits for each in found):
        yield fault(finding, "standard", f"No reference of {finding.label} is of {listing(without)}.")


def _bare_on_the_dashboard(finding: Finding, found: Iterable[Reference], own: Pack) -> list[Reference]:
    """The references of another standard that the formulas of the Dashboard see without its name."""
    seen = set(_BY_CLAUSE.parts(finding.reference)) if len(_BY_CLAUSE.parts(finding.reference)) > 1 else set()
    return [each for each in found if each.standard and each.text in seen and each.fits and not {each.text, each.fits[0][1]} & {*each.keys(own)}]


@check("IDN007", Finding)
def reference_missing(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding names no clause or control

    Why: A finding is always raised against a requirement; the answer has to meet that one.
    Fix: Copy the number of the clause or control from the audit report.
    Source: Certification body: ISO/IEC 17021-1, 9.4.5.3.

    Bad:

        Findings
        | Finding ID | Grade | Reference   |
        |---|---|---|
        | NC-1       | Major | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade       | Reference |
        |---|---|---|
        | NC-1       | Major       | 8.4       |
        | OB-1       | Observation |           |
    """
    if finding.blank("reference") and finding.grade in ("Major", "Minor"):
        yield fault(finding, "reference", "The finding names no clause or control.")
