"""Analysis: what its rows lead to, and whether the way from the last why to the cause can be followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain as together

from ncr_toolkit.checks.plan.causes import WORKING, worked
from ncr_toolkit.checks.plan.chains import BESIDE, WHYS
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.checks.texts.stems import telling
from ncr_toolkit.common.text import listing, short
from ncr_toolkit.core.model import Bone, Cause, Finding, FiveWhys, Probe
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import typed

ANSWERED = ("Submitted", "Verifying", "Closed")


@check("CAU017", Finding, of=Of.MAJOR, level=Level.INFO, early=Level.INFO, blocks=Purpose.NEVER)
def a_tool_not_used(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major was analysed by one tool, and another was left aside

    Why: One tool that leads to the cause is enough. A second one finds what the first had no place for; of an AI system the
    questions about data, models, oversight and suppliers often do, and a body that audits AI asks for them.
    Fix: Answer the questions that fit the finding, or draw the fishbone; do nothing if you are sure of the cause.
    Source: Our advice.
    Varies: A warning where the finding concerns an AI system and no question about AI is answered.

    Bad:

        Findings
        | Finding ID | Grade | AI system | Status      |
        |---|---|---|---|
        | **NC-1**   | Major | Triage    | In progress |

        5 Whys
        | Finding ID | Why 1                 |
        |---|---|
        | NC-1       | The test was left out |

    Good:

        Findings
        | Finding ID | Grade | AI system | Status      |
        |---|---|---|---|
        | NC-1       | Major | Triage    | In progress |
        | NC-2       | Minor | Triage    | In progress |

        5 Whys
        | Finding ID | Why 1                 |
        |---|---|
        | NC-1       | The test was left out |
        | NC-2       | The test was left out |

        Fishbone
        | Finding ID | Category | Possible cause |
        |---|---|---|
        | NC-1       | Data     | Old test set   |

        AI questions
        | Finding ID | Question | Answer |
        |---|---|---|
        | NC-1       | Q09      | No.    |
    """
    tools = [method for method, (sheet, _) in WORKING.items() if review.questions(finding) or sheet is not Probe]
    unused = [method for method in tools if not worked(method, finding, review)]
    if not unused or len(unused) == len(tools) or not review.wants(finding, "causes"):
        return
    if "AI questions" in unused and not finding.blank("ai_system") and review.subject(finding).told_by_words:
        yield fault(finding, "id", f"{finding.label} concerns the AI system {listing(typed(finding, 'ai_system'))}, and no question about AI is "
                                   "answered.", level=Level.WARNING)
        unused.remove("AI questions")
    if unused:
        yield fault(finding, "id", f"{finding.label} was analysed without {listing(unused)}.")


@check("CAU018", Probe, Bone, of=Of.NONCONFORMITY, level=Level.WARNING, early=Level.INFO)
def points_nowhere(row: Probe | Bone, review: Review) -> Iterator[Fault]:
    """It points to a cause, and no cause is named; or it does not, and one is

    Why: An answer that shows a cause has to be followed: the body looks for it among the causes, and for its action.
    Fix: Name the cause in 'Leads to cause', and add it on the sheet Causes if it is missing; or correct the verdict.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Major | In progress |

        Causes
        | Cause ID | Finding ID | Root cause    |
        |---|---|---|
        | RC-1     | NC-1       | The gate lets |

        AI questions
        | Finding ID | Question | Answer         | Points to a cause | Leads to cause |
        |---|---|---|---|---|
        | NC-1       | Q09      | It was not set | Yes               | **(empty)**    |
        | NC-1       | Q10      | It was set     | No                | **RC-1**       |

        Fishbone
        | Finding ID | Category | Possible cause | Verdict    | Leads to cause |
        |---|---|---|---|---|
        | NC-1       | Data     | Old test set   | Root cause | **(empty)**    |
        | NC-1       | Data     | Old images     | Ruled out  | **RC-1**       |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Major | In progress |

        Causes
        | Cause ID | Finding ID | Root cause    |
        |---|---|---|
        | RC-1     | NC-1       | The gate lets |

        AI questions
        | Finding ID | Question | Answer         | Points to a cause | Leads to cause |
        |---|---|---|---|---|
        | NC-1       | Q09      | It was not set | Yes               | RC-1           |
        | NC-1       | Q10      | It was set     | No                |                |

        Fishbone
        | Finding ID | Category | Possible cause | Verdict     | Leads to cause |
        |---|---|---|---|---|
        | NC-1       | Data     | Old test set   | Contributes |                |
        | NC-1       | Data     | Old images     | Ruled out   |                |
    """
    if isinstance(row, Probe):
        said, what = row.points_to_cause, f"question {row.typed('question')}"
    else:
        said, what = row.verdict, short(row.typed("cause"))
    if said in ("Yes", "Root cause") and row.blank("leads_to"):
        yield fault(row, "leads_to", f"{row.label}: {what} has the answer '{said}', and leads to no cause.")
    elif said in ("No", "Not applicable", "Ruled out") and row.known("leads_to"):
        yield fault(row, "leads_to", f"{row.label}: {what} has the answer '{said}', and leads to {row.typed('leads_to')}.")


@check("CAU019", Bone, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PLAN)
def still_to_be_checked(bone: Bone, review: Review) -> Iterator[Fault]:
    """A possible cause is still to be checked

    Why: As long as one is open, nobody knows whether the causes in the plan are all. It stands in the response as it is here.
    Fix: Find out, and choose Root cause, Contributes or Ruled out, with the proof.
    Source: Our advice.
    Varies: An info until the answer is sent.

    Bad:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Major | Submitted |

        Fishbone
        | Finding ID | Category | Possible cause | Verdict           |
        |---|---|---|---|
        | NC-1       | Data     | Old test set   | **To be checked** |

    Good:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Major | Submitted |

        Fishbone
        | Finding ID | Category | Possible cause | Verdict   |
        |---|---|---|---|
        | NC-1       | Data     | Old test set   | Ruled out |
        | NC-1       | Data     | Old images     |           |
    """
    finding = review.finding(bone)
    if bone.verdict == "To be checked" and finding is not None:
        answered = finding.status in ANSWERED or not finding.blank("response_sent_on")
        yield fault(bone, "verdict", f"{short(bone.typed('cause'))} of {finding.label} is still to be checked.",
                    level=None if answered else Level.INFO)


@check("CAU020", FiveWhys, of=Of.NONCONFORMITY, level=Level.WARNING)
def does_not_arrive(chain: FiveWhys, review: Review) -> Iterator[Fault]:
    """The last why has no word of the cause it leads to

    Why: Read upwards, each line leads to the next by "therefore". Where the chain ends at one thing and the cause is another,
    the auditor asks where the cause comes from.
    Fix: Go on until the chain reaches the cause; or name in 'Leads to cause' the cause at which it does end.
    Source: Our advice.
    Varies: An info where an earlier answer of the chain has words of the cause.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        5 Whys
        | Finding ID | Why 1            | Why 2                       | Why 3                             | Leads to cause |
        |---|---|---|---|---|
        | NC-1       | No test was made | The gate asks for no report | **The canteen closes at two**     | RC-1           |

        Causes
        | Cause ID | Finding ID | Root cause                                  |
        |---|---|---|
        | RC-1     | NC-1       | Nobody owns the link from rules to the gate |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        5 Whys
        | Finding ID | Why 1            | Why 2                       | Why 3                              | Leads to cause |
        |---|---|---|---|---|
        | NC-1       | No test was made | The gate asks for no report | New rules reach its owner too late | RC-1           |

        Causes
        | Cause ID | Finding ID | Root cause                                  |
        |---|---|---|
        | RC-1     | NC-1       | Nobody owns the link from rules to the gate |
    """
    words, cause = review.language, review.find(Cause, chain.cause)
    filled = [name for name in WHYS if not chain.blank(name)]
    if words is None or cause is None or cause.blank("statement") or len(filled) < 2:
        return
    *earlier, last = [words.content(chain.typed(name)) for name in filled]
    known = words.content(cause.statement)
    if chain.leg in BESIDE and any(telling(said, known) for said in earlier):  # it may begin where the cause is, and go on
        return
    if last and not telling(last, known):
        passed = any(len(telling(said, known)) > 1 for said in earlier) and bool(telling(last, _story(chain, earlier, review)))
        yield fault(chain, filled[-1], f"The chain of {chain.label} ends at {short(chain.typed(filled[-1]))}, and cause {cause.label} "
                                       "has no word of it.", level=Level.INFO if passed else None)


def _story(chain: FiveWhys, earlier: Sequence[Sequence[str]], review: Review) -> list[str]:
    """The words of what a chain is about: then it only goes on past the cause, which is for the reader to judge."""
    finding, words = review.finding(chain), review.language
    told = [finding.typed(name) for name in ("title", "statement", "requirement")] if finding is not None else []
    return [*together.from_iterable(earlier), *(words.content(" ".join(told)) if words is not None else ())]
