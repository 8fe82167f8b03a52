"""The Finding card: one finding on a sheet of paper. Choose its id, and every formula follows.

Each place of the page has a formula and the value that it has when the workbook is written. What a place cannot hold is
cut with an ellipsis, and a heading says how many rows there are where not all of them are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.translation import gettext, gettext_noop, pgettext
from ncr_toolkit.core.first_findings import serial
from ncr_toolkit.core.model import (
    Action,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    FiveWhys,
    ReadinessStep,
    SignOff,
)
from ncr_toolkit.core.schema import Kind, Record, Step
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.write.canvas import LAST, MARGIN, Canvas
from ncr_toolkit.excel.write.card_cells import (
    CARD_WIDTH,
    CardRow,
    CardValue,
    chosen,
    count_of,
    fits,
    key_formula,
    rows_of,
)
from ncr_toolkit.excel.write.content import FIRST, Content, letter, quoted
from ncr_toolkit.excel.write.derived_columns import late_word
from ncr_toolkit.excel.write.formats import DARK, DAY, DUE_SOON, LIGHT, LINK, OVERDUE, QUIET, Formats
from ncr_toolkit.excel.write.lists_sheet import ids_name
from ncr_toolkit.excel.write.print_setup import set_page
from ncr_toolkit.excel.write.validation import TITLE_LENGTH, shortened

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "Finding card"
PICK = "ncr_card_finding"
"""The name of the cell in which a finding is chosen."""

_DARK = DARK[Step.OVERVIEW]
_KEYS = LAST + 3  # outside the page: which row of its sheet a line shows
_POINTS = 12.0  # a line of text
_SCALE = 80  # percent: 9 points become 7.2
_LABEL = {"font_color": "#4D4D4D", "font_size": 9, "bg_color": LIGHT[Step.OVERVIEW], "bottom_color": "#FFFFFF"}

_FOOT = gettext_noop("This page only shows; fill in on the sheets. \u2026 means that a text goes on, and (5 of 9) that "
                     "more rows stand, on the sheet of that name.")

_FACTS = (
    ("grade", "status", "state"), ("reference", "standard", "owner"), ("audit", "raised_on", "days_left"),
    ("response_due", "response_sent_on", "body_decision"), ("close_due", "closed_on", "reopened_on"),
    ("ai_system", "process", "site"), ("disposition", "extent_count", "repeat_of"),
)
"""What stands at the top, three a line."""

_TEXTS = (("statement", 4), ("requirement", 3), ("objective_evidence", 4), ("consequences", 3),
          ("extent", 4), ("acceptance_reason", 3))
"""The long texts of a finding, and how many lines each has room for."""


@dataclass(frozen=True, slots=True)
class CardSection:
    """Rows of one sheet that belong to the finding: how many are shown, on how many lines each, and what of them."""

    kind: type[Record]
    size: int
    lines: int
    pieces: tuple[CardValue, ...]


_CONTAINMENT = CardSection(Containment, 4, 2,
                           (CardValue("kind", 1, 2), CardValue("what", 3, 9), CardValue("owner", 10, 11),
                                               CardValue("done_on", 12, 12)))
_WHYS = CardSection(FiveWhys, 2, 4, (CardValue("leg", 1, 2), CardValue("problem", 3, 5),
                                     CardValue("why1", 6, 12, ("why2", "why3", "why4", "why5"))))
_CAUSES = CardSection(Cause, 3, 2, (CardValue("id", 1, 2), CardValue("statement", 3, 9), CardValue("category", 10, 12)))
_ACTIONS = CardSection(Action, 5, 3, (CardValue("id", 1, 1), CardValue("cause", 2, 2), CardValue("what", 3, 7),
                                      CardValue("owner", 8, 9), CardValue("due", 10, 10),
                                      CardValue("done_on", 11, 11), CardValue("state", 12, 12)))
_EVIDENCE = CardSection(Evidence, 5, 1, (CardValue("id", 1, 1), CardValue("supports", 2, 2), CardValue("title", 3, 6),
                                         CardValue("file", 7, 11), CardValue("dated", 12, 12)))
_EFFECT = CardSection(Effect, 2, 3,
                      (CardValue("result", 1, 2), CardValue("criterion", 3, 7), CardValue("observed", 8, 11),
                                     CardValue("due", 12, 12)))
_READINESS = CardSection(ReadinessStep, 2, 3, (CardValue("id", 1, 2), CardValue("item", 3, 5), CardValue("due", 6, 6),
                                               CardValue("done_on", 7, 7)))
_SIGN_OFF = CardSection(SignOff, 2, 3, (CardValue("person", 9, 10), CardValue("decision", 11, 11),
                                        CardValue("signed_on", 12, 12)))

_SECTIONS = ((_CONTAINMENT,), (_WHYS,), (_CAUSES,), (_ACTIONS,), (_EVIDENCE,), (_EFFECT,), (_READINESS, _SIGN_OFF))
"""What stands below, from top to bottom; sections of one line stand beside each other."""
_SECOND_PAGE = _ACTIONS
"""On the first page what was found and why, on the second what is done about it."""


@dataclass(frozen=True)
class Card:
    """The page that is written, and the finding that is chosen on it."""

    canvas: Canvas
    id: str
    found: dict[type[Record], list[int]] = field(default_factory=dict)

    @property
    def content(self) -> Content:
        return self.canvas.content

    def rows(self, kind: type[Record]) -> list[int]:
        """The numbers of the rows of a sheet that belong to the finding, looked for once."""
        if kind not in self.found:
            self.found[kind] = rows_of(kind, self.id, self.content)
        return self.found[kind]

    def height(self, row: int, lines: int) -> None:
        self.canvas.sheet.set_row(row, _POINTS * lines + 2.5)

    def key(self, row: int, kind: type[Record], place: int, column: int = _KEYS) -> CardRow:
        """Write the cell that says which row of a sheet stands here; gives that place."""
        numbers = self.rows(kind)
        number = numbers[place] if place < len(numbers) else None
        formula = key_formula(kind, place + 1, PICK, self.content)
        self.canvas.sheet.write_array_formula(row, column, row, column, f"={self.content.formula(formula)}", None,
                                              "" if number is None else number + 1)
        record = None if number is None else self.content.register.records[kind][number]
        return CardRow(f"${letters(column)}${row + 1}", kind, record, self.content)

    def show(self, row: int, piece: CardValue, place: CardRow, lines: int, **look: Any) -> None:
        """Write one value."""
        most = fits(piece, lines)
        dated = place.kind.SHEET.by_name[piece.field].kind is Kind.DATE
        value = place.value(piece, most)
        if isinstance(value, date):
            value = serial(value)
        look = {"text_wrap": True, "align": "left", "valign": "top", "font_size": 9,
                "num_format": DAY if dated else "General", **look}
        self.canvas.formula(row, piece.first, piece.last, place.formula(piece, most), value, **look)


def write_card(sheet: Worksheet, book: Workbook, content: Content, formats: Formats) -> None:
    """Write the page with its most pressing finding on it, and name the cell in which another is chosen."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, MARGIN)
    sheet.set_column(1, LAST, CARD_WIDTH)
    sheet.set_column(LAST + 1, LAST + 1, MARGIN)
    for column in range(len(_SECTIONS[-1])):
        sheet.set_column(_KEYS + column, _KEYS + column, None, None, {"hidden": True})
    card = Card(Canvas(sheet, book, NAME, content, formats), chosen(content))
    finding = _head(card, book)
    last, second = _sections(card, _texts(card, _facts(card, 5, finding), finding))
    card.canvas.text(last, 1, LAST, gettext(_FOOT), italic=True, font_size=9, font_color=QUIET, bottom=0)
    sheet.set_tab_color(_DARK)
    set_page(sheet, NAME, content, landscape=False)
    sheet.print_area(0, 0, last, LAST + 1)
    sheet.set_print_scale(_SCALE)
    sheet.set_h_pagebreaks([second])
    sheet.repeat_rows(0, 4)
    sheet.center_horizontally()


def _head(card: Card, book: Workbook) -> CardRow:
    """The title, the cell in which a finding is chosen, and its title; gives the finding's place."""
    sheet, formats = card.canvas.sheet, card.canvas.formats
    for row, height in ((0, 30), (1, 6)):
        sheet.set_row(row, height)
        for column in range(LAST + 2):
            sheet.write_blank(row, column, None, formats.get(bg_color=_DARK))
    sheet.write_string(0, 1, pgettext("sheet", NAME), formats.get(bold=True, font_size=20, font_color="#FFFFFF",
                                                                  bg_color=_DARK, valign="vcenter"))
    sheet.set_row(2, 6)
    sheet.set_row(3, 24)
    _choice(card, book)
    finding = card.key(3, Finding, 0)
    card.show(3, CardValue("title", 5, LAST), finding, 1, bold=True, font_size=12, bottom=0, valign="vcenter", indent=1,
              text_wrap=False)
    name = quoted(Finding.SHEET.name)
    number = f"ROW({name}!${letter(Finding, 'id')}${FIRST + 1})+{finding.key}-1"
    there = gettext("Go to its row")
    link = f'IF({finding.key}="","",HYPERLINK("#{name}!A"&({number}),"{there}"))'
    card.canvas.formula(4, 2, 4, link, there if finding.record else "", **LINK, bottom=0, font_size=9)
    card.show(4, CardValue("next_step", 5, LAST), finding, 1, bottom=0, indent=1, text_wrap=False)
    return finding


def _choice(card: Card, book: Workbook) -> None:
    look = {"bold": True, "font_size": 14, "border": 2, "border_color": _DARK, "valign": "vcenter", "num_format": "@",
            "bg_color": "#FFFFFF", "font_color": _DARK}
    card.canvas.text(3, 1, 1, gettext("Finding"), bold=True, bottom=0)
    form = card.canvas.across(3, 2, 4, look)
    card.canvas.sheet.write_string(3, 2, card.id, form) if card.id else card.canvas.sheet.write_blank(3, 2, None, form)
    book.define_name(PICK, f"={quoted(NAME)}!$C$4")
    card.canvas.sheet.data_validation(3, 2, 3, 2, {
        "validate": "list", "source": f"={ids_name(Finding)}",
        "input_title": shortened(gettext("Which finding?"), TITLE_LENGTH),
        "input_message": gettext(
            "Choose a finding: the page shows all of it. Nothing is typed on this page but this."),
        "error_type": "warning", "error_title": shortened(gettext("No such finding"), TITLE_LENGTH),
        "error_message": gettext("The sheet Findings has no finding of this ID.")})


def _facts(card: Card, row: int, finding: CardRow) -> int:
    sheet, bold = card.canvas.sheet, ("grade", "owner", "state")
    for names in _FACTS:
        card.height(row, 1)
        for number, name in enumerate(names):
            left = 1 + 4 * number
            label = card.content.header(Finding.SHEET.by_name[name])
            card.canvas.text(row, left, left + 1, label, shrink=True, **_LABEL)
            card.show(row, CardValue(name, left + 2, left + 3), finding, 1, bold=name in bold, indent=1,
                      valign="vcenter")
            if name == "state":
                for word, colours in ((late_word(), OVERDUE), (pgettext("choice", "Due soon"), DUE_SOON)):
                    sheet.conditional_format(row, left + 2, row, left + 3, {
                        "type": "formula", "format": card.canvas.formats.get(**colours),
                        "criteria": f'=LEFT(${letters(left + 2)}${row + 1},{len(word)})="{word}"'})
        row += 1
    return row


def _texts(card: Card, row: int, finding: CardRow) -> int:
    card.canvas.sheet.set_row(row, 5)
    for number, (name, lines) in enumerate(_TEXTS, start=row + 1):
        card.height(number, lines)
        label = card.content.header(Finding.SHEET.by_name[name])
        card.canvas.text(number, 1, 2, label, text_wrap=True, valign="top", **_LABEL)
        card.show(number, CardValue(name, 3, LAST), finding, lines, indent=1)
    return row + 1 + len(_TEXTS)


def _sections(card: Card, row: int) -> tuple[int, int]:
    """All of them; gives the row after the last, and that of the first on the second page."""
    second = row
    for beside in _SECTIONS:
        if beside[0] is _SECOND_PAGE:
            second = row
        card.canvas.sheet.set_row(row, 5)
        for number, section in enumerate(beside):
            _section(card, row + 1, section, _KEYS + number)
        row += 2 + max(section.size for section in beside)
    return row, second


def _section(card: Card, row: int, section: CardSection, keys: int) -> None:
    """The sheet's name with the number of rows where not all of them are shown, the headings, and the rows."""
    about, left = section.kind.SHEET, section.pieces[0].first
    line = {"bottom": 2, "bottom_color": DARK[about.step]}
    total, count = len(card.rows(section.kind)), count_of(section.kind, PICK, card.content)
    name = pgettext("sheet", about.name)
    before, after = gettext("({shown} of {count})", shown=section.size, count="|").split("|")
    formula = f'"{name}"&IF({count}>{section.size}," {before}"&{count}&"{after}","")'
    shown = f"{name} {before}{total}{after}" if total > section.size else name
    card.canvas.sheet.set_row(row, 17)
    card.canvas.formula(row, left, left + 1, formula, shown, bold=True, font_size=11,
                        font_color=DARK[about.step], **line)
    for piece in section.pieces:
        if piece.first > left + 1:
            heading = gettext("Whys") if piece.more else card.content.header(about.by_name[piece.field])
            card.canvas.text(row, piece.first, piece.last, heading, font_color=QUIET, font_size=9, **line)
    for place in range(section.size):
        card.height(row + 1 + place, section.lines)
        found = card.key(row + 1 + place, section.kind, place, keys)
        for piece in section.pieces:
            card.show(row + 1 + place, piece, found, section.lines)
