"""What an answer may miss, as far as empty cells tell it: each thing once, by the rows and columns it goes by.

From there it is counted here and, by a formula of Excel 2016 in a row of the sheet Findings, in the workbook; `{owner}`
in a formula is the cell of that column in the row. Whether a text has substance no formula knows: only the checks say
what is ready, and each thing names the check that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from ncr_toolkit.core.model import (
    SHEETS,
    Action,
    Bone,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    FiveWhys,
    Probe,
    ReadinessStep,
    SignOff,
)
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import OBSERVATIONS, is_needless

MAJOR, NONCONFORMITIES = ("Major",), ("Major", "Minor")
BLANK, FILLED = "", "<>"
LATER = ">today"
"""The criterion of a date that comes after the day."""
LATER = ">today"
"""The criterion of a date that comes after the day."""


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows of a sheet that belong to the finding and fit all criteria: fields with "" (blank), "<>" (filled), a
    word that stands there, or "<>" and one that does not, as COUNTIFS takes them; LATER of a date."""

    kind: type[Record]
    criteria: tuple[tuple[str, str], ...] = ()

    @property
    def formula(self) -> str:
        """How many there are, for Excel. Of cells that are blank those are counted that are not: to look for blank
        ones takes LibreOffice down to the end of the table, four times as long as all the rest of the workbook."""
        cells = self.kind.SHEET.in_table
        blank = [name for name, criterion in self.criteria if criterion == BLANK]
        if not blank:
            more = "".join(f",{cells(name)},{_NEXT_DAY}" if criterion == LATER else f',{cells(name)},"{criterion}"'
                           for name, criterion in self.criteria)
            return f"COUNTIFS({cells('finding')},{{id}}{more})"
        rest = tuple(each for each in self.criteria if each != (blank[0], BLANK))
        every, filled = (RowsOf(self.kind, criteria).formula for criteria in (rest, (*rest, (blank[0], FILLED))))
        return f"({every}-{filled})"

    def count(self, finding: Finding, review: Review) -> int:
        """How many there are."""
        return sum(all(_fits(row, *each, review.today) for each in self.criteria)
                   for row in review.of(self.kind, finding))


_NEXT_DAY = '">="&(ncr_as_of+1)'


def _fits(row: Record, name: str, criterion: str, today: date) -> bool:
    if criterion == LATER:
        day = row.value(name)
        return isinstance(day, date) and day > today
    if criterion in (BLANK, FILLED):
        return row.blank(name) is (criterion == BLANK)
    says = row.typed(name).casefold() == criterion.removeprefix(FILLED).casefold()
    return says is not criterion.startswith(FILLED)


@dataclass(frozen=True, slots=True)
class MissingPart:
    """Something that an answer may miss: how often, for Excel and here, what to do about it, and on which sheet."""

    code: str  # of the check that asks for it
    words: str
    kind: type[Record]
    missing: str  # a formula
    count: Callable[[Finding, Review], int]
    grades: tuple[str, ...] = NONCONFORMITIES
    detail: str = ""  # of several things that one check asks for

    @property
    def step(self) -> str:
        """The next step while it is missing."""
        return f"{self.words} ({self.kind.SHEET.name})"

    @property
    def name(self) -> str:
        """The name under which the workbook has the formula, '' where it is short enough to stand by itself."""
        if self.missing.startswith("ISBLANK("):
            return ""
        return f"missing_{self.code}_{self.detail}" if self.detail else f"missing_{self.code}"

    @property
    def formula(self) -> str:
        """How often it is missing, for Excel."""
        return f"IF({is_word('grade', 'Major')},{self.missing},0)" if self.grades == MAJOR else self.missing


def is_word(name: str, word: str) -> str:
    return f'IFERROR({{{name}}}="{word}",FALSE)'


def _own(code: str, name: str, words: str = "", grades: tuple[str, ...] = NONCONFORMITIES) -> MissingPart:
    """A column of the finding that is blank."""
    return MissingPart(code, words or f"Fill in '{Finding.SHEET.column(name).header}'", Finding, f"ISBLANK({{{name}}})",
                       lambda finding, review: finding.blank(name), grades, detail=name)


def _each(code: str, words: str, *rows: RowsOf, grades: tuple[str, ...] = NONCONFORMITIES) -> MissingPart:
    """Every row that is not whole."""
    return MissingPart(code, words, rows[0].kind, "+".join(each.formula for each in rows),
                       lambda finding, review: sum(each.count(finding, review) for each in rows), grades)


def _none(code: str, words: str, *rows: RowsOf, grades: tuple[str, ...] = NONCONFORMITIES) -> MissingPart:
    """Not one row of any of these."""
    return MissingPart(code, words, rows[0].kind, f"({'+'.join(each.formula for each in rows)}=0)",
                       lambda finding, review: not any(each.count(finding, review) for each in rows), grades)


def _where(formula: str, holds: Callable[[Finding, Review], bool], part: MissingPart) -> MissingPart:
    """The same, but only where a condition holds."""
    return replace(part, missing=f"IF({formula},{part.missing},0)",
                   count=lambda finding, review: part.count(finding, review) if holds(finding, review) else 0)


def _accepted(finding: Finding, review: Review) -> bool:
    return finding.disposition == "Accept"


_NEEDED = f"NOT(AND({is_word('action_needed', 'No')},NOT(ISBLANK({{no_action_reason}}))))"
_CORRECTIVE = (("kind", "<>Extent"), ("kind", "<>Preventive"), ("kind", "<>Improvement"))
_CORRECTION = (("kind", FILLED), ("kind", "<>Containment"), ("kind", "<>Interim mitigation"))
EVERY_GRADE = (*NONCONFORMITIES, *OBSERVATIONS)
STATUS = _own("IDN008", "status", "Choose the Status", EVERY_GRADE)
GRADE = MissingPart("IDN008", "Choose the Grade", Finding, "1", lambda finding, review: 1, ())

PLAN: tuple[MissingPart, ...] = (
    STATUS,
    _own("OWN001", "owner", "Name one Owner"),
    _own("IDN007", "reference", "Copy the Reference from the report"),
    _own("IDN009", "statement", "Copy the statement from the report", EVERY_GRADE),
    _own("IDN009", "requirement", "Copy the Requirement from the report"),
    _own("IDN009", "objective_evidence", "Copy the Objective evidence from the report"),
    _none("COR001", "Add a correction: what was put right", RowsOf(Containment, _CORRECTION)),
    _each("COR004", "Say of each step its Kind and what was done", RowsOf(Containment, (("what", BLANK),)),
          RowsOf(Containment, (("kind", BLANK),))),
    _each("COR003", "Enter 'Done on', or Owner and 'Planned on', of each step",
          RowsOf(Containment, (("done_on", BLANK), ("owner", BLANK))),
          RowsOf(Containment, (("done_on", BLANK), ("owner", FILLED), ("planned_on", BLANK)))),
    _own("EXT001", "extent", "Say in Extent where else you looked"),
    _none("CAU004", "Ask why, or use Fishbone or AI questions", RowsOf(FiveWhys, (("why1", FILLED),)),
          RowsOf(Bone, (("cause", FILLED),)), RowsOf(Probe, (("answer", FILLED),)), grades=MAJOR),
    _none("CAU001", "Write down the root cause", RowsOf(Cause)),
    _each("CAU002", "Put each root cause into words", RowsOf(Cause, (("statement", BLANK),))),
    _where(is_word("action_needed", "No"), lambda finding, review: finding.action_needed == "No",
           _own("ACT006", "no_action_reason", "Say why no action is needed")),
    _where(_NEEDED, lambda finding, review: not is_needless(finding),
           _none("ACT001", "Plan a corrective action", RowsOf(Action, _CORRECTIVE))),
    _where(RowsOf(Cause).formula, lambda finding, review: bool(review.of(Cause, finding)),
           _each("ACT002", "Name the cause of each corrective action",
                 RowsOf(Action, (("cause", BLANK), *_CORRECTIVE)))),
    _own("OBS001", "disposition", "Decide: act on it, or accept it", OBSERVATIONS),
    _where(is_word("disposition", "Accept"), _accepted,
           _own("OBS002", "acceptance_reason", grades=OBSERVATIONS)),
    _where(is_word("disposition", "Accept"), _accepted,
           _own("OBS002", "risk_rationale", grades=OBSERVATIONS)),
    _where(is_word("disposition", "Act"), lambda finding, review: finding.disposition == "Act",
           _none("OBS003", "Plan the action", RowsOf(Action), grades=OBSERVATIONS)),
    _each("ACT005", "Say what changes in each action", RowsOf(Action, (("what", BLANK),)), grades=EVERY_GRADE),
    _each("ACT003", "Name the Owner of each action", RowsOf(Action, (("owner", BLANK),)), grades=EVERY_GRADE),
    _each("ACT004", "Enter the Due date of each action", RowsOf(Action, (("due", BLANK),)), grades=EVERY_GRADE),
)
"""What a plan may miss, in the order of the work; all of it is counted."""

PROOF: tuple[MissingPart, ...] = (
    _none("COR002", "Add an interim mitigation", RowsOf(Containment, (("kind", "Interim mitigation"),)), grades=MAJOR),
    _where(_NEEDED, lambda finding, review: not is_needless(finding),
           _none("EFF001", "Set a criterion for the effect", RowsOf(Effect, (("criterion", FILLED),)))),
    replace(_each("EVD010", "Carry out each step and enter 'Done on'", RowsOf(Containment, (("done_on", BLANK),))),
            detail="steps"),
    replace(_each("EVD010", "Carry out each action and enter 'Done on'", RowsOf(Action, (("done_on", BLANK),)),
                  grades=EVERY_GRADE), detail="actions"),
    _none("EVD001", "Add the evidence of what was done", RowsOf(Evidence)),
    _none("MGT002", "Prepare the re-audit", RowsOf(ReadinessStep), grades=MAJOR),
    _none("MGT001", "Let management sign", RowsOf(SignOff), grades=MAJOR),
)
"""What the proof may miss then: told as the next step of a finding that is open, and counted nowhere."""

_UNJUDGED, _PLANNED = RowsOf(Effect, (("result", BLANK),)), RowsOf(Effect, (("result", BLANK), ("due", LATER)))
EFFECT: tuple[MissingPart, ...] = (
    MissingPart("EFF003", "Judge whether it worked and enter the Result", Effect,
                f"({_UNJUDGED.formula}-{_PLANNED.formula})",
                lambda finding, review: _UNJUDGED.count(finding, review) - _PLANNED.count(finding, review)),
    replace(_each("EFF003", "Wait until 'Review due', then judge the effect", _PLANNED), detail="later"),
)
"""What is missing once all that is sent is there. Of a review that is planned for later nobody asks the result yet."""


def _first_on(parts: tuple[MissingPart, ...]) -> dict[str, int]:
    """By the prefix of each sheet the place of its first part; of a sheet without one that of the sheet before."""
    first = {part.kind.SHEET.prefix: place for place, part in reversed(list(enumerate(parts)))}
    place, found = 0, {}
    for kind in SHEETS:
        place = found[kind.SHEET.prefix] = first.get(kind.SHEET.prefix, place)
    return found


_PLACES = {purpose: ({part.code: place for place, part in reversed(list(enumerate(parts)))}, _first_on(parts))
           for purpose, parts in ((Purpose.PLAN, PLAN), (Purpose.PROOF, (*PROOF, *EFFECT)))}


def place_of_work(code: str, prefix: str, purpose: Purpose) -> int:
    """Where, in the order of the work, stands what a check asks for on a sheet: so that the first gap that the check
    tells and the next step that the workbook shows are the same thing."""
    by_code, by_sheet = _PLACES[purpose]
    return by_code.get(code, by_sheet[prefix])
