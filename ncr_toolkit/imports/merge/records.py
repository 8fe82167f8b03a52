"""Which record of the register is meant by one of the source: people renumber, edit and delete rows."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Record
from ncr_toolkit.imports.merge.memory import MAIN, Fields, key_of, print_of


class Missing(Enum):
    """Why there is none."""

    NEW = "new"  # there never was one
    GONE = "gone"  # there was one, and somebody has deleted it


class RegisterRecords:
    """The records of a register, by their ids, their findings and what they say."""

    def __init__(self, register: Register) -> None:
        self.by_id: dict[tuple[type[Record], str], list[Record]] = defaultdict(list)
        self.of_finding: dict[tuple[type[Record], str], list[Record]] = defaultdict(list)
        self.by_text: dict[tuple[type[Record], str, str], list[Record]] = defaultdict(list)
        for kind in MAIN:
            for record in register.records[kind]:
                if kind.SHEET.id_field and (id := fold(record.typed(kind.SHEET.id_field))):
                    self.by_id[kind, id].append(record)
                finding = "" if kind is Finding else fold(record.owner_id)
                self.of_finding[kind, finding].append(record)
                for name in MAIN[kind]:
                    if text := print_of(record.typed(name)):
                        self.by_text[kind, finding, text].append(record)

    def known(self, kind: type[Record], key: str, fields: Fields, finding: str) -> Record | Missing:
        """The record that the memory calls `key`: by its id, else by what it said; `finding` is the one it belongs to
        now."""
        id = key.removeprefix(f"{kind.SHEET.prefix} ")
        if found := self.by_id.get((kind, fold(id))):
            return found[0]
        owner = "" if kind is Finding else fold(finding)
        texts = [fields[name] for name in MAIN[kind] if name in fields]
        same = [record for text in texts for record in self.by_text.get((kind, owner, text), ())]
        if same and len({record.at.row for record in same}) == 1:
            return same[0]
        if not kind.SHEET.id_field:
            place, rows = id.rpartition("#")[2], self.of_finding.get((kind, owner), [])
            if place.isdigit() and 0 < int(place) <= len(rows):
                return rows[int(place) - 1]
        return Missing.GONE

    def unknown(self, kind: type[Record], id: str, text: str, finding: str) -> Record | Missing:
        """The record that one of the source is, of which the memory knows nothing: with the same id, where the source
        has one, or that says the same of the same finding."""
        if found := self.by_id.get((kind, fold(id))) if id else None:
            return found[0]
        same = self.by_text.get((kind, fold(finding), text)) if text and kind is not Finding else None
        return same[0] if same else Missing.NEW

    def key(self, record: Record) -> str:
        """How the memory calls it from now on."""
        kind = type(record)
        if kind.SHEET.id_field:
            return key_of(kind, record.typed(kind.SHEET.id_field))
        rows = self.of_finding[kind, fold(record.owner_id)]
        return key_of(kind, record.owner_id, [id(each) for each in rows].index(id(record)) + 1)
