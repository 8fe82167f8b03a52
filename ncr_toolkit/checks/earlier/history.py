"""History: what an earlier copy of the register says against this one (`--previous`)."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.previous import both, earlier
from ncr_toolkit.core.model import Finding, Settings
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.core.status import is_reopened_unmarked


@check("HIS001", blocks=Purpose.NEVER, firm=True)
def vanished(review: Review) -> Iterator[Fault]:
    """A finding of the earlier register is gone

    Why: Findings do not disappear. A row that was deleted looks like a finding that was hidden.
    Fix: Put the row back. If the body withdrew the finding, keep the row and choose the status Withdrawn.
    Source: Clause 7.5.3: records stay unchanged and can be found again.
    Needs: An earlier register.

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
    told: dict[str, Record] = {}  # an id that stood there twice is told once
    for before in review.once(both).gone[Finding]:
        if before.known("id") and not review.find(Finding, before.typed("id")):
            grade = f"{before.typed('grade')}, " if before.typed("grade") else ""
            told.setdefault(f"{before.label} ({grade}'{before.typed('status')}') was in the earlier register, and is gone.", before)
    for message, gone in told.items():
        yield Fault(None, "", message, cell=Cell(Finding.SHEET.name), value=gone.label)


@check("HIS006", Finding, blocks=Purpose.NEVER)
def renumbered(finding: Finding, review: Review) -> Iterator[Fault]:
    """A finding has got another id

    Why: The body matches your answer to its own number. A finding under another number is one that is gone, and one that
    nobody raised.
    Fix: Give the finding back the number of the audit report, here and in its other rows.
    Source: Our advice.
    Needs: An earlier register.

    Bad:

        (before) Findings
        | Finding ID | Status | Statement of nonconformity             |
        |---|---|---|
        | NC-1       | Open   | No assessment was made before release. |

        Findings
        | Finding ID | Status | Statement of nonconformity             |
        |---|---|---|
        | **NC-7**   | Open   | No assessment was made before release. |

    Good:

        (before) Findings
        | Finding ID | Status | Statement of nonconformity             |
        |---|---|---|
        | NC-1       | Open   | No assessment was made before release. |

        Findings
        | Finding ID | Status | Statement of nonconformity             |
        |---|---|---|
        | nc-1       | Open   | No assessment was made before release. |
        | NC-7       | Open   | No assessment was made before release. |
    """
    before = earlier(finding, review)
    if before is not None and before.known("id") and finding.known("id") and fold(before.label) != fold(finding.label):
        yield fault(finding, "id", f"{finding.label} stood in the earlier register as {before.label}.")


@check("HIS002", Finding, blocks=Purpose.NEVER)
def reopened_unmarked(finding: Finding, review: Review) -> Iterator[Fault]:
    """A finding was closed before, is open now, and does not say so

    Why: A finding that is quietly open again is missing from every count of reopened findings; the body keeps its own.
    Fix: Set the status to Reopened, fill in 'Reopened on' and the reason, and keep the old closing day.
    Source: Our advice.
    Needs: An earlier register.

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


@check("HIS012", Settings, level=Level.WARNING, blocks=Purpose.NEVER)
def another_register(settings: Settings, review: Review) -> Iterator[Fault]:
    """The earlier register is another one

    Why: Compared with the register of another system or site, everything looks new or gone.
    Fix: Name the earlier copy of this register after --previous; its 'Register ID' is the same.
    Source: This tool: so that nothing is lost or misread.
    Needs: An earlier register.

    Bad:

        (before) Register
        | Register ID |
        |---|
        | lund-2024   |

        Register
        | Register ID   |
        |---|
        | **malmo-2025** |

    Good:

        (before) Register
        | Register ID |
        |---|
        | lund-2024   |

        Register
        | Register ID |
        |---|
        | Lund-2024   |
    """
    before = review.previous.settings if review.previous is not None else None
    if before is not None and before.known("id") and settings.known("id") and fold(before.id) != fold(settings.id):
        yield fault(settings, "id", f"This is the register '{settings.id}', and it was compared with '{before.id}'.")
