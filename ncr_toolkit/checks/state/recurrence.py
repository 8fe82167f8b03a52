"""Recurrence: what came back, what piles up on one clause, and what was written down twice."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import listing, several
from ncr_toolkit.core.model import Cause, Finding
from ncr_toolkit.core.packs.language import words
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import clauses, names
from ncr_toolkit.core.status import known_open

MONTHS = 24
"""How long ago a finding may have been closed for the next one to be a repeat (ours)."""
PILE = 3
"""From how many open minors on one clause on an auditor may see one major (ours; one scheme takes five)."""
NAMED = 8
"""How many of them a message names."""
LIKELY, RECENT = 80, 20
"""How alike, in percent, the words of a likely repeat are; how many of the latest on a clause are compared."""
ALIKE, FEWEST = 90, 6
"""How alike two statements are, in percent, to be one finding written down twice, and how many words they have at least."""


@check("REC001", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def came_back(finding: Finding, review: Review) -> Iterator[Fault]:
    """A finding is like one that was closed not long ago

    Why: A repeat can be graded major: the first answer did not hold. The body looks for it, and asks why.
    Fix: If it is a repeat, name the earlier one in 'Repeat of', and say in the causes why the first fix did not hold.
    Source: Certification bodies' practice.

    Bad:

        Audits
        | Audit ID |
        |---|
        | A-25     |
        | A-26     |

        Findings
        | Finding ID | Audit | Grade | Status      | Reference    | Raised on  | Closed on  |
        |---|---|---|---|---|---|---|
        | NC-1       | A-25  | Minor | Closed      | 8.4          | 2025-03-02 | 2025-06-02 |
        | NC-2       | A-26  | Minor | In progress | **8.4**      | 2026-05-02 |            |

    Good:

        Audits
        | Audit ID |
        |---|
        | A-22     |
        | A-25     |
        | A-26     |

        Findings
        | Finding ID | Audit | Grade | Status      | Reference | Raised on  | Closed on  | Repeat of |
        |---|---|---|---|---|---|---|---|
        | NC-1       | A-25  | Minor | Closed      | 8.4       | 2025-03-02 | 2025-06-02 |           |
        | NC-2       | A-26  | Minor | In progress | 8.4       | 2026-05-02 |            | NC-1      |
        | NC-3       | A-26  | Minor | In progress | 8.2       | 2026-05-02 |            |           |
        | NC-4       | A-22  | Minor | Closed      | 7.2       | 2022-03-02 | 2022-06-02 |           |
        | NC-5       | A-26  | Minor | In progress | 7.2       | 2026-05-02 |            |           |
        | NC-6       | A-26  | Minor | Closed      | 9.1       | 2026-05-02 | 2026-06-02 |           |
        | NC-7       | A-26  | Minor | In progress | 9.1       | 2026-05-02 |            |           |
    """
    if not known_open(finding) or not finding.blank("repeat_of"):
        return
    own, since = clauses(finding, review.pack), finding.raised_on or review.today
    earlier = {id(other): other for each in own for other in review.once(_closed)[each].before(finding, since)}
    if earlier:
        last, alike_in = _likest(finding, [*earlier.values()], review)
        on = listing(each for each in own if each in clauses(last, review.pack))
        yield fault(finding, "reference", f"{finding.label} is on {on}, like {last.label}, closed on {last.closed_on}{alike_in}.",
                    fix=f"If it is a repeat, write {last.label} into 'Repeat of', and say in the causes why the first fix did not "
                        "hold.")
        return
    alike = [other for group in _same_cause(finding, review) for other in group.before(finding, since)]
    if alike:
        last = max(alike, key=_closing)
        yield fault(finding, "repeat_of", f"{finding.label} has a cause like that of {last.label}, closed on {last.closed_on}, "
                                          f"in the same {_shared(finding, last, review)}.")


def _likest(finding: Finding, recent: list[Finding], review: Review) -> tuple[Finding, str]:
    """Of these closed findings the one of the same AI system that says most of the same, and in words what they share."""
    from rapidfuzz import fuzz  # only here: keeps start-up light

    def likeness(other: Finding) -> tuple[bool, bool]:
        system = bool(_places(finding, "ai_system", review) & _places(other, "ai_system", review))
        said = finding.known("statement") and other.known("statement")
        return system, bool(said) and fuzz.token_set_ratio(" ".join(words(finding.statement)), " ".join(words(other.statement))) \
            >= LIKELY

    last, (system, said) = max(((other, likeness(other)) for other in recent),
                               key=lambda pair: (sum(pair[1]), _closing(pair[0])))
    shared = [word for word, holds in ((f"of the same {_system(finding, review)}", system), ("in nearly the same words", said)) if holds]
    return last, f", {listing(shared)}" if shared else ""


def _places(finding: Finding, name: str, review: Review) -> set[str]:
    return set(map(fold, names(finding, name, review.pack)))


def _shared(finding: Finding, other: Finding, review: Review) -> str:
    same = not finding.blank("process") and fold(finding.typed("process")) == fold(other.typed("process"))
    return "process" if same else _system(finding, review)


def _system(finding: Finding, review: Review) -> str:
    """What the column 'AI system' is called in a register of this standard, within a sentence."""
    header = review.header(finding, "ai_system")
    return header if header[:2].isupper() else header[:1].lower() + header[1:]


def _closing(finding: Finding) -> tuple[date, str]:
    return finding.closed_on or date.min, finding.label


class _Closed:
    """Closed findings that have something in common, in the order of their closing. However many they are, those before a
    finding are found by a look at the latest of each audit."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self.all = sorted(findings, key=_closing)
        self._audits: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.all:
            self._audits[fold(finding.audit)].append(finding)
        self._latest = sorted((each for of in self._audits.values() for each in of[-RECENT:]), key=_closing)[-2 * RECENT:]

    def before(self, finding: Finding, since: date) -> list[Finding]:
        """The latest that were closed within the months before `since`; of the same audit only those over by then."""
        own, audit = self._audits.get(fold(finding.audit), []), fold(finding.audit)
        over = own[:bisect_right(own, since, key=lambda other: other.closed_on or date.min)][-RECENT:]
        found = over + [other for other in self._latest if fold(other.audit) != audit][-RECENT:]
        return sorted((other for other in found if _months(other.closed_on or date.min, since) < MONTHS), key=_closing)[-RECENT:]


def _months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _closed_ones(review: Review) -> list[Finding]:
    return [finding for finding in review.register.findings
            if finding.status == "Closed" and finding.closed_on and finding.grade in ("Major", "Minor")]


def _closed(review: Review) -> dict[str, _Closed]:
    """The closed majors and minors by clause."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in _closed_ones(review):
        for each in clauses(finding, review.pack):
            found[each].append(finding)
    return defaultdict(_Closed, {each: _Closed(of) for each, of in found.items()})


def _same_cause(finding: Finding, review: Review) -> list[_Closed]:
    """The closed findings whose cause is of the same category, in the same process or AI system."""
    places = {(name, place) for name in ("process", "ai_system") for place in _places(finding, name, review)}
    kinds = {fold(cause.category) for cause in review.of(Cause, finding)} - {""}
    index = review.once(_closed_by_cause)
    return [index[*place, kind] for place in sorted(places) for kind in sorted(kinds) if (*place, kind) in index]


def _closed_by_cause(review: Review) -> dict[tuple[str, str, str], _Closed]:
    found: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in _closed_ones(review):
        kinds = {fold(cause.category) for cause in review.of(Cause, finding)} - {""}
        for name in ("process", "ai_system"):
            for place, kind in product(_places(finding, name, review), kinds):
                found[name, place, kind].append(finding)
    return {each: _Closed(of) for each, of in found.items()}


@check("REC004", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def repeat_minor(finding: Finding, review: Review) -> Iterator[Fault]:
    """A minor repeats an earlier finding

    Why: A repeat shows that the first answer did not hold. Bodies may grade it major, and look at how the cause was found.
    Fix: Say in the causes why the first fix did not hold, and let an action remove that. When the body has accepted the plan
    this is silent.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Repeat of  |
        |---|---|---|---|
        | NC-1       | Minor | Closed      |            |
        | NC-2       | Minor | In progress | **NC-1**   |

    Good:

        Findings
        | Finding ID | Grade | Status      | Repeat of | Body's decision |
        |---|---|---|---|---|
        | NC-1       | Minor | Closed      |           |                 |
        | NC-2       | Major | In progress | NC-1      |                 |
        | NC-3       | Minor | In progress | NC-1      | Plan accepted   |
        | NC-4       | Minor | Closed      | NC-1      |                 |
        | NC-5       | Minor | In progress | NC-9      |                 |
    """
    first = review.find(Finding, finding.repeat_of) if finding.grade == "Minor" and known_open(finding) else None
    if first is not None and first is not finding and finding.body_decision not in ("Plan accepted", "Closed by body"):
        yield fault(finding, "repeat_of", f"{finding.label} is a minor and repeats {first.label}: the body may grade it major.")


@check("REC002", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def pile(finding: Finding, review: Review) -> Iterator[Fault]:
    """Several minors are open on one clause

    Why: Minors that gather on one clause show that the system, not a case, is weak. An auditor may take them as one major.
    Fix: Answer them together: one look at what they have in common, one cause, one plan.
    Source: Certification body: ISO/IEC 17021-1, 3.12, as several bodies read it; the number is ours.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Reference |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **8.4**   |
        | NC-2       | Minor | Open        | **8.4**   |
        | NC-3       | Minor | Submitted   | **8.4 a** |

    Good:

        Findings
        | Finding ID | Grade       | Status      | Reference |
        |---|---|---|---|
        | NC-1       | Minor       | In progress | 8.4       |
        | NC-2       | Minor       | Open        | 8.4       |
        | NC-3       | Minor       | Closed      | 8.4       |
        | NC-4       | Observation | Open        | 8.4       |
        | NC-5       | Minor       | Open        | 8.2       |
    """
    if not _open_minor(finding):
        return
    told = []
    for own in clauses(finding, review.pack):
        group = review.once(_open_minors)[own]
        if len(group) >= PILE:
            others = several([each.label for each in group[:NAMED + 1] if each is not finding], NAMED, len(group) - 1)
            told.append(f"{len(group)} minors are open on {own}: {finding.label}, {others}.")
    if told:
        yield fault(finding, "reference", " ".join(told))


def _open_minor(finding: Finding) -> bool:
    return finding.grade == "Minor" and known_open(finding)


def _open_minors(review: Review) -> dict[str, list[Finding]]:
    """The open minors by clause, in the order of their ids."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(filter(_open_minor, review.register.findings), key=lambda each: natural(each.label)):
        for own in clauses(finding, review.pack):
            found[own].append(finding)
    return found


@check("REC003", Finding, of=Of.GRADED, level=Level.WARNING, blocks=Purpose.NEVER)
def written_twice(finding: Finding, review: Review) -> Iterator[Fault]:
    """Two findings say nearly the same

    Why: Either one finding was logged twice, and is counted and answered twice; or it is a repeat that does not say so.
    Fix: Delete the row that is not in the report (with its other rows); if both are, name the first one in 'Repeat of'.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status | Statement of nonconformity                               |
        |---|---|---|---|
        | NC-1       | Minor | Open   | No impact assessment was made before release 2.3 of T.   |
        | NC-2       | Minor | Open   | **No impact assessment was made before release 2.4 of T** |

    Good:

        Findings
        | Finding ID | Grade | Status    | Repeat of | Statement of nonconformity                             |
        |---|---|---|---|---|
        | NC-1       | Minor | Open      |           | No impact assessment was made before release 2.3 of T. |
        | NC-2       | Minor | Open      | NC-1      | No impact assessment was made before release 2.4 of T. |
        | NC-3       | Minor | Withdrawn |           | No impact assessment was made before release 2.3 of T. |
        | NC-4       | Minor | Open      |           | No risk assessment is renewed when a model is replaced |
    """
    first = review.once(_twins).get(id(finding))
    if first is not None:
        yield fault(finding, "statement", f"{finding.label} says nearly the same as {first.label} ({first.cell('statement').ref}).")


def _twins(review: Review) -> dict[int, Finding]:
    """For each finding an earlier one that says nearly the same. Compared are only those that share a rare word or all words."""
    from rapidfuzz import fuzz  # only here: keeps start-up light

    said = {id(each): words(each.statement) for each in review.register.findings
            if each.known("statement") and each.status != "Withdrawn"}
    counts: dict[str, int] = defaultdict(int)
    for text in said.values():
        for word in set(text):
            counts[word] += 1
    seen: dict[str, list[Finding]] = defaultdict(list)
    found: dict[int, Finding] = {}
    for finding in (each for each in _by_age(review) if len(said.get(id(each), ())) >= FEWEST):
        text = said[id(finding)]
        whole = " ".join(text)
        marks = [whole, *sorted(set(text), key=lambda word: (counts[word], word))[:3]]
        for first in {id(each): each for mark in marks for each in seen[mark][-5:]}.values():
            if not _linked(finding, first) and fuzz.ratio(whole, " ".join(said[id(first)])) >= ALIKE:
                found[id(finding)] = first
                break
        for mark in marks:
            seen[mark].append(finding)
    return found


def _by_age(review: Review) -> list[Finding]:
    return sorted(review.register.findings, key=lambda finding: (finding.raised_on or date.max, finding.label))


def _linked(finding: Finding, other: Finding) -> bool:
    """Whether one is said to repeat the other, or both the same one; or they are one id typed twice."""
    own, its = fold(finding.typed("id")), fold(other.typed("id"))
    repeats, repeated = fold(finding.typed("repeat_of")), fold(other.typed("repeat_of"))
    return its in (own, repeats) or repeated == own or (bool(repeats) and repeats == repeated)
