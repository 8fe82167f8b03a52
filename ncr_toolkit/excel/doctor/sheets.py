"""Sheets that are missing, renamed, there twice, or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.version import TEMPLATE_VERSION
from ncr_toolkit.core.model import Settings
from ncr_toolkit.core.register import Odd
from ncr_toolkit.excel.doctor.registry import NOTHING, REBUILD, Remark, fact, look, lost, watch
from ncr_toolkit.excel.read.layout import known_sheet
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.lists_sheet import NAME as LISTS

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened

_NEEDED = {LISTS: "the drop-downs take their lists from it",
           DASHBOARD: "the figures, and the colours of what is late, come from it"}


@look("not read", whole=False)
def not_read(opened: Opened) -> Iterator[Remark]:
    """What `ncr check` itself says when it cannot read the register, and what kept us from opening it whole."""
    if opened.refused and not any(xml.far_cell() for xml in opened.xml.values()):
        yield lost("", "", opened.refused, REBUILD)
    if opened.book is None:
        yield watch("", "", "The cells can be read, but the workbook cannot be opened whole: drop-downs, tables, "
                    "names, colours and number formats were not looked at.",
                    "Open it in Excel, let Excel repair it, save it, and run ncr doctor again.")


@look("version", whole=False)
def older(opened: Opened) -> Iterator[Remark]:
    """A register of another template."""
    version = opened.register.settings.template_version if opened.register else ""
    if version and version != TEMPLATE_VERSION:
        yield fact(opened.ours[Settings].name if Settings in opened.ours else "", "",
                   f"The register was made from template {version}; this program makes template {TEMPLATE_VERSION}.")


@look("sheet missing", whole=False)
def sheet_missing(opened: Opened) -> Iterator[Remark]:
    """Sheets of the template that are not there under any name."""
    there = {fold(name) for name in opened.names} | {fold(kind.SHEET.name) for kind in opened.ours}
    for name in opened.template.sheets:
        kind = known_sheet(name)
        if fold(name) in there or (kind is None and (opened.book is None or _now_called(opened, name))):
            continue
        if kind and kind.SHEET.later:
            yield fact(name, "", "This sheet came with a later template; the register works without it.")
        elif kind and kind.SHEET.typed_columns:
            yield lost(name, "", "The sheet is missing: what stood on it is neither checked nor answered.",
                       "Put it back from an earlier copy of the register, with its name.",
                       together="These sheets are missing: what stood on them is neither checked nor answered.")
        elif name in _NEEDED:
            yield lost(name, "", f"The sheet is missing: {_NEEDED[name]}.", REBUILD)
        else:
            yield fact(name, "", "The sheet is missing; nothing depends on it.")


def _now_called(opened: Opened, name: str) -> str:
    """How a sheet without keys is called now: where the names that led to it lead; '' if nowhere else."""
    if opened.book is None:
        return ""
    for word, refers in opened.template.names.items():
        now = opened.book.defined_names.get(word)
        if refers.startswith(f"{name}!") and now is not None and now.attr_text and "#REF!" not in now.attr_text:
            sheet = now.attr_text.rpartition("!")[0].strip("'")
            return sheet if sheet in opened.names and known_sheet(sheet) is None else ""
    return ""


@look("sheet renamed", whole=False)
def sheet_renamed(opened: Opened) -> Iterator[Remark]:
    """Sheets of ours that were found by their keys, or by the names that lead to them."""
    for kind, sheet in opened.ours.items():
        if fold(sheet.name) != fold(kind.SHEET.name):
            yield watch(sheet.name, "", f"This is the sheet '{kind.SHEET.name}' under another name; it is known by its "
                        "hidden keys only.", f"Name it '{kind.SHEET.name}' again.")
    for name in opened.template.sheets:
        if known_sheet(name) is None and fold(name) not in map(fold, opened.names) \
                and (now := _now_called(opened, name)):
            yield fact(now, "", f"This is the sheet '{name}' under another name.")


@look("sheet twice", whole=False)
def sheet_twice(opened: Opened) -> Iterator[Remark]:
    """Copies that are not read."""
    for odd in opened.register.oddities if opened.register else ():
        if odd.odd is Odd.SECOND_SHEET:
            yield watch(odd.cell.sheet, "", f"This looks like a second sheet '{odd.name}'; it is not read.",
                        "Move what is needed into the first one, and delete this one.")


@look("own sheet", whole=False)
def own_sheet(opened: Opened) -> Iterator[Remark]:
    """Sheets that people added."""
    for odd in opened.register.oddities if opened.register else ():
        if odd.odd is Odd.EXTRA_SHEET and not any(odd.cell.sheet == _now_called(opened, name)
                                                  for name in opened.template.sheets):
            yield fact(odd.cell.sheet, "", "This sheet is your own: it is kept, and not read.", NOTHING,
                       together="These sheets are your own: they are kept, and not read.")


@look("sheet hidden")
def sheet_hidden(opened: Opened) -> Iterator[Remark]:
    """Sheets that were hidden, though people work in them."""
    for sheet in opened.input_sheets:
        if sheet.sheet and sheet.sheet.sheet_state != opened.template.book[sheet.kind.SHEET.name].sheet_state:
            yield fact(sheet.name, "", "The sheet is hidden; it is read like the others.",
                       "To see it: right-click any sheet tab, Unhide.",
                       together="These sheets are hidden; they are read like the others.")
