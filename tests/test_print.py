"""What comes out of the printer: letters that can be read, pages that hold something, commands that can be typed."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from math import hypot

import openpyxl
import pytest
from pypdf import PdfReader

from ncr_toolkit.core.model import RECORDS, SHEETS, Action, Effect, Reply, Settings
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.finding_card import NAME as CARD
from ncr_toolkit.excel.write.plain_workbook import plain_workbook
from ncr_toolkit.excel.write.print_setup import pages_wide
from ncr_toolkit.excel.write.start_sheet import NAME as START
from tests.conftest import all_rows
from tests.samples import files
from tests.test_writer import PACK, register_bytes

LEAST = 7  # points
FOOTER = 40  # points from the lower edge
NAMES = ("my findings & proofs.xlsx", "sample (ü).xlsx")


@pytest.fixture(scope="module")
def printed(office, tmp_path_factory) -> list[PdfReader]:
    """A blank register as people get it, and the sample."""
    folder = tmp_path_factory.mktemp("printed")
    with all_rows():
        blank = register_bytes(PACK, today=date(2026, 6, 30), settings={"organisation": "Lumen"})
    for name, content in zip(NAMES, (blank, files()["register.xlsx"]), strict=True):
        (folder / name).write_bytes(content)
    office(folder / NAMES[0], "pdf", folder / "out", folder / NAMES[1])
    return [PdfReader(folder / "out" / f"{name.removesuffix('.xlsx')}.pdf") for name in NAMES]


def letters(page) -> tuple[str, list[float]]:
    """The sheet that a page is of, as its footer says, and the sizes of the letters above the footer, in points."""
    found: list[tuple[float, float, str]] = []

    def visit(text, matrix, text_matrix, _, size):
        if text.strip():
            tall = size * matrix[0] * hypot(*text_matrix[:2])  # also of letters that are turned
            found.append((matrix[5] + matrix[3] * text_matrix[5], tall, text.strip()))

    page.extract_text(visitor_text=visit)
    return next(text for height, _, text in found if height < FOOTER), [size for height, size, _ in found
                                                                       if height > FOOTER]


@pytest.mark.office
def test_letters_can_be_read_on_paper(printed):
    smallest: dict[str, float] = {}
    for book in printed:
        for page in book.pages:
            sheet, sizes = letters(page)
            smallest[sheet] = min(smallest.get(sheet, 99.0), *sizes)
    assert {START, DASHBOARD, CARD, *(kind.SHEET.name for kind in SHEETS)} == set(smallest)
    assert {sheet: size for sheet, size in smallest.items() if size < LEAST} == {}


@pytest.mark.office
def test_a_blank_register_prints_its_headings_and_little_more(printed):
    """No page of prepared rows, and no sheet but those whose columns need it takes more than one page of headings."""
    pages = Counter(letters(page)[0] for page in printed[0].pages)
    wide = {kind.SHEET.name: pages_wide([column.width for column in kind.SHEET.columns], 1) for kind in RECORDS}
    assert {sheet: number for sheet, number in pages.items() if number > 1} == {
        CARD: 2, **{sheet: number for sheet, number in wide.items() if number > 1}}
    assert len(printed[0].pages) <= 31, pages


@pytest.mark.office
def test_what_belongs_together_is_on_one_page(printed):
    """An action with its owner and its days, the settings: none is torn apart, or leaves a row for another page."""
    heads = {kind.SHEET.name: {kind.SHEET.columns[0].header, kind.SHEET.columns[-1].header}
             for kind in (Action, Effect, Reply)}
    for page in printed[1].pages:
        sheet, text = letters(page)[0], " ".join(page.extract_text().split())
        assert all(head in text for head in heads.get(sheet, ())), sheet
    assert Counter(letters(page)[0] for page in printed[1].pages)[Settings.SHEET.name] == 1


@pytest.mark.office
def test_start_here_names_the_file_as_a_command_wants_it(printed):
    for name, book in zip(NAMES, printed, strict=True):
        page = book.pages[0].extract_text()
        assert f'ncr check "{name}" --write-back' in page and f'ncr doctor "{name}"' in page


def test_a_sheet_takes_as_many_pages_as_its_columns_need():
    assert pages_wide([20] * 10, 1) == 1
    assert pages_wide([20] * 12, 1) == 2
    assert pages_wide([20] * 22, 2) == 3, "each page begins with the ids"
    assert pages_wide([300, 300, 300], 1) == 2, "nothing is narrower than its columns"


def test_a_list_for_another_program_takes_the_pages_it_needs_and_shows_its_headers_whole():
    columns = {f"A header of five words {number}": 12 for number in range(30)}
    sheet = openpyxl.load_workbook(io.BytesIO(plain_workbook(date(2026, 6, 30), {"List": (columns, [])})))["List"]
    assert sheet.page_setup.fitToWidth == pages_wide([12] * 30, 1) == 2 and sheet.print_title_cols == "$A:$A"
    assert sheet.row_dimensions[1].height == 3 * 15
