"""A folder of results: what the tool wrote there itself may be replaced, what a person wrote or changed may not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from ncr_toolkit.common import disk
from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import refuse_name, write_whole
from ncr_toolkit.common.stopping import unbroken
from ncr_toolkit.common.swap import swap_known
from ncr_toolkit.common.unfinished import clear_away, work_folder

LEDGER = ".ncr-files.json"
"""Names and fingerprints of the files the tool wrote into a folder, kept there."""


class OutputFolder:
    """A folder into which results are written, used with `with`: they are put in their places together when the block
    ends, or at `put`, and none of them if it ends in an error.

    A file there is replaced only if it still holds bytes that the tool wrote, or with `force`. So that this is known
    however the process ends, what is put in place is listed before it is there.
    """

    def __init__(self, path: Path, *, force: bool = False) -> None:
        """Raises CannotRun where `path` is no folder and cannot become one."""
        refuse_name(path)
        self.path = path
        self.force = force
        for each, kind in ((path, "a file, not a folder"), (path / LEDGER, "")):
            if each.exists() and each.is_dir() is not bool(kind):
                raise CannotRun(f"{each} is {kind or 'a folder, not a file'}; choose another folder for the results.")
        self._wrote = self._ledger()  # by name: the fingerprints that it may have by us
        self._ready: dict[str, str] = {}  # fingerprints of what is written and not yet in its place
        self._seen: dict[str, str | None] = {}  # by name: fingerprint of what was there, None of nothing
        self._put: list[str] = []
        self._work: Path | None = None
        self._closing = ExitStack()

    def __enter__(self) -> OutputFolder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        with self._closing:
            if kind is None:
                self.put()

    def _ledger(self) -> dict[str, set[str]]:
        try:
            found = json.loads((self.path / LEDGER).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {str(name): {*map(str, each)} if isinstance(each, list) else {str(each)}
                for name, each in found.items()}

    def _list(self) -> None:
        listed = {name: sorted(each) if len(each) > 1 else next(iter(each)) for name, each in self._wrote.items()}
        write_whole(self.path / LEDGER, json.dumps(dict(sorted(listed.items())), indent=1).encode(), force=True)

    def refuse_changed(self, names: Iterable[str], content: Callable[[str], bytes]) -> None:
        """Raise CannotRun if one of these files exists and is not as the tool left it: before anything is written.

        `content` gives what would be written: a file that holds just that is nobody's work.
        """
        changed = [name for name in names if not self._may_replace(name, content)]
        if changed:
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            raise CannotRun(f"{self.path / changed[0]}{more} exists and was not left like that by ncr; "
                            "move it away, or add --force to replace it.")

    def _may_replace(self, name: str, content: Callable[[str], bytes]) -> bool:
        path = self.path / name
        self._seen[name] = None
        if not path.exists():
            return True
        if not path.is_file():
            return False
        with plainly(path, "read"):
            there = path.read_bytes()
        self._seen[name] = hashlib.sha256(there).hexdigest()
        return self.force or self._seen[name] in self._wrote.get(name, ()) or there == content(name)

    def write(self, name: str, content: bytes) -> None:
        """Write one file, to be put in its place with the others. `name` may hold folders, with `/`."""
        if (self.path / name).is_dir():
            raise CannotRun(f"{self.path / name} is a folder, and a file of that name is to be written; move it away.")
        with plainly(self.path / name):
            if self._work is None:
                self.path.mkdir(parents=True, exist_ok=True)
                self._work = self._closing.enter_context(work_folder("results", beside=self.path))
            path = self._work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            disk.write(path, content)
        self._ready[name] = hashlib.sha256(content).hexdigest()

    def made(self, name: str) -> Path:
        """Where a file that was written lies now: it may not be in its place yet."""
        return self._work / name if self._work is not None and name in self._ready else self.path / name

    def nothing_to_write(self) -> None:
        """Take away what an earlier run that was broken off has left here: nothing else would do it."""
        clear_away(self.path)

    def is_new(self, name: str) -> bool:
        """Whether a file was written, and is not in its place yet."""
        return name in self._ready

    def put(self) -> None:
        """Put what was written in its place. Raises CannotRun, also where somebody has saved there since the look."""
        if not self._ready or self._work is None:
            return
        for name, sha256 in self._ready.items():
            self._wrote.setdefault(name, set()).add(sha256)
        self._list()
        with plainly(self.path), unbroken():
            for name in self._ready:
                self._refuse_saved(name)
                disk.force(self._work / name)
            for name, sha256 in list(self._ready.items()):
                (self.path / name).parent.mkdir(parents=True, exist_ok=True)
                self._put_one(self._work / name, name)
                self._wrote[name] = {sha256}
                del self._ready[name]
            disk.force(self.path)
        self._list()

    def _put_one(self, new: Path, name: str) -> None:
        path, seen = self.path / name, self._seen.get(name, "")
        if seen != "" and self._now(name) == self._ready[name] != seen:  # an earlier run that was broken off has been
            return                                                       # finished meanwhile, and this is its work
        if seen is None:
            self._put.append(name)
            try:
                disk.move_to_free(new, path)
            except FileExistsError:
                raise _saved(path) from None
            return
        known = swap_known(new, path, seen) if seen else None
        if known is False:
            raise _saved(path)
        if known is None:
            self._refuse_saved(name)
            disk.move(new, path)
        self._put.append(name)

    def _refuse_saved(self, name: str) -> None:
        seen = self._seen.get(name, "")
        if seen != "" and self._now(name) not in (seen, self._ready[name]):
            raise _saved(self.path / name)

    def _now(self, name: str) -> str | None:
        """The fingerprint of what stands there, None of nothing."""
        path = self.path / name
        return disk.fingerprint(path) if path.exists() else None

    def take_back(self) -> None:
        """Remove what was put in its place: it is not what it says if what belongs to it could not be done."""
        with unbroken():
            for name in self._put:
                self.discard(name)
        self._put.clear()

    def discard(self, name: str) -> bool:
        """Remove a file of an earlier run, if it is still as the tool left it; tells whether it did."""
        path = self.path / name
        with plainly(path, "removed"):
            ours = path.is_file() and disk.fingerprint(path) in self._wrote.get(name, ())
            if ours:
                path.unlink()
                del self._wrote[name]
        return ours


def _saved(path: Path) -> CannotRun:
    return CannotRun(f"{path} was saved by somebody, or taken away, while ncr worked; save it under another name if it "
                     "is to be kept, and run again.")
