"""The tags of several PDFs as one tree: what a program goes by that reads them aloud.

ISO 32000-1: structure and marked content (14.6 to 14.8), number trees (7.9.7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from ncr_toolkit.common.text import allowed

_DEEPEST = 20  # levels of a number tree


class MergedTags:
    """The structure of all parts as one tree. A page of a PDF that has none becomes a figure with a name."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._root = self._new({"/Type": NameObject("/StructTreeRoot")})
        self._whole = self._new({"/Type": NameObject("/StructElem"), "/S": NameObject("/Document"),
                                 "/P": self._root.indirect_reference})
        self._kids, self._parents, self._roles = ArrayObject(), ArrayObject(), DictionaryObject()
        self._next = 0

    def _new(self, entries: Mapping[str, Any]) -> Any:
        """A dictionary that stands by itself in the file."""
        return _placed(DictionaryObject({NameObject(name): entry for name, entry in entries.items()}), self._writer)

    def add(self, reader: PdfReader, pages: Sequence[Any], title: str) -> None:
        """The structure of one part, whose pages are in the writer already."""
        tree = reader.root_object.get("/StructTreeRoot")
        if tree is None:
            for number, page in enumerate(pages, 1):
                self._figure(page, f"{title}, page {number}" if len(pages) > 1 else title)
            return
        own = tree.get_object().clone(self._writer)
        kids = own.get("/K", ArrayObject())
        for kid in kids if isinstance(kids, ArrayObject) else [own.raw_get("/K")]:
            element = kid.get_object()
            element[NameObject("/P")] = self._whole.indirect_reference
            if element.get("/S") == "/Document":
                element[NameObject("/S")] = NameObject("/Part")
            self._kids.append(kid)
        self._roles.update(own.get("/RoleMap", {}))
        numbers = dict(_numbers(own.get("/ParentTree", {})))
        self._renumber(numbers, [page.get("/StructParents") for page in reader.pages], pages)

    def _renumber(self, numbers: Mapping[int, Any], old: Sequence[Any], pages: Sequence[Any]) -> None:
        """`old`: the numbers that the pages had; pypdf leaves them behind."""
        first = self._next
        for page, number in zip(pages, old, strict=True):
            if number is not None:
                page[NameObject("/StructParents")] = NumberObject(int(number) + first)
            for annotation in (each.get_object() for each in page.get("/Annots", ())):
                if "/StructParent" in annotation:
                    annotation[NameObject("/StructParent")] = NumberObject(int(annotation["/StructParent"]) + first)
        for number in sorted(numbers):
            self._parents += [NumberObject(first + number), numbers[number]]
        self._next = first + max(numbers, default=-1) + 1

    def _figure(self, page: Any, title: str) -> None:
        element = self._new({"/Type": NameObject("/StructElem"), "/S": NameObject("/Figure"),
                             "/P": self._whole.indirect_reference, "/Pg": page.indirect_reference,
                             "/K": NumberObject(0), "/Alt": TextStringObject(allowed(title))}).indirect_reference
        old = page.get("/Contents")
        old = old.get_object() if old is not None else ArrayObject()
        streams = list(old) if isinstance(old, ArrayObject) else [page.raw_get("/Contents")]
        page[NameObject("/Contents")] = ArrayObject([self._stream(b"/Figure <</MCID 0>> BDC q\n"), *streams,
                                                     self._stream(b"\nQ EMC")])
        page[NameObject("/StructParents")] = NumberObject(self._next)
        self._parents += [NumberObject(self._next), ArrayObject([element])]
        self._kids.append(element)
        self._next += 1

    def _stream(self, content: bytes) -> Any:
        made = DecodedStreamObject()
        made.set_data(content)
        return _placed(made, self._writer).indirect_reference

    def put(self) -> None:
        """The tree, where a reader looks for it."""
        self._whole[NameObject("/K")] = self._kids
        self._root[NameObject("/K")] = self._whole.indirect_reference
        self._root[NameObject("/RoleMap")] = self._roles
        self._root[NameObject("/ParentTree")] = DictionaryObject({NameObject("/Nums"): self._parents})
        self._root[NameObject("/ParentTreeNextKey")] = NumberObject(self._next)
        root = self._writer.root_object
        root[NameObject("/StructTreeRoot")] = self._root.indirect_reference
        root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        root[NameObject("/Lang")] = TextStringObject("en-GB")
        root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})


def _placed(made: Any, writer: PdfWriter) -> Any:
    """An object put into the file: one that says that it stands by itself, wherever, is given a place."""
    made.indirect_reference = None
    return made.clone(writer)


def _numbers(tree: Any, depth: int = 0) -> Iterator[tuple[int, Any]]:
    """What a number tree holds."""
    tree = tree.get_object() if hasattr(tree, "get_object") else tree
    listed = tree.get("/Nums", ArrayObject()).get_object() if "/Nums" in tree else ()
    yield from ((int(listed[at]), listed[at + 1]) for at in range(0, len(listed) - 1, 2))
    if depth < _DEEPEST:
        for kid in tree.get("/Kids", ()):
            yield from _numbers(kid, depth + 1)
