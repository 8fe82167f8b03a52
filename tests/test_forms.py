"""Forms of the body: what is found, what goes where, and that nothing else changes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Action, Cause, Containment, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.forms import load
from ncr_toolkit.forms.docx.wordprocessingml import w
from ncr_toolkit.generate import ROOT
from tests import forms
from tests.excel_forms import grid
from tests.forms import (
    bold,
    cell,
    choices,
    control,
    docx,
    field,
    heading,
    p,
    r,
    row,
    simple,
    table,
    tick_control,
)
from tests.validation import validated

MAJOR, MINOR, NOT_READY = "NC-2026-01", "NC-2026-07", "NC-2026-04"
READY = Readiness()


@pytest.fixture(scope="module")
def sample() -> Assessment:
    folder = ROOT / "samples"
    review = Review(read_register(folder / "register.xlsx"), packs.load("iso42001"), TODAY, folder / "evidence")
    return Assessment(review, run(review))


@pytest.fixture
def filled(tmp_path):
    """A function: a form and records -> the filled form as a document, and what `Filled` tells."""

    def fill(form: bytes, *records, readiness=READY, mapping=None, **finding):
        path = tmp_path / "form.docx"
        path.write_bytes(form)
        one = Finding(id="NC-1", **finding)
        register = Register()
        for record in (one, *records):
            register.records[type(record)].append(record)
        review = Review(register, packs.load("iso42001"), TODAY)
        told = load(path, mapping).fill(review, one, readiness)
        return Document(io.BytesIO(told.content)), told

    return fill


def words(document) -> str:
    return "\n".join("".join(each.text or "" if each.tag == w("t") else "\n" if each.tag == w("br") else ""
                             for each in line.iter(w("t"), w("br")))
                     for line in document.element.body.iter(w("p")))


def of_sample(sample: Assessment, name: str, id: str):
    finding = next(each for each in sample.findings if each.id == id)
    return load(forms.FOLDER / f"{name}.docx").fill(sample.review, finding, sample.readiness(finding))


LEFT = {
    "tags": set(),
    "controls": {"Remarks", "Extent", "Correction"},
    "fields-libreoffice": {"Title", "Name", "Signature"},
    "beside-libreoffice": {"Remarks", "Root cause accepted", "Corrective action", "Auditor's signature", "Date"},
    "below": {"Accepted", "Date", "Auditor", "Signature"},
    "mixed": {"Lessons for the industry", "Auditor's signature", "Date", "Yes", "No"},
}
"""What each of the six forms leaves blank for a finding that is ready."""


@pytest.mark.parametrize("name", forms.FORMS)
@pytest.mark.parametrize("id", [MAJOR, MINOR])
def test_the_six_forms_hold_the_answer_and_say_what_they_left(sample, name, id):
    told = of_sample(sample, name, id)
    assert {each.place.label for each in told.outcomes if each.left and "nothing" not in each.left} == LEFT[name]
    assert id != MAJOR or not any("nothing" in each for each in told.left)
    text = words(Document(io.BytesIO(told.content)))
    wanted = next(each for each in sample.findings if each.id == id)
    assert wanted.id in text
    causes = [cause.statement for cause in sample.review.of(Cause, wanted)]
    actions = [action.what for action in sample.review.of(Action, wanted)]
    assert causes and actions and all(each in text for each in causes + actions)


@pytest.mark.parametrize("name", forms.FORMS)
def test_nothing_else_in_the_form_changes(sample, name):
    before = zipfile.ZipFile(forms.FOLDER / f"{name}.docx")
    told = of_sample(sample, name, MAJOR)
    draft = bool(told.wants(beside=False))  # it lacks a part, and says so on every page
    after = zipfile.ZipFile(io.BytesIO(told.content))
    assert {*after.namelist()} - {*before.namelist()} == ({"word/header-ncr-draft.xml"} if draft and name == "controls"
                                                          else set())
    touched = {each for each in before.namelist() if before.read(each) != after.read(each)}
    assert touched <= {"word/document.xml", "word/header1.xml", "word/footer1.xml", *(
        ("[Content_Types].xml", "word/_rels/document.xml.rels") if draft else ())}
    if "word/header1.xml" in touched:
        assert name in ("tags", "mixed")
    old, new = (etree.fromstring(each.read("word/document.xml")) for each in (before, after))
    for kind in ("tblPr", "tcPr", "tblGrid", *(() if draft else ("sectPr",))):
        those, these = ([etree.tostring(each, method="c14n") for each in tree.iter(w(kind))] for tree in (old, new))
        assert set(those) == set(these), kind
    if name != "tags":  # every word of the body's stands where it stood
        gone = re.compile(r"[\s\u2002_.\u2610\u2612]|\[[ x]\]|Click or tap here to enter text|Click or tap to enter a date|"
                          r"Choose an item|\{\{.*?\}\}")
        those = [text for each in old.iter(w("t")) if (text := gone.sub("", each.text or ""))]
        everything = gone.sub("", "".join(new.itertext(w("t"))))
        assert all(part in everything for text in those for part in text.split(":") if part)


@pytest.mark.parametrize("name", forms.FORMS)
def test_the_same_bytes_twice(sample, name):
    assert of_sample(sample, name, MAJOR).content == of_sample(sample, name, MAJOR).content


@pytest.mark.parametrize("name", forms.FORMS)
@pytest.mark.parametrize("id", [MAJOR, MINOR, NOT_READY])
def test_a_filled_form_fits_its_schema(sample, name, id, tmp_path):
    def faults(path: Path) -> list[str]:
        return [each["description"] for each in validated(path, "Office2016")]

    path = tmp_path / "filled.docx"
    path.write_bytes(of_sample(sample, name, id).content)
    assert faults(path) == faults(forms.FOLDER / f"{name}.docx")


@pytest.mark.parametrize(("name", "make"), [each for each in forms.FORMS.items() if not each[0].endswith("office")])
def test_the_forms_are_what_the_script_makes(name, make):
    assert (forms.FOLDER / f"{name}.docx").read_bytes() == make()


@pytest.mark.office
@pytest.mark.parametrize("name", forms.FORMS)
def test_libreoffice_opens_every_filled_form(sample, office, tmp_path, name):
    path = tmp_path / f"{name}.docx"
    path.write_bytes(of_sample(sample, name, NOT_READY).content)
    assert office(path, "pdf", tmp_path / "pdf").stat().st_size > 5000


@pytest.mark.parametrize("name", forms.FORMS)
def test_a_form_that_is_not_ready_says_draft_on_every_page(sample, name):
    told = of_sample(sample, name, NOT_READY)
    document = Document(io.BytesIO(told.content))
    assert len(told.missing) == 9
    assert all("DraftMark" in etree.tostring(section.header._element).decode() for section in document.sections)
    ready = of_sample(sample, name, MAJOR)
    header = Document(io.BytesIO(ready.content)).sections[0].header._element
    assert ("DraftMark" in etree.tostring(header).decode()) is (name in ("controls", "mixed"))
    assert bool(ready.wants(beside=False)) is (name in ("controls", "mixed")), "these have no room for the correction"


def test_draft_stands_on_first_and_even_pages_and_in_later_sections(filled):
    section = f"<w:p><w:pPr><w:sectPr>{forms.PAGE}<w:titlePg/></w:sectPr></w:pPr></w:p>"
    form = docx(section + p("Root cause: ______"), settings="<w:evenAndOddHeaders/>", header=p("F-1"))
    document, _ = filled(form, readiness=Readiness(("No cause.",)))
    first, last = document.sections
    for header in (first.header, first.first_page_header, first.even_page_header, last.header, last.even_page_header):
        assert "DraftMark" in etree.tostring(header._element).decode()


# Labels

ACTIONS = (Action(id="CA-1", finding="NC-1", what="Gate", owner="Ana", due=TODAY), Action(
    id="CA-2", finding="NC-1", what="Check", owner="Ben", due=TODAY))


def left(told) -> dict[str, str]:
    return {each.place.label: each.left for each in told.outcomes if each.left}


def test_rows_are_added_where_the_form_has_too_few(filled):
    form = docx(simple(("No", "Action", "Who", "By when"), ("1", "", "", ""), widths=(800, 3000, 2000, 2000)))
    document, _ = filled(form, *ACTIONS)
    rows = [[each.text for each in line.cells] for line in document.tables[0].rows]
    assert rows[1:] == [["1", "Gate", "Ana", "2026-06-30"], ["2", "Check", "Ben", "2026-06-30"]]


def test_a_blank_row_too_many_stays_blank(filled):
    form = docx(simple(("Action", "Responsible"), *[("", "")] * 4, widths=(4000, 3000)))
    document, _ = filled(form, *ACTIONS)
    assert [line.cells[0].text for line in document.tables[0].rows] == ["Action", "Gate", "Check", "", ""]


def test_what_the_body_filled_is_never_overwritten(filled):
    form = docx(simple(("NC No.", "NC-77"), ("Clause: 8.4", ""), ("Root cause", "see letter"), widths=(3000, 5000))
                + p("Extent: none found") + p(control("Grade", shown="Minor", filled=True)))
    document, told = filled(form, Cause(finding="NC-1", statement="Secret"), reference="A.6", extent="Everywhere",
                            grade="Major")
    text = words(document)
    assert not any(each in text for each in ("NC-1", "A.6", "Secret", "Everywhere", "Major"))
    assert left(told)["Grade"] == "it is filled already"


def test_a_label_that_may_mean_two_things_is_left_unless_both_agree(filled):
    form = docx(simple(("Responsible", ""), widths=(3000, 5000)))
    _, told = filled(form, *ACTIONS, owner="Ana")
    assert left(told)["Responsible"] == "it may mean finding.owner or actions.owner"
    document, _ = filled(form, ACTIONS[0], owner="Ana")
    assert document.tables[0].rows[0].cells[1].text == "Ana"


def test_responsible_asks_of_what_stands_before_it(filled):
    form = docx(simple(("Correction", ""), ("Responsible", ""), ("Corrective action", ""), ("Responsible", ""),
                       widths=(3000, 5000)))
    document, _ = filled(form, ACTIONS[0], Containment(id="C-1", finding="NC-1", kind="Correction", what="Mended",
                                                       owner="Cleo"))
    assert [line.cells[1].text for line in document.tables[0].rows] == [
        "C-1: Mended (Cleo)", "Cleo", "CA-1: Gate (Ana, due 2026-06-30)", "Ana"]


@pytest.mark.parametrize("label", ["Ursachenanalyse", "Cause racine", "Causa ra\u00edz", "3.1 ROOT CAUSES (5 Why)*:",
                                   "Root cause analysis \u2013 why did it happen?", "Root cuase analysis"])
def test_labels_of_other_languages_and_makes(filled, label):
    document, _ = filled(docx(simple((label, ""), widths=(3000, 5000))), Cause(id="RC-1", finding="NC-1", statement="Why"))
    assert document.tables[0].rows[0].cells[1].text == "RC-1: Why"


@pytest.mark.parametrize("label", ["Root", "Because", "Route course", "Cost of cause", "Auditor's root cause",
                                   "Root cause class", "Route causeway"])
def test_what_only_looks_like_a_label_is_not_filled(filled, label):
    document, _ = filled(docx(simple((label, ""), widths=(3000, 5000))), Cause(id="RC-1", finding="NC-1", statement="Why"))
    assert document.tables[0].rows[0].cells[1].text == ""


@pytest.mark.parametrize("head", ["To be completed by the auditor", "Vom Auditor auszuf\u00fcllen", "FOR CERTIFICATION BODY USE",
                                  "4. Verification (auditor use only)"])
def test_the_auditors_part_is_left_blank(filled, head):
    rows = row(cell(head, 4000, 2)), row(cell("Root cause", 4000), cell("", 4000))
    document, told = filled(docx(table(*rows, widths=(4000, 4000))), Cause(finding="NC-1", statement="Why"))
    assert document.tables[0].rows[1].cells[1].text == ""
    assert left(told)["Root cause"] == "that is the auditor's part"


def test_the_clients_part_after_the_auditors_is_filled(filled):
    rows = (row(cell("To be completed by the auditor", 4000, 2)), row(cell("Root cause", 4000), cell("", 4000)),
            row(cell("To be completed by the client", 4000, 2)), row(cell("Root cause", 4000), cell("", 4000)))
    document, _ = filled(docx(table(*rows, widths=(4000, 4000))), Cause(id="RC-1", finding="NC-1", statement="Why"))
    assert [line.cells[1].text for line in document.tables[0].rows][1::2] == ["", "RC-1: Why"]


def test_a_mapping_file_names_what_the_tool_does_not_know(filled, tmp_path):
    form = docx(simple(("Warum kam es dazu", ""), ("Root cause", ""), widths=(3000, 5000)))
    path = tmp_path / "labels.toml"
    path.write_text('"Warum kam es dazu" = "causes"\n"Root cause" = "leave"\n', encoding="utf-8")
    document, told = filled(form, Cause(id="RC-1", finding="NC-1", statement="Why"), mapping=path)
    assert [line.cells[1].text for line in document.tables[0].rows] == ["RC-1: Why", ""]
    assert left(told) == {"Root cause": "the mapping file says so"}


def test_a_mapping_file_names_a_column(filled):
    form = docx(simple(("Action", "Responsible", "Budget"), ("", "", ""), widths=(3000, 3000, 3000)))
    action = Action(id="CA-1", finding="NC-1", what="Gate", owner="Ana", resources="3 days")
    document, told = filled(form, action, mapping={"Budget": "actions.resources"})
    assert [each.text for each in document.tables[0].rows[1].cells] == ["Gate", "Ana", "3 days"] and not told.left
    _, told = filled(form, action)
    assert left(told) == {"Budget": "the column means nothing that a row of the register holds"}


def test_what_was_moved_away_is_not_read(filled):
    away = f'<w:moveFrom w:id="9" w:author="B" w:date="2026-01-01T00:00:00Z">{r("Extent: ____ {{ nonsense( }}")}</w:moveFrom>'
    document, told = filled(docx(p(away)), extent="E")
    assert told.outcomes == () and "E" not in [each.text for each in document.element.iter(w("t"))]


@pytest.mark.parametrize(("text", "part"), [('"X" = "cuases"', "did you mean causes"), ('"X" = 3', "write a name in quotes"),
                                            ('"X" = "finding.internal_note"', "names nothing"), ("X =", "no mapping file")])
def test_a_wrong_mapping_is_named(tmp_path, text, part):
    form, path = tmp_path / "form.docx", tmp_path / "labels.toml"
    form.write_bytes(docx(p("Root cause: ____")))
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match=re.escape(part)):
        load(form, path)


# Boxes, controls, fields

@pytest.mark.parametrize(("line", "result"), [
    ("\u2610 Major \u2610 Minor", "\u2612 Major \u2610 Minor"), ("Major \u2610 Minor \u2610", "Major \u2612 Minor \u2610"),
    ("Grade: [ ] Minor [ ] Major", "Grade: [ ] Minor [x] Major"), ("\u2610 Hauptabweichung \u2610 Nebenabweichung",
                                                                   "\u2612 Hauptabweichung \u2610 Nebenabweichung"),
    ("Grade: \u25cb Major \u25cb Minor", "Grade: \u2612 Major \u25cb Minor"),
    ("Severity of the risk: \u2610 Major \u2610 Minor", None), ("\u2610 Major \u2612 Minor", None),
    ("Repeat finding? \u2610 Yes \u2610 No", "Repeat finding? \u2610 Yes \u2612 No"), ("Liked it? \u2610 Yes \u2610 No", None)])
def test_boxes(filled, line, result):
    document, told = filled(docx(p(line)), grade="Major")
    assert document.paragraphs[0].text == (result or line)
    assert bool(left(told)) is (result is None)


def test_a_grade_that_no_box_says_is_told(filled):
    _, told = filled(docx(p("\u2610 Major \u2610 Minor")), grade="Observation")
    assert left(told) == {"Major": "none of its boxes says 'Observation'"}


def test_a_list_without_the_entry_is_left(filled):
    form = docx(p(control("Grade", choices("dropDownList", "High", "Low"), "Choose an item.")))
    _, told = filled(form, grade="Major")
    assert left(told)["Grade"] == "its list has no entry 'Major'"


@pytest.mark.parametrize(("entries", "shown"), [(("Crítica", "Mayor", "Menor"), ""),
                                                (("Critical", "Major", "Minor"), "Major"), (("Critical", "Minor"), "Critical")])
def test_of_two_entries_that_may_mean_the_grade_none_is_guessed(filled, entries, shown):
    form = docx(p(control("Grade", choices("dropDownList", *entries), "Choose an item.")))
    document, told = filled(form, grade="Major")
    assert words(document).strip() == shown or (not shown and "choose one" in left(told)["Grade"])


def test_a_control_keeps_itself_and_loses_its_invitation(filled):
    document, _ = filled(docx(p(control("Root cause", '<w:text w:multiLine="1"/>'))), Cause(id="1", finding="NC-1", statement="a\nb"))
    held = next(document.element.iter(w("sdt")))
    assert held.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is None and held.find(f"{w('sdtPr')}/{w('alias')}") is not None
    assert "PlaceholderText" not in etree.tostring(held).decode()
    assert words(document).startswith("1: a\nb")


def test_a_bound_control_is_left_and_said(filled):
    bound = '<w:dataBinding w:xpath="/x" w:storeItemID="{0}"/>'
    _, told = filled(docx(p(control("Root cause", more=bound))), Cause(finding="NC-1", statement="Why"))
    assert "bound to data" in left(told)["Root cause"]


def test_a_tick_control_by_its_title(filled):
    document, _ = filled(docx(p(tick_control("chkMajor")) + p(tick_control("chkMinor"))), grade="Minor")
    assert [each.text for each in document.element.iter(w("t"))][:2] == ["\u2610", "\u2612"]


# Hostile values and broken texts

HOSTILE = ["{{ 7*7 }}", "{% for x in y %}", "{# gone #}", "<select> & </w:t>", "]]>", "a\x0bb\x00c", "x" * 32_767,
           "\u05e9\u05dc\u05d5\u05dd", "\u4e2d\u6587", "line\r\nbreak\ttab", "{_{ }_}", "\u2610 Major [ ] Root cause:",
           "{{ finding.id }}", "{%p endfor %}"]
EVERY_WAY = docx(p("Tag: {{ finding.extent }}|") + p(r("Control: ") + control("finding.extent", "<w:text w:multiLine=\"1\"/>"))
                 + p(r("Field: ") + field("finding_extent")) + simple(("Extent", ""), widths=(3000, 5000))
                 + p("{%p for a in actions %}") + p("{{ a.what }}|") + p("{%p endfor %}"))


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
def test_a_value_is_printed_as_typed_in_every_way(filled, value):
    document, _ = filled(EVERY_WAY, Action(finding="NC-1", what=value), extent=value)
    shown = value.replace("\x0b", "").replace("\x00", "").replace("\r\n", "\n").replace("\t", "")
    assert words(document).count(shown) == 5
    assert "ncrplace" not in etree.tostring(document.element).decode()


def test_right_to_left_runs_so(filled):
    document, _ = filled(docx(simple(("Extent", ""), widths=(3000, 5000))), extent="\u05e9\u05dc\u05d5\u05dd")
    assert next(document.element.iter(w("rtl")), None) is not None and next(document.element.iter(w("bidi")), None) is not None


# Tracked changes and protection

TRACKED = "<w:trackRevisions/>"


def test_what_is_written_shows_as_an_insertion(filled):
    form = docx(simple(("Root cause", ""), ("Action", "Responsible"), ("", ""), widths=(3000, 5000)) + p("Extent: ____")
                + p("\u2610 Major"), settings=TRACKED)
    document, _ = filled(form, Cause(id="RC-1", finding="NC-1", statement="Why"), *ACTIONS, extent="All", grade="Major")
    made = {"".join(each.itertext(w("t"))) for each in document.element.iter(w("ins"))}
    assert {"RC-1: Why", "Gate", "Ana", "Check", " All", "\u2612"} <= made
    assert {each.get(w("author")) for each in document.element.iter(w("ins"), w("del"))} == {"ncr"}
    assert {each.get(w("date")) for each in document.element.iter(w("ins"))} == {"2026-06-30T00:00:00Z"}
    assert {"".join(each.itertext(w("delText"))) for each in document.element.iter(w("del"))} == {" ____", "\u2610"}
    everything = "".join(document.element.body.itertext(w("t")))
    assert everything.count("RC-1: Why") == 1
    ids = [each.get(w("id")) for each in document.element.iter(w("ins"), w("del"))]
    assert len(ids) == len(set(ids))
    assert sum(1 for each in document.element.iter(w("trPr")) if each.find(w("ins")) is not None) == 1


def test_deleted_text_is_not_read_and_inserted_text_is(filled):
    gone = '<w:del w:id="9" w:author="B" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>{0}</w:delText></w:r></w:del>'
    new = '<w:ins w:id="8" w:author="B" w:date="2026-01-01T00:00:00Z">{0}</w:ins>'
    form = docx(p(r("{{ finding.id }}") + gone.format("{{ nonsense( }}")) + table(
        row(cell(p(gone.format("Extent")), 3000), cell("", 5000)), row(cell(p(new.format(r("Impact"))), 3000), cell("", 5000)),
        widths=(3000, 5000)))
    document, _ = filled(form, extent="E", impact="I")
    assert [line.cells[1].text for line in document.tables[0].rows] == ["", "I"]
    assert "{{ nonsense( }}" in etree.tostring(document.element).decode()


@pytest.mark.parametrize("rows", [[row(cell("Extent"), cell(), more='<w:del w:id="9" w:author="B"/>')], []])
def test_a_table_whose_rows_were_all_deleted_is_none(filled, rows):
    document, _ = filled(docx(p("Impact: ____") + table(*rows, widths=(2400, 2400))), extent="E", impact="I")
    assert "Impact: I" in words(document) and [each.cells[1].text for each in document.tables[0].rows] == [""] * len(rows)


PROTECT = '<w:documentProtection w:edit="{0}" w:enforcement="1" w:hash="abc" w:salt="def"/>'


@pytest.mark.parametrize(("kind", "part"), [("readOnly", "read-only"), ("comments", "comments only")])
def test_protection_is_respected(filled, kind, part):
    with pytest.raises(CannotRun, match=part):
        filled(docx(p("Root cause: ____"), settings=PROTECT.format(kind)))


def test_a_protected_form_takes_its_fields_only(filled):
    form = docx(p(r("Extent: ") + field("Text1")) + p("Impact: ____") + p("\u2610 Major"), settings=PROTECT.format("forms"))
    document, told = filled(form, extent="E", impact="I", grade="Major")
    assert words(document) == "Extent: E\nImpact: ____\n\u2610 Major"
    assert set(left(told)) == {"Impact", "Major"}
    with pytest.raises(CannotRun, match="holds tags, and is protected"):
        filled(docx(p("{{ finding.id }}"), settings=PROTECT.format("forms")))


def test_a_protection_that_is_not_enforced_is_none(filled):
    document, _ = filled(docx(p("Extent: ____"), settings='<w:documentProtection w:edit="readOnly" w:enforcement="0"/>'),
                         extent="E")
    assert document.paragraphs[0].text == "Extent: E"


# Files that are no form

@pytest.mark.parametrize(("content", "part"), [
    (b"", "is empty"), (b"%PDF-1.7", "is a PDF"), (b"{\\rtf1", "is an RTF"), (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Word"),
    (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"), (b"hello", "is not a Word document; name another file"),
    (docx(p("x"), kind="template.main"), "is a template"), (docx(p("x"), more={"_xmlsignatures/sig1.xml": b"<x/>"}), "signed"),
    (docx(p("x"))[:900], "is not a Word document"),
    (docx(p("x"), more={"word/document.xml": b"<!DOCTYPE x><x/>"}), "DOCTYPE"),
])
def test_files_that_are_no_form_are_refused_in_plain_words(tmp_path, content, part):
    path = tmp_path / "form.docx"
    path.write_bytes(content)
    with pytest.raises(CannotRun, match=part):
        load(path)


def test_a_form_with_macros_is_refused(tmp_path):
    path = tmp_path / "form.docm"
    content = docx(p("x"))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                                            b"application/vnd.ms-word.document.macroEnabled.main+xml"))
    path.write_bytes(stream.getvalue())
    with pytest.raises(CannotRun, match="holds macros"):
        load(path)


# The commands

def test_respond_fills_the_form_and_says_what_it_left(ncr, tmp_path):
    done = ncr("respond", ROOT / "samples" / "register.xlsx", MAJOR, NOT_READY, "--form", forms.FOLDER / "mixed.docx",
               "-o", tmp_path / "out", "--today", TODAY)
    assert done.returncode == 0, done.stderr
    assert sorted(each.name for each in (tmp_path / "out").glob("*.docx")) == [f"{MAJOR}_response.docx", f"{NOT_READY}_response.docx"]
    assert "'Lessons for the industry' is left: the label is not known" in done.stdout
    assert f"missing: {NOT_READY} has no root cause." in done.stdout


def test_final_refuses_a_form_that_is_not_ready(ncr, tmp_path):
    done = ncr("respond", ROOT / "samples" / "register.xlsx", MAJOR, NOT_READY, "--form", forms.FOLDER / "below.docx",
               "-o", tmp_path / "out", "--today", TODAY, "--final", "--no-record")
    assert done.returncode == 1
    assert [each.name for each in (tmp_path / "out").glob("*.docx")] == [f"{MAJOR}_response.docx"]


def test_ncr_form_shows_what_goes_where(ncr, tmp_path):
    done = ncr("form", forms.FOLDER / "mixed.docx", "--write-mapping", tmp_path / "labels.toml")
    assert done.returncode == 0, done.stderr
    assert "table 1, row 5 [label] 'Corrective action': all rows of Actions" in done.stdout
    assert "[tick box] 'Major': ticked where 'Grade' of Findings is 'Major'" in done.stdout
    assert '"Lessons for the industry" = ""' in (tmp_path / "labels.toml").read_text(encoding="utf-8")
    again = ncr("form", forms.FOLDER / "mixed.docx", "--mapping", tmp_path / "labels.toml")
    assert again.returncode == 0, again.stderr


def test_ncr_form_with_a_register_shows_the_values(ncr):
    done = ncr("form", forms.FOLDER / "below.docx", ROOT / "samples" / "register.xlsx", MINOR, "--today", TODAY)
    assert done.returncode == 1, done.stderr  # somebody has to sign it
    assert "'NCR #': NC-2026-07" in done.stdout and "'Prepared by': Daniel Mbeki" in done.stdout


def test_ncr_form_is_done_where_only_the_bodys_part_stays_blank(ncr, tmp_path):
    form, arguments = tmp_path / "form.docx", (ROOT / "samples" / "register.xlsx", MINOR, "--today", TODAY)
    ours = forms.simple(("Root cause", ""), ("Correction", ""), ("Corrective action", ""), widths=(3000, 6000))
    form.write_bytes(forms.docx(ours + forms.simple(("Accepted by auditor", ""), widths=(3000, 6000))))
    assert ncr("form", form, *arguments).returncode == 0
    form.write_bytes(forms.docx(ours + forms.simple(("Name and signature", ""), widths=(3000, 6000))))
    assert ncr("form", form, *arguments).returncode == 1
    heads = ("NC no.", "Finding", "Root cause", "Correction", "Corrective action")
    listed = forms.simple(heads, (MINOR, "One", "", "", ""), (MAJOR, "Other", "", "", ""), widths=(1800,) * 5)
    form.write_bytes(forms.docx(listed))
    assert ncr("form", form, *arguments).returncode == 0  # the row of another finding is not left to anybody
    form.write_bytes(forms.docx(listed + forms.p("Name and signature: ____________")))
    assert ncr("form", form, *arguments).returncode == 1


def test_ncr_form_without_a_form(ncr):
    done = ncr("form", "nothing.docx")
    assert done.returncode == 2 and "There is no file nothing.docx" in done.stderr


def test_a_heading_is_not_a_label(filled):
    document, _ = filled(docx(heading("Root cause") + p("Our answer is attached.") + p(bold("Extent"))), extent="E")
    assert words(document) == "Root cause\nOur answer is attached.\nExtent"


def test_boxes_in_cells_of_their_own(filled):
    form = docx(table(row("Grade:", "\u2610", "Major", "\u2610", "Minor"), widths=(1800,) * 5)
                + table(row("Major", "Minor"), row("\u2610", "\u2610"), widths=(4000, 4000)))
    document, _ = filled(form, grade="Minor")
    assert [[each.text for each in line.cells] for one in document.tables for line in one.rows] == [
        ["Grade:", "\u2610", "Major", "\u2612", "Minor"], ["Major", "Minor"], ["\u2610", "\u2612"]]


def test_a_row_that_stands_for_a_whole_finding(filled):
    head = ("NC No", "Root cause", "Corrective action", "Responsible", "Due date")
    document, _ = filled(docx(simple(head, ("",) * 5, widths=(1900,) * 5)), Cause(id="RC-1", finding="NC-1", statement="Why"),
                         *ACTIONS)
    assert [each.text for each in document.tables[0].rows[1].cells] == [
        "NC-1", "RC-1: Why", "CA-1: Gate (Ana, due 2026-06-30)\nCA-2: Check (Ben, due 2026-06-30)", "CA-1: Ana\nCA-2: Ben",
        "2026-06-30"]


def test_a_numbered_heading_of_the_auditor_holds_for_the_rows_under_it(filled):
    form = docx(simple(("Root cause", ""), ("Part 3 Verification by the auditor", ""), ("Corrective action", ""), widths=(4000, 4000)))
    document, _ = filled(form, Cause(id="RC-1", finding="NC-1", statement="Why"), *ACTIONS)
    assert [line.cells[1].text for line in document.tables[0].rows] == ["RC-1: Why", "", ""]


@pytest.mark.parametrize("settings", ["", TRACKED])
def test_hostile_values_fit_the_schema(filled, tmp_path, settings):
    body = p("Tag: {{ finding.extent }}|") + p(r("Control: ") + control("finding.extent", '<w:text w:multiLine="1"/>')) \
        + p(r("Field: ") + field("finding_extent")) + simple(("Extent", ""), ("Action", "Responsible"), ("", ""), widths=(3000, 5000)) \
        + control("Impact", "", block=True) + p("\u2610 Major \u2610 Minor") + p(tick_control("chkMajor"))
    _, told = filled(docx(body, settings=settings), *ACTIONS, extent="\u05e9\u4e2d<&{{ x }}\n\t]]>\x0b", impact="a\nb",
                     grade="Major", readiness=Readiness(("No cause.",)))
    path = tmp_path / "hostile.docx"
    path.write_bytes(told.content)
    assert validated(path, "Microsoft365") == []


@pytest.mark.office
def test_ncr_form_tells_the_pages_before_and_after(ncr, tmp_path, office):
    form = tmp_path / "form.docx"
    form.write_bytes(docx(simple(("Root cause", "Corrective action"), ("", ""), widths=(400, 400))))
    arguments = ("form", form, ROOT / "samples" / "register.xlsx", MAJOR, "--today", TODAY, "--pages")
    assert re.search(r"^pages: 1 page becomes \d+$", ncr(*arguments).stdout, re.MULTILINE)
    told = json.loads(ncr(*arguments, "--format", "json").stdout)["pages"]
    assert told["before"] == 1 and told["after"] > 1


def test_pages_that_nobody_counted_are_not_checked(ncr, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    arguments = ("form", forms.FOLDER / "mixed.docx", ROOT / "samples" / "register.xlsx", MAJOR, "--pages")
    assert "pages: not checked" in ncr(*arguments).stdout
    assert json.loads(ncr(*arguments, "--format", "json").stdout)["pages"] is None
    book = tmp_path / "form.xlsx"
    book.write_bytes(grid(("Extent", "")))
    assert "pages: not checked" in ncr("form", book, *arguments[2:]).stdout
    assert "name the register" in ncr("form", forms.FOLDER / "mixed.docx", "--pages").stderr
