"""Files that are no proof, whatever their names say: links to the file, halves of it, names of what lies in a cloud,
pages that ask to sign in, and pages with nothing on them. Of each only as much is read as it takes to know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from ncr_toolkit.evidence import blank_files, web_pages
from ncr_toolkit.evidence.blank_files import Blank
from ncr_toolkit.evidence.hollow_texts import hollow
from ncr_toolkit.evidence.inspect import KEEP, is_away, quiet
from ncr_toolkit.evidence.words_of_files import words_of

HEAD = 4096
_FIRST = 3
"""How many lines of a document are its head."""
_TABLES_AND_LOGS = (".csv", ".tsv", ".json", ".jsonl", ".log", ".yaml", ".yml", ".toml", ".ini", ".py", ".eml")
"""Endings of what has no head: its first lines speak of what is recorded in it."""
_LINK_SIZE = 64 * 1024  # no link, pointer or placeholder is larger


class Doubt(StrEnum):
    """What a file is instead of the proof."""

    POINTER = "leads to the file, or is a part of it"
    AWAY = "lies only in a cloud, or cannot be read here"
    BLANK = "shows nothing"
    GATE = "is a website's page of another kind"
    CONTRARY = "says that something is not there, or has failed"


@dataclass(frozen=True, slots=True)
class NoProof:
    """Why a file is no proof: `message` continues a sentence that begins with its name. `certain`: no honest proof can
    look like this."""

    doubt: Doubt
    message: str
    fix: str
    certain: bool = True


FETCH = ("Put the file itself into the evidence folder: open it where it lies, and save or export a copy (PDF, Word, "
         "Excel).")
DRIVE = "Open it in Google Drive; File > Download as PDF, Word or Excel; put that file into the evidence folder."
AGAIN = "Fetch it again, wait until it is complete, and name the finished file."

_NAMES: tuple[tuple[str, Doubt, str, str], ...] = (
    (r"~\$.+", Doubt.POINTER, "is only the mark that Word, Excel or PowerPoint leaves while a document is open",
     "Write the name of the document itself, without ~$."),
    (r"\.~lock\..+#", Doubt.POINTER, "is only the mark that LibreOffice leaves while a document is open",
     "Write the name of the document itself."),
    (r"\._.+", Doubt.POINTER, "is only what a Mac keeps beside a file",
     "Write the name of the file itself, without ._ before it."),
    (r"(eh)?thumbs\.db|desktop\.ini|\.ds_store|icon\r", Doubt.POINTER,
     "is only what the computer keeps about a folder", "Write the name of the proof itself."),
    (r".+\.(crdownload|part|partial|download|opdownload|filepart|fdmdownload|dtapart|aria2|!ut|!qb|bc!|unconfirmed)",
     Doubt.POINTER, "is a download that was not finished", AGAIN),
    (r".+\.(tmp|temp|swp)", Doubt.POINTER, "is a temporary file that a program left behind",
     "Save the document under its real name, and write that name here."),
    (r".+\.(lnk|url|website|webloc|inetloc|fileloc|desktop|appref-ms|symlink)", Doubt.POINTER,
     "is only a shortcut: it leads to a place that the body does not have", FETCH),
    (r".+\.(gdoc|gsheet|gslides|gform|gdraw|gdrawing|gmaps?|gsite|gtable|gscript|gjam|gnote|glink|gcolab|gvid)",
     Doubt.POINTER, "is only Google Drive's link to a document that lies online", DRIVE),
    (r".+\.(boxnote|boxlink|onetoc2|onepkgref|paper)", Doubt.POINTER,
     "is only a link to notes or a document kept in another program", FETCH),
    (r"\..+\.icloud|.+\.(owncloud|nextcloud|cloudf?|odrive)", Doubt.AWAY,
     "is only the name of a file that lies in the cloud", KEEP),
)
_BY_NAME = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), NoProof(doubt, message, fix))
                 for pattern, doubt, message, fix in _NAMES)

_ONENOTE = b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3"
"""How notes of OneNote begin ([MS-ONESTORE] 2.3.1)."""


_BEGINNINGS = (
    (b"L\0\0\0\x01\x14\x02\0", "a shortcut of Windows", FETCH),
    (b"book\0\0\0\0mark\0\0\0\0", "an alias of a Mac", FETCH),
    (b"XSym\n", "a link to another file", FETCH), (b"!<symlink>", "a link to another file", FETCH),
    (b"[InternetShortcut]", "a shortcut to a website", FETCH), (b"[Desktop Entry]", "a shortcut of Linux", FETCH),
    (b"version https://git-lfs.github.com/", "Git's note of where the file is kept", "Fetch it with: git lfs pull."),
    (b"/annex/objects/", "git-annex's note of where the file is kept", "Fetch it with: git annex get."),
)


def _shortcut(head: bytes) -> tuple[str, str]:
    """What a small file is by its beginning where it only leads elsewhere, and what to do; two '' where it does not."""
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for beginning, what, fix in _BEGINNINGS:
        if plain[:len(beginning)].lower() == beginning.lower():
            return what, fix
    if plain.startswith(b"[{") and b"\n[internetshortcut]" in plain[:1024].lower():
        return "a shortcut to a website", FETCH
    if plain.startswith((b"<?xml", b"<!DOCTYPE", b"<plist")) and b"<plist" in plain and b"<key>URL</key>" in plain:
        return "a shortcut of a Mac to a website", FETCH
    if plain.startswith(b"{") and (b'"doc_id"' in plain or b'"url"' in plain) and (
            b"https://docs.google.com/" in plain or b"resource_key" in plain or b"DO NOT EDIT THIS FILE" in plain):
        return "Google Drive's link to a document that lies online", DRIVE
    return "", ""


_URL_ALONE = re.compile(rb"\s*<?https?://\S+>?\s*", re.IGNORECASE)


def by_name(name: str) -> NoProof | None:
    """What the name alone tells, of a file that is there or not. `name`: with its folders, / or \\ between."""
    file = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return next((found for pattern, found in _BY_NAME if pattern.fullmatch(file)), None)


def placeholder(path: Path) -> Path | None:
    """What a cloud program keeps beside the name of a file that it has taken off this computer; None where is none."""
    beside = (f".{path.name}.icloud", *(f"{path.name}.{each}" for each in ("owncloud", "nextcloud", "cloud", "cloudf")))
    with suppress(OSError):  # a name that is too long for the disk
        return next((found for name in beside if (found := path.with_name(name)).is_file()), None)
    return None


def unread(error: OSError) -> NoProof:
    """What there is to say of a file that could not be read."""
    if is_away(error):
        return NoProof(Doubt.AWAY, "lies only in the cloud: it is not on this computer, and cannot be packed", KEEP)
    return NoProof(Doubt.AWAY, f"cannot be read ({error.strerror or error})",
                   "Close it in other programs; let your administrator give you the right to read it.")


ONLINE = NoProof(Doubt.AWAY, "lies only in the cloud: it is not on this computer, and cannot be packed", KEEP)


def no_proof(path: Path, name: str) -> NoProof | None:
    """Why the file at `path`, called `name` in the register, is no proof; None where nothing speaks against it. Never
    raises for what the file holds."""
    if found := by_name(name) or by_name(path.name):
        return found
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        return unread(error)
    try:
        with quiet():
            return _by_content(path, head, size) if head else None
    except Exception:  # a file can be wrong in ways nobody has met: other checks say whether it opens
        return None


def properties_of(path: Path) -> str:
    """The title and the status in the properties of a file; '' where there is none, or it cannot be read."""
    try:
        with path.open("rb") as stream:
            return blank_files.title_of(path, stream.read(HEAD), path.stat().st_size)
    except Exception:
        return ""


def beginning(path: Path) -> tuple[str, ...]:
    """The first lines of the text of a file; nothing where there is none, or it cannot be read."""
    if path.suffix.casefold() in _TABLES_AND_LOGS:
        return ()
    try:
        with quiet():
            lines = (line.strip() for line in words_of(path).splitlines())
            return tuple(islice((line for line in lines if line), _FIRST))
    except Exception:
        return ()


def _by_content(path: Path, head: bytes, size: int) -> NoProof | None:
    ending = path.suffix.casefold()
    if ending == ".one" and not head.startswith(_ONENOTE):
        return NoProof(Doubt.POINTER, "is only a link to notes of OneNote that lie online",
                       "Open them in OneNote; File > Export as PDF; put that file into the evidence folder.")
    if size <= _LINK_SIZE:
        what, fix = _shortcut(head)
        if what:
            return NoProof(Doubt.POINTER, f"is only {what}, whatever its name says", fix)
        if _URL_ALONE.fullmatch(head):
            return NoProof(Doubt.POINTER, "holds nothing but a link", "Put what the link leads to into the folder; or "
                           "write the https link itself into 'File or link'.", certain=False)
    return next(filter(None, _looked_into(path, head, size)), None)


def _looked_into(path: Path, head: bytes, size: int) -> Iterator[NoProof | None]:
    if subject := web_pages.subject(head):
        yield (web_pages.is_gate_title(subject) and NoProof(
            Doubt.GATE, f"is only the page of a website that asks to sign in, or an error ('{subject[:80]}')",
            web_pages.SAVE, certain=False)) or None
        return
    if (text := web_pages.page_start(head)) is not None:
        yield _gate(path, text)
        return
    found = blank_files.blank(path, head, size)
    yield _of_blank(found)
    yield _of_words(path)
    if (title := blank_files.title_of(path, head, size)) and web_pages.is_gate_title(title):
        yield NoProof(Doubt.GATE, f"has the title '{title}': it seems to show a page that asks to sign in, or an error",
                      "Open it; if so, sign in, and save the page that proves it.", certain=False)


def _gate(path: Path, start: str) -> NoProof | None:
    """A page of a website by what it says: that one has to sign in, that there is nothing, or nothing at all."""
    why = web_pages.verdict(path, start)
    if why is None:
        return None
    doubt = Doubt.BLANK if why.blank else Doubt.GATE
    return NoProof(doubt, why.message, why.fix, why.certain)


def _of_blank(found: Blank | None) -> NoProof | None:
    return None if found is None else NoProof(Doubt.BLANK, found.message, found.fix, found.certain)


def _of_words(path: Path) -> NoProof | None:
    """What the words of a file say of it, where they are no proof."""
    found = hollow(words_of(path), path.suffix.casefold())
    if found is None:
        return None
    return NoProof(Doubt.CONTRARY if found.contrary else Doubt.BLANK, found.message, found.fix, found.certain)


class Verdicts(dict[tuple[Path, str], "NoProof | None"]):
    """What there is to say of files, each looked into the first time it is asked for."""

    def __init__(self, online: Callable[[Path], bool]) -> None:
        super().__init__()
        self.online = online

    def __missing__(self, key: tuple[Path, str]) -> NoProof | None:
        path, name = key
        return self.setdefault(key, by_name(name) or (ONLINE if self.online(path) else no_proof(path, name)))
