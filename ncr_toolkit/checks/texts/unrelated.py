"""Unrelated: answers that have no word in common with the finding they answer.

A shared word proves nothing, and none is a sign: a real cause speaks of the thing that the auditor saw, or of what the
chain of whys led to. Words are compared by their beginnings, so that "labelled" meets "labels".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, filterfalse

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Action, Bone, Cause, Containment, Effect, Finding, FiveWhys, Probe
from ncr_toolkit.core.packs import language, prose
from ncr_toolkit.core.packs.noted import Noted
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.several import titles
from ncr_toolkit.core.verdicts import answers, language_of

LEAST = 8
"""How many telling words a finding has at least for its answers to be compared with it."""
FEWEST = 3
"""How many an answer has at least."""
ALONE = 4
"""From how many on a cell is compared without the cell beside it, and Extent, Consequences and Criterion at all."""
_OF_THREE = re.compile(r"([^\W\d]{3})(?:s|es|ed|ing|ers?)?|([^\W\d]{2}([^\W\d]))\3(?:ed|ing|ers?)")
"""A word of three letters in its forms: "log", "logs", "logged"; it meets no other that only begins so."""
_SHORT = ("title", "process", "ai_system", "site")
_LONG = ("statement", "requirement", "objective_evidence", "impact")


class Vocabulary:
    """The telling words of some texts, to be met by others.

    A word meets one that has its stem: "sign" and "signed", "label" and "labelling"; or one that is made of it, or it of
    that one, but for two letters.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words: dict[str, None] = {}
        self._stems: set[tuple[int, str]] = set()  # beginnings, by how long words have them
        self._long = ""  # the words of which another may be a part
        self._inside: dict[str, tuple[str, ...]] = {}  # what may be part of another word, by its first six letters
        self._new: list[str] = []  # words that are not yet among these two
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Take these words in."""
        new = dict.fromkeys(filterfalse(self.words.__contains__, words))
        self.words.update(new)
        self._stems.update(chain.from_iterable(map(_stems, new)))
        self._new.extend(new)

    def _take_parts(self) -> None:
        """Enter what is new where parts of words are looked for, which few words need."""
        for word in self._new:
            if len(word) >= 6:
                self._inside[word[:6]] = (*self._inside.get(word[:6], ()), word[:max(6, len(word) - 2)])
        self._long = " ".join((self._long, *(word for word in self._new if len(word) >= 9)))
        self._new.clear()

    def copy(self) -> Vocabulary:
        """The same words, to which others can be added."""
        other = Vocabulary()
        other.words, other._stems, other._new = dict(self.words), set(self._stems), list(self._new)
        other._long, other._inside = self._long, dict(self._inside)
        return other

    def met_by(self, mine: Iterable[str]) -> list[str]:
        """Those of these words that have a word of the same stem here, or one that is made of theirs."""
        return [word for word in mine if self._has(word)]

    def is_met_by(self, mine: Iterable[str]) -> bool:
        """Whether one of these words is met here."""
        return any(map(self._has, mine))

    def _has(self, word: str) -> bool:
        if word in self.words or not self._stems.isdisjoint(_looked_for(word)):
            return True
        if self._new:
            self._take_parts()
        return len(word) >= 6 and (word[:max(6, len(word) - 2)] in self._long
                                   or (len(word) >= 9 and any(word.startswith(inside, at) for at in range(len(word) - 5)
                                                              for inside in self._inside.get(word[at:at + 6], ()))))


@lru_cache(maxsize=50_000)  # words come again and again
def _stems(word: str) -> tuple[tuple[int, str], ...]:
    """The beginnings by which a word is met: four letters by any word of up to six, five by longer ones; a short word by four
    of any."""
    short = tuple((3, found[1] or found[2]) for found in (_OF_THREE.fullmatch(word),) if found)
    if len(word) < 4:
        return short
    return *short, *(((4, word[:4]), (0, word[:4])) if len(word) <= 6 else ((4, word[:4]), (5, word[:5])))


def _looked_for(word: str) -> tuple[tuple[int, str], ...]:
    """The beginnings by which a word meets others."""
    short = tuple((3, found[1] or found[2]) for found in (_OF_THREE.fullmatch(word),) if found)
    again = _looked_for(word[2:]) if word.startswith("re") and len(word) >= 6 else ()  # "retested" is met by "test"
    if len(word) < 4:
        return short
    return *short, *again, *(((4, word[:4]),) if len(word) <= 6 else ((0, word[:4]), (5, word[:5])))


def _words(text: str, review: Review) -> tuple[str, ...]:
    """The telling words of a text and its ids; none where the language is not known."""
    own = language_of(review)
    return _telling(text, own) if own is not None else ()


@lru_cache(maxsize=1024)  # the texts of a finding are compared with each other again and again
def _telling(text: str, own: prose.Prose) -> tuple[str, ...]:
    return (*own.telling(text), *filter(_IS_ID.__getitem__, language.words(text)))


_IS_ID = Noted(lambda word: not word.isalpha() and any(map(str.isdigit, word)) and any(map(str.isalpha, word)))


def alike(text: str, others: Vocabulary, review: Review) -> list[str]:
    """The telling words of a text that are met there."""
    return others.met_by(_words(text, review))


def vocabulary(finding: Finding, review: Review, *, own_words: bool = False) -> Vocabulary:
    """What the auditor's words speak of. `own_words`: title and statement alone.

    A long text counts where it has a word in common with title, process, system or clause, or a word that such registers
    are full of: verses in 'Statement' make verses in 'Root cause' no answer.
    """
    if own_words:
        return Vocabulary(_words(f"{finding.typed('title')} {finding.typed('statement')}", review))
    return review.once_for(_vocabulary, finding)


def _vocabulary(finding: Finding, review: Review) -> Vocabulary:
    own = language_of(review)
    asked = (title for _, title in titles(finding, review.pack))
    found = Vocabulary(_words(" ".join([*(finding.typed(name) for name in _SHORT), *asked]), review))
    for name in _LONG:
        mine = _words(finding.typed(name), review)
        if found.is_met_by(mine) or own is None or own.common is None or any(own.common.search(word) for word in mine):
            found.add(mine)
    return found


def _comparable(finding: Finding, review: Review) -> bool:
    """Whether the auditor's words can be compared with the answers: there are enough, in the register's language."""
    return review.once_for(_can_be_compared, finding)


def _can_be_compared(finding: Finding, review: Review) -> bool:
    own = language_of(review)
    every = " ".join(finding.typed(name) for name in (*_SHORT, *_LONG))
    spoken = prose.reads_as(*(finding.typed(name) for name in _LONG))
    return own is not None and spoken in (None, own) and len(_words(every, review)) >= LEAST \
        and len(vocabulary(finding, review).words) > 1


def circle(finding: Finding, review: Review) -> Vocabulary:
    """The words that an answer may meet: those of the finding, and of each other cell of its answer as far as that has to do
    with it. An analysis may lead away from the finding by a step or two; what was done may not. A cell joins only by what it
    shares with those that are in: cells that are all of another world do not vouch for each other."""
    return review.once_for(_circle, finding)


def _circle(finding: Finding, review: Review) -> Vocabulary:
    steps = [step for step in review.of(Containment, finding) if step.kind == "Correction"]
    done = [said for step in steps for said in (step.typed("what"), step.typed("rationale"))]
    done += [said for action in review.of(Action, finding) for said in (action.typed("what"), action.typed("measure"))]
    found = [_row(row) for kind in (FiveWhys, Bone, Probe) for row in review.of(kind, finding)]
    found += [row.statement for row in review.of(Cause, finding)]
    found += [finding.typed(name) for name in ("extent", "consequences", "detection_cause", "system_change")]
    met = vocabulary(finding, review).copy()
    for rows in (done, found, found, done, found):
        joined = [mine for mine in (_words(row, review) for row in rows) if met.is_met_by(mine)]
        for mine in joined:
            met.add(mine)
    return met


def _row(row: Record) -> str:
    """What stands in a row of the analysis."""
    linked = ("finding", "leads_to") if isinstance(row, Bone) else ("finding", "leads_to", "cause")
    return " ".join(row.typed(column.name) for column in row.SHEET.typed_columns if column.name not in linked)


@check("SUB006", Cause, Action, Containment, Finding, Effect, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.PLAN)
def no_word_in_common(record: Record, review: Review) -> Iterator[Fault]:
    """An answer has no word in common with its finding

    Why: A cause that speaks of nothing that the auditor saw, and of nothing that the chain of whys led to, is the answer
    to another question. The body cannot see what it has to do with the finding.
    Fix: Say in the words of the finding what the answer has to do with it; or write the answer that belongs here.
    Source: Our advice.
    Varies: A criterion, a text with words of which such registers are full, and any in a language without word lists hold up nothing, unless
    neither the extent nor a correction, cause or action has a word of the finding.
    Needs: Words of the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Title                         | Statement of nonconformity                                                      |
        |---|---|---|---|
        | NC-1       | Minor | No record of labelling skills | Competence of people who label images of wounds for the model is not on record. |

        Causes
        | Cause ID | Finding ID | Root cause                                                  |
        |---|---|---|
        | RC-1     | NC-1       | **The moon was over the river, and nobody sang with us.**   |

        Actions
        | Action ID | Finding ID | Action                                              |
        |---|---|---|
        | CA-1      | NC-1       | **A boat goes down to the sea before every summer** |

    Good:

        Findings
        | Finding ID | Grade | Title                         | Statement of nonconformity                                                      |
        |---|---|---|---|
        | NC-1       | Minor | No record of labelling skills | Competence of people who label images of wounds for the model is not on record. |

        5 Whys
        | Finding ID | Why 1                                          | Why 2                                            |
        |---|---|---|
        | NC-1       | Labellers come from an agency without papers.  | The order form of the agency asks for a day rate |

        Causes
        | Cause ID | Finding ID | Root cause                                                 |
        |---|---|---|
        | RC-1     | NC-1       | An agency is chosen by its day rate, and by nothing else.  |

        Actions
        | Action ID | Finding ID | Action                                                |
        |---|---|---|
        | CA-1      | NC-1       | The order form asks each agency for a trial.          |
    """
    finding = review.finding(record)
    if finding is None or not _comparable(finding, review):
        return
    own = {text.name for text in answers(record, review)}
    for name, said, met in _answers(record, finding, review):
        mine = _words(said, review)
        if name in own and len(mine) >= FEWEST and not met.is_met_by(mine):
            yield fault(record, name, f"'{record.SHEET.by_name[name].header}' of {record.label} has no word in common with "
                                      f"{finding.label if record.label != finding.label else 'the finding'}: it speaks of "
                                      f"{quoted(mine[:5], 5)}, the finding of "
                                      f"{quoted(list(vocabulary(finding, review).words)[:5], 5)}.",
                        blocks=None if _holds_up(name, mine, finding, review) else Purpose.NEVER)


def _holds_up(name: str, mine: Iterable[str], finding: Finding, review: Review) -> bool:
    """Whether a text without a word of the finding holds up the plan: where it has no word of any such register either, and the
    language is one in which that was tried; or where the whole answer is a stranger. Another text may only use other words."""
    own = language_of(review)
    of_registers = own is not None and own.common is not None and any(own.common.search(word) for word in mine)
    alone = review.language is not None and not of_registers and name != "criterion"  # which counts what it can count
    return alone or review.once_for(_is_a_stranger, finding)


def _is_a_stranger(finding: Finding, review: Review) -> bool:
    """Whether neither the extent nor a correction, cause or action has a word of the finding. In a language of which synonyms were not tried, one text
    that has none may be honest; an answer of which no text has one is another's."""
    asked = Vocabulary(_words(" ".join(finding.typed(name) for name in (*_SHORT, *_LONG)), review))
    said = [step.typed("what") for step in review.of(Containment, finding)] + [finding.typed("extent")]
    said += [cause.typed("statement") for cause in review.of(Cause, finding)]
    said += [f"{action.typed('what')} {action.typed('measure')}" for action in review.of(Action, finding)]
    return not any(asked.is_met_by(_words(text, review)) for text in said)


def _answers(record: Record, finding: Finding, review: Review) -> Iterator[tuple[str, str, Vocabulary]]:
    """The answers of a row: their column, what they say, and the words one of which they should meet."""
    if isinstance(record, Cause):
        yield "statement", record.typed("statement"), circle(finding, review)
    elif isinstance(record, Action):
        yield "what", _with(record.typed("what"), record.typed("measure"), review), circle(finding, review)
    elif isinstance(record, Containment):
        yield "what", _with(record.typed("what"), record.typed("rationale"), review), circle(finding, review)
    elif isinstance(record, Effect):
        yield "criterion", _long(record.typed("criterion"), review), circle(finding, review)
    elif isinstance(record, Finding):
        yield "extent", _telling_nothing(record.typed("extent"), review), circle(finding, review)
        yield "consequences", _telling_nothing(record.typed("consequences"), review), circle(finding, review)
        if record.disposition == "Accept":
            said = f"{record.typed('acceptance_reason')} {record.typed('risk_rationale')}"
            yield "acceptance_reason", said, vocabulary(finding, review)


def _with(said: str, beside: str, review: Review) -> str:
    """What a cell says; with the one beside it where it is too short to be compared alone."""
    return _long(said, review) or f"{said} {beside}"


def _long(text: str, review: Review) -> str:
    """The text where it has enough words to be compared alone, '' otherwise."""
    return text if len(_words(text, review)) >= ALONE else ""


def _telling_nothing(text: str, review: Review) -> str:
    """The text where it is long enough, and has not even a word that such registers are full of; '' otherwise."""
    own, mine = language_of(review), _long(text, review)
    return "" if own is not None and own.common is not None and any(own.common.search(word) for word in _words(mine, review)) else mine
