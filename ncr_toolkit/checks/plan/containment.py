"""Containment and correction: what was done at once about what the auditor saw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import hollow, quoted
from ncr_toolkit.core.model import Containment, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review


@check("COR001", Finding, of=Of.NONCONFORMITY, early=Level.INFO)
def no_correction(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing says what was put right

    Why: The correction is what every body asks for first: what was done about the very case the auditor saw. It needs
    no root cause.
    Fix: Add a row of kind Correction on the sheet Containment: what was done, by whom, on which day.
    Source: Certification body: ISO/IEC 17021-1, 9.4.9; clause 10.2 a).

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | **NC-1**       | Minor | In progress |

        Containment
        | Finding ID | Step ID | Kind        | What was done       |
        |---|---|---|---|
        | NC-1       | C-1     | Containment | Release was halted. |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Containment
        | Finding ID | Step ID | Kind       | What was done                     |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | The missing assessment was added. |
    """
    if review.wants(finding, "correction") and not _has(finding, "Correction", review):
        yield fault(finding, "id", f"{finding.label} has no correction: nothing says what was put right.", adds=Containment)


@check("COR002", Finding, of=Of.NONCONFORMITY, early=Level.INFO, blocks=Purpose.PROOF)
def no_mitigation(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major has no interim mitigation

    Why: Until the cause is gone, the harm can come again. For a Major the body wants to see what holds until then.
    Fix: Add a row of kind Interim mitigation on the sheet Containment: what protects people until the action is done.
    Source: Advice for AI management systems; no clause asks for it.

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

        Containment
        | Finding ID | Step ID | Kind               | What was done                            |
        |---|---|---|---|
        | NC-1       | C-2     | Interim mitigation | Every output is read by a nurse by hand. |
    """
    if review.wants(finding, "mitigations") and not _has(finding, "Interim mitigation", review):
        yield fault(finding, "id", f"{finding.label} has no interim mitigation.", adds=Containment)


def _has(finding: Finding, kind: str, review: Review) -> bool:
    """Whether there is a step of that kind. One whose kind or words are missing is told by a check of its own."""
    return any(step.kind == kind or "kind" in step.unread for step in review.of(Containment, finding))


@check("COR003", Containment, of=Of.NONCONFORMITY)
def step_without_day(step: Containment, review: Review) -> Iterator[Fault]:
    """A step has neither a day on which it was done nor a person and a day for which it is planned

    Why: "Will be corrected" is a promise. A body takes what was done with its date, or a plan with a name and a date.
    Fix: Fill in 'Done on'; or, if it is not done yet, 'Owner' and 'Planned on'.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | What was done             | Done on     |
        |---|---|---|---|
        | NC-1       | C-1     | The gap was corrected     | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | What was done    | Owner    | Planned on | Done on    |
        |---|---|---|---|---|---|
        | NC-1       | C-1     | The gap was shut |          |            | 2026-05-04 |
        | NC-1       | C-2     | Logs are added   | Ana Lima | 2026-07-04 |            |
    """
    planned = not step.blank("owner") and not step.blank("planned_on")
    if step.blank("done_on") and not planned and not _promise(step, review):  # which has a message of its own
        yield fault(step, "done_on", f"Step {step.label} has no day on which it was done, and no person and day for "
                                     "which it is planned.")


@check("COR004", Containment, of=Of.NONCONFORMITY)
def step_without_words(step: Containment, review: Review) -> Iterator[Fault]:
    """A step does not say what was done, or of which kind it is

    Why: A row with dates and names and no words shows nothing; one without a kind is neither correction nor mitigation.
    Fix: Write in 'What was done' what was done, where, to how many; choose the kind from the list.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind        | What was done    | Done on    |
        |---|---|---|---|---|
        | NC-1       | C-1     | Correction  | **(empty)**      | 2026-05-04 |
        | NC-1       | C-2     | **(empty)** | The gap was shut | 2026-05-04 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done    | Done on    |
        |---|---|---|---|---|
        | NC-1       | C-1     | Correction | The gap was shut | 2026-05-04 |
    """
    for name, lacking in (("what", "does not say what was done"), ("kind", "has no kind")):
        if step.blank(name):
            yield fault(step, name, f"Step {step.label} {lacking}.")


@check("COR005", Containment, of=Of.NONCONFORMITY)
def reads_as_a_promise(step: Containment, review: Review) -> Iterator[Fault]:
    """A step reads as a promise, without a person and a day

    Why: "Will be corrected" is no correction. Bodies take what was done, or a plan with a name and a date.
    Fix: Write in the past tense what was done and fill in 'Done on'; or give one person and the day it is planned for.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done                           | Owner    |
        |---|---|---|---|---|
        | NC-1       | C-1     | Correction | **The model will be withdrawn.**        |          |
        | NC-1       | C-2     | Correction | **We are going to make the assessment** | Ana Lima |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                  | Owner    | Planned on | Done on    |
        |---|---|---|---|---|---|---|
        | NC-1       | C-1     | Correction | The model will be withdrawn.                   | Ana Lima | 2026-07-10 |            |
        | NC-1       | C-2     | Correction | It was withdrawn; it will come back with a gate | Ana Lima |            | 2026-05-02 |
    """
    found = _promise(step, review)
    if found and step.blank("done_on") and (step.blank("owner") or step.blank("planned_on")):
        yield fault(step, "what", f"Step {step.label} reads as a promise ({quoted(found)}), and has no person and day.")


def _promise(step: Containment, review: Review) -> tuple[str, ...]:
    """The words by which a step speaks of what is still to come."""
    words = review.language
    return words.found("future", step.typed("what")) if words is not None else ()


@check("COR006", Containment, of=Of.NONCONFORMITY, level=Level.WARNING)
def no_rationale(step: Containment, review: Review) -> Iterator[Fault]:
    """A containment or an interim mitigation does not say why it is enough

    Why: What holds until the cause is gone has to hold. The body asks why you believe that it does.
    Fix: Write in 'Rationale' why this is enough for now: what it keeps from happening, and for whom.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Containment
        | Finding ID | Step ID | Kind               | What was done                | Rationale   |
        |---|---|---|---|---|
        | NC-1       | C-1     | Interim mitigation | A nurse reads every output.  | **(empty)** |
        | NC-1       | C-2     | Containment        | Release 2.3 was withdrawn.   | **-**       |
        | NC-1       | C-3     | Containment        | Release 2.4 was withdrawn.   | **It should be enough.** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Containment
        | Finding ID | Step ID | Kind               | What was done                | Rationale                                   |
        |---|---|---|---|---|
        | NC-1       | C-1     | Interim mitigation | A nurse reads every output.  | No output reaches a patient without a nurse |
        | NC-1       | C-2     | Correction         | The assessment was added.    |                                             |
    """
    if step.kind in ("Containment", "Interim mitigation") and not step.blank("what") \
            and (step.blank("rationale") or (step.known("rationale") and _says_no_reason(step.rationale, review))):
        yield fault(step, "rationale", f"Step {step.label} ({step.kind.lower()}) does not say why it is enough for now.")


def _says_no_reason(text: str, review: Review) -> bool:
    """Whether a rationale only holds the place of one, or says no more than that it is enough."""
    words = review.language
    return hollow(text) or (words is not None and bool(words.found("bare_enough", text))
                            and not words.content(words.lists["bare_enough"].without(text)))


@check("COR007", Containment, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PLAN)
def done_and_still_to_come(step: Containment, review: Review) -> Iterator[Fault]:
    """A step has the day on which it was done, and speaks of what is still to come

    Why: "Will be corrected" beside a day that has passed: one of the two is wrong, and the body will ask which.
    Fix: Write in the past tense what was done; or, if it is still to come, empty 'Done on' and fill in 'Planned on'.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done                             | Done on    |
        |---|---|---|---|---|
        | NC-1       | C-1     | Correction | **The assessment will be made in August** | 2026-05-02 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                       | Done on    |
        |---|---|---|---|---|
        | NC-1       | C-1     | Correction | The assessment was made in May                      | 2026-05-02 |
        | NC-1       | C-2     | Correction | It was withdrawn; it will come back with a gate     | 2026-05-02 |
        | NC-1       | C-3     | Correction | A nurse reads each output that is to be sent        | 2026-05-02 |
        | NC-1       | C-4     | Correction | The supplier confirmed that no model will be changed | 2026-05-02 |
    """
    words, found = review.language, _promise(step, review)
    if words is None or not found or step.blank("done_on"):
        return
    if all(words.found("future", clause) and not words.found("past", clause) for clause in re.split(r"[.;\n]", step.what) if clause.strip()):
        yield fault(step, "what", f"Step {step.label} was done on {step.typed('done_on')}, and reads as still to come ({quoted(found)}).")
