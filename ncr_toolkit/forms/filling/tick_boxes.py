"""Boxes to tick: letters (\u2610, [ ]), content controls and form fields, by the words beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ncr_toolkit.forms.docx.form_writer import FormWriter
from ncr_toolkit.forms.docx.wordprocessingml import BOXES, TICKED, Element, field_ticked, inside, pieces, text, w
from ncr_toolkit.forms.filling import controls, fields
from ncr_toolkit.forms.filling.box_sets import group
from ncr_toolkit.forms.meaning.mapping import LEAVE
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.meaning.wording import split_label
from ncr_toolkit.forms.survey.grid import GridCell, has_tag
from ncr_toolkit.forms.survey.naming import AUDITOR
from ncr_toolkit.forms.survey.places import Act, FoundBy, Marks, Place
from ncr_toolkit.forms.survey.rooms import locate
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat

_BOX = re.compile(rf"(?!\u25cb\u25cb|(?<=\u25cb)\u25cb)[{BOXES}{TICKED}]|\[ ?\]|\[[xX]\]|\( {{1,2}}\)")
_ROUND = re.compile(rf"{_BOX.pattern}|\([xX]\)")  # where others of the line are round brackets too
_ENDS = " \t\n,;/|.:*\uff1a\uff1b\u3000\u00a0\u2002-\u2013"
_SPLIT = re.compile(r"[?:]\s*|\s{3,}")
_BEHIND = re.compile(r"[,;(\u00bf]|\s[-\u2013\u2014]\s")  # "Yes, which: ____"
_RULE = re.compile(r"_{3,}|\.{4,}|\u2026+")  # room before a question: "No.: ____  Category: [ ] Major"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_TICK = re.compile(r"\b(?:tick|check|mark|cross|select|choose|ankreuzen|ausw\u00e4hlen|cocher|choisir|marcar|"
                   r"seleccionar)\b", re.IGNORECASE)
TICKED_ALREADY = "a box of this question is ticked already"


@dataclass(slots=True)
class TickBox:
    """A box in a paragraph."""

    start: int
    end: int
    ticked: bool
    holder: Element  # the paragraph, the control, or the fldChar
    act: Act
    called: list[str] = field(default_factory=list)  # title or bookmark
    label: str = ""
    question: str = ""


@dataclass
class Boxes:
    """Finds the boxes of one part, after `Survey` walked it."""

    survey: FormSurvey
    marks: Marks
    part: str
    _questions_at: dict[tuple[int, int, int], str] = field(default_factory=dict)  # by table, row and column

    @property
    def words(self) -> Vocabulary:
        return self.survey.words

    def find(self) -> list[Place]:
        """Every box, in the order of the form."""
        found: list[tuple[Place, TickBox]] = []
        for story in self.survey.stories:
            for number, paragraph in enumerate(story):
                boxes = _in(paragraph)
                if boxes:
                    seat = self.survey.seats[paragraph]
                    self._label(text(paragraph), boxes, seat, story[:number])
                    found += [(self._spot(box, seat), box) for box in boxes]
        group([place for place, _ in found], {id(place) for place, box in found if self._by_mapping(box)})
        ticked = {place.names for place, box in found if box.ticked and place.names}
        for place, box in found:
            if place.names in ticked and not place.why:
                place.why = TICKED_ALREADY
            place.mark = self.marks.mark(box.holder)
        return [place for place, _ in found]

    def _label(self, said: str, boxes: list[TickBox], seat: Seat, before: list[Element]) -> None:
        """Find the words of each box, and the question that they answer."""
        if not _BOX.sub("", said).strip(_ENDS) and seat.cell is not None:
            self._beside(boxes, seat)
            return
        starts = [*(box.start for box in boxes[1:]), len(said)]
        ends = [0, *(box.end for box in boxes[:-1])]
        behind = [said[box.end:start] for box, start in zip(boxes, starts, strict=True)]
        front = [said[end:box.start] for box, end in zip(boxes, ends, strict=True)]
        after = bool(behind[-1].strip(_ENDS)) or not front[0].strip(_ENDS)
        question = _RULE.split(front[0])[-1] if after else ""
        for box, text_ in zip(boxes, behind if after else front, strict=True):
            parts = [part for part in _SPLIT.split(text_.strip(_ENDS)) if part.strip(_ENDS)]
            box.label = (parts[0 if after else -1] if parts else "").strip(_ENDS)
            if not after and len(parts) > 1:
                question = parts[-2]
            box.question = question.strip(_ENDS)
        if not boxes[0].question:
            around = self._around(seat, before) or self._above(seat)
            for box in boxes:
                box.question = around
        if seat.cell is not None:
            self._questions_at[id(seat.grid), seat.cell.row, seat.cell.column] = boxes[-1].question

    def _above(self, seat: Seat) -> str:
        """The question of boxes under each other, each in a row of its own: it stands beside the first."""
        return self._questions_at.get((id(seat.grid), seat.cell.row - 1, seat.cell.column), "") if seat.cell else ""

    def _around(self, seat: Seat, before: list[Element]) -> str:
        """The question of boxes whose own paragraph has none: in the lines before, or in the cell to the left."""
        for paragraph in reversed(before):
            said = text(paragraph).strip()
            if said and not _BOX.search(said):
                return said.strip(_ENDS) if seat.cell is not None or said.endswith((":", "?")) else ""
        cell = seat.cell
        while cell is not None and seat.grid is not None and (cell := seat.grid.left(cell)) is not None:
            said = _said(cell)
            if said and not _BOX.search(said):
                return said.strip(_ENDS)
        return ""

    def _beside(self, boxes: list[TickBox], seat: Seat) -> None:
        """Boxes that stand alone in their cell: the words stand in the cell before, behind or above."""
        assert seat.cell is not None and seat.grid is not None
        row = seat.grid.cells[seat.cell.row]
        full = [bool(_said(cell).strip(_ENDS)) and not _BOX.search(_said(cell)) for cell in row]
        number = row.index(seat.cell)
        at = number + 1 if full[-1] else number - 1
        if not any(full):
            above = seat.grid.cells[seat.cell.row - 1] if seat.cell.row else []
            label = next((_said(cell) for cell in above if cell.column == seat.cell.column), "")
        else:
            label = _said(row[at]) if 0 <= at < len(row) and full[at] else ""
        first = _said(row[0]).strip(_ENDS) if full[0] and at != 0 else ""
        for box in boxes:
            box.label, box.question = label.strip(_ENDS), first

    def _spot(self, box: TickBox, seat: Seat) -> Place:
        place = self._found(box, seat)
        locate(place, seat)
        place.question = box.question
        return place

    def _found(self, box: TickBox, seat: Seat) -> Place:
        place = Place(FoundBy.BOX, seat.where, box.label or (box.called[0] if box.called else ""), act=box.act,
                     part=self.part, letters=(box.start, box.end))
        if LEAVE in (self.words.mapped.get(plain(said)) for said in (box.label, box.question)):
            place.why = AUDITOR if seat.auditor else "the mapping file says so"
            return place
        found = next((meant for name in box.called if (meant := self._by_name(name))), None)
        if found is None:
            found = self._by_label(box)
            if found is not None and self._by_mapping(box) is None and not self._fits(box.question, found[0]) \
                    and not (found[0] == "effects.result" and self._of_effects(box, seat)):
                place.why, place.known = f"the question '{box.question}' is not known", False
        if found is None:
            place.why, place.known = "the box is not known", False
            if seat.auditor:
                place.why, place.known = AUDITOR, True
            return place
        place.names, place.value = (found[0],), found[1]
        if has_tag(text(seat.paragraph)):
            place.why = "tags stand in the same line"
        if seat.auditor:
            place.why, place.known = AUDITOR, True
        return place

    def _by_name(self, name: str) -> tuple[str, str] | None:
        """What a title such as "chkMajor" or "ActionNeeded_Yes" stands for."""
        spelt = re.sub(r"^(?:chk|cb|cbx|check|box|checkbox|tick)[ _\-]*(?=[A-Z0-9_ \-])", "", name)
        parts = [part for part in _CAMEL.sub(" ", spelt).replace("-", " ").replace(".", " ").split() if part]
        for start in range(len(parts)):
            label = " ".join(parts[start:])
            answer = self.words.option(label, ["answer"])
            if answer is not None and start:
                question = self._asked(" ".join(parts[:start]))
                return (question, answer[1]) if question else None
            found = self.words.option(label, self._questions)
            if found is not None and self._fits(" ".join(parts[:start]), found[0]):
                return found
        return None

    def _by_mapping(self, box: TickBox) -> tuple[str, str] | None:
        """What the mapping file says of a box: "finding.grade = Major", or the value where it names the question."""
        said = self.words.mapped.get(plain(box.label), "")
        name, equals, value = said.partition("=")
        if equals:
            return name.strip(), value.strip()
        asked = self.words.mapped.get(plain(box.question), "")
        return (asked, said) if said and asked and asked != LEAVE else None

    def _by_label(self, box: TickBox) -> tuple[str, str] | None:
        if mapped := self._by_mapping(box):
            return mapped
        halves = split_label(box.label)
        if len(halves) > 1 and len(found := {self._by_words(half, box.question) for half in halves} - {None}) == 1:
            return found.pop()
        return next((meant for label in dict.fromkeys((box.label, _BEHIND.split(box.label, maxsplit=1)[0]))
                     if (meant := self._by_words(label, box.question))), None)

    def _by_words(self, label: str, question: str) -> tuple[str, str] | None:
        """What a box of these words stands for."""
        answer = self.words.option(label, ["answer"])
        if answer is not None:
            asked = self._asked(question)
            return (asked, answer[1]) if asked else None
        return self.words.option(label, self._questions)

    @property
    def _questions(self) -> list[str]:
        return [question for question in self.words.options if question != "answer"]

    def _asked(self, said: str) -> str:
        """The question of a Yes or No: all of a text, or its last sentence."""
        for each in (said, *reversed(re.split(r"[.\n]", said))):
            if each.strip() and (found := self.words.question(each)):
                return found
        return ""

    def _of_effects(self, box: TickBox, seat: Seat) -> bool:
        """Whether a question such as "Result" stands where the form asks whether it worked."""
        return self.words.left(box.question).startswith("the form does not say") \
            and "effects" in (seat.section.about, seat.context)

    def _fits(self, question: str, name: str) -> bool:
        """Whether words before a box ask for what the box stands for; without words, or where they only say "tick",
        they do."""
        if not question.strip(_ENDS) or _TICK.search(question):
            return True
        if name in ("finding.grade", "audit.kind") and self.words.left(question).startswith("the form does not say"):
            return True
        asked = plain(question)
        if name == "finding.grade" and "nc" in (asked, *self.words.of_finding(asked.split())):
            return True  # "Nonconformity:  [ ] major  [ ] minor"
        if self.words.here(question, "causes") == name:
            return True  # "Method"
        likely = self.words.perhaps.get(plain(question), ())
        meant = {self.words.question(question), *self.words.names(question), *likely}
        return name in meant or any(each and name.startswith(f"{each}.") for each in meant)


def _in(paragraph: Element) -> list[TickBox]:
    """The boxes of a paragraph."""
    found, at = [], 0
    seen: list[tuple[int, int, Element, Element]] = []
    for piece in pieces(paragraph):
        seen.append((at, at + len(piece.text), piece.node, piece.run))
        at += len(piece.text)
    for each in (_ROUND if "( )" in text(paragraph) else _BOX).finditer(text(paragraph)):
        node, run = next((node, run) for start, end, node, run in seen if start <= each.start() < end)
        control = inside(run, "sdt")
        if control is not None and controls.is_box(control):
            found.append(TickBox(each.start(), each.end(), controls.is_ticked(control), control, Act.TICK_CONTROL,
                                 controls.title(control)))
        elif node.tag == w("fldChar"):
            found.append(TickBox(each.start(), each.end(), field_ticked(node), node, Act.TICK_FIELD,
                                 fields.title(node)))
        else:
            ticked = each.group() in TICKED or "x" in each.group().lower()
            found.append(TickBox(each.start(), each.end(), ticked, paragraph, Act.TICK_LETTERS))
    return found


def _said(cell: GridCell) -> str:
    return " ".join(text(paragraph) for paragraph in cell.paragraphs).strip()


def tick_of(box: str) -> str:
    """What a box in letters is when it is ticked: "[x]", "(x)", \u2612."""
    return f"{box[0]}x{box[-1]}" if len(box) > 1 else "\u2612"


def tick(place: Place, element: Element, pen: FormWriter) -> str:
    """Tick a box; gives what to know about it."""
    if place.act is Act.TICK_CONTROL:
        controls.tick(element, pen)
    elif place.act is Act.TICK_FIELD:
        fields.tick(element)
        return fields.UNTRACKED if pen.tracked else ""
    else:
        start, end = place.letters
        pen.replace(element, start, end, tick_of(text(element)[start:end]))
    return ""
