"""The hidden sheet Lists, and the defined names that drop-downs, formulas and colours go by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from ncr_toolkit.common.translation import pgettext
from ncr_toolkit.core import breakdown, clocks, packs, replies, workbook_words
from ncr_toolkit.core.model import RECORDS, SHEETS, Finding, Person, Result
from ncr_toolkit.core.next_step import JUDGED_BY, NAMED, STEPS, STEPS_NAME
from ncr_toolkit.core.schema import Column, Kind, Record
from ncr_toolkit.excel.write import days_off_lists, dependent_lists, next_ids
from ncr_toolkit.excel.write.content import FIRST, HEADER, Content, letter, quoted, setting_cell, span
from ncr_toolkit.excel.write.formats import Formats
from ncr_toolkit.excel.write.print_setup import on_first_page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = next_ids.SHEET
PEOPLE = "lst_people"


def list_name(column: Column) -> str:
    """The defined name of the list a column's drop-down shows; '' where it has none."""
    if column.choices:
        return f"lst_{column.key.replace('.', '_')}"
    if column.source:
        return f"lst_{column.source}"
    if column.kind is Kind.PERSON:
        return PEOPLE
    if column.numbered:
        return next_ids.name_of(column)
    kind = dependent_lists.offered(column)
    return ids_name(kind) if kind is not None else ""


def ids_name(kind: type[Record]) -> str:
    """The defined name of the ids that stand on a sheet."""
    return PEOPLE if kind is Person else f"lst_{kind.SHEET.prefix}_ids"


def fixed_lists(content: Content) -> dict[str, tuple[str, ...]]:
    """Every list of the sheet Lists by its defined name: the columns' own choices, then the pack's lists."""
    columns = [column for kind in SHEETS for column in kind.SHEET.columns]
    found = {list_name(column): content.choices(column) for column in columns if column.choices}
    found |= {list_name(column): _of_pack(content, column) for column in columns if column.source}
    found["lst_reference_titles"] = tuple(content.pack.references.values())
    found["lst_question_texts"] = tuple(pgettext("question", question.text) for question in content.pack.questions)
    found[STEPS_NAME] = tuple(map(workbook_words.step, STEPS))
    pairs = [(pack.standard, reference) for pack in (content.pack, *packs.others(content.pack))
             for reference in pack.references]
    found[f"{dependent_lists.REFERENCES}_of"] = tuple(standard for standard, _ in pairs)
    found[f"{dependent_lists.REFERENCES}_all"] = tuple(reference for _, reference in pairs)
    return {**found, dependent_lists.NOTHING: ()}


def _of_pack(content: Content, column: Column) -> tuple[str, ...]:
    """The values of a column whose list comes from the pack, of its bones in the language of the workbook."""
    return tuple(workbook_words.shown(column, word) for word in packs.names(content.pack, column.source))


def write_lists(sheet: Worksheet, book: Workbook, content: Content, formats: Formats) -> None:
    """Write the lists, one a column, and name them."""
    text, head = formats.get(num_format="@"), formats.get(bold=True)
    for number, (name, values) in enumerate(fixed_lists(content).items()):
        sheet.write_string(0, number, name, head)
        for row, value in enumerate(values, start=1):
            sheet.write_string(row, number, value, text)
        column = xl_col_to_name(number)
        book.define_name(name, f"={NAME}!${column}$2:${column}${max(len(values), 1) + 1}")
    number = days_off_lists.write_days_off(sheet, book, content, formats, number + 1)
    next_ids.write_next_ids(sheet, book, content, number)
    sheet.set_column(0, number, 24)
    sheet.freeze_panes(1, 0)
    sheet.hide()


def define_names(book: Workbook, content: Content) -> None:
    """Name the lists that follow what people type, and the cells that colours look at."""
    for kind in RECORDS:
        if kind.SHEET.id_field:
            book.define_name(ids_name(kind), "=" + _live(kind, content))
    for kind in dependent_lists.parents():
        for end, field in (("all", kind.SHEET.id_field), ("of", "finding")):
            book.define_name(f"lst_{kind.SHEET.prefix}_{end}", "=" + span(kind, field, content.reach(kind)))
    book.define_name("ncr_due_soon_days", "=" + setting_cell("due_soon_days"))
    book.define_name(JUDGED_BY, "=" + setting_cell("minor_judged_by"))
    for name in ("place", "record", "key"):
        book.define_name(f"ncr_result_{name}s", "=" + span(Result, name, content.reach(Result)))
    cells = {column.name: f"{Finding.SHEET.name}!${letter(Finding, column.name)}1" for column in Finding.SHEET.columns}
    named = {**NAMED, **clocks.NAMED, **replies.NAMED}
    for word, formula in named.items():  # the row is that of the cell which asks: names are written as from row 1
        book.define_name(word, "=" + content.formula(formula).format(**cells))
    for word, formula in breakdown.SPLIT.items():
        book.define_name(word, "=" + content.formula(formula))
    for name, area in _print_areas(content):
        book.define_name(name, "=" + area)


def _live(kind: type[Record], content: Content) -> str:
    """The column of ids from its first row to the last one filled, so that the drop-down has no empty tail."""
    cells = span(kind, kind.SHEET.id_field, content.reach(kind))
    first = cells.partition(":")[0]
    above = f"{quoted(kind.SHEET.name)}!$A${HEADER + 1}"
    return f"{first}:INDEX({cells},MAX(1,IFERROR(LOOKUP(2,1/({cells}<>\"\"),ROW({cells}))-ROW({above}),1)))"


def _print_areas(content: Content) -> Iterator[tuple[str, str]]:
    """For sheets whose computed columns are prepared far down: print to the last row in which somebody typed, and while
    nobody has, what fits on one page of the headings.

    LibreOffice does not take a formula for a print area and prints the prepared rows: a new register has no more of
    them than one page holds. No fixed area is given for its sake, since that would cut off what is typed later.
    """
    for kind in RECORDS:
        if len(kind.SHEET.typed_columns) == len(kind.SHEET.columns):
            continue
        sheet, blocks = quoted(kind.SHEET.name), _typed_cells(kind, content)
        every = f"{sheet}!$A:${content.right(kind)}"
        few = f"{sheet}!$A:${xl_col_to_name(on_first_page(content.width(column) for column in kind.SHEET.columns) - 1)}"
        row = ",".join(f"SUMPRODUCT(MAX((1-ISBLANK({block}))*ROW({block})))" for block in blocks)
        column = f"IF(COUNTA({','.join(blocks)})=0,COLUMNS({few}),COLUMNS({every}))"
        yield f"{sheet}!_xlnm.Print_Area", f"{sheet}!$A$2:INDEX({every},MAX({FIRST + 1},{row}),{column})"


def _typed_cells(kind: type[Record], content: Content) -> list[str]:
    """The cells of a sheet that people type into, as formulas name them."""
    sheet, last, runs = quoted(kind.SHEET.name), content.right(kind), list(_typed(kind))
    if any(not column.hidden for column in content.own_columns(kind)):
        runs.append((str(xl_col_to_name(len(kind.SHEET.columns))), last))
    return [f"{sheet}!${first}${FIRST + 1}:${final}${content.reach(kind)}" for first, final in runs]


def _typed(kind: type[Record]) -> Iterator[tuple[str, str]]:
    """First and last letter of each run of columns that people type into."""
    for typed, run in groupby(kind.SHEET.columns, key=lambda column: column.typed):
        names = [column.name for column in run]
        if typed:
            yield letter(kind, names[0]), letter(kind, names[-1])
