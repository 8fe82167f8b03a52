"""Single evidence files: what is said about hostile, broken and telling ones, and that none of them ends the run."""

from __future__ import annotations

import os
import time
import tracemalloc
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.evidence.detect import kind_of
from ncr_toolkit.evidence.file_kinds import fits
from ncr_toolkit.evidence.filenames import alike, trouble
from ncr_toolkit.evidence.folder_files import FolderFile, walk
from ncr_toolkit.evidence.inspect import leaks, notes_of
from ncr_toolkit.evidence.notes import Topic
from ncr_toolkit.evidence.register_rows import next_ids
from ncr_toolkit.evidence.survey import of_item
from tests.telling import FILES, content, pdf, photo, sparse, word, zipped


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_about_it(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(content(name))
    said = [(note.topic.value, note.message) for note in of_item(FolderFile(name, path, path.stat().st_size), ())]
    wanted = FILES[name][1]
    assert len(said) == len(wanted), said
    for topic, words in wanted:
        assert any(topic == each and words in message for each, message in said), said


def test_every_note_says_what_to_do(tmp_path):
    for name in FILES:
        path = tmp_path / name
        path.write_bytes(content(name))
        for note in of_item(FolderFile(name, path, path.stat().st_size), ()):
            assert note.fix.endswith(".") and not note.message.endswith(".") and "  " not in note.message + note.fix


def test_leaks_are_what_leaves_the_house(tmp_path):
    (tmp_path / "phone.jpg").write_bytes(photo())
    (tmp_path / "scan.pdf").write_bytes(b"MZ\0\0")
    (tmp_path / "drawing.dwg").write_bytes(b"AC1032\0")
    assert [note.topic for note in leaks(tmp_path / "phone.jpg")] == [Topic.PLACE]
    assert leaks(tmp_path / "scan.pdf") == []
    assert [note.topic for note in leaks(tmp_path / "drawing.dwg")] == [Topic.UNSEEN], "silence is no verdict"
    assert [note.topic for note in leaks(tmp_path / "gone.pdf")] == []


@pytest.mark.parametrize(("name", "head"), [
    ("a.pdf", b"%PDF-1.7\n"), ("a.jpg", photo()), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.docx", b"PK\x03\x04"),
    ("a.tif", b"II*\0\x08\0\0\0"), ("a.mov", b"\0\0\0\x18ftypqt  "), ("a.heic", b"\0\0\0\x18ftypheic"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("a.eml", b"From: a@example.org\n"), ("a.txt", b"log"),
    ("a.zip", b"PK\x05\x06"), ("a.rtf", b"{\\rtf1"), ("a.bin", b"")])
def test_a_gigabyte_of_nothing_is_not_read(tmp_path, name, head):
    path = sparse(tmp_path / name, 1 << 30, head)
    tracemalloc.start()
    begun = time.process_time()
    notes_of(path)
    took, peak = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 << 20 and took < 10


def test_a_large_pdf_whose_end_is_there_is_not_read_whole(tmp_path):
    path = sparse(tmp_path / "a.pdf", 1 << 30, b"%PDF-1.7\n")
    with path.open("ab") as stream:
        stream.write(b"startxref\n12345\n%%EOF\n")
    tracemalloc.start()
    said = notes_of(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [note.topic for note in said] == [Topic.UNSEEN] and peak < 100 << 20


def relations(text: bytes, count: int = 1) -> bytes:
    return word(parts={f"word/_rels/{n}.rels": text for n in range(count)})


@pytest.mark.parametrize(("name", "made"), [
    ("many.docx", lambda: relations(b" " * 20_000_000, 40)),
    ("open.docx", lambda: relations(b"<Relationship " * 2_000_000)),
    ("tracked.docx", lambda: word(replace=(b"<w:sectPr", b"<w:ins " * 2_000_000 + b"<w:sectPr"))),
    ("a.heic", lambda: b"\0\0\0\x18ftypheic" + b"Exif\0\0II*\0" * 1_000_000),
    ("a.eml", lambda: b"Content-Disposition: attachment\n " * 200_000),
    ("a.zip", lambda: many_entries(120_000)),
])
def test_what_is_made_to_take_for_ever_does_not(tmp_path, name, made):
    (tmp_path / name).write_bytes(made())
    tracemalloc.start()
    begun = time.process_time()
    said = {note.topic for note in notes_of(tmp_path / name)}
    assert name != "many.docx" or Topic.UNSEEN in said, "what was not looked into is said"
    took, peak = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 10 and peak < 150 << 20


def many_entries(count: int) -> bytes:
    """A zip that lists one entry again and again."""
    data = zipped({"a.txt": b"x"})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    size = (end - start) * count
    return data[:start] + data[start:end] * count + data[end:end + 12] + size.to_bytes(4, "little") + data[end + 16:]


@given(st.sampled_from(sorted(name for name in FILES if "bomb" not in name)), st.data())
def test_no_bytes_end_the_run(tmp_path_factory, name, data):
    """Every file cut off, or with bytes changed, is still only a file with notes."""
    made = bytearray(content(name))
    for _ in range(data.draw(st.integers(0, 6))):
        if made:
            made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    made = made[:data.draw(st.integers(0, len(made)))]
    path = tmp_path_factory.getbasetemp() / f"any{os.path.splitext(name)[1][:5]}"  # noqa: PTH122
    path.write_bytes(bytes(made))
    for note in notes_of(path):
        assert note.message and note.fix and "Error" not in note.message, note


def test_nothing_is_written_to_the_terminal(tmp_path, capfd):
    for name in ("huge-exif.jpg", "no-tables.pdf", "bomb.pdf", "cut.doc", "scan.tif"):
        (tmp_path / name).write_bytes(content(name))
        notes_of(tmp_path / name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert notes_of(tmp_path / "huge-exif.jpg") == []
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_a_file_that_is_not_there_or_may_not_be_read_is_a_note(tmp_path, monkeypatch):
    assert [note.topic for note in notes_of(tmp_path / "gone.pdf")] == [Topic.UNREAD]
    monkeypatch.setattr("ncr_toolkit.evidence.inspect.kind_of", lambda path: 1 / 0)
    (tmp_path / "odd.pdf").write_bytes(pdf())
    assert [note.topic for note in notes_of(tmp_path / "odd.pdf")] == [Topic.UNSEEN]


def test_a_file_kept_online_only_is_not_opened(tmp_path, monkeypatch):
    class About:
        st_file_attributes = 0x400000

    (tmp_path / "a.pdf").write_bytes(pdf())
    monkeypatch.setattr("ncr_toolkit.evidence.inspect.Path.lstat", lambda path: About())
    monkeypatch.setattr("ncr_toolkit.evidence.inspect.kind_of", lambda path: 1 / 0)
    assert [note.topic for note in notes_of(tmp_path / "a.pdf")] == [Topic.CLOUD]


@pytest.mark.parametrize(("name", "words"), [
    ("NC-1/log.txt", ""), ("a/CON", "device"), ("aux.tar.gz", "device"), ("con/x.txt", "device"), ("a./b.txt", "end"),
    (" a.txt", "end"), ("a:b.txt", "not allow"), ("a\\b.txt", "not allow"), ("a\x07.txt", "not allow"),
    ("d" * 201, "201 characters"), ("console.txt", ""), ("größe.txt", ""), ("a\u202efdp.exe", "backwards")])
def test_names(name, words):
    assert bool(trouble(name)) is bool(words) and words in trouble(name)


def test_names_that_differ_by_case_or_accent_alone():
    assert alike(["a/Log.txt", "a/log.txt", "b/log.txt"]) == {"a/log.txt": "a/Log.txt"}
    assert alike(["caf\u00e9.txt", "cafe\u0301.txt"]) == {"cafe\u0301.txt": "caf\u00e9.txt"}


@pytest.mark.parametrize(("head", "ending", "fit"), [
    (b"BM is a name", ".txt", True), (b"MZ is a name", ".csv", True), (b"GIF89a", ".png", False),
    ("\ufeffa;b".encode("utf-16-le"), ".csv", True), ("a;b".encode("utf-16-le"), ".csv", True), (b"a,b", ".xyz", True),
    (b"a,b", ".pdf", False), (b"\0\1\2", ".jpg", False), (b"{}", ".json", True), (b"<html>", ".xls", False),
    (b"%PDF-1.4", ".ai", True), (b"\xff\xd8\xff\xe0", ".jpeg", True), (b"\xff\xd8\xff\xe0", ".JPG", True)])
def test_content_and_ending(tmp_path, head, ending, fit):
    path = tmp_path / f"file{ending}"
    path.write_bytes(head)
    assert fits(kind_of(path), ending.casefold()) is fit


@pytest.mark.parametrize(("ids", "first"), [
    ([], "E-01"), (["E-01", "E-09"], "E-10"), (["EV-016", "EV-002", "X1"], "EV-017"), (["E-9", "E-10"], "E-11"),
    (["proof"], "E-01"), (["E-99", "E-100"], "E-101"), (["7", "8"], "9")])
def test_the_next_free_number(ids, first):
    assert next(next_ids(ids)) == first


def test_links_are_followed_within_the_folder_and_not_out_of_it(tmp_path):
    folder, away = tmp_path / "evidence", tmp_path / "private"
    (folder / "in").mkdir(parents=True)
    away.mkdir()
    (away / "salaries.txt").write_text("x")
    (folder / "in" / "log.txt").write_text("x")
    (folder / "inside.txt").symlink_to(folder / "in" / "log.txt")
    (folder / "file.txt").symlink_to(away / "salaries.txt")
    (folder / "folder").symlink_to(away)
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nothing")
    os.mkfifo(folder / "pipe")
    shelf = walk(folder)
    assert [item.name for item in shelf.items] == ["in/log.txt", "inside.txt"]
    assert {name: note.topic for name, note in shelf.strange} == {
        "file.txt": Topic.OUTSIDE, "folder": Topic.OUTSIDE, "gone.txt": Topic.UNREAD, "pipe": Topic.UNREAD}


def test_folders_deeper_than_functions_may_call_themselves(tmp_path):
    here = tmp_path
    for _ in range(400):  # the whole path stays below what the system bears
        here = here / "d"
    here.mkdir(parents=True)
    (here / "a.txt").write_text("x")
    assert [item.name.count("/") for item in walk(tmp_path).items] == [400]
