"""Identity: which finding, of which audit, of which grade, in whose words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import hollow, listing
from ncr_toolkit.core.model import RECORDS, Evidence, Finding, Probe
from ncr_toolkit.core.packs import Question
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record

SUPPORTED = Evidence.SHEET.by_name["supports"].to
NUMBERED = tuple(kind for kind in RECORDS if kind.SHEET.id_field)


@check("IDN001", *NUMBERED, firm=True)
def no_id(record: Record, review: Review) -> Iterator[Fault]:
    """A row has no id

    Why: Without the body's own number nobody can match your answer to the finding. Actions, causes and evidence are
    told apart by their ids too.
    Fix: Type the id: for a finding the body's own number, otherwise a number of your own that is used once.
    Source: Certification body: it numbers its findings, and answers go by that number.

    Bad:

        Findings
        | Finding ID  | Title     |
        |---|---|
        | **(empty)** | Gate gaps |

    Good:

        Findings
        | Finding ID | Title     |
        |---|---|
        | NC-1       | Gate gaps |
    """
    name = record.SHEET.id_field
    if record.blank(name):
        what = "finding" if isinstance(record, Finding) else "row"
        yield fault(record, name, f"This {what} has no {record.SHEET.by_name[name].header}.")


@check("IDN002", *NUMBERED, firm=True)
def id_twice(record: Record, review: Review) -> Iterator[Fault]:
    """The same id stands on two rows

    Why: Everything that points to this id then points to two rows, and one answer could carry the other's proof.
    Fix: Give one of the two rows another id, or delete it if it is a copy.
    Source: Certification body: it numbers its findings, and answers go by that number.

    Bad:

        Findings
        | Finding ID | Title     |
        |---|---|
        | NC-1       | Gate gaps |
        | **nc-1**   | Log gaps  |

    Good:

        Findings
        | Finding ID | Title     |
        |---|---|
        | NC-1       | Gate gaps |
        | NC-2       | Log gaps  |
    """
    name = record.SHEET.id_field
    first = next(iter(_twins(record, review)), record)
    if record.known(name) and first is not record:
        header, where = record.SHEET.by_name[name].header, first.cell(first.SHEET.id_field)
        place = where.ref if first.SHEET is record.SHEET else str(where)
        yield fault(record, name, f"The {header} '{record.typed(name)}' stands in {place} already.")


def _twins(record: Record, review: Review) -> list[Record]:
    """Every row with the record's id, in the order of the workbook: also on the other sheets evidence points to."""
    prefix = record.SHEET.prefix
    prefixes = SUPPORTED if prefix in SUPPORTED else (prefix,)
    return [twin for each in prefixes for twin in review.ids(each).get(fold(record.typed(record.SHEET.id_field)), [])]


@check("IDN008", Finding, firm=True)
def grade_or_status_missing(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding has no grade or no status

    Why: Without a grade nobody knows what the response must hold; without a status the finding counts as neither open
    nor closed, and drops out of every list.
    Fix: Copy the grade from the audit report; choose the status from the drop-down.
    Source: Certification body: ISO/IEC 17021-1, 3.12 and 3.13.

    Bad:

        Findings
        | Finding ID | Grade       | Status      |
        |---|---|---|
        | NC-1       | **(empty)** | Open        |
        | NC-2       | Minor       | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade | Status |
        |---|---|---|
        | NC-1       | Major | Open   |
    """
    fixes = {"grade": "Copy the grade from the audit report.",
             "status": "Choose the status from the drop-down; ncr fill enters Open where nothing says otherwise."}
    for name, fix in fixes.items():
        if finding.blank(name):
            yield fault(finding, name, f"The finding has no {name}.", fix=fix)


@check("IDN009", Finding, of=Of.GRADED)
def words_of_the_auditor_missing(finding: Finding, review: Review) -> Iterator[Fault]:
    """The statement, the requirement or the objective evidence is missing

    Why: A nonconformity has three parts: what is not fulfilled, what is asked, and what the auditor saw. An answer to
    half a finding answers half.
    Fix: Copy the words from the audit report. If the report does not give them, ask the auditor before you answer.
    Source: Certification body: ISO/IEC 17021-1, 9.4.5.3.

    Bad:

        Findings
        | Finding ID | Grade | Statement of nonconformity | Requirement | Objective evidence |
        |---|---|---|---|---|
        | NC-1       | Minor | **(empty)**                | 8.4 asks …  | Model T3 …         |

    Good:

        Findings
        | Finding ID | Grade | Statement of nonconformity | Requirement | Objective evidence |
        |---|---|---|---|---|
        | NC-1       | Minor | No assessment was made.    | 8.4 asks …  | Model T3 …         |
    """
    parts = ("statement", "requirement", "objective_evidence")
    for name in parts if finding.grade in ("Major", "Minor") else parts[:1]:
        header = finding.SHEET.by_name[name].header
        if finding.blank(name):
            yield fault(finding, name, f"'{header}' is empty.")
        elif finding.known(name) and hollow(finding.typed(name)):
            yield fault(finding, name, f"'{header}' only says '{finding.typed(name).strip()}'.")


@check("IDN010", Probe)
def question_unknown(probe: Probe, review: Review) -> Iterator[Fault]:
    """The question is not in the question bank

    Why: The response prints the question beside its answer. An answer without its question says nothing.
    Fix: Choose the number from the drop-down, for example Q09.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        AI questions
        | Finding ID | Question | Answer |
        |---|---|---|
        | NC-1       | **Q99**  | Yes.   |

    Good:

        AI questions
        | Finding ID | Question | Answer |
        |---|---|---|
        | NC-1       | Q09      | No.    |
    """
    if probe.blank("question") and probe.known("answer"):
        yield fault(probe, "question", "An answer stands here without the number of its question.")
    elif probe.known("question") and (bank := review.questions(probe)) and review.question(probe) is None:
        yield fault(probe, "question", f"'{probe.question}' is not a question of the bank ({_told(bank)}).")


def _told(bank: tuple[Question, ...]) -> str:
    """The numbers of a bank, run by run: "QM01 to QM39 and M01 to M19"."""
    runs = [[each.id for each in run] for _, run in groupby(bank, lambda each: each.id.rstrip("0123456789"))]
    return listing(f"{run[0]} to {run[-1]}" if len(run) > 1 else run[0] for run in runs)


@check("IDN011", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def audit_missing(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding names no audit

    Why: Deadlines count from the audit's last day, and the body looks for the audit's number on your answer.
    Fix: Choose the audit; if it is not in the list, add it on the sheet Audits.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Audit       |
        |---|---|
        | NC-1       | **(empty)** |

    Good:

        Audits
        | Audit ID |
        |---|
        | SA-2026  |

        Findings
        | Finding ID | Audit   |
        |---|---|
        | NC-1       | SA-2026 |
    """
    if finding.blank("audit"):
        yield fault(finding, "audit", "The finding names no audit.")
