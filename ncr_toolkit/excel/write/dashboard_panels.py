"""The tables and charts of the Dashboard, each as wide as a part of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ncr_toolkit.common.translation import ENGLISH, gettext, pgettext, spoken
from ncr_toolkit.core import breakdown, workbook_words
from ncr_toolkit.core.breakdown import BreakdownLine, Ranking
from ncr_toolkit.core.first_findings import serial
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.schema import Step
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.write.canvas import LAST, LINE, ROW, Canvas
from ncr_toolkit.excel.write.content import Content
from ncr_toolkit.excel.write.dashboard_lists import write_lists
from ncr_toolkit.excel.write.formats import DARK, DAY, INK, QUIET
from ncr_toolkit.excel.write.xlsxwriter_fast import CachedText

CHARTS = 2
"""How many charts the page has of itself."""

_DARK = DARK[Step.OVERVIEW]
_SHADES = ("#08306B", "#2171B5", "#6BAED6", "#C6DBEF", "#D94801")
"""One hue from dark to light, and orange for what came back: apart in print and for colour-blind eyes."""
_WHITE_ON = 150
"""Below this brightness (of 255) white letters are read."""
_COUNT = '0;-0;"–"'
"""A dash for nothing: what is there stands out."""


def write_panels(canvas: Canvas, row: int) -> int:
    """Write all of them from `row` on; gives the last row of the page."""
    row = _grades(canvas, row)
    row = _weeks(canvas, row)
    left, right = 1, 8
    below = _ranking(canvas, row, Panel(breakdown.CLAUSES, left, 2, 6), share=True)
    beside = _ages(canvas, row, right)
    below = max(_ranking(canvas, below, Panel(breakdown.OWNERS, left, 3, 6), actions=True),
                _ranking(canvas, beside, Panel(breakdown.SYSTEMS, right, 2, LAST)))
    return write_lists(canvas, below)


def _value(line: BreakdownLine, number: int, content: Content) -> int:
    return line.cells[number][1](content.register, content.today)


def _grades(canvas: Canvas, row: int) -> int:
    """Open findings by grade and status, with stacked bars."""
    canvas.heading(row, 1, 8, gettext("Open findings by grade and status"))
    canvas.heading(row, 9, LAST, "")
    first, statuses = row + 2, [pgettext("choice", status) for status in breakdown.OPEN_STATUSES]
    names = (*statuses, pgettext("dashboard", "all"))
    heads = [(3 + number, 3 + number, name) for number, name in enumerate(names)]
    canvas.heads(row + 1, [(1, 2, gettext("Grade")), *heads])
    for place, line in enumerate(breakdown.BY_GRADE):
        canvas.text(first + place, 1, 2, pgettext("choice", line.label), bold=True, shrink=True)
        for number, (formula, _) in enumerate(line.cells):
            canvas.formula(first + place, 3 + number, 3 + number, formula, _value(line, number, canvas.content),
                           num_format=_COUNT, align="right", bold=number == len(line.cells) - 1)
    last = first + len(breakdown.BY_GRADE) - 1
    chart = canvas.book.add_chart({"type": "bar", "subtype": "stacked"})
    for number, (status, colour) in enumerate(zip(statuses, _SHADES, strict=True)):
        chart.add_series({"name": status, "categories": [canvas.name, first, 1, last, 1], "gap": 40,
                          "values": [canvas.name, first, 3 + number, last, 3 + number],
                          "fill": {"color": colour}, "border": {"color": "#FFFFFF", "width": 0.75},
                          "data_labels": _numbers_on(colour)})
    _place(canvas, chart, row + 1, 9, last - row + 3, 4, lying=True)
    cells = f"{letters(3)}{first + 1}:{letters(2 + len(names))}{last + 1}"
    _instead(canvas, row + 4, 9, breakdown.BY_GRADE, cells, gettext("No finding is open"))
    return last + 3


def _weeks(canvas: Canvas, row: int) -> int:
    """What is due in the next weeks, with columns."""
    canvas.heading(row, 1, LAST, gettext("Due in the next {weeks} weeks", weeks=breakdown.WEEKS))
    canvas.heads(row + 1, [(1, 2, gettext("Week from")), (3, 3, pgettext("dashboard", "Findings")),
                           (4, 4, pgettext("dashboard", "Actions"))])
    first = row + 2
    for place, line in enumerate(breakdown.BY_WEEK):
        start = serial(canvas.content.today) + 7 * place
        canvas.formula(first + place, 1, 2, line.label, start, num_format=DAY, align="left")
        for number, (formula, _) in enumerate(line.cells):
            canvas.formula(first + place, 3 + number, 3 + number, formula, _value(line, number, canvas.content),
                           num_format=_COUNT, align="right")
    last = first + len(breakdown.BY_WEEK) - 1
    chart = canvas.book.add_chart({"type": "column", "subtype": "stacked"})
    for number, (name, colour) in enumerate(((gettext("Deadlines of findings"), _SHADES[0]),
                                             (pgettext("dashboard", "Actions"), _SHADES[2]))):
        chart.add_series({"name": name, "categories": [canvas.name, first, 1, last, 1], "gap": 60,
                          "values": [canvas.name, first, 3 + number, last, 3 + number],
                          "fill": {"color": colour}, "border": {"color": "#FFFFFF", "width": 0.75},
                          "data_labels": _numbers_on(colour)})
    _place(canvas, chart, row + 1, 5, last - row + 1, 8, dates=True)
    _instead(canvas, row + 5, 5, breakdown.BY_WEEK, f"D{first + 1}:E{last + 1}",
             gettext("Nothing is due in the next {weeks} weeks", weeks=breakdown.WEEKS))
    return last + 2


def _numbers_on(colour: str) -> dict[str, Any]:
    """The number in each part of a bar, in letters that are read on its colour; none where there is nothing."""
    red, green, blue = (int(colour[at:at + 2], 16) for at in (1, 3, 5))
    dark = 0.299 * red + 0.587 * green + 0.114 * blue < _WHITE_ON
    return {"value": True, "position": "center", "num_format": '[=0]"";0',
            "font": {"size": 10, "color": "#FFFFFF" if dark else INK}}


def _instead(canvas: Canvas, row: int, first: int, lines: tuple[BreakdownLine, ...], cells: str, text: str) -> None:
    """What is seen through a chart in which there is nothing to see."""
    total = sum(_value(line, number, canvas.content) for line in lines for number in range(len(line.cells)))
    canvas.formula(row, first, LAST, f'IF(SUM({cells})=0,"{text}","")', "" if total else text, bottom=0, italic=True,
                   align="center", font_color=QUIET)


def _place(canvas: Canvas, chart: Any, row: int, column: int, rows: int, columns: int, *, lying: bool = False,
           dates: bool = False) -> None:
    """Put a chart beside its table: no title of its own, thin lines, no more ink than needed; cells show through."""
    font = {"size": 10, "color": INK}  # as in the tables: on paper all of it is smaller
    axis: dict[str, Any] = {"num_font": font, "line": {"color": "#BFBFBF"}, "major_tick_mark": "none"}
    names = {**axis, "reverse": lying, "interval_unit": 1}
    if dates:
        names |= {"num_format": "d mmm", "text_axis": True}
    numbers = {**axis, "num_format": '[=0]0;[<1]"";0', "min": 0,
               "major_gridlines": {"visible": True, "line": {"color": "#E5E5E5"}}}
    if lying:
        names["num_font"] = {**font, "size": 10 if spoken() == ENGLISH else 8}  # of longer ones some are left out
        numbers["label_position"] = "none"  # the bars have them, and the names need the room
    else:
        numbers |= {"name": gettext("Number due"), "name_font": {**font, "size": 10, "bold": False}}
    chart.set_x_axis(numbers if lying else names)
    chart.set_y_axis(names if lying else numbers)
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"fill": {"none": True}})
    chart.set_size({"width": 72 * columns - 8, "height": ROW * rows - 4})
    told = gettext("The numbers of the table beside it as a chart.")
    canvas.sheet.insert_chart(row, column, chart, {"x_offset": 6, "y_offset": 2, "object_position": 1,
                                                   "description": told})


def _ages(canvas: Canvas, row: int, left: int) -> int:
    """How old the open findings are; gives the row after the table."""
    canvas.heading(row, left, LAST, gettext("How long open findings have been open"))
    canvas.heads(row + 1, [(left, left + 1, gettext("Since 'Raised on'")),
                           (left + 2, left + 2, pgettext("dashboard", "Findings"))])
    for place, line in enumerate(breakdown.BY_AGE, start=row + 2):
        value = _value(line, 0, canvas.content)
        canvas.text(place, left, left + 1, pgettext("dashboard", line.label))
        canvas.formula(place, left + 2, left + 2, line.cells[0][0], value, num_format=_COUNT, align="right")
        canvas.bar(place, left + 3, LAST, f"{letters(left + 2)}{place + 1}", value)
    canvas.bars(row + 2, row + 1 + len(breakdown.BY_AGE), left + 3)
    return row + 3 + len(breakdown.BY_AGE)


@dataclass(frozen=True, slots=True)
class Panel:
    """A ranking, its first column, how many columns its names take, and its last column."""

    ranking: Ranking
    left: int
    wide: int
    right: int

    @property
    def count(self) -> int:
        """The column of the numbers."""
        return self.left + self.wide


def _ranking(canvas: Canvas, row: int, panel: Panel, *, share: bool = False, actions: bool = False) -> int:
    """The names that occur most, with their numbers; gives the row after the table.

    `share`: and the part of all that a line and those above it make. `actions`: and the overdue actions of a person.
    """
    ranking, top = panel.ranking, row + 2
    if share and ranking.split:
        _each_of_several(canvas, row, panel)
    more = gettext("Together") if share else pgettext("dashboard", "Actions") if actions else ""
    column = Finding.SHEET.column(ranking.column)
    header = canvas.content.header(column)
    title = workbook_words.ranking_title(ranking, canvas.content.pack)
    canvas.heading(row, panel.left, panel.right, pgettext("dashboard", title))
    canvas.heads(row + 1, [(panel.left, panel.count - 1, header),
                           (panel.count, panel.count, pgettext("dashboard", "Findings")),
                           *([(panel.count + 1, panel.count + 1, more)] if more else [])])
    values = ranking.values(canvas.content.register, canvas.content.today)
    for place in range(ranking.size):
        name, count = values[place] if place < len(values) else ("", "")
        _name(canvas, top, place, panel, name)
        cell = f"{letters(panel.left)}{top + place + 1}"
        formula = canvas.content.formula(ranking.count_of(cell))
        canvas.formula(top + place, panel.count, panel.count, f'IF({cell}="","",{formula})', count, num_format="0",
                       align="right")
        if share:
            _share(canvas, top, place, panel, values)
        elif actions:
            number = breakdown.overdue_actions_of(name, canvas.content.register, canvas.content.today) if name else ""
            formula = breakdown.OVERDUE_ACTIONS_OF.format(name=cell)
            canvas.formula(top + place, panel.count + 1, panel.count + 1, f'IF({cell}="","",{formula})', number,
                           num_format=_COUNT, align="right")
        first = panel.count + (2 if more else 1)
        canvas.bar(top + place, first, panel.right, f'IF({cell}="",0,{letters(panel.count)}{top + place + 1})',
                   int(count or 0))
    canvas.bars(top, top + ranking.size - 1, panel.count + (2 if more else 1))
    return top + ranking.size + 1


def _each_of_several(canvas: Canvas, row: int, panel: Panel) -> None:
    """Beside the heading, that the shares are those of the names, where a finding has several."""
    ranking, place = panel.ranking, panel.count
    assert ranking.split is not None
    words = gettext("one of several counts under each")
    look = canvas.formats.get(italic=True, font_size=9, font_color=QUIET, bottom=2, bottom_color=_DARK)
    canvas.sheet.write_formula(row, place, f'=IF({ranking.split.several},"{words}","")', look,
                               words if ranking.holds_several(canvas.content.register) else "")


def _name(canvas: Canvas, top: int, place: int, panel: Panel, name: str) -> None:
    """A name, as an array formula: those do not go into merged cells, so it runs over into the empty ones beside it."""
    look = canvas.formats.get(font_color=INK, **LINE, bold=True)
    letter, row = letters(panel.left), top + place
    for column in range(panel.left + 1, panel.count):
        canvas.sheet.write_blank(row, column, None, look)
    formula = canvas.content.formula(panel.ranking.formula(f"{letter}${top}:{letter}{row}"))
    canvas.sheet.write_array_formula(row, panel.left, row, panel.left, f"={formula}", look, CachedText(name))


def _share(canvas: Canvas, top: int, place: int, panel: Panel, values: list[tuple[str, int]]) -> None:
    """The part of all that this line and those above it make."""
    column, number, row = panel.count + 1, letters(panel.count), top + place
    total = sum(count for _, count in values)
    part = int(100 * sum(count for _, count in values[:place + 1]) / total + 0.5) / 100 if place < len(values) else ""
    of_all = canvas.content.formula(panel.ranking.total_of())
    canvas.formula(row, column, column, f'IF({letters(panel.left)}{row + 1}="","",'
                   f"ROUND(SUM({number}${top + 1}:{number}{row + 1})/({of_all}),2))", part,
                   num_format="0 %", align="right")
