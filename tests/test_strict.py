"""No workbook of ours makes Excel offer a repair: every part fits the schemas of Open XML, and the rules beside them.

The schemas are those of Microsoft's own Open XML SDK. Where its validator is not installed (`.ci/run` fetches it and
names it in NCR_OOXML_VALIDATOR) those tests are skipped.
"""

from __future__ import annotations

import io
import lzma
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from ncr_toolkit.core.packs import known
from ncr_toolkit.demo.sample import TODAY, sample_files
from ncr_toolkit.excel.upgrade.move import upgraded
from ncr_toolkit.generate import ROOT, templates
from ncr_toolkit.word.response import response_bytes
from tests.conftest import all_rows
from tests.strictness import faults
from tests.test_fishbone import several
from tests.test_word import HARD, NOT_READY, READY, answer, finding, review_of
from tests.validation import validated

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("register-*.xlsx.xz"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("strict")
    with all_rows():
        files = sample_files()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "register.xlsx"


def rewritten(sample: Path, change) -> bytes:
    """The sample as openpyxl saves it, changed."""
    book = openpyxl.load_workbook(sample)
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def workbooks(sample, tmp_path_factory) -> dict[str, Path]:
    """Every kind of workbook that leaves the tool, by name; templates and sample are as large as people get them."""
    from click.testing import CliRunner

    from ncr_toolkit.cli import group

    folder = tmp_path_factory.mktemp("workbooks")
    with all_rows():
        found = {name: content for name, content in templates().items() if name.endswith(".xlsx")}
    found["sample.xlsx"] = sample.read_bytes()
    for packed in FIXTURES:
        old = folder / packed.name.removesuffix(".xz")
        old.write_bytes(lzma.decompress(packed.read_bytes()))
        found[f"upgraded-{old.name}"] = upgraded(old, str(old), TODAY).content
    (sample.parent / "theirs.xlsx").write_bytes(rewritten(sample, lambda book: None))
    (sample.parent / "without.xlsx").write_bytes(rewritten(sample, lambda book: book.remove(book["Check results"])))
    for name in ("register", "theirs", "without"):
        marked = folder / f"marked-{name}.xlsx"
        done = CliRunner().invoke(group, ["check", str(sample.parent / f"{name}.xlsx"), "--today", str(TODAY),
                                          "--marked", str(marked)])
        assert marked.exists(), done.output
        found[marked.name] = marked.read_bytes()
    for name, content in found.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in found}


NAMES = (*(f"{name}.xlsx" for name in known()), "sample.xlsx", "marked-register.xlsx", "marked-theirs.xlsx",
         "marked-without.xlsx", *(f"upgraded-{packed.name.removesuffix('.xz')}" for packed in FIXTURES))


@pytest.mark.parametrize("name", NAMES)
def test_excel_has_no_reason_to_repair(workbooks, name):
    assert faults(workbooks[name].read_bytes()) == []


SAVED_BY_OPENPYXL = ("marked-theirs.xlsx", "marked-without.xlsx")
"""It writes the parts of a font in an order of its own, which Excel bears; we leave its styles as they are."""


@pytest.mark.parametrize("name", NAMES)
def test_every_part_fits_its_schema(workbooks, name):
    for version in ("Office2016", "Microsoft365"):
        found = validated(workbooks[name], version)
        theirs = [each for each in found if each["path"] == "/xl/styles.xml"] if name in SAVED_BY_OPENPYXL else []
        assert [each for each in found if each not in theirs] == []


@pytest.mark.parametrize("grade", ["NC-2026-01", "IA-2026-03", "OBS-2026-01"])
def test_every_part_of_a_response_fits_its_schema(grade):
    assert validated(ROOT / "samples" / "responses" / f"{grade}_response.docx", "Office2016") == []


@pytest.mark.parametrize("readiness", [READY, NOT_READY], ids=["ready", "draft"])
def test_every_part_of_a_response_with_every_picture_fits_its_schema(readiness, tmp_path):
    record = finding("Major", title=HARD, raised_on=TODAY, response_due=date(2026, 6, 1), close_due=date(2026, 7, 20))
    path = tmp_path / "response.docx"
    rows = [*answer(), *several(8, 40, HARD), *several(3, 3, "\u4e2d\u6587", "\u0645\u0631\u062d\u0628\u0627")]
    path.write_bytes(response_bytes(review_of(record, *rows), record, readiness))
    assert validated(path, "Office2016") == validated(path, "Microsoft365") == []


def test_every_part_of_the_management_review_fits_its_schema(sample, tmp_path):
    from click.testing import CliRunner

    from ncr_toolkit.cli import group

    paper = tmp_path / "review.docx"
    done = CliRunner().invoke(group, ["review", str(sample), "--today", str(TODAY), "-o", str(paper)])
    assert done.exit_code == 0, done.output
    assert validated(paper, "Office2016") == validated(paper, "Microsoft365") == []


@pytest.mark.parametrize("name", ["marked-register.xlsx", "marked-theirs.xlsx", "marked-without.xlsx"])
def test_calamine_and_openpyxl_agree_on_every_cell(workbooks, name):
    theirs = CalamineWorkbook.from_path(str(workbooks[name]))
    ours = openpyxl.load_workbook(workbooks[name], data_only=True)
    assert theirs.sheet_names == ours.sheetnames
    for sheet in ours.worksheets:
        rows = theirs.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for number, row in enumerate(sheet.iter_rows(max_row=len(rows), max_col=len(rows[0]) if rows else 1)):
            for cell in row:
                other = rows[number][cell.column - 1] if rows else ""
                here = "" if cell.value is None or str(cell.value).startswith("#") else cell.value
                here = here.date() if hasattr(here, "date") else here
                assert here == other or str(here) == str(other), f"{sheet.title}!{cell.coordinate}"


@pytest.fixture(scope="module")
def from_libreoffice(saved_sample, tmp_path_factory) -> tuple[Path, Path]:
    """The sample as LibreOffice saves it, and the results written into that."""
    from click.testing import CliRunner

    from ncr_toolkit.cli import group

    marked = tmp_path_factory.mktemp("from-libreoffice") / "marked.xlsx"
    CliRunner().invoke(group, ["check", str(saved_sample), "--today", str(TODAY), "--marked", str(marked)])
    return saved_sample, marked


@pytest.mark.office
def test_results_in_a_register_of_libreoffice_add_no_fault(from_libreoffice):
    saved, marked = from_libreoffice
    assert faults(marked.read_bytes()) == faults(saved.read_bytes())


@pytest.mark.office
def test_results_in_a_register_of_libreoffice_fit_the_schema(from_libreoffice):
    assert validated(from_libreoffice[1], "Microsoft365") == []


@pytest.mark.office
@pytest.mark.parametrize("name", ["marked-register.xlsx", "marked-theirs.xlsx", "marked-without.xlsx"])
def test_libreoffice_shows_every_cell_as_it_was_written(workbooks, office, tmp_path, name):
    """What was typed and what the check wrote; it computes formulas anew, some of which it knows otherwise."""
    typed = openpyxl.load_workbook(workbooks[name])
    seen = CalamineWorkbook.from_path(str(office(workbooks[name], "xlsx", tmp_path)))
    assert seen.sheet_names == typed.sheetnames
    compared = 0
    for sheet in typed.worksheets:
        rows = seen.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            if cell.data_type in ("f", "e"):
                continue
            other = rows[cell.row - 1][cell.column - 1]
            here = cell.value.date() if hasattr(cell.value, "date") else cell.value
            assert here == other or str(here) == str(other), f"{sheet.title}!{cell.coordinate}"
            compared += 1
    assert compared > 4000


BROKEN = {
    "a table column is called otherwise": ("xl/tables/table1.xml", b'name="Grade"', b'name="Grad"'),
    "a text that is not there": ("xl/worksheets/sheet4.xml", b't="s"><v>', b't="s"><v>9999'),
    "a format that is not there": ("xl/worksheets/sheet4.xml", b'<row r="4" ', b'<row r="4" s="99999" '),
    "two tables of one name": ("xl/tables/table2.xml", b'name="tblContainment"', b'name="tblFindings"'),
    "a name that leads nowhere": ("xl/workbook.xml", b"!$A$4:$A$5000", b"!#REF!"),
    "rows in disorder": ("xl/worksheets/sheet4.xml", b'<row r="5" ', b'<row r="4" '),
    "a column's format that is not there": ("xl/worksheets/sheet4.xml", b' style="', b' style="9999'),
    "two sheets of one id": ("xl/workbook.xml", b'sheetId="2"', b'sheetId="1"'),
    "a name of a sheet that is not there": ("xl/workbook.xml", b'localSheetId="', b'localSheetId="99'),
    "a name that a table has": ("xl/workbook.xml", b'name="ncr_as_of"', b'name="tblFindings"'),
    "a row too high": ("xl/worksheets/sheet4.xml", b' ht="', b' ht="9'),
    "merged cells in a table": ("xl/worksheets/sheet4.xml", b"</sheetData>",
                                b'</sheetData><mergeCells count="1"><mergeCell ref="A4:B5"/></mergeCells>'),
    "a relation that is not there": ("xl/worksheets/_rels/sheet4.xml.rels", b'Id="rId1"', b'Id="rId77"'),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_fault_is_seen(workbooks, what):
    member, old, new = BROKEN[what]
    stream = io.BytesIO()
    with zipfile.ZipFile(workbooks["sample.xlsx"]) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == member:
                assert old in data
                data = data.replace(old, new, 1)
            target.writestr(name, data)
    assert faults(stream.getvalue())
