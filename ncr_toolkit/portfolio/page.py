"""The portfolio as one page for a browser: no network, printable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ncr_toolkit.common.text import cut, listing, plural
from ncr_toolkit.core.figures import FIGURES
from ncr_toolkit.portfolio.facts import FindingFacts
from ncr_toolkit.portfolio.rollup import PlacedFinding, Portfolio
from ncr_toolkit.report.html_page import page

FIRST, MOST = 100, 30
"""So many findings, and so many lines of every other list; the workbook has all."""
TILES = ("open", "open_major", "open_minor", "overdue", "due_soon", "reopened", "actions_open", "actions_overdue")
TITLES = {figure.name: figure.title for figure in FIGURES}
TITLE = 120
"""So many letters of the title of a finding."""
LATE = ("overdue", "actions_overdue")


def report(portfolio: Portfolio) -> str:
    """The whole as one page."""
    totals, read = portfolio.totals, plural(len(portfolio.registers), "register")
    first = [(each.finding, each.register.name, " ".join(_states(each.finding))) for each in portfolio.first[:FIRST]]
    counted = Counter(name for _, _, names in first for name in names.split())
    figures = [(TITLES[name], totals.get(name, 0), name in LATE and totals.get(name, 0) > 0, f"state={name}")
               for name in TILES]
    return page("portfolio.html", f"Findings of {read} on {portfolio.today}", room=__package__, style="portfolio.css",
                kind="portfolio", script=bool(first), portfolio=portfolio, first=first, most=MOST, figures=figures,
                counted=[(name, TITLES[name], counted[name]) for name in TILES if counted[name]],
                choices=_choices(portfolio.first[:FIRST]), several=_several(portfolio.first[:FIRST]), read=read,
                short=lambda text: cut(text, TITLE), left_out=plural(len(portfolio.left_out), "workbook"),
                places=_places, listing=listing)


def _states(finding: FindingFacts) -> Iterator[str]:
    """The tiles that count an open finding, as far as it is known of it."""
    holds = {"open": True, "open_major": finding.grade == "Major", "open_minor": finding.grade == "Minor",
             "overdue": finding.overdue_days > 0, "due_soon": finding.soon}
    return (name for name, so in holds.items() if so)


def _choices(first: Sequence[PlacedFinding]) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """What the filter offers: the name and label of a choice, and its options with how many findings each shows."""
    asked = {"register": ("Register", [each.register.name for each in first]),
             "owner": ("Owner", [each.finding.owner for each in first]),
             "grade": ("Grade", [each.finding.grade for each in first])}
    return [(name, label, [(value, value, count) for value, count in sorted(Counter(values).items()) if value])
            for name, (label, values) in asked.items()]


def _several(first: Sequence[PlacedFinding]) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """The same of what a finding has several of; none where all have the same."""
    asked = {"site": ("Site", Counter(name for each in first for name in each.finding.sites)),
             "standard": ("Standard", Counter(name for each in first for name in each.finding.standards))}
    return [(name, label, [(value, value, count) for value, count in sorted(counts.items())])
            for name, (label, counts) in asked.items() if len(counts) > 1]


def _places(places: tuple[tuple[str, str], ...]) -> str:
    told = [f"{id} ({name})" for name, id in places[:MOST]]
    return listing(told if len(places) <= MOST else [*told, f"{len(places) - MOST} more"])
