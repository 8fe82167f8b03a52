"""Particulars: whether what an auditor saw can be found again, and whether a mail reaches anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.mail_draft import is_address
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import hollow, short
from ncr_toolkit.core.addressee import addressee
from ncr_toolkit.core.model import Audit, Finding, Person
from ncr_toolkit.core.packs import language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import names
from ncr_toolkit.core.status import is_open

_CODE = re.compile(r"\d|\b[A-Z]{2,}\b|(?<=[a-z,] )[A-Z]\w+")
"""A number, a short name in capitals, or a name within the sentence."""


@check("IDN015", Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def seen_nowhere(finding: Finding, review: Review) -> Iterator[Fault]:
    """The objective evidence names no record, no date, no number and no place

    Why: "It was seen that it is not done" cannot be looked up. Nobody can say whether the same was found elsewhere, and the
    correction has no case to put right.
    Fix: Copy from the report what the auditor looked at; if it stands nowhere, ask before you answer.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Objective evidence                                     |
        |---|---|---|
        | NC-1       | Minor | **It was seen that the process is not always followed.** |
        | NC-2       | Minor | **Some records were missing**                            |

    Good:

        Findings
        | Finding ID | Grade | Site | Objective evidence                                   |
        |---|---|---|---|
        | NC-1       | Minor |      | Release records REL-031 and REL-032 of May           |
        | NC-2       | Minor |      | Interview with the release manager                   |
        | NC-3       | Minor | Lund | At the Lund site nobody could name the model owner   |
        | NC-4       | Minor |      | Dashboard log, field 'evaluation' left open          |
    """
    words, text = review.language, finding.typed("objective_evidence")
    if words is None or finding.blank("objective_evidence") or hollow(text):
        return
    said = f" {' '.join(language.words(text))} "
    own = (" ".join(language.words(each)) for name in ("ai_system", "site", "process")
           for each in names(finding, name, review.pack))
    known = any(each and f" {each} " in said for each in own)
    if not known and not _CODE.search(text) and not words.found("seen_at", text) and not _counted(text, words):
        yield fault(finding, "objective_evidence", f"The objective evidence of {finding.label} names no record, date, number or "
                                                   f"place: {short(text)}.")


def _counted(text: str, words: language.Language) -> bool:
    """Whether a text holds a number in words, or a month."""
    return words.digits(text) != text or bool(words.found("place", text))


@check("IDN016", Person, level=Level.WARNING, blocks=Purpose.NEVER)
def no_address(person: Person, review: Review) -> Iterator[Fault]:
    """The e-mail address is none

    Why: A reminder to it reaches nobody, and nobody notices.
    Fix: Write one address and nothing else, as in ana.lima@example.org.
    Source: Our advice.
    Needs: The sheet People.

    Bad:

        People
        | Name      | E-mail                 |
        |---|---|
        | Ana Lima  | **ana.lima at home**   |
        | Ben Okoro | **ben@heron**          |

    Good:

        People
        | Name      | E-mail                    |
        |---|---|
        | Ana Lima  | ana.lima@heron.example    |
        | Ben Okoro | ben+audit@a.heron.example |
        | Mei Zhang |                           |
    """
    if person.known("email") and not is_address(person.email.strip()):
        plain = "".join(letter if letter.isascii() else "x" for letter in person.email.strip())
        why = "holds a letter that most mail servers refuse" if is_address(plain) else \
            "is no one address to which a mail can be written"
        yield fault(person, "email", f"{short(person.email)} {why}: no reminder reaches {person.label}.")


@check("IDN017", Audit, level=Level.INFO, blocks=Purpose.NEVER)
def nobody_to_send_it_to(audit: Audit, review: Review) -> Iterator[Fault]:
    """No address of the certification body is known

    Why: The draft of the mail that a package goes with has no addressee, and somebody looks for it on the last day.
    Fix: Give the lead auditor a row on the sheet People with an e-mail; or write it behind the name, as in Maria Silva
    (m.silva@example.org).
    Source: Our advice.

    Bad:

        Audits
        | Audit ID | Kind         | Lead auditor     |
        |---|---|---|
        | SA-1     | Surveillance | **Maria Silva**  |

        Findings
        | Finding ID | Audit | Status |
        |---|---|---|
        | NC-1       | SA-1  | Open   |

    Good:

        Audits
        | Audit ID | Kind         | Lead auditor                |
        |---|---|---|
        | SA-1     | Surveillance | Maria Silva                 |
        | SA-2     | Surveillance | Ed Low (ed@northgate.example) |
        | IA-1     | Internal     | Ana Lima                    |

        People
        | Name        | E-mail                   |
        |---|---|
        | Maria Silva | silva@northgate.example  |

        Findings
        | Finding ID | Audit | Status |
        |---|---|---|
        | NC-1       | SA-1  | Open   |
        | NC-2       | SA-2  | Open   |
        | NC-3       | IA-1  | Open   |
    """
    if audit.kind != "Internal" and review.once(_first_without_address).get(_auditor(audit, review)) is audit:
        yield fault(audit, "lead_auditor", f"No address is known to which the answers to {audit.label} go.", adds=Person)


def _first_without_address(review: Review) -> dict[str, Audit]:
    """By auditor the first audit with open findings of which no address is known: it is asked for once."""
    asked: dict[str, Audit] = {}
    open_ones = {fold(finding.audit) for finding in review.register.findings if is_open(finding)}
    for audit in review.register.all(Audit):
        if fold(audit.id) in open_ones and audit.kind != "Internal" and not addressee([audit], review):
            asked.setdefault(_auditor(audit, review), audit)
    return asked


def _auditor(audit: Audit, review: Review) -> str:
    body = audit.typed("body") or review.settings.typed("certification_body")
    return fold(f"{audit.typed('lead_auditor')}|{body}")
