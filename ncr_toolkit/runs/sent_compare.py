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

from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.answer_parts import AT_THE_BODY, IN_HAND, NOT_THE_ANSWER, OWN, PARTS, adds_to, was_sent
from ncr_toolkit.compare.change import Change
from ncr_toolkit.compare.comparison import changes
from ncr_toolkit.core.model import BY_PREFIX, RECORDS, Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Cell, Column, Kind, Record, Unread, Why, column_names
from ncr_toolkit.core.sent import Answer, Rows
from ncr_toolkit.core.status import is_reopened

STATE = column_names(Finding, *NOT_THE_ANSWER, "closed_on", "closed_by", "reopened_on", "reopen_reason", "repeat_of")
"""Columns of a finding that say how it stands, and are no part of its answer."""


def rows_of(finding: Finding, review: Review) -> Rows:
    """The rows of a finding and of the sheets that its answer is made of, word for word; without the internal note.

    What is agreed on later dates (Extensions) is no part of it.
    """
    rows: dict[str, list[Any]] = {Finding.SHEET.prefix: [finding]}
    rows |= {kind.SHEET.prefix: review.of(kind, finding) for kind in PARTS if kind is not Finding}
    return {prefix: [_texts(record) for record in records] for prefix, records in rows.items() if records}


def _texts(record: Record) -> dict[str, str]:
    kept = {column.name: record.typed(column.name) for column in record.SHEET.typed_columns if column.name not in OWN}
    return {name: text for name, text in kept.items() if text}


def print_of(rows: Rows) -> str:
    """The fingerprint of what an answer says, whatever the order of its rows. How the finding stands (status, owner,
    days and words of the body) is not part of it."""
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
    """The answer that the body has in its hands, as far as it was taken down; None where nothing was sent, or nobody
    can tell which one.

    With a day in 'Response sent on' it is the last answer made up to that day, and of several made on the day itself
    the last one from before the day was typed. Without a day: of a finding that says that its answer was sent, the last
    answer made while it did not say so; of one that is open again, the last from before it was reopened. Of an answer
    that came back without a day nobody knows which one it was.
    """
    made = review.sent.of(finding.id) if review.sent else []
    if not made:
        return None
    if finding.response_sent_on:
        return _sent_on(finding.response_sent_on, made)
    if finding.body_decision == "Returned":
        return None
    if was_sent(finding):
        before = [answer for answer in made if not _was_in_hand(answer)]
        return before[-1] if before else made[0]
    if is_reopened(finding):
        before = [answer for answer in made if finding.reopened_on is None or answer.day <= finding.reopened_on]
        return next((answer for answer in reversed(before) if _stood(answer, "status") != "Reopened"), None)
    return None


def _sent_on(day: date, made: list[Answer]) -> Answer | None:
    """Of the answers made to be sent the one that went out on a day."""
    early = [answer for answer in made if answer.day <= day]
    that_day = [answer for answer in early if answer.day == day]
    if not that_day:
        return early[-1] if early else None
    untyped = [answer for answer in that_day if _stood(answer, "response_sent_on") != day.isoformat()]
    unreturned = [answer for answer in that_day if _stood(answer, "body_decision") != "Returned"]
    return untyped[-1] if untyped else unreturned[-1] if unreturned else that_day[0]


def _stood(answer: Answer, name: str) -> str:
    """What stood in a column of the finding when the answer was made."""
    return next(iter(answer.rows.get(Finding.SHEET.prefix, [])), {}).get(name, "")


def _was_in_hand(answer: Answer) -> bool:
    """Whether the finding said already, when this answer was made, that the body has one."""
    return bool(_stood(answer, "response_sent_on")) or _stood(answer, "status") in IN_HAND \
        or _stood(answer, "body_decision") in (*AT_THE_BODY, "Returned")


def is_at_the_body(finding: Finding, review: Review) -> bool:
    """Whether the body has the answer and has asked for no other: it was neither returned nor reopened since, and of an
    accepted plan the proof is there as it stands now."""
    if not was_sent(finding) or finding.body_decision == "Returned":
        return False
    if is_reopened(finding):
        sent, again = finding.response_sent_on, finding.reopened_on
        return finding.status != "Reopened" and sent is not None and again is not None and sent >= again
    if finding.body_decision == "Plan accepted":
        has = known_to_the_body(finding, review)
        return has is not None and has.purpose is Purpose.PROOF and says_the_same(has, finding, review)
    return True


def unlike_made(finding: Finding, review: Review, day: date) -> list[Answer]:
    """The answers to a finding that were made up to a day, are of the version of the last of them, and say different
    things, the last one last: only one of them went out. Fewer than two where there is nothing to choose."""
    made = [answer for answer in (review.sent.of(finding.typed("id")) if review.sent else []) if answer.day <= day]
    return list({answer.print: answer for answer in made if answer.version == made[-1].version}.values())


def before_it_came_back(finding: Finding, review: Review) -> Answer | None:
    """The answer to hold a new one against: that which the body has; of one that came back without a day, the last that
    was made before it came back."""
    has = known_to_the_body(finding, review)
    if has is not None or finding.body_decision != "Returned" or finding.response_sent_on:
        return has
    made = review.sent.of(finding.id) if review.sent else []
    return next((answer for answer in reversed(made) if _stood(answer, "body_decision") != "Returned"), None)


def says_the_same(answer: Answer, finding: Finding, review: Review) -> bool:
    """Whether the register still says what this answer said."""
    return print_of(answer.rows) == print_of(rows_of(finding, review))


def replaced(finding: Finding, review: Review) -> Answer | None:
    """The answer that the body has, where the register says something else now."""
    has = known_to_the_body(finding, review)
    return has if has is not None and not says_the_same(has, finding, review) else None


def version(finding: Finding, review: Review) -> int:
    """The number of the answer as it stands now: one more than that of the answer that the body has, where it says
    something else; the same as long as the body does not have it."""
    made = review.sent.of(finding.id) if review.sent else []
    if not made:
        return 1
    has = before_it_came_back(finding, review)
    if has is None:
        return made[-1].version
    return has.version if says_the_same(has, finding, review) else has.version + 1


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
    """Whether something that was sent is another now, or gone; what was blank then and is filled now is progress, as is
    what stands behind a reference now."""
    return bool(change.old) and not adds_to(change.key.partition(".")[2], change.old, change.new)


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
