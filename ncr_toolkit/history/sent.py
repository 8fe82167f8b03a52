"""An answer as it was sent, held against what the register says of it now.

What was sent is made into records again, so that it is compared like an earlier register: a row is known by what it
says, wherever it stands now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from ncr_toolkit.history.answer import NOT_THE_ANSWER, OWN, PARTS, was_sent
from ncr_toolkit.history.base import Change
from ncr_toolkit.history.changes import changes
from ncr_toolkit.model import BY_PREFIX, RECORDS, Finding
from ncr_toolkit.names import fold
from ncr_toolkit.register import Register, Review
from ncr_toolkit.schema import Cell, Column, Kind, Record, Unread, Why
from ncr_toolkit.sent import Answer, Rows

STATE = (*NOT_THE_ANSWER, "closed_on", "closed_by", "reopened_on", "reopen_reason", "repeat_of")
"""Columns of a finding that say how it stands, and are no part of its answer."""


def rows_of(finding: Finding, review: Review) -> Rows:
    """All that belongs to the answer to a finding, but for what no response holds."""
    rows: dict[str, list[Any]] = {Finding.SHEET.prefix: [finding]}
    rows |= {kind.SHEET.prefix: review.of(kind, finding) for kind in PARTS if kind is not Finding}
    return {prefix: [_texts(record) for record in records] for prefix, records in rows.items() if records}


def _texts(record: Record) -> dict[str, str]:
    kept = {column.name: record.typed(column.name) for column in record.SHEET.typed_columns if column.name not in OWN}
    return {name: text for name, text in kept.items() if text}


def fingerprint(rows: Rows) -> str:
    """The fingerprint of what an answer says, whatever the order of its rows; dates of the body and the state of the
    finding are not part of it."""
    said = sorted((prefix, sorted(_said(prefix, row))) for prefix, every in rows.items() for row in every)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode(errors="replace")).hexdigest()


def _said(prefix: str, row: dict[str, str]) -> Iterable[tuple[str, str]]:
    columns = BY_PREFIX[prefix].SHEET.by_name
    for name, text in row.items():
        if prefix != Finding.SHEET.prefix or name not in STATE:
            column = columns.get(name)
            by_name = column is not None and (column.kind in (Kind.LINK, Kind.PERSON)
                                              or (column.exact and column.kind is not Kind.FILE))
            yield name, fold(text) if by_name else " ".join(text.split())


def known_to_the_body(finding: Finding, review: Review) -> Answer | None:
    """The answer that the body has in its hands, as far as it was taken down; None where nothing was sent.

    Of several it is the last one made up to the day it was sent. Without such a day, of an answer that came back, the
    last one that says something else than the register does now.
    """
    made = review.sent.of(finding.id) if review.sent else []
    if not made or not (was_sent(finding) or finding.body_decision == "Returned"):
        return None
    if finding.response_sent_on:
        made = [answer for answer in made if answer.day <= finding.response_sent_on]
    elif finding.body_decision == "Returned":
        now = fingerprint(rows_of(finding, review))
        made = [answer for answer in made if answer.print != now]
    return made[-1] if made else None


def version(finding: Finding, review: Review) -> int:
    """The number of the answer as it stands now: one more than that of the answer that came back, or was followed by a
    reopening; the same as long as the body does not have it."""
    made = review.sent.of(finding.id) if review.sent else []
    if not made:
        return 1
    has = known_to_the_body(finding, review)
    if has is None or has.print == fingerprint(rows_of(finding, review)):
        return made[-1].version if has is None else has.version
    return has.version + 1


def since(answers: Iterable[Answer], review: Review) -> list[Change]:
    """What the register says otherwise than these answers (one a finding), of what belongs to an answer.

    Findings that are not in the register any more are left out: what is gone is told elsewhere.
    """
    known = {fold(answer.id): answer for answer in answers if review.find(Finding, answer.id)}
    if not known:
        return []
    old = Review(_register(known.values()), review.pack, review.today)
    return [change for change in changes(old, _part(review, known.keys())) if _is_of_an_answer(change)]


def is_edit(change: Change) -> bool:
    """Whether something that was sent is another now, or gone; what was blank then and is filled now is progress."""
    return bool(change.old)


def _is_of_an_answer(change: Change) -> bool:
    prefix, _, name = change.key.partition(".")
    kind = BY_PREFIX.get(prefix)
    return kind in PARTS and name not in OWN and not (kind is Finding and name in STATE)


def _part(review: Review, ids: Iterable[str]) -> Review:
    """The register with nothing but these findings and their rows."""
    findings = [found for id in ids if (found := review.find(Finding, id))]
    records: dict[type[Record], list[Record]] = {kind: [] for kind in RECORDS}
    records[Finding] = list(findings)
    for kind in PARTS:
        if kind is not Finding:
            records[kind] = [row for finding in findings for row in review.of(kind, finding)]
    return Review(Register(records, review.register.settings, review.register.oddities), review.pack, review.today)


def _register(answers: Iterable[Answer]) -> Register:
    """The answers as records of a register."""
    register = Register()
    for answer in answers:
        for prefix, rows in answer.rows.items():
            kind = BY_PREFIX.get(prefix)
            if kind in PARTS:
                register.records[kind] += [_record(kind, row) for row in rows]
    return register


def _record(kind: type[Record], row: dict[str, str]) -> Record:
    record = kind()
    for name, text in row.items():
        column = kind.SHEET.by_name.get(name)
        of_the_answer = kind is not Finding or name not in STATE
        if column is None or not of_the_answer:  # a column of a later version of the tool; how the finding stood
            continue
        value, why = _value(column, text)
        if why is None:
            setattr(record, name, value)
        else:
            record.unread[name] = Unread(Cell(kind.SHEET.name), column, "", text, why)
    return record


def _value(column: Column, text: str) -> tuple[str | date | int, Why | None]:
    try:
        if column.kind is Kind.DATE:
            return date.fromisoformat(text), None
        if column.kind is Kind.NUMBER:
            return int(text), None
    except ValueError:
        return text, Why.NOT_A_DATE if column.kind is Kind.DATE else Why.NOT_A_NUMBER
    return text, Why.NOT_A_CHOICE if column.choices and text not in column.choices else None
