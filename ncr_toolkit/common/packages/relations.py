"""Where the parts of a package lead, and of which kind each is: the two lists that every Open XML package holds.

ISO/IEC 29500-2 (= ECMA-376 Part 2), Open Packaging Conventions: relationships, part names and `[Content_Types].xml`.
Whoever looks for a part asks here; how targets are resolved is settled in `part_name` alone, and how names are compared
in `part_key`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

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
    folder, file = posixpath.split(_slashed(source))
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
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(_slashed(source)), _slashed(target))).lstrip("/")


def part_key(name: str) -> str:
    """What two names of one part have in common: case counts for nothing (ISO/IEC 29500-2, 6.3.5), nor do the ways in
    which zip programs and writers of addresses differ: backslashes, a slash in front, percent codes."""
    return unquote(_slashed(name).lstrip("/")).casefold()


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def part_keys(parts: Iterable[str]) -> dict[str, str]:
    """Parts as they are called in a package, by their `part_key`."""
    return {part_key(part): part for part in parts}


def relations(root: etree._Element, source: str, members: Mapping[str, str]) -> dict[str, Relation]:
    """The relations in the part `root`, of the part named `source`, by id.

    `members`: the `part_keys` of the package; a target that is there is called as it is called there.
    """
    found: dict[str, Relation] = {}
    for each in root.iter("{*}Relationship"):
        target = each.get("Target", "")
        outside = each.get("TargetMode", "").casefold() == "external" or is_address(target)
        if not outside:
            target = part_name(source, target)
            target = members.get(part_key(target), target)
        found[each.get("Id", "")] = Relation(each.get("Type", "").rpartition("/")[2], target, outside)
    return found


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """The kinds of parts: those that are given by name (its `part_key`), and those by the ending of a name."""

    names: dict[str, str]
    endings: dict[str, str]

    def of(self, part: str) -> str:
        """The kind of a part, '' where none is given."""
        return self.names.get(part_key(part)) or self.endings.get(part.rpartition(".")[2].casefold(), "")

    def of_all(self, parts: Iterable[str]) -> dict[str, str]:
        """The kinds of these parts: first those that go by their ending, then those that are named."""
        every = {part: self.of(part) for part in parts}
        own = part_keys(every)
        named = {own[key]: kind for key, kind in self.names.items() if key in own}
        return {part: kind for part, kind in every.items() if kind and part not in named} | named


def content_types(root: etree._Element | None) -> ContentTypes:
    """What `[Content_Types].xml` says; of None nothing."""
    every = [] if root is None else list(root.iter("{*}Default", "{*}Override"))
    return ContentTypes({part_key(each.get("PartName", "")): each.get("ContentType", "") for each in every
                         if each.get("PartName")},
                        {each.get("Extension", "").casefold(): each.get("ContentType", "") for each in every
                         if each.get("Extension")})
