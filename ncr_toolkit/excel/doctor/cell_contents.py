"""What stands in the cells that people type into, and in those that Excel computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.dates import Unclear
from ncr_toolkit.core.figures import FIGURES
from ncr_toolkit.core.schema import Column, Kind
from ncr_toolkit.excel.doctor.ranges import as_ranges, by_column, column_cells
from ncr_toolkit.excel.doctor.registry import Remark, fact, look, lost, watch
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.read.cells import converter
from ncr_toolkit.excel.write.derived_columns import DERIVED

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened, OurSheet

_TITLES = {f"ncr_{figure.name}": figure.title for figure in FIGURES}
_AROUND = re.compile("^[\\s\u00a0]|[\\s\u00a0]$|[\u00a0\u200b-\u200f\u2060\ufeff]")


@look("error cell", whole=False)
def error_cell(opened: Opened) -> Iterator[Remark]:
    """Cells that show an error: in what people type it stands for a lost value."""
    for sheet in opened.ours.values():
        errors = _errors(sheet)
        for column, spots in _by_place(sheet, errors, lambda column: column.typed):
            yield lost(sheet.name, as_ranges(spots), f"'{column.header}' shows {errors[spots[0]]} in "
                       f"{plural(len(spots), 'cell')}: what stood there is gone.", "Type the value again.",
                       together="Cells show an error such as #REF!: what stood there is gone.")
        computed = [where for where in errors if (own := sheet.column_at(where)) is not None and not own.typed]
        if computed:
            yield watch(sheet.name, as_ranges(computed), "Cells that Excel computes show an error.",
                        "Open the register in Excel and press Ctrl+Alt+F9. If the error stays, mend what stands under "
                        "'lost' first.", together="Cells that Excel computes show an error.")
    for name in opened.names:
        if name in opened.template.sheets and name not in {sheet.name for sheet in opened.ours.values()} \
                and (errors := opened.facts[name].errors):
            yield watch(name, as_ranges(errors), f"{plural(len(errors), 'figure')} of this sheet "
                        f"{'shows' if len(errors) == 1 else 'show'} an error.",
                        "Mend what stands under 'lost' first; then press Ctrl+Alt+F9 in Excel.")


@look("formula", whole=False)
def formula(opened: Opened) -> Iterator[Remark]:
    """Formulas in cells that people type into."""
    for sheet in opened.ours.values():
        errors = _errors(sheet)
        found = {where: text for where, text in {**sheet.facts.formulas, **sheet.facts.uncalculated}.items()
                 if where not in errors}
        for column, spots in _by_place(sheet, found, lambda column: column.typed):
            yield watch(sheet.name, as_ranges(spots), f"A formula stands in '{column.header}', where a value is typed: "
                        f"{found[spots[0]][:60]}. It may show something else tomorrow.",
                        "Copy the cells and paste them on themselves with Paste Special > Values.",
                        together="Formulas stand where values are typed; they may show something else tomorrow.")


@look("not calculated", whole=False)
def not_calculated(opened: Opened) -> Iterator[Remark]:
    """Formulas saved without their values: by programs that compute nothing, which save none at all."""
    count = 0
    if any(facts.formulas for facts in opened.facts.values()):
        return
    for sheet in opened.names:
        ours = next((each for each in opened.ours.values() if each.name == sheet), None)
        for where in opened.facts[sheet].uncalculated:
            column = ours.column_at(where) if ours else None
            count += column is None or not column.typed
    if count:
        yield fact("", "", "Formulas were saved without the values they show; previews and other programs see empty "
                   f"cells ({count:,} of them).", "Open the register in Excel and save it.")


@look("computed")
def typed_over(opened: Opened) -> Iterator[Remark]:
    """Computed cells that hold something typed, or nothing."""
    for sheet in opened.input_sheets:
        for name, place in sheet.layout.columns.items():
            column = sheet.kind.SHEET.by_name[name]
            if column.key not in DERIVED:
                continue
            cells = {row: cell for row, cell in sheet.cells.get(place, {}).items() if row >= sheet.first}
            over = [row for row, cell in cells.items() if cell.data_type != "f"]
            none = [row for row in sheet.rows if row not in cells]
            if bad := sorted({*over, *none}):
                yield watch(sheet.name, as_ranges(column_cells(place, bad)), f"{plural(len(bad), 'cell')} of "
                            f"'{column.header}' no longer compute: their formula is gone.",
                            "Copy a cell of the column that still has its formula over them; or leave them: ncr "
                            "computes for itself.", together="Computed cells have lost their formula.")


@look("dashboard")
def figures(opened: Opened) -> Iterator[Remark]:
    """Figures of the Dashboard that were typed over."""
    for word, refers in opened.template.names.items():
        now = opened.whole.defined_names.get(word)
        first, theirs = _cell(opened.template.book, refers), _cell(opened.whole, now.attr_text if now else refers)
        if first is None or theirs is None or word == "ncr_as_of" or first.data_type != "f":
            continue
        if theirs.data_type != "f":
            yield lost(theirs.parent.title, theirs.coordinate, f"The figure '{_TITLES.get(word, word)}' is typed "
                       f"over: it stays {theirs.value} whatever happens.", f"Type {first.value} into the cell.",
                       together="Figures are typed over: they stay as they are whatever happens.",
                       together_fix="Copy the sheet's figures from a fresh register (ncr new) as formulas.")


def _cell(book: Any, refers: str | None) -> Any:
    found = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z]+)\$([0-9]+)", refers or "")
    return book[found[1]][f"{found[2]}{found[3]}"] if found and found[1] in book.sheetnames else None


@look("date as text")
def date_as_text(opened: Opened) -> Iterator[Remark]:
    """Dates and numbers that stand as text: Excel's figures and colours pass them over."""
    for sheet in opened.ours.values():
        for kind, word in ((Kind.DATE, "date"), (Kind.NUMBER, "number")):
            for column, spots in by_column(sheet, _looks_like(kind)):
                how = "such as 2026-03-20" if kind is Kind.DATE else "such as 3"
                stands, them = ("stands", "it") if len(spots) == 1 else ("stand", "them")
                yield watch(sheet.name, as_ranges(spots),
                            f"{plural(len(spots), word)} of '{column.header}' {stands} as "
                            f"text: Excel's figures and colours pass over {them}.",
                            f"Format the cells as {word}s and type them again, {how}.",
                            together=f"{word.capitalize()}s stand as text: Excel's figures and colours pass over them.")


def _looks_like(kind: Kind) -> Callable[[Column, Any], bool]:
    def test(column: Column, cell: Any) -> bool:
        if column.kind is not kind or cell.data_type != "s":
            return False
        read = converter(column)(str(cell.value))
        return bool(read.readings) if isinstance(read, Unclear) else read not in (None, "")

    return test


@look("number in text")
def number_in_text(opened: Opened) -> Iterator[Remark]:
    """Numbers and dates where ids and references stand."""
    for sheet in opened.ours.values():
        for column, spots in by_column(sheet, lambda column, cell: column.exact and (
                isinstance(cell.value, date) or (cell.data_type == "n" and not isinstance(cell.value, bool)))):
            one = len(spots) == 1
            yield watch(sheet.name, as_ranges(spots), f"{plural(len(spots), 'cell')} of '{column.header}' "
                        f"{'holds a number or date' if one else 'hold numbers or dates'}, not text: Excel may have "
                        "changed what was typed (5.10 to 5.1, 1-2 to a date).",
                        "Compare with the audit report; format the cells as text and type them again.",
                        together="Cells hold numbers or dates, not text: Excel may have changed what was typed (5.10 "
                        "to 5.1, 1-2 to a date).")


@look("blanks")
def blanks(opened: Opened) -> Iterator[Remark]:
    """Blanks at the ends of ids, names and choices, and blanks of other kinds in them."""
    def odd(column: Column, cell: Any) -> bool:
        compared = column.exact or column.choices or column.kind is Kind.PERSON
        return bool(compared) and isinstance(cell.value, str) and _AROUND.search(cell.value) is not None

    for sheet in opened.ours.values():
        for column, spots in by_column(sheet, odd):
            yield watch(sheet.name, as_ranges(spots), f"{plural(len(spots), 'cell')} of '{column.header}' "
                        f"{'begins or ends' if len(spots) == 1 else 'begin or end'} with a blank, or hold one that "
                        "only looks like a blank: ncr forgives that, Excel's formulas do not.",
                        "Type them again without it.",
                        together="Cells begin or end with a blank, or hold one that only looks like a blank: ncr "
                        "forgives that, Excel's formulas do not.")


def _errors(sheet: OurSheet) -> dict[Address, str]:
    """Cells that show an error, or would if their formula had been computed."""
    return {**{where: "#REF!" for where, text in sheet.facts.uncalculated.items() if "#REF!" in text},
            **sheet.facts.errors}


def _by_place(sheet: OurSheet, spots: dict[Address, str], wanted: Callable[[Column], bool]) \
        -> Iterator[tuple[Column, list[Address]]]:
    found: dict[Column, list[Address]] = {}
    for where in spots:
        if (column := sheet.column_at(where)) is not None and wanted(column):
            found.setdefault(column, []).append(where)
    yield from found.items()
