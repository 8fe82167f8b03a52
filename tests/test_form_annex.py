"""An answer that does not fit into its place is in the annex, and a form that lacks a part is a draft."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.output_folder import OutputFolder
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Action, Cause, Containment, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.submission.responses import annex_name, lacking, write_responses
from tests.forms import docx, p, simple
from tests.packages import edit

LONG = "The gate refuses each release that was not tested, and keeps the log of it for the auditor. " * 8


@pytest.fixture
def review():
    one, register = Finding(id="NC-1", grade="Major", title="Not tested", statement="No test"), Register()
    for record in (one, Cause(id="RC-1", finding="NC-1", statement="Nobody owned it"),
                   Containment(id="C-1", finding="NC-1", kind="Correction", what="Tested again"),
                   *(Action(id=f"CA-{n}", finding="NC-1", what=LONG, owner="Ana", due=TODAY) for n in (1, 2))):
        register.records[type(record)].append(record)
    register.settings.organisation = "Tessvalen"
    return Review(register, packs.load("iso42001"), TODAY)


@pytest.fixture
def fill(tmp_path, review):
    """A function: the body of a form -> what `Filled` tells, and the texts of its cells."""

    def filled(body: str, **more):
        path = tmp_path / "form.docx"
        path.write_bytes(docx(body))
        told = load(path).fill(review, review.register.findings[0], Readiness(), **more)
        tables = Document(io.BytesIO(told.content)).tables
        return told, [each.text for one in tables for line in one.rows for each in line.cells]

    return filled


def columns(*labels: str, width: int = 1900) -> str:
    return simple(labels, ("",) * len(labels), widths=(width,) * len(labels))


EN = columns("Client", "Root cause", "Correction", "Corrective action")


def test_what_does_not_fit_is_in_the_annex(fill):
    told, cells = fill(EN, annex="NC-1_response.docx")
    assert cells[4:] == ["Tessvalen", "RC-1: Nobody owned it", "C-1: Tested again", "see annex NC-1_response.docx"]
    assert told.annexed
    assert [each.state for each in told.accounts] == ["filled"] * 4
    assert any("refers to the annex" in note for note in told.notes)


def test_without_an_annex_it_is_told(fill):
    told, cells = fill(EN)
    assert LONG.strip() in cells[7]
    assert not told.annexed
    assert any("lines in its column: look at the pages" in note for note in told.notes)


def test_a_wide_place_takes_all(fill):
    told, cells = fill(simple(("Root cause", ""), ("Correction", ""), ("Corrective action", ""), widths=(2400, 7000)),
                       annex="NC-1_response.docx")
    assert LONG.strip() in cells[5]
    assert not told.annexed


@pytest.mark.parametrize(("labels", "said"), [
    (("Abweichung Nr.", "Ursache", "Korrektur", "Korrekturmaßnahme"), "siehe Anlage a.docx"),
    (("N° de NC", "Analyse des causes", "Correction", "Action corrective"), "voir annexe a.docx"),
    (("Nº de NC", "Análisis de causa raíz", "Corrección", "Acción correctiva"), "véase el anexo a.docx"),
    (("不适合番号", "原因", "修正", "是正処置の内容"), "別紙 a.docx を参照"),
    (("不符合编号", "原因分析", "纠正", "纠正措施"), "见附件 a.docx"),
])
def test_it_is_said_in_the_language_of_the_form(fill, labels, said):
    more = "" if labels[-1] != "是正処置の内容" else p("審査機関への回答をお願いします")
    assert said in fill(columns(*labels) + more, annex="a.docx")[1]


def test_both_documents_are_written(tmp_path, review):
    form = tmp_path / "form.docx"
    form.write_bytes(docx(EN))
    finding, assessment = review.register.findings[0], Assessment(review, [])
    with OutputFolder(tmp_path / "out", force=False) as folder:
        written, = write_responses(assessment, [finding], folder, form=load(form), annex=True)
    assert sorted(path.name for path in (tmp_path / "out").glob("*.docx")) == ["NC-1_annex.docx", "NC-1_response.docx"]
    assert any("NC-1_annex.docx is its annex" in remark for remark in written.remarks)
    (tmp_path / "out" / annex_name(written.name)).write_bytes(b"mine")
    with OutputFolder(tmp_path / "out", force=False) as folder, pytest.raises(CannotRun, match="_annex"):
        write_responses(assessment, [finding], folder, form=load(form), annex=True)


def draft(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return any(b"DRAFT" in package.read(name) for name in package.namelist() if "header" in name)


def test_a_form_that_lacks_a_part_is_a_draft(fill):
    whole = simple(("Root cause", ""), ("Correction", ""), ("Corrective action", ""), widths=(2400, 7000))
    assert not draft(fill(whole)[0].content)
    short = simple(("Root cause", ""), ("Correction", ""), widths=(2400, 7000))
    assert draft(fill(short)[0].content)
    assert not draft(fill(short, beside=True)[0].content)
    assert draft(fill(simple(("Root cause", ""), ("Correction", ""), ("Wonder", ""), widths=(2400, 7000)))[0].content)


@pytest.mark.parametrize("target", ["header1.xml", "gone.xml", ""])
def test_a_reference_to_a_header_that_is_not_there_keeps_no_draft_from_its_mark(target, review, tmp_path):
    """The header of the form, one that was lost from the file, and one to which nothing leads."""
    form = tmp_path / "form.docx"
    form.write_bytes(docx(simple(("Root cause", ""), ("Correction", ""), widths=(2400, 7000)), header=p("Form F-1")))
    edit(form, "word/_rels/document.xml.rels", lambda links: links.replace(b"header1.xml", target.encode()) if target
         else links.replace(b'Id="rIdheader"', b'Id="rIdother"'))
    filled = load(form).fill(review, review.register.findings[0], Readiness())
    with zipfile.ZipFile(io.BytesIO(filled.content)) as package:
        shown, = re.findall(rb'<w:headerReference [^>]*id="(\w+)"', package.read("word/document.xml"))
        leads, = re.findall(rb'Id="%s"[^>]*Target="([^"]+)"' % shown, package.read("word/_rels/document.xml.rels"))
        assert b"DRAFT" in package.read(f"word/{leads.decode()}")


def test_final_goes_by_the_same(tmp_path, review):
    form, assessment = tmp_path / "form.docx", Assessment(review, [])
    form.write_bytes(docx(columns("Finding", "Correction", "Corrective action")))
    finding = review.register.findings[0]
    assert "missing in the form: root cause" in lacking(assessment, finding, None, load(form))[0]
    assert lacking(assessment, finding, None, load(form), annex=True) == ()
    form.write_bytes(docx(columns("Finding", "Correction", "Corrective action", width=7000)))
    assert lacking(assessment, finding, None, load(form), annex=True)


