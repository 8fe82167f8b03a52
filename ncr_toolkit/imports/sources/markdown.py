"""The tables of a Markdown file, each under the heading above it."""

from __future__ import annotations

import re
from pathlib import Path

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.imports.sources.grid import Grid

_BETWEEN = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")


def grids(path: Path) -> list[Grid]:
    """One grid a table. Raises CannotRun where the file cannot be read."""
    with plainly(path, "read"):
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    found: list[Grid] = []
    heading, rows = "", list[list[object]]()
    for line in [*text.splitlines(), ""]:
        plain = line.strip()
        if plain.startswith("|"):
            if not _RULE.fullmatch(plain):
                rows.append([_cell(cell) for cell in _BETWEEN.split(plain.removesuffix("|")[1:])])
            continue
        if rows:
            found.append(Grid(heading or f"table {len(found) + 1}", rows, spreadsheet=False))
            rows = []
        if plain.startswith("#"):
            heading = plain.lstrip("#").strip()
    return found


def _cell(text: str) -> str:
    return text.replace("\\|", "|").replace("<br>", "\n").replace("**", "").strip()
