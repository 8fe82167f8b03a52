"""The files that a run keeps beside the copy of the register, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ncr_toolkit.common.folder import RUNS
from ncr_toolkit.core.memory import FILE as MEMORY
from ncr_toolkit.evidence.links import files_beside
from ncr_toolkit.monthly.month import MonthlyReview
from ncr_toolkit.reminders.drafts import CALENDAR, all_dates
from ncr_toolkit.report import check_html, check_json
from ncr_toolkit.report.changes import html as changes_html
from ncr_toolkit.report.changes import json as changes_json
from ncr_toolkit.word.response import file_names, response_bytes

Product = tuple[str, Callable[[], bytes]]

RESPONSES, CHASE = "responses", "chase"


def products(month: MonthlyReview) -> Iterator[Product]:
    """Every file by its name in the run's folder, `/` between folders. The same month gives the same bytes."""
    yield MEMORY, month.memory.encoded
    yield "check.json", lambda: check_json.report(month.assessment).encode()
    yield "check.html", lambda: check_html.report(month.assessment).encode()
    if comparison := month.comparison:
        yield "changes.json", lambda: changes_json.report(comparison).encode()
        yield "changes.html", lambda: changes_html.report(comparison).encode()
    yield from _responses(month)
    yield f"{CHASE}/{CALENDAR}", lambda: all_dates(month.review)
    yield from ((f"{CHASE}/{name}", content) for name, _, content in month.reminders)


def _responses(month: MonthlyReview) -> Iterator[Product]:
    names = file_names(month.review.register.findings)
    place = Path(month.review.register.path).parent / RUNS / "run" / RESPONSES  # of any run: links are relative
    for finding, _ in month.answers:
        def content(finding=finding) -> bytes:  # type: ignore[no-untyped-def]
            files = files_beside(finding, month.review, place)
            return response_bytes(month.review, finding, month.assessment.readiness(finding), files=files)

        yield f"{RESPONSES}/{names[finding.at.row]}", content
