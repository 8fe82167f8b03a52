"""What was added to the file: links to other workbooks, macros, protection, notes and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ncr_toolkit.common.packages.relations import CONTENT_TYPES
from ncr_toolkit.common.text import listing, plural, short
from ncr_toolkit.excel.doctor.comment_texts import comment_texts
from ncr_toolkit.excel.doctor.ranges import as_ranges
from ncr_toolkit.excel.doctor.registry import NOTHING, Remark, fact, look, watch
from ncr_toolkit.excel.opc.address import address_of
from ncr_toolkit.excel.opc.package import LOCKED, PROTECTED, relations, signature_parts
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.dashboard_panels import CHARTS

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened

_OTHER_BOOK = re.compile(r"\[[0-9]+\]")
_MACROS = "vbaproject.bin"
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
    package = opened.package
    carried = any(PurePosixPath(member).name.casefold() == _MACROS for member in package.members)
    listed = package.named(CONTENT_TYPES)
    called = carried or (listed in package.members and b"macroEnabled" in package.part(listed))
    if called and PurePosixPath(package.name.replace("\\", "/")).suffix.casefold() == ".xlsx":
        yield watch("", "", f"The workbook {'carries' if carried else 'says that it carries'} macros (programs), "
                    "though it is called *.xlsx: Excel may refuse to open it, and mail systems of others to let it "
                    "pass.",
                    "Ask who put them there. Give a copy the ending .xlsm, open it in Excel without letting the macros "
                    "run, and save it as Excel Workbook (*.xlsx), which leaves them out.")
    elif carried or package.related("vbaProject"):
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
        if said := comment_texts(opened.package, part.path):
            yield _commented(part.name, said)
        drawings = [target for kind, target in relations(opened.package, part.path).values()
                    if kind == "drawing" and target in opened.package.members]
        pictures = sum(len(_PICTURE.findall(opened.package.part(target))) for target in drawings)
        if part.name == DASHBOARD:
            pictures -= min(CHARTS, pictures)
        if pictures:
            yield fact(part.name, "", f"{plural(pictures, 'picture')}: kept, but not read by ncr.", NOTHING)


def _commented(sheet: str, said: dict[str, str]) -> Remark:
    """The cells of a sheet with a comment, and the first of what they say."""
    shown = listing([f"{ref} {short(text, 60)}" for ref, text in list(said.items())[:SHOWN]])
    more = f" and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
    spots = [spot for spot in map(address_of, said) if spot is not None]
    have = "has" if len(said) == 1 else "have"
    return fact(sheet, as_ranges(spots), f"{plural(len(said), 'cell')} {have} a comment, which is kept, and which "
                f"nothing reads: {shown}{more}.",
                "What counts for the answer belongs into the cell itself, or into 'Internal note'.")
