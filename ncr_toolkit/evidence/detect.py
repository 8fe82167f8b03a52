"""What a file really is, by its content: the ending of its name may say anything."""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.evidence.file_kinds import (
    BOXES,
    EMPTY,
    HEIC,
    HTML,
    MAGIC,
    MAIL,
    PDF,
    RIFF,
    SHORT,
    TAR,
    TEXT,
    UNKNOWN,
    VIDEO,
    WEBP,
    FileKind,
)
from ncr_toolkit.evidence.zip_files import kind_of_zip

HEAD = 4096


def kind_of(path: Path) -> FileKind:
    """What the file is by its first bytes, and for packages by what lies in them. Raises OSError if unreadable."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(b"PK"):
        return kind_of_zip(path)
    return _by_head(head, path.suffix.casefold())


def _by_head(head: bytes, ending: str) -> FileKind:
    if not head:
        return EMPTY
    for magic, kind in MAGIC:
        if head.startswith(magic) and (magic not in SHORT or b"\0" in head[:64]):
            return kind
    if head[4:8] == b"ftyp":
        return HEIC if head[8:12] in BOXES else VIDEO
    if head.startswith(b"RIFF"):
        return WEBP if head[8:12] == b"WEBP" else RIFF
    if head[257:262] == b"ustar":
        return TAR
    return PDF if b"%PDF-" in head[:1024] else _text(head, ending)


def _text(head: bytes, ending: str) -> FileKind:
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in head and not utf16:
        return UNKNOWN
    start = head.decode("utf-16" if utf16 else "utf-8-sig", "replace").lstrip().casefold()
    if ending == ".eml" or start.startswith(("mime-version:", "received:", "return-path:", "delivered-to:")):
        return MAIL
    return HTML if start.startswith(("<!doctype html", "<html", "<?xml", "<svg")) else TEXT
