"""Entering runs in the list, and mending what a run left that died: only for who has the lock."""

from __future__ import annotations

import contextlib
from pathlib import Path

from ncr_toolkit.common import disk
from ncr_toolkit.runs.delivered import came, complete
from ncr_toolkit.runs.ledger import LIST, LedgerLine, Run, entries, entry, lines, mark
from ncr_toolkit.runs.lock import NAME as LOCK
from ncr_toolkit.runs.run_contents import differences

STAGED = ".new-"
"""A run's folder while it is made begins with this."""
PART = f".{LIST}.part"
"""The list while it is written anew."""


def content(home: Path) -> bytes:
    """The bytes of the list; none where there is none. Raises OSError."""
    path = home / LIST
    return path.read_bytes() if path.exists() else b""


def longer(listed: bytes, raw: bytes) -> bytes:
    """The list with one more line; what stands there stays as it is."""
    return listed + (b"" if not listed or listed.endswith(b"\n") else b"\n") + raw + b"\n"


def stage(home: Path, listed: bytes) -> None:
    """Write the new list beside the old one. Raises OSError."""
    disk.write(home / PART, listed)
    disk.force(home / PART)
    disk.force(home)  # its name, too: by it an interrupted run is known


def put_in_place(home: Path) -> None:
    """Make it the list, in one step. Raises OSError."""
    disk.move(home / PART, home / LIST)
    disk.force(home)


def clear_leftovers(home: Path) -> None:
    """Take away what is half made."""
    for path in list(home.iterdir()):
        if path.name.startswith(STAGED) or path.name == PART:
            with contextlib.suppress(OSError):  # open in another program: the next run takes it away
                disk.remove(path)


def holds_leftovers(home: Path) -> bool:
    """Whether a run has died here: its lock lies there, or something that it had half made. Raises OSError."""
    return home.is_dir() and any(path.name in (PART, LOCK) or path.name.startswith(STAGED) for path in home.iterdir())


def as_mended(home: Path) -> list[LedgerLine]:
    """The lines of the list, and of a run that was interrupted just before it was entered, so that the new list still
    lies ready: for who only looks. Raises OSError."""
    listed = lines(home)
    if not (home / PART).exists():
        return listed
    strays = unlisted(home, listed)
    half = interrupted(home, strays)
    there = [line for line in strays if line.run != half or (half and came(half))]
    return [*listed, *following(tip(listed), there)]


def interrupted(home: Path, strays: list[LedgerLine]) -> Run | None:
    """That of the runs not in the list for which the list that lies ready was made: it is longer by its line. What it
    puts elsewhere may not be there. Raises OSError."""
    if not (home / PART).exists():
        return None
    ready, listed = (home / PART).read_bytes(), content(home)
    return next((line.run for line in strays if ready == longer(listed, line.raw)), None)


def adopt(home: Path) -> tuple[list[LedgerLine], list[Run]]:
    """Take away what is half made, and enter at the end of the list the runs that have their folder already; gives the
    list, and those runs.

    They were interrupted just before they were entered, and are whole: somebody may have used what lies there. A list
    that lost its last lines, or is gone, becomes whole again in the same way, byte for byte. Raises OSError.
    """
    if half := interrupted(home, unlisted(home, lines(home))):
        if came(half):
            complete(half)
        else:
            disk.move(half.folder, home / f"{STAGED}{half.name}")
    clear_leftovers(home)
    listed, body = lines(home), content(home)
    strays = unlisted(home, listed)
    if not strays:
        return listed, []
    if torn := _torn(listed, body, strays):
        listed, body = listed[:-1], body[:-len(torn)]
    found = following(tip(listed), strays)
    for line in found:
        body = longer(body, line.raw)
    if found:
        stage(home, body)
        put_in_place(home)
        listed = lines(home)
    return listed, [line.run for line in found if line.run]


def tip(listed: list[LedgerLine]) -> str:
    """The mark on which the next run follows: that of the last line on which none in the list follows."""
    followed = {line.run.before for line in listed if line.run}
    marks = [mark(line.raw) for line in listed]
    return next((each for each in reversed(marks) if each not in followed), "")


def doubt(home: Path, listed: list[LedgerLine]) -> str:
    """The mark that the last run has by its folder, if that is another one; else "".

    Both are written into the line of the next run: otherwise it would speak for the one it follows on, and a line that
    was changed would be the right one from then on. Raises OSError.
    """
    end, above = tip(listed), ""
    for line in listed:
        if mark(line.raw) == end:
            own = entry(line.run.folder) if line.run else None
            own = own or next((stray for stray in unlisted(home, listed) if stray.run and stray.run.before == above),
                              None)
            return mark(own.raw) if own and own.run and own.raw != line.raw else ""
        above = mark(line.raw)
    return ""


def unlisted(home: Path, listed: list[LedgerLine]) -> list[LedgerLine]:
    """The lines that lie in folders of runs and do not stand in the list. Raises OSError."""
    names = {line.run.name for line in listed if line.run}
    return [line for name, line in entries(home, names).items() if line.run and line.run.name == name]


def following(tip: str, strays: list[LedgerLine]) -> list[LedgerLine]:
    """Those of `strays` that follow on the line with the mark `tip`, one on the other, and are whole.

    One that is not whole any more was a run all the same if another one follows on it.
    """
    found: list[LedgerLine] = []
    while True:
        followed = {line.run.before for line in strays if line.run}
        fits = [line for line in strays if line.run and line.run.before == tip
                and (line.run.mark in followed or not any(differences(line.run, extra=False)))]
        if not fits:
            return found
        found.append(fits[0])
        tip = mark(fits[0].raw)


def _torn(listed: list[LedgerLine], body: bytes, strays: list[LedgerLine]) -> bytes:
    """The beginning of a line, if the list ends in one, and the whole line lies in a folder."""
    if not listed or listed[-1].run or body.endswith(b"\n"):
        return b""
    torn, tip = listed[-1].raw, mark(listed[-2].raw) if listed[1:] else ""
    return torn if any(line.run and line.run.before == tip and line.raw.startswith(torn) for line in strays) else b""
