"""Repeated: one sentence in cells of a finding that ask for different things.

Numbers, dates and ids are left out where texts are compared: a running number makes no second sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import short
from ncr_toolkit.core.model import Action, Containment, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.texts import KINDS, Text
from ncr_toolkit.core.verdicts import answers

ALIKE, FEWEST, FEWEST_ALIKE = 91, 3, 5
"""How alike, in percent, two texts are to be one sentence; how many words it has at least, where it is the same or alike."""
MORE = 2
"""How many words more than another a text may have, and be the same sentence with a label before it or a note behind."""

_ROLES = {
    "finding.statement": "statement", "finding.requirement": "requirement", "finding.objective_evidence": "evidence",
    "finding.consequences": "consequences", "finding.extent": "extent", "finding.detection_cause": "detection",
    "finding.no_action_reason": "no action", "finding.acceptance_reason": "acceptance", "finding.risk_rationale": "risk",
    "why.problem": "problem", "why.why1": "why", "why.why2": "why", "why.why3": "why", "why.why4": "why", "why.why5": "why",
    "bone.cause": "bone", "probe.answer": "probe", "cause.statement": "cause", "action.what": "action",
    "action.measure": "measure", "effect.criterion": "criterion", "effect.method": "method", "readiness.item": "item",
}
"""What a text is there for; those that are not named may repeat any other."""
_ANALYSIS = ("why", "bone", "probe", "cause", "detection")
_AUDITOR = ("statement", "requirement", "evidence", "problem")
_MAY = {frozenset(pair) for group in (_ANALYSIS, _AUDITOR, ("criterion", "measure"), ("action", "requirement"))
        for pair in combinations(group, 2)}
"""Pairs that may say the same: the analysis ends at the cause, a chain begins with the auditor's words."""
_TOLD = {frozenset(pair) for pair in (("cause", "statement"), ("cause", "evidence"), ("action", "Correction"))}
"""Pairs that have a check of their own where the words of the language are known (CAU007, ACT009)."""


_ONCE = ("cause", "action")
"""What is said in one row alone: the same words, number for number, in a second one are a copy. (A step may be made
twice, at two places.)"""


def role(text: Text) -> str:
    """What a text is there for, '' where it may repeat another."""
    if isinstance(text.record, Containment):
        return text.record.kind if text.name == "what" else ""
    return _ROLES.get(text.record.SHEET.by_name[text.name].key, "")


@check("SUB004", *KINDS, of=Of.GRADED)
def says_the_same(record: Record, review: Review) -> Iterator[Fault]:
    """Cells that ask for different things say the same

    Why: The correction is not the cause, and what followed is not where you looked. One sentence in several cells
    answers one question at most; numbers that differ do not change that.
    Fix: Write in each cell what it asks for; its header and the note on it say what that is.
    Source: Our advice.
    Varies: A text of a mitigation, of the effect or of the readiness plan holds up the proof alone. A warning, which holds
    up nothing, where two rows of one kind say the same letter by letter.

    Bad:

        Findings
        | Finding ID | Grade | Consequences                                  | Extent                                              |
        |---|---|---|---|
        | NC-1       | Minor | The clinics were told in letters of 4 May     | **The clinics were told in letters of 9 May (2).**  |

        Containment
        | Finding ID | Step ID | Kind               | What was done                                        |
        |---|---|---|---|
        | NC-1       | C-1     | Correction         | The two releases were withdrawn on all wards         |
        | NC-1       | C-2     | Containment        | **The two releases were withdrawn on all wards**     |
        | NC-1       | C-3     | Interim mitigation | **The 2 releases were withdrawn on all the wards**   |

        Actions
        | Action ID | Finding ID | Action                                      | Done when                                         |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate refuses a model without assessment | **The gate refuses a model without assessment.**  |

    Good:

        Findings
        | Finding ID | Grade | Consequences                              | Extent                                    |
        |---|---|---|---|
        | NC-1       | Minor | The clinics were told in letters of 4 May | Letters of all clinics since May were read |

        Containment
        | Finding ID | Step ID | Kind       | What was done                            | Rationale              |
        |---|---|---|---|---|
        | NC-1       | C-1     | Correction | Release 2.1 was withdrawn on all wards   | No use until assessed. |
        | NC-1       | C-2     | Correction | Release 2.2 was withdrawn on all wards   | No use until assessed. |

        5 Whys
        | Finding ID | Why 3                             |
        |---|---|
        | NC-1       | The gate asks for a report alone. |

        Causes
        | Cause ID | Finding ID | Root cause                        |
        |---|---|---|
        | RC-1     | NC-1       | The gate asks for a report alone. |
    """
    finding = review.finding(record)
    first = review.once_for(_firsts, finding) if finding is not None else {}
    for text in answers(record, review):
        other = first.get((id(record), text.name))
        if other is not None:
            copied = role(text) == role(other)  # a row that was copied: perhaps it is to be another one
            yield fault(record, text.name, f"{text.place} says the same as {other.place} ({other.record.cell(other.name)}): "
                                           f"{short(text.said)}.", blocks=Purpose.NEVER if copied else text.stage,
                        level=Level.WARNING if copied else None,
                        fix="Say what is different in this row, or delete it." if copied else "")


def _firsts(finding: Finding, review: Review) -> dict[tuple[int, str], Text]:
    """For each text of a finding an earlier one that says the same, and should not."""
    every = [text for kind in KINDS for record in ((finding,) if kind is Finding else review.of(kind, finding))
             for text in answers(record, review) if role(text)]
    return _within(sorted(every, key=lambda text: (KINDS.index(type(text.record)), natural(text.record.label))), review)


def _within(every: list[Text], review: Review) -> dict[tuple[int, str], Text]:
    """The same for the texts of one finding: compared are those that share one of their longest words."""
    seen: dict[str, list[Sentence]] = defaultdict(list)
    found: dict[tuple[int, str], Text] = {}
    for text in every:
        own = Sentence(text, text.bones, text.bones.split())
        own_marks = marks(own.bones)
        for other in {id(each): each for mark in own_marks for each in seen[mark]}.values() if len(own.words) >= FEWEST else ():
            if own.is_said_by(other) and not _may(text, other.text, review):
                found[id(text.record), text.name] = other.text
                break
        for mark in own_marks:
            seen[mark].append(own)
    return found


@dataclass(frozen=True)
class Sentence:
    """What a text says without numbers, dates and ids, and its words: each text is compared with several others."""

    text: Text
    bones: str
    words: list[str]

    @cached_property
    def different(self) -> set[str]:
        return set(self.words)

    def is_said_by(self, other: Sentence) -> bool:
        """Whether two texts are one sentence: but for numbers, but for a word or two. A cause that is turned into its action
        differs in as little, and is no copy."""
        from rapidfuzz import fuzz  # only here: keeps start-up light

        if self.bones == other.bones:
            return True
        if len(self.words) < FEWEST_ALIKE or {role(self.text), role(other.text)} == {"cause", "action"}:
            return False
        more = max(len(self.different - other.different), len(other.different - self.different))
        return fuzz.ratio(self.bones, other.bones, score_cutoff=ALIKE) >= ALIKE \
            or (more <= MORE and len(self.different & other.different) >= FEWEST_ALIKE + more)


def marks(own: str) -> list[str]:
    """The longest words of a text: what is the same sentence shares one of them."""
    return sorted(sorted(set(own.split())), key=len, reverse=True)[:3]


def _may(text: Text, other: Text, review: Review) -> bool:
    """Whether these two may say the same, or another check says that they do."""
    pair = frozenset((role(text), role(other)))
    if len(pair) == 1 and text.record.SHEET is other.record.SHEET and not pair.isdisjoint(_ONCE):
        return fold(text.said) != fold(other.said)
    if len(pair) == 1 or pair in _MAY:
        return True
    action = next((each.record for each in (text, other) if isinstance(each.record, Action)), None)
    if pair == {"action", "Correction"} and action is not None and action.kind == "Extent":
        return True
    finding = review.finding(text.record)
    grade = review.grade(finding) if finding is not None else None
    return pair in _TOLD and review.language is not None and grade is not None and grade.nonconformity
