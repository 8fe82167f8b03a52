"""That answers went out to the certification body, entered into the register: the day, the status, the decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ncr_toolkit.common.disk import fingerprint, plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing, one_line, plural, short
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.core.status import ENDED, is_internal, is_reopened
from ncr_toolkit.excel.patch.write_back import nothing_to_write, write_cells
from ncr_toolkit.runs.sent_compare import known_to_the_body, says_the_same, unlike_made
from ncr_toolkit.submission.sent_record import SentRecord

_DAY, _STATUS, _DECISION = "response_sent_on", "status", "body_decision"
_SUBMITTED, _SENT = "Submitted", "Sent"
_STAYS = {_STATUS: (_SUBMITTED, "Verifying"), _DECISION: (_SENT, "Plan accepted")}
"""What says already that the body has an answer, and is left as it is."""
_AGAIN = ("Returned", "Plan accepted")
"""Decisions after which another answer goes out."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of the sheet Findings that gets another value."""

    cell: Cell
    header: str
    was: str
    value: str | date


@dataclass(frozen=True, slots=True)
class SentOut:
    """An answer that went out, and what that changes in the register."""

    finding: Finding
    answer: Answer
    changes: tuple[CellChange, ...]
    edited: bool  # the register says something else by now


@dataclass
class Sendings:
    """What is to be entered for a day, and for which findings nothing can be."""

    day: date
    out: list[SentOut] = field(default_factory=list)
    done: list[Finding] = field(default_factory=list)  # it stands there already
    refused: dict[str, str] = field(default_factory=dict)  # by finding, each with the reason


def sendings(review: Review, findings: Iterable[Finding], day: date, *, named: bool,
             package: str = "") -> Sendings:
    """What there is to enter if the answers to these findings went out on that day. Of those that nobody has `named`
    only the ones count of which a final answer waits. `package`: the fingerprint of the file that went out; without it
    nothing is entered where several answers were made that say different things."""
    found = Sendings(day)
    for finding in findings:
        answer = _made_by(finding, review, day, package)
        if finding.response_sent_on == day:
            found.done += [finding] if named else []
        elif why := _contradiction(finding, answer, review, day):
            found.refused |= {finding.label: why} if named else {}
        elif answer is not None and not package and (unlike := unlike_made(finding, review, day))[1:]:
            found.refused[finding.label] = _which(unlike)
        elif answer is not None:
            found.out.append(SentOut(finding, answer, tuple(_changes(finding, day)),
                                     not says_the_same(answer, finding, review)))
    return found


def _made_by(finding: Finding, review: Review, day: date, package: str = "") -> Answer | None:
    """The last final answer that was made up to a day; the one in that package, where its fingerprint is given."""
    made = review.sent.of(finding.typed("id")) if review.sent else []
    return next((each for each in reversed(made) if each.day <= day and package in ("", each.sha256)), None)


def _which(unlike: list[Answer]) -> str:
    told = listing(f"{one_line(each.file)} of {each.day} (mark {each.mark})" for each in unlike)
    return (f"answers to it were made that say different things: {told}; name the package or document that went out by "
            "--package")


def in_package(path: Path, review: Review) -> list[Answer]:
    """The answers in a package, or in a document, that was made to be sent. Raises CannotRun where it was not made from
    this register, or was changed since."""
    with plainly(path, "read"):
        answers = review.sent.in_file(fingerprint(path)) if review.sent else []
    if not answers:
        raise CannotRun(f"{path} is not noted as made to be sent from {review.register.path}, or was changed since; "
                        "look whether it is the file that went out.")
    return answers


def _contradiction(finding: Finding, answer: Answer | None, review: Review, day: date) -> str:
    """Why the answer cannot have gone out on that day; '' where nothing speaks against it."""
    if unusable := _unusable(finding, review):
        return unusable
    if is_internal(finding, review):
        return "it is of an audit of your own, so no body waits for its answer"
    if finding.status in ENDED or finding.body_decision == "Closed by body":
        return f"it is {finding.status if finding.status in ENDED else 'closed by the body'}; look at the ID again"
    if finding.raised_on and day < finding.raised_on:
        return f"it was raised on {finding.raised_on}, after that day"
    if answer is not None:
        return _sent_before(finding, answer, review, day)
    return ("no final answer to it was made up to that day; make it with `ncr package` or `ncr respond --final`. If it "
            f"went out in another way, type the day into {finding.cell(_DAY)} yourself")


def _unusable(finding: Finding, review: Review) -> str:
    """Why nothing can be entered for the finding; '' where its cells can take it."""
    if len(review.ids(Finding.SHEET.prefix).get(fold(finding.typed("id")), [])) != 1:
        return "several rows have this ID, or it has none; mend that first"
    for name in (_DAY, _STATUS, _DECISION):
        header = finding.SHEET.by_name[name].header
        if finding.cell(name).ref is None:
            return f"the register has no column '{header}'; `ncr upgrade` brings it"
        if not finding.blank(name) and not finding.known(name):
            return f"{finding.cell(name)} ({header}) says {short(finding.typed(name))}, which cannot be read; mend it"
    return ""


def _sent_before(finding: Finding, answer: Answer, review: Review, day: date) -> str:
    """Why no other answer can have gone out on that day, where one did before; '' where one can."""
    before = finding.response_sent_on
    if before is None:
        return ""
    told = f"its answer was sent on {before} already ({finding.cell(_DAY)})"
    if day < before:
        return f"{told}, which is later"
    if finding.body_decision not in _AGAIN and not is_reopened(finding):
        return f"{told}, and the body has not asked for another; what it says belongs into Body's decision first"
    if answer is known_to_the_body(finding, review):
        return f"{told}, and no other final answer was made since; make it with `ncr package` or `ncr respond --final`"
    return ""


def _changes(finding: Finding, day: date) -> Iterator[CellChange]:
    wanted: dict[str, str | date] = {_DAY: day, _STATUS: _SUBMITTED, _DECISION: _SENT}
    for name, value in wanted.items():
        if finding.typed(name) not in _STAYS.get(name, ()):
            yield CellChange(finding.cell(name), finding.SHEET.by_name[name].header, finding.typed(name), value)


def enter(found: Sendings, register: Path, review: Review, clock: date, record: SentRecord) -> Path | None:
    """Enter it, all or nothing; where another answer was made last, `record` notes which one it was. `clock`: today,
    by which the copy of the register is named; gives that copy, None where there was one or nothing was to be entered.
    Raises CannotRun."""
    values = {change.cell: change.value for each in found.out for change in each.changes}
    if not values:
        nothing_to_write(register)
        return None
    chosen = [replace(each.answer, day=found.day) for each in found.out
              if unlike_made(each.finding, review, found.day)[-1].print != each.answer.print]
    if chosen:
        record.take_down_sending(chosen, review)
    return write_cells(register, review.register, values, clock)[0]


def sending_lines(found: Sendings) -> Iterator[str]:
    """What is to be entered, cell by cell, and what is not."""
    for each in found.out:
        answer = each.answer
        yield (f"{one_line(each.finding.label)}: sent on {found.day} (version {answer.version}, mark {answer.mark}, "
               f"{answer.way} {one_line(answer.file)} of {answer.day})")
        for change in each.changes:
            yield f"  {change.cell!s:<14} {change.header:<18} {short(change.was) if change.was else '(blank)'} -> " \
                  f"{change.value}"
        if each.edited:
            yield "  ! The register says something else by now: `ncr check` names it (SNT001)."
    for finding in found.done:
        yield f"{one_line(finding.label)}: that it was sent on {found.day} stands in the register already."
    for label, why in found.refused.items():
        yield f"{one_line(label)}: not entered, because {one_line(why)}."


def entered_line(found: Sendings, register: Path) -> str:
    """The sum."""
    return f"{plural(len(found.out), 'answer')} entered as sent into {register}."
