"""The grade that a mark names in cells of its own: "X" below "Minor", or beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ncr_toolkit.audit_report.grades import grade, has_boxes, is_ticked
from ncr_toolkit.common.names import fold

_MARK = re.compile(r"[xX\u00d7\u2715\u2716\u2713\u2714\u2611\u2612\u25a0\u25cf\u2022\u25fc\u3007\u25cb\u25ef]")
_YES = frozenset(map(fold, ("yes", "ja", "oui", "sí", "si", "true", "\u8a72\u5f53")))
_NO = frozenset(map(fold, ("", "-", "\u2013", "\u2014", "no", "nein", "non", "false", "\u00d7\u00d7")))


def is_mark(text: str) -> bool:
    """Whether a cell holds nothing but the mark that says: this one."""
    plain = text.strip().strip("[]()").strip()
    return _MARK.fullmatch(plain) is not None or fold(plain) in _YES or (has_boxes(plain) and is_ticked(plain))


def is_left_blank(text: str) -> bool:
    """Whether a cell for a mark says: not this one."""
    plain = text.strip().strip("[]()").strip()
    return fold(plain) in _NO or (len(plain) == 1 and has_boxes(plain) and not is_ticked(plain))


def grade_columns(head: Sequence[str], below: Sequence[Sequence[str]]) -> dict[int, str]:
    """The columns of a list that have a grade for their head and marks below, and the grade of each; none where not
    several have, or a cell there holds more than a mark."""
    found = {at: named for at, cell in enumerate(head) if (named := grade(cell)) and not has_boxes(cell)}
    cells = [row[at] for row in below for at in found if at < len(row)]
    several = len(found) > 1 and len(set(found.values())) == len(found)
    return found if several and any(map(is_mark, cells)) and all(
        is_mark(cell) or is_left_blank(cell) for cell in cells) else {}


def grade_of_row(row: Sequence[str], columns: dict[int, str]) -> str:
    """The grade whose column is marked in a row, '' where none or several are."""
    marked = [named for at, named in columns.items() if at < len(row) and is_mark(row[at])]
    return marked[0] if len(marked) == 1 else ""


def names_several(cells: Sequence[str]) -> bool:
    """Whether cells beside each other name several grades, of which a mark may choose one."""
    return len({named for cell in cells if (named := grade(cell))}) > 1


def grade_beside(cells: Sequence[str]) -> str:
    """The grade beside the only mark in cells that are grades and marks by turns; '' where that is not certain."""
    named = [grade(cell) for cell in cells]
    last = max((at for at, each in enumerate(named) if each), default=-1)
    first = next((at for at, each in enumerate(named) if each), 0)
    for before in (0, 1):  # the mark stands behind its grade, or before it
        whole = range(first - before, last + 2 - before)
        by_turns = all(0 <= at < len(cells) and (bool(named[at]) if (at - first) % 2 == 0 else (
            is_mark(cells[at]) or is_left_blank(cells[at]))) for at in whole)
        if not by_turns:
            continue
        others = [cell for at, cell in enumerate(cells) if at not in whole and cell.strip()]
        pairs = [(one, other) for one, other in pairwise(whole) if bool(named[one]) is not bool(before)]
        marked = [named[max(pair) if before else min(pair)] for pair in pairs
                  if is_mark(cells[min(pair) if before else max(pair)])]
        if not others and len(marked) == 1:
            return marked[0]
    return ""
