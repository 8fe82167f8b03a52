"""The letter: whether the register knows who answers whom, about which audit."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, check, fault, is_early
from ncr_toolkit.core.letter_parts import LetterPart, lacking_parts
from ncr_toolkit.core.model import Audit, Finding, Settings
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_internal, is_open

OTHERS = (("audit", "lead_auditor"), ("finding", "audit"))
"""Told by IDN017 and IDN011: prefix and column."""


@check("IDN019", Settings, Audit, Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def letter_part_missing(record: Record, review: Review) -> Iterator[Fault]:
    """Something is missing that the letter to the body says

    Why: The answers go out with a letter: from whom, to whom, about which audit, signed by whom. Where the register does
    not know it, the letter is marked DRAFT, and `ncr package` says on the last day that it cannot be sent.
    Fix: Fill the cell: the names as they stand on the certificate, the number and the days as in the audit report.
    Source: Our advice.
    Varies: A register of which every answer is only logged gets an info, as does what the letter can do without.

    Bad:

        Findings
        | Finding ID | Grade | Audit | Status      | Title                   |
        |---|---|---|---|---|
        | NC-1       | Minor | SA-1  | In progress | Release without a check |

        Audits
        | Audit ID | Kind         | Lead auditor | Report      |
        |---|---|---|---|
        | SA-1     | Surveillance | Eva Holm     | **(empty)** |

        Register
        | Organisation | Certification body | Certificate number | Register owner |
        |---|---|---|---|
        | **(empty)**  | **(empty)**        | **(empty)**        | **(empty)**    |

    Good:

        Findings
        | Finding ID | Grade | Audit | Status      | Title                   |
        |---|---|---|---|---|
        | NC-1       | Minor | SA-1  | In progress | Release without a check |

        Audits
        | Audit ID | Kind         | Lead auditor | Report | Last day   |
        |---|---|---|---|---|
        | SA-1     | Surveillance | Eva Holm     | R-771  | 2026-04-15 |

        Register
        | Organisation | Certification body | Certificate number | Register owner |
        |---|---|---|---|
        | Blue Heron   | Certo AB           | C-1                | Ana Lima       |
    """
    for part in review.once(_missing).get(id(record), ()):
        if (record.SHEET.prefix, part.name) not in OTHERS:
            level = Level.WARNING if part.needed and review.once(_worked_on) else Level.INFO
            yield fault(record, part.name, f"The letter to the body lacks {part.what}.", level=level)


def _missing(review: Review) -> dict[int, list[LetterPart]]:
    """What the letter with all answers that a body waits for lacks, by the record that lacks it."""
    found: dict[int, list[LetterPart]] = {}
    for part in lacking_parts(_waited_for(review), review) if _waited_for(review) else ():
        found.setdefault(id(part.record), []).append(part)
    return found


def _waited_for(review: Review) -> list[Finding]:
    return [finding for finding in review.register.findings if is_open(finding) and not is_internal(finding, review)]


def _worked_on(review: Review) -> bool:
    """Whether one of them is more than logged."""
    return any(not is_early(finding, review) for finding in _waited_for(review))
