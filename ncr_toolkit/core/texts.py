"""The texts of an answer: where they stand, what each is there for, and which readiness it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from ncr_toolkit.core.model import (
    Action,
    Bone,
    Cause,
    Containment,
    Effect,
    Finding,
    FiveWhys,
    Probe,
    ReadinessStep,
)
from ncr_toolkit.core.packs import language, prose
from ncr_toolkit.core.packs.noted import Noted
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record, column_names
from ncr_toolkit.core.status import is_needless, is_reopened


class Manner(Enum):
    """How much of a text is asked for."""

    SENTENCE = "a sentence"
    NOTE = "a note may do"
    OPTIONAL = "a note, or a sign that there is none"
    AUDITOR = "the auditor's words"


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an answer."""

    record: Record
    name: str  # of the column
    said: str
    manner: Manner
    stage: Purpose

    @property
    def header(self) -> str:
        return self.record.SHEET.by_name[self.name].header

    @property
    def place(self) -> str:
        """Where it stands, in words: "'Root cause' of RC-1"."""
        return f"'{self.header}' of {self.record.label}"

    @property
    def bones(self) -> str:
        """What it says without numbers, dates and ids: the same for all texts that only differ in these."""
        return bones(self.said)


_S, _N, _O, _A = Manner.SENTENCE, Manner.NOTE, Manner.OPTIONAL, Manner.AUDITOR
_MANNERS: dict[type[Record], dict[str, Manner]] = {
    Finding: {"statement": _A, "requirement": _A, "objective_evidence": _A, "impact": _O, "consequences": _S,
              "extent": _S, "no_action_reason": _S, "acceptance_reason": _S, "risk_rationale": _S,
              "detection_cause": _O, "system_change": _O, "reopen_reason": _S},
    Containment: {"what": _S, "rationale": _O},
    FiveWhys: {"problem": _O, "why1": _S, "why2": _S, "why3": _S, "why4": _O, "why5": _O, "proof": _O},
    Bone: {"cause": _N, "sub_cause": _O, "proof": _O},
    Probe: {"answer": _O},
    Cause: {"statement": _S},
    Action: {"what": _S, "measure": _O},
    Effect: {"criterion": _N, "method": _N, "observed": _N},
    ReadinessStep: {"item": _S},
}
for _kind, _names in _MANNERS.items():
    column_names(_kind, *_names)
KINDS: tuple[type[Record], ...] = tuple(_MANNERS)
"""The sheets on which the texts of an answer stand."""
OF_OBSERVATIONS: tuple[type[Record], ...] = (Finding, Containment, Action)
"""Those of them that the answer to an observation shows."""


@lru_cache(maxsize=4096)
def bones(text: str) -> str:
    """A text without numbers, dates, ids and single letters, folded."""
    return " ".join(filter(_SAYS_SOMETHING.__getitem__, language.words(text)))


_SAYS_SOMETHING = Noted(lambda word: len(word) > 1 and word not in prose.anywhere().counting
                        and (word.isalpha() or not any(map(str.isdigit, word))))


def texts(record: Record, review: Review) -> tuple[Text, ...]:
    """The texts of one row that belong to an answer, as far as they are typed."""
    return review.once_for(_texts, record)


def _texts(record: Record, review: Review) -> tuple[Text, ...]:
    return tuple(_typed(record, review)) if type(record) in KINDS else ()


def _typed(record: Record, review: Review) -> Iterator[Text]:
    finding = review.finding(record)
    grade = review.grade(finding) if finding is not None else None
    if finding is None or grade is None or (not grade.nonconformity and type(record) not in OF_OBSERVATIONS):
        return
    for name, manner in _MANNERS[type(record)].items():
        if record.known(name) and _asked(name, finding):
            loose = not grade.nonconformity and name in ("consequences", "extent")
            yield Text(record, name, record.typed(name), Manner.OPTIONAL if loose else manner, _stage(record))


def _asked(name: str, finding: Finding) -> bool:
    """Whether the answer shows this text: a reason for what was not decided is none of it."""
    if name == "no_action_reason":
        return is_needless(finding)
    if name in ("acceptance_reason", "risk_rationale"):
        return finding.disposition == "Accept"
    return name != "reopen_reason" or is_reopened(finding)


def _stage(record: Record) -> Purpose:
    mitigation = isinstance(record, Containment) and record.kind == "Interim mitigation"
    return Purpose.PROOF if mitigation or isinstance(record, Effect | ReadinessStep) else Purpose.PLAN
