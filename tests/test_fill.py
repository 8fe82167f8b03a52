"""`ncr fill`: what follows from other cells, and only that; shown, agreed to, and entered into blank cells alone."""

from __future__ import annotations

import re
import zipfile
from datetime import date

import pytest

from ncr_toolkit.core.follows import following
from ncr_toolkit.core.model import Action, Evidence, Finding, FiveWhys
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.excel.patch.write_back import write_cells
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.loader import load
from tests.conftest import TODAY
from tests.packages import edit
from tests.tables import at, parse, save

REGISTER = """
Audits
| Audit ID | Last day   |
|---|---|
| SA-1     | 2026-04-15 |

Findings
| Finding ID | Audit | Raised on  | Status | Response sent on |
|---|---|---|---|---|
| NC-1       |       |            |        |                  |
| NC-2       | SA-1  | 2026-04-14 | Closed |                  |
| NC-3       | SA-9  |            |        | 2026-05-01       |

5 Whys
| Finding ID | Why 1 | Leads to cause |
|---|---|---|
|            | No.   | RC-1           |
|            | No.   | RC-2           |
|            | No.   |                |

Fishbone
| Finding ID | Possible cause | Leads to cause |
|---|---|---|
| NC-2       | Data           | rc-3           |

AI questions
| Finding ID | Answer | Leads to cause |
|---|---|---|
|            | No.    | RC-3           |

Causes
| Cause ID | Finding ID | Method   |
|---|---|---|
| RC-1     | NC-1       |          |
| RC-2     | NC-1       |          |
| RC-2     | NC-2       | Fishbone |
| RC-3     | NC-2       |          |

Actions
| Action ID | Finding ID | Cause ID | Action |
|---|---|---|---|
| CA-7      |            | RC-1     | x      |
|           |            | RC-2     | x      |
|           | NC-2       | RC-9     | x      |

Evidence
| Evidence ID | Finding ID | Supports | Title |
|---|---|---|---|
|             |            | CA-7     | x     |
| E-04        |            | CA-1     | x     |
"""
FOLLOWS = {
    "Findings": {(4, "audit"): "SA-1", (4, "raised_on"): date(2026, 4, 15), (4, "status"): "Open"},
    "5 Whys": {(4, "finding"): "NC-1"},
    "AI questions": {(4, "finding"): "NC-2"},
    "Causes": {(4, "method"): "5 Whys", (5, "method"): "5 Whys"},
    "Actions": {(4, "finding"): "NC-1", (5, "id"): "CA-08", (6, "id"): "CA-09"},
    "Evidence": {(4, "id"): "E-05", (4, "finding"): "NC-1"},
}
"""By sheet, row and column. Nothing follows from a cause that two findings have, or that two sheets lead to, from an
audit or action that is not there, and for the status of what was sent."""


@pytest.fixture
def register(tmp_path):
    return save(parse(REGISTER), tmp_path / "findings.xlsx")


def test_what_follows_and_nothing_else(register):
    found: dict[str, dict[tuple[int, str], object]] = {}
    for each in following(load(register, today=TODAY).review):
        found.setdefault(each.record.SHEET.name, {})[each.record.at.row, each.column.name] = each.value
    assert found == FOLLOWS


def test_of_the_only_finding_every_row_is(tmp_path):
    path = save(parse("Findings\n| Finding ID |\n|---|\n| NC-1 |\n\nCauses\n| Cause ID |\n|---|\n| RC-1 |\n"),
                tmp_path / "findings.xlsx")
    review = load(path, today=TODAY).review
    found = {(each.record.SHEET.name, each.column.name): each.value for each in following(review)}
    assert found == {("Findings", "status"): "Open", ("Causes", "finding"): "NC-1"}


def test_a_row_may_point_to_a_number_that_follows_only_now(tmp_path):
    """In one run: the cause gets its number, the action its finding from that cause, and its proof from the action."""
    path = save(parse("""
Findings
| Finding ID | Status |
|---|---|
| NC-1       | Open   |
| NC-2       | Open   |

Causes
| Cause ID | Finding ID |
|---|---|
|          | NC-2       |

5 Whys
| Finding ID | Leads to cause |
|---|---|
|            | RC-01          |

Actions
| Action ID | Cause ID | Action |
|---|---|---|
|           | RC-01    | x      |

Evidence
| Evidence ID | Supports | Title |
|---|---|---|
|             | CA-01    | x     |
"""), tmp_path / "findings.xlsx")
    review = load(path, today=TODAY).review
    found = {(each.record.SHEET.name, each.column.name): each.value for each in following(review)}
    assert found == {("Causes", "id"): "RC-01", ("Causes", "method"): "5 Whys", ("5 Whys", "finding"): "NC-2",
                     ("Actions", "id"): "CA-01", ("Actions", "finding"): "NC-2", ("Evidence", "id"): "E-01",
                     ("Evidence", "finding"): "NC-2"}


def test_what_cannot_be_read_is_left_alone(tmp_path):
    path = save(parse("Audits\n| Audit ID | Last day |\n|---|---|\n| SA-1 | 2026-04-15 |\n\n"
                      "Findings\n| Finding ID | Audit | Raised on | Status |\n|---|---|---|---|\n"
                      "| NC-1 | SA-1 | in April | Opne |\n"), tmp_path / "findings.xlsx")
    assert following(load(path, today=TODAY).review) == []


def test_it_is_shown_agreed_to_and_entered(ncr, register):
    before, number = register.read_bytes(), sum(map(len, FOLLOWS.values()))
    checked = " ".join(ncr("check", register, "--today", TODAY).stdout.split())
    assert "To do first 1. ncr fill " in checked and f" enters {number} blank cells whose value follows" in checked
    assert "Next: ncr fill findings.xlsx " in " ".join(ncr().stdout.split())
    shown = ncr("fill", register, "--dry-run")
    assert shown.returncode == 0 and "cause RC-1 belongs to it" in shown.stdout
    refused = ncr("fill", register)
    assert refused.returncode == 2 and "add --yes" in refused.stderr and register.read_bytes() == before
    done = ncr("fill", register, "--yes")
    assert done.returncode == 0 and f"{number} cells filled in" in done.stdout and "is kept in" in done.stdout
    found = read_register(register)
    actions = [(each.id, each.finding) for each in found.all(Action)]
    assert actions == [("CA-7", "NC-1"), ("CA-08", ""), ("CA-09", "NC-2")]
    assert [each.id for each in found.all(Evidence)] == ["E-05", "E-04"]
    assert (found.findings[0].status, found.findings[0].raised_on) == ("Open", date(2026, 4, 15))
    assert [each.finding for each in found.all(FiveWhys)] == ["NC-1", "", ""] and found.all(Finding)[2].status == ""
    again = ncr("fill", register, "--yes")
    assert again.returncode == 0 and "No blank cell was found" in again.stdout


@pytest.mark.parametrize("says", [b' fullCalcOnLoad="1"', b' fullCalcOnLoad="true"', b"", None],
                         ids=["as made", "another word for it", "saved by Excel", "no word at all"])
def test_what_excel_had_computed_before_is_computed_anew(says, register):
    """The formulas go by the cells that were filled, and keep their values of before where Excel is not told."""
    told = re.compile(rb"<calcPr[^>]*/>")
    edit(register, "xl/workbook.xml", lambda book: told.sub(
        b"" if says is None else b'<calcPr calcId="191029"' + says + b"/>", book))
    write_cells(register, read_register(register), {Cell("Findings", at("finding.title", 4)): "x"}, TODAY)
    with zipfile.ZipFile(register) as book:
        assert b"fullCalcOnLoad=" in told.search(book.read("xl/workbook.xml"))[0]
