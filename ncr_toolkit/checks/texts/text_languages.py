"""Tongues: whether the answers are in the language that the register names, by whose words the checks go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import Settings
from ncr_toolkit.core.packs import prose
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.texts import KINDS, Manner, texts
from ncr_toolkit.core.verdicts import OTHER_LANGUAGE, language_of, told, verdicts

MOST, FEWEST = 0.6, 5
"""The share of the register's sentences that are of another language, and their number, from which the setting is wrong."""


@check("SUB007", *KINDS, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.PLAN, across=True)
def other_language(record: Record, review: Review) -> Iterator[Fault]:
    """A text is not in the language of the register

    Why: The body gets one answer, in one language; and the checks of wording and of substance go by the words of the
    language that is named on the sheet Register.
    Fix: Write the answer in the language of the register; or name on the sheet Register the language you write in.
    Source: Our advice.
    Varies: A text of a mitigation, of the effect or of the readiness plan holds up the proof alone.
    Needs: Words of the language of the texts.

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
    for text, why in told(OTHER_LANGUAGE, record, review) if not review.once(_wrong_setting) else ():
        yield fault(record, text.name, f"{text.place} {why}.", blocks=text.stage)


def _wrong_setting(review: Review) -> str:
    """The language that most sentences of the register are in, where it is not the one on the sheet Register."""
    own = language_of(review)
    sentences = [text for kind in KINDS for record in review.register.all(kind) for text in texts(record, review)
                 if text.manner is Manner.SENTENCE and (len(text.said.split()) >= prose.LONG or (own and own.unspaced))]
    other = [prose.reads_as(text.said) for text in sentences
             if verdicts(text.record, review).get(text.name, ("",))[0] == OTHER_LANGUAGE]
    counts = Counter(each.name for each in other if each is not None)
    top, number = counts.most_common(1)[0] if counts else ("", 0)
    return top if number >= max(FEWEST, MOST * len(sentences)) else ""


@check("SUB008", Settings, blocks=Purpose.PLAN, across=True)
def language_of_the_register(settings: Settings, review: Review) -> Iterator[Fault]:
    """The register names another language than its answers are in

    Why: The checks of wording and of substance go by the words of the language on the sheet Register. With another one
    they see words where there are none, and none where there are.
    Fix: Choose on the sheet Register, in 'Language of the texts', the language in which you write.
    Source: Our advice.
    Needs: Words of the language of the texts.

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
