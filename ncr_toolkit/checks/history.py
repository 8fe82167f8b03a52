"""History: what an earlier copy of the register says against this one (`--previous`)."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.base import Fault, check, fault
from ncr_toolkit.model import Finding
from ncr_toolkit.names import fold
from ncr_toolkit.problem import Stage
from ncr_toolkit.register import Review
from ncr_toolkit.schema import Cell
from ncr_toolkit.status import is_reopened_unmarked


@check("HIS001", blocks=Stage.NEVER)
def vanished(review: Review) -> Iterator[Fault]:
    """A finding of the earlier register is gone

    Why: Findings do not disappear. A row that was deleted looks like a finding that was hidden.
    Fix: Put the row back. If the body withdrew the finding, keep the row and choose the status Withdrawn.

    Bad:

        (before) Findings
        | Finding ID | Status |
        |---|---|
        | NC-1       | Open   |
        | NC-2       | Open   |

        Findings
        | Finding ID | Status |
        |---|---|
        | NC-1       | Open   |

    Good:

        (before) Findings
        | Finding ID | Status |
        |---|---|
        | NC-1       | Open   |
        | NC-2       | Open   |

        Findings
        | Finding ID | Status    |
        |---|---|
        | NC-2       | Withdrawn |
        | nc-1       | Open      |
    """
    if review.previous is None:
        return
    here = {fold(finding.typed("id")) for finding in review.register.findings}
    for earlier in review.previous.findings:
        if earlier.known("id") and fold(earlier.id) not in here:
            yield Fault(None, "", f"{earlier.label} was in the earlier register, with the status "
                        f"'{earlier.typed('status')}', and is gone.", cell=Cell(Finding.SHEET.name), value=earlier.label)


@check("HIS002", Finding, blocks=Stage.NEVER)
def reopened_unmarked(finding: Finding, review: Review) -> Iterator[Fault]:
    """A finding was closed before, is open now, and does not say so

    Why: A finding that is quietly open again is missing from every count of reopened findings; the body keeps its own.
    Fix: Set the status to Reopened, fill in 'Reopened on' and the reason, and keep the old closing day.

    Bad:

        (before) Findings
        | Finding ID | Status |
        |---|---|
        | NC-1       | Closed |

        Findings
        | Finding ID | Status          |
        |---|---|
        | NC-1       | **In progress** |

    Good:

        (before) Findings
        | Finding ID | Status |
        |---|---|
        | NC-1       | Closed |

        Findings
        | Finding ID | Status   | Reopened on |
        |---|---|---|
        | NC-1       | Reopened | 2026-06-02  |
    """
    if finding.known("status") and is_reopened_unmarked(finding, review):
        yield fault(finding, "status", f"{finding.label} was closed in the earlier register, and is '{finding.status}' now.")
