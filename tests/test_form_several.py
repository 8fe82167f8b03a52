"""Word forms with several findings: the answer goes into the part with our number, and into no other."""

# ruff: noqa: F811

from __future__ import annotations

import pytest

from tests.forms import heading, simple
from tests.test_form_places import made  # noqa: F401

WIDE = (3000, 6600)


def part(number: str, head: str = "NC No.") -> tuple[tuple[str, str], ...]:
    return ((head, number), ("Correction", ""), ("Root cause", ""), ("Corrective action", ""))


def filled(told) -> list[str]:
    return [each.id for each in told.accounts if each.state == "filled"]


@pytest.mark.parametrize(("body", "ours"), [
    (simple(*part("NC-2"), *part("NC-1"), widths=WIDE), ["T1.R6.C2", "T1.R7.C2", "T1.R8.C2"]),
    (simple(*part("NC-2"), widths=WIDE) + heading("Next") + simple(*part("NC-1"), widths=WIDE),
     ["T2.R2.C2", "T2.R3.C2", "T2.R4.C2"]),
    (simple(*part("NC-1"), *part(""), widths=WIDE), ["T1.R2.C2", "T1.R3.C2", "T1.R4.C2"]),
    (heading("Finding 1") + simple(*part(""), widths=WIDE) + heading("Finding 2") + simple(*part(""), widths=WIDE),
     ["T1.R1.C2", "T1.R2.C2", "T1.R3.C2", "T1.R4.C2"]),
])
def test_the_part_with_our_number_is_filled_and_the_others_are_left(made, body, ours):
    _, told = made(body)
    assert filled(told) == ours
    assert all("it is for another finding; NC-1 has table" in each.why for each in told.accounts
               if each.state == "blank")


def test_of_a_list_no_row_of_another_finding_is_filled(made):
    heads = ("NC No.", "Statement of nonconformity", "Correction", "Root cause", "Corrective action")
    _, told = made(simple(heads, ("NC-2", "Other thing", "", "", ""), ("NC-1", "No test was made", "", "", ""),
                          widths=(1900,) * 5))
    there = {id[:5] for id in filled(told)}
    assert there <= {"T1.R3"} and (there or "root cause" in told.judgement.lacks)
    assert any("NC-1 has table 1, row 3" in each.why for each in told.accounts)


def test_where_every_part_is_of_another_finding_nothing_is_filled(made):
    _, told = made(simple(*part("X 2024-7"), *part("X 2024-8"), widths=WIDE))
    assert not filled(told) and "none is free for it" in told.accounts[0].why
