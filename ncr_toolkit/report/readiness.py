"""How far the answer to a finding is: ready as a plan, as a proof, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.text import one_line, plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Readiness
from ncr_toolkit.core.status import is_open
from ncr_toolkit.report.text_lines import wrap


def state(readiness: Readiness) -> str:
    """"ready: plan and proof", "ready: plan; 2 points to the proof", "3 points to the plan, 2 more to the proof"."""
    proof = len(readiness.proof_gaps)
    if readiness.proof_ready:
        return "ready: plan and proof"
    if readiness.plan_ready:
        return f"ready: plan; {plural(proof, 'point')} to the proof"
    more = f", {proof} more to the proof" if proof else ""
    return f"{plural(len(readiness.plan_gaps), 'point')} to the plan{more}"


def gaps(readiness: Readiness, indent: str) -> Iterator[str]:
    """Each point that is missing, with its cell, and for what it is missing."""
    for stage, missing in (("plan", readiness.plan_gaps), ("proof", readiness.proof_gaps)):
        for gap in missing:
            yield from wrap(one_line(gap), f"{indent}{stage:<6} ", f"{indent}       ")


def overview(assessment: Assessment) -> list[str]:
    """A line for each open finding, majors first: how far it is, and the cells of what is missing."""
    return [line for finding in assessment.answered if is_open(finding) for line in _line(finding, assessment)]


def _line(finding: Finding, assessment: Assessment) -> list[str]:
    readiness = assessment.readiness(finding)
    cells = [f"{stage}: {', '.join(dict.fromkeys(map(_cell, missing)))}" for stage, missing in
             (("plan", readiness.plan_gaps), ("proof", readiness.proof_gaps)) if missing]
    told = state(readiness) + (f" ({'; '.join(cells)})" if cells else "")
    head = one_line(f"{finding.typed('id') or finding.label}")
    return wrap(told, f"  {head:<16} {one_line(finding.typed('grade')):<16} ", " " * 36)


def _cell(gap: str) -> str:
    """The cell at the end of a gap: "... (Actions!G28)"."""
    return gap[gap.rindex("(") + 1:-1] if gap.endswith(")") else gap
