"""Numbers that are none: digits of other kinds, and more of them than Python turns into a number (4,300)."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import natural
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.numbering import next_id
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.excel.doctor.ranges import Area
from ncr_toolkit.forms import load
from tests.forms import controls_form, fields_form, mixed_form, tags_form
from tests.packages import edit
from tests.test_form_places import FINDING, RECORDS

ODD = ("\u00b2", "\u1369", "9" * 4400)
_VALUE = re.compile(rb'((?:w:(?:val|w|id)|\bid)=")[0-9]+"')


@pytest.mark.parametrize("odd", ODD, ids=["superscript", "ethiopic", "long"])
@pytest.mark.parametrize("form", [controls_form, fields_form, mixed_form, tags_form])
def test_every_number_in_a_form_may_be_odd(tmp_path, form, odd):
    (path := tmp_path / "form.docx").write_bytes(form())
    edit(path, "word/document.xml", lambda part: _VALUE.sub(rb"\g<1>" + odd.encode() + b'"', part))
    finding, register = Finding(id="NC-1", **FINDING), Register()
    for record in (finding, *RECORDS[1:]):
        register.records[type(record)].append(record)
    try:
        found = load(path, None)
        found.fill(Review(register, packs.load("iso42001"), date(2026, 6, 30)), finding, Readiness())
    except CannotRun as error:
        assert "\n" not in str(error)


def test_numbers_of_any_length_are_in_order():
    told = ["E-1", "E-09", "E-10", "E-" + "9" * 4400, "E-1" + "0" * 4400, "\u1369"]
    assert sorted((told[place] for place in (3, 1, 5, 0, 2, 4)), key=natural) == told


@pytest.mark.parametrize("odd", ODD)
def test_the_next_number_is_that_after_the_highest_plain_one(odd):
    assert next_id("CA-", ["CA-01", f"CA-{odd}"]) == "CA-02"


@pytest.mark.parametrize("odd", ODD)
def test_no_range_ends_in_an_odd_row(odd):
    assert Area(f"{odd}:{odd} A1:B2").column(1) == [(0, 1)]
