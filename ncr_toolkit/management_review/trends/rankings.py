"""Where findings gather: by clause, by cause, by what the system looks after, at suppliers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.core.model import Bone, Cause, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import names
from ncr_toolkit.management_review.trends.figures import Pareto, Share, Supplied

SUPPLIER = "supplier"
"""The word by which a category of causes is one of suppliers; every pack has such a bone. No column names one."""
HOLDS = ("Root cause", "Contributes")
"""The verdicts under which a possible cause of the fishbone counts."""


def references(findings: Sequence[Finding], review: Review) -> Pareto:
    """By clause or control, without the letters that auditors add (8.4 a is 8.4); a finding may name several."""
    return pareto(findings, lambda finding: names(finding, "reference", review.pack))


def causes(findings: Sequence[Finding], review: Review) -> Pareto:
    """By the category of their causes on the sheet Causes; a finding may have several."""
    return pareto(findings, lambda finding: [cause.category for cause in review.of(Cause, finding)])


def systems(findings: Sequence[Finding], review: Review) -> Pareto:
    """By AI system, or what the standard looks after, as the sheet Findings names it; a finding may name several."""
    return pareto(findings, lambda finding: names(finding, "ai_system", review.pack))


def pareto(findings: Sequence[Finding], named: Callable[[Finding], Iterable[str]]) -> Pareto:
    """Count findings by name. Names are the same that differ by accidents of typing alone: shown as typed most often.

    The share is that of the counts, so that it ends at 1 also where findings have several names.
    """
    rows = [(number, name) for number, finding in enumerate(findings) for name in named(finding) if fold(name)]
    if not rows:
        return Pareto((), 0, len(findings))
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["finding", "name"])
    frame["key"] = frame["name"].map(fold)
    sizes = frame.groupby("key")["finding"].nunique()
    ranked = sorted(((int(count), str(key)) for key, count in sizes.items()),
                    key=lambda each: (-each[0], natural(each[1])))
    typed = {str(key): _usual(list(group["name"])) for key, group in frame.groupby("key")}
    whole, so_far, lines = sum(count for count, _ in ranked), 0, []
    for count, key in ranked:
        so_far += count
        lines.append(Share(typed[key], count, so_far / whole))
    counted = int(frame["finding"].nunique())
    return Pareto(tuple(lines), counted, len(findings) - counted)


def _usual(names: list[str]) -> str:
    """The spelling that occurs most; of equals the first by letters."""
    return min(Counter(names).items(), key=lambda each: (-each[1], each[0]))[0]


def supplied(findings: Sequence[Finding], review: Review) -> tuple[Supplied, ...]:
    """The findings with a cause in a category of suppliers: on the sheet Causes, else on the Fishbone as one that
    holds. Which supplier it is stands in its words alone."""
    return tuple(Supplied(finding, words[0]) for finding in findings if (words := list(_supplied(finding, review))))


def _supplied(finding: Finding, review: Review) -> Iterator[str]:
    def of_a_supplier(category: str) -> bool:
        return SUPPLIER in fold(category)

    yield from sorted(cause.statement for cause in review.of(Cause, finding) if of_a_supplier(cause.category))
    yield from sorted(bone.cause for bone in review.of(Bone, finding)
                      if of_a_supplier(bone.category) and bone.verdict in HOLDS)
