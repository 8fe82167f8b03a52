"""The folders beside a register of which every file counts: no result may be put among them."""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.folder import KEPT
from ncr_toolkit.common.output_paths import real, refuse_in_use
from ncr_toolkit.core.register import Review
from ncr_toolkit.runs.ledger import kept_by


def kept_folders(register: Path, review: Review) -> list[Path]:
    """The evidence folder, the runs, and the records of what was sent and shared out; whether they are there or not."""
    home = register.resolve().parent
    evidence = [review.folder] if review.folder and review.folder.resolve() != home else []  # it may be the same one
    return [*evidence, *(home / name for name in KEPT)]


def refuse_kept(out: Path, *reviews: Review) -> None:
    """Raise CannotRun where a result would lie among kept runs, the record of what was sent, or the evidence of the
    registers looked at; by the list that lies there, also of a register that nobody named."""
    if home := kept_by(real(out)):
        raise CannotRun(f"{out} lies in {home}, of which every file counts as a record and stays as it is; put the "
                        "result elsewhere.")
    for review in reviews:
        refuse_in_use(out, folders=kept_folders(Path(review.register.path), review))
