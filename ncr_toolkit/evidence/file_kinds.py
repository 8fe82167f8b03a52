"""The kinds of files there are: what each is called, and the endings that fit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Family(Enum):
    """The kinds that are looked into in the same way."""

    OFFICE = "office"  # zip packages of Word, Excel, PowerPoint
    OPEN = "open document"
    OLE = "old office"  # .doc, .xls, .ppt, .msg
    PDF = "pdf"
    PICTURE = "picture"
    RAW = "picture that is not opened"  # HEIC and the like
    VIDEO = "video"
    MAIL = "mail"
    ZIP = "zip"
    ARCHIVE = "other archive"
    PROGRAM = "program"
    RTF = "rich text"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name in a sentence, and the endings that fit."""

    name: str
    family: Family
    endings: frozenset[str] = frozenset()


def _kind(name: str, family: Family, endings: str) -> FileKind:
    return FileKind(name, family, frozenset(endings.split()))


WORD = _kind("a Word document", Family.OFFICE, ".docx .docm .dotx .dotm")
EXCEL = _kind("an Excel workbook", Family.OFFICE, ".xlsx .xlsm .xltx .xltm .xlam .xlsb")
POWERPOINT = _kind("a PowerPoint file", Family.OFFICE, ".pptx .pptm .potx .ppsx .ppsm .potm .ppam")
VISIO = _kind("a Visio drawing", Family.OFFICE, ".vsdx .vsdm .vstx")
OPEN_DOCUMENT = _kind("an OpenDocument file", Family.OPEN, ".odt .ods .odp .odg .ott .ots .otp .odf")
JAR = _kind("a program (Java)", Family.PROGRAM, ".jar")
ZIP = _kind("a zip archive", Family.ZIP, ".zip .kmz .epub .vsix .nupkg .whl .key .pages .numbers .oxps .xps .3mf .mscz")
OLE = _kind("a file of the old Office kind", Family.OLE, ".doc .dot .xls .xlt .ppt .pps .pot .msg .vsd .mpp .pub .msi")
PDF = _kind("a PDF", Family.PDF, ".pdf .ai")
TEXT = _kind("a plain text", Family.TEXT, "")
HTML = _kind("a web page", Family.TEXT, ".html .htm .xhtml .xml .svg .mht .txt")
RTF = _kind("a rich text document", Family.RTF, ".rtf .doc")
MAIL = _kind("an e-mail", Family.MAIL, ".eml .mht .mhtml .txt")
EMPTY = _kind("an empty file", Family.OTHER, "")
UNKNOWN = _kind("of an unknown kind", Family.OTHER, "")

MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", _kind("a PNG picture", Family.PICTURE, ".png")),
    (b"\xff\xd8\xff", _kind("a JPEG picture", Family.PICTURE, ".jpg .jpeg .jpe .jfif .mpo")),
    (b"GIF8", _kind("a GIF picture", Family.PICTURE, ".gif")),
    (b"BM", _kind("a bitmap", Family.OTHER, ".bmp .dib")),
    (b"II*\0", _kind("a TIFF picture", Family.PICTURE, ".tif .tiff .dng .nef .cr2 .arw")),
    (b"MM\0*", _kind("a TIFF picture", Family.PICTURE, ".tif .tiff .dng .nef .cr2 .arw")),
    (b"{\\rtf", RTF),
    (b"MZ", _kind("a program (exe)", Family.PROGRAM, ".exe .dll .com .scr .sys .cpl .ocx .drv")),
    (b"\x7fELF", _kind("a program (Linux)", Family.PROGRAM, ".so .bin .o .run .appimage")),
    (b"\xcf\xfa\xed\xfe", _kind("a program (Mac)", Family.PROGRAM, ".dylib .bin .app")),
    (b"\xca\xfe\xba\xbe", _kind("a program (Java or Mac)", Family.PROGRAM, ".class .dylib")),
    (b"L\0\0\0\x01\x14\x02\0", _kind("a shortcut of Windows", Family.PROGRAM, ".lnk")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"7z\xbc\xaf\x27\x1c", _kind("an archive (7z)", Family.ARCHIVE, ".7z")),
    (b"Rar!", _kind("an archive (RAR)", Family.ARCHIVE, ".rar")),
    (b"\x1f\x8b", _kind("an archive (gzip)", Family.ARCHIVE, ".gz .tgz .svgz")),
    (b"BZh", _kind("an archive (bzip2)", Family.ARCHIVE, ".bz2 .tbz2")),
    (b"\xfd7zXZ", _kind("an archive (xz)", Family.ARCHIVE, ".xz .txz")),
    (b"MSCF", _kind("an archive (CAB)", Family.ARCHIVE, ".cab .msu")),
    (b"SQLite format 3\0", _kind("a database (SQLite)", Family.OTHER, ".db .sqlite .sqlite3")),
)
SHORT = (b"BM", b"MZ")  # a text may begin so
BOXES = (b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif")
HEIC = _kind("a HEIC picture", Family.RAW, ".heic .heif .avif .hif")
VIDEO = _kind("a video or sound file", Family.VIDEO, ".mp4 .mov .m4v .m4a .3gp .3g2 .qt")
WEBP = _kind("a WebP picture", Family.PICTURE, ".webp")
RIFF = _kind("a sound or video file", Family.OTHER, ".wav .avi")
UNSEEN = (UNKNOWN, RIFF)
"""Kinds in which nothing is looked for: that is said, so that silence is not taken for "nothing there"."""
TAR = _kind("an archive (tar)", Family.ARCHIVE, ".tar")

TEXTUAL = _kind("text", Family.TEXT, ".txt .csv .tsv .log .md .json .jsonl .yaml .yml .xml .html .htm .ini .cfg .conf"
                " .toml .sql .py .js .css .ps1 .bat .cmd .vbs .sh .rtf .eml .svg .ics .vcf .url .tex .rst .r").endings
"""Endings of files that hold text."""

_ALL = (WORD, EXCEL, POWERPOINT, VISIO, OPEN_DOCUMENT, JAR, ZIP, OLE, PDF, HEIC, VIDEO, WEBP, RIFF, TAR, RTF,
        *(kind for _, kind in MAGIC))
_KNOWN = frozenset().union(*(kind.endings for kind in _ALL)) | TEXTUAL


def fits(kind: FileKind, ending: str) -> bool:
    """Whether a file of that kind may have that ending. An ending we do not know fits everything."""
    if ending not in _KNOWN or kind is EMPTY:
        return True
    if kind is UNKNOWN:
        return ending in TEXTUAL or ending in _VAGUE
    if kind.family in (Family.TEXT, Family.MAIL):
        return ending in TEXTUAL or ending in kind.endings
    return ending in kind.endings


_VAGUE = (".ai", ".bin", ".key", ".mov", ".qt", ".mpp", ".pub", ".o", ".db", ".com")
"""Endings of files that begin in many ways."""
