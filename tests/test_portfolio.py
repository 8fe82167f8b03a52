"""Many registers at once: what each contributes, what they are together, and that one bad file never stops the rest."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.portfolio import as_json, kept, page, text, workbook, workers
from ncr_toolkit.portfolio.facts import NO_REGISTER, FindingFacts, Load, RegisterFacts, look_at
from ncr_toolkit.portfolio.registers import registers_of
from ncr_toolkit.portfolio.rollup import roll_up

DAY = date(2026, 6, 30)
LATE = """
    Register
    | Organisation | Certification body |
    |---|---|
    | Porto Lda    | Northgate          |

    Findings
    | Finding ID | Grade | Status | Owner    | Reference | Site  | Close due  | Statement of nonconformity |
    |---|---|---|---|---|---|---|---|
    | NC-1       | Major | Open   | Ana Lima | 8.4       | Porto | 2026-06-20 | No impact assessment was made before version 2.1 was released. |
    | NC-2       | Minor | Closed | Ana Lima | 7.2       | Porto | 2026-06-01 | Training was not shown for two of the five engineers. |

    Actions
    | Action ID | Finding ID | Owner     | Due        |
    |---|---|---|---|
    | CA-1      | NC-1       | Bea Costa | 2026-06-25 |
"""
SCHEMA = Path(__file__).parent / "contract" / "portfolio-output.schema.json"


def fact(id: str, **more) -> FindingFacts:
    """An open minor in time."""
    told = {"title": id, "grade": "Minor", "status": "Open", "owner": "Ana Lima", "site": "", "standard": "ISO 9001",
            "reference": "8.4", "statement": "", "close_due": "2026-08-01", "overdue_days": 0, "open": True, "soon": False,
            "stage": "not ready", "next": "", "cell": "Findings!A4", "due": "2026-08-01", "due_what": "closing"}
    return FindingFacts(id, **{name: each for name, each in (told | more).items() if name != "id"})


def register(path: str, *findings: FindingFacts, people: tuple[Load, ...] = (), **more) -> RegisterFacts:
    totals = {"error": 0, "warning": 0, "info": 0, "open": len(findings), "open_major": 0, "open_minor": 0, "overdue": 0,
              "due_soon": 0, "reopened": 0, "closed": 0, "actions_open": 0, "actions_overdue": 0}
    return RegisterFacts(path, **{"id": path, "summary": totals, "findings": findings, "people": people} | more)


def test_a_register_becomes_plain_facts(workbook):
    path = workbook(LATE)
    facts = look_at(str(path), DAY)
    assert (facts.ok, facts.organisation, facts.body, facts.id) == (True, "Porto Lda", "Northgate", "test")
    assert facts.summary["overdue"] == 1 and facts.summary["error"] > 0 and len(facts.sha256) == 64
    first = facts.findings[0]
    assert (first.id, first.grade, first.overdue_days, first.open, first.cell) == ("NC-1", "Major", 10, True, "Findings!A4")
    assert first.next and first.standard == "ISO/IEC 42001:2023"
    assert facts.people == (Load("Ana Lima", 1, 0, 1), Load("Bea Costa", 0, 1, 1)), "what is closed is on nobody's desk"


def test_what_cannot_be_read_is_told_and_not_raised(tmp_path, monkeypatch):
    broken, other = tmp_path / "broken.xlsx", tmp_path / "budget.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    book = openpyxl.Workbook()
    book.active["A1"] = "Costs"
    book.save(other)
    assert "broken.xlsx" in look_at(str(broken), DAY).error and not look_at(str(broken), DAY).known
    assert look_at(str(other), DAY).known == NO_REGISTER
    assert "missing.xlsx" in look_at(str(tmp_path / "missing.xlsx"), DAY).error

    def fault(*_, **__):
        raise IndexError("of ours")

    monkeypatch.setattr("ncr_toolkit.loader.load", fault)
    assert look_at("any.xlsx", DAY).error.startswith("any.xlsx: this is a fault of ncr itself")


def test_registers_are_found_and_copies_of_them_are_not(tmp_path):
    for name in ("a/one.xlsx", "two.XLSM", "a/runs/run-1/one.xlsx", "sent/x/register.xlsx", "a/~$one.xlsx", ".hidden/x.xlsx",
                 "notes.docx", "z.xlsx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = registers_of([tmp_path, tmp_path / "a", tmp_path / "two.XLSM"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a/one.xlsx", "two.XLSM", "z.xlsx"]
    with pytest.raises(CannotRun, match="no file or folder"):
        registers_of([tmp_path / "nowhere"])
    with pytest.raises(CannotRun, match="No Excel workbook"):
        registers_of([Path(__file__).parent / "contract"])


def test_what_comes_first_is_late_then_grave_then_near():
    found = [register("a", fact("in time"), fact("late", overdue_days=3), fact("later", overdue_days=9)),
             register("b", fact("major", grade="Major"), fact("late major", grade="Major", overdue_days=1),
                      fact("nearer", due="2026-07-01", due_what="answer"), fact("closed", open=False))]
    assert [each.finding.id for each in roll_up(found, [], DAY).first] \
        == ["late major", "later", "late", "major", "nearer", "in time"]


def test_groups_count_open_findings_of_all_registers():
    found = [register("a", fact("1", site="Porto", overdue_days=2), fact("2", site="porto ", grade="Major", soon=True),
                      fact("3", site="Porto", open=False), body="Northgate"),
             register("b", fact("4", site="Porto"), fact("5"), body="Northgate")]
    groups = roll_up(found, [], DAY).groups
    assert [(each.name, each.open, each.major, each.overdue, each.soon, each.registers) for each in groups["Site"]] \
        == [("Porto", 3, 1, 1, 1, 2), ("(not said)", 1, 0, 0, 0, 1)]
    assert [(each.name, each.open) for each in groups["Certification body"]] == [("Northgate", 4)]
    assert [each.name for each in groups["Grade"]] == ["Minor", "Major"], "most overdue first"


def test_people_are_summed_by_name_over_registers():
    found = [register("a", people=(Load("Ana Lima", 2, 3, 1), Load("Bea", 9, 0, 0)), organisation="A"),
             register("b", people=(Load("ana  lima", 4, 1, 0),), organisation="B")]
    first, second = roll_up(found, [], DAY).desks
    assert (first.name, first.findings, first.actions, first.late, first.registers) == ("Ana Lima", 6, 4, 1, ("A", "B"))
    assert second.name == "Bea"


SAID = "No impact assessment was made before version 2.1 of the triage model was released to the wards."


def test_one_finding_in_several_registers_is_seen():
    like = SAID.replace("2.1", "3.0").replace("wards", "clinics")
    found = [register("a", fact("NC-1", statement=SAID), fact("NC-2", statement="Another thing altogether was seen here.")),
             register("b", fact("NC-7", statement=like)), register("c", fact("NC-9", statement=SAID.upper())),
             register("d", fact("NC-1", statement=SAID, reference="7.5")), register("e", fact("NC-3", statement="None"))]
    assert [each.places for each in roll_up(found, [], DAY).repeats] == [(("a", "NC-1"), ("c", "NC-9"), ("b", "NC-7"))]
    both = register("f", fact("NC-4", statement=SAID, reference="7.5; 8.4", clauses=("7.5", "8.4")))
    assert [len(each.places) for each in roll_up([*found, both], [], DAY).repeats] == [5], "it leads from one to the other"


def test_a_copy_of_a_register_is_told_and_its_findings_are_no_repeats():
    found = [register("x/a.xlsx", fact("NC-1", statement=SAID), id="R-1", organisation="Porto Lda"),
             register("x/a (1).xlsx", fact("NC-1", statement=SAID), id="r-1", organisation="Porto Lda")]
    portfolio = roll_up(found, [], DAY)
    assert not portfolio.repeats
    assert portfolio.copies == (("Porto Lda (a (1))", "Porto Lda (a)"),)
    assert "One register in several files" in text.report(portfolio) and "One register in several files" in page.report(portfolio)


def test_registers_of_one_organisation_are_told_apart():
    found = [register("r/lisbon/f.xlsx", organisation="Tess"), register("r/porto/f.xlsx", organisation="Tess"),
             register("r/faro.xlsx"), register("r/beja.xlsx", organisation="Beja")]
    assert {each.name for each in roll_up(found, [], DAY).registers} \
        == {"Tess (lisbon/f)", "Tess (porto/f)", "faro", "Beja"}


def test_a_workbook_of_another_kind_is_a_mistake_only_where_it_was_named():
    other = RegisterFacts("r/budget.xlsx", error="r/budget.xlsx is no register", known=NO_REGISTER)
    found = [register("r/a.xlsx"), other]
    portfolio = roll_up(found, ["r"], DAY)
    assert (portfolio.failed, [each.path for each in portfolio.left_out], portfolio.has_errors) == ((), ["r/budget.xlsx"], False)
    portfolio = roll_up(found, ["r/budget.xlsx"], DAY)
    assert ([each.path for each in portfolio.failed], portfolio.has_errors) == (["r/budget.xlsx"], True)
    assert "budget.xlsx is no register" in text.report(portfolio) and "budget.xlsx is no register" in page.report(portfolio)


def rough(path: str, today: date) -> RegisterFacts:
    """A look that ends as the file is called."""
    if "kills" in path:
        os._exit(9)
    if "hangs" in path:
        time.sleep(60)
    return register(path)


def test_a_register_that_kills_or_hangs_its_process_is_told_and_the_others_come(monkeypatch):
    monkeypatch.setattr(workers, "look_at", rough)
    paths = ["a", "kills-1", "b", "hangs", "c", "kills-2", *(f"d{number}" for number in range(20))]
    found = {each.path: each.error for each in workers.looked_at(paths, DAY, jobs=2, limit=1)}
    assert found.keys() == set(paths)
    assert {path for path, error in found.items() if error} == {"kills-1", "kills-2", "hangs"}
    assert "given up after 1 seconds" in found["hangs"] and "ended the process" in found["kills-1"]


def test_nothing_is_looked_at_where_nothing_is_asked():
    assert list(workers.looked_at([], DAY)) == []


def test_a_cluster_without_dask_or_scheduler_is_one_sentence(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(CannotRun, match="Dask is needed"):
        list(workers.looked_at_by("tcp://127.0.0.1:1", ["a"], DAY))


def test_what_has_not_changed_is_taken_from_the_last_time(workbook, tmp_path):
    path, memory = workbook(LATE), tmp_path / "kept.json"
    found = look_at(str(path), DAY)
    assert kept.unchanged(memory, [str(path)], DAY) == {}
    kept.keep(memory, [found], DAY)
    assert kept.unchanged(memory, [str(path), "other"], DAY) == {str(path): found}
    assert kept.unchanged(memory, ["other"], DAY) == {}
    assert kept.unchanged(memory, [str(path)], date(2026, 7, 1)) == {}, "what is overdue depends on the day"
    proof = tmp_path / "evidence" / "log.txt"
    proof.parent.mkdir()
    proof.write_text("seen")
    assert kept.unchanged(memory, [str(path)], DAY) == {}, "the evidence folder came since"
    kept.keep(memory, [found], DAY)
    path.write_bytes(path.read_bytes() + b"\0")
    assert kept.unchanged(memory, [str(path)], DAY) == {}


@pytest.mark.parametrize(("said", "other"), [('"overdue": 1', '"overdue": 0'), ('"soon": false', '"soon": []'),
                                             ('"beside": ["', '"beside": ["nowhere", "')])
def test_what_was_changed_in_the_file_is_looked_at_anew(workbook, tmp_path, said, other):
    path, memory = workbook(LATE), tmp_path / "kept.json"
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    kept.keep(memory, [look_at(str(path), DAY)], DAY)
    text = memory.read_text().replace(said, other, 1)
    assert text != memory.read_text()
    memory.write_text(text)
    assert kept.unchanged(memory, [str(path)], DAY) == {}


def test_a_register_is_judged_anew_when_the_rules_of_its_body_change(workbook, tmp_path):
    path, memory = workbook(f"{LATE}\n\nRegister\n| Rules of the body |\n|---|\n| ours.toml |"), tmp_path / "kept.json"
    for rules in (None, 'name = "Ours"\nkind = "body"\n', 'name = "Others"\nkind = "body"\n'):
        if rules is not None:
            (tmp_path / "ours.toml").write_text(rules)
            assert kept.unchanged(memory, [str(path)], DAY) == {}
        kept.keep(memory, [look_at(str(path), DAY)], DAY)
        assert list(kept.unchanged(memory, [str(path)], DAY)) == [str(path)]


def test_a_register_under_a_name_that_is_no_text_is_kept(workbook, tmp_path):
    path, memory = workbook(LATE).rename(tmp_path / os.fsdecode(b"\xff.xlsx")), tmp_path / "kept.json"
    kept.keep(memory, [look_at(str(path), DAY)], DAY)
    assert list(kept.unchanged(memory, [str(path)], DAY)) == [str(path)]


@pytest.mark.parametrize("content", [b"", b"no json", b"[]", b'{"version": 1}', b"PK\x03\x04"])
def test_a_file_of_another_kind_is_never_taken_for_what_was_kept(tmp_path, content):
    path = tmp_path / "kept.json"
    path.write_bytes(content)
    with pytest.raises(CannotRun, match="no file that `ncr portfolio` has kept"):
        kept.unchanged(path, ["a"], DAY)


def portfolio_of_all():
    found = [register("r/a.xlsx", fact("NC-1", statement=SAID, next="Cause is <missing>. (Findings!A4)", overdue_days=1),
                      organisation="=A & Sons", people=(Load("=HYPERLINK(1)", 12, 3, 1),)),
             register("r/b.xlsx", fact("NC-5", statement=SAID, title="\u202eevil"), organisation="B"),
             RegisterFacts("r/c.xlsx", error="r/c.xlsx is damaged")]
    return roll_up(found, ["r"], DAY)


def test_the_workbook_holds_everything_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(workbook.report(portfolio_of_all())))
    assert book.sheetnames == ["Registers", "Open findings", "By register", "By site", "By standard",
                               "By certification body", "By grade", "By owner", "In several registers", "People"]
    assert [row[0].value for row in book["Registers"].iter_rows(min_row=2)] == ["=A & Sons", "B", "c"]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert [row[1].value for row in book["Open findings"].iter_rows(min_row=2)] == ["NC-1", "NC-5"]
    assert workbook.report(portfolio_of_all()) == workbook.report(portfolio_of_all())


def test_the_page_escapes_and_the_text_says_what_is_in_no_sum():
    made = page.report(portfolio_of_all())
    assert "&lt;missing&gt;" in made and "<missing>" not in made and "\u202e" not in made and "c.xlsx is damaged" in made
    told = text.report(portfolio_of_all())
    assert "=HYPERLINK(1): 12 findings and 3 actions in =A & Sons, 1 late" in told
    assert "2 registers read, 1 not." in told and told.endswith("\n")


def test_the_json_keeps_its_contract():
    made = json.loads(as_json.report(portfolio_of_all()))
    jsonschema.validate(made, json.loads(SCHEMA.read_text()))
    assert [(each["path"], each["ok"]) for each in made["registers"]] \
        == [("r/a.xlsx", True), ("r/b.xlsx", True), ("r/c.xlsx", False)]
    assert made["totals"]["open"] == 2


def test_the_command(workbook, ncr, tmp_path):
    good = workbook(LATE)
    folder = tmp_path / "registers"
    folder.mkdir()
    shutil.copy(good, folder / "porto.xlsx")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04")
    done = ncr("portfolio", folder, "--today", DAY, "--jobs", 1)
    assert done.returncode == 1 and "1 register read, 1 not." in done.stdout and "broken.xlsx" in done.stdout
    done = ncr("portfolio", folder / "broken.xlsx", "--today", DAY)
    assert done.returncode == 2 and done.stderr == "ncr: No register could be read.\n"
    assert "-o portfolio.xlsx" in ncr("portfolio", folder, "--format", "xlsx").stderr
    done = ncr("portfolio", folder, "-o", folder / "porto.xlsx", "--force")
    assert done.returncode == 2 and (folder / "porto.xlsx").read_bytes() == good.read_bytes()
    done = ncr("portfolio", folder, "--kept", folder / "porto.xlsx")
    assert done.returncode == 2 and (folder / "porto.xlsx").read_bytes() == good.read_bytes()
    done = ncr("portfolio", folder, "--format", "html", "-o", tmp_path / "all.html", "--kept", tmp_path / "k.json")
    assert done.returncode == 1 and "Porto Lda" in (tmp_path / "all.html").read_text(encoding="utf-8")
    assert "1 of 2 registers had not changed." in ncr("portfolio", folder, "--kept", tmp_path / "k.json").stderr


def test_the_time_of_finding_repeats_grows_with_the_findings():
    """Counted in comparisons: texts that share every turn of phrase are each compared with a few others only."""
    from ncr_toolkit.portfolio import repeats

    def compared(many: int) -> int:
        rows = [register(str(number), fact("NC", statement=f"It was not shown that unit {number} of plant {number} did "
                                                           f"what procedure {number} asks for.")) for number in range(many)]
        statements = list(repeats._statements(rows))
        return sum(min(place, repeats.NEAR) for holders in repeats._runs(statements).values()
                   for place in range(len(holders)))

    assert compared(400) < 2.2 * compared(200)


def test_facts_survive_the_way_to_another_process():
    import pickle

    facts = register("a", fact("NC-1"), people=(Load("Ana", 1, 0, 0),))
    assert pickle.loads(pickle.dumps(facts)) == facts == replace(facts)


def test_its_results_go_where_those_of_any_command_may(workbook, ncr, tmp_path):
    """Never among the kept runs; a report is no workbook; and a workbook that is replaced leaves a copy."""
    path = workbook(LATE)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "runs.jsonl").write_text("")
    for words in (("-o", "runs/all.txt"), ("--kept", "runs/kept.json"), ("-o", "all.xlsx")):
        assert ncr("portfolio", path, "--today", DAY, *words).returncode == 2, words
    other = workbook(LATE.replace("Porto Lda", "Faro Lda"), name="other.xlsx")
    before = other.read_bytes()
    done = ncr("portfolio", path, "--today", DAY, "--format", "xlsx", "-o", other, "--force")
    assert done.returncode == 1 and "is kept in" in done.stderr
    assert before in [each.read_bytes() for each in tmp_path.glob("other*.xlsx") if each != other]


def test_a_report_that_lies_among_the_registers_is_replaced_and_a_register_is_not(workbook, ncr, tmp_path):
    path = workbook(LATE)
    words = ("portfolio", tmp_path, "--today", DAY, "--format", "xlsx", "--force", "-o")
    for _ in range(2):
        done = ncr(*words, tmp_path / "all.xlsx")
        assert done.returncode == 1 and "Written to" in done.stderr, done.stderr
    before = path.read_bytes()
    assert ncr(*words, path).returncode == 2 and path.read_bytes() == before
