"""What makes a form the same form: its words and its tables, whatever program saved it and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.forms.docx.form_file import FormFile
from ncr_toolkit.forms.docx.wordprocessingml import MC, Element, blocks, inside, is_gone, pieces, w

_NO_WORDS = re.compile(r"[\W_]+")
_COMPUTED = re.compile(r"\s*(?!FORM|REF\b|HYPERLINK|INCLUDE|QUOTE|MERGEFIELD)[A-Z]", re.IGNORECASE)
"""Instructions of fields whose result is another at every save: PAGE, DATE, SAVEDATE, FILENAME (17.16.5)."""


def shape(package: FormFile) -> list[str]:
    """The lines of the document in order, with the number of cells of each row; then those of text boxes, headers and
    footers in the order of their words, for programs write these where they like. Blank lines do not count."""
    trees = {name: package.parse(name) for name in package.texts}
    document = trees[package.document].find(w("body"))
    body = [] if document is None else list(_lines(document))
    others = {
        said
        for name, tree in trees.items()
        for paragraph in tree.iter(w("p"))
        if (name != package.document or inside(paragraph, "txbxContent") is not None)
        and inside(paragraph, "txbxContent", "hdr", "ftr") is not None
        and next(paragraph.iterancestors(f"{{{MC}}}Fallback"), None) is None
        and (said := _said(paragraph))
    }
    return [*body, *sorted(others)]


def _lines(element: Element) -> Iterator[str]:
    for block in blocks(element):
        if block.tag == w("p"):
            if said := _said(block):
                yield said
            continue
        for row in block.iter(w("tr")):
            if inside(row, "tbl") is not block or is_gone(row):
                continue
            cells = [cell for cell in row.iter(w("tc")) if inside(cell, "tr") is row]
            yield f"row of {len(cells)}"
            for cell in cells:
                yield from _lines(cell)


def _said(paragraph: Element) -> str:
    """The words of a paragraph, without what fields compute."""
    computed = _computed(paragraph)
    return _NO_WORDS.sub(" ", "".join(piece.text for piece in pieces(paragraph) if piece.run not in computed)).strip()


def _computed(paragraph: Element) -> set[Element]:
    """The runs that show the result of a field that computes one."""
    found: set[Element] = set()
    for simple in paragraph.iter(w("fldSimple")):
        if _COMPUTED.match(simple.get(w("instr"), "")):
            found.update(simple.iter(w("r")))
    fields: list[str] = []
    for run in paragraph.iter(w("r")):
        for each in run:
            kind = each.get(w("fldCharType"), "") if each.tag == w("fldChar") else ""
            if kind == "begin":
                fields.append("")
            elif kind == "end" and fields:
                fields.pop()
            elif each.tag == w("instrText") and fields:
                fields[-1] += each.text or ""
        if any(map(_COMPUTED.match, fields)):
            found.add(run)
    return found
