"""Audit report: the findings as the body wrote them down, in the report that lies beside the register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.audit_report.comparison import Pairs, cut_short, differences, not_compared, not_typed
from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.labels import GRADE, TEXTS
from ncr_toolkit.audit_report.report import AuditReport, read
from ncr_toolkit.audit_report.told import ReportFinding
from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.folder import fingerprint, plain_fingerprint
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing, short
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

_NO_ANSWER = ("Observation", "Opportunity")
"""A body expects none to a finding of these grades."""


@check("RPT001", Audit, level=Level.WARNING, blocks=Purpose.NEVER)
def report_unusable(audit: Audit, review: Review) -> Iterator[Fault]:
    """The audit report cannot be read, or is another one than it was

    Why: The register is held against the report. Without it nobody sees a grade that was typed wrong.
    Fix: Put the report as the body sent it beside the register, as Word document or PDF with text in it.
    Source: This tool: so that nothing is lost or misread.
    Needs: The audit report.

    Bad:

        Audits
        | Audit ID | Report file     |
        |---|---|
        | SA-25    | **missing.pdf** |
        | SA-26    | **notes.txt**   |

    Good:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |
    """
    if review.home is None or not audit.known("report_file"):
        return
    if trouble := _read(audit, review)[1]:
        yield fault(audit, "report_file", f"{trouble} The findings of {audit.label} were not held against the report.")
    elif trouble := _half_read(audit, review):
        yield fault(audit, "report_file", f"{trouble} The auditor's words of {audit.label} were not held against the "
                                          "report.")
    elif audit.known("report_sha256") and not _is_as_noted(audit, review):
        yield fault(audit, "report_file", f"{audit.report_file} is not the file it was when its fingerprint was taken.",
                    fix="If the body has sent a new version, delete the fingerprint; else put the first file back.")


@check("RPT002", Audit, blocks=Purpose.NEVER)
def finding_not_logged(audit: Audit, review: Review) -> Iterator[Fault]:
    """A finding of the report is not in the register

    Why: The body waits for an answer to each of its findings, and nobody works on one that is not logged.
    Fix: Log it on Findings, with the number of the report, or `ncr import` the report with --merge.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9: it asks for an answer to each nonconformity.
    Needs: The audit report.
    Varies: An info where the report calls it an observation or an opportunity: no formal answer is due.

    Bad:

        Audits
        | Audit ID | Report file     |
        |---|---|
        | SA-26    | **report.docx** |

        Findings
        | Finding ID | Audit | Grade | Reference |
        |---|---|---|---|
        | NC-1       | SA-26 | Major | 8.4       |

    Good:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |

        Findings
        | Finding ID | Audit | Grade | Reference |
        |---|---|---|---|
        | NC-01      | SA-26 | Major | 8.4       |
        | NC 2       | SA-26 | Minor | 7.2       |
    """
    pairs = review.once_for(_pairs, audit)
    for told in pairs.unlogged:
        graded = grade(told.values[GRADE].text) if GRADE in told.values else ""
        said = f" ({graded})" if graded else ""
        yield fault(audit, "report_file", f"{audit.report_file}, {told.where}, has the finding {told.id}{said}, which is not "
                                          f"among the findings of {audit.label}.",
                    level=Level.INFO if graded in _NO_ANSWER else None)


@check("RPT003", Finding)
def not_as_reported(finding: Finding, review: Review) -> Iterator[Fault]:
    """A grade, clause or day is not that of the report

    Why: The body reads your answer beside its report. A Minor that is a Major there, or a later day, looks like a try.
    Fix: Type what the report says. If the body has changed it since, note where it says so, and set this aside on Decisions.
    Source: Certification body: ISO/IEC 17021-1, 9.4.8: the report is what was found.
    Needs: The audit report.

    Bad:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |

        Findings
        | Finding ID | Audit | Grade     | Reference | Response due   |
        |---|---|---|---|---|
        | NC-1       | SA-26 | **Minor** | 8.4       | **2026-05-19** |
        | NC-2       | SA-26 | Minor     | **7.3**   |                |

    Good:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |

        Findings
        | Finding ID | Audit | Grade | Reference | Response due |
        |---|---|---|---|---|
        | NC-1       | SA-26 | Major | 8.4       | 2026-04-19   |
        | NC-2       | SA-26 | Minor | 7.2       |              |
    """
    told, file = _told(finding, review)
    if told is None:
        return
    for name, says in differences(finding, told, review.pack):
        header = review.header(finding, name)
        yield fault(finding, name, f"'{header}' of {finding.label} is {finding.value(name)}; {file}, {says.where}, says "
                                   f"{short(says.text)}.")


@check("RPT004", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def words_not_in_report(finding: Finding, review: Review) -> Iterator[Fault]:
    """The auditor's words are not those of the report

    Why: The statement, the requirement and the evidence are the auditor's. A word that was changed is seen at once.
    Fix: Copy the sentence from the report. What you want to add belongs into your own columns.
    Source: Certification body: ISO/IEC 17021-1, 9.4.8: the report is what was found.
    Needs: The audit report.

    Bad:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |

        Findings
        | Finding ID | Audit | Statement of nonconformity                                  |
        |---|---|---|
        | NC-1       | SA-26 | **Release 2.3 went live with a shortened assessment.**      |
        | NC-2       | SA-26 | **Two of nine reviewers have no**                           |

    Good:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |

        Findings
        | Finding ID | Audit | Statement of nonconformity                           |
        |---|---|---|
        | NC-1       | SA-26 | Release 2.3 went live without the impact assessment. |
    """
    file = _report_of(finding, review)[1]
    for name, strange in review.once_for(_strange, finding)[0].items():
        more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
        yield fault(finding, name, f"{short(strange[0], 90)}{more}: this does not stand in {file}.")
    told, file = _told(finding, review)
    for name, rest in ({} if told is None else cut_short(finding, told)).items():
        header = review.header(finding, name)
        yield fault(finding, name, f"'{header}' of {finding.label} stops within a sentence; {file} goes on: {short(rest, 60)}.")


@check("RPT005", Audit, level=Level.INFO, blocks=Purpose.NEVER)
def not_located(audit: Audit, review: Review) -> Iterator[Fault]:
    """Something was not located in the report, and so not compared

    Why: A report has no fixed form. What is not found beside a label, in a list or in a heading is not guessed from prose.
    Fix: Compare it with your own eyes.
    Source: This tool: so that nothing is lost or misread.
    Needs: The audit report.

    Bad:

        Audits
        | Audit ID | Report file     |
        |---|---|
        | SA-26    | **report.docx** |

        Findings
        | Finding ID | Audit | Grade | Reference |
        |---|---|---|---|
        | NC-1       | SA-26 | Major | 8.4       |
        | NC-2       | SA-26 | Minor | 7.2       |
        | NC-7       | SA-26 | Minor | 7.5       |

    Good:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |

        Findings
        | Finding ID | Audit | Grade | Reference |
        |---|---|---|---|
        | NC-1       | SA-26 | Major | 8.4       |
        | NC-2       | SA-26 | Minor | 7.2       |
    """
    pairs = review.once_for(_pairs, audit)
    if pairs.strangers:
        yield fault(audit, "report_file", f"{listing(pairs.strangers)} "
                                          f"{'was' if len(pairs.strangers) == 1 else 'were'} not located in "
                                          f"{audit.report_file}: grade, clause and days are not compared.")
    if pairs.bare:
        yield fault(audit, "report_file", f"{listing(pairs.bare)} in {audit.report_file}: nothing was located beside "
                                          "or below the number, so whether it is logged is not compared.")
    if pairs.unread:
        yield fault(audit, "report_file", f"Below {listing(pairs.unread)} in {audit.report_file} stands what has no number, so "
                                          "whether it is a finding, and logged, is not compared.")
    if pairs.unnumbered:
        yield fault(audit, "report_file", f"{listing(pairs.unnumbered)} in {audit.report_file}: no number stands beside it, "
                                          "and no finding here has that statement, so whether it is logged is not compared.")
    twice, lacking = _not_compared(pairs)
    if twice:
        yield fault(audit, "report_file", f"{audit.report_file} gives in two ways, and so it is not compared: {listing(twice)}.")
    if lacking:
        yield fault(audit, "report_file", f"Nothing was seen in {audit.report_file} of {listing(lacking)}. If the report does not give "
                                          "it, there is nothing to compare.", fix="Look whether the report gives it; if it does, compare it.")


def _not_compared(pairs: Pairs) -> tuple[list[str], list[str]]:
    """The findings with what the report gives twice and not alike, and with what was not seen in it at all."""
    found: tuple[list[str], list[str]] = [], []
    for finding, told in pairs.matched:
        doubled = {f"'{column.header}'" for column in finding.SHEET.columns if column.key in told.twofold}
        names = not_compared(finding, told)
        parted = ([name for name in names if name in doubled], [name for name in names if name not in doubled])
        for into, which in zip(found, parted, strict=True):
            if which:
                into.append(f"{finding.label} ({listing(which)})")
    return sorted(found[0]), sorted(found[1])


@check("RPT006", Finding, level=Level.WARNING, early=Level.INFO, blocks=Purpose.NEVER)
def blank_though_reported(finding: Finding, review: Review) -> Iterator[Fault]:
    """A cell is blank, and the report says what belongs into it

    Why: What the body wrote down, its grade, clause, days and words, is what it reads your answer beside. A day that
    nobody has typed is a deadline that nobody sees.
    Fix: Type what the report says, in its words.
    Source: Certification body: ISO/IEC 17021-1, 9.4.8: the report is what was found.
    Needs: The audit report.

    Bad:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |

        Findings
        | Finding ID | Audit | Grade | Reference | Response due | Statement of nonconformity                           | Objective evidence                                                |
        |---|---|---|---|---|---|---|
        | NC-1       | SA-26 | Major | 8.4       | **(empty)**  | Release 2.3 went live without the impact assessment. | Release records REL-031 to REL-036; two of six name no assessment. |

    Good:

        Audits
        | Audit ID | Report file |
        |---|---|
        | SA-26    | report.docx |

        Findings
        | Finding ID | Audit | Grade | Reference | Response due | Statement of nonconformity                           | Objective evidence                                                |
        |---|---|---|---|---|---|---|
        | NC-1       | SA-26 | Major | 8.4       | 2026-04-19   | Release 2.3 went live without the impact assessment. | Release records REL-031 to REL-036; two of six name no assessment. |
    """
    told, file = _told(finding, review)
    for name, says in ({} if told is None else not_typed(finding, told)).items():
        yield fault(finding, name, f"'{review.header(finding, name)}' of {finding.label} is blank; {file}, {says.where}, "
                                   f"says {short(says.text)}.")


def _pairs(audit: Audit, review: Review) -> Pairs:
    """The findings of an audit beside those of its report."""
    own = [each for each in review.register.findings if fold(each.audit) == fold(audit.id)]
    return Pairs(own, _read(audit, review)[0])


def _path(audit: Audit, review: Review) -> Path:
    assert review.home is not None
    return review.home / audit.report_file


def _is_as_noted(audit: Audit, review: Review) -> bool:
    return fingerprint(_path(audit, review)).startswith(plain_fingerprint(audit.report_sha256))


def _read(audit: Audit, review: Review) -> tuple[AuditReport | None, str]:
    return review.once_for(_read_report, audit)


def _read_report(audit: Audit, review: Review) -> tuple[AuditReport | None, str]:
    """The report of an audit, and why it cannot be read."""
    if review.home is None or not audit.known("report_file"):
        return None, ""
    if Path(audit.report_file).name != audit.report_file:
        return None, f"'{audit.report_file}' is a path; the report must lie beside the register, named by its name alone."
    try:
        return read(_path(audit, review)), ""
    except CannotRun as error:
        return None, str(error)


def _strange(finding: Finding, review: Review) -> tuple[dict[str, list[str]], str]:
    """By the columns with the auditor's words, the sentences that do not stand in the report; and why that could not be
    told, '' where it could."""
    report = _report_of(finding, review)[0]
    names = [] if report is None else [name for key in TEXTS if finding.known(name := key.partition(".")[2])]
    try:
        return {name: strange for name in names if report and (strange := report.not_in_it(finding.typed(name)))}, ""
    except CannotRun as error:
        return {}, str(error)


def _half_read(audit: Audit, review: Review) -> str:
    """Why the words of its findings could not be looked for in the report, '' where they could."""
    own = (each for each in review.register.findings if fold(each.audit) == fold(audit.id))
    return next(filter(None, (review.once_for(_strange, finding)[1] for finding in own)), "")


def _report_of(finding: Finding, review: Review) -> tuple[AuditReport | None, str]:
    audit = review.find(Audit, finding.audit)
    return (None, "") if audit is None else (_read(audit, review)[0], audit.report_file)


def _told(finding: Finding, review: Review) -> tuple[ReportFinding | None, str]:
    audit = review.find(Audit, finding.audit)
    if audit is None:
        return None, ""
    return review.once_for(_pairs, audit).told.get(id(finding)), audit.report_file
