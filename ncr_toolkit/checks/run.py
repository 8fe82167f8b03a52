"""Running the checks over a review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from ncr_toolkit.checks.looking import looked
from ncr_toolkit.checks.registry import Check, Fault, catalogue, is_early
from ncr_toolkit.checks.settled import Known, Settled
from ncr_toolkit.checks.sources import of_standard, rule
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.garbage import without_collection
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.free_rows import first_free_row
from ncr_toolkit.core.model import SHEETS, Audit, CheckSetting, Decision, Finding, Settings
from ncr_toolkit.core.problem import ALL, Level, Problem, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.core.workbook_words import as_named_there
from ncr_toolkit.runs.inputs import program

FILE = "workbook"
"""The family of the checks of the file itself."""
NO_WORDS = ("CAU002", "IDN009", "EXT003")
NO_ANSWER = ("substance", "text_languages")
OF_DAYS = ("deadlines", "overdue", "effectiveness", "evidence", "closure", "odd_days", "audit_days", "deadline_days",
           "implementation", "certificate_end", "closing_days", "watch_days", "effect_proof_days", "signers",
           "extension_consent", "watch", "figures")
OF_WORDS = ("wording", "plans", "criterion", "chains", "action_texts", "claims", "extent_counts", "not_known", "not_looked",
            "containment", "empty_steps", "undecided", "not_yet", "basis", "seen_days")
"""Which checks these are, by their codes, stands in tests/test_chosen_checks.py: one that is moved keeps its silence."""


_PLACES = {kind.SHEET.name: place for place, kind in enumerate(SHEETS, start=1)}
"""Of the sheets in the workbook."""


class Silence(NamedTuple):
    """Which problem of a cell says enough, and the families that are then silent about that cell."""

    by: Callable[[Check], bool]  # the checks that may find it
    says_enough: Callable[[Problem], bool]
    silent: tuple[str, ...]


SILENCES = (  # of no words, of a day that cannot be, of a text that is no answer
    Silence(lambda check: check.code in NO_WORDS, lambda problem: problem.blocks is Purpose.PLAN, NO_ANSWER),
    Silence(lambda check: check.family == "dates", lambda problem: problem.level is not Level.INFO, OF_DAYS),
    Silence(lambda check: check.family in NO_ANSWER, lambda _: True, OF_WORDS),
)


def run(review: Review, select: Iterable[str] = (), ignore: Iterable[str] = (),
        findings: Sequence[Finding] | None = None) -> list[Problem]:
    """Every problem of the register, in the order of its sheets, rows and columns.

    `select` and `ignore` are codes or their beginnings ("OWN", "DAT00"); raises CannotRun for one that fits no check.
    `findings`: look at these alone, and at what belongs to none. All that concerns one of them is found.
    """
    return _run(chosen(select, ignore), review, findings)


def run_again(review: Review, known: Known) -> tuple[list[Problem], Known]:
    """As `run`, and what was settled; what is `known` from an earlier time to be settled is not looked at again. Nothing
    is where this program cannot be told from another version of it."""
    try:
        told = program()
    except OSError:
        told = ""
    if not told:
        return run(review), {}
    settled = Settled(review, catalogue().values(), known)
    return _run(list(catalogue().values()), review, settled=settled), settled.now


def run_alone(review: Review, codes: Collection[str]) -> list[Problem]:
    """What the checks of these codes, and those of the file itself, say where all run: those that may silence them run, too."""
    families = {each.family for each in catalogue().values() if each.code in codes}
    for silence in reversed(SILENCES):  # who silences one that silences another
        if families.intersection(silence.silent):
            families |= {each.family for each in catalogue().values() if silence.by(each)}
    needed = [each for each in catalogue().values() if each.family in families or each.family == FILE]
    return [problem for problem in _run(needed, review) if problem.code in codes or _family(problem) == FILE]


def _run(checks: list[Check], review: Review, findings: Sequence[Finding] | None = None,
         settled: Settled | None = None) -> list[Problem]:
    with without_collection():
        problems = [_problem(each, fault, review) for each, fault in looked(checks, review, findings, settled)]
    return sorted(once(list(set_aside(by_setting(problems, review), review))), key=lambda problem: (problem.order, problem.code, problem.message))


def once(problems: list[Problem]) -> list[Problem]:
    """One fault, one message."""
    for by, says_enough, silent in SILENCES:
        cells = {problem.cell for problem in problems if by(catalogue()[problem.code]) and says_enough(problem)}
        problems = [problem for problem in problems if problem.cell not in cells or _family(problem) not in silent]
    return problems


def _family(problem: Problem) -> str:
    return catalogue()[problem.code].family


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Check]:
    """The checks whose code begins with one of `select` (all, if empty) and with none of `ignore`."""
    only, never = tuple(_code(text) for text in select), tuple(_code(text) for text in ignore)
    found = [each for code, each in catalogue().items()
             if (not only or code.startswith(only)) and not (never and code.startswith(never))]
    if not found:
        raise CannotRun("No check is left after --select and --ignore; leave one of them out.")
    return found


def _code(text: str) -> str:
    code = text.strip().upper()
    if not code or not any(known.startswith(code) for known in catalogue()):
        meant = nearest(code, catalogue(), least=60)
        raise CannotRun(f"No check has the code {text!r}{f'; did you mean {meant}' if meant else ''}. "
                        "`ncr explain` lists them all.")
    return code


def _problem(each: Check, fault: Fault, review: Review) -> Problem:
    record = fault.record
    column = record.SHEET.column(fault.field) if record is not None and fault.field else None
    cell = fault.cell or _cell(record, fault.field)
    finding = review.finding(record) if record is not None else None
    level = _level(each, fault, finding, review)
    value = fault.value if fault.value is not None else record.typed(fault.field) if record and column else None
    nominal = _level(each, fault, finding, review, early=False)  # work that is still to do is a gap all the same
    blocks = fault.blocks or each.blocks or (Purpose.PLAN if nominal is Level.ERROR else None)
    asked, named = rule(each.code, review.pack), partial(_as_named, review)
    return Problem(each.code, level, cell, named(fault.message), named(of_standard(fault.fix, review.pack) or asked.fix),
                   key=column.key if column else None, record=record.label if record else None, value=value or None,
                   findings=_concerned(each, record, finding, review), blocks=blocks, order=_order(cell, record),
                   adds=first_free_row(fault.adds, review) if fault.adds is not None else None, rule=asked)


def _as_named(review: Review, text: str) -> str:
    return as_named_there(text, review.pack, review.settings.typed("workbook_language"))


def _cell(record: Record | None, name: str) -> Cell:
    """Where the fault is: in a column of its record, in the record as a whole, or in the workbook."""
    if record is None or not name:
        return Cell(record.at.sheet if record is not None else "")
    return record.cell(name)


def _concerned(each: Check, record: Record | None, finding: Finding | None, review: Review) -> tuple[str, ...]:
    """Whose responses a problem stands in: the finding's own, all of an audit, or all of the register."""
    if isinstance(record, Audit):
        return tuple(fold(raised.label) for raised in review.register.findings if fold(raised.audit) == fold(record.id))
    if isinstance(record, Settings) or each.family == FILE:
        return (ALL,)
    return review.once_for(_its_own, finding) if finding is not None else ()


def _its_own(finding: Finding, _review: Review) -> tuple[str, ...]:
    """The one finding that a problem concerns: the same for all its problems, of which there may be many thousand."""
    return (fold(finding.label),)


def _level(each: Check, fault: Fault, finding: Finding | None, review: Review, *, early: bool = True) -> Level:
    if fault.level is not None:
        return fault.level
    if finding is not None:
        if early and each.early is not None and is_early(finding, review):
            return each.early
        if each.minor is not None and finding.grade == "Minor":
            return each.minor
    return each.level


def _order(cell: Cell, record: Record | None) -> tuple[int, int, int]:
    sheet = _PLACES[record.SHEET.name] if record is not None else 0
    ref = cell.ref or ""
    digits = "".join(filter(str.isdigit, ref))
    row = int(digits or (record.at.row if record is not None else 0))
    return sheet, row, _number("".join(filter(str.isalpha, ref)))


@lru_cache(maxsize=1024)  # a register has few columns
def _number(letters: str) -> int:
    """Of the column with these letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def by_setting(problems: list[Problem], review: Review) -> list[Problem]:
    """The problems with the levels that the register's own Check settings give them, without those switched off.

    What is only still to do stays information. For every check that is switched off one problem says how many it would
    have found: silence is never taken for "all fine".
    """
    settings = {fold(each.code).upper(): each for each in review.register.all(CheckSetting) if takes_effect(each)}
    kept = [problem if problem.code not in settings else _at_level(problem, settings[problem.code]) for problem in problems
            if problem.code not in settings or settings[problem.code].level != "Off"]
    counts = Counter(problem.code for problem in problems)
    off = [_switched_off(setting, counts[code], review) for code, setting in settings.items() if setting.level == "Off" and counts[code]]
    return kept + off


def takes_effect(setting: CheckSetting) -> bool:
    """Whether a row of Check settings is complete, and its check may be changed."""
    code = fold(setting.code).upper()
    return setting.known("code", "level", "reason", "decided_by") and code in catalogue() and not catalogue()[code].firm


def _at_level(problem: Problem, setting: CheckSetting) -> Problem:
    level, check = Level(setting.level.lower()), catalogue()[problem.code]
    if problem.level is Level.INFO and check.level is not Level.INFO:
        return problem
    blocks = Purpose.PLAN if level is Level.ERROR and problem.blocks is None else problem.blocks
    return replace(problem, level=level, blocks=None if level is not Level.ERROR and check.blocks is None else blocks)


def _switched_off(setting: CheckSetting, number: int, review: Review) -> Problem:
    code = fold(setting.code).upper()
    return Problem(code, Level.INFO, setting.cell("code"),
                   f"{code} is switched off in this register by {setting.decided_by} because "
                   f"{setting.reason.rstrip('. ')}: {plural(number, 'problem')} not shown.",
                   "Delete this row to see them again.", key=setting.SHEET.by_name["code"].key, record=setting.label,
                   value=setting.code, blocks=Purpose.NEVER, order=_order(setting.cell("code"), setting),
                   rule=rule(code, review.pack))


def set_aside(problems: list[Problem], review: Review) -> Iterator[Problem]:
    """The problems, those that a valid row of Decisions sets aside turned into information with its reason."""
    decisions = {(fold(each.code), fold(each.record)): each for each in review.register.all(Decision)
                 if holds(each, review)}
    for problem in problems:
        decision = decisions.get((fold(problem.code), fold(problem.record or "")))
        if decision is None or catalogue()[problem.code].firm:
            yield problem
            continue
        told = (f"Set aside by {decision.decided_by} until {decision.until} because {decision.reason.rstrip('. ')}. "
                f"The check had said: {problem.message}")
        yield replace(problem, level=Level.INFO, message=told, blocks=Purpose.NEVER)


def holds(decision: Decision, review: Review) -> bool:
    """Whether a decision has effect on the day: it is complete, and its end date is today or later."""
    complete = decision.known("code", "record", "reason", "decided_by", "until")
    return complete and decision.until is not None and decision.until >= review.today
