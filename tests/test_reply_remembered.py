"""A body's form comes back whose words only a mapping knows, which is signed, has notes of its own, or is about several
findings: what is remembered for it is used, and nothing of another finding is read as ours."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from jsonschema import Draft202012Validator
from lxml import etree
from openpyxl.comments import Comment

from ncr_toolkit.forms.docx.wordprocessingml import w
from ncr_toolkit.loader import load_review
from ncr_toolkit.reply.returned import Returned, read_returned
from tests.commands import ran
from tests.conftest import TODAY
from tests.excel_forms import book, grid
from tests.forms import docx, heading, simple
from tests.parcels import house
from tests.replies import edited, put, send, unsent
from tests.test_excel_forms import members, packed, signed

CONTRACT = json.loads((Path(__file__).parent / "contract" / "reply-output.schema.json").read_text())
OURS = (("Case file", ""), ("Statement of nonconformity", ""), ("Correction", ""), ("Extent", ""),
        ("Deep origin", ""), ("Corrective action", ""), ("Evidence", ""), ("Verification of effectiveness", ""))
THEIRS = (("Panel verdict", "\u2610 Hold  \u2610 Go"), ("Panel member", ""), ("Panel day", ""))
ANSWERED = {"Panel verdict": "\u2612 Hold  \u2610 Go", "Panel member": "Maria Silva", "Panel day": "2026-06-29"}
MAPPING = '"Case file" = "finding.id"\n"Deep origin" = "causes"\n[reply]\n"Panel verdict" = "decision"\n' \
          '"Hold" = "Plan accepted"\n"Go" = "Closed by body"\n{}\n'
BY_LABEL = MAPPING.format('"Panel member" = "name"\n"Panel day" = "date"')
BY_CELL = MAPPING.format('"Form!B10" = "name"\n"Form!B11" = "date"')


def sent(folder: Path, name: str, form: bytes, labels: str = "", *ids: str) -> Path:
    """A register of which answers were sent in a form of the body."""
    register = house("startup", folder / "house", change=unsent)
    put(register.parent, name, form)
    more = ("--form", name)
    if labels:
        put(register.parent, "labels.toml", labels.encode())
        more = (*more, "--mapping", "labels.toml")
    send(register, *(ids or ("NC-1",)), more=more)
    return register


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    """No test writes to its folder."""
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet, look = made.add_worksheet("Form"), made.add_format({"border": 1, "text_wrap": True})
        sheet.set_column(0, 1, 60)
        for row, (label, given) in enumerate((*OURS, *THEIRS)):
            sheet.write(row, 0, label, look)
            sheet.write(row, 1, given or None, look)
        sheet.write_comment("A5", "Use 5 Whys")
    return sent(tmp_path_factory.mktemp("book"), "form.xlsx", book(fill), BY_CELL)


def answered(register: Path, values: dict[str, object] | None = None, note: str = "") -> bytes:
    """The form as the auditor fills it in: the cell behind each label."""
    made = openpyxl.load_workbook(register.parent / "out" / "NC-1_response.xlsx")
    sheet = made.worksheets[0]
    for row in sheet.iter_rows(max_col=2):
        if row[0].value in (values or ANSWERED):
            row[1].value = (values or ANSWERED)[row[0].value]
    if note:
        sheet["A1"].comment = Comment(note, "Maria")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(register: Path, folder: Path, content: bytes, named: str = "", name: str = "r.xlsx") -> Returned:
    return read_returned(put(folder, name, content), load_review(register, TODAY), named)


def values(found: Returned) -> dict[str, str]:
    return {str(each.asked): each.value for each in found.readings if each.value}


EXPECTED = {"decision": "Plan accepted", "name": "Maria Silva", "date": "2026-06-29"}


def test_the_mapping_of_an_excel_form_is_used_by_itself_and_its_own_notes_are_only_told(workbook, tmp_path):
    found = read(workbook, tmp_path, answered(workbook))
    assert found.id == "NC-1" and values(found) == EXPECTED and found.enters, (found.troubles, found.open)
    assert found.settled and found.version == 1, found.open
    assert "mapping remembered for this form is used (forms/form-" in found.notes[0]
    assert "a comment at Form!A5 says 'Use 5 Whys', as in the blank form" in found.notes
    found = read(workbook, tmp_path, answered(workbook, note="Rejected, see mail"))
    assert found.enters and not found.settled and "a comment at Form!A1 says" in found.open[0]


def test_without_what_is_remembered_it_is_refused(workbook, tmp_path):
    shutil.copytree(workbook.parent, tmp_path / "own")
    shutil.rmtree(tmp_path / "own" / "forms")
    put(tmp_path / "own", "back.xlsx", answered(workbook))
    done = ran(["reply", "back.xlsx", workbook.name], tmp_path / "own")
    assert done.returncode == 2 and "holds no part of a form that the auditor fills" in done.stderr
    done = ran(["reply", "back.xlsx", workbook.name, "--mapping", "labels.toml", "--format", "json", "--today",
                str(TODAY)], tmp_path / "own")
    told = json.loads(done.stdout)
    Draft202012Validator(CONTRACT).validate(told)
    assert done.returncode == 0 and told["replies"][0]["finding"] == "NC-1" and len(told["replies"][0]["notes"]) == 1


def test_what_a_mapping_says_of_a_reply_is_kept_with_the_form(workbook, tmp_path):
    shutil.copytree(workbook.parent, tmp_path / "own")
    kept = next((tmp_path / "own" / "forms").glob("*.toml"))
    before = kept.read_text(encoding="utf-8")
    kept.write_text(before.partition("[reply]")[0], encoding="utf-8")
    put(tmp_path / "own", "back.xlsx", answered(workbook))
    command = ["reply", "back.xlsx", workbook.name, "--today", str(TODAY)]
    done = ran([*command, "--mapping", "labels.toml"], tmp_path / "own")
    assert done.returncode == 0 and "of the auditor's part is remembered (forms/" in done.stderr
    assert kept.read_text(encoding="utf-8") == before
    done = ran([*command, "--mapping", "labels.toml"], tmp_path / "own")
    assert "remembered" not in done.stderr
    assert ran(command, tmp_path / "own").returncode == 0


def test_a_signed_workbook_is_read_and_not_filled(workbook, tmp_path):
    content = packed(signed(members(answered(workbook))))
    assert values(read(workbook, tmp_path, content)) == EXPECTED
    done = ran(["form", str(tmp_path / "r.xlsx")], workbook.parent)
    assert done.returncode == 2 and "is signed digitally" in done.stderr


def test_the_mapping_of_a_word_form_is_used_by_itself(tmp_path):
    body = heading("Report") + simple(*OURS, widths=(3000, 6600)) + heading("Panel") + simple(
        *THEIRS, widths=(3000, 6600))
    register = sent(tmp_path, "form.docx", docx(body), BY_LABEL)

    def fill(root: etree._Element) -> None:
        for row in root.iter(w("tr")):
            label, cell = list(row.iter(w("tc")))
            if (said := ANSWERED.get("".join(label.itertext()).strip())) is not None:
                line = next(cell.iter(w("p")))
                for each in list(line.iter(w("t"))):
                    each.text = ""
                etree.SubElement(etree.SubElement(line, w("r")), w("t")).text = said
    content = edited((register.parent / "out" / "NC-1_response.docx").read_bytes(), fill)
    found = read(register, tmp_path, content, name="r.docx")
    assert found.id == "NC-1" and values(found) == EXPECTED and found.settled, (found.troubles, found.open)


# About several findings

HEADS = ("NC No.", "Correction", "Extent", "Root cause", "Corrective action", "Evidence",
         "Verification of effectiveness", "Auditor's decision", "Auditor's comments", "Verified by auditor on")


def log(first: tuple[str, ...]) -> bytes:
    rows = [(id, *("" for _ in HEADS[1:])) for id in ("NC-2", "NC-1", "NC-3")]
    return grid(HEADS, *rows[:1], *rows[1:], widths=(12, *[60] * 6, 20, 20, 20))


def auditor_writes(register: Path, name: str, cells: dict[str, object]) -> bytes:
    made = openpyxl.load_workbook(register.parent / "out" / name)
    for cell, value in cells.items():
        made.worksheets[0][cell] = value
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_of_a_list_of_findings_our_row_is_read(tmp_path):
    register = sent(tmp_path, "log.xlsx", log(()))
    content = auditor_writes(register, "NC-1_response.xlsx", {
        "H2": "Closed", "I2": "All seen.", "H3": "Rejected", "I3": "It restates.",
        "B2": "Their own words", "D4": "Of a third"})
    found = read(register, tmp_path, content)
    assert found.id == "NC-1" and found.version == 1, found.troubles
    assert values(found) == {"decision": "Returned", "comment": "It restates."}
    assert {each.where for each in found.readings if each.value} == {"Form!H3", "Form!I3"}
    other = read(register, tmp_path, content, "NC-2")
    assert values(other) == {"decision": "Closed by body", "comment": "All seen."}
    changed = auditor_writes(register, "NC-1_response.xlsx", {"H3": "Rejected", "D3": "Another cause"})
    assert "what we wrote in it was changed" in read(register, tmp_path, changed).troubles[0]


def test_of_blocks_below_each_other_ours_is_read_and_without_a_sent_one_it_is_asked_for(tmp_path):
    parts = [row for id in ("NC-2", "NC-1") for row in (
        ("NC No.", id), *OURS[2:4], ("Root cause", ""), *OURS[5:], ("Auditor's decision", ""))]
    register = sent(tmp_path, "blocks.xlsx", grid(*parts, widths=(34, 90)))
    content = auditor_writes(register, "NC-1_response.xlsx", {"B8": "Closed", "B16": "Rejected"})
    found = read(register, tmp_path, content)
    assert found.id == "NC-1" and values(found) == {"decision": "Returned"}, found.troubles
    shutil.rmtree(register.parent / "sent")
    found = read(register, tmp_path, content)
    assert not found.enters and "it is about several findings (NC-1, NC-2); name the one" in found.troubles[0]


@pytest.mark.office
def test_a_workbook_that_libreoffice_saved_is_read_the_same(workbook, office, tmp_path):
    path = put(tmp_path, "r.xlsx", answered(workbook))
    one, two = (read_returned(each, load_review(workbook, TODAY)) for each in (path, office(path, "xlsx",
                                                                                           tmp_path / "saved")))
    assert values(two) == values(one) == EXPECTED and two.settled and two.enters
