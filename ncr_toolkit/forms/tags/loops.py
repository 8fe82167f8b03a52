"""Loops and conditions that begin in one line or cell and end in another: they come to repeat whole lines or rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ncr_toolkit.forms.docx.wordprocessingml import Element, inside, is_gone, text, w

_BLOCK = re.compile(r"\{%-?\s*(?P<kind>(?:tr|tc|p|r)\s+)?(?P<word>for|if|endfor|endif|elif|else)\b"
                    r"(?:(?!\{%).)*?%\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Tag:
    """The beginning or end of a loop."""

    letters: str
    word: str
    kind: str  # "tr", "p" where somebody said so
    paragraph: Element


def settle(tree: Element) -> None:
    """Give every loop that spans lines or cells the place where it can repeat them.

    A loop whose ends stand alone in lines of their own repeats the lines between; one that begins and ends in cells
    of one row repeats the row.
    """
    opened: list[list[_Tag]] = []
    for paragraph in list(tree.iter(w("p"))):
        if is_gone(paragraph):
            continue
        for found in _BLOCK.finditer(text(paragraph)):
            tag = _Tag(found.group(), found["word"], (found["kind"] or "").strip(), paragraph)
            if tag.word in ("for", "if"):
                opened.append([tag])
            elif opened and tag.word in ("elif", "else"):
                opened[-1].append(tag)
            elif opened:
                _place([*opened.pop(), tag])


def _place(tags: list[_Tag]) -> None:
    if any(tag.kind for tag in tags) or len({id(tag.paragraph) for tag in tags}) == 1:
        return
    if all(_alone(tag) for tag in tags):
        rows = [inside(tag.paragraph, "tr") for tag in tags]
        whole = len({id(row) for row in rows}) == len(rows) and all(
            row is not None and "".join(text(line) for line in row.iter(w("p"))).strip() == tag.letters
            for row, tag in zip(rows, tags, strict=True))
        for tag in tags:
            _rename(tag, "tr" if whole else "p")
        return
    first, last = inside(tags[0].paragraph, "tr"), inside(tags[-1].paragraph, "tr")
    if first is not None and first is last and len(tags) == 2:
        for tag, behind in ((tags[0], False), (tags[1], True)):
            _row(first, tag, behind=behind)


def _alone(tag: _Tag) -> bool:
    return text(tag.paragraph).strip() == tag.letters


def _rename(tag: _Tag, kind: str) -> None:
    """Write {% for as {%p for or {%tr for: docxtpl puts it around the whole paragraph or row."""
    for letters in tag.paragraph.iter(w("t")):
        if letters.text and tag.letters in letters.text:
            letters.text = letters.text.replace(tag.letters, _with(tag.letters, kind), 1)
            return


def _with(letters: str, kind: str) -> str:
    return re.sub(r"^\{%-?\s*", f"{{%{kind} ", letters)


def _row(row: Element, tag: _Tag, *, behind: bool) -> None:
    """Take a tag out of its cell into a row of its own before or behind, which docxtpl takes away."""
    for letters in tag.paragraph.iter(w("t")):
        if letters.text and tag.letters in letters.text:
            letters.text = letters.text.replace(tag.letters, "", 1)
            break
    made = etree.Element(w("tr"))
    line = etree.SubElement(etree.SubElement(made, w("tc")), w("p"))
    etree.SubElement(etree.SubElement(line, w("r")), w("t")).text = _with(tag.letters, "tr")
    if behind:
        row.addnext(made)
    else:
        row.addprevious(made)
