"""Changes: of the management system (clause 10.2 e)) and of what it looks after, what they ask for, and where they are taken to."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, days, fault
from ncr_toolkit.common.names import natural
from ncr_toolkit.common.text import listing, quoted
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_needless, known_open


@check("ACT010", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, early=Level.INFO, blocks=Purpose.NEVER)
def nothing_changes(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing says what changes in the management system

    Why: Clause 10.2 asks for changes of the management system where they are needed. Where nothing changed, the auditor
    asks why the same should not happen again.
    Fix: Name in 'Management-system change' the policy, procedure, control or risk entry that changes; or 'none, because ...'.
    Source: Clause 10.2 e).

    Bad:

        Findings
        | Finding ID | Grade | Status      | Management-system change |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **(empty)**              |

    Good:

        Findings
        | Finding ID | Grade | Status      | Management-system change               | Corrective action needed | Reason if no action |
        |---|---|---|---|---|---|
        | NC-1       | Minor | In progress | P-07, section 4: gate for assessments  |                          |                     |
        | NC-2       | Minor | In progress | None, because the form exists already. |                          |                     |
        | NC-3       | Minor | In progress |                                        | No                       | Retired on 1 May.   |
    """
    if finding.blank("system_change") and not is_needless(finding):
        yield fault(finding, "system_change", f"{finding.label} does not say what changes in the management system.")


@check("ACT011", Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def change_not_assessed(finding: Finding, review: Review) -> Iterator[Fault]:
    """An action changes what the system looks after, and no renewed assessment is noted

    Why: A change of the model, its data, its use or its supplier asks for a new look at risk and impact (ISO/IEC 42001, 6.3,
    8.2 and 8.4). Other standards ask the same of an information system, a process, an activity, the work.
    Fix: Note the renewed risk entry and the renewed impact assessment of the finding, as far as the standard asks for them.
    Source: Clauses 6.3, 8.2 and 8.4 of ISO/IEC 42001; of another standard those that `ncr explain --standard` names.

    Bad:

        Findings
        | Finding ID | Grade | Risk register entry | AI impact assessment |
        |---|---|---|---|
        | NC-1       | Minor | R-017               | **(empty)**          |

        Actions
        | Action ID | Finding ID | Changes the AI system |
        |---|---|---|
        | CA-1      | NC-1       | Yes                   |

    Good:

        Findings
        | Finding ID | Grade | Risk register entry | AI impact assessment |
        |---|---|---|---|
        | NC-1       | Minor | R-017               | AIA-009 v3           |
        | NC-2       | Minor |                     |                      |

        Actions
        | Action ID | Finding ID | Changes the AI system |
        |---|---|---|
        | CA-1      | NC-1       | Yes                   |
        | CA-2      | NC-2       | No                    |
    """
    changing = [action.label for action in review.of(Action, finding) if action.changes_ai_system == "Yes"]
    subject = review.subject(finding)
    for name in subject.renewed if changing else ():
        if finding.blank(name):
            yield fault(finding, name, f"{listing(sorted(changing, key=natural))} of {finding.label} changes the {subject.name}, and "
                                       f"'{review.header(finding, name)}' is empty.")


@check("ACT012", Action, of=Of.NONCONFORMITY, level=Level.INFO, blocks=Purpose.NEVER)
def reads_as_a_change(action: Action, review: Review) -> Iterator[Fault]:
    """An action reads as if it changes the AI system, and does not say so

    Why: What changes a model, its data or its supplier needs a renewed risk and impact assessment; an empty cell hides it.
    Fix: Choose Yes or No in 'Changes the AI system'.
    Source: Clauses 6.3, 8.2 and 8.4 of ISO/IEC 42001.
    Varies: A warning until the risk and the AI impact assessment are named; also where the cell says No to a change
    that is told as done.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                    | Changes the AI system |
        |---|---|---|---|
        | CA-1      | NC-1       | Retrain the model on data from 4 hospitals | **(empty)**           |
        | CA-2      | NC-1       | The model was retrained on new weights.    | **No**                |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                      | Changes the AI system |
        |---|---|---|---|
        | CA-1      | NC-1       | Retrain the model on data from 4 hospitals                  | Yes                   |
        | CA-2      | NC-1       | The gate asks for an assessment before a model is retrained |                       |
        | CA-3      | NC-1       | Retrain all staff on the procedure                          |                       |
    """
    words, finding = review.language, review.finding(action)
    if words is None or finding is None or action.changes_ai_system == "Yes" or not review.subject(finding).told_by_words:
        return
    said_so = words.found("changed_ai", action.typed("what"))
    found = words.found("changes_ai", action.typed("what")) or said_so
    if found:
        assessed = not finding.blank("risk_reference") and not finding.blank("impact_assessment_reference")
        said = "is empty" if action.blank("changes_ai_system") else f"says {action.typed('changes_ai_system')}"
        yield fault(action, "changes_ai_system", f"Action {action.label} reads as if it changes the AI system "
                                                 f"({quoted(found)}), and the cell {said}.",
                    level=Level.INFO if assessed and not (said_so and action.changes_ai_system == "No") else Level.WARNING)


OPEN_DAYS = 90
"""After how many days an open major has been a matter of management (ours: a quarter, in which there is a review)."""


@check("MGT007", Finding, of=Of.MAJOR, level=Level.WARNING, blocks=Purpose.NEVER)
def not_taken_to_management(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major was not taken to the management review or the risk register

    Why: Trends in nonconformities are an input of the management review (9.3.2), and a major that was not foreseen is a risk
    that was not foreseen. The auditor asks for both places.
    Fix: Note the review and its item, and the entry of the risk register.
    Source: Clause 9.3.2.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Raised on  | Management review | Risk register entry |
        |---|---|---|---|---|---|
        | NC-1       | Major | Closed      | 2026-02-12 | **(empty)**       | R-017               |
        | NC-2       | Major | In progress | 2026-03-31 | MR 2026-Q2        | **(empty)**         |

    Good:

        Findings
        | Finding ID | Grade | Status      | Raised on  | Management review | Risk register entry |
        |---|---|---|---|---|---|
        | NC-1       | Major | Closed      | 2026-02-12 | MR 2026-Q2        | R-017               |
        | NC-2       | Major | In progress | 2026-04-01 |                   |                     |
        | NC-3       | Minor | Closed      | 2026-02-12 |                   |                     |
    """
    closed, age = finding.status == "Closed", _age(finding, review)
    if not _is_of_management(finding, review):
        return
    for name in ("management_review_reference", "risk_reference"):
        if finding.blank(name):
            state = "is closed" if closed else f"has been open for {days(age)}"
            yield fault(finding, name, f"{finding.label} {state}, and '{finding.SHEET.by_name[name].header}' is empty.")


def _age(finding: Finding, review: Review) -> int:
    return (review.today - finding.raised_on).days if finding.raised_on else 0


def _is_of_management(finding: Finding, review: Review) -> bool:
    """Whether it is closed, or open for so long that it is a matter of management."""
    return finding.status == "Closed" or (_age(finding, review) > OPEN_DAYS and known_open(finding))


def asked_otherwise(finding: Finding, name: str, review: Review) -> bool:
    """Whether another check of these tells that the column is blank."""
    pack = review.pack_of(finding)
    if pack is None:
        return False
    if name == "risk_reference" and finding.grade == "Major" and _is_of_management(finding, review):
        return True  # MGT007
    if name in pack.subject.renewed and any(each.changes_ai_system == "Yes" for each in review.of(Action, finding)):
        return True  # ACT011
    return any(each.column == name for each in pack.also_asked)  # MGT023


@check("MGT023", Finding, of=Of.NONCONFORMITY, level=Level.INFO, blocks=Purpose.NEVER)
def asked_besides(finding: Finding, review: Review) -> Iterator[Fault]:
    """What the finding's standard asks besides was not noted

    Why: Standards number corrective action alike and still differ: ISO 9001 asks in 10.2.1 e) to update the risks and
    opportunities noted in planning, where that is needed. `ncr explain --standard NAME` tells what a standard asks besides.
    Fix: Name what was updated; or write 'none, because ...'.
    Source: Clause 10.2.1 e) of ISO 9001; of another standard the clause that the message names.

    Bad:

        Findings
        | Finding ID | Grade | Standard      | Risk register entry |
        |---|---|---|---|
        | NC-1       | Minor | ISO 9001:2015 | **(empty)**         |

        Actions
        | Action ID | Finding ID | Action                  |
        |---|---|---|
        | CA-1      | NC-1       | The crib is locked.     |

    Good:

        Findings
        | Finding ID | Grade | Standard           | Risk register entry |
        |---|---|---|---|
        | NC-1       | Minor | ISO 9001:2015      | R-017               |
        | NC-2       | Minor | ISO/IEC 27001:2022 |                     |
        | NC-3       | Minor | ISO 9001:2015      |                     |

        Actions
        | Action ID | Finding ID | Action                  |
        |---|---|---|
        | CA-1      | NC-1       | The crib is locked.     |
        | CA-2      | NC-2       | The crib is locked.     |
    """
    pack, actions = review.pack_of(finding), review.of(Action, finding)
    if pack is None or not actions or (finding.grade == "Major" and _is_of_management(finding, review)):
        return  # MGT007 asks it of such a Major
    changing = any(action.changes_ai_system == "Yes" for action in actions)  # then ACT011 does
    for each in pack.also_asked:
        if each.column and finding.blank(each.column) and not (changing and each.column in pack.subject.renewed):
            yield fault(finding, each.column, f"'{review.header(finding, each.column)}' of {finding.label} is empty. "
                                              f"{pack.standard}, {each.at}: {each.asks}")
