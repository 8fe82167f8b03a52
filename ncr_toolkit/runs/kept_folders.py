"""The folders beside a register of which every file counts: no result may be put among them."""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.core.register import Review
from ncr_toolkit.runs import archive, sent_log


def kept_folders(register: Path, review: Review) -> list[Path]:
    """The evidence folder, the runs and the record of what was sent; whether they are there or not."""
    home = register.resolve().parent
    evidence = [review.folder] if review.folder and review.folder.resolve() != home else []  # it may be the same one
    return [*evidence, home / sent_log.FOLDER, home / archive.FOLDER]
