"""What is left as not certain, and whose a place is: the other party's, that of another answer, of another kind."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from docx import Document

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Containment, Finding, FiveWhys, Person
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.survey.naming import AUDITOR, CUSTOMER, UNCERTAIN
from tests.forms import bold, cell, docx, p, row, simple, table

FOUR = (2000,) * 4


@pytest.fixture
def read(tmp_path):
    """A function: the body of a form -> it, read."""

    def form(body: str):
        path = tmp_path / "form.docx"
        path.write_bytes(docx(body))
        return load(path)

    return form


@pytest.fixture
def asked(read):
    """A function: the body of a form -> every place by its id, as its names and why it is left."""
    return lambda body: {place.id: (place.names, place.why) for place in read(body).places}


@pytest.fixture
def filled(read):
    """A function: the body of a form, and records -> the accounts by label, and what it says."""

    def fill(body: str, *records):
        register = Register()
        finding = Finding(id="NC-1", grade="Major", statement="No test", owner="Olga Ray")
        for record in (finding, *records):
            register.records.setdefault(type(record), []).append(record)
        register.settings.organisation, register.settings.owner = "Tessvalen", "Kim Roe"
        done = read(body).fill(Review(register, packs.load("iso42001"), TODAY), finding, Readiness())
        shown = "\n".join(each.text for each in Document(io.BytesIO(done.content)).element.body.iter() if each.text)
        return {each.label: each for each in done.accounts}, shown

    return fill


# The other party

HEAD = (cell("{}", 2000, 2), cell("{}", 2000, 2))


def beside(left: str, right: str, *rows: tuple[str, ...]) -> str:
    made = [row(cell(left, 2000, 2), cell(right, 2000, 2)), *(row(*(cell(each, 2000) for each in one)) for one in rows)]
    return simple(("Root cause", ""), widths=(4000, 4000)) + table(*made, widths=FOUR)


@pytest.mark.parametrize(("ours", "theirs", "name"), [
    ("Pour l'entreprise", "Pour l'organisme", "Nom et fonction"), ("For the company", "For the scheme", "Name"),
    ("Organisation", "Begutachtungsteam", "Name"), ("Por la empresa", "Por la entidad", "Nombre")])
def test_of_two_sides_one_is_ours_and_the_other_theirs_whatever_it_is_called(asked, ours, theirs, name):
    cause = {"Nom et fonction": "Cause racine", "Nombre": "Causa raíz"}.get(name, "Root cause")
    found = asked(beside(ours, theirs, (name, "", name, ""), ("Date", "", "Date", "")).replace("Root cause", cause))
    assert found["T2.R2.C2"][1] != AUDITOR and found["T2.R2.C4"][1] == found["T2.R3.C4"][1] == AUDITOR
    turned = asked(beside(theirs, ours, (name, "", name, "")).replace("Root cause", cause))
    assert turned["T2.R2.C2"][1] == AUDITOR != turned["T2.R2.C4"][1]


def test_in_a_form_of_a_customer_the_side_that_issues_it_is_theirs(asked):
    rows = ("Company", "", "Company", ""), ("Contact", "", "Contact", "")
    found = asked(beside("Issuer (customer)", "Recipient (supplier)", *rows))
    assert found["T2.R2.C4"] == (("settings.organisation",), "") and found["T2.R2.C2"][1] == AUDITOR
    assert found["T2.R3.C2"][1] == AUDITOR


def test_a_contact_at_the_customer_is_none_of_ours(asked):
    rows = (("Lieferant", "", "Kunde", ""), ("Ansprechpartner beim Kunden", "", "Ansprechpartner", ""))
    found = asked(p("8D-Report") + simple(*rows, ("Ursache", "", "Korrekturmaßnahme", ""), widths=FOUR))
    assert found["T1.R2.C2"][1] == CUSTOMER != found["T1.R2.C4"][1]


def test_a_remark_of_the_auditor_about_an_answer_is_no_answer(asked):
    found = asked(simple(("Remedial action", ""), ("Remedial action - assessor's remark", ""), widths=(4000, 4000)))
    assert found["T1.R1.C2"] == (("corrections",), "") and found["T1.R2.C2"][1] == AUDITOR


def test_the_lead_auditor_is_asked_for_in_the_head_and_signs_at_the_end(asked):
    found = asked(simple(("Company", ""), ("Lead auditor", ""), ("Root cause", ""), widths=(4000, 4000))
                  + simple(("Lead auditor", ""), widths=(4000, 4000)))
    assert found["T1.R2.C2"] == (("audit.lead_auditor",), "") and found["T2.R1.C2"][1] == AUDITOR


# Another answer

@pytest.mark.parametrize(("first", "certain"), [("Oddity", False), ("Corrective action", True)])
def test_who_and_when_of_an_answer_that_is_not_known_are_not_of_the_one_above(asked, first, certain):
    found = asked(simple(("Correction", ""), widths=(4000, 4000))
                  + simple((first, "Responsible", "Completed on"), ("", "", ""), widths=(3000,) * 3))
    named = {names for id, (names, why) in found.items() if id.startswith("T2") and not why}
    assert bool(named) is certain and ("corrections.owner",) not in named


def test_a_heading_that_says_nothing_known_ends_what_was_asked_about_the_action(asked):
    action = simple(("Corrective action", ""), ("Responsible", ""), widths=(4000, 4000))
    other = table(row(cell("Oddities", 4000, 2)), row(cell("Musing", 4000), cell("", 4000)),
                  row(cell("Responsible", 4000), cell("", 4000)), widths=(4000, 4000))
    found = asked(action + other)
    assert found["T1.R2.C2"] == (("actions.owner",), "") and found["T2.R3.C2"][1] != ""


def test_groups_of_columns_say_of_which_answer_each_asks(asked):
    rows = [row(cell("Correction", 2000, 2), cell("Corrective action", 2000, 2)),
            row(*(cell(each, 2000) for each in ("Description", "Responsible", "Description", "Responsible"))),
            row(*(cell("", 2000),) * 4)]
    found = asked(table(*rows, widths=FOUR))
    assert [found[f"T1.R3.C{number}"] for number in range(1, 5)] == [
        (("corrections",), ""), (("corrections.owner",), ""), (("actions",), ""), (("actions.owner",), "")]


def test_a_header_takes_the_columns_that_its_merged_room_takes(read):
    rows = [row(*(cell(each, 2000) for each in ("Corrective action", "", "Responsible", "Due date"))),
            *[row(cell("", 2000, 2), cell("", 2000), cell("", 2000))] * 2]
    places = read(table(*rows, widths=FOUR)).places
    assert [place.names for place in places if place.columns] == [("actions",)]
    assert set(places[0].columns.values()) == {"what", "owner", "due"}


# Another kind

def test_a_second_label_for_what_was_found_is_not_certain(asked):
    found = asked(simple(("Wording of the finding", ""), ("What was seen", ""), ("Cause", ""), widths=(4000, 4000)))
    assert found["T1.R1.C2"] == (("finding.statement",), "") and found["T1.R2.C2"][1] == UNCERTAIN
    assert asked(simple(("What was seen", ""), ("Cause", ""), widths=(4000, 4000)))["T1.R1.C2"][1] == ""


def test_a_bare_word_for_the_finding_among_short_facts_asks_for_its_number(asked):
    found = asked(simple(("Organisation", "", "Deviation", ""), ("Root cause", "", "Extent", ""), widths=FOUR))
    assert found["T1.R1.C4"][0] == ("finding.id",)
    assert asked(simple(("Deviation", ""), ("Root cause", ""), widths=(4000, 4000)))["T1.R1.C2"][0] != ("finding.id",)


def test_an_answer_in_sentences_is_not_meant_beside_a_fact_of_few_words(asked):
    found = asked(simple(("Organisation", "", "Driver identified", ""), ("Extent", "", "Root cause", ""), widths=FOUR))
    assert found["T1.R1.C4"] == (("causes",), UNCERTAIN) and found["T1.R2.C4"] == (("causes",), "")


def test_the_origin_of_a_deviation_is_no_kind_of_audit(asked):
    found = asked(p(bold("Origin")) + p() * 3 + p(bold("Extent")) + p() * 3)
    assert found["P1"][1] == UNCERTAIN
    assert asked(simple(("Origin", ""), widths=(4000, 4000)))["T1.R1.C2"][1] == ""


def test_a_step_that_stands_for_several_things_asks_what_its_words_say(asked):
    room = [(f"{title}", "") for title in ("D5 Chosen measures", "D6 Oddity", "D6 Implemented measures")]
    found = asked("".join(table(row(cell(title, 8000)), row(cell("", 8000)), widths=(8000,)) for title, _ in room))
    assert found["T1.R2.C1"] == (("actions",), "") and found["T2.R2.C1"][1] != ""
    assert found["T3.R2.C1"][0] in (("actions",), ("implemented",))


@pytest.mark.parametrize(("label", "name"), [
    ("Corrective action: target date", "actions.due"), ("Corrective action - responsible", "actions.owner"),
    ("Correction: done on", "corrections.done_on"), ("Containment: when", "containment.done_on")])
def test_behind_a_colon_one_thing_of_an_answer_is_asked(asked, label, name):
    assert asked(simple((label, ""), widths=(4000, 4000)))["T1.R1.C2"] == ((name,), "")


@pytest.mark.parametrize(("label", "name"), [
    ("What was done to contain it, and since when?", "containment"), ("Root cause and how it was found", "causes"),
    ("Grundursache und wie sie ermittelt wurde", "causes"), ("Weather and how it was", "")])
def test_what_a_second_question_only_adds_is_no_other_label(asked, label, name):
    assert asked(simple((label, ""), widths=(6000, 3000)))["T1.R1.C2"][0] == ((name,) if name else ())


@pytest.mark.parametrize("label", ["Details", "If yes, describe", "Which ones?"])
def test_details_right_behind_a_known_question_are_of_it(asked, label):
    boxes = ("Other systems affected?", "☐ Yes ☐ No")
    assert asked(simple(boxes, (label, ""), widths=(4000, 4000)))["T1.R2.C2"] == (("finding.extent",), "")
    other = asked(simple(("Oddity?", "☐ Yes ☐ No"), (label, ""), widths=(4000, 4000)))
    assert other["T1.R2.C2"][0] == ()


def test_a_word_that_is_known_is_no_misspelt_other_one(asked):
    found = asked(simple(("Effectiveness check: when", ""), ("Effectiveness check: who", ""), widths=(4000, 4000)))
    assert found["T1.R1.C2"][0] == ("effects.due",) != found["T1.R2.C2"][0]
    assert asked(simple(("Corective action", ""), widths=(4000, 4000)))["T1.R1.C2"] == (("actions",), "")


# Five whys in two columns

WHYS = (("", "Why did it occur?", "Why did it escape detection?"), ("Why 1", "", ""), ("Why 2", "", ""),
        ("Root cause", "", ""))


def test_each_line_of_questions_has_its_own_column(asked, filled):
    form = simple(*WHYS, widths=(2000, 3500, 3500))
    found = {id: names for id, (names, why) in asked(form).items() if not why}
    assert found == {"T1.R2.C2": ("occurrence.why1",), "T1.R2.C3": ("escape.why1",), "T1.R3.C2": ("occurrence.why2",),
                     "T1.R3.C3": ("escape.why2",), "T1.R4.C2": ("causes",), "T1.R4.C3": ("finding.detection_cause",)}
    legs = [FiveWhys(finding="NC-1", leg=leg, why1=why) for leg, why in (
        ("Why it happened", "No gate"), ("Why it was not detected", "No sample"))]
    accounts, _ = filled(form, *legs)
    assert (accounts["Why 1 (occurrence)"].value, accounts["Why 1 (escape)"].value) == ("No gate", "No sample")


def test_one_heading_alone_makes_no_such_columns(asked):
    found = asked(simple(("", "Why did it occur?", "Weather"), *WHYS[1:3], widths=(2000, 3500, 3500)))
    assert not {names for names, _ in found.values()} & {("occurrence.why1",), ("escape.why1",)}


# The form's language, and who has left

ACTION = Action(id="CA-1", finding="NC-1", what="Gate", owner="Ana Lima", due=TODAY + timedelta(1))


@pytest.mark.parametrize(("label", "said"), [
    ("Corrective action", "due"), ("Korrekturmaßnahmen", "fällig"), ("Actions correctives", "échéance\u00a0:"),
    ("Acciones correctivas", "plazo:"), ("Azioni correttive", "scadenza:")])
def test_the_notes_of_a_row_are_in_the_language_of_the_form(filled, label, said):
    _, shown = filled(simple((label, ""), widths=(4000, 4000)), ACTION)
    assert f"CA-1: Gate (Ana Lima, {said} {TODAY + timedelta(1)})" in shown


def test_a_choice_keeps_the_words_of_the_register_for_boxes(filled):
    boxes = ("Einstufung", "☐ Hauptabweichung  ☐ Nebenabweichung")
    _, shown = filled(simple(boxes, ("Ursache", ""), widths=(4000, 4000)))
    assert "☒ Hauptabweichung" in shown and "☐ Nebenabweichung" in shown


LEFT = TODAY - timedelta(3)


def test_who_has_left_is_not_named_for_what_is_to_be_done(filled):
    form = simple(("Corrective action", ""), ("Action owner", ""), ("Finding owner", ""), widths=(4000, 4000))
    people = (Person(name="Ana Lima", left_on=LEFT), Person(name="Olga Ray", left_on=LEFT))
    accounts, shown = filled(form, ACTION, *people)
    assert "Ana Lima" not in shown and "Olga Ray" not in shown and "Gate" in shown
    assert "Ana Lima has left" in accounts["Action owner"].why and "'Owner'" in accounts["Action owner"].why
    assert f"Olga Ray left on {LEFT}" in accounts["Finding owner"].why
    still = (Person(name="Ana Lima", left_on=TODAY + timedelta(1)), Person(name="Olga Ray"))
    _, shown = filled(form, ACTION, *still)
    assert "Ana Lima" in shown and "Olga Ray" in shown


def test_what_somebody_did_before_leaving_keeps_the_name(filled):
    done = Containment(id="C-1", finding="NC-1", kind="Correction", what="Tested", owner="Ana Lima",
                       done_on=LEFT - timedelta(1))
    _, shown = filled(simple(("Correction", ""), widths=(4000, 4000)), done, Person(name="Ana Lima", left_on=LEFT))
    assert "C-1: Tested (Ana Lima, done" in shown
