"""Tags in a form, `{{ finding.statement }}` and loops: made ready by docxtpl, rendered by Jinja in a sandbox.

Only the letters of the document are a template. What stands elsewhere in the file, and what was deleted with tracking,
is put aside before and back afterwards; values enter as letters and are never read as tags.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError
from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.address import whole
from ncr_toolkit.forms.docx.form_file import parse
from ncr_toolkit.forms.docx.wordprocessingml import XML_SPACE, Element, inside, is_gone, pieces, text, w, w14
from ncr_toolkit.forms.tags import loops, sandbox
from ncr_toolkit.forms.tags.rules import Rule, checked

_TAG = re.compile(r"\{[{%#](?:(?!\{[{%#]).)*?[}%#]\}", re.DOTALL)
_OPENS = re.compile(r"\{[{%#]")
_UNKNOWN = re.compile(r"\{[{%]-?\s*(?:(r|p|tr|tc)\s|(cellbg|colspan|hm|vm)\b)")
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")


@dataclass
class Tags:
    """The tags of one part, ready to be rendered for many findings."""

    name: str  # of the part
    path: str  # of the form
    template: Template
    aside: dict[str, str] = field(default_factory=dict)  # what was put aside, by its token
    tags: list[tuple[str, str]] = field(default_factory=list)  # every tag, and where it stands
    names: list[str] = field(default_factory=list)  # what of the register they ask for
    there: Counter[tuple[str, str]] = field(default_factory=Counter)  # ids, as often as the form itself has them

    def render(self, values: Mapping[str, object]) -> Element:
        """The part with its tags filled. Raises CannotRun, in plain words."""
        try:
            made = sandbox.rendered(self.template, values)
        except sandbox.TooMuch as error:
            raise CannotRun(f"{self.path}: {error}") from None
        except TemplateError as error:
            raise CannotRun(f"{self.path}: {error.message or error}") from None
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
            raise CannotRun(f"{self.path}: its tags ask for what cannot be printed ({error}).") from None
        for token, letters in self.aside.items():
            made = made.replace(token, letters)
        tree = parse(made.encode("utf-8"), f"{self.path}: a loop or condition begins in one place and ends in another; "
                                           "put both into the same line, into lines of their own, or into the first "
                                           "and last cell of a row")
        _unique(tree, self.there)
        return tree


def find(tree: Element) -> bool:
    """Whether a part holds tags."""
    return any(_OPENS.search(text(paragraph)) for paragraph in tree.iter(w("p")) if not is_gone(paragraph))


def load(tree: Element, name: str, path: str, where: Mapping[Element, str]) -> Tags:
    """Make the tags of a part ready. The tree is changed. Raises CannotRun for mistakes, with where they are."""
    found = _gathered(tree, path, where)
    loops.settle(tree)
    there = Counter(own for each in tree.iter() for own in _ids(each))
    aside = _put_aside(tree)
    source = etree.tostring(tree, encoding="unicode")
    source = DocxTemplate(io.BytesIO()).patch_xml(source)  # its argument is all it looks at: no document is opened
    lines = _PARAGRAPH.sub("\n<w:p", source)
    asked = checked(lines, Rule(path, found))
    return Tags(name, path, sandbox.template(lines, path), aside, found, asked, there)


def _gathered(tree: Element, path: str, where: Mapping[Element, str]) -> list[tuple[str, str]]:
    """Bring every tag that Word split over runs into one of them; gives the tags with where they stand."""
    found = []
    place = ""
    for paragraph in tree.iter(w("p")):
        if is_gone(paragraph):
            continue
        place = where.get(paragraph, place)
        said = text(paragraph)
        for tag in _TAG.finditer(said):
            found.append((tag.group(), place))
            if unknown := _UNKNOWN.match(tag.group()):
                _refuse(path, tag.group(), place, unknown)
            gather(paragraph, tag.start(), tag.end())
        rest = _TAG.sub("", said)
        if opened := _OPENS.search(rest):
            raise CannotRun(f"{path}, {place}: the tag '{rest[opened.start():][:60]}' is not closed in its paragraph.")
    return found


def _refuse(path: str, tag: str, place: str, unknown: re.Match[str]) -> None:
    """Raise CannotRun for the tags of docxtpl that put raw pieces into the document."""
    kind = unknown[1] or unknown[2]
    if unknown[2] or tag.startswith("{{"):
        raise CannotRun(f"{path}, {place}: the tag '{tag}' uses '{kind}', which ncr does not fill; write it as "
                        "{{ name }}.")


def gather(paragraph: Element, start: int, end: int) -> None:
    """Put the letters from `start` to `end` into the element that holds the first of them."""
    at, first, whole = 0, None, text(paragraph)[start:end]
    for piece in pieces(paragraph):
        low, high = max(start, at), min(end, at + len(piece.text))
        if low < high:
            before, behind = piece.text[:low - at], piece.text[high - at:]
            if piece.node.tag != w("t"):
                piece.run.remove(piece.node)
            elif first is None:
                first = piece.node
                first.text = before + whole + behind
                first.set(XML_SPACE, "preserve")
            else:
                piece.node.text = behind
                piece.node.set(XML_SPACE, "preserve")
        at += len(piece.text)


def _put_aside(tree: Element) -> dict[str, str]:
    """Replace everything with a brace that is not a letter of the document by tokens."""
    mark = hashlib.sha256(etree.tostring(tree)).hexdigest()[:16]
    aside: dict[str, str] = {}

    def token(letters: str) -> str:
        name = f"aside{mark}{len(aside)}e"
        aside[name] = letters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        return name

    for element in tree.iter():
        for key, value in element.attrib.items():
            if "{" in str(value):
                element.set(key, token(str(value)))
        if isinstance(element.tag, str) and element.text and "{" in element.text \
                and (element.tag != w("t") or is_gone(element)):
            element.text = token(element.text)
        if not isinstance(element.tag, str) and "{" in (element.text or ""):
            element.text = ""
        if element.tail and "{" in element.tail:
            element.tail = token(element.tail)
    return aside


def _ids(element: Element) -> Iterator[tuple[str, str]]:
    """What of an element may stand only once in a document."""
    if not isinstance(element.tag, str):
        return
    if own := element.get(w14("paraId")):
        yield "paraId", own
    local = etree.QName(element).localname
    if local == "docPr":
        yield local, element.get("id", "")
    elif local in ("bookmarkStart", "bookmarkEnd"):
        yield local, element.get(w("id"), "")
    elif local == "id" and inside(element, "sdtPr") is element.getparent():
        yield local, element.get(w("val"), "")


def _unique(tree: Element, there: Counter[tuple[str, str]]) -> None:
    """Take away what a loop has made twice: ids of paragraphs, drawings, controls and bookmarks."""
    seen: Counter[tuple[str, str]] = Counter()
    highest = max((whole(id, 0) for kind, id in there if kind == "docPr"), default=0)
    for each in list(tree.iter()):
        for kind, own in _ids(each):
            seen[kind, own] += 1
            if seen[kind, own] <= max(1, there[kind, own]):
                continue
            if kind == "paraId":
                for name in ("paraId", "textId"):
                    each.attrib.pop(w14(name), "")
            elif kind == "docPr":
                highest += 1
                each.set("id", str(highest))
            else:
                holder = each.getparent()
                assert holder is not None
                holder.remove(each)
