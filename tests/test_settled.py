"""What was settled before is left out, and nothing else: a second check says what a first one would say."""

from __future__ import annotations

import copy
import json
import os
import random
import subprocess
import sys
import zlib
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ncr_toolkit import loader
from ncr_toolkit.checks import run as run_module
from ncr_toolkit.checks import settled as settled_module
from ncr_toolkit.checks import settled_file
from ncr_toolkit.checks.looking import records_by_finding
from ncr_toolkit.checks.registry import catalogue, fault
from ncr_toolkit.checks.run import run, run_again
from ncr_toolkit.checks.settled import Settled, decoded, encoded
from ncr_toolkit.checks.watched import BEYOND, OF_ITS_OWN, Watched
from ncr_toolkit.common.system import System, cache_folder
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import RECORDS, Audit, Cause, Finding, Person
from ncr_toolkit.core.register import Register, Review
from tests.conftest import TODAY

SAMPLE = Path(__file__).parent.parent / "samples" / "register.xlsx"
RANDOM_CHANGES = 15


@pytest.fixture(scope="module")
def sample():
    """The sample, looked at."""
    return loader.load_review(SAMPLE, TODAY)


@pytest.fixture(scope="module")
def known(sample):
    """What is settled of it."""
    return run_again(sample, {})[1]


def said(problems) -> list[str]:
    return [json.dumps(asdict(problem), default=str, sort_keys=True) for problem in problems]


def other_than(review: Review, **changes) -> Review:
    """The same look at something else."""
    return replace(review, **changes)


def test_nothing_is_said_otherwise(sample, known):
    again, now = run_again(other_than(sample), known)
    assert said(again) == said(run(other_than(sample)))
    assert now == known and sum(map(sum, known.values())) > 4000


def changed(register: Register, chance: random.Random) -> str:
    """Change a register in one place as people do; says what was changed."""
    kind = chance.choice([kind for kind in RECORDS if register.records[kind]])
    rows, what = register.records[kind], chance.random()
    if what < 0.1:
        rows.pop(chance.randrange(len(rows)))
        return f"a row of {kind.__name__} gone"
    if what < 0.25:
        rows.insert(chance.randrange(len(rows) + 1), copy.deepcopy(chance.choice(rows)))
        return f"a row of {kind.__name__} twice"
    row = chance.choice(rows)
    names = [column for column in kind.SHEET.typed_columns
             if what > 0.5 or column.to or column.name in ("id", "finding", "record", "name")]
    column = chance.choice(names or kind.SHEET.typed_columns)
    value = chance.choice([each.value(column.name) for each in rows])
    if what > 0.85:
        value = "" if isinstance(row.value(column.name), str) else None
    if isinstance(value, date):
        value += timedelta(days=chance.randrange(-300, 300))
    setattr(row, column.name, value)
    return f"{kind.__name__}.{column.name} = {value!r}"


@pytest.mark.parametrize("seed", range(RANDOM_CHANGES))
def test_whatever_changes_is_judged_anew(seed, sample, known):
    chance = random.Random(seed)
    register = copy.deepcopy(sample.register)
    done = [changed(register, chance) for _ in range(chance.choice((1, 1, 2, 5)))]
    review = other_than(sample, register=register)
    again, now = run_again(other_than(review), known)
    assert said(again) == said(run(other_than(review))), done
    assert len(now.keys() & known.keys()) > len(known) / 2, "most findings are as they were"


@pytest.mark.parametrize("changes", [
    {"today": TODAY + timedelta(days=90)}, {"folder": None, "home": None}, {"pack": packs.load("iso27001")},
    {"memory": None}], ids=lambda changes: next(iter(changes)))
def test_whatever_else_changes_is_judged_anew(changes, sample, known):
    review = other_than(sample, **changes)
    assert said(run_again(other_than(review), known)[0]) == said(run(review))


@pytest.mark.parametrize("name", ["language", "scope", "second_reader", "effect_min_days", "certificate_expiry"])
def test_the_settings_are_gone_by(name, sample, known):
    register = copy.deepcopy(sample.register)
    setattr(register.settings, name, None if register.settings.value(name) is None or name == "certificate_expiry"
            else "German" if name == "language" else "")
    review = other_than(sample, register=register)
    again, now = run_again(other_than(review), known)
    assert said(again) == said(run(review)) and not now.keys() & known.keys()


def test_an_earlier_register_is_gone_by(sample, known):
    before = copy.deepcopy(sample.register)
    before.findings.append(Finding(id="NC-GONE"))
    before.findings[0].statement = "Another one."
    review = other_than(sample, previous=before)
    again = run_again(other_than(review), known)[0]
    assert said(again) == said(run(review)) and {problem.code for problem in again} & {"HIS001", "HIS003"}


def test_all_that_a_review_tells_is_sorted_into_what_is_a_findings_own_and_what_is_not():
    told = {name for name in (*Review.__dataclass_fields__, *vars(Review)) if not name.startswith("_")}
    assert told == {*OF_ITS_OWN, *BEYOND, "settings", "once", "once_for", "find"}


def of_one_check(find, review: Review, known) -> tuple[list, dict]:
    """What one check finds in the findings of a review, where something is known."""
    check = replace(next(iter(catalogue().values())), kinds=(Finding,), find=find)
    settled, found = Settled(review, [check], known), []
    for group in records_by_finding(review):
        if group.finding is not None:
            found += settled.faults(group.finding, [(group.finding, check)])
    return found, settled.now


def small(*more) -> Register:
    register = Register()
    rows = (Finding(id="N-1", audit="A-1", title="x"), Cause(id="C-1", finding="N-1"), Finding(id="N-2", audit="A-1"))
    for record in (*rows, *more):
        register.records[type(record)].append(record)
    return register


def _later(finding, review):
    return [finding] if review.today > TODAY else []


def _of_another(finding, review):
    return [finding for each in review.register.findings if each.title == "new"]


def _number(review):
    return len(review.register.findings)


def _of_all(finding, review):
    return [finding] if review.once(_number) > 2 else []


def _by_way_of_another(finding, review):
    return review.once_for(_of_another, finding)


def _of_the_audit(finding, review):
    return [finding] if review.find(Audit, finding.audit) else []


def _of_a_person(finding, review):
    return [finding] if review.person("Ana") else []


def _by_an_id(finding, review):
    found = review.find(Cause, "C-1") if finding.id == "N-1" else None
    return [finding] if found is not None and found.statement == "new" else []


def _by_an_id_of_others(finding, review):
    return [finding] if review.find(Cause, "C-2") else []


@pytest.mark.parametrize("look", [_later, _of_another, _of_all, _by_way_of_another, _of_the_audit, _of_a_person,
                                  _by_an_id, _by_an_id_of_others], ids=lambda look: look.__name__)
def test_what_goes_by_more_than_the_rows_of_its_finding_is_asked_again(look):
    def find(finding, review):
        return [fault(each, "title", "") for each in look(finding, review)]

    pack = packs.load("iso42001")
    found, known = of_one_check(find, Review(small(), pack, TODAY), {})
    assert not found
    later = small(Finding(id="N-3", title="new"), Audit(id="A-1"), Person(name="Ana"), Cause(id="C-2", finding="N-3"))
    if look is _by_an_id:
        later.records[Cause].insert(0, Cause(id="C-1", finding="N-2", statement="new"))  # this one is meant now
    found, now = of_one_check(find, Review(later, pack, TODAY + timedelta(days=1)), known)
    assert now.keys() & known.keys() or look is _by_an_id
    assert {each.record.id for _, each in found} >= ({"N-1"} if look is _by_an_id else {"N-1", "N-2"})


def _its_cause(finding, review):
    found = review.find(Cause, "C-1")  # a row of N-1
    return [finding] if found is not None and found.statement == "new" else []


def test_what_is_made_for_another_finding_is_none_of_its_own():
    """N-1 has made for N-2 what goes by a row of N-1: that is no row of N-2."""
    def find(finding, review):
        every = review.register.findings if finding.id == "N-1" else [finding]
        told = [each for other in every for each in review.once_for(_its_cause, other)]
        return [fault(finding, "title", "")] if told and finding.id == "N-2" else []

    pack, later = packs.load("iso42001"), small()
    found, known = of_one_check(find, Review(small(), pack, TODAY), {})
    later.records[Cause][0].statement = "new"
    again, _ = of_one_check(find, Review(later, pack, TODAY), known)
    assert not found and [each.record.id for _, each in again] == ["N-2"]


def test_what_goes_by_the_rows_of_its_finding_is_not_asked_again():
    asked = []

    def find(finding, review):
        asked.append(finding.id)
        of_it = (review.grade(finding), review.of(Cause, finding), review.language, review.settings.scope,
                 review.finding(finding), review.find(Finding, finding.id), review.header(finding, "title"))
        return [] if of_it else [fault(finding, "title", "")]

    pack = packs.load("iso42001")
    _, known = of_one_check(find, Review(small(), pack, TODAY), {})
    _, again = of_one_check(find, Review(small(Finding(id="N-3")), pack, TODAY + timedelta(days=1)), known)
    assert asked == ["N-1", "N-2", "N-3"] and known.items() <= again.items()


def test_one_that_found_something_is_asked_again():
    def find(finding, review):
        return [fault(finding, "title", "")]

    review = Review(small(), packs.load("iso42001"), TODAY)
    found, known = of_one_check(find, review, {})
    assert len(found) == len(of_one_check(find, review, known)[0]) == 2


def test_another_version_of_the_program_knows_nothing(sample, known, monkeypatch):
    monkeypatch.setattr(settled_module, "program", lambda: "another")
    assert not run_again(other_than(sample), known)[1].keys() & known.keys()
    monkeypatch.setattr(run_module, "program", lambda: "")  # it cannot be told
    assert not run_again(other_than(sample), known)[1]


@pytest.fixture
def kept(tmp_path, monkeypatch, known):
    """The file in which it is kept, in a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    settled_file.keep(SAMPLE, known)
    return next((tmp_path / "cache").rglob("*.settled"))


def test_it_is_kept(kept, known):
    assert settled_file.known_of(SAMPLE) == known == decoded(encoded(known))
    assert kept.parent.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_no_text_is_kept(kept, sample):
    whole = zlib.decompress(kept.read_bytes()[46:]) + kept.read_bytes() + kept.name.encode()
    words = {word for record in sample.register.every() for column in record.SHEET.typed_columns
             for word in record.typed(column.name).split() if len(word) > 4} - {"settled"}
    assert len(words) > 1000 and not [word for word in words if word.encode() in whole]


@pytest.mark.parametrize("damage", [
    lambda data: b"", lambda data: data[:20], lambda data: data[:-1], lambda data: data + b"x",
    lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:], lambda data: b"ncr settled 2\n" + data[14:],
    lambda data: data[:46] + zlib.compress(b"\x00" * 17)])
def test_a_damaged_one_is_none(damage, kept):
    kept.write_bytes(damage(kept.read_bytes()))
    assert settled_file.known_of(SAMPLE) == {}


@pytest.mark.parametrize("data", [b"x" * 17, b"x" * 16 + b"\x00\x00\x00\x09a", b"x" * 16 + b"\xff\xff\xff\xffa"])
def test_what_is_cut_off_is_refused(data):
    with pytest.raises(ValueError, match="cut off"):
        decoded(data)


def test_one_of_other_checks_is_none(sample, known):
    """The mark is the same, the number of answers is not."""
    cut = {mark: silent[:-1] for mark, silent in known.items()}
    assert said(run_again(other_than(sample), cut)[0]) == said(run(other_than(sample)))


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path, monkeypatch, known):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    settled_file.keep(SAMPLE, known)
    assert settled_file.known_of(SAMPLE) == {}
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    settled_file.keep(SAMPLE, known)
    assert settled_file.known_of(SAMPLE) == {}


def test_only_the_last_registers_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(settled_file, "REGISTERS", 2)
    for number in range(4):
        settled_file.keep(tmp_path / f"{number}.xlsx", {b"m" * 16: b"\1"})
    assert len(list(tmp_path.rglob("*.settled"))) == 2


def test_two_at_once(tmp_path, monkeypatch):
    """Whoever comes last has it; nobody reads half of it."""
    code = ("import sys; from pathlib import Path; from ncr_toolkit.checks import settled_file as file\n"
            "for n in range(60):\n    file.keep(Path('r'), {sys.argv[1].encode() * 16: bytes(5000)})\n"
            "    assert len(file.known_of(Path('r'))) == 1, 'half a file'\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    both = [subprocess.Popen([sys.executable, "-c", code, name], cwd=tmp_path) for name in "ab"]
    assert [each.wait(60) for each in both] == [0, 0]


def test_the_command_says_the_same_each_time(ncr, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    register = tmp_path / "register.xlsx"
    register.write_bytes(SAMPLE.read_bytes())
    words = ("check", register, "--today", str(TODAY), "--format", "json")
    anew = ncr(*words, "--anew")
    assert not list(tmp_path.rglob("*.settled"))
    first, again = ncr(*words), ncr(*words)
    assert list(tmp_path.rglob("*.settled"))
    assert first.stdout == again.stdout == anew.stdout and len(json.loads(anew.stdout)["problems"]) > 50


def test_what_leaves_the_house_is_judged_anew(ncr, tmp_path, monkeypatch):
    """A file in a cache folder that says that all is settled opens no door."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    register = tmp_path / "register.xlsx"
    register.write_bytes(SAMPLE.read_bytes())
    ncr("check", register, "--today", str(TODAY))
    wrong = {mark: b"\1" * len(silent) for mark, silent in settled_file.known_of(register).items()}
    settled_file.keep(register, wrong)
    words = ("--today", str(TODAY))
    assert ncr("respond", register, *words, "-o", tmp_path / "out", "--final").returncode == 1
    assert ncr("package", register, *words, "-o", tmp_path / "out.zip", "--no-pdf").returncode == 1
    assert ncr("check", register, *words, "--anew").returncode == 1


def test_a_watched_review_tells_what_the_plain_one_tells(sample):
    watched = Watched(sample)
    finding = sample.register.findings[0]
    assert watched.today == sample.today and watched.register is sample.register and watched.beyond
    assert watched.once_for(lambda finding, review: review.grade(finding), finding) == sample.grade(finding)
    assert watched.language is sample.language and watched.settings is sample.register.settings


@pytest.mark.parametrize(("system", "home", "found"), [
    (System.LINUX, {"HOME": "/home/ana"}, "/home/ana/.cache/ncr-toolkit"),
    (System.LINUX, {"HOME": "/home/ana", "XDG_CACHE_HOME": "/var/ana"}, "/var/ana/ncr-toolkit"),
    (System.MACOS, {"HOME": "/Users/ana"}, "/Users/ana/Library/Caches/ncr-toolkit"),
    (System.LINUX, {}, None), (System.MACOS, {"HOME": ""}, None), (System.WINDOWS, {}, None),
    (System.LINUX, {"XDG_CACHE_HOME": "here"}, None)])
def test_without_a_home_nothing_is_kept(system, home, found, monkeypatch):
    """A service has none: what it would keep stood at the root of the disk."""
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in home.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("ncr_toolkit.common.system.HERE", system)
    assert cache_folder() == (Path(found) if found else None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_what_is_no_file_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = settled_file._path(tmp_path / "register.xlsx")
    place.parent.mkdir(parents=True)
    os.mkfifo(place)
    assert settled_file.known_of(tmp_path / "register.xlsx") == {}
