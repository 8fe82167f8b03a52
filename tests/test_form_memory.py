"""A mapping is remembered for the form for which it was made, and for no other place than the one it was made for."""

from __future__ import annotations

import re

import pytest

from ncr_toolkit.commands.terminal import named_form, read_form
from ncr_toolkit.forms import load, remembered
from ncr_toolkit.forms.meaning import mapping
from tests.forms import FOLDER, bold, docx, heading, p, r, simple

DEEP, NEXT = ("Deep origin", ""), ("Lasting measure", "")
BODY = heading("Finding") + simple(("Remedial step", ""), DEEP, NEXT, ("Action by", ""), widths=(3000, 6600)) \
    + heading("Later") + simple(("Action by", ""), ("What else", ""), widths=(3000, 6600))
LABELS = {"Deep origin": "causes", "Lasting measure": "actions", "T1.R4.C2": "corrections.owner",
          "T2.R1.C2": "actions.owner"}


@pytest.fixture
def recalled(tmp_path):
    """A function: the body of a form, and of the same form a month later -> what is recalled for the second."""
    register = tmp_path / "findings.xlsx"

    def recall(before: str | bytes, after: str | bytes, labels=LABELS):
        for name, body in (("june.docx", before), ("july.docx", after)):
            (tmp_path / name).write_bytes(body if isinstance(body, bytes) else docx(body))
        remembered.remember(load(tmp_path / "june.docx", labels), labels, register)
        return remembered.recall(load(tmp_path / "july.docx"), register)

    return recall


def names(form) -> dict[str, tuple[str, ...]]:
    return {place.id: place.names for place in form.places if place.certain}


def test_the_same_form_next_month_has_its_mapping(recalled):
    found = recalled(BODY, BODY)
    assert found.labels == LABELS
    assert len(found.told) == 1
    assert "is used (forms/june-" in found.told[0]
    assert names(found.form)["T1.R2.C2"] == ("causes",)
    assert names(found.form)["T2.R1.C2"] == ("actions.owner",)


def test_a_form_that_was_only_saved_again_is_the_same(recalled):
    """Other ids of saving, runs cut elsewhere, other blank lines and rules, another page number and date."""
    page = '<w:fldSimple w:instr=" {} "><w:r><w:t>{}</w:t></w:r></w:fldSimple>'
    day = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SAVEDATE </w:instrText></w:r>'
           '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
           '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    cut = BODY.replace(r("Deep origin"), r("Deep ") + r("origin", "<w:b/>")).replace("<w:tr>", '<w:tr w:rsidR="0AB1">')
    found = recalled(docx(BODY + p("______"), footer=p(page.format("PAGE", 1) + day.format("1 June"))),
                     docx(cut + p() + p("____________"), footer=p(page.format("PAGE", 2) + day.format("3 July"))))
    assert len(found.told) == 1
    assert names(found.form)["T1.R2.C2"] == ("causes",)


def test_an_id_goes_along_with_its_place(recalled):
    """A blank line more moves P3 to P4: the place keeps its mapping, and the next place gets none of it."""
    body, labels = heading("A") + p("Deep origin: ____") + p("Other: ____"), {"P2": "causes"}
    found = recalled(body, p() + body, labels)
    assert found.labels == {"P3": "causes"}
    assert len(found.told) == 1


def test_of_a_changed_form_the_new_places_are_told_and_get_nothing(recalled):
    found = recalled(BODY, BODY + heading("More") + simple(
        ("Deep origin", ""), ("Signed off", ""), widths=(3000, 6600)))
    assert "This form has changed since the mapping was made" in found.told[0]
    assert "2 places are new" in found.told[0]
    assert [line for line in found.told if "T3.R1.C2" in line]
    assert names(found.form)["T1.R2.C2"] == ("causes",)
    assert "T3.R1.C2" not in names(found.form)


def test_an_entry_whose_place_is_gone_is_told_and_goes_nowhere(recalled):
    """Without the row of "Deep origin" all ids below move up; no place takes what another was given."""
    after = BODY.replace("Deep origin", "Background")
    found = recalled(BODY, after)
    assert [line for line in found.told if 'not used: "Deep origin" = "causes"' in line]
    assert "T1.R2.C2" not in names(found.form)
    first, _, rest = BODY.partition("Action by")
    found = recalled(BODY, first + "Action by" + rest.replace("Action by", "Signed by"))
    assert [line for line in found.told if 'not used: "T2.R1.C2"' in line]
    assert names(found.form)["T1.R4.C2"] == ("corrections.owner",)
    assert "T2.R1.C2" not in names(found.form)


def test_a_row_taken_out_moves_ids_and_no_answer(recalled):
    rows = re.findall(r"<w:tr>.*?</w:tr>", BODY)
    after = BODY.replace(rows[1], "")
    found = recalled(BODY, after)
    assert names(found.form)["T1.R3.C2"] == ("corrections.owner",)
    assert names(found.form)["T1.R2.C2"] == ("actions",)


def test_another_form_has_no_mapping(recalled):
    found = recalled(BODY, heading("Complaint") + simple(("Deep origin", ""), ("Colour", ""), widths=(3000, 6600)))
    assert (found.labels, found.told) == ({}, ())


def test_a_newer_mapping_takes_the_place_of_the_older(recalled, tmp_path):
    recalled(BODY, BODY)
    found = recalled(BODY, BODY, {"Deep origin": "whys"})
    assert found.labels == {"Deep origin": "whys"}
    assert len(list((tmp_path / "forms").glob("*.toml"))) == 1


def test_what_is_kept_can_be_read_and_edited(recalled, tmp_path):
    recalled(BODY.replace("Deep origin", 'The "deep" \\ origin'), BODY, {'The "deep" \\ origin': "causes"})
    kept, = (tmp_path / "forms").glob("*.toml")
    assert mapping.read(kept) == {'The "deep" \\ origin': "causes"}
    assert kept.with_suffix(".docx").read_bytes() == (tmp_path / "june.docx").read_bytes()


def test_commands_use_and_tell_it(tmp_path, capsys):
    register, form, labels = tmp_path / "findings.xlsx", tmp_path / "form.docx", tmp_path / "labels.toml"
    form.write_bytes(docx(BODY))
    labels.write_text('"Deep origin" = "causes"')
    read_form(form, labels, None)
    read_form(form, labels, register)  # there is no such register
    assert not (tmp_path / "forms").exists()
    register.touch()
    read_form(form, labels, register)
    assert "is remembered (forms/form-" in capsys.readouterr().err
    read_form(form, labels, register)
    assert capsys.readouterr().err == ""
    for read in (read_form, named_form):
        assert names(read(form, None, register))["T1.R2.C2"] == ("causes",)
        assert capsys.readouterr().err.count("is used (forms/form-") == 1


def test_a_folder_that_cannot_be_written_stops_no_form(tmp_path, capsys):
    register, form = tmp_path / "findings.xlsx", tmp_path / "form.docx"
    register.touch()
    form.write_bytes(docx(BODY))
    (tmp_path / "forms").write_text("a file in the way")
    labels = tmp_path / "labels.toml"
    labels.write_text('"Deep origin" = "causes"')
    assert names(read_form(form, labels, register))["T1.R2.C2"] == ("causes",)
    assert "is not remembered" in capsys.readouterr().err


@pytest.mark.office
def test_libreoffice_saves_the_same_form(office, tmp_path):
    """Each form of the tests, saved again by another program."""
    first, *others = sorted(FOLDER.glob("*.docx"))
    again = office(first, "docx", tmp_path, *others).parent
    for form in (first, *others):
        assert load(again / form.name).fingerprint == load(form).fingerprint, form.name


def test_words_make_the_form(tmp_path):
    """One word more, or a cell more, and it is another."""
    prints = set()
    for number, body in enumerate((BODY, BODY.replace("What else", "What other"), BODY + p(bold("Page two")),
                                   BODY.replace("<w:tc>", "<w:tc><w:p/></w:tc><w:tc>", 1))):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(docx(body))
        prints.add(load(path).fingerprint)
    assert len(prints) == 4

