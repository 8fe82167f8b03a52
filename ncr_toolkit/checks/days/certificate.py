"""The certificate: days that the rules of certification set, whatever the report says (ISO/IEC 17021-1, 9.5.3 and 9.6.3)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import Audit, Finding, Settings
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_reopened, known_open

MONTHS = 6
"""Within how many months after the last day of stage 2 a major has to be verified."""


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day where the month is shorter (31 August + 6 months: 28 February)."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def _audit(finding: Finding, review: Review, kind: str) -> Audit | None:
    """The audit of the finding, if it is of this kind."""
    audit = review.find(Audit, finding.audit)
    return audit if audit is not None and audit.kind == kind else None


@check("DAT012", Finding, of=Of.MAJOR)
def longer_than_stage_2_allows(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major of stage 2 is to be closed later than six months after it

    Why: A major that is not verified within six months of the last day of stage 2 means another stage 2 audit.
    Fix: Agree an earlier date with the body, so early that it can verify the work within the six months.
    Source: Certification body: ISO/IEC 17021-1, 9.5.3.2.

    Bad:

        Audits
        | Audit ID | Kind    | Last day   |
        |---|---|---|
        | S2       | Stage 2 | 2026-02-27 |

        Findings
        | Finding ID | Audit | Grade | Status      | Close due      |
        |---|---|---|---|---|
        | NC-1       | S2    | Major | In progress | **2026-08-28** |

    Good:

        Audits
        | Audit ID | Kind         | Last day   |
        |---|---|---|
        | S2       | Stage 2      | 2026-02-27 |
        | SA       | Surveillance | 2026-02-27 |

        Findings
        | Finding ID | Audit | Grade | Status      | Close due  |
        |---|---|---|---|---|
        | NC-1       | S2    | Major | In progress | 2026-08-27 |
        | NC-2       | S2    | Minor | In progress | 2026-10-01 |
        | NC-3       | SA    | Major | In progress | 2026-10-01 |
        | NC-4       | S2    | Major | Reopened    | 2026-10-01 |
    """
    audit = _audit(finding, review, "Stage 2")
    if audit is None or audit.ended_on is None or finding.close_due is None or not known_open(finding) or is_reopened(finding):
        return  # what is reopened was verified once: the days before the certificate are over
    latest = months_after(audit.ended_on, MONTHS)
    if finding.close_due > latest:
        yield fault(finding, "close_due", f"{finding.label} is to be closed by {finding.close_due}, later than {MONTHS} months "
                                          f"after stage 2 ended ({latest}).")


@check("DAT013", Finding, of=Of.MAJOR)
def later_than_the_certificate(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major of a recertification is to be closed after the certificate has ended

    Why: The work has to be done and verified before the certificate ends; otherwise it is not renewed.
    Fix: Agree an earlier date with the body.
    Source: Certification body: ISO/IEC 17021-1, 9.6.3.
    Needs: The day on which the certificate ends.

    Bad:

        Register
        | Certificate expires on |
        |---|
        | 2026-08-15             |

        Audits
        | Audit ID | Kind            |
        |---|---|
        | RA       | Recertification |

        Findings
        | Finding ID | Audit | Grade | Status      | Close due      |
        |---|---|---|---|---|
        | NC-1       | RA    | Major | In progress | **2026-08-16** |

    Good:

        Register
        | Certificate expires on |
        |---|
        | 2026-08-15             |

        Audits
        | Audit ID | Kind            |
        |---|---|
        | RA       | Recertification |
        | SA       | Surveillance    |

        Findings
        | Finding ID | Audit | Grade | Status      | Close due  |
        |---|---|---|---|---|
        | NC-1       | RA    | Major | In progress | 2026-08-15 |
        | NC-2       | RA    | Minor | In progress | 2026-09-30 |
        | NC-3       | SA    | Major | In progress | 2026-09-30 |
    """
    ends = review.settings.certificate_expiry
    if ends is None or finding.close_due is None or not known_open(finding) or not _audit(finding, review, "Recertification"):
        return
    if finding.close_due > ends:
        yield fault(finding, "close_due", f"{finding.label} is to be closed by {finding.close_due}; the certificate ends on "
                                          f"{ends}.")


@check("DAT014", Finding, of=Of.NONCONFORMITY, blocks=Purpose.NEVER)
def minor_still_open(finding: Finding, review: Review) -> Iterator[Fault]:
    """A minor is still open at the next audit

    Why: A minor that is open at the next audit usually becomes a major.
    Fix: Close it with its proof, or ask the body before the audit for a later date; if the audit was moved, correct its day.
    Source: Certification bodies' practice.
    Needs: The day of the next audit.

    Bad:

        Audits
        | Audit ID | Kind         | Last day   | Next audit |
        |---|---|---|---|
        | SA       | Surveillance | 2025-06-20 | 2026-06-30 |

        Findings
        | Finding ID | Audit | Grade | Status          |
        |---|---|---|---|
        | NC-1       | SA    | Minor | **In progress** |

    Good:

        Audits
        | Audit ID | Kind         | Last day   | Next audit |
        |---|---|---|---|
        | SA       | Surveillance | 2025-06-20 | 2026-07-01 |
        | OLD      | Surveillance | 2024-06-20 | 2025-06-18 |

        Findings
        | Finding ID | Audit | Grade       | Status      |
        |---|---|---|---|
        | NC-1       | SA    | Minor       | In progress |
        | NC-2       | OLD   | Minor       | Closed      |
        | NC-3       | OLD   | Observation | In progress |
    """
    audit, settings = review.find(Audit, finding.audit), review.settings
    after = audit.next_audit_on if audit is not None and audit.next_audit_on else None
    # the register's own next audit may be the one in which this finding was raised
    own = settings.next_audit_on if audit is None or audit.ended_on is None or (settings.next_audit_on or date.min) > audit.ended_on else None
    day = after or own
    if finding.grade == "Minor" and day is not None and day <= review.today and known_open(finding):
        yield fault(finding, "status", f"{finding.label} is a minor and still '{finding.status}'; the next audit was on {day}."
                    if day < review.today else f"{finding.label} is a minor and still '{finding.status}'; the next audit is today.")


@check("DAT015", Settings, level=Level.WARNING, blocks=Purpose.NEVER)
def certificate_ended(settings: Settings, review: Review) -> Iterator[Fault]:
    """The certificate has ended

    Why: After its last day nobody may be told that the system is certified; it can be restored for some months only.
    Fix: If it was renewed, write the new day; otherwise ask the body today what it needs.
    Source: Certification body: ISO/IEC 17021-1, 9.6.3.
    Needs: The day on which the certificate ends.

    Bad:

        Register
        | Certificate expires on |
        |---|
        | **2026-06-29**         |

    Good:

        Register
        | Certificate expires on |
        |---|
        | 2026-06-30             |
    """
    ends = settings.certificate_expiry
    if ends is not None and ends < review.today:
        yield fault(settings, "certificate_expiry", f"The certificate ended on {ends}.")
