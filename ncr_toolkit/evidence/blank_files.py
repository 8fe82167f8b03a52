"""Files that open and show nothing: an empty page, a picture of one colour, a document without text, an archive without
a file. And the title that a document gives itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ncr_toolkit.common.packages.reader import ZipPackage
from ncr_toolkit.evidence import pdf_pages
from ncr_toolkit.evidence.file_kinds import MAGIC, Family
from ncr_toolkit.evidence.xml_texts import shown, texts, tree
from ncr_toolkit.evidence.zip_files import opened, part

LARGEST_PART = 256 * 1024
MOST_POINTS, PLAIN_SIZE = 40_000_000, 8 * 1024 * 1024
SMALL = 400  # points on a side that a picture keeps: on a smaller one letters would be lost
NEARLY = 8
"""By how much the lightest and the darkest point of a picture differ, of 255, where nothing can be seen on it."""


OPEN = ("Open the file and look; then put the file that shows the result into the evidence folder, and write its name "
        "here.")
HEADINGS = "holds a row of headings, and nothing below it"
NOTHING_FOUND = ("If it is right that nothing was found, say so in the title of the row ('No open items'); else export "
                 "it again.")


@dataclass(frozen=True, slots=True)
class Blank:
    """Why nothing is to be seen: `message` continues a sentence that begins with the file's name."""

    message: str
    fix: str = OPEN
    certain: bool = True


def blank(path: Path, head: bytes, size: int) -> Blank | None:
    """Why the file shows nothing; None where it shows something, or that cannot be told. May raise anything."""
    if b"%PDF-" in head[:1024]:
        return Blank("is a PDF whose pages are empty") if pdf_pages.only_empty_pages(path, size) else None
    if head.startswith(b"PK"):
        return _package(path)
    if _is_picture(head):
        return _picture(path, head, size)
    return _text(path, head, size)


# -- texts -------------------------------------------------------------------------------------------------------------

def _text(path: Path, head: bytes, size: int) -> Blank | None:
    if not head.strip(b"\0"):
        with path.open("rb") as stream:
            stream.seek(max(size - len(head), 0))
            return None if stream.read(len(head)).strip(b"\0") else Blank(
                "holds nothing but zeros: it was not copied to its end", "Fetch it again from where it came from.")
    if size <= len(head) and b"<svg" in head[:1024] and not _SVG.search(head):
        return Blank("is a drawing in which nothing is drawn")
    if size <= len(head) and not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\x0b\x0c"):
        return Blank("holds nothing but blanks")
    return None


_SVG = re.compile(rb"<(?:[\w.-]+:)?(?:path|rect|circle|ellipse|line|poly\w+|text|image|use|foreignObject)\b")


# -- pictures ----------------------------------------------------------------------------------------------------------

def _is_picture(head: bytes) -> bool:
    return any(head.startswith(magic) for magic, kind in MAGIC if kind.family is Family.PICTURE) \
        or head.startswith(b"BM") or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")


def _packs_much(head: bytes, size: int) -> bool:
    """Whether the file is larger than a picture of one colour can be, as far as its head tells: without a library."""
    if head.startswith(b"\x89PNG"):
        return size > 6000 + int.from_bytes(head[16:20], "big") * int.from_bytes(head[20:24], "big") // 40
    return size > PLAIN_SIZE or (head.startswith(b"\xff\xd8") and size > 6000 + MOST_POINTS // 40)


def _picture(path: Path, head: bytes, size: int) -> Blank | None:
    if _packs_much(head, size):
        return None
    from PIL import Image

    with Image.open(path) as image:
        points, plain = image.width * image.height, image.format in ("BMP", "TIFF")
        if points > MOST_POINTS or getattr(image, "n_frames", 1) > 1 or size > (
                PLAIN_SIZE if plain else 6000 + points // 40):  # one colour packs far better than that
            return None
        image.draft("RGB", (max(image.width // 8, SMALL), max(image.height // 8, SMALL)))  # read at a smaller size
        bands: Any = image.convert("RGBA").getextrema()
    if bands[3][1] == 0:
        return Blank("is a picture that is transparent all over")
    spread = max(high - low for low, high in bands[:3])
    if spread > NEARLY or bands[3][0] < bands[3][1]:
        return None
    return Blank("is a picture of one colour: it shows nothing") if spread == 0 else Blank(
        "is a picture of almost one colour: nothing can be seen on it", certain=False)


# -- Office, OpenDocument, archives ------------------------------------------------------------------------------------

_DRAWN = re.compile(rb"[<:](?:drawing|pict|object|altChunk|sym|pic|graphicFrame|oleObj|OLEObject|chart|contentPart"
                    rb"|image|video)\b")
_AROUND = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml$")
_LETTERS = re.compile(rb"<(?:[\w.-]+:)?(?:t|delText)(?:\s[^<>]*)?>\s*+[^<\s]")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?(?:v|is|f)[\s>]")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*(?<!/)>(?:(?!<(?:\w+:)?row\b).)*?</(?:\w+:)?row>", re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*(?<!/)>(?:(?!<(?:\w+:)?c\b).)*?</(?:\w+:)?c>", re.DOTALL)
_TEXT_CELL = re.compile(rb"<[^<>]*\bt=[\"'](?:s|inlineStr|str)[\"']")
_BETWEEN = re.compile(rb">\s*+[^<\s]")
_JUNK = re.compile(r"__MACOSX/.*|(?:.*/)?(?:\._.*|\.DS_Store|Thumbs\.db|desktop\.ini)", re.IGNORECASE | re.DOTALL)


def _package(path: Path) -> Blank | None:
    package = opened(path)
    if package is None:
        return None
    with package:
        files = [member.name for member in package.members if not member.is_folder]
        if all(map(_JUNK.fullmatch, files)):
            return Blank("is an archive without a file" + (" of yours in it" if files else " in it"),
                         "Pack the files themselves; or put them into the folder, each in a row of its own.")
        if all(not member.size for member in package.members if not _JUNK.fullmatch(member.name)):
            return Blank("is an archive that holds nothing but empty files")
        look = next((look for main, look in _LOOKS.items() if main in package.parts), None)
        return look(package) if look is not None else None


def _small(package: ZipPackage, names: list[str]) -> list[bytes] | None:
    """The parts of these names; None where one is so large that something stands in it."""
    if any(package.parts[name].size > LARGEST_PART for name in names):
        return None
    return [part(package, name) for name in names]


def _word(package: ZipPackage) -> Blank | None:
    found = _small(package, ["word/document.xml"])
    if found is None or not found[0] or _shows(found[0]):
        return None
    around = _small(package, list(filter(_AROUND.match, package.parts)))
    if around is None or any(map(_shows, around)):
        return Blank("is a document whose pages are empty between header and footer", certain=False)
    return Blank("is a document without a word on its pages")


def _shows(content: bytes) -> bool:
    return bool(_DRAWN.search(content) or _LETTERS.search(content))


def _excel(package: ZipPackage) -> Blank | None:
    names = [name for name in package.parts if re.match(r"xl/worksheets/[^/]+\.xml$", name)]
    found = _small(package, names)
    drawn = any(name.startswith(("xl/drawings/", "xl/media/", "xl/charts/", "xl/chartsheets/", "xl/dialogsheets/"))
                for name in package.parts)
    if found is None or drawn:
        return None
    if any(_VALUE.search(content) for content in found):
        return Blank(HEADINGS, NOTHING_FOUND, certain=False) if _headings_only(found) else None
    return Blank("is a workbook in which no cell is filled in")


def _headings_only(sheets: list[bytes]) -> bool:
    """Whether of all rows one alone is filled in, with several texts and no figure."""
    rows = [row for content in sheets for row in _ROW.findall(content) if _VALUE.search(row)]
    cells = [cell for cell in _CELL.findall(rows[0]) if _VALUE.search(cell)] if len(rows) == 1 else []
    return len(cells) > 1 and all(_TEXT_CELL.match(cell) for cell in cells)


def _powerpoint(package: ZipPackage) -> Blank | None:
    names = [name for name in package.parts if re.match(r"ppt/slides/slide\d+\.xml$", name)]
    found = _small(package, names)
    if not names:
        return Blank("is a presentation without a slide")
    return None if found is None or any(map(_shows, found)) else Blank("is a presentation whose slides are empty")


def _open_document(package: ZipPackage) -> Blank | None:
    found = _small(package, ["content.xml"])
    if found is None or not found[0]:
        return None
    body = found[0][max(found[0].find(b"<office:body"), 0):]
    return None if _DRAWN.search(body) or _BETWEEN.search(body) else Blank("is a document with nothing in it")


_LOOKS: dict[str, Callable[[ZipPackage], Blank | None]] = {
    "word/document.xml": _word, "xl/workbook.xml": _excel, "ppt/presentation.xml": _powerpoint,
    "content.xml": _open_document,
}


# -- the document's own title ------------------------------------------------------------------------------------------

def title_of(path: Path, head: bytes, size: int) -> str:
    """The title in the properties of a PDF or Office file, and the status that Word keeps there; '' where is none."""
    if b"%PDF-" in head[:1024]:
        return shown(pdf_pages.title_of(path, size))
    if not head.startswith(b"PK"):
        return ""
    package = opened(path)
    if package is None:
        return ""
    with package:
        name = "docProps/core.xml" if "docProps/core.xml" in package.parts else "meta.xml"
        found = _small(package, [name]) if name in package.parts else None
        root = tree(found[0]) if found and found[0] else None
        return " - ".join(texts(root, "title", "contentStatus"))
