"""Writes a register: a whole new workbook, blank or filled."""

from __future__ import annotations

import io
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from xlsxwriter import Workbook

from ncr_toolkit.common.translation import gettext, speaking
from ncr_toolkit.common.version import TEMPLATE_VERSION
from ncr_toolkit.core.model import RECORDS, Result, Settings
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Kind, Record
from ncr_toolkit.excel.write import cached_values
from ncr_toolkit.excel.write.content import Content
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.dashboard import write_dashboard
from ncr_toolkit.excel.write.data_sheet import write_records
from ncr_toolkit.excel.write.finding_card import NAME as CARD
from ncr_toolkit.excel.write.finding_card import write_card
from ncr_toolkit.excel.write.formats import Formats
from ncr_toolkit.excel.write.lists_sheet import NAME as LISTS
from ncr_toolkit.excel.write.lists_sheet import define_names, write_lists
from ncr_toolkit.excel.write.settings_sheet import write_results, write_settings
from ncr_toolkit.excel.write.start_sheet import NAME as START
from ncr_toolkit.excel.write.start_sheet import write_start
from ncr_toolkit.excel.write.user_additions import Own
from ncr_toolkit.excel.write.user_additions_writer import write_notes, write_own_sheets
from ncr_toolkit.excel.write.written_values import Value
from ncr_toolkit.excel.write.xlsxwriter_fast import QuickSheet


def register_bytes(pack: Pack, *, today: date, settings: Mapping[str, Value],
                   rows: Mapping[type[Record], Sequence[Mapping[str, Value]]] | None = None,
                   fixed_day: bool = False, own: Own | None = None, author: str = "") -> bytes:
    """A register as the bytes of an .xlsx file; the same for the same input and day.

    `settings` and each row of `rows` are keyed by field name and written as they are, mistakes included. What
    `settings` leaves out of id, pack, template version and the columns' defaults is filled in. With
    `fixed_day` the dashboard stays on `today`: for samples, not for work.
    `own` is what people added to an earlier register: columns, sheets, rows of settings, notes; `author` who made it.
    Raises CannotRun for a text or link that Excel cannot hold.
    """
    facts = _with_defaults(pack, today, settings)
    rows = rows or {}
    content = Content(pack, today, facts, rows, cached_values.register(facts, rows), fixed_day, own or Own())
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    with speaking(content.language):
        book.set_properties({"title": gettext("Register of audit findings"), "author": author,
                             "company": content.register.settings.organisation, "comments": "Made by ncr-toolkit",
                             "created": datetime(today.year, today.month, today.day)})
        _write_sheets(book, content)
        book.close()
    return stream.getvalue()


def register_id(pack_id: str, organisation: str, today: date, name: str) -> str:
    """The id of a new register: always the same for the same pack, organisation, day and file name."""
    words = "\n".join((pack_id, organisation, today.isoformat(), name))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"ncr-toolkit:register:{words}"))


def _with_defaults(pack: Pack, today: date, settings: Mapping[str, Value]) -> dict[str, Value]:
    facts: dict[str, Value] = {column.name: int(column.default) if column.kind is Kind.NUMBER else column.default
                               for column in Settings.SHEET.columns if column.default}
    facts |= {"pack": pack.id, "template_version": TEMPLATE_VERSION,
              "id": register_id(pack.id, str(settings.get("organisation") or ""), today, "")}
    return facts | dict(settings)


def _write_sheets(book: Workbook, content: Content) -> None:
    formats = Formats(book)
    names = (START, DASHBOARD, CARD, *(kind.SHEET.name for kind in RECORDS), Settings.SHEET.name, Result.SHEET.name,
             LISTS)
    sheets = {name: book.add_worksheet(name, QuickSheet) for name in names}
    define_names(book, content)
    write_start(sheets[START], book, content, formats)
    write_dashboard(sheets[DASHBOARD], book, content, formats)
    write_card(sheets[CARD], book, content, formats)
    for kind in RECORDS:
        write_records(sheets[kind.SHEET.name], kind, content, formats)
    write_settings(sheets[Settings.SHEET.name], content, formats)
    write_results(sheets[Result.SHEET.name], content, formats)
    write_lists(sheets[LISTS], book, content, formats)
    sheets |= write_own_sheets(book, content, formats)
    write_notes(sheets, content)
    sheets[START].activate()
