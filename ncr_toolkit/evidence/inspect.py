"""One file looked into: what it is, whether it opens for others, and what leaves the house with it."""

from __future__ import annotations

import errno
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence import image_files, mail_files, office_files, ole_files, pdf_files, zip_files
from ncr_toolkit.evidence.detect import HEAD, kind_of
from ncr_toolkit.evidence.file_kinds import EMPTY, OLE, UNSEEN, Family, FileKind, fits
from ncr_toolkit.evidence.notes import OFFICE, EvidenceNote, Topic, unopened, unseen
from ncr_toolkit.evidence.xml_texts import shown

OFFLINE = 0x1000 | 0x40000 | 0x400000
"""The marks of Windows on a file that is kept online only: offline, recall on opening, recall on reading
([MS-FSCC] 2.6)."""
DATALESS = 0x40000000
"""The mark of a Mac on such a file: SF_DATALESS of sys/stat.h."""


KEEP = "Right click it > Always keep on this device (iCloud: Download Now), wait until it is there, and run again."
ONLINE = EvidenceNote(Level.WARNING, Topic.CLOUD,
                      "is kept online only: it is not on this computer, and cannot be packed", KEEP)
_NOT_HERE = frozenset((errno.EINVAL, errno.EDEADLK, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTUNREACH, errno.ENETDOWN,
                       errno.ENETUNREACH))
"""What systems answer where a cloud program has only the name of a file: Linux and WSL EINVAL, a Mac EDEADLK or
ETIMEDOUT, mounted drives the others."""


def is_away(error: OSError) -> bool:
    """Whether a file could not be read because it lies in a cloud: so Windows says by errors ERROR_CLOUD_FILE_*."""
    code = getattr(error, "winerror", None) or 0
    return 362 <= code <= 404 or code in (426, 434) or error.errno in _NOT_HERE


def leaks(path: Path) -> list[EvidenceNote]:
    """What leaves the house with a file, in the order of its gravity; never raises for what the file holds."""
    return [note for note in notes_of(path) if note.leaks or note.topic is Topic.UNSEEN]


def notes_of(path: Path) -> list[EvidenceNote]:
    """Everything there is to say about one file by itself; the file is never changed, and never unpacked."""
    if is_online_only(path):
        return [ONLINE]
    try:
        with quiet():
            kind = kind_of(path)
            return [*_of_kind(path, kind), *_SEEN.get(kind.family, _nothing)(path)]
    except OSError as error:
        if is_away(error):
            return [ONLINE]
        return [EvidenceNote(Level.WARNING, Topic.UNREAD, f"cannot be opened ({error.strerror or error})",
                             "Close it in other programs; let your administrator give you the right to read it.")]
    except Exception as error:  # a file can be wrong in ways nobody has met; it must not end the run
        return [unseen(f"it is built in a way that is not known ({type(error).__name__})")]


@contextmanager
def quiet() -> Iterator[None]:
    """Libraries warn on the terminal of hundreds of faults in one odd file; what matters of them is a note."""
    for name in ("PIL", "pypdf", "olefile"):
        if (told := logging.getLogger(name)).level != logging.CRITICAL:  # to set it clears what all loggers remember
            told.setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def is_online_only(path: Path) -> bool:
    """Whether a cloud program keeps only the name here: reading it would fetch it, or wait for ever."""
    try:
        about = path.lstat()
    except OSError:
        return False
    return bool(getattr(about, "st_file_attributes", 0) & OFFLINE or getattr(about, "st_flags", 0) & DATALESS)


def _of_kind(path: Path, kind: FileKind) -> Iterator[EvidenceNote]:
    """What is to be said about the kind itself, and whether the name says the same."""
    ending = path.suffix.casefold()
    if kind is OLE and not fits(kind, ending) and ole_files.is_locked(path):
        return  # that it is under a password is told
    if kind.family is Family.PROGRAM and ending not in kind.endings:
        yield EvidenceNote(Level.WARNING, Topic.KIND,
                           f"is {kind.name}, whatever its name says: mail filters will block it",
                           "Do not open it; ask whoever sent it, and take the real file.")
    elif not fits(kind, ending):
        yield EvidenceNote(Level.WARNING, Topic.KIND, f"is {kind.name}, whatever its name says",
                           "Open it in the program it comes from, and save it under the right kind.")
    if kind.family is Family.ARCHIVE:
        yield unopened(f"it is {kind.name}")
    if kind in UNSEEN:
        yield unseen("its kind is not known here")
    if kind is EMPTY:
        yield EvidenceNote(Level.WARNING, Topic.EMPTY, "is empty: the file has no content",
                           "Put the real file in its place.")


def _nothing(path: Path) -> Iterator[EvidenceNote]:
    return iter(())


def _rich_text(path: Path) -> Iterator[EvidenceNote]:
    with path.open("rb") as stream:
        head = stream.read(16 * HEAD)
    found = [shown(text.decode("cp1252", "replace")) for text in re.findall(
        rb"\\(?:author|operator|manager|company) ([^}\\]{1,200})", head)]
    if found:
        yield EvidenceNote(Level.INFO, Topic.PEOPLE, f"names people: {', '.join(dict.fromkeys(found))}", OFFICE)


_SEEN: dict[Family, Callable[[Path], Iterator[EvidenceNote]]] = {
    Family.OFFICE: office_files.office_notes, Family.OPEN: office_files.open_document_notes,
    Family.OLE: ole_files.ole_notes,
    Family.PDF: pdf_files.pdf_notes, Family.PICTURE: image_files.picture_notes,
    Family.RAW: image_files.hidden_exif_notes,
    Family.VIDEO: image_files.video_notes, Family.MAIL: mail_files.mail_notes, Family.ZIP: zip_files.archive_notes,
    Family.RTF: _rich_text,
}
"""What each kind of file is looked at with."""
