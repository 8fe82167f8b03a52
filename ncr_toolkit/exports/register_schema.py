"""The JSON Schema (draft 2020-12) of an exported register, made from the columns: it can say nothing else than they."""

from __future__ import annotations

import json
from typing import Any

from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.core.schema import Column, Kind, Record, Why

FORMAT = "ncr-register"
VERSION = 1
"""Of the format: it changes only where something is taken away or means something else."""
FILE = "register.schema.json"
_TEXT = {"type": "string", "minLength": 1}
_VALUE = {"type": ["string", "number", "boolean", "null"]}


def register_schema() -> bytes:
    """The schema, as it lies in the package."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A register of audit findings",
        "description": "What `ncr export --to json` writes. What is blank in the workbook is left out here.",
        "type": "object", "additionalProperties": False,
        "required": ["format", "version", "made_by", "exported_on", "sha256", "whole", "withheld", "settings",
                     "sheets"],
        "properties": {
            "format": {"const": FORMAT}, "version": {"const": VERSION}, "made_by": _TEXT,
            "exported_on": {"type": "string", "format": "date"},
            "sha256": {"type": "string", "description": "Fingerprint of the workbook that was read."},
            "whole": {"type": "boolean", "description": "Whether every finding is here, and not only some."},
            "withheld": {"type": "array", "items": _TEXT, "description": "Keys of columns that were left out, since "
                         "they are for the organisation alone; --internal takes them along."},
            "settings": _record(Settings),
            "sheets": {"type": "object", "additionalProperties": False, "description": "By the name of the sheet.",
                       "properties": {kind.SHEET.name: {"type": "array", "items": _record(kind),
                                                        "description": kind.SHEET.about} for kind in RECORDS}},
            "own_sheets": {"type": "object", "description": "Sheets that people added, as rows of cells.",
                           "additionalProperties": {"type": "array", "items": {"type": "array", "items": _VALUE}}}},
        "$defs": {"unread": {
            "type": "object", "description": "Cells that could not be read for certain, by field: nothing is guessed.",
            "additionalProperties": {"type": "object", "additionalProperties": False,
                                     "required": ["cell", "text", "why", "readings"], "properties": {
                                         "cell": _TEXT, "text": {"type": "string"}, "why": {"enum": [*map(str, Why)]},
                                         "readings": {"type": "array", "items": {"type": "string"}}}}},
            "own": {"type": "object", "description": "Columns that people added, by header.",
                    "additionalProperties": _VALUE},
            "links": {"type": "object", "description": "Where hyperlinks of cells lead, by field.",
                      "additionalProperties": {"type": "string"}}}}
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def _record(kind: type[Record]) -> dict[str, Any]:
    row = {"row": {"type": "integer", "minimum": 1, "description": "Of the sheet."}}
    return {"type": "object", "additionalProperties": False, "properties": {
        **row, **{column.name: _column(column) for column in kind.SHEET.typed_columns},
        **{name: {"$ref": f"#/$defs/{name}"} for name in ("own", "links", "unread")}}}


def _column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"title": column.header, "description": column.help}
    if column.kind is Kind.DATE:
        return told | {"type": "string", "format": "date"}
    if column.kind is Kind.NUMBER:
        return told | {"type": "integer", "minimum": 0}
    return told | ({"enum": list(column.choices)} if column.choices else _TEXT)
