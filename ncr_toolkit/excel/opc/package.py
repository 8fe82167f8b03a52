"""The workbook as an Open XML package (ISO/IEC 29500-1, SpreadsheetML): opened once, its parts read within limits, its
sheets listed."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages import relations as opc
from ncr_toolkit.common.packages import safe_xml
from ncr_toolkit.common.packages.errors import PackageError, Reason
from ncr_toolkit.common.packages.limits import MB, REGISTER
from ncr_toolkit.common.packages.reader import Member, ZipPackage, open_zip
from ncr_toolkit.common.text import short
from ncr_toolkit.excel.opc.detect import DAMAGED, refuse_other_zip, zip_bytes

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PROTECTED = re.compile(rb"""<(?:[\w.-]+:)?sheetProtection\b[^<>]*\bsheet=["'](?:1|true)["']""")
LOCKED = re.compile(rb"""<(?:[\w.-]+:)?workbookProtection\b[^<>]*\block\w+=["'](?:1|true)["']""")


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
    zip: ZipPackage
    sheets: list[SheetPart] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # names of sheets that are listed and not there
    workbook: str = "xl/workbook.xml"  # the part that lists the sheets
    date1904: bool = False
    converted: dict[str, bytes] = field(default_factory=dict)  # parts that lie in the file in another encoding
    texts: bytes | None = None  # the common list of texts in its plain form, once it was asked for

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def members(self) -> dict[str, Member]:
        """The parts by name, as it is written in the file."""
        return self.zip.parts

    def named(self, name: str) -> str:
        """The part of that name as it is written in the file; `name` itself where there is none."""
        return self.zip.named(name)

    def title(self, path: str) -> str:
        """The name of the worksheet whose part lies there; '' where none does."""
        return next((sheet.name for sheet in self.sheets if sheet.path == path), "")

    def related(self, kind: str, part: str | None = None) -> str:
        """The part to which `part`, or else the workbook, has a relation of this kind (styles, sharedStrings ...); ''
        where there is none. The package itself is the part ''."""
        source = self.workbook if part is None else part
        return next((target for named, target in relations(self, source).values()
                     if named == kind and target in self.members), "")

    def part(self, path: str) -> bytes:
        """One part, as UTF-8 XML. Raises CannotRun when it is damaged or larger than it says."""
        if path in self.converted:
            return self.converted[path]
        content = self.raw(path)
        try:
            plain = safe_xml.plain_xml(content)
        except PackageError as error:
            raise CannotRun(_sentence(self.name, error)) from error
        if plain is not content:
            self.converted[path] = plain
        return plain

    def raw(self, path: str) -> bytes:
        """One part as it lies in the file. Raises CannotRun when it is damaged or larger than it says."""
        try:
            return self.zip.read(path)
        except PackageError as error:
            raise CannotRun(_sentence(self.name, error)) from error

    def refuse_damaged(self) -> None:
        """Raise CannotRun where a part cannot be read to its end, also one that nobody has looked at: what is written
        into a workbook takes all the others along as they are."""
        for path in self.members:
            self.raw(path)


def open_package(path: Path, name: str) -> WorkbookPackage:
    """The workbook at `path`, recognised and measured; `name` is how messages call it.

    Raises CannotRun with one sentence for everything that is no workbook this tool can read.
    """
    return package_of(zip_bytes(path, name), name)


def package_of(data: bytes, name: str) -> WorkbookPackage:
    """The workbook in `data`, a zip package, recognised and measured. Raises what `open_package` does."""
    try:
        package = WorkbookPackage(name, data, open_zip(data, REGISTER))
    except PackageError as error:
        raise CannotRun(_sentence(name, error)) from error
    refuse_other_zip(name, data, package.zip.keys, _main_type(package), title_of(package))
    _read_workbook(package)
    return package


def title_of(package: WorkbookPackage) -> str:
    """What the document calls itself in its properties, in quotes; '' where it does not, or they cannot be read."""
    try:
        root = safe_xml.parse(package.zip.read(package.named("docProps/core.xml")))
    except (PackageError, KeyError):
        return ""
    title = " ".join((root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").split())
    return short(title) if title else ""


def _sentence(name: str, error: PackageError) -> str:
    """What people are told of a package that is not read."""
    if error.reason is Reason.TOO_LARGE:
        return (f"{name} would unpack to {error.size // MB:,} MB, which no register does, and is not opened; "
                "ask whoever sent it for a clean copy, or copy its rows into a new register.")
    if error.reason is Reason.TOO_MANY:
        return (f"{name} holds more files than any register does, and is not opened; "
                "ask whoever sent it for a clean copy, or copy its rows into a new register.")
    if error.reason in (Reason.ENCRYPTED, Reason.METHOD):
        return (f"{name} is packed in a way that Excel does not use; open it in Excel and save it as "
                "Excel Workbook (*.xlsx).")
    return DAMAGED.format(name=name)


def parse(name: str, content: bytes) -> etree._Element:
    """A small part as a tree; no entity, no network. Raises CannotRun when it is no XML."""
    try:
        return safe_xml.parse(content)
    except PackageError as error:
        raise CannotRun(_sentence(name, error)) from error


def elements(name: str, content: bytes, *tags: str, events: tuple[str, ...] = ("end",)) \
        -> Iterator[tuple[str, etree._Element]]:
    """The elements of a large part as they begin and end, with the word for it; no entity, no network. Raises CannotRun
    when it is no XML."""
    try:
        yield from etree.iterparse(io.BytesIO(content), events=events, tag=tags, remove_comments=True,
                                   resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    except etree.XMLSyntaxError as error:
        raise CannotRun(DAMAGED.format(name=name)) from error


def relations(package: WorkbookPackage, part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part by id: (kind, target), targets inside the package as whole paths."""
    path = package.named(opc.relations_part(part))
    if path not in package.members:
        return {}
    found = opc.relations(parse(package.name, package.part(path)), part, package.zip.keys)
    return {id: (each.kind, each.target) for id, each in found.items()}


def workbook_part(package: WorkbookPackage) -> str:
    """The path of the part that lists the sheets. Raises CannotRun where there is none."""
    starts = [target for kind, target in relations(package, "").values() if kind == "officeDocument"]
    path = next((each for each in (*starts, package.named("xl/workbook.xml")) if each in package.members), None)
    if path is None:
        raise CannotRun(DAMAGED.format(name=package.name))
    return path


def signature_parts(package: WorkbookPackage) -> list[str]:
    """The origin of the package's digital signatures and all that it leads to; nothing where it is not signed."""
    found = [target for kind, target in relations(package, "").values() if kind == "origin"]
    for part in found:
        found += [target for _, target in relations(package, part).values() if target not in found]
    return found


def content_type(package: WorkbookPackage, part: str) -> str:
    """The kind of a part as the package's list of contents gives it, '' where it does not."""
    listed = package.named(opc.CONTENT_TYPES)
    root = parse(package.name, package.part(listed)) if listed in package.members else None
    return opc.content_types(root).of(part)


_ENDINGS = (("sheet.macroEnabled", ".xlsm"), ("template.macroEnabled", ".xltm"), ("addin.macroEnabled", ".xlam"),
            ("spreadsheetml.template", ".xltx"))


def ending(package: WorkbookPackage) -> str:
    """The ending that a file with this content must have: Excel refuses it under any other."""
    kind = _main_type(package)
    return next((ending for word, ending in _ENDINGS if word in kind), ".xlsx")


def _main_type(package: WorkbookPackage) -> str:
    """The kind of the part that the package begins with; '' where there is no such part, or it cannot be told."""
    try:
        return content_type(package, workbook_part(package))
    except CannotRun:
        return ""


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
            _refuse_twin(package, sheet.get("name", ""), target)
            package.sheets.append(SheetPart(sheet.get("name", ""), target))
        elif kind in ("", "worksheet"):
            package.gone.append(sheet.get("name", ""))
    package.date1904 = any(each.get("date1904", "0") in ("1", "true") for each in root.iter("{*}workbookPr"))


def _refuse_twin(package: WorkbookPackage, name: str, path: str) -> None:
    """Raise CannotRun where another sheet lies in the same part: what one of the two held is lost."""
    if twin := package.title(path):
        raise CannotRun(f"{package.name} is damaged: its sheets {short(twin)} and {short(name)} are one and the same "
                        "part of the file; fetch a fresh copy, or the last good one.")
