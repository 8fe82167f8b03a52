"""Closure: a finding is closed when everything is done and shown; a reopened one says why, and keeps its history."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import Action, Audit, Containment, Effect, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_needless, is_reopened, known_open


@check("CLO001", Finding, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def closed_with_open_work(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding is closed, and its work is not finished

    Why: A closed finding with an open action, or without a result of the effectiveness check, is reopened by the first
    auditor who looks. For a Minor that the body closed on its plan the missing result is a warning: clause 10.2 d) asks for it.
    Fix: Finish what is named, or set the status back to Verifying.
    Source: Certification body: ISO/IEC 17021-1, 9.4.10.
    Varies: A warning for a Minor of which only the result of the effectiveness check is missing.

    Bad:

        Findings
        | Finding ID | Grade | Status     |
        |---|---|---|
        | NC-1       | Minor | **Closed** |

        Actions
        | Action ID | Finding ID | Done on |
        |---|---|---|
        | CA-1      | NC-1       |         |

    Good:

        Findings
        | Finding ID | Grade | Status |
        |---|---|---|
        | NC-1       | Minor | Closed |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Effectiveness
        | Finding ID | Criterion | Result    |
        |---|---|---|
        | NC-1       | 12 of 12  | Effective |
    """
    if finding.status != "Closed":
        return
    missing = [f"action {action.label} is not done" for action in review.of(Action, finding) if action.blank("done_on")]
    missing += [f"step {step.label} is not done" for step in review.of(Containment, finding) if step.blank("done_on")]
    open_work, effects = bool(missing), review.of(Effect, finding)
    wanted = review.wants(finding, "effectiveness") and not is_needless(finding)
    if wanted and not any(not effect.blank("result") and effect.result != "Too early" for effect in effects):
        missing.append("the effectiveness check has no result")
    if missing:
        yield fault(finding, "status", f"{finding.label} is closed, but {' and '.join(missing)}.",
                    level=None if open_work or finding.grade == "Major" else Level.WARNING)


@check("CLO002", Finding, of=Of.GRADED, blocks=Purpose.NEVER)
def closed_without_day_or_name(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding is closed without a day or a name

    Why: "Closed" is a decision that somebody took on a day. Both are kept as evidence.
    Fix: Fill in 'Closed on' and 'Closed by'.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status | Closed on   | Closed by |
        |---|---|---|---|---|
        | NC-1       | Minor | Closed | **(empty)** | Ben Okoro |

    Good:

        Findings
        | Finding ID | Grade | Status | Closed on  | Closed by |
        |---|---|---|---|---|
        | NC-1       | Minor | Closed | 2026-06-02 | Ben Okoro |
    """
    for name in ("closed_on", "closed_by"):
        if finding.status == "Closed" and finding.blank(name):
            yield fault(finding, name, f"{finding.label} is closed, and '{finding.SHEET.by_name[name].header}' is empty.")


@check("CLO003", Finding)
def open_with_a_closing_day(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding has a closing day, and is open

    Why: Either it is closed and counted as open, or it was reopened and does not say so. The two figures an auditor
    asks for first would both be wrong.
    Fix: If it is closed, set the status to Closed. If it was reopened, set it to Reopened and fill in 'Reopened on'.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Status          | Closed on  |
        |---|---|---|
        | NC-1       | **In progress** | 2026-05-02 |

    Good:

        Findings
        | Finding ID | Status   | Closed on  | Reopened on |
        |---|---|---|---|
        | NC-1       | Closed   | 2026-05-02 |             |
        | NC-2       | Reopened | 2026-05-02 | 2026-06-02  |
    """
    if known_open(finding) and not finding.blank("closed_on") and not is_reopened(finding):
        yield fault(finding, "status", f"{finding.label} has the closing day {finding.typed('closed_on')}, and its status "
                                       f"is '{finding.status}'.")


@check("CLO004", Finding, of=Of.GRADED)
def reopened_without_reason(finding: Finding, review: Review) -> Iterator[Fault]:
    """A reopened finding does not say when and why

    Why: A finding that comes back is looked at twice as hard. The body wants to know why the first answer did not hold.
    Fix: Fill in 'Reopened on' and 'Reason for reopening'; leave the old closing day where it is.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status   | Closed on  | Reopened on | Reason for reopening |
        |---|---|---|---|---|---|
        | NC-1       | Minor | Reopened | 2026-05-02 | 2026-06-02  | **(empty)**          |

    Good:

        Findings
        | Finding ID | Grade | Status   | Closed on  | Reopened on | Reason for reopening          |
        |---|---|---|---|---|---|
        | NC-1       | Minor | Reopened | 2026-05-02 | 2026-06-02  | It happened again on 1 June.  |
    """
    if not is_reopened(finding) or not finding.known("status"):
        return
    for name in ("reopened_on", "reopen_reason"):
        if finding.blank(name):
            yield fault(finding, name, f"{finding.label} is reopened, and "
                                       f"'{finding.SHEET.by_name[name].header}' is empty.")


@check("CLO005", Finding, of=Of.NONCONFORMITY)
def reopened_with_old_deadline(finding: Finding, review: Review) -> Iterator[Fault]:
    """A reopened finding has no new deadline

    Why: The old closing date has passed with the first closing. Without a new one, or with one before the reopening,
    nobody knows until when it is to be answered again.
    Fix: Agree a new date with the body, put it into 'Close due', and log the old one on the sheet Extensions.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status   | Reopened on | Close due      |
        |---|---|---|---|---|
        | NC-1       | Minor | Reopened | 2026-06-02  | **2026-05-15** |

    Good:

        Findings
        | Finding ID | Grade | Status   | Reopened on | Close due  |
        |---|---|---|---|---|
        | NC-1       | Minor | Reopened | 2026-06-02  | 2026-08-15 |
    """
    if is_reopened(finding) and finding.reopened_on and finding.close_due and finding.close_due < finding.reopened_on:
        yield fault(finding, "close_due", f"{finding.label} was reopened on {finding.reopened_on}, and its closing date "
                                          f"{finding.close_due} is older.")


@check("CLO006", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def withdrawn_without_word(finding: Finding, review: Review) -> Iterator[Fault]:
    """A withdrawn finding does not say why

    Why: Only the body withdraws a finding. An auditor who finds one withdrawn asks for its word.
    Fix: Write the body's words in 'Body's comment', with date and name.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Status    | Body's comment |
        |---|---|---|
        | NC-1       | Withdrawn | **(empty)**    |

    Good:

        Findings
        | Finding ID | Status    | Body's comment                          |
        |---|---|---|
        | NC-1       | Withdrawn | Withdrawn by the lead auditor on 2 May. |
    """
    if finding.status == "Withdrawn" and finding.blank("body_comment"):
        yield fault(finding, "body_comment", f"{finding.label} is withdrawn, and nothing says by whom and why.")


@check("CLO007", Finding, of=Of.NONCONFORMITY, blocks=Purpose.NEVER)
def closed_without_the_body(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding is closed, and the body has not said so

    Why: You may finish the work; the body closes the finding. Until it has accepted, the finding is open to it.
    Fix: Choose what the body said in 'Body's decision'; until then Verifying is the right status.
    Source: Certification body: ISO/IEC 17021-1, 9.4.10.

    Bad:

        Audits
        | Audit ID | Kind         |
        |---|---|
        | SA-2026  | Surveillance |

        Findings
        | Finding ID | Audit   | Grade | Status | Body's decision |
        |---|---|---|---|---|
        | NC-1       | SA-2026 | Minor | Closed | **Sent**        |

    Good:

        Audits
        | Audit ID | Kind         |
        |---|---|
        | SA-2026  | Surveillance |
        | IA-2026  | Internal     |

        Findings
        | Finding ID | Audit   | Grade | Status | Body's decision |
        |---|---|---|---|---|
        | NC-1       | SA-2026 | Minor | Closed | Closed by body  |
        | NC-2       | IA-2026 | Minor | Closed |                 |
    """
    audit = review.find(Audit, finding.audit)
    own = audit is None or audit.kind in ("Internal", "")
    accepted = ("Plan accepted", "Closed by body") if finding.grade == "Minor" else ("Closed by body",)
    silent = "body_decision" in finding.unread or finding.body_decision in accepted
    if finding.status == "Closed" and not own and not silent:
        yield fault(finding, "body_decision", f"{finding.label} is closed, and the body has not "
                                              f"{'accepted' if finding.grade == 'Minor' else 'closed'} it.")


@check("CLO008", Finding, of=Of.NONCONFORMITY)
def reopened_and_nothing_new(finding: Finding, review: Review) -> Iterator[Fault]:
    """A reopened finding has nothing new

    Why: The first answer did not hold. The same causes and actions sent again are the same answer.
    Fix: Look at the causes again, and add the action that was missing, with its dates.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade | Status       | Reopened on |
        |---|---|---|---|
        | NC-1       | Minor | **Reopened** | 2026-06-02  |

        Actions
        | Action ID | Finding ID | Due        | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-05-01 | 2026-04-28 |

    Good:

        Findings
        | Finding ID | Grade | Status   | Reopened on |
        |---|---|---|---|
        | NC-1       | Minor | Reopened | 2026-06-02  |

        Actions
        | Action ID | Finding ID | Due        | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-05-01 | 2026-04-28 |
        | CA-2      | NC-1       | 2026-08-01 |            |
    """
    since = finding.reopened_on
    if since is None or not is_reopened(finding) or not finding.known("status"):
        return
    days = [day for action in review.of(Action, finding) for day in (action.start_on, action.due, action.done_on)]
    if not any(day is not None and day >= since for day in days):
        yield fault(finding, "status", f"{finding.label} was reopened on {since}, and no action is newer than that.")
