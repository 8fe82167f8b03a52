"""Filling the sheets of a form for one finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.schema import Kind
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.docx.form_writer import is_filler
from ncr_toolkit.forms.docx.wordprocessingml import text, w
from ncr_toolkit.forms.filling.foreign_tags import restore
from ncr_toolkit.forms.filling.lacking import NOTHING
from ncr_toolkit.forms.filling.outcomes import Filler, Outcome, findings, fitted
from ncr_toolkit.forms.filling.tick_boxes import tick_of
from ncr_toolkit.forms.meaning.answers import ONES, ROWS
from ncr_toolkit.forms.survey.blanks import is_hint
from ncr_toolkit.forms.survey.grid import is_free_cell
from ncr_toolkit.forms.survey.places import Act, Place
from ncr_toolkit.forms.tags.values import context
from ncr_toolkit.forms.xlsx.cell_writer import MOST, CellWriter, Value, length
from ncr_toolkit.forms.xlsx.check_boxes import CheckBox, linked_cell
from ncr_toolkit.forms.xlsx.input_rules import allowed_value, is_day
from ncr_toolkit.forms.xlsx.log_rows import NO_ROW
from ncr_toolkit.forms.xlsx.search_sheets import Search, Target
from ncr_toolkit.forms.xlsx.sheet import TICKED_IN, Area, Run, Sheet, letter_of_box
from ncr_toolkit.forms.xlsx.whose import Whose

FILLED = "it is filled already"
_DIGITS = 15  # that a number of Excel keeps
_TICKED = {"\u2610": "\u2612", "\u25a1": "\u25a0"}


@dataclass
class SheetFiller(Filler):
    """Collects what is written into the cells of a form."""

    search: Search
    date1904: bool
    values: dict[str, dict[Address, Value]] = field(default_factory=dict)  # by the name of the sheet
    fields: dict[str, dict[Address, Area]] = field(default_factory=dict)  # the cells of each, by the first of them
    ticked: list[CheckBox] = field(default_factory=list)

    def run(self) -> list[Outcome]:
        """What became of each place; the values stand in `values` then."""
        outcomes = list(map(self._or_filled, self.every(self.search.places)))
        for number, which in self.whose.told(outcomes).items():
            outcomes[number] = replace(outcomes[number], note="; ".join(filter(None, (which, outcomes[number].note))))
        for target, made in self.search.templates:
            if self.whose.apart(target.sheet.name, target.spot.area.first):
                continue
            tree = made.render(context(self.answers))
            restore(tree)
            said = "\n".join(text(paragraph) for paragraph in tree.iter(w("p")))
            self._put(target, said, single=made.tags[0][0] == "".join(tag for tag, _ in made.tags))
        return outcomes

    def kept_back(self, place: Place) -> str:
        return self.whose.kept_back(place)

    def is_first_of_ours(self, place: Place) -> bool:
        return place.mark not in self.search.logs and self.whose.is_first_of_ours(place)

    @cached_property
    def whose(self) -> Whose:
        """What of the form is about our finding."""
        return Whose(self.search, *findings(self.answers))

    def _or_filled(self, outcome: Outcome) -> Outcome:
        """A place of a list of findings that was left: it may be filled already in our row."""
        place = outcome.place
        if outcome.value or place.auditor or place.mark not in self.search.logs:
            return outcome
        cell = self.whose.cell(place)
        return outcome if cell is None or is_free_cell(cell, self.words) else Outcome(place, left=FILLED)

    def write(self, place: Place, value: str) -> Outcome:
        if place.mark in self.search.logs:
            cell = self.whose.cell(place)
            if cell is None or not is_free_cell(cell, self.words):
                return Outcome(place, left=NO_ROW)
            return self._cell(place, self.search.spots[cell.element], value)
        targets = self.search.targets.get(place.mark, [])
        if not targets:
            return Outcome(place, left="its cell was not found again")
        if place.act is Act.LETTERS and not self._is_whole(targets[0], place):
            return self._letters(place, targets[0], value)
        return self._cell(place, targets[0], value)

    def _is_whole(self, target: Target, place: Place) -> bool:
        """Whether a hint or rule is all that its cell holds."""
        cell = target.sheet.cells.get(target.spot.area.first)
        return cell is None or (place.letters[0] == 0 and (is_filler(cell.text) or is_hint(cell.text)))

    def _cell(self, place: Place, target: Target, value: str) -> Outcome:
        value, trouble = self._allowed(target, value)
        if trouble:
            return Outcome(place, left=trouble)
        return Outcome(place, value, note=self._put(target, value, number=_is_number(place.names)))

    def _allowed(self, target: Target, value: str) -> tuple[str, str]:
        """A value as its cell takes it, and why it takes none."""
        where = target.spot.area.first
        if length(value) > MOST:
            return "", f"the text has {length(value):,} characters, and a cell of Excel holds {MOST:,}"
        for rule in self.search.rules[target.sheet.name]:
            if rule.holds(where):
                entries = self.search.lists.entries(rule, target.sheet) if rule.kind == "list" else None
                return allowed_value(rule, value, entries)
        return value, ""

    def _put(self, target: Target, value: str, *, number: bool = False, single: bool = True) -> str:
        """Keep what a cell gets; gives what is to know of it."""
        sheet, where = target.sheet, target.spot.area.first
        as_text = sheet.format(where).is_text
        kept: Value = value
        if single and is_day(value) and not as_text:
            kept = date.fromisoformat(value)
        elif number and value.isascii() and value.isdigit() and len(value) <= _DIGITS and not as_text:
            kept = float(value)
        self.values.setdefault(sheet.name, {})[where] = kept
        self.fields.setdefault(sheet.name, {})[where] = target.spot.area
        return CellWriter(sheet, self.date1904).note(target.spot.area, value) if isinstance(kept, str) else ""

    def _letters(self, place: Place, target: Target, value: str) -> Outcome:
        """Write behind a label in the same cell; the rest of the cell keeps its look."""
        sheet, spot = target.sheet, target.spot
        where = spot.area.first
        runs = self._runs(sheet, where)
        start, end = (max(each - spot.added, 0) + spot.start for each in place.letters)
        said = "".join(run.text for run in runs)
        line = said[spot.start:].partition("\n")[0]
        put = fitted(value, line[:start - spot.start], line[end - spot.start:])
        if length(said) + length(put) > MOST:
            return Outcome(place, left=f"with it the cell had more than {MOST:,} characters")
        made = _replaced(runs, start, end, put)
        self.values.setdefault(sheet.name, {})[where] = made
        note = CellWriter(sheet, self.date1904).note(spot.area, "".join(run.text for run in made))
        return Outcome(place, value, note=note)

    def _runs(self, sheet: Sheet, where: Address) -> list[Run]:
        now = self.values.get(sheet.name, {}).get(where)
        if isinstance(now, Sequence) and not isinstance(now, str):
            return list(now)
        return [Run(now)] if isinstance(now, str) else list(sheet.cells[where].runs)

    def tick(self, place: Place) -> str:
        if place.act is Act.TICK_CONTROL:
            box = self.search.ticks[place.mark]
            self.ticked.append(box)
            return self._link(box, self.search.box_sheets[box.number])
        target = self.search.targets[place.mark][0]
        sheet, where = target.sheet, target.spot.area.first
        if sheet.cells[where].is_box:
            self.values.setdefault(sheet.name, {})[where] = True
            return ""
        start, end = (each - target.spot.added + target.spot.start for each in place.letters)
        runs = self._runs(sheet, where)
        font = _font(runs, start) or sheet.format(where).font
        letters = "".join(run.text for run in runs)[start:end]
        ticked = TICKED_IN.get(font) or _TICKED.get(letters, tick_of(letters))
        self.values.setdefault(sheet.name, {})[where] = _in_fonts(
            _replaced(runs, start, end, ticked), sheet, where)
        return ""

    def _link(self, box: CheckBox, sheet: Sheet) -> str:
        """Set the cell that shows the state of a box."""
        if (linked := linked_cell(box)) is not None:
            name = linked[0] or sheet.name
            self.values.setdefault(name, {})[linked[1]] = float(box.value) if box.value else True
        return ""

    def rows(self, place: Place) -> Outcome:
        """One row of the register in each row of a table; in the last one all that are left, line by line."""
        name, rows = place.names[0], self.search.rows.get(place.mark, [])
        records = self.answers.rows(name)
        if not records or not rows:
            return Outcome(place, left=NOTHING)
        notes = []
        for number, cells in enumerate(rows[:len(records)]):
            mine = records[number:] if number == len(rows) - 1 else [records[number]]
            for cell in cells:
                if cell.column in place.columns:
                    told = [self.answers.field(name, record, place.columns[cell.column]).strip() for record in mine]
                    notes.append(self._in_row(self.search.spots[cell.element], told, name, place.columns[cell.column]))
        more = len(records) - len(rows)
        if more > 0:
            notes.insert(0, f"its last row holds {more + 1} rows of the register, line by line")
        note = "; ".join(dict.fromkeys(filter(None, notes)))
        return Outcome(place, plural(len(records), "row"), note=note)

    def _in_row(self, target: Target, told: list[str], name: str, column: str) -> str:
        """Fill one cell of a row; gives what is to know of it."""
        value = told[0] if len(set(told)) == 1 else "\n".join(each or "-" for each in told)
        if not value:
            return ""
        value, trouble = self._allowed(target, value)
        if trouble:
            return f"{target.sheet.name}!{target.spot.area.ref} stays blank: {trouble}"
        return self._put(target, value, number=_is_number((f"{name}.{column}",)))


def _replaced(runs: list[Run], start: int, end: int, put: str) -> list[Run]:
    """Runs with letters in the place of those from `start` to `end`, in the look of the first of them."""
    found: list[Run] = []
    at, done = 0, False
    for run in runs:
        low, high = min(max(start - at, 0), len(run.text)), min(max(end - at, 0), len(run.text))
        behind = at + len(run.text)
        here = not done and (start < behind or (start == behind and (end == start or run is runs[-1])))
        found.append(Run(run.text[:low] + (put if here else "") + run.text[high:], run.look))
        done, at = done or here, behind
    return found


def _font(runs: list[Run], at: int) -> str:
    for run in runs:
        if at < len(run.text):
            return run.font
        at -= len(run.text)
    return ""


def _in_fonts(runs: list[Run], sheet: Sheet, where: Address) -> list[Run]:
    """Runs whose other boxes stand in the letters of their font again."""
    return [Run("".join(letter_of_box(each, run.font or sheet.format(where).font) for each in run.text), run.look)
            for run in runs]


def _is_number(names: tuple[str, ...]) -> bool:
    """Whether a name stands for a number of the register."""
    first, _, field_ = names[0].partition(".") if len(names) == 1 else ("", "", "")
    kind = ONES.get(first) or (ROWS[first].kind if first in ROWS else None)
    column = kind.SHEET.by_name.get(field_) if kind is not None else None
    return column is not None and column.kind is Kind.NUMBER
