"""Whether a file is a register, or carries one: in a zip archive, within another one, in an Office document, as an
attachment of an e-mail or a PDF. Archives of other kinds are not looked into, which `inspect` tells.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.limits import EVIDENCE
from ncr_toolkit.common.packages.reader import Member, ZipPackage
from ncr_toolkit.core.model import Finding
from ncr_toolkit.evidence.attached_files import OLE, ZIP, may_carry, within
from ncr_toolkit.evidence.ole_files import LARGEST
from ncr_toolkit.evidence.zip_files import opened, part

_PARTS = re.compile(r"(?:xl/)?(?:sharedStrings\w*|worksheets/.*|content)\.(?:xml|bin)", re.IGNORECASE)
_LISTS = re.compile(r"(?:xl/workbook\w*|content)\.(?:xml|bin)", re.IGNORECASE)
_NO_PACKAGES = (".xml", ".rels")
_DEEP = 3  # files within files


@dataclass(frozen=True)
class Known:
    """The register that is looked for: where it lies, and its id, '' where it has none."""

    path: Path
    id: str

    @cached_property
    def _content(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def sum(self) -> tuple[int, int]:
        """Its size and the sum that a zip package gives of it."""
        return len(self._content), zlib.crc32(self._content)

    def is_same(self, content: bytes) -> bool:
        return len(content) == self.path.stat().st_size and content == self._content


def holds(path: Path, known: Known) -> bool:
    """Whether a file is that register, saved by whatever program, or carries it. Raises OSError."""
    if path.stat().st_size == known.path.stat().st_size and known.is_same(path.read_bytes()):
        return True
    with path.open("rb") as stream:
        start = stream.read(8)
    if start[:2] == ZIP[:2]:
        return _of_package(path, known, _DEEP)
    return may_carry(path.name, start) and path.stat().st_size <= LARGEST \
        and _of_content(path.read_bytes(), path.name, known, _DEEP)


def _of_content(content: bytes, name: str, known: Known, deep: int) -> bool:
    """Whether bytes are that register or carry it, in up to `deep` files within each other."""
    if content.startswith(ZIP):
        return known.is_same(content) or _of_package(content, known, deep)
    if content.startswith(OLE) and _is_old_register(content, known.id):
        return True
    return deep > 0 and any(_of_content(each, "", known, deep - 1) for each in within(content, name))


def _of_package(source: Path | bytes, known: Known, deep: int) -> bool:
    package = opened(source)
    if package is None:
        return False
    with package:
        if any((each.size, each.info.CRC) == known.sum for each in package.members) or _is_register(package, known.id):
            return True
        return deep > 0 and any(_of_content(part(package, each.name), each.name, known, deep - 1)
                                for each in package.members[:EVIDENCE.members] if _is_carrier(package, each))


def _is_register(package: ZipPackage, id: str) -> bool:
    """Whether it is a workbook that has the sheet Findings and a cell with that id; texts stand in XML, or in the parts
    of an .xlsb behind their length, with two bytes a letter ([MS-XLSB] 2.5.169 XLWideString)."""
    def holds(pattern: re.Pattern[str], *texts: bytes) -> bool:
        contents = (part(package, name) for name in names if pattern.fullmatch(name))
        return any(text in content for content in contents for text in texts)

    names, sheet = [member.name for member in package.members], Finding.SHEET.name
    return bool(id) and holds(_LISTS, f'"{sheet}"'.encode(), _wide(sheet)) \
        and holds(_PARTS, f">{escape(id, quote=False)}<".encode(), _wide(id))


def _wide(text: str) -> bytes:
    units = text.encode("utf-16-le", "replace")
    return struct.pack("<I", len(units) // 2) + units


def _is_old_register(content: bytes, id: str) -> bool:
    """Whether it is a workbook of Excel 97 to 2003 with that sheet and that id. Texts stand behind their length, in one
    byte a letter or in two ([MS-XLS] 2.4.28 BoundSheet8, 2.5.293 XLUnicodeRichExtendedString)."""
    sheet, wide = Finding.SHEET.name.encode(), id.encode("utf-16-le", "replace")
    narrow = id.encode("latin-1", "replace")
    texts = (struct.pack("<HB", len(wide) // 2, 1) + wide, struct.pack("<HB", len(narrow), 0) + narrow)
    return bool(id) and bytes((len(sheet), 0)) + sheet in content and any(text in content for text in texts)


def _is_carrier(package: ZipPackage, member: Member) -> bool:
    """Whether a member may carry a workbook, by its first bytes, whatever it is called."""
    if member.is_folder or member.name.casefold().endswith(_NO_PACKAGES):
        return False
    try:
        return may_carry(member.name, next(package.pieces(member), b""))
    except (PackageError, OSError):
        return False
