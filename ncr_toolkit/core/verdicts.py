"""What a text is where it is no answer: none at all, the template's own, a stopgap, or in another language.

Each text is judged once for all checks. The first judgement that holds is told, and no other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import hollow, quoted, short
from ncr_toolkit.common.translation import ENGLISH, code_of, word_in
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import SHEETS
from ncr_toolkit.core.packs import prose
from ncr_toolkit.core.packs.language import words
from ncr_toolkit.core.packs.prose import Prose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.texts import Manner, Text, bones, texts

NONE, STOPGAP, TEMPLATE, OTHER_LANGUAGE = "none", "stopgap", "template", "other language"
"""What a text may be instead of an answer."""
ALIKE = 88
"""How alike, in percent, a text and an example of the template are to be one (ours)."""
LONGEST_PLACE = 70
"""How many characters a sentence has at most that only holds a place."""
OWN_WORDS, RARE = 4, 3
"""How many words an example of the template has at least to be known again; by how many of the rarest it is found."""

_PROMISED = re.compile(r"tb[acd]|todo|to be|open", re.IGNORECASE)
"""What says that a text is still to be written, and not, as "none" does, that there is nothing to write."""
_SIGNS = "'\"`\u2018-\u201e\u00ab\u00bb"
_QUOTED = re.compile(rf"(?<!\w)[{_SIGNS}][^{_SIGNS}\n]{{1,80}}[{_SIGNS}](?!\w)")
_PARTS = re.compile(r"[.!?;:\s()\[\]{}<>\u2022|,](?:(?<=[.!?;:])\s+|(?<=\s)[-\u2013\u2014]+\s"
                    r"|(?<=[\n;()\[\]{}<>\u2022|])[\n;()\[\]{}<>\u2022|]*|(?<=,)\s+(?=to be ))")
"""The end of a sentence, a dash, brackets, lines; begun with what all of them begin with, which is quickly found."""
_ANY_QUOTE = re.compile(f"[{_SIGNS}]")
_EXAMPLE = re.compile(r"^\W*(?:example|e\.g\.?|for example|beispiel)\s*:\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\]|<([^<>\n]{1,60})>|\{([^{}\n]{1,60})\}")
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_STATED = re.compile(rf"^(?:none|no one|{_COUNT})\b.*\b(?:open|pending)$|^none of (?:the |these |all )?{_COUNT}\b"
                     r"|\b(?:were|was|are|is) (?:still )?(?:open|pending|none|blank|left blank)$", re.IGNORECASE)
"""What is counted as open, or was, is a statement."""
_WORK = re.compile(r"^(?:(?:the|this|our|it|that|root|cause|answer|work|analysis|investigation|review) )+is\b",
                   re.IGNORECASE)
"""Of the answer itself it is none: "The analysis is still open"."""
_BLANKS = re.compile(r"(?<!\w)x{3,}(?!\w)|(?<!\w)xx(?=\s?%|[./-]xx)|_{3,}|\.{6,}|\u2026{3,}|\?{2,}"
                     r"|(?<!\w)etc\W{1,4}etc(?!\w)", re.IGNORECASE)


_SIGNS_OF_BLANKS = ("xx", "___", "......", "\u2026\u2026\u2026", "??", "etc")
"""One of which stands in each of them: quicker to look for."""


def language_of(review: Review) -> Prose | None:
    """The language the answers are said to be written in, None where no words of it are known."""
    settings = review.settings
    return prose.load(settings.typed("language") or settings.SHEET.by_name["language"].default)


def told(what: str, record: Record, review: Review) -> Iterator[tuple[Text, str]]:
    """The texts of a row that are `what` instead of an answer, and how one sees it."""
    judged = verdicts(record, review)
    for text in texts(record, review):
        found = judged.get(text.name)
        if found is not None and found[0] == what:
            yield text, found[1]


def answers(record: Record, review: Review) -> Iterator[Text]:
    """The texts of a row that are texts of its own: of the others no more needs to be said."""
    judged = verdicts(record, review)
    return (text for text in texts(record, review) if text.name not in judged)


def verdicts(record: Record, review: Review) -> dict[str, tuple[str, str]]:
    """For each text of a row that is none of its own, by its column, what it is, and how one sees it: the first that
    holds."""
    return review.once_for(verdicts_of, record)


def verdicts_of(record: Record, review: Review) -> dict[str, tuple[str, str]]:
    """The same, worked out."""
    own = language_of(review)
    judged = ((text.name, judge(text.said, text.manner, own)) for text in texts(record, review))
    return {name: verdict for name, verdict in judged if verdict is not None}


@lru_cache(maxsize=50_000)
def judge(said: str, manner: Manner, own: Prose | None) -> tuple[str, str] | None:
    """What a text is instead of an answer, and how one sees it; None for a text that may be one."""
    if manner in (Manner.OPTIONAL, Manner.AUDITOR) and hollow(said):
        return (STOPGAP, said) if manner is Manner.OPTIONAL and _PROMISED.search(said) else None
    for what, look in ((NONE, _no_text), (NONE, _no_order), (NONE, _circle), (TEMPLATE, _template), (STOPGAP, _stopgap),
                       (OTHER_LANGUAGE, _other_language)):
        why = look(said, manner, own)
        if why:
            return what, why
    return None


def _no_text(said: str, manner: Manner, own: Prose | None) -> str:
    """Why this text is none; '' where it may be one, or where no sentence is asked for."""
    why = prose.no_text(said, sentence=manner is Manner.SENTENCE)
    return "" if why.endswith("one word") and prose.anywhere().alone.holds(said) else why


def _no_order(said: str, manner: Manner, own: Prose | None) -> str:
    """That the words of a text stand in no order, where that can be told."""
    found = own.out_of_order(said) if own is not None and manner is not Manner.AUDITOR else []
    return f"is words in no order ({quoted(found, 3)})" if found else ""


def _circle(said: str, manner: Manner, own: Prose | None) -> str:
    """That a sentence says a few words over and over, and explains them by themselves."""
    found = own.circling(said) if own is not None and manner is Manner.SENTENCE else []
    return f"says only {quoted(found)}, over and over" if found else ""


def _stopgap(said: str, manner: Manner, own: Prose | None) -> str:
    """What in a text only holds a place, as it stands there."""
    listed = prose.anywhere()
    if manner is not Manner.OPTIONAL and (listed.alone.holds(said) or prose.is_pointer(said)):
        return "" if _STATED.search(said.strip(" .")) and not _WORK.search(said) else said
    free = _QUOTED.sub(" ", said) if _ANY_QUOTE.search(said) else said
    bracket = _bracket(free)
    if bracket or manner is Manner.AUDITOR:
        return bracket
    folded = free.casefold()
    blanks = _BLANKS.search(free) if any(sign in folded for sign in _SIGNS_OF_BLANKS) else None
    mark = next(iter(listed.marks.found(free)), "") if "tbd" in folded or "t.b.d" in folded else ""
    return mark or (blanks.group() if blanks else "") or next(iter(listed.pasted.found(free)), "") or \
        next((part for part in _parts(free) if len(part) <= LONGEST_PLACE and _holds_a_place(part)), "") or \
        _unfinished(said, manner)


def _bracket(free: str) -> str:
    """A bracket that asks for what is to stand there."""
    listed = prose.anywhere()
    for match in _BRACKETS.finditer(free):
        inside = words(next(part for part in match.groups() if part is not None))
        spoken_of = listed.about.found(free[max(0, match.start() - 25):match.start()])
        if inside and len(inside) <= 6 and inside[0] in listed.bracketed and not spoken_of:
            return match.group()
    return ""


def _unfinished(said: str, manner: Manner) -> str:
    """The end of a text that breaks off; or a text that is a question."""
    plain = said.rstrip()
    if manner is not Manner.SENTENCE:
        return ""
    if plain.endswith(("...", "\u2026")):
        return plain[-30:]
    return plain if plain.endswith("?") and "?" not in plain[:-1] and len(_parts(plain)) == 1 else ""


def _parts(text: str) -> list[str]:
    """The sentences, brackets and lines of a text."""
    return [plain for part in _PARTS.split(text) if (plain := part.strip(" .,-\u2013\u2014"))]


def _holds_a_place(part: str) -> bool:
    listed, said = prose.anywhere(), part.split()
    ends = bool(said) and len(said) <= 4 and fold(said[-1]) in listed.ending
    awaits = 1 < len(said) <= 5 and fold(said[0].strip(".:")) in listed.ending and fold(said[1]) in listed.awaited
    found = ends or awaits or any(word.strip(":") in listed.capitals for word in said[:1]) or listed.stopgap.holds(part)
    return found and not (_STATED.search(part) and not _WORK.search(part))


def _template(said: str, manner: Manner, own: Prose | None) -> str:
    """The text of the template that this one is, or hardly differs from: looked at are those that share a rare word."""
    from rapidfuzz import fuzz, process  # only where a text is like an example

    plain, begins = said.strip(), _EXAMPLE.match(said.strip())
    plain = plain[begins.end():] if begins else plain
    code = code_of(own.name) or ENGLISH if own is not None else ENGLISH
    exact, listed, by_word = _own_texts(code)
    head = fold(plain[:200]).rstrip(" .:*")
    if head in exact:
        return exact[head]
    bare = bones(plain)
    if bare in listed:
        return listed[bare]
    if (len(bare) - _longest_own_text(code)) * 4 > len(bare):
        return ""
    near = {each for word in by_word.keys() & set(bare.split()) for each in by_word[word]
            if abs(len(each) - len(bare)) * 4 <= len(bare)}
    found = process.extractOne(bare, sorted(near), scorer=fuzz.ratio, score_cutoff=ALIKE) if near else None
    return listed[found[0]] if found else ""


@cache
def _own_texts(code: str) -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
    """The headers by folded text; examples, prompts and questions by what they say without numbers; those by word. All
    of them in English and in the language of that code, in which the workbook may be."""
    def said(context: str, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((text, word_in(code, context, text)))) if text else ()

    exact: dict[str, str] = {}
    listed: dict[str, str] = {}
    for column in (column for kind in SHEETS for column in kind.SHEET.typed_columns):
        exact = {fold(each): each for each in said("column", column.header)} | exact
        prompt, _, example = column.help.partition(" Example: ")
        prompts = said("help", prompt)
        whole = (*prompts, *said("example", example), column.help)
        for own in (*(part for each in prompts for part in re.split(r"(?<=[.?!;:])\s+", each)), *whole):
            if len(set(bones(own).split())) >= OWN_WORDS:
                listed.setdefault(bones(own), own)
            elif own and (own in whole or own in prompt):  # a short piece of another language may be a stopgap there
                exact.setdefault(fold(own).rstrip(" .:*"), own)
    for told in (told.strip() for name in packs.known() for told in packs.load(name).own_texts()):
        for own in (each for context in ("help", "example", "question")
                    for each in said(context, told)):
            if len(set(bones(own).split())) >= OWN_WORDS:
                listed.setdefault(bones(own), own)
    counts = Counter(word for each in listed for word in set(each.split()))
    by_word: dict[str, list[str]] = defaultdict(list)
    for each in listed:
        for word in sorted(set(each.split()), key=lambda word: (counts[word], -len(word), word))[:RARE]:
            by_word[word].append(each)
    return exact, listed, dict(by_word)


@cache
def _longest_own_text(code: str) -> int:
    return max(map(len, _own_texts(code)[1]))


def _other_language(said: str, manner: Manner, own: Prose | None) -> str:
    """What language a text is in, or that it has no word of the register's; '' where it is right or cannot be told."""
    if own is None or manner is Manner.AUDITOR:
        return ""
    tokens = prose.letters(said)
    if own.share(tokens) >= prose.TELLING:
        return ""
    other = prose.reads_as(said)
    if other is not None and other is not own and other.share(tokens) > 2 * own.share(tokens):
        return f"reads as {other.name}, and the register is in {own.name}"
    least = prose.LONG if manner is Manner.SENTENCE else prose.SHORT_NOTE
    return f"has no word of {own.name}: {short(said, 40)}" if own.has_no_word_in(said, least) else ""
