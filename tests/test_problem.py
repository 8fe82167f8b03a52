"""What stands in the way of a response, and what follows from the problems of a register."""

from __future__ import annotations

import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import RECORDS, Finding
from ncr_toolkit.core.problem import ALL, Level, Problem, Purpose
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.core.stage import Readiness, readiness
from tests.conftest import TODAY
from tests.records import plain, record, told


def problem(message: str = "It is empty.", *, code: str = "EXT001", level: Level = Level.ERROR, **more) -> Problem:
    return Problem(code, level, Cell("Findings", "D4"), message, "Fill it in.", **more)


def assessment(*problems: Problem, **status: str) -> Assessment:
    findings = [record(Finding, {"Finding ID": id.replace("_", "-"), "Grade": "Major", "Status": each})
                for id, each in status.items()]
    records = {kind: [] for kind in RECORDS} | {Finding: findings}
    return Assessment(Review(Register(records=records), packs.load("iso42001"), TODAY), list(problems))


@pytest.mark.parametrize("row", plain("""
| plan gaps | proof gaps | plan ready | proof ready | missing for the plan | missing for the proof |
|---|---|---|---|---|---|
|           |            | yes        | yes         |                      |                       |
| a         |            |            |             | a                    | a                     |
|           | b          | yes        |             |                      | b                     |
| a         | b          |            |             | a                    | a b                   |
"""), ids=told)
def test_what_is_ready(row):
    state = Readiness(tuple(row["plan gaps"].split()), tuple(row["proof gaps"].split()))
    assert (state.plan_ready, state.proof_ready) == (bool(row["plan ready"]), bool(row["proof ready"]))
    assert (state.ready(Purpose.PLAN), state.ready(Purpose.PROOF)) == (state.plan_ready, state.proof_ready)
    assert state.missing(Purpose.PLAN) == tuple(row["missing for the plan"].split())
    assert state.missing(Purpose.PROOF) == state.gaps == tuple(row["missing for the proof"].split())


@pytest.mark.parametrize("row", plain("""
| blocks | findings  | plan of nc-1 | proof of nc-1 | plan of others | proof of others |
|---|---|---|---|---|---|
| plan   | nc-1      | x            |               |                |                 |
| proof  | nc-1      |              | x             |                |                 |
| never  | nc-1      |              |               |                |                 |
|        | nc-1      |              |               |                |                 |
| plan   | nc-2      |              |               |                |                 |
| plan   |           |              |               |                |                 |
| plan   | *         | x            |               | x              |                 |
| proof  | *         |              | x             |                | x               |
| plan   | nc-2 nc-1 | x            |               |                |                 |
| plan   | nc-1 *    | x            |               | x              |                 |
"""), ids=told)
def test_where_a_problem_stands_in_the_way(row):
    blocks = Purpose(row["blocks"]) if row["blocks"] else None
    found = readiness([problem(blocks=blocks, findings=tuple(row["findings"].split()))])
    gap = ("It is empty. (Findings!D4)",)

    def gaps(which: str) -> Readiness:
        return Readiness(*(gap if row[f"{part} of {which}"] else () for part in ("plan", "proof")))

    assert found.get("nc-1", found[ALL]) == gaps("nc-1")
    assert found[ALL] == gaps("others")


def test_a_gap_is_told_once_and_its_own_before_those_of_all():
    mine, ours = problem("Mine.", blocks=Purpose.PLAN, findings=("nc-1",)), problem("Ours.", blocks=Purpose.PLAN,
                                                                                 findings=(ALL,))
    found = readiness([ours, mine, mine, ours])
    assert found["nc-1"].plan_gaps == ("Mine. (Findings!D4)", "Ours. (Findings!D4)")
    assert found[ALL].plan_gaps == ("Ours. (Findings!D4)",)


def test_a_finding_is_ready_unless_something_stands_in_its_way():
    found = assessment(problem(blocks=Purpose.PLAN, findings=("nc-2",)), problem(blocks=Purpose.PROOF,
                       findings=("nc-3",)), NC_1="Open", nc_2="Open", NC_3="Open", NC_4="Withdrawn")
    assert [(found.readiness(each).plan_ready, found.readiness(each).proof_ready)
            for each in found.review.register.findings] == [(True, True), (False, False), (True, False), (False, False)]
    (gap,) = found.readiness(found.review.register.findings[3]).plan_gaps
    assert gap.startswith("NC-4 was withdrawn")
    assert [each.id for each in found.answered] == ["NC-1", "NC-3", "nc-2"]


@pytest.mark.parametrize(("levels", "failed", "counts"), [
    ([], False, [0, 0, 0]),
    ([Level.ERROR], True, [1, 0, 0]),
    ([Level.WARNING, Level.INFO], False, [0, 1, 1]),
    ([Level.WARNING, Level.ERROR, Level.ERROR], True, [2, 1, 0])])
def test_one_error_is_enough(levels, failed, counts):
    found = assessment(*(problem(level=level) for level in levels))
    assert found.failed is failed
    assert [found.count(level) for level in (Level.ERROR, Level.WARNING, Level.INFO)] == counts


def test_some_problems_are_listed_and_all_count():
    own, other = problem(code="EXT001"), problem(code="OWN001", blocks=Purpose.PLAN, findings=("nc-1",))
    file, house = problem(code="WBK001"), problem(code="WBK009", level=Level.INFO)
    every = assessment(own, other, file, house, NC_1="Open")
    some = every.only(["EXT001"])
    assert some.problems == [own, file] and some.found == every.problems and some.left_out == 2
    assert not some.readiness(some.findings[0]).plan_ready
    assert every.only(["EXT001", "OWN001", "WBK009"]) is every and every.left_out == 0 and every.found is every.problems
    assert every.only([]).problems == [file]


@pytest.mark.parametrize("row", plain("""
| key              | findings | adrift |
|---|---|---|
| action.finding   |          | x      |
| extension.record |          | x      |
| action.finding   | nc-1     |        |
| action.owner     |          |        |
|                  |          |        |
"""), ids=told)
def test_rows_that_belong_to_no_finding(row):
    found = assessment(problem(key=row["key"] or None, findings=tuple(row["findings"].split())))
    assert found.adrift == ({"Findings!D4"} if row["adrift"] else set())
