"""The workbook as a zip package: opened once, its parts inflated within limits, its sheets listed."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.detect import DAMAGED, refuse_other_zip, zip_bytes

MB = 1024 * 1024
LARGEST_PART = 256 * MB
LARGEST_TOTAL = 512 * MB
SUSPECT = 32 * MB  # below this no ratio of packing can hurt
HIGHEST_RATIO = 150  # worksheets pack 10 to 30 times; a bomb about 1,000 times
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PROTECTED = re.compile(rb"""<(?:[\w.-]+:)?sheetProtection\b[^>]*\bsheet=["'](?:1|true)["']""")
LOCKED = re.compile(rb"""<(?:[\w.-]+:)?workbookProtection\b[^>]*\block\w+=["'](?:1|true)["']""")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet as the workbook lists it."""

    name: str
    path: str


@dataclass
class WorkbookPackage:
    """A recognised workbook; everything below comes from the bytes read once."""

    name: str  # as the user gave it
    data: bytes
    members: dict[str, zipfile.ZipInfo]
    sheets: list[SheetPart] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # names of sheets that are listed and not there
    workbook: str = "xl/workbook.xml"  # the part that lists the sheets
    date1904: bool = False
    changed: dict[str, bytes] = field(default_factory=dict)  # parts mended so that they can be read

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def part(self, path: str) -> bytes:
        """One part, as UTF-8 XML. Raises CannotRun when it is damaged or larger than it says."""
        if path in self.changed:
            return self.changed[path]
        data = _inflate(self.name, self.data, self.members[path])
        plain = _as_utf8(data)
        if plain is None:
            raise CannotRun(DAMAGED.format(name=self.name))
        if plain is not data:
            self.changed[path] = plain
        return plain

    def stream(self) -> io.BytesIO:
        """The package for a reader of values: as it is, or packed again where a part had to be mended."""
        if not self.changed:
            return io.BytesIO(self.data)
        result = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.data)) as old, zipfile.ZipFile(result, "w") as new:
            for path in self.members:
                if path.endswith((".xml", ".rels")):
                    new.writestr(path, self.changed[path] if path in self.changed else old.read(path))
        result.seek(0)
        return result


def open_package(path: Path, name: str) -> WorkbookPackage:
    """The workbook at `path`, recognised and measured; `name` is how messages call it.

    Raises CannotRun with one sentence for everything that is no workbook this tool can read.
    """
    data = zip_bytes(path, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: info for info in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise CannotRun(DAMAGED.format(name=name)) from error
    _refuse_bombs(name, list(members.values()))
    refuse_other_zip(name, data, members)
    package = WorkbookPackage(name, data, members)
    _read_workbook(package)
    for member in members:  # what the reader of values will inflate beside the sheets
        if posixpath.dirname(member) == "xl" and member.endswith(".xml"):
            package.part(member)
    return package


def _refuse_bombs(name: str, infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        absurd = info.file_size > SUSPECT and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1)
        if absurd or info.file_size > LARGEST_PART:
            raise CannotRun(_bomb(name, info.file_size))
    total = sum(info.file_size for info in infos)
    if total > LARGEST_TOTAL:
        raise CannotRun(_bomb(name, total))


def _bomb(name: str, size: int) -> str:
    return (f"{name} would unpack to {size // MB:,} MB, which no register does, and is not opened; "
            "ask whoever sent it for a clean copy, or copy its rows into a new register.")


def _inflate(name: str, data: bytes, info: zipfile.ZipInfo) -> bytes:
    """One member's content. It is never unpacked further than the size it declares, which was found acceptable."""
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise CannotRun(f"{name} is packed in a way that Excel does not use; open it in Excel and save it as "
                        "Excel Workbook (*.xlsx).")
    try:
        names, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
        start = info.header_offset + 30 + names + extra
        packed = memoryview(data)[start:start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            content = bytes(packed)
        else:
            content = zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
    except (struct.error, zlib.error) as error:
        raise CannotRun(DAMAGED.format(name=name)) from error
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:  # nobody else compares the sums
        raise CannotRun(DAMAGED.format(name=name))
    return content


def _as_utf8(data: bytes) -> bytes | None:
    """XML in whatever encoding as UTF-8, the same object where it is UTF-8 already; None where it cannot be."""
    encoding = ""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif data[:2] in (b"<\x00", b"\x00<"):
        encoding = "utf-16-le" if data[0] else "utf-16-be"
    elif (declared := _DECLARED.match(data[:200])) and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        encoding = declared[1].decode("ascii")
    if not encoding:
        return data
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeError):
        return None
    return re.sub(r"^\ufeff?<\?xml.*?\?>", "", text, flags=re.DOTALL).encode("utf-8", "surrogatepass")


def parse(name: str, content: bytes) -> etree._Element:
    """A small part as a tree; no entity, no network. Raises CannotRun when it is no XML."""
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise CannotRun(DAMAGED.format(name=name)) from error


def relations(package: WorkbookPackage, part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part by id: (kind, target), targets inside the package as whole paths."""
    folder, file = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{file}.rels")
    if path not in package.members:
        return {}
    found = {}
    for each in parse(package.name, package.part(path)).iter("{*}Relationship"):
        target = each.get("Target", "")
        if each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        found[each.get("Id", "")] = (each.get("Type", "").rsplit("/", 1)[-1], target)
    return found


def workbook_part(package: WorkbookPackage) -> str:
    """The path of the part that lists the sheets. Raises CannotRun where there is none."""
    starts = [target for kind, target in relations(package, "").values() if kind == "officeDocument"]
    path = next((each for each in (*starts, "xl/workbook.xml") if each in package.members), None)
    if path is None:
        raise CannotRun(DAMAGED.format(name=package.name))
    return path


def _read_workbook(package: WorkbookPackage) -> None:
    """List the sheets and the date system. Refuses Strict Open XML, which readers of values take for an empty book."""
    path = workbook_part(package)
    package.workbook = path
    root = parse(package.name, package.part(path))
    if "purl.oclc.org/ooxml" in (etree.QName(root).namespace or "") or root.get("conformance") == "strict":
        raise CannotRun(f"{package.name} is a Strict Open XML workbook; open it in Excel and save it as "
                        "Excel Workbook (*.xlsx).")
    targets = relations(package, path)
    for sheet in root.iter("{*}sheet"):
        kind, target = targets.get(sheet.get(_REL, ""), ("", ""))
        if kind == "worksheet" and target in package.members:
            package.sheets.append(SheetPart(sheet.get("name", ""), target))
        elif kind in ("", "worksheet"):
            package.gone.append(sheet.get("name", ""))
    package.date1904 = any(each.get("date1904", "0") in ("1", "true") for each in root.iter("{*}workbookPr"))
