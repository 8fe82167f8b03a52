"""Filling one part of a form for one finding."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ncr_toolkit.forms.docx.form_writer import FormWriter
from ncr_toolkit.forms.docx.wordprocessingml import Element, inside, text, w
from ncr_toolkit.forms.filling import controls, fields, table_rows, tick_boxes
from ncr_toolkit.forms.filling.foreign_tags import restore, unlink
from ncr_toolkit.forms.filling.search_part import Part
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, same
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place, marked
from ncr_toolkit.forms.tags.values import context

_LETTER = 110  # twentieths of a point that a letter takes
_PAGE = 50  # lines
NOTHING = "the register has nothing for it"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one place: the value that stands there now, or why it was left; and what to know about it."""

    place: Place
    value: str = ""
    left: str = ""
    note: str = ""

    def __str__(self) -> str:
        called = f" '{' '.join(self.place.label.split())}'" if self.place.label else ""
        return f"{self.place.where}:{called} {f'is left: {self.left}' if self.left else self.note}"


@dataclass
class Filling:
    """One part being filled. `tree` is None where nothing was written into it."""

    part: Part
    answers: Answers
    words: Vocabulary
    tracked: bool

    def run(self) -> tuple[Element | None, list[Outcome]]:
        """Fill every place; gives the part, None where nothing was written, and what became of each place."""
        part = self.part
        if part.tags is None and not any(place.certain for place in part.places):
            return None, [self._left(place) for place in part.places]
        tree = part.tags.render(context(self.answers)) if part.tags else etree.fromstring(part.source)
        pen = FormWriter(tree, self.answers.case.review.today, tracked=self.tracked)
        there = marked(tree)
        found: dict[int, Outcome] = {}
        order = sorted(range(len(part.places)), key=lambda number: part.places[number].letters, reverse=True)
        for number in order:  # from the end of each line, so that places before keep their letters
            place = part.places[number]
            found[number] = self._fill(place, there, pen) if place.certain else self._left(place)
        restore(tree)
        written = part.tags is not None or any(each.value and each.place.way is not FoundBy.TAG
                                               for each in found.values())
        return tree if written else None, self._ticked([found[number] for number in range(len(part.places))])

    def _left(self, place: Place) -> Outcome:
        if place.way is FoundBy.TAG and not place.why:
            value = self.answers.text(place.names[0]) if place.names else "filled"
            return Outcome(place, value, "" if value else NOTHING)
        return Outcome(place, left=place.why or "it is not known")

    def _fill(self, place: Place, there: dict[int, list[Element]], pen: FormWriter) -> Outcome:
        elements = there.get(place.mark, [])
        if place.act is Act.ROWS:
            return self._rows(place, elements, pen)
        values = dict.fromkeys(self.answers.text(name).strip() for name in place.names)
        if len(values) > 1:
            return Outcome(place, left=f"it may mean {' or '.join(place.names)}")
        value = next(iter(values))
        if place.way is FoundBy.BOX:
            return self._tick(place, value, elements, pen)
        if not value:
            return Outcome(place, left=NOTHING)
        if not elements:
            return Outcome(place, left="a condition of the form left it out")
        said = [self._write(place, element, value, pen) for element in elements]
        self._clear(there.get(place.spare, []) if place.spare else [], pen)
        left, note = (next((each[which] for each in said if each[which]), "") for which in (0, 1))
        return Outcome(place, "" if left else value, left, note)

    def _write(self, place: Place, element: Element, value: str, pen: FormWriter) -> tuple[str, str]:
        """Write one value; gives why it was left, and what to know."""
        if place.act is Act.CONTROL:
            return controls.fill(element, value, pen)
        if place.act is Act.FIELD:
            return fields.fill(element, value, pen)
        if place.act is Act.CELL:
            unlink(element)
            pen.put_cell(element, value)
            return "", _fixed_height(element) or _long(element, value)
        start, end = place.letters
        unlink(element)
        said = text(element)
        pen.replace(element, start, end, _fitted(value, said[:start], said[end:]))
        return "", ""

    def _clear(self, spare: list[Element], pen: FormWriter) -> None:
        """Rules to write on that stand under an answer go."""
        for line in spare:
            holder = line.getparent()
            if (
                holder is None
                or pen.tracked
                or line.find(f"{w('pPr')}/{w('sectPr')}") is not None
                or line.getnext() is None
            ):
                pen.replace(line, 0, len(text(line)), "")
            else:
                holder.remove(line)

    def _tick(self, place: Place, value: str, elements: list[Element], pen: FormWriter) -> Outcome:
        meant = self.words.option(value, [place.names[0]])
        if not same(meant[1] if meant else value, place.value):
            return Outcome(place)
        note = ""
        for element in elements:
            note = tick_boxes.tick(place, element, pen)
        return Outcome(place, "ticked", note=note)

    def _ticked(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Say of a question whose boxes hold none of that answer that it is left: once, at its first box."""
        done = {each.place.names for each in outcomes if each.place.way is FoundBy.BOX and (each.value or each.left)}
        for number, each in enumerate(outcomes):
            names = each.place.names
            if each.place.way is FoundBy.BOX and each.place.certain and names not in done:
                done.add(names)
                value = self.answers.text(names[0])
                outcomes[number] = Outcome(each.place, left=f"none of its boxes says '{value}'" if value else NOTHING)
        return outcomes

    def _rows(self, place: Place, elements: list[Element], pen: FormWriter) -> Outcome:
        number = table_rows.fill(place, elements, self.answers, pen)
        return Outcome(place, f"{number} row{'s' if number > 1 else ''}") if number else Outcome(place, left=NOTHING)


def _fitted(value: str, before: str, behind: str) -> str:
    """A value in its line: rows on lines of their own, and the next label never glued to it."""
    if not before.strip():
        return f"{value}\n" if behind.strip() and "\n" in value else f"{value} " if behind.strip() else value
    if "\n" in value:
        return f"\n{value}\n" if behind.strip() else f"\n{value}"
    gap = "" if not behind.strip() or behind[:1] in " .,;)\t" else "   "
    return f"{'' if before.endswith((' ', '(')) else ' '}{value}{gap}"


def _long(cell: Element, value: str) -> str:
    """What to know about an answer that takes a page in a narrow column."""
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    twips = width.get(w("w"), "") if width is not None and width.get(w("type")) == "dxa" else ""
    if not twips.isdigit() or int(twips) < _LETTER:
        return ""
    lines = sum(1 + len(line) * _LETTER // int(twips) for line in value.split("\n"))
    return f"is filled, and takes about {lines} lines in its column: look at the pages" if lines > _PAGE else ""


def _fixed_height(cell: Element) -> str:
    """What to know about a row that does not grow."""
    row = inside(cell, "tr")
    height = row.find(f"{w('trPr')}/{w('trHeight')}") if row is not None else None
    fixed = height is not None and height.get(w("hRule")) == "exact"
    return "is filled; its row has a fixed height: look whether all of it is seen" if fixed else ""
