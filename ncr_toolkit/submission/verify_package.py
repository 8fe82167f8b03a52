"""Whether a package is whole: every file against its fingerprint, and nothing in it that does not belong there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import safe_name
from ncr_toolkit.common.packages.errors import PackageError, Reason
from ncr_toolkit.common.packages.limits import MANIFEST_A_MEMBER, MANIFEST_LEAST, SUBMISSION
from ncr_toolkit.common.packages.reader import Member, ZipPackage, escapes, open_zip
from ncr_toolkit.common.text import short
from ncr_toolkit.submission.manifest import CODE_DIGITS, SUMS, code
from ncr_toolkit.submission.manifest import FILE as MANIFEST
from ncr_toolkit.submission.system_files import put_in_by_system


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
    code: str = ""  # which its sender can tell by another way
    folder: str = ""  # in which all of it lies, where it was zipped again with one
    by_system: tuple[str, ...] = ()  # what a Mac or Windows put in by itself: no part of the package, and harmless


def verify(path: Path) -> Verified:
    """Look into a package without unpacking it. Raises CannotRun where it cannot be read, or is none of ours."""
    _refuse_folder(path)
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        with open_zip(path, SUBMISSION) as package:
            package.step_into(folder := _folder_around(package))
            found = _manifest(package, path)
            listed = hashlib.sha256(package.read(MANIFEST)).hexdigest()
            by_system = tuple(member.name for member in package.members if member.name not in _listed(found)
                              and put_in_by_system(member, package))
            faults = tuple(_faults(package, found, {*by_system}))
    except OSError as error:
        raise CannotRun(f"{path} cannot be read ({error.strerror or error}).") from error
    except (PackageError, ValueError) as error:  # ValueError: no file can have such a name
        raise CannotRun(f"{path} is no whole zip file: it was cut off or damaged on the way; ask for it again, or make "
                        "it anew.") from error
    return Verified(path, sha256, str(found.get("day", "")), str(found.get("stage", "")),
                    str(found.get("organisation", "")), str(found.get("register_id", "")), _answers(found, path),
                    len(_listed(found)), faults, code(listed), folder.rstrip("/"), by_system)


def _refuse_folder(path: Path) -> None:
    """Raise CannotRun for a folder, with what to do where it is a package unpacked."""
    if not path.is_dir():
        return
    if (path / MANIFEST).is_file():
        raise CannotRun(f"{path} is a package that was unpacked: name the zip that it came in. If you have that no "
                        "more, zip the folder (Windows: right click, Send to, Compressed folder; Mac: right click, "
                        "Compress), and name that zip.")
    raise CannotRun(f"{path} is a folder; name the package (*.zip) in it.")


def _folder_around(package: ZipPackage) -> str:
    """The folder, or folders within each other, in which all of a package lies, as Windows and a Mac zip a folder; ''
    where there is none."""
    held = [member for member in package.members if not put_in_by_system(member, package)]
    folders = (member.name.removesuffix(MANIFEST) for member in held if member.name.endswith(f"/{MANIFEST}"))
    folder = min(folders, key=len, default="")
    return folder if all(member.name.startswith(folder) or (member.is_folder and folder.startswith(member.name))
                         for member in held) else ""


def is_code(typed: str, verified: Verified) -> bool:
    """Whether a code that somebody was told is that of this package. Raises CannotRun for what is no code."""
    digits = re.sub(r"[\s-]", "", typed).upper()
    if not re.fullmatch(f"[0-9A-F]{{{CODE_DIGITS}}}", digits):
        raise CannotRun(f"{short(typed)} is no code of a package: it has {CODE_DIGITS} digits, such as "
                        f"{code('3f9a27c1d8e0b45f')}.")
    return digits == verified.code.replace("-", "")


def _manifest(package: ZipPackage, path: Path) -> dict[str, Any]:
    none = f"{path} is no package of `ncr package`: "
    unread = f"{none}its {MANIFEST} cannot be read, or is of a later version of ncr."
    try:
        _refuse_bomb(package)
        found = json.loads(package.read(MANIFEST))
        if not isinstance(found, dict) or found.get("format") != 1:
            raise ValueError
        _listed(found)
    except PackageError as error:
        raise CannotRun({Reason.MISSING: f"{none}it holds no {MANIFEST}.",
                         Reason.TOO_LARGE: f"{none}its {MANIFEST} is encrypted or far too large.",
                         Reason.ENCRYPTED: f"{none}its {MANIFEST} is encrypted or far too large.",
                         }.get(error.reason, unread)) from None
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise CannotRun(unread) from None
    return found


def _refuse_bomb(package: ZipPackage) -> None:
    """Raises PackageError for a manifest larger than any of that many files is, before it is unpacked."""
    member = package.parts.get(MANIFEST)
    if member and member.size > MANIFEST_LEAST + MANIFEST_A_MEMBER * len(package.members):
        raise PackageError(Reason.TOO_LARGE, part=MANIFEST, size=member.size)


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


def _faults(package: ZipPackage, found: dict[str, Any], by_system: set[str]) -> Iterator[str]:
    listed, by_name = _listed(found), package.parts
    known = {*listed, MANIFEST, SUMS} | by_system
    looked_at = [member for member in package.members if member.name not in by_system]
    if not package.is_bare():
        yield "Something was put before or behind the files of the zip: the package was made without it."
    yield from (f"{short(member.name)} {why}: do not unpack this file." for member in looked_at
                if (why := _unsafe(member)))
    yield from (f"{short(name)} stands in it {count} times, and which one counts is unknown."
                for name, count in package.doubles().items())
    yield from (f"{short(name)} is missing." for name in (*listed, SUMS) if name not in by_name)
    yield from (f"{short(member.name)} was added: the package was made without it." for member in looked_at
                if member.name not in known and not _unsafe(member) and not _is_around(member, listed))
    for name, (size, sha256) in listed.items():
        if name in by_name and not _is_same(package, by_name[name], size, sha256):
            yield f"{short(name)} was changed: it is not the file that was packed."
    if SUMS in by_name and not _fit(package, listed):
        yield f"{SUMS} and {MANIFEST} do not say the same: one of them was changed."


def _is_around(member: Member, listed: Iterable[str]) -> bool:
    """Whether it is only the folder in which a file of the list lies, as most programs enter it."""
    return member.is_folder and not member.size and any(name.startswith(member.name) for name in listed)


def _unsafe(member: Member) -> str:
    """Why an entry may do harm when the zip is unpacked, '' if it does not."""
    if escapes(member.name):
        return "leads out of the folder it is unpacked into"
    if member.is_link:
        return "is a link to another place"
    if "\\" in member.name or any(map(_is_odd, member.name.rstrip("/").split("/"))):
        return "has a name that not every system bears"
    return "is encrypted" if member.is_encrypted else ""


def _is_odd(name: str) -> bool:
    """Whether a system does not bear a name; a dot before it, which hides it, every one does."""
    plain = name.lstrip(".") or name
    return safe_name(plain, longest=255) != plain


def _is_same(package: ZipPackage, member: Member, size: int, sha256: str) -> bool:
    """Whether an entry holds just these bytes; no more than that many are unpacked."""
    if member.size != size:
        return False
    digest = hashlib.sha256()
    try:
        for piece in package.pieces(member):
            digest.update(piece)
    except (PackageError, OSError):
        return False
    return digest.hexdigest() == sha256


def _fit(package: ZipPackage, listed: dict[str, tuple[int, str]]) -> bool:
    """Whether the sums say what the manifest says, and of the manifest what it is."""
    try:
        lines = package.read(SUMS).decode("utf-8").splitlines()
        own = hashlib.sha256(package.read(MANIFEST)).hexdigest()
    except (PackageError, OSError, UnicodeDecodeError):
        return False
    wanted = {name: sha256 for name, (_, sha256) in listed.items()} | {MANIFEST: own}
    said = [(name, sha256) for sha256, _, name in (line.partition("  ") for line in lines)]
    return sorted(said) == sorted(wanted.items())  # as lists: a name that stands there twice has two fingerprints
