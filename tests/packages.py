"""Workbooks made or changed byte by byte, for what no library writes."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """The XML of a worksheet with these rows."""
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{_OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def raw_workbook(sheet: str | bytes, *, name: str = "Findings", main: str = MAIN, texts: str = "", properties: str = "",
                 links: str = "") -> bytes:
    """A workbook of one sheet, written as it stands.

    `texts`: the `<si>` elements; style 1 is a date, 2 a span of time.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
                               'ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}">{properties}<sheets><sheet name="{name}" '
                           'sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"),
                                                 ("sharedStrings", "sharedStrings.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
                         'formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs count="3"><xf numFmtId="0"/>'
                         '<xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    if links:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = links
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, part in parts.items():
            archive.writestr(path, part)
    return content.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    each = "".join(f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
                   for number, (kind, target) in enumerate(targets, 1))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def edit(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """Replace one part of the package at `path` by what `change` makes of it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def packed(data: bytes) -> dict[str, str]:
    """The sum of each member's packed bytes as they lie in the file, by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
    sums = {}
    for member in members:
        names, extra = struct.unpack_from("<HH", data, member.header_offset + 26)
        start = member.header_offset + 30 + names + extra
        sums[member.filename] = hashlib.sha256(data[start:start + member.compress_size]).hexdigest()
    return sums
