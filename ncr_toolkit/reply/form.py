"""A body's own form that came back: what its auditors wrote into their part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ncr_toolkit.common.text import short
from ncr_toolkit.forms.docx.wordprocessingml import BOXES, TICKED, Element, text, w
from ncr_toolkit.forms.filling import signatures
from ncr_toolkit.forms.meaning.languages import certain, spoken
from ncr_toolkit.forms.meaning.vocabulary import plain, vocabulary
from ncr_toolkit.forms.survey.grid import GridCell, answer
from ncr_toolkit.forms.survey.naming import Naming
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat
from ncr_toolkit.forms.survey.whom import Whom
from ncr_toolkit.forms.xlsx.form_book import FormBook
from ncr_toolkit.forms.xlsx.search_sheets import Search
from ncr_toolkit.reply import mapped
from ncr_toolkit.reply.boxes import boxes
from ncr_toolkit.reply.inline import Known, filled, inline_labels
from ncr_toolkit.reply.reading import DAY_FIRST, DAYS, Asked, Reading, read_day, said_twice
from ncr_toolkit.reply.several import Several
from ncr_toolkit.reply.words import ReplyWords


@dataclass(frozen=True, slots=True)
class _Said:
    """A label and what stands behind it."""

    label: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class _Tick:
    """A box that is ticked, and what it answers."""

    label: str
    question: str
    where: str


@dataclass
class ReturnedForm:
    """A form that came back, walked through: which paragraphs are the auditor's, and what stands in them."""

    body: Element | FormBook  # of a Word document; an Excel form is walked over as tables
    words: ReplyWords
    open: list[str] = field(default_factory=list)  # what was ticked and is not understood
    only: Whom | None = None  # of a form about several findings: ours
    _several: Several | None = None

    @cached_property
    def _texts(self) -> list[str]:
        if isinstance(self.body, FormBook):
            return self.body.texts
        return [said for line in self.body.iter(w("p")) if (said := text(line).strip())]

    @cached_property
    def _day_first(self) -> bool:
        """Whether in every language that the form speaks the day comes before the month."""
        languages = certain(self._texts)
        return bool(languages) and languages <= DAY_FIRST

    @cached_property
    def _survey(self) -> FormSurvey:
        words = vocabulary(self.words.labels, spoken(self._texts))
        if isinstance(self.body, FormBook):
            search = Search(self.body, words, answered=True)
            _, survey, _ = search.walk()
            self._several = Several(search, survey)
            self._several.settle()
        else:
            survey = FormSurvey(words, "")
            survey.walk(self.body)
        signatures.look(survey, Naming(words))
        survey.mark_auditor(list(mapped.theirs(survey, self.words)))
        return survey

    def is_about(self, whom: Whom) -> bool:
        """Whether it is about several findings, and one of its rows or blocks is about this one."""
        return bool(self._survey) and self._several is not None and self._several.about(whom)

    @property
    def _apart(self) -> set[Element]:
        """The lines about other findings, and those of lists, which are read by their headers."""
        return self._several.apart(self.only) if self._survey and self._several is not None else set()

    @property
    def _auditors(self) -> list[Seat]:
        apart = self._apart - {line for _, cell in self._own_cells for line in cell.paragraphs}
        return [seat for seat in self._survey.seats.values() if seat.auditor and seat.paragraph not in apart]

    @property
    def _own_cells(self) -> list[tuple[str, GridCell]]:
        """The cells of our row of a list of findings, each with its header."""
        return list(self._several.said(self.only)) if self.only and self._survey and self._several is not None else []

    @property
    def has_auditors_part(self) -> bool:
        return any(seat.auditor for seat in self._survey.seats.values())

    @property
    def ours(self) -> list[str]:
        """What stands outside of the auditor's part, a paragraph each; blank ones are left out."""
        apart = self._apart - {line for _, cell in self._own_cells for line in cell.paragraphs}
        said = (" ".join(text(seat.paragraph).split()) for seat in self._survey.seats.values()
                if not seat.auditor and seat.paragraph not in apart)
        return [line for line in said if line]

    @property
    def finding(self) -> str:
        """The finding's number, as we wrote it into the form; '' where it has no place for it, or several say
        something else."""
        known = self._survey.words
        asking = self._pairs(lambda label: known.names(label) == ("finding.id",), auditor=False)
        found = set(mapped.said(self._survey, known.mapped_ids, "finding.id")) \
            or {each.value for each in asking if each.value}
        return found.pop() if len(found) == 1 else ""

    def readings(self, stage: str) -> list[Reading]:
        """What the auditor wrote. `stage`: what the answer was made to serve as, '' where nobody knows."""
        said = [*self._pairs(lambda label: self.words.asks(label) is not None, auditor=True),
                *(_Said(label, filled(_text(cell)), cell.where) for label, cell in self._own_cells
                  if self.words.asks(label) is not None and self._is_theirs(cell)),
                *(_Said(id, filled(_text(cell)), cell.where) for id, cell in mapped.cells(self._survey, self.words))]
        found = [reading for each in said if (reading := self._reading(each, stage)) is not None]
        return said_twice([*self._decision(stage), *found])

    def _is_theirs(self, cell: GridCell) -> bool:
        return any(seat.auditor for line in cell.paragraphs if (seat := self._survey.seats.get(line)) is not None)

    def _reading(self, said: _Said, stage: str) -> Reading | None:
        asked = self.words.asks(said.label)
        if asked in DAYS:
            return read_day(asked, said.where, said.value, day_first=self._day_first)
        if asked is Asked.DECISION:
            decided = self.words.decides(said.value, said.label, stage) if said.value else ""
            if self.words.offers(said.label, said.value):
                decided = ""
            if not said.value or any(letter in said.value for letter in (*BOXES, *TICKED)):
                return None
            return Reading(asked, said.where, said.value, decided, "" if decided else _UNCERTAIN)
        return Reading(asked, said.where, said.value, said.value) if asked is not None else None

    def _decision(self, stage: str) -> Iterator[Reading]:
        """The decision that boxes tell; where a form asks for plan and closing one after the other, the closing."""
        found: dict[str, _Tick] = {}
        for tick in self._ticks():
            decided = self.words.decides(tick.label, tick.question, stage)
            if decided:
                found.setdefault(decided, tick)
            elif self.words.is_decision(tick.label, tick.question):
                yield Reading(Asked.DECISION, tick.where, f"{tick.question} {tick.label}".strip(), why=_UNCERTAIN)
            else:
                self.open.append(f"{short(f'{tick.question} {tick.label}'.strip())} is ticked, which is not read "
                                 f"({tick.where})")
        if len(found) == 2 and "Returned" not in found:
            found.pop("Plan accepted")
        for decided, tick in found.items():
            yield Reading(Asked.DECISION, tick.where, f"{tick.question} {tick.label}".strip(), decided)

    def _ticks(self) -> Iterator[_Tick]:
        for seat in self._auditors:
            made, before = boxes([seat.paragraph])
            for number, box in enumerate(made):
                label = box.label or (self._beside(seat) if number == len(made) - 1 else "")
                if box.ticked is None:
                    self.open.append(f"a box before {short(label)} shows something else than it holds ({seat.where})")
                elif box.ticked:
                    yield _Tick(label.rstrip(" :"), before or self._question(seat), seat.where)

    def _question(self, seat: Seat) -> str:
        """What stands in the cells before a box, or over it."""
        own = next((label for label, cell in self._own_cells if seat.paragraph in cell.paragraphs), "")
        if own or (seat.cell is not None and self.words.here.get(plain(seat.cell.id))):
            return own or seat.cell.id  # type: ignore[union-attr]
        cell = seat.cell
        while cell is not None and seat.grid is not None:
            cell = seat.grid.left(cell)
            said = _text(cell) if cell is not None else ""
            if said and not any(letter in said for letter in (*BOXES, *TICKED)):
                return said
        return seat.section.title

    def _beside(self, seat: Seat) -> str:
        right = seat.grid.right(seat.cell) if seat.grid is not None and seat.cell is not None else None
        return _text(right) if right is not None else ""

    def _pairs(self, known: Known, *, auditor: bool) -> Iterator[_Said]:
        """The labels that are `known`, with what stands behind each: in its line, beside it, or below."""
        done, apart = set(), self._apart
        for seat in self._survey.seats.values():
            if seat.auditor is not auditor or seat.paragraph in apart:
                continue
            said = answer(seat.paragraph).strip()
            inline = list(inline_labels(said, known))
            for label, value in inline:
                if value or len(inline) > 1:
                    yield _Said(label, value, seat.where)
                elif seat.cell is not None and id(seat.cell) not in done:
                    done.update({id(seat.cell), *map(id, self._typed(seat, label))})
                    yield _Said(label, self._room(seat, known, label), seat.where)
                elif seat.cell is None:
                    yield _Said(label, self._next(seat, known), seat.where)

    def _room(self, seat: Seat, known: Known, label: str) -> str:
        """What stands in the rest of the label's cell, in the cell beside it, or in the one below."""
        assert seat.cell is not None and seat.grid is not None
        rest = filled("\n".join(answer(line) for line in seat.cell.paragraphs[1:]))
        if rest:
            return rest
        for cell in (seat.grid.right(seat.cell), seat.grid.below(seat.cell)):
            if cell is None:
                continue
            said = filled(_text(cell))
            if any(True for _ in inline_labels(said, known)) and cell not in self._typed(seat, label):
                continue
            if said or cell is seat.grid.right(seat.cell):
                return " / ".join((said, *self._offered(seat, label, cell)))
        return ""

    def _typed(self, seat: Seat, label: str) -> list[GridCell]:
        """The cell beside the question for the decision, where a word that may be a label, "accepted", is typed in it.
        Where anything stands behind it, it is what the form offers."""
        assert seat.cell is not None and seat.grid is not None
        cell = seat.grid.right(seat.cell)
        if cell is None or self.words.asks(label) is not Asked.DECISION or seat.grid.right(cell) is not None:
            return []
        return [cell] if plain(_text(cell)) in self.words.decided else []

    def _offered(self, seat: Seat, label: str, cell: GridCell) -> Iterator[str]:
        """Another answer to the same question below an answer: the form may have printed both to choose from."""
        assert seat.cell is not None and seat.grid is not None
        below = seat.grid.below(cell)
        if below is None or self.words.asks(label) is not Asked.DECISION \
                or any(plain(_text(each)) not in self.words.decided for each in (cell, below)):
            return
        left = seat.grid.left(below)
        if left is None or left is seat.cell or not filled(_text(left)):
            yield _text(below)

    def _next(self, seat: Seat, known: Known) -> str:
        """What stands in the paragraphs behind a label, up to the next one."""
        story = next((each for each in self._survey.stories if seat.paragraph in each), [])
        lines = []
        for line in story[story.index(seat.paragraph) + 1:] if story else ():
            said = answer(line).strip()
            if any(True for _ in inline_labels(said, known)) or ":" in said[:40]:
                break
            lines.append(said)
        return filled("\n".join(lines))


_UNCERTAIN = "it does not say for certain whether the plan is accepted, the finding closed or the answer returned"


def _text(cell: GridCell) -> str:
    return "\n".join(answer(line) for line in cell.paragraphs).strip()
