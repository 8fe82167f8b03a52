"""Forms, Word and Excel, in which the number of a finding stands over its part: in a title, a heading, a caption, a
column's header or a sheet's name. The answer goes under our number, and under no other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import xlsxwriter

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Cause, Containment, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.messages import form_lines
from tests.excel_forms import book, grid
from tests.forms import cell, docx, heading, p, row, simple, table

FIRST, OURS, THIRD = "NC-2025-01", "NC-2025-02", "NC-2025-03"
EVERY = (FIRST, OURS, THIRD)
CLAUSES = {FIRST: "A.5.2", OURS: "A.6.2.6", THIRD: "7.5.3"}
EN, DE = ("Correction", "Root cause", "Corrective action"), ("Korrektur", "Ursache", "Korrekturma\u00dfnahme")
FR = ("Correction", "Cause racine", "Action corrective")
ES = ("Correcci\u00f3n", "Causa ra\u00edz", "Acci\u00f3n correctiva")
WIDE = (3000, 6600)


@pytest.fixture
def made(tmp_path):
    """A function: a form -> what `Filled` tells of our finding in a register of three, and the form."""

    def fill(body: str | bytes, ours: str = OURS, others: tuple[str, ...] = (FIRST, THIRD), grade: str = "Major"):
        word = isinstance(body, str) or b"word/document.xml" in body
        path = tmp_path / ("form.docx" if word else "form.xlsx")
        path.write_bytes(docx(body) if isinstance(body, str) else body)
        register, one = Register(), Finding(id=ours, grade=grade, statement="No test was made")
        for record in (one, *(Finding(id=each, grade="Major", statement=f"That of {each}") for each in others),
                       Cause(id="RC-1", finding=ours, statement="Nobody owned it"),
                       Containment(id="C-1", finding=ours, kind="Correction", what="Tested again", owner="Cleo"),
                       Action(id="CA-1", finding=ours, what="Gate", owner="Ana", due=TODAY)):
            register.records[type(record)].append(record)
        register.settings.organisation = "Tessvalen"
        form = load(path)
        return form.fill(Review(register, packs.load("iso42001"), TODAY), one, Readiness()), form

    return fill


def filled(told) -> list[str]:
    return [each.id for each in told.accounts if each.value]


def answers(labels=EN) -> tuple[tuple[str, str], ...]:
    return tuple((each, "") for each in labels)


def titled(title: str, labels=EN, *more: tuple[str, str]) -> str:
    """A table with a merged title row."""
    return table(row(cell(title, 4800, 2)), *(row(cell(one, 4800), cell(other, 4800))
                                              for one, other in (*more, *answers(labels))), widths=(4800, 4800))


def tables(title: Callable[[str], tuple[str, str]], *more: tuple[str, str], labels=EN, every=EVERY) -> str:
    return "".join(simple(title(each), *more, *answers(labels), widths=WIDE) for each in every)


def under(head: Callable[[str], str], labels=EN, *, style: str = "Heading1", behind: bool = False) -> str:
    parts = [(p(head(each), style), simple(*answers(labels), widths=WIDE)) for each in EVERY]
    return "".join(after + before if behind else before + after for before, after in parts)


def side(text: str, *, first: bool) -> str:
    """A cell at the side of several rows."""
    state = ' w:val="restart"' if first else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:vMerge{state}/></w:tcPr>{p(text if first else "")}</w:tc>'


def rooms(*rows: str, column: int = 2) -> list[str]:
    return [f"{each}.C{column}" for each in rows]


SECOND = rooms("T2.R2", "T2.R3", "T2.R4")
BARE = rooms("T2.R1", "T2.R2", "T2.R3")
STATEMENT = ("Statement of nonconformity", "It was not tested, see NC-2025-01.")

WORD = {
    "a title row of two cells": (tables(lambda each: (f"Nonconformity {each}", f"Clause {CLAUSES[each]}")), SECOND),
    "the words NC before it": (tables(lambda each: (f"NC {each}", f"Clause {CLAUSES[each]}")), SECOND),
    "the bare number": (tables(lambda each: (each, f"Clause {CLAUSES[each]}")), SECOND),
    "the number in the second cell": (tables(lambda each: (f"Clause {CLAUSES[each]}", each)), SECOND),
    "a statement under the title": (tables(lambda each: (f"Nonconformity {each}", "Minor"), STATEMENT),
                                    rooms("T2.R3", "T2.R4", "T2.R5")),
    "a heading above each table": (under(lambda each: f"Nonconformity {each}"), BARE),
    "a heading with more words": (under(lambda each: f"2.1 Response to {each}: record control"), BARE),
    "a caption above": (under(lambda each: f"Table 1: {each}", style="Caption"), BARE),
    "a caption below": (under(lambda each: f"Table 1: {each}", style="Caption", behind=True), BARE),
    "a merged title, de": ("".join(titled(f"Abweichung {each} (Nebenabweichung)", DE) for each in EVERY), SECOND),
    "a heading, de": (under(lambda each: f"Abweichung Nr. {each}", DE), BARE),
    "other dashes and case, fr": ("".join(titled(f"\u00c9cart {each}", FR) for each in
                                          ("nc\u20132025\u201301", "Nc\u20112025\u201102", "NC 2025 03")), SECOND),
    "a heading, fr": (under(lambda each: f"Non-conformit\u00e9 n\u00b0 {each}", FR), BARE),
    "a title, es": ("".join(titled(f"No conformidad {each}", ES) for each in EVERY), SECOND),
    "a heading, es": (under(lambda each: f"No conformidad: {each}", ES), BARE),
    "parts of one table": (simple(*(line for each in EVERY for line in ((f"Nonconformity {each}", "Minor"),
                                                                        *answers())), widths=WIDE),
                           rooms("T1.R6", "T1.R7", "T1.R8")),
    "a band in a table of its own": ("".join(table(row(cell(f"Nonconformity {each}", 9600)), widths=(9600,))
                                             + simple(*answers(), widths=WIDE) for each in EVERY),
                                     rooms("T4.R1", "T4.R2", "T4.R3")),
    "facts in a table of their own": ("".join(simple(("NC No.", each), ("Clause", CLAUSES[each]), widths=WIDE)
                                              + simple(*answers(), widths=WIDE) for each in EVERY),
                                      rooms("T4.R1", "T4.R2", "T4.R3")),
    "behind other words, de": ("".join(titled(f"8.4 \u2013 Abweichung \u2013 {each}", DE) for each in EVERY), SECOND),
    "behind facts": ("".join(simple(("Clause 8.4", "Grade: Minor", each), widths=(3200,) * 3)
                             + simple(*answers(), widths=WIDE) for each in EVERY), rooms("T4.R1", "T4.R2", "T4.R3")),
    "a repeated one": (under(lambda each: f"Repeat nonconformity {each}"), BARE),
    "a merged cell at the side": (table(*(row(side(each, first=not line), cell(label, 3000), cell("", 4600))
                                          for each in EVERY for line, label in enumerate(EN)),
                                        widths=(2000, 3000, 4600)), rooms("T1.R4", "T1.R5", "T1.R6", column=3)),
    "a table of contents": ("".join(p(f"Nonconformity {each}", "TOC1") for each in EVERY)
                            + simple(("Organisation", ""), widths=WIDE) + under(lambda each: f"Nonconformity {each}"),
                            ["T1.R1.C2", *rooms("T3.R1", "T3.R2", "T3.R3")]),
    "a free part beside one of another": (tables(lambda each: ("Nonconformity no.", each), every=(FIRST, "")),
                                          rooms("T2.R1", "T2.R2", "T2.R3", "T2.R4")),
    "another part without a number behind ours": (
        heading(f"Nonconformity {OURS}") + simple(*answers(), widths=WIDE)
        + heading("Next nonconformity") + simple(*answers(), widths=WIDE), rooms("T1.R1", "T1.R2", "T1.R3")),
    "parts that are not alike": (titled(f"Nonconformity {FIRST}", EN[:2]) + titled(f"Nonconformity {OURS}"), SECOND),
    "ours first, and it names another": (titled(f"Nonconformity {OURS} (repeat of {FIRST})")
                                         + titled(f"Nonconformity {THIRD}"), rooms("T1.R2", "T1.R3", "T1.R4")),
    "a column for each": (simple(("", *EVERY), *((each, "", "", "") for each in EN), widths=(2400,) * 4),
                          rooms("T1.R2", "T1.R3", "T1.R4", column=3)),
    "text and no table": ("".join(heading(f"Nonconformity {each}") + "".join(p(f"{label}: ____________")
                                                                             for label in EN) for each in EVERY),
                          ["P6", "P7", "P8"]),
    "what all are asked before": (simple(("Organisation", ""), widths=WIDE)
                                  + tables(lambda each: (f"Nonconformity {each}", "Minor")),
                                  ["T1.R1.C2", *rooms("T3.R2", "T3.R3", "T3.R4")]),
}


@pytest.mark.parametrize("name", WORD)
def test_the_part_under_our_number_is_filled_and_no_other(made, name):
    body, ours = WORD[name]
    told, _ = made(body)
    assert filled(told) == ours and not told.judgement.lacks


def sheet(*rows: tuple[str | None, ...]) -> bytes:
    return grid(*rows, widths=(24,) * max(map(len, rows)))


def merged(*titles: str, labels=EN, beside: bool = False) -> bytes:
    """Parts of one sheet, below or beside each other, each under a merged title."""
    def fill(made_: xlsxwriter.Workbook) -> None:
        on, look = made_.add_worksheet("Form"), made_.add_format({"border": 1})
        for number, title in enumerate(titles):
            top, left = (0, number * 3) if beside else (number * (len(labels) + 2), 0)
            on.merge_range(top, left, top, left + 1, title, look)
            for line, label in enumerate(labels, start=top + 1):
                on.write(line, left, label, look)
                on.write_blank(line, left + 1, None, look)
    return book(fill)


def named(*names: str) -> bytes:
    """The same form on several sheets, told apart by their names."""
    def fill(made_: xlsxwriter.Workbook) -> None:
        look = made_.add_format({"border": 1})
        for name in names:
            on = made_.add_worksheet(name)
            for line, label in enumerate(EN):
                on.write(line, 0, label, look)
                on.write_blank(line, 1, None, look)
    return book(fill)


def at(*cells: str) -> list[str]:
    return [f"Form!{each}" for each in cells]


EXCEL = {
    "a title row of two cells": (sheet(*(line for each in EVERY for line in ((f"Nonconformity {each}", "Clause 8.4"),
                                                                            *answers()))), at("B6", "B7", "B8")),
    "the bare number": (sheet(*(line for each in EVERY for line in ((each, "Clause 8.4"), *answers()))),
                        at("B6", "B7", "B8")),
    "a merged title, de": (merged(*(f"Abweichung {each}" for each in EVERY), labels=DE), at("B7", "B8", "B9")),
    "other dashes and case, fr": (merged("\u00c9cart nc\u20132025\u201301", "\u00c9cart nc 2025\u201102", labels=FR),
                                  at("B7", "B8", "B9")),
    "beside each other": (merged(*EVERY, beside=True), at("E2", "E3", "E4")),
    "the name of the sheet": (named(*EVERY), [f"{OURS}!B1", f"{OURS}!B2", f"{OURS}!B3"]),
    "the name of the sheet with words": (named("Sheet NC 2025-01", "Sheet NC 2025-02"),
                                         [f"Sheet NC 2025-02!B{number}" for number in (1, 2, 3)]),
    "a statement under the title": (sheet(*(line for each in EVERY for line in (
        (f"Nonconformity {each}", None), STATEMENT, *answers()))), at("B8", "B9", "B10")),
    "a column for each": (sheet(("Question", *(f"Nonconformity {each}" for each in EVERY)),
                                *((each, "", "", "") for each in EN)), at("C2", "C3", "C4")),
    "parts that are not alike, es": (sheet((f"No conformidad {FIRST}", None), *answers(ES[:2]),
                                           (f"No conformidad {OURS}", None), *answers(ES)), at("B5", "B6", "B7")),
}


@pytest.mark.parametrize("name", EXCEL)
def test_of_a_workbook_the_part_under_our_number_is_filled_and_no_other(made, name):
    content, ours = EXCEL[name]
    told, _ = made(content)
    assert filled(told) == ours and not told.judgement.lacks


NOWHERE = {
    "titles": tables(lambda each: (f"Nonconformity {each}", "Minor"), every=(FIRST, THIRD)),
    "numbers that the register does not have": tables(lambda each: (f"Nonconformity {each}", "Minor"),
                                                      every=("NC-2025-11", "NC-2025-12")),
    "headings": under(lambda each: f"Nonconformity {each[:-1]}7"),
    "the form of another finding": heading(f"Corrective action report {FIRST}") + simple(*answers(), widths=WIDE),
    "a number that begins with ours": tables(lambda each: (f"Nonconformity {each}", "Minor"),
                                             every=(f"{OURS}1", f"{OURS}.1")),
    "two numbers over one part": simple((f"Nonconformity {FIRST}", "Minor"), ("NC No.", OURS), *answers(), widths=WIDE),
    "numbers of another kind": "".join(titled(f"Nonconformity CB-778-{each}") for each in (1, 2, 3)),
    "headings of another kind": under(lambda each: f"Nonconformity X 2024-{each[-1]}"),
    "the header of the page": docx(simple(*answers(), widths=WIDE), header=p(f"Nonconformity {FIRST}")),
    "sheets": named(FIRST, THIRD),
    "merged titles": merged(FIRST, THIRD),
    "columns": sheet(("Question", FIRST, THIRD), *((each, "", "") for each in EN)),
    "the sheet of another": merged(f"Nonconformity {FIRST}"),
}


@pytest.mark.parametrize("grade", ["Major", "Observation"])
@pytest.mark.parametrize("name", NOWHERE)
def test_where_only_other_numbers_stand_nothing_is_filled_and_they_are_told(made, name, grade):
    told, form = made(NOWHERE[name], grade=grade)
    assert not filled(told) and told.wants(beside=False) and told.wants(beside=True)
    whys = {each.why for each in told.accounts}
    other = re.compile(r"NC-2025-(?!02\b)\d|CB-778-1|X 2024-1|other numbers")
    assert all(other.search(each) for each in whys)
    lines = list(form_lines(form, {n: (each.value, each.left or each.note) for n, each in enumerate(told.outcomes)}))
    assert "Filled:" not in lines


@pytest.mark.parametrize(("ours", "there", "wanted"), [
    ("NC-1", ("NC-12", "NC-1"), SECOND),
    ("NC-12", ("NC-1", "NC-12"), SECOND),
    ("NC-1", ("NC 01", "NC 12"), rooms("T1.R2", "T1.R3", "T1.R4")),
    ("NC-2", ("NC 1 of 3", "NC 2 of 3", "NC 3 of 3"), SECOND),
    ("2025-02", ("2025-01", "2025-02"), SECOND),
])
def test_a_number_that_begins_another_is_not_that_one(made, ours, there, wanted):
    told, _ = made(tables(lambda each: (f"Nonconformity {each}", "Clause 8.4"), every=there), ours, ("NC-3",))
    assert filled(told) == wanted


@pytest.mark.parametrize("body", [
    heading("Corrective action report") + simple(("Previous nonconformity", FIRST), *answers(), widths=WIDE),
    simple(("Finding", "See also NC-2025-01 of the same audit."), *answers(), widths=WIDE),
    p(f"Repeat of {FIRST}") + simple(*answers(), widths=WIDE),
    heading(f"Responses to {FIRST}, {OURS} and {THIRD}") + simple(*answers(), widths=WIDE),
])
def test_a_number_that_is_only_spoken_of_takes_no_part_away(made, body):
    told, _ = made(body)
    assert len(filled(told)) == len(EN)


def test_what_is_filled_in_by_another_finding_does_not_make_its_part_ours(made):
    one, other = (simple((f"Nonconformity {each}", "Minor"), ("Correction", said), ("Root cause", ""),
                         ("Corrective action", ""), widths=WIDE)
                  for each, said in ((FIRST, OURS), (OURS, "")))
    told, _ = made(one + other)
    assert filled(told) == SECOND


def test_a_place_that_was_left_is_not_listed_as_filled(made):
    told, form = made(tables(lambda each: (f"Nonconformity {each}", "Minor")))
    lines = list(form_lines(form, {n: (each.value, each.left or each.note) for n, each in enumerate(told.outcomes)}))
    listed = lines[lines.index("Filled:") + 1:lines.index("Left blank:")]
    assert len(listed) == len(EN) and not any("left, " in each for each in listed)
    assert sum(f"it is for another finding; {OURS} has table 2" in each for each in lines) == 2 * len(EN)
