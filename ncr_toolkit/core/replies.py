"""By when the body wants a better answer: of each finding the last row of the sheet Replies says it.

As in `status`, it stands once in Python and once in the language of Excel 2010, side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding, Reply

RETURNED = "Returned"


def enter_revised_days(findings: Iterable[Finding], replies: Iterable[Reply]) -> None:
    """Enter into each finding the day by which the body wants a revised answer; None where it waits for none: its
    decision is another by now, or its last reply is none that returned the answer, or names no day."""
    last = {fold(reply.typed("finding")): reply for reply in replies}
    for finding in findings:
        reply = last.get(fold(finding.typed("id"))) if last and finding.body_decision == RETURNED else None
        finding.revised_due = _wanted_by(reply) if reply is not None else None


def _wanted_by(reply: Reply) -> date | None:
    return reply.revised_by if reply.decision == RETURNED else None


_CELLS = Reply.SHEET.in_table
_ITS_ROWS = f"1/({_CELLS('finding')}={{id}})"  # an error in each row of another: LOOKUP passes over them to the last


def _last(name: str) -> str:
    return f"LOOKUP(2,{_ITS_ROWS},{_CELLS(name)})"


REVISED_DUE = "finding_revised_due"
"""The name under which the workbook has the same, for the row of Findings that asks; '' where there is no such day."""
_DAY = _last("revised_by")
NAMED = {REVISED_DUE: (f'IF(IFERROR({{body_decision}}="{RETURNED}",FALSE),IFERROR(IF('
                       f'AND({_last("decision")}="{RETURNED}",ISNUMBER({_DAY}),{_DAY}>0),INT({_DAY}),""),""),"")')}
