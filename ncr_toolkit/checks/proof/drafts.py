"""Drafts: evidence that calls itself a draft, unsigned, a template, or not to be used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.proof.evidence_files import beginning_of, no_proof_of, title_of, work_of
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Evidence
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.packs.prose import letters
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review

_VERSION = re.compile(r"\b(?:v|version|rev|revision|no|nr)?\.?\s*\d[\w.-]*", re.IGNORECASE)
_JOINTS = re.compile(r"[_.()\[\]-]+|(?<=[0-9a-z])(?=[A-Z])")
"""What stands between the words of a file name."""


@check("EVD022", Evidence, of=Of.GRADED, level=Level.WARNING)
def calls_itself_a_draft(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence calls itself a draft, unsigned or a template

    Why: A draft shows what somebody means to do. The auditor asks for the version that is in force, signed and filled in.
    Fix: Bring the final file. If it is final, correct its title (in Word: File > Info > Title and Status) or its name. If
    drafts or templates are what the action is about, say so in the action.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Evidence
        | Evidence ID | Finding ID | Title                    | File or link             |
        |---|---|---|---|
        | E-1         | NC-1       | **Draft of P-07**        | P-07.pdf                 |
        | E-2         | NC-1       | Minutes of the board     | **minutes_UNSIGNED.pdf** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                      |
        |---|---|---|
        | CA-1      | NC-1       | Template T-4 asks for the date of approval. |

        Evidence
        | Evidence ID | Finding ID | Supports | Title                     | File or link  | Baseline |
        |---|---|---|---|---|---|
        | E-1         | NC-1       | CA-1     | Template T-4, version 2   | T-4.pdf       |          |
        | E-2         | NC-1       | CA-1     | Overdraft policy, signed  | overdraft.pdf |          |
        | E-3         | NC-1       | CA-1     | Draft as found            | P-07.pdf      | Yes      |
    """
    language = review.language
    if language is None or proof.baseline == "Yes" or "baseline" in proof.unread:
        return
    places = (("title", "Its title", proof.typed("title")), ("file", "The name of its file", _name(proof)),
              ("file", "The title in the properties of its file", title_of(proof, review)),
              ("file", "The head of its file", _head(proof, review, language)))
    meant = fold(" ".join(work_of(proof, review)))
    for field, where, text in places:
        said = [word for word in language.found("not_final", text) if _stem(word) not in meant]
        if said:
            yield fault(proof, field, f"{where} says '{said[0]}': evidence {proof.label} seems not to be the final version.",
                        value=text)
            return


def _name(proof: Evidence) -> str:
    """The words of the file's name, and of its folders; of a link nothing."""
    text = proof.typed("file")
    return "" if text.casefold().startswith("http") else _JOINTS.sub(" ", text.replace("\\", "/").replace("/", " / "))


_PARTS = re.compile(r"[/|:;,()\[\]\u2013\u2014]|\s-+\s|^\W+|\W+$")
_STATUS = ("status", "stand", "state", "statut", "version")
_SHORT = 100


def _head(proof: Evidence, review: Review, language: Language) -> str:
    """The line at the beginning of the file that says of the file itself that it is a draft; '' where none does.

    Such a line begins with the mark, or with "Status:" before it: "DRAFT v3", "TEMPLATE / DRAFT - to be completed".
    """
    found = no_proof_of(proof, review)
    for line in () if found is not None and found.certain else beginning_of(proof, review):
        parts = [part for each in _PARTS.split(line[:_SHORT]) if (part := each.strip())]
        parts = parts[1:] if parts and fold(parts[0]) in _STATUS else parts
        if parts and len(line) <= _SHORT and _is_mark(parts[0], language) and language.found("not_final", line):
            return line
    return ""


def _is_mark(part: str, language: Language) -> bool:
    """Whether a part of a line is a mark of what is not final, and at most the number of a version."""
    marks = language.lists["not_final"]
    return bool(marks.found(part)) and not letters(_VERSION.sub(" ", marks.without(part)))


def _stem(word: str) -> str:
    return fold(word)[:5]
