"""The check as one HTML page: no network, printable, readable by everybody who has a browser."""

from __future__ import annotations

from collections import Counter

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import GRADES, Finding
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.status import FIGURES, standing
from ncr_toolkit.report.html_page import page, safe, table
from ncr_toolkit.report.problem_rows import (
    SAID,
    ProblemRow,
    found,
    grade_of,
    gravest_first,
    is_decided,
    is_set_aside,
    owner_of,
    rows,
)

WORDS = {Level.ERROR: "Error", Level.WARNING: "Warning", Level.INFO: "To do"}
ASIDE = "aside"
"""What the filter by level calls problems that are set aside."""


def report(assessment: Assessment) -> str:
    """The whole assessment as one page."""
    review, every = assessment.review, rows(assessment)
    name = safe(review.register.settings.organisation or review.register.path)
    problems = [row for row in every if not is_set_aside(row.problem)]
    aside = [row for row in every if is_set_aside(row.problem)]
    body = f"""<h1>Findings of {name}</h1>
<p class="read">{safe(review.pack.standard)}, on {review.today}. Read from {safe(review.register.path)}:
{safe(review.register.told)}.</p>
{_figures(assessment)}
{_filter(problems, aside, assessment) if every else ''}
<h2>Findings, majors first</h2>
{_findings(assessment)}
<h2>What the check found: {found(assessment)}</h2>
{_problems(problems, left_out=assessment.left_out)}
{_aside(aside)}"""
    return page(f"Findings of {name} on {review.today}", body, script=bool(every))


def _figures(assessment: Assessment) -> str:
    late = ("overdue", "actions_overdue")
    tiles = (f'<div{" class=late" if figure.name in late and assessment.figures[figure.name] else ""}>'
             f"<dt>{figure.title}</dt><dd>{assessment.figures[figure.name]}</dd></div>" for figure in FIGURES)
    return f'<dl class="figures">{"".join(tiles)}</dl>'


def _filter(problems: list[ProblemRow], aside: list[ProblemRow], assessment: Assessment) -> str:
    """The form by which one shows less; a page without script leaves it out."""
    findings = [finding.label for finding in assessment.findings]
    grades = sorted({row.grade for row in problems + aside},
                    key=lambda grade: GRADES.index(grade) if grade in GRADES else len(GRADES))
    owners = sorted({row.owner for row in problems + aside}, key=str.casefold)
    levels = {level.value: WORDS[level] for level in Level} | ({ASIDE: "Set aside"} if aside else {})
    return f"""<form id="filter" hidden aria-label="Show only a part">
{_choice("owner", "Owner", {name: name for name in owners if name}, Counter(row.owner for row in problems))}
{_choice("grade", "Grade", {name: name for name in grades if name}, Counter(row.grade for row in problems))}
{_choice("level", "Level", levels, Counter(_level(row) for row in problems + aside))}
{_choice("finding", "Finding", {name: name for name in findings if name}, Counter(row.name for row in problems))}
<label>Order<select name="order"><option value="">Gravest first</option>
<option value="workbook">As in the workbook</option></select></label>
<button type="reset">Show everything</button>
<p>What is wrong with the workbook itself concerns everybody and is always shown. What belongs to no single finding
(people, audits, rows without a finding) is shown whatever grade or finding you choose, and for every owner unless it
has one of its own. The figures above are of the whole register.</p></form>
<p class="shown" id="shown" role="status">{_all(problems, aside)}</p>"""


def _all(problems: list[ProblemRow], aside: list[ProblemRow]) -> str:
    return f"{plural(len(problems), 'problem')}{f', {len(aside)} set aside' if aside else ''}; all are shown."


def _choice(name: str, label: str, options: dict[str, str], counts: Counter[str]) -> str:
    made = "".join(f'<option value="{safe(value)}" data-name="{safe(told)}">{safe(told)} ({counts[value]})</option>'
                   for value, told in options.items())
    return (f'<label>{label}<select name="{name}" data-filter><option value="" data-name="">All</option>{made}'
            "</select></label>")


def _marks(*, finding: str, grade: str, owner: str, level: str = "") -> str:
    """What the filter goes by. A row without one of them is shown whatever is chosen there."""
    marks = {"finding": finding, "grade": grade, "owner": owner, "level": level}
    return "".join(f' data-{name}="{safe(value)}"' for name, value in marks.items() if value)


def _findings(assessment: Assessment) -> str:
    return table(("Finding", "Grade", "Where it stands", "Owner", "Close due", "Response"),
                  (_finding(finding, assessment) for finding in assessment.findings), "findings")


def _finding(finding: Finding, assessment: Assessment) -> str:
    review, ready = assessment.review, assessment.readiness(finding)
    soon = review.register.settings.days("due_soon_days")
    state = "ready as proof" if ready.proof_ready else "ready as plan" if ready.plan_ready else "not ready"
    state = "none is due" if finding.status == "Withdrawn" else state
    gaps = "".join(f"<li>{safe(gap)}</li>" for gap in ready.gaps)
    marks = _marks(finding=finding.label, grade=grade_of(finding), owner=owner_of(finding, review))
    id, grade, owner, due = (safe(finding.typed(name)) for name in ("id", "grade", "owner", "close_due"))
    return (f'<tr{marks}><td class="id">{id}</td><td class="name">{grade}</td>'
            f"<td>{safe(standing(finding, review.today, soon))}</td>"
            f'<td class="name">{owner}</td><td class="word">{due}</td>'
            f"<td>{state}{f'<ul>{gaps}</ul>' if gaps else ''}</td></tr>")


def _problems(problems: list[ProblemRow], *, left_out: int) -> str:
    if not problems:
        return "<p>Nothing is listed.</p>" if left_out else "<p>Nothing was found.</p>"
    order = {id(row): number for number, row in enumerate(problems)}
    return table(("Level", "Cell", "Finding", "Owner", "What is wrong, and what to do", "Check"),
                  (_problem(row, order[id(row)]) for row in gravest_first(problems)), "problems")


def _problem(row: ProblemRow, number: int) -> str:
    problem = row.problem
    level = f'<b class="{problem.level}">{WORDS[problem.level]}</b>'
    return (f'<tr{_own_marks(row)} data-n="{number}"><td class="word">{level}</td>{_where(row)}'
            f'<td>{safe(problem.message)}<p class="fix">{safe(problem.fix)}</p></td>'
            f'<td class="word">{safe(problem.code)}</td></tr>')


def _own_marks(row: ProblemRow) -> str:
    return "" if row.of_the_file else _marks(finding=row.name, grade=row.grade, owner=row.owner, level=_level(row))


def _level(row: ProblemRow) -> str:
    return ASIDE if is_set_aside(row.problem) else row.problem.level.value


def _where(row: ProblemRow) -> str:
    """The cells of the table that say where a problem stands, and whose it is."""
    record = row.problem.record or ""
    own = f"<small>{safe(record)}</small>" if record and fold(record) != fold(row.name) else ""
    grade = f"<small>{safe(row.grade)}</small>" if row.grade else ""
    return (f'<td class="cell">{safe(str(row.problem.cell)).replace("!", "!<wbr>")}{own}</td>'
            f'<td class="id">{safe(row.name)}{grade}</td><td class="name">{safe(row.owner)}</td>')


def _aside(aside: list[ProblemRow]) -> str:
    """What somebody decided not to see as a problem: a list of its own, so that it is neither work nor hidden."""
    if not aside:
        return ""
    decided = table(("Cell", "Finding", "Owner", "Who decided, until when and why; what the check had said", "Check"),
                   map(_decided, aside), "aside")
    return f"<section><h2>Set aside by Decisions and Check settings: {len(aside)}</h2>{decided}</section>"


def _decided(row: ProblemRow) -> str:
    why, _, said = row.problem.message.partition(SAID)
    told = f'<p class="said">The check had said: {safe(said)}</p>' if said else ""
    told = told if is_decided(row.problem) else f'<p class="fix">{safe(row.problem.fix)}</p>'
    return (f"<tr{_own_marks(row)}>{_where(row)}<td>{safe(why)}{told}</td>"
            f'<td class="word">{safe(row.problem.code)}</td></tr>')
