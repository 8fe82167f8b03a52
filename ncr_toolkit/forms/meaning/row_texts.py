"""A row of the register as one line of plain words, for the places of a form that hold several rows."""

from __future__ import annotations

from ncr_toolkit.core.model import Probe
from ncr_toolkit.core.schema import Record
from ncr_toolkit.word.case import Case, printed


def _line(head: str, text: str, *notes: str) -> str:
    """"CA-01: Gate asks for assessment (J. Silva, due 2026-05-01)"; what is empty is left out."""
    told = ", ".join(note for note in notes if note)
    body = " ".join(part for part in (text, f"({told})" if told else "") if part)
    return f"{head}: {body}" if head and body else head or body


def _said(record: Record, name: str, before: str = "") -> str:
    """A value with a word before it, '' where there is none."""
    return f"{before} {printed(record, name)}".strip() if not record.blank(name) else ""


def cause(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "statement"))


def action(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "what"), _said(row, "owner"), _said(row, "due", "due"),
                 _said(row, "done_on", "done"))


def step(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "what"), _said(row, "owner"),
                 _said(row, "done_on", "done") or _said(row, "planned_on", "planned"))


def any_step(row: Record, case: Case) -> str:
    kind = printed(row, "kind").lower()
    head = f"{printed(row, 'id')} ({kind})" if kind else printed(row, "id")
    return _line(head, printed(row, "what"), _said(row, "owner"),
                 _said(row, "done_on", "done") or _said(row, "planned_on", "planned"))


def proof(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "title"), _said(row, "file"), _said(row, "place"),
                 _said(row, "dated", "dated"))


def chain(row: Record, case: Case) -> str:
    head = ": ".join(part for part in (printed(row, "leg"), printed(row, "problem")) if part)
    whys = [f"Why {number}: {printed(row, f'why{number}')}" for number in range(1, 6) if not row.blank(f"why{number}")]
    return "\n".join([head, *whys] if head else whys)


def bone(row: Record, case: Case) -> str:
    because = _said(row, "sub_cause", "because")
    text = ", ".join(part for part in (printed(row, "cause"), because) if part)
    return _line(printed(row, "category"), text, printed(row, "verdict").lower())


def question(row: Record, case: Case) -> str:
    asked = case.review.question(row) if isinstance(row, Probe) else None
    head = " ".join(part for part in (printed(row, "question"), asked.text if asked else "") if part)
    return "\n".join(part for part in (head, printed(row, "answer")) if part)


def effect(row: Record, case: Case) -> str:
    checked = _line("", "", _said(row, "reviewer", "by"), _said(row, "reviewed_on", "on")
                    or _said(row, "due", "due"))
    return "\n".join(part for part in (
        _line("Criterion", printed(row, "criterion")) if not row.blank("criterion") else "",
        _line("Method", printed(row, "method")) if not row.blank("method") else "",
        _line("Target", printed(row, "target")) if not row.blank("target") else "",
        f"Review: {checked[1:-1]}" if checked else "",
        _line("Observed", printed(row, "observed")) if not row.blank("observed") else "",
        _line("Result", printed(row, "result")) if not row.blank("result") else "") if part)


def lesson(row: Record, case: Case) -> str:
    return _line("", printed(row, "lesson"), _said(row, "taken_to", "taken to"), _said(row, "taken_on", "on"))


def preparation(row: Record, case: Case) -> str:
    return _line(printed(row, "id"), printed(row, "item"), _said(row, "owner"), _said(row, "due", "due"),
                 _said(row, "done_on", "done"))


def sign_off(row: Record, case: Case) -> str:
    return _line(printed(row, "role"), ", ".join(part for part in (
        printed(row, "person"), printed(row, "decision").lower(), printed(row, "signed_on")) if part))


def extension(row: Record, case: Case) -> str:
    days = " ".join(part for part in (_said(row, "from_date", "from"), _said(row, "to_date", "to")) if part)
    agreed = " ".join(part for part in (_said(row, "agreed_by", "agreed by"), _said(row, "agreed_on", "on")) if part)
    return _line(printed(row, "record"), days, printed(row, "reason"), agreed)
