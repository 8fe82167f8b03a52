"""Files of one's own that lie beside a register, and where in a TOML file something stands."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ncr_toolkit.common.errors import CannotRun

MOST_BYTES = 100_000


def own_file(text: str, folder: Path) -> Path | None:
    """The file of one's own that a register in this folder names, None where it names none."""
    return folder / text if text.casefold().endswith(".toml") and Path(text).name == text else None


def text_of(path: Path, what: str) -> str:
    """The text of such a file; `what`: what it is to be, in words. Raises CannotRun, in one sentence."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CannotRun(f"{path} is too large for {what}.")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", "") or error
        raise CannotRun(f"{path} cannot be read as {what}: {why}.") from None


def tables_of(text: str, where: str) -> dict[str, Any]:
    """The tables of a TOML file. Raises CannotRun, which tells the line, where it is none."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CannotRun(f"{where} is no TOML file that can be read: {error}.") from None


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, from 1, on which a value stands: its tables and its key in order, a number for one of several tables
    [[...]]; of the last of them that is found where one is missing."""
    lines, at = text.splitlines(), -1
    for name, number in zip(path, [*path[1:], ""], strict=False):  # of the file itself there is no path
        if isinstance(name, int):
            continue
        found = [row for row in range(at + 1, len(lines)) if _is_of(lines[row], name)]
        place = number if isinstance(number, int) else 0
        if place < len(found):
            at = found[place]
    return max(at, 0) + 1


def _is_of(line: str, name: str) -> bool:
    """Whether a line begins the table or the value of that name."""
    plain = line.strip()
    return any(plain.startswith((f"[{each}]", f"[[{each}]]")) or plain.partition("=")[0].strip() == each
               for each in (name, f'"{name}"', f"'{name}'"))
