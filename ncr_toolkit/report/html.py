"""The check as one HTML page: no network, printable, readable by everybody who has a browser."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ncr_toolkit.assessment import Assessment
from ncr_toolkit.model import Finding
from ncr_toolkit.problem import Level, Problem
from ncr_toolkit.status import FIGURES, standing
from ncr_toolkit.text import plural

WORDS = {Level.ERROR: "Error", Level.WARNING: "Warning", Level.INFO: "To do"}

STYLE = """
body{font:15px/1.45 "Segoe UI",Carlito,Calibri,Arial,sans-serif;color:#1d2733;margin:2rem auto;max-width:1180px;
padding:0 1rem}
h1{font-size:1.7rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem;color:#17406d}
p.read{color:#4a5866;margin:.3rem 0 1.2rem}
dl.figures{display:flex;flex-wrap:wrap;gap:.6rem;margin:0}
dl.figures div{border:1px solid #c9d3dd;border-radius:6px;padding:.45rem .8rem;min-width:6.2rem}
dl.figures dt{font-size:.8rem;color:#4a5866}dl.figures dd{font-size:1.5rem;margin:0;font-weight:600}
dl.figures div.late{border-color:#a3281c;background:#fdf0ee}dl.figures div.late dd{color:#8f2015}
table{border-collapse:collapse;width:100%}
th{text-align:left;background:#17406d;color:#fff;padding:.4rem .55rem;font-weight:600}
td{border-bottom:1px solid #dce3ea;padding:.4rem .55rem;vertical-align:top;overflow-wrap:anywhere}
td.id,td.cell{white-space:nowrap}
b.error{color:#8f2015}b.warning{color:#7a4b00}b.info{color:#4a5866}
p.fix{margin:.15rem 0 0;color:#34424f}p.fix::before{content:"\\2192  "}
ul{margin:0;padding-left:1.1rem}
@media print{body{margin:0;max-width:none;font-size:11px}thead{display:table-header-group}tr{break-inside:avoid}
th{background:#fff;color:#000;border-bottom:2px solid #000}}
"""


def report(assessment: Assessment) -> str:
    """The whole assessment as one page."""
    review = assessment.review
    name = review.register.settings.organisation or review.register.path
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Findings of {escape(name)} on {review.today}</title><style>{STYLE}</style></head><body>
<h1>Findings of {escape(name)}</h1>
<p class="read">{escape(review.pack.standard)}, on {review.today}. Read from {escape(review.register.path)}:
{escape(review.register.told)}.</p>
{_figures(assessment)}
<h2>Findings, majors first</h2>
{_findings(assessment)}
<h2>What the check found: {_found(assessment)}</h2>
{_problems(assessment.problems)}
</body></html>
"""


def _found(assessment: Assessment) -> str:
    errors, warnings = (plural(assessment.count(level), level) for level in (Level.ERROR, Level.WARNING))
    return f"{errors}, {warnings}, {assessment.count(Level.INFO)} to do"


def _figures(assessment: Assessment) -> str:
    late = ("overdue", "actions_overdue")
    tiles = (f'<div{" class=late" if figure.name in late and assessment.figures[figure.name] else ""}>'
             f"<dt>{figure.title}</dt><dd>{assessment.figures[figure.name]}</dd></div>" for figure in FIGURES)
    return f'<dl class="figures">{"".join(tiles)}</dl>'


def _table(headers: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th scope=col>{header}</th>" for header in headers)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _findings(assessment: Assessment) -> str:
    return _table(("Finding", "Grade", "Where it stands", "Owner", "Close due", "Response"),
                  (_finding(finding, assessment) for finding in assessment.findings))


def _finding(finding: Finding, assessment: Assessment) -> str:
    review, ready = assessment.review, assessment.readiness(finding)
    soon = review.register.settings.days("due_soon_days")
    state = "ready as proof" if ready.proof_ready else "ready as plan" if ready.plan_ready else "not ready"
    state = "none is due" if finding.status == "Withdrawn" else state
    gaps = "".join(f"<li>{escape(gap)}</li>" for gap in ready.gaps)
    return (f'<tr><td class="id">{escape(finding.typed("id"))}</td><td>{escape(finding.typed("grade"))}</td>'
            f"<td>{escape(standing(finding, review.today, soon))}</td><td>{escape(finding.typed('owner'))}</td>"
            f"<td class=cell>{escape(finding.typed('close_due'))}</td>"
            f"<td>{state}{f'<ul>{gaps}</ul>' if gaps else ''}</td></tr>")


def _problems(problems: list[Problem]) -> str:
    if not problems:
        return "<p>Nothing was found.</p>"
    return _table(("Level", "Cell", "Record", "What is wrong, and what to do", "Check"), map(_problem, problems))


def _problem(problem: Problem) -> str:
    return (f'<tr><td><b class="{problem.level}">{WORDS[problem.level]}</b></td>'
            f'<td class="cell">{escape(str(problem.cell))}</td><td class="id">{escape(problem.record or "")}</td>'
            f'<td>{escape(problem.message)}<p class="fix">{escape(problem.fix)}</p></td><td>{problem.code}</td></tr>')
