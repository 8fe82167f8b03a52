"""Substance: whether what stands in a cell is a text at all, and one of your own.

What a text means is not judged here, only whether there is one: a body reads "asdf", "TBD" or the template's own example
as no answer. Every other check sees a filled cell there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import hollow, short
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
OWN_WORDS = 4
"""How many telling words an example of the template has at least to be known again."""

_QUOTED = re.compile(r"(?<!\w)['\"\u2018\u201c\u201e\u00ab\u00bb`][^'\"\u2019\u201d\u201c\u00ab\u00bb`\n]{1,80}['\"\u2019\u201d\u201c\u00ab\u00bb`](?!\w)")
_PARTS = re.compile(r"[.!?;:]\s+|\s[-\u2013\u2014]+\s|[\n;()\[\]{}<>\u2022|]+|,\s+(?=to be )")
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\]|<([^<>\n]{1,60})>|\{([^{}\n]{1,60})\}")
_BLANKS = re.compile(r"(?<!\w)x{3,}(?!\w)|(?<!\w)xx(?=\s?%|[./-]xx)|_{3,}|\.{6,}|\u2026{3,}|\?{2,}", re.IGNORECASE)


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
    for text in texts(record, review):
        why = _no_text(text)
        if why:
            yield fault(record, text.name, f"{text.place} {why}: that is no answer.", blocks=text.stage)


def _no_text(text: Text) -> str:
    """Why this text is none; '' where it may be one, or where no sentence is asked for."""
    if text.manner in (Manner.OPTIONAL, Manner.AUDITOR) and hollow(text.said):
        return ""
    why = prose.no_text(text.said, sentence=text.manner is Manner.SENTENCE)
    return "" if why.endswith("one word") and prose.is_only(text.said, prose.anywhere().alone) else why


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
    for text in texts(record, review):
        found = "" if _no_text(text) or _template(text) else _stopgap(text)
        if found:
            bare_none = text.name == "consequences" and hollow(text.said)  # an empty cell would be no more than a warning
            yield fault(record, text.name, f"{text.place} holds the place of an answer ({short(found)}).",
                        **({"level": Level.WARNING, "blocks": Stage.NEVER} if bare_none else {"blocks": text.stage}))


def _stopgap(text: Text) -> str:
    """What in a text only holds a place, as it stands there."""
    listed, said = prose.anywhere(), text.said
    free, bare = _QUOTED.sub(" ", said), text.manner is Manner.AUDITOR
    if text.manner is not Manner.OPTIONAL and not (bare and hollow(said)) and prose.is_only(said, listed.alone):
        return said
    for match in _BRACKETS.finditer(free):
        inside = words(next(part for part in match.groups() if part is not None))
        spoken_of = listed.about.found(free[max(0, match.start() - 25):match.start()])
        if inside and len(inside) <= 6 and inside[0] in listed.bracketed and not spoken_of:
            return match.group()
    if bare:
        return ""
    marks = listed.marks.found(free) or [match.group() for match in _BLANKS.finditer(free)]
    return next(iter(marks), "") or next((part for part in _parts(free) if _holds_a_place(part)), "") or \
        (said if said.rstrip().endswith("?") and "?" not in said.rstrip()[:-1] and len(_parts(said)) == 1
         and text.manner is Manner.SENTENCE else "")


def _parts(text: str) -> list[str]:
    """The sentences, brackets and lines of a text."""
    return [part.strip(" .,-\u2013\u2014") for part in _PARTS.split(text) if part and part.strip(" .,-\u2013\u2014")]


def _holds_a_place(part: str) -> bool:
    listed, few = prose.anywhere(), len(words(part)) <= 4
    ends = few and any(part.endswith(each) for each in listed.ending.found(part))
    return ends or any(each.isupper() for each in listed.capitals.found(part)) or prose.is_only(part, listed.stopgap)


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
    for text in texts(record, review):
        own = "" if _no_text(text) else _template(text)
        if own:
            yield fault(record, text.name, f"{text.place} is what the template itself says: {short(own, 90)}.",
                        blocks=text.stage)


def _template(text: Text) -> str:
    """The text of the template that this one is, or hardly differs from."""
    from rapidfuzz import fuzz, process  # only where a text shares most of its words with an example

    said = text.said
    if text.manner in (Manner.OPTIONAL, Manner.AUDITOR) and hollow(said):
        return ""
    plain = re.sub(r"^\W*(?:example|e\.g\.?|for example|beispiel)\s*:\s*", "", said.strip(), flags=re.IGNORECASE)
    own = bones(plain)
    exact, listed, by_word = _own_texts()
    if fold(plain).rstrip(" .:*") in exact:
        return exact[fold(plain).rstrip(" .:*")]
    said_words = own.split()
    if own in listed:
        return listed[own]
    counts: dict[str, int] = {}
    for word in set(said_words):
        for each in by_word.get(word, ()):
            counts[each] = counts.get(each, 0) + 1
    near = [each for each, number in counts.items() if number * 10 >= 6 * len(set(each.split()))]
    found = process.extractOne(own, near, scorer=fuzz.ratio, score_cutoff=ALIKE) if near else None
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
    by_word: dict[str, list[str]] = {}
    for each in listed:
        for word in set(each.split()):
            by_word.setdefault(word, []).append(each)
    return exact, listed, by_word


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
    if review.once(_wrong_setting):
        return
    for text in texts(record, review):
        told = _other_language(text, review)
        if told:
            yield fault(record, text.name, f"{text.place} {told}.", blocks=text.stage)


def _other_language(text: Text, review: Review) -> str:
    """What language a text is in, or that it has no word of the register's; '' where it is right or cannot be told."""
    own = language_of(review)
    if own is None or text.manner is Manner.AUDITOR or _no_text(text):
        return ""
    tokens = prose.letters(text.said)
    if own.share(tokens) >= prose.TELLING:
        return ""
    other = prose.reads_as(text.said)
    if other is not None and other is not own and other.share(tokens) > 2 * own.share(tokens):
        return f"reads as {other.name}, and the register is in {own.name}"
    least = prose.LONG if text.manner is Manner.SENTENCE else prose.SHORT_NOTE
    return f"has no word of {own.name}: {short(text.said, 40)}" if own.has_no_word_in(text.said, least) else ""


def _wrong_setting(review: Review) -> str:
    """The language that most sentences of the register are in, where it is not the one on the sheet Register."""
    judged: list[str] = []
    for kind in KINDS:
        for text in (text for record in review.register.all(kind) for text in texts(record, review)):
            if text.manner is Manner.SENTENCE and len(prose.letters(text.said)) >= prose.LONG:
                other = prose.reads_as(text.said) if _other_language(text, review) else None
                judged.append("" if other is None else other.name)
    top = max(set(judged) - {""}, key=judged.count, default="")
    return top if judged.count(top) >= max(FEWEST, MOST * len(judged)) and top else ""


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
    no_answer = review.once(_no_answers)
    return (text for text in texts(record, review) if (id(record), text.name) not in no_answer)


def _no_answers(review: Review) -> set[tuple[int, str]]:
    """The texts that the checks of this family have something to say of."""
    finds = (no_text, stopgap, of_the_template, other_language)
    return {(id(record), each.field) for kind in KINDS for record in review.register.all(kind)
            for find in finds for each in find(record, review)}


def not_judged(review: Review) -> list[tuple[str, str]]:
    """What of the answers could not be judged, and why: for a report that says "not checked" instead of nothing."""
    if language_of(review) is not None:
        return []
    named = review.register.settings.typed("language")
    return [("whether the texts are sentences, and have to do with their finding",
             f"no words of the language '{named}' are known; they are of {', '.join(prose.names())}")]
