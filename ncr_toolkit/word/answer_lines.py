"""The answer in five lines: what was put right, how far it reached, why it happened, what changes, whether it works.

They count and date; the words themselves stand in the chain and the sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ncr_toolkit.common.punctuation import beside, sentence, with_semicolons
from ncr_toolkit.common.translation import and_listing, day, gettext, ngettext, pgettext
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
    told = [(gettext("Reopened"), _reopened(case)), (gettext("Decision"), _decision(case)),
            (gettext("Put right"), _put_right(case)), (gettext("Extent"), _extent(case)),
            (gettext("Cause"), _cause(case)), (gettext("Action"), _action(case)),
            (gettext("Effect"), effect_line(case))]
    rows: list[TableRow] = [[label, text] for label, text in told if text]
    return facts(gettext("The answer in five lines"), rows, _WIDTHS, together=True)


def _reopened(case: Case) -> str:
    """When and why it was raised again: what the body reads first of such an answer."""
    record = case.finding
    if not is_reopened(record):
        return ""
    again = printed(record, "reopened_on")
    why = begun(printed(record, "reopen_reason"), _MOST, "History") or gettext("why is not yet filled")
    return sentence(beside(gettext("On {day}", day=again) if again else gettext("Day not yet filled"), why))


def _decision(case: Case) -> str:
    """What was decided on an observation."""
    if not case.wants("disposition"):
        return ""
    record = case.finding
    if record.disposition == "Accept":
        return gettext("Accepted as it is; why, and which risk stays, is said below.")
    return gettext("We act on it.") if record.disposition == "Act" else \
        gettext("Not yet filled: act on it, or accept it")


def _put_right(case: Case) -> str:
    steps = [step for step in case.rows(Containment) if step.kind != "Interim mitigation"]
    held = len(case.mitigations)
    until = ngettext("{count} interim mitigation until the cause is removed",
                     "{count} interim mitigations until the cause is removed", held) if held else ""
    if not steps:
        return sentence(until) if until else ""
    corrections = [step for step in steps if step.kind == "Correction"] or steps
    counted = _counted(len(steps), ngettext("{count} step", "{count} steps", len(steps)),
                       [step.done_on for step in steps], [step.planned_on for step in steps])
    return f"{sentence(with_semicolons((counted, until)))} {begun(printed(corrections[0], 'what'), _MOST, _CORRECTED)}"


def _extent(case: Case) -> str:
    count = case.finding.extent_count
    found = "" if count is None else gettext("No further case found.") if not count else \
        ngettext("{count} further case found.", "{count} further cases found.", count)
    most = _MOST_FOUND if count else _MOST
    return f"{found} {begun(printed(case.finding, 'extent'), most, 'Extent')}".strip()


def _cause(case: Case) -> str:
    causes = case.rows(Cause)
    methods = and_listing(dict.fromkeys(pgettext("choice", cause.method) for cause in causes if cause.method))
    if methods:
        return ngettext("{count} root cause, found by {methods}.", "{count} root causes, found by {methods}.",
                        len(causes), methods=methods)
    return ngettext("{count} root cause.", "{count} root causes.", len(causes)) if causes else ""


def _action(case: Case) -> str:
    actions = case.rows(Action)
    if actions:
        many = ngettext("{count} action", "{count} actions", len(actions))
        done, due = [each.done_on for each in actions], [each.due for each in actions]
        return sentence(_counted(len(actions), many, done, due))
    reason = begun(printed(case.finding, "no_action_reason"), _MOST, "Corrective action plan")
    none = gettext("No action against the cause is needed.")
    return f"{none} {reason}".strip() if is_needless(case.finding) else ""


def _counted(number: int, many: str, done: Sequence[date | None], due: Sequence[date | None]) -> str:
    """"3 actions, all done, the last on 2026-06-24"; "1 of 3 actions done, the last is due on 2026-08-14". `many`: what
    there is, counted: "3 actions"."""
    days = [each for each in done if each is not None]
    if len(days) == number:
        last = day(max(days))
        return gettext("{many}, all done, the last on {day}", many=many, day=last) if number > 1 else \
            gettext("{one}, done on {day}", one=many, day=last)
    waits = max((each for each, ended in zip(due, done, strict=True) if each and ended is None), default=None)
    part = gettext("{done} of {many} done", done=len(days), many=many)
    return gettext("{part}, the last is due on {day}", part=part, day=day(waits)) if waits else part


def effect_line(case: Case) -> str:
    """What the last review of the effect found, or when the next one is due."""
    reviewed = [each for each in case.rows(Effect) if each.reviewed_on and each.result]
    if reviewed:
        last = max(reviewed, key=lambda each: each.reviewed_on or date.min)
        result, on = pgettext("choice", last.result), printed(last, "reviewed_on")
        by = printed(last, "reviewer")
        judged = gettext("{result}, judged on {day} by {name}.", result=result, day=on, name=by) if by else \
            gettext("{result}, judged on {day}.", result=result, day=on)
        return f"{judged} {begun(printed(last, 'observed'), _MOST, _EFFECT)}".strip()
    due = [each for each in case.rows(Effect) if each.due]
    if not due:
        return ""
    first = min(due, key=lambda each: each.due or date.max)
    if first.reviewer:
        return gettext("To be judged on {day} by {name}.", day=printed(first, "due"), name=printed(first, "reviewer"))
    return gettext("To be judged on {day}.", day=printed(first, "due"))
