"""A company's Word template as it lies on the disk: recognised, opened once, its parts and relations at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages import relations, safe_xml
from ncr_toolkit.common.packages.errors import PackageError, Reason
from ncr_toolkit.common.packages.limits import WORD_DOCUMENT
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.relations import CONTENT_TYPES, ContentTypes, Relation, part_key, part_keys
from ncr_toolkit.word.styles import W

_OLE, _ENCRYPTED, _RTF = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le"), b"{\\rtf"
_SAVE = "open it in Word and save it as Word Document (*.docx) or Word Template (*.dotx)"
_KINDS = {"xl": "an Excel workbook", "ppt": "a PowerPoint presentation"}


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
        path = next((each for each in (*starts, self._named("word/document.xml")) if each in self.parts), None)
        if path is None:
            raise CannotRun(self.damaged)
        return path

    @property
    def damaged(self) -> str:
        return f"{self.name} is damaged and cannot be read; {_SAVE} again, or take another copy."

    def tree(self, path: str) -> Any:
        """A part as a tree of its own. Raises CannotRun where it is no XML."""
        try:
            return safe_xml.parse(self.parts[path], parse_xml)
        except PackageError as error:
            raise CannotRun(self.damaged) from error

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by id; targets inside the package as whole paths."""
        path = self._named(relations.relations_part(part))
        return relations.relations(self.tree(path), part, self._keys) if path in self.parts else {}

    def related(self, kind: str) -> str | None:
        """The path of the part of this kind that belongs to the text: styles, theme, numbering."""
        return next((each.target for each in self.relations(self.main).values()
                     if each.kind == kind and not each.outside and each.target in self.parts), None)

    def type_of(self, path: str) -> str:
        """The content type of a part, '' where none is given."""
        return self._types.of(path)

    @cached_property
    def _types(self) -> ContentTypes:
        path = self._named(CONTENT_TYPES)
        return relations.content_types(self.tree(path) if path in self.parts else None)

    @cached_property
    def _keys(self) -> dict[str, str]:
        return part_keys(self.parts)

    def _named(self, name: str) -> str:
        """The part of that name as it is written in the package; `name` itself where there is none."""
        return self._keys.get(part_key(name), name)

    def holds(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return self._named(name) in self.parts

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
        with open_zip(data, WORD_DOCUMENT) as package:
            template.parts.update((each.name.replace("\\", "/").lstrip("/"), package.read(each))
                                  for each in package.members if not each.is_folder)
    except PackageError as error:
        raise CannotRun(_refused(template, error)) from error
    _refuse_other_zip(template)
    return template


def _refused(template: TemplateFile, error: PackageError) -> str:
    if error.reason is Reason.TOO_LARGE:
        return (f"{template.name} would unpack to more than {WORD_DOCUMENT.total // 1_000_000} MB and is not opened; "
                "make its pictures smaller.")
    if error.reason is Reason.TOO_MANY:
        return f"{template.name} holds more files than any template does, and is not opened; take a clean copy."
    return template.damaged


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
    folders = {each.partition("/")[0].casefold() for each in parts}
    for folder, what in _KINDS.items():
        if folder in folders and "word" not in folders:
            raise CannotRun(f"{name} is {what}; name the company's Word template (*.docx or *.dotx).")
    if not template.holds(CONTENT_TYPES):
        raise CannotRun(f"{name} is no Word document; name the company's Word template (*.docx or *.dotx).")
    tag = template.tree(template.main).tag
    if "purl.oclc.org" in tag:
        raise CannotRun(f"{name} is saved as Strict Open XML; open it in Word and save it as Word Document (*.docx), "
                        "without \"Strict\".")
    if tag != f"{{{W}}}document":
        raise CannotRun(template.damaged)
