"""Building blocks of a Word document, each as a piece of WordprocessingML; `document.py` parses them in one go.

Text from a register enters the XML in `run` alone, which cleans and escapes it.

WordprocessingML: ECMA-376 Part 1, clause 17.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ncr_toolkit.common.punctuation import beside
from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import gettext
from ncr_toolkit.word.script import east_asian, right_to_left
from ncr_toolkit.word.styles import TINT

_PIECES = re.compile("([\n\t])")
_TWIPS = 1440 / 25.4  # in a millimetre
_LABEL = 60  # characters, at most
_LONG = 1500  # characters; a row that long may run over the end of a page
_WHOLE = 2500  # characters; a table so long fits on one page
_LETTER, _LINES = 90, 4  # twips that a letter takes in a table; lines of a row that may stand alone on a page
_MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_DAY = re.compile(r"(?<![\w/.-])(\d{4})-(\d\d)-(\d\d)(?![\w/-]|\.\w)")
"""A day that stands by itself; in names of files and addresses every letter stays what it is."""
_A_DAY = len("2026-06-30")
_UNBROKEN = '</w:t><w:noBreakHyphen/><w:t xml:space="preserve">'
_LINKED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
NOTHING = "\u2013"
_HEADED = '<w:tblLook w:val="0020" w:firstRow="1"/>'
_LABELLED = '<w:tblLook w:val="00A0" w:firstRow="1" w:firstColumn="1"/>'
RIGHT = '<w:jc w:val="right"/>'
_FONTS = "<w:rFonts"
_OVER = '<w:spacing w:before="120"/>'


def escaped(text: str) -> str:
    """`text` for use in XML, without the characters that Word forbids."""
    text = allowed(text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run(text: str, style: str = "", more: str = "") -> str:
    """Letters of one character style; line breaks and tabs stay, spaces are kept as they are, and no line ends within
    a day. `more`: further settings of these letters alone."""
    return (_short_run if len(text) <= _LABEL else _run)(text, style, more)


def _run(text: str, style: str, more: str) -> str:
    inner = "".join(_MARKS.get(piece) or f'<w:t xml:space="preserve">{_whole_days(piece)}</w:t>'
                    for piece in _PIECES.split(escaped(text)) if piece)
    letters = (f'<w:rStyle w:val="{style}"/>' if style else "") \
        + ('<w:rFonts w:hint="eastAsia"/>' if east_asian(text) and _FONTS not in more else "") + more \
        + ("<w:rtl/>" if right_to_left(text) else "")
    return f"<w:r>{f'<w:rPr>{letters}</w:rPr>' if letters else ''}{inner}</w:r>" if inner else ""


def _whole_days(text: str) -> str:
    """Days among other words with hyphens at which no line ends. A day alone has a column that is wide enough, and
    keeps the hyphens by which every program finds it."""
    return _DAY.sub(rf"\1{_UNBROKEN}\2{_UNBROKEN}\3", text) if "-" in text and len(text) > _A_DAY else text


_short_run = lru_cache(maxsize=2000)(_run)
"""Labels, names and days stand in every document."""


def link(text: str, target: str) -> str:
    """Letters that lead to a file, named from where the document lies, or to an address; without one, the letters."""
    if not target:
        return run(text)
    return f'<w:hyperlink {_LINKED} r:id="{escaped(target)}" w:history="1">{run(text, "LinkLetters")}</w:hyperlink>'


def paragraph(text: str, style: str = "", *, after: str = "", keep: bool = False, more: str = "",
              like: str = "") -> str:
    """One paragraph. `after`: runs that follow the text. `keep`: on one page with the next. `more`: further settings
    of this paragraph alone. `like`: it runs the way this text does, where its own text stands in `after`."""
    settings = (f'<w:pStyle w:val="{style}"/>' if style else "") + ("<w:keepNext/>" if keep else "") \
        + ("<w:bidi/>" if right_to_left(text or like) else "") + more
    return f"<w:p>{f'<w:pPr>{settings}</w:pPr>' if settings else ''}{run(text)}{after}</w:p>"


def heading(text: str, level: int = 1) -> str:
    """A real heading."""
    return paragraph(text, f"Heading{level}")


def labelled(label: str, text: str, style: str = "") -> str:
    """A small label over a text, or nothing where there is no text."""
    return paragraph(label, "Label") + paragraph(text, style) if text.strip() else ""


def inline(label: str, text: str) -> str:
    """A small label and a short text on one line, or nothing where there is no text."""
    if not text.strip():
        return ""
    return paragraph("", after=run(beside(label, ""), "LabelLetters") + run(text), more=_OVER)


def missing(what: str) -> str:
    """The line that stands where something is wanted and not there."""
    return paragraph(gettext("Not yet filled: {what}", what=what), "Missing")


@dataclass(frozen=True, slots=True)
class TextCell:
    """What stands in a cell of a table: a text, and a small note under it."""

    text: str
    note: str = ""
    style: str = "TableText"
    blank: bool = False  # left free on purpose, to be written on
    right: bool = False  # a number: at the right edge
    keep: bool = False  # on one page with the next row
    indent: float = 0  # millimetres
    more: str = ""  # runs that follow the text

    def content(self, *, keep: bool) -> str:
        """Its paragraphs; `keep`: the whole row stays on one page with the next."""
        keep = keep or self.keep
        more = RIGHT if self.right else f'<w:ind w:left="{round(self.indent * _TWIPS)}"/>' if self.indent else ""
        note = paragraph(self.note, "TableNote", keep=keep, more=more) if self.note else ""
        if not self.text.strip() and not self.blank and not self.more:
            return paragraph("", self.style, after=run(NOTHING, "Quiet"), keep=keep, more=more) + note
        return paragraph(self.text, self.style, after=self.more, keep=keep, more=more) + note


_AFTER = paragraph("", "AfterTable")
_END = paragraph("", "AfterTable", more='<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')
_HEADING = '<w:p><w:pPr><w:pStyle w:val="Heading1"/>'
_BEGIN = re.compile("<w:p>(?:(<w:pPr>)(<w:pStyle [^>]*>)?(?:<w:keepNext/>)?)?")
_COMPANY = 2  # rows or paragraphs
_WITH_ROOM = (f"<w:p><w:pPr>{_OVER}", *(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>'
                                         for style in ("Heading1", "Heading2", "Label", "GapHeading")))

TableRow = Sequence[TextCell | str]
"""The cells of one row; a bare text is a cell without a note."""


def _cell(width: int, content: str, fill: str = "", span: int = 1) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{shade}</w:tcPr>{content}</w:tc>'


def _table(style: str, widths: Sequence[int], title: str, rows: Iterable[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/>{_LABELLED if style == "ResponseFacts" else _HEADED}'
            f'<w:tblCaption w:val="{escaped(title)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
            + _AFTER)


def tidied(body: str) -> str:
    """`body` without the empty paragraphs behind tables where the next paragraph brings room of its own. Two tables
    need one between them, or they would be one; the one that Word wants at the end takes no room, or it might fill a
    page alone."""
    for begin in _WITH_ROOM:
        body = body.replace(_AFTER + begin, begin)
    return body.removesuffix(_AFTER) + _END if body.endswith(_AFTER) else body


def accompanied(body: str) -> str:
    """`body` in which the last rows, or paragraphs, before its last heading of the first level stay on one page with
    it: what stands under it would look forgotten on a page of its own."""
    before, title, last = body.rpartition(_HEADING)
    begin = len(before)
    for _ in range(_COMPANY):
        if before.endswith("</w:tblGrid>", 0, begin):
            begin = before.rfind("<w:tbl>", 0, begin)
        unit = "<w:tr>" if before.endswith(("</w:tr>", "</w:tbl>"), 0, begin) else "<w:p>"
        begin = max(0, before.rfind(unit, 0, begin))
    return before[:begin] + _BEGIN.sub(_kept, before[begin:]) + title + last


def _kept(begin: re.Match[str]) -> str:
    """The beginning of a paragraph that stays with the next."""
    return f"<w:p><w:pPr>{begin[2] or ''}<w:keepNext/>{'' if begin[1] else '</w:pPr>'}"


def twips(millimetres: Iterable[float]) -> list[int]:
    """Widths in the unit Word uses."""
    return [round(width * _TWIPS) for width in millimetres]


def table(title: str, columns: Sequence[tuple[str, float]], rows: Sequence[TableRow], *, right: Collection[int] = (),
          keep: bool = False, together: bool = False) -> str:
    """A table whose header row is repeated on every page.

    `columns` are headers with widths in millimetres. `title` is what a screen reader calls the table. `right`: the
    columns, from 0, whose headers stand at the right edge. `keep`: the last row stays with what follows the table.
    `together`: all rows on one page, where they fit.
    """
    widths = twips(width for _, width in columns)
    head = "".join(_cell(width, paragraph(header, "TableHead", more=RIGHT if place in right else ""), TINT)
                   for place, (width, (header, _)) in enumerate(zip(widths, columns, strict=True)))
    whole = [[cell if isinstance(cell, TextCell) else TextCell(cell) for cell in row] for row in rows]
    return _table("ResponseTable", widths, title, [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>",
                                                   *_rows(widths, whole, (), together, keep)])


def _rows(widths: Sequence[int], rows: Sequence[Sequence[TextCell]], fills: Sequence[str], together: bool,
          keep: bool) -> Iterator[str]:
    """The rows, so that neither the first nor the last stands alone on a page unless it is high; `together`: all stay
    on one; `keep`: the last stays with what follows."""
    last = len(rows) - 1
    if sum(len(cell.text) for row in rows for cell in row) > _WHOLE:
        together = False
    for place, row in enumerate(rows):
        held = together or (place == 0 and not _is_high(widths, row)) \
            or (place == last - 1 and not _is_high(widths, rows[last]))
        yield _row(widths, row, fills, keep if place == last else held)


def _is_high(widths: Sequence[int], row: Sequence[TextCell]) -> bool:
    """Whether a row takes so many lines that it may stand alone."""
    return any(len(cell.text) * _LETTER > width * _LINES for cell, width in zip(row, widths, strict=False))


def _row(widths: Sequence[int], cells: Sequence[TextCell], fills: Sequence[str], keep: bool) -> str:
    """A row; where it has fewer cells than the table has columns, the last one takes the rest of the width."""
    whole = "" if max(len(cell.text) for cell in cells) > _LONG else "<w:trPr><w:cantSplit/></w:trPr>"
    made = []
    for place, cell in enumerate(cells):
        span = len(widths) - place if place == len(cells) - 1 else 1
        fill = fills[place] if fills else ""
        made.append(_cell(sum(widths[place:place + span]), cell.content(keep=keep), fill, span))
    return f"<w:tr>{whole}{''.join(made)}</w:tr>"


def facts(title: str, rows: Sequence[TableRow], widths: Sequence[float] = (38, 136), *, together: bool = False,
          keep: bool = False) -> str:
    """A table of labels and values in turn: one pair a row, or two pairs beside each other; '' without rows.

    `together`: all rows on one page, where they fit. `keep`: the last row stays with what follows the table.
    """
    if not rows:
        return ""
    measures, fills = twips(widths), [TINT, ""] * (len(widths) // 2)
    whole = [[cell if isinstance(cell, TextCell) else TextCell(cell, style="TableText" if place % 2 else "TableLabel")
              for place, cell in enumerate(row)] for row in rows]
    return _table("ResponseFacts", measures, title, _rows(measures, whole, fills, together, keep))
