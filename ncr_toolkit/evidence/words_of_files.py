"""The words of evidence files: texts, e-mails, Word and OpenDocument files, and PDFs that hold hardly a word.

What is large is not read: nobody fills hundreds of kB with a note that the proof will follow.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.packages.reader import ZipPackage
from ncr_toolkit.evidence import pdf_pages, web_pages
from ncr_toolkit.evidence.xml_texts import tree
from ncr_toolkit.evidence.zip_files import opened, part

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST, LARGEST_PART = 256 * 1024, 256 * 1024
_BINARY = re.compile(rb"\{\\rtf|MZ|\x7fELF|<\?xml|<svg")
DRAWN = "\ufffc"
"""What stands in a text for a picture or a drawing."""
_PICTURE = re.compile(rb"[<:](?:drawing|pict|object|pic|image|oleObj|chart)\b")
_IN_PACKAGES = ("word/document.xml", "content.xml")


def words_of(path: Path) -> str:
    """The text of a file, a line for each of its lines or paragraphs; '' where it has none, or is too large. May raise
    anything."""
    about = path.stat()
    return _words(path, about.st_size, about.st_mtime_ns) if about.st_size <= LARGEST else ""


@lru_cache(maxsize=64)  # two checks ask for the same text, one after the other
def _words(path: Path, size: int, _changed: int) -> str:
    data = path.read_bytes()
    if data.startswith(b"PK"):
        return _of_package(path)
    if b"%PDF-" in data[:1024]:
        return _of_pdf(path, data) if size <= pdf_pages.LARGEST else ""
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if (b"\0" in data and not utf16) or _BINARY.match(data) or web_pages.page_start(data) is not None:
        return ""
    if path.suffix.casefold() == ".eml":
        return _of_mail(data)
    return data.decode("utf-16" if utf16 else "utf-8-sig", "replace")


def _of_package(path: Path) -> str:
    package = opened(path)
    if package is None:
        return ""
    with package:
        return "\n".join(paragraphs(package))


def paragraphs(package: ZipPackage) -> list[str]:
    """The paragraphs of a Word or OpenDocument file."""
    name = next((each for each in _IN_PACKAGES if each in package.parts), "")
    content = part(package, name) if name and package.parts[name].size <= LARGEST_PART else b""
    root = tree(content) if content else None
    if root is None:
        return []
    found = (each for each in root.iter("{*}p", "{*}h"))
    return [text for each in found if (text := _said(each))] + [DRAWN] * bool(_PICTURE.search(content))


def _said(paragraph: _Element) -> str:
    """What a paragraph says, with the lines and tabs that are elements in it."""
    signs = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t"}
    inner = (each for each in paragraph.iter() if isinstance(each.tag, str))
    return "".join(signs.get(each.tag.rpartition("}")[2], each.text or "") + (each.tail or "") * (each is not paragraph)
                   for each in inner).strip()


def _of_pdf(path: Path, data: bytes) -> str:
    """Of a PDF that has so few strings that its pages can hold a line or two only, and no picture."""
    if b"/Encrypt" in data or re.search(rb"/Subtype\s*/Image", data) or pdf_pages.has_more_than_a_note(data):
        return ""
    from pypdf import PdfReader

    reader: Any = PdfReader(path)
    return "\n".join(page.extract_text() for page in reader.pages[:pdf_pages.MOST_PAGES])


def _of_mail(data: bytes) -> str:
    """What an e-mail says itself; '' where it carries a file."""
    from email import message_from_bytes
    from email.policy import default

    message: Any = message_from_bytes(data, policy=default)
    if any(True for _ in message.iter_attachments()):
        return ""
    body = message.get_body(("plain", "html"))
    text = body.get_content() if body is not None else ""
    return text if body is None or body.get_content_subtype() == "plain" else re.sub(r"<[^<>]*>", " ", text)
