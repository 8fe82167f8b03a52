"""Lost: rows and days of the earlier register (`--previous`) that are not there any more."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.matching import CHILDREN
from ncr_toolkit.compare.previous import both, differs, earlier
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record, column_names
from ncr_toolkit.core.status import is_reopened

DONE = column_names((Finding, *CHILDREN), "response_sent_on", "done_on")
"""Columns that tell that something is done."""


@check("HIS008", level=Level.WARNING, blocks=Purpose.NEVER)
def rows_gone(review: Review) -> Iterator[Fault]:
    """A row that belonged to a finding is gone

    Why: An action that was promised, or a proof that was sent, does not disappear: the body has it on paper.
    Fix: Put the row back. An action that was dropped keeps its row, and says why.
    Source: Clause 7.5.3: records stay unchanged and can be found again.
    Needs: An earlier register.

    Bad:

        (before) Findings
        | Finding ID |
        |---|
        | NC-1       |

        (before) Actions
        | Action ID | Finding ID |
        |---|---|
        | CA-1      | NC-1       |
        | CA-2      | NC-1       |

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Actions
        | Action ID | Finding ID |
        |---|---|
        | CA-1      | NC-1       |

    Good:

        (before) Findings
        | Finding ID |
        |---|
        | NC-1       |
        | NC-2       |

        (before) Actions
        | Action ID | Finding ID |
        |---|---|
        | CA-1      | NC-1       |
        | CA-2      | NC-2       |

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Actions
        | Action ID | Finding ID |
        |---|---|
        | ca-1      | NC-1       |
    """
    if review.previous is None:
        return
    for kind in CHILDREN:
        for before in review.previous.all(kind):
            own = before.typed(kind.SHEET.id_field)
            finding = review.find(Finding, before.typed("finding"))
            if own and finding is not None and fold(own) not in review.ids(kind.SHEET.prefix):
                now = review.once(both).after(before)
                told = "is gone" if now is None else f"has the id {now.label} now"
                yield Fault(finding, "", f"{own} of {finding.label} stood on '{kind.SHEET.name}' in the earlier register, and {told}.",
                            cell=Cell(kind.SHEET.name), value=own)


@check("HIS009", Finding, *CHILDREN, level=Level.WARNING, blocks=Purpose.NEVER)
def undone(record: Record, review: Review) -> Iterator[Fault]:
    """Something was done, and is not done any more

    Why: A day that was there and is gone looks like an answer that was taken back. The body may have been told that day.
    Fix: Put the day back; if it was wrong, say so where the body reads it, in the history of the finding.
    Source: Clause 7.5.3: records stay unchanged and can be found again.
    Needs: An earlier register.

    Bad:

        (before) Findings
        | Finding ID | Status      | Response sent on |
        |---|---|---|
        | NC-1       | In progress | 2026-05-02       |

        (before) Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-02 |

        Findings
        | Finding ID | Status      | Response sent on |
        |---|---|---|
        | NC-1       | In progress | **(empty)**      |

        Actions
        | Action ID | Finding ID | Done on     |
        |---|---|---|
        | CA-1      | NC-1       | **(empty)** |

    Good:

        (before) Findings
        | Finding ID | Status      | Response sent on |
        |---|---|---|
        | NC-1       | In progress | 2026-05-02       |
        | NC-2       | Closed      | 2026-02-02       |
        | NC-3       | Submitted   | 2026-05-02       |

        Findings
        | Finding ID | Status      | Response sent on | Body's decision |
        |---|---|---|---|
        | NC-1       | In progress | 2026-05-03       |                 |
        | NC-2       | Reopened    |                  |                 |
        | NC-3       | In progress |                  | Returned        |
    """
    before, finding = earlier(record, review), review.finding(record)
    if before is None or finding is None or is_reopened(finding) or finding.status == "Closed":
        return
    returned = record is finding and finding.body_decision == "Returned"  # then the next answer is still to be sent
    for name in () if returned else DONE:
        if name in record.SHEET.by_name and record.blank(name) and not before.blank(name):
            yield fault(record, name, f"'{record.SHEET.by_name[name].header}' of {record.label} was {before.typed(name)} in the "
                                      "earlier register, and is empty now.")


@check("HIS010", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def closing_day_lost(finding: Finding, review: Review) -> Iterator[Fault]:
    """A reopened finding has lost its closing day

    Why: The history of a finding holds when it was closed and when it was opened again; the body knows both days.
    Fix: Put the old closing day back. It stays where it is until the finding is closed again.
    Source: Clause 7.5.3: records stay unchanged and can be found again.
    Needs: An earlier register.

    Bad:

        (before) Findings
        | Finding ID | Status | Closed on  |
        |---|---|---|
        | NC-1       | Closed | 2026-02-02 |

        Findings
        | Finding ID | Status   | Reopened on | Closed on   |
        |---|---|---|---|
        | NC-1       | Reopened | 2026-05-02  | **(empty)** |

    Good:

        (before) Findings
        | Finding ID | Status   | Closed on  |
        |---|---|---|
        | NC-1       | Closed   | 2026-02-02 |
        | NC-2       | Closed   | 2026-02-02 |

        Findings
        | Finding ID | Status   | Reopened on | Closed on  |
        |---|---|---|---|
        | NC-1       | Reopened | 2026-05-02  | 2026-02-02 |
        | NC-2       | Closed   | 2026-05-02  | 2026-06-02 |
    """
    before = earlier(finding, review)
    if isinstance(before, Finding) and is_reopened(finding) and before.closed_on and differs(finding, before, "closed_on"):
        now = finding.typed("closed_on") or "empty"
        yield fault(finding, "closed_on", f"{finding.label} was closed on {before.closed_on} in the earlier register; the closing "
                                          f"day is {now} now.")
