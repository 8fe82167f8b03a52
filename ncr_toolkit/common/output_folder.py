"""A folder of results: what the tool wrote there itself may be replaced, what a person wrote or changed may not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole

LEDGER = ".ncr-files.json"
"""Names and fingerprints of the files the tool wrote into a folder, kept there."""


class OutputFolder:
    """A folder into which results are written; used with `with`, so that what was written is known next time.

    A file there is replaced only if it still holds the bytes that the tool wrote the last time, or with `force`.
    """

    def __init__(self, path: Path, *, force: bool = False) -> None:
        """Raises CannotRun where `path` is no folder and cannot become one."""
        self.path = path
        self.force = force
        for each, kind in ((path, "a file, not a folder"), (path / LEDGER, "")):
            if each.exists() and each.is_dir() is not bool(kind):
                raise CannotRun(f"{each} is {kind or 'a folder, not a file'}; choose another folder for the results.")
        self._wrote = self._ledger()

    def __enter__(self) -> OutputFolder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._wrote:
            text = json.dumps(dict(sorted(self._wrote.items())), indent=1)
            write_whole(self.path / LEDGER, text.encode(), force=True)

    def _ledger(self) -> dict[str, str]:
        try:
            found = json.loads((self.path / LEDGER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(sha) for name, sha in found.items()} if isinstance(found, dict) else {}

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
        if not path.exists():
            return True
        if not path.is_file():
            return False
        there = path.read_bytes()
        return self.force or hashlib.sha256(there).hexdigest() == self._wrote.get(name) or there == content(name)

    def write(self, name: str, content: bytes) -> Path:
        """Write one file whole; gives its path."""
        write_whole(self.path / name, content, force=True)
        self._wrote[name] = hashlib.sha256(content).hexdigest()
        return self.path / name

    def discard(self, name: str) -> bool:
        """Remove a file of an earlier run, if it is still as the tool left it; tells whether it did."""
        path = self.path / name
        ours = path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == self._wrote.get(name)
        if ours:
            path.unlink()
            del self._wrote[name]
        return ours
