"""Copied: one answer under findings that are none of a kind, and the answer of another finding.

Numbers, dates and ids are left out where texts are compared: a running number makes no second sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.checks.texts.repeated import ALIKE, FEWEST_ALIKE, marks, role
from ncr_toolkit.checks.texts.unrelated import Vocabulary, alike, vocabulary
from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import quoted, short
from ncr_toolkit.core.model import Action, Cause, Containment, Effect, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.texts import Text
from ncr_toolkit.core.verdicts import answers, language_of

KIN, KIN_SHARE = 3, 0.4
"""How many words, or which share of them, two findings have in common to be of one kind (ours)."""
START, OF_ANOTHER, TIMES = 5, 3, 4
"""By how many letters a word is known; how many rare words of another finding an answer has, and how many times as many
as of its own, to be the answer of that one (ours)."""
LATEST = 20
"""How many findings with the same answer are looked at beside each."""

_SHARED: tuple[tuple[type[Record], str], ...] = ((Cause, "statement"), (Action, "what"), (Effect, "criterion"), (Containment, "what"))


@check("SUB005", *(kind for kind, _ in _SHARED), of=Of.GRADED, level=Level.WARNING, blocks=Purpose.PLAN, across=True)
def of_another_finding(record: Record, review: Review) -> Iterator[Fault]:
    """Findings that are none of a kind have one answer, word for word

    Why: One cause or action under findings about different things reads as copied down a column. The body compares the
    answers to one audit side by side.
    Fix: Write the cause and the action of this finding. If one cause really lies behind both, say so in its words and
    name the other finding there.
    Source: Our advice.
    Varies: A text of a mitigation, of the effect or of the readiness plan holds up the proof alone.

    Bad:

        Findings
        | Finding ID | Grade | Reference | Statement of nonconformity                                 |
        |---|---|---|---|
        | NC-1       | Minor | 8.4       | Two releases of the triage model had no impact assessment  |
        | NC-2       | Minor | 7.2       | Competence of people who label images is not on record     |

        Causes
        | Cause ID | Finding ID | Root cause                                            |
        |---|---|---|
        | RC-1     | NC-1       | **The gate asks for a test report and for nothing else 1** |
        | RC-2     | NC-2       | **The gate asks for a test report and for nothing else 2** |

    Good:

        Findings
        | Finding ID | Grade | Reference | Statement of nonconformity                                 |
        |---|---|---|---|
        | NC-1       | Minor | 8.4       | Two releases of the triage model had no impact assessment  |
        | NC-2       | Minor | 6.1.4     | Releases of the sepsis model had no impact assessment      |
        | NC-3       | Minor | 7.2       | Competence of people who label images is not on record     |
        | NC-4       | Minor | 7.5.3     | Two versions of the policy hang on the boards of ward 3    |

        Causes
        | Cause ID | Finding ID | Root cause                                                                |
        |---|---|---|
        | RC-1     | NC-1       | The gate asks for a test report and for nothing else                      |
        | RC-2     | NC-2       | The gate asks for a test report and for nothing else                      |
        | RC-3     | NC-3       | New duties reach no owner of a procedure, as with NC-4                    |
        | RC-4     | NC-4       | New duties reach no owner of a procedure, as with NC-3                    |

        Effectiveness
        | Finding ID | Criterion                       |
        |---|---|
        | NC-1       | No further case within 90 days  |
        | NC-3       | No further case within 90 days  |
    """
    found = review.once(_strangers).get(id(record))
    if found is not None:
        text, other = found
        yield fault(record, text.name, f"{text.place} says word for word what {other.place} says ({short(text.said)}), and their "
                                       f"findings are about different things.", blocks=text.stage)


def _strangers(review: Review) -> dict[int, tuple[Text, Text]]:
    """For each answer the same one in a finding of another kind."""
    every = [text for kind, name in _SHARED for record in review.register.all(kind) for text in answers(record, review)
             if text.name == name and len(text.bones.split()) >= FEWEST_ALIKE - 1
             and role(text) not in ("Containment", "Interim mitigation")]
    groups: dict[tuple[str, str], list[Text]] = defaultdict(list)
    spellings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text in sorted(every, key=lambda text: (natural(text.record.owner_id), natural(text.record.label))):
        groups[role(text), _spelling(text, spellings)].append(text)
    found: dict[int, tuple[Text, Text]] = {}
    for each in groups.values():
        if len({fold(text.record.owner_id) for text in each}) > 1:
            found |= _of_strangers(each, review)
    return found


def _spelling(text: Text, spellings: dict[tuple[str, str], list[str]]) -> str:
    """The first spelling of what this text says: compared are those that share one of the longest words."""
    from rapidfuzz import fuzz, process  # only here: keeps start-up light

    own = text.bones
    places = [(role(text), mark) for mark in marks(own)]
    known = list(dict.fromkeys(each for place in places for each in spellings[place][-LATEST:]))
    if own in known:
        return own
    near = process.extractOne(own, known, scorer=fuzz.ratio, score_cutoff=ALIKE + 3) if known else None
    if near is not None:
        return near[0]
    for place in places:
        spellings[place].append(own)
    return own


def _of_strangers(every: list[Text], review: Review) -> dict[int, tuple[Text, Text]]:
    found: dict[int, tuple[Text, Text]] = {}
    for number, text in enumerate(every):
        finding = review.finding(text.record)
        near = every[:LATEST] if number < LATEST else [*every[:LATEST // 2], *every[number - LATEST // 2:number]]
        for other in near:
            its = review.finding(other.record)
            if finding is None or its is None or its is finding or kin(finding, its, review):
                continue
            if role(text) != "criterion" or (not fits(text, finding, review) and fits(text, its, review)):
                found[id(text.record)] = text, other
                break
    return found


def fits(text: Text, finding: Finding, review: Review) -> bool:
    """Whether a text has a word in common with what the auditor wrote in a finding."""
    return bool(alike(text.said, vocabulary(finding, review), review))


def kin(finding: Finding, other: Finding, review: Review) -> bool:
    """Whether two findings are about one thing, or say that they belong together."""
    own, its = (fold(each.typed("repeat_of")) for each in (finding, other))
    if fold(other.typed("id")) == own or fold(finding.typed("id")) == its or (own and own == its):
        return True
    clauses = [review.clause(each) for each in (finding, other) if each.known("reference")]
    if len(clauses) == 2 and clauses[0] == clauses[1] != "":
        return True
    if _names(finding, other, review) or _names(other, finding, review):
        return True
    mine, theirs = review.once_for(_subject, finding), review.once_for(_subject, other)
    shared = theirs.words.met_by(mine.words.words)
    return len(shared) >= KIN or len(shared) >= KIN_SHARE * max(min(mine.size, theirs.size), 1)


class _Subject(NamedTuple):
    """What a finding is about: the telling words of title and statement, and how many different words these have."""

    words: Vocabulary
    size: int


def _subject(finding: Finding, review: Review) -> _Subject:
    said = f"{finding.typed('title')} {finding.typed('statement')}"
    return _Subject(vocabulary(finding, review, own_words=True), len(set(fold(said).split())))


def _names(finding: Finding, other: Finding, review: Review) -> bool:
    """Whether the answer to one finding names the other."""
    name, said = fold(other.typed("id")), review.once_for(_answer_to, finding)
    return bool(name) and name in said and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _answer_to(finding: Finding, review: Review) -> str:
    said = " ".join([finding.typed(each) for each in ("extent", "consequences", "detection_cause", "system_change", "internal_note")]
                    + [cause.typed("statement") for cause in review.of(Cause, finding)]
                    + [action.typed("what") for action in review.of(Action, finding)])
    return fold(said)


@check("SUB009", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PLAN, across=True)
def fits_another_finding(finding: Finding, review: Review) -> Iterator[Fault]:
    """The answer speaks of what another finding is about

    Why: A row that slipped, or a column that was pasted one row too low, gives each finding the answer of its neighbour.
    Every cell is filled, and none of them answers.
    Fix: Compare the 'Finding ID' of the corrections, causes and actions with what they say, and put them under their finding.
    Source: Our advice.
    Needs: Words of the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Title                          | Statement of nonconformity                                     |
        |---|---|---|---|
        | **NC-1**   | Minor | No record of labelling skills  | Competence of freelancers who label images is not on record.   |
        | NC-2       | Minor | Superseded policy on intranet  | Version 3 of the policy hangs on the intranet beside version 4 |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | Version 3 was removed from the intranet page |

        Causes
        | Cause ID | Finding ID | Root cause                                                |
        |---|---|---|
        | RC-1     | NC-1       | Superseded pages of the intranet are on record with no owner |

        Actions
        | Action ID | Finding ID | Action                                                    |
        |---|---|---|
        | CA-1      | NC-1       | The intranet shows the policy that the document tool holds |

    Good:

        Findings
        | Finding ID | Grade | Title                          | Statement of nonconformity                                     |
        |---|---|---|---|
        | NC-1       | Minor | No record of labelling skills  | Competence of freelancers who label images is not on record.   |
        | NC-2       | Minor | Superseded policy on intranet  | Version 3 of the policy hangs on the intranet beside version 4 |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                |
        |---|---|---|---|
        | NC-2       | C-1     | Correction | Version 3 was removed from the intranet page |

        Causes
        | Cause ID | Finding ID | Root cause                                                |
        |---|---|---|
        | RC-1     | NC-2       | Superseded pages of the intranet have no owner            |
    """
    said = " ".join([*(step.typed("what") for step in review.of(Containment, finding) if step.kind == "Correction"),
                     *(cause.typed("statement") for cause in review.of(Cause, finding)),
                     *(action.typed("what") for action in review.of(Action, finding) if action.kind != "Extent")])
    by_start, rare = review.once(_rare_words)
    mine = {start: word for word in _telling(said, review) if (start := word[:START]) in rare}
    counts = Counter(other for start in mine for other in by_start[start])
    own = counts.pop(id(finding), 0)
    known = review.once(_findings_by_identity)
    for key, number in sorted(counts.items(), key=lambda item: (-item[1], natural(known[item[0]].label)))[:3]:
        if number >= OF_ANOTHER and own * TIMES <= number and not kin(finding, known[key], review):
            shown = quoted([word for start, word in mine.items() if key in by_start[start]][:6])
            yield fault(finding, "id", f"The answer to {finding.label} speaks of what {known[key].label} is about ({shown}), and "
                                       "hardly of its own finding.")
            return


def _telling(text: str, review: Review) -> list[str]:
    own = language_of(review)
    return own.telling(text) if own is not None else []


def _rare_words(review: Review) -> tuple[dict[str, set[int]], set[str]]:
    """The beginnings of the words of title and statement, with the findings they stand in; those that stand in few."""
    found: dict[str, set[int]] = defaultdict(set)
    for finding in review.register.findings:
        said = " ".join(finding.typed(name) for name in ("title", "statement", "objective_evidence", "requirement", "ai_system", "process"))
        for word in _telling(said, review):
            if len(word) >= START - 1:
                found[word[:START]].add(id(finding))
    most = max(1, min(20, len(review.register.findings) // 4))
    return found, {start for start, held in found.items() if len(held) <= most}


def _findings_by_identity(review: Review) -> dict[int, Finding]:
    return {id(finding): finding for finding in review.register.findings}
