"""Causes: what in the system let it happen, and the working that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import hollow, listing
from ncr_toolkit.core.model import Action, Bone, Cause, Finding, FiveWhys, Probe
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_corrective, is_internal, is_needless

WORKING: dict[str, tuple[type[Record], str]] = {
    "5 Whys": (FiveWhys, "why1"), "Fishbone": (Bone, "cause"), "AI questions": (Probe, "answer"),
}
"""The sheet on which the working of a method stands, and the column without which a row of it says nothing."""
LEADS = {"5 Whys": "cause", "Fishbone": "leads_to", "AI questions": "leads_to"}
"""The column of that sheet in which a row names the cause it leads to."""


def worked(method: str, finding: Finding, review: Review) -> bool:
    """Whether there is any working of that method for the finding."""
    sheet, column = WORKING[method]
    return any(not row.blank(column) for row in review.of(sheet, finding))


@check("CAU001", Finding, of=Of.NONCONFORMITY, early=Level.INFO)
def no_cause(finding: Finding, review: Review) -> Iterator[Fault]:
    """No root cause is written down

    Why: A correction without a cause is the commonest reason for which answers come back: nothing says why it will not
    happen again.
    Fix: Work through 5 Whys, Fishbone or AI questions; then write each cause as a row on the sheet Causes.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9.

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | **NC-1**   | Minor | In progress |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Causes
        | Cause ID | Finding ID | Root cause                              |
        |---|---|---|
        | RC-1     | NC-1       | The gate does not ask for a test report |
    """
    if review.wants(finding, "causes") and not review.of(Cause, finding):
        yield fault(finding, "id", f"{finding.label} has no root cause.", adds=Cause)


@check("CAU002", Cause, of=Of.NONCONFORMITY)
def cause_without_words(cause: Cause, review: Review) -> Iterator[Fault]:
    """A cause has an id and no words

    Why: An action may point to it, and the response would show an empty cause.
    Fix: Write the cause in 'Root cause', one cause a row; or delete the row.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause  |
        |---|---|---|
        | RC-1     | NC-1       | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                              |
        |---|---|---|
        | RC-1     | NC-1       | The gate does not ask for a test report |
    """
    if cause.blank("statement") or (cause.known("statement") and hollow(cause.statement)):
        yield fault(cause, "statement", f"Cause {cause.label} has no words.")


@check("CAU003", Cause, of=Of.NONCONFORMITY, level=Level.WARNING)
def working_missing(cause: Cause, review: Review) -> Iterator[Fault]:
    """A method is named, and its working is not there; or there is neither

    Why: "5 Whys" as a word is no analysis. Bodies ask for the working, and for a Major they always do.
    Fix: Fill in the sheet of the method for this finding, or name the method you really used.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause    | Method     |
        |---|---|---|---|
        | RC-1     | NC-1       | The gate lets | **5 Whys** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        5 Whys
        | Finding ID | Why 1                 | Why 2                |
        |---|---|---|
        | NC-1       | The test was left out | The gate lets it out |

        Causes
        | Cause ID | Finding ID | Root cause    | Method |
        |---|---|---|---|
        | RC-1     | NC-1       | The gate lets | 5 Whys |
    """
    finding = review.finding(cause)
    if finding is None or (finding.grade == "Major" and not any(worked(each, finding, review) for each in WORKING)):
        return  # a major without any working has a message of its own
    if cause.method in WORKING and not worked(cause.method, finding, review):
        yield fault(cause, "method", f"Cause {cause.label} names {cause.method}, and nothing stands on the sheet "
                                     f"'{cause.method}' for {finding.label}.")
    elif cause.blank("method") and not any(worked(each, finding, review) for each in WORKING):
        yield fault(cause, "method", f"Cause {cause.label} names no method, and no analysis stands in the register: nothing shows "
                                     "how it was found.")


@check("CAU004", Finding, of=Of.MAJOR, early=Level.INFO)
def major_without_analysis(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major has no root-cause analysis

    Why: The response to a Major holds a root-cause report: a chain of whys, a fishbone, or the questions about AI. One of
    them is enough, if it leads to the cause; a cause without any is an assertion.
    Fix: Fill in 5 Whys, Fishbone or AI questions for this finding, and name in 'Leads to cause' the cause it ends at.
    Source: Advice for AI management systems; of a Major we want one worked method.
    Varies: A warning where something was worked through and only leads to none of the causes.

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | **NC-1**   | Major | In progress |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Major | In progress |
        | NC-2       | Major | In progress |

        5 Whys
        | Finding ID | Why 1                 | Leads to cause |
        |---|---|---|
        | NC-1       | The test was left out | RC-1           |

        Fishbone
        | Finding ID | Category | Possible cause | Leads to cause |
        |---|---|---|---|
        | NC-2       | Data     | Old test set   | RC-2           |

        Causes
        | Cause ID | Finding ID | Root cause               |
        |---|---|---|
        | RC-1     | NC-1       | The gate lets            |
        | RC-2     | NC-2       | Test sets have no owner  |
    """
    if not review.wants(finding, "causes"):
        return
    bank = review.questions(finding)
    tools = [method for method, (sheet, _) in WORKING.items() if bank or sheet is not Probe]
    used = [method for method in tools if worked(method, finding, review)]
    if not used:
        yield fault(finding, "id", f"{finding.label} has nothing on {listing(tools, 'or')}.", adds=FiveWhys)
    elif review.of(Cause, finding) and not any(_leads(method, finding, review) for method in used):
        yield fault(finding, "id", f"{finding.label}: {listing(used)} {'leads' if len(used) == 1 else 'lead'} to none of its causes.",
                    level=Level.WARNING)


def _leads(method: str, finding: Finding, review: Review) -> bool:
    """Whether a working leads to a cause of the finding. A link that means another's is told by a check of its own."""
    sheet, column = WORKING[method]
    return any(not row.blank(column) and not row.blank(LEADS[method]) for row in review.of(sheet, finding))


@check("CAU005", Cause, of=Of.NONCONFORMITY, early=Level.INFO)
def cause_without_action(cause: Cause, review: Review) -> Iterator[Fault]:
    """A cause has no action

    Why: A cause that nothing removes will do it again. Bodies compare causes and actions one by one.
    Fix: Add an action whose 'Cause ID' is this cause; or, if none is needed, say so in 'Reason if no action'.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Causes
        | Cause ID | Finding ID | Root cause    |
        |---|---|---|
        | RC-1     | NC-1       | The gate lets |
        | **RC-2** | NC-1       | The list lags |

        Actions
        | Action ID | Finding ID | Cause ID |
        |---|---|---|
        | CA-1      | NC-1       | RC-1     |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Causes
        | Cause ID | Finding ID | Root cause    |
        |---|---|---|
        | RC-1     | NC-1       | The gate lets |

        Actions
        | Action ID | Finding ID | Cause ID |
        |---|---|---|
        | CA-1      | NC-1       | RC-1     |
    """
    finding = review.finding(cause)
    if finding is None or cause.blank("id") or is_needless(finding):
        return
    actions = [action for action in review.of(Action, finding) if is_corrective(action)]
    adrift = any(review.find(Cause, action.cause) is None for action in actions)  # told at the action
    if actions and not adrift and not any(fold(action.cause) == fold(cause.id) for action in actions):
        yield fault(cause, "id", f"Cause {cause.label} has no action.", adds=Action)


@check("CAU006", Finding, of=Of.MAJOR, level=Level.INFO, blocks=Purpose.NEVER)
def not_found_ourselves(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing says why it was not found before the auditor came

    Why: A major that your own audits and monitoring missed has a second cause: the one that hid it.
    Fix: Write in 'Why we did not find it ourselves' which check should have shown it, and why it did not.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Why we did not find it ourselves |
        |---|---|---|
        | NC-1       | Major | **(empty)**                      |

    Good:

        Audits
        | Audit ID | Kind     |
        |---|---|
        | IA       | Internal |

        Findings
        | Finding ID | Audit | Grade | Why we did not find it ourselves             |
        |---|---|---|---|
        | NC-1       |       | Major | The internal audit of May sampled one model. |
        | NC-2       | IA    | Major |                                              |
    """
    if finding.blank("detection_cause") and not is_internal(finding, review):
        yield fault(finding, "detection_cause", f"{finding.label} does not say why your own checks did not find it.")
