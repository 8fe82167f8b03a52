"""Digital signatures of a workbook: whether it bears one, and a copy without.

Signatures in packages as in ECMA-376 Part 2, 13: their origin is a relation of the package, their parts lie together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.relations import CONTENT_TYPES, relations_part
from ncr_toolkit.common.packages.safe_xml import parse
from ncr_toolkit.common.packages.writer import packed
from ncr_toolkit.excel.opc.package import SIGNATURES
from ncr_toolkit.excel.patch.workbook_parts import xml


def is_signed(members: Collection[str]) -> bool:
    """Whether a package with these parts bears a signature."""
    return any(name.startswith(SIGNATURES) for name in members)


def without_signatures(data: bytes) -> bytes:
    """The workbook without its signatures, which no longer hold once anything is written into it."""
    with open_zip(data, OWN) as package:
        return packed(_kept(package.contents()))


def _kept(contents: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, content in contents:
        if name.startswith(SIGNATURES):
            continue
        yield name, _unsigned(content) if name in (CONTENT_TYPES, relations_part("")) else content


def _unsigned(content: bytes) -> bytes:
    """The list of contents, or of the package's relations, without the signatures."""
    root = parse(content)
    for each in list(root):
        if SIGNATURES in each.get("Target", "") or SIGNATURES in each.get("PartName", ""):
            root.remove(each)
    return xml(root)
