"""The sample as its readable source states it: whole, varied, and wrong exactly where it is meant to be."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from importlib import resources

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import BY_PREFIX, GRADES, STATUSES
from ncr_toolkit.core.packs import load
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import readiness
from ncr_toolkit.demo.sample import TODAY, read_source, sample_files
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write.written_values import ErrorCell, FormulaCell, Hyper

EXEMPLARY_MAJORS = ("NC-2025-01", "NC-2026-01")
EXEMPLARY_MINORS = ("NC-2025-02", "IA-2026-01")
EXEMPLARY = EXEMPLARY_MAJORS + EXEMPLARY_MINORS
SOUND = (*EXEMPLARY, "IA-2026-02", "IA-2026-05", "IA-2026-06", "NC-2026-07", "OBS-2025-01", "OFI-2025-01",
         "OFI-2026-01")
"""Findings in which nothing is wrong on purpose."""

EMPTY = None

# record (its id, or its finding's where a row has none), key, what is wrong, what stands in the cell
SEEDED = [
    ("NC-2026-06", "finding.raised_on", "a date that can be read in two ways", "06/05/2026"),
    ("NC-2026-06", "finding.acknowledged_on", "words instead of a date", "end of May"),
    ("NC-2026-06", "finding.reference", "a clause that Excel made a number", 5.1),
    ("NC-2026-06", "finding.owner", "a team as owner", "Management team"),
    ("NC-2026-05", "finding.reference", "a control that does not exist", "A.6.2.9"),
    ("NC-2026-05", "finding.owner", "a name mistyped (João Carvalho)", "Joao Carvalo"),
    ("NC-2026-05", "finding.status", "a status mistyped (In progress)", "In progess"),
    ("NC-2026-05", "finding.acknowledged_on", "a formula in an input cell", FormulaCell("=DATE(2026,5,12)", 46154)),
    ("NC-2026-03", "finding.owner", "an owner who has left", "Noor Haddad"),
    ("Tomasz Wieczorek", "person.email", "an owner of open work without e-mail", EMPTY),
    ("IA-2026-04", "finding.statement", "a finding without statement", EMPTY),
    ("OBS-2026-01", "finding.disposition", "an observation about which nothing is decided", EMPTY),
    ("IA-2026-07", "finding.risk_rationale", "accepted without risk rationale", EMPTY),
    ("NC-2025-04", "finding.reopen_reason", "reopened without a reason", EMPTY),
    ("NC-2025-03", "finding.closed_on", "closed before it was raised", date(2025, 1, 12)),
    ("NC-2025-03", "finding.closed_by", "closed by its owner", "Noor Haddad"),
    ("NC-2025-03", "finding.extent", "a bare no for an extent", "None."),
    ("NC-2026-04", "finding.response_due", "response overdue", date(2026, 6, 6)),
    ("C-20", "containment.finding", "belongs to a finding that does not exist", "NC-2026-20"),
    ("NC-2025-03", "why.why2", "a chain of whys that stops after one answer", EMPTY),
    ("NC-2026-03", "why.why3", "a chain of whys with a hole", EMPTY),
    ("RC-05", "cause.statement", "the cause is put on a person",
     "Human error: the editor forgot to publish the new version on the portal."),
    ("CA-09", "action.what", "a vague action", "Improve the publishing workflow."),
    ("CA-09", "action.done_on", "an open action of a closed finding", EMPTY),
    ("CA-20", "action.owner", "an action without owner", EMPTY),
    ("CA-21", "action.due", "an action without date", EMPTY),
    ("CA-30", "action.done_on", "done on a day that has not come", date(2026, 7, 15)),
    ("CA-32", "action.due", "an error cell", ErrorCell("#REF!")),
    ("E-20", "evidence.dated", "evidence older than the finding", date(2023, 5, 30)),
    ("E-21", "evidence.file", "a link that leads elsewhere than its text",
     Hyper("NC-2025-04/data-sheets-overview.csv", "https://share.example.org/old/data-sheets-2024.csv")),
    ("E-36", "evidence.file", "a file that is not there", "IA-2026-03/limits-signed-scan.pdf"),
    ("E-38", "evidence.file", "a path of one computer", r"C:\Users\twieczorek\Desktop\inventory 2026-03-06.xlsx"),
    ("E-39", "evidence.file", "a path out of the evidence folder", "../../Purchasing/help-desk/terms.pdf"),
    ("E-51", "evidence.file", "an empty file", "NC-2026-02/retention-setting.png"),
    ("E-52", "evidence.sha256", "the file has changed since its fingerprint was taken",
     "5f1d7a84db00d2fce00b31a7fc73224f5d0b1c7c5a4b7a3c5c1b8e2f9d6a4b10"),
    ("NC-2026-02", "effect.set_on", "criterion set after the action was done", date(2026, 5, 20)),
    ("NC-2025-03", "effect.criterion", "a criterion without number and period",
     "Customers no longer complain about old instructions."),
    ("NC-2025-04", "effect.reviewer", "the owner of the action judged it", "Daniel Mbeki"),
    ("IA-2026-03", "effect.due", "review of effectiveness overdue", date(2026, 6, 12)),
    ("Tomasz Wieczorek", "decision.until", "a decision that has ended", date(2026, 5, 31)),
    ("NC-2025-04", "signoff.person", "signed by somebody who may not sign", "Priya Raghunathan"),
]

# finding, sheet, what is missing altogether
MISSING = [
    ("IA-2026-03", "signoff", "a Major without sign-off"),
    ("NC-2026-04", "why", "a Major without analysis"),
    ("NC-2026-04", "effect", "a Major without criterion"),
    ("NC-2026-02", "why", "5 Whys named and no working"),
]
NOT_THERE = {"E-36", "E-38", "E-39"}


@pytest.fixture(scope="module")
def source():
    return read_source()


@pytest.fixture(scope="module")
def files():
    return sample_files()


def rows(source, prefix, finding=None):
    found = source.rows[BY_PREFIX[prefix]]
    return found if finding is None else [row for row in found if row.get("finding", row.get("record")) == finding]


def finding(source, id):
    return next(row for row in rows(source, "finding") if row["id"] == id)


def test_the_sample_is_large_and_varied_enough(source):
    findings = rows(source, "finding")
    grades = [row["grade"] for row in findings]

    assert len(findings) >= 16
    assert {row["audit"] for row in findings} == {"S2-2025", "IA-2026", "SA-2026"}
    assert set(grades) == set(GRADES)
    assert grades.count("Major") >= 4
    assert grades.count("Minor") >= 6
    assert {row["status"] for row in findings} - {"In progess"} == set(STATUSES)
    assert 30 <= len(rows(source, "action")) <= 40
    assert len(rows(source, "evidence")) >= 30
    assert len(source.files) >= 20
    assert {path.rpartition(".")[2] for path in source.files} == {"txt", "csv", "pdf", "png"}


def test_the_sample_has_every_kind_of_case(source):
    findings = [row for row in rows(source, "finding") if row["status"] not in ("Closed", "Withdrawn")]
    ends = [row["close_due"] for row in findings if "close_due" in row]

    assert sum(end < TODAY for end in ends) >= 2  # overdue
    assert sum(0 <= (end - TODAY).days <= 14 for end in ends) >= 2  # due soon
    assert any(row.get("body_decision") == "Returned" for row in findings)
    assert [row["repeat_of"] for row in findings if "repeat_of" in row] == ["NC-2025-03"]
    assert {row.get("disposition") for row in rows(source, "finding")} >= {"Act", "Accept"}
    assert len(rows(source, "extension")) >= 3
    assert rows(source, "lesson")
    assert rows(source, "decision")


@pytest.mark.parametrize(("record", "key", "description", "value"), SEEDED, ids=[f"{s[0]} {s[1]}" for s in SEEDED])
def test_each_seeded_mistake_is_really_there(source, record, key, description, value):
    prefix, _, name = key.partition(".")
    sheet = BY_PREFIX[prefix].SHEET
    typed = [row.get(name) for row in rows(source, prefix)
             if row.get(sheet.id_field or ("record" if "record" in sheet.by_name else "finding")) == record]

    assert value in typed, description
    assert name in sheet.by_name


@pytest.mark.parametrize(("id", "prefix", "description"), MISSING)
def test_what_is_missing_on_purpose_is_missing(source, id, prefix, description):
    assert finding(source, id)
    assert rows(source, prefix, id) == [], description


@pytest.mark.parametrize("id", SOUND)
def test_no_mistake_is_typed_into_a_sound_finding(id):
    folder = resources.files("ncr_toolkit.demo") / "sample"
    text = next(path.read_text("utf-8") for path in folder.rglob(f"{id}.toml"))

    assert "seeded:" not in text
    assert not {row[0] for row in SEEDED + MISSING} & {id}


def test_mistakes_that_lie_between_rows(source):
    actions = [row["id"] for row in rows(source, "action")]
    mitigations = {row["finding"] for row in rows(source, "containment") if row["kind"] == "Interim mitigation"}
    proven = {row["supports"] for row in rows(source, "evidence")}

    assert {id for id in actions if actions.count(id) > 1} == {"CA-31"}  # the same action id twice
    assert "RC-12" not in {row.get("cause") for row in rows(source, "action")}  # a cause without action
    assert "CA-08" not in proven  # done, without evidence
    assert "IA-2026-03" not in mitigations  # a Major without interim mitigation
    assert "NC-2026-02/retention-setting.png" in source.files


def test_every_evidence_file_is_there_except_where_it_is_missing_on_purpose(source, files):
    there = {path.removeprefix("evidence/") for path in files}
    named = {row["id"]: row["file"].text if isinstance(row["file"], Hyper) else row["file"]
             for row in rows(source, "evidence")}

    assert {id for id, file in named.items() if file not in there} == NOT_THERE
    assert {path for path in there if path != "register.xlsx"} <= set(named.values())  # nothing lies there unused
    assert [path for path, bytes_ in files.items() if not bytes_] == ["evidence/NC-2026-02/retention-setting.png"]


def test_ids_are_unique_except_where_they_are_double_on_purpose(source):
    for prefix in ("finding", "containment", "cause", "evidence", "readiness", "audit", "person"):
        name = BY_PREFIX[prefix].SHEET.id_field
        ids = [row[name] for row in rows(source, prefix)]
        assert len(ids) == len(set(ids)), prefix


def test_names_clauses_bones_and_questions_are_real(source):
    pack = load("iso42001")
    people = {row["name"] for row in rows(source, "person")}
    strangers = {(row.get("id") or row.get("finding"), row[column.name])
                 for kind, all_rows in source.rows.items() for column in kind.SHEET.columns for row in all_rows
                 if column.kind == "person" and row.get(column.name) not in {None, *people}}

    assert strangers == {("NC-2026-05", "Joao Carvalo"), ("NC-2026-06", "Management team")}
    assert {row["id"] for row in rows(source, "finding") if row["reference"] not in pack.references} \
        == {"NC-2026-05", "NC-2026-06"}
    assert {row["category"] for row in rows(source, "bone") + rows(source, "cause")} <= set(pack.bones)
    assert {row["question"] for row in rows(source, "probe")} <= {question.id for question in pack.questions}


@pytest.mark.parametrize("id", EXEMPLARY)
def test_an_exemplary_finding_is_complete(source, id):
    it = finding(source, id)
    actions, steps, evidence = (rows(source, prefix, id) for prefix in ("action", "containment", "evidence"))
    causes = {row["id"] for row in rows(source, "cause", id)}
    doers = {it["owner"]} | {row["owner"] for row in actions}
    proven = {row["supports"] for row in evidence}

    assert {"statement", "requirement", "objective_evidence", "consequences", "extent", "extent_count",
            "detection_cause", "system_change", "risk_reference", "impact_assessment_reference",
            "management_review_reference", "response_sent_on", "body_decision", "body_comment"} <= set(it)
    assert {"Containment", "Correction"} <= {row["kind"] for row in steps}
    assert {"Why it happened", "Why it was not detected"} <= {row["leg"] for row in rows(source, "why", id)}
    assert all("why3" in row for row in rows(source, "why", id) if row["leg"] != "Why the system allowed it")
    assert all(row["proof"] for row in rows(source, "why", id))
    assert len({row["category"] for row in rows(source, "bone", id)}) >= 4
    assert rows(source, "probe", id)
    assert {row["cause"] for row in actions} == causes
    assert all({"what", "measure", "owner", "start_on", "due", "done_on"} <= set(row) for row in actions)
    assert {row["id"] for row in actions + steps} <= proven
    for effect in rows(source, "effect", id):
        assert effect["set_on"] < min(row["done_on"] for row in actions if row["kind"] == "Corrective")
        assert any(letter.isdigit() for letter in effect["criterion"])
        assert effect["reviewer"] not in doers
    if it["status"] == "Closed":
        assert it["closed_by"] not in doers
        assert it["body_decision"] == "Closed by body"
        assert [effect["result"] for effect in rows(source, "effect", id)] == ["Effective"]
        assert it["closed_on"] <= it["close_due"]


@pytest.mark.parametrize("id", EXEMPLARY_MAJORS)
def test_an_exemplary_major_has_all_that_a_major_needs(source, id):
    may_sign = {row["name"] for row in rows(source, "person") if row["may_sign"] == "Yes"}

    assert "Interim mitigation" in {row["kind"] for row in rows(source, "containment", id)}
    assert rows(source, "readiness", id)
    assert {row["person"] for row in rows(source, "signoff", id)} <= may_sign
    assert "Top management" in {row["role"] for row in rows(source, "signoff", id)}
    assert all(row["signed_on"] <= finding(source, id)["response_sent_on"] for row in rows(source, "signoff", id))


@pytest.mark.parametrize("id", EXEMPLARY)
def test_the_dates_of_an_exemplary_finding_follow_each_other(source, id):
    it = finding(source, id)
    done = {row["id"]: row["done_on"] for prefix in ("containment", "action", "readiness")
            for row in rows(source, prefix, id) if "done_on" in row}

    assert it["raised_on"] <= it["acknowledged_on"] <= it["response_sent_on"] <= it["response_due"]
    assert all(it["raised_on"] <= day <= TODAY for day in done.values())
    for row in rows(source, "evidence", id):
        assert row.get("baseline") == "Yes" or row["dated"] >= done.get(row["supports"], it["raised_on"]), row["id"]
        assert row["received_on"] >= row["dated"]
    for row in rows(source, "effect", id):
        reviewed = row.get("reviewed_on", row["due"])
        last = max(day for step, day in done.items() if step.startswith("CA"))
        assert 30 <= (reviewed - last).days <= 90


def test_no_work_was_done_on_a_weekend(source):
    days = {(row.get("id") or row.get("finding"), row[name]) for kind, all_rows in source.rows.items()
            for row in all_rows for name in ("done_on", "signed_on", "reviewed_on", "response_sent_on", "closed_on")
            if isinstance(row.get(name), date)}

    assert {(id, str(day)) for id, day in days if day.weekday() > 4} == {("NC-2025-03", "2025-01-12")}


def test_the_files_are_what_their_names_say(files):
    for path, content in files.items():
        if path.endswith(".pdf"):
            assert content.startswith(b"%PDF-1.4")
            assert int(content.split(b"startxref\n")[1].split()[0]) == content.index(b"xref\n0")
        if path.endswith(".png") and content:
            width, height = struct.unpack(">II", content[16:24])
            points = zlib.decompress(content[content.index(b"IDAT") + 4:-16])
            assert len(points) == (width + 1) * height
        if path.endswith((".txt", ".csv")):
            assert len(content.decode("utf-8").splitlines()) >= 2


@pytest.fixture(scope="module")
def review(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return Review(read_register(folder / "register.xlsx"), load("iso42001"), TODAY, folder / "evidence")


def test_the_register_is_read_back_row_by_row(source, review):
    assert review.register.counts() == {kind.SHEET.name: len(typed) for kind, typed in source.rows.items()}
    assert {(record.label, unread.column.key) for record, unread in review.register.unread()} == {
        ("NC-2026-05", "finding.status"), ("NC-2026-06", "finding.reference"), ("NC-2026-06", "finding.raised_on"),
        ("NC-2026-06", "finding.acknowledged_on"), ("CA-32", "action.due")}


def test_nothing_stands_in_the_way_of_the_exemplary_answers(review):
    gaps = readiness(run(review))

    assert {id: gaps[fold(id)].gaps for id in EXEMPLARY if fold(id) in gaps} == {}


def test_the_sample_is_always_the_same(files):
    again = sample_files()

    assert list(again) == list(files)
    assert [path for path in files if again[path] != files[path]] == []
    assert len(files["register.xlsx"]) > 50_000
    assert max(len(content) for path, content in files.items() if path != "register.xlsx") < 40_000
