"""The answer in five lines: what was put right, how far it reached, why it happened, what changes, whether it works.

They count and date; the words themselves stand in the chain and the sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core.model import Action, Cause, Containment, Effect
from ncr_toolkit.core.status import is_needless, is_reopened
from ncr_toolkit.word.blocks import TableRow, facts
from ncr_toolkit.word.case import Case, begun, printed

_MOST = 170  # characters of a text of the register: two lines
_MOST_FOUND = 2 * _MOST  # of an extent in which further cases are named: they stand at its end
_CORRECTED, _EFFECT = "Containment and correction", "Effectiveness check"  # sections of the response
_WIDTHS = (30, 144)


def answer_lines(case: Case) -> str:
    """The lines as a table; a line of which nothing is known is left out."""
    told = [("Reopened", _reopened(case)), ("Decision", _decision(case)), ("Put right", _put_right(case)),
            ("Extent", _extent(case)), ("Cause", _cause(case)), ("Action", _action(case)),
            ("Effect", effect_line(case))]
    rows: list[TableRow] = [[label, text] for label, text in told if text]
    return facts("The answer in five lines", rows, _WIDTHS, together=True)


def _reopened(case: Case) -> str:
    """When and why it was raised again: what the body reads first of such an answer."""
    record = case.finding
    if not is_reopened(record):
        return ""
    day = printed(record, "reopened_on")
    why = begun(printed(record, "reopen_reason"), _MOST, "History") or "why is not yet filled"
    return f"{f'On {day}' if day else 'Day not yet filled'}: {why}".removesuffix(".") + "."


def _decision(case: Case) -> str:
    """What was decided on an observation."""
    if not case.wants("disposition"):
        return ""
    record = case.finding
    if record.disposition == "Accept":
        return "Accepted as it is; why, and which risk stays, is said below."
    return "We act on it." if record.disposition == "Act" else "Not yet filled: act on it, or accept it"


def _put_right(case: Case) -> str:
    steps = [step for step in case.rows(Containment) if step.kind != "Interim mitigation"]
    held = len(case.mitigations)
    until = f"{plural(held, 'interim mitigation')} until the cause is removed" if held else ""
    if not steps:
        return f"{until}." if until else ""
    corrections = [step for step in steps if step.kind == "Correction"] or steps
    counted = _counted("step", [step.done_on for step in steps], [step.planned_on for step in steps])
    return f"{'; '.join(filter(None, (counted, until)))}. {begun(printed(corrections[0], 'what'), _MOST, _CORRECTED)}"


def _extent(case: Case) -> str:
    count = case.finding.extent_count
    found = "" if count is None else f"{plural(count, 'further case')} found. " if count else "No further case found. "
    most = _MOST_FOUND if count else _MOST
    return (found + begun(printed(case.finding, "extent"), most, "Extent")).strip()


def _cause(case: Case) -> str:
    causes = case.rows(Cause)
    methods = dict.fromkeys(cause.method for cause in causes if cause.method)
    how = f", found by {listing(methods)}" if methods else ""
    return f"{plural(len(causes), 'root cause')}{how}." if causes else ""


def _action(case: Case) -> str:
    actions = case.rows(Action)
    if actions:
        return f"{_counted('action', [each.done_on for each in actions], [each.due for each in actions])}."
    reason = begun(printed(case.finding, "no_action_reason"), _MOST, "Corrective action plan")
    return f"No action against the cause is needed. {reason}".strip() if is_needless(case.finding) else ""


def _counted(what: str, done: Sequence[date | None], due: Sequence[date | None]) -> str:
    """"3 actions, all done, the last on 2026-06-24"; "1 of 3 actions done, the last is due on 2026-08-14"."""
    days, many = [day for day in done if day is not None], len(done)
    if len(days) == many:
        return f"{plural(many, what)}, " + (f"all done, the last on {max(days)}" if many > 1 else f"done on {days[0]}")
    last = max((day for day, ended in zip(due, done, strict=True) if day and ended is None), default=None)
    return f"{len(days)} of {plural(many, what)} done{f', the last is due on {last}' if last else ''}"


def effect_line(case: Case) -> str:
    """What the last review of the effect found, or when the next one is due."""
    reviewed = [each for each in case.rows(Effect) if each.reviewed_on and each.result]
    if reviewed:
        last = max(reviewed, key=lambda each: each.reviewed_on or date.min)
        by = f" by {printed(last, 'reviewer')}" if last.reviewer else ""
        observed = begun(printed(last, "observed"), _MOST, _EFFECT)
        return f"{last.result}, judged on {last.reviewed_on}{by}. {observed}".strip()
    due = [each for each in case.rows(Effect) if each.due]
    if not due:
        return ""
    first = min(due, key=lambda each: each.due or date.max)
    by = f" by {printed(first, 'reviewer')}" if first.reviewer else ""
    return f"To be judged on {first.due}{by}."
