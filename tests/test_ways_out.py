"""Nothing is fetched for a form of the body: what leads out of it is gone from what we write, and LibreOffice follows
nothing. The listener stands on this machine.
"""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdf
import pytest
from docx import Document
from lxml import etree
from PIL import Image

from ncr_toolkit.forms import load
from ncr_toolkit.submission import pdf_export
from ncr_toolkit.word.template import template as company
from tests.forms import OFFICE, p, r
from tests.ways_out import blip, coded, form, ways

WEB = "http://198.51.100.7/logo.png"
SIZE = (123, 77)  # of a picture that nothing else has
FOLLOWED = ("a linked picture", "a linked picture whose relation says it is a hyperlink", "a picture in the header",
            "INCLUDEPICTURE with a linked result", "a drawing that leads out", "a picture in a footnote")
"""What LibreOffice 7.4 follows, of all the ways; the others Word does."""
ADDRESSES = (WEB, "file:///etc/hosts", r"\\\\198.51.100.7\\share\\a.png", "C:/Users/anna/a.png", "//198.51.100.7/a.png")


def closed(content: bytes, folder) -> tuple[bytes, tuple[str, ...]]:
    """The form as we write it, with nothing filled in, and what is told of it."""
    path = folder / "form.docx"
    path.write_bytes(content)
    read = load(path)
    return read.kind.package.packed({}), read.led_out


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("to", ADDRESSES)
@pytest.mark.parametrize("way", ways(WEB))
def test_no_way_out_is_left_and_each_is_told(way, to, tmp_path):
    content, told = closed(ways(to)[way], tmp_path)
    assert told and told[0].startswith("It led out of itself")
    held = parts(content)
    for name, part in held.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(part)
            for each in list(root.iter("{*}Relationship")):
                if each.get("Type", "").endswith("/hyperlink"):  # what somebody has to click stays
                    root.remove(each)
            left = etree.tostring(root).decode()
            assert to not in left and to.replace("\\", "\\\\") not in left, name
    document = held["word/document.xml"].decode()
    assert "Root cause" in document and "End" in document  # people's words stay


def test_words_that_a_field_shows_stay(tmp_path):
    content, _ = closed(form(coded(f'INCLUDETEXT "{WEB}"', r("shown"))), tmp_path)
    assert [each.text for each in Document(io.BytesIO(content)).paragraphs if each.text] == ["shown", "End"]


def test_what_people_click_and_what_the_form_holds_stay(tmp_path):
    click = '<w:p><w:hyperlink r:id="rId90">' + r("our site") + "</w:hyperlink></w:p>"
    content, told = closed(form(click + coded("PAGE") + coded("FILENAME"), ("rId90", "hyperlink", WEB)), tmp_path)
    assert told == () and content == closed(content, tmp_path)[0]
    assert WEB.encode() in parts(content)["word/_rels/document.xml.rels"] and "our site" in str(parts(content))


def test_a_picture_that_is_there_beside_its_link_stays(tmp_path):
    both = blip('r:embed="rId91" r:link="rId90"')
    inside = f'<Relationship Id="rId91" Type="{OFFICE}/image" Target="media/a.png"/>'
    made = form(both, ("rId90", "image", WEB), inside=inside, parts={"word/media/a.png": "png"})
    content, told = closed(made, tmp_path)
    assert told and b'r:embed="rId91"' in parts(content)["word/document.xml"]
    assert b"r:link" not in parts(content)["word/document.xml"]


def test_a_field_that_prints_the_folder_of_this_computer_keeps_what_it_showed(tmp_path):
    content, told = closed(form(coded("FILENAME \\p", r("F-27.docx"))), tmp_path)
    assert "FILENAME" in told[0] and b"instrText" not in parts(content)["word/document.xml"]
    assert b"F-27.docx" in parts(content)["word/document.xml"]


@pytest.mark.parametrize("field", [
    coded('DATE \\@ "d MMMM yyyy"', r("12 March 2019")), coded(" time", r("14:02")), coded("USERNAME", r("Ana Lima")),
    '<w:p><w:fldSimple w:instr=" DATE ">' + r("2019-03-12") + "</w:fldSimple></w:p>",
    "<w:p><w:r><w:dayLong/><w:monthShort/><w:yearLong/></w:r></w:p>"])
def test_a_field_that_prints_the_clock_or_the_user_of_this_computer_is_blank_and_told(field, tmp_path):
    """It would say of our answer what nobody has said; and the words that it showed are of another day."""
    content, told = closed(form(field, header=field), tmp_path)
    assert told and all("left blank" in each for each in told)
    assert [each.text for each in Document(io.BytesIO(content)).paragraphs if each.text] == ["End"]
    for name in ("word/document.xml", "word/header1.xml"):
        assert not re.search(b"instr|Long/|Short/|2019|14:02|Lima", parts(content)[name]), name


def test_fields_in_each_other_are_taken_apart_once_and_one_that_never_ends_takes_no_words(tmp_path):
    nested = coded("IF 1", coded(f'INCLUDETEXT "{WEB}"', r("kept"))[len("<w:p>"):-len("</w:p>")])
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    endless = p(f"{begin}<w:r><w:instrText>DDE a b</w:instrText></w:r>{r('words')}")
    held = parts(closed(form(nested + endless), tmp_path)[0])["word/document.xml"].decode()
    assert "kept" in held and "words" in held and "IF 1"[1:] in held
    assert "INCLUDE" not in held and "DDE" not in held


def test_five_thousand_fields_in_each_other_are_no_labour(tmp_path):
    """As many steps as fields: taking each with all that stands in it would be 12 million."""
    many = 5000
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>LINK a</w:instrText></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    held = parts(closed(form(p(begin * many + end * many)), tmp_path)[0])["word/document.xml"]
    assert b"fldChar" not in held


@pytest.mark.parametrize("way", ways(WEB))
def test_the_look_of_a_company_takes_no_way_out_along(way, tmp_path):
    path = tmp_path / "company.docx"
    path.write_bytes(ways(WEB)[way])
    stream = io.BytesIO()
    company.load(path).document.save(stream)
    assert not any(b"198.51.100.7" in part for part in parts(stream.getvalue()).values())


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Where a picture is to be had, and who asked for it."""
    asked: list[str] = []

    class Picture(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(picture())

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - so the library wants them

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Picture)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/logo.png", asked
    server.shutdown()
    server.server_close()


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", SIZE, (200, 10, 10)).save(stream, "PNG")
    return stream.getvalue()


def shows_it(pdf) -> bool:
    return any(each.image is not None and each.image.size == SIZE
               for page in pypdf.PdfReader(pdf).pages for each in page.images)


@pytest.mark.office
def test_libreoffice_neither_calls_out_nor_takes_a_local_file_along(listener, office, tmp_path):
    """Each of the two defences alone: forms as they came with our profile, and forms as we write them without it."""
    web, asked = listener
    (tmp_path / "secret.png").write_bytes(picture())
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    for folder in (raw, clean):
        folder.mkdir()
    for number, to in enumerate((web, (tmp_path / "secret.png").as_uri())):
        for way, content in ways(to).items():
            if way not in FOLLOWED:
                continue
            (clean / f"{number} {way}.docx").write_bytes(closed(content, tmp_path)[0])
            if way != "a drawing that leads out":  # LibreOffice 7.4 asks no setting for the pictures of a drawing
                (raw / f"{number} {way}.docx").write_bytes(content)
    found = sorted(clean.glob("*.docx"))
    office(found[0], "pdf", clean, *found[1:])
    assert not asked and not any(map(shows_it, clean.glob("*.pdf")))
    made = pdf_export.convert(sorted(raw.glob("*.docx")), raw, pdf_export.office(), date(2026, 6, 30))
    assert made and not asked and not any(map(shows_it, made))
    assert shows_it(office(raw / "0 a linked picture.docx", "pdf", tmp_path)) and asked  # without both it calls out
