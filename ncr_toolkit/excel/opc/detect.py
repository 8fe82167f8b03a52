"""What kind of file it is, and the one sentence that tells people what to do where it is no workbook."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.limits import MB, REGISTER_FILE
from ncr_toolkit.runs.ledger import ENTRY

ENDS = 32 * MB
AS_XLSX = "open it in Excel and save it as Excel Workbook (*.xlsx)"
DAMAGED = ("{name} is damaged: it was cut off or changed on its way here; open it in Excel and let Excel repair it, "
           "or fetch a fresh copy.")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LABEL = ("is encrypted by its sensitivity label, not by a password; open it in Excel, choose a label without "
          "encryption (Home > Sensitivity), or save a copy without encryption, and name that one")
_MAIL = "is an e-mail; save what is attached to it, and name the register (*.xlsx)"
_WORD = ("not a workbook; name the register (*.xlsx); what a body sent back is read with ncr reply, its blank form "
         "with ncr form")
_PACKAGE = ("is a package for the certification body, not a workbook; name the register (*.xlsx) that it was made "
            "from; whether it is whole tells ncr verify")
_SLIDES = "is a PowerPoint file{title}, not a workbook; name the register (*.xlsx)"
_OURS = "which ncr made from a register; name the register (*.xlsx) itself"
_TEXTS = tuple((re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in (
    ("urn:schemas-microsoft-com:office:spreadsheet", f"is an XML spreadsheet of Excel 2003; {AS_XLSX}"),
    ('<meta name="generator" content="ncr-toolkit">', f"is a page, {_OURS}"),
    (r'\A\{\s*("format": \d+,\s*)?"tool": \{\s*"name": "ncr-toolkit"', f"is a file for other programs, {_OURS}"),
    (r"\A(level,check,sheet,cell,|evidence id,finding id,supports,)", f"is a list, {_OURS}"),
    (r"\A(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|table|meta)\b",
     f"is a web page, whatever its name says; {AS_XLSX}"),
    (r"\Amime-version:", f"is a web page, whatever its name says; {AS_XLSX}"),
    (r"\A(from|to|date|subject|received|return-path|message-id|delivered-to): [^\n]*\n[a-z-]+:", _MAIL),
    (r"\A[{\[<]", "is a text file, not a workbook; name the register (*.xlsx)"),
    ("", "is a text file (such as *.csv), not a workbook; bring its rows into a register with ncr import, or make one "
     "with: ncr new"),
))
"""What stands at the beginning of a file of plain text, in small letters, and how it is called; the first that fits."""
_OLE_KINDS = {
    "DRMEncryptedDataSpace": _LABEL,
    "\tDRMContent": _LABEL,
    "EncryptedPackage": "is protected with a password; open it in Excel, remove the password under File > Info > "
                        "Protect Workbook > Encrypt with Password, and save it",
    "Workbook": f"is a workbook of the old Excel kind (*.xls); {AS_XLSX}",
    "Book": f"is a workbook of the old Excel kind (*.xls); {AS_XLSX}",
    "WordDocument": f"is a Word document of the old kind (*.doc), {_WORD}",
    "__properties_version1.0": _MAIL,
    "PowerPoint Document": "is a PowerPoint file of the old kind (*.ppt), not a workbook; name the register (*.xlsx)",
}
_OPEN_DOCUMENTS = {
    b"spreadsheet": "is an OpenDocument spreadsheet (*.ods); open it in Excel or LibreOffice and save it as "
                    "Excel Workbook (*.xlsx)",
    b"text": "is an OpenDocument text (*.odt), not a workbook; name the register (*.xlsx)",
}
_PACKAGES = (
    ("sheet.binary", "xl/workbook.bin", f"is a binary workbook (*.xlsb); {AS_XLSX}"),
    ("wordprocessingml", "word/document.xml", f"is a Word document{{title}}, {_WORD}"),
    ("ms-word", "word/document.xml", f"is a Word document{{title}}, {_WORD}"),
    ("presentationml", "ppt/presentation.xml", _SLIDES),
    ("ms-powerpoint", "ppt/presentation.xml", _SLIDES),
)
"""What other packages of Office say of their main part, and how they call it."""
_MAGIC = {
    b"%PDF": "is a PDF, not a workbook; name the register (*.xlsx) itself",
    b"\x89PNG": "is a picture, not a workbook; name the register (*.xlsx) itself",
    b"\xff\xd8\xff": "is a picture, not a workbook; name the register (*.xlsx) itself",
    b"{\\rtf": "is a text document (*.rtf), not a workbook; name the register (*.xlsx) itself",
    b"\x1f\x8b": "is a packed file; unpack it first and name the register (*.xlsx) in it",
    b"7z\xbc\xaf": "is a packed file; unpack it first and name the register (*.xlsx) in it",
    b"Rar!": "is a packed file; unpack it first and name the register (*.xlsx) in it",
}


def zip_bytes(path: Path, name: str) -> bytes:
    """The bytes of the file, if it is a zip package as a workbook is.

    Raises CannotRun for everything else, also for what cannot be opened at all.
    """
    try:
        if path.is_dir():
            kept = (path / ENTRY).is_file()
            raise CannotRun(f"{name} is a run that ncr keeps, as it was on its day; name the register itself." if kept
                            else f"{name} is a folder; name the register (*.xlsx) in it.")
        with path.open("rb") as stream:
            head = stream.read(65536)
            if not head.startswith(b"PK"):
                raise CannotRun(f"{name} {_what_else(path, head)}.")
            size = path.stat().st_size
            if size > REGISTER_FILE:
                raise CannotRun(f"{name} has {size // MB:,} MB, far more than a register needs; keep pictures "
                                "and proof in the evidence folder, and save the workbook without them.")
            return head + stream.read(size)
    except FileNotFoundError as error:
        raise CannotRun(f"There is no file {name}; check the name and the folder.") from error
    except PermissionError as error:
        raise CannotRun(f"{name} may not be read; if it is open in Excel, close it there and run again.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CannotRun(f"{name} cannot be read ({why}); check the name and the drive, and run again.") from error


def _what_else(path: Path, head: bytes) -> str:
    if not head:
        return "is empty (0 bytes); take the last good copy, or make a new register with: ncr new"
    if path.name.startswith("~$"):
        return "is only the mark Excel leaves while a workbook is open; name the workbook itself"
    if head.startswith(_OLE):
        return _old_office(path)
    for magic, sentence in _MAGIC.items():
        if head.startswith(magic):
            return sentence
    return _text(head) or "is no Excel workbook; name the register (*.xlsx)"


def _old_office(path: Path) -> str:
    """The kind by the names of the streams in the file's directory, which stand in UTF-16."""
    with path.open("rb") as stream:
        content = stream.read(ENDS)
        if path.stat().st_size > ENDS:  # the directory stands near an end of the file
            stream.seek(max(path.stat().st_size - ENDS, ENDS))
            content += stream.read(ENDS)
    for stream_name, sentence in _OLE_KINDS.items():
        if (stream_name + "\0").encode("utf-16-le") in content:
            return sentence
    return f"is a file of the old Office kind; {AS_XLSX}"


def _text(head: bytes) -> str:
    """A sentence for files of plain text, '' where it is none."""
    if head[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" in head:
        return ""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    start = head.decode(encoding, "replace").lstrip()[:4000].casefold().replace("\r\n", "\n")
    return next(sentence for pattern, sentence in _TEXTS if pattern.search(start))


def refuse_other_zip(name: str, data: bytes, members: Collection[str], main: str, title: str) -> None:
    """Raise CannotRun, each with its sentence, for zip packages that are no *.xlsx workbook.

    `members`: the `part_keys` of the package; `main`: the content type of the part that the package begins with, ''
    where it does not tell: then what customary names say has to do. `title`: how it calls itself, '' where it does not.
    """
    sentence = next((told.format(title=f" ({title})" if title else "") for word, path, told in _PACKAGES
                     if (word in main if main else path in members)), "")
    if sentence or "spreadsheetml" in main:
        pass
    elif "mimetype" in members:
        kind = re.search(rb"application/vnd\.oasis\.opendocument\.(spreadsheet|text)", data[:4096])
        sentence = _OPEN_DOCUMENTS.get(kind[1] if kind else b"", "is no Excel workbook; name the register (*.xlsx)")
    elif any(member.startswith("index/") and member.endswith(".iwa") for member in members):
        sentence = "is a spreadsheet of Apple Numbers; export it from Numbers as Excel (*.xlsx)"
    elif "_rels/.rels" not in members and "xl/workbook.xml" not in members:
        inside = any(member.endswith((".xlsx", ".xlsm")) for member in members)
        sentence = (_PACKAGE if {"manifest.json", "sha256sums"} <= {*members} else
                    "is a packed folder; unpack it first and name the register (*.xlsx) in it" if inside else
                    "is a zip file, not a workbook; name the register (*.xlsx)")
    if sentence:
        raise CannotRun(f"{name} {sentence}.")
