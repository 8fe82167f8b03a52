"""The whole move: read, place every cell, write, and compare what was written with what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.garbage import without_collection
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.translation import ENGLISH, speaking, spoken
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import RECORDS, SHEETS, Settings
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.workbook_words import bones_in
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse
from ncr_toolkit.excel.read.layout import known_sheet
from ncr_toolkit.excel.read.settings import setting_places
from ncr_toolkit.excel.upgrade.cell_values import Mover, cell
from ncr_toolkit.excel.upgrade.data_sheets import place_rows
from ncr_toolkit.excel.upgrade.mapping import SheetMapping
from ncr_toolkit.excel.upgrade.row_count import filled_rows
from ncr_toolkit.excel.upgrade.settings_sheet import ANEW, VALUE, place_settings
from ncr_toolkit.excel.upgrade.source import Old, OldSheet, read_old
from ncr_toolkit.excel.upgrade.template_sheets import place_made
from ncr_toolkit.excel.upgrade.template_texts import MADE, Known, known_texts, made_as
from ncr_toolkit.excel.write.content import FIRST, sheet_key
from ncr_toolkit.excel.write.user_additions import CellNote, Own, OwnColumn, OwnSheet
from ncr_toolkit.excel.write.writer import register_bytes
from ncr_toolkit.excel.write.written_values import Value

KEPT = "Kept cells"
_HEAD = ("Sheet", "Cell", "What stood there")
_LONGEST_NAME = 31
LANGUAGE = Settings.SHEET.column("workbook_language")
_OURS = frozenset(fold(name) for name in (*MADE, *(kind.SHEET.name for kind in SHEETS)))
_WAS = "Formula in the earlier register: {formula}"

Rows = dict[type[Record], list[dict[str, Value]]]


@dataclass
class Upgraded:
    """The new workbook, and where each cell of the old one went."""

    old: Old
    ways: dict[str, SheetMapping]  # by the keys of the old sheets
    kept: dict[tuple[str, Address], Address]  # cells without a place of their own, on the sheet of kept cells
    kept_name: str
    mover: Mover
    own: Own
    settings: Mapping[str, Value]
    content: bytes = b""
    notes: dict[tuple[str, Address], tuple[str, Address]] = field(default_factory=dict)  # where each note went


def upgraded(path: Path, name: str, today: date, language: str = "") -> Upgraded:
    """The register at `path` in today's template; `name` is how messages call it, `language` which one the new workbook
    speaks, by its English name: that of the old one where none is given. Of what people typed only choices follow it.

    Raises CannotRun for what is no register, and for a cell that cannot be moved: it is named, with what to do.
    """
    with without_collection():
        old = read_old(path, name)
        with speaking(language or old.register.settings.workbook_language):
            return _upgraded(old, today, language)


def _upgraded(old: Old, today: date, language: str) -> Upgraded:
    name = old.name
    _refuse_unread(old)
    settings = old.register.settings
    pack = packs.of_register(settings.pack, old.path.parent) or packs.load(packs.DEFAULT)
    known = known_texts(pack, settings.organisation, settings.workbook_language or ENGLISH, spoken())
    ways = _ways(old, known)
    mover = Mover(name, old.package.date1904, ways, known.names, bones=bones_in(settings.workbook_language))
    rows, columns = _rows(ways, mover)
    facts, own_settings = _settings(ways, mover, language)
    move = Upgraded(old, ways, {}, "", mover, Own(), facts)
    sheets = [*_own_sheets(ways, mover)]
    if kept := _kept(move, {sheet_key(sheet.name) for sheet in sheets}):
        sheets.append(kept)
    move.own = Own(columns, sheets, own_settings, _notes(move))
    move.content = register_bytes(pack, today=today, settings=facts, rows=rows, own=move.own,
                                  author=_author(old.package))
    return move


def _author(package: WorkbookPackage) -> str:
    """Who made the register, as the properties of its file tell."""
    part = package.related("core-properties", "")
    return (parse(package.name, package.part(part)).findtext("{*}creator") or "") if part else ""


def _refuse_unread(old: Old) -> None:
    """Raise CannotRun where the workbook holds more than was read of it: a cell, a row, a sheet of ours."""
    for sheet in old.sheets:
        if sheet.unseen:
            raise CannotRun(f"{old.name}: {cell(sheet, sheet.unseen[0])} holds something that cannot be read; type it "
                            "anew in Excel, save, and run again.")
        if unread := filled_rows(old.package, sheet.path) - {where.row for where in sheet.filled()}:
            raise CannotRun(f"{old.name} is not upgraded, and no file was written: row {min(unread) + 1} of the sheet "
                            f"'{sheet.name}' could not be read; open it in Excel, let Excel repair it, save, and run "
                            "again.")
    if gone := next((name for name in old.package.gone if known_sheet(name)), ""):
        raise CannotRun(f"{old.name} is not upgraded, and no file was written: it lists the sheet '{gone}' and "
                        "does not hold it; open it in Excel, let Excel repair it, and take back what is missing from "
                        "an earlier copy.")


def _ways(old: Old, known: Known) -> dict[str, SheetMapping]:
    ways: dict[str, SheetMapping] = {}
    taken = set[str]()
    for sheet in old.sheets:
        if sheet_key(sheet.name) in ways:
            raise CannotRun(f"{old.name} has two sheets called '{sheet.name}', and only one of them can be read; open "
                            "it in Excel, let Excel repair it, save it, and run again.")
        if sheet.kind is Settings:
            way = place_settings(sheet, known)
        elif sheet.kind is not None:
            way = place_rows(sheet, sheet.kind, known)
        elif made := made_as(sheet, old.names):
            way = place_made(sheet, made, known, old.names)
        else:
            way = SheetMapping(sheet, free_name(sheet.name, taken), whole=True)
            if way.name != sheet.name:
                way.remarks.append(f"the sheet is now called '{way.name}'")
        ways[sheet_key(sheet.name)] = way
    return ways


def free_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have, that no other has and that is not read as one of ours; it is taken from then on."""
    plain = "".join("_" if sign in "[]:*?/\\" or sign < " " else sign for sign in name).strip("'")[:_LONGEST_NAME]
    found, number = plain or "Sheet", 1
    while sheet_key(found) in taken or fold(found) in _OURS:
        number += 1
        found = f"{plain[:_LONGEST_NAME - 5].strip()} ({number})"
    taken.add(sheet_key(found))
    return found


def _rows(ways: Mapping[str, SheetMapping], mover: Mover) -> tuple[Rows, dict[type[Record], list[OwnColumn]]]:
    """The rows of every sheet of ours by field, and the columns of people's own beside them."""
    rows: Rows = {kind: [] for kind in RECORDS}
    columns: dict[type[Record], list[OwnColumn]] = {}
    for way in ways.values():
        if way.kind is None or way.kind is Settings:
            continue
        ours = {place: column.name for place, column in way.fields.items() if column.typed}
        rows[way.kind] = [{ours[place]: value for place, value in _row(way, old, ours, mover)} for old in way.rows]
        widths = way.old.widths()
        if way.own:
            columns[way.kind] = [_own_column(way, number, widths, mover) for number in range(len(way.own))]
    return rows, columns


def _row(way: SheetMapping, row: int, places: Mapping[int, str], mover: Mover) -> list[tuple[int, Value]]:
    """What stands in these columns of an old row; texts, by far the most, take the short way."""
    sheet, found = way.old, list[tuple[int, Value]]()
    values = sheet.rows[row] if row < len(sheet.rows) else []
    for place in places:
        raw = values[place] if place < len(values) else ""
        where = Address(row, place)
        if where in sheet.formulas or where in sheet.errors or where in sheet.links:
            found.append((place, mover.value(sheet, where, way.fields.get(place))))
        elif raw != "":
            column = way.fields.get(place)
            found.append((place, mover.value(sheet, where, column) if type(raw) is not str else
                          mover.text(sheet, where, raw, column) if column in way.of_choices else raw))
    return found


def _own_column(way: SheetMapping, number: int, widths: Mapping[int, float], mover: Mover) -> OwnColumn:
    own = way.own[number]
    values = [next((value for _, value in _row(way, row, {own.column: ""}, mover)), None) for row in way.rows]
    key = next((where for where, there in way.cells.items() if where.column == own.column and there.row == 0), None)
    typed = mover.value(way.old, key) if key and way.old.has(key) else own.key or None
    return OwnColumn(own.header, values, typed, widths.get(own.column, 18))


def _settings(ways: Mapping[str, SheetMapping], mover: Mover, language: str) \
        -> tuple[dict[str, Value], dict[Address, Value]]:
    """The settings by field, blank ones too, and the cells below them."""
    facts: dict[str, Value] = {}
    own: dict[Address, Value] = {}
    for way in ways.values():
        if way.kind is not Settings:
            continue
        facts |= {name: "" for name in setting_places(way.old.rows) if name not in (*ANEW, "id")}
        columns = Settings.SHEET.columns
        for where, there in way.cells.items():
            if there.column == VALUE and there.row < FIRST + len(columns):
                column = columns[there.row - FIRST]
                value = mover.value(way.old, where, column)
                if language and column is LANGUAGE:
                    value = mover.put(way.old, where, language, f"{value}, now {language}")
                facts[column.name] = mover.text(way.old, where, value, column) if type(value) is str else value
            else:
                own[there] = mover.value(way.old, where)
    return facts | ({LANGUAGE.name: language} if language else {}), own


def _own_sheets(ways: Mapping[str, SheetMapping], mover: Mover) -> list[OwnSheet]:
    return [OwnSheet(way.name, {where: mover.value(way.old, where) for where in _with_links(way.old)}, way.old.widths(),
                     way.old.state)
            for way in ways.values() if way.whole]


def _with_links(sheet: OldSheet) -> list[Address]:
    blank = [where for where in sheet.links if not sheet.has(where)]
    return [*sheet.filled(), *blank[:1000]]


def _kept(move: Upgraded, names: set[str]) -> OwnSheet | None:
    """The sheet for cells that stood beside the tables: in title bands, on the Dashboard, in rows without a place."""
    cells: dict[Address, Value] = {Address(0, number): head for number, head in enumerate(_HEAD)}
    for way in move.ways.values():
        for where in (*way.homeless(), *(spot for spot in way.old.notes if not _note_place(way, spot))):
            row = len(move.kept) + 1
            if (way.old.name, where) in move.kept:
                continue
            move.kept[way.old.name, where] = Address(row, 2)
            cells |= {Address(row, 0): way.old.name, Address(row, 1): f"{letters(where.column)}{where.row + 1}"}
            if way.old.has(where):
                cells[Address(row, 2)] = move.mover.value(way.old, where)
    if not move.kept:
        return None
    move.kept_name = free_name(KEPT, names)
    return OwnSheet(move.kept_name, cells, {0: 20, 1: 10, 2: 80})


def _note_place(way: SheetMapping, where: Address) -> Address | None:
    return way.seen_at(where) if way.name else None


def _notes(move: Upgraded) -> dict[str, dict[Address, CellNote]]:
    """The notes at their new cells, and the formulas that became values as notes there."""
    found: dict[str, dict[Address, CellNote]] = {}
    for way in move.ways.values():
        for where, note in way.old.notes.items():
            there = _note_place(way, where)
            name = way.name if there else move.kept_name
            spot = there or move.kept[way.old.name, where]
            found.setdefault(name, {})[spot] = note
            move.notes[way.old.name, where] = (name, spot)
    for (sheet, where), formula in move.mover.formulas.items():
        way = move.ways[sheet_key(sheet)]
        there = way.to(where)
        name, spot = (way.name, there) if there else (move.kept_name, move.kept[sheet, where])
        before = found.setdefault(name, {}).get(spot)
        text = _WAS.format(formula=formula)
        found[name][spot] = CellNote(f"{before.text}\n{text}" if before else text, before.author if before else "")
    return found


def place_of(move: Upgraded, way: SheetMapping, where: Address) -> tuple[str, Address] | None:
    """The new sheet and cell of an old cell; None for what the template makes itself."""
    if (there := way.to(where)) is not None:
        return way.name, there
    if (way.old.name, where) in move.kept:
        return move.kept_name, move.kept[way.old.name, where]
    return None
