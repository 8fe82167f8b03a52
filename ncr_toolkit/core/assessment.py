"""A review and what the checks found in it: what reports and responses are made from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.core.figures import figures
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import ALL, Level, NotChecked, Problem
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import Readiness, Stage, doubts_of, is_to_send, readiness, standing_of
from ncr_toolkit.core.status import majors_first


@dataclass
class Assessment:
    """One look at a register, judged."""

    review: Review
    problems: list[Problem]
    everything: Callable[[], list[Problem]] | None = None  # what gives all where `problems` are only some of them
    not_checked: tuple[NotChecked, ...] = ()  # the checks that could not look, and why
    asked: tuple[Finding, ...] = ()  # the findings that are looked at alone; empty: all
    judged: tuple[Finding, ...] | None = None  # the findings that the checks looked at; None: all

    def only(self, codes: Collection[str]) -> Assessment:
        """The same with the problems of these checks, and with what is wrong with the file itself: about nothing nobody
        may hear that all is fine. What is ready still follows from all problems."""
        some = [problem for problem in self.problems if problem.code in codes or _is_of_the_file(problem)]
        blind = tuple(each for each in self.not_checked if each.code in codes)
        if (len(some), len(blind)) == (len(self.problems), len(self.not_checked)):
            return self
        return Assessment(self.review, some, lambda: self.found, blind, self.asked, self.judged)

    def about(self, findings: Collection[Finding]) -> Assessment:
        """The same with the problems that concern one of these findings, and what is wrong with the file itself."""
        labels = {fold(finding.label) for finding in findings}
        some = [problem for problem in self.problems
                if not labels.isdisjoint(problem.findings) or _is_of_the_file(problem)]
        return Assessment(self.review, some, lambda: self.found, self.not_checked, tuple(findings), self.judged)

    @cached_property
    def found(self) -> list[Problem]:
        """Every problem, listed or not; where only some checks ran, the others run now."""
        return self.problems if self.everything is None else self.everything()

    @property
    def left_out(self) -> int:
        """How many problems were found and are not among `problems`."""
        return len(self.found) - len(self.problems)

    @cached_property
    def _readiness(self) -> dict[str, Readiness]:
        return readiness(self.found)

    @cached_property
    def _doubts(self) -> dict[str, list[Problem]]:
        return doubts_of(self.found, self.review)

    @cached_property
    def _known(self) -> dict[int, Readiness]:
        return {}

    def can_be_sent(self, finding: Finding) -> bool:
        """Whether a body waits for the answer to a finding, for the first time or since it came back, and all is there
        that it needs now."""
        ready = self.readiness(finding)
        return ready.settled is None and is_to_send(finding, self.review) and ready.ready()

    def readiness(self, finding: Finding) -> Readiness:
        """How far the answer to a finding is, whether it may leave the house, and what stands in its way. Raises
        LookupError for one that the checks did not look at: nobody knows that of it."""
        if self.judged is not None and all(each is not finding for each in self.judged):
            raise LookupError(f"the checks did not look at {finding.label}")
        if id(finding) not in self._known:
            label = fold(finding.label)
            found = self._readiness.get(label, self._readiness[ALL])
            self._known[id(finding)] = standing_of(finding, self.review, found, self._doubts.get(label, ()))
        return self._known[id(finding)]

    def stage(self, finding: Finding) -> Stage:
        """What is proven of the answer to a finding, and nothing more."""
        return self.readiness(finding).stage

    def next(self, finding: Finding) -> str | None:
        """The first thing that is missing in the answer to a finding, with its cell; None where nothing is."""
        return self.readiness(finding).next

    @cached_property
    def figures(self) -> dict[str, int]:
        """The figures of the dashboard by name."""
        return figures(self.review.register, self.review.today)

    def count(self, level: Level) -> int:
        """How many problems of a level are listed."""
        return sum(problem.level == level for problem in self.problems)

    @cached_property
    def findings(self) -> list[Finding]:
        """Every finding, majors first."""
        return majors_first(self.review.register.findings, self.review.today)

    @property
    def listed(self) -> list[Finding]:
        """The findings that reports list, majors first: those asked for, or all."""
        return [finding for finding in self.findings if not self.asked or finding in self.asked]

    @property
    def answered(self) -> list[Finding]:
        """The findings that get a response, majors first: all but the withdrawn."""
        return [finding for finding in self.findings if finding.status != "Withdrawn"]

    def choose(self, ids: Iterable[str] = ()) -> list[Finding]:
        """The findings with these ids, majors first; without any id all but the withdrawn.

        Raises CannotRun for an id that no finding has, and where there is no finding at all.
        """
        path, asked = self.review.register.path, {fold(id): id for id in ([ids] if isinstance(ids, str) else ids)}
        if not self.findings:
            raise CannotRun(f"No finding was read from {path}; look whether it is the right file.")
        for id in asked.values():
            if self.review.find(Finding, id) is None:
                meant = nearest(id, [finding.typed("id") for finding in self.findings])
                raise CannotRun(f"There is no finding {id!r} in {path}{f'; did you mean {meant}' if meant else ''}.")
        return [finding for finding in self.findings if fold(finding.typed("id")) in asked] if asked else self.answered

    @property
    def adrift(self) -> set[str]:
        """The cells of rows that belong to no finding, and so to no response."""
        return {str(problem.cell) for problem in self.found if not problem.findings
                and problem.key is not None and problem.key.endswith((".finding", ".record"))}

    @property
    def failed(self) -> bool:
        """Whether there is a problem of level error."""
        return self.count(Level.ERROR) > 0


def _is_of_the_file(problem: Problem) -> bool:
    """Errors of the workbook itself: no findings, a missing sheet or column, rows that are not read."""
    return problem.code.startswith("WBK") and problem.level is Level.ERROR
