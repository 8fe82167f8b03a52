"""The management-review paper as one HTML page; its words and numbers are made in `management_review`."""

from __future__ import annotations

from ncr_toolkit.management_review import charts
from ncr_toolkit.management_review.blocks import Chart, LabelledValues, Paper
from ncr_toolkit.management_review.chart_shapes import Shape
from ncr_toolkit.report.html_page import page

_POINT = 25.4 / 72  # millimetres


def report(paper: Paper) -> str:
    """The whole paper as one page; it loads nothing."""
    sections = [(section.title, any(isinstance(block, LabelledValues) for block in section.blocks),
                 [(type(block).__name__, block) for block in section.blocks]) for section in paper.sections]
    return page("management_review.html", f"{paper.title}, {paper.subtitle}", style="management_review.css",
                kind="paper", paper=paper, sections=sections, shade=charts.SHADES[1], shapes=_shapes, point=_POINT,
                mm="{:.2f}".format, size=(charts.WIDTH, charts.HEIGHT))


def _shapes(chart: Chart) -> list[tuple[str, Shape]]:
    """The shapes of a chart, each with its kind."""
    return [(type(each).__name__, each) for each in charts.shapes(chart.columns)]
