"""Packs are data: every one loads, is whole, and the first grades want what the table of evidence says."""

from __future__ import annotations

import re

import click
import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.commands.explain import command as explain
from ncr_toolkit.commands.new import command as new
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import GRADES, SHEETS, Finding, Probe
from ncr_toolkit.core.packs import pack_file, prose
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.several import clauses, title_of
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.core.texts import Manner
from ncr_toolkit.core.verdicts import judge
from ncr_toolkit.excel.read import layout
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.loader import load_review
from ncr_toolkit.report.standard_page import standard_file
from ncr_toolkit.runs.inputs import print_of_inputs
from ncr_toolkit.word.case import Case
from ncr_toolkit.word.front_page import first_page
from tests.commands import ran
from tests.conftest import TODAY
from tests.tables import parse, save

HARMONISED = {"4.1", "4.2", "4.3", "4.4", "5.1", "5.2", "5.3", "6.1", "6.2", "7.1", "7.2", "7.3", "7.4", "7.5", "8.1",
              "9.1", "9.2", "9.3", "10.1", "10.2"}
"""The clauses that every management-system standard of ISO has."""
AI = re.compile(r"\bAI\b|AIMS|[Tt]riage|\b[Mm]odels?\b")


@pytest.mark.parametrize("name", packs.known())
def test_pack_is_whole(name):
    pack = packs.load(name)
    assert tuple(pack.grades) == GRADES
    assert pack.references.keys() >= HARMONISED
    assert len(pack.bones) >= 6 and any("upplier" in bone for bone in pack.bones)
    assert pack.sources and pack.looked_up_on and pack.subject.renewed and pack.subject.at
    assert "onconformity and corrective action" in pack.references[pack.corrective_action]
    assert all(pack.reference(each.at) for each in pack.also_asked) and all(map(pack.reference, pack.subject.at))
    for grade in pack.grades.values():
        assert grade.wanted and set(grade.wanted) <= set(packs.PARTS)
    for question in pack.questions:
        for reference in question.references:
            assert pack.reference(reference), f"{question.id} points to {reference}"


def test_iso42001_holds_every_clause_and_control():
    pack = packs.load("iso42001")
    controls = [reference for reference in pack.references if reference.startswith("A.")]
    assert (len(pack.references) - len(controls), len(controls), len(pack.questions)) == (36, 38, 67)
    assert len(pack.bones) == 8
    probed = {reference for question in pack.questions for reference in question.references}
    assert set(controls) <= probed, "every control is probed by a question"


def test_every_control_of_the_others_and_every_clause_on_making_products_is_probed_too():
    for name in ("iso27001", "iso27701"):
        pack = packs.load(name)
        probed = {reference for question in pack.questions for reference in question.references}
        assert {each for each in pack.references if each.startswith("A.")} <= probed, name
    pack = packs.load("iso9001")
    probed = {reference for question in pack.questions for reference in question.references}
    lowest = {each for each in pack.references if not any(other.startswith(f"{each}.") for other in pack.references)}
    made = {each for each in lowest if each.startswith("8.") and pack.references[each] != "General"}
    assert {each for each in made if not any(other in (each, each.rpartition(".")[0]) for other in probed)} == set()


def test_no_number_of_a_question_means_two_things():
    own = [question.id for name in packs.known() for question in packs.load(name).questions if question.id[0] != "M"]
    assert len(own) == len(set(own))


@pytest.mark.parametrize("name", sorted({*packs.known()} - {"iso42001"}))
def test_no_workbook_of_another_standard_speaks_of_ai(name):
    """But for the name of the sheet "AI questions", which older registers have, the method that is called so, and what
    stands there out of sight."""
    pack = packs.load(name)
    columns = [column for kind in SHEETS for column in kind.SHEET.columns if column.key not in pack.unused]
    said = [text for column in columns for text in (pack.header(column), pack.help(column), *pack.choices(column))]
    said += [pack.about(kind.SHEET) for kind in SHEETS] + [question.text for question in pack.questions] + [*pack.bones]
    assert [text for text in said if AI.search(text.replace("AI questions", ""))] == []
    for column in columns:
        assert len(pack.header(column)) <= 32 and len(pack.help(column)) <= 255, column.key
        assert ("xample: " in pack.help(column)) == ("xample: " in column.help), column.key


def test_the_examples_and_questions_of_a_standard_are_no_answers():
    ours = [packs.load("iso9001").wording.examples["cause.statement"], packs.load("iso27001").questions[0].text]
    theirs = ["Nobody compares the list of the laboratory with the tools that are handed out on the second shift."]
    told = [bool(judge(text, Manner.SENTENCE, prose.load("English"))) for text in (*ours, *theirs)]
    assert told == [True, True, False]


def test_a_sheet_without_its_keys_is_read_by_the_headers_of_its_standard():
    pack = packs.load("iso9001")
    row = [pack.header(column) for column in Finding.SHEET.columns]
    found = layout.find(Finding.SHEET, [["Findings"], row])
    assert found.columns["ai_system"] == row.index("Product or service") and len(found.columns) == len(row)


# -- a finding of another standard than the register's

def test_a_clause_is_looked_up_in_the_standard_of_its_finding():
    own, other, strange = (Finding(id=id, reference="8.4", standard=standard, grade="Minor", status="Open")
                           for id, standard in (("N-1", ""), ("N-2", "iso 9001:2015"), ("N-3", "ISO 13485:2016")))
    review = Review(Register(), packs.load("iso42001"), TODAY)
    assert [clauses(each, review.pack) for each in (own, other, strange)] == [("8.4",), ("9001: 8.4",), ()]
    assert title_of("8.4", review.pack) == "AI system impact assessment"
    assert title_of("9001: 8.4", review.pack).startswith("Control of externally provided")
    assert [review.subject(each).name for each in (own, other, strange)] == [
        "AI system", "product or process", "system"]
    probe = Probe(finding="N-2", question="qm05")
    review.register.records[Finding] = [own, other, strange]
    assert review.question(probe).text.endswith("how is it looked after?")
    assert review.question(Probe(finding="N-1", question="qm05")) is None
    assert review.question(Probe(finding="N-2", question="Q01")) is not None, "the register's own bank stays"
    assert other.id in first_page(Case(review, other, Readiness(), Purpose.PLAN))
    assert "AI system impact" not in first_page(Case(review, other, Readiness(), Purpose.PLAN))


def test_a_finding_of_an_edition_to_come_is_told_where_that_is_described():
    register = Register()
    register.records[Finding] = [Finding(id=each, standard=each) for each in ("ISO 9001:2026", "ISO 13485:2016")]
    told = [each.message for each in run(Review(register, packs.load("iso9001"), TODAY), select=["IDN012"])]
    assert len(told) == 2
    assert all(("--standard iso9001" in each) == ("'ISO 9001:2026' is none" in each) for each in told)


# -- a pack of one's own

OURS = standard_file("iso9001", "ours.toml")
GRADE = '\n[[grades]]\nname = "{}"\nnonconformity = true\nwanted = ["{}"]\n\n[{}]'
FAULTS = {  # what is changed in it, into what, and what is said of it
    'standard = "': ('standard = 5 #"', "'standard' must be a text in quotes"),
    'title = "': ('heading = "', "'heading' is not known"),
    '"8.7.1" = ': ('"8.7.1" = 5 #', "'8.7.1' of [clauses] must be"),
    '"8.7.2" = "': ('"8.7.2 = "', "is no TOML file that can be read"),
    'corrective_action = "10.2"': ('corrective_action = "99"', "which is not in [clauses]"),
    'references = ["8.2.4"]': ('references = ["8.9.9"]', "question QM03 points to 8.9.9"),
    'renewed = ["risk': ('renewed = ["rsk', "'rsk_reference' is no column of the sheet Findings"),
    '"finding.ai_system" = "P': ('"finding.ay_system" = "P', "'finding.ay_system' is no column of the register"),
    '"Process owner", "S': ('"Owner", "S', "'Owner' is no choice of 'signoff.role'"),
    'asks = "A complaint': ('ask = "A complaint', "'ask' is not known"),
    "\n[bones]": ("\n[bone]", "'bone' is not known"),
    '"finding.ai_system" = "Pr': ('"finding.status" = "Pr', "the header of 'finding.status' stays as it is"),
    '"finding.ai_system" = "Prod': ('"finding.ai_system" = "Process" #', "another column is called 'Process' already"),
    '"finding.ai_system" = "Produ': ('"finding.ai_system" = "A[1]" #', "'A[1]' is no header"),
    "published = false": ("published = 1", "'published' must be true or false"),
    "\n[headers]": (GRADE.format("Huge", "extent", "headers"), "'Huge' is no grade"),
    "\n[prompts]": (GRADE.format("Minor", "luck", "prompts"), "'luck' is no part"),
    'quality = ["': ('quality = [] #"', "names no bone"), "\n[subject]": ("\n[[subject]]", "'subject' must be a table"),
}


@pytest.mark.parametrize("old", FAULTS)
def test_a_pack_that_is_wrong_is_one_sentence_with_its_line(old):
    new, says = FAULTS[old]
    line = OURS[:OURS.index(old)].count("\n") + 1
    with pytest.raises(CannotRun) as told:
        pack_file.made(OURS.replace(old, new, 1), "ours.toml", "ours.toml")
    assert says in str(told.value) and "\n" not in str(told.value) and str(told.value).startswith("ours.toml")
    found = int(re.search(r"line (\d+)", str(told.value))[1])
    assert found - line in range(6), "the line itself, or of a table the one in it"


def test_a_register_finds_the_pack_beside_itself_and_says_where_it_cannot(tmp_path):
    (tmp_path / "ours.toml").write_text(OURS.replace("ISO 9001:2015", "Scheme 7"))
    path = save(parse("Findings\n| Finding ID |\n|---|\n| NC-1 |\n"), tmp_path / "register.xlsx", pack="ours.toml")
    review = load_review(path, TODAY)
    assert (review.pack.id, review.pack.standard, review.troubles) == ("ours.toml", "Scheme 7", ())
    assert run(review, select=["WBK006"]) == [] and packs.standards(review.pack)[0] == "Scheme 7"
    assert review.pack_of(Finding(standard="scheme 7")) is review.pack
    before = print_of_inputs(review)
    (tmp_path / "ours.toml").write_text(OURS.replace("ISO 9001:2015", "Scheme 8"))
    assert print_of_inputs(load_review(path, TODAY)) not in ("", before)
    (tmp_path / "ours.toml").write_text(OURS.replace("\n[bones]", "\n[bone]"))
    review = load_review(path, TODAY)
    assert review.pack.id == packs.DEFAULT and "line " in review.troubles[0]
    assert ["could not be read" in each.message for each in run(review, select=["WBK006"])] == [True]


def test_a_register_is_made_by_a_pack_of_one_s_own_which_is_copied_beside_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    explain.main(["--standard", "iso9001", "-o", "ours.toml"], standalone_mode=False)
    words = ["there/findings.xlsx", "--no-launchers", "--pack", "ours.toml", "--pack", "27001"]
    new.main(words, standalone_mode=False)
    told = capsys.readouterr().out
    assert "copied beside" in told and "ISO/IEC 27001:2022" in told and "not confirmed as published" in told
    assert (tmp_path / "there" / "ours.toml").read_text() == OURS
    assert read_register(tmp_path / "there" / "findings.xlsx").settings.pack == "ours.toml"
    (tmp_path / "there" / "ours.toml").write_text("another")
    with pytest.raises(CannotRun, match="another file"):
        new.main([*words, "--force"], standalone_mode=False)


def test_explain_lists_the_standards_and_tells_one(capsys):
    explain.main(["--standard"], standalone_mode=False)
    assert all(f"  {name}: " in capsys.readouterr().out for name in ["iso9001"])
    explain.main(["--standard", "ISO 9001"], standalone_mode=False)
    told = capsys.readouterr().out
    assert "10.2.1 e)" in told and "not confirmed as published" in told and "Looked up on" in told
    for words in (["iso13485"], ["9001", "--body", "wcs"], ["9001", "DAT001"]):
        with pytest.raises((CannotRun, click.UsageError)):
            explain.main(["--standard", *words], standalone_mode=False)


@pytest.mark.parametrize(("name", "number"), [("iso42001", 74), ("iso27001", 127), ("iso9001", 84), ("iso22301", 57),
                                              ("iso45001", 49), ("iso27701", 112)])
def test_no_reference_of_a_pack_was_lost(name, number):
    assert len(packs.load(name).references) == number


def test_a_major_wants_more_than_a_minor():
    grades = packs.load("iso42001").grades
    assert set(grades["Major"].wanted) - set(grades["Minor"].wanted) == {"mitigations", "readiness", "signoff"}
    assert grades["Observation"].wanted == ("disposition",)


@pytest.mark.parametrize(("name", "typed", "meant"), [
    ("iso42001", "10.2 d)", "10.2"), ("iso42001", "9.2.2 a", "9.2.2"), ("iso42001", "a.6.2.4", "A.6.2.4"),
    ("iso42001", "A.6.2.9", ""), ("iso42001", "Clause 8.4", "8.4"), ("iso42001", "10.2 b) 3)", "10.2"),
    ("iso42001", "Clause 10.2 d)", "10.2"), ("iso42001", "§ 8.4", "8.4"), ("iso42001", "A 6.2.4", "A.6.2.4"),
    ("iso42001", "Annex A.6.2.4", "A.6.2.4"), ("iso42001", "Control A.6.2.4.", "A.6.2.4"), ("iso42001", "A.6.2.44", ""),
    ("iso42001", "8.4.1", ""), ("iso42001", "abc", ""), ("iso42001", "8.40", ""), ("iso42001", "4.10", ""),
    ("iso27001", "5.10", "A.5.10"), ("iso27001", "A.5.1", "A.5.1"), ("iso27001", "5.1", "5.1"),
    ("iso9001", "10.2.1", "10.2.1"),
])
def test_references_are_read_as_auditors_write_them(name, typed, meant):
    assert packs.load(name).reference(typed) == meant


def test_unknown_pack_names_the_known_ones():
    with pytest.raises(CannotRun, match=", ".join(packs.known())):
        packs.load("iso13485")


@pytest.mark.parametrize(("standard", "certified"), [("", True), ("ISO 9001:2015; ISO/IEC 27001:2022", True),
                                                     ("ISO/IEC 27001:2022", False)])
def test_a_certificate_stands_over_answers_of_its_own_standard_alone(tmp_path, standard, certified):
    table = f"""
Register
| Organisation | Certificate number |
|---|---|
| Acme         | QMS-20417          |

Findings
| Finding ID | Grade | Status | Standard   | Reference |
|---|---|---|---|---|
| NC-1       | Minor | Open   | {standard} | 7.5       |
"""
    review = load_review(save(parse(table), tmp_path / "register.xlsx", pack="iso9001"), TODAY)
    page = first_page(Case(review, review.register.findings[0], Readiness(), Purpose.PLAN))
    assert ("QMS-20417" in page) is certified


def test_explain_tells_a_pack_of_ones_own(tmp_path, capsys):
    own = tmp_path / "ours.toml"
    explain.main(["--standard", "iso9001", "-o", str(own)], standalone_mode=False)
    own.write_text(own.read_text(encoding="utf-8").replace("Quality management systems", "Our own quality rules"),
                   encoding="utf-8")
    capsys.readouterr()
    explain.main(["--standard", str(own)], standalone_mode=False)
    told = capsys.readouterr().out
    assert "(ours.toml)" in told and "10.2 Nonconformity and corrective action" in told
    copy = tmp_path / "copy.toml"
    explain.main(["--standard", str(own), "-o", str(copy)], standalone_mode=False)
    assert copy.read_text(encoding="utf-8") == own.read_text(encoding="utf-8"), "its own head is enough"
    with pytest.raises(CannotRun, match="cannot be read as a standard pack"):
        explain.main(["--standard", str(tmp_path / "gone.toml")], standalone_mode=False)


@pytest.mark.parametrize("text", ["", 'standard = "X"\n'])
def test_a_pack_of_ones_own_that_lacks_what_it_needs_is_told_in_a_sentence(tmp_path, text):
    (tmp_path / "own.toml").write_text(text)
    done = ran(["new", "f.xlsx", "--pack", "own.toml"], tmp_path)
    assert done.returncode == 2 and "is missing" in done.stderr and "own.toml, line 1" in done.stderr
