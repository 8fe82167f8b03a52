"""The form as a file: what cannot be filled is refused in plain words, the rest is read and written by members."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms.wordprocessingml import Element, W

_MOST = 200_000_000  # bytes unpacked
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_FOOTER = HEADER.replace("header", "footer")
_SAVE_AS = "open it in Word and save it as a Word document (.docx)"
_OTHERS = ((b"%PDF", "is a PDF; ask the body for the Word form"), (b"{\\rtf", f"is an RTF file; {_SAVE_AS}"))


@dataclass
class FormFile:
    """The members of a .docx as they were read."""

    path: Path
    members: dict[str, bytes]
    infos: list[zipfile.ZipInfo]
    document: str  # the name of its main part
    types: dict[str, str]  # content type by part

    def parse(self, name: str) -> Element:
        """One member as a tree. Raises CannotRun."""
        return parse(self.members[name], f"{self.path} is damaged ({name})")

    @property
    def texts(self) -> list[str]:
        """The main part, then headers and footers."""
        return [self.document, *sorted(name for name, kind in self.types.items() if kind in (HEADER, _FOOTER))]

    def relations(self, name: str) -> str:
        """The name of the member that holds the relations of a part."""
        path = PurePosixPath(name)
        return str(path.parent / "_rels" / f"{path.name}.rels")

    def related(self, kind: str) -> str:
        """The part to which the main part has a relation of that kind (settings, comments ...), '' if none."""
        for each in self.links().values():
            if each[0] == kind:
                return each[1]
        return ""

    def links(self) -> dict[str, tuple[str, str]]:
        """The relations of the main part by id: kind and target; what lies outside is left out."""
        name = self.relations(self.document)
        if name not in self.members:
            return {}
        folder = PurePosixPath(self.document).parent
        found = {}
        for each in self.parse(name).iter(f"{_RELATIONS}Relationship"):
            target = each.get("Target", "")
            if each.get("TargetMode") != "External":
                inner = target[1:] if target.startswith("/") else str(folder / target)
                found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], inner)
        return found

    def packed(self, changed: dict[str, bytes]) -> bytes:
        """The file again, with some members changed or added: all others hold the same bytes, in the same order."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.infos:
                target.writestr(_fixed(info.filename, info.compress_type),
                                changed.get(info.filename, self.members[info.filename]))
            for name in changed.keys() - self.members.keys():
                target.writestr(_fixed(name, zipfile.ZIP_DEFLATED), changed[name])
        return stream.getvalue()


def _fixed(name: str, compression: int) -> zipfile.ZipInfo:
    """A member of a fixed day, so that equal content gives equal bytes."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = compression if compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) \
        else zipfile.ZIP_DEFLATED
    info.external_attr, info.create_system = 0o600 << 16, 3
    return info


def parse(data: bytes, trouble: str) -> Element:
    """XML as a tree: no entities, nothing fetched. Raises CannotRun that begins with `trouble`."""
    if b"<!DOCTYPE" in data[:4096]:
        raise CannotRun(f"{trouble}: it holds a DOCTYPE, which no Word document does.")
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise CannotRun(f"{trouble}: {error.msg}.") from None


def serialised(tree: Element) -> bytes:
    """A tree as the bytes of a member."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def read(path: Path) -> FormFile:
    """The form as a package. Raises CannotRun for everything that is not a Word document that may be filled."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CannotRun(f"There is no file {path}; look at the name of the form.") from None
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror or error}.") from None
    if trouble := _strange(data):
        raise CannotRun(f"{path} {trouble}.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _opened(path, archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise CannotRun(f"{path} is not a Word document, or it is damaged ({error}); {_SAVE_AS}.") from None


def _strange(data: bytes) -> str:
    """What the file is instead of a .docx, '' if it may be one."""
    if not data:
        return "is empty"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "is encrypted with a password; open it in Word and save it without one"
        return f"is a document of an old Word (.doc); {_SAVE_AS}"
    return next((told for mark, told in _OTHERS if data.startswith(mark)), "")


def _opened(path: Path, archive: zipfile.ZipFile) -> FormFile:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if sum(info.file_size for info in infos) > _MOST:
        raise CannotRun(f"{path} unpacks to more than {_MOST // 1_000_000} MB; that is no form.")
    if len({info.filename for info in infos}) != len(infos):
        raise CannotRun(f"{path} is damaged: a part of it is there twice. Open it in Word and save it again.")
    members = {info.filename: archive.read(info) for info in infos}
    if members.get("mimetype", b"").startswith(b"application/vnd.oasis"):
        raise CannotRun(f"{path} is a document of LibreOffice (.odt); save it as a Word document (.docx).")
    if "[Content_Types].xml" not in members:
        raise CannotRun(f"{path} is not a Word document; ask the body for the form as .docx.")
    types = _types(members["[Content_Types].xml"], members, path)
    found = FormFile(path, members, infos, _main(path, types), types)
    _refuse(found)
    return found


def _types(data: bytes, members: dict[str, bytes], path: Path) -> dict[str, str]:
    tree = parse(data, f"{path} is damaged ([Content_Types].xml)")
    endings = {each.get("Extension", "").lower(): each.get("ContentType", "") for each in tree.iter(f"{_TYPES}Default")}
    found = {name: endings[name.rpartition(".")[2].lower()] for name in members
             if name.rpartition(".")[2].lower() in endings}
    own = {each.get("PartName", "").lstrip("/"): each.get("ContentType", "") for each in tree.iter(f"{_TYPES}Override")}
    return found | {name: kind for name, kind in own.items() if name in members}


def _main(path: Path, types: dict[str, str]) -> str:
    kinds = set(types.values())
    for name, kind in types.items():
        if kind == _DOCUMENT:
            return name
    if any("macroEnabled" in kind for kind in kinds):
        raise CannotRun(f"{path} holds macros (.docm); {_SAVE_AS}, which leaves them out.")
    if any("wordprocessingml.template" in kind for kind in kinds):
        raise CannotRun(f"{path} is a template (.dotx); {_SAVE_AS}.")
    raise CannotRun(f"{path} is not a Word document; ask the body for the form as .docx.")


def _refuse(package: FormFile) -> None:
    """Raise CannotRun where filling would break something that the body relies on, or where it is another dialect."""
    path = package.path
    if any("digital-signature" in kind for kind in package.types.values()) \
            or any(name.startswith("_xmlsignatures/") for name in package.members):
        raise CannotRun(f"{path} is signed digitally, and filling it would break the signature; ask the body for a "
                        "form that is not signed.")
    root = package.parse(package.document)
    if root.tag == "{http://purl.oclc.org/ooxml/wordprocessingml/main}document":
        raise CannotRun(f"{path} is saved as Strict Open XML; save it in Word as 'Word document (.docx)'.")
    if root.tag != f"{{{W}}}document":
        raise CannotRun(f"{path} is damaged: its main part is no document.")
