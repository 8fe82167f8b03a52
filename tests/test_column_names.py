"""No name of a column in the program is misspelt; see `column_names` for how that is found out."""

from __future__ import annotations

import ast
import re

import pytest

from ncr_toolkit.core.model import BY_PREFIX, RECORDS, SHEETS, Action, Finding
from ncr_toolkit.core.schema import Cell, Location, NoSuchColumnError, column_names
from tests.column_names import COLUMNS, HOUSE, House

ROOMS = ("checks", "compare/kinds", "core", "evidence", "forms", "management_review", "reminders", "word")

PLACES = re.compile(r'''(?:fault\(\w+|\b(?:shown|what|differs)\([\w.]+)(?:, \w+)?, "([a-z0-9_]+)"'''
                    r'''|\.(?:blank|typed|known|filled|emptied|turned)\("([a-z0-9_]+)"'''
                    r'''|for name in \("([a-z0-9_]+)"|also=\("([a-z0-9_]+)"|by_name\["([a-z0-9_]+)"\]''')
"""Where a name stands, found in another way than by the walk."""


@pytest.fixture(scope="module")
def house() -> House:
    return House()


def test_every_name_is_a_column_of_the_sheet_it_is_asked_of(house):
    uses = [(path.relative_to(HOUSE), use) for path in house.trees for use in house.uses(path)]
    assert len(uses) > 1200, "a walk that finds nothing to look at finds no slip either"
    assert [f"{path}:{use.line}: '{use.name}' is no column of {', '.join(sorted(use.kinds or ('any sheet',)))}"
            for path, use in uses if use.wrong] == []


def test_a_slip_is_found_wherever_it_stands(house):
    """Twenty names, taken evenly from all those that a plain search finds, each with a letter less."""
    places = [(path, found, group) for path in house.trees if str(path.relative_to(HOUSE)).startswith(ROOMS)
              for found in PLACES.finditer(path.read_text(encoding="utf-8"))
              for group in range(1, 6) if found[group] in set().union(*COLUMNS.values())]
    assert len(places) > 300
    missed = []
    for path, found, group in places[::len(places) // 20][:20]:
        text, (start, end) = path.read_text(encoding="utf-8"), found.span(group)
        slip = text[:start + 1] + text[start + 2:] if end - start > 2 else text[:end] + "x" + text[end:]
        if not any(use.wrong for use in house.uses(path, ast.parse(slip))):
            missed.append(f"{path.relative_to(HOUSE)}: {found[0]}")
    assert missed == []


def test_a_table_of_names_that_is_wrong_cannot_be_imported():
    assert column_names((Finding, Action), "close_due", "due") == ("close_due", "due")
    with pytest.raises(NoSuchColumnError, match="'due' is no column of Findings"):
        column_names(Finding, "due")


@pytest.mark.parametrize("ask", [lambda record, name: record.value(name), lambda record, name: record.cell(name),
                                 lambda record, name: record.blank(name), lambda record, name: record.typed(name),
                                 lambda record, name: record.known("id", name)])
def test_a_record_that_is_asked_for_a_column_it_does_not_have_says_so(ask):
    record = Finding(id="NC-1", status="Open", at=Location("Findings", 4, {"id": "A"}))
    with pytest.raises(NoSuchColumnError, match="'sttus' is no column of Findings; did you mean 'status'"):
        ask(record, "sttus")
    ask(record, "status")


def test_a_column_that_the_file_lacks_is_no_slip():
    assert Finding(at=Location("Findings", 4, {"id": "A"})).cell("status") == Cell("Findings")


def test_what_a_column_points_to_and_the_parts_of_a_sheet_are_there():
    for kind in SHEETS:
        assert {prefix for column in kind.SHEET.columns for prefix in column.to} <= BY_PREFIX.keys()
        column_names(kind, *filter(None, (kind.SHEET.id_field, *(name for band in kind.SHEET.bands
                                                                 for name in (band.first, *(band.folds or ()))))))
    assert all(kind.SHEET.label_field in kind.SHEET.by_name for kind in RECORDS)
