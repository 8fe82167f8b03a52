"""What the tool found wrong in a register."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ncr_toolkit.core.schema import Cell


class Level(StrEnum):
    """How grave a problem is. ERROR: the body would send it back. WARNING: it would ask. INFO: still to do."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Stage(StrEnum):
    """The two readinesses of a response. A problem may stand in the way of the plan, or only of the proof."""

    PLAN = "plan"
    PROOF = "proof"
    NEVER = "never"  # it concerns time or housekeeping, not the content of the response


ALL = "*"
"""Stands for every finding of the register."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, at one cell, with what to do about it."""

    code: str
    level: Level
    cell: Cell
    message: str
    fix: str
    key: str | None = None  # the column's key
    record: str | None = None  # id of the record it is on
    value: str | None = None  # what stands in the cell
    findings: tuple[str, ...] = ()  # the findings whose response it concerns, folded; ALL for every one
    blocks: Stage | None = None  # the readiness it stands in the way of
    order: tuple[int, int, int] = (0, 0, 0)  # place in the workbook: sheet, row, column


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a response to one finding may leave the house, and what stands in its way."""

    plan_gaps: tuple[str, ...] = ()
    proof_gaps: tuple[str, ...] = ()

    @property
    def plan_ready(self) -> bool:
        """Nothing stands in the way of the plan."""
        return not self.plan_gaps

    @property
    def proof_ready(self) -> bool:
        """Nothing stands in the way of the plan, nor of the proof that it was carried out."""
        return not self.plan_gaps and not self.proof_gaps

    @property
    def gaps(self) -> tuple[str, ...]:
        """Everything that stands in the way, in sentences that end with the cell."""
        return self.plan_gaps + self.proof_gaps

    def ready(self, stage: Stage) -> bool:
        """Whether it is ready for that stage."""
        return self.plan_ready if stage is Stage.PLAN else self.proof_ready

    def missing(self, stage: Stage) -> tuple[str, ...]:
        """The gaps that stand in the way of that stage."""
        return self.plan_gaps if stage is Stage.PLAN else self.gaps


def readiness(problems: list[Problem]) -> dict[str, Readiness]:
    """What stands in the way of every finding's response, by folded label; under ALL what stands in every one's.

    A finding that is not named has only what stands under ALL.
    """
    gaps: dict[str, dict[Stage, list[str]]] = {ALL: {Stage.PLAN: [], Stage.PROOF: []}}
    for problem in problems:
        for label in problem.findings if problem.blocks in (Stage.PLAN, Stage.PROOF) else ():
            found = gaps.setdefault(label, {Stage.PLAN: [], Stage.PROOF: []})
            found[problem.blocks].append(f"{problem.message} ({problem.cell})")  # type: ignore[index]
    common = gaps[ALL]
    return {label: Readiness(*(tuple(dict.fromkeys(found[stage] + (common[stage] if label != ALL else [])))
                               for stage in (Stage.PLAN, Stage.PROOF)))
            for label, found in gaps.items()}
