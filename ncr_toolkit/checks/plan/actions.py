"""Actions: what removes each cause, by whom, until when."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import Action, Cause, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_corrective, is_needless


@check("ACT001", Finding, of=Of.NONCONFORMITY, early=Level.INFO)
def no_plan(finding: Finding, review: Review) -> Iterator[Fault]:
    """No corrective action, and no reason why none is needed

    Why: Clause 10.2 b) asks for a judgement whether action against the cause is needed. "None" is allowed, with a
    reason; silence is not.
    Fix: Add the actions on the sheet Actions; or choose No in 'Corrective action needed' and write the reason.
    Source: Clause 10.2 b) and c).

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | **NC-1**   | Minor | In progress |

    Good:

        Findings
        | Finding ID | Grade | Status      | Corrective action needed | Reason if no action              |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress |                          |                                  |
        | NC-2       | Minor | In progress | No                       | The system was retired on 1 May. |

        Actions
        | Action ID | Finding ID | Action                            |
        |---|---|---|
        | CA-1      | NC-1       | The gate refuses untested models. |
    """
    plan = any(is_corrective(action) for action in review.of(Action, finding))
    if review.wants(finding, "actions") and not plan and not is_needless(finding):
        yield fault(finding, "id", f"{finding.label} has no corrective action, and no reason why none is needed.", adds=Action)


@check("ACT002", Action, of=Of.NONCONFORMITY)
def action_without_cause(action: Action, review: Review) -> Iterator[Fault]:
    """A corrective action belongs to no cause

    Why: An action that removes no cause is a good deed. The body asks which cause it is for.
    Fix: Choose the cause in 'Cause ID'; or, if it is not corrective, choose another kind.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause    |
        |---|---|---|
        | RC-1     | NC-1       | The gate lets |

        Actions
        | Action ID | Finding ID | Kind       | Cause ID    |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause    |
        |---|---|---|
        | RC-1     | NC-1       | The gate lets |

        Actions
        | Action ID | Finding ID | Kind        | Cause ID |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective  | RC-1     |
        | CA-2      | NC-1       | Improvement |          |
    """
    finding = review.finding(action)
    if finding is None or not review.of(Cause, finding):
        return
    if action.blank("cause") and is_corrective(action) and "kind" not in action.unread:
        yield fault(action, "cause", f"Action {action.label} belongs to no cause.")


@check("ACT003", Action, of=Of.GRADED, blocks=Purpose.PLAN)
def action_without_owner(action: Action, review: Review) -> Iterator[Fault]:
    """An action has no owner

    Why: Every action of a plan needs one person. A plan without names is sent back.
    Fix: Choose one person in 'Owner'.
    Source: Certification bodies' practice.
    Varies: A warning for an observation, an opportunity or an area of concern.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Owner       |
        |---|---|---|
        | CA-1      | NC-1       | **(empty)** |

    Good:

        People
        | Name     |
        |---|
        | Ana Lima |

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Owner    |
        |---|---|---|
        | CA-1      | NC-1       | Ana Lima |
    """
    if action.blank("owner"):
        yield fault(action, "owner", f"Action {action.label} has no owner.", level=_level(action, review))


def _level(action: Action, review: Review) -> Level | None:
    """The action log of an observation is your own affair: a warning where a nonconformity has an error."""
    finding = review.finding(action)
    return None if finding is not None and finding.grade in ("Major", "Minor") else Level.WARNING


@check("ACT004", Action, of=Of.GRADED, blocks=Purpose.PLAN)
def action_without_date(action: Action, review: Review) -> Iterator[Fault]:
    """An action has no due date

    Why: Every action of a plan needs one date. What has none is never late.
    Fix: Fill in 'Due'.
    Source: Certification bodies' practice.
    Varies: A warning for an observation, an opportunity or an area of concern.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Due         |
        |---|---|---|
        | CA-1      | NC-1       | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Due        |
        |---|---|---|
        | CA-1      | NC-1       | 2026-08-01 |
    """
    if action.blank("due"):
        yield fault(action, "due", f"Action {action.label} has no due date.", level=_level(action, review))


@check("ACT005", Action, of=Of.GRADED, blocks=Purpose.PLAN)
def action_without_words(action: Action, review: Review) -> Iterator[Fault]:
    """An action does not say what changes

    Why: A row with a name and a date and no words promises nothing.
    Fix: Write in 'Action' what changes, and where.
    Source: Certification bodies' practice.
    Varies: A warning for an observation, an opportunity or an area of concern.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action      |
        |---|---|---|
        | CA-1      | NC-1       | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                            |
        |---|---|---|
        | CA-1      | NC-1       | The gate refuses untested models. |
    """
    if action.blank("what"):
        yield fault(action, "what", f"Action {action.label} does not say what changes.", level=_level(action, review))


@check("ACT006", Finding, of=Of.NONCONFORMITY)
def no_reason_for_no_action(finding: Finding, review: Review) -> Iterator[Fault]:
    """No action is said to be needed, without a reason

    Why: "No action" is a judgement under clause 10.2 b), and the body asks for its ground.
    Fix: Write in 'Reason if no action': no action, because ...
    Source: Clause 10.2 b).

    Bad:

        Findings
        | Finding ID | Grade | Corrective action needed | Reason if no action |
        |---|---|---|---|
        | NC-1       | Minor | No                       | **(empty)**         |

    Good:

        Findings
        | Finding ID | Grade | Corrective action needed | Reason if no action              |
        |---|---|---|---|
        | NC-1       | Minor | No                       | The system was retired on 1 May. |
    """
    if finding.action_needed == "No" and finding.blank("no_action_reason"):
        yield fault(finding, "no_action_reason", f"{finding.label} says that no action is needed, and not why.")
