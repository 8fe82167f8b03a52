"""Claims: changes of the management system and of the AI system that are said, and by what they are covered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ncr_toolkit.checks.plan.extent_counts import says_only_none
from ncr_toolkit.checks.proof.proofs import PAPER
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.checks.texts.stems import telling
from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import hollow, listing, quoted, short
from ncr_toolkit.core.linked_records import holds_a_place
from ncr_toolkit.core.model import Action, Containment, Evidence, Finding, Lesson, Person, ReadinessStep
from ncr_toolkit.core.packs import language
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_corrective, is_needless

COVERS: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
    (Action, ("what", "measure")), (Containment, ("what", "rationale")), (Evidence, ("title", "file", "place")),
    (ReadinessStep, ("item",)), (Lesson, ("lesson", "reference")))
"""Where the change of a document can stand as something that somebody does, or that is shown."""

MANY = 30
"""How many things of one claim are looked at."""
_ITEMS = re.compile(r"[,;\n]|\.(?=\s|$)|\band\b", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z]{1,6}(?:[-_ ]?\d+|-[A-Z]{1,6})\b(?![.\d])")
"""The short name of a document: P-09, SOP 31, IA-CL; not a control such as A.5.2."""
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_PART = re.compile(r"^(?:(?:the|in|under|new|and|its)\s+){0,3}(?:(?:sub-?)?(?:section|chapter|clause|paragraph|para|annex|appendi|table|figure|article|"
                   r"line|row|column|field|step|item|point|page|part|version|edition|issue|revision)(?:s|es|x|xes|ces)?|sect?s?|chaps?|"
                   r"ch|pp?|paras?|vers?|v|rev|no|nos|art|fig|app|\u00a7+)(?=[\s.\d]|$)\.?\s*(?:nos?\.?\s*)?(?=\d|[A-Z]\b|[ivx]+\b|$)", re.IGNORECASE)
"""A place within a document, or which issue of it: "sections 4.2", "chapter 3", "rev. 4"; no document by itself."""
_SHORTENED = re.compile(r"\b(sec|sect|chap|ch|pp?|paras?|vers?|v|rev|nos?|art|fig|app)\.(?=\s*\d)", re.IGNORECASE)
"""A word that is cut short, and its full stop, which ends no sentence."""
_NO_DOCUMENT = frozenset((
    "V", "VER", "VERS", "REV", "NO", "NOS", "CH", "SEC", "SECT", "ART", "FIG", "APP", "ANNEX", "PART", "STEP", "PAGE", "CLAUSE",
    "ITEM", "ISSUE", "POINT", "TABLE", "Q", "FY", "KW", "CW", "WK", "ISO", "IEC", "EN", "DIN"))

"""Letters that stand before the number of something else: a part, a quarter, a standard."""


@check("ACT020", Action, of=Of.NONCONFORMITY, level=Level.WARNING)
def proved_by_paper(action: Action, review: Review) -> Iterator[Fault]:
    """An action is proved by a document alone

    Why: A new document shows what shall be. The correction has a record of what was; the action needs one, too: its first use.
    Fix: Add a record from the time since: a filled form, a log, a trial. If the file shows the use, choose Record as its kind.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done    |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | The gap was shut |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | **CA-1**  | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | Kind     |
        |---|---|---|---|
        | E-1         | NC-1       | C-1      | Record   |
        | E-2         | NC-1       | CA-1     | Document |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Containment
        | Finding ID | Step ID | Kind       | What was done    |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | The gap was shut |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | Kind     |
        |---|---|---|---|
        | E-1         | NC-1       | C-1      | Record   |
        | E-2         | NC-1       | CA-1     | Document |
        | E-3         | NC-1       | CA-1     | Log      |
    """
    finding = review.finding(action)
    if finding is None or action.blank("done_on") or action.blank("id") or not is_corrective(action):
        return
    proofs = [proof for proof in review.of(Evidence, finding) if proof.baseline != "Yes"]
    own = [proof for proof in proofs if fold(proof.supports) == fold(action.typed("id"))]
    all_paper = all(proof.kind in PAPER for proof in proofs)  # that has a message for the whole finding (EVD012)
    used = any(review.language is not None and review.language.found("in_use", proof.typed("title")) for proof in own)
    if own and not used and not all_paper and all(proof.kind in PAPER for proof in own):
        yield fault(action, "id", f"Action {action.label} is proved by {listing(sorted((each.label for each in own), key=natural))} "
                                  "alone, which says what shall be.")


@check("ACT021", Containment, of=Of.NONCONFORMITY, level=Level.WARNING)
def correction_changes_the_system(step: Containment, review: Review) -> Iterator[Fault]:
    """A correction changes the AI system, and its risk and impact were not assessed again

    Why: A model that was trained again, or given another threshold, is another model, also where the change was the repair.
    Clauses 6.3, 8.2 and 8.4 ask for a new look at risk and impact before it is used.
    Fix: Note the renewed risk entry and the renewed AI impact assessment of the finding, and name the assessment in this step.
    Source: Our advice.
    Varies: An info where both entries are named, and the step does not say that its impact was assessed before.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Risk register entry | AI impact assessment |
        |---|---|---|---|
        | NC-1       | Minor | R-017               |                      |
        | NC-2       | Minor | R-017               | AIA-009 v3           |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                       |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | **The model was retrained on data of four hospitals** |
        | NC-2       | C-2     | Correction | **The threshold was raised to 0.8 on all wards**      |

    Good:

        Findings
        | Finding ID | Grade | Risk register entry | AI impact assessment |
        |---|---|---|---|
        | NC-1       | Minor | R-017               | AIA-009 v3           |
        | NC-2       | Minor |                     |                      |

        Containment
        | Finding ID | Step ID | Kind       | What was done                                                         |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | The model was retrained, and released after AIA-009 had been renewed. |
        | NC-2       | C-2     | Correction | The staff were trained again, and the gate refuses an old model.      |
    """
    words, finding = review.language, review.finding(step)
    if words is None or finding is None or not review.subject(finding).told_by_words:
        return
    found = words.found("changed_ai", step.typed("what"))
    if not found:
        return
    empty = [finding.SHEET.by_name[name].header for name in ("risk_reference", "impact_assessment_reference")
             if finding.blank(name) or hollow(finding.typed(name))]
    told = f"{step.typed('what')} {step.typed('rationale')}"
    if empty:
        yield fault(step, "what", f"Step {step.label} changes the AI system ({quoted(found)}), and {quoted(empty)} of {finding.label} "
                                  f"{'is' if len(empty) == 1 else 'are'} empty.")
    elif not words.found("assessed", told) and not _names(told, finding.typed("impact_assessment_reference")):
        yield fault(step, "what", f"Step {step.label} changes the AI system ({quoted(found)}), and does not say that its impact was "
                                  "assessed before.", level=Level.INFO)


def _names(text: str, reference: str) -> bool:
    """Whether a text names a document by the first word of its reference: AIA-009 of "AIA-009 v3"."""
    first = fold(reference).partition(" ")[0].strip(",;")
    return bool(first) and first in fold(text)


@check("ACT022", Finding, of=Of.NONCONFORMITY, level=Level.WARNING)
def claimed_and_not_covered(finding: Finding, review: Review) -> Iterator[Fault]:
    """A change of the management system is claimed, and no action and no proof covers it

    Why: What is said to change has to be somebody's work and has to be shown. The auditor takes the list and asks for each.
    Fix: Name the document in the action that changes it, in its 'Done when' or in a proof; or take it out of the claim.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Management-system change                                 |
        |---|---|---|
        | NC-1       | Minor | **Procedure P-09 version 6, audit checklist IA-CL version 4** |

        Actions
        | Action ID | Finding ID | Action                                       |
        |---|---|---|
        | CA-1      | NC-1       | The gate refuses a model; P-09 describes it. |

    Good:

        Findings
        | Finding ID | Grade | Management-system change                                  |
        |---|---|---|
        | NC-1       | Minor | Procedure P-09 version 6, audit checklist IA-CL version 4 |
        | NC-2       | Minor | None, because P-09 asks for it already.                   |
        | NC-3       | Minor | The rules for releases name who signs.                    |
        | NC-4       | Minor | P-12 section 3, released by Ana Lima on 2026-05-20        |

        Actions
        | Action ID | Finding ID | Action                                       | Done when                      |
        |---|---|---|---|
        | CA-1      | NC-1       | The gate refuses a model; P-09 describes it. | IA-CL asks for the gate's log. |
        | CA-3      | NC-3       | The gate refuses a release without a name.   |                                |
        | CA-4      | NC-4       | The gate refuses a release without a name.   |                                |

        People
        | Name     |
        |---|
        | Ana Lima |
    """
    words, text = review.language, finding.typed("system_change")
    if words is None or finding.blank("system_change") or is_needless(finding) or _stands_alone(text, review):
        return
    if says_only_none(text, words) or fold(text).startswith(("none", "no change", "nothing")):
        return
    if not any(is_corrective(action) for action in review.of(Action, finding)):  # which has a message of its own
        return
    told = [record.typed(name) for kind, names in COVERS for record in review.of(kind, finding) for name in names]
    covered = fold(" \n ".join([*told, finding.typed("risk_reference"), finding.typed("impact_assessment_reference"),
                                finding.typed("management_review_reference")]))
    known = words.content(covered)
    left = [item for item in _items(text)[:MANY] if not _covered(item, covered, known, words)]
    if left:
        yield fault(finding, "system_change", f"{finding.label} says that {listing(short(item, 50) for item in left)} "
                                              f"{'changes' if len(left) == 1 else 'change'}, and no action and no proof names "
                                              f"{'it' if len(left) == 1 else 'them'}.")


def _stands_alone(text: str, review: Review) -> bool:
    """Whether a claim says itself by whom or when it was carried out."""
    plain, people = fold(text), review.once(_people)
    return bool(_DAY.search(text)) or any(name in plain for word in language.words(text) for name in people.get(word, ()))


def _people(review: Review) -> dict[str, list[str]]:
    """The names of the sheet People by their first word."""
    found: dict[str, list[str]] = {}
    for person in review.register.all(Person):
        if first := language.words(person.typed("name"))[:1]:
            found.setdefault(first[0], []).append(fold(person.typed("name")))
    return found


def _items(text: str) -> list[str]:
    """The things that a claim lists, each with its section; what stands in brackets is none."""
    found: list[str] = []
    plain = _SHORTENED.sub(r"\1", re.sub(r"\([^()]*\)", " ", text))
    for part in map(str.strip, _ITEMS.split(plain)):
        if found and _PART.match(part) and not _codes(part):
            found[-1] += f", {part}"
        elif re.search(r"[^\W\d]{2}", part) or _codes(part):
            found.append(part)
    return list(dict.fromkeys(found))


def _codes(text: str) -> list[str]:
    """The short names of documents in a text; a part or an issue of one is none."""
    return [code for code in _CODE.findall(text) if "-" in code or re.split(r"[_ \d]", code)[0] not in _NO_DOCUMENT]


def _covered(item: str, told: str, known: Sequence[str], words: language.Language) -> bool:
    """Whether what is told names the document of an item, or says what changes in it.

    An item without a short name of a document is covered by one of its words.
    """
    codes = [fold(code).replace(" ", "-") for code in _codes(item)]
    plain = told.replace(" ", "-")
    if any(code in plain and re.search(rf"(?<!\w){re.escape(code)}(?!\d)", plain) for code in codes):
        return True
    rest = words.lists["of_documents"].without(_CODE.sub(" ", item)) if codes or _PART.match(item) else item
    said = [word for word in words.content(rest) if not word[0].isdigit()]
    shared = telling(said, known)
    return 2 * len(shared) >= len(said) and len(shared) > 1 if codes else bool(shared) or not said


@check("ACT023", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def changes_nothing_without_a_word(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing changes in the management system, and nothing says why not

    Why: Where nothing changed, the auditor asks why the same should not happen again.
    Fix: Write 'none, because ...'; or name the policy, procedure, control or risk entry that changes.
    Source: Our advice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Management-system change |
        |---|---|---|
        | NC-1       | Minor | **None.**                |
        | NC-2       | Minor | **No changes required**  |

    Good:

        Findings
        | Finding ID | Grade | Management-system change                | Corrective action needed | Reason if no action |
        |---|---|---|---|---|
        | NC-1       | Minor | None, because P-09 asks for it already. |                          |                     |
        | NC-2       | Minor | None.                                   | No                       | Retired on 1 May.   |
    """
    if says_only_none(finding.typed("system_change"), review.language) and not is_needless(finding):
        yield fault(finding, "system_change", f"{finding.label} says '{finding.system_change.strip()}' about changes of the management "
                                              "system, and not why.")


@check("MGT014", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, minor=Level.INFO, blocks=Purpose.NEVER)
def reference_that_is_none(finding: Finding, review: Review) -> Iterator[Fault]:
    """The risk entry, the impact assessment or the management review is "n/a"

    Why: A sign that holds the place of a number counts as filled, and hides that nothing was renewed or taken anywhere.
    Fix: Name the entry, the assessment or the review with its item; or empty the cell.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Risk register entry | Management review |
        |---|---|---|---|
        | NC-1       | Major | **n/a**             | MR 2026-Q2        |
        | NC-2       | Major | R-017               | **N/A**           |
        | NC-3       | Major | **not yet entered** | **will be taken to the next one** |

    Good:

        Findings
        | Finding ID | Grade | Risk register entry | Management review | AI impact assessment |
        |---|---|---|---|---|
        | NC-1       | Major | R-017               | MR 2026-Q2        | n/a                  |
    """
    changing = any(action.changes_ai_system == "Yes" for action in review.of(Action, finding))
    names = ("risk_reference", "management_review_reference", "impact_assessment_reference")
    asked = names if changing and names[2] in review.subject(finding).renewed else names[:2]
    for name in names:
        text = finding.typed(name)
        if finding.known(name) and ((name in asked and holds_a_place(text)) or _is_promised(text, review)):
            yield fault(finding, name, f"'{review.header(finding, name)}' of {finding.label} only says "
                                       f"'{finding.typed(name).strip()}'.")


def _is_promised(text: str, review: Review) -> bool:
    """Whether a text names no record, and speaks of one that is still to come: "will follow", "not yet renewed"."""
    words = review.language
    if words is None or any(map(str.isdigit, text)):
        return False
    return any(words.found(listed, text) for listed in ("future", "to_come", "not_begun")) or fold(text).strip(" .") == "planned"
