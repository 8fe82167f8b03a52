"""Plans: whether an action says what changes, and changes more than people's memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.core.model import Action, Containment, Finding
from ncr_toolkit.core.packs import language
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_corrective

_CLAUSE = re.compile(r"((?:[,;\n]|\.(?=\s|$)))")
_TOLD = re.compile(r"\b(?:who|whom|that|why|how|what|whether|before|when|because)\b", re.IGNORECASE)
FEWEST = 3
"""How many words an action has at least: two cannot say what changes and where ("Ongoing", "Improve process")."""


@check("ACT007", Action, of=Of.NONCONFORMITY, level=Level.WARNING)
def vague(action: Action, review: Review) -> Iterator[Fault]:
    """An action is vague

    Why: "Improve the process" can be neither done nor checked. The body asks what changes, and where.
    Fix: Say what changes, where, and how one can see that it is done.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                                   |
        |---|---|---|
        | CA-1      | NC-1       | **Improve the process.**                                                 |
        | CA-2      | NC-1       | **Ensure that staff are more careful and monitor the situation closely** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                                              |
        |---|---|---|
        | CA-1      | NC-1       | The release gate in the build pipeline refuses a model without a signed assessment  |
        | CA-2      | NC-1       | The review board reads the drift figures of all 6 models every quarter and signs    |
        | CA-3      | NC-1       | To ensure this, add a field for the assessment number to the release form           |
    """
    words = review.language
    if words is None or not action.known("what"):
        return
    number = len(language.words(action.what))
    if number < FEWEST:
        yield fault(action, "what", f"Action {action.label} has {plural(number, 'word')}; that does not say what changes, "
                                    "and where.")
    elif found := _wishes(action.what, words):
        yield fault(action, "what", f"Action {action.label} says what is wished ({quoted(found)}), and not what changes.")


def _wishes(text: str, words: Language) -> tuple[str, ...]:
    """The words of a wish, where the text does not also say what changes."""
    if words.found("concrete", text) or words.found("duty", text):
        return ()
    hollow = words.found("hollow", text)
    return hollow or (() if words.found("change", text) else words.found("vague", text))


@check("ACT008", Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def only_reminders(finding: Finding, review: Review) -> Iterator[Fault]:
    """All actions are training, reminders or e-mails

    Why: People forget again. Bodies often send back plans that change nothing but what somebody was told.
    Fix: Add an action that changes the process, a tool or a check, so that the slip is held the next time.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | **NC-1**   | Minor |

        Actions
        | Action ID | Finding ID | Action                                                      |
        |---|---|---|
        | CA-1      | NC-1       | Retrain all engineers in the procedure for impact assessment |
        | CA-2      | NC-1       | Remind the team by e-mail to attach the signed assessment    |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |
        | NC-3       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                              |
        |---|---|---|
        | CA-1      | NC-1       | Retrain all engineers in the procedure for impact assessment        |
        | CA-2      | NC-1       | The release gate refuses a model without a signed assessment        |
        | CA-3      | NC-2       | Retrain the triage model on training data from all four hospitals   |
        | CA-4      | NC-3       | Informing the wards becomes a duty of the release manager (RD-4)    |
    """
    words = review.language
    plan = [action for action in review.of(Action, finding) if is_corrective(action) and not action.blank("what")]
    if words is None or not plan or not all(only_reminds(action.what, words) for action in plan):
        return
    found = dict.fromkeys(word for action in plan for word in words.found("reminder", action.what))
    yield fault(finding, "id", f"All corrective actions of {finding.label} train, remind or inform ({quoted(found)}).")


@check("COR008", Containment, of=Of.MAJOR, level=Level.WARNING)
def mitigation_that_reminds(step: Containment, review: Review) -> Iterator[Fault]:
    """An interim mitigation only reminds people, or asks them to take care

    Why: Until the cause is gone it has to hold by itself. What people were told holds as long as they think of it.
    Fix: Say what stops the next case until then: a second pair of eyes with a signature, a lock, a list that is compared.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Containment
        | Finding ID | Step ID | Kind               | What was done                                         |
        |---|---|---|---|
        | NC-1       | C-1     | Interim mitigation | **Staff were asked to be careful with new releases.** |
        | NC-1       | C-2     | Interim mitigation | **All teams were informed by e-mail.**                |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Containment
        | Finding ID | Step ID | Kind               | What was done                                         |
        |---|---|---|---|
        | NC-1       | C-1     | Interim mitigation | A nurse reads each output before it is used.          |
        | NC-1       | C-2     | Correction         | All teams were informed by e-mail.                    |
        | NC-1       | C-3     | Interim mitigation | Releases are frozen; everybody informed.              |
    """
    words = review.language
    if words is None or step.blank("what") or step.kind != "Interim mitigation":
        return
    if words.found("holds", "".join(_own_words(clause, words) for clause in _CLAUSE.split(step.what))):
        return
    found = words.found("reminder", step.what) or words.found("vague", step.what)
    if found and not words.found("concrete", step.what) and (only_reminds(step.what, words) or not words.found("change", step.what)):
        yield fault(step, "what", f"Interim mitigation {step.label} only tells people ({quoted(found)}): nothing stops the next case.")


def only_reminds(text: str, words: Language) -> bool:
    """Whether a text trains, reminds or informs, and says nothing that changes by it."""
    own = "".join(_own_words(clause, words) for clause in _CLAUSE.split(text))
    rest = words.lists["training_things"].without(own)
    return bool(words.found("reminder", text)) and not words.found("change", rest) and not words.found("firm", rest) \
        and not words.found("duty", own)


def _own_words(clause: str, words: Language) -> str:
    """A clause without what people are told: "remind the fitters | that the gate locks" changes no gate."""
    told = _TOLD.search(clause) if words.begins("reminder", clause.strip()) else None
    return clause[:told.start()] if told else clause


@check("ACT009", Action, of=Of.NONCONFORMITY)
def repeats_the_correction(action: Action, review: Review) -> Iterator[Fault]:
    """A corrective action repeats the correction

    Why: The correction repairs the case that was seen. The corrective action removes the cause, so that there is no next
    one; bodies send back answers that close on the correction alone.
    Fix: Write as action what stops the next case; leave the repair on the sheet Containment.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                           |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | The impact assessment of the triage model was completed |

        Actions
        | Action ID | Finding ID | Kind       | Action                                                     |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective | **Complete the impact assessment for the triage model**    |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                           |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | The impact assessment of the triage model was completed |

        Actions
        | Action ID | Finding ID | Kind       | Action                                                                     |
        |---|---|---|---|
        | CA-1      | NC-1       | Corrective | The release gate refuses every model without a signed impact assessment    |
        | CA-2      | NC-1       | Extent     | Complete the impact assessment for the two further models                  |
    """
    finding, words = review.finding(action), review.language
    if finding is None or words is None or action.blank("what") or not is_corrective(action):
        return
    for step in review.of(Containment, finding):
        shared = words.repeated(action.what, step.what) if step.kind == "Correction" else ()
        if shared:
            yield fault(action, "what", f"Action {action.label} says what the correction {step.label} says "
                                        f"({quoted(shared)}): it repairs the case that was found.")
            return
