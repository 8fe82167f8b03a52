"""What was written is read back and compared with what was read: cell by cell, and record by record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.garbage import without_collection
from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.unfinished import work_folder
from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.core.schema import Record, Why
from ncr_toolkit.excel.opc.address import Address, address_of
from ncr_toolkit.excel.upgrade.cell_values import cell
from ncr_toolkit.excel.upgrade.mapping import SheetMapping
from ncr_toolkit.excel.upgrade.move import Upgraded, place_of
from ncr_toolkit.excel.upgrade.settings_sheet import ANEW
from ncr_toolkit.excel.upgrade.source import Old, OldSheet, read_old
from ncr_toolkit.excel.write.content import FIRST, HEADER, sheet_key

_TICK = timedelta(milliseconds=2)  # how finely a time of day is read


def verify(move: Upgraded) -> None:
    """Raise CannotRun, naming the cell, if the new workbook does not say just what the old one said."""
    with without_collection():
        _verify(move)


def _verify(move: Upgraded) -> None:
    with plainly(Path("the new workbook"), "compared"), work_folder("upgrade") as folder:
        path = folder / "new.xlsx"
        path.write_bytes(move.content)
        _refuse_unreadable(move)
        new = read_old(path, "the new workbook")
    sheets = {sheet_key(sheet.name): sheet for sheet in new.sheets}
    for way in move.ways.values():
        for where in way.old.filled():
            place = place_of(move, way, where)
            if place is not None:
                _compare(move, way, where, sheets[sheet_key(place[0])], place[1])
            elif where not in way.made:
                raise _differs(move, cell(way.old, where), "it has no place there")
    _compare_notes(move, sheets)
    _compare_counts(move, sheets)
    _compare_records(move, new)


def _refuse_unreadable(move: Upgraded) -> None:
    """Raise CannotRun where a part is no XML: some readers forgive that, Excel does not."""
    with open_zip(move.content, OWN) as package:
        for name in package.parts:
            try:
                if name.endswith((".xml", ".rels")):
                    expat.ParserCreate().Parse(package.read(name), True)
            except expat.ExpatError as error:
                raise CannotRun(f"{move.old.name} is not upgraded, and no file was written: Excel could not read the "
                                f"new workbook ({name}: {error}). Please report this as a fault of ncr.") from error


def _differs(move: Upgraded, where: str, how: str) -> CannotRun:
    return CannotRun(f"{move.old.name} is not upgraded, and no file was written: {where} would not be the same in the "
                     f"new workbook ({how}). Change that cell, or report this as a fault of ncr.")


def _compare(move: Upgraded, way: SheetMapping, where: Address, sheet: OldSheet, there: Address) -> None:
    old = way.old
    own = next((own for own in way.own if own.column == where.column), None)
    if own and there.row == HEADER and where.row < way.below:
        if sheet.raw(there) != own.header:
            raise _differs(move, cell(old, where), "its header")
        return
    said, key = move.mover.said, (old.name, where)
    wanted = move.mover.worded.get(key, old.raw(where))
    if not _same(wanted, sheet.raw(there)) and not (key in said and _is_number(old.raw(where))):
        raise _differs(move, cell(old, where), f"{old.raw(where)!r:.80} became {sheet.raw(there)!r:.80}")
    if old.errors.get(where) != sheet.errors.get(there):
        raise _differs(move, cell(old, where), f"the error {old.errors.get(where)}")
    _compare_formula(move, old, where, sheet, there)
    before, after = old.links.get(where), sheet.links.get(there)
    if (before and (before.target, before.location)) != (after and (after.target, after.location)):
        raise _differs(move, cell(old, where), "its link")


def _compare_formula(move: Upgraded, old: OldSheet, where: Address, sheet: OldSheet, there: Address) -> None:
    if (old.name, where) in move.mover.formulas or (where not in old.formulas and where in old.errors):
        return
    before, after = old.formulas.get(where), sheet.formulas.get(there)
    wanted = before and move.mover.moved(old, before)
    if wanted != (after and after.text) or (where in old.uncalculated) != (there in sheet.uncalculated):
        raise _differs(move, cell(old, where), "its formula")


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) <= _TICK
    return type(one) is type(other) and one == other


def _is_number(raw: Any) -> bool:
    return isinstance(raw, int | float)


def _compare_notes(move: Upgraded, sheets: dict[str, OldSheet]) -> None:
    for name, notes in move.own.notes.items():
        found = sheets[sheet_key(name)].notes
        for where, note in notes.items():
            if where not in found or found[where].text != note.text:
                raise _differs(move, f"the note for {name}", "its text")


def _compare_counts(move: Upgraded, sheets: dict[str, OldSheet]) -> None:
    """Nothing may stand in the new rows that did not stand in the old ones."""
    for way in move.ways.values():
        if way.kind is None or way.kind is Settings:
            continue
        columns = set(way.columns.values())
        after = sum(where.row >= FIRST and where.column in columns for where in sheets[sheet_key(way.name)].filled())
        places = (way.to(where) for where in way.old.filled())
        before = sum(place is not None and place.row >= FIRST for place in places)
        if before != after:
            raise _differs(move, f"the sheet {way.name}", f"{before} cells became {after}")


def _compare_records(move: Upgraded, new: Old) -> None:
    above = {way.kind: way.above for way in move.ways.values() if way.kind}
    for kind in RECORDS:
        before, after = move.old.register.records[kind], new.register.records[kind][above.get(kind, 0):]
        if len(before) != len(after):
            raise _differs(move, f"the sheet {kind.SHEET.name}", f"{len(before)} rows became {len(after)}")
        for one, other in zip(before, after, strict=True):
            _compare_record(move, one, other)
    _compare_record(move, move.old.register.settings, new.register.settings)


def _compare_record(move: Upgraded, one: Record, other: Record) -> None:
    for column in one.SHEET.typed_columns:
        where = address_of(one.cell(column.name).ref or "")
        key = (one.at.sheet, where)
        if where is None or (key in move.mover.said and not (key in move.mover.worded and column.choices)) or \
                (isinstance(one, Settings) and (column.name in ANEW or (column.name == "id" and one.blank("id")))):
            continue
        if _seen(one, column.name) != _seen(other, column.name):
            raise _differs(move, str(one.cell(column.name)), f"{_seen(one, column.name)!r:.80} became "
                                                             f"{_seen(other, column.name)!r:.80}")


def _seen(record: Record, name: str) -> tuple[Any, ...]:
    """All that the register knows of a cell."""
    unread = record.unread.get(name)
    unread = None if unread and unread.why is Why.MERGED else unread  # the value stands in the first cell alone
    if unread and unread.why is Why.AMBIGUOUS_DATE and name in record.struck:
        unread = replace(unread, why=Why.NOT_A_DATE, readings=())  # what is struck out is not carried over
    told = unread and (unread.why, "" if unread.why is Why.NOT_CALCULATED else unread.text, unread.readings)
    return record.value(name), told, record.links.get(name), name in record.formulas
