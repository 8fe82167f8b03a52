"""Layouts in which a place was silent, or got another place's answer, each beside what only looks like it."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from docx import Document

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Cause, Containment, Effect, Finding, Settings
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.filling.second_copies import TWICE
from ncr_toolkit.forms.meaning.languages import LANGUAGES, _data
from ncr_toolkit.forms.meaning.vocabulary import plain, vocabulary
from ncr_toolkit.forms.starter import starter
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.naming import AUDITOR, BY_HAND, LEADER, MARKS, SIGNS, UNCERTAIN
from ncr_toolkit.forms.survey.places import Act, FoundBy
from tests.forms import bold, cell, control, docx, heading, list_field, p, r, row, simple, table

RECORDS = (
    Settings(organisation="Tessvalen"),
    Cause(id="RC-1", finding="NC-1", statement="No gate"),
    Containment(id="C-1", finding="NC-1", kind="Containment", what="Switched off", owner="Eva"),
    Containment(id="C-2", finding="NC-1", kind="Correction", what="Tested again", owner="Cleo", planned_on=TODAY),
    Action(id="CA-1", finding="NC-1", what="Gate", owner="Ana", due=TODAY + timedelta(1)),
    Effect(finding="NC-1", criterion="12 of 12", method="All records", due=TODAY + timedelta(2), reviewer="Rita",
           reviewed_on=TODAY, result="Effective"),
)


@pytest.fixture
def read(tmp_path):
    """A function: the body of a form -> it, read."""

    def form(body: str, mapping=None):
        path = tmp_path / "form.docx"
        path.write_bytes(docx(body))
        return load(path, mapping)

    return form


@pytest.fixture
def asked(read):
    """A function: the body of a form -> every place by its label, as its names and why it is left."""

    def places(body: str, mapping=None) -> dict[str, tuple[tuple[str, ...], str]]:
        return {place.label: (place.names, place.why) for place in read(body, mapping).places}

    return places


@pytest.fixture
def told(read):
    """A function: the body of a form -> it, filled for NC-1."""

    def fill(body: str, mapping=None):
        register = Register()
        finding = Finding(id="NC-1", grade="Major", title="Not tested", statement="No test", process="Release",
                          extent="Two more", extent_count=2, action_needed="Yes", owner="Olga")
        for record in (finding, Finding(id="NC-2"), *RECORDS[1:]):
            register.records[type(record)].append(record)
        register.settings.organisation = "Tessvalen"
        return read(body, mapping).fill(Review(register, packs.load("iso42001"), TODAY), finding, Readiness())

    return fill


@pytest.fixture
def filled(told):
    """A function: the body of a form -> the value of each place by its label, '' where it is left."""
    return lambda body, mapping=None: {each.label: each.value for each in told(body, mapping).accounts}


def two(*rows: tuple[str, str]) -> str:
    return simple(*rows, widths=(4000, 5000))


def room(*labels: str) -> str:
    """A table of one cell a row: a label over its room."""
    return table(*(row(cell(f"{label}\n", 9000)) for label in labels), widths=(9000,))


# Rows and columns

GRID = simple(("", "Description", "Responsible", "Planned date"), ("Correction", "", "", ""),
              ("Corrective action", "", "", ""), ("Weather", "", "", ""), widths=(2400,) * 4)


def test_room_where_a_row_and_a_column_meet(filled):
    found = filled(GRID)
    assert (found["Correction: Responsible"], found["Corrective action: Responsible"]) == ("Cleo", "Ana")
    assert found["Correction: Planned date"] == TODAY.isoformat() and "Gate" in found["Corrective action: Description"]
    assert found["Weather: Responsible"] == "" and len(found) == 9
    assert filled(GRID, {"Weather: Responsible": "finding.owner"})["Weather: Responsible"] == "Olga"


def test_who_signs_in_a_grid(asked):
    body = simple(("", "Name", "Date", "Signature"), ("Prepared by", "", "", ""), ("Finding owner", "", "", ""),
                  widths=(2400,) * 4)
    assert {label: why for label, (_, why) in asked(body).items()} == dict.fromkeys(
        (f"{who}: {what}" for who in ("Prepared by", "Finding owner") for what in ("Name", "Date", "Signature")), SIGNS)


def test_cells_under_yes_take_a_mark(asked):
    found = asked(simple(("Question", "Yes", "No"), ("Root cause", "", ""), widths=(4000, 1000, 1000)))
    assert len(found) == 2 and all("takes a mark" in why for _, why in found.values())


def test_a_row_of_facts_heads_no_grid(filled):
    body = simple(("Company", "Acme", "Clause", "8.4"), ("Root cause", "", "", ""), widths=(2400,) * 4)
    assert filled(body)["Root cause"] == "RC-1: No gate"


def test_a_table_of_corrections_takes_no_containment(filled, read):
    body = simple(("Correction: what was put right", "Responsible"), ("", ""), ("", ""), widths=(5000, 4000))
    assert [place.names for place in read(body).places] == [("corrections",)]
    assert set(filled(body).values()) == {"1 row"}


# A label over its room

@pytest.mark.parametrize("label", ["Lessons and their dates", "Correction: is it sunny?", "審査員確認欄"])
def test_no_room_under_a_label_is_silent(asked, label):
    assert len(asked(room(label))) == 1


def test_an_answer_over_an_empty_line_is_no_label(asked):
    assert asked(table(row(cell("Company", 4000), cell("Acme Ltd\n", 4000)), widths=(4000, 4000))) == {}


def test_an_answer_stands_under_a_colon_of_either_width(read):
    for label in ("Root cause:", "原因分析："):
        assert [place.letters for place in read(room(label)).places] == [(0, 0)]


def test_words_in_brackets_belong_to_their_label():
    assert [each.label for each in blanks("Root cause (incl. why not detected): ____")] == [
        "Root cause (incl. why not detected)"]


@pytest.mark.parametrize(("said", "rooms"), [("Cause (5 pourquoi, Ishikawa…) :", 1), ("Cause : …", 1),
                                             ("Cause …… Date ……", 2), ("Ishikawa… ou autre", 0)])
def test_and_so_on_is_no_room(said, rooms):
    assert len(blanks(said)) == rooms


def test_the_dot_of_an_abbreviation_stays():
    assert [each.start for each in blanks("Finding No. ____")] == [len("Finding No. ")]


def test_a_cell_under_the_header_of_its_column_takes_no_answer_of_the_label_beside_it(read):
    rows = row(*(cell(each, 3000) for each in ("Clause", "Plan", "Completion date"))), \
        row(cell("8.4", 3000), cell("1. Root cause:\n", 3000), cell("", 3000))
    headed, bare = table(*rows, widths=(3000,) * 3), table(row(cell("1. Root cause:\n", 3000), cell("", 6000)),
                                                           widths=(3000, 6000))
    assert [[each.id for each in read(body).places if each.certain] for body in (headed, bare)] == [
        ["T1.R2.C2"], ["T1.R1.C2"]]


@pytest.mark.parametrize(("said", "room_"), [("(what was put right, and when)", True), ("(done in May)", False)])
def test_a_question_in_brackets_invites(filled, said, room_):
    assert filled(two(("Correction", said))) == ({"Correction": "C-2: Tested again (Cleo, planned 2026-06-30)"}
                                                 if room_ else {})


# Whose place it is

HEADS = [("Organisation's response", "Auditor's assessment"), ("Unternehmen", "Auditor"), ("Entreprise", "Auditeur"),
         ("Empresa", "Equipo auditor"), ("Reactie organisatie", "Beoordeling auditor"), ("受审核方填写", "审核组填写")]


@pytest.mark.parametrize("heads", HEADS)
def test_a_column_of_the_auditor_is_left(read, heads):
    rows = [row(cell(f"{label}:\n", 4800), cell(f"{label}:\n", 4800)) for label in ("Root cause", "Correction")]
    places = read(table(row(*(cell(head, 4800) for head in heads)), *rows, widths=(4800, 4800))).places
    assert sorted((place.id[-1], place.why == AUDITOR) for place in places) == [
        ("1", False), ("1", False), ("2", True), ("2", True)]


def test_a_row_of_one_cell_ends_the_auditors_column(read):
    rows = row(cell("Client", 4800), cell("Auditor", 4800)), row(cell("Our answer", 4800, 2)), \
        row(cell("Root cause", 4800), cell("", 4800))
    assert [place.why for place in read(table(*rows, widths=(4800, 4800))).places] == [""]


@pytest.mark.parametrize(("label", "why"), [
    ("Client (name, date, signature)", BY_HAND), ("Kunde (Name, Datum, Unterschrift)", BY_HAND), ("Client (name)", ""),
])
def test_a_signature_in_brackets(asked, label, why):
    assert asked(two((label, "")))[label][1] == why


def test_the_leader_of_a_team_in_an_8d_report_is_no_auditor(asked):
    found = asked(p("8D Report") + two(("Team leader", ""), ("Lead auditor", "")))
    assert found == {"Team leader": (("audit.lead_auditor",), LEADER), "Lead auditor": (("audit.lead_auditor",), "")}


def test_a_customer_beside_the_supplier_in_one_line_is_not_us(filled):
    found = filled(p("Supplier: ______  Customer: ______") + p("Root cause: ______"))
    assert (found["Supplier"], found["Customer"]) == ("Tessvalen", "")
    assert filled(p("Customer: ______") + p("Root cause: ______"))["Customer"] == "Tessvalen"


def test_what_names_the_auditor_is_told_as_theirs_and_may_be_mapped(read):
    form = read(p("Assessor's view of the answer:") + p("________"))
    assert [place.why for place in form.places] == [AUDITOR] and "Assessor's view" in starter(form)


@pytest.mark.parametrize("label", ["Finding (auditor)", "Feststellung (Auditor)", "Énoncé du constat (auditeur)"])
def test_a_label_with_the_auditor_in_brackets_is_theirs(asked, label):
    assert asked(heading("Cause / Ursache") + two((label, ""), ("Root cause (auditee)", "")))[label][1] == AUDITOR


def test_the_line_that_the_auditor_signs(asked):
    found = asked(p("Lead auditor: ______ Date: ______") + p("Root cause: ______"))
    assert found["Lead auditor"][1] == AUDITOR and found["Root cause"][1] == ""
    assert asked(p("Lead auditor: ______ Clause: ______"))["Lead auditor"][1] == ""


@pytest.mark.parametrize("said", ["How to complete this form", "Steps to complete", "Client to complete"])
def test_what_does_not_begin_the_auditors_part(asked, said):
    assert asked(p(said) + two(("Root cause", "")))["Root cause"][1] == ""
    assert asked(p("Assessor to complete:") + two(("Root cause", "")))["Root cause"][1] == AUDITOR


@pytest.mark.parametrize("label", ["Observations", "Remarques", "Issue", "Control plan", "CAPA"])
def test_the_words_for_a_nonconformity_alone_may_mean_much_else(asked, label):
    assert asked(two((label, ""), ("Root cause", ""), ("Cause racine", "")))[label][0] == ()


def test_names_of_columns_over_nothing_but_room_are_labels(asked):
    rows = ("Organisation", "Lead auditor"), ("", ""), ("Correction", "Root cause"), ("", "")
    body = simple(*rows, widths=(4800, 4800))
    assert {why for _, why in asked(body).values()} == {""}


def test_a_line_that_says_whose_part_begins_is_no_place(asked):
    assert set(asked(p("Vom Betrieb auszufüllen:") + p("Ursache: ______"))) == {"Ursache"}


@pytest.mark.parametrize("title", ["Response to Inspection Observations", "Regulation reference"])
def test_what_only_sounds_like_the_auditor(asked, title):
    assert asked(heading(title) + two(("Root cause", "")))["Root cause"][1] == ""


def test_a_label_of_the_auditor_over_its_room_heads_nothing(asked):
    theirs = table(row(cell("Description (filled in by the audit team)\n", 9000)), widths=(9000,))
    found = asked(theirs + two(("Root cause", "")))
    assert {label[:5]: why for label, (_, why) in found.items()} == {"Descr": AUDITOR, "Root ": ""}
    section = table(row(cell("To be filled in by the audit team", 9000)), widths=(9000,))
    assert asked(section + two(("Root cause", "")))["Root cause"][1] == AUDITOR


@pytest.mark.parametrize(("title", "why"), [("Proposal of the organisation", ""), ("Further remarks", AUDITOR),
                                            ("Signature of the organisation", AUDITOR)])
def test_a_heading_that_names_the_organisation_ends_the_auditors_part(asked, title, why):
    section = p("To be filled in by the audit team:")
    assert asked(section + p(bold(title)) + two(("Root cause", "")))["Root cause"][1] == why


@pytest.mark.parametrize(("language", "said"), [("fr", "Établissement inspecté"), ("it", "Processo verificato"),
                                                ("en", "Facility inspected")])
def test_who_was_inspected_is_no_inspector(language, said):
    assert not vocabulary({}, frozenset({language})).of_auditor(said)


# What a label belongs to

@pytest.mark.parametrize(("label", "value"), [("Planned closure", ""), ("Implemented on", ""), ("Due date", "due"),
                                              ("Person responsible for carrying out the plan", ""),
                                              ("Action owner", ""),
                                              ("Responsible", "Rita")])
def test_the_day_of_an_action_is_not_that_of_its_review(filled, label, value):
    due = (TODAY + timedelta(2)).isoformat()
    assert filled(p("Effectiveness check: ______") + p(f"{label}: ______"))[label] == (due if value == "due" else value)


@pytest.mark.parametrize(("line", "value"), [
    ("Correction: ______ Planned by: ______ by: ______", "Cleo"), ("Weather: ______ by: ______", ""),
    ("Effectiveness reviewed on: ______ by: ______", "Rita"),
])
def test_by_alone_belongs_to_the_label_before_it(filled, line, value):
    assert filled(p("Corrective action: ______") + p(line))["by"] == value


def test_a_label_of_two_things_asks_both(asked):
    assert asked(p("Korrektur: ______") + two(("Erledigt am / durch", "")))["Erledigt am / durch"][0] == (
        "corrections.done_on, corrections.owner",)
    assert asked(p("Correction: ______") + two(("Done on / Erledigt am", "")))["Done on / Erledigt am"][0] == (
        "corrections.done_on",)


def test_a_label_with_what_its_rows_tell(filled):
    found = filled(room("Corrective action, responsible and date", "Root cause, weather and date"))
    assert "Gate (Ana" in found["Corrective action, responsible and date"]
    assert found["Root cause, weather and date"] == ""


def test_the_side_of_a_row_says_more_than_the_section(filled):
    side = '<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/><w:vMerge{}/></w:tcPr>{}</w:tc>'
    rows = row(side.format(' w:val="restart"', p("Correction")), cell("What"), cell()), \
        row(side.format("", p()), cell("Who"), cell())
    found = filled(heading("Corrective action plan") + table(*rows, widths=(2400,) * 3))
    assert "Tested again" in found["What"] and found["Who"] == "Cleo"


def test_the_title_of_a_form_is_no_section(filled):
    title, labels = heading("Corrective action"), two(("Description", ""), ("Responsible", ""))
    assert "Gate" in filled(title + labels)["Description"]
    assert set(filled(title + labels + two(("Root cause", ""))).values()) == {"", "RC-1: No gate"}
    assert "Gate" in filled(heading("2. Corrective action") + labels + two(("Root cause", "")))["Description"]


def test_a_department_behind_an_action_is_not_where_it_was_found(asked):
    assert asked(two(("Area", ""), ("Correction", "")))["Area"][1] == ""
    assert asked(two(("Correction", ""), ("Area", "")))["Area"][1] == UNCERTAIN
    assert asked(p("责任部门：______　责任人：______"))["责任部门"][1] == UNCERTAIN


@pytest.mark.parametrize("between", ["Measures proposed by whom", "Which measure stops this?", "Maßnahme X"])
def test_an_action_that_is_not_known_hides_the_one_before_it(filled, between):
    body = two(("Correction", ""), (between, ""), ("Responsible", ""))
    assert filled(body)["Responsible"] == "" and filled(body, {between: "actions"})["Responsible"] == "Ana"
    assert filled(two(("Correction", ""), ("Weather", ""), ("Responsible", "")))["Responsible"] == "Cleo"


def test_a_second_copy_is_for_another_finding(read):
    labels = [("Finding number", ""), ("Root cause", ""), ("Correction", "")]
    places = read(p(bold("Finding 1")) + two(*labels) + p(bold("Finding 2")) + two(*labels)).places
    assert [place.why for place in places] == [""] * 6  # whose each is, is known when it is filled
    unnumbered = [("Root cause", ""), ("Correction", "")]
    places = read(p(bold("First")) + two(*unnumbered) + p(bold("Second")) + two(*unnumbered)).places
    assert [place.why for place in places] == ["", "", TWICE, TWICE]
    places = read(two(*labels) + two(("Finding number", ""), ("Root cause", ""))).places
    assert all(place.certain for place in places)  # one part that is asked twice makes no copy


def test_round_brackets_are_boxes_in_a_line(told):
    content = told(p("Severity:   ( ) Minor   ( ) Major")).content
    assert "( ) Minor   (x) Major" in Document(io.BytesIO(content)).paragraphs[0].text


@pytest.mark.parametrize(("beside", "there"), [
    ("Type: \u2610 major \u2610 minor", True), ("Level\n[ ] major [ ] minor", True),
    ("\u2610 major \u2610 minor", False), ("major \u2610 minor \u2610", False),
])
def test_boxes_with_a_question_of_their_own_do_not_answer_the_label_before(asked, beside, there):
    body = table(row(cell("Norm and clause: "), cell(beside)), widths=(4500, 4500))
    assert ("Norm and clause" in asked(body)) is there


def test_a_label_over_its_room_behind_boxes_is_told(asked):
    rows = row(cell("Weather:  [ ] Rain   [ ] Sun"), cell("Wind force\n"))
    assert asked(table(rows, widths=(4500, 4500)))["Wind force"] == ((), "the label is not known")


def test_a_hint_asks_what_it_invites_to_insert_and_nothing_twice_in_a_line(asked):
    found = asked(p("Finding number: [insert] of assessment [insert assessment number]"))
    assert found["of assessment"] == (("audit.report_reference",), "")
    found = asked(p("Finding number: [insert] under reference [finding number]"))
    assert found["Finding number"][0] == ("finding.id",) and found["under reference"][1]


@pytest.mark.parametrize("gap", ["   ", "\t", " "])
def test_spaces_before_a_box_are_no_room_and_what_stands_behind_boxes_is_told(read, asked, gap):
    line = f"3. Were other systems affected?{gap}\u2610 Yes   \u2610 No     If yes, describe how:"
    assert [place.label for place in read(p(line) + p() + p()).places if place.way is not FoundBy.BOX] == [
        "If yes, describe how"]
    assert asked(p(line))["If yes, describe how"] == ((), "it belongs to the box before it")
    assert "Clause" in asked(p("Clause: ______ \u2610 Major"))


@pytest.mark.parametrize(("label", "beside", "why"), [
    ("Gravedad (marque con X)", "Mayor", MARKS), ("Severity (tick one)", "Other", MARKS), ("Severity", "Major", MARKS),
    ("Severity", "Minor", ""), ("Severity", "Clause", ""), ("Severity (major or minor)", "Clause", ""),
])
def test_a_room_beside_one_of_its_answers_takes_a_mark(asked, label, beside, why):
    body = simple((label, "", beside, "", "Minor", ""), widths=(1500,) * 6)
    assert asked(body)[label] == (("finding.grade",), why)
    assert asked(body, {label: "finding.grade"})[label] == (("finding.grade",), "")


@pytest.mark.parametrize(("title", "whys"), [
    ("FINDING {}", ["", TWICE, TWICE]), ("Form v{}", ["", "", ""])])
def test_of_blocks_that_are_counted_only_the_first_is_ours(read, title, whys):
    rows = ("Corrective action", "Responsible", "Due date"), ("", "", "")
    blocks = [p(bold(title.format(number + 1))) + two(("Root cause", "")) + simple(*rows, widths=(3000,) * 3)
              + p("Grading: \u2610 Major \u2610 Minor") for number, _ in enumerate(whys)]
    places = read("".join(blocks)).places
    assert [place.why for place in places if place.names == ("causes",)] == whys
    assert [place.why for place in places if place.act is Act.ROWS] == whys
    assert [place.why for place in places if place.way is FoundBy.BOX] == [why for why in whys for _ in range(2)]


# What the body has begun to fill in

def begun(*ids: str) -> str:
    return simple(("No.", "Finding", "Root cause", "Correction", "Responsible"),
                  *((each, "Words of the body", "", "", "") for each in ids), widths=(1600,) * 5)


def rows_of(told) -> list[tuple[str, str]]:
    return [(each.id.split(".")[1], each.value) for each in told.accounts if each.label == "Responsible"]


def test_of_a_list_of_findings_only_our_row_is_filled(told):
    for ids in (("NC-2", "NC-1", "NC-3"), ("7", "NC-1", "9")):
        assert rows_of(told(begun(*ids))) == [("R2", ""), ("R3", "Cleo"), ("R4", "")]
    assert rows_of(told(begun("7"))) == [("R2", "")]  # nobody says whose it is
    assert rows_of(told(begun("7"), {"T1.R2.C5": "corrections.owner"})) == [("R2", "Cleo")]
    assert told(begun("7", "NC-1")).judgement.lacks == ("corrective action",)


@pytest.mark.parametrize(("number", "filled_"), [("NC-2", False), ("NC-1", True), ("3", True)])
def test_a_form_that_is_about_another_finding_is_left(told, number, filled_):
    for head in (two(("Finding no.", number)), p(f"Finding no.: {number}")):
        found = {each.label: each.why for each in told(head + two(("Root cause", ""))).accounts}
        assert found == {"Root cause": "" if filled_ else "the form is about NC-2"}


def test_a_row_that_names_another_finding_is_left(told):
    body = simple(("NC-2", "Root cause", ""), ("NC-1", "Correction", ""), widths=(1600,) * 3)
    assert [each.why for each in told(body).accounts] == ["its row is about NC-2", ""]


# A mapping

def test_a_mapping_of_a_label_that_stands_once_is_obeyed(filled):
    body = two(("Correction", ""), ("Gauged by", ""), ("Corrective action", ""), ("Weighed on", ""))
    found = filled(body, {"Gauged by": "actions.owner", "Weighed on": "effects.reviewed_on"})
    assert (found["Gauged by"], found["Weighed on"]) == ("Ana", TODAY.isoformat())


def test_a_label_that_is_certain_elsewhere_is_mapped_by_its_place(read):
    rows = simple(("Action", "Responsible", "Due date"), ("", "", ""), widths=(3000,) * 3)
    text = starter(read(two(("Due date", ""), ("CAPA weight", ""), ("Capa Weight", "")) + rows))
    assert re.search(r'^"T1.R1.C2" = "" .*: Due date$', text, re.MULTILINE)
    assert '"T1.R2.C2" = ""' in text and '\n"Due date"' not in text


# Boxes

@pytest.mark.parametrize(("title", "line", "ticked"), [
    ("Extent", "Were similar cases found? ☐ no ☐ yes, which: ______", {"yes, which"}),
    ("Umfang", "Wurden ähnliche Fälle gefunden? ☐ nein ☐ ja, welche: ______", {"ja, welche"}),
    ("Acción correctiva", "¿Existen casos similares? ☐ No ☐ Sí ¿Cuáles? ______", {"Sí ¿Cuáles"}),
    ("Étendue", "La non-conformité est-elle récurrente ? ☐ oui ☐ non, laquelle : ______", {"non, laquelle"}),
    ("Umfang", "Sind Korrekturmaßnahmen erforderlich? ☐ ja ☐ nein", {"ja"}),
    ("Étendue", "Niveau : ☐ NC majeure ☐ NC mineure", {"NC majeure"}),
    ("Extent", "Is it sunny? ☐ no ☐ yes, very", set()),
])
def test_a_box_with_more_behind_its_word(filled, title, line, ticked):
    assert set(filled(heading(title) + p(line)).values()) - {""} == ticked


def test_result_is_known_where_it_is_about_effectiveness(filled):
    boxes = p("Result: ☐ effective ☐ not effective")
    assert filled(heading("Effectiveness check") + boxes) == {"Result": "effective"}
    assert filled(heading("Audit") + boxes) == {"Result": ""}


@pytest.mark.parametrize("box", ["Major CAR", "Major finding", "Major non-compliance"])
def test_a_grade_of_a_finding_by_another_name(filled, box):
    assert filled(p(f"Select one: ☐ {box} ☐ Minor CAR")) == {"Select one": box}


# Questions in words of their own

QUESTIONS = [
    ("en", "What did you do straight away?", "steps"), ("en", "What allowed this to happen?", "causes"),
    ("en", "Why did your own internal audit not find it?", "finding.detection_cause"),
    ("en", "What have you changed so that it cannot happen again?", "actions"),
    ("en", "How will you know that it worked?", "effects"),
    ("en", "How will you correct the deficiency?", "corrections"),
    ("en", "2. What measures will prevent it from happening again?", "actions"),
    ("en", "Have you checked whether the same problem exists elsewhere?", "finding.extent"),
    ("en", "Which documents have you attached?", "evidence"),
    ("de", "Was haben Sie sofort unternommen?", "steps"), ("de", "Was war die eigentliche Ursache?", "causes"),
    ("de", "Warum wurde der Fehler nicht früher bemerkt?", "finding.detection_cause"),
    ("de", "Was unternehmen Sie, damit der Fehler nicht wieder auftritt?", "actions"),
    ("de", "Wie prüfen Sie die Wirksamkeit?", "effects"), ("de", "Wie wurde die Abweichung behoben?", "corrections"),
    ("fr", "Pourquoi l'écart s'est-il produit ?", "causes"),
    ("fr", "D'autres sites sont-ils concernés ?", "finding.extent"),
    ("fr", "Quelles actions empêchent la répétition ?", "actions"),
    ("fr", "Comment l'efficacité sera-t-elle vérifiée ?", "effects"),
    ("es", "¿Qué se hizo de inmediato?", "steps"), ("es", "¿Por qué ocurrió?", "causes"),
    ("es", "¿Qué se hará para que no vuelva a ocurrir?", "actions"),
    ("es", "¿Afecta a otros procesos o centros?", "finding.extent"),
    ("it", "Perché è accaduto?", "causes"), ("it", "Come verrà verificata l'efficacia?", "effects"),
    ("pt", "Por que não foi detetado antes?", "finding.detection_cause"),
    ("pt", "Como se evita que se repita?", "actions"), ("nl", "Waarom is dit gebeurd?", "causes"),
    ("nl", "Hoe voorkomt u herhaling?", "actions"), ("pl", "Dlaczego do tego doszło?", "causes"),
    ("pl", "Jak zapobiec ponownemu wystąpieniu?", "actions"), ("ja", "なぜ発生しましたか？", "causes"),
    ("ja", "どのように再発を防止しますか？", "actions"), ("zh", "为什么会发生？", "causes"),
    ("zh", "如何防止再次发生？", "actions"),
]


@pytest.mark.parametrize(("language", "question", "name"), QUESTIONS)
def test_a_question_is_known_by_its_words(language, question, name):
    assert vocabulary({}, frozenset({language})).names(question) == (name,)


@pytest.mark.parametrize(("language", "question"), [
    ("en", "Who is responsible and by when?"), ("en", "What is the weather?"), ("en", "Where did you find it?"),
    ("en", "How was the finding graded?"), ("en", "What did the auditor find?"),
    ("en", "Cause for concern to the auditor"),
    ("en", "When was it first detected?"), ("en", "Effectiveness weather"), ("en", "Corrective action number"),
    ("en", "Root cause date"),
    ("es", "Fecha de la causa raíz"), ("de", "Wer hat den Fehler entdeckt?"), ("de", "Wie ist die Wetterlage?"),
    ("fr", "Quel est le délai de réponse ?"), ("es", "¿Quién verificó la eficacia?"), ("es", "¿Dónde ocurrió?"),
    ("en", "Who will attend the next audit?"), ("de", "Wer führt das Audit durch?"),
    ("fr", "Qui est en charge de l'audit ?"),
    ("es", "¿Cuándo se cerró?"), ("en", "When will the finding be closed?"), ("en", "When is the next audit?"),
    ("de", "Wann wird die Abweichung geschlossen?"), ("de", "Wann ist das nächste Audit?"),
])
def test_a_question_of_other_words_means_nothing(language, question):
    words = vocabulary({}, frozenset({language}))
    assert words.names(question) == () and words.asks(question) == ""


@pytest.mark.parametrize(("language", "label", "asks"), [
    ("en", "When will it be done?", "due"), ("de", "Wann wird die Maßnahme umgesetzt?", "due"),
    ("en", "Who is responsible?", "owner"), ("de", "Wer ist verantwortlich?", "owner"), ("de", "Bis wann?", "due"),
    ("fr", "Qui est responsable ?", "owner"), ("es", "¿Quién es el responsable?", "owner"),
    ("es", "¿Para cuándo?", "due"),
    ("fr", "Échéance proposée", "due"), ("en", "Responsible (name)", "owner"), ("en", "Evidence enclosed", ""),
])
def test_questions_about_the_answer_before(language, label, asks):
    assert vocabulary({}, frozenset({language})).asks(label) == asks


@pytest.mark.parametrize(("language", "label", "name"), [
    ("en", "CAPA owner", "finding.owner"), ("en", "Deficiency no.", "finding.id"),
    ("es", "N.º de desviación", "finding.id"),
    ("es", "No conformidad N.º", "finding.id"), ("fr", "Écart n°", "finding.id"), ("it", "N. rilievo", "finding.id"),
    ("de", "Ursache des Mangels", "causes"), ("de", "Tragweite der Abweichung", "finding.extent"),
    ("fr", "Nom de l'établissement", "settings.organisation"), ("en", "No. 8D", "finding.id"),
    ("fr", "Action corrective immédiate", "steps"), ("es", "Medida correctiva inmediata", "steps"),
    ("it", "Azione correttiva immediata", "steps"), ("pt", "Ação corretiva imediata", "steps"),
    ("en", "Immediate corrective action", "steps"), ("en", "Audit finding", "finding.statement"),
    ("en", "Result of the root cause investigation", "causes"), ("de", "Ermittlung der Grundursachen", "causes"),
    ("fr", "Évaluation de l'efficacité des actions correctives", "effects"),
    ("es", "Resultado del análisis de causas", "causes"),
    ("en", "Root-cause analysis by the client", "causes"), ("fr", "Non-conformité constatée", "finding.statement"),
    ("en", "Effectiveness criteria", "effects.criterion"), ("en", "Corrective action implemented", "actions"),
])
def test_labels_by_other_words(language, label, name):
    assert vocabulary({}, frozenset({language})).names(label) == (name,)


SAID = [
    ("en", "Lasting measure against repeat of the deviation", "actions"), ("en", "Remedy made at once", "corrections"),
    ("en", "Steps to eliminate the causes", "actions"), ("en", "Consequences for users", "finding.consequences"),
    ("en", "Records attached", "evidence"), ("en", "Scope of the problem", "finding.extent"),
    ("de", "Maßnahmen zur Beseitigung der Ursachen", "actions"), ("de", "Behebung des Fehlers", "corrections"),
    ("de", "Beiliegende Unterlagen", "evidence"), ("fr", "Mesures pour supprimer la cause", "actions"),
    ("fr", "Mesure immédiate sur le cas relevé", "corrections"), ("nl", "Datum correctie", "corrections.done_on"),
    ("es", "Acciones que impiden que se repita", "actions"),
    ("nl", "Waaruit blijkt dat het is uitgevoerd?", "evidence"), ("es", "Resolución inmediata", "corrections"),
    ("it", "Interventi per eliminare le cause", "actions"),
    ("it", "Analisi di estensione", "finding.extent"), ("pt", "Medidas para eliminar a causa", "actions"),
    ("nl", "Maatregelen om herhaling te voorkomen", "actions"), ("pl", "Działania usuwające przyczynę", "actions"),
    ("ja", "当面の対応", "corrections"), ("zh", "避免再次发生的对策", "actions"),
]
NOT_SAID = [
    ("en", "Justification for no action to prevent recurrence"), ("en", "Approval of the action to remove the cause"),
    ("en", "Cost of steps to eliminate the cause"), ("en", "Records attached by the auditor"),
    ("en", "Effect of the permanent measure verified"), ("de", "Freigabe der Maßnahmen gegen die Ursachen"),
    ("de", "Wirksamkeit der Maßnahmen gegen die Ursache"), ("fr", "Validation des mesures pour supprimer la cause"),
    ("es", "Motivo por el que no hay acciones para eliminar la causa"),
    ("es", "Acciones preventivas aprobadas en otras áreas"),
    ("it", "Approvazione degli interventi per eliminare le cause"), ("pt", "Custo das medidas para eliminar a causa"),
    ("nl", "Kosten van maatregelen tegen herhaling"), ("pl", "Koszt działań usuwających przyczynę"),
    ("ja", "類似事項の対策"), ("zh", "防止再发生措施的批准"),
]


@pytest.mark.parametrize(("language", "label", "name"), SAID)
def test_a_label_in_words_of_its_own(language, label, name):
    assert vocabulary({}, frozenset({language})).names(label) == (name,)


@pytest.mark.parametrize(("language", "label"), NOT_SAID)
def test_what_is_said_about_such_a_label_is_another_thing(language, label):
    words = vocabulary({}, frozenset({language}))
    assert (words.names(label), words.asks(label)) == ((), "")


@pytest.mark.parametrize(("language", "label", "asks"), [
    ("en", "Person in charge", "owner"), ("en", "Person in charge of quality", ""),
    ("en", "Carried out not later than", "due"), ("en", "Reply completed not later than", ""),
    ("it", "Responsabile dell'azione", "owner"), ("pt", "Concluída em", "done_on"),
    ("pt", "Auditoria concluída em", ""), ("nl", "Actiehouder", "owner"),
])
def test_who_and_when_in_words_of_their_own(language, label, asks):
    assert vocabulary({}, frozenset({language})).asks(label) == asks


def test_two_letters_of_two_words_are_no_not():
    words = vocabulary({}, frozenset({"en"}))
    assert words.names("Why did the situation that we saw happen?") == ("causes",)
    assert words.names("Why did this not happen?") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_for_an_action_is_no_cause(language):
    data = _data(language)
    assert not set(map(plain, data["columns"]["actions"]["what"])) & set(map(plain, data["within"]["causes"]["causes"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_asks_questions(language):
    table_ = _data(language)["asked"]
    assert {"words", "causes", "actions", "effects", "owner", "finding.detection_cause"} <= set(table_)


def test_bold_words_in_front_of_room_are_a_label(filled):
    assert filled(p(bold("Root cause: ") + r("________")))["Root cause"] == "RC-1: No gate"


def test_round_letters_for_a_name_are_no_boxes(asked):
    assert asked(p("Grade: ○○ Major")) == {} and len(asked(p("Grade: ○ Major"))) == 1


# Content controls

ROOM = control("ctl001", "", "Click or tap here to enter text.")


def controls_in(*rows: tuple[str, ...]) -> str:
    return table(*(row(*(cell(p(ROOM) if each == "" else each, 3000) for each in said)) for said in rows),
                 widths=(3000,) * len(rows[0]))


def test_the_invitation_of_a_control_is_no_header_and_no_number(told):
    body = controls_in(("Supplier", "", "Concern no.", ""), ("Weather", "", "Opened", ""),
                       ("Root cause", "", "Status", ""))
    found = {each.label: each.why or each.value for each in told(body, {"Concern no.": "finding.id"}).accounts}
    assert found["Concern no."] == "NC-1" and found["Root cause"] == "RC-1: No gate"


def test_one_row_of_controls_under_a_mapped_label_is_no_table_of_rows(filled):
    body = controls_in(("Interim containment", "Who", "In force from"), ("", "", ""))
    found = filled(body, {"In force from": "containment.done_on"})
    assert "Switched off" in found["Interim containment"] and found["Who"] == "Eva"


# What a label is about that does not say it

def merged(*groups: tuple[str, tuple[str, ...]]) -> str:
    """A table whose first column holds one label for several rows."""
    rows = []
    for head, labels in groups:
        for number, label in enumerate(labels):
            state = "" if number else ' w:val="restart"'
            first = f'<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/><w:vMerge{state}/></w:tcPr>' \
                    f'{p("" if number else head)}</w:tc>'
            rows.append(row(first, cell(label, 2400), cell("", 4800)))
    return table(*rows, widths=(2400, 2400, 4800))


@pytest.mark.parametrize(("first", "second", "labels"), [
    ("Correction", "Corrective action", ("Description", "Responsible", "Deadline")),
    ("Korrektur", "Korrekturmaßnahme", ("Maßnahme", "Verantwortlich", "Termin")),
    ("Traitement", "Action corrective", ("Action menée", "Responsable", "Délai")),
])
def test_rows_under_a_merged_label_are_about_it(told, first, second, labels):
    found = [each.value for each in told(merged((first, labels), (second, labels))).accounts]
    assert "Tested again" in found[0] and found[1:3] == ["Cleo", TODAY.isoformat()]
    assert "Gate" in found[3] and found[4:] == ["Ana", (TODAY + timedelta(1)).isoformat()]


def test_what_comes_behind_merged_labels_is_not_about_them(asked):
    rows = merged(("Certification body", ("Decision", "Date")), ("Root cause", ("Occurrence", "Non-detection")))
    found = asked(two(("Company", "")) + rows + two(("Clause", "")))
    assert found["Decision"][1] == AUDITOR and found["Date"][1] == AUDITOR and not found["Clause"][1]
    assert (found["Occurrence"][0], found["Non-detection"][0]) == (("causes",), ("finding.detection_cause",))


def action_table(*heads: str) -> str:
    return simple(heads, ("",) * len(heads), ("",) * len(heads), widths=(9600 // len(heads),) * len(heads))


SOME_ACTION = [
    ("Action to be implemented", "Accountable person", "Completion date (planned)"),
    ("Beschlossene Maßnahme", "Zuständige Person", "Erledigen bis"), ("Action décidée", "Chargé", "Délai", "Réalisé"),
    ("Acción acordada", "Encargado", "Plazo", "Ejecutada el"), ("Azione decisa", "Incaricato", "Scadenza"),
    ("Ação definida", "Encarregado", "Prazo"), ("Afgesproken maatregel", "Uitvoerder", "Uiterlijk"),
    ("Ustalone działanie", "Wykonawca", "Termin"), ("Was", "Wer", "Bis wann"),
]
CAUSE = {"Ac": "Cause", "Be": "Ursache", "Az": "Causa", "Aç": "Causa", "Af": "Oorzaak", "Us": "Przyczyna",
         "Wa": "Ursache"}


@pytest.mark.parametrize("heads", SOME_ACTION)
def test_a_table_of_some_action_with_who_and_when(read, heads):
    (place,) = read(two((CAUSE[heads[0][:2]], "")) + action_table(*heads)).places[1:]
    assert place.names == ("actions",)
    assert list(place.columns.values()) == ["what", "owner", "due", "done_on"][:len(heads)]


@pytest.mark.parametrize(("before", "heads"), [
    ("Correction", ("Action agreed", "Person", "Colour")),  # of who and when nothing is asked
    ("Correction", ("Action agreed", "In charge", "Deadline")),  # it may be the correction
    ("Weather: was it sunny?", ("What", "Who", "When")),
])
def test_a_table_of_some_other_action_is_left(read, before, heads):
    assert not any(each.certain and set(each.names) & {"actions"} for each in read(
        two((before, "")) + action_table(*heads)).places)


def test_in_the_section_of_the_containment_some_action_is_that(read):
    places = read(heading("D3 Interim containment") + action_table("Step proposed", "In charge", "Until")).places
    assert [(each.names, list(each.columns.values())) for each in places] == [
        (("containment",), ["what", "owner", "planned_on"])]


def test_a_question_that_is_not_known_leads_away(filled):
    who = ("Who is responsible?", "")
    assert filled(two(("Correction", ""), who))[who[0]] == "Cleo"
    assert filled(two(("Correction", ""), ("Which weather was it?", ""), who))[who[0]] == ""


def test_who_and_when_behind_other_answers_are_about_the_action(filled):
    late = [("Person responsible", ""), ("Target date", "")]
    found = filled(two(("Corrective action", "")) + heading("Extent") + two(("Similar cases", ""), *late))
    assert (found["Person responsible"], found["Target date"]) == ("Ana", (TODAY + timedelta(1)).isoformat())
    before = filled(two(*late, ("Corrective action", "")))
    assert (before["Person responsible"], before["Target date"]) == ("", "")


def test_words_before_a_table_that_name_the_auditor(asked):
    rows = action_table("Action", "Owner", "Due")
    assert asked(rows + p("Next steps by the certification body") + rows)["Action"][1] == AUDITOR
    assert asked(p("Report of Northgate Certification Body") + rows)["Action | Owner | Due"][0] == ("actions",)


@pytest.mark.parametrize("title", [
    "Finding response (accreditation body)", "Nonconformity closure form of the assessor",
    "Northgate Certification Body"])
def test_the_title_of_a_form_says_not_whose_it_is(asked, title):
    assert asked(heading(title) + two(("Root cause", "")))["Root cause"] == (("causes",), "")
    theirs = two(("Clause", "")) + heading("Assessor's verdict") + two(("Root cause", ""))
    assert asked(theirs)["Root cause"][1] == AUDITOR


def test_room_before_the_boxes_of_a_line_has_its_own_label(filled):
    found = filled(p("Finding No.: ________  Clause: ________  Category: [ ] Major [ ] Minor"))
    assert found["Finding No."] == "NC-1" and found["Category"] == "Major" and len(found) == 3


@pytest.mark.parametrize("boxes", ["\u2610 Majeure / Major   \u2610 Mineure / Minor", "\u2610 Major   \u2610 Minor"])
def test_boxes_in_two_languages(told, boxes):
    (account,) = told(two(("Classement / Grading", boxes))).accounts
    assert "Major" in account.value


def test_a_list_asks_by_its_entries(told):
    def of(*entries: str) -> str:
        return told(two(("Level", p(list_field("Dropdown1", *entries))))).accounts[0].value

    assert of("", "Major", "Minor") == "Major" and of("", "High", "Low") == "" and of("", "Major", "Other") == ""


def test_whether_it_was_effective(told):
    body = two(("Effectiveness check", ""), ("Effective?", "\u2610 Yes   \u2610 No"))
    assert [each.value for each in told(body).accounts if each.kind == "set of boxes"] == ["Yes"]


def test_lines_that_explain_stand_between_a_label_and_its_room(filled):
    said = "Scope of the problem\nState where else you looked and what you found."
    assert filled(table(row(cell(f"{said}\n", 9000)), widths=(9000,))) == {"Scope of the problem": "Two more"}


@pytest.mark.parametrize(("line", "day"), [("Abweichung Nr.: ______ vom ______", True),
                                           ("Non-conformité n° : ______ du ______", True),
                                           ("NCR No.: ______ Dated: ______", True),
                                           ("NCR No.: ______ Date: ______", False)])
def test_the_day_behind_the_number_of_a_finding(read, line, day):
    assert (read(p(line)).places[1].names == ("finding.raised_on",)) is day


def test_a_numbered_heading_with_one_blank_line_is_a_place(asked):
    body = p(bold("1. Colour of the day")) + p() + p(bold("2. Root cause")) + p() + p("Clause: ______")
    assert [names for names, _ in asked(body).values()] == [(), ("causes",), ("finding.reference",)]
    body = p(bold("1. Introduction")) + p() + p("This form is short.") + p("Clause: ____")
    assert list(asked(body)) == ["Clause"]


def test_d7_of_an_8d_report_asks_what_changes_in_the_system(asked):
    body = p("8D report") + "".join(heading(f"{step}") + two((label, "")) for step, label in (
        ("D2 Problem", "Problem"), ("D4 Root cause", "Root cause"), ("D7 Prevention", "Preventive actions")))
    assert asked(body)["Preventive actions"][0] == ("preventive, finding.system_change",)
    assert asked(two(("Preventive actions", "")))["Preventive actions"][0] == ("preventive",)


@pytest.mark.parametrize(("label", "names"), [
    ("Root cause and extent", "causes, finding.extent"), ("Análisis de causas y extensión", "causes, finding.extent"),
    ("Ursachen- und Ausmaßanalyse", "causes, finding.extent"), ("Corrective and preventive action", "actions"),
])
def test_a_label_that_asks_two_things(asked, label, names):
    assert asked(two((label, "")))[label][0] == (names,)


@pytest.mark.parametrize("head", ["8D no.", "N° écart", "No."])
def test_a_number_is_no_no(head):
    assert vocabulary({}).option(head, ["answer"]) is None
    assert vocabulary({}).option("No", ["answer"]) == ("answer", "No")


def test_a_group_about_the_effectiveness_takes_its_words(filled):
    body = merged(("Effectiveness", ("Criterion", "Reviewer", "Planned date")))
    assert list(filled(body).values()) == ["12 of 12", "Rita", (TODAY + timedelta(2)).isoformat()]


def test_the_day_beside_a_correction_in_a_table_is_that_on_which_it_was_done(read):
    (place,) = read(simple(("Correction", "Done by", "Date"), ("", "", ""), widths=(3000,) * 3)).places
    assert list(place.columns.values()) == ["what", "owner", "done_on"]


def test_date_alone_behind_the_effectiveness_may_be_that_of_who_signs(asked):
    assert asked(two(("Effectiveness check", ""), ("Date", ""), ("Signature", "")))["Date"][0] == ()


def test_a_label_with_room_of_its_own_takes_no_cell_below(read):
    rows = row(cell("Root cause", 3000), cell("", 3000), cell("Method used:\n", 3000)), \
        row(cell("Extent", 3000), cell("", 3000), cell("", 3000))
    assert [each.id for each in read(table(*rows, widths=(3000,) * 3)).places if each.names == ("causes.method",)] == [
        "T1.R1.C3"]


# Room in a line, and labels that go on from another

@pytest.mark.parametrize(("line", "labels"), [
    ("Ref [        ] Date [      ]", ["Ref", "Date"]), ("[ ] Yes  [ ] No", []), ("Due: ____-____-____", ["Due"]),
    ("Fecha: ___ de ____________ de 20__   Firma: ________", ["Fecha", "Firma"]), ("Am: __.__.20__", ["Am"]),
])
def test_frames_and_parts_of_a_day_are_one_room(line, labels):
    assert [each.label for each in blanks(line)] == labels


def test_each_label_of_a_line_says_what_those_behind_it_are_about(asked):
    found = asked(p("Korrektur .............., erledigt am ........ durch ........")
                  + p("Korrekturmaßnahme .............., umzusetzen bis ........") + p("Umgesetzt am ........"))
    assert [found[each][0] for each in ("erledigt am", "durch", "umzusetzen bis", "Umgesetzt am")] == [
        ("corrections.done_on",), ("corrections.owner",), ("actions.due",), ("actions.done_on",)]


def test_by_with_a_name_in_brackets_asks_who(asked):
    found = asked(p("Corrective action: ........ to be done by (name): ........ to be done by (date): ........"))
    assert (found["to be done by (name)"][0], found["to be done by (date)"][0]) == (
        ("actions.owner",), ("actions.due",))


def test_checked_on_and_by_are_two_things(asked):
    found = asked(two(("Kriterium für die Wirksamkeit", ""), ("Wirksamkeit festgestellt am / durch", "")))
    assert found["Wirksamkeit festgestellt am / durch"][0] == ("effects.reviewed_on, effects.reviewer",)


# Tables

def test_a_header_in_words_of_its_own_begins_rows(read):
    heads = ("Acción correctiva propuesta", "Quién", "Cuándo")
    place, = read(simple(heads, ("",) * 3, ("",) * 3, widths=(3000,) * 3)).places
    assert (place.act, place.names) == (Act.ROWS, ("actions",))
    assert {*place.columns.values()} == {"what", "owner", "due"}


def test_labels_over_their_room_among_others_are_no_rows(asked):
    body = simple(("Measures to prevent repetition", "Accountable"), ("", ""), ("Determined causes", "Method"),
                  ("", ""), widths=(4500, 4500))
    assert asked(body)["Measures to prevent repetition"] == (("actions",), "")
    assert asked(body)["Accountable"] == (("actions.owner",), "")


def test_a_number_of_actions_makes_no_list_of_findings(read):
    actions = ("CAPA ref.", "Description of action", "Action owner", "Target date")
    assert read(simple(actions, *[("",) * 4] * 2, widths=(2250,) * 4)).places[0].names == ("actions",)
    findings = ("NC no.", "Nonconformity", "Action owner", "Target date")
    assert all(each.act is not Act.ROWS for each in read(simple(findings, *[("",) * 4] * 2, widths=(2250,) * 4)).places)


def test_whose_columns_are_may_stand_under_their_headers(asked):
    head = row("SCAR no.", "Nonconformance", "Root cause", "Corrective action", "Remarks", "Sign-off date")
    captions = row(cell("to be filled in by the supplier", span=4), cell("buyer only", span=2))
    found = asked(table(head, captions, *[row(*[""] * 6)] * 2, widths=(1500,) * 6))
    assert (found["Root cause"], found["Corrective action"]) == ((("causes",), ""), (("actions",), ""))
    assert found["Remarks"][1] == found["Sign-off date"][1] == AUDITOR


def test_the_auditors_table_in_a_cell_of_the_whole_form(asked):
    inner = p("Part B – client") + two(("Root cause", "")), p("Part C – auditor") + two(("Corrective action", ""))
    found = asked(table(*(row(cell(each, 9000)) for each in inner), widths=(9000,)))
    assert found["Root cause"][1] == "" and found["Corrective action"][1] == AUDITOR


def test_a_bold_label_may_be_explained_in_brackets(asked):
    body = p(bold("Korrektur") + r(" (was wurde richtiggestellt)")) + p() + p() + p(bold("Ursache")) + p() + p()
    assert asked(p("Antwort") + body)["Korrektur (was wurde richtiggestellt)"] == (("corrections",), "")
    assert not asked(p("Antwort") + p("Korrektur war gestern") + p() + p())


# Labels

@pytest.mark.parametrize(("language", "label", "names"), [
    ("en", "Effectiveness check – outcome", "effects.result"), ("es", "Eficacia: resultado", "effects.result"),
    ("en", "Effectiveness check (method)", "effects.method"), ("en", "Effectiveness check - see below", "effects"),
    ("fr", "Analyse : origine du problème", "causes"),
    ("en", "5. Why was it not detected earlier?", "finding.detection_cause"),
    ("es", "2.º ¿Por qué?", "whys.why2"), ("fr", "3ème pourquoi", "whys.why3"), ("en", "5. Why?", "whys.why5"),
    ("fr", "N° de client", ""), ("en", "Supplier code", ""), ("fr", "Nom du client", "settings.organisation"),
    ("en", "Correction / corrective action", "corrections, actions"),
    ("es", "Medidas provisionales mientras se implantan las definitivas", "mitigations"),
])
def test_one_part_of_what_a_label_is_about(language, label, names):
    assert meaning(label, vocabulary({}, frozenset({language})))[1] == ((names,) if names else ())


@pytest.mark.parametrize(("question", "label", "names"), [
    ("Were similar cases found?", "If yes, describe", ("finding.extent",)),
    ("Were similar cases found?", "If no, describe", ()), ("Is it raining?", "If yes, describe", ()),
    ("Corrective action needed?", "If no, why", ("finding.no_action_reason",)),
])
def test_what_is_asked_behind_yes_or_no(asked, question, label, names):
    assert asked(two((question, "☐ Yes  ☐ No"), (label, "")))[label][0] == names


def test_who_owns_the_response_is_no_answer(asked):
    body = heading("Supplier corrective action response") + two(("Response owner", ""), ("Root cause", ""))
    assert asked(body)["Response owner"][0] == ("finding.owner",)


@pytest.mark.parametrize(("said", "part"), [
    ("A rellenar por el laboratorio", "yours"), ("Réservé au laboratoire", "yours"),
    ("Durch das Labor auszufüllen", "yours"), ("A rellenar por la entidad", "auditor"), ("buyer only", "auditor"),
    ("Cadre réservé au donneur d'ordre", "auditor"),
])
def test_who_is_the_organisation_by_other_words(said, part):
    assert vocabulary({}).part(said) == part
