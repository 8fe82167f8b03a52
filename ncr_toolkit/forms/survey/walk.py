"""A walk through a part of the form: every paragraph with where it stands, whose part it belongs to, and what went
before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ncr_toolkit.forms.docx.text_boxes import anchor, text_boxes
from ncr_toolkit.forms.docx.wordprocessingml import Element, blocks, w
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, is_numbered, plain
from ncr_toolkit.forms.survey.blanks import blanks, is_hint
from ncr_toolkit.forms.survey.columns import Columns
from ncr_toolkit.forms.survey.grid import Grid, GridCell, answer, grid, has_box
from ncr_toolkit.forms.survey.header_rows import join_headers, name_columns, raise_captions
from ncr_toolkit.forms.survey.label_meaning import (
    LONGEST,
    about,
    asks_else,
    is_generic,
    label_texts,
    leads_away,
    meaning,
)
from ncr_toolkit.forms.survey.not_typed import not_typed
from ncr_toolkit.forms.survey.sections import Section, discipline, heads, is_heading, is_next, subject

IN_A_LABEL = -1
"""Where the corrective action was asked for, if not in a heading."""
_STEP = re.compile(r"\W*d ?[1-8]\W*", re.IGNORECASE)
_ROW = 60  # letters of a row that are told
_BESIDE = 2  # cells of a row beside its merged label, at least: a label and its room
_OF_ANSWER = {"finding.extent", "finding.detection_cause", "finding.impact", "finding.consequences"}
"""Of an answer, what nobody does by a day."""
_OF_FINDING = {"finding.statement", "finding.requirement", "finding.objective_evidence"}


@dataclass(slots=True)
class Seat:
    """A paragraph and what is around it."""

    paragraph: Element
    where: str
    auditor: bool  # it stands in the auditor's part
    context: str  # the rows that the last label before it was about: "actions"
    cell: GridCell | None = None
    grid: Grid | None = None
    base: str = ""  # the beginning of the ids of its places
    section: Section = field(default_factory=Section)
    topic: str = ""  # the same as `context`, and "finding" behind what the auditor found
    led: bool = False  # only the heading gave the context
    behind: str = ""  # in a table: the context before its row
    acted: int = 0  # the corrective action was asked for before: in the heading of that section, or IN_A_LABEL
    beyond: bool = False  # a section began behind that which has a heading of its own


@dataclass
class FormSurvey:
    """Everything that was walked over in one part."""

    words: Vocabulary
    name: str  # "" for the body, "header", "footer"
    prefix: str = ""  # of the ids
    seats: dict[Element, Seat] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    stories: list[list[Element]] = field(default_factory=list)  # the paragraphs of the body, and of each cell
    settled: set[Element] = field(default_factory=set)  # cells whose places are found already
    auditor: bool = False
    context: str = ""
    topic: str = ""
    led: bool = False
    section: Section = field(default_factory=Section)
    sections: int = 0
    boxes: list[Element] = field(default_factory=list)  # the text boxes
    behind: str = ""  # the context before the row that is walked over
    acted: int = 0  # the same of what was walked over
    asked: bool = False  # something was asked before: a heading is not the title of the form
    alone: bool = False  # a label with the auditor's word over its room alone
    _acted_in: int = 0  # the section in which that was asked last
    _tables: int = 0  # of the body, or of the text box

    def walk(self, body: Element) -> None:
        """Walk through the body of the part, then through its text boxes."""
        self._story(body)
        name, prefix = self.name, self.prefix
        self.boxes = text_boxes(body)
        for number, box in enumerate(self.boxes, start=1):
            self._tables, self.name, self.prefix = 0, _place(name, f"text box {number}"), f"{prefix}X{number}."
            self._stand(box)
            self._story(box)
        self.name, self.prefix = name, prefix

    def _stand(self, box: Element) -> None:
        """A text box belongs to the part of the form at which it hangs."""
        holder = anchor(box)
        seat = self.seats.get(holder) if holder is not None else None
        if seat is not None:
            self.auditor, self.context, self.topic, self.section = seat.auditor, seat.context, seat.topic, seat.section

    def _story(self, body: Element) -> None:
        lines: list[Element] = []
        number = 0
        closed = not_typed(body)
        for block in blocks(body):
            if block.tag == w("tbl"):
                before, self.auditor = self.auditor, self.auditor or self._captions_auditor(lines)
                lines = self._told(lines)
                section = self.sections
                self._table_of(block)
                self.auditor = before if section == self.sections else self.auditor
                continue
            number += 1
            if block not in closed:
                self._paragraph(block, answer(block).strip())
                lines.append(block)
            else:
                lines = self._told(lines)
            self._sit(block, _place(self.name, f"paragraph {number}"), f"{self.prefix}P{number}")
        self._told(lines)

    def _told(self, lines: list[Element]) -> list[Element]:
        """End a stretch of paragraphs."""
        if lines:
            self.stories.append(lines)
        return []

    def _paragraph(self, block: Element, said: str) -> None:
        """What a paragraph outside of tables says about those that follow."""
        part = self.words.part(said)
        if heads(block, said) or (part and not is_hint(said)):
            self._begin(said, part, keep=not (is_heading(block) or part or discipline(said) or is_numbered(said)))
        rooms = blanks(said)
        self.asked = self.asked or bool(rooms)
        for each in [room.label for room in rooms if room.label] or [said]:  # "Cause ..... Action ....., done by ....."
            self._note(each)

    def _begin(self, said: str, part: str, *, keep: bool = False) -> None:
        """A section begins. `keep`: its heading does not end the auditor's part."""
        self.sections += 1
        if not part:
            title = not self.asked and self.words.is_title(said)  # it names the body, but is not its part
            part = "auditor" if self.words.heads_auditor(said) and not title else \
                "yours" if self._heads_ours(said) else ""
        self.auditor = part == "auditor" if part or not keep else self.auditor
        about = "finding" if self.topic == "finding" and self.words.here(said, "finding").startswith("finding.") \
            else subject(said, self.words)  # "Evidence" of what was found
        self.section = Section(heading_title(said), about, self.auditor, self.sections)
        self.context = about if about in ROWS else ""
        self.topic, self.led = about, True

    def _captions_auditor(self, lines: list[Element]) -> bool:
        """Whether the words right before a table, which is not the first, say that it is the auditor's."""
        said = next((each for line in reversed(lines) if (each := answer(line).strip())), "")
        return self._tables > 0 and len(said) < LONGEST and not blanks(said) and self.words.heads_auditor(said)

    def _heads_ours(self, said: str) -> bool:
        """Whether a heading names the organisation as the one who answers: "Proposal of the organisation"."""
        return self.words.heads_yours(said) or (self.words.is_us(said) and not self.words.signature(said)
                                                and not plain(said).startswith("respons"))

    def _note(self, said: str) -> None:
        """Keep what a label is about, for "Responsible" and "Due date" that follow."""
        rows, known = about(said, self.words), self.context in self.words.attributes_of
        if is_generic(said, self.context if known else self.section.about, self.words):
            return
        if rows:
            self.context, self.topic, self.led = rows, rows, heading_title(said) == self.section.title
            if rows == "actions" and not self.auditor and self.acted >= 0:
                self.acted = self.sections if self.led else IN_A_LABEL
                self._acted_in = self.sections
        elif not blanks(said) and asks_else(said, (self.section.about, self.context), self.words):
            self.context = self.topic = "other"  # "By whom?" behind it is not about what was asked before
        elif self.words.other_action(next(label_texts(said), "")) and not any(map(self.words.asks, label_texts(said))):
            self.context = self.topic = "other"
        elif len(said) < LONGEST and self.topic == "finding" and leads_away(said, self.words):
            self.topic = "other"
        elif len(said) < LONGEST and set(names := meaning(said, self.words)[1]) & _OF_FINDING:
            self.topic = "finding"
        elif len(said) < LONGEST and names and set(names) <= _OF_ANSWER and self.context in ("corrections", "steps"):
            self.context = ""  # a table behind "Extent" is not about the correction before it

    def _sit(self, paragraph: Element, where: str, base: str, cell: GridCell | None = None, table: Grid | None = None,
             *, auditor: bool = False) -> None:
        self.seats[paragraph] = Seat(paragraph, where, self.auditor or auditor, self.context, cell, table, base,
                                     self.section, self.topic, self.led, self.behind, self.acted,
                                     self._is_beyond())

    def _is_beyond(self) -> bool:
        """Whether a heading that says nothing known began a section behind the one with the corrective action: whose
        "Responsible" and "Date" stand in it is not certain."""
        title = self.section.title
        return bool(self.acted) and self.section.number > self._acted_in and bool(title) and not self.section.about \
            and not (self.words.asks(title) or self.words.names_us(title) or self.words.of_action(title))

    def _table_of(self, element: Element, within: str = "") -> None:
        self._tables += 1
        where = f"table {self._tables}{f' (within {within})' if within else ''}"
        self.table(grid(element, _place(self.name, where), f"{self.prefix}T{self._tables}"))

    def table(self, made: Grid) -> None:
        """Walk through a table. One without any row is none: all were deleted with tracking, or it is a blank sheet."""
        if not made.cells:
            return
        self.grids.append(made)
        join_headers(made)
        raise_captions(made, lambda said: bool(self.words.part(said)))
        name_columns(made)
        before, section, begun, theirs = self.auditor, self.section, 0, set[int]()
        merged: tuple[bool, Section] | None = None
        columns = Columns(self.words)
        for number, row in enumerate(made.cells, start=1):
            self.behind = self.context
            if merged and not row[0].continued:
                (self.auditor, self.section), merged = merged, None
            if _is_merged(made, number - 1):
                merged = merged or (self.auditor, self.section)
                self._begin(_said(row[0]), self.words.part(_said(row[0])), keep=True)
            said = {cell: _said(cell) for cell in row}
            if len(row) > 1 and not row[0].continued and _STEP.fullmatch(said[row[0]]):
                self._begin(said[row[0]], "", keep=True)  # "D3" beside what is asked in that step
            parts = [part for cell in row if not cell.continued and (part := self.words.part(said[cell]))]
            self.asked = self.asked or len(row) > 1
            if number - 1 in made.starts:
                self._begin("", "")
            if self._is_head(row, said, bool(parts)):
                free = self.alone and not parts
                self._begin(said[row[0]], parts[0] if parts else "",
                            keep=not parts and not free and not is_numbered(said[row[0]]))
                self.alone = self.auditor and not parts and self._is_over_room(made, number) and (free or not before)
                begun = number
            theirs = columns.theirs(row, said, theirs, made.cells[number:number + 1],
                                    answered=self.section.about in ROWS)
            # a column of theirs leaves the others ours
            ours = any(about(each, self.words) or self.words.answers_here(each) for each in said.values())
            for cell in row:
                self._note(said[cell])
                whose = [self.words.part(said[cell])] if ours else parts
                self._cell(cell, made, auditor="auditor" in whose or cell.column in theirs
                           or columns.is_theirs(cell.over))
        if begun != len(made.cells) or self._has_room(made.cells[-1]):
            # a heading in a table of its own holds for what follows, a label over its room does not
            self.auditor, self.section = before, section

    def _is_over_room(self, made: Grid, number: int) -> bool:
        """Whether the row behind a heading is its room, and another text follows."""
        under, then = made.cells[number:number + 1], made.cells[number + 1:number + 2]
        return bool(under and then) and len(under[0]) == len(then[0]) == 1 \
            and not under[0][0].said and bool(then[0][0].said)

    def _has_room(self, row: list[GridCell]) -> bool:
        """Whether the only cell of a row has room under its words."""
        lines = [answer(paragraph).strip() for paragraph in row[0].paragraphs] if len(row) == 1 else []
        return len(lines) > 1 and bool(lines[0]) and not all(lines)

    def _is_head(self, row: list[GridCell], said: dict[GridCell, str], part: bool) -> bool:
        """Whether a row of a table begins a section: alone in its row, without room of its own."""
        if not row or not said[row[0]]:
            return False
        text, alone = said[row[0]], len(row) == 1
        beside = not any(said[cell] for cell in row[1:])
        if alone and is_next(self.section.title, text):
            return True
        if part and (alone or (is_numbered(text) and beside)):
            return True
        room = any(not answer(paragraph).strip() for paragraph in row[0].paragraphs)
        if has_box(text) or any(not each.bare for each in blanks(text)):
            return False  # it asks something itself
        return alone and "\n" not in text and len(text) < 140 and (
            (not room and not text.endswith((":", "?", ".", "_")) and "__" not in text) or bool(discipline(text)))

    def _cell(self, cell: GridCell, made: Grid, *, auditor: bool) -> None:
        lines: list[Element] = []
        several, before = len(cell.paragraphs) > 1, self.auditor
        for block in blocks(cell.element):
            if block.tag == w("tbl"):
                self.auditor = before or self._captions_auditor(lines)
                lines = self._told(lines)
                self._table_of(block, cell.where)
                self.auditor = before
            else:
                if several:
                    self._note(answer(block))
                self._sit(block, cell.where, cell.id, cell, made, auditor=auditor)
                lines.append(block)
        self._told(lines)

    def mark_auditor(self, seats: list[Seat]) -> None:
        """Say of these seats that they are the auditor's."""
        for seat in seats:
            seat.auditor, seat.section = True, replace(seat.section, auditor=True)


def _is_merged(table: Grid, number: int) -> bool:
    """Whether a row begins with a label that stands for several rows, which have labels and room of their own."""
    row, after = table.cells[number], table.cells[number + 1:number + 2]
    return len(row) > _BESIDE and not row[0].continued and bool(_said(row[0])) and any(
        below and below[0].continued and below[0].column == row[0].column and len(below) > _BESIDE for below in after)


def heading_title(said: str) -> str:
    """The words of a heading as its section is called."""
    return " ".join(said.split())[:_ROW]


def _said(cell: GridCell) -> str:
    return "\n".join(said for paragraph in cell.paragraphs if (said := answer(paragraph).strip()))


def _place(name: str, where: str) -> str:
    return f"{name}, {where}" if name else where
