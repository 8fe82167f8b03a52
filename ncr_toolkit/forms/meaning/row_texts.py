"""A row of the register as one line of plain words, for the places of a form that hold several rows.

The words that we add ("due", "done") are those of the form's language; days and what was typed stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ncr_toolkit.common.translation import ENGLISH, gettext, gettext_noop, pgettext, speaking
from ncr_toolkit.core.model import Person, Probe
from ncr_toolkit.core.schema import Record
from ncr_toolkit.word.case import Case, printed

_COLUMNS = {"criterion": gettext_noop("Criterion"), "method": gettext_noop("Method"), "target": gettext_noop("Target"),
            "observed": gettext_noop("Observed"), "result": gettext_noop("Result")}
_DUE, _DONE, _ON = gettext_noop("due {day}"), gettext_noop("done {day}"), gettext_noop("on {day}")
_FROM, _TO = gettext_noop("from {day}"), gettext_noop("to {day}")
_form: ContextVar[str] = ContextVar("form", default=ENGLISH)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Within it the lines of rows speak the language of that code; English, where documents do not speak it."""
    token = _form.set(code)
    try:
        yield
    finally:
        _form.reset(token)


def told(text: str, /, **values: object) -> str:
    """A text of our own in the form's language, with `values` in its {places}."""
    with speaking(_form.get()):
        return gettext(text, **values)


def _choice(record: Record, name: str) -> str:
    """What was chosen, in the form's language and in small letters."""
    with speaking(_form.get()):
        return pgettext("choice", record.typed(name)).lower()


def _line(head: str, text: str, *notes: str) -> str:
    """"CA-01: Gate asks for assessment (J. Silva, due 2026-05-01)"; what is empty is left out."""
    said = ", ".join(note for note in notes if note)
    body = " ".join(part for part in (text, f"({said})" if said else "") if part)
    return f"{head}: {body}" if head and body else head or body


def gone(name: str, case: Case) -> Person | None:
    """The person of that name who has left by the day of the look; None where nobody has."""
    person = case.review.person(name)
    return person if person and person.left_on and person.left_on <= case.review.today else None


def who(row: Record, name: str, case: Case) -> str:
    """Whom a row names: nobody who has left before it is done."""
    done = next((day for day in ("reviewed_on", "done_on") if day in row.SHEET.by_name), "")
    return "" if done and row.blank(done) and gone(row.typed(name), case) else _said(row, name)


def _said(record: Record, name: str, text: str = "") -> str:
    """A value within a text of ours that has a place for it, "due {day}"; '' where there is none."""
    value = printed(record, name) if not record.blank(name) else ""
    return told(text, **dict.fromkeys(("day", "name", "value", "reason"), value)) if value and text else value


def cause(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "statement"))


def action(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "what"), who(row, "owner", case), _due(row), _done(row))


def _due(row: Record) -> str:
    return _said(row, "due", _DUE)


def _done(row: Record) -> str:
    return _said(row, "done_on", _DONE)


def step(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), *_step(row, case))


def _step(row: Record, case: Case) -> tuple[str, str, str]:
    day = _done(row) or _said(row, "planned_on", gettext_noop("planned {day}"))
    return printed(row, "what"), who(row, "owner", case), day


def any_step(row: Record, case: Case) -> str:
    kind = _choice(row, "kind")
    return _line(f"{printed(row, 'id')} ({kind})" if kind else printed(row, "id"), *_step(row, case))


def proof(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "title"), _said(row, "file"), _said(row, "place"),
                 _said(row, "dated", gettext_noop("dated {day}")))


def chain(row: Record, case: Case) -> str:
    head = ": ".join(part for part in (_leg(row), printed(row, "problem")) if part)
    whys = [_line(told(gettext_noop("Why {number}"), number=number), printed(row, f"why{number}"))
            for number in range(1, 6) if not row.blank(f"why{number}")]
    return "\n".join([head, *whys] if head else whys)


def _leg(row: Record) -> str:
    with speaking(_form.get()):
        return pgettext("choice", row.typed("leg"))


def bone(row: Record, case: Case) -> str:
    because = _said(row, "sub_cause", gettext_noop("because: {reason}"))
    text = ", ".join(part for part in (printed(row, "cause"), because) if part)
    return _line(printed(row, "category"), text, _choice(row, "verdict"))


def question(row: Record, case: Case) -> str:
    asked = case.review.question(row) if isinstance(row, Probe) else None
    head = " ".join(part for part in (printed(row, "question"), asked.text if asked else "") if part)
    return "\n".join(part for part in (head, printed(row, "answer")) if part)


def effect(row: Record, case: Case) -> str:
    by = told(gettext_noop("by {name}"), name=name) if (name := who(row, "reviewer", case)) else ""
    checked = ", ".join(filter(None, (by, _said(row, "reviewed_on", _ON) or _due(row))))
    parts = [_line(_column(name), printed(row, name)) for name in ("criterion", "method", "target")
             if not row.blank(name)]
    parts += [_line(told(gettext_noop("Review")), checked)] if checked else []
    parts += [_line(_column("observed"), printed(row, "observed"))] if not row.blank("observed") else []
    parts += [_line(_column("result"), _result(row))] if not row.blank("result") else []
    return "\n".join(parts)


def _column(name: str) -> str:
    return told(_COLUMNS[name])


def _result(row: Record) -> str:
    with speaking(_form.get()):
        return pgettext("choice", row.typed("result"))


def lesson(row: Record, case: Case) -> str:
    taken = _said(row, "taken_to", gettext_noop("taken to {value}"))
    return _line("", printed(row, "lesson"), taken, _said(row, "taken_on", _ON))


def preparation(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "item"), who(row, "owner", case), _due(row), _done(row))


def sign_off(row: Record, case: Case) -> str:
    return _line(printed(row, "role"), ", ".join(part for part in (
        printed(row, "person"), _choice(row, "decision"), printed(row, "signed_on")) if part))


def extension(row: Record, case: Case) -> str:
    days = " ".join(filter(None, (_said(row, "from_date", _FROM), _said(row, "to_date", _TO))))
    agreed = " ".join(filter(None, (_said(row, "agreed_by", gettext_noop("agreed by {name}")),
                                    _said(row, "agreed_on", _ON))))
    return _line(printed(row, "record"), days, printed(row, "reason"), agreed)
