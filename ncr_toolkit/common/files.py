"""Files written whole or not at all, under names that every system bears, with the same bytes for the same content."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ncr_toolkit.common import disk
from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.writer import packed
from ncr_toolkit.common.system import is_windows
from ncr_toolkit.common.unfinished import Part

_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$",
            *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789\u00b9\u00b2\u00b3")}
"""Names that mean a device on Windows, whatever ending follows (learn.microsoft.com, Naming Files, Paths, and
Namespaces)."""
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"/\\|?*\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def refuse_odd(path: Path) -> None:
    """Raise CannotRun where what stands at `path` is no plain file: a folder, a device, a pipe."""
    if path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "no plain file"
        raise CannotRun(f"{path} is {what} and cannot be replaced; choose another name.")


def content_of(path: Path, advice: str) -> bytes:
    """The bytes of a file that somebody named. Raises CannotRun, with `advice` where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CannotRun(f"There is no file {path}; {advice}.") from None
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror or error}.") from None


def refuse_name(path: Path) -> None:
    """Raise CannotRun where a new file or folder would get a name that Windows does not bear: also elsewhere, as it
    would not outlive the way to a colleague. Folders that are there already are left alone."""
    for each in (path, *path.parents):
        if each is not path and each.exists():
            return
        if why := _why_not(each.name):
            raise CannotRun(f"{path} cannot be written: {why}. Choose another name.")


def _why_not(name: str) -> str:
    """What is wrong with the name of a file or folder, '' if nothing is."""
    if is_device(name):
        return f"on Windows '{name.partition('.')[0].strip()}' is the name of a device, whatever ending follows"
    if name not in ("", ".", "..") and name.endswith((".", " ")):
        return f"the name '{name}' ends in a {'dot' if name.endswith('.') else 'space'}, which Windows drops"
    found = _NOT_ON_WINDOWS.search(name) if is_windows() else None
    return f"Windows allows no {found[0]} in a name" if found else ""


def is_device(name: str) -> bool:
    """Whether Windows takes the name of a file for a device."""
    return name.partition(".")[0].strip().casefold() in _DEVICES


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write `content` to `path`, so that no half-written file is ever seen, and it outlives a crash.

    Raises CannotRun when the file exists and `force` is not given, or when it cannot be written.
    """
    refuse_name(path)
    if path.exists() and not force:
        raise _exists(path)
    with put_in_place(path, force=force) as part:
        disk.fill(part.number, content)


@contextmanager
def put_in_place(path: Path, *, force: bool = True) -> Iterator[Part]:
    """What is to become the file `path`, to be written to; when the block ends it does so, in one step, unless that
    was done in the block; and not at all if it ends in an error. Raises CannotRun when it cannot be written."""
    refuse_odd(path)
    with plainly(path), Part(path) as part:
        yield part
        if not part.done:
            try:
                part.put(over=force)
            except FileExistsError as error:
                raise _exists(path) from error


def _exists(path: Path) -> CannotRun:
    return CannotRun(f"{path} exists already and is left as it is; choose another name, or add --force to replace it.")


def safe_name(text: str, *, longest: int = 120) -> str:
    """`text` as a file name that Windows, macOS and Linux all bear, without a suffix; at most `longest` bytes of UTF-8.

    Characters that are not allowed become `_`; device names (CON, NUL ...) and dots at the ends are defused.
    """
    name = _UNSAFE.sub("_", text)
    name = re.sub(r"\s+", " ", name).strip(" .").encode()[:longest].decode(errors="ignore").strip(" .")
    if not name or is_device(name):
        name = f"_{name}"
    return name


def unique_names(texts: list[str]) -> list[str]:
    """A safe name for each text. Those that would collide (also by case alone) carry a mark made from the text itself,
    so that a name does not depend on the order; the same text twice is counted: ` (2)`."""
    owners: dict[str, set[str]] = {}
    for text in texts:
        owners.setdefault(safe_name(text).casefold(), set()).add(text)
    seen: Counter[str] = Counter()
    names = []
    for text in texts:
        name = safe_name(text)
        if len(owners[name.casefold()]) > 1:
            name += f" {hashlib.sha256(text.encode(errors='replace')).hexdigest()[:6]}"
        seen[name.casefold()] += 1
        names.append(name if seen[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})")
    return names


def same_bytes(package: bytes) -> bytes:
    """A zip package packed again with fixed times and settings: equal content gives equal bytes."""
    with open_zip(package, OWN) as old:
        return packed(old.contents())
