"""`ncr sent`: that answers went out is entered, asked for, told, and refused where it contradicts."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.runs.sent_compare import is_at_the_body
from tests.conftest import TODAY
from tests.packages import packed
from tests.parcels import house, type_in
from tests.replies import unsent

ON = date(2026, 7, 1)
CLOCK = ("--today", date(2026, 7, 2))


@pytest.fixture
def register(tmp_path, ncr):
    """A register of which two final answers wait, and a third was never made."""
    path = house("startup", tmp_path / "house", change=unsent)
    assert ncr("respond", path, "NC-1", "NC-2", "--final", "-o", path.parent / "out", "--today", TODAY).returncode == 0
    return path


def stands(register) -> dict[str, tuple[object, ...]]:
    return {each.id: (each.response_sent_on, each.status, each.body_decision)
            for each in read_register(register).findings}


def test_day_status_and_decision_are_entered_and_nothing_else_changes(ncr, register):
    before, others, parts = stands(register), read_register(register).records, packed(register.read_bytes())
    shown = ncr("sent", register, "--on", ON, "--dry-run", *CLOCK)
    assert shown.returncode == 0 and "without --dry-run 2 would be entered" in shown.stdout
    assert stands(register) == before
    done = ncr("sent", register, "--on", ON, "--yes", *CLOCK)
    assert done.returncode == 0 and "2 answers entered as sent into" in done.stdout and "is kept in" in done.stdout
    assert stands(register) == before | dict.fromkeys(("NC-1", "NC-2"), (ON, "Submitted", "Sent"))
    after = packed(register.read_bytes())
    sheet = next(each.path for each in open_package(register, "r").sheets if each.name == "Findings")
    assert {name for name in parts if after[name] != parts[name]} == {sheet}
    for kind, records in read_register(register).records.items():
        assert kind is Finding or records == others[kind]
    again = ncr("sent", register, "NC-1", "--on", ON, "--yes", *CLOCK)
    assert again.returncode == 0 and "stands in the register already" in again.stdout
    assert packed(register.read_bytes()) == after


def test_only_those_that_are_named(ncr, register):
    assert ncr("sent", register, "nc-2", "--on", ON, "--yes", *CLOCK).returncode == 0
    assert [id for id, (day, *_) in stands(register).items() if day] == ["NC-2"]


@pytest.mark.parametrize(("words", "code", "told"), [
    (("--on", "2026-07-03"), 2, "is in the future"),
    (("--on", "2026-06-29"), 2, "No final answer in"),
    (("NC-1", "--on", "2026-06-29"), 1, "no final answer to it was made up to that day"),
    (("NC-3", "--on", ON), 1, "no final answer to it was made up to that day"),
    (("NC-11", "--on", ON), 2, "did you mean NC-1"),
    (("NC-1",), 2, "--on"),
])
def test_what_contradicts_is_refused_in_a_sentence(ncr, register, words, code, told):
    before = register.read_bytes()
    done = ncr("sent", register, *words, "--yes", *CLOCK)
    assert done.returncode == code and told in done.stdout + done.stderr, done.stdout + done.stderr
    assert register.read_bytes() == before


def test_without_a_person_to_ask_nothing_is_written(ncr, register):
    before = register.read_bytes()
    done = ncr("sent", register, "--on", ON, *CLOCK)
    assert done.returncode == 2 and "add --yes" in done.stderr and "NC-1: sent on" in done.stdout
    assert register.read_bytes() == before


@pytest.mark.parametrize(("typed", "why"), [
    ({"finding__status": "Closed"}, "it is Closed"),
    ({"finding__body_decision": "Closed by body"}, "it is closed by the body"),
    ({"finding__response_sent_on": TODAY, "finding__body_decision": "Sent"}, "and the body has not asked for another"),
    ({"finding__response_sent_on": date(2026, 7, 2), "finding__body_decision": "Returned"}, "which is later"),
    ({"finding__response_sent_on": "soon"}, "says 'soon', which cannot be read"),
    ({"finding__response_sent_on": TODAY, "finding__body_decision": "Returned"}, "no other final answer"),
    ({"finding__raised_on": date(2026, 7, 2)}, "it was raised on 2026-07-02"),
    ({"finding__id": "NC-2"}, "several rows have this ID"),
])
def test_what_the_register_says_otherwise_is_refused(ncr, register, typed, why):
    type_in(register, "NC-1", **typed)
    before = register.read_bytes()
    done = ncr("sent", register, "NC-2" if "finding__id" in typed else "NC-1", "--on", ON, "--yes", *CLOCK)
    assert done.returncode == 1 and why in done.stdout, done.stdout + done.stderr
    assert register.read_bytes() == before


def test_an_answer_after_one_that_came_back_is_entered(ncr, register):
    type_in(register, "NC-1", finding__response_sent_on=TODAY, finding__body_decision="Returned",
            finding__status="In progress", finding__extent="All 9 models, 14 releases since 2025-01; 1 more was found.")
    ncr("respond", register, "NC-1", "--final", "-o", register.parent / "out", "--force", "--today", ON)
    done = ncr("sent", register, "NC-1", "--on", ON, "--yes", *CLOCK)
    assert "version 2" in done.stdout and stands(register)["NC-1"] == (ON, "Submitted", "Sent"), done.stdout


def test_an_accepted_plan_stays_accepted_and_an_edit_since_is_told(ncr, register):
    type_in(register, "NC-1", finding__body_decision="Plan accepted", finding__status="Verifying",
            finding__extent="Changed since it was made final: 9 models, 60 records, none further.")
    done = ncr("sent", register, "NC-1", "--on", ON, "--yes", *CLOCK)
    assert stands(register)["NC-1"] == (ON, "Verifying", "Plan accepted") and "(SNT001)" in done.stdout


# --- which of several went out

ELSE = "All 9 models, 14 releases since 2025-01; 1 more was found."


def pack(ncr, register, name, *more, today=TODAY):
    return ncr("package", register, "-o", register.parent / name, "--no-pdf", "--no-mail", "--today", today, *more)


@pytest.fixture
def two(ncr, register):
    """The same register, with two packages that hold different answers to NC-1."""
    for name, extent in (("a.zip", None), ("b.zip", ELSE)):
        if extent:
            type_in(register, "NC-1", finding__extent=extent)
        done = pack(ncr, register, name, "NC-1", "NC-2")
        assert done.returncode == 0, done.stderr
        assert ("a.zip of 2026-06-30 holds another answer" in done.stderr) is bool(extent)
        assert done.stderr.count("holds another answer") == bool(extent), "NC-2 says the same in both"
    return register


def test_of_two_that_say_different_things_none_is_taken_for_sent(ncr, two):
    before = two.read_bytes()
    done = ncr("sent", two, "NC-1", "--on", ON, "--yes", *CLOCK)
    assert done.returncode == 1 and two.read_bytes() == before
    assert re.search(r"a\.zip of 2026-06-30 \(mark [0-9A-F]{4}-[0-9A-F]{4}\) and b\.zip of", done.stdout), done.stdout
    assert stands(two)["NC-1"][0] is None


@pytest.mark.parametrize(("name", "edited"), [("a.zip", True), ("b.zip", False)])
def test_the_package_that_went_out_tells_which_one_it_was(ncr, two, name, edited):
    done = ncr("sent", two, "--package", two.parent / name, "--on", ON, "--yes", *CLOCK)
    assert done.returncode == 0 and f"package {name} of 2026-06-30" in done.stdout, done.stdout + done.stderr
    assert stands(two)["NC-1"] == stands(two)["NC-2"] == (ON, "Submitted", "Sent")
    found = ncr("check", two, "--select", "SNT001", *CLOCK).stdout
    assert ("was changed" in found or "SNT001" in found) is edited, "the register is held against what went out"


def test_a_package_of_another_register_is_refused(ncr, two):
    (two.parent / "c.zip").write_bytes(b"PK")
    done = ncr("sent", two, "--package", two.parent / "c.zip", "--on", ON, "--yes", *CLOCK)
    assert done.returncode == 2 and "is not noted as made to be sent from" in done.stderr
    done = ncr("sent", two, "--package", two.parent / "d.zip", "--on", ON, "--yes", *CLOCK)
    assert done.returncode == 2 and done.stderr.startswith("ncr: There is no file") and "d.zip" in done.stderr


def test_what_the_body_has_is_packed_again_only_where_it_is_asked_for(ncr, two):
    assert ncr("sent", two, "NC-2", "--on", ON, "--yes", *CLOCK).returncode == 0
    done = pack(ncr, two, "c.zip", today=ON)
    assert "The body has the answer to NC-2 (sent on 2026-07-01)" in " ".join(done.stderr.split()), done.stderr
    assert "NC-1 " in done.stdout and "NC-2 " not in done.stdout
    assert "NC-2 " in pack(ncr, two, "d.zip", "--all", today=ON).stdout
    assert "NC-2 " in pack(ncr, two, "e.zip", "NC-2", today=ON).stdout


@pytest.mark.parametrize(("more", "has"), [
    ({}, True), ({"body_decision": "Returned"}, False), ({"status": "Reopened"}, False),
    ({"reopened_on": date(2026, 7, 2)}, False), ({"reopened_on": date(2026, 6, 30)}, True),
    ({"response_sent_on": None}, True), ({"body_decision": "Plan accepted"}, False),
    ({"response_sent_on": None, "status": "In progress", "body_decision": ""}, False),
])
def test_when_the_body_has_the_answer_and_asked_for_no_other(more, has):
    sent = {"response_sent_on": ON, "status": "Submitted", "body_decision": "Sent"}
    finding = Finding(id="NC-1", **{**sent, **more})
    assert is_at_the_body(finding, Review(Register(records={Finding: [finding]}), packs.load("iso42001"), ON)) is has
