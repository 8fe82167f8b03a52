"""A file of separated values: its letters and its separator are found, not asked."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.imports.sources.grid import MOST_ROWS, Grid
from ncr_toolkit.imports.sources.own_documents import refuse_list

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",;\t|"
_LARGEST = 100 * 1024 * 1024
_SAMPLE = 20_000


def grids(path: Path) -> list[Grid]:
    """The one grid of a file. Raises CannotRun where it is too large, or no text."""
    with plainly(path, "read"):
        if path.stat().st_size > _LARGEST:
            raise CannotRun(f"{path.name} is larger than 100 MB; export the findings alone, and name that file.")
        data = path.read_bytes()
    text = _decoded(data, path.name)
    refuse_list(path.name, text[:_SAMPLE])
    separator = max(_SEPARATORS, key=lambda mark: _even(text[:_SAMPLE], mark))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)  # else a quote that nobody
    try:                                                                                # closes takes in all the rest
        found: list[list[object]] = [list(row) for row in islice(rows, MOST_ROWS + 1)]
    except csv.Error as error:
        raise CannotRun(f"{path.name} cannot be read from line {rows.line_num} on, or just before ({error}); open "
                        "it in Excel, look there, and save it as Excel Workbook (*.xlsx).") from error
    if len(found) > MOST_ROWS:
        raise CannotRun(f"{path.name} has more than {MOST_ROWS:,} rows, more than any list of findings; export the "
                        "findings alone, and name that file.")
    return [Grid("", found)]


def _decoded(data: bytes, name: str) -> str:
    """By its mark; else UTF-8; else as Excel writes it in western Europe."""
    if b"\0" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotRun(f"{name} is no text; open it in Excel and save it as Excel Workbook (*.xlsx).")
    known = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(known)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _even(text: str, separator: str) -> tuple[int, int]:
    """How well it separates: the number of lines that have as many cells as the first, and that number."""
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[:50]
    width = max((len(line) for line in lines), default=1)
    return (sum(len(line) == width for line in lines), width) if width > 1 else (0, 0)
