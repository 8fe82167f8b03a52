"""Whether a file is a register, or carries one: in an archive, within another archive, in an Office document, as an
attachment of an e-mail.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.limits import EVIDENCE
from ncr_toolkit.common.packages.reader import Member, ZipPackage
from ncr_toolkit.core.model import Finding
from ncr_toolkit.evidence.zip_files import opened, part

_PARTS = re.compile(r"(?:xl/)?(?:sharedStrings\w*|worksheets/.*|content)\.xml", re.IGNORECASE)
_LISTS = re.compile(r"(?:xl/workbook\w*|content)\.xml", re.IGNORECASE)
_ZIP, _ZIP_IN_BASE64 = b"PK\x03\x04", b"UEsDB"  # as an attachment it is written in base64 (RFC 2045, 6.8)
_MAIL = (".eml", ".mht", ".mbox")
_NO_PACKAGES = (".xml", ".rels")
_DEEP = 3  # archives within archives


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
        start = stream.read(4)
    if start[:2] == _ZIP[:2]:
        return _of_package(path, known, _DEEP)
    return path.suffix.casefold() in _MAIL and path.stat().st_size <= EVIDENCE.part \
        and any(_of_content(each, known, _DEEP) for each in _attachments(path.read_bytes()))


def _of_content(content: bytes, known: Known, deep: int) -> bool:
    return known.is_same(content) or (content.startswith(_ZIP) and _of_package(content, known, deep))


def _of_package(source: Path | bytes, known: Known, deep: int) -> bool:
    package = opened(source)
    if package is None:
        return False
    with package:
        if any((each.size, each.info.CRC) == known.sum for each in package.members) or _is_register(package, known.id):
            return True
        return deep > 0 and any(_of_content(part(package, each.name), known, deep - 1)
                                for each in package.members[:EVIDENCE.members] if _is_package(package, each))


def _is_register(package: ZipPackage, id: str) -> bool:
    """Whether it is a workbook that has the sheet Findings and a cell with that id."""
    names = [member.name for member in package.members]
    sheet = f'"{Finding.SHEET.name}"'.encode()
    if not id or not any(sheet in part(package, name) for name in names if _LISTS.fullmatch(name)):
        return False
    cell = f">{escape(id, quote=False)}<".encode()
    return any(cell in part(package, name) for name in names if _PARTS.fullmatch(name))


def _is_package(package: ZipPackage, member: Member) -> bool:
    """Whether a member is a zip package by its first bytes, whatever it is called."""
    if member.is_folder or member.name.casefold().endswith(_NO_PACKAGES):
        return False
    try:
        return next(package.pieces(member), b"").startswith(_ZIP)
    except (PackageError, OSError):
        return False


def _attachments(content: bytes) -> Iterator[bytes]:
    if _ZIP_IN_BASE64 not in content:
        return
    from email import message_from_bytes

    try:
        parts = list(message_from_bytes(content).walk())
    except RecursionError:  # in each other as no mail program writes them
        return
    for each in parts:
        payload = each.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield payload
