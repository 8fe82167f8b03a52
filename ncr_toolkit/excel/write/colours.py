"""Colours that follow what is typed: overdue, due soon, ended, and cells named in Check results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.write.content import FIRST, Content, letter
from ncr_toolkit.excel.write.derived_columns import SOON
from ncr_toolkit.excel.write.formats import DUE_SOON, ENDED, MARKED, OVERDUE, ROW_LINE, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_OPEN = "NOT(ISBLANK({status})),{status}<>\"Closed\",{status}<>\"Withdrawn\""
_REVISED = "ISNUMBER({revised_due})"
_UNSENT = "ISNUMBER({response_due}),ISBLANK({response_sent_on})"
_LATE = (f"AND({_OPEN},OR(AND(ISNUMBER({{close_due}}),{{close_due}}<ncr_as_of),"
         f"AND({_UNSENT},{{response_due}}<ncr_as_of),AND({_REVISED},{{revised_due}}<ncr_as_of)))")
_NEAR = (f"AND({_OPEN},OR(AND(ISNUMBER({{close_due}}),{{close_due}}<ncr_as_of+{SOON}+1),"
         f"AND({_UNSENT},{{response_due}}<ncr_as_of+{SOON}+1),"
         f"AND({_REVISED},{{revised_due}}<ncr_as_of+{SOON}+1)))")

_DATED = ("id", "status", "response_due", "close_due", "state", "days_left", "revised_due")
_OWED = ("id", "owner", "due", "state")

_RULES: dict[type[Record], tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...]] = {
    Finding: (
        (_LATE, OVERDUE, _DATED),
        (_NEAR, DUE_SOON, _DATED),
        ('OR({status}="Closed",{status}="Withdrawn")', ENDED, ()),
    ),
    Action: (
        ('{state}="Overdue"', OVERDUE, _OWED),
        (f'AND({{state}}="Open",ISNUMBER({{due}}),{{due}}<ncr_as_of+{SOON}+1)', DUE_SOON, _OWED),
        ('{state}="Done"', ENDED, ()),
    ),
}
"""Formula, look, and the columns that take it (none: the whole row). The first that holds wins."""


def add_colours(sheet: Worksheet, kind: type[Record], content: Content, formats: Formats) -> None:
    """Add the conditional formats of one sheet, the most important first."""
    last, top = content.reach(kind), FIRST + 1
    right = letter(kind, kind.SHEET.columns[-1].name)
    whole = f"A{top}:{right}{last}"
    _add(sheet, whole, _marked(kind), formats.get(**MARKED))
    for formula, look, names in _RULES.get(kind, ()):
        cells = {name: f"${letter(kind, name)}{top}" for name in kind.SHEET.by_name}
        areas = [f"{letter(kind, name)}{top}:{letter(kind, name)}{last}" for name in names] or [whole]
        holds = content.formula(formula).format(**cells)
        _add(sheet, areas[0], holds, formats.get(**ROW_LINE, **look), " ".join(areas))
    # its own range, and the last: LibreOffice shows only the first rule that holds, whose look has the line, too
    _add(sheet, f"A{top}:{right}{last + 1}", f'$A{top}<>""', formats.get(**ROW_LINE))


def _marked(kind: type[Record]) -> str:
    """Whether the last check named a cell: by its record and column, so that sorting keeps the colour right; where rows
    have no id of their own, by its place."""
    if not kind.SHEET.id_field:
        return f'COUNTIF(ncr_result_places,"{kind.SHEET.name}!"&ADDRESS(ROW(),COLUMN(),4))>0'
    record = f"${letter(kind, kind.SHEET.id_field)}{FIRST + 1}"
    return f'COUNTIFS(ncr_result_records,IF({record}="","row "&ROW(),{record}),ncr_result_keys,A$1)>0'


def _add(sheet: Worksheet, area: str, formula: str, look: Any, areas: str = "") -> None:
    sheet.conditional_format(area, {"type": "formula", "criteria": f"={formula}", "format": look,
                                    **({"multi_range": areas} if areas else {})})
