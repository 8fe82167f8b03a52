"""Where the parts of a package lead, and of which kind each is: the two lists that every Open XML package holds.

ISO/IEC 29500-2 (= ECMA-376 Part 2), Open Packaging Conventions: relationships, part names and `[Content_Types].xml`.
Whoever looks for a part asks here; how names are compared, and targets resolved, is settled in `part_name` alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part leads."""

    kind: str  # the last word of its type: image, hyperlink, header
    target: str  # the name of a part; of what lies outside the package the address as it is written
    outside: bool


def relations_part(source: str) -> str:
    """The name of the part with the relations of another one; '' stands for the package itself."""
    folder, file = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def source_of(relations_name: str) -> str:
    """The name of the part whose relations a part of that name holds: the way back from `relations_part`."""
    folder, file = posixpath.split(relations_name)
    return posixpath.join(posixpath.dirname(folder), file[:-len(".rels")])


def is_address(target: str) -> bool:
    """Whether a target names what lies outside of any package: it has a scheme (`file:`, `https:`, a drive), or names a
    server; whatever its TargetMode says."""
    return _ADDRESS.match(target) is not None


def part_name(source: str, target: str) -> str:
    """The name of the part that a target written in `source` means: from the root, or from the folder of `source`."""
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(source), target)).lstrip("/")


def relations(root: etree._Element, source: str, *, backslashes: bool = False) -> dict[str, Relation]:
    """The relations in the part `root`, of the part named `source`, by id. `backslashes`: taken for slashes."""
    found: dict[str, Relation] = {}
    for each in root.iter("{*}Relationship"):
        target = each.get("Target", "")
        outside = each.get("TargetMode", "").casefold() == "external" or is_address(target)
        if not outside:
            target = part_name(source, target.replace("\\", "/") if backslashes else target)
        found[each.get("Id", "")] = Relation(each.get("Type", "").rpartition("/")[2], target, outside)
    return found


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """The kinds of parts: those that are given by name, and those by the ending of a name."""

    names: dict[str, str]
    endings: dict[str, str]

    def of(self, part: str) -> str:
        """The kind of a part, '' where none is given."""
        return self.names.get(part) or self.endings.get(part.rpartition(".")[2].casefold(), "")

    def of_all(self, parts: Iterable[str]) -> dict[str, str]:
        """The kinds of these parts: first those that go by their ending, then those that are named."""
        every = {part: self.of(part) for part in parts}
        named = {part: kind for part, kind in self.names.items() if part in every}
        return {part: kind for part, kind in every.items() if kind and part not in named} | named


def content_types(root: etree._Element | None) -> ContentTypes:
    """What `[Content_Types].xml` says; of None nothing."""
    every = [] if root is None else list(root.iter("{*}Default", "{*}Override"))
    return ContentTypes({each.get("PartName", "").lstrip("/"): each.get("ContentType", "") for each in every
                         if each.get("PartName")},
                        {each.get("Extension", "").casefold(): each.get("ContentType", "") for each in every
                         if each.get("Extension")})
