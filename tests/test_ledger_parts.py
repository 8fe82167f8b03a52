"""The small parts of the list of runs: a line more, what a name may be, how grave a fault is."""

from __future__ import annotations

import pytest

from ncr_toolkit.core.problem import Level
from ncr_toolkit.runs.faults import NOTES, FaultKind, RunFault
from ncr_toolkit.runs.ledger import is_inside
from ncr_toolkit.runs.recovery import longer


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
