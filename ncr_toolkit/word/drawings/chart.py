"""A chart of the management-review paper as shapes of Word."""

from __future__ import annotations

from ncr_toolkit.management_review import charts
from ncr_toolkit.management_review.blocks import Chart
from ncr_toolkit.management_review.chart_shapes import Line, Rectangle, Words
from ncr_toolkit.management_review.chart_shapes import Shape as Laid
from ncr_toolkit.word.drawings.drawing import Box, BoxText, Drawing, Shape, Stroke
from ncr_toolkit.word.drawings.text_size import LINE, MM, Text

_SPARE = 1.0  # millimetres that a box of words is wider than they are


def chart_drawing(chart: Chart) -> Drawing:
    """The chart, as wide as the text of the paper."""
    whole = Box(0, 0, charts.WIDTH, charts.HEIGHT)  # LibreOffice makes a group as large as its shapes
    return Drawing(chart.name, chart.alt, charts.WIDTH, charts.HEIGHT,
                   [whole, *(_shape(each) for each in charts.shapes(chart.columns))])


def _shape(laid: Laid) -> Shape:
    if isinstance(laid, Rectangle):
        return Box(laid.left, laid.top, laid.width, laid.height, fill=laid.fill, edge=laid.edge, hatch=laid.hatch)
    if isinstance(laid, Line):
        return Stroke(laid.left, laid.top, laid.right, laid.bottom, laid.colour, dashed=laid.dashed)
    return _words(laid)


def _words(laid: Words) -> Box:
    wide = Text(laid.text, bold=laid.bold).width * laid.size * MM + _SPARE
    high = laid.size * LINE * MM
    return Box(laid.x if laid.begins else laid.x - wide / 2, laid.y - high / 2, wide, high, anchor="ctr",
               words=(BoxText(laid.text, laid.size, laid.colour, bold=laid.bold, centred=not laid.begins),))
