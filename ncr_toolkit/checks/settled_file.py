"""Where it is kept what was settled, from one check to the next: a small file in the user's own cache folder.

It may be deleted at any time. One that is damaged, or that another version wrote, is as good as none.
"""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from ncr_toolkit.checks.settled import Known, decoded, encoded
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.packages.limits import MB
from ncr_toolkit.common.system import cache_folder

_BEGIN = b"ncr settled 1\n"
_DIGEST = 32
_ENDING = ".settled"
MOST = 64 * MB
"""Of what is unpacked: a register of 50,000 findings has a third of that."""
REGISTERS = 200
"""Of how many registers it is kept, the last ones that were checked."""


def known_of(register: Path) -> Known:
    """What was settled when this register was checked last; nothing where that is not known for certain."""
    path = _path(register)
    try:
        data = path.read_bytes() if path is not None and path.is_file() and path.stat().st_size <= MOST else b""
        packed = data[len(_BEGIN) + _DIGEST:]
        if data[:len(_BEGIN) + _DIGEST] != _BEGIN + hashlib.sha256(packed).digest():
            return {}
        return decoded(zlib.decompressobj().decompress(packed, MOST))
    except (OSError, ValueError, zlib.error):
        return {}


def keep(register: Path, known: Known) -> None:
    """Keep it for the next check. Where that cannot be done nothing is lost but time."""
    path, packed = _path(register), zlib.compress(encoded(known))
    if path is None:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, _BEGIN + hashlib.sha256(packed).digest() + packed, force=True)
        for old in sorted(path.parent.glob(f"*{_ENDING}"), key=lambda each: -each.stat().st_mtime)[REGISTERS:]:
            old.unlink(missing_ok=True)
    except (OSError, CannotRun):
        return


def _path(register: Path) -> Path | None:
    """Its file, whose name tells nothing of the register."""
    folder = cache_folder()
    name = hashlib.sha256(str(register.resolve()).encode(errors="surrogatepass")).hexdigest()[:32]
    return folder / f"{name}{_ENDING}" if folder is not None else None
