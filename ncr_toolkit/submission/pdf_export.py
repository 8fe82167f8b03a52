"""PDFs of Word documents, made by LibreOffice or Word where one of them is there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ncr_toolkit.common.system import end_with_all, is_windows
from ncr_toolkit.common.unfinished import work_folder
from ncr_toolkit.submission import office_profile

SECONDS = 60
"""How long the office may take to start, and as much again for every ten documents."""
_AT_ONCE = 50
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.com",
           r"C:\Program Files (x86)\LibreOffice\program\soffice.com")
_WORD = ("$ErrorActionPreference='Stop'; $word = New-Object -ComObject Word.Application; $word.DisplayAlerts = 0; "
         "try { foreach ($file in Get-ChildItem -LiteralPath $env:NCR_FROM -Filter *.docx) { "
         "$doc = $word.Documents.Open($file.FullName, $false, $true); "
         "$doc.SaveAs([ref](Join-Path $env:NCR_TO ($file.BaseName + '.pdf')), [ref]17); $doc.Close($false) } } "
         "finally { $word.Quit() }")
_DATES = re.compile(rb"(/(?:CreationDate|ModDate)\s*\()D:\d{14}[^)]*\)")
_XMP_DATES = re.compile(rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)\d{4}-\d\d-\d\dT[^<]*<")
_MARKS = re.compile(rb"(/(?:ID\s*\[|DocChecksum\s*/))[^\]>]{0,100}(?:>[^\]]{0,100}\]|(?=>))")


def office() -> str:
    """The program that makes PDFs: the path of LibreOffice, `word`, or '' where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice") \
        or next((place for place in _PLACES if Path(place).is_file()), "")
    return found or ("word" if is_windows() and shutil.which("powershell") and _has_word() else "")


def office_for(suffix: str) -> str:
    """The program that makes PDFs of files that end so: Word makes them of documents alone."""
    found = office()
    return "" if found == "word" and suffix != ".docx" else found


def _has_word() -> bool:
    return any((Path(root) / "Microsoft Office" / "root" / "Office16" / "WINWORD.EXE").is_file()
               for name in ("ProgramFiles", "ProgramFiles(x86)") if (root := os.environ.get(name, "")))


def convert(documents: Sequence[Path], out: Path, program: str, day: date) -> list[Path]:
    """Make a PDF of each document in the folder `out`; gives those that were made, which may be fewer or none.

    The same document gives the same bytes: the time and the marks that the program writes into a PDF are replaced by
    the day.
    """
    made = []
    for start in range(0, len(documents), _AT_ONCE):
        some = documents[start:start + _AT_ONCE]
        _run(some, out, program, SECONDS * (1 + len(some) // 10))
        made += [pdf for each in some if _is_whole(pdf := out / f"{each.stem}.pdf")]
    for pdf in made:
        pdf.write_bytes(timeless(pdf.read_bytes(), day))
    return made


def _is_whole(pdf: Path) -> bool:
    """Whether it is there, and was not cut off when the time was up."""
    return pdf.is_file() and b"%%EOF" in pdf.read_bytes()[-1024:]


def _run(documents: Sequence[Path], out: Path, program: str, seconds: int) -> None:
    with work_folder("office") as home:
        if program == "word":
            _word(documents, out, home, seconds)
            return
        profile = home / "profile"
        office_profile.write(profile)
        _quietly([program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to",
                  "pdf", "--outdir", str(out), *map(str, documents)], seconds)


def _word(documents: Sequence[Path], out: Path, home: Path, seconds: int) -> None:
    for each in documents:
        shutil.copyfile(each, home / each.name)
    _quietly(["powershell", "-NoProfile", "-NonInteractive", "-Command", _WORD], seconds,
             {"NCR_FROM": str(home), "NCR_TO": str(out)})


def _quietly(command: list[str], seconds: int, more: dict[str, str] | None = None) -> None:
    """Run a program; where it fails or takes too long, what it made so far counts. It does not live on when its time is
    up or we are stopped, nor does what it started (`soffice` starts another program, which does the work)."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=os.environ | (more or {}), start_new_session=True)
    except OSError:
        return
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    finally:
        if process.poll() is None:
            end_with_all(process)


def timeless(pdf: bytes, day: date) -> bytes:
    """A PDF with the day in the place of the time at which it was made, and without marks made of that time; every
    byte stays where it is, as the table at its end wants it."""
    def dated(found: re.Match[bytes]) -> bytes:
        head, old = found.group(1), found.group(0)
        return (head + f"D:{day:%Y%m%d}000000Z".encode()).ljust(len(old) - 1) [:len(old) - 1] + b")"

    def moment(found: re.Match[bytes]) -> bytes:
        head, old = found.group(1), found.group(0)
        return (head + f"{day}T00:00:00Z".encode()).ljust(len(old) - 1)[:len(old) - 1] + b"<"

    def zeros(found: re.Match[bytes]) -> bytes:
        return found.group(1) + re.sub(rb"[0-9A-Fa-f]", b"0", found.group(0)[len(found.group(1)):])

    return _MARKS.sub(zeros, _XMP_DATES.sub(moment, _DATES.sub(dated, pdf)))
