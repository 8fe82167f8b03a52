"""New files of the evidence folder become rows of the register: once, whole, and whoever opens it sees them."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ncr_toolkit.core.model import Evidence
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.read.reader import read_register
from tests.packages import edit, packed
from tests.samples import lay_out
from tests.strictness import faults
from tests.tables import parse, save
from tests.validation import validated

ROWS = """
Evidence
| Evidence ID | Finding ID | File or link | Fingerprint |
|---|---|---|---|
| E-1         | NC-1       | a.txt        |             |
| E-2         | NC-2       | a.txt        | typed       |
Findings
| Finding ID | Grade |
|---|---|
| NC-1       | Minor |
| NC-2       | Minor |
"""
NEW = {"NC-2/log.txt": b"log", "=Prüfung & Co.txt": b"first"}
DAY = date(2026, 6, 30)


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture
def house(tmp_path):
    """A function: a register with two rows for one file, beside files that no row names."""
    def make(rows: str = ROWS, **more) -> Path:
        put(tmp_path, NEW | {"a.txt": b"a"})
        return save(parse(rows), tmp_path / "register.xlsx", **more)

    return make


@pytest.fixture
def sample(tmp_path) -> Path:
    """The register of the sample, with its tables, beside files that no row names."""
    register = lay_out(tmp_path)
    put(tmp_path, NEW)
    return register


def rows_of(register: Path) -> list[tuple[object, ...]]:
    return [(each.id, each.finding, each.file, each.received_on, each.sha256)
            for each in read_register(register).all(Evidence)]


def table_of(register: Path) -> tuple[str, int]:
    """The part of the table of the sheet, and its last row that holds something."""
    with zipfile.ZipFile(register) as package:
        part = next(name for name in package.namelist() if name.startswith("xl/tables/")
                    and b'displayName="tblEvidence"' in package.read(name))
    return part, read_register(register).all(Evidence)[-1].at.row


@pytest.mark.parametrize("mirrored", [False, True])
def test_files_that_no_row_names_get_rows_once(ncr, house, mirrored):
    register = house(mirrored=mirrored)
    done = ncr("evidence", register, "--write-back", "--today", DAY)
    assert "1 fingerprint and 2 new rows written" in done.stderr and "say in rows 6 to 7 what each" in done.stderr
    assert rows_of(register)[2:] == [
        ("E-3", "", "=Prüfung & Co.txt", DAY, hashlib.sha256(b"first").hexdigest()),
        ("E-4", "", "NC-2/log.txt", DAY, hashlib.sha256(b"log").hexdigest())]
    once = register.read_bytes()
    assert "no file wants a row; nothing was written" in ncr("evidence", register, "--write-back").stderr
    assert register.read_bytes() == once


def test_only_the_sheet_and_its_table_change(ncr, sample):
    part, last = table_of(sample)
    edit(sample, part, lambda table: re.sub(rb'ref="A3:K\d+"', b'ref="A3:K%d"' % last, table))
    before, old = packed(sample.read_bytes()), rows_of(sample)
    done = ncr("evidence", sample, "--write-back", "--today", DAY)
    assert "2 new rows" in done.stderr, done.stderr
    after = packed(sample.read_bytes())
    sheet = next(each.path for each in open_package(sample, "r").sheets if each.name == "Evidence")
    assert {name for name in after if after[name] != before.get(name)} == {part, sheet}
    assert rows_of(sample)[:-2] == [(*row[:4], new[4]) for row, new in zip(old, rows_of(sample), strict=False)]
    book = load_workbook(sample)["Evidence"]
    table = book.tables["tblEvidence"]
    assert table.ref == table.autoFilter.ref == f"A3:K{last + 2}"
    assert book[f"F{last + 1}"].value == "=Prüfung & Co.txt" and book[f"F{last + 1}"].data_type == "s"
    assert book[f"I{last + 1}"].number_format == book[f"I{last}"].number_format and book[f"I{last + 1}"].is_date
    assert faults(sample.read_bytes()) == []


@pytest.mark.parametrize("how", ["below", "totals"])
def test_a_table_that_cannot_grow_is_told(ncr, sample, how):
    part, last = table_of(sample)
    end, totals = (last - 1, b"") if how == "below" else (last, b' totalsRowCount="1"')
    edit(sample, part, lambda table: re.sub(rb'ref="A3:K\d+"', b'ref="A3:K%d"%s' % (end, totals), table, count=1))
    before = sample.read_bytes()
    done = ncr("evidence", sample, "--write-back")
    assert done.returncode == 2 and "something stands below it" in done.stderr and done.stderr.count("\n") == 1
    assert sample.read_bytes() == before


def test_what_is_no_proof_gets_no_row_and_is_told(ncr, house, tmp_path):
    register = house()
    put(tmp_path, {"copy.txt": b"a", "link.url": b"[InternetShortcut]\nURL=https://example.org\n",
                   "broken.pdf": b"no PDF", "a\x07b.txt": b"odd"})
    told = ncr("evidence", register, "--write-back").stderr
    assert {row[2] for row in rows_of(register)[2:]} == set(NEW)
    assert [row[0] for row in rows_of(register)[2:]] == ["E-3", "E-4"], "what gets no row takes no number"
    for name in ("copy.txt", "link.url", "broken.pdf", "ab.txt"):
        assert f"{name}: nothing was entered, because it" in told, told


@pytest.mark.parametrize("lacking", ["(no sheet) Evidence\n", ROWS.partition("Findings")[0].replace(
    "Evidence ID", "(no column) Evidence ID")], ids=["sheet", "column"])
def test_a_register_without_the_sheet_or_a_column_that_is_needed_is_told(ncr, house, lacking):
    register = house(lacking + "Findings" + ROWS.partition("Findings")[2])
    before = len(rows_of(register))
    done = ncr("evidence", register, "--write-back")
    assert "log.txt: nothing was entered, because the sheet Evidence" in done.stderr
    assert len(rows_of(register)) == before


def test_a_new_row_that_a_formula_stands_in_is_not_half_written(ncr, sample):
    _, last = table_of(sample)
    sheet = next(each.path for each in open_package(sample, "r").sheets if each.name == "Evidence")
    formula = f'<row r="{last + 1}"><c r="F{last + 1}"><f>""</f><v></v></c></row></sheetData>'.encode()
    edit(sample, sheet, lambda xml: xml.replace(b"</sheetData>", formula))
    before = sample.read_bytes()
    done = ncr("evidence", sample, "--write-back")
    assert done.returncode == 2 and f"Evidence!F{last + 1}, because it holds a formula" in done.stderr
    assert sample.read_bytes() == before


@pytest.mark.office
def test_libreoffice_and_the_validator_take_the_new_rows(ncr, sample, tmp_path, office):
    assert ncr("evidence", sample, "--write-back", "--today", DAY).returncode in (0, 1)
    copy = shutil.copy(sample, tmp_path / "copy.xlsx")
    assert validated(Path(copy), "Microsoft365") == []
    assert rows_of(office(sample, "xlsx", tmp_path / "saved")) == rows_of(sample)
