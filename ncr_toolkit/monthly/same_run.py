"""A run that is kept already, of the same day and of all the same: known before the register is judged again.

Each run keeps the fingerprint of what it was made from, and what it said, as a file like any other of it: whether that
was changed since is seen as of every file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from ncr_toolkit.core.register import Review
from ncr_toolkit.monthly.messages import run_lines
from ncr_toolkit.monthly.month import MonthlyReview
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.inputs import FILE, print_of_inputs
from ncr_toolkit.runs.ledger import Run, lines
from ncr_toolkit.runs.memory_load import Past
from ncr_toolkit.runs.recovery import as_mended
from ncr_toolkit.runs.run_contents import differences


@dataclass(frozen=True, slots=True)
class SameRun:
    """A run that was kept, and what it said."""

    kept: Run
    lines: list[str]
    failed: bool


def inputs_of(review: Review, before: Past, archive: Archive) -> str:
    """The fingerprint of all that a run depends on, the run before it among it; '' where it is not known."""
    alone = replace(review, previous=None)  # the mark of the run before tells of its register, and of all before it
    return print_of_inputs(alone, "run", before.run.mark if before.run else "", str(archive.folder))


def made_from(inputs: str, month: MonthlyReview) -> bytes:
    """What a run keeps of what it was made from and said."""
    return json.dumps({"from": inputs, "lines": run_lines(month), "failed": month.failed}, indent=1).encode() + b"\n"


def same_run(archive: Archive, review: Review, inputs: str) -> SameRun | None:
    """The last run, where it is of this day, was made from the same and is whole; else None."""
    run = archive.last()
    if not inputs or run is None or (run.day, run.sha256) != (review.today, review.register.sha256) \
            or FILE not in run.files or len(as_mended(archive.folder)) != len(lines(archive.folder)) \
            or any(differences(run, extra=False)):
        return None
    found = json.loads((run.folder / FILE).read_bytes())  # it is as it was written
    return SameRun(run, found["lines"], found["failed"]) if found["from"] == inputs else None
