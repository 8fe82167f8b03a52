"""Files that are hostile, broken, or tell more than one sees: made here byte by byte, each with what is to be said.

`FILES` gives for each name how it is made, and what is said about it: the topics, and words that must stand there.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(parts: dict[str, bytes | str], locked: bool = False) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    data = stream.getvalue()
    if locked:  # the flag of an encrypted entry, in both places where it stands
        data = data.replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\1\0").replace(
            b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0")
    return data


def photo(kind: str = "JPEG", *, place: bool = True, serial: str = "", by: str = "", taken: str = "") -> bytes:
    image, exif = Image.new("RGB", (8, 8), "grey"), Image.Exif()
    image.putpixel((3, 3), 0)
    if place:
        exif[0x8825] = {1: "N", 2: (38.0, 42.0, 36.0), 3: "W", 4: (9.0, 8.0, 24.0)}
    details = {}
    if serial:
        exif[0x010F], exif[0x0110] = "Canon", "EOS 90D"
        details[0xA431] = serial
    if taken:
        details[0x9003] = taken
    if details:
        exif[0x8769] = details
    if by:
        exif[0x013B] = by
    stream, block = io.BytesIO(), Image.Exif()
    block.load(exif.tobytes())
    image.save(stream, kind, exif=block)
    return stream.getvalue()


def plain_photo(kind: str = "PNG") -> bytes:
    stream, image = io.BytesIO(), Image.new("RGB", (8, 8), "grey")
    image.putpixel((3, 3), 0)
    image.save(stream, kind)
    return stream.getvalue()


def png_bomb() -> bytes:
    """A picture that claims 60,000 x 60,000 points in a hundred bytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def huge_exif() -> bytes:
    """An EXIF block whose entries claim gigabytes."""
    entries = b"".join(struct.pack("<HHII", tag, 2, 0xFFFFFFF0, 8) for tag in range(0x0100, 0x0200))
    block = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 256) + entries + b"\0\0\0\0"
    data = plain_photo("JPEG")
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


def heic() -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "S", 2: (33.0, 54.0, 0.0), 3: "E", 4: (18.0, 24.0, 0.0)}
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400 + exif.tobytes() + b"\0" * 100


def video() -> bytes:
    return b"\0\0\0\x18ftypqt  \0\0\0\0qt  qt  \0\0\0\x40moov\0\0\0\x30udta\0\0\0\x20\xa9xyz\0\x12\x15\xc7" \
           b"+38.7100-009.1400/" + b"\0" * 50


def pdf(change: Callable[[PdfWriter], object] = lambda writer: None, pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _commented(writer: PdfWriter) -> None:
    note = FreeText(text="not for the auditor", rect=(10, 10, 90, 40))
    note[NameObject("/T")] = TextStringObject("Ana Lima")
    writer.add_annotation(0, note)


def _scripted(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"),
                               NameObject("/JS"): TextStringObject("app.alert('hello');")})
    writer.root_object[NameObject("/OpenAction")] = action


def deep_pdf(levels: int = 3000) -> bytes:
    """A tree of pages thousands of levels deep, which bites its own tail."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1) for number in range(2, levels)]
    objects.append(b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>")
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, end = len(objects) + 1, b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end % (count, len(body))


def bomb_pdf() -> bytes:
    """Objects packed so that they would unpack to a gigabyte."""
    packed = zlib.compress(b"0" * 200_000_000, 9)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed), packed)
    body = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 3 0 R >>\nendobj\n"
    place = len(body)
    body += b"2 0 obj\n" + stream + b"\nendobj\n"
    table = struct.pack(">BIB", 0, 0, 0) + struct.pack(">BIB", 1, 9, 0) + struct.pack(">BIB", 1, place, 0) \
        + struct.pack(">BIB", 2, 2, 0)
    start = len(body)
    body += b"4 0 obj\n<< /Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(table), table)
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def word(change: Callable[..., object] = lambda document: None, parts: dict[str, bytes] | None = None,
         replace: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    document = Document()
    document.add_paragraph("Minutes")
    document.core_properties.author = ""
    document.core_properties.comments = ""
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as package:
        found = {name: package.read(name) for name in package.namelist()} | (parts or {})
    if replace[0]:
        found["word/document.xml"] = found["word/document.xml"].replace(*replace)
    return zipped(found)


def _authored(document) -> None:
    document.core_properties.author = "Ana Lima"
    document.core_properties.last_modified_by = "Tom Wieczorek"


TRACKED = (f'<w:p xmlns:w="{W}"><w:del w:id="1" w:author="Ana Lima" w:date="2026-05-02T10:00:00Z"><w:r><w:delText>we '
           'knew</w:delText></w:r></w:del></w:p>').encode()
COMMENT = f'<w:comments xmlns:w="{W}"><w:comment w:author="Ana Lima" w:id="0"/></w:comments>'.encode()
APP = (b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>Tessvalen'
       b"</Company><Manager>Rui Costa</Manager></Properties>")
CUSTOM = (b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><property name='
          b'"Client"><vt:lpwstr xmlns:vt="urn:x">Northgate</vt:lpwstr></property></Properties>')
ENTITIES = (b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><p><creator>&b;</creator></p>')
TEMPLATE = (b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
            b' Type="http://x/attachedTemplate" Target="file:///\\\\srv-lis-02\\quality\\letter.dotx"'
            b' TargetMode="External"/></Relationships>')


def excel(*, hidden: bool = False, comment: bool = False) -> bytes:
    book = Workbook()
    book.properties.creator = ""
    book.active["A1"] = "log"
    if hidden:
        book.create_sheet("Salaries").sheet_state = "veryHidden"
    if comment:
        book.active["A1"].comment = Comment("do not show", "Ana Lima")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def slides() -> bytes:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    show = b'<p:sld xmlns:p="x" show="0"/>'
    notes = b'<p:notes xmlns:p="x" xmlns:a="y"><a:t>say nothing about March</a:t></p:notes>'
    return zipped({"[Content_Types].xml": types, "ppt/presentation.xml": b"<p:presentation xmlns:p='x'/>",
                   "ppt/slides/slide1.xml": show, "ppt/notesSlides/notesSlide1.xml": notes})


def ole(*streams: tuple[str, bytes]) -> bytes:
    """A small package of the old Office kind with these streams, each at least 4096 bytes."""
    names = ["Root Entry", *(name for name, _ in streams)]
    contents = [b"", *(content.ljust(4096, b"\0") for _, content in streams)]
    sectors: list[bytes] = []
    starts = []
    for content in contents:
        starts.append(len(sectors) if content else 0xFFFFFFFE)
        sectors += [content[place:place + 512].ljust(512, b"\0") for place in range(0, len(content), 512)]
    fat = []
    for start, content in zip(starts, contents, strict=True):
        count = (len(content) + 511) // 512
        fat += [start + n + 1 for n in range(count - 1)] + ([0xFFFFFFFE] if count else [])
    entries = b""
    for number, (name, content, start) in enumerate(zip(names, contents, starts, strict=True)):
        raw = (name + "\0").encode("utf-16-le")
        none, last = 0xFFFFFFFF, (b"", 0, b"", b"", start, len(content), 0)
        right = number + 1 if 0 < number < len(names) - 1 else 0xFFFFFFFF
        child = 1 if number == 0 else 0xFFFFFFFF
        kind = 5 if number == 0 else 2
        entries += raw.ljust(64, b"\0") + struct.pack("<HBB3I16sI8s8sIII", len(raw), kind, 1, none, right, child, *last)
    entries += b"\0" * (-len(entries) % 512)
    directory = len(sectors)
    for place in range(0, len(entries), 512):
        sectors.append(entries[place:place + 512])
        fat.append(directory + place // 512 + 1)
    fat[-1] = 0xFFFFFFFE
    tables = -(-len(fat) // 127)  # of 128 places, each with one for itself
    fat += [0xFFFFFFFD] * tables
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512 * tables, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack(
        f"<HHHHH6sIIIIIIIII{tables}I", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, tables, directory, 0, 4096, 0xFFFFFFFE, 0,
        0xFFFFFFFE, 0, *range(len(sectors), len(sectors) + tables))
    return head.ljust(512, b"\xff") + b"".join(sectors) + table


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Ana Lima <ana@example.org>", "auditor@northgate.example"
    message["Bcc"], message["Subject"] = "rui@example.org", "Log"
    message.set_content("See the log.")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="salaries.pdf")
    return bytes(message)


def outlook() -> bytes:
    return ole(("__properties_version1.0", b""), ("__substg1.0_0C1F001F", "ana@example.org".encode("utf-16-le")),
               ("__substg1.0_0E04001F", "auditor@northgate.example".encode("utf-16-le")))


def zip_bomb() -> bytes:
    return zipped({f"{n}.txt": b"\0" * 30_000_000 for n in range(8)})


def open_document() -> bytes:
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<manifest/>",
                   "meta.xml": b'<m xmlns:a="x"><a:initial-creator>Ana Lima</a:initial-creator></m>',
                   "content.xml": b"<c><office:annotation /><text:changed-region /></c>"})


Said = tuple[tuple[str, str], ...]
FILES: dict[str, tuple[bytes | Callable[[], bytes], Said]] = {
    "log.txt": (b"gate log", ()),
    "report.pdf": (pdf, ()),
    "minutes.docx": (word, ()),
    "table.xlsx": (excel, ()),
    "shot.png": (plain_photo, ()),
    "phone.jpg": (photo, (("place", "(38.7 N, 9.1 W)"),)),
    "camera.jpg": (lambda: photo(place=False, serial="0420", by="Ana Lima", taken="2026:05:02 14:03:11"),
                   (("people", "artist Ana Lima"), ("camera", "Canon EOS 90D, serial number 0420"),
                    ("time", "2026-05-02 14:03:11"))),
    "phone-of-200-million-points.jpg": (
        lambda: photo().replace(b"\xff\xc0\0\x11\x08\0\x08\0\x08", b"\xff\xc0\0\x11\x08\x2f\xd0\x3f\xc0"),
        (("place", "38.7 N"),)),
    "phone.png": (lambda: photo("PNG"), (("place", "38.7 N"),)),
    "scan.tif": (lambda: photo("TIFF"), (("place", "38.7 N"),)),
    "web.webp": (lambda: photo("WEBP"), (("place", "38.7 N"),)),
    "iphone.heic": (heic, (("place", "(33.9 S, 18.4 E)"),)),
    "clip.mov": (video, (("place", "(38.7 N, 9.1 W)"),)),
    "huge-exif.jpg": (huge_exif, ()),
    "bomb.png": (png_bomb, (("archive", "more points than programs open"),)),
    "cut.jpg": (lambda: photo()[:40], (("damaged", "no picture"),)),
    "cut.png": (lambda: plain_photo()[:20], (("damaged", "no picture"),)),
    "author.pdf": (lambda: pdf(lambda writer: writer.add_metadata({"/Author": "Ana Lima", "/Client": "Northgate"})),
                   (("people", "author Ana Lima"), ("own properties", "Client = Northgate"))),
    "comment.pdf": (lambda: pdf(_commented), (("comments", "1 comment, by Ana Lima"),)),
    "attached.pdf": (lambda: pdf(lambda writer: writer.add_attachment("salaries.xlsx", b"x")),
                     (("files inside", "salaries.xlsx"),)),
    "script.pdf": (lambda: pdf(_scripted), (("script", "runs a script"),)),
    "locked.pdf": (lambda: pdf(lambda writer: writer.encrypt("secret", algorithm="RC4-128")),
                   (("password", "body cannot"),)),
    "owner-locked.pdf": (lambda: pdf(lambda writer: writer.encrypt("", "owner", algorithm="RC4-128")), ()),
    "newer-locked.pdf": (lambda: pdf(lambda writer: writer.encrypt("secret", algorithm="AES-256")),
                         (("password", "body cannot"),)),
    "newer-owner-locked.pdf": (lambda: pdf(lambda writer: writer.encrypt("", "owner", algorithm="AES-256")), ()),
    "cut.pdf": (lambda: pdf()[:200], (("damaged", "cut off"),)),
    "deep.pdf": (deep_pdf, (("damaged", "no page"),)),
    "bomb.pdf": (bomb_pdf, (("could not be looked into", ""),)),
    "no-tables.pdf": (b"%PDF-1.4\nstartxref\n99999\n%%EOF\n", (("could not be looked into", ""),)),
    "author.docx": (lambda: word(_authored, {"docProps/app.xml": APP, "docProps/custom.xml": CUSTOM}),
                    (("people", "author Ana Lima, last saved by Tom Wieczorek, company Tessvalen, manager Rui Costa"),
                     ("own properties", "Client = Northgate"))),
    "comment.docx": (lambda: word(parts={"word/comments.xml": COMMENT}), (("comments", "1 comment, by Ana Lima"),)),
    "tracked.docx": (lambda: word(replace=(b"<w:sectPr", TRACKED + b"<w:sectPr")),
                     (("tracked changes", "1 tracked change, by Ana Lima"),)),
    "hidden.docx": (lambda: word(replace=(b"<w:r><w:t>", b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>")),
                    (("hidden parts", "hidden text"),)),
    "template.docx": (lambda: word(parts={"word/_rels/settings.xml.rels": TEMPLATE}),
                      (("links to other files", "srv-lis-02"),)),
    "entities.docx": (lambda: word(parts={"docProps/core.xml": ENTITIES}),
                      (("could not be looked into", "no Office program writes"),)),
    "macros.docx": (lambda: word(parts={"word/vbaProject.bin": b"x"}), (("blocked by mail filters", "macros"),)),
    "macros.docm": (lambda: word(parts={"word/vbaProject.bin": b"x"}),
                    (("blocked by mail filters", "for macros"),)),
    "drawing.dwg": (b"AC1032\0\0\0", (("could not be looked into", "not known"),)),
    "inside.docx": (lambda: word(parts={"word/embeddings/sheet.xlsx": b"x"}), (("files inside", "1 file inside"),)),
    "hidden.xlsx": (lambda: excel(hidden=True), (("hidden parts", "'Salaries'"),)),
    "comment.xlsx": (lambda: excel(comment=True), (("comments", "1 comment, by Ana Lima"),)),
    "slides.pptx": (slides, (("hidden parts", "1 hidden slide"), ("comments", "speaker's notes on 1 slide"))),
    "text.odt": (open_document, (("people", "Ana Lima"), ("comments", "1 comment"), ("tracked changes", "1 tracked"))),
    "locked.docx": (lambda: ole(("EncryptedPackage", b"x")), (("password", "body cannot open"),)),
    "old.xls": (lambda: ole(("Workbook", b"\x09\x08\x10\0" + b"\0" * 16)),
                (("could not be looked into", "old kind"),)),
    "locked.xls": (lambda: ole(("Workbook", b"\x09\x08\x10\0" + b"\0" * 16 + b"\x2f\0\x36\0")), (("password", ""),)),
    "cut.doc": (lambda: ole(("WordDocument", b""))[:700], (("damaged", ""),)),
    "message.msg": (outlook, (("e-mail addresses", "ana@example.org, auditor@northgate.example"),)),
    "message.eml": (mail, (("e-mail addresses", "ana@example.org, auditor@northgate.example"),
                           ("e-mail addresses", "blind copy: 'rui@example.org'"), ("files inside", "salaries.pdf"))),
    "letter.rtf": (b"{\\rtf1{\\info{\\author Ana Lima}}x}", (("people", "Ana Lima"),)),
    "pack.zip": (lambda: zipped({"a.txt": b"x"}), (("could not be looked into", "archive of 1 file"),)),
    "escaping.zip": (lambda: zipped({"../../evil.txt": b"x", "C:\\x.txt": b"x", "/etc/cron": b"x"}),
                     (("archive", "3 entries that would be unpacked outside"), ("could not be looked into", ""))),
    "bomb.zip": (zip_bomb, (("archive", "would unpack to 228 MB"), ("could not be looked into", ""))),
    "locked.zip": (lambda: zipped({"a.txt": b"x"}, locked=True),
                   (("password", "archive"), ("could not be looked into", ""))),
    "program.zip": (lambda: zipped({"setup.exe": b"MZ", "con.txt": b"x", "more.7z": b"x"}),
                    (("blocked by mail filters", "'setup.exe'"), ("name", "'con.txt'"), ("archive", "'more.7z'"),
                     ("could not be looked into", "of 3 files"))),
    "cut.zip": (lambda: zipped({"a.txt": b"x" * 999})[:60], (("damaged", ""),)),
    "logs.7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, (("could not be looked into", "7z"),)),
    "invoice.pdf.exe": (b"MZ\x90\0" + b"\0" * 80, (("blocked by mail filters", "program or script"),)),
    "scan.pdf": (b"MZ\x90\0" + b"\0" * 80, (("not what its name says", "a program (exe)"),)),
    "really.docx": (lambda: zipped({"a.txt": b"x"}), (("not what its name says", "a zip archive"),
                                                      ("could not be looked into", ""))),
    "really.pdf": (word, (("not what its name says", "a Word document"),)),
    "page.xlsx": (b"<html><body>Sign in</body></html>", (("not what its name says", "a web page"),)),
    "text.png": (b"just a text", (("not what its name says", "a plain text"),)),
    "empty.txt": (b"", (("empty", "no content"),)),
    "link.url": (b"[InternetShortcut]\nURL=https://example.org\n", (("blocked by mail filters", "only a shortcut"),)),
    "link.lnk": (b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60, (("blocked by mail filters", "only a shortcut"),)),
    "run.ps1": (b"Remove-Item x", (("blocked by mail filters", "program or script"),)),
    "noending": (pdf, (("name", "no ending"),)),
    "con.txt": (b"x", (("name", "device of Windows"),)),
    "trailing. ": (b"x", (("name", "space or dot at an end"),)),
    "what?.txt": (b"x", (("name", "Windows does not allow"),)),
    "\u202etxt.exe": (b"MZ\0\0", (("name", "backwards"), ("blocked by mail filters", ""))),
    f"{'long' * 55}.txt": (b"x", (("name", "224 characters"),)),
    "~$minutes.docx": (b"\x08Ana Lima", (("temporary file", "left behind"),)),
    "Thumbs.db": (b"\xd0\xcf\x11\xe0", (("temporary file", "left behind"),)),
}


@cache
def content(name: str) -> bytes:
    """The bytes of one of `FILES`."""
    made = FILES[name][0]
    return made if isinstance(made, bytes) else made()


def lay_out(folder: Path) -> None:
    """Put all of `FILES` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_bytes(content(name))


def sparse(path: Path, size: int, head: bytes = b"") -> Path:
    """A file of that size which holds next to nothing."""
    with path.open("wb") as stream:
        stream.write(head)
    os.truncate(path, size)
    return path
