"""Labels and values that share a paragraph or a cell: "Grade: Minor   Clause: 8.4   Date: 2026-03-18"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from ncr_toolkit.audit_report.labels import LONGEST, PERIOD, REPORT, TEXTS, TITLE, is_id, is_value, key

_MOST_WORDS = 6
_WORD = re.compile(r"\S+")
_PARTS = "\n\t|;.,!?\u2013\u2014\u2022"
_STOP = re.compile(r"[.;,](?=\s|$)")
_LONGEST_SHORT_FORM = 2
_LONG = (*TEXTS, TITLE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label within a text, what it means, and what stands behind it until the next."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a known label begins and where, behind its colon, it ends."""

    key: str
    label: str
    begin: int
    end: int


def labelled(text: str, codes: Mapping[str, str] | None = None) -> list[Labelled]:
    """The labels of a text that begins with one, each with its value; none where a value cannot be one."""
    first = next(_marks(text), None)
    if first is None or text[:first.begin].strip():
        return []
    several = list(_apart(text, codes))
    if several:
        return several
    value = text[first.end:].strip()
    return [Labelled(first.key, first.label, value)] if value and is_value(first.key, value, codes) else []


def of_the_audit(text: str) -> list[Labelled]:
    """What a sentence or a list in running text says of the audit itself, label by label."""
    marks = [mark for mark in _marks(text) if mark.key.startswith("audit.")]
    found = []
    for mark, after in zip_longest(marks, marks[1:]):
        value = text[mark.end:after.begin if after else len(text)]
        found.append(Labelled(mark.key, mark.label, _until_sentence_end(value)))
    return [each for each in found if each.value] or list(_without_colon(text))


def _without_colon(text: str) -> Iterator[Labelled]:
    """The days or the number of an audit behind their label, in a line that says no more: "Audit from 2 to 4 June"."""
    words = text.split() if len(text) <= 2 * LONGEST else []
    for size in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        label, value = " ".join(words[:size]), " ".join(words[size:])
        if (known := key(label)) in (PERIOD, REPORT) and is_value(known, value) and (known == PERIOD or is_id(value)):
            yield Labelled(known, label, value)
            return


def _apart(text: str, codes: Mapping[str, str] | None) -> Iterator[Labelled]:
    """The values of several labels; nothing where one of them can be no value, or is a sentence that goes on."""
    marks = list(_marks(text))
    found = [Labelled(mark.key, mark.label, text[mark.end:after.begin if after else len(text)])
             for mark, after in zip_longest(marks, marks[1:])]
    if len(found) < 2 or not all(is_value(each.key, _bare(each.value), codes) for each in found) \
            or any(each.key in _LONG and not _is_parted(each.value) for each in found[:-1]):
        return
    for each in found[:-1]:
        yield Labelled(each.key, each.label, each.value.strip() if each.key in _LONG else _bare(each.value))
    yield Labelled(found[-1].key, found[-1].label, found[-1].value.strip())


def _is_parted(value: str) -> bool:
    """Whether a value ends before the next label: by a sign, or a gap."""
    plain = value.rstrip(" ")
    return len(value) > len(plain) + 1 or plain[-1:] in tuple(_PARTS)


def _bare(value: str) -> str:
    return value.strip().strip("|;,.\u2013\u2014\u2022").strip()


def _marks(text: str) -> Iterator[_Mark]:
    """The known labels of a text, from left to right; one behind another text begins with a capital."""
    last = 0
    for colon in re.finditer(":", text):
        before = text[max(last, colon.start() - LONGEST):colon.start()]
        begin = colon.start() - len(before)
        for word in list(_WORD.finditer(before))[-_MOST_WORDS:]:
            label = before[word.start():].strip()
            if (known := key(label)) and (not text[:begin + word.start()].strip() or not label[0].islower()):
                yield _Mark(known, label, begin + word.start(), colon.end())
                last = colon.end()
                break


def _until_sentence_end(value: str) -> str:
    """The value before its sentence ends; a short word with a dot is none: "Dr.", "18."."""
    for found in _STOP.finditer(value):
        before = value[:found.start()].split()
        if before and len(before[-1]) > _LONGEST_SHORT_FORM:
            return value[:found.start()].strip()
    return value.strip()
