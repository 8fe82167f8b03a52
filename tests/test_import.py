"""Other people's lists become registers: what is certain is taken, the rest is asked or left, and every row is told."""

from __future__ import annotations

import json
import tomllib
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.foreign_words import TAKEN, words
from ncr_toolkit.core.model import Action, Cause, Effect, Extension, Finding, Person
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.imports.mapping import DAY_FIRST, LEAVE, MONTH_FIRST, read_mapping
from ncr_toolkit.imports.proposal import day_of, is_person, order_of
from ncr_toolkit.imports.source import load
from ncr_toolkit.imports.sources import separated
from tests.conftest import TODAY
from tests.trackers import LOG, workbook


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return load([workbook(tmp_path_factory.mktemp("log") / "log.xlsx", Findings=LOG)])


def taken(source, kind=Finding):
    return source.outcome().rows.get(kind, [])


# What is taken

def test_what_is_certain_is_taken(log):
    first = taken(log)[0]
    assert (first["id"], first["grade"], first["reference"], first["status"], first["close_due"]) == \
        ("NC-01", "Minor", "8.4", "Verifying", date(2026, 4, 15)), "done is not verified, and never closed by itself"
    [action], [cause], [effect] = (taken(log, kind) for kind in (Action, Cause, Effect))
    assert (action["id"], action["finding"], action["what"]) == ("CA-NC-01-1", "NC-01", "Gate asks")
    assert (cause["finding"], cause["statement"]) == ("NC-01", "Gate asks for none")
    assert effect["result"] == "Effective", "a verdict alone is a result, not what was seen"
    assert taken(log, Person) == [{"name": "Ana Lima", "email": None}]


def test_what_is_not_certain_leaves_its_cell_empty_and_its_text_in_the_note(log):
    _, second, third = taken(log)
    assert (second["grade"], second.get("owner")) == ("", None)
    assert second["internal_note"].splitlines() == ["Category (Major NC/Minor NC/OFI): High", "Responsible: CISO"]
    assert "Status: paused" in third["internal_note"] and "Close by" not in third["internal_note"], "TBD is nothing"
    left = {(each.cell, each.text) for each in log.outcome().left}
    assert left == {("Findings!B5", "High"), ("Findings!E5", "CISO"), ("Findings!E6", "Bo Li / Cy Doe"),
                    ("Findings!I6", "paused")}
    assert len(log.mapping.asked) == 4


def test_every_row_is_taken_or_skipped_with_a_reason(log):
    outcome = log.outcome()
    assert (outcome.rows_in, outcome.taken) == (4, 3)
    assert [(each.row, each.why) for each in outcome.skipped] == [("Findings row 7", "a total")]


def test_a_column_without_a_place_becomes_one_of_the_users_own(log):
    assert log.outcome().own == {Finding: {"Mood": {0: "good"}}}


def test_each_cell_that_was_taken_is_traced(log):
    outcome = log.outcome()
    traces = {each.source: (each.place[0], outcome.row(each.place)[each.field]) for each in outcome.traces
              if not each.own}
    assert traces["Findings!D4"] == (Finding, "Release 2.3 has no assessment.")
    assert traces["Findings!H4"] == (Action, "Gate asks")
    assert "Findings!B5" not in traces


@pytest.mark.parametrize(("head", "row", "why"), [
    (["ID", "Finding", "Owner"], ["Guidance", "unique", "name"], "guidance of the template"),
    (["ID", "Finding", "Owner"], ["Example", "V-1", "Ana Lima"], "an example of the template"),
    (["ID", "Finding", "Owner"], ["[NC-001]", "[describe]", "Ana Lima"], "placeholders of the template"),
    (["ID", "Finding", "Owner"], ["ID", "Finding", "Owner"], "the header once more"),
    (["ID", "Finding", "Owner", "Close by"], ["Total", "", "12"], "a total"),
    (["ID", "Finding", "Owner", "Mood"], ["", "", "", "good"], "nothing stands in a column that is taken over"),
])
def test_a_row_that_is_no_finding_is_told(tmp_path, head, row, why):
    source = load([workbook(tmp_path / "a.xlsx", Log=[head, ["NC-1", "A text", "Ana Lima"], row])])
    outcome = source.outcome()
    assert [each.why for each in outcome.skipped] == [why] and outcome.rows_in == 2


def test_a_finding_that_begins_with_such_a_word_is_one(tmp_path):
    rows = [["Finding", "Owner"], ["Totals in the report are wrong", "Ana Lima"],
            ["Examples are missing in P-07", "Bo Li"]]
    assert load([workbook(tmp_path / "a.xlsx", Log=rows)]).outcome().taken == 2


# Where the table is

@pytest.mark.parametrize("before", [[], [["Acme"], [], ["Date: 2026-05-01"]], [["", "Finding"], ["x"]]])
def test_the_header_is_found_below_title_rows_and_in_any_column(tmp_path, before):
    rows = [*before, ["", "", "NC no.", "Grade", "Finding", "Owner"], ["", "", "7", "Major", "A text", "Ana Lima"]]
    [finding] = taken(load([workbook(tmp_path / "a.xlsx", Log=rows)]))
    assert (finding["id"], finding["grade"], finding["statement"]) == ("7", "Major", "A text")


def test_a_header_of_two_rows_names_every_column(tmp_path):
    rows = [["ID", "", "Close by", "Owner"], ["", "Finding", "", ""], ["1", "A text", "2026-05-01", "Ana Lima"]]
    source = load([workbook(tmp_path / "a.xlsx", Log=rows)])
    assert taken(source), "one of the two is the header"


def test_the_sheet_tells_grade_and_status(tmp_path):
    head, row = ["ID", "Finding", "Owner"], ["1", "A text", "Ana Lima"]
    sheets = {"Open Items": [head, row], "Closed Items": [head, ["2", "B", "Bo Li"]],
              "OFI Follow-Up": [head, ["3", "C", "Cy Doe"]]}
    source = load([workbook(tmp_path / "a.xlsx", **sheets)])
    assert [(each["id"], each["grade"], each["status"]) for each in taken(source)] == \
        [("1", "", "Open"), ("2", "", "Closed"), ("3", "Opportunity", "")]


def test_a_log_and_its_plan_are_joined_by_the_id_and_nothing_is_written_over(tmp_path):
    source = load([workbook(tmp_path / "a.xlsx", Log=[["NC no.", "Finding", "Grade"], ["NC-1", "A text", "Minor"]],
                            Plan=[["NC no.", "Action", "Action owner", "Finding"],
                                  ["nc-1", "First", "Ana Lima", "Another text"], ["NC-1", "Second", "Bo Li", ""]])])
    assert [each["what"] for each in taken(source, Action)] == ["First", "Second"]
    assert [each["id"] for each in taken(source, Action)] == ["CA-nc-1-1", "CA-NC-1-2"]
    [finding] = taken(source)
    assert finding["statement"] == "A text" and "Finding: Another text" in finding["internal_note"]
    assert "holds something else already" in source.outcome().left[0].why


def test_a_later_day_becomes_an_extension(tmp_path):
    rows = [["ID", "Finding", "Scheduled Completion Date", "Updated Scheduled Completion Date"],
            ["1", "A text", date(2026, 5, 1), date(2026, 7, 1)]]
    source = load([workbook(tmp_path / "a.xlsx", Log=rows)])
    [extension], [finding] = taken(source, Extension), taken(source)
    first, later = date(2026, 5, 1), date(2026, 7, 1)
    assert (extension["record"], extension["from_date"], extension["to_date"]) == ("1", first, later)
    assert finding["close_due"] == date(2026, 7, 1)


# Other files

@pytest.mark.parametrize("header", ["Due", "Due date", "Target date", "Deadline", "Frist", "Termin", "Échéance",
                                    "Fecha límite", "期限"])
def test_what_is_due_on_a_bare_day_is_asked(tmp_path, header):
    source = load([workbook(tmp_path / "a.xlsx", Log=[["ID", "Finding", header], ["1", "A text", "2026-05-31"]])])
    assert source.mapping.asked == [f"what is due on the days of '{header}'"]
    assert not {"close_due", "response_due"}.intersection(taken(source)[0])
    assert source.outcome().own[Finding] == {header: {0: "2026-05-31"}}, "and its text is kept"
    assert "or \"finding.close_due\" (all is done)?; 2026-05-31" in source.mapping_text([tmp_path / "a.xlsx"])


@pytest.mark.parametrize(("header", "field"), [("Response due", "response_due"), ("Closure due", "close_due"),
                                               ("Réponse attendue le", "response_due"), ("是正処置期限", "close_due")])
def test_a_day_of_which_the_header_says_what_is_due_is_taken(tmp_path, header, field):
    source = load([workbook(tmp_path / "a.xlsx", Log=[["ID", "Finding", header], ["1", "A text", "2026-05-31"]])])
    assert source.mapping.asked == [] and taken(source)[0][field] == date(2026, 5, 31)


def test_a_file_of_excel_in_western_europe(tmp_path):
    (tmp_path / "log.csv").write_bytes("Ref;Einstufung;Beschreibung;Verantwortlich;Zu schließen bis\r\n"
                                       "A-1;Nebenabweichung;Schulung fehlt;Jörg Müller;31.05.2026\r\n".encode("cp1252"))
    [finding] = taken(load([tmp_path / "log.csv"]))
    assert (finding["grade"], finding["owner"], finding["close_due"]) == ("Minor", "Jörg Müller", date(2026, 5, 31))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", list(",;\t|"))
def test_letters_and_separators_are_found(tmp_path, encoding, separator):
    lines = [separator.join(row) for row in (["ID", "Finding", "Owner"], ["1", '"A text, long; and | wide"', "Zoë Öz"])]
    (tmp_path / "log.csv").write_bytes("\n".join(lines).encode(encoding))
    [finding] = taken(load([tmp_path / "log.csv"]))
    assert (finding["statement"], finding["owner"]) == ("A text, long; and | wide", "Zoë Öz")


def test_tables_of_markdown_and_word(tmp_path):
    table = "| ID | Finding | Grade |\n|---|---|---|\n| 1 | A \\| B<br>C | Major |\n"
    (tmp_path / "log.md").write_text(f"# Audit\n\n{table}")
    [finding] = taken(load([tmp_path / "log.md"]))
    assert (finding["statement"], finding["grade"]) == ("A | B\nC", "Major")
    document = Document()
    table = document.add_table(2, 3)
    for place, cells in enumerate((["NCR no.", "Description", "Close by"], ["7", "A text", "2026-05-01"])):
        for number, text in enumerate(cells):
            table.cell(place, number).text = text
    document.save(tmp_path / "log.docx")
    [finding] = taken(load([tmp_path / "log.docx"]))
    assert (finding["id"], finding["statement"], finding["close_due"]) == ("7", "A text", date(2026, 5, 1))


@pytest.mark.parametrize(("rows", "told"), [
    ([["Risk ID", "Threat", "Likelihood", "Risk owner"], ["1", "x", "2", "Ana"]], "is a risk register"),
    ([["ID", "Finding", "Owner"], ["[id]", "[text]", "[name]"]], "is a blank template"),
    ([["Year", "Amount"], ["2026", "3"]], "holds no list of findings"), ([], "holds no list of findings"),
    ([["ID", "Name", "Version"], ["1", "A map", "3"]], "holds no list of findings"),
    ([["Name", "City", "Status"], ["Ana", "Bern", "Active"]], "holds no list of findings")])
def test_what_is_no_list_of_findings_is_told_as_what_it_is(tmp_path, rows, told):
    with pytest.raises(CannotRun, match=told):
        load([workbook(tmp_path / "a.xlsx", Log=rows)])


def test_a_document_without_a_table_and_a_sheet_that_is_not_there(tmp_path):
    Document().save(tmp_path / "a.docx")
    with pytest.raises(CannotRun, match=r"a\.docx holds no list of findings"):
        load([tmp_path / "a.docx"])
    with pytest.raises(CannotRun, match="There is no sheet 'Plan'; there is Log"):
        load([workbook(tmp_path / "a.xlsx", Log=LOG)], sheet="Plan")


def test_a_sheet_of_something_else_is_left_out_and_said(tmp_path):
    risks = [["Risk ID", "Threat", "Likelihood", "Risk owner", "Finding"], ["R1", "x", "2", "Bo", "y"]]
    log = [["ID", "Finding", "Owner"], ["1", "A text", "Ana Lima"]]
    source = load([workbook(tmp_path / "a.xlsx", Log=log, Risks=risks)])
    assert [finding["id"] for finding in taken(source)] == ["1"]
    assert source.aside == ["Risks: left out; it is a risk register, with the columns likelihood, risk id, risk owner"]


@pytest.mark.parametrize(("name", "content"), [
    ("a.pdf", b"%PDF"), ("a.csv", b"\0\1\2"), ("a.xlsx", b"x"), ("a.docx", b"x"),
    ("a.csv", b'ID;Finding\n1;"A quote that nobody closes\n2;y\n'), ("a.csv", b'ID;Finding\n1;"He said "no" to it"\n')])
def test_what_cannot_be_read_is_one_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRun) as caught:
        load([tmp_path / name])
    assert name in str(caught.value) and "\n" not in str(caught.value)


def test_a_list_too_long_is_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(separated, "MOST_ROWS", 2)
    (tmp_path / "a.csv").write_text("ID;Finding\n1;x\n")
    assert len(taken(load([tmp_path / "a.csv"]))) == 1
    (tmp_path / "a.csv").write_text("ID;Finding\n1;x\n2;y\n")
    with pytest.raises(CannotRun, match="more than 2 rows"):
        load([tmp_path / "a.csv"])


@pytest.mark.parametrize("span", ["\u00b2", "9" * 4400, "-1", ""])
def test_a_cell_over_an_odd_number_of_columns(tmp_path, span):
    document = Document()
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("ID", "Finding", "7", "A text"), strict=True):
        cell.text = text
    table.cell(1, 1)._tc.get_or_add_tcPr().get_or_add_gridSpan().set(qn("w:val"), span)
    document.save(tmp_path / "a.docx")
    assert [finding["id"] for finding in taken(load([tmp_path / "a.docx"]))] == ["7"]


# Days, people, words

@pytest.mark.parametrize(("texts", "order"), [
    (["05/06/2026", "13/06/2026"], DAY_FIRST), (["05/06/2026", "6/21/2026 16:14"], MONTH_FIRST), (["05/06/2026"], ""),
    (["13/06/2026", "06/13/2026"], ""), (["2026-05-06"], ""), (["31.05.26"], DAY_FIRST)])
def test_a_day_over_twelve_proves_the_order(texts, order):
    assert order_of(texts) == order


@pytest.mark.parametrize(("text", "order", "day"), [
    ("05/06/2026", DAY_FIRST, date(2026, 6, 5)), ("05/06/2026", MONTH_FIRST, date(2026, 5, 6)),
    ("05/06/2026", "", None), ("20 Mar 2026", "", date(2026, 3, 20)), ("next week", DAY_FIRST, None)])
def test_a_day_is_read_by_the_order_that_was_decided(text, order, day):
    read = day_of(text, order)
    assert (read if isinstance(read, date) else None) == day


@pytest.mark.parametrize("text", [
    "Ana Lima", "João Carvalho", "ana@example.org", "Jean-Luc O'Neill", "D. van der Berg"])
def test_a_person(text):
    assert is_person(text)


@pytest.mark.parametrize("text", [
    "CISO", "IT Team", "Bo Li / Cy Doe", "Ana Lima, Bo Li", "Owner - CSP", "Ana and Bo", "TBD", "Quality Manager",
    "Ana"])
def test_no_certain_person(text):
    assert not is_person(text)


def test_every_key_of_the_words_is_a_column_people_type_into():
    known = {column.key for kind in TAKEN for column in kind.SHEET.typed_columns}
    assert set(words().headers.values()) <= known


# The command

@pytest.fixture
def made(ncr, tmp_path):
    workbook(tmp_path / "log.xlsx", Findings=LOG)
    return ncr("import", "log.xlsx", "findings.xlsx", "--today", TODAY)


def test_a_list_that_gives_nothing_is_not_all_fine(ncr, tmp_path):
    workbook(tmp_path / "log.xlsx", Log=[["ID", "Finding", "Owner", "Mood"], ["", "", "", "good"]])
    done = ncr("import", "log.xlsx", "findings.xlsx", "--dry-run", "--today", TODAY)
    assert (done.returncode, "They give nothing" in done.stdout) == (1, True)


def test_it_writes_a_register_that_is_read_again_with_a_mapping_and_a_table(made, ncr, tmp_path):
    assert made.returncode == 1, "something is left for a person"
    register = read_register(tmp_path / "findings.xlsx")
    assert [finding.id for finding in register.findings] == ["NC-01", "NC-02", "NC-03"]
    assert register.findings[1].reference == "5.10" and register.findings[0].unread == {}
    assert "Findings!D4,Findings!G4," in (tmp_path / "findings-import.csv").read_text("utf-8-sig")
    assert (tmp_path / "evidence").is_dir()
    assert ncr("check", "findings.xlsx", "--today", TODAY).returncode == 1


def test_the_mapping_is_answered_and_used_again(made, ncr, tmp_path):
    path = tmp_path / "findings-import.toml"
    text = path.read_text("utf-8")
    assert tomllib.loads(text)["grade"]["High"] == "" and '"NC #" = "finding.id"  # NC-01; NC-02; NC-03' in text
    for before, after in (('"High" = ""', '"High" = "Major"'), ('"CISO" = ""', '"CISO" = "Cy Doe"'),
                          ('"Bo Li / Cy Doe" = ""', '"Bo Li / Cy Doe" = "Bo Li"'),
                          ('"paused" = ""', '"paused" = "Open"'),
                          ('"Mood" = "own column"', '"Mood" = "leave"')):
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")
    done = ncr("import", "log.xlsx", "findings.xlsx", "--map", path, "--force", "--today", TODAY)
    assert done.returncode == 0, done.stdout
    second = read_register(tmp_path / "findings.xlsx").findings[1]
    assert (second.grade, second.owner, second.internal_note) == ("Major", "Cy Doe", "")
    assert "kept in" in done.stderr, "the register that was there is not lost"


def test_a_word_can_leave_its_rows_out(log, tmp_path):
    source = load([workbook(tmp_path / "log.xlsx", Findings=LOG)])
    source.mapping.grade["OFI"] = LEAVE
    outcome = source.outcome()
    assert [each.why for each in outcome.skipped] == ["'OFI' is left out, as the mapping says", "a total"]


@pytest.mark.parametrize(("text", "told"), [
    ("dates = 3", "dates is 3"), ('[grade]\nHigh = "Huge"', "'Huge' is no grade"),
    ("[people]\nA = 1", "write a text in quotes"), ("grade = 1", "no table of settings"),
    ('[tables.Log.columns]\nX = "finding.ownr"', "did you mean 'finding.owner'"),
    ("x = ", "no mapping that can be read"), ("[tables.Log]\nheader_row = -1", "header_row is -1")])
def test_a_mapping_that_is_wrong_says_where(tmp_path, text, told):
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(CannotRun, match=told):
        read_mapping(tmp_path / "m.toml")


def test_a_dry_run_writes_nothing_and_tells_programs(ncr, tmp_path):
    workbook(tmp_path / "log.xlsx", Findings=LOG)
    done = ncr("import", "log.xlsx", "findings.xlsx", "--dry-run", "--format", "json")
    found = json.loads(done.stdout)
    assert (found["rows_in"], found["written"], len(found["skipped"]), len(found["left"])) == (4, 3, 1, 4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.xlsx"]


def test_a_register_that_is_there_is_not_replaced_unasked(made, ncr, tmp_path):
    before = (tmp_path / "findings.xlsx").read_bytes()
    done = ncr("import", "log.xlsx", "findings.xlsx")
    assert done.returncode == 2 and (tmp_path / "findings.xlsx").read_bytes() == before
    assert ncr("import", "log.xlsx", "log.xlsx", "--force").returncode == 2


def test_what_a_person_decided_is_not_written_over(made, ncr, tmp_path):
    """Neither the mapping, nor a table of that name that is no import's."""
    mapping = tmp_path / "findings-import.toml"
    mapping.write_text(mapping.read_text("utf-8").replace('"CISO" = ""', '"CISO" = "Cy Doe"'), "utf-8")
    before = mapping.read_bytes()
    assert "Columns without a place of ours, kept as columns of your own: Mood." in made.stdout
    assert "ncr import log.xlsx findings.xlsx --map findings-import.toml --force" in made.stderr
    done = ncr("import", "log.xlsx", "findings.xlsx", "--force")
    assert done.returncode == 2 and "--map findings-import.toml" in done.stderr and mapping.read_bytes() == before
    mapping.unlink()
    assert ncr("import", "log.xlsx", "findings.xlsx").returncode == 2
    (tmp_path / "findings.xlsx").unlink()
    assert "findings-import.csv" in ncr("import", "log.xlsx", "findings.xlsx").stderr


@pytest.mark.parametrize(("header", "id"), [("No", "SA-1"), ("#", "SA-1"), ("Nr.", "SA-1")])
def test_a_number_is_the_id_where_there_is_no_other(tmp_path, header, id):
    """And only a count of the rows where there is."""
    rows = [[header, "Finding", "Owner"], ["SA-1", "A text", "Ana Lima"]]
    [finding] = taken(load([workbook(tmp_path / "a.xlsx", Log=rows)]))
    assert finding["id"] == id
    other = [["#", "Finding ID", "Finding"], ["1", "SA-9", "A text"]]
    [finding] = taken(load([workbook(tmp_path / "b.xlsx", Log=other)]))
    assert finding["id"] == "SA-9"


def test_the_order_of_day_and_month_is_asked_where_nothing_proves_it(tmp_path):
    source = load([workbook(tmp_path / "a.xlsx", Log=[["ID", "Finding", "Close by"], ["1", "A text", "05/06/2026"]])])
    assert source.mapping.asked == ["the order of day and month (dates)"]
    source.mapping.dates = MONTH_FIRST
    assert source.mapping.asked == [] and taken(source)[0]["close_due"] == date(2026, 5, 6)


ZONED = "2026-03-01T22:30:00Z"


def test_the_day_of_a_time_with_a_zone_is_asked_and_not_the_order_of_its_numbers(tmp_path):
    def log(*days):
        return workbook(tmp_path / "a.xlsx", Log=[["ID", "Finding", "Close by"], *(
            [str(number), "A text", day] for number, day in enumerate(days))])

    source = load([log(ZONED, "2026-03-01T00:00:00Z", "2026-02-30T22:00:00Z")])
    assert source.mapping.asked == ["where you are, for times such as 2026-03-01T22:00:00Z (zone)"]
    assert [row.get("close_due") for row in taken(source)] == [None, date(2026, 3, 1), None], "a midnight is a day"
    (tmp_path / "a.toml").write_text(source.mapping_text([tmp_path / "a.xlsx"]).replace('zone = ""', 'zone = "+02:00"'))
    decided = load([tmp_path / "a.xlsx"], read_mapping(tmp_path / "a.toml"))
    assert decided.mapping.asked == [] and taken(decided)[0]["close_due"] == date(2026, 3, 2)
    assert taken(decided)[2].get("close_due") is None, "there is no such day anywhere"
    assert load([log("2026-03-01", "2026-03-01T10:30:00Z")]).mapping.asked == []


@pytest.mark.parametrize(("zone", "text", "day"), [
    ("Europe/Lisbon", "2026-07-01T23:30:00Z", date(2026, 7, 2)), ("-01:00", "2026-03-01T00:00:00Z", date(2026, 3, 1)),
    ("Europe/Lisbon", "2026-01-01T23:30:00Z", date(2026, 1, 1)),
    ("-05:00", "2026-03-02T02:00:00+0100", date(2026, 3, 1)), ("as written", "2026-03-01 22:30 UTC", date(2026, 3, 1))])
def test_a_time_with_a_zone_is_the_day_that_it_was_there(zone, text, day):
    assert day_of(text, "", zone) == day


@pytest.mark.parametrize("zone", ['"Europe/Nowhere"', '"../etc"', '"Europe"', "7", '"+99:00"'])
def test_a_zone_that_is_none_is_refused_in_a_sentence(tmp_path, zone):
    (tmp_path / "a.toml").write_text(f"zone = {zone}")
    with pytest.raises(CannotRun, match="write an offset such as"):
        read_mapping(tmp_path / "a.toml")


def test_a_dry_run_shows_what_becomes_of_each_column_and_word(ncr, tmp_path):
    workbook(tmp_path / "log.xlsx", Findings=[*LOG[:3], *[["N", "", "", "", f"Team {number}"] for number in range(20)],
                                              *LOG[3:]])
    lines = ncr("import", "log.xlsx", "findings.xlsx", "--dry-run").stdout.splitlines()
    told = {line.partition("->")[0].strip(): line.partition("->")[2].strip() for line in lines if "->" in line}
    assert max(map(len, lines[:lines.index("What is taken for which grade:")])) <= 110
    for theirs, ours, samples in (("Category (Major NC/Minor NC/OFI)", "Grade ", "Minor NC | High | OFI"),
                                  ("Corrective action", "Actions: Action ", "Gate asks"),
                                  ("Mood", "a column of your own ", "good"), ("Minor NC", "Minor ", "1 cell"),
                                  ("High", "? (asked in the mapping) ", "1 cell")):
        assert told[theirs].startswith(ours) and told[theirs].endswith(samples), theirs
    assert "Team 1" in told and "Ana Lima" not in told and "  and 11 more, which the mapping names" in lines
    columns = json.loads(ncr("import", "log.xlsx", "b.xlsx", "--dry-run", "--format", "json").stdout)["columns"]
    assert columns[0] == {"table": "Findings", "header": "NC #", "becomes": "finding.id",
                          "samples": ["N", "NC-01", "NC-02"]}


def test_a_register_of_ours_is_told_as_one(ncr, tmp_path):
    ncr("new", "mine.xlsx")
    done = ncr("import", "mine.xlsx", "findings.xlsx")
    assert done.returncode == 2 and "is a register already" in done.stderr


def test_a_header_is_known_whatever_its_breaks_and_stars():
    assert words().key("Mood") == "" and words().key("Scheduled\nCompletion Date*") == "finding.close_due"


@pytest.mark.parametrize("pack", packs.known())
def test_the_headers_of_a_standard_are_ours(ncr, tmp_path, pack):
    """What a register of that standard calls a column is no column of one's own, of which a table bears no second."""
    named = {column.name: packs.load(pack).header(column) for column in Finding.SHEET.columns if column.typed}
    headers = [named[name] for name in ("id", "grade", "title", "ai_system", "impact_assessment_reference")]
    workbook(tmp_path / "log.xlsx", Findings=[headers, ["NC-1", "Minor", "Gate", "Triage", "AIA-009"]])
    done = ncr("import", "log.xlsx", "findings.xlsx", "--pack", pack, "--organisation", "Acme")
    assert done.returncode == 0, done.stderr
    [finding] = read_register(tmp_path / "findings.xlsx").findings
    assert (finding.ai_system, finding.impact_assessment_reference, finding.internal_note) == ("Triage", "AIA-009", "")
