"""The evidence folder walked once: its files, and what in it is no file to be looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.notes import EvidenceNote, Topic


@dataclass(frozen=True, slots=True)
class FolderFile:
    """One file of the folder: its name relative to it, with /, where it lies (a link of the folder followed), and its
    bytes."""

    name: str
    path: Path
    size: int


@dataclass
class Shelf:
    """What the folder holds."""

    folder: Path
    items: list[FolderFile] = field(default_factory=list)
    strange: list[tuple[str,
                        EvidenceNote]] = field(default_factory=list)  # by name: links that lead away, what is no file

    @property
    def size(self) -> int:
        return sum(item.size for item in self.items)


def walk(folder: Path) -> Shelf:
    """Every file of the folder, sorted by name. Links out of it are not followed, and said; nor is a folder twice."""
    shelf = Shelf(folder)
    if folder.is_dir():
        home = folder.resolve()
        _Walk(shelf, home, {home}).into(folder, "")
    shelf.items.sort(key=lambda item: item.name)
    shelf.strange.sort(key=lambda pair: pair[0])
    return shelf


@dataclass
class _Walk:
    shelf: Shelf
    home: Path
    seen: set[Path]

    def into(self, folder: Path, prefix: str) -> None:
        waiting = [(folder, prefix)]
        while waiting:  # folders may lie deeper than functions may call themselves
            here, before = waiting.pop()
            for entry in self._entries(here, before):
                name = f"{before}{entry.name}"
                try:
                    if deeper := self._take(entry, name):
                        waiting.append((deeper, f"{name}/"))
                except (OSError, RuntimeError) as error:
                    self._say(name, Level.WARNING, Topic.UNREAD, f"cannot be read ({_why(error)})",
                              "Let your administrator give you the right to read it; or delete it, if it is no proof.")

    def _entries(self, folder: Path, before: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                yield from list(entries)
        except OSError as error:
            self._say(before.rstrip("/"), Level.WARNING, Topic.UNREAD,
                      f"is a folder that cannot be read ({_why(error)})",
                      "Let your administrator give you the right to read it.")

    def _take(self, entry: os.DirEntry[str], name: str) -> Path | None:
        """Take down one entry; gives the folder to go into, if it is one."""
        real = Path(entry.path).resolve()
        if not real.is_relative_to(self.home):
            self._say(name, Level.WARNING, Topic.OUTSIDE, "is a link that leads out of the evidence folder; it was not "
                      "followed", "Put the file itself into the folder, if it is proof; or delete the link.")
            return None
        if real.is_dir():
            fresh = real not in self.seen
            self.seen.add(real)
            return Path(entry.path) if fresh else None
        if real.is_file():
            self.shelf.items.append(FolderFile(name, real, real.stat().st_size))
        elif not real.exists():
            self._say(name, Level.WARNING, Topic.UNREAD, "is a link to something that is not there", "Delete the link.")
        else:
            self._say(name, Level.WARNING, Topic.UNREAD, "is no ordinary file, and was not opened", "Delete it.")
        return None

    def _say(self, name: str, level: Level, topic: Topic, message: str, fix: str) -> None:
        self.shelf.strange.append((name, EvidenceNote(level, topic, message, fix)))


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
