"""Empty steps: corrections and mitigations that say that nothing was done, or only what somebody was told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.plan.plans import only_reminds
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Containment
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

_CLAUSE = re.compile(r"[.;,\n](?=\s|$)|\b(?:and|but)\b|\s[\u2013\u2014-]\s", re.IGNORECASE)
_REASON = re.compile(r"\s*(?:as|since|because|so|which|who|until|when|while|if|that|for)\b", re.IGNORECASE)
_NONE = re.compile(r"\s*(?:none|nothing|not|no)\b", re.IGNORECASE)
LITTLE = 2
"""How many words of its own a part of a sentence has at most to add nothing to the one before (ours)."""


@check("COR009", Containment, of=Of.NONCONFORMITY, level=Level.WARNING)
def nothing_was_done(step: Containment, review: Review) -> Iterator[Fault]:
    """A step says that nothing was done, or that somebody else was told

    Why: "None needed", "was forwarded to HR" or "was corrected at once" puts nothing right that an auditor could look at.
    Fix: Write what was changed, where and on which records. If it cannot be put right any more, say what was done instead; a
    containment that is not needed is a row to be deleted.
    Source: Clause 10.2 a).
    Varies: A step of a major holds up the answer: a mitigation the proof, the rest the plan.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind        | What was done                                         |
        |---|---|---|---|
        | NC-1       | C-1     | Correction  | **None needed, because the labellers work well.**     |
        | NC-1       | C-2     | Containment | **Not needed.**                                       |
        | NC-1       | C-3     | Correction  | **The correction was made immediately.**              |
        | NC-1       | C-4     | Correction  | **A ticket was opened for the missing certificates.** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind        | What was done                                                   |
        |---|---|---|---|
        | NC-1       | C-1     | Correction  | The three certificates were obtained and filed.                 |
        | NC-1       | C-2     | Containment | No release leaves the house without two signatures.             |
        | NC-1       | C-3     | Correction  | A ticket was opened, and the certificates were filed on 2 May.  |
    """
    words, finding = review.language, review.finding(step)
    if words is None or finding is None or step.blank("what"):
        return
    if found := _nothing(step.what, words):
        of_major = Purpose.PROOF if step.kind == "Interim mitigation" else Purpose.PLAN
        yield fault(step, "what", f"Step {step.label} does not say what was done ({quoted(found)}).",
                    blocks=of_major if finding.grade == "Major" else None)


def _nothing(text: str, words: Language) -> tuple[str, ...]:
    """The words by which a text says that nothing was done, where no part of it says what was."""
    found: list[str] = []
    for part in filter(str.strip, _CLAUSE.split(text)):
        said = words.found("nothing_done", part.strip())
        little = len(words.content(part)) <= (LITTLE if found else 0) or (_NONE.match(text) and not words.found("past", part))
        if not said and not _REASON.match(part) and not little:
            return ()
        found += said
    return tuple(found)


@check("COR010", Containment, of=Of.NONCONFORMITY, level=Level.WARNING)
def correction_that_reminds(step: Containment, review: Review) -> Iterator[Fault]:
    """The only correction is that somebody was told, or trained again

    Why: The correction puts right what the auditor saw: the record, the release, the account. Who was spoken to left it as it was.
    Fix: Write what was put right; a talk or a course belongs to the actions, if at all.
    Source: Clause 10.2 a).
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Statement of nonconformity             |
        |---|---|---|
        | NC-1       | Minor | Two releases had no impact assessment. |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                           |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | **The engineer was trained again and reminded of P-07** |

    Good:

        Findings
        | Finding ID | Grade | Statement of nonconformity                     |
        |---|---|---|
        | NC-1       | Minor | Two releases had no impact assessment.         |
        | NC-2       | Minor | Three people had not been trained in P-07.     |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                 |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | Both releases were assessed and signed.       |
        | NC-1       | C-2     | Correction | The engineer was reminded of P-07.            |
        | NC-2       | C-3     | Correction | The three people were trained on 2 May.       |
    """
    words, finding = review.language, review.finding(step)
    if words is None or finding is None or step.kind != "Correction" or step.blank("what"):
        return
    about = " ".join(finding.typed(name) for name in ("title", "statement", "requirement"))
    if words.found("competence_found", about) or words.found("reminder", about):
        return
    every = [each for each in review.of(Containment, finding) if each.kind == "Correction" and not each.blank("what")]
    if all(_only_tells(each.what, words) for each in every):
        yield fault(step, "what", f"Step {step.label} tells people something ({quoted(words.found('reminder', step.what))}), and puts "
                                  "nothing right.")


def _only_tells(text: str, words: Language) -> bool:
    """Whether each part of a text tells people something."""
    parts = [part for part in _CLAUSE.split(text) if len(words.content(part)) > 1]
    return bool(parts) and only_reminds(text, words) and all(words.found("reminder", part) for part in parts)
