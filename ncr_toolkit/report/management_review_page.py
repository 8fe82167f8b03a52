"""The management-review paper as one HTML page; its words and numbers are made in `management_review`."""

from __future__ import annotations

from base64 import b64encode

from ncr_toolkit.management_review import charts
from ncr_toolkit.management_review.blocks import Chart, LabelledValues, Paper
from ncr_toolkit.report.html_page import page


def report(paper: Paper) -> str:
    """The whole paper as one page; it loads nothing."""
    sections = [(section.title, any(isinstance(block, LabelledValues) for block in section.blocks),
                 [(type(block).__name__, block) for block in section.blocks]) for section in paper.sections]
    return page("management_review.html", f"{paper.title}, {paper.subtitle}", style="management_review.css",
                kind="paper", pictures=True, paper=paper, sections=sections, shade=charts.SHADES[1], picture=_picture)


def _picture(chart: Chart) -> str:
    """A chart as it stands in the page itself."""
    return b64encode(charts.png(chart.columns)).decode()
