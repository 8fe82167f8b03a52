"""What the template itself writes on its sheets: today, and in earlier versions."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from python_calamine import CalamineWorkbook

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import ZipPackage, open_zip
from ncr_toolkit.common.translation import ENGLISH, code_of, in_every_language
from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.model import SHEETS, Extension, Finding, Result, Settings
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.packs.pack import Wording
from ncr_toolkit.core.schema import Column
from ncr_toolkit.excel.opc.address import Address, address_of
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.upgrade.formulas import in_table
from ncr_toolkit.excel.upgrade.source import OldSheet
from ncr_toolkit.excel.write.content import sheet_key
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.finding_card import NAME as CARD
from ncr_toolkit.excel.write.finding_card import PICK
from ncr_toolkit.excel.write.lists_sheet import NAME as LISTS
from ncr_toolkit.excel.write.start_sheet import NAME as START
from ncr_toolkit.excel.write.user_additions import BAND
from ncr_toolkit.excel.write.writer import register_bytes

MADE = (START, DASHBOARD, CARD, LISTS, Result.SHEET.name)
"""Sheets that the template makes anew."""

COMPUTED = (START, DASHBOARD, CARD, LISTS)
"""Those that hold formulas."""
_LEADS_TO = {"ncr_as_of": DASHBOARD, PICK: CARD, "ncr_result_keys": Result.SHEET.name, "lst_finding_grade": LISTS}
"""Names of cells by which a sheet is known that people gave another name."""
_SOME_DAY = date(2026, 1, 1)  # no text depends on it

FORMERLY: dict[str, tuple[str, ...]] = {
    START: (
        "Start here", "Every month, in a terminal, with the name of this file", "ncr check", "ncr due", "ncr respond",
        *(f"ncr {words}" for words in ("check REGISTER.xlsx --write-back", "due REGISTER.xlsx --by owner",
                                       "respond REGISTER.xlsx", "run REGISTER.xlsx")),
        "ncr is typed in a terminal, with the name of this file for REGISTER.xlsx. A click on a cell shows what "
        "belongs into it, with an example.",
        "If this workbook behaves oddly: ncr doctor REGISTER.xlsx tells what happened to it.",
        "6  Keep it", "Actions done, proofs received, dates, decisions of the body.",
        "Reads this workbook and names every cell in which something is missing or does not fit.",
        "Lists what is overdue, due soon or reopened; Majors first.",
        "Writes one Word answer for each finding, and says what it still lacks.",
        "The figures of the day, and what the last check found.",
        "What was learned, which dates were moved, which checks were set aside and why.",
        "Letter, answers and evidence in one file, and a draft of the mail; only what is ready goes in."),
    DASHBOARD: (
        "Today, by itself. Type a date over it for another day.", "Open findings by grade", "Deadlines",
        "What the figures count", "every row with a Finding ID, whatever its status",
        "status is neither empty nor Closed nor Withdrawn", "status is Closed",
        "open again: status Reopened, or a date in 'Reopened on'", "open, graded Major", "open, graded Minor",
        "open: Observation, Opportunity or Area of concern",
        "open, past 'Close due', or past 'Response due' with no answer sent",
        "open, not overdue, with a deadline within the days set on Register",
        "actions not done whose finding is open", "open actions past their due date",
        "Next deadlines, majors first", "Next steps, majors first"),
    LISTS: ("Technology", "Processes", "People", "Suppliers"),
    Finding.SHEET.name: ("One row for each finding of an audit. Copy the auditor's words; your own answer goes into "
                         "the columns and sheets after them.",),
    Extension.SHEET.name: ("Every later date that was agreed. The first date stays visible here; a later date without "
                           "a row here was not agreed.",),
    Settings.SHEET.name: (
        "Your organisation, as it stands on the certificate.", "The scope as it stands on the certificate.",
        "The body that certifies you.", "As it stands on the certificate.",
        "The folder with the proof, beside this workbook.", "Made by the tool: iso42001, iso27001 or iso9001.",
        "The language of your answers; checks of wording go by lists of its words.",
        "The language of your answers: checks of wording go by lists of its words, and documents for the body speak "
        "it, where they can (English, German, French, Spanish, Japanese)."),
}
"""Texts of earlier templates that today's no longer has, by sheet: add those that you change."""


@dataclass
class Known:
    """The texts of the template, by sheet."""

    texts: dict[str, set[str]]
    computed: dict[str, frozenset[Address]]  # the cells with a formula, of the sheets that have some
    names: dict[str, str]  # of cells and of columns in tables, that formulas may go by, and what they are called today
    pack: Pack

    def has(self, sheet: str, value: Any) -> bool:
        """Whether the template writes this on the sheet."""
        return isinstance(value, str) and _plain(value) in self.texts[fold(sheet)]


@lru_cache(maxsize=4)
def known_texts(pack: Pack, organisation: str, language: str = ENGLISH, today: str = ENGLISH) -> Known:
    """All that today's template and earlier ones write for this pack and organisation; earlier ones in English, today's
    in the language of the register, too. `today`: the code of the language that is
    spoken, in which it is told what columns are called now."""
    texts: defaultdict[str, set[str]] = defaultdict(set)
    plain = replace(pack, wording=Wording())  # as it was before packs had words of their own
    for each, own in ((plain, ENGLISH), *([(pack, language)] if code_of(language) != ENGLISH else []), (pack, ENGLISH)):
        blank = register_bytes(each, today=_SOME_DAY, settings={"organisation": organisation, "workbook_language": own})
        book = CalamineWorkbook.from_filelike(io.BytesIO(blank))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            texts[fold(name)] |= {_plain(cell) for row in rows for cell in row if isinstance(cell, str) and cell}
    for kind in SHEETS:
        texts[fold(kind.SHEET.name)] |= set(map(_plain, (*in_every_language(BAND), *FORMERLY.get(kind.SHEET.name, ()))))
    texts[fold(LISTS)] |= {_plain(bone) for bones in pack.bone_sets.values() for bone in bones}
    for name in (START, DASHBOARD, CARD, LISTS):
        texts[fold(name)] |= set(map(_plain, FORMERLY.get(name, ())))
    texts[fold(DASHBOARD)] |= {_plain(organisation or each) for each in in_every_language("Audit findings")}
    with open_zip(blank, OWN) as package:
        computed = {name: _computed(package, book.sheet_names.index(name) + 1) for name in COMPUTED}
        names = re.findall(r'<definedName name="(\w+)">', package.read("xl/workbook.xml").decode())
    return Known(texts, computed, {**{name: name for name in names}, **_columns_in_tables(pack)}, pack)


def headers_of(column: Column, pack: Pack) -> tuple[str, ...]:
    """What a column is called by the template of this pack in the language that is spoken; after that, what it is
    called in others, and was called by earlier ones."""
    return (workbook_words.header(column, pack), pack.header(column), *workbook_words.headers(column))


def _columns_in_tables(pack: Pack) -> dict[str, str]:
    """The columns of our tables by all their headers, as formulas name them, and how they do it today."""
    return {in_table(kind.SHEET.in_table(column.name, header)): kind.SHEET.in_table(column.name, names[0])
            for kind in SHEETS for column in kind.SHEET.columns for names in (headers_of(column, pack),)
            for header in reversed(names)}


def _computed(package: ZipPackage, place: int) -> frozenset[Address]:
    """The cells with a formula on the sheet at that place, from 1, of a new workbook."""
    page = package.read(f"xl/worksheets/sheet{place}.xml").decode()
    found = re.findall(r'<c r="([A-Z]+[0-9]+)"[^<>]*><f', page)
    return frozenset(where for cell in found if (where := address_of(cell)))


def made_as(sheet: OldSheet, names: Mapping[str, str]) -> str:
    """Which of the sheets that the template makes anew this one is, '' if it is none.

    `names` are the workbook's names for cells: by where they lead a sheet is known that has another name now.
    """
    if sheet.kind is not None:
        return ""
    called = next((name for name in MADE if fold(name) == fold(sheet.name)), "")
    return called or next((name for word, name in _LEADS_TO.items()
                           if place_named(names.get(word, ""))[0] == sheet_key(sheet.name)), "")


def place_named(refers: str) -> tuple[str, Address | None]:
    """The key of the sheet and the cell that a name leads to; '' and None where it leads to none, or to several."""
    sheet, _, cell = refers.rpartition("!")
    return sheet_key(sheet.strip("'").replace("''", "'")), address_of(cell)


def _plain(value: str) -> str:
    return fold(text(value))
