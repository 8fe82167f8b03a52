"""What is never evidence, whatever row names it: the register, its copies, what carries one, and what ncr keeps; and
our own answers.

The register and records hold internal notes, e-mail addresses and every other finding. An answer says what is to be
proven.
"""

from __future__ import annotations

import re
from pathlib import Path

from ncr_toolkit.common.folder import KEPT, FileTrouble, Located, locate
from ncr_toolkit.core.model import Evidence
from ncr_toolkit.core.register import Review
from ncr_toolkit.desktop.launchers import is_launcher
from ncr_toolkit.evidence.carried_registers import Known, holds
from ncr_toolkit.evidence.inspect import is_online_only
from ncr_toolkit.evidence.own_documents import ANSWERS, OwnDocument, own_document

_UNDER_WAY = re.compile(r"\..*\.part")


def place_of(proof: Evidence, review: Review) -> Located:
    """What the file cell of a row points to; nothing where there is no cell or no folder to look in.

    Whoever asks for a file of the evidence asks here: what is no evidence is trouble, and comes without a path.
    """
    if review.folder is None or not proof.known("file"):
        return Located()
    return review.once(_places)[proof.file]


def is_own(path: Path, review: Review) -> bool:
    """Whether a file is the register, a copy of it, what carries one, a record of ncr, or a mark of an open file."""
    return review.once(_own)[path]


def answer_in(path: Path, review: Review) -> OwnDocument | None:
    """The answer of ours that a file is; None where it is none."""
    return review.once(_answers)[path]


class _Places(dict[str, Located]):
    """Where the files of the cells lie, each looked for the first time it is asked for."""

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review

    def __missing__(self, name: str) -> Located:
        found = locate(self.review.folder or Path(), name)
        if found.path is not None and is_own(found.path, self.review):
            found = Located(trouble=FileTrouble.OWN)
        elif found.path is not None and answer_in(found.path, self.review):
            found = Located(trouble=FileTrouble.ANSWER)
        return self.setdefault(name, found)


def _places(review: Review) -> _Places:
    return _Places(review)


class _Own(dict[Path, bool]):
    """Whether files are our own, each looked into once."""

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.known = Known(Path(review.register.path), review.register.settings.typed("id").strip())

    def __missing__(self, path: Path) -> bool:
        return self.setdefault(path, self._look(path))

    def _look(self, path: Path) -> bool:
        if _UNDER_WAY.fullmatch(path.name) or is_launcher(path):
            return True
        if not self.review.register.path:
            return False
        register = Path(self.review.register.path)
        if path.name.casefold() in _marks(register.name.casefold()):
            return True
        home = register.resolve().parent
        if any(path.is_relative_to(home / kept) for kept in KEPT):
            return True
        try:
            return path.samefile(register) or holds(path, self.known)
        except OSError:
            return False


def _marks(name: str) -> tuple[str, ...]:
    """What the marks are called that Excel and LibreOffice lay beside an open file of that name; those of other files
    are named as no proof."""
    return f"~${name}", f"~${name[2:]}", f".~lock.{name}#"


def _own(review: Review) -> _Own:
    return _Own(review)


class _Answers(dict[Path, "OwnDocument | None"]):
    """The answers of ours that files are, each looked into once; what lies in a cloud only is not fetched."""

    def __missing__(self, path: Path) -> OwnDocument | None:
        try:
            found = None if is_online_only(path) else own_document(path)
        except OSError:
            found = None
        return self.setdefault(path, found if found is not None and found.kind in ANSWERS else None)


def _answers(review: Review) -> _Answers:
    return _Answers()
