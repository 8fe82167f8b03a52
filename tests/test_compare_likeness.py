"""By what a finding or a row is known again: common words, and texts that stand on one side only."""

from __future__ import annotations

from datetime import date

import pytest

from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.content_matching import COMMON, Index
from ncr_toolkit.compare.pairs import Pairs
from ncr_toolkit.compare.row_matching import likest
from ncr_toolkit.compare.similarity import rows_alike, said
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Cause, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Cell, Unread, Why
from tests.records import plain, record, told


@pytest.mark.parametrize(("number", "found"), [(1, 1), (COMMON, COMMON), (COMMON + 1, 0)])
def test_a_word_finds_findings_until_it_is_too_common(number, found):
    here = [said(Finding(statement=f"gate w{each}a w{each}b")) for each in range(number)]
    assert len(list(Index(here).near(said(Finding(statement="The gate of another house"))))) == found


def test_a_finding_without_words_is_near_to_none():
    assert list(Index([said(Finding(statement="gate")), said(Finding())]).near(said(Finding()))) == []


ALIKE = plain("""
| old  | old method | new  | new method | alike |
|---|---|---|---|---|
|      |            |      |            | 1     |
| Gate |            | gate |            | 1     |
| Gate | 5 Whys     | Gate | 5 Whys     | 1     |
| Gate | 5 Whys     | Gate | Fishbone   | 0.667 |
| Gate | 5 Whys     | Gate |            | 0.667 |
| Gate |            | Gate | 5 Whys     | 0.667 |
| Gate | 5 Whys     |      | 5 Whys     | 0.333 |
|      | 5 Whys     | Gate | 5 Whys     | 0.333 |
| Gate | 5 Whys     | Late | 5 Whys     | 0.833 |
""")


@pytest.mark.parametrize("row", ALIKE, ids=told)
def test_how_much_two_rows_say_the_same(row):
    old, new = (record(Cause, {"Root cause": row[when], "Method": row[f"{when} method"]}) for when in ("old", "new"))
    columns = [Cause.SHEET.by_name[name] for name in ("statement", "method")]
    assert round(rows_alike(old, new, columns, lambda column, id: id), 3) == float(row["alike"])


@pytest.mark.parametrize(("was", "now", "differs"), [
    ("#REF!", "=#REF!", False), ("=#REF!", "#REF!", False), ("#REF!", "#N/A", True), ("next week", "#REF!", True)])
def test_a_cell_that_cannot_be_read_may_be_written_otherwise_by_another_program(was, now, differs):
    old, new = Finding(id="NC-1"), Finding(id="NC-1")
    column = Finding.SHEET.column("close_due")
    for each, text in ((old, was), (new, now)):
        each.unread["close_due"] = Unread(Cell("Findings", "U4"), column, "NC-1", text, Why.ERROR_CELL)
    review = Review(Register(), packs.load("iso42001"), date(2026, 6, 30))
    assert Pairs(review, review, {}, {}, {}, {}).differs(old, new, column) is differs


def test_rows_that_are_equal_belong_together_and_what_is_left_is_matched_by_likeness():
    def causes(*texts: str) -> list[Cause]:
        return [Cause(statement=text) for text in texts]

    olds, news = causes("a", "same", "b"), causes("B", "A", "same")
    couples = likest(olds, news, lambda old, new: float(fold(old.statement) == fold(new.statement)), 0.5)
    assert [(old.statement, new.statement) for old, new in couples] == [("same", "same"), ("a", "A"), ("b", "B")]
