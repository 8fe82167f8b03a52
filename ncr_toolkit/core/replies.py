"""By when the body wants a better answer: of each finding the last row of the sheet Replies says it.

As in `status`, it stands once in Python and once in the language of Excel 2010, side by side.
"""

from __future__ import annotations

from collections.abc import Iterable

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding, Reply

RETURNED = "Returned"
UNDECIDED = ("", "Not sent", "Sent")
"""What 'Body's decision' says while nobody has entered what came back."""


def enter_revised_days(findings: Iterable[Finding], replies: Iterable[Reply]) -> None:
    """Enter into each finding that has a reply the day by which the body wants a revised answer; None where it waits
    for none. A finding without one stays as it is: it may stand in a part of its register, to which its replies are
    not given."""
    last = {fold(reply.typed("finding")): reply for reply in replies}
    for finding in findings if last else ():
        reply = last.get(fold(finding.typed("id")))
        if reply is not None:
            finding.revised_due = reply.revised_by if waits(finding, reply) else None


def waits(finding: Finding, reply: Reply) -> bool:
    """Whether the body waits for a revised answer, by its last reply: it returned the answer, and none was sent since.
    Where only the reply says so and 'Body's decision' does not yet, it waits all the same."""
    if reply.decision != RETURNED or "body_decision" in finding.unread:
        return False
    return finding.body_decision == RETURNED or (finding.body_decision in UNDECIDED and not is_answered(finding, reply))


def is_answered(finding: Finding, reply: Reply) -> bool:
    """Whether an answer was sent after that reply."""
    sent, replied = finding.response_sent_on, reply.replied_on
    return sent is not None and replied is not None and replied < sent


_CELLS = Reply.SHEET.in_table
_ITS_ROWS = f"1/({_CELLS('finding')}={{id}})"  # an error in each row of another: LOOKUP passes over them to the last


def _last(name: str) -> str:
    return f"LOOKUP(2,{_ITS_ROWS},{_CELLS(name)})"


REVISED_DUE = "finding_revised_due"
"""The name under which the workbook has the same, for the row of Findings that asks; '' where there is no such day."""
_DAY, _REPLIED = _last("revised_by"), _last("replied_on")
_ANSWERED = f"AND(ISNUMBER({{response_sent_on}}),ISNUMBER({_REPLIED}),{_REPLIED}>0,{_REPLIED}<{{response_sent_on}})"
_OPEN_DECISION = ",".join(f'{{body_decision}}="{decision}"' for decision in UNDECIDED)
NAMED = {REVISED_DUE: (f'IFERROR(IF(OR({{body_decision}}="{RETURNED}",OR({_OPEN_DECISION})),'
                       f'IF(AND({_last("decision")}="{RETURNED}",ISNUMBER({_DAY}),{_DAY}>0,'
                       f'OR({{body_decision}}="{RETURNED}",NOT({_ANSWERED}))),INT({_DAY}),""),""),"")')}
