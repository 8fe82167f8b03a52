"""The chain of an answer, from each cause to the action against it, its proof and what came of it: one table that is
read in a minute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.translation import gettext, gettext_noop, ngettext
from ncr_toolkit.core.model import Action, Cause, Effect
from ncr_toolkit.core.stage import PROVES_EFFECT
from ncr_toolkit.core.status import is_needless
from ncr_toolkit.word.blocks import TableRow, TextCell, table
from ncr_toolkit.word.case import Case, begun, printed

_MOST_ROWS = 8
_LETTERS, _LEAST, _LONGEST = 560, 50, 130  # characters of all rows, and of a text at least and at most
_CAUSE, _ACTION = (gettext_noop("Root cause"), 56.0), (gettext_noop("Action"), 66.0)
_PROOF, _RESULT = (gettext_noop("Proof"), 25.0), (gettext_noop("Result"), 27.0)


def chain(case: Case) -> str:
    """The table, short enough for the first page; '' where there is neither a cause nor an action."""
    links = list(_links(case))
    if not links:
        return ""
    shown, left = links[:_MOST_ROWS], len(links) - _MOST_ROWS
    most = min(max(_LETTERS // len(shown), _LEAST), _LONGEST)
    named = [action.id for _, action in links if action is not None]
    columns = [_CAUSE, _ACTION, *([_PROOF] if case.proofs(*named) else []), _RESULT]
    if not case.rows(Cause):
        columns.remove(_CAUSE)
    rows = list(_rows(case, shown, [name for name, _ in columns], most))
    if left > 0:
        more = ngettext("And {count} more action, in the section on actions.",
                        "And {count} more actions, in the section on actions.", left)
        rows.append([TextCell(more, style="TableNote")])
    rows += _effect(case, most)
    if any(len(" ".join(text.split())) > most for text in _texts(case, shown)):
        short = gettext("\u2026 : shortened for this page; in full in the sections of the response.")
        rows.append([TextCell(short, style="TableNote")])
    return table(gettext("From cause to result"), _widened(columns), rows)


def _texts(case: Case, links: Sequence[tuple[Cause | None, Action | None]]) -> Iterator[str]:
    """The texts of the table as they stand in the register."""
    for cause, action in links:
        yield cause.statement if cause is not None else ""
        yield printed(action, "what") if action is not None else ""
    yield from (printed(each, "criterion") for each in case.rows(Effect))


def _widened(columns: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The columns, with what others leave free given to the action."""
    free = sum(width for _, width in (_CAUSE, _ACTION, _PROOF, _RESULT)) - sum(width for _, width in columns)
    return [(gettext(name), width + (free if name == _ACTION[0] else 0)) for name, width in columns]


def _links(case: Case) -> Iterator[tuple[Cause | None, Action | None]]:
    """Every cause with each action against it, a cause without one alone; then the actions against none of them."""
    actions, causes = case.rows(Action), case.rows(Cause)
    for cause in causes:
        own: list[Action | None] = [action for action in actions if fold(action.cause) == fold(cause.id)]
        yield from ((cause, action) for action in own or [None])
    known = {fold(cause.id) for cause in causes}
    yield from ((None, action) for action in actions if fold(action.cause) not in known)


def _rows(case: Case, links: Sequence[tuple[Cause | None, Action | None]], names: Sequence[str],
          most: int) -> Iterator[TableRow]:
    before = None
    for cause, action in links:
        cells = {_CAUSE[0]: _cause(cause, most, again=cause is before), _ACTION[0]: _action(case, action, most),
                 _PROOF[0]: _proof(case, action), _RESULT[0]: _result(action)}
        before = cause
        yield [cells[name] for name in names]


def _cause(cause: Cause | None, most: int, *, again: bool) -> TextCell:
    """A cause by its number and its words; where it stands in the row above, by its number alone."""
    if cause is None:
        return TextCell("", blank=True)
    return TextCell(printed(cause, "id") if again else f"{printed(cause, 'id')}  {begun(cause.statement, most)}")


def _action(case: Case, action: Action | None, most: int) -> TextCell:
    if action is None:
        return TextCell(gettext("None is needed") if is_needless(case.finding) else gettext("None yet"))
    return TextCell(f"{printed(action, 'id')}  {begun(printed(action, 'what'), most)}")


def _proof(case: Case, action: Action | None) -> TextCell:
    found = case.proof_links(action.id) if action is not None else ""
    return TextCell("", more=found) if found else \
        TextCell(gettext("To follow") if action is not None and action.done_on is None else "", blank=True)


def _result(action: Action | None) -> TextCell:
    if action is None:
        return TextCell("", blank=True)
    if not action.blank("done_on"):
        return TextCell(gettext("Done {day}", day=printed(action, "done_on")))
    return TextCell("" if action.blank("due") else gettext("Due {day}", day=printed(action, "due")), blank=True)


def _effect(case: Case, most: int) -> Iterator[TableRow]:
    """The criterion by which the effect is judged, and the proof of the effect."""
    told = [begun(printed(each, "criterion"), most) for each in case.rows(Effect) if not each.blank("criterion")]
    proofs = case.proof_links(PROVES_EFFECT)
    if told or proofs:
        yield [TextCell(gettext("Effect judged by"), style="TableLabel"),
               TextCell("; ".join(dict.fromkeys(told)) + "  " * bool(proofs), more=proofs, blank=True)]
