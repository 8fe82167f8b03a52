"""What no upgrade carries: pictures, charts, macros, and the look that people gave their workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.excel.card import PICK
from ncr_toolkit.excel.entries import NAMES
from ncr_toolkit.excel.package import Package, parse, relations
from ncr_toolkit.excel.upgrade.known import is_made
from ncr_toolkit.excel.upgrade.source import Old, OldSheet
from ncr_toolkit.status import FIGURES

_PARTS = (
    ("xl/vbaProject.bin", "macros"), ("xl/pivotTables/", "pivot tables"), ("xl/slicers/", "slicers"),
    ("xl/externalLinks/", "links to other workbooks"), ("xl/embeddings/", "embedded files"),
    ("xl/ctrlProps/", "buttons and boxes"), ("xl/activeX/", "buttons and boxes"), ("xl/dialogsheets/", "dialog sheets"),
    ("xl/chartsheets/", "chart sheets"), ("xl/macrosheets/", "macro sheets"),
    ("docProps/custom.xml", "the file's own properties, such as a sensitivity label"),
)
_IN_DRAWINGS = {"image": "pictures", "chart": "charts", "diagramData": "diagrams"}
_OWN_MARKS = ((rb"<(?:\w+:)?conditionalFormatting\b", "colours by rule"),
              (rb"<(?:\w+:)?dataValidation\b", "drop-downs"),
              (rb"<(?:\w+:)?tablePart\b", "tables (their values are kept)"))
_PROTECTED = re.compile(rb"<(?:\w+:)?(?:sheet|workbook)Protection\b")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b")
_OUR_NAMES = {PICK, "ncr_as_of", "ncr_due_soon_days", *NAMES, *(f"ncr_{figure.name}" for figure in FIGURES)}
_OF_EXCEL = ("lst_", "_xlnm.", "_xlfn.")


def not_carried(old: Old) -> list[str]:
    """Each thing that stays behind, in words, with its number and sheet where there is one."""
    found = [f"{_several(count, what)}" for count, what in _whole_parts(old.package)]
    for sheet in old.sheets:
        found += [f"{_several(count, what)} on '{sheet.name}'" for count, what in _of_sheet(old.package, sheet)]
    if _PROTECTED.search(old.package.part(old.package.workbook)):
        found.append("the protection of the workbook's structure")
    found += [f"that '{name}' is hidden" for name in _hidden_sheets(old)]
    names = list(_own_names(old))
    if names:
        found.append(f"{_several(len(names), 'names of your own for cells')}: {', '.join(names[:10])}"
                     f"{' ...' if len(names) > 10 else ''}")
    return found


def _several(count: int, what: str) -> str:
    return what if what.startswith("the ") else f"{what} ({count})"


def _whole_parts(package: Package) -> Iterator[tuple[int, str]]:
    counts: dict[str, int] = {}
    for start, what in _PARTS:
        count = sum(member.startswith(start) and not member.endswith(".rels") for member in package.members)
        if count:
            counts[what] = counts.get(what, 0) + count
    for what, count in counts.items():
        yield count, what


def _of_sheet(package: Package, sheet: OldSheet) -> Iterator[tuple[int, str]]:
    yield from _drawn(package, sheet.path)
    if merged := len(_MERGED.findall(sheet.data)):
        yield merged, "merged cells (their text is kept)"
    if _PROTECTED.search(sheet.data):
        yield 1, "the protection"
    if sheet.kind is None and not is_made(sheet):
        for mark, what in _OWN_MARKS:
            if count := len(re.findall(mark, sheet.data)):
                yield count, what
    if threads := sum(kind == "threadedComment" for kind, _ in relations(package, sheet.path).values()):
        yield threads, "threads of comments (each is a plain note now)"


def _drawn(package: Package, path: str) -> Iterator[tuple[int, str]]:
    for kind, target in relations(package, path).values():
        if kind == "drawing" and target in package.members:
            kinds = [what for what, _ in relations(package, target).values()]
            shapes = len(re.findall(rb"<(?:\w+:)?sp\b", package.part(target)))
            for part, what in _IN_DRAWINGS.items():
                if count := kinds.count(part):
                    yield count, what
            if shapes:
                yield shapes, "drawn shapes and text boxes"


def _own_names(old: Old) -> Iterator[str]:
    return (f"{name} = {place}" for name, place in old.names.items()
            if name not in _OUR_NAMES and not name.startswith(_OF_EXCEL))


def _hidden_sheets(old: Old) -> Iterator[str]:
    """The sheets that people hid: ours that are made anew keep the state they have."""
    book = parse(old.name, old.package.part(old.package.workbook))
    for sheet in old.sheets:
        state = next((each.get("state") for each in book.iter("{*}sheet") if each.get("name") == sheet.name), None)
        if state in ("hidden", "veryHidden") and not is_made(sheet):
            yield sheet.name


def hidden(old: Old) -> Iterator[tuple[OldSheet, int]]:
    """The sheets whose hidden rows hold data, with how many."""
    for sheet in old.sheets:
        keys = {0} if sheet.kind else set()
        rows = set() if is_made(sheet) else {
            row for row in sheet.hidden - keys
            if row < len(sheet.rows) and any(value != "" for value in sheet.rows[row])}
        if rows:
            yield sheet, len(rows)
