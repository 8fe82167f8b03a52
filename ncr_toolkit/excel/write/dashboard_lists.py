"""The lists at the foot of the Dashboard: which findings come first, by what is to be done and by when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ncr_toolkit.common.translation import gettext, gettext_noop
from ncr_toolkit.core import first_findings, workbook_words
from ncr_toolkit.core.first_findings import serial
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.write.canvas import LAST, Canvas
from ncr_toolkit.excel.write.derived_columns import DERIVED
from ncr_toolkit.excel.write.formats import DAY, OVERDUE

_KEYS = LAST + 3  # outside the page: the keys of the findings listed
_ROOM = 12
"""Characters that are seen whole in a column."""
_DUE = ((gettext_noop("Deadline"), 11, 11, ""), (gettext_noop("Days"), 12, 12, ""))


@dataclass(frozen=True, slots=True)
class DashboardList:
    """A list of findings: its columns (heading, first and last column, field of a finding), how many it has room for,
    the formula of the key at a place, and the findings that stand there now."""

    title: str
    columns: tuple[tuple[str, int, int, str], ...]
    size: int
    key: Callable[[int], str]
    findings: Callable[[Review], list[tuple[Finding, date | None]]]


LISTS = (  # a new one at the end: ncr upgrade knows the formulas of earlier registers by their places
    DashboardList(gettext_noop("Next deadlines, late ones first"), (
                  (gettext_noop("Finding"), 1, 2, "id"), (gettext_noop("Grade"), 3, 4, "grade"),
                  (gettext_noop("Title"), 5, 8, "title"), (gettext_noop("Owner"), 9, 10, "owner")),
                  first_findings.NEXT, first_findings.deadline_key,
                  first_findings.next_deadlines),
    DashboardList(gettext_noop("Next steps, late ones first"), (
                  (gettext_noop("Finding"), 1, 2, "id"), (gettext_noop("Next step"), 3, 7, "next_step"),
                  (gettext_noop("Owner"), 8, 9, "owner"), (gettext_noop("Missing"), 10, 10, "missing")),
                  first_findings.STEPS, first_findings.step_key, first_findings.next_steps),
)


def write_lists(canvas: Canvas, row: int) -> int:
    """Write all of them from `row` on; gives the last row."""
    canvas.sheet.set_column(_KEYS, _KEYS, None, None, {"hidden": True})
    for each in LISTS:
        row = _list(canvas, row, each) + 1
    return row - 2


def _list(canvas: Canvas, row: int, about: DashboardList) -> int:
    """One list; gives the row after it."""
    canvas.heading(row, 1, LAST, gettext(about.title))
    canvas.heads(row + 1, [(first, last, gettext(head)) for head, first, last, _ in (*about.columns, *_DUE)])
    found = about.findings(canvas.content.review)
    rows = {id(finding): number for number, finding in enumerate(canvas.content.register.findings, start=1)}
    for place in range(about.size):
        here = row + 2 + place
        finding, day = found[place] if place < len(found) else (None, None)
        number = first_findings.key_of(finding, day, rows[id(finding)], canvas.content.today) if finding else ""
        formula = f"={canvas.content.formula(about.key(place + 1))}"
        canvas.sheet.write_array_formula(here, _KEYS, here, _KEYS, formula, None, number)
        _line(canvas, here, about, finding)
        _days(canvas, here, day)
    top, last = row + 3, row + 2 + about.size
    canvas.sheet.conditional_format(f"L{top}:M{last}", {
        "type": "formula", "criteria": f'=AND(ISNUMBER($M{top}),$M{top}<0)', "format": canvas.formats.get(**OVERDUE)})
    return last


def _key(row: int) -> str:
    return f"${letters(_KEYS)}{row + 1}"


def _line(canvas: Canvas, row: int, about: DashboardList, finding: Finding | None) -> None:
    for _, first, last, name in about.columns:
        column, most = Finding.SHEET.column(name), _ROOM * (last - first + 1)
        derived = DERIVED.get(column.key)
        value = "" if finding is None else derived.value(finding, canvas.content) if derived else \
            workbook_words.in_cell(column, finding.value(name))
        if name == "missing":
            number = value if isinstance(value, int) else ""
            canvas.formula(row, first, last, first_findings.deadline_cell(name, _key(row)), number, align="right")
        else:
            shown, look = first_findings.shortened(str(value), most), {"bold": True} if first == 1 else {}
            canvas.formula(row, first, last, first_findings.deadline_cell(name, _key(row), most), shown, **look)


def _days(canvas: Canvas, row: int, day: date | None) -> None:
    """The deadline, and the days left until then."""
    deadline, left = (serial(day), (day - canvas.content.today).days) if day else ("", "")
    canvas.formula(row, 11, 11, first_findings.deadline_cell("", _key(row)), deadline, num_format=DAY, align="right")
    canvas.formula(row, 12, 12, f'IF(L{row + 1}="","",L{row + 1}-ncr_as_of)', left, num_format="0", align="right")
