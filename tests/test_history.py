"""Whatever is changed in the kept runs afterwards is named: which run, what, and what to do."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.faults import FaultKind
from ncr_toolkit.runs.ledger import LIST, encoded, mark
from ncr_toolkit.runs.verify_runs import verify
from tests.runs import copied, run, tree

A, B, C, D = DAYS = ("2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30")


@pytest.fixture(scope="module")
def four(tmp_path_factory) -> Path:
    """A folder with four runs, A to D."""
    home = tmp_path_factory.mktemp("four")
    for number, day in enumerate(DAYS):
        run(home, day, b"register %d" % number, figures={"total": 14, "open": 11 - number, "overdue": 3})
    return home / "runs"


@pytest.fixture
def runs(four, tmp_path) -> Path:
    return copied(four, tmp_path / "runs")


# What somebody does to the runs


def lines(runs: Path) -> list[bytes]:
    return (runs / LIST).read_bytes().splitlines() if (runs / LIST).exists() else []


def put(runs: Path, *listed: bytes, end: bytes = b"\n") -> None:
    (runs / LIST).write_bytes(b"\n".join(listed) + end)


def edited(line: bytes, **changes: object) -> bytes:
    """The line with other values, as a person with an editor would leave it."""
    found = json.loads(line)
    figures = {key: changes.pop(key) for key in list(changes) if key in found["figures"]}
    found["figures"] |= figures
    return encoded(found | changes)


def in_list(number: int, **changes: object) -> Callable[[Path], None]:
    def act(runs: Path) -> None:
        listed = lines(runs)
        listed[number] = edited(listed[number], **changes)
        put(runs, *listed)
    return act


def order(*numbers: int) -> Callable[[Path], None]:
    return lambda runs: put(runs, *(lines(runs)[number] for number in numbers))


def in_folder(run: str, **changes: object) -> Callable[[Path], None]:
    return lambda runs: (runs / run / "run.json").write_bytes(edited((runs / run / "run.json").read_bytes(), **changes))


def write(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda runs: (runs / name).write_bytes(content)


def gone(*names: str) -> Callable[[Path], None]:
    return lambda runs: [shutil.rmtree(runs / name) if (runs / name).is_dir() else (runs / name).unlink()
                         for name in names]  # type: ignore[return-value]


def garbled(number: int) -> Callable[[Path], None]:
    return lambda runs: put(runs, *(line[:40] if place == number else line for place, line in enumerate(lines(runs))))


def alike(run: str, number: int, **changes: object) -> Callable[[Path], None]:
    """Line and folder changed in the same way."""
    return both(in_list(number, **changes), in_folder(run, **changes))


def both(*acts: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda runs: [act(runs) for act in acts] and None


def again(number: int, place: int, **changes: object) -> Callable[[Path], None]:
    def act(runs: Path) -> None:
        listed = lines(runs)
        put(runs, *listed[:place], edited(listed[number], **changes) if changes else listed[number], *listed[place:])
    return act


def renamed(old: str, new: str) -> Callable[[Path], None]:
    return lambda runs: (runs / old).rename(runs / new) and None


def forked(runs: Path) -> None:
    """Another run was made on C elsewhere, and both lists were put together."""
    other = edited(lines(runs)[3], run="2026-12-31", day="2026-12-31")
    shutil.copytree(runs / D, runs / "2026-12-31")
    (runs / "2026-12-31" / "run.json").write_bytes(other)
    put(runs, *lines(runs), other)


def chained_anew(runs: Path) -> None:
    """B was changed, and every later line made anew to fit: what only a mark noted elsewhere can show."""
    listed = lines(runs)
    listed[1] = edited(listed[1], overdue=0)
    for number in (2, 3):
        listed[number] = edited(listed[number], before=mark(listed[number - 1]))
    put(runs, *listed)


EMPTIED = "all folders gone, the list empty"
TAMPERED = {
    # the lines
    "a figure in the first line": (in_list(0, open=1), [(FaultKind.LINE_CHANGED, A)]),
    "a figure in a line between": (in_list(1, overdue=0), [(FaultKind.LINE_CHANGED, B)]),
    "a figure in the last line": (in_list(3, overdue=0), [(FaultKind.LINE_CHANGED, D)]),
    "the person in a line": (in_list(2, who="Somebody else"), [(FaultKind.LINE_CHANGED, C)]),
    "the time in a line": (in_list(2, time="2026-10-01T00:00:00+00:00"), [(FaultKind.LINE_CHANGED, C)]),
    "the day and name in a line": (in_list(1, run="2026-09-29", day="2026-09-29"), [(FaultKind.LINE_CHANGED, B)]),
    "the day and name in the last line": (in_list(3, run="2026-12-01", day="2026-12-01"),
                                          [(FaultKind.LINE_CHANGED, D)]),
    "the fingerprint of the copy in the last line": (in_list(3, sha256="0" * 64), [(FaultKind.LINE_CHANGED, D)]),
    "the link of a line": (in_list(2, before="0" * 64), [(FaultKind.LINE_CHANGED, C)]),
    "the link of the last line": (in_list(3, before="0" * 64), [(FaultKind.LINE_CHANGED, D)]),
    "the spelling of a line": (lambda runs: put(runs, *(line.replace(b": ", b":") for line in lines(runs)[:1]),
                                                *lines(runs)[1:]), [(FaultKind.LINE_CHANGED, A)]),
    "two lines": (both(in_list(1, open=1), in_list(3, open=1)),
                  [(FaultKind.LINE_CHANGED, B), (FaultKind.LINE_CHANGED, D)]),
    "two lines, one below the other": (both(in_list(1, open=1), in_list(2, open=1)),
                                       [(FaultKind.LINE_CHANGED, B), (FaultKind.LINE_CHANGED, C)]),
    "a line cut short": (garbled(1), [(FaultKind.LINE_UNREADABLE, B)]),
    "the last line cut short": (garbled(3), [(FaultKind.LINE_UNREADABLE, D)]),
    "a line cut short, and its folder gone": (both(garbled(1), gone(B)), [(FaultKind.LINE_UNREADABLE, "")]),
    "the last line torn": (lambda runs: (runs / LIST).write_bytes((runs / LIST).read_bytes()[:-50]),
                           [(FaultKind.LINE_UNREADABLE, D)]),
    "a name that leaves the folder": (in_list(3, run="../../x"), [(FaultKind.LINE_UNREADABLE, D)]),
    "a file that leaves the folder": (in_list(3, files={"../../x": ""}), [(FaultKind.LINE_UNREADABLE, D)]),
    "the first line gone": (order(1, 2, 3), [(FaultKind.LINE_MISSING, A)]),
    "a line between gone": (order(0, 2, 3), [(FaultKind.LINE_MISSING, B)]),
    "two lines between gone": (order(0, 3), [(FaultKind.LINE_MISSING, B), (FaultKind.LINE_MISSING, C)]),
    "the last line gone": (order(0, 1, 2), [(FaultKind.UNLISTED, D)]),
    "the last two lines gone": (order(0, 1), [(FaultKind.UNLISTED, C), (FaultKind.UNLISTED, D)]),
    "two lines changed places": (order(0, 2, 1, 3), [(FaultKind.ORDER, C)]),
    "the first and the last changed places": (order(3, 1, 2, 0), [(FaultKind.ORDER, D)]),
    "three in another order": (order(2, 0, 1, 3), [(FaultKind.ORDER, C)]),
    "all the other way round": (order(3, 2, 1, 0), [(FaultKind.ORDER, D)]),
    "changed places, and one changed": (both(order(0, 2, 1, 3), in_list(2, open=1)),
                                        [(FaultKind.LINE_CHANGED, B), (FaultKind.ORDER, C)]),
    "changed places, and one gone": (order(1, 0, 3), [(FaultKind.LINE_MISSING, C), (FaultKind.ORDER, B)]),
    "a line twice": (again(1, 2), [(FaultKind.LINE_TWICE, B)]),
    "the first line twice, far apart": (again(0, 4), [(FaultKind.LINE_TWICE, A)]),
    "the last line twice, far apart": (again(3, 0), [(FaultKind.LINE_TWICE, D)]),
    "a line twice, once changed": (again(1, 2, open=1), [(FaultKind.LINE_TWICE, B)]),
    "the list gone": (gone(LIST), [(FaultKind.NO_LIST, "")]),
    "the list empty": (write(LIST, b""), [(FaultKind.NO_LIST, "")]),
    EMPTIED: (both(gone(*DAYS), write(LIST, b"")), [(FaultKind.NO_LIST, "")]),
    "two lists put together": (forked, [(FaultKind.ORDER, "2026-12-31")]),
    # lines and folders
    "a run gone": (both(order(0, 2, 3), gone(B)), [(FaultKind.RUN_MISSING, C)]),
    "two runs gone": (both(order(0, 3), gone(B, C)), [(FaultKind.RUN_MISSING, D)]),
    "the first run gone": (both(order(1, 2, 3), gone(A)), [(FaultKind.RUN_MISSING, B)]),
    "a run changed in line and folder": (alike(B, 1, open=1), [(FaultKind.RUN_MISSING, C)]),
    "a folder gone": (gone(B), [(FaultKind.FOLDER_MISSING, B)]),
    "the last folder gone": (gone(D), [(FaultKind.FOLDER_MISSING, D)]),
    "a folder renamed": (renamed(B, "September"), [(FaultKind.FOLDER_MISSING, B)]),
    "a folder renamed to another day": (renamed(D, "2026-12-31"), [(FaultKind.FOLDER_MISSING, D)]),
    "a run's own line gone": (gone(f"{B}/run.json"), [(FaultKind.ENTRY_MISSING, B)]),
    "the last run's own line gone": (gone(f"{D}/run.json"), [(FaultKind.ENTRY_MISSING, D)]),
    "a run's own line changed": (in_folder(B, open=1), [(FaultKind.ENTRY_CHANGED, B)]),
    "the last run's own line changed so that its copy does not fit": (in_folder(D, sha256="0" * 64),
                                                                      [(FaultKind.ENTRY_CHANGED, D)]),
    "the last run's own link changed": (in_folder(D, before="0" * 64), [(FaultKind.ENTRY_CHANGED, D)]),
    "a run's own line garbled": (write(f"{B}/run.json", b"{"), [(FaultKind.ENTRY_CHANGED, B)]),
    "every later line made anew": (chained_anew, [(FaultKind.LINE_CHANGED, B), (FaultKind.LINE_CHANGED, C),
                                                  (FaultKind.LINE_CHANGED, D)]),
    "another run's own line": (lambda runs: shutil.copy(runs / A / "run.json", runs / B / "run.json"),
                               [(FaultKind.ENTRY_MISSING, B)]),
    # files
    "a register changed": (write(f"{C}/findings.xlsx", b"saved by Excel"), [(FaultKind.REGISTER_CHANGED, C)]),
    "the last register changed": (write(f"{D}/findings.xlsx", b""), [(FaultKind.REGISTER_CHANGED, D)]),
    "a register gone": (gone(f"{A}/findings.xlsx"), [(FaultKind.REGISTER_MISSING, A)]),
    "a report changed": (write(f"{C}/check.json", b"{}\n"), [(FaultKind.FILE_CHANGED, C)]),
    "a response gone": (gone(f"{C}/responses/NC-1_response.docx"), [(FaultKind.FILE_MISSING, C)]),
    "a folder of responses gone": (gone(f"{C}/responses"), [(FaultKind.FILE_MISSING, C)]),
    "a file in a folder without a line": (both(order(0, 1, 2), write(f"{D}/check.json", b"")),
                                          [(FaultKind.UNLISTED, D), (FaultKind.FILE_CHANGED, D)]),
    "a register changed, and its line with it": (
        both(write(f"{D}/findings.xlsx", b"new"), in_list(3, sha256=mark(b"new"))), [(FaultKind.ENTRY_CHANGED, D)]),
    # what harms no run
    "a file more": (write(f"{C}/notes.txt", b"mine"), [(FaultKind.EXTRA, C)]),
    "a file beside the runs": (write("notes.txt", b"mine"), [(FaultKind.EXTRA, "")]),
    "a folder beside the runs": (lambda runs: (runs / "old").mkdir(), [(FaultKind.EXTRA, "")]),
    "a copy of a folder": (lambda runs: shutil.copytree(runs / B, runs / f"{B} - Copy"), [(FaultKind.EXTRA, "")]),
    "a folder that looks like a run": (lambda runs: (runs / "2026-12-31").mkdir(),
                                       [(FaultKind.UNLISTED, "2026-12-31")]),
    "a run half made": (lambda runs: (runs / ".new-2026-12-31").mkdir(), [(FaultKind.LEFTOVER, "")]),
    "a list half made": (write(f".{LIST}.part", b"{"), [(FaultKind.LEFTOVER, "")]),
    # what is nothing
    "nothing": (lambda runs: None, []),
    "other line ends": (lambda runs: (runs / LIST).write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines(runs))), []),
    "blank lines": (lambda runs: put(runs, b"", *lines(runs), b" "), []),
    "the marks of programs": (both(write(f"{C}/~$findings.xlsx", b""), write("Thumbs.db", b""),
                                   write(f"{C}/.DS_Store", b"")), []),
    "a lock that was left": (write(".lock", b""), []),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_changed_is_named(runs, how):
    act, expected = TAMPERED[how]
    act(runs)
    found = verify(runs)
    assert [(fault.kind, fault.run) for fault in found] == expected
    for fault in found:
        assert (fault.run or fault.message) and fault.message.endswith(".") and fault.fix.endswith(".")


@pytest.mark.parametrize(("how", "words"), {
    "a figure in a line between": "Line 2 of runs.jsonl, that of the run 2026-09-30, was changed: overdue was 3 and "
                                  "is 0.",
    "a figure in the last line": "The run 2026-11-30 was changed: line 4 of runs.jsonl and 2026-11-30/run.json do not "
                                 "say the same. overdue is 0 in the list and 3 in the folder.",
    "two lines changed places": "The runs 2026-10-31 and 2026-09-30 changed places in runs.jsonl (lines 2 and 3).",
    "a run gone": "At least one run is missing between 2026-08-31 and 2026-10-31: neither its line nor its folder is "
                  "there. Or 2026-08-31 was changed, in runs.jsonl and in its folder alike.",
    "the first run gone": "At least one run before 2026-09-30, the first in runs.jsonl, is missing: neither its line "
                          "nor its folder is there.",
    "a line between gone": "The line of the run 2026-09-30 is missing in runs.jsonl, between 2026-08-31 and "
                           "2026-10-31; its folder is there.",
    "two lists put together": "The run 2026-12-31 was made on the run 2026-10-31, not on the one above it in "
                              "runs.jsonl: two lists were put together, or lines were taken away in between.",
    "a folder renamed": "The folder 2026-09-30 is missing: it was renamed to September.",
    "a register changed": "2026-10-31/findings.xlsx, the copy of the register, was changed after the run.",
    "a line twice, once changed": "Line 3 of runs.jsonl names the run 2026-09-30 again, with other content; line 2 "
                                  "names it already.",
}.items())
def test_the_sentence_says_which(runs, how, words):
    TAMPERED[how][0](runs)
    assert verify(runs)[0].message == words


@pytest.mark.parametrize("how", [how for how in TAMPERED if how not in (EMPTIED, "the last line torn")])
def test_after_whatever_was_changed_the_next_run_is_kept_and_hides_nothing(runs, how):
    """It says the same of the same runs as before it: what follows on a changed line does not make it the right one."""
    TAMPERED[how][0](runs)
    before = {(fault.kind, fault.run, fault.message) for fault in verify(runs) if not fault.mends_itself}
    run(runs.parent, "2027-01-31", b"next")
    assert {(fault.kind, fault.run, fault.message) for fault in verify(runs)} == before


def test_a_line_mended_after_the_next_run_is_right_again(runs):
    before = (runs / LIST).read_bytes()
    for act in (in_list(3, overdue=0), garbled(3), in_list(3, run="2026-12-01", day="2026-12-01")):
        (runs / LIST).write_bytes(before)
        act(runs)
        run(runs.parent, "2027-01-31", b"next")
        listed = lines(runs)
        put(runs, *before.splitlines(), listed[4])
        assert verify(runs) == []
        (runs / LIST).unlink()
        shutil.rmtree(runs / "2027-01-31")


@pytest.mark.parametrize(("how", "adopted"), [("the last line gone", [D]), ("the last two lines gone", [C, D]),
                                              ("the list gone", list(DAYS)), ("the list empty", list(DAYS)),
                                              ("the last line torn", [D])])
def test_the_next_run_enters_what_is_whole_and_fits(runs, how, adopted):
    before = (runs / LIST).read_bytes()
    TAMPERED[how][0](runs)
    made = run(runs.parent, "2026-12-31", b"next")
    assert [each.name for each in made.adopted] == adopted
    assert (runs / LIST).read_bytes().startswith(before) and verify(runs) == []


def test_a_folder_that_is_not_whole_is_not_entered_and_not_touched(runs):
    put(runs, *lines(runs)[:3])
    (runs / D / "check.json").write_bytes(b"")
    made = run(runs.parent, D, b"next")
    assert made.adopted == [] and made.kept.name == f"{D}-2"
    assert (runs / D / "findings.xlsx").read_bytes() == b"register 3"
    assert {(fault.kind, fault.run) for fault in verify(runs)} == {(FaultKind.UNLISTED, D), (FaultKind.FILE_CHANGED, D)}


def test_a_copy_that_was_changed_is_not_compared_with(runs):
    archive = Archive(runs)
    assert archive.copy(archive.last()).read_bytes() == b"register 3"
    write(f"{D}/findings.xlsx", b"changed")(runs)
    with pytest.raises(CannotRun, match="changed since the run of 2026-11-30"):
        archive.copy(archive.last())


def test_without_contents_only_list_and_folders_are_looked_at(runs):
    write(f"{C}/check.json", b"")(runs)
    assert verify(runs, contents=False) == []
    in_list(1, open=1)(runs)
    assert [fault.run for fault in verify(runs, contents=False)] == [B]


# Whatever is changed


@given(st.permutations(range(4)))
def test_any_other_order_is_said_to_be_one(four, tmp_path_factory, numbers):
    runs = copied(four, tmp_path_factory.mktemp("order") / "runs")
    order(*numbers)(runs)
    kinds = [fault.kind for fault in verify(runs)]
    assert kinds == ([] if list(numbers) == [0, 1, 2, 3] else [FaultKind.ORDER])


@given(st.sets(st.integers(0, 3), max_size=3))
def test_any_lines_taken_away_are_named_one_by_one(four, tmp_path_factory, numbers):
    runs = copied(four, tmp_path_factory.mktemp("less") / "runs")
    order(*(number for number in range(4) if number not in numbers))(runs)
    found = verify(runs)
    assert sorted(fault.run for fault in found) == [DAYS[number] for number in sorted(numbers)]
    assert {fault.kind for fault in found} <= {FaultKind.LINE_MISSING, FaultKind.UNLISTED}


@given(st.data())
def test_any_byte_changed_anywhere_is_found_at_its_run(four, tmp_path_factory, data):
    runs = copied(four, tmp_path_factory.mktemp("byte") / "runs")
    files = sorted(path.relative_to(runs).as_posix() for path in runs.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(files))
    content = bytearray((runs / name).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    (runs / name).write_bytes(content)
    found = [fault for fault in verify(runs) if fault.kind not in (FaultKind.EXTRA, FaultKind.LEFTOVER)]
    if name != LIST:
        assert (name.endswith("run.json") and place == len(content) - 1) \
            or name.split("/")[0] in {fault.run for fault in found}
    elif place != len(content) - 1 and lines(runs) != lines(four):
        assert found, f"{name} at {place}"
        assert {fault.line for fault in found} & {bytes(content[:place]).count(b"\n") + 1, 0} or found[0].run


HARMFUL = [how for how, (_, found) in TAMPERED.items() if found]


@given(st.lists(st.sampled_from(HARMFUL), min_size=1, max_size=4), st.booleans())
def test_several_things_at_once_are_never_taken_for_nothing(four, tmp_path_factory, hows, between):
    """With a run in between or not. Only the last runs, taken away altogether, leave no trace in the folder."""
    runs = copied(four, tmp_path_factory.mktemp("several") / "runs")
    before = tree(runs)
    for number, how in enumerate(hows):
        with contextlib.suppress(OSError, IndexError, ValueError, KeyError, AttributeError):  # it is gone already
            TAMPERED[how][0](runs)
        if between and number == 0 and how != EMPTIED:
            run(runs.parent, "2027-01-31", b"next")
            before |= {name: content for name, content in tree(runs).items() if name.startswith("2027")}
    if verify(runs) == []:
        kept = [path.name for path in sorted(runs.iterdir()) if path.is_dir()]
        assert kept == [*DAYS, "2027-01-31"][:len(kept)], "what is missing is missing at the end"
        assert {name: content for name, content in tree(runs).items() if name != LIST} \
            == {name: content for name, content in before.items() if name.split("/")[0] in kept}
    with contextlib.nullcontext() if any(lines(runs)) else contextlib.suppress(CannotRun):
        run(runs.parent, "2027-02-28", b"the next one is kept all the same")


def test_only_a_mark_noted_elsewhere_tells_that_the_last_run_was_taken_away_altogether(runs):
    noted = Archive(runs).last().mark
    both(order(0, 1, 2), gone(D))(runs)
    assert verify(runs) == []
    assert noted not in {each.mark for each in Archive(runs).runs()}


@pytest.mark.parametrize("act", [both(gone(*DAYS), write(LIST, b"")), both(gone(A), write(LIST, b"")),
                                 gone(A, LIST), both(gone(LIST), gone(*(f"{day}/run.json" for day in DAYS)))])
def test_a_list_that_is_gone_for_good_is_no_beginning(runs, act):
    act(runs)
    before = tree(runs)
    with pytest.raises(CannotRun, match="the list of the runs, is missing or empty"):
        run(runs.parent, "2026-12-31")
    assert tree(runs) == before


# The command


def test_the_runs_as_a_table(ncr, runs):
    done = ncr("history", "findings.xlsx")
    assert done.returncode == 0, done.stderr
    rows = done.stdout.splitlines()
    assert rows[0] == "Runs of findings.xlsx in runs"
    assert rows[2].split() == ["Run", "Made", "By", "Version", "Findings", "Open", "Overdue", "Files", "Mark"]
    last = mark(lines(runs)[3])[:16]
    assert rows[6].split() == [D, "2026-11-30T09:12:44+01:00", "Ana", "Lima", "0.1.0", "14", "8", "3", "3", last]
    assert "4 runs with 12 files: all is as it was written" in done.stdout
    assert f"The mark of the run made last is {last}" in " ".join(done.stdout.split())
    assert len({ncr("history", *place).stdout for place in ((), ("runs",), (".",))}) == 1


def test_what_is_wrong_ends_with_one(ncr, runs):
    in_list(1, overdue=0)(runs)
    done = ncr("history")
    assert done.returncode == 1
    assert "Line 2 of runs.jsonl, that of the run 2026-09-30, was changed: overdue was 3 and is 0." in done.stdout
    assert "1 thing is not as it was written" in done.stdout
    rows = {row.split()[0]: row.split()[-1] for row in done.stdout.splitlines()[3:7]}
    assert rows == {A: "yes", B: "no", C: "yes", D: "yes"}


def test_what_harms_nothing_is_told_and_ends_with_nought(ncr, runs):
    write(f"{C}/notes.txt", b"mine")(runs)
    done = ncr("history")
    assert done.returncode == 0 and "Good to know" in done.stdout and "all is as it was written" in done.stdout


@pytest.mark.parametrize("act", [gone(LIST), write(LIST, b""), both(gone(*DAYS), write(LIST, b"")),
                                 both(gone(LIST), gone(*(f"{day}/run.json" for day in DAYS)))])
def test_a_list_that_is_gone_is_not_taken_for_no_runs(ncr, runs, act):
    act(runs)
    done = ncr("history")
    assert done.returncode == 1 and "all is as it was" not in done.stdout


def test_the_runs_as_json(ncr, runs):
    write(f"{C}/check.json", b"")(runs)
    done = ncr("history", "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1 and found["whole"] is False and found["folder"] == "runs"
    assert [each["mark"] for each in found["runs"]] == list(map(mark, lines(runs)))
    assert found["runs"][1]["figures"] == {"total": 14, "open": 10, "overdue": 3}
    assert [(each["kind"], each["run"], each["level"]) for each in found["faults"]] == [("file changed", C, "error")]


@pytest.mark.parametrize("place", [(), ("runs",), ("findings.xlsx",)])
def test_no_runs_yet(ncr, place):
    done = ncr("history", *place)
    assert done.returncode == 2 and "No run is kept in runs yet; `ncr run" in done.stderr
    assert done.stdout == "" and done.stderr.count("\n") == 1


def test_another_register_beside_the_runs_is_not_shown_theirs(ncr, runs, workbook):
    other = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |", "other.xlsx")
    done = ncr("history", other)
    assert done.returncode == 2 and "those of another register: findings.xlsx" in done.stderr
    done = ncr("history", "misspelt.xlsx")
    assert done.returncode == 2 and "There is no file misspelt.xlsx" in done.stderr
