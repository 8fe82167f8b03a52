"""The demo's sample: made once a process, and laid out wherever a test wants it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ncr_toolkit.demo.sample import sample_files


@cache
def files() -> dict[str, bytes]:
    """The register and its evidence, by the names of the files."""
    return dict(sample_files())


def lay_out(folder: Path) -> Path:
    """Put all of it into a folder; gives the register."""
    for name, content in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "register.xlsx"
