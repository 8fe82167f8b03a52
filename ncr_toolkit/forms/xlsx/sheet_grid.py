"""A sheet laid out as the table that the survey reads: texts as paragraphs, room as blank cells, the rest left out."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.docx.wordprocessingml import XML_SPACE, Element, w, w14
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, is_numbered
from ncr_toolkit.forms.survey.grid import Grid, GridCell
from ncr_toolkit.forms.survey.sections import discipline
from ncr_toolkit.forms.xlsx.blank_areas import MOST_ROWS, ROWS_BEYOND
from ncr_toolkit.forms.xlsx.sheet import Area, Sheet

_NO_LETTER = re.compile("[^\t\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class SheetGrid(Grid):
    """A sheet as a table. Its rows are those of the sheet in which something stands."""

    numbers: list[int] = field(default_factory=list)  # of the rows, in the sheet

    @property
    def whole(self) -> str:
        return f"the sheet '{self.where}'"

    def number_of(self, row: int) -> int:
        return self.numbers[row]

    def rows_where(self, first: int, last: int) -> str:
        """"Response, rows 12 to 20"."""
        one, other = self.numbers[first] + 1, self.numbers[last] + 1
        return f"{self.where}, rows {one} to {other}" if other > one else f"{self.where}, row {one}"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paragraph or cell of the table stands in the sheet."""

    area: Area
    start: int = 0  # the letters of the cell before those of the paragraph
    added: int = 0  # letters in front that do not stand in the cell


@dataclass
class Layout:
    """Makes the table of one sheet, and keeps where each of its cells comes from."""

    sheet: Sheet
    rooms: list[Area]
    words: Vocabulary
    controls: dict[Address, list[tuple[str, bool, int]]]  # check boxes by the cell they stand on: label, ticked, number
    aside: Collection[Address] = ()  # texts that ask nothing
    spots: dict[Element, Spot] = field(default_factory=dict)
    boxes: dict[Element, int] = field(default_factory=dict)  # check boxes by their control

    def made(self, body: Element) -> SheetGrid:
        """The table, put into `body`."""
        table = etree.SubElement(body, w("tbl"))
        grid = SheetGrid(table, self.sheet.name)
        areas = sorted({*self._said(), *self.rooms})
        leads = self._leads(areas)
        rows: dict[int, list[Area]] = {}
        low = min(max((area.first.row for area in areas), default=0), MOST_ROWS) + ROWS_BEYOND
        for area in areas:
            if area not in leads:  # a merged cell may take a whole column, of a million rows
                for row in range(area.first.row, max(area.first.row, min(area.last.row, low)) + 1):
                    if row not in self.sheet.hidden_rows:
                        rows.setdefault(row, []).append(area)
        headed = {area.first.row: area for area in leads}
        for number in sorted({*rows, *headed}):
            if number in headed:
                self._row(grid, number, [headed[number]])
            if here := self._without_band(sorted(rows.get(number, []), key=lambda each: each.first.column)):
                self._row(grid, number, here)
        return grid

    def _said(self) -> list[Area]:
        visible = [where for where in {*self.sheet.cells, *self.controls} if not self.sheet.is_hidden(where.column)
                   and where not in self.aside]
        return [self.sheet.area(where) for where in visible if self.sheet.area(where).first == where]

    def _leads(self, areas: list[Area]) -> list[Area]:
        """Texts at the left that stand beside several rows: "D3", a section written upwards. They head those rows."""
        found = []
        for area in areas:
            if area.last.row == area.first.row or area.first not in self.sheet.cells or self._heads_column(area, areas):
                continue
            inner = [each for each in areas if each != area and area.first.row <= each.first.row <= area.last.row]
            labels = [each for each in inner if each.first in self.sheet.cells]
            if inner and min(each.first.column for each in inner) > area.last.column and len(labels) > 1 \
                    and not any(each.first.row < area.first.row <= each.last.row for each in areas):
                found.append(area)
        return found

    def _heads_column(self, area: Area, areas: list[Area]) -> bool:
        """Whether a text takes both rows of a header: some text beside it stands over several others."""
        over = [each for each in areas if each.first.row == each.last.row == area.first.row
                and each.last.column > each.first.column and each.first in self.sheet.cells]
        under = [each.first for each in areas if area.first.row < each.first.row <= area.last.row]
        return area.last.row == area.first.row + 1 and all(each in self.sheet.cells for each in under) and any(
            sum(each.first.column <= one.column <= each.last.column for one in under) > 1 for each in over)

    def _without_band(self, areas: list[Area]) -> list[Area]:
        """A row without the blank cells of a heading's coloured band."""
        texts = [area for area in areas if area not in self._rooms]
        if len(texts) != 1 or len(areas) == 1 or areas[0] != texts[0]:
            return areas
        fill = self.sheet.format(texts[0].first).fill
        said = self.sheet.cells[texts[0].first].text if texts[0].first in self.sheet.cells else ""
        heads = is_numbered(said) or discipline(said) or self.words.part(said) or self.words.subject(said)
        band = all(self.sheet.format(area.first).fill == fill for area in areas)
        return texts if fill and band and heads and not said.rstrip().endswith((":", "?")) else areas

    @cached_property
    def _rooms(self) -> set[Area]:
        return set(self.rooms)

    def _row(self, grid: SheetGrid, number: int, areas: list[Area]) -> None:
        row = etree.SubElement(grid.element, w("tr"))
        cells: list[GridCell] = []
        step, lead = "", 0  # "D3" in a cell of its own belongs to the words beside it
        for area in areas:
            element = etree.SubElement(row, w("tc"))
            goes_on = area.first.row != number and area.first.row not in self.sheet.hidden_rows
            said = self.sheet.cells[area.first].text if area.first in self.sheet.cells else ""
            if discipline(said) and len(said.strip()) < 4 and area is areas[0] and len(areas) > 1:
                row.remove(element)
                step, lead = "" if goes_on else f"{said.strip()} ", areas[1].first.column - area.first.column
                continue
            if goes_on:
                etree.SubElement(element, w("p"))
            else:
                self._fill(element, area, step)
                step = ""
            self.spots[element] = Spot(area)
            reference = f"{self.sheet.name}!{area.ref}"
            cells.append(GridCell(element, len(grid.rows), area.first.column - lead,
                                  area.last.column - area.first.column + 1 + lead, goes_on, reference, reference))
            lead = 0
        grid.rows.append(row)
        grid.cells.append(cells)
        grid.numbers.append(number)

    def _fill(self, element: Element, area: Area, step: str) -> None:
        """The paragraphs of a cell: its lines, and the check boxes that stand on it."""
        cell = self.sheet.cells.get(area.first)
        bold = self.sheet.format(area.first).bold
        start = 0
        if cell is not None and not cell.text.strip():  # a formula that shows nothing is no room
            etree.SubElement(etree.SubElement(etree.SubElement(element, w("p")), w("r")), w("drawing"))
            return
        boxes = self.controls.get(area.first, [])
        for line in (cell.text.split("\n") if cell is not None else [] if boxes else [""]):
            paragraph = etree.SubElement(element, w("p"))
            self.spots[paragraph] = Spot(area, start, len(step))
            _run(paragraph, step + line, bold=bold)
            start, step = start + len(line) + 1, ""
        if boxes:
            paragraph = etree.SubElement(element, w("p"))
            for label, ticked, number in boxes:
                self.boxes[_control(paragraph, label, ticked=ticked)] = number


def _run(paragraph: Element, letters_: str, *, bold: bool) -> None:
    if not letters_:
        return
    run = etree.SubElement(paragraph, w("r"))
    if bold:
        etree.SubElement(etree.SubElement(run, w("rPr")), w("b"))
    text = etree.SubElement(run, w("t"))
    text.text = _NO_LETTER.sub(" ", letters_)
    text.set(XML_SPACE, "preserve")


def _control(paragraph: Element, label: str, *, ticked: bool) -> Element:
    """A check box as the survey knows it, with its words behind it."""
    control = etree.SubElement(paragraph, w("sdt"))
    settings = etree.SubElement(control, w("sdtPr"))
    etree.SubElement(etree.SubElement(settings, w14("checkbox")), w14("checked")).set(w14("val"), str(int(ticked)))
    _run(etree.SubElement(control, w("sdtContent")), "\u2612" if ticked else "\u2610", bold=False)
    _run(paragraph, f" {label}   ", bold=False)
    return control
