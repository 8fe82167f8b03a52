"""Packs are data: every one loads, is whole, and the first grades want what the table of evidence says."""

from __future__ import annotations

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import GRADES

HARMONISED = {"4.1", "4.2", "4.3", "4.4", "5.1", "5.2", "5.3", "6.1", "6.2", "7.1", "7.2", "7.3", "7.4", "7.5", "8.1",
              "9.1", "9.2", "9.3", "10.1", "10.2"}
"""The clauses that every management-system standard of ISO has."""


@pytest.mark.parametrize("name", packs.known())
def test_pack_is_whole(name):
    pack = packs.load(name)
    assert tuple(pack.grades) == GRADES
    assert pack.references.keys() >= HARMONISED
    assert len(pack.bones) >= 6
    for grade in pack.grades.values():
        assert grade.wanted and set(grade.wanted) <= set(packs.PARTS)
    for question in pack.questions:
        for reference in question.references:
            assert pack.reference(reference), f"{question.id} points to {reference}"


def test_iso42001_holds_every_clause_and_control():
    pack = packs.load("iso42001")
    controls = [reference for reference in pack.references if reference.startswith("A.")]
    assert (len(pack.references) - len(controls), len(controls), len(pack.questions)) == (36, 38, 67)
    assert len(pack.bones) == 8
    probed = {reference for question in pack.questions for reference in question.references}
    assert set(controls) <= probed, "every control is probed by a question"


@pytest.mark.parametrize(("name", "number"), [("iso42001", 74), ("iso27001", 127), ("iso9001", 84)])
def test_no_reference_of_a_pack_was_lost(name, number):
    assert len(packs.load(name).references) == number


def test_a_major_wants_more_than_a_minor():
    grades = packs.load("iso42001").grades
    assert set(grades["Major"].wanted) - set(grades["Minor"].wanted) == {"mitigations", "readiness", "signoff"}
    assert grades["Observation"].wanted == ("disposition",)


@pytest.mark.parametrize(("name", "typed", "meant"), [
    ("iso42001", "10.2 d)", "10.2"), ("iso42001", "9.2.2 a", "9.2.2"), ("iso42001", "a.6.2.4", "A.6.2.4"),
    ("iso42001", "A.6.2.9", ""), ("iso42001", "Clause 8.4", "8.4"), ("iso42001", "10.2 b) 3)", "10.2"),
    ("iso42001", "Clause 10.2 d)", "10.2"), ("iso42001", "§ 8.4", "8.4"), ("iso42001", "A 6.2.4", "A.6.2.4"),
    ("iso42001", "Annex A.6.2.4", "A.6.2.4"), ("iso42001", "Control A.6.2.4.", "A.6.2.4"), ("iso42001", "A.6.2.44", ""),
    ("iso42001", "8.4.1", ""), ("iso42001", "abc", ""), ("iso42001", "8.40", ""), ("iso42001", "4.10", ""),
    ("iso27001", "5.10", "A.5.10"), ("iso27001", "A.5.1", "A.5.1"), ("iso27001", "5.1", "5.1"),
    ("iso9001", "10.2.1", "10.2.1"),
])
def test_references_are_read_as_auditors_write_them(name, typed, meant):
    assert packs.load(name).reference(typed) == meant


def test_unknown_pack_names_the_known_ones():
    with pytest.raises(CannotRun, match=", ".join(packs.known())):
        packs.load("iso13485")
