"""Everything that is to be found in the sheets of a form: each is laid out as a table, and surveyed as one."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.docx.wordprocessingml import Element, text, w
from ncr_toolkit.forms.filling.controls import named
from ncr_toolkit.forms.filling.find_places import find_places
from ncr_toolkit.forms.filling.foreign_tags import Foreign
from ncr_toolkit.forms.filling.tag_places import tag_places
from ncr_toolkit.forms.meaning.mapping import LEAVE
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.blocks import Block, blocks, twins
from ncr_toolkit.forms.survey.grid import GridCell, has_box, has_tag
from ncr_toolkit.forms.survey.heads import collect
from ncr_toolkit.forms.survey.numbers import rank
from ncr_toolkit.forms.survey.owners import Parts
from ncr_toolkit.forms.survey.places import MARK, Act, FoundBy, Marks, Place, marked
from ncr_toolkit.forms.survey.sections import Section
from ncr_toolkit.forms.survey.walk import FormSurvey
from ncr_toolkit.forms.tags import render as tags
from ncr_toolkit.forms.xlsx.blank_areas import BlankAreas
from ncr_toolkit.forms.xlsx.by_hand import ByHand, HandPlaces, floating, sources_of
from ncr_toolkit.forms.xlsx.check_boxes import CheckBox, check_boxes
from ncr_toolkit.forms.xlsx.form_book import FormBook
from ncr_toolkit.forms.xlsx.input_rules import InputRule, Lists, input_rules
from ncr_toolkit.forms.xlsx.log_rows import Log, LogPlaces
from ncr_toolkit.forms.xlsx.sheet import Area, Sheet
from ncr_toolkit.forms.xlsx.sheet_grid import Layout, SheetGrid, Spot

_TO_READ = re.compile(
    r"instruction|guid(?:e|ance)|how ?to|read ?me|\bhelp\b|legend|anleitung|hinweis|ausf\u00fcllhilfe|consigne|"
    r"mode d.emploi|istruzion|instruccion|instru\u00e7|toelichting|instrukcj|\u8aac\u660e|\u8bf4\u660e|"
    r"\u8a18\u5165\u4f8b|como preencher|c\u00f3mo (?:rellenar|cumplimentar)|comment remplir|wie aus(?:zu)?f\u00fcllen|"
    r"come compilare|hoe in te vullen|jak wype\u0142ni", re.IGNORECASE)
"""Names of sheets, and headers of columns, that tell how a form is filled."""
_HEADER = 30  # letters of such a header
_COLUMNS = 3  # and of so many the table has at least
OVER_CELLS = "a loop over several cells is not filled in a workbook; write it into one cell"
_MOST_CELLS = 500  # of a rule or Excel table that are room by themselves


@dataclass(frozen=True, slots=True)
class Target:
    """Where a place stands: sheet, cell, and the letters of the cell before those of the place."""

    sheet: Sheet
    spot: Spot


@dataclass
class Search:
    """What was found in the sheets of one form."""

    book: FormBook
    words: Vocabulary
    answered: bool = False  # it came back: a sheet without any room left may be the whole form
    places: list[Place] = field(default_factory=list)
    targets: dict[int, list[Target]] = field(default_factory=dict)  # by the mark of a place
    rows: dict[int, list[list[GridCell]]] = field(default_factory=dict)  # of tables of rows
    logs: dict[int, tuple[Log, int]] = field(default_factory=dict)
    rules: dict[str, list[InputRule]] = field(default_factory=dict)  # by the name of the sheet
    boxes: dict[int, CheckBox] = field(default_factory=dict)  # by their number
    box_sheets: dict[int, Sheet] = field(default_factory=dict)
    by_hand: dict[str, list[ByHand]] = field(default_factory=dict)  # by the name of the sheet
    ticks: dict[int, CheckBox] = field(default_factory=dict)  # by the mark of a place
    templates: list[tuple[Target, tags.Tags]] = field(default_factory=list)  # cells with tags
    facts: list[str] = field(default_factory=list)
    numbers: dict[str, set[str]] = field(default_factory=dict)  # by sheet: its name, and what stands there as a number
    blocks: list[list[Block]] = field(default_factory=list)  # parts that are alike, each about a finding of its own
    about: Parts = field(default_factory=Parts)  # which findings what stands in the sheets is about
    spots: dict[Element, Target] = field(default_factory=dict)  # every cell and line of the tables

    def run(self) -> None:
        """Find the places. Raises CannotRun for tags that hold a mistake."""
        body, survey, found = self.walk()
        marks, foreign = Marks(), Foreign(survey, self.words, "")
        listed, self.logs = LogPlaces(survey, marks, "").find()
        self.places = find_places(body, survey, foreign, marks, "", listed, self._copy_of)
        self._leave_columns_to_mark(found)
        self.places += HandPlaces(self.words, survey, marks, self.by_hand).places(found, self.places)
        for place in self.places:
            if place.act in (Act.CELL, Act.LETTERS) and place.mark not in self.logs:
                place.where = _cell(place.id)
        rank(body, self.places)
        self.about = Parts(self.blocks, collect(body, survey, self._listed()), self.places)
        self._name_cells(found, marks)
        self.places += self._tags(survey, found, foreign.written)
        self._settle_targets(body, found, survey)

    def _listed(self) -> set[Element]:
        """The cells of the lists of findings: each row tells by itself whose it is."""
        return {cell.element for log, _ in self.logs.values() for row in log.rows for cell in row.values()}

    def walk(self) -> tuple[Element, FormSurvey, list[tuple[Sheet, Layout, SheetGrid]]]:
        """Walk over the sheets, without looking for places: all of them in one body of tables."""
        body = etree.Element(w("body"))
        survey = FormSurvey(self.words, "")
        found = [self._lay_out(sheet, body, survey) for sheet in self._surveyed()]
        apart = {block.sheet for group in self.blocks for block in group}
        self.blocks += twins([grid for _, _, grid in found if grid.where not in apart], self.words)
        return body, survey, found

    def _copy_of(self, place: Place) -> tuple[str, Block | None]:
        """The sheet, and the block of several, in which a place stands: whose each is, is known when it is filled."""
        return place.id.rpartition("!")[0], Parts(self.blocks).block_of(place)

    def _surveyed(self) -> list[Sheet]:
        """The sheets that are seen, without those that only hold the entries of drop-downs."""
        every = [*self.book.sheets, *self.book.hidden]
        self.rules = {sheet.name: input_rules(sheet.root) for sheet in every}
        self.lists = Lists({sheet.name.casefold(): sheet for sheet in every}, self.book.names)
        sources = {name for sheet in every for rule in self.rules[sheet.name] if rule.kind == "list"
                   for name in self.lists.sources(rule) if name != sheet.name.casefold()}
        sources |= {name for sheet in every for name in sources_of(self.book.package, sheet.path)}
        filled = [sheet for sheet in self.book.sheets if not _TO_READ.search(sheet.name)] or self.book.sheets
        self.facts += [f"The sheet '{sheet.name}' is there to be read and is left alone."
                       for sheet in self.book.sheets if sheet not in filled]
        found = [sheet for sheet in filled if sheet.name.casefold() not in sources or self.rules[sheet.name]]
        self.facts += [f"The sheet '{sheet.name}' is hidden and is left alone." for sheet in self.book.hidden
                       if sheet.cells and sheet.name.casefold() not in sources]
        self.facts += [f"The sheet '{sheet.name}' holds the entries of drop-downs and is left alone."
                       for sheet in filled if sheet not in found]
        return found

    def _lay_out(self, sheet: Sheet, body: Element, survey: FormSurvey) -> tuple[Sheet, Layout, SheetGrid]:
        controls: dict[Address, list[tuple[str, bool, int]]] = {}
        for box in check_boxes(self.book.package, sheet.path, len(self.boxes) + 1):
            self.boxes[box.number], self.box_sheets[box.number] = box, sheet
            controls.setdefault(sheet.area(box.at).first, []).append((box.label, box.ticked, box.number))
        self.by_hand[sheet.name] = floating(self.book.package, sheet.path)
        shut = {*controls, *(sheet.area(each.at).first for each in self.by_hand[sheet.name])}
        aside = _to_read(sheet)
        rooms = BlankAreas(sheet, self.words, list(self._open(sheet)), shut=shut, aside=aside).find()
        layout = Layout(sheet, rooms, self.words, controls, aside)
        asks = self.answered or rooms or controls or self.by_hand[sheet.name] \
            or any(_asks(cell.text) for cell in sheet.cells.values())
        if not asks:
            return sheet, layout, SheetGrid(body, sheet.name)  # a sheet to read, or of data
        grid = layout.made(body)
        survey.auditor, survey.context, survey.topic = False, "", ""
        survey.sections += 1
        survey.section = Section(number=survey.sections)
        if found := blocks(grid, self.words):
            self.blocks.append(found)
        grid.starts = frozenset(grid.numbers.index(block.first) for block in found)
        survey.table(grid)
        self.numbers[sheet.name] = {sheet.name, *self._numbers(grid)}
        return sheet, layout, grid

    def _numbers(self, grid: SheetGrid) -> Iterator[str]:
        """What stands already beside the labels that ask for the number of the finding, outside of blocks."""
        apart = [block for group in self.blocks for block in group]
        for cell in (cell for number, row in zip(grid.numbers, grid.cells, strict=True) for cell in row
                     if not any(block.holds(grid.where, Address(number, cell.column)) for block in apart)):
            beside = grid.right(cell)
            if beside is not None and self.words.names(" ".join(map(text, cell.paragraphs))) == ("finding.id",):
                yield " ".join(map(text, beside.paragraphs)).strip()

    def _open(self, sheet: Sheet) -> list[Area]:
        """Cells that are room without lines: those of rules, of Excel tables, and with a name of ours."""
        rules = (rule for rule in self.rules[sheet.name] if rule.kind != "none")
        found = [area for area in (*(area for rule in rules for area in rule.areas), *self.book.tables(sheet))
                 if area.size <= _MOST_CELLS]
        return found + [Area(where, where) for name, (on, where) in self.book.cells_named().items()
                        if on == sheet.name and _is_ours(name)]

    def _leave_columns_to_mark(self, found: list[tuple[Sheet, Layout, SheetGrid]]) -> None:
        """A cell under "Yes", "No" or "Major" takes a mark, whatever stands at the left of its row."""
        heads: dict[str, str] = {}
        for _, _, grid in found:
            above: dict[int, str] = {}
            last = -1
            for number, row in zip(grid.numbers, grid.cells, strict=True):
                above, last = (above if number <= last + 1 and len(row) > 1 else {}), number  # a gap or heading ends it
                for cell in row:
                    said = " ".join(map(text, cell.paragraphs)).strip()
                    above[cell.column] = said or above.get(cell.column, "")
                    heads[cell.id] = above[cell.column]
        for place in self.places:
            head = heads.get(place.id, "")
            if place.act is Act.CELL and not place.why and place.mark not in self.logs \
                    and place.id not in self.words.mapped_ids \
                    and not has_box(head) \
                    and any(self.words.option(head, [question]) for question in self.words.options):
                place.why, place.known = f"a cell under '{head}' takes a mark; set it by hand", True

    def _name_cells(self, found: list[tuple[Sheet, Layout, SheetGrid]], marks: Marks) -> None:
        """What defined names say of the cells they name: those that begin with "ncr" are tags of ours."""
        cells = {(sheet.name, layout.spots[cell.element].area.first): cell
                 for sheet, layout, grid in found for row in grid.cells for cell in row if not cell.continued}
        by_mark = {mark: place for place in self.places for mark in [place.mark] if place.act is Act.CELL}
        for name, (on, where) in self.book.cells_named().items():
            cell = cells.get((on, where))
            meant = named([name.removeprefix("ncr.").removeprefix("ncr_")], self.words)
            if cell is None or len(meant) != 1:
                continue
            place = next((by_mark[int(each)] for each in cell.element.get(MARK, "").split()
                          if int(each) in by_mark), None)
            if place is None and _is_ours(name):
                place = Place(FoundBy.NAME, cell.where, name, act=Act.CELL, id=cell.id, mark=marks.mark(cell.element))
                self.places.append(place)
            if place is None or place.auditor or place.why == LEAVE or (place.known and not _is_ours(name)):
                continue
            place.way, place.label = FoundBy.NAME, place.label or name
            place.names, place.known, place.why = meant, True, ""

    def _tags(self, survey: FormSurvey, found: list[tuple[Sheet, Layout, SheetGrid]],
              written: Counter[str]) -> list[Place]:
        """The cells with tags of ours, each a template of its own."""
        places = []
        for sheet, layout, grid in found:
            for cell in (cell for row in grid.cells for cell in row if not cell.continued):
                if not tags.find(cell.element):
                    continue
                said = "\n".join(map(text, cell.paragraphs))
                if said.count("{% for") != said.count("{% endfor"):
                    places.append(Place(FoundBy.TAG, cell.where, " ".join(said.split()), why=OVER_CELLS, known=False,
                                        id=f"{cell.id}.N1"))
                    continue
                tree = etree.Element(w("body"), nsmap={"w": w("")[1:-1]})
                tree.append(copy.deepcopy(cell.element))
                where = dict.fromkeys(tree.iter(w("p")), cell.where)
                made = tags.load(tree, sheet.name, str(self.book.path), where)
                places += tag_places(made, written, "", f"{cell.id}.")
                self.templates.append((Target(sheet, layout.spots[cell.element]), made))
        return places

    def _settle_targets(self, body: Element, found: list[tuple[Sheet, Layout, SheetGrid]], survey: FormSurvey) -> None:
        """Find the cells of each place again by its mark."""
        spots = {element: Target(sheet, spot) for sheet, layout, _ in found for element, spot in layout.spots.items()}
        boxes = {element: self.boxes[number] for _, layout, _ in found for element, number in layout.boxes.items()}
        rows = {row: cells for _, _, grid in found for row, cells in zip(grid.rows, grid.cells, strict=True)}
        for mark, elements in marked(body).items():
            self.targets[mark] = [spots[each] for each in elements if each in spots]
            self.rows[mark] = [rows[each] for each in elements if each in rows]
            if box := next((boxes[each] for each in elements if each in boxes), None):
                self.ticks[mark] = box
        self.spots = spots


def _to_read(sheet: Sheet) -> set[Address]:
    """The texts of a column whose header says that they tell how to fill in: they ask nothing."""
    found: set[Address] = set()
    beside = Counter(where.row for where in sheet.cells)
    for where, cell in sheet.cells.items():
        low = Address(where.row + 1, where.column)
        if len(cell.text) <= _HEADER and beside[where.row] >= _COLUMNS and _TO_READ.search(cell.text):
            while low in sheet.cells and low not in found:
                found.add(low)
                low = Address(low.row + 1, low.column)
    return found


def _cell(id: str) -> str:
    """The cell of a place: "Response!B7" for "Response!B7.2"."""
    sheet, _, cell = id.rpartition("!")
    return f"{sheet}!{cell.partition('.')[0]}"


def _asks(said: str) -> bool:
    """Whether a text has room, a box or a tag of its own."""
    return bool(blanks(said)) or has_box(said) or has_tag(said)


def _is_ours(name: str) -> bool:
    return name.startswith(("ncr.", "ncr_"))



