"""What no upgrade carries: pictures, charts, macros, and the look that people gave their workbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ncr_toolkit.excel.opc.address import address_of
from ncr_toolkit.excel.opc.package import LOCKED, PROTECTED, WorkbookPackage, parse, relations
from ncr_toolkit.excel.read.plain_texts import plain_texts
from ncr_toolkit.excel.upgrade.mapping import SheetMapping
from ncr_toolkit.excel.upgrade.move import Upgraded
from ncr_toolkit.excel.upgrade.source import OldSheet
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.dashboard_panels import CHARTS

_PROPERTIES = "the properties of the file, such as a label of confidentiality"
_PARTS = {
    "vbaProject": "macros", "pivotTable": "pivot tables", "slicer": "slicers",
    "externalLink": "links to other workbooks", "oleObject": "embedded files", "package": "embedded files",
    "ctrlProp": "buttons and boxes", "control": "buttons and boxes", "dialogsheet": "dialog sheets",
    "chartsheet": "chart sheets", "xlMacrosheet": "macro sheets", "richValueRel": "the pictures inside cells",
    "rdRichValue": "the pictures inside cells", "connections": "the connections to other data",
    "classificationlabels": _PROPERTIES, "custom-properties": _PROPERTIES,
    "customXml": "the data that other programs, such as SharePoint, keep in the file",
    "origin": "the digital signature",
}
"""What stays behind, by the kind of the relation that leads to it."""
_IN_DRAWINGS = {"image": "pictures", "chart": "charts", "diagramData": "diagrams"}
_TAG = rb"<(?:\w+:)?"
_MERGED = re.compile(_TAG + rb"mergeCell\b")
_TABLE = re.compile(_TAG + rb"tablePart\b")
_RULE = re.compile(_TAG + rb"dataValidation\b")
_COLOUR = re.compile(_TAG + rb"conditionalFormatting\b")
_PAGE = re.compile(_TAG + rb"(?:odd|even|first)(?:Header|Footer)\b[^<>]*>[^<]")
_RANGES = re.compile(_TAG + rb"""dataValidation\b[^<>]*\bsqref=["']([^"']+)["']""")
_PROPERTY = re.compile(_TAG + rb"property\b")
_TYPED = ("subject", "keywords", "category")
_SPARKLINE = re.compile(_TAG + rb"sparkline>")
_BARS = re.compile(rb"""<cfRule\b[^<>]*\btype="(?:dataBar|colorScale|iconSet)\"""")
_ITEM = re.compile(rb"<si>(?:(?!<si>).)*?</si>", re.DOTALL)
_INLINE = re.compile(rb"<is>(?:(?!<is>).)*?</is>", re.DOTALL)
_LOOK = re.compile(rb"""<(?:b|i|u|strike|vertAlign)(?:/>| val="(?!0"|false"|none"|baseline"))""")
_TEXT_CELL = re.compile(rb'<c r="[A-Z0-9]++"(?: \w++="[0-9]*+")*? t="s"(?: \w++="[0-9]*+")*+><v>([0-9]{1,9})</v>')
_SHOWN = 10


def not_carried(move: Upgraded) -> list[str]:
    """Each thing that stays behind, in words, with its number and sheets where there are any."""
    found: dict[str, dict[str, int]] = {}
    for count, what in _whole_parts(move.old.package):
        found[what] = {"": count}
    for way in move.ways.values():
        for count, what in _of_sheet(move.old.package, way):
            on = found.setdefault(what, {})
            on[way.old.name] = on.get(way.old.name, 0) + count
    gone = [f"the sheet '{name}', which the workbook lists and does not hold" for name in move.old.package.gone]
    return [*(_in_words(what, on) for what, on in found.items()), *_names(move), *gone]


def _in_words(what: str, on: Mapping[str, int]) -> str:
    """"charts (3) on 'Findings' and 'Budget'"."""
    number = "" if what.startswith("the ") else f" ({sum(on.values())})"
    sheets = [f"'{name}'" for name in on if name]
    more = f" and {len(sheets) - _SHOWN} more" if len(sheets) > _SHOWN else ""
    return f"{what}{number}{' on ' if sheets else ''}{', '.join(sheets[:_SHOWN])}{more}"


def _whole_parts(package: WorkbookPackage) -> Iterator[tuple[int, str]]:
    found = {(target, _PARTS[kind]) for source in ("", *package.members)
             for kind, target in relations(package, source).values() if kind in _PARTS and target in package.members
             and (kind != "custom-properties" or _PROPERTY.search(package.part(target)))}
    counts = Counter(what for _, what in found)
    yield from ((counts[what], what) for what in dict.fromkeys(_PARTS.values()) if counts[what])
    core = package.related("core-properties", "")
    if any((parse(package.name, package.part(core)).findtext(f"{{*}}{name}") or "").strip() for name in _TYPED if core):
        yield 1, "subject, keywords and category among the properties of the file"
    if LOCKED.search(package.part(package.workbook)):
        yield 1, "the protection of the workbook's structure"


def _of_sheet(package: WorkbookPackage, way: SheetMapping) -> Iterator[tuple[int, str]]:
    sheet = way.old
    for count, what in _drawn(package, sheet.path):
        made = CHARTS if what == "charts" and way.anew == DASHBOARD else 0
        if count > made:
            yield count - made, what
    if not way.anew and (merged := len(_MERGED.findall(sheet.data))):
        yield merged, "merged cells (their text is kept)"
    if PROTECTED.search(sheet.data):
        yield 1, "the protection"
    if not way.anew:
        yield from _looks(package, sheet)
    yield from _of_own_sheet(sheet) if way.whole else _of_ours(way) if way.kind else ()
    if threads := sum(kind == "threadedComment" for kind, _ in relations(package, sheet.path).values()):
        yield threads, "threads of comments (each is a plain note now)"


def _looks(package: WorkbookPackage, sheet: OldSheet) -> Iterator[tuple[int, str]]:
    if lines := len(_SPARKLINE.findall(sheet.data)):
        yield lines, "sparklines"
    if bars := len(_BARS.findall(sheet.data)):
        yield bars, "bars, scales and symbols by rule"
    formatted = {number for number, found in enumerate(_ITEM.finditer(plain_texts(package))) if _LOOK.search(found[0])}
    cells = sum(int(number) in formatted for number in _TEXT_CELL.findall(sheet.data)) if formatted else 0
    if cells := cells + sum(_LOOK.search(found[0]) is not None for found in _INLINE.finditer(sheet.data)):
        yield cells, "cells with some words in bold, italics, underlined or struck out (the words are kept)"


def _of_own_sheet(sheet: OldSheet) -> Iterator[tuple[int, str]]:
    for mark, what in ((_COLOUR, "colours by rule"), (_RULE, "drop-downs"), (_TABLE, "tables (their values are kept)")):
        if count := len(mark.findall(sheet.data)):
            yield count, what
    if _PAGE.search(sheet.data):
        yield 1, "the text at the top and foot of its printed pages"


def _of_ours(way: SheetMapping) -> Iterator[tuple[int, str]]:
    """What people gave their own columns on a sheet of ours."""
    if (tables := len(_TABLE.findall(way.old.data))) > 1:
        yield tables - 1, "tables of your own (their values are kept)"
    own = {own.column for own in way.own}
    ranges = [corner for found in _RANGES.findall(way.old.data) for corner in found.decode("ascii", "ignore").split()]
    if count := sum((place := address_of(corner.partition(":")[0])) is not None and place.column in own
                    for corner in ranges):
        yield count, "drop-downs of your own columns"


def _drawn(package: WorkbookPackage, path: str) -> Iterator[tuple[int, str]]:
    for kind, target in relations(package, path).values():
        if kind == "drawing" and target in package.members:
            kinds = [what for what, _ in relations(package, target).values()]
            shapes = len(re.findall(rb"<(?:\w+:)?sp\b", package.part(target)))
            for part, what in _IN_DRAWINGS.items():
                if count := kinds.count(part):
                    yield count, what
            if shapes:
                yield shapes, "drawn shapes and text boxes"


def _names(move: Upgraded) -> Iterator[str]:
    own = [f"{name} = {place}" for name, place in move.old.names.items()
           if name not in move.mover.names and not name.startswith(("_xlnm.", "_xlfn."))]
    if own:
        more = " ..." if len(own) > _SHOWN else ""
        yield f"names of your own for cells ({len(own)}): {', '.join(own[:_SHOWN])}{more}"


def hidden(move: Upgraded) -> Iterator[tuple[OldSheet, int]]:
    """The sheets whose hidden rows hold data, with how many."""
    for way in move.ways.values():
        sheet, keys = way.old, {0} if way.kind else set()
        rows = set() if way.anew else {row for row in sheet.hidden - keys
                                       if row < len(sheet.rows) and any(value != "" for value in sheet.rows[row])}
        if rows:
            yield sheet, len(rows)
