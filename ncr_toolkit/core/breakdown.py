"""What the Dashboard shows beside the figures: the same findings by grade, age, week, owner, clause and system.

As in `figures`, each number stands once in Python and once in the language of Excel 2016, side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.figures import (
    ACTION_STATE,
    ANSWER,
    CLOSE,
    DUE,
    GRADE,
    REVISED,
    SENT,
    STATUS,
    UNSENT,
    open_count,
    overdue_count,
)
from ncr_toolkit.core.model import GRADES, STATUSES, Action, Finding
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.several_in_excel import PARTS, SplitColumn
from ncr_toolkit.core.status import ENDED, deadlines, is_open, is_overdue_action, open_actions, overdue_days

WEEKS = 8
"""How many weeks ahead the Dashboard looks."""

Number = Callable[[Register, date], int]


@dataclass(frozen=True, slots=True)
class BreakdownLine:
    """One line of a table: what it counts, and for each column the formula and the number."""

    label: str
    cells: tuple[tuple[str, Number], ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The names of a column that stand there most often, the most frequent first; of equals the first to stand there.

    In `condition` and `counts` the columns are those of the table of findings; `{name}` is the cell of a name.
    """

    column: str  # the field of a finding
    title: str
    size: int
    condition: str  # an array: which rows count
    holds: Callable[[Finding, date], bool]
    name: Callable[[Finding], str]
    count: str
    total: str = ""  # how many count in all
    split: SplitColumn | None = None  # whose cells may hold several: a finding stands under each

    def formula(self, above: str) -> str:
        """The array formula of a name; `above`: the cells from the heading down to the one before it."""
        cells = Finding.SHEET.in_table(self.column)
        rows = f'IF({self.condition}*ISNA(MATCH({cells},{above},0)),IFERROR(MATCH({cells},{cells},0),""),"")'
        whole = f'IFERROR(INDEX({cells},MODE({rows},{rows})),"")'  # twice: a name that stands there once counts too
        return self._either(lambda split: split.most_frequent(self.condition, above), whole)

    def count_of(self, name: str) -> str:
        """The formula of how many findings have the name in a cell."""
        return self._either(lambda split: split.count(self.condition, name), self.count.format(name=name))

    def total_of(self) -> str:
        """The formula of how many there are in all, a finding once for each name it has."""
        return self._either(lambda split: split.total(self.condition), self.total)

    def _either(self, several: Callable[[SplitColumn], str], whole: str) -> str:
        return whole if self.split is None else f"IF({self.split.several},{several(self.split)},{whole})"

    def values(self, register: Register, today: date) -> list[tuple[str, int]]:
        """Every name with its number, in order."""
        cells = [(self.holds(finding, today), self.name(finding)) for finding in register.findings]
        parts = self.split.parts if self.split and self.holds_several(register) else lambda text: [text]
        rows = [(holds, parts(text)) for holds, text in cells]
        places = [(holds, parts[place]) for place in range(PARTS) for holds, parts in rows if place < len(parts)]
        names: dict[str, str] = {}
        for _, name in places:
            if name:
                names.setdefault(fold(name), name)  # as MATCH does: as it stands first, whether or not that row counts
        times = Counter(fold(name) for holds, name in places if holds and name)
        counts = Counter(name for holds, parts in rows if holds for name in {*map(fold, filter(None, parts))})
        first = {name: number for number, name in enumerate(names)}
        return [(names[name], counts[name]) for name in sorted(times, key=lambda name: (-times[name], first[name]))]

    def holds_several(self, register: Register) -> bool:
        """Whether a cell of the column holds several, so that a finding may stand under several names."""
        split = self.split
        return split is not None and any(split.holds_several(self.name(finding)) for finding in register.findings)


def _number(holds: Callable[[Finding, date], bool]) -> Number:
    return lambda register, today: sum(holds(finding, today) for finding in register.findings)


# --- open findings by grade and status

OPEN_STATUSES = tuple(status for status in STATUSES if status not in ENDED)


def _grade(grade: str) -> BreakdownLine:
    def of(status: str) -> tuple[str, Number]:
        return (f'COUNTIFS({STATUS},"{status}",{GRADE},"{grade}")',
                _number(lambda finding, today: finding.status == status and finding.grade == grade))

    return BreakdownLine(grade, (*map(of, OPEN_STATUSES), (open_count(f'{GRADE},"{grade}"'),
                        _number(lambda finding, today: is_open(finding) and finding.grade == grade))))


BY_GRADE = tuple(map(_grade, GRADES))


# --- how old the open findings are

_RAISED = Finding.SHEET.in_table("raised_on")
_AGES = ((0, 30), (31, 60), (61, 90))


def _aged(least: int, most: int | None) -> BreakdownLine:
    """Open for that many days; a day that is still to come counts as the first."""
    criteria = [f'{_RAISED},"<="&(ncr_as_of-{least})'] if least else [f'{_RAISED},">0"']
    if most is not None:
        criteria.append(f'{_RAISED},">"&(ncr_as_of-{most + 1})')

    def holds(finding: Finding, today: date) -> bool:
        if not is_open(finding) or finding.raised_on is None:
            return False
        age = max((today - finding.raised_on).days, 0)
        return age >= least and (most is None or age <= most)

    label = f"{least} to {most} days" if most is not None else f"over {least - 1} days"
    return BreakdownLine(label, ((open_count(*criteria), _number(holds)),))


BY_AGE = (*(_aged(*ages) for ages in _AGES), _aged(91, None),
          BreakdownLine("no date", ((f'{open_count()}-{open_count(f"{_RAISED},{chr(34)}>0{chr(34)}")}',
                                     _number(lambda finding, today: is_open(finding) and finding.raised_on is None)),)))


# --- what is due in the next weeks

def _week(number: int) -> BreakdownLine:
    start, end = f"ncr_as_of+{7 * number}", f"ncr_as_of+{7 * number + 7}"

    def within(column: str) -> str:
        return f'{column},">="&({start}),{column},"<"&({end})'

    def days(today: date) -> tuple[date, date]:
        return today + timedelta(days=7 * number), today + timedelta(days=7 * number + 7)

    def findings(register: Register, today: date) -> int:
        first, after = days(today)
        return sum(first <= day < after for finding in register.findings for day in deadlines(finding))

    def actions(register: Register, today: date) -> int:
        first, after = days(today)
        return sum(action.due is not None and first <= action.due < after for action in open_actions(register))

    return BreakdownLine(f"{start}", (
        (f"{open_count(within(CLOSE))}+{open_count(within(ANSWER), UNSENT)}+{open_count(within(REVISED))}", findings),
        (f'COUNTIFS({ACTION_STATE},"Open",{within(DUE)})', actions)))


BY_WEEK = tuple(_week(number) for number in range(WEEKS))
"""Deadlines of open findings, and open actions that are due; the label of a line is the formula of its first day."""


# --- who and what is concerned most

OPEN_ROWS = f'(ISERROR({STATUS})+ISNUMBER(1/(({STATUS}<>"")*({STATUS}<>"Closed")*({STATUS}<>"Withdrawn")))>0)'
"""What cannot be read counts as open, as it does for COUNTIFS."""


def _late(column: str) -> str:
    return f"ISNUMBER({column})*ISNUMBER(1/({column}<ncr_as_of))"


_LATE_ROWS = f"{OPEN_ROWS}*({_late(CLOSE)}+{_late(ANSWER)}*ISBLANK({SENT})+{_late(REVISED)}>0)"

OWNERS = Ranking("owner", "Owners of overdue findings", 6, _LATE_ROWS,
                 lambda finding, today: overdue_days(finding, today) > 0,
                 lambda finding: finding.owner, overdue_count(f"{Finding.SHEET.in_table('owner')},{{name}}"))
_NOT_WITHDRAWN = f'(ISERROR({STATUS})+ISNUMBER(1/({STATUS}<>"Withdrawn"))>0)'
_REFERENCE = Finding.SHEET.in_table("reference")
CLAUSES = Ranking("reference", "Findings by clause", 8, _NOT_WITHDRAWN,
                  lambda finding, today: finding.status != "Withdrawn", lambda finding: finding.reference,
                  f'COUNTIFS({_REFERENCE},{{name}},{STATUS},"<>Withdrawn")',
                  f"SUMPRODUCT((ISTEXT({_REFERENCE})+ISNUMBER({_REFERENCE}))*{_NOT_WITHDRAWN})",
                  SplitColumn("reference"))
SYSTEMS = Ranking("ai_system", "Open findings by AI system", 6, OPEN_ROWS, lambda finding, today: is_open(finding),
                  lambda finding: finding.ai_system, open_count(f"{Finding.SHEET.in_table('ai_system')},{{name}}"),
                  split=SplitColumn("ai_system"))
SPLIT = {name: formula for split in (CLAUSES.split, SYSTEMS.split) if split for name, formula in split.named().items()}
"""The defined names that the rankings go by."""


def overdue_actions_of(owner: str, register: Register, today: date) -> int:
    """How many overdue actions somebody owns."""
    return sum(fold(action.owner) == fold(owner) and is_overdue_action(action, today)
               for action in open_actions(register))


OVERDUE_ACTIONS_OF = (f'SUMPRODUCT(ISNUMBER(1/({ACTION_STATE}="Overdue"))'
                      f"*ISNUMBER(1/({Action.SHEET.in_table('owner')}={{name}})))")
