"""What we use of a library although it does not promise it. Each is named here, so that a new version that lost it says
so by name; and a workbook is made all the same where XlsxWriter no longer knows a habit that we change.
"""

from __future__ import annotations

import inspect
import io

import pytest
from docxtpl import DocxTemplate
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.url import Url, UrlTypes
from xlsxwriter.worksheet import Worksheet

from ncr_toolkit.excel.write.xlsxwriter_fast import ExactUrl, QuickSheet

METHODS = {
    "_prepare_formula": ["self", "formula", "expand_future_functions"],
    "_xml_formula_element": ["self", "formula", "result", "attributes"],
    "_xml_number_element": ["self", "number", "attributes"],
    "_xml_start_tag_unencoded": ["self", "tag", "attributes"],
}


@pytest.mark.parametrize("name", METHODS)
def test_xlsxwriter_still_has_the_methods_that_we_change(name):
    found = getattr(Worksheet, name, None)
    assert found is not None, f"XlsxWriter has no Worksheet.{name} any more; see excel/write/xlsxwriter_fast.py"
    assert list(inspect.signature(found).parameters) == METHODS[name]
    assert name in vars(QuickSheet), f"{name} is not changed any more; take it out of this list"


def test_every_private_method_that_we_change_is_on_the_list():
    ours = {name for name in vars(QuickSheet) if name.startswith("_") and not name.startswith("__")}
    assert ours == set(METHODS)


def test_xlsxwriter_still_keeps_links_as_we_fill_them():
    plain, ours = Url("internal:A1"), ExactUrl("https://example.org/ä b", "", "tip")
    assert vars(ours).keys() == vars(plain).keys(), "a name that we fill is gone, or new in ours only"
    assert {type(ours._link_type), type(plain._link_type)} == {UrlTypes}


def made(sheet: type[Worksheet], act) -> object:
    """The second cell of a sheet on which `act` was done, as another library reads it."""
    target = io.BytesIO()
    book = Workbook(target)
    page = book.add_worksheet("S", sheet)
    page.write_number(0, 0, 0.1 + 0.2)
    act(page)
    book.close()
    return load_workbook(io.BytesIO(target.getvalue()))["S"]["B1"]


def test_control_characters_of_a_cached_text_are_still_coded_by_xlsxwriter():
    assert QuickSheet._escape_control_characters("a\x0bb") == "a_x000B_b"


def test_a_formula_that_we_rewrite_is_still_kept_as_a_named_tuple():
    cell = made(QuickSheet, lambda page: page.write_plain_formula(0, 1, "=SUM(A1,2)", None, 2))
    assert cell.value == "=SUM(A1,2)"


def test_without_the_methods_only_the_habits_are_lost():
    """A sheet of which XlsxWriter never calls what we changed is an ordinary sheet: it opens, and says the same."""
    calls = {name: getattr(Worksheet, name) for name in METHODS}
    unasked = type("Unasked", (QuickSheet,), calls)
    cell = made(unasked, lambda page: page.write_formula(0, 1, "=SUM(A1,2)", None, 2))
    assert cell.value == "=SUM(A1,2)" and cell.parent["A1"].value == pytest.approx(0.3)


def test_docxtpl_still_makes_tags_ready_without_a_document():
    """`forms/tags/render.py` uses this one method, which has no other state than its argument."""
    ready = DocxTemplate(io.BytesIO()).patch_xml("<w:p><w:r><w:t>{%p if x %}</w:t></w:r></w:p><w:p><w:t>a</w:t></w:p>")
    assert ready == "{% if x %}<w:p><w:t>a</w:t></w:p>"
