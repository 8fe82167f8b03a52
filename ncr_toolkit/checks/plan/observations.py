"""Observations, opportunities and areas of concern: no formal answer is due, but what was decided is noted."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import Action, Bone, Cause, Effect, Finding, FiveWhys, Probe, ReadinessStep, SignOff
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.second_reading import signatures

UNSEEN: tuple[type[Record], ...] = (FiveWhys, Bone, Probe, Cause, Effect, ReadinessStep)
"""Sheets that the response to an observation does not show."""


@check("OBS001", Finding, of=Of.OBSERVATION, level=Level.INFO, blocks=Purpose.PLAN)
def not_decided(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing is decided about an observation

    Why: No formal answer is due, but the auditor may ask at the next visit what you decided.
    Fix: Choose Act or Accept in 'Disposition'.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade       | Disposition |
        |---|---|---|
        | OB-1       | Observation | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade       | Disposition |
        |---|---|---|
        | OB-1       | Observation | Act         |
    """
    if review.wants(finding, "disposition") and finding.blank("disposition"):
        yield fault(finding, "disposition", f"Nothing is decided yet about {finding.label}: act on it, or accept it.")


@check("OBS002", Finding, of=Of.OBSERVATION)
def accepted_without_reason(finding: Finding, review: Review) -> Iterator[Fault]:
    """An observation is accepted without its justification or risk rationale

    Why: Accepting is a decision about risk. Without its ground it reads as "not looked at".
    Fix: Write why accepting is right, and which risk stays and why it is tolerable.
    Source: Advice for AI management systems; no clause asks for it.

    Bad:

        Findings
        | Finding ID | Grade       | Disposition | Acceptance justification | Risk rationale |
        |---|---|---|---|---|
        | OB-1       | Observation | Accept      | The tool is retired.     | **(empty)**    |

    Good:

        Findings
        | Finding ID | Grade       | Disposition | Acceptance justification | Risk rationale        |
        |---|---|---|---|---|
        | OB-1       | Observation | Accept      | The tool is retired.     | No data after 1 July. |
        | OB-2       | Opportunity | Act         |                          |                       |
    """
    if finding.disposition == "Accept":
        for name in ("acceptance_reason", "risk_rationale"):
            if finding.blank(name):
                yield fault(finding, name, f"{finding.label} is accepted, and "
                                           f"'{finding.SHEET.by_name[name].header}' is empty.")


@check("OBS003", Finding, of=Of.OBSERVATION, level=Level.WARNING, early=Level.INFO, blocks=Purpose.PLAN)
def act_without_action(finding: Finding, review: Review) -> Iterator[Fault]:
    """An observation is to be acted on, and no action says how

    Why: What was promised at the last visit is what the auditor looks for at the next.
    Fix: Add an action on the sheet Actions, or accept the observation with a reason.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade       | Status      | Disposition |
        |---|---|---|---|
        | OB-1       | Observation | In progress | **Act**     |

    Good:

        Findings
        | Finding ID | Grade       | Status      | Disposition |
        |---|---|---|---|
        | OB-1       | Observation | In progress | Act         |

        Actions
        | Action ID | Finding ID | Action                       |
        |---|---|---|
        | CA-1      | OB-1       | The limits are written down. |
    """
    if finding.disposition == "Act" and not review.of(Action, finding):
        yield fault(finding, "disposition", f"{finding.label} is to be acted on, and has no action.", adds=Action)


@check("OBS004", Finding, of=Of.NONCONFORMITY)
def nonconformity_accepted(finding: Finding, review: Review) -> Iterator[Fault]:
    """A nonconformity is "accepted"

    Why: A requirement that is not fulfilled cannot be accepted as it is; only observations and opportunities can.
    Fix: Answer it: correction, cause and action. Empty the cell 'Disposition'.
    Source: Certification body: ISO/IEC 17021-1, 9.4.5.2 and 9.4.9.

    Bad:

        Findings
        | Finding ID | Grade | Disposition |
        |---|---|---|
        | NC-1       | Major | **Accept**  |

    Good:

        Findings
        | Finding ID | Grade | Disposition |
        |---|---|---|
        | NC-1       | Major |             |
    """
    if finding.disposition == "Accept":
        yield fault(finding, "disposition", f"{finding.label} is a {finding.grade.lower()}; it cannot be accepted as it is.")


@check("OBS005", Finding, of=Of.OBSERVATION, level=Level.INFO, blocks=Purpose.NEVER)
def not_in_the_response(finding: Finding, review: Review) -> Iterator[Fault]:
    """What was written about an observation is not all in its response

    Why: The answer to an observation is an action log or a justification. Causes and analysis stay in your register;
    nothing is lost, but the auditor does not see it.
    Fix: Nothing, if that is meant. What the auditor should see belongs into the actions or the justification.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Grade       | Disposition |
        |---|---|---|
        | **OB-1**   | Observation | Act         |

        Causes
        | Cause ID | Finding ID | Root cause    |
        |---|---|---|
        | RC-1     | OB-1       | The gate lets |

    Good:

        Findings
        | Finding ID | Grade       | Disposition |
        |---|---|---|
        | OB-1       | Observation | Act         |

        Actions
        | Action ID | Finding ID | Action                       |
        |---|---|---|
        | CA-1      | OB-1       | The limits are written down. |
    """
    unseen = [kind.SHEET.name for kind in UNSEEN if review.of(kind, finding)]
    unseen += [SignOff.SHEET.name] if signatures(finding, review) else []
    if unseen:
        yield fault(finding, "id", f"{finding.label}: what stands on {', '.join(unseen)} is not part of its response.")


@check("OBS006", Finding, of=Of.OBSERVATION)
def concern_accepted(finding: Finding, review: Review) -> Iterator[Fault]:
    """An area of concern is "accepted"

    Why: At stage 1 an auditor raises as an area of concern what could be a nonconformity at stage 2. No formal answer is
    due, and it is put right before then: what is accepted as it is comes back as a Minor or a Major.
    Fix: Choose Act in 'Disposition', and add the action on the sheet Actions, due before stage 2.
    Source: Certification body: ISO/IEC 17021-1, 9.3.1.2.

    Bad:

        Findings
        | Finding ID | Grade           | Disposition | Acceptance justification | Risk rationale        |
        |---|---|---|---|---|
        | AC-1       | Area of concern | **Accept**  | The tool is retired.     | No data after 1 July. |

    Good:

        Findings
        | Finding ID | Grade           | Disposition | Acceptance justification | Risk rationale        |
        |---|---|---|---|---|
        | AC-1       | Area of concern | Act         |                          |                       |
        | OB-1       | Observation     | Accept      | The tool is retired.     | No data after 1 July. |
    """
    if finding.grade == "Area of concern" and finding.disposition == "Accept":
        yield fault(finding, "disposition", f"{finding.label} is an area of concern, which could be a nonconformity at "
                                            "stage 2; it cannot be accepted as it is.")
