"""The form as a file: what cannot be filled is refused in plain words, the rest is read and written by members."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages import relations, safe_xml
from ncr_toolkit.common.packages.errors import PackageError, Reason
from ncr_toolkit.common.packages.limits import WORD_DOCUMENT
from ncr_toolkit.common.packages.reader import Member, ZipPackage, open_zip
from ncr_toolkit.common.packages.relations import CONTENT_TYPES, part_key, part_keys, relations_part
from ncr_toolkit.common.packages.writer import ZipWriter
from ncr_toolkit.forms.docx import outside
from ncr_toolkit.forms.docx.wordprocessingml import Element, W

_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_DOCUMENTS = (_DOCUMENT.replace("document.main", "template.main"),
                    "application/vnd.ms-word.document.macroEnabled.main+xml",
                    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml")
HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_FOOTER = HEADER.replace("header", "footer")
_SAVE_AS = "open it in Word and save it as a Word document (.docx)"
_NO_WORD = "is not a Word document; ask the body for it as .docx"
_OTHERS = ((b"%PDF", "is a PDF; ask the body for the Word file"), (b"{\\rtf", f"is an RTF file; {_SAVE_AS}"))


@dataclass
class FormFile:
    """The members of a .docx as they were read."""

    path: Path
    members: dict[str, bytes]
    order: list[Member]
    document: str  # the name of its main part
    types: dict[str, str]  # content type by part
    led_out: tuple[str, ...] = ()  # what was taken away because it leads out of the form, in words

    def parse(self, name: str) -> Element:
        """One member as a tree. Raises CannotRun."""
        return parse(self.members[name], f"{self.path} is damaged ({name})")

    @property
    def texts(self) -> list[str]:
        """The main part, then headers and footers."""
        return [self.document, *sorted(name for name, kind in self.types.items() if kind in (HEADER, _FOOTER))]

    def related(self, kind: str) -> str:
        """The part to which the main part has a relation of that kind (settings, comments ...), '' if none."""
        for each in self.links().values():
            if each[0] == kind:
                return each[1]
        return ""

    def links(self) -> dict[str, tuple[str, str]]:
        """The relations of the main part by id: kind and target; what lies outside is left out."""
        name = self.named(relations_part(self.document))
        if name not in self.members:
            return {}
        return {id: (each.kind, each.target) for id, each in relations.relations(
            self.parse(name), self.document, part_keys(self.members)).items() if not each.outside}

    def named(self, name: str) -> str:
        """The part of that name as it is written in the file; `name` itself where there is none."""
        return part_keys(self.members).get(part_key(name), name)

    def packed(self, changed: dict[str, bytes]) -> bytes:
        """The file again, with some members changed or added: all others hold the same bytes, in the same order."""
        stream = io.BytesIO()
        target = ZipWriter(stream)
        for member in self.order:
            target.add(member.name, changed.get(member.name, self.members[member.name]), stored=member.is_stored)
        for name in changed.keys() - self.members.keys():
            target.add(name, changed[name])
        target.close()
        return stream.getvalue()


def parse(data: bytes, trouble: str) -> Element:
    """XML as a tree: no entities, nothing fetched. Raises CannotRun that begins with `trouble`."""
    try:
        return safe_xml.parse(data, huge=True)
    except PackageError as error:
        what = "it holds a DOCTYPE, which no Word document does" if error.reason is Reason.DOCTYPE else str(error)
        raise CannotRun(f"{trouble}: {what}. Fetch a fresh copy.") from None


def read(path: Path, data: bytes, *, to_fill: bool = True) -> FormFile:
    """The form `data` as a package; `path` is how messages call it. `to_fill`: else it is only looked at, and may be
    signed, a template, or hold macros. Raises CannotRun for everything that is not such a Word document."""
    if trouble := _strange(data):
        raise CannotRun(f"{path} {trouble}.")
    try:
        with open_zip(data, WORD_DOCUMENT) as package:
            return _opened(path, package, to_fill=to_fill)
    except PackageError as error:
        raise CannotRun(f"{path} {_refused(error)}.") from None


def _refused(error: PackageError) -> str:
    if error.reason is Reason.TOO_LARGE:
        return f"unpacks to more than {WORD_DOCUMENT.total // 1_000_000} MB; that is no form"
    if error.reason is Reason.TOO_MANY:
        return "holds more files than any form does; ask the body for a clean copy"
    if error.reason is Reason.DOUBLE:
        return "is damaged: a part of it is there twice. Open it in Word and save it again"
    return f"is not a Word document, or it is damaged ({error}); {_SAVE_AS}"


def _strange(data: bytes) -> str:
    """What the file is instead of a .docx, '' if it may be one."""
    if not data:
        return "is empty"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "is encrypted with a password; open it in Word and save it without one"
        return f"is a document of an old Word (.doc); {_SAVE_AS}"
    if not data.startswith(b"PK"):
        return next((told for mark, told in _OTHERS if data.startswith(mark)),
                    f"is not a Word document; name another file, or {_SAVE_AS}")
    return ""


def _opened(path: Path, package: ZipPackage, *, to_fill: bool) -> FormFile:
    order = [member for member in package.members if not member.is_folder]
    members = {member.name: package.read(member) for member in order}
    if members.get("mimetype", b"").startswith(b"application/vnd.oasis"):
        raise CannotRun(f"{path} is a document of LibreOffice (.odt); save it as a Word document (.docx).")
    listed = package.named(CONTENT_TYPES)
    if listed not in members:
        raise CannotRun(f"{path} {_NO_WORD}.")
    tree = parse(members[listed], f"{path} is damaged ({CONTENT_TYPES})")
    types = relations.content_types(tree).of_all(members)
    found = FormFile(path, members, order, _main(path, types, to_fill=to_fill), types)
    _refuse(found, to_fill=to_fill)
    found.led_out = outside.close(members)
    return found


def _main(path: Path, types: dict[str, str], *, to_fill: bool) -> str:
    kinds = set(types.values())
    for name, kind in types.items():
        if kind == _DOCUMENT or (not to_fill and kind in _OTHER_DOCUMENTS):
            return name
    if any("macroEnabled" in kind for kind in kinds):
        raise CannotRun(f"{path} holds macros (.docm); {_SAVE_AS}, which leaves them out.")
    if any("wordprocessingml.template" in kind for kind in kinds):
        raise CannotRun(f"{path} is a template (.dotx); {_SAVE_AS}.")
    raise CannotRun(f"{path} {_NO_WORD}.")


def _refuse(package: FormFile, *, to_fill: bool) -> None:
    """Raise CannotRun where filling would break something that the body relies on, or where it is another dialect."""
    path = package.path
    if to_fill and (any("digital-signature" in kind for kind in package.types.values())
                    or any(name.startswith("_xmlsignatures/") for name in package.members)):
        raise CannotRun(f"{path} is signed digitally, and filling it would break the signature; ask the body for a "
                        "form that is not signed.")
    root = package.parse(package.document)
    if root.tag == "{http://purl.oclc.org/ooxml/wordprocessingml/main}document":
        raise CannotRun(f"{path} is saved as Strict Open XML; save it in Word as 'Word document (.docx)'.")
    if root.tag != f"{{{W}}}document":
        raise CannotRun(f"{path} is damaged: its main part is no document.")
