"""Whether a package is whole: every file against its fingerprint, and nothing in it that does not belong there."""

from __future__ import annotations

import hashlib
import json
import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import safe_name
from ncr_toolkit.common.text import short
from ncr_toolkit.submission.manifest import FILE as MANIFEST
from ncr_toolkit.submission.manifest import SUMS

_CHUNK = 1 << 20
_LARGEST_LIST = 50_000_000  # bytes of a manifest
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"
_END_LENGTH = 22  # bytes of the record at the end of a zip without a comment
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, EOFError, ValueError,
          OverflowError, RecursionError)
"""What reading a zip that was damaged, or made to do harm, ends in."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, as the manifest tells of it."""

    id: str
    version: int
    print: str
    response: str
    evidence: tuple[tuple[str, str], ...] = ()  # id and fingerprint of each file


@dataclass(frozen=True)
class Verified:
    """What a package says of itself, and what is wrong with it."""

    path: Path
    sha256: str
    day: str
    stage: str
    organisation: str
    register_id: str
    answers: tuple[Answered, ...]
    files: int
    faults: tuple[str, ...]  # sentences; none: it is whole


def verify(path: Path) -> Verified:
    """Look into a package without unpacking it. Raises CannotRun where it cannot be read, or is none of ours."""
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        with zipfile.ZipFile(path) as package:
            found = _manifest(package, path)
            faults = tuple(_faults(package, found))
    except OSError as error:
        raise CannotRun(f"{path} cannot be read ({error.strerror or error}).") from error
    except BROKEN as error:
        raise CannotRun(f"{path} is no whole zip file ({error}): it was cut off or damaged on the way; ask for it "
                        "again, or make it anew.") from error
    return Verified(path, sha256, str(found.get("day", "")), str(found.get("stage", "")),
                    str(found.get("organisation", "")), str(found.get("register_id", "")), _answers(found, path),
                    len(_listed(found)), faults)


def _manifest(package: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    none = f"{path} is no package of `ncr package`: "
    try:
        info = package.getinfo(MANIFEST)
    except KeyError:
        raise CannotRun(f"{none}it holds no {MANIFEST}.") from None
    if info.file_size > _LARGEST_LIST or info.flag_bits & _ENCRYPTED:
        raise CannotRun(f"{none}its {MANIFEST} is encrypted or far too large.")
    try:
        found = json.loads(package.read(info))
        if not isinstance(found, dict) or found.get("format") != 1:
            raise ValueError
        _listed(found)
    except (*BROKEN, KeyError, TypeError):
        raise CannotRun(f"{none}its {MANIFEST} cannot be read, or is of a later version of ncr.") from None
    return found


def _listed(found: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """Size and fingerprint of every file by its name, as the manifest has them."""
    return {str(each["name"]): (int(each["size"]), str(each["sha256"])) for each in found["files"]}


def _answers(found: dict[str, Any], path: Path) -> tuple[Answered, ...]:
    try:
        return tuple(Answered(str(each["id"]), int(each["version"]), str(each["answer"]), str(each["response"]),
                              tuple((str(proof["id"]), str(proof["sha256"])) for proof in each.get("evidence", ())
                                    if proof.get("sha256")))
                     for each in found["findings"])
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        raise CannotRun(f"The {MANIFEST} of {path} does not say which findings it answers; it was changed.") from None


def _faults(package: zipfile.ZipFile, found: dict[str, Any]) -> Iterator[str]:
    listed, entries = _listed(found), package.infolist()
    counts = Counter(info.filename.casefold() for info in entries)
    by_name = {info.filename: info for info in entries}
    starts_late = bool(entries) and min(info.header_offset for info in entries) > 0
    if starts_late or package.comment or not _ends_plainly(package):
        yield "Something was put before or behind the files of the zip: the package was made without it."
    yield from (f"{short(info.filename)} {why}: do not unpack this file." for info in entries
                if (why := _unsafe(info)))
    yield from (f"{short(name)} stands in it {count} times, and which one counts is unknown."
                for name, count in counts.items() if count > 1)
    yield from (f"{short(name)} is missing." for name in (*listed, SUMS) if name not in by_name)
    yield from (f"{short(info.filename)} was added: the package was made without it." for info in entries
                if info.filename not in {*listed, MANIFEST, SUMS} and not _unsafe(info))
    for name, (size, sha256) in listed.items():
        if name in by_name and not _is_same(package, by_name[name], size, sha256):
            yield f"{short(name)} was changed: it is not the file that was packed."
    if SUMS in by_name and not _fit(package, by_name[SUMS], by_name.get(MANIFEST), listed):
        yield f"{SUMS} and {MANIFEST} do not say the same: one of them was changed."


def _ends_plainly(package: zipfile.ZipFile) -> bool:
    """Whether nothing follows on the end of the zip."""
    stream = package.fp
    if stream is None:
        return False
    size = stream.seek(0, 2)
    stream.seek(max(size - _END_LENGTH, 0))
    return stream.read(len(_END)) == _END


def _unsafe(info: zipfile.ZipInfo) -> str:
    """Why an entry may do harm when the zip is unpacked, '' if it does not."""
    name, parts = info.filename, info.filename.replace("\\", "/").rstrip("/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or PureWindowsPath(name).drive or PureWindowsPath(name).root:
        return "leads out of the folder it is unpacked into"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link to another place"
    if "\\" in name or any(safe_name(part, longest=255) != part for part in parts):
        return "has a name that not every system bears"
    return "is encrypted" if info.flag_bits & _ENCRYPTED else ""


def _is_same(package: zipfile.ZipFile, info: zipfile.ZipInfo, size: int, sha256: str) -> bool:
    """Whether an entry holds just these bytes; no more than that many are unpacked."""
    if info.file_size != size or info.flag_bits & _ENCRYPTED:
        return False
    digest, read = hashlib.sha256(), 0
    try:
        with package.open(info) as stream:
            while read <= size and (piece := stream.read(_CHUNK)):
                read += len(piece)
                digest.update(piece)
    except (*BROKEN, OSError):
        return False
    return read == size and digest.hexdigest() == sha256


def _fit(package: zipfile.ZipFile, info: zipfile.ZipInfo, manifest: zipfile.ZipInfo | None,
         listed: dict[str, tuple[int, str]]) -> bool:
    """Whether the sums say what the manifest says, and of the manifest what it is."""
    if info.file_size > _LARGEST_LIST or info.flag_bits & _ENCRYPTED or manifest is None:
        return False
    try:
        lines = package.read(info).decode("utf-8").splitlines()
        own = hashlib.sha256(package.read(manifest)).hexdigest()
    except (*BROKEN, OSError):
        return False
    wanted = {name: sha256 for name, (_, sha256) in listed.items()} | {MANIFEST: own}
    said = [(name, sha256) for sha256, _, name in (line.partition("  ") for line in lines)]
    return sorted(said) == sorted(wanted.items())  # as lists: a name that stands there twice has two fingerprints
