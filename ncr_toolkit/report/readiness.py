"""How far the answer to a finding is, in words, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from ncr_toolkit.common.text import one_line, plural, several
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.stage import Readiness, Stage
from ncr_toolkit.core.status import is_open
from ncr_toolkit.report.text_lines import wrap


def state(finding: Finding, assessment: Assessment) -> str:
    """"not ready: 3 things are missing before you can send the plan", "effective", "accepted as is"; and of an answer
    that waits for it: "plan complete, ready to be sent; 3 things are missing before you can send the proof"."""
    readiness = assessment.readiness(finding)
    told = lacks(readiness)
    if assessment.can_be_sent(finding):
        return f"{readiness.words}, ready to be sent{f'; {told}' if told else ''}"
    return f"{readiness.words}: {told}" if told else readiness.words


def lacks(readiness: Readiness) -> str:
    """"3 things are missing before you can send the plan, 4 more before the proof"; '' where nothing is missing."""
    plan, proof, effect = _missing(readiness)
    if readiness.settled is not None:
        return _before("it is decided", plan + proof)
    if plan:
        return _before("you can send the plan", plan) + (f", {len(proof)} more before the proof" if proof else "")
    return _before("you can send the proof", proof) or _before("its effect is shown", effect)


def _before(what: str, missing: tuple[str, ...]) -> str:
    things = f"{plural(len(missing), 'thing')} {'is' if len(missing) == 1 else 'are'}"
    return f"{things} missing before {what}" if missing else ""


def missing(readiness: Readiness) -> tuple[str, ...]:
    """Each point that is missing, with its cell."""
    return sum(_missing(readiness), ())


def _missing(readiness: Readiness) -> tuple[tuple[str, ...], ...]:
    """What is missing for the plan, for the proof, and for the effect once all else is there."""
    if readiness.stage in (Stage.WITHDRAWN, Stage.DECIDED):
        return (), (), ()
    effect = readiness.effect_gaps if readiness.stage is Stage.IMPLEMENTED else ()
    return readiness.plan_gaps, readiness.proof_gaps, effect or ()


def gaps(readiness: Readiness, indent: str) -> Iterator[str]:
    """Each point that is missing, with its cell, and for what it is missing."""
    for what, missing in zip(("plan", "proof", "effect"), _missing(readiness), strict=True):
        for gap in missing:
            yield from wrap(one_line(gap), f"{indent}{what:<6} ", f"{indent}       ")


def unlisted(finding: Finding, assessment: Assessment, told: Collection[str]) -> Iterator[str]:
    """Each point that is missing and that no problem tells (`told`: what they say, and where): work not done, a
    review of the effect that is still to come."""
    for what, points in zip(("plan", "proof", "effect"), _missing(assessment.readiness(finding)), strict=True):
        for point in points:
            if point not in told:
                yield from wrap(one_line(point), f"  missing          {what:<6} ", " " * 25)


def counted(assessment: Assessment) -> str:
    """"3 of 5 ready (1 implemented, 2 plan complete); not ready: NC-1 (Major) and NC-2 (Minor)": ready for what is
    wanted of each now. The words in brackets are of those that are ready."""
    states = [assessment.readiness(finding) for finding in assessment.answered]
    ready = [state for state in states if state.ready()]
    counts = Counter(state.words for state in sorted(ready, key=lambda state: -list(Stage).index(state.stage)))
    told = ", ".join(f"{count} {words}" for words, count in counts.items())
    lacking = [_who(finding, state) for finding, state in zip(assessment.answered, states, strict=True)
               if not state.ready()]
    who = f"; not ready: {several(lacking, _NAMED)}" if lacking else ""
    return f"{len(ready)} of {len(states)} ready{f' ({told})' if told else ''}{who}"


_NAMED = 5
"""So many answers that are not ready are named."""


def _who(finding: Finding, readiness: Readiness) -> str:
    """"NC-2026-01 (Major, plan complete)"."""
    how = readiness.words if readiness.stage is not Stage.NOT_READY else ""
    return one_line(f"{finding.label} ({', '.join(filter(None, (finding.typed('grade') or 'no grade', how)))})")


def overview(assessment: Assessment) -> list[str]:
    """A line for each open finding, majors first: how far it is, and the cells of what is missing."""
    return [line for finding in assessment.listed if is_open(finding) for line in _line(finding, assessment)]


def _line(finding: Finding, assessment: Assessment) -> list[str]:
    readiness = assessment.readiness(finding)
    cells = [f"{what}: {', '.join(dict.fromkeys(map(_cell, missing)))}" for what, missing in
             zip(("plan", "proof", "effect"), _missing(readiness), strict=True) if missing]
    told = state(finding, assessment) + (f" ({'; '.join(cells)})" if cells else "")
    head = one_line(f"{finding.typed('id') or finding.label}")
    return wrap(told, f"  {head:<16} {one_line(finding.typed('grade')):<16} ", " " * 36)


def _cell(gap: str) -> str:
    """The cell at the end of a gap: "... (Actions!G28)"."""
    return gap[gap.rindex("(") + 1:-1] if gap.endswith(")") else gap
