"""Chains: whether the whys go on to something one can change, and each cause stands in its own row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.core.model import Cause, FiveWhys
from ncr_toolkit.core.packs.clauses import points
from ncr_toolkit.core.packs.language import Language, words
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import column_names
from ncr_toolkit.core.texts import bones

WHYS = column_names(FiveWhys, "why1", "why2", "why3", "why4", "why5")
FEWEST, FEWEST_BESIDE = 3, 2
"""How many answers a chain has at least, and one that starts where another ended: why it was not detected, why the system
allowed it (ours: after fewer there is nearly always a fair why left)."""
BESIDE = ("Why it was not detected", "Why the system allowed it")

_ON = {"it", "they", "this", "these", "that", "which", "so", "then", "therefore", "thus", "hence", "for", "because", "since",
       "nor", "neither", "there", "its", "their", "he", "she", "instead", "as", "such", "e.g", "i.e", "see", "only", "not"}
_BACK = {"it", "them", "they", "this", "that", "these", "those", "there", "its", "their"}
_TELLING = 5  # letters from which on a word says what is spoken of
_WRONG = ("system", "blame", "training", "unaware", "no_procedure", "excuse")
"""The lists of which one has to speak of a part of a text before it is taken for a cause."""
_SAYS_CAUSES = re.compile(r"\b(?:causes?|reasons?|factors?|why)\b", re.IGNORECASE)
_CHAIN = re.compile(r"^[^\w\n]*(?:\d\.? *)?why\b", re.IGNORECASE | re.MULTILINE)
_AND_ALSO = re.compile(r"\b(?:two|three|four|several|following) (?:root |main )?causes\b|\b(?:cause|reason|factor)s? (?:b|2|ii)\b|\band besides\b|\band second(?:ly)?,|\. second(?:ly)?,|\band also (?:the|our|no|there|a|an|nobody|its)\b|\b(?:in addition|additionally|furthermore|moreover),? (?!(?:it|this|they|that|these|to|also)\b)|\bas well as the fact\b|\ba second cause\b", re.IGNORECASE)


def sayings(text: str) -> str:
    """A text reduced to its words, to see whether two answers say the same."""
    return " ".join(words(text))


@check("CAU013", FiveWhys, of=Of.NONCONFORMITY, level=Level.WARNING)
def chain_breaks_off(chain: FiveWhys, review: Review) -> Iterator[Fault]:
    """A chain of whys breaks off, has a gap, or says the same twice

    Why: A chain is good when no fair "why?" is left at its end. After one or two answers there nearly always is one.
    Fix: Go on until you reach something in the system that you can change; answer every why before the next.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |
        | NC-3       | Minor |

        5 Whys
        | Finding ID | Why 1                 | Why 2                | Why 3                     | Why 4                |
        |---|---|---|---|---|
        | NC-1       | The test was left out | The lead was away    | **(empty)**               |                      |
        | NC-2       | The test was left out | **(empty)**          | The gate lets it out      | It knows no tests    |
        | NC-3       | The test was left out | The gate lets it out | **The test was left out** | It knows no tests    |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        5 Whys
        | Finding ID | Leg                     | Why 1                 | Why 2                | Why 3                                     |
        |---|---|---|---|---|
        | NC-1       | Why it happened         | The test was left out | The gate lets it out | The gate was built before tests were asked |
        | NC-1       | Why it was not detected | No audit looked at it | Its plan lists sites |                                           |
        | NC-2       |                         |                       |                      |                                           |
    """
    filled = [name for name in WHYS if not chain.blank(name)]
    if not filled:  # no chain at all is told by the checks of causes
        return
    gap = next((name for name in WHYS[:WHYS.index(filled[-1])] if chain.blank(name)), None)
    if gap is not None:
        yield fault(chain, gap, f"The chain of {chain.label} has no answer to '{_header(gap)}', and one to "
                                f"'{_header(filled[-1])}'.")
    elif len(filled) < (FEWEST_BESIDE if chain.leg in BESIDE or _in_the_system(chain.typed(filled[-1]), review) else FEWEST):
        yield fault(chain, WHYS[len(filled)], f"The chain of {chain.label} stops after {plural(len(filled), 'answer')}.")
    yield from _twice(chain, filled, review)


def _in_the_system(answer: str, review: Review) -> bool:
    """Whether an answer ends in something in the system, which one can change."""
    return review.language is not None and bool(review.language.found("system", answer))


def _twice(chain: FiveWhys, filled: list[str], review: Review) -> Iterator[Fault]:
    """Answers that say, word for word or nearly, what one before them says."""
    for number, name in enumerate(filled):
        first = next((before for before in filled[:number] if _same(chain.typed(before), chain.typed(name), review)), None)
        if first is not None:
            yield fault(chain, name, f"The answer to '{_header(name)}' of {chain.label} is the one to '{_header(first)}'.")


def _header(name: str) -> str:
    return FiveWhys.SHEET.by_name[name].header


def _same(one: str, other: str, review: Review) -> bool:
    words = review.language
    if sayings(one) == sayings(other) or (bones(one) == bones(other) and len(bones(one).split()) >= FEWEST):
        return True  # a running number makes no second answer
    return words is not None and len(words.content(one)) == len(words.content(other)) > 2 \
        and len(words.repeated(other, one)) == len(words.content(other))


@check("CAU014", Cause, of=Of.NONCONFORMITY, level=Level.WARNING)
def first_answer(cause: Cause, review: Review) -> Iterator[Fault]:
    """The root cause is the first answer of the chain

    Why: The first why gives the direct cause. A root cause that equals it means that the chain was not used.
    Fix: Write down as root cause where the chain ends, not where it begins.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        5 Whys
        | Finding ID | Why 1                         | Why 2                | Why 3             |
        |---|---|---|---|
        | NC-1       | The test was left out in May. | The gate lets it out | It knows no tests |

        Causes
        | Cause ID | Finding ID | Root cause                       |
        |---|---|---|
        | RC-1     | NC-1       | **The test was left out in May** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        5 Whys
        | Finding ID | Why 1                 | Why 2                | Why 3             |
        |---|---|---|---|
        | NC-1       | The test was left out | The gate lets it out | It knows no tests |

        Causes
        | Cause ID | Finding ID | Root cause                                  |
        |---|---|---|
        | RC-1     | NC-1       | The gate was built before tests were asked  |
        | RC-2     | NC-1       | The gate lets it out                        |
    """
    finding = review.finding(cause)
    said = sayings(cause.typed("statement"))
    chains = review.of(FiveWhys, finding) if finding is not None else []
    if said and any(sayings(chain.why1) == said for chain in chains):
        yield fault(cause, "statement", f"Cause {cause.label} is the answer to 'Why 1': the first answer, not the root.")


@check("CAU015", Cause, of=Of.NONCONFORMITY, level=Level.WARNING)
def several_causes(cause: Cause, review: Review) -> Iterator[Fault]:
    """Several causes stand in one cell

    Why: Each cause needs an action of its own. Two in one cell, and one of them is forgotten; the auditor will count.
    Fix: Give each cause its own row on the sheet Causes, and each row its action.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                                              |
        |---|---|---|
        | RC-1     | NC-1       | **The gate lets untested models out; the inventory has no owner**       |
        | RC-2     | NC-1       | **1. The gate lets models out 2. The inventory has no owner**           |
        | RC-3     | NC-1       | **The gate lets untested models out and also the list of models lags**  |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                                        |
        |---|---|---|
        | RC-1     | NC-1       | The gate asks for a test report; it does not ask for an assessment |
        | RC-3     | NC-1       | The list is fed by projects; purchases have no way into it        |
        | RC-4     | NC-1       | A roll-out follows the pilot; no step asks what a pilot left out  |
        | RC-2     | NC-1       | Release 2.3 passed the gate, which checks only version 1. of P-07 |
    """
    text = cause.typed("statement")
    number = max(_counted(text), _parts(text, review.language), 2 if _AND_ALSO.search(text) else 0)
    if number > 1:
        yield fault(cause, "statement", f"Cause {cause.label} looks like {number} causes in one cell.")


def _counted(text: str) -> int:
    """How many points a numbered or bulleted text has; none where they are what one cause consists of ("asks for: a) ...")."""
    found = points(text)
    before = text[:text.find(found[0])].rstrip(" -*()1ai.\u2022\n")
    if len(found) < 2 or (before.endswith((":", ",")) and len(words(before)) >= _TELLING and not _SAYS_CAUSES.search(before)):
        return 0
    return sum(len(words(point)) > 1 for point in found)


def _parts(text: str, language: Language | None) -> int:
    """How many causes stand between semicolons or on lines of their own. One that goes on with "which", or that points back
    to the first or speaks of the same thing, is no cause of its own; nor is what names nothing that is wrong."""
    if language is None or _CHAIN.search(text):
        return 0
    first, *more = [part for part in _split(text) if len(words(part)) > 1] or [""]
    same = _BACK | {word for word in words(first) if len(word) >= _TELLING and word not in language.stop}
    own = [part for part in more if words(part)[0] not in _ON and not same & set(words(part))]
    return sum(any(language.found(name, part) for name in _WRONG) for part in (first, *own))


def _split(text: str) -> list[str]:
    """The parts between semicolons and line breaks; a line that goes on in small letters is the same part."""
    parts: list[str] = []
    for line in text.splitlines():
        first, *more = line.split(";")
        if parts and first.lstrip()[:1].islower():
            first = f"{parts.pop()} {first}"
        parts += [first, *more]
    return parts


@check("CAU016", FiveWhys, of=Of.NONCONFORMITY, level=Level.WARNING)
def ends_at_a_person(chain: FiveWhys, review: Review) -> Iterator[Fault]:
    """A chain of whys ends at a person

    Why: Where a chain ends at somebody's slip, the next why is still open: what let the slip through?
    Fix: Ask why the slip could pass unseen, and write the answer as the next why.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        5 Whys
        | Finding ID | Why 1            | Why 2                 | Why 3                                     |
        |---|---|---|---|
        | NC-1       | No test was made | It was not in the bag | **The engineer forgot to add the report** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |
        | NC-2       | Minor |

        5 Whys
        | Finding ID | Why 1            | Why 2               | Why 3                                        |
        |---|---|---|---|
        | NC-1       | No test was made | The step was forgotten | The gate does not ask for it              |
        | NC-2       | No test was made | Nobody had to       | Human oversight is planned for live use only |
    """
    filled = [name for name in WHYS if not chain.blank(name)]
    if review.language is None or len(filled) < FEWEST_BESIDE:  # a chain that breaks off has its own message
        return
    last = chain.typed(filled[-1])
    found = review.language.found("blame", last)
    if found and fold(last) not in review.once(_stated) and not review.language.found("system", last):
        yield fault(chain, filled[-1], f"The chain of {chain.label} ends at a person ({quoted(found)}).")


def _stated(review: Review) -> set[str]:
    """What the causes of the register say: a chain that ends in one of them is told there."""
    return {fold(cause.typed("statement")) for cause in review.register.all(Cause)}
