"""Lists of many makes: what comes of each is counted, and of none a row or a cell is lost without a word."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.core import packs
from ncr_toolkit.core.foreign_words import words
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.imports import messages
from ncr_toolkit.imports.apart import FIRST_OWNER, FIRST_REFERENCE, ID_AND_TITLE, STEPS, pieces, steps
from ncr_toolkit.imports.conversion import convert
from ncr_toolkit.imports.mapping import LEAVE
from ncr_toolkit.imports.proposal import propose
from ncr_toolkit.imports.source import load
from ncr_toolkit.imports.sources.grid import Grid, seen
from ncr_toolkit.imports.tables import find_table
from ncr_toolkit.imports.written import write
from tests.conftest import TODAY
from tests.import_layouts import LAYOUTS, fedramp
from tests.trackers import workbook


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Every layout, written and read."""
    folder = tmp_path_factory.mktemp("layouts")
    return {name: load(layout.write(folder)) for name, layout in LAYOUTS.items()}


def unaccounted(source, outcome):
    """The filled cells of rows that were taken of which nothing is told."""
    told = {trace.source for trace in outcome.traces} | {left.cell for left in outcome.left}
    own = {trace.source: outcome.own[trace.place[0]][trace.field][trace.place[1]] for trace in outcome.traces
           if trace.own}
    taken = {(given.table, given.row): given for given in outcome.given}
    for table in source.tables:
        columns = source.mapping.tables[table.name].columns
        for row in table.rows:
            given = taken.get((table.name, row.number + 1))
            notes = str(outcome.row(given.places[0]).get("internal_note")) if given else ""
            for column, header in table.headers.items() if given else ():
                text = seen(row.cells[column]) if column < len(row.cells) else ""
                ours = columns[header]
                cell = table.grid.where(row.number, column)
                if text and ours not in (LEAVE, "finding.id") and fold(text) not in words().nothing \
                        and (cell not in told or seen(own.get(cell, text)) != text) \
                        and f"{header}: {text}" not in notes:
                    yield cell, text


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_row_and_cell_is_told(sources, name):
    source, layout = sources[name], LAYOUTS[name]
    outcome = source.outcome()
    assert (outcome.rows_in, len(outcome.skipped), len(outcome.left)) == (layout.rows_in, layout.skipped, layout.left)
    assert outcome.taken == layout.rows_in - layout.skipped == len(outcome.given)
    assert {kind.SHEET.name: len(rows) for kind, rows in outcome.rows.items()}.items() >= layout.gives.items()
    assert set(layout.own) <= set(outcome.own_headers())
    assert list(unaccounted(source, outcome)) == []


def test_what_some_of_them_say(sources):
    """A day that only one order can mean, a state that another sheet's name gives, a person that stands elsewhere."""
    def row(name, number=0, kind=Finding):
        return sources[name].outcome().rows[kind][number]

    assert row("Jira")["close_due"] == date(2025, 8, 31)
    assert [row("FedRAMP", number)["status"] for number in (0, 5)] == ["Open", "Closed"]
    assert row("OSCAL")["owner"] == "Ana Lima" and row("OSCAL")["close_due"] == date(2026, 8, 1)
    assert row("OSCAL").get("raised_on") is None, "22:00 of one zone is another day in another"
    assert row("helper")["grade"] == "Minor" and row("together", 1)["grade"] == "Opportunity"
    assert row("ISMS", 1, Action)["owner"] == "Bo Li"


ANY = st.one_of(st.just(""), st.sampled_from(["NC-1", "Minor", "High", "Open", "Ana Lima", "CISO", "2026-05-01", "-",
                                              "05/06/2026", "Guidance", "Total", "ID", "[text]", "3", "a: b (c)"]),
                st.text(max_size=12), st.integers(0, 50000), st.dates())
HEADERS = st.lists(st.sampled_from(["ID", "Finding", "Grade", "Status", "Owner", "Due date", "Action", "Mood", "Notes",
                                    "Updated Scheduled Completion Date", "Evidence", "Effectiveness", "Owner"]),
                   min_size=3, max_size=7)


@settings(max_examples=40)
@given(st.lists(st.tuples(HEADERS, st.lists(st.lists(ANY, max_size=7), max_size=6)), min_size=1, max_size=2))
def test_whatever_stands_there_rows_in_are_rows_taken_and_rows_skipped(sheets):
    grids = [Grid(f"Sheet {number}", [list(head), *(list(row) for row in rows)])
             for number, (head, rows) in enumerate(sheets)]
    tables = [table for grid in grids if (table := find_table(grid)) is not None]
    mapping, _ = propose(tables)
    outcome = convert(tables, mapping, packs.load(packs.DEFAULT))
    assert outcome.rows_in == outcome.taken + len(outcome.skipped) == sum(len(table.rows) for table in tables)
    assert all(each.why for each in (*outcome.skipped, *outcome.left))

    class Loaded:
        pass

    Loaded.tables, Loaded.mapping = tables, mapping
    assert list(unaccounted(Loaded, outcome)) == []


def test_a_column_of_the_users_own_is_not_written_over_by_a_later_table(tmp_path):
    source = load([workbook(tmp_path / "a.xlsx", Log=[["ID", "Finding", "Mood"], ["N-1", "A text", "good"]],
                            Later=[["ID", "Close by", "Mood"], ["N-1", "2026-05-01", "bad"]])])
    outcome = source.outcome()
    assert outcome.own == {Finding: {"Mood": {0: "good"}}} and outcome.rows[Finding][0]["internal_note"] == "Mood: bad"
    assert [left.why for left in outcome.left] == ["'Mood' of N-1 holds something else already"]
    assert list(unaccounted(source, outcome)) == []


# Cells that hold several things

@pytest.mark.parametrize(("way", "text", "found"), [
    (ID_AND_TITLE, "NC-1: Access (A.5.3)", ["NC-1", "Access", "A.5.3"]),
    (ID_AND_TITLE, "NC-2: Backup", ["NC-2", "Backup", ""]), (ID_AND_TITLE, "NC-3", ["NC-3", "", ""]),
    (FIRST_REFERENCE, "A.5.3, A.8.2 / 8.4", ["A.5.3", "A.8.2, 8.4"]), (FIRST_REFERENCE, "8.4", ["8.4"]),
    (FIRST_OWNER, "Bo Li / Cy Doe", ["Bo Li", "Cy Doe"]), (FIRST_OWNER, "Anderson Sandy", ["Anderson Sandy"])])
def test_a_cell_is_taken_apart(way, text, found):
    assert [piece for _, piece in pieces(way, text)] == found


@pytest.mark.parametrize(("text", "found"), [
    ("1. Patch (05/13/2026)\n2. Roll out (10/2025)", [("Patch", "05/13/2026"), ("Roll out", "10/2025")]),
    ("1) Patch version 2. Test (x)", [("Patch version 2. Test (x)", "")]),
    ("Soon:\n1. Patch", [("Soon:", ""), ("Patch", "")]), ("Patch all", [("Patch all", "")]),
    ("1. A (2026-05-01); 2. B", [("A", "2026-05-01"), ("B", "")])])
def test_steps(text, found):
    if text.startswith("1) Patch version"):
        found = [("Patch version", ""), ("Test (x)", "")]  # a number in its turn is taken for a step: the mapping asks
    assert steps(text) == found


def test_cells_are_taken_apart_only_where_the_mapping_says_so(sources, tmp_path):
    source = load(LAYOUTS["together"].write(tmp_path))
    assert source.together == ["Reference / Area", "Owner"] and f'or "{ID_AND_TITLE}"' in source.mapping_text([])
    assert [row["id"] for row in source.outcome().rows[Finding]] == ["F-001", "F-002"]
    for table in source.mapping.tables.values():
        table.columns |= {"Reference / Area": ID_AND_TITLE, "Owner": FIRST_OWNER}
    source = load(LAYOUTS["together"].write(tmp_path), source.mapping)
    first = source.outcome().rows[Finding][0]
    assert (first["id"], first["title"], first["reference"], first["owner"]) == \
        ("NC-1", "Segregation of duties", "A.5.3", "Bo Li")
    assert first["internal_note"] == "Owner: Cy Doe" and not source.together and not source.mapping.asked


def test_milestones_become_actions_and_a_day_that_is_none_is_told(tmp_path):
    source = load(LAYOUTS["eMASS"].write(tmp_path))
    source.mapping.tables["POAM"].columns["Milestones with Completion Dates"] = STEPS
    source.mapping.dates = "month first"
    outcome = source.outcome()
    assert [(row["what"], row["due"]) for row in outcome.rows[Action]] == \
        [("Review", date(2026, 5, 13)), ("Automate (10/2025)", None), ("Restore", date(2026, 6, 20))]
    assert [row["id"] for row in outcome.rows[Action]] == ["CA-1001-1", "CA-1001-2", "CA-1002-1"]
    assert ("10/2025", "is no day") in [(left.text, left.why) for left in outcome.left]
    assert list(unaccounted(source, outcome)) == []


# Files of other kinds

def test_columns_of_the_users_own_stand_beside_ours(sources, tmp_path):
    outcome = sources["FedRAMP"].outcome()
    list(write(sources["FedRAMP"], outcome, [tmp_path / "poam.xlsx"], tmp_path / "findings.xlsx", None, None, "",
               TODAY, force=False))
    register = read_register(tmp_path / "findings.xlsx")
    assert {"CVE", "Asset Identifier"} <= {odd.name for odd in register.oddities}
    cell = next(line for line in (tmp_path / "findings-import.csv").read_text("utf-8-sig").splitlines()
                if "CVE-2024-00003" in line).split(",")[1]
    import openpyxl

    assert openpyxl.load_workbook(tmp_path / "findings.xlsx")["Findings"][cell.partition("!")[2]].value == \
        "CVE-2024-00003"


@pytest.mark.office
def test_old_workbooks_and_those_of_libreoffice_give_the_same(office, tmp_path):
    paths = [path for name in ("FedRAMP", "ISMS") for path in LAYOUTS[name].write(tmp_path)]
    for kind in ("xls", "ods"):
        office(paths[0], kind, tmp_path / kind, *paths[1:])
        for path in paths:
            there, here = load([path]).outcome(), load([tmp_path / kind / f"{path.stem}.{kind}"]).outcome()
            assert (here.rows, here.own, here.skipped, here.left) == (there.rows, there.own, there.skipped, there.left)


def test_a_cell_far_out_is_told_before_it_can_do_harm(tmp_path):
    from tests.import_layouts import calc

    [path] = calc(tmp_path)
    import zipfile

    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml").decode().replace(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            '<table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="string"/>')
    with zipfile.ZipFile(tmp_path / "far.ods", "w") as package:
        package.writestr("content.xml", content)
    with pytest.raises(CannotRun, match=r"row 1,048,006 or column 16,384 of a sheet, too far out"):
        load([tmp_path / "far.ods"])


@pytest.mark.parametrize(("name", "content", "told"), [
    ("a.ods", b"PK", "no OpenDocument spreadsheet"), ("a.xls", b"x", "no workbook of the old Excel kind"),
    ("a.json", b"{", "no JSON"), ("a.json", b"[]", "no OSCAL plan"), ("a.json", b"[" * 9999, "no JSON"),
    ("a.json", b'{"plan-of-action-and-milestones": {"poam-items": [1, {"related-risks": 3, "props": [{}]}]}}',
     "no finding")])
def test_what_only_has_the_ending_is_told_as_what_it_is(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRun, match=told):
        load([tmp_path / name])


def test_many_rows_are_told_in_few_lines(tmp_path):
    few, many = (load(fedramp(folder, rows)) for folder, rows in ((tmp_path, 40), (tmp_path, 400)))
    lines = [len(list(messages.told(source.outcome(), source))) for source in (few, many)]
    assert lines[0] == lines[1] < 25


def test_a_sheet_that_lists_something_else_and_one_without_a_table_are_passed_by(tmp_path):
    workbook(tmp_path / "a.xlsx", Log=[["ID", "Finding"], ["1", "x"]], Notes=[["Hello"]])
    assert [table.name for table in load([tmp_path / "a.xlsx"]).tables] == ["Log"]
