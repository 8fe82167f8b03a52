"""What goes out of a register and comes back calls its columns as the register's own standard does, and none as ISO/IEC
42001 does."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Finding, Person
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write.writer import register_bytes
from ncr_toolkit.exports import FORMATS
from tests.conftest import TODAY

OURS, OF_AI = "Product or service", ("AI system", "Changes AI system")
ROWS = {Person: [{"name": "Ana Lima", "email": "ana@acme.test"}],
        Finding: [{"id": "NC-1", "grade": "Minor", "status": "Open", "reference": "8.5.1", "owner": "Ana Lima",
                   "ai_system": "Valve V40", "statement": "The gauge of the press was out of date."}],
        Action: [{"id": "CA-1", "finding": "NC-1", "what": "Replace the gauge", "owner": "Ana Lima",
                  "changes_ai_system": "Yes"}]}


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "findings.xlsx"
    path.write_bytes(register_bytes(packs.load("iso9001"), today=TODAY, settings={"id": "R-9"}, rows=ROWS))
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_tells_in_words_of_the_standard(form, register, ncr):
    done = ncr("export", register, "--to", form, "--today", str(TODAY))
    assert not any(word in done.stdout for word in OF_AI), done.stdout
    without_place = {"jira": OURS, "fedramp": "Changes product or process"}.get(form, "")
    assert without_place in done.stdout


def test_tables_come_back_under_headers_of_any_standard(register, ncr, tmp_path):
    ncr("export", register, "--to", "csv", "-o", "tables", "--today", str(TODAY))
    path = tmp_path / "tables" / "Findings.csv"
    headers = next(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert OURS in headers and "AI system" not in headers
    path.write_text(path.read_text(encoding="utf-8-sig").replace(OURS, f"{OURS} "), encoding="utf-8")
    done = ncr("import", *sorted((tmp_path / "tables").glob("*.csv")), "back.xlsx", "--pack", "iso9001")
    assert (tmp_path / "back.xlsx").exists(), done.stdout + done.stderr
    found = read_register(tmp_path / "back.xlsx")
    assert found.findings[0].ai_system == "Valve V40", done.stderr
    assert found.records[Action][0].changes_ai_system == "Yes"


def test_a_list_is_told_in_words_of_the_standard(ncr, tmp_path):
    (tmp_path / "log.csv").write_text(f"ID;Finding;Grade;{OURS} \n1;Two records are missing;Minor;Valve V40\n")
    done = ncr("import", "log.csv", "findings.xlsx", "--pack", "iso9001", "--dry-run")
    assert f"-> {OURS}" in done.stdout and "AI system" not in done.stdout


def test_what_owners_send_back_is_told_in_words_of_the_standard(register, ncr, tmp_path):
    ncr("split", register, "-o", "parts", "--today", str(TODAY))
    part = next((tmp_path / "parts").glob("Ana*.xlsx"))
    for path, value in ((part, "Valve V41"), (register, "Valve V42")):
        book = openpyxl.load_workbook(path)
        sheet = next(sheet for sheet in book if any(cell.value == "finding.ai_system" for cell in sheet[1]))
        column = next(cell.column for cell in sheet[1] if cell.value == "finding.ai_system")
        row = next(cell.row for cell in sheet.iter_cols(column, column).__next__() if cell.value == "Valve V40")
        sheet.cell(row, column).value = value
        book.save(path)
    done = ncr("collect", part, register, "--dry-run", "--ask", "open.xlsx", "--today", str(TODAY))
    assert OURS in done.stdout and "AI system" not in done.stdout, done.stdout + done.stderr
    told = [cell.value for row in openpyxl.load_workbook(tmp_path / "open.xlsx")["Open"].iter_rows() for cell in row]
    assert OURS in told and "AI system" not in told
