"""Zip packages that were damaged, or made to do harm: each ends in the one exception, and soon.

Every damage is done to the bytes of one small workbook. Behind the reader stand its users: none of them lets anything
through but its own sentence.
"""

from __future__ import annotations

import contextlib
import errno
import io
import re
import struct
import time
import tracemalloc
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages import limits, reader, relations, safe_xml
from ncr_toolkit.common.packages.errors import PackageError, Reason
from ncr_toolkit.common.packages.limits import EVIDENCE, NONE, OWN, REGISTER, SUBMISSION, WORD_DOCUMENT
from ncr_toolkit.common.packages.reader import escapes, open_zip
from ncr_toolkit.common.packages.replace_parts import with_parts
from ncr_toolkit.common.packages.writer import packed
from ncr_toolkit.evidence.inspect import notes_of
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.forms import load as load_form
from ncr_toolkit.submission.verify_package import verify
from ncr_toolkit.word.template.template_file import open_template
from tests.packages import raw_workbook, sheet_xml

PARTS = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook>" + b" " * 4000 + b"</workbook>",
         "xl/media/image1.png": bytes(range(256)) * 20}
SOUND = packed(PARTS.items())
SECOND = 2  # which of them is damaged: xl/workbook.xml
MB = 1024 * 1024


def entry(data: bytes, number: int = SECOND) -> int:
    """Where the number-th line of the central directory begins, counted from 1."""
    place = -1
    for _ in range(number):
        place = data.index(b"PK\x01\x02", place + 1)
    return place


def patched(data: bytes, place: int, form: str, value: int) -> bytes:
    """`value` written over the bytes at `place`."""
    changed = bytearray(data)
    struct.pack_into(form, changed, place, value)
    return bytes(changed)


def header(data: bytes, number: int = SECOND) -> int:
    """Where the member itself begins."""
    return int(struct.unpack_from("<L", data, entry(data, number) + 42)[0])


def lying(data: bytes, size: int, crc: int | None = None) -> bytes:
    """The second member says that it unpacks to `size` bytes, with the sum of those where that is given."""
    for place, head in ((entry(data), 24), (header(data), 22)):
        data = patched(data, place + head, "<L", size)
        if crc is not None:
            data = patched(data, place + head - 8, "<L", crc)
    return data


@cache
def bomb(size: int) -> bytes:
    """So many bytes in a thousandth of the room."""
    return packed((*PARTS.items(), ("xl/bomb.xml", bytes(size))))


def nested() -> bytes:
    """Members that lie in each other: the same packed bytes are listed under many names."""
    data, lines = SOUND, b""
    start, line = entry(data, 1), data[entry(data, 2):entry(data, 3)]
    for number in range(500):
        name = f"xl/sheet{number:04}.xml".encode()
        lines += line[:46].replace(struct.pack("<H", 15), struct.pack("<H", len(name)), 1) + name
    return data[:start] + lines + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 500, 500, len(lines), start, 0)


def many(count: int, name: str) -> bytes:
    """A list of so many empty members."""
    line = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, len(name) + 6, *bytes(6))
    lines = b"".join(line + f"{name}{number:06}".encode() for number in range(count))
    return lines + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count % 65536, count % 65536, len(lines), 0, 0)


def twice() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        for name, content in (*PARTS.items(), ("xl/workbook.xml", b"<workbook>another</workbook>")):
            archive.writestr(name, content)
    return stream.getvalue()


def bz2() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    return stream.getvalue()


DAMAGED = {
    "an empty file": (b"", Reason.DAMAGED),
    "no zip": (b"Finding ID;Grade\n" * 500, Reason.DAMAGED),
    "only the mark of a zip": (b"PK\x03\x04" + bytes(500), Reason.DAMAGED),
    "cut at its end": (SOUND[:-1], Reason.DAMAGED),
    "cut in its middle": (SOUND[:len(SOUND) // 2], Reason.DAMAGED),
    "its list cut out": (SOUND[:entry(SOUND)] + SOUND[entry(SOUND, 3):], Reason.DAMAGED),
    "its beginning cut off": (SOUND[200:], Reason.DAMAGED),
    "another sum": (patched(SOUND, entry(SOUND) + 16, "<L", 1), Reason.DAMAGED),
    "other bytes": (patched(SOUND, header(SOUND) + 30 + 15 + 9, "<L", 0xFFFFFFFF), Reason.DAMAGED),
    "a header of its own": (patched(SOUND, header(SOUND), "<L", 0), Reason.DAMAGED),
    "another name in its header": (patched(SOUND, header(SOUND) + 30, "<B", ord("y")), Reason.DAMAGED),
    "a place behind the end": (patched(SOUND, entry(SOUND) + 42, "<L", 0x7FFFFFFF), Reason.DAMAGED),
    "larger than it says": (lying(SOUND, 100), Reason.DAMAGED),
    "larger than it says, with a fitting sum": (lying(SOUND, 100, zlib.crc32(PARTS["xl/workbook.xml"][:100])),
                                                Reason.DAMAGED),
    "smaller than it says": (lying(SOUND, 9000), Reason.DAMAGED),
    "packed to more than there is": (patched(SOUND, entry(SOUND) + 20, "<L", 0x7FFFFFFF), Reason.DAMAGED),
    "members that lie in each other": (nested(), Reason.DAMAGED),
    "a way of packing nobody knows": (patched(SOUND, entry(SOUND) + 10, "<H", 77), Reason.METHOD),
    "a way of packing no Office file has": (bz2(), Reason.METHOD),
    "encrypted": (patched(SOUND, entry(SOUND) + 8, "<H", 1), Reason.ENCRYPTED),
    "a bomb": (bomb(40 * MB), Reason.TOO_LARGE),
    "a bomb that says less": (patched(bomb(40 * MB), entry(bomb(40 * MB), 4) + 24, "<L", 100), Reason.DAMAGED),
    "gigabytes it says": (lying(SOUND, 0xF0000000), Reason.TOO_LARGE),
    "a name twice": (twice(), Reason.DOUBLE),
    "thousands of members": (many(20_001, "xl/"), Reason.TOO_MANY),
    "a list of many megabytes": (many(19_000, "xl/worksheets/" + "x" * 200), Reason.TOO_MANY),
}


def read_all(data: bytes, by: limits.Limits = REGISTER) -> dict[str, bytes]:
    with open_zip(data, by) as package:
        return dict(package.contents())


def test_a_sound_package():
    assert read_all(SOUND) == PARTS
    with open_zip(SOUND, REGISTER) as package:
        assert package.is_bare() and not package.doubles() and package.excess() is None
        assert package.size == sum(map(len, PARTS.values())) and list(package.parts) == list(PARTS)


def test_a_sound_package_on_the_disk(tmp_path):
    path = tmp_path / "sound.zip"
    path.write_bytes(SOUND)
    for by in (REGISTER, WORD_DOCUMENT, EVIDENCE, SUBMISSION, OWN):
        with open_zip(path, by) as package:
            assert dict(package.contents()) == PARTS
    with pytest.raises(FileNotFoundError):
        open_zip(tmp_path / "gone.zip", EVIDENCE)


@pytest.mark.parametrize("how", DAMAGED)
def test_each_damage_ends_in_the_one_exception_and_soon(how):
    data, reason = DAMAGED[how]
    start = time.process_time()
    with pytest.raises(PackageError) as caught:
        read_all(data)
    assert caught.value.reason is reason and str(caught.value)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("how", DAMAGED)
def test_the_users_say_their_own_sentence(how, tmp_path):
    data = DAMAGED[how][0]
    path = tmp_path / "file.xlsx"
    path.write_bytes(data)
    for user in (read_register, open_template, load_form, verify):
        start = time.process_time()
        with pytest.raises(CannotRun) as caught:
            user(path)
        sentence = str(caught.value)
        assert path.name in sentence and sentence.endswith((".", "ncr new")) and "\n" not in sentence
        assert time.process_time() - start < 5
    assert all("built in a way that is not known" not in note.message for note in notes_of(path))


def test_a_bomb_is_not_unpacked_to_be_found_one():
    """A limit on the declared size alone would not do: what is there in truth is not unpacked either."""
    whole = bomb(40 * MB)
    liar = patched(whole, entry(whole, 4) + 24, "<L", 5000)
    with open_zip(liar, REGISTER) as package:
        tracemalloc.start()
        try:
            with pytest.raises(PackageError) as refused:
                package.read("xl/bomb.xml")
            assert "larger than it says" in refused.value.detail
            assert tracemalloc.get_traced_memory()[1] < 8 * MB
        finally:
            tracemalloc.stop()


def test_an_error_of_the_drive_is_none_of_the_package(monkeypatch):
    def broken(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(reader.zlib, "crc32", broken)
    with pytest.raises(OSError, match="Input/output"):
        read_all(SOUND)


def test_proof_is_looked_into_up_to_a_limit():
    small = limits.Limits(limits.DIRECTORY, limits.MEMBERS, part=5000, read=9000, total=NONE, at_once=False)
    with open_zip(SOUND, small) as package:
        with pytest.raises(PackageError) as caught:
            package.read("xl/media/image1.png")
        assert caught.value.reason is Reason.TOO_LARGE and caught.value.size == 5120 and package.left == 9000
        package.read("xl/workbook.xml")
        package.read("xl/workbook.xml")
        with pytest.raises(PackageError):
            package.read("xl/workbook.xml")
        assert package.left == 0, "and it is known that something was not looked at"


@pytest.mark.parametrize("part, total, which", [(5000, limits.NONE, "xl/media/image1.png"), (6000, 9000, "")])
def test_what_is_too_large_is_refused_before_anything_is_unpacked(part, total, which):
    with pytest.raises(PackageError) as caught:
        open_zip(SOUND, limits.Limits(limits.DIRECTORY, limits.MEMBERS, part=part, total=total))
    assert (caught.value.reason, caught.value.part) == (Reason.TOO_LARGE, which)


def test_what_is_told_of_proof():
    with open_zip(bomb(110 * MB), EVIDENCE) as package:
        assert package.excess().reason is Reason.TOO_LARGE
    with open_zip(many(20_001, "a"), EVIDENCE) as package:
        assert package.excess().reason is Reason.TOO_MANY
    with open_zip(twice(), EVIDENCE) as package:
        assert package.doubles() == {"xl/workbook.xml": 2} and package.read("xl/workbook.xml").endswith(b"r</workbook>")


@pytest.mark.parametrize("name, out", [
    ("a/b.txt", False), ("a..b/c.txt", False), ("..", True), ("a/../../b", True), ("/etc/passwd", True),
    ("..\\b", True), ("C:\\b", True), ("c:b", True), ("\\\\server\\share\\b", True), ("//server/share", True)])
def test_names_that_lead_out_of_the_folder(name, out):
    assert escapes(name) is out
    with open_zip(packed([(name, b"x")]), EVIDENCE) as package:
        assert [escapes(member.name) for member in package.members] == [out]
        assert package.read(name) == b"x", "it is only read, never unpacked"


@pytest.mark.parametrize("data, bare", [
    (SOUND, True), (b"before" + SOUND, False), (SOUND[:-2] + b"\x03\x00end", False), (packed([]), True)])
def test_what_stands_around_a_zip(data, bare):
    with open_zip(data, SUBMISSION) as package:
        assert package.is_bare() is bare


def test_links_are_told():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    with open_zip(stream.getvalue(), SUBMISSION) as package:
        assert [member.is_link for member in package.members] == [True]


def test_other_ways_of_packing_are_read_where_no_office_program_need_read_them():
    assert read_all(bz2(), SUBMISSION) == PARTS
    broken = bytearray(bz2())
    broken[header(bytes(broken)) + 60] ^= 0xFF
    with pytest.raises(PackageError):
        read_all(bytes(broken), SUBMISSION)


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, len(SOUND) - 1), value=st.integers(0, 255), cut=st.integers(0, 60))
def test_whatever_byte_is_changed(place, value, cut):
    """Either it is found out, or what is read is what was packed."""
    data = bytearray(SOUND)
    data[place] = value
    for by in (REGISTER, EVIDENCE):
        with contextlib.suppress(PackageError):
            for name, content in read_all(bytes(data[:len(data) - cut]), by).items():
                assert content == PARTS.get(name, content)


def test_parts_replaced_and_added():
    changed = with_parts(SOUND, {"xl/workbook.xml": [b"<a>", b"</a>"], "new.xml": b"<new/>"})
    assert read_all(changed) == {**PARTS, "xl/workbook.xml": b"<a></a>", "new.xml": b"<new/>"}
    place = changed.index(b"xl/media/image1.png")
    assert changed[place:place + 60] == SOUND[SOUND.index(b"xl/media/image1.png"):][:60], "as it was packed"


LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
BOMB = f'<!DOCTYPE w [{LAUGHS}<!ENTITY e0 "ha">]><w a="&e12;">&e12;</w>'
XML = {
    "an entity bomb": (BOMB, Reason.DOCTYPE),
    "behind a long comment": (f"<?xml version='1.0'?> <!-- {'x' * 9000} -->\n<?a b?>{BOMB}", Reason.DOCTYPE),
    "in UTF-16": (("<?xml version='1.0' encoding='UTF-16'?>" + BOMB).encode("utf-16"), Reason.DOCTYPE),
    "in UTF-16 without a mark": (BOMB.encode("utf-16-be"), Reason.DOCTYPE),
    "in UTF-7": (b"<?xml version='1.0' encoding='UTF-7'?>" + BOMB.encode("utf-7"), Reason.DOCTYPE),
    "with a mark": (b"\xef\xbb\xbf" + BOMB.encode(), Reason.DOCTYPE),
    "in UCS-4": (BOMB.encode("utf-32-be"), Reason.NO_XML),
    "in EBCDIC": (BOMB.encode("cp500"), Reason.NO_XML),
    "a file from elsewhere": ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', Reason.DOCTYPE),
    "in an encoding nobody knows": ("<?xml version='1.0' encoding='klingon'?><a/>", Reason.NO_XML),
    "nothing": ("", Reason.NO_XML),
    "a text": ("Not XML at all", Reason.NO_XML),
    "not closed": ("<a><b></a>", Reason.NO_XML),
    "a comment without an end": ("<!-- ", Reason.NO_XML),
    "brackets alone": ("<a>" * 100_000, Reason.NO_XML),
}


@pytest.mark.parametrize("how", XML)
def test_xml_that_is_not_parsed(how):
    content, reason = XML[how]
    start = time.process_time()
    with pytest.raises(PackageError) as caught:
        safe_xml.parse(content.encode() if isinstance(content, str) else content, huge=how.startswith("in "))
    assert caught.value.reason is reason and time.process_time() - start < 2


def test_a_text_that_only_looks_like_a_document_type():
    """In a cell of a register somebody may have pasted a web page."""
    assert safe_xml.parse(b"<a><![CDATA[<!DOCTYPE html>]]><!-- <!DOCTYPE b> --></a>").text == "<!DOCTYPE html>"
    assert safe_xml.parse("<?xml version='1.0' encoding='UTF-16'?><a>ä</a>".encode("utf-16")).text == "ä"
    assert safe_xml.parse(b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe4</a>").text == "ä"


def test_a_workbook_with_entities_is_refused_wherever_they_stand(tmp_path):
    path = tmp_path / "laughs.xlsx"
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"):
        parts = read_all(raw_workbook(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')))
        path.write_bytes(packed((parts | {part: f"<!--{' ' * 5000}-->".encode() + BOMB.encode()}).items()))
        with pytest.raises(CannotRun, match="is damaged"):
            read_register(path)


@pytest.mark.parametrize("source, target, name", [
    ("", "xl/workbook.xml", "xl/workbook.xml"), ("", "/xl/workbook.xml", "xl/workbook.xml"),
    ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
    ("xl/worksheets/sheet1.xml", "../comments1.xml", "xl/comments1.xml"),
    ("word/document.xml", "/word/./header1.xml", "word/header1.xml"),
    ("word/document.xml", "../../../../etc/passwd", "etc/passwd")])
def test_where_a_relation_leads(source, target, name):
    root = safe_xml.parse(f'<Relationships xmlns="{relations.RELATIONS}"><Relationship Id="r1" Type="http://a/b/image" '
                          f'Target="{target}"/><Relationship Id="r2" Type="x/hyperlink" TargetMode="External" '
                          'Target="../elsewhere"/></Relationships>'.encode())
    assert relations.relations(root, source, {}) == {"r1": relations.Relation("image", name, False),
                                                 "r2": relations.Relation("hyperlink", "../elsewhere", True)}


def test_the_kinds_of_parts():
    kinds = relations.content_types(safe_xml.parse(
        f'<Types xmlns="{relations.TYPES}"><Default Extension="XML" ContentType="application/xml"/><Override '
        'PartName="/word/document.xml" ContentType="main"/><Override PartName="/gone.xml" ContentType="gone"/></Types>'
        .encode()))
    assert (kinds.of("word/document.xml"), kinds.of("a/b.Xml"), kinds.of("c.png")) == ("main", "application/xml", "")
    assert kinds.of_all(["word/document.xml", "a.xml", "c.png"]) == {"a.xml": "application/xml",
                                                                    "word/document.xml": "main"}
    assert relations.content_types(None).of("a.xml") == ""


def test_only_the_reader_and_the_writer_know_zip_files():
    """Whoever opens a zip anywhere else does it without the limits."""
    house = Path(relations.__file__).parents[2]
    found = {path.relative_to(house).as_posix() for path in house.rglob("*.py")
             if re.search(r"^\s*(?:import|from) zipfile\b", path.read_text(encoding="utf-8"), re.MULTILINE)}
    assert found == {f"common/packages/{name}.py" for name in ("reader", "writer", "replace_parts")}
