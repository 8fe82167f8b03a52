"""Where an answer stands: under a column that names who answers, in a frame under its label, in a row of whys."""

# ruff: noqa: F811

from __future__ import annotations

import pytest

from ncr_toolkit.forms.survey.naming import AUDITOR
from tests.forms import cell, control, heading, p, r, row, simple, table, text_box
from tests.test_form_layouts import asked, filled, read, room, told, two  # noqa: F401

NO_GATE, GATE = "RC-1: No gate", "Gate"


def ax(name: str) -> str:
    """A paragraph with an ActiveX control."""
    return f'<w:p><w:r><w:object><w:control w:name="{name}" w:shapeid="_x0000_i1025"/></w:object></w:r></w:p>'


# Columns

def test_a_question_beside_columns_for_us_and_the_auditor(told):
    body = simple(("", "Client response", "Auditor comments"), ("1. Why did it happen?", "", ""),
                  ("2. What did you do to fix it?", "", ""), widths=(3000, 4000, 2600))
    made = told(body).accounts
    assert [(each.label, each.value != "") for each in made if each.state != "auditor"] == [
        ("1. Why did it happen?", True), ("2. What did you do to fix it?", True)]
    assert sum(each.state == "auditor" for each in made) == 2


def test_rows_of_questions_with_a_column_for_each_side(told):
    body = simple(("", "Client", "Certification body"), ("Root cause", "", ""), ("Corrective action", "", ""),
                  widths=(3000, 3600, 3000))
    made = told(body).accounts
    assert [(each.state, each.label) for each in made if each.state != "auditor"] == [
        ("filled", "Root cause"), ("filled", "Corrective action")]


def test_a_column_of_the_auditor_by_its_first_word(told):
    heads = ("Finding", "Root cause", "Action", "Who", "Auditor: evidence seen", "Auditor: verified on")
    made = {each.label: each.state for each in told(simple(heads, ("",) * 6, widths=(1600,) * 6)).accounts}
    assert made == {**dict.fromkeys(heads[:4], "filled"), **dict.fromkeys(heads[4:], "auditor")}


@pytest.mark.parametrize(("ours", "theirs"), [
    ("Client", "Assessor"), ("Organisation's response", "Auditor's evaluation"),
    ("Response", "Review by certification body")])
def test_columns_under_a_question_that_name_who_answers(told, ours, theirs):
    rows = [each for question in ("1. Root cause", "2. Corrective action taken") for each in (
        row(cell(question, 4800, span=2)), row(cell(ours, 4800), cell(theirs, 4800)),
        row(cell("", 4800), cell("", 4800)))]
    made = told(table(*rows, widths=(4800, 4800))).accounts
    assert [(each.state, NO_GATE in each.value, GATE in each.value) for each in made] == [
        ("filled", True, False), ("auditor", False, False), ("filled", False, True), ("auditor", False, False)]


def test_a_response_under_a_title_asks_nothing_of_the_finding(asked):
    found = asked(heading("Response to nonconformity") + two(("Response", ""), ("Root cause", "")))
    assert found["Response"][0] == () and found["Root cause"] == (("causes",), "")


def test_the_same_names_over_rooms_of_a_head_are_labels(filled):
    found = filled(simple(("Client", "Lead auditor"), ("", ""), widths=(4800, 4800)) + two(("Root cause", "")))
    assert found["Client"] == "Tessvalen"


def test_a_label_behind_the_name_of_who_answers(filled):
    found = filled(simple(("NC no.", "Auditee: root cause", "Assessor: decision"), ("", "", ""), widths=(3200,) * 3))
    assert found["Auditee: root cause"] == NO_GATE and found["Assessor: decision"] == ""


def test_a_row_with_who_acts_is_not_the_auditors_alone(asked):
    heads = ("Responsible", "Due date", "Auditor signature")
    found = asked(two(("Corrective action", "")) + simple(heads, ("", "", ""), widths=(3200,) * 3))
    assert found["Responsible"] == (("actions.owner",), "") and found["Auditor signature"][1] == AUDITOR


def test_a_column_of_two_things_takes_both(read, told):
    heads = ("Root cause", "Measure", "Owner", "Success measure / end date")
    body = simple(heads, *[("",) * 4] * 2, widths=(2400,) * 4)
    (place,) = read(body).places
    assert list(place.columns.values()) == ["cause_statement", "what", "owner", "measure, due"]
    assert told(body).accounts[0].state == "filled"


def test_the_measures_until_then_are_no_corrective_action(read):
    heads = ("Root cause", "Measures to contain the risk until then", "Corrective action", "Owner", "Due")
    places = read(simple(heads, ("",) * 5, widths=(1900,) * 5)).places
    assert [each.names for each in places] == [("causes",), ("containment",), ("actions",), ("actions.owner",),
                                               ("actions.due",)]


def test_a_matrix_of_controls(filled):
    def room_of(name):
        return cell(f'<w:p>{control("", number=name)}</w:p>', 2400)
    body = table(row("Type", "Action", "Assignee", "Due date"),
                 row("Correction", room_of(11), room_of(12), room_of(13)),
                 row("Corrective", room_of(14), room_of(15), room_of(16)))
    found = filled(body)
    assert (found["Correction: Assignee"], found["Corrective: Assignee"]) == ("Cleo", "Ana")


# Labels over their room

def test_a_frame_under_a_heading_or_a_paragraph(filled):
    frame = simple(("",), widths=(9000,))
    found = filled(heading("4. Root cause investigation") + frame + p("Corrective action:") + frame
                   + p("Which weather was it?") + frame)
    assert found["4. Root cause investigation"] == NO_GATE and GATE in found["Corrective action"]
    assert found["Which weather was it?"] == "" and len(found) == 3


def test_a_frame_in_the_auditors_part_is_theirs(asked):
    body = heading("For certification body use only") + p("Root cause") + simple(("",), widths=(9000,))
    assert asked(body)["Root cause"][1] == AUDITOR


def test_a_text_box_with_its_label_over_its_room(filled):
    body = "".join(p(text_box(p(label) + p())) for label in ("Root cause", "Corrective action and deadline", "Weather"))
    found = filled(body)
    assert found["Root cause"] == NO_GATE and found["Weather"] == "" and len(found) == 3


def test_one_label_with_the_auditors_word_leaves_the_next_ours(asked):
    rows = [row(cell(said, 9000)) for said in ("Finding raised by the inspector", "", "Root cause", "", "Correction",
                                               "", "Inspector's conclusion", "")]
    found = asked(table(*rows, widths=(9000,)))
    assert found["Root cause"] == (("causes",), "") and found["Correction"] == (("corrections",), "")
    assert found["Finding raised by the inspector"][1] == found["Inspector's conclusion"][1] == AUDITOR


def test_the_title_of_who_hands_in_is_not_that_of_the_finding(asked):
    body = p(r("Submitted by: ") + control("") + r("   Title: ") + control("", number=8))
    found = asked(two(("Root cause", "")) + body)
    assert found["Title"] == (("contact.role",), "") and found["Submitted by"] == (("settings.owner",), "")


# Five whys

@pytest.mark.parametrize("rows", [
    (("Why?", "Answer"), *((str(number), "") for number in range(1, 6))), (("Why?", ""),) * 5,
    tuple((f"Why? ({number})", "") for number in range(1, 6)), tuple((f"{number}. Why?", "") for number in range(1, 6)),
])
def test_the_whys_in_rows(read, rows):
    assert [each.names for each in read(simple(*rows, widths=(2000, 7000))).places] == [
        (f"whys.why{number}",) for number in range(1, 6)]


def test_numbers_under_another_question_are_no_whys(read):
    rows = (("Who?", "Answer"), ("1", ""), ("2", ""))
    assert not any("whys" in name for each in read(simple(*rows, widths=(2000, 7000))).places for name in each.names)


# What only Word can set

def test_an_activex_control_is_told_and_missing(told):
    body = table(row(cell("Root cause", 3000), cell(ax("TextBox1"), 6000)),
                 row(cell("Send", 3000), cell(ax("CommandButton1"), 6000)), widths=(3000, 6000))
    made = told(body + p("Corrective action: ______") + p("Correction: ______"))
    assert [(each.label, each.state) for each in made.accounts if "ActiveX" in each.why] == [("Root cause", "unknown")]
    assert "root cause" in made.judgement.lacks


# Several findings

def test_a_list_is_filled_row_by_row(read, told):
    heads = ("NC No.", "Nonconformity", "Correction", "Root cause", "Corrective action")
    body = simple(heads, *[("",) * 5] * 3, widths=(1900,) * 5)
    assert read(body).several and not read(two(("NC No.", ""))).several
    next_one = simple(heads, ("NC-2", "Other", "Done", "Nobody", "Rule"), *[("",) * 5] * 2, widths=(1900,) * 5)
    assert [each.id for each in told(next_one).accounts if each.state == "filled"] == [
        f"T1.R3.C{column}" for column in range(1, 6)]
