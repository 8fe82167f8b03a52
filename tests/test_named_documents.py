"""Which documents a claimed change of the management system names: a section or an issue of one is none by itself."""

from __future__ import annotations

import pytest

from ncr_toolkit.checks.plan.claims import _codes, _items


@pytest.mark.parametrize(("text", "items"), [
    ("P-07, sections 4.2 and 5.1", ["P-07, sections 4.2"]),
    ("P-07 (sections 4.2, 4.3) and P-09, chapter 3", ["P-07", "P-09, chapter 3"]),
    ("Quality manual, clauses 8.4, 8.5", ["Quality manual, clauses 8.4"]),
    ("Quality manual, in the new chapters iv and v", ["Quality manual, in the new chapters iv, v"]),
    ("P-07, \u00a7 4.2; Annexes B and C", ["P-07, \u00a7 4.2, Annexes B"]),
    ("SOP 31 rev. 4", ["SOP 31 rev 4"]),
    ("P-02, p. 4", ["P-02, p 4"]),
    ("P-09, section 3 of P-11", ["P-09", "section 3 of P-11"]),  # which names another one
    ("P-1, clause library renewed", ["P-1", "clause library renewed"]),  # which is no place in P-1
    ("P-1, part numbers of the press", ["P-1", "part numbers of the press"]),
])
def test_a_place_in_a_document_belongs_to_it(text, items):
    assert _items(text) == items


@pytest.mark.parametrize(("text", "codes"), [
    ("P-07 V6", ["P-07"]), ("IA-CL REV 3", ["IA-CL"]), ("SOP 31 of Q3", ["SOP 31"]), ("CLAUSE 8", []),
    ("ISO 9001 manual", []), ("Q-12", ["Q-12"]), ("A.5.2", [])])
def test_an_issue_a_quarter_and_a_standard_are_no_documents(text, codes):
    assert _codes(text) == codes
