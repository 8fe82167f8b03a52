"""Whether a file opens as what its name says. Only its ends are read, and of a PDF as much as comes before a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.limits import ANY_NAMES
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.evidence import ole_files
from ncr_toolkit.evidence.detect import kind_of
from ncr_toolkit.evidence.file_kinds import EMPTY, OLE, Family, fits
from ncr_toolkit.evidence.pdf_pages import LARGEST, streams
from ncr_toolkit.evidence.zip_files import opened, part

OTHER = "whatever its name says"
PASSWORD = "is protected by a password: the auditor cannot open it"
LABEL = "is encrypted by its sensitivity label: the auditor cannot open it"
CUT_OFF = "cannot be opened to its end: it was cut off"
_TAIL, _PIECE = 64 * 1024, 256 * 1024
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def why_not(path: Path) -> str:
    """Why a file does not open as what its name says, as the end of a sentence; '' where nothing speaks against it.
    Raises OSError where it cannot be read."""
    return _FORMS.get(path.suffix.casefold(), _by_kind)(path)


def _pdf(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" not in head:
        return f"is no PDF, {OTHER}"
    if b"%%EOF" not in _tail(path, 2048) and b"%%EOF" not in _tail(path, _TAIL):
        return CUT_OFF
    for piece in _pieces(path):
        if _PAGE.search(piece) or b"/Encrypt" in piece:
            return ""
        if b"/ObjStm" in piece:  # then the pages cannot be seen from outside
            return "" if path.stat().st_size > LARGEST else _packed_page(path.read_bytes())
    return "is a PDF without a page"


def _packed_page(data: bytes) -> str:
    seen = b"/Encrypt" in data or _PAGE.search(data) or any(map(_PAGE.search, streams(data)))
    return "" if seen else "is a PDF without a page"


def _pieces(path: Path) -> Iterator[bytes]:
    """The file piece by piece, each with the end of the one before."""
    before = b""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield before + piece
            before = piece[-32:]


def _tail(path: Path, most: int) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - most, 0))
        return stream.read(most)


def _package(main: str) -> Callable[[Path], str]:
    def look(path: Path) -> str:
        try:
            with open_zip(path, ANY_NAMES) as package:
                names = set(package.parts)
        except (PackageError, OSError):
            with path.open("rb") as stream:
                encrypted = main and stream.read(8) == _OLE_MARK
            return _locked(path) if encrypted else "cannot be opened: it is damaged"
        return "" if not main or main in names else "cannot be opened: its main part is missing"
    return look


def _locked(path: Path) -> str:
    return LABEL if ole_files.is_labelled(path) else PASSWORD


def _picture(*signatures: bytes, end: bytes, within: int) -> Callable[[Path], str]:
    """`end`: what stands within the last bytes of every whole picture of that kind."""
    def look(path: Path) -> str:
        with path.open("rb") as stream:
            head = stream.read(16)
        if not head.startswith(signatures):
            kind = kind_of(path)
            return f"is {kind.name}, {OTHER}" if kind.family is Family.PICTURE else f"is no picture, {OTHER}"
        return "" if end in _tail(path, within) else CUT_OFF
    return look


def _by_kind(path: Path) -> str:
    """For all other endings: what the file is by its first bytes, and whether that has a password or is damaged."""
    kind, ending = kind_of(path), path.suffix.casefold()
    if kind is EMPTY:
        return ""
    if kind is OLE and ole_files.is_locked(path):
        return _locked(path)
    if kind.family is Family.ZIP and _zip(path):
        return _zip(path)
    if not fits(kind, ending) or (kind.family is Family.PROGRAM and ending not in kind.endings):
        return f"is {kind.name}, {OTHER}"
    look = {Family.OLE: ole_files.why_closed, Family.OPEN: _open_document, Family.OFFICE: _zip, Family.ZIP: _zip,
            Family.VIDEO: _video}.get(kind.family)
    return look(path) if look is not None else ""


_zip = _package("")


def _open_document(path: Path) -> str:
    package = opened(path)
    if package is None:
        return "cannot be opened: it is damaged"
    with package:
        return PASSWORD if b"encryption-data" in part(package, "META-INF/manifest.xml") else ""


def _video(path: Path) -> str:
    """Its boxes (ISO/IEC 14496-12, 4.2) follow each other to the end of the file; one that is longer was cut off."""
    size, place, seen = path.stat().st_size, 0, set[bytes]()
    with path.open("rb") as stream:
        for _ in range(1000):
            stream.seek(place)
            head = stream.read(16)
            if len(head) < 8:
                break
            length = int.from_bytes(head[:4], "big")
            length = int.from_bytes(head[8:16], "big") if length == 1 else length or size - place
            seen.add(head[4:8])
            if length < 8 or place + length > size:
                return CUT_OFF if length > 8 and seen & {b"mdat", b"moov"} else ""
            place += length
    return ""


_FORMS: dict[str, Callable[[Path], str]] = {
    ".pdf": _pdf, ".docx": _package("word/document.xml"), ".xlsx": _package("xl/workbook.xml"),
    ".pptx": _package("ppt/presentation.xml"), ".zip": _zip,
    ".png": _picture(b"\x89PNG\r\n\x1a\n", end=b"IEND", within=4096),
    ".jpg": _picture(b"\xff\xd8\xff", end=b"\xff\xd9", within=_TAIL),
    ".jpeg": _picture(b"\xff\xd8\xff", end=b"\xff\xd9", within=_TAIL),
    ".gif": _picture(b"GIF8", end=b";", within=1024),
}
"""What a file of that ending must hold so that it opens: a function that says what is wrong, '' if nothing is."""
