"""The Word response: who gets which headings, every word unchanged, DRAFT where not ready, the same bytes twice."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import date
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import (
    Action,
    Audit,
    Bone,
    Cause,
    Containment,
    Effect,
    Evidence,
    Extension,
    Finding,
    FiveWhys,
    Person,
    Probe,
    SignOff,
)
from ncr_toolkit.core.model import ReadinessStep as Preparation
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Cell, Location, Unread, Why
from ncr_toolkit.core.stage import Readiness, Stage
from ncr_toolkit.evidence.links import EvidenceFile
from ncr_toolkit.word import make_base, returned
from ncr_toolkit.word.left_out import dropped
from ncr_toolkit.word.response import response_bytes
from ncr_toolkit.word.sections import SECTIONS
from tests.conftest import TODAY

READY = Readiness()
DONE = Readiness(effect_gaps=("The effect was not reviewed yet.",))
PLAN_ONLY = Readiness(proof_gaps=("CA-01 is not done yet.",))
NOT_READY = Readiness(("There is no root cause.",), ("CA-01 is not done yet.",))
DAY = date(2026, 3, 20)

MAJOR = ["Finding", "Interim mitigations", "Containment and correction", "Extent", "Root cause analysis",
         "Corrective action plan", "Evidence of implementation", "Effectiveness check", "Re-audit readiness plan",
         "Leadership sign-off", "Certification body's review"]
MINOR = ["Finding", "Containment and correction", "Extent", "Root cause analysis", "Corrective action plan",
         "Evidence of implementation", "Effectiveness check", "Certification body's review"]

HEADINGS = ["Finding", "Interim mitigations", "Containment and correction", "Extent", "Root cause analysis",
            "Corrective action plan", "Action log", "Acceptance justification", "Evidence of implementation",
            "Effectiveness check", "Re-audit readiness plan", "Leadership sign-off", "History",
            "Certification body's review"]


def review_of(finding: Finding, *others, **about) -> Review:
    register = Register()
    for record in (finding, *others):
        register.records[type(record)].append(record)
    register.settings.organisation = "Example Health"
    for name, value in about.items():
        setattr(register.settings, name, value)
    return Review(register, packs.load("iso42001"), TODAY)


def respond(finding: Finding, *others, readiness=READY, **more):
    return Document(io.BytesIO(response_bytes(review_of(finding, *others), finding, readiness, **more)))


def everything(document) -> str:
    """All text of the body, tables included, in the order of the document."""
    lines = ("".join(_letters(run) for run in paragraph.iter(qn("w:r")))
             for paragraph in document.element.body.iter(qn("w:p")))
    return "\n".join(lines)


def _letters(run) -> str:
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}
    return "".join(marks.get(each.tag, each.text or "") for each in run if each.tag != qn("w:rPr"))


def headings(document, level=1) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name == f"Heading {level}"]


def glance(document) -> dict[str, str]:
    """The first table of a response: what the auditor sees first, by header."""
    head, row = document.tables[0].rows
    return dict(zip((cell.text for cell in head.cells), (cell.text for cell in row.cells), strict=True))


def under(document, heading: str) -> str:
    """The text from one level-1 heading to the next."""
    body, found, inside = document.element.body, [], False
    for child in body:
        style = child.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val")) == "Heading1":
            inside = _words(child) == heading
        elif inside:
            found.append(_words(child))
    return "\n".join(found)


def _words(element) -> str:
    return "".join(map(_letters, element.iter(qn("w:r"))))


def finding(grade="Minor", **more) -> Finding:
    return Finding(id="NC-1", grade=grade, status="In progress", **{"statement": "No assessment was made.", **more})


def answer() -> list:
    """A row on every sheet of an answer."""
    return [Containment(finding="NC-1", id="C-1", kind="Correction", what="The assessment was made."),
            Containment(finding="NC-1", id="C-2", kind="Interim mitigation", what="Releases wait."),
            FiveWhys(finding="NC-1", leg="Why it happened", problem="Release 2.4", why1="Nobody asked", cause="RC-1"),
            Bone(finding="NC-1", category="Data", cause="Labels", verdict="Ruled out"),
            Probe(finding="NC-1", question="Q01", answer="The ward's data", points_to_cause="No"),
            Cause(finding="NC-1", id="RC-1", statement="The gate does not ask"),
            Action(finding="NC-1", id="CA-1", cause="RC-1", what="The gate asks", owner="Ana Silva", due=DAY),
            Evidence(finding="NC-1", id="E-1", supports="CA-1", title="Gate log", sha256="ab" * 32),
            Effect(finding="NC-1", criterion="12 of 12 releases"),
            Preparation(finding="NC-1", id="RP-1", item="Logs at hand"),
            SignOff(finding="NC-1", role="Top management", person="Ana Silva", decision="Approved", signed_on=DAY)]


@pytest.mark.parametrize(("grade", "expected"), [("Major", MAJOR), ("Minor", MINOR)])
@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("readiness", [READY, NOT_READY])
def test_outline_of_a_nonconformity(grade, expected, filled, readiness):
    assert headings(respond(finding(grade), *(answer() if filled else []), readiness=readiness)) == expected


@pytest.mark.parametrize("grade", ["Observation", "Opportunity", "Area of concern"])
@pytest.mark.parametrize(("disposition", "heading"), [("Act", "Action log"), ("Accept", "Acceptance justification")])
def test_outline_of_an_observation(grade, disposition, heading):
    assert headings(respond(finding(grade, disposition=disposition))) \
        == ["Finding", heading, "Certification body's review"]


def test_an_observation_shows_what_is_filled():
    document = respond(finding("Observation", disposition="Act", extent="All 6 models"), *answer())
    assert headings(document) == ["Finding", "Containment and correction", "Extent", "Action log",
                                  "Evidence of implementation", "Certification body's review"]


def test_an_undecided_observation_says_so_and_shows_its_actions():
    document = respond(finding("Observation"), *answer())
    assert "Action log" in headings(document) and "Acceptance justification" not in headings(document)
    assert "Not yet filled: act on it, or accept it" in everything(document)


def test_an_acceptance_holds_its_reason_and_its_risk():
    reasons = {"acceptance_reason": "Two people", "risk_rationale": "Low"}
    document = respond(finding("Observation", disposition="Accept", **reasons))
    assert "Two people" in under(document, "Acceptance justification")
    assert "Low" in under(document, "Acceptance justification")


def test_a_mitigation_of_a_minor_stands_with_the_corrections():
    assert "Releases wait." in under(respond(finding("Minor"), *answer()), "Containment and correction")
    assert "Releases wait." not in under(respond(finding("Major"), *answer()), "Containment and correction")


def test_an_unread_grade_shows_what_is_filled():
    assert headings(respond(finding(""), *answer())) == [each for each in MAJOR if each != "Extent"]


@pytest.mark.parametrize("grade", ["Major", "Minor", "Observation"])
def test_no_heading_stands_over_nothing(grade):
    document = respond(finding(grade, statement=""), readiness=NOT_READY)
    for heading in headings(document):
        assert under(document, heading).strip(), heading
    if grade != "Observation":
        assert under(document, "Extent").startswith("Not yet filled: ")


def test_a_major_shows_every_tool_of_analysis_that_was_used_and_misses_them_only_where_none_was():
    filled, empty = respond(finding("Major"), *answer()), respond(finding("Major"), readiness=NOT_READY)
    forms = ["Root causes", "5 Whys", "Fishbone", "AI questions"]
    assert headings(filled, 2)[:4] == forms
    assert headings(empty, 2)[:2] == ["Root causes", "5 Whys, Fishbone or AI questions"]
    assert under(empty, "Root cause analysis").count("Not yet filled: ") == 3
    whys = [row for row in answer() if not isinstance(row, (Bone, Probe))]
    one = respond(finding("Major"), *whys, readiness=NOT_READY)
    assert headings(one, 2)[:2] == forms[:2] and not set(headings(one, 2)) & set(forms[2:])
    assert headings(respond(finding("Minor"), *answer()[5:]), 2)[:2] == ["Root causes", "Fingerprints"]


def test_the_words_of_the_question_bank_stand_beside_the_answer():
    assert packs.load("iso42001").question("Q01").text in under(respond(finding(), *answer()), "Root cause analysis")


def test_history_only_where_there_is_any():
    moved = Extension(record="CA-1", from_date=DAY, to_date=date(2026, 5, 1), reason="Supplier late")
    assert "History" not in headings(respond(finding(), *answer()))
    assert "Supplier late" in under(respond(finding(), *answer(), moved), "History")
    returned = respond(finding(body_decision="Returned", body_comment="No extent"), *answer())
    assert "No extent" in under(returned, "History")
    reopened = respond(finding(closed_on=DAY, reopened_on=date(2026, 5, 7), reopen_reason="It came back"))
    assert all(text in under(reopened, "History") for text in ("2026-03-20", "2026-05-07", "It came back"))


def test_a_reopened_finding_says_so_on_the_first_page():
    reopened = finding(closed_on=DAY, reopened_on=date(2026, 5, 7), reopen_reason="It came back in May.")
    first = rows_of(respond(reopened, *answer()), "The answer in five lines")[0]
    assert first == ["Reopened", "On 2026-05-07: It came back in May."]
    assert rows_of(respond(finding(), *answer()), "The answer in five lines")[0][0] != "Reopened"


def test_an_extension_of_another_finding_stays_away():
    assert "History" not in headings(respond(finding(), Extension(record="NC-2", reason="Other"), *answer()))


def test_facts_about_the_finding():
    record = finding("Major", audit="SA-1", owner="Ana Silva", reference="8.4 b)", close_due=DAY)
    audit = Audit(id="SA-1", kind="Surveillance", lead_auditor="I. Halvorsen", ended_on=date(2026, 3, 1))
    document = respond(record, audit, Person(name="Ana Silva", role="Head of data"))
    cells = [cell for title in ("Who answers what to whom", "Facts about the finding")
             for row in rows_of(document, title) for cell in dict.fromkeys(row)]
    facts = {**glance(document), **dict(zip(cells[::2], cells[1::2], strict=True))}
    assert facts["Grade"] == "Major"
    assert facts["From"] == "Example Health" and facts["To"] == "I. Halvorsen"
    assert facts["Audit"] == "SA-1 (Surveillance)"
    assert facts["Requirement"] == "8.4 b)\nAI system impact assessment"
    assert rows_of(document, "Document control")[1][:2] == ["Prepared by", "Ana Silva\nHead of data"]
    assert facts["Close due"] == "2026-03-20"
    assert facts["Response due"] == "2026-03-31\nproposed, not confirmed by the body"
    assert not {"Acknowledged on", "Site", "Process", "Status"} & set(facts), "what is blank or ours alone has no row"


@pytest.mark.parametrize(("readiness", "purpose", "words"), [
    (READY, Purpose.PROOF, "Effective\ndone and found effective, with proof"),
    (DONE, Purpose.PROOF, "Implemented\ndone, with proof; effect not reviewed"),
    (DONE, Purpose.PLAN, "Implemented\ndone, with proof; effect not reviewed"),
    (PLAN_ONLY, Purpose.PLAN, "Plan complete\na plan; the work is not proven yet"),
    (PLAN_ONLY, Purpose.PROOF,
     "DRAFT (the plan is complete, the proof is not)\nas proof of implementation; 1 point below"),
    (NOT_READY, Purpose.PLAN, "DRAFT\nas a plan; 1 point below"),
    (NOT_READY, Purpose.PROOF, "DRAFT\nas proof of implementation; 2 points below"),
    (Readiness(settled=Stage.DECIDED, accepted=True), Purpose.PLAN,
     "Accepted as is\nour decision; no formal answer is due"),
    (Readiness(settled=Stage.DECIDED), Purpose.PROOF, "Action log\nour decision; no formal answer is due"),
])
def test_the_badge_says_what_is_proven_and_nothing_more(readiness, purpose, words):
    assert glance(respond(finding(), readiness=readiness, purpose=purpose))["What is proven"] == words


def test_a_draft_says_so_on_every_page_and_opens_with_its_gaps():
    document = respond(finding(), readiness=NOT_READY)
    for section in document.sections:
        assert "DRAFT" in [paragraph.text for paragraph in section.header.paragraphs]
        assert not section.different_first_page_header_footer
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.index("There is no root cause.") < texts.index("CA-01 is not done yet.") < texts.index("Finding")


def test_only_the_gaps_of_the_stage_count():
    document = respond(finding(), readiness=PLAN_ONLY, purpose=Purpose.PLAN)
    assert "DRAFT" not in everything(document) and "CA-01 is not done" not in everything(document)
    assert "DRAFT" not in [each.text for each in document.sections[0].header.paragraphs]


def test_header_and_footer():
    section = respond(finding()).sections[0]
    assert section.header.paragraphs[-1].text == "Finding NC-1\tExample Health"
    fields = [field.get(qn("w:instr")).strip() for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_no_internal_note():
    package = response_bytes(review_of(record := finding(internal_note="between us"), *answer()), record, NOT_READY)
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        assert not any(b"between us" in parts.read(name) for name in parts.namelist())


HARD = ("  two  spaces & <b>bold</b> {{ no }} {% tag %} \"quoted\" 'once'\n\n\tindented\n"
        "\u0645\u0631\u062d\u0628\u0627 \u4e2d\u6587 \U0001f512 _x000D_ ]]> &amp; \u2028 end  ")


@pytest.mark.parametrize("text", [HARD, "x" * 32_767, "word " * 6_553], ids=["hard", "no spaces", "long"])
def test_every_word_reaches_the_document_unchanged(text):
    record = finding("Major", statement=text, consequences=text, extent=text)
    document = respond(record, *answer(), Action(finding="NC-1", id="CA-2", what=text))
    assert [paragraph.text for paragraph in document.paragraphs].count(text) == 3
    plan = next(table for table in document.tables if table.cell(0, 0).text == "Action ID")
    assert plan.cell(2, 2).text == text


PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
                    | st.sampled_from("\n\t&<>{}\"'"), min_size=1)


@settings(max_examples=60, deadline=None)
@example(HARD)
@given(PRINTABLE.filter(str.strip))
def test_any_printable_text_is_found_again(text):
    document = respond(finding(statement=text))
    assert text in [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Auditor words"]


def test_windows_line_ends_are_one_break():
    assert "one\ntwo\nthree" in everything(respond(finding(statement="one\r\ntwo\rthree")))


def test_forbidden_characters_are_dropped_and_named():
    record = finding(statement="before\x0bafter\x00", internal_note="\x01", title="\ud800")
    record.at = Location("Findings", 4, {"statement": "G", "internal_note": "AP", "title": "F"})
    step = Containment(finding="NC-1", what="clean", rationale="\x0c",
                       at=Location("Containment", 5, {"rationale": "E"}))
    review = review_of(record, step)
    assert dropped(review, record) == [Cell("Findings", "F4"), Cell("Findings", "G4"), Cell("Containment", "E5")]
    assert "beforeafter" in everything(respond(record, step))


@pytest.mark.parametrize(("text", "rtl"), [("\u0645\u0631\u062d\u0628\u0627 abc", True), ("12 \u05e9\u05dc", True),
                                           ("abc \u0645\u0631\u062d\u0628\u0627", False), ("\u4e2d\u6587", False)])
def test_a_text_runs_the_way_of_its_first_letter(text, rtl):
    paragraph = next(each for each in respond(finding(statement=text)).paragraphs if each.text == text)
    assert (paragraph._p.pPr.find(qn("w:bidi")) is not None) == rtl
    assert bool(paragraph.runs[0].font.rtl) == rtl


def test_what_could_not_be_read_stands_as_typed():
    record = finding()
    record.unread["close_due"] = Unread(Cell("Findings", "S4"), Finding.SHEET.by_name["close_due"], "NC-1",
                                        "03/05/2026", Why.AMBIGUOUS_DATE)
    assert "03/05/2026 (as typed)" in everything(respond(record))


def test_tables_repeat_their_header_rows_and_keep_rows_whole():
    document = respond(finding("Major", extent="All"), *answer())
    listings = [table for table in document.tables if table.style.name == "Response table"]
    assert len(listings) >= 9
    for table in listings:
        head, *rows = (row._tr.trPr for row in table.rows)
        assert head.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) <= round(make_base.WIDTH * 1440 / 25.4) + len(widths)


def rows_of(document, title: str) -> list[list[str]]:
    """The cells of the table that a screen reader calls by this title."""
    table = next(each for each in document.tables
                 if each._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == title)
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_chain_of_whys_leads_down_to_its_cause():
    chain = FiveWhys(finding="NC-1", leg="Why it happened", problem="Release 2.4", why1="Nobody asked", why2="No step",
                     proof="CL-3", cause="rc-1")
    document = respond(finding("Major"), *answer(), chain)
    assert rows_of(document, "5 Whys: Why it happened")[0] == ["Step", "Why it happened"]
    chain.leg = "Why it was not detected"
    document = respond(finding("Major"), *answer(), chain)
    assert rows_of(document, "5 Whys: Why it was not detected") == [
        ["Step", "Why it was not detected"], ["Problem statement", "Release 2.4"], ["\u2193 Why 1", "Nobody asked"],
        ["\u2193 Why 2", "No step"], ["\u2193 Root cause", "rc-1"],
        ["Proof for the answers", "CL-3"]]
    table = next(each for each in document.tables if each.cell(0, 1).text == chain.leg)
    steps = [row.cells[1].paragraphs[0].paragraph_format.left_indent or 0 for row in table.rows][1:5]
    assert steps == sorted(set(steps)), "each answer stands further to the right"
    assert "'therefore'" in under(document, "Root cause analysis")


def test_a_chain_whose_cause_is_nowhere_names_its_number():
    document = respond(finding("Major"), FiveWhys(finding="NC-1", why1="x", cause="RC-9"))
    assert ["\u2193 Root cause", "RC-9"] in rows_of(document, "5 Whys")


def test_an_action_names_its_cause_its_proof_and_what_it_needs():
    action = Action(finding="NC-1", id="CA-1", cause="RC-1", kind="Corrective", what="The gate asks", measure="A trial",
                    owner="Ana Silva", resources="3 days", due=DAY, done_on=DAY)
    document = respond(finding("Major"), Cause(finding="NC-1", id="RC-1", statement="word " * 40), action,
                       Evidence(finding="NC-1", id="E-1", supports="ca-1"), Evidence(finding="NC-1", id="E-2"))
    assert rows_of(document, "Corrective action plan")[1] == [
        "CA-1\nCorrective", "RC-1", "The gate asks", "A trial", "Ana Silva\nneeds 3 days", "2026-03-20", "2026-03-20",
        "E-1"]


def test_the_index_of_evidence_says_what_each_proof_supports():
    document = respond(finding("Major"), *answer(), Evidence(
        finding="NC-1", id="E-2", supports="c-1", title="Old form", kind="Record", file="form.pdf", place="page 4",
        dated=DAY, baseline="Yes", sha256="0123456789abcdef" * 4))
    assert rows_of(document, "Evidence")[2] == [
        "E-2\nRecord", "c-1", "Old form\nShows the state before the change", "form.pdf\npage 4", "2026-03-20"]
    assert ["E-2", "0123456789abcdef" * 4] in rows_of(document, "Fingerprints of the files")


def test_the_auditor_ticks_a_box_and_finds_the_rest_blank():
    document = respond(finding())
    rows = rows_of(document, "Certification body's review")
    assert [row[0] for row in rows] == ["Decision", "Verified", "Returned because", "Revised response by", "Name",
                                        "Signature"]
    assert [row[2] for row in rows if row[2] != row[1]] == ["Effective", "Closed on", "Date"]
    assert not "".join(rows[2][1] + rows[4][1] + rows[4][3] + rows[5][1]).strip()
    assert rows[0][1].split("     ") == [" Plan accepted", " Closed", " Returned"]
    fields = list(document.element.body.iter(qn("w:sdt")))
    shown = ["".join(each.text for each in field.iter(qn("w:t"))).strip() for field in fields]
    assert shown == ["\u2610"] * 7 + [""] * 5
    assert [each.find(f".//{qn('w:tag')}").get(qn("w:val")).removeprefix("ncr.reply.") for each in fields] == [
        "decision.plan-accepted", "decision.closed-by-body", "decision.returned", "verified.by-document",
        "verified.on-site", "effective.yes", "effective.no", "comment", "revised_by", "closed_on", "name", "date"]


@pytest.mark.parametrize("grade", ["Observation", "Opportunity", "Area of concern"])
def test_what_needs_no_answer_has_words_of_its_own_and_nothing_to_sign(grade):
    document = respond(finding(grade, disposition="Act"), *answer(), readiness=Readiness(settled=Stage.DECIDED))
    said = everything(document)
    assert document.paragraphs[0].text == f"Response to {grade.lower()} NC-1"
    assert "nonconformity" not in said and "Signature" not in said and "Line to sign" not in said
    assert [row[0] for row in rows_of(document, "Certification body's review")] == ["Decision", "Remarks", "Name"]


def test_the_first_page_tells_the_chain_from_cause_to_result():
    rows = [*answer(), Action(finding="NC-1", id="CA-2", cause="RC-1", what="Training", due=TODAY),
            Action(finding="NC-1", id="CA-3", what="A list", done_on=DAY),
            Cause(finding="NC-1", id="RC-2", statement="Nobody owns it"),
            Evidence(finding="NC-1", id="E-9", supports="Effectiveness")]
    document = respond(finding("Major"), *rows)
    assert rows_of(document, "From cause to result") == [
        ["Root cause", "Action", "Proof", "Result"],
        ["RC-1  The gate does not ask", "CA-1  The gate asks", "E-1", "Due 2026-03-20"],
        ["RC-1", "CA-2  Training", "To follow", f"Due {TODAY}"], ["RC-2  Nobody owns it", "None yet", "", ""],
        ["", "CA-3  A list", "", "Done 2026-03-20"],
        ["Effect judged by", *["12 of 12 releases  E-9"] * 3]]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert headings(document)[0] == "Finding" and texts[0] == "Response to finding NC-1"


def test_a_chain_is_never_longer_than_the_first_page():
    causes = [Cause(finding="NC-1", id=f"RC-{number}", statement="word " * 60) for number in range(30)]
    actions = [Action(finding="NC-1", id=f"CA-{each.id}", cause=each.id, what="word " * 60) for each in causes]
    rows = rows_of(respond(finding("Major"), *causes, *actions), "From cause to result")
    assert len(rows) == 11 and rows[-2][0] == "And 22 more actions, in the section on actions."
    assert rows[-1][0].endswith("shortened for this page; in full in the sections of the response.")
    assert sum(len(row[0]) for row in rows[1:9]) < 700


def test_the_answer_stands_in_five_lines():
    work = [Action(finding="NC-1", id="CA-1", cause="RC-1", done_on=DAY), Action(finding="NC-1", id="CA-2", due=TODAY),
            Containment(finding="NC-1", kind="Correction", what="Made good.", done_on=DAY),
            Containment(finding="NC-1", kind="Interim mitigation", what="Releases wait."),
            Cause(finding="NC-1", id="RC-1", method="5 Whys"), Cause(finding="NC-1", id="RC-2", method="Fishbone"),
            Effect(finding="NC-1", criterion="12 of 12", due=TODAY, reviewer="Ana Silva")]
    record = finding("Major", extent="All 6 models", extent_count=2)
    assert rows_of(respond(record, *work), "The answer in five lines") == [
        ["Put right", "1 step, done on 2026-03-20; 1 interim mitigation until the cause is removed. Made good."],
        ["Extent", "2 further cases found. All 6 models"],
        ["Cause", "2 root causes, found by 5 Whys and Fishbone."],
        ["Action", f"1 of 2 actions done, the last is due on {TODAY}."],
        ["Effect", f"To be judged on {TODAY} by Ana Silva."]]
    work[-1] = Effect(finding="NC-1", criterion="12 of 12", reviewed_on=DAY, result="Effective", observed="12 of 12")
    assert rows_of(respond(record, *work), "The answer in five lines")[-1] == [
        "Effect", "Effective, judged on 2026-03-20. 12 of 12"]


def test_who_prepared_and_approved_it_stands_with_a_line_to_sign():
    record = finding("Major", owner="Ana Silva")
    rejected = SignOff(finding="NC-1", role="AIMS manager", person="Bo Li", decision="Rejected")
    signed = rows_of(respond(record, *answer(), rejected), "Document control")
    assert [row[:3] for row in signed[1:]] == [
        ["Prepared by", "Ana Silva", ""], ["Approved by", "Ana Silva\nTop management", "2026-03-20"]]
    assert [row[0] for row in rows_of(respond(record), "Document control")[1:]] == ["Prepared by", "Approved by"]


def test_a_proof_leads_to_its_file_wherever_it_is_named():
    proof = Evidence(finding="NC-1", id="E-2", supports="CA-1", title="Old & new", file="log 1.txt")
    proof.at = Location("Evidence", 7, {})
    target = "../evidence/NC-1/E-2_log%201%20&%20\u4e2d.txt"
    record = finding("Major")
    made = response_bytes(review_of(record, *answer(), proof), record, READY,
                          files={7: EvidenceFile("E-2_log 1 & \u4e2d.txt", target)})
    document = Document(io.BytesIO(made))
    links = [(link.text, link.address) for table in document.tables for cell in table._cells
             for paragraph in cell.paragraphs for link in paragraph.hyperlinks]
    assert links == [("E-2", target)] * 3, "in the chain, with its action and in the index"
    assert rows_of(document, "Evidence")[2][3] == "E-2_log 1 & \u4e2d.txt"


def test_no_line_ends_within_a_day_and_it_reads_as_before():
    text = "Checked from 2026-03-20 to 2026-04-01, see log-2026-03-20.txt and /2026-03-20/a."
    document = respond(finding(statement=text, raised_on=DAY))
    shown = next(each for each in document.paragraphs if each.text == text)
    assert len(list(shown._p.iter(qn("w:noBreakHyphen")))) == 4, "two days; names of files keep their letters"
    assert text in returned.lines(document.element.body)
    alone = [each.text for each in document.element.body.iter(qn("w:t"))]
    assert "2026-03-20" in alone, "a day alone in its cell is found by any search"


def test_the_first_page_is_made_alone():
    record = finding("Major")
    made = response_bytes(review_of(record, *answer()), record, NOT_READY, summary=True)
    document = Document(io.BytesIO(made))
    assert headings(document) == [] and document.paragraphs[0].text == "Response to finding NC-1"
    assert "DRAFT" in [each.text for each in document.sections[0].header.paragraphs]
    assert rows_of(document, "From cause to result")


def test_empty_paragraphs_stand_only_between_two_tables():
    document = respond(finding("Major", extent="All", consequences="None"), *answer(), readiness=NOT_READY)
    body = list(document.element.body)[:-1]
    empty = [number for number, each in enumerate(body) if each.tag == qn("w:p") and not _words(each)
             and each.find(f".//{qn('w:drawing')}") is None]
    assert all(body[number - 1].tag == qn("w:tbl") for number in empty)
    assert all(body[number + 1].tag == qn("w:tbl") for number in empty[:-1]) and empty[-1] == len(body) - 1
    assert body[-1].pPr.find(qn("w:spacing")).get(qn("w:line")) == "20", "it takes no room, or it might fill a page"


def test_headings_go_down_step_by_step():
    for readiness in (READY, NOT_READY):
        for grade in ("Major", "Minor", "Observation"):
            document = respond(finding(grade, raised_on=DAY, close_due=TODAY), *answer(), readiness=readiness)
            levels = [int(each.style.name[-1]) for each in document.paragraphs if each.style.name.startswith("Heading")]
            assert levels[0] == 1 and all(later <= level + 1 for level, later in pairwise(levels))


def test_properties():
    core = respond(finding()).core_properties
    assert (core.title, core.subject, core.author) == ("Response to finding NC-1", "NC-1", "Example Health")
    assert core.created.date() == core.modified.date() == TODAY


def test_very_long_names_do_not_break_the_document():
    record = finding()
    record.id = "N" * 32_767
    review = review_of(record, organisation="O\n" * 5_000)
    document = Document(io.BytesIO(response_bytes(review, record, READY)))
    assert len(document.sections[0].header.paragraphs[-1].text) < 150
    assert record.id in everything(document)


def test_the_same_input_gives_the_same_bytes():
    def once() -> bytes:
        record = finding("Major")
        return response_bytes(review_of(record, *answer()), record, NOT_READY)

    assert once() == once()


def test_one_response_leaves_nothing_behind_in_the_next():
    record = finding()
    before = response_bytes(review_of(record), record, READY)
    other = finding("Major", statement="another")
    response_bytes(review_of(other, *answer()), other, NOT_READY)
    assert response_bytes(review_of(record), record, READY) == before


def test_every_section_has_a_heading_of_its_own():
    """What others rely on stands in this order; a section that is added has its place among them."""
    titles = [section.heading for section in SECTIONS]
    assert len(titles) == len(set(titles))
    assert [title for title in titles if title in HEADINGS] == HEADINGS


def test_base_is_what_make_base_builds():
    def members(package: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(package)) as parts:
            return {name: parts.read(name) for name in parts.namelist()}

    assert members(make_base.PATH.read_bytes()) == members(make_base.base_bytes()), \
        "run: python -m ncr_toolkit.word.make_base"


@pytest.mark.office
@pytest.mark.parametrize("readiness", [READY, NOT_READY], ids=["ready", "draft"])
def test_libreoffice_opens_it(readiness, office, tmp_path):
    path = tmp_path / "NC-1_response.docx"
    record = finding("Major", statement=HARD, extent="word " * 6_000)
    path.write_bytes(response_bytes(review_of(record, *answer()), record, readiness))
    text = subprocess.run(["pdftotext", "-layout", office(path, "pdf", tmp_path), "-"], capture_output=True,
                          text=True, encoding="utf-8", check=True).stdout
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 3 and all(page.strip() for page in pages)
    assert all(("DRAFT" in page) == (readiness is NOT_READY) for page in pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    places = [re.search(rf"^ *{re.escape(heading)} *$", text, re.MULTILINE).start() for heading in MAJOR[1:]]
    assert places == sorted(places)
