"""What a Mac or Windows puts into a folder or a zip by itself: no part of a package, and harmless."""

from __future__ import annotations

import re

from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.reader import Member, ZipPackage, escapes

_MAC = re.compile(r"(?:.*/)?(?:\.DS_Store|\._[^/]*)|(?:[^/]+/)?__MACOSX/(?:[^/]+/){0,40}", re.DOTALL)
_WINDOWS = re.compile(r"(?:.*/)?(?:(?:eh)?thumbs\.db|desktop\.ini)", re.IGNORECASE | re.DOTALL)
_LARGEST_INI, _LARGEST = 4096, 16 << 20
_SERVER = re.compile(rb"\\\\|//")
"""A place on a server, which Windows would ask when it shows the folder."""


def system_of(name: str) -> str:
    """Which system puts in a file of that name: "a Mac", "Windows"; '' where none does."""
    return "a Mac" if _MAC.fullmatch(name) else "Windows" if _WINDOWS.fullmatch(name) else ""


def put_in_by_system(member: Member, package: ZipPackage) -> bool:
    """Whether a member is such a file, and no more than that: no link, not encrypted, and of the size they have."""
    odd = escapes(member.name) or "\\" in member.name or member.is_link or member.is_encrypted
    if odd or not system_of(member.name):
        return False
    if not member.name.casefold().endswith(".ini"):
        return member.size <= _LARGEST
    try:
        content = package.read(member) if member.size <= _LARGEST_INI else b"//"
    except (PackageError, OSError):
        return False
    return not _SERVER.search(content.replace(b"\0", b""))
