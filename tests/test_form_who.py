"""Who answers for the organisation: named where the build of a form says that the place is ours, and never in the
auditor's part, in the head of a form, or for the signature and its day."""

from __future__ import annotations

from datetime import date

import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Cause, Containment, Finding, Person
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.forms import load
from ncr_toolkit.forms.meaning.vocabulary import vocabulary
from ncr_toolkit.forms.survey.naming import AUDITOR
from tests.forms import bold, docx, heading, p, simple

TODAY, DONE, DUE = date(2026, 6, 30), date(2026, 5, 4), date(2026, 5, 1)
OLGA, OTTO = "Olga", "Otto"


@pytest.fixture
def form(tmp_path):
    """A function: the body of a form -> what became of each place, in the order of the form."""

    def read(body: str, *, keeper: str = OTTO, role: str = "AIMS manager"):
        register = Register()
        for record in (Finding(id="NC-1", grade="Minor", owner=OLGA, statement="No test"),
                       Person(name=OLGA, role="Head of data"), Person(name=OTTO, role=role, email="otto@example.org"),
                       Cause(id="RC-1", finding="NC-1", statement="Nobody owned it"),
                       Action(id="CA-1", finding="NC-1", what="Gate", kind="Corrective", owner="Ana", due=DUE),
                       Containment(id="C-1", finding="NC-1", kind="Correction", what="Again", owner="Cleo",
                                   done_on=DONE)):
            register.records[type(record)].append(record)
        register.settings.organisation, register.settings.owner = "Tessvalen", keeper
        review = Review(register, packs.load("iso42001"), TODAY)
        (tmp_path / "form.docx").write_bytes(docx(body))
        return load(tmp_path / "form.docx").fill(review, review.register.findings[0], Readiness()).accounts

    return read


@pytest.fixture
def values(form):
    """A function: the body of a form -> the value of each place by its label; of equal labels the last."""
    return lambda body, **of: {each.label: each.value for each in form(body, **of)}


def two(*labels: str) -> str:
    return simple(*((label, "") for label in labels), widths=(4000, 5000))


ANSWER = two("Root cause", "Corrective action")


@pytest.mark.parametrize(("language", "author", "sender"), [
    ("en", "Response prepared by", "Submitted by"), ("de", "Erstellt von", "Vorgelegt von"),
    ("fr", "Rédigé par", "Transmis par"), ("es", "Rellenado por", "Presentado por"), ("it", "Redatto da", "Inviato da"),
    ("pt", "Elaborado por", "Enviado por"), ("nl", "Opgesteld door", "Ingediend door"), ("pl", "Opracował", "Przesłał"),
])
def test_who_wrote_it_owns_the_finding_and_who_hands_it_in_keeps_the_register(values, language, author, sender):
    words = vocabulary({}, frozenset({language}))
    assert (words.whom(author), words.whom(sender)) == ("author", "sender")
    found = values(ANSWER + two(author, sender))
    assert (found[author], found[sender]) == (OLGA, OTTO)


def test_what_is_asked_of_that_person(values):
    found = values(ANSWER + two("Submitted by", "Position", "E-mail", "Date", "Signature"))
    assert found == found | {"Position": "AIMS manager", "E-mail": "otto@example.org", "Date": "", "Signature": ""}
    assert values(ANSWER + p("Prepared by: ______ Function: ______ Date: ______"))["Function"] == "Head of data"
    assert values(ANSWER + two("Submitted by", "Name and position"))["Name and position"] == "Otto\nAIMS manager"


@pytest.mark.parametrize("label", ["Prepared by", "Submitted by", "Name"])
def test_before_the_answer_nobody_of_ours_is_meant(values, label):
    assert values(two("Company", "Clause", label) + ANSWER)[label] == ""


def test_under_the_organisation_a_name_may_be_its_own(values):
    assert values(heading("Client") + two("Name", "Address", "Clause") + ANSWER)["Name"] == ""
    assert values(heading("Representative of the client") + two("Name", "Clause") + ANSWER)["Name"] == OTTO


@pytest.mark.parametrize("label", ["To be completed by", "Returned by", "To be returned by", "Verified by",
                                   "Approved by", "Reviewed by", "Closed by"])
def test_who_decides_is_not_who_answers(values, label):
    assert values(ANSWER + two(label))[label] not in (OLGA, OTTO)


def test_a_block_to_sign_is_ours_where_the_auditor_has_another(values):
    block = two("Name", "Position", "Signature")
    part = heading("For the auditor") + two("Remarks", "Auditor's signature")
    assert values(ANSWER + block + part)["Name"] == OTTO
    assert values(ANSWER + block)["Name"] == ""  # it may be the auditor's


@pytest.mark.parametrize("head", [
    "Closure", "Verification", "Acceptance", "Review of the client's response", "Declaration", "Abschluss",
    "Prüfung der Antwort des Kunden", "Levée de l'écart", "Évaluation de la réponse de l'entreprise", "Cierre"])
def test_a_block_under_a_heading_of_its_own_may_be_the_auditors(values, head):
    block = two("Name", "Position", "Signature") + heading("Auditor") + two("Remarks")
    assert values(ANSWER + heading(head) + block)["Name"] == values(ANSWER + p(f"{head}:") + block)["Name"] == ""


def test_who_prepared_a_verification_is_not_who_answers(values):
    assert values(ANSWER + heading("Verification report") + two("Prepared by"))["Prepared by"] == ""
    assert values(ANSWER + heading("D8 Closure") + two("Prepared by"))["Prepared by"] == OLGA


@pytest.mark.parametrize("head", ["For the certification body:", "Auditor:"])
def test_the_words_over_a_line_say_who_signs_it(form, head):
    line = p("Name: ......... Position: ......... Signature: .........")
    said = ANSWER + p("For the organisation:") + line + p(head) + line
    ours, theirs = [each for each in form(said) if each.label == "Name"]
    assert ours.value == OTTO and theirs.value == "" and theirs.why == AUDITOR
    assert not any(each.label.startswith("For the") for each in form(said))  # no room of their own


def test_for_the_organisation_in_a_line_to_sign_asks_a_name(values):
    assert values(ANSWER + p("For the organisation: ________ Signature: ________"))["For the organisation"] == OTTO
    assert values(p("Organisation: ________ Clause: ________") + ANSWER)["Organisation"] == "Tessvalen"


def test_each_column_has_its_party(form):
    body = ANSWER + simple(("", "For the auditee", "For the certification body"), ("Name", "", ""), ("Date", "", ""),
                           ("Signature", "", ""), widths=(2000, 3500, 3500))
    found = {each.id: each for each in form(body)}
    assert found["T2.R2.C2"].value == OTTO and found["T2.R2.C3"].state == "auditor"
    assert [found[f"T2.R{row}.C{column}"].value for row in (3, 4) for column in (2, 3)] == [""] * 4


def test_a_row_for_each_who_signs(values):
    body = ANSWER + simple(("", "Name", "Function", "Date", "Signature"), ("Prepared by", "", "", "", ""),
                           ("Approved by", "", "", "", ""), widths=(1800,) * 5)
    found = values(body)
    assert (found["Prepared by: Name"], found["Prepared by: Function"]) == (OLGA, "Head of data")
    assert not any(value for label, value in found.items() if "Approved" in label or "Date" in label)


def test_the_auditors_part_stays_as_it_is(form):
    part = heading("To be completed by the auditor") + two("Prepared by", "Name", "Position")
    assert all(each.state == "auditor" and not each.value for each in form(ANSWER + part)[2:])


def test_a_name_and_a_day_right_behind_an_answer_are_of_that(form):
    block = "".join(p(bold(said)) + p("_" * 60) + p("Name: ________ Date: ________")
                    for said in ("Correction", "Root cause", "Corrective action"))
    found = [each.value for each in form(block) if each.label in ("Name", "Date")]
    assert found == ["Cleo", DONE.isoformat(), "", "", "Ana", DUE.isoformat()]


def test_words_between_an_answer_and_a_name_part_them(values):
    line = p("Name: ________ Date: ________")
    assert values(p("Corrective action: ____________") + line)["Name"] == "Ana"
    assert values(p("Corrective action: ____________") + p("Closure:") + line)["Name"] == ""


def test_where_somebody_signs_the_day_is_that_of_the_signature(values):
    line = p("Corrective action: ____________") + p("Name: ________ Date: ________ Signature: ________")
    assert values(line)["Date"] == ""


def test_on_alone_asks_for_the_day_of_what_stands_before_it(values):
    found = values(p("Correction ............ done on ........") + p("Corrected by ............ on ............")
                   + p("Prepared by ............ on ............ Signature ............"))
    assert found["done on"] == DONE.isoformat() and found["Corrected by"] == "Cleo" and found["on"] == ""


@pytest.mark.parametrize(("of", "said"), [
    ({"keeper": ""}, "fill in 'Register owner' (Register"), ({"keeper": "Nobody"}, "no row for Nobody"),
    ({"role": ""}, "fill in 'Role' of Otto (People"),
])
def test_where_nobody_is_named_the_cell_to_fill_in_is_told(form, of, said):
    found = {each.label: each for each in form(ANSWER + two("Submitted by", "Position"), **of)}
    assert found["Position"].value == "" and said in found["Position"].why


def test_a_mapping_decides(tmp_path):
    (tmp_path / "form.docx").write_bytes(docx(ANSWER + two("Submitted by")))
    places = {place.label: place.names for place in load(tmp_path / "form.docx", {"Submitted by": "leave"}).places}
    assert places["Submitted by"] == ("leave",)
