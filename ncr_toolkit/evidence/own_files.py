"""What is never evidence, whatever row names it: the register, its copies, and what ncr keeps beside it.

They hold internal notes, e-mail addresses and every other finding.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from ncr_toolkit.common.folder import RUNS, SENT, FileTrouble, Located, locate
from ncr_toolkit.core.model import Evidence, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.zip_files import opened, part

_UNDER_WAY = re.compile(r"\..*\.part")
_PARTS = re.compile(r"(?:xl/)?(?:sharedStrings\w*|worksheets/.*|content)\.xml", re.IGNORECASE)
_LISTS = re.compile(r"(?:xl/workbook\w*|content)\.xml", re.IGNORECASE)


def place_of(proof: Evidence, review: Review) -> Located:
    """What the file cell of a row points to; nothing where there is no cell or no folder to look in.

    Whoever asks for a file of the evidence asks here: what is no evidence is trouble, and comes without a path.
    """
    if review.folder is None or not proof.known("file"):
        return Located()
    return review.once(_places)[proof.file]


def is_own(path: Path, review: Review) -> bool:
    """Whether a file is the register, a copy of it under whatever name, a record of ncr, or a mark of an open file."""
    return review.once(_own)[path]


class _Places(dict[str, Located]):
    """Where the files of the cells lie, each looked for the first time it is asked for."""

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review

    def __missing__(self, name: str) -> Located:
        found = locate(self.review.folder or Path(), name)
        if found.path is not None and is_own(found.path, self.review):
            found = Located(trouble=FileTrouble.OWN)
        return self.setdefault(name, found)


def _places(review: Review) -> _Places:
    return _Places(review)


class _Own(dict[Path, bool]):
    """Whether files are our own, each looked into once."""

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review

    def __missing__(self, path: Path) -> bool:
        return self.setdefault(path, self._look(path))

    def _look(self, path: Path) -> bool:
        if _UNDER_WAY.fullmatch(path.name):
            return True
        if not self.review.register.path:
            return False
        register = Path(self.review.register.path)
        if path.name.casefold() in _marks(register.name.casefold()):
            return True
        home = register.resolve().parent
        if any(path.is_relative_to(home / kept) for kept in (RUNS, SENT)):
            return True
        try:
            return path.samefile(register) or self._is_copy(path, register)
        except OSError:
            return False

    def _is_copy(self, path: Path, register: Path) -> bool:
        """Whether a file holds the same, or is a workbook with our sheets and the id of this register."""
        if path.stat().st_size == register.stat().st_size and path.read_bytes() == register.read_bytes():
            return True
        id = self.review.register.settings.typed("id").strip()
        return bool(id) and holds_register(path, id)


def _marks(name: str) -> tuple[str, ...]:
    """What the marks are called that Excel and LibreOffice lay beside an open file of that name; those of other files
    are named as no proof."""
    return f"~${name}", f"~${name[2:]}", f".~lock.{name}#"


def _own(review: Review) -> _Own:
    return _Own(review)


def holds_register(path: Path, id: str) -> bool:
    """Whether a file is a workbook that has the sheet Findings and a cell with the id of a register."""
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return False
    package = opened(path)
    if package is None:
        return False
    with package:
        names = [member.name for member in package.members]
        sheet = f'"{Finding.SHEET.name}"'.encode()
        if not any(sheet in part(package, name) for name in names if _LISTS.fullmatch(name)):
            return False
        cell = f">{escape(id, quote=False)}<".encode()
        return any(cell in part(package, name) for name in names if _PARTS.fullmatch(name))
