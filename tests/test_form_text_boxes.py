"""Text boxes of a form are looked at and filled as the rest of it is, and both copies that Word keeps stay equal."""

# ruff: noqa: F811

from __future__ import annotations

import re

import pytest

from ncr_toolkit.forms.docx.text_boxes import text_boxes
from ncr_toolkit.forms.docx.wordprocessingml import text, w
from tests.forms import cell, control, heading, p, r, row, simple, table, text_box, tick_control, vml_box
from tests.test_form_places import made, states  # noqa: F401

BOTH = pytest.mark.parametrize("box", [text_box, vml_box])


def said(document) -> list[str]:
    """The words of each text box, of both copies."""
    return ["\n".join(map(text, each.iter(w("p")))) for each in document.element.body.iter(w("txbxContent"))]


@BOTH
@pytest.mark.parametrize(("content", "shown"), [
    (p("Root cause: ____________"), "Root cause: RC-1: Nobody owned it"),
    (p("Root cause:") + p("_" * 30) + p("_" * 30) + p("(end)"), "Root cause:\nRC-1: Nobody owned it\n(end)"),
    (p("Root cause: [describe it]"), "Root cause: RC-1: Nobody owned it"),
    (simple(("Root cause", ""), widths=(2000, 4000)), "Root cause\nRC-1: Nobody owned it\n"),
    (p(r("Root cause: ") + control("")), "Root cause: RC-1: Nobody owned it"),
    (p("{{ text.causes }}"), "RC-1: Nobody owned it"),
    (p("{causes}"), "RC-1: Nobody owned it"),
    (p("Grade: \u2610 Major \u2610 Minor"), "Grade: \u2612 Major \u2610 Minor"),
    (p(r("Grade: ") + tick_control("Major") + r(" Major ") + tick_control("Minor") + r(" Minor")),
     "Grade: \u2612 Major \u2610 Minor"),
], ids=["line", "lines", "hint", "table", "control", "tag", "foreign tag", "letter to tick", "control to tick"])
def test_every_kind_of_room_in_a_text_box_is_filled(made, box, content, shown):
    document, told = made(p("Form") + p(r("See the box.") + box(content)) + p("End of the form."))
    assert set(said(document)) == {shown}
    assert len(said(document)) == box("").count("<w:txbxContent>")
    assert "filled" in {each.state for each in told.accounts}
    assert {each.place.where.split(",")[0] for each in told.outcomes} == {"text box 1"}


def test_each_copy_is_one_place(made):
    document, told = made(p(text_box(p("Root cause: ______"))) + p(text_box(p("Odd thing: ______"))))
    assert [(each.id, each.state, told.outcomes[number].place.where) for number, each in enumerate(told.accounts)] == [
        ("X1.P1", "filled", "text box 1, paragraph 1"), ("X2.P1", "unknown", "text box 2, paragraph 1")]
    assert "labels in text boxes" not in str(told.left)
    assert said(document)[2:] == ["Odd thing: ______"] * 2


def test_a_text_box_moves_no_number_of_another_place(made):
    inside = simple(("Root cause", ""), widths=(2000, 4000))
    _, told = made(p(text_box(inside)) + simple(("Correction", ""), widths=(2000, 4000)))
    assert {each.id for each in told.accounts} == {"X1.T1.R1.C2", "T1.R1.C2"}


def test_a_text_box_in_the_auditors_part_stays_blank(made):
    document, told = made(heading("To be completed by the auditor") + p(text_box(p("Root cause: ______")))
                          + heading("Response of the organisation") + p("Our words."))
    assert states(told) == {"Root cause": "auditor"}
    assert set(said(document)) == {"Root cause: ______"}


def test_the_auditors_part_in_a_text_box_ends_with_it(made):
    _, told = made(p(text_box(p("To be completed by the auditor") + p("Extent: ______"))) + p("Root cause: ______"))
    assert states(told) == {"Extent": "auditor", "Root cause": "filled"}


def test_a_mapping_names_a_place_of_a_text_box(made):
    document, _ = made(p(text_box(p("Odd thing: ______"))), {"X1.P1": "causes"})
    assert set(said(document)) == {"Odd thing: RC-1: Nobody owned it"}


def test_a_group_of_boxes_and_one_without_a_copy(made):
    two = text_box(p("Root cause: ______"), p("Extent: ______"))
    document, told = made(p(two) + p(re.sub("<mc:Fallback>.*</mc:Fallback>", "", text_box(p("Correction: ______")))))
    assert said(document) == ["Root cause: RC-1: Nobody owned it", "Extent: Two more models"] * 2 + [
        "Correction: C-2: Tested again (Cleo)"]
    assert {each.state for each in told.accounts} == {"filled"}


def test_copies_of_which_one_has_more_boxes_are_all_filled(made):
    odd = text_box(p("Root cause: ______")).replace("</mc:Fallback>", vml_box(p("Extent: ______")) + "</mc:Fallback>")
    document, told = made(p(odd))
    assert said(document) == ["Root cause: RC-1: Nobody owned it"] * 2 + ["Extent: Two more models"]
    assert len(told.accounts) == 3


def test_a_control_in_a_box_takes_nothing_from_the_line_at_which_it_hangs(made):
    document, _ = made(p(r("Extent: ________") + text_box(p(r("Root cause: ") + control("")))))
    assert text(document.paragraphs[0]._p) == "Extent: Two more models"
    assert len(text_boxes(document.element.body)) == 1 and set(said(document)) == {"Root cause: RC-1: Nobody owned it"}


@BOTH
@pytest.mark.parametrize(("form", "where"), [
    (lambda box: p("Root cause:") + p(box(p() + p())), "label before"),
    (lambda box: p(r("Root cause") + box(p())), "label in the line"),
    (lambda box: p("1. Root cause", "Heading1") + p(box(p())), "heading"),
    (lambda box: table(row(cell("Root cause"), cell(p(box(p())))), row(cell(""), cell(""))), "label in the next cell"),
    (lambda box: table(row(cell(p("Root cause:") + p(box(p())))), row(cell(""))), "label in the cell"),
])
def test_an_empty_box_is_the_room_of_its_label(made, box, form, where):
    document, told = made(form(box))
    assert {each.split("\n")[0] for each in said(document)} == {"RC-1: Nobody owned it"}, where
    assert "RC-1" not in "".join(text(each) for each in document.element.body.iter(w("p"))
                                 if next(each.iterancestors(w("txbxContent")), None) is None)
    assert [each.place.where for each in told.outcomes if each.value] == ["text box 1, paragraph 1"]


def test_an_empty_box_without_a_label_is_told(made):
    _, told = made(p(text_box(p())) + p("Root cause: ______") + p(text_box(p())) + p("Extent:")
                   + p(text_box(p())) + p(text_box(p())) + p("Weather:") + p(text_box(p())))
    by_id = {each.id: (each.label, str(each.state)) for each in told.accounts}
    assert by_id == {"X1.P1": ("", "unknown"), "P2": ("Root cause", "filled"), "X2.P1": ("", "unknown"),
                     "X3.P1": ("Extent", "filled"), "X4.P1": ("", "unknown"), "X5.P1": ("Weather", "unknown")}


def test_an_empty_box_in_the_auditors_part_stays_blank(made):
    document, told = made(heading("To be completed by the auditor") + p("Root cause:") + p(text_box(p()))
                          + p(text_box(p())))
    assert {str(each.state) for each in told.accounts} == {"auditor"} and len(told.accounts) == 2
    assert set(said(document)) == {""}


@pytest.mark.parametrize(("box", "told_so"), [
    (text_box, True), (vml_box, True),
    (lambda words: text_box(words).replace("<wps:bodyPr/>", "<wps:bodyPr><a:spAutoFit/></wps:bodyPr>"), False),
    (lambda words: vml_box(words).replace("<v:textbox>", '<v:textbox style="mso-fit-shape-to-text: t">'), False),
], ids=["shape", "VML", "shape that grows", "VML that grows"])
def test_a_box_that_does_not_grow_is_told(made, box, told_so):
    _, told = made(p(box(p("Root cause: ______"))))
    assert any("its text box has a fixed height" in note for note in told.notes) == told_so
