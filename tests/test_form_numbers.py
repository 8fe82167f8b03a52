"""The numbers of the places: the same in list, picture, data and mapping file, in the order of reading."""

from __future__ import annotations

import io
import re
import subprocess
import tomllib
import zipfile

import pytest
from docx import Document
from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.docx.wordprocessingml import w
from ncr_toolkit.forms.meaning import mapping
from ncr_toolkit.forms.messages import form_lines
from ncr_toolkit.forms.picture import COLOURS, numbered
from ncr_toolkit.forms.starter import starter, told
from ncr_toolkit.submission import form_picture, pdf_export
from tests.forms import FOLDER, bold, cell, control, docx, heading, p, r, row, simple, table, tick_control

BODY = heading("Finding {{ finding.id }}") + simple(("Root cause", ""), ("Oddity", ""), widths=(3000, 6600)) \
    + p(r("Weight: \u2610 Serious \u2610 Slight")) + p("Extent: ____   Wonder: ____") \
    + p(r("Lasting: ") + control("Corrective action")) + p(tick_control("Major") + r(" Major")) \
    + table(row(cell(p(bold("For certification body use")), span=4)), row("Accepted", "", "Date", "")) \
    + simple(("No.", "Corrective action", "Colour", "Due date"), ("1", "", "", ""), widths=(600, 3000, 3000, 3000))


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.docx"
    path.write_bytes(docx(BODY, header=p("NC No.: ____")))
    return load(path)


def test_places_are_counted_as_people_read(form):
    numbers = {place.label: place.number for place in form.places}
    order = ("Root cause", "Oddity", "Serious", "Extent", "Wonder", "Corrective action", "Major", "Accepted", "Date",
             "Colour", "No. | Corrective action | Colour | Due date", "{{ finding.id }}", "NC No.")
    assert [numbers[label] for label in order] == list(range(1, 14))
    assert numbers["Slight"] == numbers["Serious"]


def test_every_list_has_the_same_numbers(form):
    numbers = {place.id: place.number for place in form.places}
    assert {each["id"]: each["number"] for each in told(form, "", None)["places"]} \
        == {id: number for id, number in numbers.items() if not id.endswith(".B2")}
    lines = "\n".join(form_lines(form))
    assert re.search(r"^ +2  table 1, row 2 \[label\] 'Oddity'", lines, re.MULTILINE)
    assert re.search(r'^"Oddity" = "" +# 2  table 1, row 2$', starter(form), re.MULTILINE)


def test_every_number_is_stamped_once_in_the_colour_of_its_state(form):
    stamped = stamps(numbered(form))
    states = {each["number"]: each["state"] for each in told(form, "", None)["places"]}
    sure = {place.number for place in form.places if place.certain}
    tags = {place.number for place in form.places if place.label.startswith("{{")}
    assert stamped == {number: COLOURS["filled" if number in sure else state] for number, state in states.items()
                       if number not in tags}


def stamps(content: bytes) -> dict[int, str]:
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            for box in etree.fromstring(package.read(name)).iter("{*}anchor") if name.endswith(".xml") else ():
                said = "".join(each.text for each in box.iter(w("t")))
                if said.isdigit():
                    assert int(said) not in found
                    found[int(said)] = box.find(".//{*}srgbClr").get("val")
    return found


def test_a_stamp_changes_no_word_of_the_form(form):
    before, after = Document(str(form.path)), Document(io.BytesIO(numbered(form)))
    for document in (before, after):
        for box in list(document.element.iter(w("drawing"))):
            box.getparent().remove(box)
    assert ["".join(each.text for each in line.iter(w("t"))) for line in before.element.body.iter(w("p"))] \
        == ["".join(each.text for each in line.iter(w("t"))) for line in after.element.body.iter(w("p"))]


@pytest.mark.office
@pytest.mark.parametrize("name", ["mixed", "below", "fields-libreoffice"])
def test_the_layout_does_not_move_for_the_numbers(office, tmp_path, name):
    """Every word stands where it stood; LibreOffice and pdftotext judge it."""
    form = load(FOLDER / f"{name}.docx")
    plain, numbers = tmp_path / "plain.docx", tmp_path / "numbers.docx"
    plain.write_bytes(form.path.read_bytes())
    numbers.write_bytes(numbered(form))
    office(plain, "pdf", tmp_path, numbers)
    assert places_of_words(plain.with_suffix(".pdf")) <= places_of_words(numbers.with_suffix(".pdf"))


def places_of_words(pdf) -> set[tuple[str, ...]]:
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)".*?>(.*?)</word>', told)
    return {(x[:-4], y[:-4], said) for x, y, said in words}


@pytest.mark.office
def test_the_picture_is_written(office, tmp_path, form):
    for name, magic in (("out.pdf", b"%PDF"), ("out.png", b"\x89PNG")):
        form_picture.draw(numbered(form), tmp_path / name, TODAY)
        assert (tmp_path / name).read_bytes().startswith(magic)


def test_without_a_program_one_sentence(form, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_export, "office", lambda: "")
    with pytest.raises(CannotRun, match=r"needs LibreOffice or Word, and neither was found"):
        form_picture.draw(b"", tmp_path / "out.pdf", None)
    assert not (tmp_path / "out.pdf").exists()


def test_a_picture_has_its_ending(ncr, form):
    done = ncr("form", form.path, "--picture", "out.jpg")
    assert done.returncode == 2
    assert "it ends in .pdf or .png" in done.stderr


def test_the_mapping_file_says_what_may_be_written(form):
    text = starter(form)
    assert "corrections, containment, mitigations, Causes, Actions" in text and "Findings: Extent" in text
    assert len(text.splitlines()) < 24  # what is to fill in stands on the first page
    asked = tomllib.loads(text)
    assert set(asked) == {"Oddity", "Serious", "Slight", "Weight", "Wonder", "Colour"}
    assert set(asked.values()) == {""}


def test_what_a_label_probably_asks_is_proposed(tmp_path):
    path = tmp_path / "form.docx"
    path.write_bytes(docx(simple(("Proposed long-term corrective action portfolio", ""), widths=(3000, 6600))))
    assert "; Actions?" in starter(load(path))


def test_a_question_of_yes_and_no_is_asked_once_and_may_be_left(tmp_path):
    path = tmp_path / "form.docx"
    path.write_bytes(docx(p("Was it told? \u2610 Yes  \u2610 No  \u2610 n/a") + p("Colour: \u2610 Red  \u2610 Blue")))
    assert list(tomllib.loads(starter(load(path)))) == ["Was it told?", "Colour", "Red", "Blue"]
    left = [place for place in load(path, {"Was it told?": "leave", "Red": "leave"}).places if place.known]
    assert [(place.label, place.why) for place in left] == [
        (label, "the mapping file says so") for label in ("Yes", "No", "n/a", "Red")]


@pytest.mark.parametrize(("said", "name"), [
    ("Findings: Extent", "finding.extent"), ("findings: extent", "finding.extent"), ("Causes", "causes"),
    ("Effectiveness", "effects"), ("corrections, Actions", "corrections, actions"), ("Actions: Due", "actions.due"),
    ("Findings: Grade = Major", "finding.grade = Major"), ("Containment", "containment"),
    ("Register: Organisation", "settings.organisation")])
def test_a_mapping_takes_the_words_of_the_register(tmp_path, said, name):
    path = tmp_path / "labels.toml"
    path.write_text(f'"Oddity" = "{said}"\n', encoding="utf-8")
    assert mapping.read(path) == {"Oddity": name}


def test_a_name_that_is_none_is_told_with_the_nearest_one(tmp_path):
    path = tmp_path / "labels.toml"
    path.write_text('"Oddity" = "Findings: Extend"\n', encoding="utf-8")
    with pytest.raises(CannotRun, match=r"did you mean Findings: Extent\."):
        mapping.read(path)


def test_a_mapping_file_made_anew_keeps_what_was_settled(form):
    again = load(form.path, {"Oddity": "causes"})
    assert tomllib.loads(starter(again))["Oddity"] == "causes"
