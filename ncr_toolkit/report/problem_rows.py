"""A problem as reports list it: with its finding, the grade and owner by which people look for it, and its rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import CheckSetting, Finding
from ncr_toolkit.core.problem import ALL, Level, Problem, Purpose, Rule
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record

NOBODY = "(nobody)"
UNGRADED = "(no grade)"
SET_ASIDE = "Set aside by "
SAID = " The check had said: "
GRAVEST = list(Level)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem, and whose it is. Without a finding it belongs to none in particular."""

    problem: Problem
    finding: Finding | None
    grade: str
    owner: str  # of the record itself where it has one, else of its finding
    rank: tuple[int, int]  # level, then the finding's place in the list of findings; the file itself comes first

    @property
    def of_the_file(self) -> bool:
        """Whether it concerns the workbook as a whole, and so everybody."""
        return is_of_the_file(self.problem)

    @property
    def name(self) -> str:
        """The finding by which the row is found, '' where it belongs to none in particular."""
        return self.finding.label if self.finding is not None else ""


def is_of_the_file(problem: Problem) -> bool:
    """Whether a problem concerns the workbook as a whole: what is missing, its settings, a check switched off."""
    nowhere = problem.record is None and not problem.findings
    return nowhere or ALL in problem.findings or is_switched_off(problem)


def is_switched_off(problem: Problem) -> bool:
    """Whether it only tells that Check settings switch a check off."""
    return problem.level is Level.INFO and problem.key == CheckSetting.SHEET.by_name["code"].key


def is_decided(problem: Problem) -> bool:
    """Whether a row of Decisions sets it aside."""
    return problem.level is Level.INFO and problem.message.startswith(SET_ASIDE)


def is_set_aside(problem: Problem) -> bool:
    """Whether a row of Decisions sets it aside, or Check settings switch its check off: told, and not to be done."""
    return is_decided(problem) or is_switched_off(problem)


def needed_for(problem: Problem) -> str:
    """For what its mending is needed, in a word: "plan", "proof"; '' where no answer waits for it."""
    return str(problem.blocks) if problem.findings and problem.blocks in (Purpose.PLAN, Purpose.PROOF) else ""


def rows(assessment: Assessment) -> list[ProblemRow]:
    """Every listed problem with whose it is, in the order of the workbook."""
    whose = _Whose(assessment)
    return [whose.row(problem) for problem in assessment.problems]


def rules_of(assessment: Assessment) -> list[Rule]:
    """The rules that the listed problems are held to, each once, in the order of their first problem."""
    return list({each.rule.code: each.rule for each in assessment.problems if each.rule is not None}.values())


class _Whose:
    """Finds the record in which a problem's cell stands, its finding and its owner."""

    def __init__(self, assessment: Assessment) -> None:
        self.review = assessment.review
        register = self.review.register
        self.records: dict[tuple[str, int], Record] = {
            (record.at.sheet, record.at.row): record for record in register.every() if record.at.row}
        self.findings: dict[str, Finding] = {}
        for finding in register.findings:
            self.findings.setdefault(fold(finding.label), finding)
        self.place = {id(finding): number for number, finding in enumerate(assessment.findings, start=1)}

    def row(self, problem: Problem) -> ProblemRow:
        place = (problem.cell.sheet, problem.order[1])
        record = None if is_of_the_file(problem) else self.records.get(place)
        finding = self._finding(problem, record)
        grade = grade_of(finding) if finding is not None else ""
        rank = GRAVEST.index(problem.level), self.place.get(id(finding), 0)
        return ProblemRow(problem, finding, grade, self._owner(record, finding), rank)

    def _finding(self, problem: Problem, record: Record | None) -> Finding | None:
        if isinstance(record, Finding):
            return record
        return self.findings.get(problem.findings[0]) if len(problem.findings) == 1 else None

    def _owner(self, record: Record | None, finding: Finding | None) -> str:
        own = record is not None and "owner" in record.SHEET.by_name and record.typed("owner")
        holder = record if own else finding
        return owner_of(holder, self.review) if holder is not None else ""


def grade_of(finding: Finding) -> str:
    """The grade as typed; words of ours where there is none."""
    return finding.typed("grade") or UNGRADED


def owner_of(record: Record, review: Review) -> str:
    """The owner of a record, as the sheet People writes the name; words of ours where there is none."""
    name = record.typed("owner")
    person = review.person(name)
    return person.label if person is not None else " ".join(name.split()) or NOBODY


class Blind(NamedTuple):
    """Checks that could not look for one reason: what each looks for, by its code."""

    why: str
    checks: tuple[tuple[str, str], ...]


def blind(assessment: Assessment) -> list[Blind]:
    """The checks that could not look, those of one reason together."""
    by_reason: dict[str, list[tuple[str, str]]] = {}
    for each in assessment.not_checked:
        by_reason.setdefault(each.why, []).append((each.code, each.what))
    return [Blind(f"{why[:1].upper()}{why[1:]}.", tuple(checks)) for why, checks in by_reason.items()]


def found(assessment: Assessment) -> str:
    """What the check found, in words: what is set aside is not work to do."""
    aside = sum(map(is_set_aside, assessment.problems))
    errors, warnings = (plural(assessment.count(level), level.value) for level in (Level.ERROR, Level.WARNING))
    return (f"{errors}, {warnings}, {assessment.count(Level.INFO) - aside} info"
            + (f", {aside} set aside" if aside else "") + "."
            + (f" {assessment.left_out} more are not listed, as asked." if assessment.left_out else ""))
