"""What labels of little or many words ask where they stand: in the head of a form, in a row of the auditor's, after
the corrective action, under a heading; in a register whose finding has an auditor, an owner and a contact."""

from __future__ import annotations

from datetime import date

import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import (
    Action,
    Audit,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    Lesson,
    Person,
)
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.forms import load
from ncr_toolkit.forms.meaning.vocabulary import vocabulary
from ncr_toolkit.forms.starter import starter
from tests.forms import bold, control, docx, heading, p, simple

TODAY = date(2026, 6, 30)
DUE, LATER, DONE = date(2026, 5, 1), date(2026, 5, 9), date(2026, 5, 4)
RECORDS = [
    Finding(id="NC-1", grade="Major", statement="No test", objective_evidence="Empty log", process="Release",
            audit="A-1", owner="Olga", raised_on=date(2026, 3, 2), extent="Two more"),
    Audit(id="A-1", kind="Surveillance", lead_auditor="Ines", report_reference="R-7"),
    Person(name="Olga"), Person(name="Otto", email="otto@example.org"),
    Cause(id="RC-1", finding="NC-1", statement="Nobody owned it", method="5 Whys"),
    Action(id="CA-1", finding="NC-1", what="Gate", kind="Corrective", owner="Ana", due=DUE, done_on=DONE),
    Action(id="CA-2", finding="NC-1", what="Course", kind="Corrective", owner="Bo", due=LATER),
    Containment(id="C-1", finding="NC-1", kind="Correction", what="Tested again", owner="Cleo", done_on=DONE),
    Effect(finding="NC-1", criterion="No failure", reviewer="Rita", reviewed_on=date(2026, 6, 9), result="Effective"),
    Evidence(id="E-1", finding="NC-1", title="Log", supports="C-1"), Lesson(finding="NC-1", lesson="Ask early"),
]


@pytest.fixture
def filled(tmp_path):
    """A function: the body of a form -> the value of each place by its label, '' where it is left."""

    def fill(body: str) -> dict[str, str]:
        path, register = tmp_path / "form.docx", Register()
        path.write_bytes(docx(body))
        for record in RECORDS:
            register.records[type(record)].append(record)
        register.settings.organisation, register.settings.owner = "Tessvalen", "Otto"
        review = Review(register, packs.load("iso42001"), TODAY)
        accounts = load(path).fill(review, review.register.findings[0], Readiness()).accounts
        return {each.label: each.value for each in reversed(accounts)}  # the first of a label counts

    return fill


def two(*rows: tuple[str, str]) -> str:
    return simple(*rows, widths=(4000, 5000))


def asks(*labels: str) -> str:
    return two(*((label, "") for label in labels))


HEAD = p("Nonconformity report") + asks("Company", "Clause", "No.", "Date", "Auditor", "Owner", "Process", "Contact",
                                         "E-mail", "Description")


def test_the_head_of_a_report_asks_about_the_finding(filled):
    found = filled(HEAD + asks("Root cause"))
    assert [found[label] for label in ("No.", "Date", "Auditor", "Owner", "Process", "Contact", "E-mail")] == [
        "NC-1", "2026-03-02", "Ines", "Olga", "Release", "Otto", "otto@example.org"]
    assert found["Description"] == "No test"


@pytest.mark.parametrize(("form", "label"), [
    (p("Action plan") + asks("Company", "Clause", "No."), "No."),  # no report on one nonconformity
    (p("Nonconformity report") + asks("Company", "Clause", "Root cause", "Auditor"), "Auditor"),  # behind an answer
    (p("Nonconformity report") + asks("Contact", "Root cause"), "Contact"),  # nothing else is asked before
    (p("Nonconformity report") + asks("Company", "Clause") + simple(("Contact", "", "Signature", ""),
                                                                    widths=(2000,) * 4), "Contact"),
])
def test_what_only_looks_like_the_head(filled, form, label):
    assert filled(form)[label] == ""


@pytest.mark.parametrize(("title", "label"), [
    ("Corrective action request (CAR)", "CAR ref."), ("Informe de no conformidad", "INC Nº"),
    ("Nichtkonformitätsbericht", "NK-Nr."), ("Action plan", "AP No.")])
def test_a_form_is_called_by_its_first_letters(filled, title, label):
    body = p(title) + asks("Company" if title[0] in "CA" else "Empresa" if title[0] == "I" else "Firma", label)
    assert filled(body)[label] == ("" if label == "AP No." else "NC-1")


@pytest.mark.parametrize(("before", "label", "value"), [
    ("", "Finding and evidence", "No test\nEmpty log"),
    ("", "Root cause and method used", "RC-1: Nobody owned it\n5 Whys"),
    ("", "Nature of the finding (major / minor)", "Major"),
    ("Corrective action", "Responsible / due date", "CA-1: Ana / 2026-05-01\nCA-2: Bo / 2026-05-09"),
    ("Corrective action", "Evidence", "E-1: Log"),
    ("Corrective action", "How to prevent recurrence", ""),
    ("Corrective action", "Date closed", ""),
    ("", "Lessons learned", "Ask early"), ("", "Source of the finding", "Surveillance\nR-7"),
])
def test_what_one_label_asks(filled, before, label, value):
    assert filled(asks(*filter(None, (before, label))))[label] == value


def test_a_day_alone_is_the_last_of_several(filled):
    day = control("", '<w:date><w:dateFormat w:val="yyyy-MM-dd"/></w:date>')
    found = filled(two(("Corrective action", ""), ("Due date", p(day)), ("Implemented on", p(day))))
    assert (found["Due date"], found["Implemented on"]) == ("2026-05-09", "")  # one of the actions is not done


@pytest.mark.parametrize(("part", "value"), [("Auditor's decision", "Rita"), ("Remarks", "")])
def test_who_verified_is_ours_where_the_auditor_has_another_part(filled, part, value):
    body = heading("Effectiveness check") + asks("Verified by", "Result") + heading(part) + asks("Comments")
    assert filled(body)["Verified by"] == value


def test_a_day_behind_the_auditors_place_is_the_auditors(filled):
    row = simple(("NC no.", "Corrective action", "Auditor decision", "Date closed"), ("NC-1", "", "", ""),
                 ("NC-2", "", "", ""), widths=(2400,) * 4)
    assert filled(row)["Date closed"] == "" != filled(row.replace("Auditor decision", "Responsible"))["Date closed"]


def test_response_alone_asks_what_its_heading_does(filled):
    def under(title: str) -> dict[str, str]:
        return filled(heading(title) + p("Response:") + p("For the client"))

    assert under("Root cause") == {"Response": "RC-1: Nobody owned it"}
    assert "Gate" in under("Corrective action")["Response"]


def test_a_word_that_ends_in_a_hyphen_ends_as_the_next(filled):
    label = "Maßnahmen-/Abweichungsnummer"
    body = heading("Stellungnahme") + asks("Ursache") + heading("Korrekturmaßnahmen") + asks(label)
    assert filled(body)[label] == "NC-1"


def test_two_questions_in_a_line_of_tabs(filled):
    tab = "</w:t><w:tab/><w:t>"
    before = p("Corrective action: ____") + p("5. How will you know that it works? ____")
    found = filled(before + p(f"6. Who is responsible? {tab}By when? {tab}"))
    assert found["6. Who is responsible?"].startswith("CA-1: Ana") and found["By when?"].startswith("CA-1: 2026-05-01")


def test_evidence_right_behind_the_finding_is_the_findings(filled):
    body = p(bold("1. Finding")) + p() + p(bold("2. Evidence")) + p() + p(bold("3. Root cause")) + p()
    assert filled(body)["2. Evidence"] == "Empty log"


def test_a_mapping_file_proposes_who_keeps_the_register(tmp_path):
    (tmp_path / "form.docx").write_bytes(docx(asks("Submitted by", "E-mail", "Telephone", "Root cause")))
    said = starter(load(tmp_path / "form.docx"))
    assert '# "Submitted by" = "contact.name"' in said and '# "E-mail" = "contact.email"' in said \
        and "Telephone" not in said


def test_labels_over_one_blank_line_each(filled):
    known = p("Form") + p(bold("Root cause")) + p() + p(bold("Correction")) + p()
    assert "Colour" in filled(known + p(bold("Colour")) + p() + p(bold("Corrective action")) + p())
    assert "Colour" not in filled(p("Form") + p(bold("Colour")) + p() + p("Clause: ____"))


def test_labels_beside_their_rooms_head_no_list(filled):
    found = filled(simple(("NC No.", "", "Issue date", "", "Reply required by", ""),
                          ("Supplier", "", "Code", "", "Clause", ""), ("System", "", "Version", "", "Grade", ""),
                          widths=(1500,) * 6))
    assert (found["NC No."], found["Supplier"], found["Grade"]) == ("NC-1", "Tessvalen", "Major")


def test_what_was_done_under_a_heading_on_the_correction(filled):
    found = filled(heading("B. Immediate action") + asks("Action taken", "Done on")
                   + heading("D. Corrective action") + asks("What"))
    assert "Tested again" in found["Action taken"] and found["Done on"] == "2026-05-04" and "Gate" in found["What"]


@pytest.mark.parametrize(("language", "said", "part"), [
    ("en", "Form 2: cause analysis, correction and the plan of all corrective actions (to be completed by the client)",
     "yours"), ("en", "Completed by (name and title)", ""), ("en", "Release (quality office only)", "auditor"),
    ("fr", "Partie réservée à l'organisme", "yours"), ("fr", "Réservé à l'organisme de certification", "auditor"),
])
def test_whose_part(language, said, part):
    assert vocabulary({}, frozenset({language})).part(said) == part


def test_a_label_with_the_words_for_whose_part_it_is():
    assert vocabulary({}, frozenset({"it"})).names("Analisi delle cause a cura dell'azienda") == ("causes",)


@pytest.mark.parametrize(("language", "said", "theirs"), [
    ("es", "Hallazgos de auditoría", False), ("es", "Valoración del auditor", True), ("pt", "Auditoria", False)])
def test_an_audit_is_no_auditor(language, said, theirs):
    assert vocabulary({}, frozenset({language})).heads_auditor(said) is theirs


def test_the_part_of_the_customer_where_we_are_the_supplier(filled):
    part = heading("Vom Kunden auszufüllen") + asks("Korrekturmaßnahme")
    assert filled(asks("Lieferant", "Ursache") + part)["Korrekturmaßnahme"] == ""
    assert "Gate" in filled(asks("Firma", "Ursache") + part)["Korrekturmaßnahme"]


def test_labels_beside_rooms_with_a_hint_are_no_list_of_findings(filled):
    found = filled(simple(("NC no.", "[number from the audit report]", "Date", "[dd/mm/yyyy]"),
                          ("Organisation", "[legal name]", "Scope of certification", "[as on the certificate]"),
                          ("Type of audit", "[stage 2 / surveillance / ...]", "Auditor", "[name]"), widths=(2400,) * 4)
                   + asks("Nonconformity", "Root cause"))
    assert (found["NC no."], found["Organisation"], found["Type of audit"]) == ("NC-1", "Tessvalen", "Surveillance")
