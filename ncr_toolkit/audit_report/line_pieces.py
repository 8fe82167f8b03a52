"""The pieces of a PDF's line, with gaps between: cells, columns, or words that are set to fill it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ncr_toolkit.audit_report.labels import is_id, key
from ncr_toolkit.audit_report.line_breaks import ITEM_SIGN

NEAR = 2
"""By how many letters the lines of one cell may begin apart."""
PITCH = 0.8
"""The width of a place, by which the page counts where a piece begins, in average letters."""
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_LEAST_GAPS, _MOST_CELLS, _WIDEST, _LEAST_GAP, _LABEL_AND_TEXT = 3, 5, 12, 2, 2
_BETWEEN = frozenset(("of", "the", "and", "to", "in", "for", "a", "der", "die", "das", "des", "und", "von", "de", "la",
                      "le", "les", "du", "et", "del", "el", "los", "las", "y", "en"))
"""Words that stand in no cell by themselves."""
Segment = tuple[int, str]
"""Where a piece of a line begins, in letters, and its text."""


def segments(line: str) -> list[Segment]:
    """The pieces of a line. What begins an item belongs to it; single words with the same gap between any two of them
    are one text, set so that it fills its line."""
    found = [(each.start(), each[0]) for each in _SEGMENT.finditer(line)]
    for at in range(len(found) - 1, 0, -1):
        if ITEM_SIGN.fullmatch(found[at - 1][1]):
            found[at - 1:at + 1] = [(found[at - 1][0], f"{found[at - 1][1]} {found[at][1]}")]
    return [(found[0][0], " ".join(text for _, text in found))] if _is_spread(found) else found


def is_crossed(line: str, at: int) -> bool:
    """Whether a piece of the line stands on both sides of a letter."""
    return any(begin < at <= begin + len(text) for begin, text in segments(line))


def _is_spread(found: Sequence[Segment]) -> bool:
    """Whether pieces are the words of one text, set so that it fills its line; cells begin at even distances, or have
    gaps of many kinds."""
    gaps = [after[0] - before[0] - len(before[1]) for before, after in pairwise(found)]
    steps = [after[0] - before[0] for before, after in pairwise(found)]
    begin = int(bool(found) and found[0][1].endswith(":"))
    if len(found) == _LABEL_AND_TEXT:
        return found[0][1].endswith(":") and gaps[0] <= _LEAST_GAP
    words = [text for _, text in found[begin:]]
    if not gaps or max(gaps) - min(gaps) > 1 or max(gaps) > _WIDEST or any(" " in word for word in words):
        return False
    if begin and max(gaps) <= _LEAST_GAPS:
        return True
    if any(word[0].islower() for word in words) and not _BETWEEN.isdisjoint(words):
        return max(steps) - min(steps) > 1
    return len(gaps) >= _LEAST_GAPS and max(steps) - min(steps) > 1 and (
        len(gaps) > _MOST_CELLS or not any(key(word) or is_id(word) for word in words))
