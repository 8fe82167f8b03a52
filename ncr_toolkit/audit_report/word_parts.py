"""The lines and rows of a Word document (ECMA-376 Part 1, clause 17), as they are read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ncr_toolkit.audit_report.line_breaks import ITEM
from ncr_toolkit.audit_report.parts import Line, Part, Row
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.limits import WORD_DOCUMENT
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.safe_xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_GONE = {"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "fldData", "sdtPr"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_MOST_SPANNED = 60  # columns that one cell may cover: Word bears 63
_MOST_FIGURES = 4
_BOLD_HEADING, _LONGEST_HEADING = 9, 160
"""The level of a short paragraph all of whose letters are bold, as many write headings."""


def parts(path: Path) -> list[Part]:
    """The lines and rows of the document. Raises CannotRun where it is none."""
    try:
        with open_zip(path, WORD_DOCUMENT) as package:
            document = parse(package.read(package.named(_DOCUMENT)))
            styles = parse(package.read(package.named(_STYLES))) if _STYLES in package.parts else None
    except (PackageError, OSError, KeyError) as error:
        raise CannotRun(f"{path.name} cannot be read as a Word document; open it in Word, save it anew as Word "
                        "Document (*.docx), and use that one.") from error
    return _Reader(_levels(styles) if styles is not None else {}).read(document)


def _name(element: _Element) -> str:
    """The name of an element of Word, in either of its two namespaces; '' for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val") or element.get(f"{_STRICT}val") or ""


def _levels(styles: _Element) -> dict[str, int]:
    """The level of each style of headings, by its id: its name is English in every language of Word."""
    names = {style.get(f"{_W}styleId", ""): _value(style.find("{*}name")).casefold()
             for style in styles.iter("{*}style")}
    return {id: int(name.removeprefix("heading ")) for id, name in names.items()
            if name.startswith("heading ") and name.removeprefix("heading ").isdigit()}


class _Reader:
    """Counts paragraphs and tables, so that each is named as a person finds it."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.levels, self.paragraphs, self.tables = levels, 0, 0

    def read(self, document: _Element) -> list[Part]:
        body = document.find("{*}body")
        return [] if body is None else list(self._blocks(body))

    def _blocks(self, holder: _Element) -> Iterator[Part]:
        for element in holder:
            name = _name(element)
            if name == "p":
                yield from self._line(element)
            elif name == "tbl":
                yield from self._rows(element)
            elif name not in _GONE and name:
                yield from self._blocks(element)  # a content control, an insertion

    def _line(self, paragraph: _Element) -> Iterator[Part]:
        self.paragraphs += 1
        if text := _text(paragraph).strip():
            yield Line(text, f"paragraph {self.paragraphs}", self._level(paragraph, text), _is_item(paragraph, text))
        for box in paragraph.iter("{*}txbxContent"):
            if not any(_name(above) == "Fallback" for above in box.iterancestors()):
                yield from self._blocks(box)

    def _level(self, paragraph: _Element, text: str) -> int:
        style = self.levels.get(_value(paragraph.find("{*}pPr/{*}pStyle")), 0)
        if style or len(text) > _LONGEST_HEADING:
            return style
        runs = [run for run in paragraph.iter("{*}r") if any((each.text or "").strip() for each in run.iter("{*}t"))]
        return _BOLD_HEADING if runs and all(_is_bold(run) for run in runs) else 0

    def _rows(self, table: _Element) -> Iterator[Part]:
        self.tables += 1
        number, inner, above = self.tables, list[Part](), dict[int, str]()
        for at, row in enumerate(table.iterchildren("{*}tr"), start=1):
            cells = [cell for cell in row.iter("{*}tc") if next(cell.iterancestors("{*}tr")) is row]
            own, covered = dict[int, str](), dict[int, str]()
            for column, cell in zip(_columns(row, cells), cells, strict=True):
                if _is_covered(cell):
                    covered[column] = above.get(column, "")
                else:
                    own[column] = above[column] = _cell(cell)
            if any(own.values()):
                yield Row(tuple(own.values()), f"table {number}, row {at}", number, begins=tuple(own),
                          above=tuple(covered.items()))
            for cell in cells:
                inner += [part for each in cell.iterchildren("{*}tbl") for part in self._rows(each)]
        yield from inner


def _is_item(paragraph: _Element, text: str) -> bool:
    """Whether a paragraph is an item of a list: by its style, its numbering, or the sign before it."""
    style = _value(paragraph.find("{*}pPr/{*}pStyle")).casefold()
    return style.startswith("list") or paragraph.find("{*}pPr/{*}numPr") is not None or ITEM.match(text) is not None


def _is_bold(run: _Element) -> bool:
    mark = run.find("{*}rPr/{*}b")
    return mark is not None and _value(mark) not in ("0", "false", "off")


def _is_covered(cell: _Element) -> bool:
    """Whether a cell belongs to the one above it."""
    merge = cell.find("{*}tcPr/{*}vMerge")
    return merge is not None and _value(merge) in ("", "continue")


def _columns(row: _Element, cells: Sequence[_Element]) -> Iterator[int]:
    """In which column of the table each cell of a row begins."""
    column = _number(row.find("{*}trPr/{*}gridBefore"), 0)
    for cell in cells:
        yield column
        column += max(_number(cell.find("{*}tcPr/{*}gridSpan"), 1), 1)


def _number(element: _Element | None, otherwise: int) -> int:
    said = _value(element)
    return min(int(said), _MOST_SPANNED) if said.isdecimal() and len(said) < _MOST_FIGURES else otherwise


def _cell(cell: _Element) -> str:
    found = (_text(each).strip() for each in cell.iterdescendants("{*}p")
             if next(each.iterancestors("{*}tc")) is cell)
    return "\n".join(filter(None, found))


def _text(paragraph: _Element) -> str:
    """The letters of a paragraph as they are seen: without what was deleted, and without text boxes."""
    said: list[str] = []
    ways = [iter(paragraph)]
    while ways:
        element = next(ways[-1], None)
        if element is None:
            ways.pop()
            continue
        name = _name(element)
        if name == "t":
            said.append(element.text or "")
        elif name in _SIGNS:
            said.append(_SIGNS[name])
        elif name not in _GONE and name not in ("txbxContent", "tbl", ""):
            ways.append(iter(element))
    return "".join(said)
