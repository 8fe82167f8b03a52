"""Filling one part of a Word form for one finding."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ncr_toolkit.excel.opc.address import whole
from ncr_toolkit.forms.docx.form_writer import FormWriter
from ncr_toolkit.forms.docx.text_boxes import is_fixed, renew_copies
from ncr_toolkit.forms.docx.wordprocessingml import Element, inside, text, w
from ncr_toolkit.forms.filling import controls, fields, table_rows, tick_boxes, whose_row
from ncr_toolkit.forms.filling.foreign_tags import restore, unlink
from ncr_toolkit.forms.filling.lacking import NOTHING
from ncr_toolkit.forms.filling.outcomes import IN_ANNEX, Filler, Outcome, fitted
from ncr_toolkit.forms.filling.search_part import Part
from ncr_toolkit.forms.survey.owners import Owners
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place, marked
from ncr_toolkit.forms.tags.values import context

_LETTER = 110  # twentieths of a point that a letter takes
_PAGE = 50  # lines
_NARROW = 3400  # twentieths of a point: 6 cm, a third of a page
_FEW = 20  # lines in such a column, beside which the rest of the row stays blank


@dataclass
class Filling(Filler):
    """One part of a Word form being filled."""

    part: Part
    tracked: bool
    owners: Owners
    numbers: tuple[str, ...] = ()  # of findings, that stand in the form already

    def run(self) -> tuple[Element | None, list[Outcome]]:
        """Fill every place; gives the part, None where nothing was written, and what became of each place."""
        part = self.part
        if part.tags is None and not any(place.certain for place in part.places):
            return None, [self.left(place) for place in part.places]
        tree = part.tags.render(context(self.answers)) if part.tags else etree.fromstring(part.source)
        self._pen = FormWriter(tree, self.answers.case.review.today, tracked=self.tracked)
        self._there = marked(tree)
        outcomes = self.every(part.places)
        restore(tree)
        renew_copies(tree)
        written = part.tags is not None or any(each.value and each.place.way is not FoundBy.TAG for each in outcomes)
        return tree if written else None, outcomes

    def kept_back(self, place: Place) -> str:
        if place.way is FoundBy.TAG or place.id in self.words.mapped_ids:
            return ""
        ours, known = self.answers.text("finding.id"), [each.id for each in self.answers.case.review.register.findings]
        there = self._there.get(place.mark, [])
        if there and (other := whose_row.row_of_another(there[0], ours, known)):
            return f"its row is about {other}"
        if why := self.owners.apart(place):
            return why
        other = "" if self.owners.takes(place) else whose_row.of_another(self.numbers, ours, known)
        return f"the form is about {other}" if other else ""

    def is_first_of_ours(self, place: Place) -> bool:
        return self.owners.is_first(place)

    def is_ours(self, place: Place) -> bool:
        ours = self.answers.text("finding.id")
        return any(whose_row.is_ours(each, ours) for each in self._there.get(place.mark, []))

    def write(self, place: Place, value: str) -> Outcome:
        elements = self._there.get(place.mark, [])
        if not elements:
            return Outcome(place, left="a condition of the form left it out")
        note = ""
        if self.answers.annex and any(_lines(each, value) > _most(each) for each in elements) and place.act is Act.CELL:
            value, note = self.words.annex.format(file=self.answers.annex), IN_ANNEX
        said = [self._write(place, element, value) for element in elements]
        self._clear(self._there.get(place.spare, []) if place.spare else [])
        left, other = (next((each[which] for each in said if each[which]), "") for which in (0, 1))
        return Outcome(place, "" if left else value, left, note or other or _fixed_box(elements[0]))

    def tick(self, place: Place) -> str:
        note = ""
        for element in self._there.get(place.mark, []):
            note = tick_boxes.tick(place, element, self._pen)
        return note

    def rows(self, place: Place) -> Outcome:
        number = table_rows.fill(place, self._there.get(place.mark, []), self.answers, self._pen)
        return Outcome(place, f"{number} row{'s' if number > 1 else ''}") if number else Outcome(place, left=NOTHING)

    def _write(self, place: Place, element: Element, value: str) -> tuple[str, str]:
        """Write one value; gives why it was left, and what to know."""
        if place.act is Act.CONTROL:
            return controls.fill(element, value, self._pen)
        if place.act is Act.FIELD:
            return fields.fill(element, value, self._pen)
        if place.act is Act.CELL:
            unlink(element)
            self._pen.put_cell(element, value)
            return "", _fixed_height(element) or _long(element, value)
        start, end = place.letters
        unlink(element)
        said = text(element)
        self._pen.replace(element, start, end, fitted(value, said[:start], said[end:]))
        return "", ""

    def _clear(self, spare: list[Element]) -> None:
        """Rules to write on that stand under an answer go."""
        for line in spare:
            holder = line.getparent()
            if (
                holder is None
                or self._pen.tracked
                or line.find(f"{w('pPr')}/{w('sectPr')}") is not None
                or line.getnext() is None
            ):
                self._pen.replace(line, 0, len(text(line)), "")
            else:
                holder.remove(line)


def _long(cell: Element, value: str) -> str:
    """What to know about an answer that does not fit into its column."""
    lines = _lines(cell, value)
    return f"is filled, and takes about {lines} lines in its column: look at the pages" if lines > _most(cell) else ""


def _lines(cell: Element, value: str) -> int:
    """About how many lines an answer takes in a cell; 0 where its width is not told."""
    width = _width(cell)
    return sum(1 + len(line) * _LETTER // width for line in value.split("\n")) if width >= _LETTER else 0


def _most(cell: Element) -> int:
    """How many lines fit into a cell: a page, and a part of it in a narrow column."""
    return _FEW if _width(cell) <= _NARROW else _PAGE


def _width(cell: Element) -> int:
    """Of a cell, in twentieths of a point; 0 where it is not told."""
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    twips = width.get(w("w"), "") if width is not None and width.get(w("type")) == "dxa" else ""
    return whole(twips, 0)


def _fixed_box(element: Element) -> str:
    """What to know about a text box that does not grow."""
    box = inside(element, "txbxContent")
    return "is filled; its text box has a fixed height: look whether all of it is seen" \
        if box is not None and is_fixed(box) else ""


def _fixed_height(cell: Element) -> str:
    """What to know about a row that does not grow."""
    row = inside(cell, "tr")
    height = row.find(f"{w('trPr')}/{w('trHeight')}") if row is not None else None
    fixed = height is not None and height.get(w("hRule")) == "exact"
    return "is filled; its row has a fixed height: look whether all of it is seen" if fixed else ""
