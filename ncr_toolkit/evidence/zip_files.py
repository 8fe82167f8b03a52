"""Zip packages, looked into within limits: what they are, whether they unpack safely, and single parts of them."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence import file_kinds
from ncr_toolkit.evidence.file_kinds import FileKind
from ncr_toolkit.evidence.filenames import BLOCKED, trouble
from ncr_toolkit.evidence.notes import EvidenceNote, Topic, damaged, locked, unseen

MB = 1024 * 1024
LARGEST_PART = 32 * MB
LARGEST_TOTAL = 128 * MB
LARGEST_LIST = 4 * MB
MOST_MEMBERS = 20_000
SUSPECT, HIGHEST_RATIO = 100 * MB, 200
TOO_LARGE = 2048 * MB

_BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error, zlib.error, KeyError,
           RuntimeError, OSError)
_PARTS = (("word/", file_kinds.WORD), ("xl/", file_kinds.EXCEL), ("ppt/", file_kinds.POWERPOINT),
          ("visio/", file_kinds.VISIO))


class Zip:
    """An opened zip package. Used with `with`; raises a note-worthy error only from `open_zip`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.left = LARGEST_TOTAL  # many small parts may unpack to as much as one large one
        self.members = {member.filename: member for member in archive.infolist()}

    def part(self, name: str) -> bytes:
        """One part; b'' where it is not there, damaged, locked, or larger than anybody needs."""
        member = self.members.get(name)
        if member is None or min(LARGEST_PART, self.left) < member.file_size:
            self.left = self.left if member is None or member.file_size > LARGEST_PART else 0
            return b""
        self.left -= member.file_size
        try:
            with self._archive.open(member) as stream:
                return stream.read(member.file_size)
        except _BROKEN:
            return b""

    def too_large(self, *names: str) -> bool:
        """Whether one of these parts is larger than is looked into."""
        return any(name in self.members and self.members[name].file_size > LARGEST_PART for name in names)


def opened(path: Path) -> zipfile.ZipFile | None:
    """The archive, None where it is damaged or lists more files than anybody packs."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(path.stat().st_size - 66_000, 0))
            end = stream.read()
        place = end.rfind(b"PK\x05\x06")
        if place >= 0 and int.from_bytes(end[place + 12:place + 16], "little") > LARGEST_LIST:
            return None
        return zipfile.ZipFile(path)
    except _BROKEN:
        return None


def kind_of_zip(path: Path) -> FileKind:
    """What a package is by the names of its parts."""
    archive = opened(path)
    if archive is None:
        return file_kinds.ZIP
    with archive:
        names = set(archive.namelist()[:MOST_MEMBERS])
        if "[Content_Types].xml" in names:
            return next((kind for folder, kind in _PARTS if any(name.startswith(folder) for name in names)),
                        file_kinds.ZIP)
        if "mimetype" in names and any(name.startswith("META-INF/manifest") for name in names):
            return file_kinds.OPEN_DOCUMENT
        return file_kinds.JAR if "META-INF/MANIFEST.MF" in names else file_kinds.ZIP


def archive_notes(path: Path) -> Iterator[EvidenceNote]:
    """What is to be said about a zip archive."""
    archive = opened(path)
    if archive is None:
        yield damaged("it is damaged or cut off")
        return
    with archive:
        members = archive.infolist()
        yield from bomb(members)
        if any(member.flag_bits & 1 for member in members):
            yield locked("archive")
        yield from _names([member.filename for member in members])
        files = sum(not member.is_dir() for member in members)
        if files:
            yield unseen(f"it is an archive of {plural(files, 'file')}, none of which was opened")


def bomb(members: Collection[zipfile.ZipInfo]) -> Iterator[EvidenceNote]:
    """A note where unpacking would fill the disk."""
    size, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    if size > TOO_LARGE or (size > SUSPECT and size > HIGHEST_RATIO * max(packed, 1)) or len(members) > MOST_MEMBERS:
        yield EvidenceNote(Level.WARNING, Topic.ARCHIVE,
                           f"would unpack to {size // MB:,} MB in {len(members):,} files, as "
                           "attacks do: the body's virus scanner will refuse it",
                           "Do not open it; ask whoever sent it, and take a clean copy.")


def _names(names: list[str]) -> Iterator[EvidenceNote]:
    escaping = [name for name in names if escapes(name)]
    if escaping:
        yield EvidenceNote(Level.WARNING, Topic.ARCHIVE,
                           f"holds {plural(len(escaping), 'entry').replace('entrys', 'entries')} "
                           f"that would be unpacked outside its folder: {quoted(escaping, 3)}",
                           "Do not unpack it; ask whoever sent it, and pack the files anew.")
    programs = [name for name in names if name.casefold().endswith(BLOCKED)]
    if programs:
        yield EvidenceNote(Level.WARNING, Topic.BLOCKED, f"holds {quoted(programs, 3)}, which mail filters block",
                           "Take out what is no proof, and pack it again.")
    odd = [name for name in names if name not in escaping and trouble(name)]
    if odd:
        yield EvidenceNote(Level.WARNING, Topic.NAME, f"holds names that Windows cannot unpack: {quoted(odd, 3)}",
                           "Give the files other names, and pack them again.")
    inner = [name for name in names if name.casefold().endswith((".zip", ".7z", ".rar", ".gz", ".tar"))]
    if inner:
        yield EvidenceNote(Level.WARNING, Topic.ARCHIVE, f"holds archives within the archive: {quoted(inner, 3)}",
                           "Put the files themselves into the folder; auditors do not unpack twice.")


def escapes(name: str) -> bool:
    """Whether an entry leads out of the folder that it is unpacked into."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or bool(re.match("[A-Za-z]:", plain)) or ".." in plain.split("/")
