"""Results are written whole, under names every system bears, and never over what a person made."""

from __future__ import annotations

import io
import zipfile

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import safe_name, same_bytes, unique_names, write_whole
from ncr_toolkit.common.folder import FileTrouble, locate
from ncr_toolkit.common.output_folder import LEDGER, OutputFolder


@pytest.mark.parametrize(("typed", "name"), [
    ("NC-2026/03", "NC-2026_03"), ('a<b>:"|?*c', "a_b______c"), ("CON", "_CON"), ("nul.txt", "_nul.txt"),
    ("  NC 1. ", "NC 1"), ("..", "_"), ("審計-1", "審計-1"), ("a\tb\nc", "a_b_c"), ("x" * 300, "x" * 120),
    ("語" * 85, "語" * 40),
    ("invoice\u202excod", "invoice_xcod"),
])
def test_safe_names(typed, name):
    assert safe_name(typed) == name


def test_names_that_collide_are_told_apart_in_any_order():
    ids = ["NC/1", "nc:1", "NC-2", "NC\\1"]
    names = dict(zip(ids, unique_names(ids), strict=True))
    assert names == dict(zip(reversed(ids), unique_names(ids[::-1]), strict=True))
    assert len({name.casefold() for name in names.values()}) == 4
    assert names["NC-2"] == "NC-2" and names["NC/1"].startswith("NC_1 ")


def test_the_same_id_twice_gives_two_names():
    assert unique_names(["NC-1", "NC-1"]) == ["NC-1", "NC-1 (2)"]


def test_existing_file_is_left_alone(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    with pytest.raises(CannotRun, match="--force"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    write_whole(path, b"two", force=True)
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path], "no temporary file stays behind"


def test_file_that_cannot_be_written_is_said_plainly(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRun, match="cannot be written"):
        write_whole(tmp_path / "file" / "under.txt", b"")


def put(folder, name, content, **more):
    with OutputFolder(folder, **more) as out:
        out.refuse_changed([name], lambda name: content)
        out.write(name, content)


def test_own_results_are_replaced_and_edited_ones_are_not(tmp_path):
    put(tmp_path, "a.docx", b"one")
    put(tmp_path, "a.docx", b"two")
    (tmp_path / "a.docx").write_bytes(b"edited by a person")
    with pytest.raises(CannotRun, match="not left like that"):
        put(tmp_path, "a.docx", b"three")
    assert (tmp_path / "a.docx").read_bytes() == b"edited by a person"
    put(tmp_path, "a.docx", b"three", force=True)
    assert (tmp_path / "a.docx").read_bytes() == b"three"


def test_an_interrupted_run_does_not_lock_its_folder(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"one")  # as a killed run leaves it: written, and not in the ledger
    put(tmp_path, "a.docx", b"one")
    with pytest.raises(KeyboardInterrupt), OutputFolder(tmp_path) as out:
        out.write("b.docx", b"two")
        raise KeyboardInterrupt
    put(tmp_path, "b.docx", b"three")


def test_a_broken_ledger_protects_everything(tmp_path):
    (tmp_path / LEDGER).write_text("{ not json")
    (tmp_path / "a.docx").write_bytes(b"somebody's")
    with pytest.raises(CannotRun):
        put(tmp_path, "a.docx", b"mine")


def test_what_is_no_folder_is_refused_before_anything_is_written(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "out" / LEDGER).mkdir(parents=True)
    for path in (tmp_path / "file", tmp_path / "out"):
        with pytest.raises(CannotRun, match="choose another folder"):
            OutputFolder(path)


def test_a_folder_that_stands_where_a_result_goes_is_named_before_any_is_put_in_place(tmp_path):
    (tmp_path / "b.json").mkdir()
    with pytest.raises(CannotRun, match=r"b\.json is a folder"), OutputFolder(tmp_path) as out:
        out.write("a.txt", b"a")
        out.write("b.json", b"{}")
    assert [each.name for each in tmp_path.iterdir()] == ["b.json"]


def test_a_zip_packed_twice_is_the_same(tmp_path):
    def package(when):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(zipfile.ZipInfo("a.xml", when), "<a/>")
        return out.getvalue()

    one, two = package((2020, 1, 1, 0, 0, 0)), package((2026, 6, 30, 12, 0, 0))
    assert one != two
    assert same_bytes(one) == same_bytes(two)
    assert zipfile.ZipFile(io.BytesIO(same_bytes(one))).read("a.xml") == b"<a/>"


@pytest.fixture
def evidence(tmp_path):
    folder = tmp_path / "evidence"
    (folder / "NC-1").mkdir(parents=True)
    (folder / "NC-1" / "log.txt").write_text("x")
    (folder / "empty.txt").write_text("")
    (tmp_path / "secret.txt").write_text("salaries")
    (folder / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder / "loop")
    return folder


@pytest.mark.parametrize(("text", "trouble"), [
    ("NC-1/log.txt", None), ("NC-1\\log.txt", None), (" NC-1/log.txt ", None), ("./NC-1/log.txt", None),
    ("https://example.org/a?b=c", None), ("http://example.org", FileTrouble.INSECURE),
    ("gone.txt", FileTrouble.MISSING), ("NC-1", FileTrouble.FOLDER), ("empty.txt", FileTrouble.EMPTY),
    ("../secret.txt", FileTrouble.OUTSIDE), ("NC-1/../../secret.txt", FileTrouble.OUTSIDE),
    ("..\\secret.txt", FileTrouble.OUTSIDE),
    ("way-out.txt", FileTrouble.OUTSIDE), ("/etc/passwd", FileTrouble.LOCAL), ("C:\\a.txt", FileTrouble.LOCAL),
    ("C:a.txt", FileTrouble.LOCAL), ("\\\\server\\share\\a.txt", FileTrouble.LOCAL),
    ("//server/a.txt", FileTrouble.LOCAL),
    ("file:///etc/passwd", FileTrouble.LOCAL), ("~/a.txt", FileTrouble.LOCAL), ("mailto:a@b.c", FileTrouble.LOCAL),
    ("x" * 5000, FileTrouble.MISSING), ("loop", FileTrouble.MISSING), ("a\x00b", FileTrouble.LOCAL),
])
def test_evidence_is_taken_from_its_folder_only(evidence, text, trouble):
    found = locate(evidence, text)
    assert found.trouble is trouble
    assert found.path is None or found.path.is_relative_to(evidence)
