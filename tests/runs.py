"""Making runs for the tests of the archive."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.new_run import NewRun

MADE = datetime(2026, 11, 30, 9, 12, 44, tzinfo=timezone(timedelta(hours=1)))
FILES = {"check.json": b"{}", "responses/NC-1_response.docx": b"response"}


def run(home: Path, day: str, register: bytes = b"register", files: Mapping[str, bytes] = FILES, *,
        name: str = "findings.xlsx", id: str = "R-1", figures: Mapping[str, int] | None = None, **more) -> NewRun:
    """One run of a register in `home`, kept in `home/runs`."""
    path = home / name
    path.write_bytes(register)
    with Archive.beside(path).new(register=path, register_id=id, day=date.fromisoformat(day), made_at=MADE,
                                  who="Ana  Lima", version="0.1.0", **more) as made:
        for file, content in files.items():
            made.write(file, content)
        made.keep_figures(dict(figures or {"total": 14, "open": 11, "overdue": 3}))
    return made


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, and every empty folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"(folder)"
            for path in folder.rglob("*") if path.is_file() or not any(path.iterdir())}


def open_for_change(folder: Path) -> Path:
    """Take the protection off the files of the runs."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o644)
    return folder


def copied(folder: Path, to: Path) -> Path:
    return open_for_change(Path(shutil.copytree(folder, to)))
