"""Programme: audits come one after the other, within the life of the certificate, on the same days on both sheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ncr_toolkit.checks.days.day_order import broken
from ncr_toolkit.checks.registry import Fault, check, days, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Audit, Settings
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record

LONGEST = 60
"""How many days an audit by a body lasts at most (ours); one of your own may be spread over a year."""


GRACE = 14
"""How many days after its day an audit may still be missing on the sheet (ours)."""


@check("DAT024", Audit, Settings, level=Level.WARNING, blocks=Purpose.NEVER)
def audits_out_of_order(record: Record, review: Review) -> Iterator[Fault]:
    """The days of the audits do not fit together

    Why: Deadlines and the question whether a minor is still open follow from these days; a wrong one moves them all.
    Fix: Compare with the audit programme of the body, and correct the day that is wrong.
    Source: Our advice.

    Bad:

        Register
        | Next audit     | Certificate expires on |
        |---|---|
        | **2026-03-01** | 2028-04-01             |

        Audits
        | Audit ID | Kind         | First day  | Last day   | Report received on | Next audit |
        |---|---|---|---|---|---|
        | SA-25    | Surveillance | 2025-04-02 | 2025-04-04 | **2026-04-12**     | 2026-04-10 |
        | SA-26    | Surveillance | 2026-04-10 | 2026-04-11 |                    |            |

    Good:

        Register
        | Next audit | Certificate expires on |
        |---|---|
        | 2027-04-02 | 2027-04-30             |

        Audits
        | Audit ID | Kind         | First day  | Last day   | Report received on | Next audit |
        |---|---|---|---|---|---|
        | SA-25    | Surveillance | 2025-04-02 | 2025-04-04 | 2025-04-12         | 2026-04-10 |
        | SA-26    | Surveillance | 2026-04-10 | 2026-04-11 | 2026-04-20         | 2027-04-02 |
        | IA-26    | Internal     | 2026-05-10 | 2026-05-11 |                    |            |
    """
    if isinstance(record, Settings):
        yield from _next_audit(record, review)
    elif isinstance(record, Audit):
        yield from broken("DAT024", record, review)
        yield from _stages(record, review)
        yield from _passed(record, review)
        lasted = (record.ended_on - record.started_on).days if record.started_on and record.ended_on else 0
        if record.kind not in ("Internal", "") and lasted > LONGEST:
            yield fault(record, "started_on", f"{record.label} began on {record.started_on} and ended on {record.ended_on}: that "
                                              f"is {days(lasted)}.")


def _passed(audit: Audit, review: Review) -> Iterator[Fault]:
    """The next audit was to be weeks ago, and no later one of the same side (the house's own, a body's) is there."""
    day, over = audit.next_audit_on, audit.ended_on or audit.started_on
    if day is None or over is None or not audit.known("kind") or not over <= day < review.today - timedelta(days=GRACE):
        return
    own = audit.kind == "Internal"
    if not any(each.started_on and each.started_on > over and (each.kind == "Internal") is own
               for each in review.register.all(Audit)):
        yield fault(audit, "next_audit_on", f"The audit after {audit.label} was to be on {day}, and no later one is on this sheet.")


def _next_audit(settings: Settings, review: Review) -> Iterator[Fault]:
    """The register's own next audit lies after the audits of the body, and before the certificate ends."""
    ends, day = settings.certificate_expiry, settings.next_audit_on
    over = [audit for audit in review.register.all(Audit)
            if audit.kind not in ("Internal", "") and audit.ended_on and audit.ended_on <= review.today]
    renewed = ends is not None and any(audit.kind == "Recertification" and audit.ended_on and (ends - audit.ended_on).days < 365
                                       for audit in over)  # then the next audit is one of the new certificate
    last = max(over, key=lambda audit: (audit.ended_on, audit.label), default=None)
    if day is None:
        return
    if last is not None and last.ended_on and day < (last.started_on or last.ended_on):
        yield fault(settings, "next_audit_on", f"The next audit ({day}) comes before {last.label}, which ended on "
                                               f"{last.ended_on}.")
    elif ends is not None and review.today <= ends < day and not renewed:
        yield fault(settings, "next_audit_on", f"The next audit ({day}) comes after the certificate has ended ({ends}).")
    elif last is not None and last.next_audit_on != day and _says_when(last, settings):
        yield fault(settings, "next_audit_on", f"The next audit is on {day} here, and on {last.next_audit_on} on the sheet "
                                               f"Audits ({last.label}).")


def _says_when(audit: Audit, settings: Settings) -> bool:
    """Whether an audit of the register's own body names a next one that can be."""
    later = audit.next_audit_on is not None and audit.ended_on is not None and audit.next_audit_on > audit.ended_on
    return later and fold(audit.body) == fold(settings.typed("certification_body") or audit.body)


def _stages(audit: Audit, review: Review) -> Iterator[Fault]:
    """Stage 1 comes before stage 2 of the same body, unless another stage 2 follows."""
    if audit.kind != "Stage 1" or audit.started_on is None:
        return
    second = [each for each in review.register.all(Audit) if each.kind == "Stage 2" and each.started_on
              and fold(each.typed("body")) == fold(audit.typed("body"))]
    if second and all(each.started_on < audit.started_on for each in second if each.started_on):
        yield fault(audit, "started_on", f"Stage 1 began on {audit.started_on}, after stage 2 ({second[0].label}, "
                                         f"{second[0].started_on}).")
