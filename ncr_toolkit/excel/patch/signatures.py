"""Digital signatures of a workbook: whether it bears one, and a copy without.

Signatures in packages as in ECMA-376 Part 2, 13: their origin is a relation of the package, and leads to each of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.relations import CONTENT_TYPES, part_key, part_name, relations_part
from ncr_toolkit.common.packages.safe_xml import parse
from ncr_toolkit.common.packages.writer import packed
from ncr_toolkit.excel.opc.package import WorkbookPackage, signature_parts
from ncr_toolkit.excel.patch.workbook_parts import xml


def without_signatures(package: WorkbookPackage, data: bytes) -> bytes:
    """A workbook made of `package` without its signatures, which no longer hold once anything is written into it."""
    gone = {part_key(name) for part in signature_parts(package) for name in (part, relations_part(part))}
    with open_zip(data, OWN) as changed:
        return packed(_kept(changed.contents(), gone))


def _kept(contents: Iterator[tuple[str, bytes]], gone: Collection[str]) -> Iterator[tuple[str, bytes]]:
    lists = {part_key(CONTENT_TYPES), part_key(relations_part(""))}
    for name, content in contents:
        if part_key(name) not in gone:
            yield name, _unsigned(content, gone) if part_key(name) in lists else content


def _unsigned(content: bytes, gone: Collection[str]) -> bytes:
    """The list of contents, or of the package's relations, without the signatures."""
    root = parse(content)
    for each in list(root):
        if {part_key(each.get("PartName", "")), part_key(part_name("", each.get("Target", "")))} & set(gone):
            root.remove(each)
    return xml(root)
