"""The registers of earlier runs, each read and looked at as on its own day."""

from __future__ import annotations

from datetime import date

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.loader import load_review
from ncr_toolkit.management_review.paper import KeptRuns
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.verify_runs import verify


def kept_registers(archive: Archive, since: date, today: date,
                   progress: Progress = SILENT) -> tuple[list[Review], KeptRuns]:
    """The registers kept from `since` up to the day before `today`, and the last one before, with what is known of
    the runs.

    One that was changed, is missing or cannot be read is left out with a sentence that says so: what nobody can vouch
    for does not become a figure.
    """
    by_day = {run.day: run for run in archive.runs() if run.day < today}  # of several on one day the last one
    before = [day for day in by_day if day < since]
    runs = [by_day[day] for day in sorted(by_day) if day >= since or day == max(before)]
    reviews, left_out = [], []
    for run in progress.each(runs, "Reading the runs"):
        try:
            reviews.append(load_review(archive.copy(run), run.day))
        except CannotRun as trouble:
            left_out.append(f"The run of {run.day} is left out: {trouble}")
    left_out += [trouble for review in reviews for trouble in review.troubles]
    last = runs[-1] if runs else None
    return reviews, KeptRuns((*left_out, *_doubts(archive)), last.mark if last else "", str(last.day) if last else "")


def _doubts(archive: Archive) -> list[str]:
    """The sentence for a list of runs that is no longer as it was written."""
    if not archive.folder.is_dir():
        return []
    wrong = sum(fault.level is Level.ERROR for fault in verify(archive.folder, contents=False))
    return ["The kept runs are not all as they were written; `ncr history` names what was changed."] if wrong else []
