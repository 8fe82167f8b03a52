"""A company's Word template as it lies on the disk: recognised, opened once, its parts and relations at hand."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.word.styles import W

MB = 1024 * 1024
LARGEST = 200 * MB
_OLE, _ENCRYPTED, _RTF = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le"), b"{\\rtf"
_SAVE = "open it in Word and save it as Word Document (*.docx) or Word Template (*.dotx)"
_KINDS = {"xl": "an Excel workbook", "ppt": "a PowerPoint presentation"}


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part of the package leads."""

    kind: str  # the last word of its type: image, hyperlink, header
    target: str
    outside: bool


@dataclass
class TemplateFile:
    """A recognised template. Every part is read at most once; nothing in it is changed."""

    name: str  # as the user gave it
    parts: dict[str, bytes]
    left: list[str] = field(default_factory=list)  # what is not taken over, in words

    @cached_property
    def main(self) -> str:
        """The path of the part that holds the text."""
        starts = [each.target for each in self.relations("").values() if each.kind == "officeDocument"]
        path = next((each for each in (*starts, "word/document.xml") if each in self.parts), None)
        if path is None:
            raise CannotRun(self.damaged)
        return path

    @property
    def damaged(self) -> str:
        return f"{self.name} is damaged and cannot be read; {_SAVE} again, or take another copy."

    def tree(self, path: str) -> Any:
        """A part as a tree of its own. Raises CannotRun where it is no XML."""
        content = self.parts[path]
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
            raise CannotRun(self.damaged)
        try:
            return parse_xml(content)
        except etree.XMLSyntaxError as error:
            raise CannotRun(self.damaged) from error

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by id; targets inside the package as whole paths."""
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, Relation] = {}
        for each in self.tree(path).iter("{*}Relationship") if path in self.parts else ():
            target, outside = each.get("Target", ""), each.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/" + folder, target.replace("\\", "/"))).lstrip("/")
            found[each.get("Id", "")] = Relation(each.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def related(self, kind: str) -> str | None:
        """The path of the part of this kind that belongs to the text: styles, theme, numbering."""
        return next((each.target for each in self.relations(self.main).values()
                     if each.kind == kind and not each.outside and each.target in self.parts), None)

    def type_of(self, path: str) -> str:
        """The content type of a part, '' where none is given."""
        names, endings = self._types
        return names.get(path) or endings.get(path.rpartition(".")[2].casefold(), "")

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        root = self.tree("[Content_Types].xml") if "[Content_Types].xml" in self.parts else ()
        names = {each.get("PartName", "").lstrip("/"): each.get("ContentType", "") for each in root
                 if each.get("PartName")}
        return names, {each.get("Extension", "").casefold(): each.get("ContentType", "") for each in root
                       if each.get("Extension")}

    def leave(self, what: str) -> None:
        """Remember in words something that is not taken over; the same is said once."""
        if what not in self.left:
            self.left.append(what)


def open_template(path: Path) -> TemplateFile:
    """The template at `path`. Raises CannotRun with one sentence for everything that is none."""
    name = str(path)
    data = _bytes(path, name)
    _refuse_other(path, name, data)
    template = TemplateFile(name, {})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(each.file_size for each in package.infolist()) > LARGEST:
                raise CannotRun(f"{name} would unpack to more than {LARGEST // MB} MB and is not opened; make its "
                                "pictures smaller.")
            template.parts.update((each.filename.replace("\\", "/").lstrip("/"), package.read(each))
                                  for each in package.infolist() if not each.is_dir())
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError, RuntimeError) as error:
        raise CannotRun(template.damaged) from error
    _refuse_other_zip(template)
    return template


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CannotRun(f"There is no file {name}; look at its name and folder again.") from error
    except OSError as error:
        what = "is a folder; name the Word template in it" if path.is_dir() else \
            f"cannot be read ({error.strerror or error}); close it in Word, and look whether you may open it"
        raise CannotRun(f"{name} {what}.") from error
    except ValueError as error:
        raise CannotRun(f"{name!r} is not a name a file can have.") from error


def _refuse_other(path: Path, name: str, data: bytes) -> None:
    if path.name.startswith("~$"):
        raise CannotRun(f"{name} is only the mark that Word keeps while the template is open; name the template "
                        "itself.")
    if data.startswith(_OLE):
        raise CannotRun(f"{name} is protected by a password; open it in Word, take the password away "
                        "(File > Info > Protect Document) and save a copy." if _ENCRYPTED in data else
                        f"{name} is a file of an old Word (*.doc, *.dot); {_SAVE}.")
    if data.startswith(_RTF):
        raise CannotRun(f"{name} is an RTF file; {_SAVE}.")
    if not data.strip():
        raise CannotRun(f"{name} is empty; name the company's Word template (*.docx or *.dotx).")
    if not data.startswith(b"PK"):
        raise CannotRun(f"{name} is no Word document; name the company's Word template (*.docx or *.dotx).")


def _refuse_other_zip(template: TemplateFile) -> None:
    """Other files that are zips too, Strict Open XML, and templates that hold no text at all."""
    name, parts = template.name, template.parts
    if b"opendocument" in parts.get("mimetype", b""):
        raise CannotRun(f"{name} is an OpenDocument file; open it in LibreOffice or Word and save it as "
                        "Word Document (*.docx).")
    folders = {each.partition("/")[0] for each in parts}
    for folder, what in _KINDS.items():
        if folder in folders and "word" not in folders:
            raise CannotRun(f"{name} is {what}; name the company's Word template (*.docx or *.dotx).")
    if "[Content_Types].xml" not in parts:
        raise CannotRun(f"{name} is no Word document; name the company's Word template (*.docx or *.dotx).")
    tag = template.tree(template.main).tag
    if "purl.oclc.org" in tag:
        raise CannotRun(f"{name} is saved as Strict Open XML; open it in Word and save it as Word Document (*.docx), "
                        "without \"Strict\".")
    if tag != f"{{{W}}}document":
        raise CannotRun(template.damaged)
