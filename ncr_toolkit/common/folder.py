"""The evidence folder: which file a cell means, and why it cannot be used if it cannot."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path, PurePosixPath


class FileTrouble(StrEnum):
    """Why what stands in a cell is no file of the evidence folder."""

    LOCAL = "a path of one computer"
    OUTSIDE = "outside the evidence folder"
    MISSING = "not there"
    FOLDER = "a folder, not a file"
    EMPTY = "empty"
    UNREADABLE = "cannot be opened"
    INSECURE = "a link that is not https, or not whole"
    SEVERAL = "several files in one cell"
    OWN = "the register itself, a copy of it, what carries one, or a record of ncr"
    ANSWER = "an answer that ncr made"

RUNS, SENT, SHARED_OUT = "runs", "sent", "shared-out"
"""The folders beside a register in which its runs, what was made to be sent, and what was shared out are kept."""
KEPT = (RUNS, SENT, SHARED_OUT)


@dataclass(frozen=True, slots=True)
class Located:
    """What a cell points to: a file, a link, or trouble."""

    path: Path | None = None
    link: str = ""
    trouble: FileTrouble | None = None


_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_NEXT_LINK = re.compile(r"(?<=\S)[\s;,|]{1,20}(?=https?://)|(?<=\S)(?:[;,|]\s|\s{0,9}\n)\s{0,9}(?=[^\s;,|]+\.\w{2,5}$)",
                        re.IGNORECASE)
_ENDING = re.compile(r"\w\.[A-Za-z]\w{1,4}$|^https?://", re.IGNORECASE)
_DRIVE = re.compile(r"^[a-z]:", re.IGNORECASE)
_LONGEST_NAME = 200  # bytes of the name of a folder: a system refuses to look for what is much longer


def locate(folder: Path, text: str) -> Located:
    """The file of `folder` that `text` names.

    `text` is what stands in the cell: a relative name with / or \\, or an https link. Paths of one computer (a drive, a
    server, `file:`, a leading slash), paths out of the folder by `..` or by a symbolic link are refused.
    """
    name = text.strip()
    if name.casefold().startswith(("https:", "http:")):
        if _NEXT_LINK.search(name):
            return Located(trouble=FileTrouble.SEVERAL)
        whole = re.match(r"https://[^\s/.]+\.\S+$", name, re.IGNORECASE)
        return Located(link=name, trouble=None if whole else FileTrouble.INSECURE)
    parts = name.replace("\\", "/")
    if _is_local(parts):
        return Located(trouble=FileTrouble.LOCAL)
    if ".." in PurePosixPath(parts).parts:
        return Located(trouble=FileTrouble.OUTSIDE)
    found = _look(folder, parts)
    if found.trouble is FileTrouble.MISSING and len(named_in(folder, text)) > 1:
        return Located(trouble=FileTrouble.SEVERAL)
    return found


def named_in(folder: Path, text: str) -> list[str]:
    """The names in a cell, where several stand in it: on lines of their own or after a semicolon; after a comma, a
    plus, an "and" or a space only where every one is a file of the folder. Else the one name that it is."""
    if text.strip().casefold().startswith(("https:", "http:")):
        return [part for part in _NEXT_LINK.split(text.strip()) if part]
    parts = [part.strip() for part in re.split(r"[\n\r;|]+", text) if part.strip()]
    if len(parts) > 1 and all(_ENDING.search(part) or _is_there(folder, part) for part in parts):
        return parts
    for mark in (r",|\s(?:and|und|et|y|e|en|&|\+)\s|\+", r"(?<=\.\w{3})\s+|(?<=\.\w{4})\s+"):
        parts = [part.strip() for part in re.split(mark, text, maxsplit=20) if part.strip()]
        if len(parts) > 1 and all(_is_there(folder, part) for part in parts):
            return parts
    return [text.strip()]


def _is_there(folder: Path, text: str) -> bool:
    name = text.replace("\\", "/")
    return not _is_local(name) and ".." not in PurePosixPath(name).parts and _look(folder, name).trouble in (
        None, FileTrouble.EMPTY)


def _is_local(parts: str) -> bool:
    """Whether a path with / means a place of one computer: a drive, a server, a home, the root, `file:`."""
    home = parts == "~" or (parts.startswith("~") and "/" in parts)  # programs begin names of their own files so
    return (home or parts.startswith("/") or bool(_DRIVE.match(parts)) or bool(_SCHEME.match(parts)) or "\x00" in parts)


def beside(home: Path, name: str) -> Path:
    """The evidence folder of a register in `home`: the one named; `evidence` where that is none or elsewhere."""
    named = home / name.strip().replace("\\", "/") if name.strip() and is_beside(name) else home / "evidence"
    return named if named.resolve().is_relative_to(home.resolve()) else home / "evidence"


def is_beside(name: str) -> bool:
    """Whether the name of an evidence folder means one beside the register or below it."""
    parts = name.strip().replace("\\", "/")
    short = len(parts.encode("utf-8", "replace")) <= _LONGEST_NAME
    return short and not _is_local(parts) and ".." not in PurePosixPath(parts).parts


def _look(folder: Path, parts: str) -> Located:
    path = folder / parts
    try:
        real = path.resolve()
        if not real.is_relative_to(folder.resolve()):
            return Located(trouble=FileTrouble.OUTSIDE)
        if not real.exists():
            other = _otherwise(folder, parts)
            return _look(folder, other) if other else Located(trouble=FileTrouble.MISSING)
        if real.is_dir():
            return Located(trouble=FileTrouble.FOLDER)
        if not os.access(real, os.R_OK):
            return Located(trouble=FileTrouble.UNREADABLE)
        return Located(path=real, trouble=FileTrouble.EMPTY if real.stat().st_size == 0 else None)
    except (OSError, RuntimeError, ValueError):  # a name too long, a loop of links, a share that is away
        return Located(trouble=FileTrouble.MISSING)


def _otherwise(folder: Path, parts: str) -> str:
    """The name on the disk of what is not there as it is typed: a Mac takes letters with accents apart, and capitals
    may differ; '' where nothing is called so."""
    found: list[str] = []
    for part in PurePosixPath(parts).parts:
        listed = _listed(folder.joinpath(*found))
        composed = unicodedata.normalize("NFC", part)
        name = listed.get(composed) or listed.get(composed.casefold())
        if name is None:
            return ""
        found.append(name)
    name = "/".join(found)
    return name if name != PurePosixPath(parts).as_posix() else ""


def _listed(folder: Path) -> dict[str, str]:
    return _list_of(str(folder), folder.stat().st_mtime_ns) if folder.is_dir() else {}


@lru_cache(maxsize=256)
def _list_of(folder: str, changed: int) -> dict[str, str]:
    """The names in a folder, by what they are compared with. `changed`: when, so that a list is not taken for that of
    another moment."""
    listed = sorted(os.listdir(folder))
    folded = {unicodedata.normalize("NFC", name).casefold(): name for name in reversed(listed)}
    return folded | {unicodedata.normalize("NFC", name): name for name in listed}


def names(folder: Path) -> list[str]:
    """Every file below the evidence folder, by relative name with `/`, sorted."""
    if not folder.is_dir():
        return []
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def fingerprint(path: Path, tell: Callable[[int], object] | None = None) -> str:
    """The SHA-256 of a file as 64 hexadecimal digits; '' where it cannot be read. Read in pieces: `tell` is called with
    the number of bytes after each."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
                if tell is not None:
                    tell(len(block))
    except OSError:
        return ""
    return digest.hexdigest()


class Fingerprints(dict[Path, str]):
    """The fingerprints of files by path, each file read the first time it is asked for."""

    def __missing__(self, path: Path) -> str:
        return self.setdefault(path, fingerprint(path))


def plain_fingerprint(typed: str) -> str:
    """A fingerprint as it stands in a cell without what programs put round it: `SHA256: 3F 9A...` is 3f9a...

    >>> plain_fingerprint("SHA-256:3F 9A")
    '3f9a'
    """
    return re.sub(r"^sha-?256:|\s", "", typed.casefold())
