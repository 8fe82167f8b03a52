"""What an import into a register says: what is new, what changed, what stays as somebody typed it, what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ncr_toolkit.common.text import one_line, plural, several, short
from ncr_toolkit.imports.merge.memory import text_of
from ncr_toolkit.imports.merge.merging import Merging
from ncr_toolkit.imports.merge.three_ways import CellTurn, Turn

MOST = 12
"""So many cells or rows of one kind are told, each with what it holds; --format json lists all."""


def merge_lines(merging: Merging) -> Iterator[str]:
    """The lines that a person reads."""
    plan, by_turn = merging.plan, turns_of(merging)
    if merging.renamed:
        yield f"Taken for the same source as '{merging.source}', which was imported before: its rows say the same."
    if merging.noted:
        yield (f"Columns that the register does not have, kept in 'Internal note': {several(merging.noted, MOST)}.")
    added = (f"{len(places)} {kind.SHEET.name}" for kind, places in plan.new.items())
    new, changed = len(plan.new_rows), len(merging.outcome.given) - len(plan.new_rows) - plan.unchanged
    yield (f"Of these rows {new} {'is' if new == 1 else 'are'} new, {changed} changed, {plan.unchanged} as before. "
           f"New in the register: {', '.join(added) or 'nothing'}.")
    yield from _listed("new", (f"{each.where} ({each.id or 'without a number'})" for each in plan.new_rows))
    yield from _turns(by_turn[Turn.TAKEN], "changed in the source, and {now} taken over", "is", "are")
    yield from _turns(by_turn[Turn.KEPT], "left as somebody typed {now}, though the source says something else", "it",
                      "them")
    yield from _turns(by_turn[Turn.EMPTIED], "left, though the source has emptied {now}", "it", "them")
    for header in dict.fromkeys(turn.header for turn in by_turn[Turn.NO_COLUMN]):
        yield f"The register has no column '{header}', so its texts are not taken over; `ncr upgrade` brings it."
    yield from _rows("gone from the source, and left in the register", (
        f"{row.id or row.table + ' row ' + str(row.row)}{f' ({cell})' if cell else ''}" for row, cell in plan.vanished))
    yield from _rows("deleted in the register, and not put back",
                     dict.fromkeys(f"{each.where}{f' ({each.id})' if each.id else ''}" for each in plan.gone))
    for given, why in plan.refused:
        yield f"{given.where} is not taken over: {why}; give one of them another number."


def turns_of(merging: Merging) -> dict[Turn, list[CellTurn]]:
    """The cells by what becomes of them."""
    return {turn: [each for each in merging.plan.turns if each.turn is turn] for turn in Turn}


def left_lines(merging: Merging) -> Iterator[str]:
    """The cells that did not take their value."""
    for cell, why in merging.left_cells.items():
        yield f"{cell} is left as it is: {why}."


def _turns(turns: list[CellTurn], told: str, one: str, many: str) -> Iterator[str]:
    if turns:
        yield f"{plural(len(turns), 'cell')} {told.format(now=one if len(turns) == 1 else many)}:"
        yield from _listed("", map(_told, turns))


def _told(turn: CellTurn) -> str:
    ours, theirs = (short(one_line(text_of(each))) if each else "(blank)" for each in (turn.ours, turn.theirs))
    place = f"{turn.cell} ({turn.record}, {turn.header})"
    return f"{place}: {ours} -> {theirs}" if turn.turn is Turn.TAKEN else f"{place}: {ours}; the source: {theirs}"


def _rows(told: str, rows: Iterable[str]) -> Iterator[str]:
    if found := list(rows):
        yield f"{plural(len(found), 'row')} {told}: {several(found, MOST)}."


def _listed(word: str, each: Iterable[str]) -> Iterator[str]:
    found = list(each)
    yield from (f"  {word}{': ' if word else ''}{one_line(line)}" for line in found[:MOST])
    if len(found) > MOST:
        yield f"  and {len(found) - MOST:,} more; --format json lists all"


def merge_json(merging: Merging) -> dict[str, object]:
    """The same for a program."""
    plan = merging.plan
    cells = {turn.value: [{"cell": str(each.cell), "record": each.record, "ours": each.ours,
                           "theirs": text_of(each.theirs)} for each in found]
             for turn, found in turns_of(merging).items()}
    return {"source": merging.source, "new_rows": [each.where for each in plan.new_rows],
            "added": {kind.SHEET.name: len(places) for kind, places in plan.new.items()}, "unchanged": plan.unchanged,
            "cells": cells, "vanished": [{"row": row.id or f"{row.table} row {row.row}", "cell": cell}
                                         for row, cell in plan.vanished],
            "deleted": list(dict.fromkeys(each.where for each in plan.gone)),
            "refused": [{"row": given.where, "why": why} for given, why in plan.refused]}


def is_open(merging: Merging) -> bool:
    """Whether something is left for a person."""
    plan = merging.plan
    return bool(plan.left or plan.vanished or plan.gone or plan.refused or merging.left_cells
                or any(each.turn is not Turn.TAKEN for each in plan.turns))
