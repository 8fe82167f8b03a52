"""The small parts of the list of runs: a line more, what a name may be, how grave a fault is, what an answer said."""

from __future__ import annotations

from datetime import date

import pytest

from ncr_toolkit.compare.change import ChangeKind
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.runs.faults import NOTES, FaultKind, RunFault
from ncr_toolkit.runs.ledger import is_inside
from ncr_toolkit.runs.recovery import longer
from ncr_toolkit.runs.sent_compare import since


@pytest.mark.parametrize(("listed", "becomes"), [
    (b"", b"new\n"), (b"old\n", b"old\nnew\n"), (b"old", b"old\nnew\n"), (b"old\n\n", b"old\n\nnew\n")])
def test_a_line_more_begins_a_line_and_ends_it(listed, becomes):
    assert longer(listed, b"new") == becomes


@pytest.mark.parametrize(("name", "inside"), [
    ("register.xlsx", True), ("responses/NC-1.docx", True), ("caf\u00e9/\u6f22.docx", True), ("a.b..c", True),
    ("", False), (".", False), ("..", False), ("a/../b", False), ("/etc/hosts", False), ("a\\b", False),
    ("C:/x", False), ("x\x00y", False), ("\ud800.docx", False)])
def test_a_name_means_one_file_inside_the_folder(name, inside):
    assert is_inside(name) is inside


@pytest.mark.parametrize("kind", list(FaultKind))
def test_what_is_only_worth_a_note_is_no_error(kind):
    assert RunFault(kind, "", "", "").level is (Level.INFO if kind in NOTES else Level.ERROR)


@pytest.mark.parametrize(("sent", "told"), [
    ("Corrective", []), ("Preventive", [ChangeKind.OTHER]), ("a kind of a later version", [ChangeKind.UNCLEAR])])
def test_an_answer_is_compared_as_it_was_read(sent, told):
    register, day = Register(), date(2026, 6, 30)
    register.records[Finding] = [Finding(id="NC-1", grade="Minor", status="Open")]
    register.records[Action] = [Action(id="CA-1", finding="NC-1", kind="Corrective")]
    rows = {"finding": [{"id": "NC-1", "grade": "Minor"}],
            "action": [{"id": "CA-1", "finding": "NC-1", "kind": sent}]}
    answer = Answer("NC-1", 1, day, Purpose.PLAN, "package", "p.zip", "", "", rows)
    assert [change.kind for change in since([answer], Review(register, packs.load("iso42001"), day))] == told
