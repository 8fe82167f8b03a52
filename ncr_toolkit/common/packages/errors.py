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


class PackageError(Exception):
    """A package that is not read, or a part of it. Its text is the detail, mostly in the words of the library."""

    def __init__(self, reason: Reason, detail: str = "", *, part: str = "", size: int = 0) -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.part = part  # the member, '' where it is the whole package
        self.size = size  # unpacked bytes, where it is too large
