"""Audit reports in columns: labels on both sides of a gutter, and which finding each belongs to. A value of another
finding is never taken."""

from __future__ import annotations

import random
from functools import reduce

import pytest

from ncr_toolkit.audit_report.agreement import agreed
from ncr_toolkit.audit_report.located import located
from ncr_toolkit.audit_report.page_columns import Way, columns
from ncr_toolkit.audit_report.parts import Line, letters
from ncr_toolkit.audit_report.pdf_fonts import Fonts
from ncr_toolkit.audit_report.pdf_parts import of_pages
from ncr_toolkit.audit_report.told import Told
from tests import column_pages

PAGES = 40
"""Of each way; 2,000 were tried when it was written."""
SET_IN = Fonts(headings={letters(f"Nonconformity NC-{number}"): 2 for number in range(1, 7)})
KEYS = {"finding.grade": "grade", "finding.reference": "clause", "finding.response_due": "due",
        "finding.statement": "said", "finding.objective_evidence": "seen"}


def told(*pages: str) -> Told:
    return reduce(agreed, map(located, of_pages(pages, SET_IN)))


def values(found: Told) -> dict[str, dict[str, str]]:
    return {each.id: {KEYS[key]: value.text for key, value in each.values.items() if key in KEYS}
            for each in found.findings}


FULL = {"NC-1": {"grade": "Minor", "clause": "7.2", "due": "2026-04-30", "said": "Two records of training are missing.",
                 "seen": "File 4."},
        "NC-2": {"grade": "Major", "clause": "8.4", "due": "2026-04-15", "said": "Release 2.3 was not assessed at all.",
                 "seen": "Record 9."}}

NEWSPAPER = """\
Report no.: SV-1

Nonconformity NC-1
Grade: Minor                            Nonconformity NC-2
Clause: 7.2                             Grade: Major
Response due: 2026-04-30                Clause: 8.4
Statement: Two records of               Response due: 2026-04-15
training are missing.
                                        Statement: Release 2.3 was not
Evidence: File 4.                       assessed at all.
                                        Evidence: Record 9."""
CARDS_BESIDE = """\
No.               NC-1                  No.               NC-2
Grade             Minor                 Grade             Major
Clause            7.2                   Clause            8.4
Response due      2026-04-30            Response due      2026-04-15
Statement         Two records of        Statement         Release 2.3 was not
                  training are                            assessed at all.
                  missing.
Evidence          File 4.               Evidence          Record 9."""
LABELS_ABOVE = """\
Nonconformity NC-1

Grade                                   Nonconformity NC-2
Minor                                   Grade
Clause                                  Major
7.2                                     Clause
Response due                            8.4
2026-04-30                              Response due
Statement                               2026-04-15
Two records of training are             Statement
missing.                                Release 2.3 was not assessed
Evidence                                at all.
File 4.                                 Evidence
                                        Record 9."""
BESIDE_A_BAR = """\
No.: NC-1                               Statement: Two records of
Grade: Minor                            training are
Clause: 7.2                             missing.
Response due: 2026-04-30                Evidence: File 4.

No.: NC-2                               Statement: Release 2.3 was not
Grade: Major                            assessed at
Clause: 8.4                             all.
Response due: 2026-04-15                Evidence: Record 9."""
NUMBER_AT_THE_RIGHT = """\
Statement: Two records of               No.: NC-1
training are                            Grade: Minor
missing.                                Clause: 7.2
Evidence: File 4.                       Response due: 2026-04-30

Statement: Release 2.3 was not          No.: NC-2
assessed at                             Grade: Major
all.                                    Clause: 8.4
Evidence: Record 9.                     Response due: 2026-04-15"""
CARDS_BELOW = """\
No.: NC-1                               Grade: Minor
Clause: 7.2                             Response due: 2026-04-30
Statement: Two records of training are missing.
Evidence: File 4.

No.: NC-2                               Grade: Major
Clause: 8.4                             Response due: 2026-04-15
Statement: Release 2.3 was not assessed at all.
Evidence: Record 9."""


@pytest.mark.parametrize("page", [
    pytest.param(NEWSPAPER, id="newspaper"), pytest.param(CARDS_BESIDE, id="cards beside"),
    pytest.param(LABELS_ABOVE, id="labels above"), pytest.param(BESIDE_A_BAR, id="a bar of labels"),
    pytest.param(NUMBER_AT_THE_RIGHT, id="number at the right"), pytest.param(CARDS_BELOW, id="cards below")])
def test_each_finding_has_its_own(page):
    found = values(told(page))
    assert found.keys() == FULL.keys()
    for id, its in found.items():
        assert {name: letters(text) for name, text in its.items()} == \
            {name: letters(text) for name, text in FULL[id].items() if name in its}
        assert FULL[id].keys() - its.keys() <= ({"said", "seen"} if page is CARDS_BESIDE else set())  # may be broken


def test_what_one_of_them_lacks_is_not_taken_of_the_other():
    page = "\n".join(line for line in NEWSPAPER.splitlines() if "2026-04-30" not in line)
    found = values(told(page.replace("Statement: Two records of", "Statement: Two records of".ljust(40)
                                     + "Response due: 2026-04-15", 1)))
    assert "due" not in found["NC-1"] and found["NC-2"].get("due") in ("2026-04-15", None)


def test_three_columns():
    page = """\
No.: NC-1                No.: NC-2                No.: NC-3
Grade: Minor             Grade: Major             Grade: Minor
Clause: 7.2              Clause: 8.4              Clause: 9.2"""
    assert {id: (its["grade"], its["clause"]) for id, its in values(told(page)).items()} == \
        {"NC-1": ("Minor", "7.2"), "NC-2": ("Major", "8.4"), "NC-3": ("Minor", "9.2")}


def test_where_nobody_can_say_only_what_both_ways_of_reading_tell_is_taken():
    """The clause may be of the finding at its left, or of the next below it."""
    page = """\
Nonconformity NC-1
Grade: Minor                            Grade: Major
Response due: 2026-04-30                Clause: 8.4"""
    assert columns(page.splitlines()).way is Way.EITHER
    found = told(page)
    assert values(found) == {"NC-1": {"due": "2026-04-30", "clause": "8.4"}} or "grade" not in values(found)["NC-1"]


def test_what_stands_below_the_columns_may_be_of_the_left_one():
    page = """\
Nonconformity NC-1                      Strengths
Grade: Minor                            The team knows its models well
                                        and keeps clear model cards for
                                        each of them, which is of help.
Clause: 7.2

Response due: 2026-04-30
Statement: Two records of training are missing, and nobody could say who keeps them."""
    found = values(told(page))
    assert found.get("NC-1", {}).get("due") in (None, "2026-04-30") and "NC-1" in str(told(page))


def test_a_chapter_is_no_part_of_the_column_above():
    page = """\
1 Summary

Strengths                               Weaknesses
The team knows its models well          Clause: 7.2 and clause 8.4 need
and keeps clear model cards.            attention in the coming year.
3 Nonconformities
Nonconformity NC-1
Grade: Minor
Clause: 9.2
Statement: No internal audit was held within the last fourteen months of the cycle."""
    assert values(told(page))["NC-1"]["clause"] == "9.2"


@pytest.mark.parametrize("page", [
    "Grade            Minor\nClause           8.4\nEvidence         File 4",
    "No.     Grade    Clause   Finding\nNC-1    Minor    8.4      Two records\nNC-2    Major    7.2      No record",
], ids=["labels and values", "a list"])
def test_a_table_is_no_columns(page):
    assert columns(page.splitlines()) is None


def test_two_readings_have_their_findings_and_what_is_alike_in_common():
    first, second = (Line(f"Nonconformity NC-{number}", "page 1", 2) for number in (1, 2))
    one = located([first, Line("Grade: Minor", "page 1"), Line("Clause: 7.2", "page 1")])
    other = located([first, Line("Grade: Major", "page 1"), Line("Clause: 7.2", "page 1"), second,
                     Line("Clause: 8.4", "page 1")])
    found = agreed(one, other)
    assert values(found) == {"NC-1": {"clause": "7.2"}}
    assert [each.text for each in found.bare] == ["NC-2"]


@pytest.mark.parametrize("way", column_pages.WAYS)
def test_whatever_way_a_page_is_set_no_value_is_of_another_finding(way):
    """What is told is right; what is not certain is left out, and most is certain."""
    right = there = 0
    for seed in range(PAGES):
        findings, page = column_pages.page(random.Random(f"{way} {seed}"), way)
        found = values(told(page))
        for id, its in found.items():
            assert {name: letters(text) for name, text in its.items()} == {
                name: letters(findings[id].get(name, "")) for name in its}, page
        right += sum(map(len, found.values()))
        there += sum(map(len, findings.values()))
    assert right >= 0.85 * there
