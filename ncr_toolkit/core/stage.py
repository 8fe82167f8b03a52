"""How far the answer to a finding is: what is proven and nothing more, what is missing first, and what is wanted now.

Every badge, report, letter and package takes it from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.missing_parts import place_of_work
from ncr_toolkit.core.model import MINOR_JUDGED_BY, SHEETS, Action, Containment, Effect, Evidence, Finding
from ncr_toolkit.core.problem import ALL, Level, Problem, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.replies import RETURNED
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_internal, is_needless, is_open, is_reopened

ACCEPTED = ("Plan accepted", "Closed by body")
"""What the body's decision says once it has accepted the plan."""
PLAN_FIRST = MINOR_JUDGED_BY[0]
PROVES_EFFECT = fold("Effectiveness")
AS_WRITTEN = ("EFF019",)
"""Checks of how a criterion is written: no doubt of the effect itself."""

_SHEETS = {kind.SHEET.prefix: number for number, kind in enumerate(SHEETS, start=1)}


class Stage(StrEnum):
    """What is proven of an answer. Each of PLAN_COMPLETE, IMPLEMENTED and EFFECTIVE holds the one before it."""

    NOT_READY = "not ready"
    PLAN_COMPLETE = "plan complete"  # nothing stands in the way of the plan
    IMPLEMENTED = "implemented"  # and every correction, mitigation and action is done, with proof
    EFFECTIVE = "effective"  # and it was reviewed by now, found effective, and that is proven too
    DECIDED = "decided"  # needs no formal answer, and it is decided: accepted as is, or an action log
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the answer to one finding is, whether it may leave the house, and what stands in its way.

    The gaps are sentences that end with the place where the work is done, in parentheses.
    """

    plan_gaps: tuple[str, ...] = ()
    proof_gaps: tuple[str, ...] = ()
    effect_gaps: tuple[str, ...] | None = ()  # None: there is no effect to review
    settled: Stage | None = None  # DECIDED or WITHDRAWN where no formal answer is due
    accepted: bool = False  # of what is DECIDED: accepted as it is, not acted on
    wanted: Purpose = Purpose.PROOF  # what it is to be ready for now

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
        """Everything that stands in the way of the plan and of the proof."""
        return self.plan_gaps + self.proof_gaps

    @property
    def stage(self) -> Stage:
        """What is proven."""
        if self.settled is Stage.WITHDRAWN:
            return Stage.WITHDRAWN
        if self.plan_gaps or (self.settled and self.proof_gaps):
            return Stage.NOT_READY
        if self.settled is not None:
            return self.settled
        if self.proof_gaps:
            return Stage.PLAN_COMPLETE
        return Stage.IMPLEMENTED if self.effect_gaps is None or self.effect_gaps else Stage.EFFECTIVE

    @property
    def words(self) -> str:
        """The stage as people read it: what needs no formal answer is "accepted as is" or an "action log"."""
        if self.stage is Stage.DECIDED:
            return "accepted as is" if self.accepted else "action log"
        return str(self.stage)

    @property
    def serves_as(self) -> str:
        """What it is to serve as now, in a word: plan, proof, or the decision where no formal answer is due."""
        return "decision" if self.settled is Stage.DECIDED else str(self.wanted)

    @property
    def next(self) -> str | None:
        """The first thing that is missing, with its cell; None where nothing is."""
        if self.stage in (Stage.WITHDRAWN, Stage.DECIDED):
            return None
        return next(iter(self.plan_gaps or self.proof_gaps or self.effect_gaps or ()), None)

    def ready(self, purpose: Purpose | None = None) -> bool:
        """Whether it is ready for that purpose; without one, for what is wanted of it now."""
        return not self.missing(purpose)

    def missing(self, purpose: Purpose | None = None) -> tuple[str, ...]:
        """The gaps that stand in the way of that purpose; without one, of what is wanted now."""
        return self.plan_gaps if (purpose or self.wanted) is Purpose.PLAN else self.gaps


def readiness(problems: list[Problem]) -> dict[str, Readiness]:
    """The gaps of every finding's answer that the problems make, by folded label; under ALL those of every one.

    A finding that is not named has only what stands under ALL.
    """
    gaps: dict[str, dict[Purpose, list[str]]] = {ALL: {Purpose.PLAN: [], Purpose.PROOF: []}}
    blocking = [problem for problem in problems if problem.blocks in (Purpose.PLAN, Purpose.PROOF)]
    for problem in sorted(blocking, key=_in_order_of_work):
        for label in problem.findings:
            found = gaps.setdefault(label, {Purpose.PLAN: [], Purpose.PROOF: []})
            found[problem.blocks].append(_gap(problem))  # type: ignore[index]
    common = gaps[ALL]
    every = {label: {purpose: tuple(dict.fromkeys(own + (common[purpose] if label != ALL else [])))
                     for purpose, own in found.items()} for label, found in gaps.items()}
    return {label: Readiness(found[Purpose.PLAN], found[Purpose.PROOF]) for label, found in every.items()}


def standing_of(finding: Finding, review: Review, found: Readiness, doubts: Iterable[Problem]) -> Readiness:
    """How far the answer to a finding is: `found` are the gaps that the problems make, `doubts` the problems on the
    review of its effect. What is not done is never taken for done, whatever check is switched off or set aside."""
    if finding.status == "Withdrawn":
        return Readiness((f"{finding.label} was withdrawn; no response is due. ({finding.cell('status')})",),
                         settled=Stage.WITHDRAWN)
    grade = review.grade(finding)
    formal = grade is None or grade.nonconformity
    undone = tuple(_undone(finding, review)) if formal and not found.proof_gaps else ()
    effects = None if not formal or is_needless(finding) else tuple(dict.fromkeys(_unproven(finding, review, doubts)))
    return Readiness(found.plan_gaps, found.proof_gaps + undone, effects, None if formal else Stage.DECIDED,
                     finding.disposition == "Accept", wanted(finding, review))


def wanted(finding: Finding, review: Review) -> Purpose:
    """What an answer is to be ready for now.

    The body decides on a Major by plan and proof, on a Minor by its plan until it has accepted that (ISO/IEC 17021-1,
    9.5.2), unless the sheet Register says otherwise; an audit of one's own knows no acceptance of plans.
    """
    if not is_judged_on_plan(finding, review) or finding.status == "Closed" or is_internal(finding, review):
        return Purpose.PROOF
    return Purpose.PROOF if _is_accepted(finding, review) else Purpose.PLAN


def is_judged_on_plan(finding: Finding, review: Review) -> bool:
    """Whether the body decides first on the plan of such a finding, and has not accepted it by now."""
    plan_first = (review.settings.minor_judged_by or PLAN_FIRST) == PLAN_FIRST
    return finding.grade == "Minor" and plan_first and finding.body_decision not in ACCEPTED


def is_to_send(finding: Finding, review: Review) -> bool:
    """Whether a body waits for the answer to an open finding: nothing says that one was sent, or it came back."""
    unsent = finding.blank("response_sent_on") or finding.body_decision == RETURNED
    return is_open(finding) and unsent and not is_internal(finding, review)


def _is_accepted(finding: Finding, review: Review) -> bool:
    """Whether the body has accepted the plan: now, or when an answer was made that came back since."""
    made = review.sent.of(finding.id) if review.sent else []
    before = (row.get("body_decision") for answer in made for row in answer.rows.get(Finding.SHEET.prefix, ()))
    return finding.body_decision in ACCEPTED or any(decision in ACCEPTED for decision in before)


def _in_order_of_work(problem: Problem) -> tuple[int, ...]:
    """By the work that mends it; on one place by the sheet on which that is done, and by row and column."""
    prefix = (problem.adds.key if problem.adds is not None else problem.key or Finding.SHEET.prefix).partition(".")[0]
    sheet = problem.order[0] if problem.adds is None else _SHEETS[prefix]
    return place_of_work(problem.code, prefix, problem.blocks or Purpose.NEVER), sheet, *problem.order


def _gap(problem: Problem) -> str:
    return f"{problem.message} ({problem.where})"


def work(finding: Finding, review: Review) -> list[Record]:
    """What has to be done to carry out an answer: corrections, interim mitigations, actions."""
    steps = [step for step in review.of(Containment, finding) if step.kind != "Containment"]
    return [*steps, *review.of(Action, finding)]


def _undone(finding: Finding, review: Review) -> Iterator[str]:
    """The work that is not done by now."""
    for record in work(finding, review):
        done_on = record.value("done_on")
        if not isinstance(done_on, date) or done_on > review.today:
            yield f"{record.label} is not done yet. ({record.cell('done_on')})"


def _unproven(finding: Finding, review: Review, doubts: Iterable[Problem]) -> Iterator[str]:
    """What is missing until it is proven that the work had its effect."""
    effects = review.of(Effect, finding)
    last: dict[str, date] = {}  # by criterion the last day on which it was found effective
    reopened = (finding.reopened_on if is_reopened(finding) else None) or date.min  # what was seen before is disproved
    for effect in effects:
        if effect.reviewed_on and reopened < effect.reviewed_on and _is_effective(effect, review.today):
            last[fold(effect.criterion)] = max(effect.reviewed_on, last.get(fold(effect.criterion), date.min))
    for effect in effects:
        later, day = last.get(fold(effect.criterion), date.min), effect.reviewed_on or date.min
        if not (effect.known("result") and (day < later or (_is_effective(effect, review.today) and day > reopened))):
            name = "result" if effect.result != "Effective" else "reviewed_on"
            if effect.blank("result") and effect.due is not None and effect.due > review.today:
                yield f"The review of the effect of {finding.label} is planned for {effect.due}. ({effect.cell('due')})"
                continue
            told = f"was found '{effect.typed('result')}'" if effect.typed("result") else "was not reviewed yet"
            told = told if name == "result" else "was not reviewed by now" if day <= date.min or day > review.today \
                else "was reviewed before it was reopened"
            yield f"The effect of {finding.label} {told}. ({effect.cell(name)})"
    if not effects:
        yield f"The effect of {finding.label} was not reviewed yet. ({finding.cell('id')})"
    elif last and not any(fold(proof.supports) == PROVES_EFFECT and proof.baseline != "Yes"
                          for proof in review.of(Evidence, finding)):
        yield f"No evidence shows the effect of {finding.label}. ({effects[0].cell('result')})"
    yield from map(_gap, doubts)


def planned_review(finding: Finding, review: Review) -> date | None:
    """The next day on which its effect is to be reviewed; None where none is planned, or one is due by now."""
    days = [effect.due for effect in review.of(Effect, finding) if effect.blank("result")]
    known = [day for day in days if day is not None and day > review.today]
    return min(known) if known and len(known) == len(days) else None


def _is_effective(effect: Effect, today: date) -> bool:
    return effect.result == "Effective" and effect.reviewed_on is not None and effect.reviewed_on <= today


def doubts_of(problems: Iterable[Problem], review: Review) -> dict[str, list[Problem]]:
    """Errors and warnings on the reviews of the effect and on its evidence, by the folded label of the finding."""
    proofs = {(fold(proof.typed("finding")), fold(proof.label)) for proof in review.register.all(Evidence)
              if fold(proof.supports) == PROVES_EFFECT}
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        sheet = (problem.key or "").partition(".")[0]
        if problem.level is Level.INFO or problem.code in AS_WRITTEN or \
                sheet not in (Effect.SHEET.prefix, Evidence.SHEET.prefix):
            continue
        for label in problem.findings:
            if sheet == Effect.SHEET.prefix or (label, fold(problem.record or "")) in proofs:
                found.setdefault(label, []).append(problem)
    return found
