"""Other people's programs: a register re-saved, re-typed or rearranged gives the same problems at the same places."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.excel.write.writer import register_bytes
from tests.commands import ran
from tests.others import saved_by_openpyxl
from tests.samples import lay_out


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    lay_out(folder)
    return folder


@pytest.fixture(scope="module")
def problems(sample):
    """A function: the problems of a register, checked beside the sample's evidence."""

    def check(path, *, place=True):
        beside = sample / f"copy-{path.parent.name}-{path.name}"
        shutil.copy(path, beside)
        done = ran(["check", str(beside), "--today", str(TODAY), "--format", "json"], sample)
        assert done.returncode in (0, 1), done.stderr
        found = json.loads(done.stdout)["problems"]
        return sorted((each["code"], each["level"], each["sheet"], each["cell"] if place else "", each["record"] or "",
                       each["message"]) for each in found)

    return check


@pytest.mark.office
def test_a_register_saved_by_libreoffice_reads_the_same(sample, saved_sample, office, problems, tmp_path):
    wanted = problems(sample / "register.xlsx")
    assert problems(saved_sample) == wanted
    assert problems(office(saved_sample, "xlsx", tmp_path / "twice")) == wanted


@pytest.mark.office
def test_a_new_register_filled_in_and_saved_by_libreoffice(tmp_path, office, problems):
    path = tmp_path / "mine.xlsx"
    path.write_bytes(register_bytes(packs.load("iso42001"), today=TODAY, settings={"organisation": "Acme"}))
    book = load_workbook(path)
    sheet = book["Findings"]
    for number, column in enumerate(Finding.SHEET.columns, 1):
        values = {"id": ("NC-1", "NC-2"), "grade": ("Major", "Observation"), "status": ("In progress", "Open"),
                  "reference": ("5.10", "A.6.2.4"), "close_due": ("03/05/2026", None), "owner": ("Ana Lima", "TBC"),
                  "statement": ("=not a formula & <b>", "two\nlines")}.get(column.name)
        for row, value in enumerate(values or (), 4):
            sheet.cell(row, number).value = value
            if isinstance(value, str):
                sheet.cell(row, number).data_type = "s"
    book.save(path)
    before = problems(path)
    assert {"CEL004", "IDN006", "OWN003", "COR001"} <= {code for code, *_ in before}
    assert problems(office(path, "xlsx", tmp_path / "saved")) == before


def reverse_rows(book) -> None:
    sheet = book["Containment"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=30)]
    for row, values in zip(sheet.iter_rows(min_row=4, max_row=30), reversed(rows), strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value


def move_columns(book) -> None:
    sheet = book["Causes"]
    for row in sheet.iter_rows(min_row=1, max_row=40, max_col=6):
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value


def hide_everything(book) -> None:
    for sheet in ("Findings", "Actions"):
        for letter in map(get_column_letter, range(1, column_index_from_string("Z"))):
            book[sheet].column_dimensions[letter].hidden = True
        book[sheet].row_dimensions[7].hidden = True


def rename_sheet(book) -> None:
    book["Causes"].title = "Ursachen"


def lose_keys(book) -> None:
    for sheet in ("Causes", "Containment", "Sign-off", "Lessons"):
        book[sheet].delete_rows(1)


def essence(found):
    return sorted((code, level, record, message) for code, level, _, _, record, message in found
                  if code not in ("IDN002", "WBK005", "WBK008"))


@pytest.fixture(scope="module")
def plain(sample, problems, tmp_path_factory):
    """What is said where nothing was rearranged."""
    saved = saved_by_openpyxl(sample / "register.xlsx", target=tmp_path_factory.mktemp("plain") / "plain.xlsx")
    return essence(problems(saved))


@pytest.mark.parametrize("change", [reverse_rows, move_columns, hide_everything, rename_sheet, lose_keys])
def test_rearranging_changes_nothing_but_the_cells_named(sample, plain, problems, tmp_path, change):
    moved = saved_by_openpyxl(sample / "register.xlsx", change, tmp_path / "moved.xlsx")
    assert essence(problems(moved)) == plain


def test_a_damaged_part_is_refused_rather_than_read_as_something_else(sample, tmp_path, ncr):
    stored = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(sample / "register.xlsx") as package, zipfile.ZipFile(stored, "w") as copy:
        for member in package.namelist():
            copy.writestr(member, package.read(member))
    assert ncr("check", stored).returncode == 1, "stored without packing it reads as well"
    content = stored.read_bytes()
    assert b"In progress" in content
    stored.write_bytes(content.replace(b"In progress", b"In progres5"))
    done = ncr("check", stored)
    assert done.returncode == 2 and "damaged" in done.stderr
