"""Everything of a register as JSON, by the schema `register.schema.json` beside this module.

Sheets and columns have the names that they have in the workbook's keys: `finding.owner` is `owner` on the sheet
Findings. What is blank is left out; a cell that could not be read stands in `unread`, as it was typed.
"""

from __future__ import annotations

from typing import Any

from ncr_toolkit.common.version import __version__
from ncr_toolkit.core.model import RECORDS
from ncr_toolkit.core.schema import Record
from ncr_toolkit.exports.json_lines import written
from ncr_toolkit.exports.leaving import INTERNAL, Leaving
from ncr_toolkit.exports.register_schema import FORMAT, VERSION


def made(leaving: Leaving) -> bytes:
    """The file."""
    register = leaving.review.register
    told: dict[str, Any] = {
        "format": FORMAT, "version": VERSION, "made_by": f"ncr-toolkit {__version__}",
        "exported_on": leaving.review.today.isoformat(), "sha256": register.sha256, "whole": leaving.whole,
        "withheld": [] if leaving.internal else sorted(INTERNAL), "settings": _record(register.settings, leaving),
        "sheets": {kind.SHEET.name: [_record(record, leaving) for record in leaving.rows[kind]]
                   for kind in RECORDS if leaving.rows[kind]}}
    if leaving.own_sheets:
        told["own_sheets"] = leaving.own_sheets
    return written(told)


def _record(record: Record, leaving: Leaving) -> dict[str, Any]:
    """A record; days as 2026-06-30."""
    told: dict[str, Any] = {"row": record.at.row} if record.at.row else {}
    for column in record.SHEET.typed_columns:
        value = leaving.value(record, column.name)
        if value != "":
            told[column.name] = value if isinstance(value, (str, int)) else value.isoformat()
    if own := leaving.added.of(record):
        told["own"] = own
    shown = {name: link for name, link in record.links.items()
             if name in told and not leaving.withheld(record.SHEET.by_name[name])}
    if shown:
        told["links"] = shown
    unread = {name: {"cell": str(each.cell), "text": each.text, "why": str(each.why), "readings": list(each.readings)}
              for name, each in record.unread.items() if not leaving.withheld(each.column)}
    return told | {"unread": unread} if unread else told
