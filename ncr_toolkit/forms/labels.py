"""Labels of a form beside room to write on: in the next cell, in the cell below, or behind the label itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from ncr_toolkit.forms import row_tables
from ncr_toolkit.forms.answers import ROWS
from ncr_toolkit.forms.form_writer import is_filler
from ncr_toolkit.forms.grid import Grid, GridCell, has_box, has_tag, is_free, is_free_cell
from ncr_toolkit.forms.mapping import LEAVE
from ncr_toolkit.forms.places import Act, FoundBy, Marks, Place
from ncr_toolkit.forms.survey import FormSurvey, Seat, meaning
from ncr_toolkit.forms.vocabulary import Vocabulary
from ncr_toolkit.forms.wordprocessingml import Element, runs, text, w

AUDITOR = "that is the auditor's part"
_LONGEST = 90  # characters; a longer text that means nothing is no label
_INLINE = re.compile(r"(?P<label>[^:_\t\u2026]{2,80}?)\s*(?P<colon>:?)"
                     r"(?P<room>[ \u00a0]*(?:_{3,}|\.{4,}|\u2026+|\t+)[_.\u2026\s]*|(?<=:)\s{3,}|(?<=:)\s*$)")
_HINT = re.compile(r"\s*(?:$|[(\[]|please\b|describe\b|state\b|list\b|what\b|why\b|how\b|who\b|where\b|when\b|use\b|"
                   r"include\b|attach\b|provide\b|explain\b|indicate\b|give\b|enter\b|bitte\b|décri|indiquer|describ)",
                   re.IGNORECASE)


@dataclass
class Labels:
    """Finds the places of labels in one part, after `Survey` walked it."""

    survey: FormSurvey
    marks: Marks
    part: str
    controls: dict[Element, Place]  # by the element that holds them
    places: list[Place] = field(default_factory=list)
    taken: set[Element] = field(default_factory=set)  # cells and paragraphs that have an answer
    done: set[Element] = field(default_factory=set)  # label cells dealt with

    @property
    def words(self) -> Vocabulary:
        return self.survey.words

    def find(self) -> list[Place]:
        """Every place, in the order of the form."""
        for table in self.survey.grids:
            self._table(table)
        for story in self.survey.stories:
            self._story(story)
        return self.places

    def _table(self, table: Grid) -> None:
        for number, row in enumerate(table.cells):
            found = None if self._is_auditor(row) else row_tables.find(table, number, self.words)
            if found is not None:
                self._rows(table, found)
                continue
            heads = _is_header(table, number, self.words)
            before = ""
            for cell in row:
                said = self._text(cell)
                if not said or cell.element in self.done:
                    continue
                free = self._below(table, cell) if heads else self._beside(table, cell) or self._below(table, cell)
                if free is None:
                    continue
                label, names = self._names(said, cell, before if heads else "")
                before = names[0] if len(names) == 1 and names[0] in ROWS else before
                self._answer(cell, free, label, names)

    def _is_auditor(self, row: list[GridCell]) -> bool:
        seat = self._seat(row[0]) if row else None
        return seat is not None and seat.auditor

    def _rows(self, table: Grid, found: row_tables.RowTable) -> None:
        """A table that takes one row of the register a row."""
        where = f"{table.where}, rows {found.first + 1} to {found.last + 1}" if found.last > found.first \
            else f"{table.where}, row {found.first + 1}"
        place = Place(FoundBy.ROWS, where, found.label, (found.name,), act=Act.ROWS, part=self.part,
                     columns=found.columns)
        place.mark = self.marks.mark(table.rows[found.first])
        for row in table.rows[found.first + 1:found.last + 1]:
            row.set("ncrplace", f"{row.get('ncrplace', '')} {place.mark}".strip())
        self.places.append(place)
        for label in found.unknown:
            self.places.append(Place(FoundBy.LABEL, f"{table.where}, row {found.header + 1}", label, part=self.part,
                                    why="the column means nothing that a row of the register holds", known=False))
        for cells in table.cells[found.header:found.last + 1]:
            self.taken.update(cell.element for cell in cells)
            self.done.update(cell.element for cell in cells)

    def _text(self, cell: GridCell) -> str:
        """The text of a cell that may be a label; '' where it is room, holds boxes or tags, or is no label."""
        if cell.continued or is_free_cell(cell, self.words):
            return ""
        said = "\n".join(text(paragraph) for paragraph in cell.paragraphs).strip()
        return "" if has_tag(said) or has_box(said) or is_filler(said) else said

    def _names(self, said: str, cell: GridCell | None, before: str = "", seat: Seat | None = None) \
            -> tuple[str, tuple[str, ...]]:
        """What a label means, also by what went before it."""
        label, names = meaning(said, self.words)
        seat = seat or (self._seat(cell) if cell is not None else None)
        context = before or (seat.context if seat is not None else "")
        return self.by_context(label, names, context)

    def by_context(self, label: str, names: tuple[str, ...], context: str) -> tuple[str, tuple[str, ...]]:
        """A label such as "Responsible" asks something of the answer before it; without one it may mean any."""
        word, asked = row_tables.attribute(label, self.words)
        if not asked or names:
            return label, names
        own = self.words.attributes_of.get(context, {})
        if context and asked in own:
            return word, (f"{context}.{own[asked]}",)
        if context:
            return word, ()
        if asked == "evidence":
            return word, ("evidence", "finding.objective_evidence")
        return word, {"owner": ("finding.owner", "actions.owner"), "due": ("finding.close_due", "actions.due"),
                      "done_on": ("finding.closed_on", "actions.done_on")}[asked]

    def _seat(self, cell: GridCell) -> Seat | None:
        return self.survey.seats.get(cell.paragraphs[0]) if cell.paragraphs else None

    def _beside(self, table: Grid, cell: GridCell) -> GridCell | None:
        free = table.right(cell)
        return free if free is not None and self._room(free) else None

    def _below(self, table: Grid, cell: GridCell) -> GridCell | None:
        """The cell under a label, where it is room and no label beside it has a better claim."""
        free = table.below(cell)
        if free is None or not self._room(free) or free.span < cell.span:
            return None
        beside = table.left(free)
        return None if beside is not None and self._text(beside) and not _is_header(table, cell.row, self.words) \
            else free

    def _room(self, cell: GridCell) -> bool:
        return cell.element not in self.taken and is_free_cell(cell, self.words) \
            and not any(has_tag(text(paragraph)) or has_box(text(paragraph)) for paragraph in cell.paragraphs)

    def _answer(self, cell: GridCell, free: GridCell, label: str, names: tuple[str, ...]) -> None:
        """The answer of a label has its place in another cell."""
        seat = self._seat(cell)
        assert seat is not None
        if not names and not self.words.left(label) and (len(label) > _LONGEST or self.words.part(label) == "yours"):
            return
        rest = text(cell.paragraphs[0]).strip()[len(label):].lstrip(" \t:*")
        if ":" in text(cell.paragraphs[0]) and rest and not _HINT.match(rest):
            return  # the answer stands behind the label already
        self.taken.add(free.element)
        self.done.add(cell.element)
        if self._control(free.element, label, names, seat):
            return
        self._add(seat, label, names, Act.CELL, free.element)

    def _control(self, holder: Element, label: str, names: tuple[str, ...], seat: Seat) -> bool:
        """Whether a control stands where the answer goes: it takes the answer, unless it has a name of its own."""
        inner = [place for element, place in self.controls.items() if _within(element, holder)]
        for place in inner:
            if len(inner) == 1 and not place.known and not place.why.startswith("it "):
                self.name(place, label, names, seat)
        return bool(inner)

    def name(self, place: Place, label: str, names: tuple[str, ...], seat: Seat) -> None:
        """Give a place the label that stands beside it."""
        place.label, place.names = label, names
        place.known, place.why = self._why(label, names, seat)

    def _why(self, label: str, names: tuple[str, ...], seat: Seat) -> tuple[bool, str]:
        """Whether a label is known, and why its place is left blank: ''  where it is filled."""
        if seat.auditor:
            return True, AUDITOR
        if left := self.words.left(label):
            return True, left
        if names == (LEAVE,):
            return True, "the mapping file says so"
        return bool(names), "" if names else "the label is not known"

    def _add(self, seat: Seat, label: str, names: tuple[str, ...], act: Act, holder: Element,
             letters: tuple[int, int] = (0, 0)) -> None:
        known, why = self._why(label, names, seat)
        place = Place(FoundBy.LABEL, seat.where, label, names, why, known, act, part=self.part, letters=letters)
        if place.certain:
            place.mark = self.marks.mark(holder)
        self.places.append(place)

    def _story(self, story: list[Element]) -> None:
        """Labels in paragraphs, with room behind them or in the paragraph that follows."""
        for free, paragraph in enumerate(story):
            seat = self.survey.seats[paragraph]
            said = text(paragraph)
            if seat.cell is not None and (seat.cell.element in self.done or seat.cell.element in self.taken):
                continue
            if not said.strip() or has_tag(said) or has_box(said) or is_free(paragraph, self.words) \
                    or self._holds_control(paragraph):
                continue
            if self._inline(paragraph, said, seat, story[free + 1:]):
                continue
            self._followed(paragraph, said, seat, story[free + 1:])

    def _holds_control(self, paragraph: Element) -> bool:
        return any(_within(element, paragraph) for element in self.controls)

    def _inline(self, paragraph: Element, said: str, seat: Seat, after: list[Element]) -> bool:
        """Labels with room behind them in the same paragraph: "Responsible: ____ Due: ____"."""
        found = [each for each in _INLINE.finditer(said) if each["label"].strip()]
        bare = len(found) == 1 and not found[0]["room"].strip("\t ") and found[0].end() == len(said)
        if not found or (bare and (self._next(after) is not None or self._starts_table(paragraph)
                                   or self._asks_with_boxes(seat))):
            return False
        for each in found:
            label, names = self._names(each["label"].strip(), seat.cell, seat=seat)
            if not names and not self.words.left(label) and not seat.auditor and bare:
                return False
            start = each.start("room") if each["room"] else each.end()
            self._add(seat, label, names, Act.LETTERS, paragraph, (start, each.end("room")))
        return True

    def _asks_with_boxes(self, seat: Seat) -> bool:
        """Whether boxes stand in the cell beside the label: they are its answer."""
        beside = seat.grid.right(seat.cell) if seat.grid is not None and seat.cell is not None else None
        return beside is not None and any(has_box(text(line)) for line in beside.paragraphs)

    def _starts_table(self, paragraph: Element) -> bool:
        """Whether a table follows the paragraph: then it is its heading."""
        following = paragraph.getnext()
        return following is not None and following.tag == w("tbl")

    def _next(self, after: list[Element]) -> Element | None:
        """The paragraph that follows, where it is room to write on."""
        if not after or not is_free(after[0], self.words) or after[0] in self.taken:
            return None
        return after[0]

    def _followed(self, paragraph: Element, said: str, seat: Seat, after: list[Element]) -> None:
        """A label of a paragraph of its own, with a free one under it."""
        free = self._next(after)
        label, names = self._names(said, seat.cell, seat=seat)
        whole = said.strip().rstrip(":").strip()
        hint = whole[len(label):].lstrip(" \t:?\u2013\u2014-*") if whole.startswith(label) else ""
        if free is None or (hint and not _HINT.match(hint)) or not (names or self.words.left(label)):
            return
        if seat.cell is None and not said.strip().endswith(":") and not _stands_out(paragraph):
            return
        self.taken.add(free)
        if not self._control(free, label, names, seat):
            self._add(seat, label, names, Act.LETTERS, free, (0, len(text(free))))


def _stands_out(paragraph: Element) -> bool:
    """Whether a paragraph looks like a label: a heading, or bold throughout."""
    if paragraph.find(f"{w('pPr')}/{w('pStyle')}") is not None:
        return True
    return all(run.find(f"{w('rPr')}/{w('b')}") is not None for run in runs(paragraph)
               if any((each.text or "").strip() for each in run))


def _within(element: Element, holder: Element) -> bool:
    """Whether one element stands in another, or around it as a control around a cell."""
    return element is holder or holder in element.iterancestors() or element in holder.iterancestors()


def _is_header(table: Grid, number: int, words: Vocabulary) -> bool:
    """Whether a row holds labels beside each other with room under each."""
    row = table.cells[number]
    said = [not is_free_cell(cell, words) and not cell.continued for cell in row]
    if len(row) < 2 or sum(said) < 2 or not any(one and other for one, other in pairwise(said)):
        return False
    under = [table.below(cell) for cell, full in zip(row, said, strict=True) if full]
    return all(cell is not None and is_free_cell(cell, words) for cell in under)
