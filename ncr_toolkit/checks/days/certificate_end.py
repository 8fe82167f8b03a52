"""Expiry: what is planned or still open beyond the end of the certificate, or the six months after stage 2."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.days.certificate import MONTHS, months_after
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import Action, Audit, Finding, ReadinessStep
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_open, is_reopened


@check("DAT019", Finding, Action, ReadinessStep, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def beyond_the_certificate(record: Record, review: Review) -> Iterator[Fault]:
    """Something is due after the certificate has ended

    Why: After its last day there is nothing left that the body could keep up. A minor of a recertification may be closed
    later if its plan was accepted, and your own audits are no matter of the body: of these it is told as information.
    Fix: Agree an earlier day; if the certificate was renewed, write its new end on the sheet Register.
    Source: Our advice.
    Varies: An info for an internal audit, and for a Minor of a recertification.
    Needs: The day on which the certificate ends.

    Bad:

        Register
        | Certificate expires on |
        |---|
        | 2026-08-15             |

        Audits
        | Audit ID | Kind         |
        |---|---|
        | SA       | Surveillance |

        Findings
        | Finding ID | Audit | Grade | Status      | Close due      |
        |---|---|---|---|---|
        | NC-1       | SA    | Minor | In progress | **2026-08-16** |
        | NC-2       | SA    | Minor | In progress |                |

        Actions
        | Action ID | Finding ID | Due            |
        |---|---|---|
        | CA-1      | NC-1       | 2026-08-16     |
        | CA-2      | NC-2       | **2026-08-16** |

    Good:

        Register
        | Certificate expires on |
        |---|
        | 2026-08-15             |

        Audits
        | Audit ID | Kind         |
        |---|---|
        | SA       | Surveillance |

        Findings
        | Finding ID | Audit | Grade | Status      | Close due  |
        |---|---|---|---|---|
        | NC-1       | SA    | Minor | In progress | 2026-08-15 |
        | NC-2       | SA    | Minor | Closed      | 2026-08-16 |

        Actions
        | Action ID | Finding ID | Due        |
        |---|---|---|
        | CA-1      | NC-1       | 2026-08-15 |
    """
    finding, ends = review.finding(record), review.settings.certificate_expiry
    if finding is None or ends is None or ends < review.today or not finding.known("status") or not is_open(finding):
        return
    audit = review.find(Audit, finding.audit)
    kind, name = audit.kind if audit is not None else "", "close_due" if record is finding else "due"
    if record is finding and finding.grade == "Major" and kind == "Recertification":  # which DAT013 tells
        return
    if record is not finding and (not record.blank("done_on") or not finding.blank("close_due")):  # which is compared itself
        return
    day, gentle = record.value(name), kind == "Internal" or (kind == "Recertification" and finding.grade == "Minor")
    if day is not None and day > ends:  # type: ignore[operator]
        header = record.SHEET.by_name[name].header
        yield fault(record, name, f"'{header}' of {record.label} ({day}) comes after the certificate has ended ({ends}).", level=Level.INFO if gentle else None)


@check("DAT020", Finding, of=Of.MAJOR, blocks=Purpose.NEVER)
def stage_2_again(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major of stage 2 was not closed within six months

    Why: A body that could not verify a major within six months of the last day of stage 2 conducts another stage 2
    (ISO/IEC 17021-1, 9.5.3.2).
    Fix: Ask the body for the new stage 2, and add it on the sheet Audits; if the major was closed in time, correct the day.
    Source: Our advice.
    Varies: A warning where it was closed by now.

    Bad:

        Audits
        | Audit ID | Kind    | Last day   |
        |---|---|---|
        | S2       | Stage 2 | 2025-10-08 |

        Findings
        | Finding ID | Audit | Grade | Status        |
        |---|---|---|---|
        | NC-1       | S2    | Major | **Verifying** |

    Good:

        Audits
        | Audit ID | Kind    | First day  | Last day   |
        |---|---|---|---|
        | S2       | Stage 2 | 2025-10-06 | 2025-10-08 |
        | S2-a     | Stage 2 | 2024-10-06 | 2024-10-08 |
        | S2-b     | Stage 2 | 2025-05-06 | 2025-05-08 |

        Findings
        | Finding ID | Audit | Grade | Status      | Closed on  |
        |---|---|---|---|---|
        | NC-1       | S2    | Major | Closed      | 2026-04-08 |
        | NC-2       | S2    | Minor | In progress |            |
        | NC-3       | S2-a  | Major | In progress |            |
    """
    audit = review.find(Audit, finding.audit)
    if audit is None or audit.kind != "Stage 2" or audit.ended_on is None or not finding.known("status") or is_reopened(finding):
        return
    latest, closed = months_after(audit.ended_on, MONTHS), finding.status == "Closed"
    since = audit.ended_on
    if any(each.kind == "Stage 2" and each.started_on and each.started_on > since for each in review.register.all(Audit)):
        return
    end = f"more than {MONTHS} months after stage 2 ended ({audit.ended_on}): another stage 2 is due."
    if closed and finding.closed_on and finding.closed_on > latest and finding.blank("reopened_on"):
        yield fault(finding, "closed_on", f"{finding.label} was closed on {finding.closed_on}, {end}", level=Level.WARNING)
    elif is_open(finding) and review.today > latest:
        yield fault(finding, "status", f"{finding.label} is a major of stage 2 and still '{finding.status}', {end}")
