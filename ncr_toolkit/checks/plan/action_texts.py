"""What actions say: something that changes, one thing a row, and how one sees that it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.checks.texts.stems import telling
from ncr_toolkit.common.text import hollow, quoted, short
from ncr_toolkit.core.linked_records import holds_a_place
from ncr_toolkit.core.model import Action, Cause, Containment, Finding
from ncr_toolkit.core.packs.language import SAME, Language
from ncr_toolkit.core.packs.language import words as words_of
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_corrective

SEVERAL = 4
"""From how many changes on a cell holds several actions (ours: three are often one change and what belongs to it)."""
_POINT = re.compile(r"(?:^|[\n;:.] *|, *| (?=\())(?:\(?[1-9a-h]\)|[1-9]\.(?=\s)|[-*\u2022](?=\s))\s*")
_BREAK = re.compile(r"[.;\n]+|,|\band\b", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:and|then|also|to|we|will|shall|finally|further)\s+", re.IGNORECASE)
NOUNS = 3
"""How many words a part of a sentence has at most to be no more than a thing: "the form and the list"."""
_CLAUSE_END = re.compile(r"[.;,:](?=\s|$)|\n|\b(?:and|but)\b", re.IGNORECASE)


@check("ACT013", Action, of=Of.NONCONFORMITY, level=Level.WARNING)
def repeats_the_requirement(action: Action, review: Review) -> Iterator[Fault]:
    """An action says the requirement again

    Why: The requirement stands in the standard. The action is how it will be met here, from now on.
    Fix: Say what changes, where and by which means, so that the requirement is met.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Requirement                                                         |
        |---|---|---|
        | NC-1       | Minor | The impact of AI systems on people is assessed at planned intervals. |

        Actions
        | Action ID | Finding ID | Action                                                           |
        |---|---|---|
        | CA-1      | NC-1       | **Assess the impact of AI systems on people at planned intervals** |

    Good:

        Findings
        | Finding ID | Grade | Requirement                                                         |
        |---|---|---|
        | NC-1       | Minor | The impact of AI systems on people is assessed at planned intervals. |

        Actions
        | Action ID | Finding ID | Action                                                                        |
        |---|---|---|
        | CA-1      | NC-1       | The calendar of the AIMS opens an assessment for each system a year after the last |
    """
    finding, words = review.finding(action), review.language
    if finding is None or words is None or action.blank("what") or not is_corrective(action):
        return
    shared = words.repeated(action.what, finding.typed("requirement"), SAME)
    if len(shared) > 2:
        yield fault(action, "what", f"Action {action.label} says the requirement again ({quoted(shared)}), and not how it will be "
                                    "met.")


@check("ACT014", Action, of=Of.NONCONFORMITY, level=Level.WARNING)
def only_turns_the_cause_round(action: Action, review: Review) -> Iterator[Fault]:
    """An action only turns its cause round

    Why: "No check exists" and "Introduce a check" say the same. Which check, where, by whom, is what the body wants to read.
    Fix: Say where it is built in, what it looks at, and what happens when it finds something.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                  |
        |---|---|---|
        | RC-1     | NC-1       | No check of the labellers' certificates exists |

        Actions
        | Action ID | Finding ID | Cause ID | Action                                              |
        |---|---|---|---|
        | CA-1      | NC-1       | RC-1     | **Introduce a check of the labellers' certificates** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                  |
        |---|---|---|
        | RC-1     | NC-1       | No check of the labellers' certificates exists |

        Actions
        | Action ID | Finding ID | Cause ID | Action                                          | Done when                               |
        |---|---|---|---|---|
        | CA-1      | NC-1       | RC-1     | The tool checks certificates at each log-in      |                                         |
        | CA-2      | NC-1       | RC-1     | Introduce a check of the labellers' certificates | An account without one is locked at log-in |
    """
    words, cause = review.language, review.find(Cause, action.cause)
    if words is None or cause is None or action.blank("what") or not is_corrective(action):
        return
    if not words.found("lacks", cause.typed("statement")) or not words.found("creates", action.what):
        return
    creates = words.lists["creates"]
    mine = words.content(creates.without(f"{action.what} {action.typed('measure')}"))
    theirs = words.content(cause.typed("statement"))
    shared = telling(mine, theirs)
    known = {*shared, *words.content(_title(action, review))}
    if shared and not any(word not in known and not words.found("bare_done", word) for word in mine):
        yield fault(action, "what", f"Action {action.label} turns cause {cause.label} round ({quoted(shared)}), and says nothing "
                                    "besides.")


def _title(record: Record, review: Review) -> str:
    """The title of the finding a record belongs to."""
    finding = review.finding(record)
    return finding.typed("title") if finding is not None else ""


@check("ACT015", Action, of=Of.NONCONFORMITY, level=Level.WARNING)
def only_the_analysis(action: Action, review: Review) -> Iterator[Fault]:
    """An action only looks for the cause

    Why: The analysis comes before the plan. A plan whose action is the analysis says that nothing is known yet.
    Fix: Finish the analysis, write the cause, and say what removes it. What is still to be found out belongs on the Fishbone.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                                   |
        |---|---|---|
        | CA-1      | NC-1       | **Carry out a root cause analysis with all teams concerned**              |
        | CA-2      | NC-1       | **Investigate why the assessment was not made and report to the manager** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                                       |
        |---|---|---|
        | CA-1      | NC-1       | Each month the release board analyses the causes of all refused releases      |
        | CA-2      | NC-1       | The incident form gets a field for the root cause, and is sent back without it |
        | CA-3      | NC-1       | The reason for a refusal is shown to the person who asked for the release     |
    """
    words = review.language
    if words is None or action.blank("what") or not is_corrective(action):
        return
    found = words.found("analysis_only", action.what)
    if found and not words.found("change", words.lists["analysis_only"].without(action.what)):
        yield fault(action, "what", f"Action {action.label} only looks for the cause ({quoted(found)}): nothing changes by it.")


@check("ACT016", Finding, Action, Containment, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.PLAN)
def argues(record: Record, review: Review) -> Iterator[Fault]:
    """The answer argues with the finding

    Why: A body does not take an answer that disputes what it answers. Who disagrees appeals, on another way and in time.
    Fix: Answer the finding as it stands. If you appeal, choose Yes in 'Disputed' and tell the body; its clock runs on.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Consequences                                        |
        |---|---|---|
        | NC-1       | Minor | **None, because this is not a nonconformity at all** |

        Actions
        | Action ID | Finding ID | Action                                                                |
        |---|---|---|
        | CA-1      | NC-1       | **We do not agree with this finding and see no reason to change P-07** |

    Good:

        Findings
        | Finding ID | Grade | Consequences                                                  | Disputed |
        |---|---|---|---|
        | NC-1       | Minor | None, because no patient was advised by the release           |          |
        | NC-2       | Minor | None, because this is not a nonconformity: see our appeal     | Yes      |

        Actions
        | Action ID | Finding ID | Action                                                                  |
        |---|---|---|
        | CA-1      | NC-1       | The gate rejects a release on which the two reviewers do not agree       |
    """
    words, finding = review.language, review.finding(record)
    if words is None or finding is None or finding.disputed == "Yes":
        return
    names = {Finding: ("consequences", "extent", "no_action_reason", "acceptance_reason", "risk_rationale"), Containment: ("what", "rationale")}
    for name in names.get(type(record), ("what",)):
        found = words.found("disagrees", record.typed(name)) if not record.blank(name) else ()
        if found:
            header = record.SHEET.by_name[name].header
            yield fault(record, name, f"'{header}' of {record.label} argues with the finding ({quoted(found)}).")


@check("ACT017", Action, of=Of.NONCONFORMITY, level=Level.WARNING)
def several_actions(action: Action, review: Review) -> Iterator[Fault]:
    """Several actions stand in one cell

    Why: Five actions under one name and one date are done when the last is; the auditor asks for the proof of each.
    Fix: Give each action its own row, with one person, one date and its own 'Done when'.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                                              |
        |---|---|---|
        | CA-1      | NC-1       | **1. Revise P-07 2. Train the team 3. Update the form 4. Introduce a weekly check**  |
        | CA-2      | NC-1       | **Revise P-07, train the team, update the form, appoint a deputy and write a guide** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                                              |
        |---|---|---|
        | CA-1      | NC-1       | The release form asks for (a) weights, (b) data, (c) threshold and (d) supplier      |
        | CA-2      | NC-1       | The gate reads the form, compares it with the register and refuses what is missing   |
    """
    words = review.language
    if words is None or action.blank("what"):
        return
    begun = _begun(action.what, words)
    if len(begun) >= SEVERAL:
        yield fault(action, "what", f"Action {action.label} looks like {len(begun)} actions in one cell ({quoted(begun)}).")


def _begun(text: str, words: Language) -> list[str]:
    """The verbs with which the parts of a text begin, as for a list of things to do."""
    points = [_BEFORE.sub("", point.strip()) for point in _POINT.split(text)]
    if not any(words.begins("first_step", point) for point in points):
        return []
    parts = [_BEFORE.sub("", part.strip()) for point in points for part in _BREAK.split(point)]
    return [verb for part in parts if len(words_of(part)) > 1 and (verb := words.begins("first_step", part))]


@check("ACT018", Action, of=Of.NONCONFORMITY, level=Level.INFO, blocks=Purpose.NEVER)
def not_to_be_measured(action: Action, review: Review) -> Iterator[Fault]:
    """An action does not say how one sees that it is done, or what it needs

    Why: A plan is believed when each action can be checked, and somebody has given the days or the money for it.
    Fix: Write in 'Done when' what one will see, and in 'Resources' the people, days, money or tools.
    Source: Our advice.
    Varies: A warning where 'Done when' is empty.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                            | Done when   | Resources   |
        |---|---|---|---|---|
        | CA-1      | NC-1       | The gate refuses untested models. | **(empty)** | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                            | Done when           | Resources |
        |---|---|---|---|---|
        | CA-1      | NC-1       | The gate refuses untested models. | A trial is refused. | 5 days    |
    """
    measured = not action.blank("measure") and not hollow(action.typed("measure"))  # "n/a" and "to be defined" are no measure
    if not measured and not action.blank("what") and is_corrective(action):
        yield fault(action, "measure", f"Action {action.label} does not say how one sees that it is done.", level=Level.WARNING,
                    fix="Write in 'Done when' what one will see.")
    if (action.blank("resources") or holds_a_place(action.typed("resources"))) and not action.blank("what") and is_corrective(action) and action.blank("done_on"):
        yield fault(action, "resources", f"Action {action.label} does not say what it needs.",
                    fix="Write in 'Resources' the people, days, money or tools.")


@check("ACT019", Action, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PLAN)
def done_when_done(action: Action, review: Review) -> Iterator[Fault]:
    """'Done when' says only that it is done

    Why: "When completed" is true whenever somebody says so. A body wants to see what it can look at.
    Fix: Write what one will see: the trial that is refused, the list that is whole, the form in use.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                            | Done when                       |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate refuses untested models. | **When the action is completed** |
        | CA-2      | NC-1       | The gate refuses untested models. | **Implemented on time**          |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                            | Done when                              |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate refuses untested models. | When a trial release was refused       |
        | CA-2      | NC-1       | The gate refuses untested models. | Done when three trial files were refused |
    """
    words = review.language
    if words is None or action.blank("measure") or not words.found("bare_done", action.measure):
        return
    if not re.search(r"\w", words.lists["bare_done"].without(action.measure)):
        yield fault(action, "measure", f"'Done when' of {action.label} only says that it is done: {short(action.measure)}.")


@check("ACT024", Action, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def done_and_not_begun(action: Action, review: Review) -> Iterator[Fault]:
    """An action has the day on which it was done, and all of its text is still to come

    Why: "Will be made obligatory" beside a day that has passed: one of the two is wrong. The auditor asks to see it at work.
    Fix: Say what is in place now; or, if it is still to come, empty 'Done on' until it is.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                    | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | **The assessment form will be made obligatory.**          | 2026-05-02 |
        | CA-2      | NC-1       | **The new gate is planned and has not been started.**     | 2026-05-02 |
        | CA-3      | NC-1       | **It was decided to change the gate.**                    | 2026-05-02 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                    | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | The assessment form will be made obligatory.              |            |
        | CA-2      | NC-1       | Make the assessment form obligatory in the gate.          | 2026-05-02 |
        | CA-3      | NC-1       | A release without a record will be refused by the gate.   | 2026-05-02 |
        | CA-4      | NC-1       | The gate reads the form; a second gate will be built.     | 2026-05-02 |
    """
    words = review.language
    if words is None or action.blank("what") or action.blank("done_on"):
        return
    parts = [part for part in _CLAUSE_END.split(action.what) if part.strip()]
    said = [part for part in parts if len(words_of(part)) > NOUNS or words.found("not_begun", part)]
    if said and all(_is_to_come(part, words) for part in said):
        found = quoted((*words.found("not_begun", action.what), *words.found("only_decided", action.what)))
        yield fault(action, "what", f"Action {action.label} was done on {action.typed('done_on')}, and reads as still to come ({found}).")


def _is_to_come(part: str, words: Language) -> bool:
    """Whether a part of a text speaks of what is planned, or was only decided or begun."""
    return bool(words.found("only_decided", part) or (words.found("not_begun", part) and not words.found("past", part)))
