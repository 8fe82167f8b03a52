"""A register shared out to eight owners and brought together again, with all the accidents on the way: none is lost."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from ncr_toolkit.core.model import Action, Cause, Evidence, FiveWhys
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write import owner_part
from ncr_toolkit.sharing.decision_sheet import PART, REGISTER
from tests.commands import ran
from tests.shares import DAY, PEOPLE, Filled, collected, owned
from tests.tables import at, ref
from tests.validation import validated


@pytest.fixture(scope="module", autouse=True)
def _few_free_rows():
    """Parts with fewer free rows than people get."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(owner_part, "SPARE", 5)
        yield


def split(folder: Path, number: int) -> Path:
    owned(folder, number)
    done = ran(["split", "register.xlsx", "-o", "parts", *DAY], folder)
    assert done.returncode == 1 and "In no part: NC-9." in done.stdout, done.stderr  # nobody owns it
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Path:
    """A folder with a register of eight owners, split once; nobody may change it."""
    return split(tmp_path_factory.mktemp("shared"), len(PEOPLE))


@pytest.fixture(scope="module")
def _two(tmp_path_factory) -> Path:
    return split(tmp_path_factory.mktemp("two"), 2)


@pytest.fixture
def house(_two, tmp_path) -> Path:
    """The same with two owners."""
    return Path(shutil.copytree(_two, tmp_path / "house"))


def texts(workbook: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return " ".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


# What goes out


def test_a_part_holds_nothing_of_anybody_else(shared):
    for number, who in enumerate(PEOPLE, start=1):
        part = (shared / "parts" / f"{who}.xlsx").read_bytes()
        mail = message_from_bytes((shared / "parts" / f"{who}.eml").read_bytes(), policy=policy.default)
        attached = [each for each in mail.walk() if each.get_filename()]
        assert [each.get_filename() for each in attached] == [f"{who}.xlsx"]
        assert attached[0].get_content() == part and mail["To"] == f"{who.split()[0].casefold()}@acme.test"
        said = texts(part) + mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content()
        assert f"words of the auditor {number}" in said and "@acme.test" not in texts(part)
        others = [each for each in range(1, 11) if each != number]
        for secret in [f"words of the auditor {each}" for each in others] + [f"title {each}" for each in others] + [
                f"looked at {each} models" for each in others] + [f"cause {each}" for each in others] + [
                f"note {each}" for each in range(1, 11)] + ["owned by nobody", "it is over"]:
            assert f"{secret}<" not in said and f"{secret} " not in said, (who, secret)


def test_an_action_in_anothers_finding_goes_to_who_does_it_and_to_whose_finding_it_is(shared):
    bo, ana = (load_workbook(shared / "parts" / f"{who}.xlsx") for who in ("Bo Ek", "Ana Lima"))
    assert [bo["Actions"].cell(row, 1).value for row in (4, 5)] == ["CA-9", "CA-2"]
    assert [bo["Findings"].cell(row, 1).value for row in (4, 5, 6)] == ["NC-2", "NC-1", None]
    assert [bo["Evidence"].cell(row, 1).value for row in (4, 5)] == ["E-2", None]
    assert [ana["Actions"].cell(row, 1).value for row in (4, 5)] == ["CA-1", "CA-9"]
    assert ana["Findings"].column_dimensions[at("finding.internal_note").rstrip("0")].hidden
    assert [sheet.title for sheet in bo.worksheets if sheet.sheet_state == "visible"][:2] == ["Your part", "Findings"]


def test_a_part_is_a_sound_workbook_and_no_register(ncr, shared):
    part = shared / "parts" / "Ana Lima.xlsx"
    assert not validated(part, "Office2016")
    for command in ("check", "doctor"):
        done = ncr(command, part)
        assert done.returncode == 2 and "a part of one" in done.stderr and "ncr collect" in done.stderr
    told = ncr("portfolio", shared, "--jobs", "1", "--format", "json", *DAY)
    assert [Path(each["path"]).name for each in json.loads(told.stdout)["registers"]] == ["register.xlsx"]
    assert "8 parts of a register" in ncr(folder=shared / "parts").stdout
    assert "no register: name it" in ncr("check", folder=shared / "parts").stderr


def test_a_second_split_of_the_same_day_is_the_same(ncr, house):
    before = {path.name: path.read_bytes() for path in (*house.glob("parts/*"), *house.glob("shared-out/*"))}
    (house / "parts" / "mine.xlsx").write_bytes(b"somebody's own")
    assert ncr("split", house / "register.xlsx", "-o", house / "parts", *DAY).returncode == 1
    assert {path.name: path.read_bytes() for path in (*house.glob("parts/*"), *house.glob("shared-out/*"))} == {
        **before, "mine.xlsx": b"somebody's own"}
    done = ncr("split", house / "register.xlsx", "-o", house / "parts", "--by", "finding", *DAY)
    assert "Ana Lima.xlsx of an earlier day was taken away" in done.stdout
    assert sorted(path.name for path in house.glob("parts/*.xlsx")) == ["NC-1.xlsx", "NC-2.xlsx", "mine.xlsx"]


# What comes back


def back(house: Path, who: str, name: str = "") -> Filled:
    (house / "back").mkdir(exist_ok=True)
    return Filled(house / "parts" / f"{who}.xlsx", house / "back" / f"{name or who}.xlsx")


def filled_in_by_four(house: Path) -> None:
    """What Ana, Bo, Cy and Di do to their parts."""
    with back(house, "Ana Lima", "answer (1)") as ana:  # renamed
        ana.type("NC-1", finding__consequences="14 calls were ranked too low")  # 1 filled in
        ana.type("NC-1", finding__extent="all 6 models")  # 2 changed on both sides
        ana.type("CA-1", action__done_on=date(2026, 6, 20))  # 3 a day
        ana.type("NC-1", finding__response_due=date(2026, 12, 1))  # 4 the body's day
        ana.type("RC-1", cause__statement=None)  # 5 emptied
        ana.add("action", id="CA-10", finding="NC-1", what="teach the team", owner="Ana Lima")  # 6 the number is taken
        ana.add("evidence", id="E-3", finding="NC-1", supports="CA-10", title="list of names")  # 7 and what names it
    with back(house, "Bo Ek") as bo:
        bo.type("CA-9", action__due="03/07/2026")  # 8 cannot be read
        bo.type("CA-9", action__what="audit every gate")
        bo.add("action", id="CA-10", finding="NC-2", what="set the limits", owner="Bo Ek")  # 9 the same number again
        bo.type("NC-1", finding__extent="what I think of NC-1")  # 10 another's finding
        bo.turn("action")  # 11 sorted
    with back(house, "Cy Dahl") as cy:
        cy.clear("cause", "RC-3")  # 12 removed
        cy.type("CA-3", action__what="something else")  # 13 while the keeper removed it
    with back(house, "Di Eze") as di:
        for prefix in ("finding", "action", "cause"):  # 14 the hidden column is gone
            di.sheet(prefix).delete_cols(di.key_column(prefix))
        di.type("NC-4", finding__status="In progress")


def filled_in_by_others(house: Path) -> None:
    """What Ed, Fay and Gil do; Ida does not answer; and what the keeper does to the register meanwhile."""
    with back(house, "Ed Fox") as ed:
        ed.type("CA-5", action__id="CA-55")  # 15 a number changed
        ed.type("NC-5", finding__internal_note="typed into a hidden column")  # 16
    with back(house, "Fay Gunn") as fay:
        fay.sheet("action").insert_rows(4)  # 17 a row inserted, without a key
        for name, value in {"id": "CA-60", "finding": "NC-6", "what": "train the deputies"}.items():
            fay.sheet("action").cell(4, fay.column(f"action.{name}")).value = value
    with back(house, "Gil Hart") as gil:
        gil.type("NC-7", finding__extent="version one")
    with back(house, "Gil Hart", "Gil again") as gil:
        gil.type("NC-7", finding__extent="version two")  # 18 twice, and not the same
    shutil.copy(house / "back" / "Fay Gunn.xlsx", house / "back" / "copy of Fay.xlsx")  # 19 twice the same
    (house / "back" / "notes.xlsx").write_bytes(b"PK no workbook")  # 20 not a part
    with Filled(house / "register.xlsx") as keeper:
        keeper.type("NC-1", finding__extent="5 models by the keeper")
        keeper.type("NC-8", finding__extent="the keeper alone")
        keeper.clear("action", "CA-3")
        keeper.add("action", id="CA-10", finding="NC-8", what="the keeper's own", owner="Ida Juhl")


def test_twenty_accidents_of_eight_owners_and_none_is_lost(ncr, shared, tmp_path):
    house = Path(shutil.copytree(shared, tmp_path / "house"))
    register = house / "register.xlsx"
    filled_in_by_four(house)
    filled_in_by_others(house)
    before = register.read_bytes()

    told = collected(ncr, register, house / "back", "--dry-run", code=1)
    assert register.read_bytes() == before and told["written"] is False

    assert {(each["record"], each["key"], each["theirs"]) for each in told["taken"]} == {
        ("NC-1", "finding.consequences", "14 calls were ranked too low"), ("CA-1", "action.done_on", "2026-06-20"),
        ("CA-9", "action.what", "audit every gate"), ("NC-4", "finding.status", "In progress")}
    assert {(each["record"], each["key"].partition(".")[2], each["ours"], each["theirs"], each["why"])
            for each in told["conflicts"]} == {
        ("NC-1", "extent", "5 models by the keeper", "all 6 models", "changed on both sides"),
        ("RC-1", "statement", "cause 1", "", "emptied by the owner"),
        ("CA-9", "due", "2026-08-01", "03/07/2026", "cannot be read"),
        ("CA-3", "what", "", "something else", "its row is not in the register any more"),
        ("NC-7", "extent", "looked at 7 models", "version one", "two files say different things"),
        ("NC-7", "extent", "looked at 7 models", "version two", "two files say different things")}
    assert {(each["record"], each["key"], each["theirs"]) for each in told["not_theirs"]} == {
        ("NC-1", "finding.response_due", "2026-12-01"), ("NC-1", "finding.extent", "what I think of NC-1"),
        ("CA-5", "action.id", "CA-55"), ("NC-5", "finding.internal_note", "typed into a hidden column")}
    assert [(each["record"], Path(each["file"]).name) for each in told["removed"]] == [("RC-3", "Cy Dahl.xlsx")]
    assert {(each["record"], each["was"]) for each in told["added"]} == {
        ("CA-11", "CA-10"), ("CA-61", "CA-10"), ("E-3", None), ("CA-60", None)}
    assert [Path(each["of"]).name for each in told["copies"]] == ["Fay Gunn.xlsx"]
    assert [Path(each["file"]).name for each in told["unreadable"]] == ["notes.xlsx"]
    assert [each["owner"] for each in told["outstanding"]] == ["Ida Juhl"]

    after = collected(ncr, register, house / "back", "--yes", code=1)
    assert after["written"] and not after["left"]
    entered(register)
    again = collected(ncr, register, house / "back", "--yes", code=1)  # a second time: nothing is entered again
    assert not again["taken"] and not [each for each in again["added"] if each["entered"]]
    assert len(again["conflicts"]) == len(told["conflicts"]) and len(again["not_theirs"]) == 4


def entered(register: Path) -> None:
    """What stands in the register after that."""
    now = read_register(register)
    finding = {each.id: each for each in now.findings}
    assert finding["NC-1"].consequences == "14 calls were ranked too low" and finding["NC-1"].extent.startswith("5 mo")
    assert finding["NC-8"].extent == "the keeper alone" and finding["NC-1"].response_due == date(2026, 7, 11)
    action = {each.id: each for each in now.all(Action)}
    assert {action["CA-11"].what, action["CA-61"].what} == {"teach the team", "set the limits"}
    assert action["CA-10"].what == "the keeper's own" and action["CA-9"].due == date(2026, 8, 1)
    proof = next(each for each in now.all(Evidence) if each.id == "E-3")
    assert action[proof.supports].what == "teach the team"


def test_what_is_open_is_decided_cell_by_cell_and_not_asked_again(ncr, house):
    register = house / "register.xlsx"
    with back(house, "Ana Lima") as ana:
        ana.type("NC-1", finding__extent="all 6 models", finding__response_due=date(2026, 12, 1))
        ana.type("RC-1", cause__statement=None)
        ana.clear("why", "nobody owned the gate")
    with Filled(register) as keeper:
        keeper.type("NC-1", finding__extent="5 models")
    told = collected(ncr, register, house / "back", "--dry-run", code=1)
    extent, cause = (next(each["cell"] for each in told["conflicts"] if each["key"] == key)
                     for key in ("finding.extent", "cause.statement"))
    due, why = told["not_theirs"][0]["cell"], told["removed"][0]["cell"]
    assert (extent, due, why) == (ref("finding.extent", 4), ref("finding.response_due", 4), "5 Whys!A4")
    for words, said in ((("--theirs", "Findings!A1"), "Nothing is open at Findings!A1"),
                        (("--theirs", why), "delete it there by hand"), (("--ours", "x"), "Nothing is open at x")):
        done = ncr("collect", house / "back", register, *words, "--yes", *DAY)
        assert done.returncode == 2 and said in done.stderr, done.stderr
    done = ncr("collect", house / "back", register, "--theirs", extent, *DAY)
    assert done.returncode == 2 and "add --yes" in done.stderr  # nobody is there to be asked

    after = collected(ncr, register, house / "back", "--yes", "--theirs", extent.lower(), "--theirs", cause,
                      "--ours", due, "--ours", why, code=0)
    assert after["written"] and {each["cell"] for each in after["taken"]} == {extent, cause}
    now = read_register(register)
    assert (now.findings[0].extent, now.findings[0].response_due) == ("all 6 models", date(2026, 7, 11))
    assert now.all(Cause)[0].blank("statement") and len(now.all(FiveWhys)) == 3
    assert collected(ncr, register, house / "back", "--dry-run", code=0)["taken"] == []


def test_what_is_open_is_decided_on_a_sheet_and_only_what_it_shows(ncr, house):
    register, sheet = house / "register.xlsx", house / "open.xlsx"
    for name, consequences in (("Ana Lima", "one"), ("Ana again", "two")):
        with back(house, "Ana Lima", name) as ana:
            ana.type("NC-1", finding__extent="all 6 models", finding__response_due=date(2026, 12, 1),
                     finding__consequences=consequences)
            ana.type("RC-1", cause__statement=None)
            ana.type("CA-1", action__due="03/07/2026")
            ana.clear("why", "nobody owned the gate")
    with Filled(register) as keeper:
        keeper.type("NC-1", finding__extent="-5 models")
    done = ncr("collect", house / "back", register, "--dry-run", "--ask", sheet, *DAY)
    assert done.returncode == 1 and f"--ask {sheet.name}" in done.stdout and "name it with --decided" in done.stderr
    assert validated(sheet, "Microsoft365") == [] and ncr("collect", house / "back", register, "--dry-run", "--ask",
                                                          sheet, *DAY).returncode == 2, "it exists already"
    book = load_workbook(sheet)
    rows = {(row[1].value, row[5].value, row[9].value): row[0] for row in book["Open"].iter_rows(min_row=4)}
    extent, due, said, day, cause = (ref(key, 4) for key in (
        "finding.extent", "finding.response_due", "finding.consequences", "action.due", "cause.statement"))

    def choose(choices: dict[tuple[str, str, str], str]) -> list[str]:
        for key, cell in rows.items():
            cell.value = choices.get(key)
        book.save(sheet)
        done = ncr("collect", house / "back", register, "--decided", sheet, "--yes", *DAY)
        return [done.returncode, *done.stderr.splitlines()]

    first, second = (next(name for _, told, name in rows if told == text) for text in ("one", "two"))
    for choices, message in (({(said, "one", first): "maybe"}, "'maybe' is no decision"),
                             ({(said, "one", first): PART, (said, "two", second): PART}, "only one can count"),
                             ({next(key for key in rows if key[0] == day): PART}, "type it into the register by hand"),
                             ({next(key for key in rows if "not there" in key[1]): PART}, "takes no row out")):
        code, *told = choose(choices)
        assert code == 2 and message in told[-1] and read_register(register).findings[0].consequences == ""
    kept = {key for key in rows if key[0] in (due, day, cause) or "not there" in key[1]}
    code, *told = choose({key: REGISTER if key in kept else PART for key in rows if key[:2] != (said, "one")})
    now = read_register(register)
    assert code == 0 and (now.findings[0].extent, now.findings[0].consequences) == ("all 6 models", "two"), told
    assert (now.findings[0].response_due, now.all(Cause)[0].statement) == (date(2026, 7, 11), "cause 1")
    code, *told = choose({key: PART for key in rows if key[0] == extent})
    assert code == 1 and "is not open any more as it stands there" in told[0], "the first answer lies there still"


def test_an_older_part_that_comes_late_is_told_from_the_newer_one(ncr, house):
    register = house / "register.xlsx"
    with back(house, "Bo Ek", "late") as late:
        late.type("CA-2", action__what="as I saw it in June", action__measure="limits are set")
    with Filled(register) as keeper:
        keeper.type("CA-2", action__what="as agreed in July")
    shutil.rmtree(house / "parts")
    ncr("split", register, "-o", house / "parts", "--today", "2026-07-15")
    with back(house, "Bo Ek", "new") as new:
        new.type("CA-2", action__done_on=date(2026, 7, 20))
    told = collected(ncr, register, house / "back", "--yes", code=1)
    assert {Path(each["file"]).stem: each["newest"] for each in told["files"]} == {"late": False, "new": True}
    assert {each["key"] for each in told["taken"]} == {"action.measure", "action.done_on"}
    assert [(each["ours"], each["theirs"]) for each in told["conflicts"]] == [
        ("as agreed in July", "as I saw it in June")]
    assert "It is an older part" in ncr("collect", house / "back" / "late.xlsx", register, "--dry-run", *DAY).stdout


def test_rows_are_not_added_twice_when_nothing_remembers_that_they_were(ncr, house):
    """As after a crash between the register and the record of what was agreed."""
    register, kept = house / "register.xlsx", house / "kept"
    with back(house, "Ana Lima") as ana:
        ana.add("action", id="CA-2", finding="NC-1", what="teach the team")  # a number of somebody else
        ana.add("evidence", id="E-8", finding="NC-1", supports="CA-2", title="list")
        ana.add("why", finding="NC-1", leg="Why it happened", why1="no time", without_key=True)
        ana.add("action", finding="NC-4", what="in a finding of somebody else")
        ana.type("CA-1", action__owner="Ana Lima ")
    shutil.copytree(house / "shared-out", kept)
    first = collected(ncr, register, house / "back", "--yes", code=1)
    assert [(each["record"], each["entered"]) for each in first["added"]] == [
        ("NC-1", True), ("CA-10", True), ("NC-4", False), ("E-8", True)]
    rows = {kind: len(records) for kind, records in read_register(register).records.items()}
    for forget in (False, True):
        if forget:
            shutil.rmtree(house / "shared-out")
            shutil.copytree(kept, house / "shared-out")
        again = collected(ncr, register, house / "back", "--yes", code=1)
        assert not [each for each in again["added"] if each["entered"]] and again["unchanged"]
        assert {kind: len(records) for kind, records in read_register(register).records.items()} == rows
    with back(house, "Ana Lima") as ana:  # the same part, filled in further
        ana.add("action", id="CA-2", finding="NC-1", what="teach the team", measure="all were there")
    more = collected(ncr, register, house / "back", "--yes")
    assert [(each["record"], each["key"], each["theirs"]) for each in more["taken"]] == [
        ("CA-10", "action.measure", "all were there")]


def test_what_goes_nowhere_is_told_until_somebody_has_looked_at_it(ncr, house):
    register = house / "register.xlsx"
    with back(house, "Ana Lima") as ana:
        ana.sheet("finding")["F4"].comment = Comment("please call me", "Ana")
        ana.book.create_sheet("Mine")["A1"] = "something else"
        ana.sheet("finding").cell(5, 1).value = "NC-77"
        ana.add("action", finding="NC-4", what="in a finding of somebody else")
        ana.type("CA-1", action__measure="31 of 31")
        ana.add("action", finding="NC-1", what="one more", due="1/2/26")
    with Filled(register) as keeper:
        keeper.sheet("action").delete_cols(keeper.column("action.measure"))
    told = collected(ncr, register, house / "back", "--dry-run", code=1)
    assert told["files"][0]["remarks"] == ["the sheet 'Mine' is none of the register, and was not looked at",
                                           "a comment at Findings!F4 says 'please call me'"]
    assert {(each["record"], each["why_not"]) for each in told["added"]} == {
        ("NC-77", "a finding is logged by whoever keeps the register"), ("NC-1", None),
        ("NC-4", "it names NC-4, which is not in this part")}
    assert [(each["record"], each["why"][:30]) for each in told["conflicts"]] == [
        ("CA-1", "the register has no such colum")]
    done = ncr("collect", house / "back", register, "--dry-run", *DAY)
    assert "1/2/26', which cannot be read; it stays blank" in done.stdout and "--ours 'Ana Lima.xlsx'" in done.stdout
    after = collected(ncr, register, house / "back", "--ours", "ana lima.xlsx", "--yes", code=1)  # a blank is left
    assert not after["conflicts"] and not after["files"][0]["remarks"]
    again = collected(ncr, register, house / "back", "--dry-run", code=1)
    assert [(each["key"], each["why"]) for each in again["conflicts"]] == [("action.due", "cannot be read")]
    collected(ncr, register, house / "back", "--ours", again["conflicts"][0]["cell"], "--yes", code=0)


def test_what_cannot_be_told_apart_is_refused(ncr, house, tmp_path):
    register, part = house / "register.xlsx", house / "parts" / "Ana Lima.xlsx"
    other = owned(tmp_path / "other", 1)
    assert "left behind" in ncr("collect", part, other, *DAY).stderr
    assert "no part of a register" in ncr("collect", shutil.copy(register, house / "b.xlsx"), register, *DAY).stderr
    for record in house.glob("shared-out/*.json"):
        record.write_text(record.read_text(encoding="utf-8").replace("looked at 1 models", "looked at 9 models"))
    done = ncr("collect", part, register, *DAY)
    assert done.returncode == 2 and "as it was written" in done.stderr


def test_nothing_else_in_the_register_is_touched(ncr, tmp_path):
    """In a register as people have it, with tables, drop-downs and formulas."""
    owned(tmp_path, 1)
    ncr("upgrade", "register.xlsx", "-o", "full.xlsx")
    register = tmp_path / "full.xlsx"
    ncr("split", register, "-o", "parts", *DAY)
    with Filled(tmp_path / "parts" / "Ana Lima.xlsx") as part:
        part.type("CA-1", action__done_on=date(2026, 6, 18))
        part.add("evidence", id="E-90", finding="NC-1", supports="CA-1", title="list of documents")
    before = parts_of(register)
    done = ncr("collect", "parts", register, "--yes", *DAY)
    assert done.returncode == 0 and "1 cell and 1 new row entered" in done.stderr, done.stderr
    after = parts_of(register)
    changed = {name for name, content in before.items() if after[name] != content}
    assert len(changed) == 2 and all("/worksheets/sheet" in name for name in changed) and after.keys() == before.keys()
    assert re.search(r"Check of the register now: \d+ errors?, \d+ warnings?; ncr check .* lists them", done.stderr)
    now = read_register(register)
    assert now.all(Action)[0].done_on == date(2026, 6, 18) and now.all(Evidence)[-1].id == "E-90"


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.office
def test_a_part_saved_by_libreoffice_comes_back_as_it_was(ncr, house, office, tmp_path):
    with back(house, "Bo Ek") as part:
        part.type("CA-2", action__done_on=date(2026, 6, 20))
        part.turn("action")
    (house / "saved").mkdir()
    office(house / "back" / "Bo Ek.xlsx", "xlsx", house / "saved", house / "parts" / "Ana Lima.xlsx")
    told = collected(ncr, house / "register.xlsx", house / "saved", "--dry-run", code=0)
    assert [(each["cell"], each["theirs"]) for each in told["taken"]] == [(ref("action.done_on", 5), "2026-06-20")]
    assert not told["added"] and not any(each["remarks"] for each in told["files"])
