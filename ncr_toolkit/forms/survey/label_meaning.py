"""What the words of a label mean: which of a text is the label, what it may ask, and which rows it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.label_attributes import ATTRIBUTES
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.meaning.wording import split_label

_END = re.compile(r"[:?\uff1a\uff1f\u2013\u2014\n]| - ")
_SECOND = re.compile(
    r",?\s(?:and|und|et|y|e)\s(?:since\s|seit\s|depuis\s|desde\s|da\s|par\s|por\s)?(?:when|where|how|whom?|why|wann|wo|wie|"
    r"we[rm]|warum|quand|o\u00f9|comment|qui|pourquoi|cu\u00e1ndo|d\u00f3nde|c\u00f3mo|qui\u00e9n|quando|dove|come|chi)\b",
    re.IGNORECASE)
"""Where the second question of a label begins: "What have you done, and since when?"."""
_BRACKETED = re.compile(r"[(\uff08]([^()\uff08\uff09]{3,80})[)\uff09]")
_DETECTION = "finding.detection_cause"
_PARTING = " :?\uff1a\uff1f\u2013\u2014-"
_NARROWED = ("causes", "effects")
"""Rows of which a label may ask one part alone behind a colon or a dash."""
_CHOSEN = ("finding.grade", "audit.kind")
_MARK = re.compile(r"\b(?:tick|check|cross|mark|marque|marcar|marcado|ankreuzen|cocher|cochez|"
                   r"barrare|assinalar|aankruisen|x)\b", re.IGNORECASE)
_AT_ONCE = {"corrections", "steps", "containment", "mitigations"}
"""What a section is about in which "Action taken" is none of the corrective actions."""
LONGEST = 300
"""Letters; a longer text is no label."""


def label_texts(said: str) -> Iterator[str]:
    """What of a text may be its label: its first line, then what stands in it before a colon, question mark or dash."""
    first = said.strip().partition("\n")[0]
    yield first
    head = _END.split(first, maxsplit=1)[0]
    if head.strip() and head != first:
        yield head


def meaning(said: str, words: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """The label at the head of a text and what it may mean; the whole first line where it means nothing."""
    heads = list(label_texts(said))
    if len(choices := {_of_choices(each, words) for each in _BRACKETED.findall(heads[0])} - {""}) == 1:
        return heads[0].strip().rstrip(":*\uff1a").strip(), (choices.pop(),)  # "Nature of the finding (major / minor)"
    rest = heads[0][len(heads[1]):].strip(" :\u2013\u2014-") if len(heads) > 1 and words.names_us(heads[1]) else ""
    if names := next((found for each in label_texts(rest) if (found := words.names(each))), ()):
        return heads[0].strip(), names  # "Client: root cause"
    for head in heads:
        if names := words.names(head):
            own = _narrowed(heads, head, names, words)
            return ((heads[0] if own else head).strip().rstrip(":*\uff1a").strip(), (own,) if own else names)
    before = _SECOND.split(heads[0], maxsplit=1)[0]
    if before != heads[0] and len(names := words.names(before)) == 1:
        return heads[0].strip().rstrip(":*\uff1a").strip(), names
    tail = heads[0][len(heads[1]):].strip(_PARTING) if len(heads) > 1 else ""
    if own := _of_tail(words.perhaps.get(plain(heads[-1]), ()), tail, words):
        return heads[0].strip(), (own,)  # "Analysis: origin of the problem"
    return next(label_texts(said), "").strip().rstrip(":*\uff1a").strip(), ()


def _narrowed(heads: list[str], head: str, names: tuple[str, ...], words: Vocabulary) -> str:
    """The part of what a label asks that words behind a dash or in brackets want alone: "Root cause (escape)"."""
    short = heads[-1] if words.names(heads[-1]) == names else head
    if own := _of_tail(names, heads[0][len(short):].strip(_PARTING), words):
        return own
    brackets = _BRACKETED.findall(heads[0])
    if names == ("causes",) and any(_is_of_detection(each, words) for each in brackets):
        return _DETECTION
    return _of_tail(names, brackets[0], words) if len(brackets) == 1 and names == ("effects",) else ""


def _of_tail(names: tuple[str, ...], tail: str, words: Vocabulary) -> str:
    """What words behind a colon or dash ask of what the label before them is about: "Effectiveness - outcome", "Cause:
    why not detected?"; '' where they only explain."""
    if not tail or len(names) != 1:
        return ""
    if names[0] not in _NARROWED:  # "Corrective action: target date"
        said = words.asks(tail)
        part = words.attributes_of.get(names[0], {}).get(said, "") if said in ATTRIBUTES else ""
        return f"{names[0]}.{'done_on' if part == 'planned_on' and words.says_no_more_than_when(tail) else part}" \
            if part else ""
    own = words.here(tail, names[0])
    asked = words.names(tail)
    return own if own.partition(".")[0] == names[0] != own else asked[0] if names == ("causes",) and asked in (
        (_DETECTION,), ("causes",)) else ""


def takes_mark(said: str, behind: Iterable[str], words: Vocabulary) -> bool:
    """Whether the room of a label takes a mark and no word: the label says so, "Severity (mark with X)", or two of its
    answers stand in the row `behind` the room."""
    names = [name for name in meaning(said, words)[1] if name in _CHOSEN]
    told = any(map(_MARK.search, _BRACKETED.findall(said))) or said.rstrip(" :").casefold().endswith("(x)")
    return bool(names) and not words.is_mapped(said) and (
        told or len({words.option(each, names) for each in behind if each} - {None}) > 1)


def _of_choices(said: str, words: Vocabulary) -> str:
    """The question of which a text lists two answers or more: "major / minor"; '' where it lists none."""
    parts = [each for half in split_label(said) for each in half.split(",") if each.strip()]
    return next((asked for asked in _CHOSEN if len(parts) > 1
                 and all(words.option(each, [asked]) for each in parts)), "")


def _is_of_detection(said: str, words: Vocabulary) -> bool:
    return words.names(said) == (_DETECTION,) or words.here(said, "causes") == _DETECTION


def about(said: str, words: Vocabulary) -> str:
    """The rows that a label is about: "actions" for "Corrective action"; '' where it is about none, or not certain."""
    if len(said) > LONGEST:
        return ""
    label, names = meaning(said, words)
    names = names or tuple({name.partition(".")[0] for name in words.perhaps.get(plain(label), ())})
    if names and all(name.startswith("effects.") for name in names):
        return "effects"  # "Effectiveness criterion": who and when behind it are of the check
    names = tuple(name.rpartition(", ")[2] for name in names)  # "Correction and corrective action" ends with the latter
    return names[0] if len(names) == 1 and names[0] in ROWS and names[0] in words.attributes_of else \
        "causes" if names == ("causes",) else ""


def is_generic(said: str, among: str, words: Vocabulary) -> bool:
    """Whether a text such as "Measure" asks for the rows `among` which it stands, and for no others for certain."""
    return len(said) < LONGEST and among in ROWS and (among in _AT_ONCE or not meaning(said, words)[1]) \
        and any(words.here(head, among) == among for head in label_texts(said))


def asks_else(said: str, among: Iterable[str], words: Vocabulary) -> bool:
    """Whether a text asks something that is not known, nor among the rows `among` which it stands."""
    return words.is_open_question(said) and not any(
        words.here(head, each) for head in label_texts(said) for each in among)


def leads_away(said: str, words: Vocabulary) -> bool:
    """Whether a label such as "Measures" ends what the auditor found, though it is not certain what it asks."""
    heads = list(label_texts(said))
    return any(words.here(head, "actions") == "actions" for head in heads) \
        and not any(words.here(head, "finding") for head in heads)
