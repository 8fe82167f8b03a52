"""A template as a package that is packed already: of a document only what differs from the next one is written.

Most of a document is the same in all of a template (styles, fonts, numbering, logo): it is packed once.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from ncr_toolkit.common.files import same_bytes
from ncr_toolkit.common.packages.replace_parts import PackedParts
from ncr_toolkit.word.identity import add_place
from ncr_toolkit.word.template.header_fields import SLOT
from ncr_toolkit.word.template.template import Template

_BODY = "ncr-body"
_PARSER = etree.XMLParser(resolve_entities=False, ns_clean=True)  # drawings declare their own, each of them


@dataclass(frozen=True, slots=True)
class BlankDocument:
    """The packed package, and the parts in which documents differ."""

    package: PackedParts
    main: str  # the name of the part with the body
    around: tuple[bytes, bytes]  # what stands there before and after the text
    bands: dict[str, Any]  # headers and footers that say something of the document, by the names of their parts
    heads: dict[str, int]  # those of them that get our line, with the twips it keeps clear
    core: tuple[str, Any]  # the part of the properties
    pictures: tuple[str, ...]  # the ids that the body refers to them by
    relations: tuple[str, bytes]  # the part that says where the one with the body leads
    styles: tuple[str, bytes]

    def tree(self, body: str) -> Any:
        """The part with the body, `body` in it, parsed."""
        return etree.fromstring(body.encode().join(self.around), _PARSER)


def blank_document(template: Template, pictures: Sequence[bytes] = (), *, known: bool = False) -> BlankDocument:
    """A document of this template with nothing in it; `known`: it has a place for whose answer it is."""
    return _made(template, tuple(pictures), known=known) if pictures else _kept(template, known=known)


def _made(template: Template, pictures: tuple[bytes, ...], *, known: bool) -> BlankDocument:
    document = copy.deepcopy(template.document)
    ids = tuple(document.part.get_or_add_image(io.BytesIO(picture))[0] for picture in pictures)
    if known:
        add_place(document)
    core = document.part.package._core_properties_part
    document.element.body[-1].addprevious(etree.Comment(_BODY))  # before the settings of the last section
    before, _, after = document.part.blob.partition(f"<!--{_BODY}-->".encode())
    heads = {_name(document.part.rels[id].target_part): room for id, room in template.heads.items()}
    bands = {_name(rel.target_part): rel.target_part._element for rel in document.part.rels.values()
             if rel.reltype.endswith(("/header", "/footer"))}
    differ = {name: root for name, root in bands.items() if name in heads or not template.styles  # ours: Page 1 of 3
              or any(SLOT in text.attrib for text in root.iter(qn("w:t")))}
    stream = io.BytesIO()
    document.save(stream)
    return BlankDocument(PackedParts(same_bytes(stream.getvalue())), _name(document.part), (before, after), differ,
                         heads, (_name(core), core.element), ids,
                         (document.part.partname.rels_uri.removeprefix("/"), document.part.rels.xml),
                         (_name(document.part._styles_part), document.part._styles_part.blob))


_kept = lru_cache(maxsize=4)(lambda template, *, known: _made(template, (), known=known))
"""A thousand responses have one template; a program may use some in turn."""


def _name(part: Any) -> str:
    return str(part.partname).removeprefix("/")
