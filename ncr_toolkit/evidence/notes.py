"""What there is to say about one evidence file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ncr_toolkit.core.problem import Level


class Topic(StrEnum):
    """What a note is about. Those of `LEAKS` tell what leaves the house with a file; all others, whether it will do."""

    OUTSIDE = "outside the folder"
    UNREAD = "cannot be read"
    CLOUD = "kept online only"
    EMPTY = "empty"
    KIND = "not what its name says"
    DAMAGED = "damaged"
    LOCKED = "password"
    BLOCKED = "blocked by mail filters"
    ARCHIVE = "archive"
    HUGE = "large"
    NAME = "name"
    JUNK = "temporary file"
    COPY = "copy of another file"
    UNNAMED = "named by no row"
    UNSEEN = "could not be looked into"
    PLACE = "place"
    DEVICE = "camera"
    TIME = "time"
    PEOPLE = "people"
    MAIL = "e-mail addresses"
    COMMENTS = "comments"
    CHANGES = "tracked changes"
    HIDDEN = "hidden parts"
    LINKS = "links to other files"
    PROPERTIES = "own properties"
    ATTACHED = "files inside"
    SCRIPT = "script"


LEAKS = frozenset({Topic.PLACE, Topic.DEVICE, Topic.TIME, Topic.PEOPLE, Topic.MAIL, Topic.COMMENTS, Topic.CHANGES,
                   Topic.HIDDEN, Topic.LINKS, Topic.PROPERTIES, Topic.ATTACHED, Topic.SCRIPT})


@dataclass(frozen=True, slots=True)
class EvidenceNote:
    """One fact about a file. `message` continues a sentence that begins with the file's name: "is empty"."""

    level: Level
    topic: Topic
    message: str
    fix: str

    @property
    def leaks(self) -> bool:
        """Whether it tells what leaves the house with the file."""
        return self.topic in LEAKS


OFFICE = ("Word, Excel, PowerPoint: File > Info > Check for Issues > Inspect Document, Remove All, and save; "
          "LibreOffice: Tools > Options > Security > Options, 'Remove personal information on saving'.")
PHOTO = ("Windows: right click > Properties > Details > Remove Properties and Personal Information; Mac: Preview > "
         "Tools > Show Inspector; or send a screenshot of the picture.")
PDF = "Print it to a new PDF; or Adobe Acrobat: Redact a PDF > Remove hidden information."
MAIL = "Save it as a PDF without the addresses that need not be seen, or ask the people named whether it may go out."
VIDEO = "Mac: Photos > Image > Location > Hide Location, and export again; or cut the part needed in a video program."
"""How to remove what leaks, by program."""


def damaged(why: str) -> EvidenceNote:
    """The note about a file that its program will not open."""
    return EvidenceNote(Level.WARNING, Topic.DAMAGED, f"cannot be opened: {why}",
                        "Fetch it again from where it came from, and open it once before you send it.")


def locked(what: str) -> EvidenceNote:
    """The note about a file that asks for a password."""
    return EvidenceNote(Level.WARNING, Topic.LOCKED, f"is protected by a password: the body cannot open this {what}",
                        "Save it without the password in the program it comes from.")


def unseen(why: str) -> EvidenceNote:
    """The note about what was not looked into: silence would be taken for "nothing there"."""
    return EvidenceNote(Level.INFO, Topic.UNSEEN, f"could not be looked into: {why}",
                        "Look yourself whether it names people, places or anything else that should stay in the house.")


def unopened(why: str) -> EvidenceNote:
    """The note about what may carry other files and was not looked into: one of them may be the register."""
    return EvidenceNote(Level.WARNING, Topic.UNSEEN,
                        f"could not be looked into: {why}; nobody has told whether the register or what belongs to "
                        "another finding lies in it",
                        "Look yourself; better, unpack it, and name each file of it in a row of its own.")
