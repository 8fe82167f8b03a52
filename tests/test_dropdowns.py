"""Drop-downs that follow the row: what each offers, as LibreOffice works it out."""

from __future__ import annotations

import openpyxl
import pytest

from ncr_toolkit.core.model import BY_PREFIX, RECORDS, Action, Bone, Cause, Evidence, Finding, FiveWhys, Lesson
from ncr_toolkit.core.packs import known, load, names
from ncr_toolkit.core.schema import Kind
from ncr_toolkit.excel.write.dependent_lists import narrowed
from ncr_toolkit.excel.write.lists_sheet import list_name
from tests.test_writer import PACK, blank, opened

ROWS = {
    Finding: [{"id": "NC-1", "standard": PACK.standard}, {"id": "NC-2", "standard": load("iso27001").standard},
              {"id": "NC-3", "standard": "ISO 22301"}, {"id": "NC-4"}],
    Cause: [{"id": "RC-1", "finding": "NC-1"}, {"id": "RC-2", "finding": "NC-1"}, {"id": "RC-3", "finding": "NC-2"},
            {"id": "RC-4", "finding": "nc-1"}, {"id": "RC-5", "finding": "NC-2"}, {},
            {"id": "RC-6", "finding": "NC-2"}],
    Action: [{"id": "CA-1", "finding": "NC-1"}, {"id": "CA-2", "finding": "NC-2"}, {"id": "CA-3", "finding": "NC-4"},
             {"id": "CA-4"}],
    Evidence: [{"id": "E-1", "finding": "NC-2"}],
}


ASKED = {"action.cause": 4, "evidence.supports": 1, "finding.reference": 4}
"""Columns whose drop-downs are asked, in how many of their first rows."""


@pytest.fixture(scope="module")
def offered(office, tmp_path_factory) -> dict[str, list[list[object]]]:
    """What the drop-down of a column offers in each of its first rows, by the column's key."""
    book, folder = opened(blank(rows=ROWS)), tmp_path_factory.mktemp("offered")
    for key, rows in ASKED.items():
        kind = BY_PREFIX[key.partition(".")[0]]
        number = [column.key for column in kind.SHEET.columns].index(key) + 1
        (rule,) = [each for each in book[kind.SHEET.name].data_validations.dataValidation
                   if any(area.min_col == number for area in each.sqref.ranges)]
        probe = book.create_sheet(key)
        for row in range(4, 4 + rows):
            formula = rule.formula1
            for letter in "ABCDEFGH":
                formula = formula.replace(f"${letter}4", f"'{kind.SHEET.name}'!${letter}{row}")
            probe.append([f"=ROWS({formula})", *(f"=INDEX({formula},{place})&\"\"" for place in range(1, 90))])
    book.save(folder / "probe.xlsx")
    done = openpyxl.load_workbook(office(folder / "probe.xlsx", "xlsx", folder / "out"), data_only=True)
    return {key: [list(row[1:1 + int(row[0])]) for row in done[key].iter_rows(values_only=True)] for key in ASKED}


@pytest.mark.office
def test_an_action_is_offered_the_causes_of_its_finding(offered):
    one, two, none, empty = offered["action.cause"]
    assert one == ["RC-1", "RC-2", "RC-3", "RC-4"], "from the first to the last: none of its own is hidden"
    assert two[0] == "RC-3" and two[-1] == "RC-6"
    assert none == [None], "nothing of other findings"
    assert empty == ["RC-1", "RC-2", "RC-3", "RC-4", "RC-5", None, "RC-6"], "without a finding all of them"


@pytest.mark.office
def test_a_proof_is_offered_the_actions_of_its_finding(offered):
    assert offered["evidence.supports"] == [["CA-2"]]


@pytest.mark.office
def test_a_finding_is_offered_the_references_of_its_standard(offered):
    own, other, strange, empty = offered["finding.reference"]
    assert own == list(PACK.references) == strange == empty
    assert other == list(load("iso27001").references)[:89], "an audit of two standards at once"


def test_every_link_within_a_finding_follows_it():
    assert {(kind.SHEET.prefix, column.name) for kind in RECORDS for column in kind.SHEET.columns
            if narrowed(kind, column)} == {
        ("finding", "reference"), ("why", "cause"), ("bone", "leads_to"), ("probe", "leads_to"), ("action", "cause"),
        ("evidence", "supports")}
    assert narrowed(FiveWhys, FiveWhys.SHEET.by_name["cause"]) == narrowed(Bone, Bone.SHEET.by_name["leads_to"])


def test_every_link_and_person_has_a_drop_down():
    for kind in RECORDS:
        for column in kind.SHEET.columns:
            assert bool(list_name(column)) == (column.kind in (Kind.CHOICE, Kind.LINK, Kind.PERSON)
                                               or bool(column.source or column.numbered)), column.key


def test_the_standards_on_offer_are_all_that_are_known_the_packs_own_first():
    for name in known():
        pack = load(name)
        assert names(pack, "standards")[0] == pack.standard
        assert set(names(pack, "standards")) == {load(each).standard for each in known()}


def test_prompts_say_what_a_good_entry_looks_like():
    """Every text that people write has an example, and Excel shows the whole of its prompt."""
    for kind in (*RECORDS,):
        for column in kind.SHEET.typed_columns:
            assert len(column.help) <= 255 and len(column.header) <= 32, column.key
            if column.kind in (Kind.TEXT, Kind.LONG, Kind.FILE) and column.key != "evidence.sha256":
                assert "xample: " in column.help, column.key
    assert Lesson.SHEET.by_name["lesson"].help.endswith("its checklists change on the same day.")
