"""Answers in words that a body sends back are told, and honest ones are left alone; figures of effect likewise.

Texts: tests/seeds/silences.md and figures.md. Each is put into one register that is read once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import (
    Action,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    FiveWhys,
    Lesson,
    ReadinessStep,
)
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Register, Review
from tests.conftest import TODAY
from tests.test_seeded_defects import Seed, table

SEEDS = Path(__file__).parent / "seeds"
ROWS = table(SEEDS / "silences.md")
WHERE = {  # a short name: the sheet, the row, the column, and the finding
    "ext": (Finding, "N-1", "extent", "n-1"),
    "con": (Finding, "N-1", "consequences", "n-1"),
    "det": (Finding, "N-1", "detection_cause", "n-1"),
    "sys": (Finding, "N-1", "system_change", "n-1"),
    "imp": (Finding, "N-1", "impact", "n-1"),
    "acc": (Finding, "O-2", "acceptance_reason", "o-2"),
    "risk": (Finding, "O-2", "risk_rationale", "o-2"),
    "cor": (Containment, "C-30", "what", "n-1"),
    "corM": (Containment, "C-10", "what", "m-1"),
    "kon": (Containment, "C-11", "what", "m-1"),
    "konwhy": (Containment, "C-11", "rationale", "m-1"),
    "mit": (Containment, "C-12", "what", "m-1"),
    "mitwhy": (Containment, "C-12", "rationale", "m-1"),
    "cau": (Cause, "RC-3", "statement", "n-1"),
    "cauM": (Cause, "RC-1", "statement", "m-1"),
    "act": (Action, "CA-3", "what", "n-1"),
    "done": (Action, "CA-1", "what", "m-1"),
    "meas": (Action, "CA-3", "measure", "n-1"),
    "ev": (Evidence, "E-3c0", "title", "n-1"),
    "evM": (Evidence, "E-1a", "title", "m-1"),
    "rp": (ReadinessStep, "RP-1", "item", "m-1"),
    "crit": (Effect, "N-1", "criterion", "n-1"),
    "how": (Effect, "N-1", "method", "n-1"),
    "obs": (Effect, "M-2", "observed", "m-2"),
    "why": (FiveWhys, "M-1", "why5", "m-1"),
    "less": (Lesson, "M-1", "lesson", "m-1"),
}
CODES = ("EXT", "CAU", "COR", "ACT", "EFF", "EVD022", "EVD024", "MGT024", "SUB")
OTHER = ("CAU020", "ACT022", "SUB006", "SUB004", "SUB009")
"""What compares a text with other cells of the clean register: it may speak of a text that stands there alone."""


@pytest.fixture(scope="module")
def register(tmp_path_factory) -> Register:
    return Seed().review(tmp_path_factory.mktemp("silences")).register


def record_of(kind, name, register):
    by = "finding" if kind in (Effect, FiveWhys, Lesson) else "id"
    return next(each for each in register.all(kind) if getattr(each, by) == name)


@contextmanager
def said(record, column, text) -> Iterator[None]:
    before = getattr(record, column)
    setattr(record, column, text)
    try:
        yield
    finally:
        setattr(record, column, before)


def told(register: Register, finding: str) -> set[str]:
    alone = [each for each in register.findings if each.id.casefold() == finding]
    found = run(Review(register, packs.load("iso42001"), TODAY), CODES, findings=alone)
    return {each.code for each in found if finding in each.findings and each.level is not Level.INFO} - {*OTHER}


@pytest.fixture(scope="module")
def as_it_is(register) -> dict[str, set[str]]:
    return {finding: told(register, finding) for finding in {place[3] for place in WHERE.values()}}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['Where']} {row['Text'][:50]}")
def test_a_text_of_an_answer(row, register, as_it_is):
    kind, name, column, finding = WHERE[row["Where"]]
    with said(record_of(kind, name, register), column, row["Text"]):
        new = told(register, finding) - as_it_is[finding]
    if row["Check"]:
        assert row["Check"] in new
    else:
        assert new == set()


@pytest.mark.parametrize("row", table(SEEDS / "figures.md"), ids=lambda row: f"{row['Told']} {row['Observed'][:50]}")
def test_a_figure_of_effect(row):
    done = date.fromisoformat(row["Done on"] or "2025-10-29")
    register, judged = Register(), date(2026, 2, 20)
    register.all(Finding).append(Finding(id="N-1", grade="Minor", status="Verifying", statement="Records are missing."))
    register.all(Action).append(Action(id="CA-1", finding="N-1", what="The gate asks for a record.", done_on=done))
    register.all(Effect).append(Effect(
        finding="N-1", criterion=row["Criterion"], target=row["Target"], observed=row["Observed"], window_start=done,
        set_on=date(2025, 5, 15), due=judged, reviewed_on=judged, reviewer="Carl", recurrences=0, result="Effective"))
    codes = ["EFF014", "EFF016", "EFF017", "EFF020", "EFF022", "EFF023", "EFF024", "EFF025", "EFF026"]
    problems = run(Review(register, packs.load("iso42001"), TODAY), codes)
    found = [each.message for each in problems if each.level is not Level.INFO]
    assert bool(found) is (row["Told"] == "yes"), found
