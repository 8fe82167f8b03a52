"""Substance: whether what stands in a cell is a text at all, and one of your own.

What a text means is not judged here, only whether there is one: a body reads "asdf", "TBD" or the template's own example
as no answer. Every other check sees a filled cell there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import hollow, quoted, short
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import SHEETS, Settings
from ncr_toolkit.core.packs import prose
from ncr_toolkit.core.packs.language import words
from ncr_toolkit.core.packs.prose import Prose
from ncr_toolkit.core.problem import Level, Stage
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.texts import KINDS, Manner, Text, bones, texts

MOST, FEWEST = 0.6, 5
"""The share of the register's sentences that are of another language, and their number, from which the setting is wrong."""
ALIKE = 88
"""How alike, in percent, a text and an example of the template are to be one (ours)."""
OWN_WORDS, RARE = 4, 3
"""How many words an example of the template has at least to be known again; by how many of them, the rarest, it is found."""

_QUOTED = re.compile(r"(?<!\w)['\"\u2018\u201c\u201e\u00ab\u00bb`][^'\"\u2019\u201d\u201c\u00ab\u00bb`\n]{1,80}['\"\u2019\u201d\u201c\u00ab\u00bb`](?!\w)")
_PARTS = re.compile(r"[.!?;:]\s+|\s[-\u2013\u2014]+\s|[\n;()\[\]{}<>\u2022|]+|,\s+(?=to be )")
_ANY_QUOTE = re.compile("['\"`\u2018-\u201e\u00ab\u00bb]")
_EXAMPLE = re.compile(r"^\W*(?:example|e\.g\.?|for example|beispiel)\s*:\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\]|<([^<>\n]{1,60})>|\{([^{}\n]{1,60})\}")
_BLANKS = re.compile(r"(?<!\w)x{3,}(?!\w)|(?<!\w)xx(?=\s?%|[./-]xx)|_{3,}|\.{6,}|\u2026{3,}|\?{2,}|(?<!\w)etc\W{1,4}etc(?!\w)", re.IGNORECASE)


def language_of(review: Review) -> Prose | None:
    """The language the answers are said to be written in, None where no words of it are known."""
    settings = review.register.settings
    return prose.load(settings.typed("language") or settings.SHEET.by_name["language"].default)


@check("SUB001", *KINDS, of=Of.GRADED, early=Level.INFO)
def no_text(record: Record, review: Review) -> Iterator[Fault]:
    """A text is none: signs, one word, letters without words

    Why: "...", "asdf" or "test test test" fills a cell and answers nothing. A body returns the answer unread.
    Fix: Write a sentence that says what was done, found or decided; or leave the cell empty until you know.

    Bad:

        Findings
        | Finding ID | Grade | Extent        |
        |---|---|---|
        | NC-1       | Minor | **. . . . .** |
        | NC-2       | Minor | **???**       |

        Causes
        | Cause ID | Finding ID | Root cause                                              |
        |---|---|---|
        | RC-1     | NC-1       | **asdf jklö**                                           |
        | RC-2     | NC-1       | **test 1 test 2 test 3**                                |
        | RC-3     | NC-1       | **Lorem ipsum dolor sit amet, consectetur elit no. 14** |
        | RC-4     | NC-2       | **Rubbish**                                             |
        | RC-5     | NC-2       | **sdkfjh wqrtz pfkgh**                                  |
        | RC-6     | NC-2       | **Gate the of was form and the a not of is asks**       |

    Good:

        Findings
        | Finding ID | Grade | Extent                        |
        |---|---|---|
        | NC-1       | Minor | Two releases of both models.  |

        Causes
        | Cause ID | Finding ID | Root cause                    |
        |---|---|---|
        | RC-1     | NC-1       | The gate is blind             |
        | RC-2     | NC-1       | QWERTY keyboards have no key for the sign |
    """
    for text, why in _found("SUB001", record, review):
        yield fault(record, text.name, f"{text.place} {why}: that is no answer.", blocks=text.stage)


def _found(code: str, record: Record, review: Review) -> Iterator[tuple[Text, str]]:
    """The texts of a row of which this check has something to say, and what."""
    verdicts = review.once(_verdicts)
    for text in texts(record, review):
        found = verdicts.get((id(record), text.name))
        if found is not None and found[0] == code:
            yield text, found[1]


def _verdicts(review: Review) -> dict[tuple[int, str], tuple[str, str]]:
    """For each text that is none of its own the check that says so, and why: the first that holds."""
    own = language_of(review)
    judged = ((text, judge(text.said, text.manner, own)) for kind in KINDS for record in review.register.all(kind)
              for text in texts(record, review))
    return {(id(text.record), text.name): verdict for text, verdict in judged if verdict is not None}


@lru_cache(maxsize=50_000)
def judge(said: str, manner: Manner, own: Prose | None) -> tuple[str, str] | None:
    """The code of the check that speaks of a text, and what it says; None for a text that is one."""
    if manner in (Manner.OPTIONAL, Manner.AUDITOR) and hollow(said):
        return None
    for code, look in (("SUB001", _no_text), ("SUB001", _no_order), ("SUB003", _template), ("SUB002", _stopgap),
                       ("SUB007", _other_language)):
        why = look(said, manner, own)
        if why:
            return code, why
    return None


def _no_text(said: str, manner: Manner, own: Prose | None) -> str:
    """Why this text is none; '' where it may be one, or where no sentence is asked for."""
    why = prose.no_text(said, sentence=manner is Manner.SENTENCE)
    return "" if why.endswith("one word") and prose.anywhere().alone.holds(said) else why


def _no_order(said: str, manner: Manner, own: Prose | None) -> str:
    """That the words of a text stand in no order, where that can be told."""
    found = own.out_of_order(said) if own is not None and manner is not Manner.AUDITOR else []
    return f"is words in no order ({quoted(found, 3)})" if found else ""


@check("SUB002", *KINDS, of=Of.GRADED, early=Level.INFO)
def stopgap(record: Record, review: Review) -> Iterator[Fault]:
    """A stopgap stands where an answer is due

    Why: "TBD", "[insert name]" or "see attached" says that the answer is still to be written. So does one in the midst of
    an answer: the body returns all of it.
    Fix: Write what was to stand there. What lies in a file is told in a sentence, with the number of the evidence.

    Bad:

        Findings
        | Finding ID | Grade | Extent                                          |
        |---|---|---|
        | NC-1       | Minor | **All 6 models were looked at (to be completed)** |

        Causes
        | Cause ID | Finding ID | Root cause                                   |
        |---|---|---|
        | RC-1     | NC-1       | **TBD - to be completed**                    |
        | RC-2     | NC-1       | **[insert text here]**                       |
        | RC-3     | NC-1       | **See attached.**                            |
        | RC-4     | NC-1       | **N/A because N/A**                          |
        | RC-5     | NC-1       | **The gate of <system name> knows no tests** |

    Good:

        Findings
        | Finding ID | Grade | Extent                                                 |
        |---|---|---|
        | NC-1       | Minor | All 6 models; 'TBD' stood in the field of two records. |

        Causes
        | Cause ID | Finding ID | Root cause                                        |
        |---|---|---|
        | RC-1     | NC-1       | The form takes TBD as an entry in the field owner |
        | RC-2     | NC-1       | N/A is not accepted by the gate, a blank is       |
    """
    for text, found in _found("SUB002", record, review):
        told = f"{text.place} holds the place of an answer ({short(found)})."
        if text.name == "consequences" and hollow(text.said):  # an empty cell would be no more than a warning
            yield fault(record, text.name, told, level=Level.WARNING, blocks=Stage.NEVER)
        else:
            yield fault(record, text.name, told, blocks=text.stage)


def _stopgap(said: str, manner: Manner, own: Prose | None) -> str:
    """What in a text only holds a place, as it stands there."""
    listed = prose.anywhere()
    if manner is not Manner.OPTIONAL and (listed.alone.holds(said) or prose.is_pointer(said)):
        return said
    free = _QUOTED.sub(" ", said) if _ANY_QUOTE.search(said) else said
    bracket = _bracket(free)
    if bracket or manner is Manner.AUDITOR:
        return bracket
    blanks, folded = _BLANKS.search(free), free.casefold()
    mark = next(iter(listed.marks.found(free)), "") if "tbd" in folded or "t.b.d" in folded else ""
    return mark or (blanks.group() if blanks else "") or next(iter(listed.pasted.found(free)), "") or \
        next((part for part in _parts(free) if _holds_a_place(part)), "") or _unfinished(said, manner)


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
    return [part.strip(" .,-\u2013\u2014") for part in _PARTS.split(text) if part and part.strip(" .,-\u2013\u2014")]


def _holds_a_place(part: str) -> bool:
    listed, said = prose.anywhere(), part.split()
    if len(part) > 70:
        return False
    ends = bool(said) and len(said) <= 4 and fold(said[-1]) in listed.ending
    return ends or any(word.strip(":") in listed.capitals for word in said[:1]) or listed.stopgap.holds(part)


@check("SUB003", *KINDS, of=Of.GRADED)
def of_the_template(record: Record, review: Review) -> Iterator[Fault]:
    """The template's own words stand as an answer

    Why: The examples show what an answer looks like; they are of no house, and a body reads many registers of this
    template. A number or a name that was changed makes them no answer of yours.
    Fix: Write what happened in your house.

    Bad:

        Findings
        | Finding ID | Grade | Extent                  |
        |---|---|---|
        | NC-1       | Minor | **Similar cases found** |

        Causes
        | Cause ID | Finding ID | Root cause                                                                                |
        |---|---|---|
        | RC-1     | NC-1       | **Example: The release gate asks for a test report but not for an impact assessment.**    |
        | RC-2     | NC-1       | **The release gate 2 asks for a test report but not for a risk assessment.**              |
        | RC-3     | NC-1       | **What in the system let it happen.**                                                     |

    Good:

        Findings
        | Finding ID | Grade | Extent                       |
        |---|---|---|
        | NC-1       | Minor | Two releases of both models. |

        Causes
        | Cause ID | Finding ID | Root cause                                                                          |
        |---|---|---|
        | RC-1     | NC-1       | The release gate counts test reports, and nobody told it of impact assessments      |
    """
    for text, own in _found("SUB003", record, review):
        yield fault(record, text.name, f"{text.place} is what the template itself says: {short(own, 90)}.", blocks=text.stage)


def _template(said: str, manner: Manner, own: Prose | None) -> str:
    """The text of the template that this one is, or hardly differs from: looked at are those that share a rare word."""
    from rapidfuzz import fuzz, process  # only where a text is like an example

    plain = _EXAMPLE.sub("", said.strip())
    exact, listed, by_word = _own_texts()
    head = fold(plain[:200]).rstrip(" .:*")
    if head in exact:
        return exact[head]
    bare = bones(plain)
    if bare in listed:
        return listed[bare]
    near = {each for word in by_word.keys() & set(bare.split()) for each in by_word[word]
            if abs(len(each) - len(bare)) * 4 <= len(bare)}
    found = process.extractOne(bare, sorted(near), scorer=fuzz.ratio, score_cutoff=ALIKE) if near else None
    return listed[found[0]] if found else ""


@cache
def _own_texts() -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
    """The headers by folded text; the examples, prompts and questions by what they say without numbers; those by word."""
    exact: dict[str, str] = {}
    listed: dict[str, str] = {}
    for column in (column for kind in SHEETS for column in kind.SHEET.typed_columns):
        exact.setdefault(fold(column.header), column.header)
        prompt, _, example = column.help.partition(" Example: ")
        for own in (*re.split(r"(?<=[.?!;:])\s+", prompt), prompt, example, column.help):
            if len(set(bones(own).split())) >= OWN_WORDS:
                listed.setdefault(bones(own), own)
            elif own:
                exact.setdefault(fold(own).rstrip(" .:*"), own)
    for question in (question for name in packs.known() for question in packs.load(name).questions):
        listed.setdefault(bones(question.text), question.text)
    counts = Counter(word for each in listed for word in set(each.split()))
    by_word: dict[str, list[str]] = defaultdict(list)
    for each in listed:
        for word in sorted(set(each.split()), key=lambda word: (counts[word], -len(word), word))[:RARE]:
            by_word[word].append(each)
    return exact, listed, dict(by_word)


@check("SUB007", *KINDS, of=Of.GRADED, level=Level.WARNING, blocks=Stage.PLAN)
def other_language(record: Record, review: Review) -> Iterator[Fault]:
    """A text is not in the language of the register

    Why: The body gets one answer, in one language; and the checks of wording and of substance go by the words of the
    language that is named on the sheet Register.
    Fix: Write the answer in the language of the register; or name on the sheet Register the language you write in.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                                                   |
        |---|---|---|
        | RC-1     | NC-1       | **Das Formular für die Freigabe fragt nicht nach der Bewertung der Folgen.** |
        | RC-2     | NC-1       | **Apple river banana yellow cloud seventeen violin**                         |

    Good:

        Findings
        | Finding ID | Grade | Objective evidence                                                          |
        |---|---|---|
        | NC-1       | Minor | Das Formular für die Freigabe fragt nicht nach der Bewertung der Folgen.    |

        Causes
        | Cause ID | Finding ID | Root cause                                                       |
        |---|---|---|
        | RC-1     | NC-1       | The form 'Freigabe von Modellen' asks for no assessment          |
        | RC-2     | NC-1       | Release checklist lacks impact assessment step                   |
    """
    for text, told in _found("SUB007", record, review) if not review.once(_wrong_setting) else ():
        yield fault(record, text.name, f"{text.place} {told}.", blocks=text.stage)


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


def _wrong_setting(review: Review) -> str:
    """The language that most sentences of the register are in, where it is not the one on the sheet Register."""
    verdicts, own = review.once(_verdicts), language_of(review)
    sentences = [text for kind in KINDS for record in review.register.all(kind) for text in texts(record, review)
                 if text.manner is Manner.SENTENCE and (len(text.said.split()) >= prose.LONG or (own and own.unspaced))]
    other = [prose.reads_as(text.said) for text in sentences
             if verdicts.get((id(text.record), text.name), ("",))[0] == "SUB007"]
    counts = Counter(each.name for each in other if each is not None)
    top, number = counts.most_common(1)[0] if counts else ("", 0)
    return top if number >= max(FEWEST, MOST * len(sentences)) else ""


@check("SUB008", Settings, blocks=Stage.PLAN)
def language_of_the_register(settings: Settings, review: Review) -> Iterator[Fault]:
    """The register names another language than its answers are in

    Why: The checks of wording and of substance go by the words of the language on the sheet Register. With another one
    they see words where there are none, and none where there are.
    Fix: Choose on the sheet Register, in 'Language of the texts', the language in which you write.

    Bad:

        Register
        | Language of the texts |
        |---|
        | **English**           |

        Findings
        | Finding ID | Grade | Extent                                                                   | Consequences                                    |
        |---|---|---|---|
        | NC-1       | Minor | Alle sechs Modelle und ihre Freigaben seit Juli 2025 wurden angesehen.   | Keine, weil die Daten noch nicht benutzt wurden |
        | NC-2       | Minor | An beiden Standorten wurde danach gesucht, und es fand sich nichts mehr. | Keine, weil die Daten noch nicht benutzt wurden |
        | NC-3       | Minor | Die Verträge aller Lieferanten wurden gelesen, einer war wie dieser.     | Keine, weil die Daten noch nicht benutzt wurden |

    Good:

        Register
        | Language of the texts |
        |---|
        | German                |

        Findings
        | Finding ID | Grade | Extent                                                                   | Consequences                                    |
        |---|---|---|---|
        | NC-1       | Minor | Alle sechs Modelle und ihre Freigaben seit Juli 2025 wurden angesehen.   | Keine, weil die Daten noch nicht benutzt wurden |
        | NC-2       | Minor | An beiden Standorten wurde danach gesucht, und es fand sich nichts mehr. | Keine, weil die Daten noch nicht benutzt wurden |
        | NC-3       | Minor | Die Verträge aller Lieferanten wurden gelesen, einer war wie dieser.     | Keine, weil die Daten noch nicht benutzt wurden |
    """
    top = review.once(_wrong_setting)
    if top:
        yield fault(settings, "language", f"Most answers read as {top}; this says "
                                          f"'{settings.typed('language') or settings.SHEET.by_name['language'].default}'.")


def answers(record: Record, review: Review) -> Iterator[Text]:
    """The texts of a row that are texts of its own: of the others no more needs to be said."""
    verdicts = review.once(_verdicts)
    return (text for text in texts(record, review) if (id(record), text.name) not in verdicts)


def not_judged(review: Review) -> list[tuple[str, str]]:
    """What of the answers could not be judged, and why: for a report that says "not checked" instead of nothing."""
    if language_of(review) is not None:
        return []
    named = review.register.settings.typed("language")
    return [("whether the texts are sentences, and have to do with their finding",
             f"no words of the language '{named}' are known; they are of {', '.join(prose.names())}")]
