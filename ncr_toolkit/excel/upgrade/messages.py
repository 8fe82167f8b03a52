"""The upgrade in words, and as a list of every cell."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from ncr_toolkit.common.text import csv_cell, quoted
from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.excel.upgrade.cell_values import shown
from ncr_toolkit.excel.upgrade.data_sheets import IN_OWN_WORDS
from ncr_toolkit.excel.upgrade.mapping import SheetMapping
from ncr_toolkit.excel.upgrade.move import KEPT, Upgraded, place_of
from ncr_toolkit.excel.upgrade.not_carried import hidden, not_carried

HEADERS = ("Old sheet", "Old cell", "New sheet", "New cell", "What stands there", "Note")
_MOST = 10  # remarks of one kind that are shown one by one


def summary(move: Upgraded, new: str) -> str:
    """What was read and where it went; `new` is how the new workbook is called."""
    lines = [f"{move.old.name} held {move.old.register.told}."]
    moved = made = 0
    for way in move.ways.values():
        fates = Counter(_fate(move, way, where) for where in way.old.filled())
        lines += _sheet(way, fates)
        moved += fates["moved"] + fates["kept"]
        made += len(way.made)
    lines += ["", f"{_count(moved, 'cell')} moved and compared one by one. Another {made:,} are the template's own and "
                  "were made anew: headers, computed columns, figures, results of the last check."]
    lines += _kept(move)
    lines += _changed(move)
    lines += _left(move)
    return "\n".join((*lines, f"{new} is written; go on in it. {move.old.name} was not changed; keep it.", ""))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _fate(move: Upgraded, way: SheetMapping, where: Address) -> str:
    if where in way.made:
        return "made"
    return "moved" if way.to(where) is not None else "kept"


def _sheet(way: SheetMapping, fates: Counter[str]) -> Iterator[str]:
    if not fates and not way.remarks:
        return
    if not way.name:
        where, rows = "made anew", 0
    elif way.kind is None:
        where, rows = "a sheet of your own, kept", len({spot.row for spot in way.old.filled()})
    else:
        where, rows = way.name, len(way.rows)
    size = ", ".join((*([_count(rows, "row")] if rows else []), _count(fates["moved"], "cell")))
    yield f"  {way.old.name:<16} -> {where:<16} {size if way.name else ''}".rstrip()
    yield from (f"      {remark}" for remark in (*_remarks(way), *way.remarks))


def _remarks(way: SheetMapping) -> Iterator[str]:
    if way.own:
        names = ", ".join(f"'{own.header}'" for own in way.own)
        yield f"{_count(len(way.own), 'column')} of your own kept, to the right of the others: {names}"
    if way.above:
        yield f"{_count(way.above, 'row')} with data stood above the header; now the first below it"
    if way.repeated:
        yield f"{_count(way.repeated, 'row')} that repeated the header left out"
    if way.dropped:
        yield f"{_count(way.dropped, 'blank row')} between others left out"
    renamed = [shown(way.old, where) for where, what in way.made.items() if what.startswith(IN_OWN_WORDS)]
    if renamed:
        yield f"{_count(len(renamed), 'header')} in words of your own, now the template's again: {quoted(renamed)}"


def _kept(move: Upgraded) -> Iterator[str]:
    if move.kept:
        yield (f"{_count(len(move.kept), 'cell')} stood beside the tables, where the template has no place for them: "
               f"kept on the sheet '{move.kept_name}', each with its old sheet and cell.")


def _changed(move: Upgraded) -> Iterator[str]:
    worded = move.mover.worded
    said = [(sheet, where, text) for (sheet, where), text in move.mover.said.items() if (sheet, where) not in worded]
    if worded:
        yield (f"{_count(len(worded), 'cell')} with a choice now in the language of the new workbook; what people "
               "typed is as it was.")
    for sheet, where, text in said[:_MOST]:
        yield f"{sheet}!{letters(where.column)}{where.row + 1}: {text}."
    if len(said) > _MOST:
        yield f"and {len(said) - _MOST:,} more cells with a note; --report lists each."


def _left(move: Upgraded) -> Iterator[str]:
    for sheet, rows in hidden(move):
        yield f"{_count(rows, 'hidden row')} with data on '{sheet.name}': moved, and no longer hidden."
    missing = [kind.SHEET.name for kind in RECORDS if kind not in {way.kind for way in move.ways.values()}]
    if missing:
        yield f"New and empty: {', '.join(missing)}."
    if all(way.kind is not Settings for way in move.ways.values()):
        yield "There was no sheet Register: the new one has an id of its own."
    if lost := not_carried(move):
        yield f"Not carried over; you find it in {move.old.name}:"
        yield from (f"  {each}" for each in lost)
    yield ("Colours, fonts, widths, filters and what was hidden are the template's again; sheets of your own keep "
           "their widths, and stay hidden where they were.")


def report(move: Upgraded) -> str:
    """One row for each cell of the old workbook. Begins with a byte-order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(HEADERS)
    for way in move.ways.values():
        for where in way.old.filled():
            place = place_of(move, way, where)
            lines.writerow(map(csv_cell, (
                way.old.name, _name(where), place[0] if place else "", _name(place[1]) if place else "",
                shown(way.old, where), _note(move, way, where))))
        for where, note in way.old.notes.items():
            name, there = move.notes[way.old.name, where]
            lines.writerow(map(csv_cell, (way.old.name, _name(where), name, _name(there), note.text,
                                            "a note on the cell")))
    for each in not_carried(move):
        lines.writerow(("", "", "", "", "", csv_cell(f"not carried: {each}")))
    return "\ufeff" + out.getvalue()


def _name(where: Address) -> str:
    return f"{letters(where.column)}{where.row + 1}"


def _note(move: Upgraded, way: SheetMapping, where: Address) -> str:
    if where in way.made:
        return f"made by the template: {way.made[where]}"
    notes = [move.mover.said.get((way.old.name, where), "")]
    if (way.old.name, where) in move.kept:
        notes.append(f"no place in the template; on the sheet '{move.kept_name or KEPT}'")
    if where.row < way.below and where.row in way.rows:
        notes.append("stood above the header")
    return "; ".join(filter(None, notes))
