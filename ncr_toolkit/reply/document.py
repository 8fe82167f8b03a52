"""A Word document that came back, opened to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import content_of
from ncr_toolkit.common.packages.relations import part_keys, relations
from ncr_toolkit.common.text import short
from ncr_toolkit.forms.docx import form_file
from ncr_toolkit.forms.docx.shape import shape
from ncr_toolkit.forms.docx.wordprocessingml import MC, Element, is_gone, text, w
from ncr_toolkit.forms.xlsx.form_book import is_workbook
from ncr_toolkit.reply.workbook import ReturnedWorkbook, open_workbook
from ncr_toolkit.word.identity import Identity, read_back
from ncr_toolkit.word.returned import blocks, folded, lines, text_print

_PACKAGE_RELATIONS = "_rels/.rels"
_DRAWN = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}wgp"


@dataclass
class ReturnedDocument:
    """A document that came back."""

    file: form_file.FormFile

    @property
    def path(self) -> Path:
        return self.file.path

    @cached_property
    def body(self) -> Element:
        found = self.file.parse(self.file.document).find(w("body"))
        if found is None:
            raise CannotRun(f"{self.path} is damaged: it has no body.")
        return found

    @cached_property
    def blocks(self) -> list[Element]:
        """The tables that the body fills in, if it is a response of ours."""
        return blocks(self.body)

    @cached_property
    def identity(self) -> Identity:
        """Whose answer it says that it is. Raises CannotRun."""
        return read_back(self._properties("custom-properties", "property", "name"))

    @property
    def subject(self) -> str:
        """The subject that it has in its properties: of a response of ours the id of the finding. Raises CannotRun."""
        return self._properties("core-properties", "subject", "").get("subject", "")

    def _properties(self, kind: str, element: str, name: str) -> dict[str, str]:
        """The properties of one part by name; by that of their element where `name` is ''."""
        if _PACKAGE_RELATIONS not in self.file.members:
            return {}
        found = relations(self.file.parse(_PACKAGE_RELATIONS), "", part_keys(self.file.members))
        parts = [each.target for each in found.values()
                 if each.kind == kind and each.target in self.file.members]
        return {(each.get(name) or "") if name else element: "".join(map(str, each.itertext())).strip()
                for part in parts for each in self.file.parse(part).iter(f"{{*}}{element}")}

    @cached_property
    def print(self) -> str:
        """The fingerprint of all it says but for the block."""
        return text_print(self.body)

    @cached_property
    def lines(self) -> list[str]:
        """What it says, without the block."""
        return lines(self.body)

    @property
    def shape(self) -> Sequence[str]:
        """What makes it the same form as the blank one. Raises CannotRun."""
        return shape(self.file)

    def number(self, table: Element) -> int:
        """The number of a table, from 1, as a person counts them."""
        return list(self.body.iter(w("tbl"))).index(table) + 1

    @property
    def remarks(self) -> list[str]:
        """Comments, and texts in boxes of their own, which stand in no field and are read by nobody but a person."""
        part = self.file.related("comments")
        found = [_shown(f"a comment{_by(each)}", each) for each in
                 (self.file.parse(part).iter(w("comment")) if part in self.file.members else ())]
        boxes = [box for box in self.body.iter(w("txbxContent")) if not is_gone(box)
                 and next(box.iterancestors(f"{{{MC}}}Fallback", _DRAWN), None) is None]
        return [each for each in (*found, *(_shown("a text box", box) for box in boxes)) if each]


def _by(comment: Element) -> str:
    author = comment.get(w("author"), "").strip()
    return f" by {author}" if author else ""


def _shown(what: str, holder: Element) -> str:
    said = " ".join(" ".join(text(each) for each in holder.iter(w("p"))).split())
    return f"{what} says {short(said)}" if said else ""


def open_returned(path: Path) -> ReturnedDocument | ReturnedWorkbook:
    """The document or workbook at `path`. Raises CannotRun, in one sentence, for what is none that can be read."""
    data = content_of(path, "look at its name")
    if is_workbook(path, data):
        return open_workbook(path, data)
    return ReturnedDocument(form_file.read(path, data, to_fill=False))


def altered(now: list[str], sent: list[str]) -> list[str]:
    """What a document says otherwise than when it was sent, in sentences."""
    before, after = {folded(line): line for line in sent}, {folded(line): line for line in now}
    gone = [f"it no longer says {short(line)}" for key, line in before.items() if key not in after]
    new = [f"it says {short(line)}" for key, line in after.items() if key not in before]
    return [*gone, *new]
