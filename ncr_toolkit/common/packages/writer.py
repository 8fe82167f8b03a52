"""A zip written: the same content gives the same bytes, whenever and wherever it is made.

Times are the first that a zip can hold (PKWARE's APPNOTE.TXT, 4.4.6: MS-DOS times begin in 1980), attributes those of
a plain file on Unix (4.4.2, 4.4.15).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import IO

FIRST_DAY = date(1980, 1, 1)
_UNIX = 3


class ZipWriter:
    """A zip under way. All its members carry the same day."""

    def __init__(self, stream: IO[bytes], day: date = FIRST_DAY, *, mode: int = 0o600) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._day = (max(day.year, FIRST_DAY.year), day.month, day.day, 0, 0, 0)
        self._mode = mode

    def add(self, name: str, content: bytes, *, stored: bool = False) -> None:
        """A member whole; `stored`: not packed."""
        self._zip.writestr(self._info(name, stored=stored), content)

    def open(self, name: str, size: int) -> IO[bytes]:
        """A member of about this size, to be written piece by piece."""
        info = self._info(name)
        info.file_size = size
        return self._zip.open(info, "w")

    def close(self) -> None:
        self._zip.close()

    def _info(self, name: str, *, stored: bool = False) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._day)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.external_attr, info.create_system = self._mode << 16, _UNIX
        return info


def packed(parts: Iterable[tuple[str, bytes]], *, stored: bool = False) -> bytes:
    """A zip of these names and contents, in their order; `stored`: not packed, for a copy that lives in memory only."""
    stream = io.BytesIO()
    writer = ZipWriter(stream)
    for name, content in parts:
        writer.add(name, content, stored=stored)
    writer.close()
    return stream.getvalue()
