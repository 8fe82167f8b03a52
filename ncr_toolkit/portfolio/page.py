"""The portfolio as one page for a browser: no network, printable."""

from __future__ import annotations

from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core.status import FIGURES
from ncr_toolkit.portfolio.rollup import Portfolio
from ncr_toolkit.report.html_page import page

FIRST, MOST = 100, 30
"""So many findings, and so many lines of every other list; the workbook has all."""
TILES = ("open", "open_major", "open_minor", "overdue", "due_soon", "reopened", "actions_open", "actions_overdue")
LATE = ("overdue", "actions_overdue")


def report(portfolio: Portfolio) -> str:
    """The whole as one page."""
    titles, totals = {figure.name: figure.title for figure in FIGURES}, portfolio.totals
    read = plural(len(portfolio.registers), "register")
    figures = [(titles[name], totals.get(name, 0), name in LATE and totals.get(name, 0) > 0) for name in TILES]
    return page("portfolio.html", f"Findings of {read} on {portfolio.today}", room=__package__, style="portfolio.css",
                kind="portfolio", portfolio=portfolio, first=portfolio.first[:FIRST], most=MOST, figures=figures,
                read=read, left_out=plural(len(portfolio.left_out), "workbook"), places=_places, listing=listing)


def _places(places: tuple[tuple[str, str], ...]) -> str:
    told = [f"{id} ({name})" for name, id in places[:MOST]]
    return listing(told if len(places) <= MOST else [*told, f"{len(places) - MOST} more"])
