"""Files of the old Office kind: .doc, .xls, .ppt, messages of Outlook (.msg), and everything that has a password.

Compound files as in [MS-CFB], properties as in [MS-OLEPS], messages as in [MS-OXMSG] with the properties of
[MS-OXPROPS], EncryptedPackage as in [MS-OFFCRYPTO].
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.notes import MAIL, OFFICE, EvidenceNote, Topic, damaged, locked, unopened, unseen
from ncr_toolkit.evidence.xml_texts import shown

LARGEST = 100 * 1024 * 1024
MOST_STREAMS = 2000
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+")
_PROPERTIES = "__substg1.0_"
_PEOPLE = ("0C1A", "0C1F", "5D01", "0E04", "0E03", "0E02", "39FE", "3003")
"""The properties of a message with sender (PidTagSenderName, -EmailAddress, -SmtpAddress), to, copy, blind copy
(PidTagDisplayTo, -Cc, -Bcc), and the addresses of its recipients (PidTagSmtpAddress, PidTagEmailAddress)."""
_TEXTS = ("001F", "001E")  # kinds of properties: PtypString, in UTF-16, and PtypString8
_FILEPASS = 0x2F  # the record of [MS-XLS] 2.4.117
_MACROS = ("Macros/VBA", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT")


def is_locked(path: Path) -> bool:
    """Whether it is a new Office file under a password, which is kept in a package of the old kind."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as file:
            return bool(file.exists("EncryptedPackage"))
    except Exception:
        return False


def is_labelled(path: Path) -> bool:
    """Whether it is encrypted by a sensitivity label or another right of use, and not by a password ([MS-OFFCRYPTO]
    2.2)."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as file:
            return any("DRMEncrypted" in name for each in file.listdir(storages=True) for name in each)
    except Exception:
        return False


def why_closed(path: Path) -> str:
    """Why a file of the old kind cannot be opened by others, as the end of a sentence; '' where it can."""
    import olefile

    if path.stat().st_size > LARGEST:
        return ""
    try:
        with olefile.OleFileIO(str(path)) as file:
            return "is protected by a password: the auditor cannot open it" if _has_password(file) else ""
    except Exception:
        return "cannot be opened: it is damaged"


def ole_notes(path: Path) -> Iterator[EvidenceNote]:
    """What is to be said about the file."""
    import olefile

    if path.stat().st_size > LARGEST:
        yield unopened("it is too large")
        return
    try:
        with olefile.OleFileIO(str(path)) as file:
            yield from _notes(file)
    except Exception:
        yield damaged("it is damaged or cut off")


def _notes(file: Any) -> Iterator[EvidenceNote]:
    if file.exists("EncryptedPackage") or _has_password(file):
        yield locked("file")
        return
    if file.exists("__properties_version1.0"):
        yield from _message(file)
        return
    if any(file.exists(name) for name in _MACROS):
        yield EvidenceNote(Level.WARNING, Topic.BLOCKED, "holds macros, for which mail filters block it",
                           "Save it in the new kind without macros (.docx, .xlsx, .pptx), or as a PDF.")
    meta = file.get_metadata()
    told = [f"{word} {shown(_text(value, meta.codepage))}" for word, value in (
        ("author", meta.author), ("last saved by", meta.last_saved_by), ("company", meta.company),
        ("manager", meta.manager)) if value and _text(value, meta.codepage).strip()]
    if told:
        yield EvidenceNote(Level.INFO, Topic.PEOPLE, f"names people: {', '.join(told)}", OFFICE)
    if remark := _text(meta.comments, meta.codepage).strip():
        yield EvidenceNote(Level.INFO, Topic.PROPERTIES, f"holds a remark in its properties: '{shown(remark)}'", OFFICE)
    yield unseen("of a file of the old kind only its properties are read, not comments, changes or hidden parts")


def _text(value: Any, codepage: Any) -> str:
    if not isinstance(value, bytes):
        return str(value or "")
    try:
        return value.decode(f"cp{codepage}" if isinstance(codepage, int) and codepage not in (65001, -535) else "utf-8")
    except (LookupError, UnicodeError):
        return value.decode("cp1252", "replace")


def _has_password(file: Any) -> bool:
    """Whether a .doc, .xls or .ppt can only be opened with a password."""
    if file.exists("WordDocument"):
        head = file.openstream("WordDocument").read(12)
        return len(head) == 12 and bool(head[11] & 1)  # fEncrypted of FibBase, [MS-DOC] 2.5.2
    for name in ("Workbook", "Book"):
        if file.exists(name):
            return _filepass(file.openstream(name).read(4096))
    return bool(file.exists("EncryptedSummary"))


def _filepass(records: bytes) -> bool:
    """Whether the first records of a workbook hold the one that says it is encrypted."""
    place = 0
    while place + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, place)
        if kind == _FILEPASS:
            return True
        place += 4 + size
    return False


def _message(file: Any) -> Iterator[EvidenceNote]:
    """A message of Outlook: whom it names, and what it carries."""
    names: list[str] = []
    for path in file.listdir()[:MOST_STREAMS]:
        last = path[-1]
        if last.startswith(_PROPERTIES) and last[12:16] in _PEOPLE and last[16:20] in _TEXTS:
            raw = file.openstream(path).read(1024)
            text = raw.decode("utf-16-le" if last.endswith(_TEXTS[0]) else "cp1252", "replace")
            names += [shown(each) for each in _ADDRESS.findall(text)] or [shown(text.strip("\0 "))]
    yield from told_people([name for name in dict.fromkeys(names) if name and not name.startswith("/")])
    carried = {path[0] for path in file.listdir() if path[0].startswith("__attach_version1.0")}
    if carried:
        yield EvidenceNote(Level.WARNING, Topic.ATTACHED,
                           f"carries {plural(len(carried), 'attachment')}, not looked into",
                           MAIL)


def told_people(names: list[str]) -> Iterator[EvidenceNote]:
    """The note about the people of an e-mail."""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    said = f": {', '.join(names[:5])}{more}" if names else ""
    yield EvidenceNote(Level.INFO, Topic.MAIL, f"is an e-mail that names its sender and recipients{said}", MAIL)
