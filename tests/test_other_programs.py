"""One filled register as other people's programs write it again: every record, every value, the same problems.

What a program really takes away is stated line by line: `-` is no longer there, `+` is new.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pandas
import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter

from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import RECORDS, Action, Cause, CheckSetting, Finding, Reply, Settings
from ncr_toolkit.core.problem import Problem
from ncr_toolkit.core.schema import Record
from ncr_toolkit.demo.sample import TODAY, read_source
from ncr_toolkit.excel.write.writer import register_bytes
from ncr_toolkit.loader import load
from tests.others import Sheets, retyped
from tests.samples import lay_out

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")

LINK = "https://share.example.org/old/data-sheets-2024.csv"
FORMULA_GONE = ["- formula NC-2026-05 acknowledged_on", "- CEL008 warning NC-2026-05 2026-05-12"]
LINK_GONE = [f"- link E-21 file {LINK}", "- EVD007 warning E-21 NC-2025-04/data-sheets-overview.csv"]
ERROR_GONE = ["- value CA-32 due #REF!", "- CEL001 error CA-32 #REF!"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """The folder of the sample, with a row on the one sheet it leaves empty: others must stand beside its evidence."""
    folder = tmp_path_factory.mktemp("sample")
    lay_out(folder)
    source = read_source()
    rows = {**source.rows, CheckSetting: [{"code": "OWN005", "level": "Error", "reason": "All sit in one room.",
                                           "decided_by": "Anselm Okafor", "decided_on": date(2026, 5, 4)}]}
    (folder / "register.xlsx").write_bytes(register_bytes(packs.load("iso42001"), today=TODAY, rows=rows,
                                                          settings=source.settings, fixed_day=True))
    return folder


@pytest.fixture(scope="module")
def original(sample) -> Assessment:
    return load(sample / "register.xlsx", today=TODAY)


def lines(assessment: Assessment, kinds=(*RECORDS, Settings)) -> Counter[str]:
    """Everything a register holds and all that was found in it, but not where it stands."""
    register, told = assessment.review.register, Counter[str]()
    for kind in kinds:
        records = [register.settings] if kind is Settings else register.records[kind]
        told[f"{len(records)} records of {kind.SHEET.name}"] += 1
        for record in records:
            told.update(_of(record))
    told.update(_line(problem) for problem in assessment.problems)
    return told


def _of(record: Record) -> list[str]:
    values = [f"value {record.label} {column.name} {record.typed(column.name)}"
              for column in record.SHEET.typed_columns if record.typed(column.name)]
    links = [f"link {record.label} {name} {target}" for name, target in record.links.items()]
    return [*values, *links, *(f"formula {record.label} {name}" for name in record.formulas)]


def _line(problem: Problem) -> str:
    return f"{problem.code} {problem.level} {problem.record or problem.cell.sheet} {problem.value}"


def differences(before: Assessment, after: Assessment, *kinds: type[Record]) -> list[str]:
    """What is gone and what is new."""
    old, new = (lines(each, kinds or (*RECORDS, Settings)) for each in (before, after))
    gone, come = (old - new).elements(), (new - old).elements()
    return sorted([*(f"- {line}" for line in gone), *(f"+ {line}" for line in come)])


def cells(assessment: Assessment) -> list[tuple[str, str]]:
    return sorted((_line(problem), str(problem.cell)) for problem in assessment.problems)


def moved(original: Assessment, rows: int, settings: int = 0) -> list[tuple[str, str]]:
    """Where the problems stand when all rows went up by `rows`, and the settings left by `settings` columns."""
    def place(text: str) -> str:
        sheet, mark, reference = text.rpartition("!")
        if not mark:
            return text
        letter, row = coordinate_from_string(reference)
        left = settings if sheet == Settings.SHEET.name else 0
        return f"{sheet}!{get_column_letter(column_index_from_string(letter) - left)}{row - rows}"

    return sorted((line, place(cell)) for line, cell in cells(original))


def test_the_sample_is_worth_the_trouble(original):
    """It holds every kind of sheet, and cells that programs are known to change."""
    register = original.review.register
    assert all(register.records[kind] for kind in RECORDS if kind is not Reply) and len(original.problems) > 80
    held = lines(original)
    assert all(line[2:] in held for line in (*FORMULA_GONE, *LINK_GONE, *ERROR_GONE))
    assert {each.why for _, each in register.unread()} >= {"ambiguous date", "error cell", "not one of the choices"}


@pytest.mark.office
def test_saved_by_libreoffice(sample, original, office, tmp_path):
    saved = office(sample / "register.xlsx", "xlsx", tmp_path).rename(sample / "office.xlsx")
    after = load(saved, today=TODAY)
    assert differences(original, after) == [] and cells(after) == cells(original)


def test_saved_by_openpyxl(sample, original):
    """It keeps formulas and drops what they showed: that is said, and nothing is guessed."""
    load_workbook(sample / "register.xlsx").save(sample / "openpyxl.xlsx")
    after = load(sample / "openpyxl.xlsx", today=TODAY)
    formula = "=DATE(2026,5,12)"
    assert differences(original, after) == sorted([
        *FORMULA_GONE, "- value NC-2026-05 acknowledged_on 2026-05-12", f"+ value NC-2026-05 acknowledged_on {formula}",
        f"+ CEL002 error NC-2026-05 {formula}", *ERROR_GONE, "+ value CA-32 due =#REF!",
        "+ CEL002 error CA-32 =#REF!"])
    assert Counter(cell for _, cell in cells(after)) == Counter(cell for _, cell in cells(original))


@pytest.mark.parametrize("inline", [False, True], ids=["texts in one list", "texts in their cells"])
@pytest.mark.parametrize("keys", [True, False], ids=["with keys", "without keys"])
def test_exported_from_google_sheets(sample, original, inline, keys):
    after = load(Sheets(sample / "register.xlsx", inline=inline, keys=keys).save(sample / "sheets.xlsx"), today=TODAY)
    assert differences(original, after) == []
    assert cells(after) == moved(original, *((0, 0) if keys else (1, 1)))


@pytest.mark.parametrize("engine", ["openpyxl", "calamine"])
def test_rewritten_by_pandas(sample, original, engine):
    """It knows no links, formulas or errors; what had a value keeps it."""
    frames = pandas.read_excel(sample / "register.xlsx", sheet_name=None, header=2, engine=engine)
    with pandas.ExcelWriter(sample / "pandas.xlsx") as writer:
        for name, frame in frames.items():
            frame.to_excel(writer, sheet_name=name, index=False)
    after = load(sample / "pandas.xlsx", today=TODAY)
    new = ["+ ACT004 error CA-32 None"]
    assert differences(original, after) == sorted([*FORMULA_GONE, *LINK_GONE, *ERROR_GONE, *new])
    gone = {line.removeprefix("- ") for line in (*FORMULA_GONE, *LINK_GONE, *ERROR_GONE)}
    assert [each for each in cells(after) if f"+ {each[0]}" not in new] == \
        [each for each in moved(original, rows=2) if each[0] not in gone]


@pytest.mark.parametrize("text_dates", [True, False], ids=["dates as text", "dates as dates"])
def test_typed_again_by_hand(sample, original, text_dates):
    path = retyped(original.review.register, sample / "hand.xlsx", (*RECORDS, Settings), text_dates=text_dates)
    after = load(path, today=TODAY)
    assert differences(original, after) == sorted([
        *FORMULA_GONE, *LINK_GONE, "- CEL001 error CA-32 #REF!", "+ CEL003 error CA-32 #REF!",
        "- CEL007 error NC-2026-06 5.1"])
    assert_named_where_it_stands(path, after)


@pytest.mark.parametrize("text_dates", [True, False], ids=["dates as text", "dates as dates"])
def test_only_some_sheets_typed_again(sample, text_dates):
    kinds = (Action, Finding, Cause)
    few = load(Sheets(sample / "register.xlsx", only=[kind.SHEET.name for kind in kinds]).save(sample / "few.xlsx"),
               today=TODAY)
    path = retyped(few.review.register, sample / "few-hand.xlsx", kinds, text_dates=text_dates)
    after = load(path, today=TODAY)
    assert differences(few, after) == sorted([
        *FORMULA_GONE, "- CEL001 error CA-32 #REF!", "+ CEL003 error CA-32 #REF!", "- CEL007 error NC-2026-06 5.1"])
    assert_named_where_it_stands(path, after)


def assert_named_where_it_stands(path: Path, assessment: Assessment) -> None:
    """Each problem that shows a value names the cell in which that value stands."""
    book, seen = load_workbook(path), 0
    for problem in assessment.problems:
        if problem.value and problem.cell.ref:
            shown = book[problem.cell.sheet][problem.cell.ref].value
            assert problem.value in (str(shown), str(shown)[:10]), problem
            seen += 1
    assert seen > 10
