"""By when the body wants a better answer: of each finding the last reply on the sheet Replies says it.

The last is that of the latest day, wherever people have sorted it; of one day, or without days, the lowest row.

As in `figures`, it stands once in Python and once in the language of Excel 2010, side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding, Reply

RETURNED = "Returned"
UNDECIDED = ("", "Not sent", "Sent")
"""What 'Body's decision' says while nobody has entered what came back."""


def enter_revised_days(findings: Iterable[Finding], replies: Iterable[Reply]) -> None:
    """Enter into each finding that has a reply the day by which the body wants a revised answer; None where it waits
    for none. A finding without one stays as it is: it may stand in a part of its register, to which its replies are
    not given."""
    last: dict[str, Reply] = {}
    for reply in replies:
        name = fold(reply.typed("finding"))
        last[name] = latest((last[name], reply)) if name in last else reply
    for finding in findings if last else ():
        if (found := last.get(fold(finding.typed("id")))) is not None:
            finding.revised_due = found.revised_by if waits(finding, found) else None


def latest(replies: Sequence[Reply]) -> Reply:
    """The last of the replies about a finding, of which there is at least one."""
    return max(reversed(replies), key=lambda reply: reply.replied_on or date.min)


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
_ITS_ROWS, _DAYS = f"({_CELLS('finding')}={{id}})", f"IF(ISNUMBER({_CELLS('replied_on')}),{_CELLS('replied_on')},0)"
_LATEST = "finding_replied_on"


def _last(name: str) -> str:
    """An error in each row of another finding and of an earlier day: LOOKUP passes over them to the last."""
    return f"LOOKUP(2,1/({_ITS_ROWS}*({_DAYS}={_LATEST})),{_CELLS(name)})"


REVISED_DUE = "finding_revised_due"
"""The name under which the workbook has the same, for the row of Findings that asks; '' where there is no such day."""
_DAY, _REPLIED = _last("revised_by"), _last("replied_on")
_ANSWERED = f"AND(ISNUMBER({{response_sent_on}}),ISNUMBER({_REPLIED}),{_REPLIED}>0,{_REPLIED}<{{response_sent_on}})"
_OPEN_DECISION = ",".join(f'{{body_decision}}="{decision}"' for decision in UNDECIDED)
NAMED = {_LATEST: f"SUMPRODUCT(MAX({_ITS_ROWS}*{_DAYS}))",
         REVISED_DUE: (f'IFERROR(IF(OR({{body_decision}}="{RETURNED}",OR({_OPEN_DECISION})),'
                       f'IF(AND({_last("decision")}="{RETURNED}",ISNUMBER({_DAY}),{_DAY}>0,'
                       f'OR({{body_decision}}="{RETURNED}",NOT({_ANSWERED}))),INT({_DAY}),""),""),"")')}
