"""What the plan of a finding still misses, and its next step: against the checks, and told in the order of the work.

That Excel's formulas say the same is held by `test_breakdown.py`.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.checks.run import run
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.missing_parts import EFFECT, PLAN, PROOF
from ncr_toolkit.core.model import (
    GRADES,
    MINOR_JUDGED_BY,
    RECORDS,
    STATUSES,
    Action,
    Audit,
    Bone,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    FiveWhys,
    Probe,
    ReadinessStep,
    SignOff,
)
from ncr_toolkit.core.next_step import ALL_FILLED, SEND, SEND_AGAIN, STEPS, missing_for_plan, next_step
from ncr_toolkit.core.packs import known, load
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.status import OBSERVATIONS

TODAY = date(2026, 6, 30)
WORDS = "The gate for releases asked for a test report in 2025 and for nothing else."


def looked_at(*records) -> Review:
    rows = {kind: [record for record in records if isinstance(record, kind)] for kind in RECORDS}
    return Review(Register(records=rows), load("iso42001"), TODAY)


def said(*records) -> tuple[int | None, str]:
    review = looked_at(*records)
    finding = review.register.findings[0]
    return missing_for_plan(finding, review), next_step(finding, review)


def drawn(chance: random.Random) -> list:
    """The findings of a register in which everything is filled or blank at random, and all that belongs to them."""
    def text() -> str:
        return chance.choice(("", WORDS))

    def day() -> date | None:
        return chance.choice((None, TODAY))

    ids = [f"N-{number}" for number in range(12)]
    found = [Finding(id=id, grade=chance.choice(GRADES), status=chance.choice(("", *STATUSES)), owner=text(),
                     reference=chance.choice(("", "8.4")), statement=text(), requirement=text(),
                     objective_evidence=text(), extent=text(), action_needed=chance.choice(("", "Yes", "No")),
                     no_action_reason=text(), disposition=chance.choice(("", "Act", "Accept")),
                     acceptance_reason=text(), risk_rationale=text()) for id in ids]
    for number in range(20):
        finding = chance.choice(ids)
        kind = chance.choice(("", "Containment", "Correction", "Interim mitigation"))
        found += [
            Containment(id=f"C-{number}", finding=finding, kind=kind, what=text(), owner=text(), planned_on=day(),
                        done_on=day()),
            Action(id=f"CA-{number}", finding=chance.choice(ids), kind=chance.choice(("", "Corrective", "Extent")),
                   cause=chance.choice(("", "RC-1")), what=text(), owner=text(), due=day(), done_on=day()),
            chance.choice((FiveWhys(finding=finding, why1=text()), Bone(finding=finding, cause=text()),
                           Probe(finding=finding, answer=text()), Cause(id=f"RC-{number}", finding=finding,
                                                                        statement=text())))]
    return found


@pytest.mark.parametrize("seed", range(12))
def test_what_is_missing_is_what_the_checks_find(seed):
    """As far as empty cells go; that a cause has no action is told by its check alone."""
    review = looked_at(*drawn(random.Random(seed)))
    codes = {part.code for part in PLAN} | {"COR005"}  # which takes the place of COR003 where a step is a promise
    gaps = Counter(label for problem in run(review, select=codes) if problem.blocks is Purpose.PLAN
                   for label in problem.findings)
    for finding in review.register.findings:
        wanted = None if finding.status == "Withdrawn" else gaps[fold(finding.id)]
        assert missing_for_plan(finding, review) == wanted, finding


STEP_OF = {code: [part.step for part in (*PLAN, *PROOF, *EFFECT) if part.code == code] for code in
           {part.code for part in (*PLAN, *PROOF, *EFFECT)}}


@pytest.mark.parametrize("seed", range(6))
def test_the_check_begins_with_the_next_step_of_the_workbook(seed):
    """As far as empty cells go; a text that is no answer the check alone can tell."""
    review = looked_at(*drawn(random.Random(seed)))
    assessment, seen = Assessment(review, run(review, select=STEP_OF)), 0
    message = {f"{problem.message} ({problem.where})": problem.code for problem in assessment.problems}
    for finding in review.register.findings:
        first = assessment.readiness(finding).next
        if finding.status != "Closed" and first is not None and (steps := STEP_OF.get(message.get(first, ""))):
            seen += 1
            assert next_step(finding, review) in steps, first
    assert seen > 6


def test_each_part_names_a_check_and_its_step_a_sheet():
    assert {part.code for part in (*PLAN, *PROOF, *EFFECT)} <= set(catalogue())
    assert all(step in (SEND, SEND_AGAIN, ALL_FILLED) or step.endswith(")") for step in STEPS)
    assert max(map(len, STEPS)) <= 70


@pytest.mark.parametrize("pack", known())
def test_what_a_grade_needs_is_the_same_in_every_pack(pack):
    """The formulas go by the grades, the checks by the pack."""
    needs = {name: set(grade.wanted) for name, grade in load(pack).grades.items()}
    plan = {"correction", "extent", "causes", "actions"}
    assert plan | {"mitigations", "readiness", "signoff"} <= needs["Major"] and plan <= needs["Minor"]
    assert not {"mitigations", "readiness", "signoff"} & needs["Minor"]
    assert all(needs[grade] == {"disposition"} for grade in OBSERVATIONS)


def test_the_steps_come_in_the_order_of_the_work():
    words = {"owner": "Ana", "reference": "8.4", "statement": WORDS, "requirement": WORDS, "objective_evidence": WORDS}
    finding, steps = Finding(id="N-1", grade="Major", status="Open"), []
    records = [finding]
    additions = [*words.items(), Containment(id="C-1", finding="N-1", kind="Correction", what="x", done_on=TODAY),
                 ("extent", WORDS), FiveWhys(finding="n-1", why1="x"), Cause(id="RC-1", finding="N-1", statement="x"),
                 Action(id="CA-1", finding="N-1", cause="RC-1", what="x", owner="Ana", due=TODAY, done_on=TODAY),
                 Containment(id="C-2", finding="N-1", kind="Interim mitigation", what="x", done_on=TODAY),
                 Effect(finding="N-1", criterion="x", due=TODAY + timedelta(1)), Evidence(id="E-1", finding="N-1"),
                 ReadinessStep(id="RP-1", finding="N-1"), SignOff(finding="N-1")]
    for addition in additions:
        steps.append(said(*records))
        if isinstance(addition, tuple):
            setattr(finding, *addition)
        else:
            records.append(addition)
    assert [number for number, _ in steps] == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0]
    assert [step.rpartition("(")[2] for _, step in steps] == [f"{name})" for name in (
        "Findings", "Findings", "Findings", "Findings", "Findings", "Containment", "Findings", "5 Whys", "Causes",
        "Actions", "Containment", "Effectiveness", "Evidence", "Readiness plan", "Sign-off")]
    assert said(*records) == (0, SEND)
    finding.response_sent_on, [effect] = TODAY, [record for record in records if isinstance(record, Effect)]
    assert said(*records) == (0, "Wait until 'Review due', then judge the effect (Effectiveness)")
    effect.due = TODAY
    assert said(*records) == (0, "Judge whether it worked and enter the Result (Effectiveness)")
    effect.result = "Effective"
    assert said(*records) == (0, ALL_FILLED)
    finding.status = "Closed"
    assert said(*records) == (0, "")


@pytest.mark.parametrize(("finding", "wanted"), [
    (Finding(id="N-1", status="Withdrawn", grade="Major"), (None, "")),
    (Finding(grade="Major"), (None, "")),
    (Finding(id="N-1", status="Open"), (1, "Choose the Grade (Findings)")),
    (Finding(id="N-1"), (2, "Choose the Grade (Findings)")),
    (Finding(id="N-1", grade="Opportunity", status="Open", statement="x"),
     (1, "Decide: act on it, or accept it (Findings)")),
    (Finding(id="N-1", grade="Observation", status="Open", statement="x", disposition="Accept", risk_rationale="x"),
     (1, "Fill in 'Acceptance justification' (Findings)")),
    (Finding(id="N-1", grade="Observation", status="Open", statement="x", disposition="Act"),
     (1, "Plan the action (Actions)")),
], ids=str)
def test_no_answer_no_grade_and_observations(finding, wanted):
    assert said(finding) == wanted


PLANNED = {"id": "N-1", "grade": "Minor", "status": "Open", "owner": "Ana", "reference": "8.4", "extent": WORDS,
           "statement": WORDS, "requirement": WORDS, "objective_evidence": WORDS, "audit": "SA-1"}
CRITERION = "Set a criterion for the effect (Effectiveness)"


@pytest.mark.parametrize(("more", "kind", "judged_by", "wanted"), [
    ({}, "Surveillance", "", SEND),
    ({}, "Internal", "", CRITERION),  # nobody waits for an answer
    ({}, "Surveillance", MINOR_JUDGED_BY[1], CRITERION),  # the body wants the proof, too
    ({"body_decision": "Plan accepted"}, "Surveillance", "", CRITERION),
    ({"response_sent_on": TODAY}, "Surveillance", "", CRITERION),
    ({"response_sent_on": TODAY, "body_decision": "Returned"}, "Surveillance", "", SEND_AGAIN),
    ({"body_decision": "Returned"}, "Internal", "", CRITERION),
], ids=str)
def test_a_plan_that_misses_nothing_is_to_be_sent(more, kind, judged_by, wanted):
    plan = (Containment(id="C-1", finding="N-1", kind="Correction", what="x", done_on=TODAY),
            Cause(id="RC-1", finding="N-1", statement="x"),
            Action(id="CA-1", finding="N-1", cause="RC-1", what="x", owner="Ana", due=TODAY))
    review = looked_at(Finding(**PLANNED, **more), *plan, Audit(id="SA-1", kind=kind))
    review.register.settings.minor_judged_by = judged_by
    assert next_step(review.register.findings[0], review) == wanted


def test_where_no_action_is_needed_a_reason_is():
    finding = Finding(id="N-1", grade="Minor", status="Open", action_needed="No")
    with_reason = Finding(id="N-1", grade="Minor", status="Open", action_needed="No", no_action_reason="x")
    assert said(finding)[0] == said(with_reason)[0] + 2  # the reason, and the action that would be needed without it
