"""The sections of a form: where each begins, what it is about, and whose part it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from ncr_toolkit.forms.docx.wordprocessingml import Element, runs, w
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, is_numbered, plain

_DISCIPLINE = re.compile(r"\s*(?:step\s+|schritt\s+|\u00e9tape\s+)?(d ?[0-8])(?![\w-])", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\uff08]([^()\uff08\uff09]{3,80})[)\uff09]")
_ITEM = re.compile(r"\s*([0-9\uff10-\uff19]{1,2})[.)\uff0e\uff09\u3001](?![0-9\uff10-\uff19])")
_SEVERAL = ("d6", "d8")
"""Disciplines under which forms ask for different things."""
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form under one heading."""

    title: str = ""
    about: str = ""  # rows of the register ("actions"), or "finding"
    auditor: bool = False
    number: int = 0  # sections of equal titles differ


def discipline(said: str) -> str:
    """"d3" for "D3 Interim containment actions", "" for all else."""
    found = _DISCIPLINE.match(said)
    return found[1].casefold().replace(" ", "") if found else ""


def subject(said: str, words: Vocabulary) -> str:
    """What a heading is about: rows of the register, or "finding"; '' where that is not known."""
    head = said.strip().partition("\n")[0]
    step = discipline(head)
    own = head[len(_DISCIPLINE.match(head)[0]):].strip(" .:)-\u2013\u2014") if step else head  # type: ignore[index]
    said_by_step = words.subject(step) if step else ""
    found = words.subject(own) or next(filter(None, map(words.subject, _BRACKETED.findall(own))), "")
    if step in _SEVERAL and own and not found and not (words.of_action(own) or words.of_done(own)):
        return ""  # "D6 Proof that it works": that step implements and verifies
    return said_by_step if found in ("", "steps") and said_by_step else found


def is_next(title: str, said: str) -> bool:
    """Whether a text is the item behind that of a title: "2. Causes" behind "1. Finding (auditor)"."""
    one, other = _ITEM.match(title), _ITEM.match(said)
    return one is not None and other is not None and int(other[1]) == int(one[1]) + 1


def is_heading(paragraph: Element) -> bool:
    """Whether a paragraph has the style or level of a heading."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return (
        style is not None
        and re.search(
            r"heading|titre|titolo|\u00fcberschrift|berschrift|ttulo|nagwek|kop\d|title",
            style.get(w("val"), ""),
            re.IGNORECASE,
        )
        is not None
    ) or paragraph.find(f"{w('pPr')}/{w('outlineLvl')}") is not None


def is_bold(paragraph: Element) -> bool:
    """Whether all words of a paragraph are bold."""
    said = [run for run in runs(paragraph) if any((each.text or "").strip() for each in run.iter(w("t")))]
    return bool(said) and all(run.find(f"{w('rPr')}/{w('b')}") is not None for run in said)


def begins_bold(paragraph: Element) -> bool:
    """Whether the words of a paragraph are bold, but for what explains them in brackets: "Finding (its wording)"."""
    said = [run for run in runs(paragraph) if any((each.text or "").strip() for each in run.iter(w("t")))]
    bold = list(takewhile(lambda run: run.find(f"{w('rPr')}/{w('b')}") is not None, said))
    rest = "".join(each.text or "" for run in said[len(bold):] for each in run.iter(w("t"))).strip(" :.")
    return bool(bold) and (not rest or (rest[0] in "(\uff08[" and rest[-1] in ")\uff09]"))


def heads(paragraph: Element, said: str) -> bool:
    """Whether a paragraph outside of tables begins a section."""
    if not said or len(said) > _LONGEST or said.endswith((".", ";", ",")) or "__" in said:
        return False
    if is_heading(paragraph):
        return True
    short = len(plain(said).split()) <= 9
    return short and (
        bool(discipline(said)) or (is_bold(paragraph) and (is_numbered(said) or not said.endswith((":", "?"))))
    )
