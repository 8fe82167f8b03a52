"""Wording of causes: sentences for which bodies send answers back.

A list of words cannot judge what a sentence means. Each message shows the words it went by; what is right all the same is
set aside by a row of Decisions. A cause that also names what in the system let it happen is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Cause, Finding, Person
from ncr_toolkit.core.packs.clauses import points
from ncr_toolkit.core.packs.language import ALIKE, SAME, Language
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review

FEWEST = 3
"""How many words a cause shares at least with all texts of its finding to say them again (ours)."""
FEW = 4
"""How many words of its own a cause may have beside the missing procedure, and beside what that was for, and still say
nothing else (ours)."""


def names_the_system(text: str, words: Language) -> bool:
    """Whether the text says what in the system let it happen."""
    return bool(words.found("system", text))


@check("CAU007", Cause, of=Of.NONCONFORMITY)
def restatement(cause: Cause, review: Review) -> Iterator[Fault]:
    """The root cause says the finding again

    Why: "No assessment was made, because the assessment was missing" explains nothing. Bodies send back causes that
    reword the finding.
    Fix: Ask why it could happen, and write down what in the system let it happen.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Statement of nonconformity                        | Objective evidence             |
        |---|---|---|---|
        | NC-1       | Minor | Impact assessments were not made for two releases | Releases 2.1 and 2.2 of Triage |

        Causes
        | Cause ID | Finding ID | Root cause                                                    |
        |---|---|---|
        | RC-1     | NC-1       | **Impact assessments were not carried out for both releases** |
        | RC-2     | NC-1       | **The releases had no impact assessment.**                    |
        | RC-3     | NC-1       | **Releases of Triage are missing impact assessments.**        |

    Good:

        Findings
        | Finding ID | Grade | Statement of nonconformity                        | Objective evidence             |
        |---|---|---|---|
        | NC-1       | Minor | Impact assessments were not made for two releases | Releases 2.1 and 2.2 of Triage |

        Causes
        | Cause ID | Finding ID | Root cause                                                            |
        |---|---|---|
        | RC-1     | NC-1       | No step of the release checklist asks for an impact assessment        |
        | RC-2     | NC-1       | Changes of requirements are not routed to those who own the procedure |
    """
    finding, words = review.finding(cause), review.language
    if finding is None or words is None or cause.blank("statement"):
        return
    least = SAME if names_the_system(cause.statement, words) else ALIKE
    for name in ("statement", "objective_evidence"):
        shared = words.reworded(cause.statement, finding.typed(name), least)
        if shared:
            yield fault(cause, "statement", f"Cause {cause.label} says again what stands in '{_header(name)}' of "
                                            f"{finding.label} ({quoted(shared)}).")
            return
    shared = _of_all_its_texts(cause, finding, words)
    if shared:
        yield fault(cause, "statement", f"Cause {cause.label} has hardly a word that does not stand in the finding {finding.label} "
                                        f"({quoted(shared)}).")


def _of_all_its_texts(cause: Cause, finding: Finding, words: Language) -> tuple[str, ...]:
    """The words by which a cause says again what title, statement and evidence say together, where it names no reason."""
    if names_the_system(cause.statement, words) or words.found("reason", cause.statement):
        return ()
    told = " ".join(finding.typed(name) for name in ("title", "statement", "objective_evidence"))
    shared = words.repeated(cause.statement, told, SAME)
    return shared if len(shared) >= FEWEST else ()


def _header(name: str) -> str:
    return Finding.SHEET.by_name[name].header


def _phrases(cause: Cause, review: Review, listed: str) -> tuple[str, ...]:
    """The words of a list in a cause that does not name the system; of a list of causes each is looked at by itself."""
    words = review.language
    if words is None or cause.blank("statement") or words.found("not_known", cause.statement):  # of which CAU021 speaks
        return ()
    said = [point for point in points(_without_names(cause.statement, review)) if not names_the_system(point, words)]
    return tuple(dict.fromkeys(each for point in said for each in words.found(listed, point)))


SOMEBODY = "the employee"
"""What stands for a name while a cause is read: a name blames as "the engineer" does."""
_LEAST = 3
"""Letters of a part of a name that is known again by itself: "Lima did not file them"."""
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Frau|Monsieur|Madame)\b\.? (?:[A-Z]\.? )?[A-Z][\w'-]+(?: (?:from|of|in) (?:[A-Z][\w-]*|the \w+))?")


def _without_names(text: str, review: Review) -> str:
    """A text in which "Mrs Novak from HR", and each name of the sheet People, is called an employee."""
    names = review.once(_names)
    plain = names.sub(SOMEBODY, text) if names is not None else text
    return _TITLE.sub(SOMEBODY, plain)


def _names(review: Review) -> re.Pattern[str] | None:
    """Finds the names of the sheet People, whole, or one of their parts that did something; None where there are none."""
    whole = {person.typed("name").strip() for person in review.register.all(Person)} - {""}
    known = sorted((re.escape(name) for name in whole), key=len, reverse=True)
    parts = sorted({re.escape(part) for name in whole for part in name.split() if len(part) >= _LEAST and part[0].isupper()})
    alone = rf"|(?:{'|'.join(parts)})(?= (?:did|had|has|failed|forgot|missed|overlooked|omitted|skipped|ignored)\b)" if parts else ""
    return re.compile(rf"\b(?:{'|'.join(known)})(?!\w){alone}") if known else None


@check("CAU008", Cause, of=Of.NONCONFORMITY, minor=Level.WARNING)
def blame(cause: Cause, review: Review) -> Iterator[Fault]:
    """The root cause is put on a person

    Why: "Human error" is where the analysis begins. People slip everywhere; the cause is what let one slip pass unseen.
    Fix: Ask which step, tool or check should have held the slip, and write that as the cause.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Causes
        | Cause ID | Finding ID | Root cause                                     |
        |---|---|---|
        | RC-1     | NC-1       | **Human error by the engineer on duty.**       |
        | RC-2     | NC-1       | **The engineer forgot to attach the report.**  |
        | RC-3     | NC-1       | **The procedure was not followed by the team** |
        | RC-4     | NC-1       | **It was an oversight of the release team.**   |
        | RC-5     | NC-1       | **Mrs Novak from HR did not ask for it.**      |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Causes
        | Cause ID | Finding ID | Root cause                                                               |
        |---|---|---|
        | RC-1     | NC-1       | Human oversight was designed for office hours and night shifts have none |
        | RC-2     | NC-1       | A mistake in the form passes unseen: no second person reads it           |
        | RC-3     | NC-1       | The pipeline does not stop when a report is forgotten                    |
    """
    found = _phrases(cause, review, "blame") or _deeds(cause, review)
    if found:
        yield fault(cause, "statement", f"Cause {cause.label} puts it on a person ({quoted(found)}). What in the process let "
                                        "one slip pass unseen?")


def _deeds(cause: Cause, review: Review) -> tuple[str, ...]:
    """What somebody did or left undone, where the cause says no more than that."""
    words = review.language
    if words is None or words.found("reason", cause.typed("statement")) \
            or any(_phrases(cause, review, listed) for listed in ("training", "unaware", "excuse")):
        return ()
    return _phrases(cause, review, "deed")


@check("CAU009", Cause, of=Of.NONCONFORMITY, level=Level.WARNING)
def only_training(cause: Cause, review: Review) -> Iterator[Fault]:
    """The root cause is only a lack of training, awareness or communication

    Why: Training is the answer bodies read most, and it seldom holds: the people who were trained slip again.
    Fix: Say why the training there was did not work, or ask what let an untrained person do this at all.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                         |
        |---|---|---|
        | RC-1     | NC-1       | **Lack of training of the data team.**             |
        | RC-2     | NC-1       | **Staff were not sufficiently trained in the use** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                                              |
        |---|---|---|
        | RC-1     | NC-1       | The training data came from one hospital and no check asked for others |
        | RC-2     | NC-1       | The onboarding plan has no part on impact assessments                   |
    """
    found = _phrases(cause, review, "training")
    if found and not _phrases(cause, review, "unaware"):
        yield fault(cause, "statement", f"Cause {cause.label} names only training, awareness or communication "
                                        f"({quoted(found)}).")


@check("CAU010", Cause, of=Of.NONCONFORMITY, level=Level.WARNING)
def not_aware(cause: Cause, review: Review) -> Iterator[Fault]:
    """The root cause is that the requirement was not known

    Why: Who is certified has said that the requirements are known. The cause is how a requirement fails to reach the
    people who need it.
    Fix: Write how new requirements reach those who work by them, and where that broke.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                       |
        |---|---|---|
        | RC-1     | NC-1       | **We were not aware of the requirement.**        |
        | RC-2     | NC-1       | **The standard is new for the whole department** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                                                |
        |---|---|---|
        | RC-1     | NC-1       | New requirements are not routed to the owners of the procedures           |
        | RC-2     | NC-1       | The calendar of legal changes has no owner, so a new requirement waits     |
    """
    found = _phrases(cause, review, "unaware")
    if found:
        yield fault(cause, "statement", f"Cause {cause.label} says that the requirement was not known ({quoted(found)}).")


@check("CAU011", Cause, of=Of.NONCONFORMITY, level=Level.WARNING)
def only_a_procedure(cause: Cause, review: Review) -> Iterator[Fault]:
    """The root cause is only that a procedure was missing or weak

    Why: A missing procedure has a cause of its own: nobody saw that one was needed. One more why leads there.
    Fix: Say why the procedure was missing or weak, and why nobody noticed.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                       |
        |---|---|---|
        | RC-1     | NC-1       | **There was no procedure for retraining.**       |
        | RC-2     | NC-1       | **The documentation of releases was inadequate** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                                                   |
        |---|---|---|
        | RC-1     | NC-1       | No procedure covers retraining, because models were bought until 2024       |
        | RC-2     | NC-1       | The procedure for releases does not say who decides about a failed bias test |
    """
    words = review.language
    if words is None or cause.blank("statement") or _phrases(cause, review, "unaware") or words.found("born", cause.statement):
        return
    for point in points(cause.statement):
        found, rest = words.found("no_procedure", point), words.lists["no_procedure"].around(point)
        if found and not words.found("reason", point) and not words.found("condition", rest) and len(words.content(rest)) <= FEW:
            yield fault(cause, "statement", f"Cause {cause.label} says only that a procedure was missing or weak "
                                            f"({quoted(found)}).")
            return


@check("CAU012", Cause, of=Of.NONCONFORMITY, level=Level.WARNING)
def excuse(cause: Cause, review: Review) -> Iterator[Fault]:
    """The root cause explains away

    Why: "Isolated", "no impact" or "no time" reads as an excuse, and invites the auditor to look for more cases.
    Fix: State the cause as a plain fact. What is isolated belongs, with numbers, into 'Extent'.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                |
        |---|---|---|
        | RC-1     | NC-1       | **This was an isolated case.**            |
        | RC-2     | NC-1       | **High workload in the team in March.**   |
        | RC-3     | NC-1       | **The auditor asked for the wrong file.** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Causes
        | Cause ID | Finding ID | Root cause                                                         |
        |---|---|---|
        | RC-1     | NC-1       | The gate checks only the test report                               |
        | RC-2     | NC-1       | The sampling plan of the internal auditors leaves out releases     |
        | RC-3     | NC-1       | The test runs in an isolated environment without production traffic |
    """
    found = _phrases(cause, review, "excuse")
    if found:
        yield fault(cause, "statement", f"Cause {cause.label} reads as an excuse ({quoted(found)}).")
