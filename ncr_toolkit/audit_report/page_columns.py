"""Where a PDF's page has two columns, by what its lines hold beside a gutter: which is read first, and which finding a
label beside another one belongs to.

A gutter alone tells no columns from a table. That both sides label the same things, or both begin a finding, does;
where a side goes on with a text while the other one labels what the finding has besides, it is a card, and its sides
belong together. Where neither holds, both ways of reading are left to the caller, who takes what they have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from statistics import median

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.headings import CHAPTER, number_in
from ncr_toolkit.audit_report.label_words import ID
from ncr_toolkit.audit_report.labels import GRADE, LONGEST, is_id, is_value, key, meant
from ncr_toolkit.audit_report.labels_in_text import labelled
from ncr_toolkit.audit_report.line_breaks import Break, between
from ncr_toolkit.audit_report.line_pieces import NEAR, PITCH, is_crossed, segments
from ncr_toolkit.audit_report.parts import Line

_LEAST_OF_COLUMNS, _LEAST_WORDS, _LEAST_GOING_ON, _LEAST_SHARED = 2, 3, 2, 2
"""So many lines must be in two pieces that begin alike; so many words have most lines of a column of text, and so many
of those go on in the next, which labels hardly do; so many labels must stand on both sides."""
_MOST_GUTTERS, _MOST_LINES, _INDENT = 6, 400, 8
_SENTENCE = ".;,"


class Way(Enum):
    """How what stands on both sides of a gutter is read."""

    COLUMNS = "the left side whole, then the right one"
    CARDS = "so for each finding that begins there"
    EITHER = "nobody can say"


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns: their lines, at which letter the right one begins, and up to which line the left one may go on
    alone. `whole`: whether it certainly does."""

    begin: int
    end: int
    last: int
    at: int
    way: Way
    whole: bool = False


@dataclass
class Side:
    """What one side of a gutter says, by the numbers of its lines."""

    filled: set[int] = field(default_factory=set)
    labels: set[int] = field(default_factory=set)  # those that begin with the label of something of a finding
    numbers: list[int] = field(default_factory=list)  # those that begin a finding
    keys: set[str] = field(default_factory=set)
    bare: list[str] = field(default_factory=list)  # the keys of labels whose values stand on the other side

    def take(self, number: int, text: str, said: str) -> None:
        """A line of this side, with what it labels."""
        if text:
            self.filled.add(number)
        if said:
            self.labels.add(number)
            self.keys.add(said)


def columns(page: Sequence[str]) -> Columns | None:
    """The first two columns of a page, None where it has none, or what stands beside each other is a table."""
    if len(page) > _MOST_LINES:
        return None
    found = [each for at in _gutters(page) for each in _labelled(page, at)]
    best = min(found, key=lambda each: (each.way is Way.EITHER, each.begin), default=None)
    return best or _of_text(page)


def sides(lines: Sequence[str], at: int) -> tuple[Side, Side]:
    """What stands on both sides of a gutter. A label beside which its value stands, on the other side, is none."""
    left, right, above = Side(), Side(), ["", ""]
    for number, line in enumerate(lines):
        texts = (line[:at].strip(), line[at:].strip())
        (one, has_value), (other, its) = map(_said, texts)
        beside = texts[1] and is_value(one, segments(texts[1])[0][1])
        told = (one if has_value or one == other or not beside else "",
                other if its or one in ("", other) or not beside else "")
        left.bare += [one] * bool(one and not told[0])
        for side, text, said, known, before in zip((left, right), texts, told, (one, other), above, strict=True):
            side.take(number, text, said)
            if text and _begins_finding(text, known, gap=not before):
                side.numbers.append(number)
        above = list(texts)
    return left, right


@lru_cache(maxsize=4096)  # of each gutter the same lines are asked
def _said(text: str) -> tuple[str, bool]:
    """What a line labels first, and whether the value stands behind it."""
    pieces = [piece for _, piece in segments(text)]
    if not pieces:
        return "", False
    values = labelled(pieces[0])
    known = meant(values[0].key, values[0].value) if values else meant(key(pieces[0]), "".join(pieces[1:2]))
    if not known.startswith("finding.") or pieces[0][0].islower():
        return "", False  # a word of a text that goes on
    if not values and len(pieces) > 1 and key(pieces[1]) and not (known == GRADE and grade(pieces[1])):
        return "", False  # the head of a list
    return known, bool(values) or len(pieces) > 1


def _begins_finding(text: str, known: str, *, gap: bool) -> bool:
    """Whether a line of one side begins a finding; its number alone does below a gap."""
    if len(text) > 2 * LONGEST:
        return False
    pieces = [piece for _, piece in segments(text)]
    value = pieces[1] if len(pieces) > 1 else pieces[0].partition(":")[2]
    if known == ID and is_id(value):
        return True
    number = "" if text[-1] in _SENTENCE else number_in(Line(pieces[0], "", 1))
    return bool(number) and (gap or len(number) < len(pieces[0]))


def _gutters(page: Sequence[str]) -> list[int]:
    """Where right columns may begin, the most frequent first."""
    rows = [pieces for line in page if (pieces := segments(line))]
    first = min((row[0][0] for row in rows), default=0)
    begins = Counter(begin for row in rows for begin, _ in row[int(row[0][0] <= first + _INDENT):])
    found: list[int] = []
    for begin, _ in begins.most_common():
        if not any(abs(begin - other) <= NEAR for other in found):
            found.append(begin)
    return [min(begin for begin in begins if abs(begin - at) <= NEAR) for at in found[:_MOST_GUTTERS]]


def _labelled(page: Sequence[str], at: int) -> Iterator[Columns]:
    """The columns beside this gutter whose sides hold labels."""
    for begin, end, last in _uncrossed(page, at):
        way = _way(page[begin:end], at)
        if way is not None:
            yield Columns(begin, end, last, at, way, _goes_on_alone(page, end, last, at))


def _uncrossed(page: Sequence[str], at: int) -> Iterator[tuple[int, int, int]]:
    """From where to where no piece of a line stands on both sides; in the middle, where the right side ends. Below it a
    new chapter is no more of the left one, unless chapters begin within the columns."""
    begin = end = first = 0
    for number, line in enumerate([*page, "x" * (at + 1)]):
        new = bool(end > begin and CHAPTER.match(line) and not any(map(CHAPTER.match, page[first:number])))
        if is_crossed(line, at) or (new and not line[at:].strip()):
            if end > begin:
                yield begin, end, number
            begin = number + 1
        elif line[at:].strip():
            first = first if end > begin else number
            end = number + 1


def _goes_on_alone(page: Sequence[str], end: int, last: int, at: int) -> bool:
    """Whether the left column goes on below the end of the right one: to the foot of the page, and with a line that
    broke at the gutter, and would not have on the whole page."""
    left = [line[:at].strip() for line in page[end - 1:last]]
    return last == len(page) and any(above and below and between(above, below, at * PITCH, gap=False) is Break.NONE
                                     for above, below in pairwise(left))


def _way(lines: Sequence[str], at: int) -> Way | None:
    """How these lines are read; None where nothing speaks for columns."""
    left, right = sides(lines, at)
    if len(left.bare) > len(left.labels):  # labels and their values, unless the values have the same labels
        return Way.EITHER if len({*left.bare} & right.keys) >= _LEAST_SHARED else None
    if not right.labels or not left.labels:
        return None
    shared = left.keys & right.keys
    if len(shared) >= _LEAST_SHARED or (left.numbers and right.numbers):
        return Way.COLUMNS
    if shared or {*left.bare} & right.keys:
        return Way.EITHER
    if not (_flows(left, right) or _flows(right, left)):
        return None
    return Way.CARDS if _are_cards(left, right) or _are_cards(right, left) else Way.EITHER


def _are_cards(one: Side, other: Side) -> bool:
    """Whether one side begins findings, and no text of the other goes on from one to the next, or from elsewhere."""
    return bool(one.numbers) and min(other.filled) in other.labels and not any(
        {number - 1, number} <= other.filled and number not in other.labels for number in one.numbers[1:])


def _flows(one: Side, other: Side) -> bool:
    """Whether a text goes on beside the label of something else, as it does in no row of a table."""
    return any(number in other.filled and number - 1 in other.filled and number not in other.labels
               for number in one.labels)


def _of_text(page: Sequence[str]) -> Columns | None:
    """Two columns of running text. A table with labels or numbers at its left is none."""
    pairs = {at: found for at, line in enumerate(page) if len(found := segments(line)) == 2}
    if not pairs:
        return None
    right = Counter(found[1][0] for found in pairs.values()).most_common(1)[0][0]
    pairs = {at: found for at, found in pairs.items() if abs(found[1][0] - right) <= NEAR}
    first = min(segments(line)[0][0] for line in page if line.strip())
    if median(found[0][0] for found in pairs.values()) > first + _INDENT or any(
            abs(begin - right) <= NEAR for line in page if len(found := segments(line)) > 2 for begin, _ in found):
        return None  # of a table
    right = min(found[1][0] for found in pairs.values())
    for begin, end, last in _uncrossed(page, right):
        texts = [(found[0][1], found[1][1]) for at, found in pairs.items() if begin <= at < end]
        if len(texts) >= _LEAST_OF_COLUMNS and (_go_on(page[min(at for at in pairs if at >= begin):last], right)
                                                or _are_text(texts)):
            return Columns(begin, end, last, right, Way.COLUMNS, _goes_on_alone(page, end, last, right))
    return None


def _go_on(lines: Sequence[str], at: int) -> bool:
    """Whether lines that stand alone on the left side go on from one to the next."""
    alone = [line[:at].strip() for line in lines if not line[at:].strip() and line.strip()]
    return sum(len(above.split()) >= _LEAST_WORDS and below[:1].islower()
               for above, below in pairwise(alone)) >= _LEAST_GOING_ON


def _are_text(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether pieces side by side are two columns of text, and no table."""
    beside = sum(bool(labelled(left)) and bool(labelled(right)) for left, right in pairs)
    named = sum(bool(key(left)) or is_id(left) for left, _ in pairs)
    if any(key(left) and key(right) for left, right in pairs) or 5 * beside > len(pairs) or 3 * named > len(pairs):
        return False
    return any(labelled(left) for left, _ in pairs) or median(len(left.split()) for left, _ in pairs) >= _LEAST_WORDS
