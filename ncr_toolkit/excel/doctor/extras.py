"""What was added to the file: links to other workbooks, macros, protection, notes and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.excel.doctor.ranges import as_ranges
from ncr_toolkit.excel.doctor.registry import NOTHING, Remark, fact, look, watch
from ncr_toolkit.excel.opc.package import LOCKED, PROTECTED, relations, signature_parts
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.dashboard_panels import CHARTS

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened

_OTHER_BOOK = re.compile(r"\[[0-9]+\]")
_NOTE = re.compile(rb"<(?:[\w.-]+:)?comment\b")
_PICTURE = re.compile(rb"<(?:[\w.-]+:)?(?:pic|graphicFrame|sp)\b")
SHOWN = 6


@look("other workbooks", whole=False)
def other_workbooks(opened: Opened) -> Iterator[Remark]:
    """Links to other workbooks, with the cells that use them."""
    package = opened.package
    parts = [target for kind, target in relations(package, package.workbook).values() if kind == "externalLink"]
    targets = [unquote(target) for path in parts for _, target in relations(package, path).values()]
    if not parts:
        return
    names = listing(sorted({PurePosixPath(each.replace("\\", "/")).name for each in targets}) or ["another workbook"])
    used = {name: [where for where, text in {**facts.formulas, **facts.uncalculated}.items()
                   if _OTHER_BOOK.search(text)] for name, facts in opened.facts.items()}
    fix = "Data > Edit Links > Break Link: the values stay, the link goes."
    message = f"The register leads to other files ({names}); who opens it elsewhere does not have them."
    places = [(name, as_ranges(spots)) for name, spots in used.items() if spots] or [("", "")]
    for name, cells in places[:SHOWN]:
        yield watch(name, cells, message, fix)


@look("macros", whole=False)
def macros(opened: Opened) -> Iterator[Remark]:
    """Programs in the workbook."""
    if opened.package.related("vbaProject"):
        yield watch("", "", "The workbook carries macros; mail systems of others may refuse it.",
                    "If you did not put them there: save it as Excel Workbook (*.xlsx), which leaves them out.")


@look("protection", whole=False)
def protection(opened: Opened) -> Iterator[Remark]:
    """Protected sheets, and a protected order of sheets."""
    for sheet in opened.input_sheets:
        if PROTECTED.search(opened.xml[sheet.name].data):
            yield watch(sheet.name, "", "The sheet is protected: its table no longer grows when a row is typed below.",
                        "Review > Unprotect Sheet.",
                        together="These sheets are protected: their tables no longer grow when a row is typed below.")
    if LOCKED.search(opened.package.part(opened.package.workbook)):
        yield fact("", "", "The workbook's structure is protected: sheets cannot be added or moved.",
                   "Only if that is not meant: Review > Protect Workbook.")


@look("signature", whole=False)
def signature(opened: Opened) -> Iterator[Remark]:
    """A digital signature, which every change ends."""
    if signature_parts(opened.package):
        yield fact("", "", "The workbook is digitally signed. A change ends the signature, so ncr writes nothing in "
                   "(--write-back is refused).", "Have results written into a copy: ncr check --marked copy.xlsx.")


@look("notes and pictures", whole=False)
def notes(opened: Opened) -> Iterator[Remark]:
    """Notes, comments and pictures (charts and shapes among them): kept, not read."""
    for part in opened.package.sheets:
        counts = {"comment": 0, "picture": 0}
        for kind, target in relations(opened.package, part.path).values():
            if target in opened.package.members and kind in ("comments", "drawing"):
                pattern, word = (_NOTE, "comment") if kind == "comments" else (_PICTURE, "picture")
                counts[word] += len(pattern.findall(opened.package.part(target)))
        if part.name == DASHBOARD:
            counts["picture"] -= min(CHARTS, counts["picture"])
        counted = [plural(number, word) for word, number in counts.items() if number]
        if counted:
            yield fact(part.name, "", f"{listing(counted)}: kept, but not read by ncr.", NOTHING)
