"""What of a reply goes into which cell of the register, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ncr_toolkit.common.text import short
from ncr_toolkit.core.model import Finding, Reply
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.reply.judgement import Readings, impossible
from ncr_toolkit.reply.origin import Origin
from ncr_toolkit.reply.reading import CLOSED, PLAN_ACCEPTED, RETURNED, Asked

Value = str | int | date
_WAITING = ("", "Not sent", "Sent")  # what Body's decision says while the body has not decided


@dataclass(frozen=True, slots=True)
class Entry:
    """A value for a cell of the sheet Findings."""

    cell: Cell
    header: str
    was: str
    value: Value


@dataclass
class Entries:
    """What a reply enters. A conflict keeps all of it out."""

    cells: list[Entry] = field(default_factory=list)
    row: dict[str, Value] = field(default_factory=dict)  # of the sheet Replies, by field
    conflicts: list[str] = field(default_factory=list)
    done: bool = False  # it was entered before

    @property
    def any(self) -> bool:
        return bool(self.cells or self.row)


def entries(found: Readings, whose: Origin, file: str, sha256: str, review: Review) -> Entries:
    """What a reply whose decision is certain enters for its finding."""
    finding = whose.finding
    assert finding is not None
    odd = {asked for asked, _ in impossible(found, review.today)}
    said = {asked: reading.value for asked, reading in found.items() if reading.value and asked not in odd}
    days = {asked: date.fromisoformat(said[asked]) for asked in (Asked.DATE, Asked.REVISED_BY, Asked.CLOSED_ON)
            if asked in said}
    comment = "\n".join(said[asked] for asked in (Asked.REASON, Asked.COMMENT) if asked in said)
    row: dict[str, Value | None] = {
        "finding": finding.typed("id"), "replied_on": days.get(Asked.DATE), "decision": said[Asked.DECISION],
        "comment": comment, "verified": said.get(Asked.VERIFIED), "effective": said.get(Asked.EFFECTIVE),
        "by": said.get(Asked.NAME), "revised_by": days.get(Asked.REVISED_BY),
        "version": whose.version, "file": file, "sha256": sha256}
    known = review.of(Reply, finding)
    if any(_is_same(each, row) for each in known):
        return Entries(done=True)
    made = Entries(row={name: value for name, value in row.items() if value not in (None, "")})
    if later := next((each for each in known if _is_later(each, row)), None):
        made.conflicts.append(f"a later reply is entered already, of {later.replied_on} ({later.cell('decision')})")
        return made
    over = _may_follow(finding, known, row, whose)
    _enter(made, finding, review, "body_decision", said[Asked.DECISION], over=over)
    _enter(made, finding, review, "body_comment", comment, over=over and any(
        _plain(each.comment) == _plain(finding.typed("body_comment")) for each in known))
    _enter(made, finding, review, "closed_on", days.get(Asked.CLOSED_ON))
    return made


def _enter(made: Entries, finding: Finding, review: Review, name: str, value: Value | None, *,
           over: bool = False) -> None:
    """Enter a value into a cell that is blank, or that may be written over."""
    was, header = finding.typed(name), review.header(finding, name)
    cell = finding.cell(name)
    if value is None or value == "" or _plain(was) == _plain(str(value)):
        return
    if cell.ref is None:
        made.conflicts.append(f"the register has no column '{header}' for {short(str(value))}; `ncr upgrade` brings it")
    elif was and not over:
        made.conflicts.append(f"{cell} ({header}) says {short(was)}, and the reply {short(str(value))}")
    else:
        made.cells.append(Entry(cell, header, was, value))


def _may_follow(finding: Finding, known: list[Reply], row: dict[str, Value | None], whose: Origin) -> bool:
    """Whether the decision that stands in the register is no decision, or one that this reply follows."""
    was = finding.typed("body_decision")
    if was in _WAITING:
        return True
    if any(each.decision == was and _is_earlier(each, row) for each in known):
        return True
    return was == PLAN_ACCEPTED and whose.stage == "proof" and row["decision"] in (RETURNED, CLOSED)


def _is_same(each: Reply, row: dict[str, Value | None]) -> bool:
    """Whether a row tells of this reply: of the same file, or of the same words saved again."""
    names = ("decision", "replied_on", "revised_by", "version", "comment", "by", "verified", "effective")
    return each.sha256 == row["sha256"] or all(
        _plain(each.typed(name)) == _plain(str(row[name] if row[name] is not None else "")) for name in names
        if each.cell(name).ref is not None)


def _is_earlier(each: Reply, row: dict[str, Value | None]) -> bool:
    return _compared(each, row) < 0


def _is_later(each: Reply, row: dict[str, Value | None]) -> bool:
    return _compared(each, row) > 0


def _compared(each: Reply, row: dict[str, Value | None]) -> int:
    """Below 0 where a row is of an earlier version, or of an earlier day, than this reply; above 0 where of a later."""
    version, day = row["version"], row["replied_on"]
    if each.version is not None and isinstance(version, int) and each.version != version:
        return each.version - version
    return (each.replied_on - day).days if each.replied_on and isinstance(day, date) else 0


def _plain(text: str) -> str:
    return " ".join(text.split())
