"""What is wrong with a package: one exception, from which each user makes the sentence that people read."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """Why a package, or a part of it, is not read."""

    DAMAGED = "damaged"  # no zip, cut off, other sums, larger than it says, members that lie in each other
    ENCRYPTED = "encrypted"
    METHOD = "packed in a way that Office files never are"
    TOO_LARGE = "too large"
    TOO_MANY = "too many members"
    DOUBLE = "a part of it is there twice"
    MISSING = "missing"
    NO_XML = "no XML"
    DOCTYPE = "definitions of its own"  # and with them entities, which no Office program writes


_PLAIN = {
    Reason.DAMAGED: "it was cut off or changed on its way", Reason.ENCRYPTED: "it is encrypted",
    Reason.METHOD: "it is packed in a way that Office files never are", Reason.TOO_LARGE: "it is too large",
    Reason.TOO_MANY: "it holds too many files", Reason.DOUBLE: "a part of it is there twice",
    Reason.MISSING: "a part of it is missing", Reason.NO_XML: "a part of it was cut off or changed on its way",
    Reason.DOCTYPE: "it brings definitions of its own, as no Office program writes them",
}


class PackageError(Exception):
    """A package that is not read, or a part of it. Its text is plain, and may stand in a sentence; `detail` has the
    words of the library, which nobody but a programmer understands."""

    def __init__(self, reason: Reason, detail: str = "", *, part: str = "", size: int = 0) -> None:
        super().__init__(_PLAIN[reason])
        self.detail = detail
        self.reason = reason
        self.part = part  # the member, '' where it is the whole package
        self.size = size  # unpacked bytes, where it is too large
