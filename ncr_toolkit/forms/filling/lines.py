"""Labels in paragraphs, with room behind them in the line, or in the lines that follow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ncr_toolkit.forms.docx.form_writer import is_filler
from ncr_toolkit.forms.docx.wordprocessingml import BOXES, TICKED, Element, text, w
from ncr_toolkit.forms.meaning.vocabulary import is_numbered, plain
from ncr_toolkit.forms.survey.blanks import Blank, blanks, is_hint, room_of_breaks, wanted
from ncr_toolkit.forms.survey.followers import behind
from ncr_toolkit.forms.survey.grid import before_box, has_box, has_tag, is_free, is_free_cell
from ncr_toolkit.forms.survey.label_meaning import label_texts
from ncr_toolkit.forms.survey.naming import AUDITOR, UNCERTAIN, Meaning
from ncr_toolkit.forms.survey.places import Act
from ncr_toolkit.forms.survey.rooms import Rooms
from ncr_toolkit.forms.survey.sections import begins_bold, is_bold, is_heading
from ncr_toolkit.forms.survey.walk import Seat

IN_TAGS = "tags stand in the same line"
_TAG = re.compile(r"\{[{%#](?:(?!\{[{%#]).)*?[}%#]\}|\{[#/^]?\w[\w.]*\}")
_MASK = "\ue000"
_LONGEST = 90
_AROUND = 4  # a label, its blank line and what follows, with one more
_SEVERAL = 2  # labels over one blank line each, at least, by which others are known
_BEFORE_HINT = " \t:?\uff1a\uff1f\u2013\u2014-*"
_ASKS = (":", "?", "\uff1a", "\uff1f", "\u304b\u3002", "\u304b")  # and a Japanese question


@dataclass
class Lines:
    """Finds the rooms in the paragraphs of a part."""

    rooms: Rooms
    spaced: bool = False  # labels stand over one blank line each, as titles do

    def story(self, lines: list[Element]) -> None:
        """Every room of a stretch of paragraphs."""
        last = ""
        spaced = sum(self._is_spaced(lines[number:number + _AROUND]) for number in range(1, len(lines)))
        self.spaced = spaced >= _SEVERAL
        for number, paragraph in enumerate(lines, start=1):
            seat, said = self.rooms.seat(paragraph), text(paragraph)
            if paragraph in self.rooms.taken or (seat.cell is not None and seat.cell.element in self.rooms.taken):
                continue
            if not is_free(paragraph, self.rooms.words):
                self._line(paragraph, said, seat, lines[number:])
                last = said.strip() or last
            elif said.strip() and not self.rooms.controlled(paragraph):
                self._orphan(paragraph, said, seat, last)

    def _line(self, paragraph: Element, said: str, seat: Seat, after: list[Element]) -> None:
        found = [] if self.rooms.controlled(paragraph) else blanks(_TAG.sub(lambda tag: _MASK * len(tag[0]), said))
        under = room_of_breaks(said)
        if not found and under is not None and seat.cell is not None and self.rooms.is_last_room(seat) \
                and not self.rooms.controlled(paragraph) and not has_tag(said) and not has_box(said):
            found = [under]
        if not found and self._is_left_open(paragraph, said, seat, after):
            found = [Blank(said.strip(), len(said), len(said))]
        if has_tag(said) or has_box(said):
            self._among(paragraph, said, seat, [each for each in found if not each.bare or has_box(said)])
            return
        if seat.cell is not None and seat.cell.element in self.rooms.done:
            found = [each for each in found if not each.bare]
        elif (not found or (found[-1].bare and len(found) == 1)) and (
                self.rooms.controlled(paragraph) or self._followed(paragraph, said, seat, after) or not found
                or not self._asks(paragraph, said, seat, after)):
            return
        self._inline(paragraph, seat, found)

    def _is_left_open(self, paragraph: Element, said: str, seat: Seat, after: list[Element]) -> bool:
        """Whether a cell alone in its row asks for a day or a person, and has no room but behind its words:
        "Effective from "."""
        if seat.cell is None or seat.grid is None or after or len(seat.cell.paragraphs) > 1 or has_box(said) \
                or len(seat.grid.cells[seat.cell.row]) > 1 or not self.rooms.is_last_room(seat):
            return False
        under = seat.grid.below(seat.cell)
        return (under is None or not is_free_cell(under, self.rooms.words)) and bool(
            self.rooms.words.asks(said.strip())) and not self.rooms.controlled(paragraph)

    def _among(self, paragraph: Element, said: str, seat: Seat, found: list[Blank]) -> None:
        """Room beside boxes or tags: it is told, and left. What stands before the first box has labels of its own."""
        first = -1 if has_tag(said) else len(before_box(said))
        own = [each for each in found if each.end <= first and each.label]
        spaced = own[-1:] if own and own[-1].end == first and said[own[-1].start:own[-1].end].isspace() else []
        self._inline(paragraph, seat, own[:len(own) - len(spaced)])  # "Others affected?    [ ] Yes": that is no room
        for each in found[len(own):]:
            label = each.label.replace(_MASK, "")
            for box in (*BOXES, *TICKED):
                label = label.rpartition(box)[2]
            why = IN_TAGS if has_tag(said) else "it belongs to the box before it"
            self.rooms.add(seat, Meaning(label.strip(), (), why, known=not has_box(said)), Act.LETTERS, paragraph,
                           (each.start, each.end))

    def _inline(self, paragraph: Element, seat: Seat, found: list[Blank]) -> None:
        """Labels with room behind them in the same paragraph: "Responsible: ____ Due: ____"."""
        theirs = self._of_auditor([each.label for each in found])
        closed = seat.context == "effects" and bool(seat.acted) and any(
            plain(each.label) in self.rooms.words.closes for each in found)
        signed = any(self.rooms.names_a_person(each.label) for each in found)
        by_hand = any(self.rooms.words.signature(each.label) for each in found)
        before, last, asked = "actions" if closed else "", None, set[tuple[str, ...]]()
        for each in found:
            meant = behind(self.rooms.naming, last, each.label or each.hint.replace("_", " "), seat, before)
            last = meant
            if theirs and not meant.why and meant.names:
                meant = replace(meant, why=AUDITOR, known=False)
            if len(meant.names) != 1 and not meant.why.startswith("that") and each.hint and each.label:
                inner = self.rooms.naming.of(wanted(each.hint), seat, before)
                meant = (
                    Meaning(meant.label, inner.names, inner.why, inner.known)
                    if inner.names and not inner.why and inner.names not in asked
                    and not self.rooms.words.left(meant.label)
                    and inner.names != ("finding.title",)  # "[short description]": of what says the label
                    else meant
                )
            asked.add(meant.names)
            if signed:
                meant = self.rooms.signatory(meant, by_hand=by_hand)
            rows = meant.names[0].partition(".")[0] if len(meant.names) == 1 else ""
            before = rows if rows in self.rooms.words.attributes_of else before
            self.rooms.add(seat, meant, Act.LETTERS, paragraph, (each.start, each.end), bare=each.bare)

    def _of_auditor(self, labels: list[str]) -> bool:
        """Whether a line is the auditor's to sign: "Lead auditor: ____ Date: ____" and nothing else."""
        words = self.rooms.words
        return len(labels) == 2 and words.names(labels[0]) == ("audit.lead_auditor",) \
            and words.left(labels[1]).startswith("the form does not say")

    def _orphan(self, paragraph: Element, said: str, seat: Seat, last: str) -> None:
        """A rule or hint with no label right before it: it may say itself what it asks."""
        own = said.strip().strip("[]<>\u00ab\u00bb").replace("_", " ").strip() if is_hint(said) else ""
        meant = self.rooms.naming.of(own or last, seat)
        if not own:
            meant = Meaning(
                meant.label[:_LONGEST], (), meant.why or "no label says what it asks", meant.why.startswith("that")
            )
        self.rooms.take_lines([paragraph])
        self.rooms.add(seat, meant, Act.LETTERS, paragraph, (0, len(said)))

    def _followed(self, paragraph: Element, said: str, seat: Seat, after: list[Element]) -> bool:
        """A label of a paragraph of its own, with free ones under it."""
        run = self._run(after)
        if not run:
            return False
        meant = self.rooms.naming.of(said.strip(), seat)
        whole = said.strip().rstrip(":\uff1a").strip()
        hint = whole[len(meant.label):].lstrip(_BEFORE_HINT) if whole.startswith(meant.label) else ""
        asks = said.strip().endswith(_ASKS)
        shown = any(text(line).strip() or self.rooms.controlled(line) for line in run)
        known = bool(meant.names) or bool(self.rooms.words.left(meant.label))
        if not meant.names and not meant.why.startswith("that") and asks and is_hint(text(run[0])):
            meant = self._of_hint(run[0], meant, seat)  # "The following was done:" over "[insert correction]"
        head = self._head_of_cell(paragraph, seat) or self._title_of(paragraph, said, seat)
        if head is not None and meant.names in ((), head.names):
            meant, known, hint = head, True, ""
        if (seat.cell is None and not asks and not is_heading(paragraph) and not begins_bold(paragraph)
                and paragraph.find(f"{w('pPr')}/{w('pStyle')}") is None and not shown):
            return False
        whole_bold = bool(hint) and is_bold(paragraph) and len(run) > 1  # "Scope: other cases looked at" is one label
        explains = shown or not hint or self.rooms.is_hint(hint) or hint.endswith(_ASKS) or whole_bold
        if whole_bold and meant.names and not (self.rooms.is_hint(hint) or hint.endswith(_ASKS)):
            meant = replace(meant, label=whole, why=meant.why or UNCERTAIN, known=False)
        if not explains or not (known or asks or shown or len(run) > 1 or self._heads_cell(paragraph, seat)
                                or (self.spaced and is_bold(paragraph) and self._goes_on(after[len(run):]))
                                or self._is_item(paragraph, said, after[len(run):])):
            return False
        if len(whole) > _LONGEST and not known and not asks and not shown:
            return False
        if seat.cell is not None and seat.cell.element in self.rooms.done:
            return False
        self.rooms.take_lines(run)
        if not self.rooms.control(run[0], meant, seat):
            self.rooms.add(seat, meant, Act.LETTERS, run[0], (0, len(text(run[0]))), spare=run[1:])
        return True

    def _of_hint(self, line: Element, meant: Meaning, seat: Seat) -> Meaning:
        """What a line of nothing but an invitation asks, where the label over it says nothing that is known."""
        inner = self.rooms.naming.of(text(line).strip().strip("[]<>\u00ab\u00bb").replace("_", " ").strip(), seat)
        known = inner.names and not inner.why and not self.rooms.words.left(meant.label)
        return Meaning(meant.label, inner.names) if known else meant

    def _is_spaced(self, lines: list[Element]) -> bool:
        """Whether a known label stands alone over one blank line, and bold words or something to fill in follow."""
        paragraph, *after = lines
        run = self._run(after) if is_bold(paragraph) and len(text(paragraph)) <= _LONGEST else []
        return len(run) == 1 and bool(self.rooms.words.names(text(paragraph).strip())) and self._goes_on(after[1:])

    def _goes_on(self, after: list[Element]) -> bool:
        return bool(after) and (is_bold(after[0]) or is_heading(after[0]) or bool(blanks(text(after[0]))))

    def _is_item(self, paragraph: Element, said: str, after: list[Element]) -> bool:
        """Whether a text is a numbered heading, and behind its only blank line comes the next one, or something to
        fill in: what looks like space is its room."""
        follows = text(after[0]).strip() if after else ""
        return is_numbered(said) and (is_bold(paragraph) or is_heading(paragraph)) and (
            (is_numbered(follows) and (is_bold(after[0]) or is_heading(after[0]))) or bool(blanks(follows)))

    def _head_of_cell(self, paragraph: Element, seat: Seat) -> Meaning | None:
        """What the first words of a cell ask, where lines under them only explain it, with the room behind those."""
        lines = seat.cell.paragraphs if seat.cell is not None else []
        before = lines[:lines.index(paragraph)] if paragraph in lines else []
        if not before or any(is_free(line, self.rooms.words) or line in self.rooms.taken for line in before):
            return None
        meant = self.rooms.naming.of(text(before[0]).strip(), self.rooms.seat(before[0]))
        return meant if meant.names and not meant.why else None

    def _title_of(self, paragraph: Element, said: str, seat: Seat) -> Meaning | None:
        """What the bold words or the heading right before a line ask that only explains them: "Explain the cause"."""
        before = paragraph.getprevious()
        if seat.cell is not None or before is None or before not in self.rooms.survey.seats \
                or not self.rooms.is_hint(said) or not (is_bold(before) or is_heading(before)):
            return None
        meant = self.rooms.naming.of(text(before).strip(), self.rooms.seat(before))
        return meant if meant.names and not meant.why else None

    def _heads_cell(self, paragraph: Element, seat: Seat) -> bool:
        """Whether a text stands alone over the room of its cell, and is no answer to a label in the cell before."""
        if seat.cell is None or seat.grid is None or len(text(paragraph)) > _LONGEST:
            return False
        said = [line for line in seat.cell.paragraphs if not is_free(line, self.rooms.words)]
        before = seat.grid.left(seat.cell)
        return said == [paragraph] and (before is None or any(
            is_free(line, self.rooms.words) or has_box(text(line)) for line in before.paragraphs))

    def _run(self, after: list[Element]) -> list[Element]:
        """The paragraphs right behind that are room to write on, up to the last rule where there are any."""
        run = []
        for line in after:
            if not is_free(line, self.rooms.words) or line in self.rooms.taken:
                break
            run.append(line)
        ruled = [number for number, line in enumerate(run) if text(line).strip()]
        return run[:ruled[-1] + 1] if ruled else run

    def _asks(self, paragraph: Element, said: str, seat: Seat, after: list[Element]) -> bool:
        """Whether a colon at the end of a line leaves room behind it, and does not lead to what follows."""
        following = paragraph.getnext()
        if (following is not None and following.tag == w("tbl")) or self._boxes_beside(seat):
            return False
        label = next(label_texts(said), "")
        if self.rooms.words.is_answer(label):
            return True  # "Response:", whatever follows
        if len(label) > _LONGEST or not label.strip() or self.rooms.words.part(said):
            return False
        if not after:
            return seat.cell is None or self.rooms.is_last_room(seat)
        nearest = text(after[0]).strip()
        if self._begins_with_a_person(nearest):
            return False
        return (bool(nearest) and bool(blanks(nearest)) and not has_box(nearest) and not is_filler(nearest)) \
            or not nearest or is_heading(after[0]) or is_bold(after[0])

    def _begins_with_a_person(self, line: str) -> bool:
        """Whether a line asks for a name or a signature: what stands over it with a colon says whose, "For the
        organisation:", and has no room of its own."""
        words, first = self.rooms.words, next((each.label for each in blanks(line)), "")
        return words.signature(first) or words.whom(first) in ("name", "role")

    def _boxes_beside(self, seat: Seat) -> bool:
        """Whether boxes stand in the cell beside the label, without a question of their own: they are its answer."""
        beside = seat.grid.right(seat.cell) if seat.grid is not None and seat.cell is not None else None
        said = "\n".join(text(line) for line in beside.paragraphs) if beside is not None else ""
        return has_box(said) and not before_box(said).rstrip(" \t\u00a0").endswith((*_ASKS, "\n"))

