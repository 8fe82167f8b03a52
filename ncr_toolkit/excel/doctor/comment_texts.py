"""What comments on the cells of a sheet say: notes (ECMA-376 Part 1, 18.7), and comments in threads ([MS-XLSX])."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.text import one_line
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse, relations

_NOTES, _THREADS = "comments", "threadedComment"


def comment_texts(package: WorkbookPackage, sheet: str) -> dict[str, str]:
    """What the comments of the sheet in that part say, by the cell; of a thread all of them, one after the other."""
    found: dict[str, list[str]] = {}
    targets = [(kind, target) for kind, target in relations(package, sheet).values() if target in package.members]
    for wanted in (_THREADS, _NOTES):  # beside a thread lies a note for older programs, which says so
        here: dict[str, list[str]] = {}
        for target in (target for kind, target in targets if kind == wanted):
            for ref, said in _said(package, target):
                here.setdefault(ref, []).append(said)
        found = here | found
    return {ref: "; ".join(filter(None, texts)) for ref, texts in found.items() if ref}


def _said(package: WorkbookPackage, target: str) -> Iterator[tuple[str, str]]:
    """Cell and text of each comment of a part; of one that is damaged nothing, as no figure depends on it."""
    try:
        root = parse(package.name, package.part(target))
    except CannotRun:
        return
    for each in root.iter("{*}comment", "{*}threadedComment"):
        said = ("".join(map(str, text.itertext())) for text in each.iter("{*}text"))
        yield each.get("ref", ""), one_line("".join(said))
