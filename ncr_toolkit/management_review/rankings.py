"""Where findings gather, and what was not yet before management."""

from __future__ import annotations

from collections.abc import Callable

from ncr_toolkit.common.text import cut, in_a_sentence
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import in_one_line, title_of
from ncr_toolkit.management_review.blocks import Block, PaperSection, Sentence, Table, TableCell, TableColumn, table
from ncr_toolkit.management_review.how_it_went import SHORT, Found, named
from ncr_toolkit.management_review.trends.figures import GROUPS, Pareto, Share, Trends, group
from ncr_toolkit.management_review.wording import (
    NAME,
    TEXT,
    agree,
    be,
    counted,
    first_of,
    ids,
    percent,
    sentence,
    was,
)

MOST = 6
"""So many names have a line in each list."""


def gathering(trends: Trends, review: Review) -> Found:
    """By clause, by cause, by what the system looks after: the names with most findings, each list with a sentence."""
    if not trends.live:
        return f"No finding was raised since {trends.since} or is open: there is nothing that could gather."
    blocks: list[Block] = [Sentence(
        f"Counted are the {counted(trends.live, 'finding')} raised since {trends.since} or open today, without those "
        "withdrawn. Together is the share of a line and those above it.")]
    blocks += _list(trends.references, "Clause or control", "without a reference",
                    lambda name: title_of(name, review.pack))
    blocks += _list(trends.causes, "Kind of cause", "without a cause that has a kind")
    blocks += _list(trends.systems, _system(review), f"without a name in '{_system(review)}'")
    return PaperSection("Where findings gather", tuple(blocks))


def _system(review: Review) -> str:
    return review.pack.header(Finding.SHEET.column("ai_system"))


def _list(pareto: Pareto, what: str, without: str, note: Callable[[str], str] = lambda name: "") -> list[Block]:
    if not pareto.lines:
        return [Sentence(f"{what}: nothing can be counted, for none of them has one.")]
    if pareto.lines[0].count == 1:
        return [Sentence(f"{what}: {_alone(pareto)}, no name more than once.")]
    return [Sentence(_said(pareto, what, without)), _table(pareto, what, note)]


def _alone(pareto: Pareto) -> str:
    return f"{counted(pareto.counted, 'finding')} {agree(pareto.counted, 'has', 'have')} one"


def _table(pareto: Pareto, what: str, note: Callable[[str], str]) -> Table:
    most = pareto.lines[0].count
    columns = (TableColumn(what, 66), TableColumn("", 58), TableColumn("Findings", 25, True),
               TableColumn("Together", 25, True))
    return table(f"Findings by {what}", columns, [
        (TableCell(cut(line.name, NAME), note(line.name)), TableCell(bar=line.count / most), str(line.count),
         percent(line.together)) for line in _shown(pareto)])


def _shown(pareto: Pareto) -> tuple[Share, ...]:
    """The lines that have a place: not those of one finding where others have several."""
    several = tuple(line for line in pareto.lines if line.count > 1)
    return (several or pareto.lines)[:MOST]


def _said(pareto: Pareto, what: str, without: str) -> str:
    """What the list shows, in words."""
    first, *others = pareto.lines
    level = [line for line in others if line.count == first.count]
    name, by = cut(first.name, NAME), f"By {in_a_sentence(what)}"
    if not others:
        told = f"{by} there is only {name}, with {counted(pareto.counted, 'finding')}"
    elif level:
        told = f"{by} none leads: {len(level) + 1} have {counted(first.count, 'finding')} each"
    else:
        told = f"{by}, {name} comes first, with {first.count} of {counted(pareto.counted, 'finding')}"
    if left := pareto.lines[len(_shown(pareto)):]:
        each = "1 each" if left[0].count == 1 else f"at most {left[0].count} each"
        told += f"; {len(left)} more, with {each}, {be(len(left))} not listed"
    if sum(line.count for line in pareto.lines) > pareto.counted:
        told += "; a finding may stand under several"
    if pareto.unnamed:
        told += f"; {counted(pareto.unnamed, 'finding')} {without} {be(pareto.unnamed)} not counted"
    return f"{told}."


def suppliers(trends: Trends, review: Review) -> Found:
    """What can be said of suppliers, and by what it was counted."""
    found = trends.supplied
    lessons = [row for row in trends.lessons if row.taken_to == "Supplier"]
    if not found and not lessons:
        return ("No finding has a cause in a category of suppliers, and no lesson was taken to one; the register has "
                "no column that names a supplier.")
    has = agree(len(found), "has", "have")
    told = (f"{len(found)} of {counted(trends.live, 'finding')} {has} a cause in a category of suppliers, "
            f"and {counted(len(lessons), 'lesson')} {was(len(lessons))} taken to a supplier. The register has no "
            "column that names one: which it is stands in the words of the cause")
    blocks: list[Block] = [Sentence(sentence(told) + first_of(found, SHORT))]
    if found:
        columns = (TableColumn("Finding", 26), TableColumn(_system(review), 32), TableColumn("Cause", 116))
        blocks.append(table("Findings with a cause at a supplier", columns, [
            (named(each.finding), cut(in_one_line(each.finding, "ai_system"), NAME), cut(each.cause, TEXT))
            for each in found[:SHORT]]))
    return PaperSection("Suppliers", tuple(blocks))


def unreviewed(trends: Trends) -> Found:
    """The findings for which no management review is named."""
    found = trends.unreviewed
    if not found:
        return "Every finding of the period names the management review to which it was taken." if trends.live else ""
    groups = [(each, [finding for finding in found if group(finding) == each]) for each in GROUPS]
    rows = [(each, str(len(some)), ids(some, 24)) for each, some in groups if some]
    count = len(found)
    words = (f"{count} of {counted(trends.live, 'finding')} raised since {trends.since} or open today "
             f"{agree(count, 'names', 'name')} no management review. After this one, write its minutes into the column "
             "'Management review'.")
    return PaperSection("Not yet taken to a management review", (
        Sentence(words), table("Findings without a management review",
                               (TableColumn("Grade", 30), TableColumn("Findings", 20, True),
                                TableColumn("Which", 124)), rows)))

