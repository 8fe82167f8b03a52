"""A zip written file by file: the same files give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.writer import ZipWriter
from ncr_toolkit.submission.manifest import Packed

_CHUNK = 1 << 20


class Packer:
    """A zip under way. All its files carry the same day."""

    def __init__(self, stream: IO[bytes], day: date) -> None:
        self._zip = ZipWriter(stream, day, mode=0o644)
        self.files: list[Packed] = []

    def add(self, name: str, content: bytes) -> Packed:
        """Put in a file made here."""
        self._zip.add(name, content)
        return self._note(Packed(name, len(content), hashlib.sha256(content).hexdigest()))

    def copy(self, name: str, path: Path, expected: str = "") -> Packed:
        """Put in a file from the disk, piece by piece. Raises CannotRun where it is not the `expected` one any more
        (a sha256), or cannot be read."""
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("rb") as source, self._zip.open(name, path.stat().st_size) as target:
                while piece := source.read(_CHUNK):
                    digest.update(piece)
                    size += len(piece)
                    target.write(piece)
        except (OSError, RuntimeError) as error:
            raise CannotRun(f"{path} cannot be packed ({error}); close it in other programs, look at the room on the "
                            "disk, and run again. No package was written.") from error
        if expected and digest.hexdigest() != expected:
            raise CannotRun(f"{path} was changed by somebody while the package was made; run again. No package was "
                            "written.")
        return self._note(Packed(name, size, digest.hexdigest()))

    def close(self) -> None:
        self._zip.close()

    def _note(self, packed: Packed) -> Packed:
        self.files.append(packed)
        return packed


@contextmanager
def packing(path: Path, day: date) -> Iterator[Packer]:
    """A zip at `path`, closed when the block ends. Raises CannotRun where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            packer = Packer(stream, day)
            try:
                yield packer
            finally:
                packer.close()
    except OSError as error:
        raise CannotRun(f"{path.parent} cannot be written to ({error.strerror or error}): make room, or choose another "
                        "place for the package.") from error
