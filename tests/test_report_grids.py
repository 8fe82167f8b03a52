"""Tables of reports: a value stands below its label, whatever is blank, merged, drawn or set beside it."""

from __future__ import annotations

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.located import located
from ncr_toolkit.audit_report.parts import Row
from ncr_toolkit.audit_report.pdf_cells import TableColumns
from ncr_toolkit.audit_report.pdf_pieces import Stroke
from ncr_toolkit.audit_report.pdf_rules import drawn
from ncr_toolkit.audit_report.report import read
from ncr_toolkit.audit_report.ticks import grade_beside, grade_columns, grade_of_row

HEAD = ("No.", "Clause", "Grade", "Finding", "Site", "Response due")
KEYS = ("finding.reference", "finding.grade", "finding.statement", "finding.site", "finding.response_due")
ROWS = (("1", "8.4", "Major", "No impact study was made for release 2.1.", "", "2026-07-01"),
        ("2", "", "Minor", "Records of skills are not there for three people.", "", ""),
        ("3", "9.1", "", "Figures could be read more often by those who own them.", "", ""),
        ("4", "", "", "Nobody agreed to the plan of audits.", "", "2026-08-01"))
FORTY = tuple((str(number), f"8.{number}" if number % 2 else "", "Minor" if number % 3 else "",
               f"Rule {number} of the guide is not kept, and nobody saw it in the reviews of the year.", "",
               f"2026-09-{number:02}" if number % 4 == 0 else "") for number in range(1, 29))


def document(path, rows, rules, *, repeat=False):
    made = Document()
    made.add_heading("Audit report", 0)
    table = made.add_table(0, len(HEAD))
    if rules:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", "4"), ("color", rules)):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
        table._tbl.tblPr.append(borders)
    for row in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    if repeat:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    made.save(path)
    return path


def told(report):
    return [(each.id, *(each.values[key].text if key in each.values else "" for key in KEYS))
            for each in report.findings]


@pytest.mark.office
@pytest.mark.parametrize("rules", ["000000", "D9D9D9", ""])
@pytest.mark.parametrize(("rows", "repeat"), [(ROWS, False), (FORTY, True), (FORTY, False)])
def test_a_blank_cell_of_a_pdf_moves_no_other(office, tmp_path, rules, rows, repeat):
    found = read(office(document(tmp_path / "report.docx", rows, rules, repeat=repeat), "pdf", tmp_path))
    assert told(found) == list(rows)
    assert found.told.bare == ()


@pytest.mark.office
def test_boxes_of_another_font_stand_before_their_words(office, tmp_path):
    made = Document()
    made.add_paragraph("Report number: R-7")
    for number, boxes in (("F-1", "\u2610 Major \u2612 Minor \u2610 OFI"), ("F-2", "\u2612 Major \u2612 Minor")):
        table = made.add_table(0, 2)
        table.style = "Table Grid"
        for row in (("Finding no.", number), ("Category", boxes), ("Finding", "The test set holds adults alone.")):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        made.add_paragraph()
    made.save(tmp_path / "boxes.docx")
    one, both = read(office(tmp_path / "boxes.docx", "pdf", tmp_path)).findings
    assert grade(one.values["finding.grade"].text) == "Minor"
    assert "finding.grade" not in both.values, "two are ticked"


# What lines draw

def lines(*level, upright):
    return [*(Stroke(True, at, 0, 300) for at in level), *(Stroke(False, at, 0, 100) for at in upright)]


def test_cells_are_told_by_the_lines_that_part_them():
    [table] = drawn(lines(100, 60, 0, upright=(0, 100, 300)))
    assert [(cell.row, cell.column, cell.left, cell.right) for cell in table.cells] == \
        [(0, 0, 0, 100), (0, 1, 100, 300), (1, 0, 0, 100), (1, 1, 100, 300)]


def test_where_a_line_is_missing_cells_are_one():
    strokes = [*lines(100, 0, upright=(0, 300)), Stroke(True, 60, 0, 300), Stroke(False, 100, 60, 100)]
    [table] = drawn(strokes)
    assert [(cell.row, cell.column, cell.wide, cell.high) for cell in table.cells] == \
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 2, 1)]


def test_a_frame_around_a_page_and_a_line_below_a_heading_are_no_table():
    assert drawn(lines(100, 0, upright=(0, 300))) == []
    assert drawn([Stroke(True, 50, 0, 300), Stroke(True, 20, 0, 300)]) == []


def test_dots_are_one_line():
    dots = [Stroke(True, 50, x, x + 2) for x in range(0, 300, 4)]
    assert len(drawn([*lines(100, 0, upright=(0, 100, 300)), *dots])[0].cells) == 4


# Columns that no line parts

def test_a_row_is_put_below_the_labels_of_its_table():
    columns = TableColumns()
    columns.begin([(0, "No."), (8, "Clause"), (20, "Grade"), (40, "Response due")])
    row, certain = columns.row([(0, "7"), (21, "Minor"), (44, "2026-05-01")])
    assert certain and [cell.lines for cell in row] == [["7"], [], ["Minor"], ["2026-05-01"]]
    row, certain = columns.row([(0, "8"), (23, "a text that stands below two")])
    assert not certain, "it may be below either"


def test_of_a_row_that_may_be_moved_nothing_is_taken():
    rows = [Row(HEAD, "page 1", 1), Row(("1", "8.4", "Major", "A text.", "", "2026-07-01"), "page 1", 1),
            Row(("2", "A text.", "2026-08-01"), "page 1", 1, placed=False)]
    found = located(rows)
    assert [each.id for each in found.findings] == ["1"] and [each.text for each in found.bare] == ["2"]


# Merged cells

def test_cells_stand_below_their_labels_where_others_are_merged():
    head = Row(("NC no.", "Grade", "Clause", "Finding"), "row 1", 1, begins=(0, 1, 2, 3))
    rows = [head, Row(("1", "Minor", "8.4", "Late."), "row 2", 1, begins=(0, 1, 2, 3)),
            Row(("2", "9.2", "Never."), "row 3", 1, begins=(0, 2, 3), above=((1, "Minor"),)),
            Row(("Major nonconformities",), "row 4", 1, begins=(0,)),
            Row(("3", "7.2", "Not shown."), "row 5", 1, begins=(0, 2, 3), above=())]
    values = [{key: value.text for key, value in each.values.items()} for each in located(rows).findings]
    assert values == [{"finding.grade": "Minor", "finding.reference": "8.4", "finding.statement": "Late."},
                      {"finding.grade": "Minor", "finding.reference": "9.2", "finding.statement": "Never."},
                      {"finding.reference": "7.2", "finding.statement": "Not shown."}]


def test_a_head_of_two_rows_names_the_columns_below_a_label_that_spans_them():
    rows = [Row(("N°", "Chapitre", "Constat", "Dates"), "row 1", 1, begins=(0, 1, 2, 3)),
            Row(("Réponse", "Clôture"), "row 2", 1, begins=(3, 4), above=((0, "N°"), (1, "Chapitre"), (2, "Constat"))),
            Row(("E1", "8.4", "Absente.", "", "2026-12-13"), "row 3", 1, begins=(0, 1, 2, 3, 4)),
            Row(("E2", "7.2", "Non vue.", "2026-11-13", ""), "row 4", 1, begins=(0, 1, 2, 3, 4))]
    first, second = located(rows).findings
    assert (first.values["finding.close_due"].text, second.values["finding.response_due"].text) == \
        ("2026-12-13", "2026-11-13")
    assert "finding.response_due" not in first.values and "finding.close_due" not in second.values


def test_a_total_is_no_finding_and_a_row_without_a_number_is_told():
    head = Row(("No.", "Clause", "Grade", "Finding"), "row 1", 1)
    rows = [head, Row(("1", "8.4", "Minor", "Late."), "row 2", 1), Row(("", "7.2", "Minor", "Not shown."), "row 3", 1),
            Row(("Total", "", "2 Minor", ""), "row 4", 1)]
    assert [each.where for each in located(rows).bare] == ["row 3"]


def test_a_list_without_numbers_gives_findings_without_numbers():
    head = Row(("Clause", "Grade", "Finding"), "row 1", 1)
    rows = [head, Row(("8.4", "Minor", "The release was not assessed."), "row 2", 1),
            Row(("7.2", "Minor", "Records are missing for three people."), "row 3", 1),
            Row(("9.1", "", "See 8.4"), "row 4", 1)]
    found = located(rows)
    assert [each.values["finding.reference"].text for each in found.unnumbered] == ["8.4", "7.2"]
    assert [each.where for each in found.bare] == ["row 4"]


# Marks

@pytest.mark.parametrize(("cells", "meant"), [
    (("Major", "", "Minor", "X"), "Minor"), (("X", "Major", "", "Minor"), "Major"),
    (("Major", "\u2612", "Minor", "\u2610"), "Major"), (("Major", "x", "Minor", "x"), ""),
    (("Major", "", "Minor", ""), ""), (("Major", "X", "Minor", "see below"), ""), (("Major", "Minor", "X"), "")])
def test_a_mark_beside_a_grade(cells, meant):
    assert grade_beside(cells) == meant


def test_marks_below_grades():
    head = ("No.", "Major", "Minor", "Finding")
    rows = [("1", "X", "", "Late."), ("2", "", "x", "Never."), ("3", "X", "X", "")]
    columns = grade_columns(head, rows)
    assert [grade_of_row(row, columns) for row in rows] == ["Major", "Minor", ""]
    assert grade_columns(head, [("1", "two cases", "", "Late.")]) == {}, "a text is no mark"
    assert grade_columns(head, [("1", "", "", "Late.")]) == {}, "none is marked"


@pytest.mark.parametrize(("text", "meant"), [
    ("[ ] Major  [X] Minor", "Minor"), ("( ) Major (x) OFI", "Opportunity"), ("Major \u2610 Minor \u2612", "Minor"),
    ("Major Minor \u2610 \u2612", ""), ("\u2612 Major \u2612 Minor", ""), ("Major [x] Minor", "")])
def test_boxes_of_brackets_and_behind_their_words(text, meant):
    assert grade(text) == meant
