"""What could not be looked at is said in words of its own, wherever the check is reported."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from ncr_toolkit.checks.not_checked import NEEDS, not_checked
from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.loader import load
from ncr_toolkit.report import check_html, check_json, check_text
from tests.conftest import TODAY
from tests.parcels import as_sent, house
from tests.records import plain, told
from tests.tables import parse, save
from tests.test_readiness import COMPLETE, look


def codes(found) -> dict[str, str]:
    return {each.code: each.why for each in found}


@pytest.mark.parametrize("row", plain("""
| sheet    | header                | value                 | check  | says                         |
|---|---|---|---|---|
| Register | Language of the texts | Svenska               | CAU007 | no word lists for 'Svenska'  |
| Evidence | File or link          | https://example.org/a | EVD002 | not opened                   |
| Evidence | Fingerprint           |                       | EVD014 | no fingerprint               |
| Findings | Response sent on      | 2026-05-18            | SNT001 | NC-1 was not made by         |
| Register | Organisation          | Example               | DAT015 | 'Certificate expires on'     |
| Findings | Grade                 | Major                 | HIS001 | first register: nothing earlier |
"""), ids=told)
def test_what_is_not_there_is_named(row, tmp_path):
    tables = parse(COMPLETE)
    tables.rows.setdefault(row["sheet"], [{}])[-1][row["header"]] = row["value"]
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "log.txt").write_text("gate: release 2.4 refused")
    path = save(tables, tmp_path / "register.xlsx")
    found = codes(load(path, today=TODAY).not_checked)
    assert row["says"] in found[row["check"]]


def test_what_is_there_is_not_named(tmp_path):
    review = look(COMPLETE, tmp_path).review
    review.previous, review.sent = review.register, as_sent(tmp_path / "register.xlsx")
    review.register.settings.certificate_expiry = TODAY
    found = codes(not_checked(review))
    assert not [code for code in found if code.startswith(("HIS", "CAU", "SNT", "DAT013", "DAT015"))]


def test_a_check_without_rows_is_not_named(tmp_path):
    tables = parse("Register\n| Language of the texts |\n|---|\n| Svenska |\n\n"
                   "Findings\n| Finding ID | Grade |\n|---|---|\n| NC-1 | Minor |\n")
    found = codes(load(save(tables, tmp_path / "register.xlsx"), today=TODAY).not_checked)
    assert "EXT003" in found and "CAU007" not in found, "there is no cause to look at"


def test_it_stands_in_every_report_and_counts_for_nothing(tmp_path):
    assessment = load(house("startup", tmp_path), today=TODAY)
    assert assessment.not_checked and not [each for each in assessment.problems if each.code == "HIS001"]
    found = json.loads(check_json.report(assessment))
    assert {each["code"] for each in found["not_checked"]} == set(codes(assessment.not_checked))
    assert "HIS001" not in {each["code"] for each in found["problems"]}
    text, page = check_text.report(assessment), check_html.report(assessment)
    assert "\nNot checked\n" in text and "First register: nothing earlier" in " ".join(text.split())
    assert "<h2>Not checked: " in page and "First register: nothing earlier" in page
    some = assessment.only(["HIS001"])
    assert codes(some.not_checked).keys() == {"HIS001"} and "HIS003" not in check_text.report(some)


def test_it_stands_on_the_sheet_of_results(ncr, tmp_path):
    register = house("startup", tmp_path)
    assert ncr("check", register, "--marked", tmp_path / "marked.xlsx", "--today", TODAY).returncode in (0, 1)
    rows = list(load_workbook(tmp_path / "marked.xlsx")["Check results"].iter_rows(min_row=4, values_only=True))
    unseen = [row for row in rows if row[4] == "not checked"]
    assert {row[3] for row in unseen} >= {"HIS001", "HIS003"}
    assert all(row[0] is None and row[5].endswith(".") for row in unseen)


def test_every_need_is_needed_by_a_check():
    asked = {check.page.needs for check in catalogue().values()}
    assert [need for need in NEEDS if need not in asked] == []
