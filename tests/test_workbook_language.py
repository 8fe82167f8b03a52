"""A register in another language: every command reads it as the English one, what is written into it is in its words,
its formulas count the same, and what people typed stays."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ncr_toolkit import catalogues
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.translation import LANGUAGES, pgettext, speaking, word_in_every_language
from ncr_toolkit.core import packs
from ncr_toolkit.core.figures import figures
from ncr_toolkit.core.model import SHEETS, Action, Bone, Evidence, Finding, Probe, Settings
from ncr_toolkit.core.workbook_words import as_named_there, choices, formula_texts, header, headers, late, meant
from ncr_toolkit.demo import sample as demo
from ncr_toolkit.excel.doctor.examine import examine
from ncr_toolkit.excel.doctor.registry import Severity
from ncr_toolkit.excel.patch.free_rows import free_rows
from ncr_toolkit.excel.patch.write_back import write_cells
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write import cached_values
from ncr_toolkit.excel.write.writer import register_bytes
from tests import samples
from tests.commands import ran as run_in
from tests.conftest import TODAY
from tests.test_writer import PACK, lively, named, opened, without_values

OTHERS = [code for code in LANGUAGES if code != "en"]
EVERY_PACK = [packs.load(name) for name in packs.known()]


def ran(*words):
    """`ncr` with these words."""
    return run_in([*map(str, words)], Path.cwd())


def sample_in(code: str) -> bytes:
    """The demo's register in a language."""
    source = demo.read_source()
    return register_bytes(packs.load(str(source.settings["pack"])), today=demo.TODAY, rows=source.rows, fixed_day=True,
                          settings={**source.settings, "workbook_language": LANGUAGES[code]})


def laid_out(folder, code: str):
    """The demo in a language, with its evidence."""
    register = samples.lay_out(folder)
    if code != "en":
        register.write_bytes(sample_in(code))
    return register


def checked(register) -> dict:
    result = ran("check", register, "--today", TODAY, "--format", "json")
    assert result.returncode == 1, result.stderr
    found = json.loads(result.stdout)
    found["register"] = {}
    for each in found["problems"]:
        if each["code"] == "CEL006":  # which shows the choices as the drop-down does
            each["message"] = ""
    for each in found["findings"]:
        each["gaps"] = [gap for gap in each["gaps"] if "is not a choice" not in str(gap)]
    return found


def as_there(found: dict, code: str) -> dict:
    """The same, with columns and choices as a workbook of that language calls them."""
    def named(told: str) -> str:
        return as_named_there(told, PACK, LANGUAGES[code])

    for each in found["problems"]:
        each |= {name: named(each[name]) for name in ("message", "fix")}
    for each in found["findings"]:
        each |= {"gaps": list(map(named, each["gaps"])), "next": each["next"] and named(each["next"])}
    return found


def test_a_message_names_columns_and_choices_as_the_workbook_does():
    told = "'Done on' is empty; choose 'Plan accepted' in 'Body's decision', and not 'No such column'."
    with speaking("de"):
        done, accepted, decision = (pgettext(*word) for word in (
            ("column", "Done on"), ("choice", "Plan accepted"), ("column", "Body's decision")))
    wanted = f"'{done}' is empty; choose '{accepted}' in '{decision}', and not 'No such column'."
    assert as_named_there(told, PACK, "German") == wanted
    assert as_named_there(told, PACK, "English") == as_named_there(told, PACK, "") == told


# --- words


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("pack", EVERY_PACK, ids=lambda pack: pack.id)
def test_each_header_stands_once_on_its_sheet(pack, code):
    with speaking(code):
        for kind in SHEETS:
            found = [fold(header(column, pack)) for column in kind.SHEET.columns]
            assert len(set(found)) == len(found), kind.SHEET.name


def test_a_header_and_a_choice_mean_one_thing_in_all_languages():
    twice = []
    for kind in SHEETS:
        own: dict[str, str] = {}
        for column in kind.SHEET.columns:
            twice += [(column.key, each) for each in headers(column)
                      if own.setdefault(fold(each), column.name) != column.name]
            said: dict[str, str] = {}
            for word in (*column.choices, *column.words):
                twice += [(column.key, each) for each in word_in_every_language("choice", word)
                          if said.setdefault(fold(each), word) != word]
    assert twice == []


@pytest.mark.parametrize("code", OTHERS)
def test_formulas_bear_the_words(code):
    """COUNTIFS takes some signs for others, and a formula may not hold a longer text."""
    with speaking(code):
        words = [pgettext("choice", word) for word in formula_texts()]
        (before, one), (again, many) = late(1), late(2)
    assert [word for word in words if re.search(r'[*?~"]|^[<>=]', word)] == []
    assert before.strip() and before == again and (one or many)
    english = {message.id: message.string for message in catalogues.catalogues()[code] if isinstance(message.id, str)}
    assert [text for own, text in english.items() if '"' in str(text) and '"' not in own] == []


# --- the same register


@pytest.fixture(scope="module")
def in_english(tmp_path_factory):
    return laid_out(tmp_path_factory.mktemp("en"), "en")


@pytest.mark.parametrize("code", OTHERS)
def test_every_command_reads_the_same(code, in_english, tmp_path):
    register = laid_out(tmp_path / code, code)
    assert checked(register) == as_there(checked(in_english), code)
    ours, theirs = read_register(register), read_register(in_english)
    assert ours.settings.workbook_language == LANGUAGES[code]
    for kind, records in theirs.records.items():
        assert ours.records[kind] == records, kind.SHEET.name
    for words in (("due",), ("export", "--to", "csv"), ("export", "--to", "jira")):
        told = []
        for path in (register, in_english):
            into = ("-o", tmp_path / f"{len(told)}.{words[-1]}") if len(words) > 1 else ()
            done = ran(words[0], path, "--today", TODAY, *words[1:], *into)
            said = done.stdout.replace(str(path.parent), "").replace(str(tmp_path), "").replace("1.", "0.")
            told.append((done.returncode, " ".join(as_named_there(said, PACK, LANGUAGES[code]).split())))
        assert told[0] == told[1], words


def test_responses_are_the_same(in_english, tmp_path):
    register = laid_out(tmp_path / "de", "de")
    made = []
    for path in (register, in_english):
        folder = tmp_path / f"out{len(made)}"
        assert ran("respond", path, "NC-2026-01", "NC-2025-01", "--today", TODAY, "-o", folder).returncode in (0, 1)
        made.append({each.name: each.read_bytes() for each in sorted(folder.glob("*.docx"))})
    assert made[0] == made[1] and len(made[0]) >= 2


@pytest.mark.parametrize("code", OTHERS)
def test_headers_are_known_without_the_keys(code, tmp_path):
    content = register_bytes(PACK, today=TODAY, settings={"workbook_language": LANGUAGES[code]}, rows=lively(TODAY))
    book = opened(content)
    for kind in (Finding, Probe, Action):
        book[kind.SHEET.name].delete_rows(1)
    book.save(tmp_path / "bare.xlsx")
    (tmp_path / "whole.xlsx").write_bytes(content)
    bare, whole = read_register(tmp_path / "bare.xlsx"), read_register(tmp_path / "whole.xlsx")
    assert len(bare.findings) == len(lively(TODAY)[Finding])
    for kind in (Finding, Probe, Action):
        assert bare.records[kind] == whole.records[kind]


def test_two_languages_on_a_sheet_are_read(tmp_path):
    rows = {Finding: [{"id": "N-1", "grade": "Major", "status": "Open"}, {"id": "N-2"}, {"id": "N-3"}]}
    book = opened(register_bytes(PACK, today=TODAY, settings={"workbook_language": "German"}, rows=rows))
    sheet = book["Findings"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row, code, status in ((5, "fr", "Closed"), (6, "ja", " Withdrawn ")):
        with speaking(code):
            sheet.cell(row, places["finding.grade"], pgettext("choice", "Minor").upper())
        sheet.cell(row, places["finding.status"], status)
    book.save(tmp_path / "mixed.xlsx")
    found = [(each.grade, each.status) for each in read_register(tmp_path / "mixed.xlsx").findings]
    assert found == [("Major", "Open"), ("Minor", "Closed"), ("Minor", "Withdrawn")]


def test_a_bone_is_ours_in_the_language_of_the_workbook_alone(tmp_path):
    with speaking("de"):
        own = pgettext("choice", "Data")
    assert own != "Data"
    for language, read in (("German", "Data"), ("English", own), ("French", own)):
        content = register_bytes(PACK, today=TODAY, settings={"workbook_language": language},
                                 rows={Bone: [{"finding": "N-1", "category": own}]})
        (tmp_path / "register.xlsx").write_bytes(content)
        assert read_register(tmp_path / "register.xlsx").all(Bone)[0].category == read, language


# --- what people read


def texts_of(content: bytes) -> list[tuple[str, str]]:
    """What a workbook shows of itself: cells, prompts and messages of drop-downs, literals of formulas."""
    found = []
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=1 if sheet.title in ("Start here", "Dashboard", "Finding card") else 2):
            found += [(sheet.title, cell.value) for cell in row if isinstance(cell.value, str)]
        for rule in sheet.data_validations.dataValidation:
            said = (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error)
            found += [(sheet.title, text) for text in said if text]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if re.search(r"worksheets/sheet|workbook\.xml$|charts/chart|tables/", name):
                page = package.read(name).decode().replace("&quot;", '"').replace("&amp;", "&")
                tags = "f|formula|formula1|calculatedColumnFormula|definedName"
                formulas = re.findall(rf"<(?:{tags})\b[^>]*>([^<]*)<", page)
                found += [(name, text) for formula in formulas for text in re.findall(r'"([^"]*)"', formula)]
    return found


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("pack", EVERY_PACK, ids=lambda pack: pack.id)
def test_no_english_of_ours_is_left(pack, code):
    content = register_bytes(pack, today=TODAY, settings={"workbook_language": LANGUAGES[code]})
    catalogue = catalogues.catalogues()[code]
    english = {str(message.id) for message in catalogue if isinstance(message.id, str) and message.id
               and message.string != message.id} - {str(message.string) for message in catalogue}
    names = {kind.SHEET.name for kind in SHEETS} | {"Lists", "Start here", "Dashboard", "Finding card"}
    codes = {*LANGUAGES.values()}
    found = [(place, text.removeprefix("<>")) for place, text in texts_of(content)]
    left = [(place, text) for place, text in found if text in english - codes
            and not (place == "Start here" and text in names)
            and not (place == "Lists" and text in pack.references.values()) and re.search(r"\w", text)]
    assert left == []
    assert len(found) > 1000


@pytest.mark.office
@pytest.mark.parametrize("code", ["de", "fr", "ja"])
def test_libreoffice_calculates_the_same(code, office, tmp_path):
    today = date(2026, 2, 28)
    rows = lively(today)
    settings = {"due_soon_days": 14, "workbook_language": LANGUAGES[code]}
    content = register_bytes(PACK, today=today, settings=settings, rows=rows, fixed_day=True)
    (tmp_path / "register.xlsx").write_bytes(without_values(content))
    calculated = openpyxl.load_workbook(office(tmp_path / "register.xlsx", "xlsx", tmp_path / "out"), data_only=True)
    ours = opened(content, data_only=True)
    wanted = figures(cached_values.register(settings, rows), today)
    assert {name: named(calculated, f"ncr_{name}") for name in wanted} == wanted
    assert wanted["overdue"] > 3 and wanted["due_soon"] > 3 and wanted["actions_overdue"] > 3
    places = (("Findings", 24), ("Actions", 24), ("AI questions", 24), ("Dashboard", 75), ("Finding card", 60))
    for name, last in places:
        for row in range(4, last):
            here = [cell.value or None for cell in ours[name][row]]
            assert here == [cell.value or None for cell in calculated[name][row]], f"{name} row {row}"
    with speaking(code):
        begins = late(2)[0]
        choice = pgettext("choice", "Closed")
    shown = {cell.value for row in calculated["Findings"].iter_rows(min_row=4) for cell in row}
    assert choice in shown and any(str(each).startswith(begins) for each in shown)


# --- what is written into it


def cells_of(register, sheet: str) -> dict[tuple[str, int], object]:
    page = openpyxl.load_workbook(register)[sheet]
    keys = {cell.column: cell.value for cell in page[1]}
    return {(keys[cell.column], cell.row): cell.value for row in page.iter_rows(min_row=4) for cell in row
            if cell.value is not None}


def test_what_is_written_is_in_its_words(tmp_path):
    rows = {Finding: [{"id": "N-1", "grade": "Minor", "status": "Open", "owner": "Ana Lima", "title": "Open"}]}
    register = tmp_path / "register.xlsx"
    register.write_bytes(register_bytes(PACK, today=TODAY, settings={"workbook_language": "German"}, rows=rows))
    read = read_register(register)
    finding, free = read.findings[0], free_rows(register, Action, 1)
    write_cells(register, read, {finding.cell("status"): "Submitted", finding.cell("title"): "Closed",
                                 free.cell(0, "id"): "CA-1", free.cell(0, "finding"): "N-1",
                                 free.cell(0, "kind"): "Corrective"}, TODAY, [free])
    there, added = cells_of(register, "Findings"), cells_of(register, "Actions")
    with speaking("de"):
        assert there["finding.status", 4] == pgettext("choice", "Submitted") and there["finding.title", 4] == "Closed"
        assert added["action.kind", 4] == pgettext("choice", "Corrective")
        assert f'"{pgettext("choice", "Not counted")}"' in added["action.state", 4]
    again = read_register(register)
    assert (again.findings[0].status, again.all(Action)[0].kind) == ("Submitted", "Corrective")


def test_commands_write_in_its_words(tmp_path):
    rows = {Finding: [{"id": "N-1", "grade": "Minor", "status": "Open"}]}
    register = tmp_path / "register.xlsx"
    register.write_bytes(register_bytes(PACK, today=TODAY, settings={"workbook_language": "German"}, rows=rows))
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "log.txt").write_text("Gate log of 2026-06-01: release 2.4 was rejected.\n")
    assert ran("evidence", register, "--today", TODAY, "--write-back").returncode in (0, 1)
    assert read_register(register).all(Evidence)
    assert ran("check", register, "--today", TODAY, "--write-back").returncode == 1
    results = openpyxl.load_workbook(register)["Check results"]
    with speaking("de"):
        assert [cell.value for cell in results[3]][:7] == [pgettext("column", word) for word in (
            "Where", "Record", "Column key", "Check", "Level", "What is wrong", "What to do")]
    assert odd(register) == []


def test_an_upgrade_keeps_the_language_and_what_was_typed(tmp_path):
    (tmp_path / "de.xlsx").write_bytes(sample_in("de"))
    assert ran("upgrade", tmp_path / "de.xlsx", "-o", tmp_path / "new.xlsx", "--today", TODAY).returncode == 0
    assert cells_of(tmp_path / "new.xlsx", "Findings") == cells_of(tmp_path / "de.xlsx", "Findings")


@pytest.mark.parametrize("way", [("en", "de"), ("de", "en"), ("de", "ja")])
def test_an_upgrade_into_another_language_changes_choices_alone(way, tmp_path):
    before, after = way
    source, made = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    source.write_bytes(sample_in(before))
    result = ran("upgrade", source, "-o", made, "--language", after, "--today", TODAY)
    assert result.returncode == 0, result.stderr
    old, new = read_register(source), read_register(made)
    assert new.settings.workbook_language == LANGUAGES[after]
    for kind, records in old.records.items():
        for one, other in zip(records, new.records[kind], strict=True):
            for column in kind.SHEET.typed_columns:
                assert one.typed(column.name) == other.typed(column.name), column.key
    with speaking(after):
        said = {cell for (key, _), cell in cells_of(made, "Findings").items() if key == "finding.status"}
        assert said <= {*choices(Finding.SHEET.column("status"), PACK), "In progess"}


def test_doctor_finds_nothing_odd_in_a_fresh_one(tmp_path):
    for code in OTHERS:
        content = register_bytes(PACK, today=TODAY, settings={"workbook_language": LANGUAGES[code]},
                                 rows={Finding: [{"id": "N-1", "grade": "Major", "status": "Open"}]})
        (tmp_path / f"{code}.xlsx").write_bytes(content)
        assert odd(tmp_path / f"{code}.xlsx") == [], code


def test_a_part_is_in_the_language_and_comes_back(tmp_path):
    register = laid_out(tmp_path, "de")
    assert ran("split", register, "-o", tmp_path / "parts", "--today", TODAY).returncode == 1
    part = min((tmp_path / "parts").glob("*.xlsx"))
    book = openpyxl.load_workbook(part)
    with speaking("de"):
        assert book["Actions"]["A2"].value == pgettext("sheet", "Actions")
        assert book.worksheets[0]["B1"].value != "Your part of the register of audit findings"
    result = ran("collect", tmp_path / "parts", register, "--dry-run", "--today", TODAY, "--format", "json")
    assert json.loads(result.stdout)["conflicts"] == [] and json.loads(result.stdout)["taken"] in (0, [])


def odd(path) -> list[str]:
    """What `ncr doctor` finds wrong."""
    return [each.message for each in examine(path).remarks if each.level is not Severity.FACT]


def test_new_speaks_the_language(tmp_path):
    result = ran("new", tmp_path / "neu.xlsx", "--language", "de", "--no-launchers")
    assert result.returncode == 0 and "The workbook is in German" in result.stdout
    settings = read_register(tmp_path / "neu.xlsx").settings
    assert (settings.language, settings.workbook_language) == ("German", "German")
    result = ran("new", tmp_path / "nieuw.xlsx", "--language", "Dutch", "--no-launchers")
    assert "in English" in result.stdout
    assert read_register(tmp_path / "nieuw.xlsx").settings.workbook_language == "English"
    assert ran("upgrade", tmp_path / "neu.xlsx", "-o", tmp_path / "x.xlsx", "--language", "Dutch").returncode == 2


def test_a_choice_is_known_however_it_is_cased():
    column = Finding.SHEET.column("status")
    with speaking("de"):
        word = pgettext("choice", "Closed")
    assert meant(column)[fold(word.upper())] == "Closed" and meant(column)["closed"] == "Closed"
    assert Settings.SHEET.column("workbook_language").later


def test_an_import_makes_a_register_of_the_language(tmp_path):
    (tmp_path / "list.csv").write_text("Finding ID,Grade,Status,Title,Statement of nonconformity\n"
                                       "N-1,Minor,Closed,No log,The log of May is missing.\n"
                                       "N-2,Major,Open,No plan,There is no plan.\n")
    result = ran("import", tmp_path / "list.csv", tmp_path / "r.xlsx", "--language", "German", "--today", TODAY)
    assert result.returncode in (0, 1), result.stderr
    assert [each.grade for each in read_register(tmp_path / "r.xlsx").findings] == ["Minor", "Major"]
    with speaking("de"):
        assert cells_of(tmp_path / "r.xlsx", "Findings")["finding.status", 4] == pgettext("choice", "Closed")
    assert ran("import", tmp_path / "list.csv", tmp_path / "s.xlsx", "--language", "Klingon").returncode == 2


def test_an_own_sheet_with_headers_of_the_language_is_taken_as_it_is(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(sample_in("de")), data_only=True)
    lines = [[cell.value for cell in row] for row in book["Findings"].iter_rows(min_row=3, max_row=6)]
    with (tmp_path / "Befunde.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["" if value is None else str(value)[:10] if isinstance(value, date) else value
                                       for value in line] for line in lines])
    result = ran("import", tmp_path / "Befunde.csv", tmp_path / "r.xlsx", "--today", TODAY)
    assert result.returncode in (0, 1), result.stderr
    findings = read_register(tmp_path / "r.xlsx").findings
    assert [each.grade for each in findings] == ["Major", "Minor", "Minor"] and findings[0].status == "Closed"


@pytest.mark.parametrize("code", OTHERS)
def test_an_example_of_the_workbook_is_no_answer_in_any_language(code, tmp_path):
    column = Finding.SHEET.column("extent")
    with speaking(code):
        example = pgettext("example", column.help.partition(" Example: ")[2])
    assert "all 6 live models" not in example
    rows = {Finding: [{"id": "N-1", "grade": "Minor", "status": "Open", "extent": example}]}
    settings = {"workbook_language": LANGUAGES[code], "language": LANGUAGES[code]}
    (tmp_path / "r.xlsx").write_bytes(register_bytes(PACK, today=TODAY, settings=settings, rows=rows))
    found = json.loads(ran("check", tmp_path / "r.xlsx", "--today", TODAY, "--format", "json").stdout)["problems"]
    cell = read_register(tmp_path / "r.xlsx").findings[0].cell("extent").ref
    assert any(each["cell"] == cell and "the template itself says" in each["message"] for each in found), [
        each["message"] for each in found if each["cell"] == cell]
