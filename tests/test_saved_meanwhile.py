"""Somebody saves a file in the very moment in which ncr replaces it: what they saved stays, and it is said."""

from __future__ import annotations

import os
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from ncr_toolkit.common import disk, swap
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.inplace import replace, write_workbook
from ncr_toolkit.common.output_folder import OutputFolder
from tests.runs import tree

OLD, NEW, THEIRS = b"PK, what was there", b"PK, what is to come", b"PK, what somebody saved"
DAY = date(2026, 6, 30)


def as_excel(place: Path) -> None:
    """Another file, renamed over it: as Office programs save."""
    new = place.with_name("theirs.tmp")
    new.write_bytes(THEIRS)
    new.replace(place)


def as_editor(place: Path) -> None:
    """Into the same file."""
    place.write_bytes(THEIRS)


def changed(home: Path) -> None:
    replace(home / "a.docx", NEW, sha256(OLD).hexdigest())


def replaced(home: Path) -> None:
    write_workbook(home / "a.docx", NEW, DAY, force=True)


def results(home: Path) -> None:
    with OutputFolder(home, force=True) as out:
        out.refuse_changed(["a.docx"], lambda _: NEW)
        out.write("a.docx", NEW)


CASES = {"changed in place": changed, "a workbook replaced": replaced, "a folder of results": results}


@pytest.fixture
def home(tmp_path) -> Path:
    (tmp_path / "a.docx").write_bytes(OLD)
    return tmp_path


@pytest.fixture
def can_swap(home) -> None:
    (home / "one").touch()
    can = swap.swap(home / "one", home / "a.docx") and swap.swap(home / "one", home / "a.docx")
    (home / "one").unlink()
    if not can:
        pytest.skip("here no two files can change places in one step")


def kept(home: Path, act) -> None:
    """Theirs is there, it is said that it was saved, and nothing hidden is left."""
    with pytest.raises(CannotRun, match="was saved by somebody, or taken away, while ncr worked"):
        act(home)
    assert (home / "a.docx").read_bytes() == THEIRS
    assert not [name for name in tree(home) if ".part" in name]


@pytest.mark.parametrize("save", [as_excel, as_editor])
@pytest.mark.parametrize("case", CASES)
def test_a_save_between_the_last_look_and_the_step_stays(monkeypatch, home, can_swap, case, save):
    real, saved = swap.swap, []

    def late(one: Path, other: Path) -> bool:
        if not saved:
            save(home / "a.docx")
            saved.append(True)
        return real(one, other)

    monkeypatch.setattr(swap, "swap", late)
    kept(home, CASES[case])
    assert saved, "the step is the one in which they change places"


@pytest.mark.parametrize("save", [as_excel, as_editor])
@pytest.mark.parametrize("case", CASES)
def test_a_save_while_it_is_written_stays_also_where_nothing_can_change_places(monkeypatch, home, case, save):
    monkeypatch.setattr(swap, "swap", lambda one, other: False)
    real = disk.force

    def late(path: Path) -> None:
        real(path)
        if ".part" in str(path):  # what is new lies on the disk, and not in its place yet
            save(home / "a.docx")

    monkeypatch.setattr(disk, "force", late)
    kept(home, CASES[case])


def test_a_save_into_the_file_that_was_replaced_is_seen_where_nothing_can_change_places(monkeypatch, home):
    monkeypatch.setattr(swap, "swap", lambda one, other: False)
    real = os.replace

    def late(old: Path, new: Path) -> None:
        if (home / "a.docx").read_bytes() == OLD:
            as_editor(home / "a.docx")
        real(old, new)

    monkeypatch.setattr(os, "replace", late)
    kept(home, changed)


def test_a_result_that_appears_meanwhile_is_not_replaced(monkeypatch, home):
    (home / "a.docx").unlink()
    real = os.link

    def late(old: Path, new: Path) -> None:
        as_editor(home / "a.docx")
        real(old, new)

    monkeypatch.setattr(os, "link", late)
    kept(home, results)


def test_nobody_saves_and_it_is_replaced(home):
    for act in CASES.values():
        (home / "a.docx").write_bytes(OLD)
        act(home)
        assert (home / "a.docx").read_bytes() == NEW
