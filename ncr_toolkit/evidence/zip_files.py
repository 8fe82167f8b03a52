"""Zip packages, looked into within limits: what they are, whether they unpack safely, and single parts of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.limits import EVIDENCE, MB
from ncr_toolkit.common.packages.reader import ZipPackage, escapes, open_zip
from ncr_toolkit.common.packages.relations import CONTENT_TYPES
from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence import file_kinds
from ncr_toolkit.evidence.file_kinds import FileKind
from ncr_toolkit.evidence.filenames import BLOCKED, trouble
from ncr_toolkit.evidence.notes import EvidenceNote, Topic, damaged, locked, unseen

_PARTS = (("word/", file_kinds.WORD), ("xl/", file_kinds.EXCEL), ("ppt/", file_kinds.POWERPOINT),
          ("visio/", file_kinds.VISIO))


def opened(source: Path | bytes) -> ZipPackage | None:
    """The package, None where it is damaged or lists more files than anybody packs."""
    try:
        return open_zip(source, EVIDENCE)
    except (PackageError, OSError):
        return None


def part(package: ZipPackage, name: str) -> bytes:
    """One part; b'' where it is not there, damaged, locked, or larger than anybody needs."""
    try:
        return package.read(name)
    except (PackageError, OSError):
        return b""


def kind_of_zip(path: Path) -> FileKind:
    """What a package is by the names of its parts."""
    archive = opened(path)
    if archive is None:
        return file_kinds.ZIP
    with archive:
        names = {member.name for member in archive.members[:EVIDENCE.members]}
        if CONTENT_TYPES in names:
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
        yield from bomb(archive)
        if any(member.is_encrypted for member in archive.members):
            yield locked("archive")
        yield from _names([member.name for member in archive.members])
        files = sum(not member.is_folder for member in archive.members)
        if files:
            yield unseen(f"it is an archive of {plural(files, 'file')}, none of which was opened")


def bomb(package: ZipPackage) -> Iterator[EvidenceNote]:
    """A note where unpacking would fill the disk."""
    if package.excess():
        yield EvidenceNote(Level.WARNING, Topic.ARCHIVE,
                           f"would unpack to {package.size // MB:,} MB in {len(package.members):,} files, as "
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
