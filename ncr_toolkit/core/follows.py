"""What rows leave blank although it follows from other cells: proposed for a person to agree to, never taken for typed.

Nothing is guessed: where two things could be meant, nothing follows. What cannot be read is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import RECORDS, Action, Audit, Bone, Cause, Evidence, Finding, FiveWhys, Probe, Reply
from ncr_toolkit.core.numbering import free_ids
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Column, Record

Told = tuple[str | date, str]
"""A value, and from what it follows in a few words."""


@dataclass(frozen=True, slots=True)
class Following:
    """A blank cell, and what follows for it."""

    cell: Cell
    column: Column
    record: Record
    value: str | date
    why: str  # from what


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows for a column of a sheet: `find` gives None where nothing does."""

    kind: type[Record]
    name: str
    find: Callable[[Record, Review], Told | None]


def following(review: Review) -> list[Following]:
    """Every blank cell for which something follows, sheet by sheet and row by row; none in a column that the register
    lacks."""
    sheets, looked_at = [kind.SHEET.name for kind in RECORDS], review
    found: dict[Cell, Following] = {}
    while new := _once(looked_at, found):
        found |= new
        looked_at = _entered(looked_at, new.values())
    return sorted(found.values(), key=lambda each: (sheets.index(each.record.SHEET.name), each.record.at.row))


def _once(review: Review, found: Mapping[Cell, Following]) -> dict[Cell, Following]:
    """What follows from what stands there now, of cells that are not among those found."""
    new: dict[Cell, Following] = {}
    for each in (*_by_rules(review), *_numbers(review)):
        if each.cell.ref is not None and each.cell not in found:
            new.setdefault(each.cell, each)
    return new


def _entered(review: Review, values: Iterable[Following]) -> Review:
    """The same as if these values stood in their cells: a row may point to a number that another row gets just now."""
    changed: dict[int, Record] = {}
    for each in values:
        record = changed.setdefault(id(each.record), copy(each.record))
        setattr(record, each.column.name, each.value)
    records = {kind: [changed.get(id(record), record) for record in rows]
               for kind, rows in review.register.records.items()}
    return replace(review, register=replace(review.register, records=records))


def _by_rules(review: Review) -> Iterator[Following]:
    for rule in RULES:
        for record in review.register.records[rule.kind]:
            if _is_free(record, rule.name) and (told := rule.find(record, review)) is not None:
                yield _following(record, rule.name, told)


def _numbers(review: Review) -> Iterator[Following]:
    """The next free numbers, for the rows of our own that have none."""
    for kind in RECORDS:
        for column in (column for column in kind.SHEET.columns if column.numbered):
            rows = review.register.records[kind]
            free = free_ids(column.numbered, [record.typed(column.name) for record in rows])
            for record in (record for record in rows if _is_free(record, column.name)):
                yield _following(record, column.name, (next(free), "the next free number"))


def _is_free(record: Record, name: str) -> bool:
    """Whether a cell is blank in the file: what was read into it from another cell does not stand there."""
    return record.blank(name) or name in record.implied


def _following(record: Record, name: str, told: Told) -> Following:
    return Following(record.cell(name), record.SHEET.by_name[name], record, *told)


# --- the rules

def _of_cause(name: str) -> Callable[[Record, Review], Told | None]:
    """The finding of the cause that a column names."""
    def find(record: Record, review: Review) -> Told | None:
        id = record.typed(name)
        return _only([(cause.typed("finding"), f"cause {id} belongs to it")
                      for cause in review.ids(Cause.SHEET.prefix).get(fold(id), []) if id])
    return find


def _of_support(record: Record, review: Review) -> Told | None:
    """The finding of the step, action or item that evidence supports; of an action also by its cause."""
    supported = [row for prefix in record.SHEET.by_name["supports"].to
                 for row in review.ids(prefix).get(fold(record.typed("supports")), [])]
    by_cause = {id(row): _of_cause("cause")(row, review) for row in supported if isinstance(row, Action)}
    return _only([(row.owner_id or (by_cause.get(id(row)) or ("",))[0], f"{row.label} belongs to it")
                  for row in supported])


def _of_the_only_one(record: Record, review: Review) -> Told | None:
    ids = [finding.typed("id") for finding in review.register.findings]
    return (ids[0], "it is the only finding") if len(ids) == 1 else None


def _the_only_audit(record: Record, review: Review) -> Told | None:
    ids = [audit.typed("id") for audit in review.register.all(Audit)]
    return (ids[0], "it is the only audit") if len(ids) == 1 and ids[0] else None


def _end_of_audit(record: Record, review: Review) -> Told | None:
    name = record.typed("audit") or (_the_only_audit(record, review) or ("",))[0]
    audit = review.find(Audit, str(name))
    return (audit.ended_on, f"the last day of {audit.label}") if audit is not None and audit.ended_on else None


def _accepted(decision: str) -> Callable[[Record, Review], Told | None]:
    """The day of the body's reply with this decision."""
    def find(record: Record, review: Review) -> Told | None:
        assert isinstance(record, Finding)
        return _only([(reply.replied_on, f"the body's reply of that day says {decision}")
                      for reply in review.of(Reply, record) if reply.decision == decision and reply.replied_on])
    return find


def _open(record: Record, review: Review) -> Told | None:
    """Open, where nothing says that its answer went out or that it was closed."""
    later = ("response_sent_on", "body_decision", "closed_on", "reopened_on")
    logged = record.known("id") and all(map(record.blank, later))
    return ("Open", "nothing says that it was sent") if logged else None


def _method(record: Record, review: Review) -> Told | None:
    """The only sheet of which a row leads to the cause."""
    leading = review.once(_leading).get(fold(record.typed("id")), []) if record.known("id") else []
    return _only([(kind.SHEET.name, "it leads to the cause") for kind in leading])


def _leading(review: Review) -> dict[str, list[type[Record]]]:
    """By folded id of a cause the sheets of which rows lead to it."""
    found: dict[str, list[type[Record]]] = defaultdict(list)
    for kind, name in ((FiveWhys, "cause"), (Bone, "leads_to"), (Probe, "leads_to")):
        for record in review.register.records[kind]:
            found[fold(record.typed(name))].append(kind)
    return found


def _only(told: Iterable[Told]) -> Told | None:
    """What all say alike; None where nothing is said, or different things."""
    said = {fold(str(each[0])): each for each in told}
    return next(iter(said.values())) if len(said) == 1 and "" not in said else None


RULES: tuple[Rule, ...] = (
    Rule(Finding, "audit", _the_only_audit),
    Rule(Finding, "raised_on", _end_of_audit),
    Rule(Finding, "status", _open),
    Rule(Finding, "plan_accepted_on", _accepted("Plan accepted")),
    Rule(Finding, "proof_accepted_on", _accepted("Closed by body")),
    Rule(Action, "finding", _of_cause("cause")),
    Rule(FiveWhys, "finding", _of_cause("cause")),
    Rule(Bone, "finding", _of_cause("leads_to")),
    Rule(Probe, "finding", _of_cause("leads_to")),
    Rule(Cause, "method", _method),
    Rule(Evidence, "finding", _of_support),
    *(Rule(kind, "finding", _of_the_only_one) for kind in RECORDS if "finding" in kind.SHEET.by_name),
)
