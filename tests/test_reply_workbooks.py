"""The body's own Excel form comes back: what its auditors wrote into their cells, and never a guess."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from ncr_toolkit.core.model import Reply
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.loader import load_review
from ncr_toolkit.reply.returned import Returned, read_returned
from tests.commands import ran
from tests.conftest import TODAY
from tests.excel_forms import grid
from tests.parcels import house
from tests.replies import put, send, unsent

FORM = grid(("NC No.", ""), ("Statement of nonconformity", ""), ("Correction", ""), ("Extent", ""), ("Root cause", ""),
            ("Corrective action", ""), ("Evidence", ""), ("Verification of effectiveness", ""),
            ("To be completed by the auditor", None), ("Decision", "\u2610 Accepted and closed  \u2610 Rejected"),
            ("Comments", ""), ("Auditor's name", ""), ("Date", ""), widths=(34, 90))
THEIRS: dict[str, object] = {"Decision": "\u2610 Accepted and closed  \u2612 Rejected", "Comments": "It restates.",
                             "Auditor's name": "Maria Silva", "Date": date(2026, 6, 29)}


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    """A register of which an answer was sent in the body's workbook; no test writes to its folder."""
    register = house("startup", tmp_path_factory.mktemp("house") / "house", change=unsent)
    put(register.parent, "form.xlsx", FORM)
    send(register, "NC-1", more=("--form", "form.xlsx"))
    return register


def returned(register: Path, note: str = "", **changes: object) -> bytes:
    """The form as the auditor fills it in; `changes`: other values by label, with _ for a space."""
    book = openpyxl.load_workbook(register.parent / "out" / "NC-1_response.xlsx")
    values = THEIRS | {label.replace("_", " "): value for label, value in changes.items()}
    for row in book["Form"].iter_rows(max_col=2):
        if row[0].value in values:
            row[1].value = values[row[0].value]
    if note:
        book["Form"]["A1"].comment = Comment(note, "Maria")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(register: Path, folder: Path, **changes) -> Returned:
    return read_returned(put(folder, "r.xlsx", returned(register, **changes)), load_review(register, TODAY))


def test_a_workbook_is_read_cell_by_cell_and_entered_once(sent, tmp_path):
    shutil.copytree(sent.parent, tmp_path / "own")
    register = tmp_path / "own" / sent.name
    put(register.parent, "back.xlsx", returned(register))
    command = ["reply", "back.xlsx", register.name, "--write-back", "--today", str(TODAY)]
    done = ran(command, register.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Form!" in done.stdout
    assert [(each.finding, each.decision, each.comment, each.by, each.replied_on, each.version) for each in
            read_register(register).all(Reply)] == [
        ("NC-1", "Returned", "It restates.", "Maria Silva", date(2026, 6, 29), 1)]
    content = register.read_bytes()
    assert ran(command, register.parent).returncode == 0 and register.read_bytes() == content


def test_a_blank_sheet_in_a_workbook_is_no_hindrance(sent, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(returned(sent)))
    book.create_sheet("Sheet2")
    book.save(tmp_path / "r.xlsx")
    found = read_returned(tmp_path / "r.xlsx", load_review(sent, TODAY))
    assert found.id == "NC-1" and found.enters


def test_our_words_in_a_cell_were_changed(sent, tmp_path):
    found = read(sent, tmp_path, Root_cause="Something else.")
    assert found.id == "NC-1" and not found.enters and "what we wrote in it was changed" in found.troubles[0]


def test_what_is_not_certain_in_a_cell_is_told(sent, tmp_path):
    assert not read(sent, tmp_path, Decision="\u2612 Accepted and closed  \u2612 Rejected").enters
    assert not read(sent, tmp_path, Decision="see our letter").enters
    found = read(sent, tmp_path, note="Rejected, see mail")
    assert found.enters and any("a comment at Form!A1 says" in each for each in found.open)


def test_a_workbook_without_any_part_of_the_auditor_is_refused(sent):
    put(sent.parent / "out", "other.xlsx", grid(("Root cause", "The gate.")))
    done = ran(["reply", "out/other.xlsx", sent.name], sent.parent)
    assert done.returncode == 2 and "holds no part" in done.stderr
