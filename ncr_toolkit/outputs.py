"""A folder of results: what the tool wrote there itself may be replaced, what a person wrote or changed may not."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ncr_toolkit.errors import CannotRun
from ncr_toolkit.files import write_whole

LEDGER = ".ncr-files.json"
"""Names and fingerprints of the files the tool wrote into a folder, kept there."""


class OutputFolder:
    """A folder into which results are written.

    A file there is replaced only if it still holds the bytes that the tool wrote the last time, or with `force`.
    """

    def __init__(self, path: Path, *, force: bool = False) -> None:
        self.path = path
        self.force = force
        if path.exists() and not path.is_dir():
            raise CannotRun(f"{path} is a file, not a folder; choose another folder for the results.")
        self._wrote = self._ledger()

    def _ledger(self) -> dict[str, str]:
        try:
            found = json.loads((self.path / LEDGER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(sha) for name, sha in found.items()} if isinstance(found, dict) else {}

    def refuse_changed(self, names: list[str]) -> None:
        """Raise CannotRun if one of these files exists and is not as the tool left it: before anything is written."""
        changed = [] if self.force else [name for name in names if not self._own(name)]
        if changed:
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            raise CannotRun(f"{self.path / changed[0]}{more} exists and was not left like that by ncr; "
                            "move it away, or add --force to replace it.")

    def _own(self, name: str) -> bool:
        path = self.path / name
        if not path.exists():
            return True
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == self._wrote.get(name)

    def write(self, name: str, content: bytes) -> Path:
        """Write one file whole; gives its path."""
        self.refuse_changed([name])
        write_whole(self.path / name, content, force=True)
        self._wrote[name] = hashlib.sha256(content).hexdigest()
        return self.path / name

    def close(self) -> None:
        """Keep the ledger for the next time."""
        if self._wrote:
            text = json.dumps(dict(sorted(self._wrote.items())), indent=1)
            write_whole(self.path / LEDGER, text.encode(), force=True)
