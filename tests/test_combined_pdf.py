"""All answers and their evidence as one PDF: what becomes a page, what is listed, and what never comes along."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.submission import combined_pdf
from ncr_toolkit.submission.annexes import Annex, annexes, converted, to_convert
from ncr_toolkit.submission.contents import contents
from ncr_toolkit.submission.pdf_merge import PdfPart, merged
from tests.conftest import TODAY
from tests.records import register
from tests.ways_out import ways

DAY = date(2026, 6, 30)
FILES = ("log.txt", "photo.jpg", "tall.png", "old.txt", "minutes.docx", "table.xlsx", "linked.docx", "page.pdf",
         "long.txt", "wide.csv", "archive.zip", "broken.png", "broken.docx", "web.html")
WHY = {"long.txt": "a text of 3001 lines, too long to be pages", "wide.csv": "a text of 1 line, too long to be pages",
       "archive.zip": "a zip archive; open the file", "broken.png": "it cannot be read as a page",
       "broken.docx": "a zip archive; open the file", "web.html": "a web page; open the file",
       "https": "a link; it is not in the package"}


def saved(thing, **more) -> bytes:
    stream = io.BytesIO()
    thing.save(stream, **more)
    return stream.getvalue()


def files() -> dict[str, bytes]:
    """Evidence of every kind that becomes pages, and of kinds that do not."""
    rotated = Image.Exif()
    rotated[0x0112], rotated[0x013B] = 6, "Jane Roe"  # turned by a quarter; the artist
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "x")
    page = pypdf.PdfWriter()
    page.add_blank_page(200, 100)
    return dict(zip(FILES, (
        b"one\n\ttwo & <three>\n", saved(Image.new("RGB", (300, 100)), format="JPEG", exif=rotated),
        saved(Image.new("P", (50, 4000)), format="PNG"), "Prüfung".encode("cp1252"), saved(Document()),
        saved(openpyxl.Workbook()), ways("file:///etc/hosts")["a linked picture"], written(page),
        b"x\n" * 3001, b"x" * 2001, zipped.getvalue(), b"\x89PNG\r\n\x1a\n" + b"x" * 50, b"PK\x03\x04",
        b"<!doctype html><p>x"), strict=True))


def written(writer: pypdf.PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """What goes into a package with that evidence."""
    folder = tmp_path_factory.mktemp("evidence")
    for name, content in files().items():
        (folder / name).write_bytes(content)
    rows = "".join(f"| E-{number} | NC-1 | About {name} | {name} | CA-1 |\n"
                   for number, name in enumerate((*FILES, "https://example.org/a"), 1))
    found = register("Findings\n| Finding ID | Grade | Status |\n|---|---|---|\n| NC-1 | Minor | Verifying |\n\n"
                     "Evidence\n| Evidence ID | Finding ID | Title | File or link | Supports |\n|---|---|---|---|---|\n"
                     + rows)
    review = Review(found, packs.load("iso42001"), TODAY, folder)
    return contents(Assessment(review, []), found.findings, Purpose.PLAN)


@pytest.fixture(scope="module")
def found(packed, tmp_path_factory) -> dict[str, Annex]:
    """The annexes by the names of their files."""
    (made,) = annexes(packed, tmp_path_factory.mktemp("made") / "annexes").values()
    return {annex.proof.path.name if annex.proof.path else "https": annex for annex in made}


def test_what_cannot_be_a_page_says_why(found):
    assert {name: annex.why for name, annex in found.items() if annex.why} == WHY


def test_in_another_language_a_kind_goes_by_its_ending(packed, tmp_path):
    review = packed.assessment.review
    review.documents_in = "German"
    try:
        (made,) = annexes(packed, tmp_path / "annexes").values()
    finally:
        review.documents_in = ""
    told = {annex.proof.path.name: annex.why for annex in made if annex.proof.path and annex.why}
    assert (told["archive.zip"], told["web.html"]) == ("ZIP; bitte die Datei \u00f6ffnen",
                                                       "HTML; bitte die Datei \u00f6ffnen")


def test_texts_and_pictures_become_documents(found):
    text = Document(found["log.txt"].source)
    assert [each.text for each in text.paragraphs] == [
        "Annex E-1 to NC-1: About log.txt", "Evidence for CA-1, file E-1_log.txt", "one", "\ttwo & <three>"]
    assert "Prüfung" in [each.text for each in Document(found["old.txt"].source).paragraphs], "of an old program"
    photo = Document(found["photo.jpg"].source)
    (shape,) = photo.inline_shapes
    assert shape.height > shape.width, "turned as it is to be seen"
    (picture,) = [part.blob for part in photo.part.package.iter_parts() if part.partname.startswith("/word/media")]
    assert b"Jane Roe" not in picture
    (shape,) = Document(found["tall.png"].source).inline_shapes
    assert shape.height.mm < 230 and shape.height.mm / shape.width.mm == pytest.approx(80, rel=0.05)


def test_a_document_of_evidence_leads_nowhere_when_it_is_printed(found):
    content = found["linked.docx"].source.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(b"/etc/hosts" in package.read(name) for name in package.namelist())
    assert b"/etc/hosts" in zipfile.ZipFile(found["linked.docx"].proof.path).read("word/_rels/document.xml.rels")


def test_a_pdf_is_its_own_source_and_the_rest_is_converted(found):
    every = {"r": list(found.values())}
    assert found["page.pdf"].source == found["page.pdf"].proof.path not in to_convert(every)
    covers = {name for name, annex in found.items() if annex.cover}
    assert covers == {"minutes.docx", "table.xlsx", "linked.docx", "page.pdf"}, "what has pages of its own gets a sheet"
    assert [each.text for each in Document(found["page.pdf"].cover).paragraphs] == [
        "Annex E-8 to NC-1: About page.pdf", "Evidence for CA-1, file E-8_page.pdf"]
    assert len(to_convert(every)) == 7 + 4
    (made,) = converted(every, {found["log.txt"].source: Path("log.pdf")}).values()
    assert {annex.proof.path.name: annex.source for annex in made if annex.source} == {
        "log.txt": Path("log.pdf"), "page.pdf": found["page.pdf"].proof.path}


def pdf(folder: Path, name: str, pages: int = 1, *, link: str = "", change=None) -> Path:
    """A PDF with a link on its first page."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 100)
    if link:
        writer.pages[0][NameObject("/Annots")] = ArrayObject([DictionaryObject({
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject(map(NumberObject, (0, 0, 9, 9))),
            NameObject("/A"): DictionaryObject({NameObject("/S"): NameObject("/URI"),
                                                NameObject("/URI"): TextStringObject(link)})})])
    writer.add_outline_item(title="Heading", page_number=0)
    if change:
        change(writer)
    (folder / f"{name}.pdf").write_bytes(written(writer))
    return folder / f"{name}.pdf"


def hostile(writer: pypdf.PdfWriter) -> None:
    """A PDF that starts something in every way."""
    writer.add_attachment("secret.txt", b"x")
    page = writer.pages[0]
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({
        NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")})
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    page[NameObject("/Annots")] = ArrayObject([
        DictionaryObject({NameObject("/Subtype"): NameObject(kind), NameObject("/A"): action,
                          NameObject("/Contents"): TextStringObject(kind)})
        for kind in ("/Link", "/FileAttachment", "/Text", "/RichMedia")])


@pytest.fixture
def parts(tmp_path) -> list[PdfPart]:
    return [
        PdfPart("Letter", pdf(tmp_path, "letter", link="responses/r%201.docx"), "letter.docx"),
        PdfPart("NC-1", pdf(tmp_path, "r", 3, link="../evidence/E-1.txt"), "responses/r 1.docx", "responses"),
        PdfPart("E-1", pdf(tmp_path, "e1", 2, change=hostile), "evidence/E-1.txt", under="responses/r 1.docx",
                foreign=True),
        PdfPart("NC-2", pdf(tmp_path, "s", link="../evidence/E-9.zip"), "responses/s.docx", "responses"),
        PdfPart("NC-3", pdf(tmp_path, "t", link="https://example.org/a"), "responses/t.docx", "responses")]


def links(page) -> list[str | int]:
    """Where the links of a page lead: to a file, or to an object that is a page."""
    every = (each.get_object() for each in page.get("/Annots", ()))
    return [each["/A"]["/URI"] if "/A" in each else each["/Dest"][0].idnum for each in every]


def test_links_lead_to_pages_where_they_can_and_else_to_the_file_beside(parts):
    made = pypdf.PdfReader(io.BytesIO(merged(parts, "T", "A", DAY)))
    page = [each.indirect_reference.idnum for each in made.pages]
    assert links(made.pages[0]) == [page[1]] and links(made.pages[1]) == [page[4]]
    assert links(made.pages[6]) == ["evidence/E-9.zip"] and links(made.pages[7]) == ["https://example.org/a"]


def test_bookmarks_lie_below_their_answer(parts):
    made = pypdf.PdfReader(io.BytesIO(merged(parts, "T", "A", DAY)))

    def told(items) -> list:
        return [told(each) if isinstance(each, list) else (each.title, made.get_destination_page_number(each))
                for each in items]

    assert told(made.outline) == [("Letter", 0), [("Heading", 0)], ("NC-1", 1), [("Heading", 1), ("E-1", 4)],
                                  ("NC-2", 6), [("Heading", 6)], ("NC-3", 7), [("Heading", 7)]]
    assert made.metadata.title == "T" and made.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_what_evidence_could_start_does_not_come_along(parts):
    content = merged(parts, "T", "A", DAY)
    made = pypdf.PdfReader(io.BytesIO(content))
    page = made.pages[4]
    assert "/AA" not in page and "/Names" not in made.root_object and "/OpenAction" not in made.root_object
    assert [each.get_object()["/Contents"] for each in page["/Annots"]] == ["/Link", "/Text"], "what they show stays"
    assert not any("/A" in each.get_object() for each in page["/Annots"]) and list(made.attachments) == []


def test_every_page_has_its_place_in_one_tree_of_tags(parts):
    made = pypdf.PdfReader(io.BytesIO(merged(parts, "T", "A", DAY)))
    root = made.root_object["/StructTreeRoot"]
    figures = [each.get_object() for each in root["/K"]["/K"]]
    assert [each["/Alt"] for each in figures] == [
        "Letter", "NC-1, page 1", "NC-1, page 2", "NC-1, page 3", "E-1, page 1", "E-1, page 2", "NC-2", "NC-3"]
    numbers = root["/ParentTree"]["/Nums"]
    at = {int(numbers[place]): numbers[place + 1].get_object()[0].get_object() for place in range(0, len(numbers), 2)}
    assert all(at[page["/StructParents"]]["/Pg"] == page for page in made.pages)
    assert made.root_object["/MarkInfo"]["/Marked"]


def test_the_tags_of_a_tagged_pdf_are_kept_under_new_numbers(parts, tmp_path):
    tagged = tmp_path / "tagged.pdf"
    tagged.write_bytes(merged(parts[:1], "T", "A", DAY))
    made = pypdf.PdfReader(io.BytesIO(merged([parts[0], PdfPart("Again", tagged, "again.docx")], "T", "A", DAY)))
    first, again = made.root_object["/StructTreeRoot"]["/K"]["/K"]
    assert first.get_object()["/S"] == "/Figure" and again.get_object()["/S"] == "/Part"
    (within,) = again.get_object()["/K"]
    assert within.get_object()["/Pg"] == made.pages[1] and made.pages[1]["/StructParents"] == 1


def test_the_same_parts_give_the_same_bytes(parts):
    assert merged(parts, "T", "A", DAY) == merged(parts, "T", "A", DAY)


def test_the_list_names_the_pages_of_this_file(packed, tmp_path):
    """The list is two pages long: it is made again with the pages that follow from that."""
    (item,) = packed.items
    locked = pdf(tmp_path, "locked", change=lambda writer: writer.encrypt("x", algorithm="RC4-128"))
    sources = {1: pdf(tmp_path, "a"), 2: pdf(tmp_path, "b", 3), 3: pdf(tmp_path, "many", 101), 4: locked,
               5: tmp_path / "none.pdf"}
    proofs = [Annex(proof, sources.get(number)) for number, proof in enumerate(item.proofs[:6], 1)]
    pages = combined_pdf.Pages(("letter.docx", pdf(tmp_path, "letter")), {item.response: pdf(tmp_path, "r", 4)},
                               {item.response: proofs})
    lists = []

    def to_pdf(document: bytes) -> Path:
        lists.append(Document(io.BytesIO(document)).tables[0])
        return pdf(tmp_path, "list", 2)

    made = combined_pdf.combined(packed, pages, to_pdf)
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1 + 2 + 4 + 1 + 3 and len(lists) == 2
    assert [(row.cells[0].text, row.cells[3].text) for row in lists[-1].rows[1:]] == [
        ("Response to NC-1", "4 to 7"), ("E-1", "8"), ("E-2", "9 to 11"),
        ("E-3", "No page: it has 101 pages; open the file"), ("E-4", "No page: it asks for a password"),
        ("E-5", "No page: it cannot be read as a page"), ("E-6", "No page: no page could be made of it")]
