"""The sheets that the template makes anew, and what people typed into them all the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.translation import in_every_language, word_in_every_language
from ncr_toolkit.core.dates import as_seen
from ncr_toolkit.core.figures import FIGURES
from ncr_toolkit.core.model import Result
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.read import layout as layouts
from ncr_toolkit.excel.upgrade.mapping import SheetMapping
from ncr_toolkit.excel.upgrade.source import OldSheet
from ncr_toolkit.excel.upgrade.template_texts import COMPUTED, Known, place_named
from ncr_toolkit.excel.write.content import sheet_key
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.finding_card import PICK
from ncr_toolkit.excel.write.start_sheet import FILE_NAME
from ncr_toolkit.excel.write.start_sheet import NAME as START

_TITLES = frozenset(fold(each) for figure in FIGURES for each in word_in_every_language("figure", figure.title))
_DAY = frozenset(map(fold, in_every_language("Figures as of")))
_ORGANISATION = frozenset(f'"{each}"' for each in in_every_language("Audit findings"))  # in the line below the title
_BESIDE = 3  # columns from the words to the day


def place_made(sheet: OldSheet, name: str, known: Known, names: Mapping[str, str]) -> SheetMapping:
    """The way of Start here, Dashboard, Finding card, Lists or Check results: nothing moves but what people added.

    `name` is how the template calls the sheet.

    `names` are the workbook's names for cells: the figures of the Dashboard have one each.
    """
    way, day = SheetMapping(sheet, "", anew=name), _named("ncr_as_of", sheet, names)
    picked = {_named(PICK, sheet, names)} - {None}  # the finding that was chosen is looked at, and nowhere kept
    figures = {_named(f"ncr_{figure.name}", sheet, names) for figure in FIGURES}
    if name == Result.SHEET.name:
        _note_results(way, known)
    for where in sheet.filled():
        if where in way.made:
            continue
        if name == DASHBOARD and (where == day or _is_day(sheet, where)):
            way.made[where] = _day(way, where)
        elif where in sheet.formulas and _is_sentence(name, sheet.formulas[where].text):
            way.made[where] = "text of the template"
        elif where in picked or (name in COMPUTED and _is_panel(sheet, where, known.computed[name])) \
                or (name == DASHBOARD and _is_figure(sheet, where, figures)):
            way.made[where] = "figure"
        elif known.has(name, sheet.raw(where)) and (where not in sheet.formulas or name == DASHBOARD):
            way.made[where] = "text of the template"
    return way


def _named(name: str, sheet: OldSheet, names: Mapping[str, str]) -> Address | None:
    """The cell of this sheet that has the name."""
    place, cell = place_named(names.get(name, ""))
    return cell if place == sheet_key(sheet.name) else None


def _is_sentence(name: str, formula: str) -> bool:
    """Whether it is a line of the template around the name of the organisation, or of the file, wherever its row has
    moved since."""
    if name == START:
        return f'"""&{FILE_NAME}&"""' in formula.replace(" ", "")
    return name == DASHBOARD and any(each in formula for each in _ORGANISATION)


def _is_panel(sheet: OldSheet, where: Address, computed: Collection[Address]) -> bool:
    return where in computed and (where in sheet.formulas or where in sheet.errors)


def _is_figure(sheet: OldSheet, where: Address, named: set[Address | None]) -> bool:
    above = sheet.raw(Address(where.row - 1, where.column)) if where.row else ""
    counted = where in sheet.formulas or where in sheet.errors or isinstance(sheet.raw(where), int | float)
    return counted and (where in named or (isinstance(above, str) and fold(above) in _TITLES))


def _is_day(sheet: OldSheet, where: Address) -> bool:
    beside = [sheet.raw(Address(where.row, column)) for column in range(max(where.column - _BESIDE, 0), where.column)]
    return any(isinstance(value, str) and fold(value) in _DAY for value in beside) and (
        where in sheet.formulas or isinstance(sheet.raw(where), int | float | date))


def _day(way: SheetMapping, where: Address) -> str:
    if where in way.old.formulas:
        return "figure"
    shown = as_seen(way.old.raw(where))
    way.remarks.append(f"the day of the figures was typed as {shown}; the new Dashboard follows today again")
    return f"day of the figures, typed as {shown}; the new Dashboard follows today again"


def _note_results(way: SheetMapping, known: Known) -> None:
    """The problems of an earlier check: the next check writes them anew."""
    layout = layouts.find(Result.SHEET, way.old.rows)
    places = set(layout.columns.values())
    for where in way.old.filled():
        if where.column in places and where.row >= layout.header_row:
            way.made[where] = "result of an earlier check"
        elif where.column in places and where.row == layout.key_row:
            way.made[where] = "key"
        elif where.row < layout.header_row and str(way.old.raw(where)).startswith("Check of "):
            way.made[where] = "result of an earlier check"
