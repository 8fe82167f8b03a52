"""What an import changes in a register that people have worked in since: planned whole, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Audit, Finding, Person
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.opc.address import whole
from ncr_toolkit.imports.merge.memory import (
    MAIN,
    Fields,
    KnownRow,
    Memory,
    key_of,
    main_text,
    print_of,
    row_of,
    values_of,
)
from ncr_toolkit.imports.merge.records import Missing, RegisterRecords
from ncr_toolkit.imports.merge.same_rows import SameRows
from ncr_toolkit.imports.merge.three_ways import CellTurn, OwnCell, turns
from ncr_toolkit.imports.outcome import Given, Left, Outcome, Place

Refused = tuple[Given, str]


@dataclass
class Plan:
    """All of it."""

    turns: list[CellTurn] = field(default_factory=list)
    new_rows: list[Given] = field(default_factory=list)  # of the source
    new: dict[type[Record], list[Place]] = field(default_factory=dict)
    keys: dict[Place, str] = field(default_factory=dict)  # how the memory calls what is in the register from now on
    absent: dict[Place, str] = field(default_factory=dict)  # the same of what is not
    kept_rows: list[KnownRow] = field(default_factory=list)  # of the source, remembered as they were
    vanished: list[tuple[KnownRow, str]] = field(default_factory=list)  # with the cell of the finding, '' without
    gone: list[Given] = field(default_factory=list)  # somebody has deleted what they gave
    refused: list[Refused] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)  # of rows that are new or changed
    unchanged: int = 0  # rows of the source


def planned(outcome: Outcome, register: Register, memory: Memory, source: str, same: SameRows, own: OwnCell,
            pack: Pack) -> Plan:
    """What there is to do. `source`: the name by which the memory knows it; `own`: what stands in columns of the user's
    own; `pack`: of the register."""
    planner = _Planner(outcome, RegisterRecords(register), memory, source, own, pack)
    for number, given in enumerate(outcome.given):
        planner.row(given, same.known.get(number))
    planner.named(Person, "name", register)
    planner.named(Audit, "id", register)
    planner.vanished(same.vanished)
    return planner.plan


class _Planner:
    """Goes through the rows of the source."""

    def __init__(self, outcome: Outcome, records: RegisterRecords, memory: Memory, source: str, own: OwnCell,
                 pack: Pack) -> None:
        self.outcome, self.records, self.memory, self.source = outcome, records, memory, source
        self.own, self.pack = own, pack
        self.plan = Plan()
        self.at: dict[Place, Record | Missing | str] = {}  # str: why it is refused
        self.before: dict[Place, str] = {}  # the key by which the memory knew it
        self.ids: set[tuple[type[Record], str]] = set()  # of new records
        self.counts: Counter[tuple[type[Record], str]] = Counter()

    def row(self, given: Given, known: KnownRow | None) -> None:
        """One row: its finding, and what hangs on it."""
        first, *others = given.places
        finding = self.at.setdefault(first, self._finding(first, given, known))
        if isinstance(finding, str):
            self.plan.refused.append((given, finding))
        elif finding is Missing.GONE:
            self.plan.gone.append(given)
            self.plan.kept_rows += [known] if known else []
        else:
            before = len(self.plan.turns), sum(map(len, self.plan.new.values()))
            self._place(first, finding, given)
            counts = Counter[type[Record]]()
            for place in others:
                self._place(place, self._child(place, known, finding, counts[place[0]]), given)
                counts[place[0]] += 1
            self._told(given, known, before)

    def _told(self, given: Given, known: KnownRow | None, before: tuple[int, int]) -> None:
        changed = before != (len(self.plan.turns), sum(map(len, self.plan.new.values())))
        if known is None:
            self.plan.new_rows.append(given)
        elif not changed:
            self.plan.unchanged += 1
        if known is None or known.print != row_of(self.source, given, self.outcome, {}).print:
            self.plan.left += given.left

    def _finding(self, place: Place, given: Given, known: KnownRow | None) -> Record | Missing | str:
        if known is not None and known.records:
            return self._known(place, known.records[0], "")
        found = self.records.unknown(Finding, str(self.outcome.row(place)["id"]), "", "")
        if isinstance(found, Record) and not given.adds and _says_otherwise(found, values_of(self.outcome, place)):
            return f"{found.cell('id')} is another finding with the number {found.label}"
        return found

    def _known(self, place: Place, key: str, finding: str) -> Record | Missing:
        self.before[place] = key
        return self.records.known(place[0], key, self.memory.records.get((self.source, key), {}), finding)

    def _child(self, place: Place, known: KnownRow | None, finding: Record | Missing, number: int) \
            -> Record | Missing | str:
        """A record that hangs on a finding; `number`: of those of its kind in the row."""
        if not isinstance(finding, Record):
            return Missing.NEW
        kind, values = place[0], values_of(self.outcome, place)
        before = [key for key in known.records if key.startswith(f"{kind.SHEET.prefix} ")] if known else []
        if number < len(before):
            return self._known(place, before[number], finding.typed("id"))
        id = "" if self._is_made(place) else str(values.get("id", ""))
        found = self.records.unknown(kind, id, main_text(values, kind), finding.typed("id"))
        if isinstance(found, Record) and (fold(found.owner_id) != fold(finding.typed("id"))
                                          or _says_otherwise(found, values)):
            return f"{found.cell('id')} has the number {found.label} already"
        return found

    def _is_made(self, place: Place) -> bool:
        """Whether we have made its id."""
        row = self.outcome.row(place)
        return f"-{row.get('finding')}-" in str(row.get("id", ""))

    def _place(self, place: Place, target: Record | Missing | str, given: Given) -> None:
        """One record: compared with the one in the register, or added."""
        if place in self.plan.keys:
            return
        if isinstance(target, str):
            self.plan.refused.append((given, target))
            self.plan.absent[place] = key_of(place[0], "")
        elif target is Missing.GONE:
            self.plan.gone.append(given)
            self.plan.absent[place] = self.before[place]
        elif target is Missing.NEW:
            self._add(place, given)
        elif isinstance(target, Record):
            key = self.records.key(target)
            before: Fields | None = self.memory.records.get((self.source, self.before.get(place, key)))
            self.plan.keys[place] = key
            self.plan.turns += turns(target, values_of(self.outcome, place), before, self.own, self.pack)

    def _add(self, place: Place, given: Given) -> None:
        kind, row = place[0], self.outcome.row(place)
        finding = self.at.get(given.places[0])
        if isinstance(finding, Record):
            row |= {name: finding.typed("id") for name in ("finding", "record") if name in row}
        self.plan.new.setdefault(kind, []).append(place)
        of = str(row.get("finding") or row.get("record") or "")
        if not kind.SHEET.id_field:
            self.counts[kind, fold(of)] += 1
            there = len(self.records.of_finding.get((kind, fold(of)), ()))
            self.plan.keys[place] = key_of(kind, of, there + self.counts[kind, fold(of)])
            return
        if self._is_made(place) or (kind is not Finding and isinstance(finding, Record)):
            row["id"] = self._free_id(kind, str(row["id"]))
        self.ids.add((kind, fold(str(row["id"]))))
        self.plan.keys[place] = key_of(kind, row["id"])

    def _free_id(self, kind: type[Record], id: str) -> str:
        """The id, or the next of its kind that no record has."""
        start, _, number = id.rpartition("-")
        count = whole(number, 0)
        while (kind, fold(id)) in self.ids or self.records.by_id.get((kind, fold(id))):
            count += 1
            id = f"{start}-{count}"
        return id

    def named(self, kind: type[Record], name: str, register: Register) -> None:
        """The people and audits that the register does not know yet."""
        known = {fold(record.typed(name)) for record in register.records[kind]}
        places = [(kind, number) for number, row in enumerate(self.outcome.rows.get(kind, ()))
                  if fold(str(row[name])) not in known]
        if places:
            self.plan.new[kind] = places

    def vanished(self, rows: list[KnownRow]) -> None:
        """The rows that the source does not have any more, each with where its finding stands."""
        self.plan.kept_rows += rows
        for row in rows:
            key = row.records[0] if row.records else ""
            found = self.records.known(Finding, key, self.memory.records.get((self.source, key), {}), "")
            self.plan.vanished.append((row, str(found.cell("id")) if isinstance(found, Record) else ""))


def _says_otherwise(record: Record, values: Mapping[str, object]) -> bool:
    """Whether both say what was found, or done, and not the same."""
    both = [(print_of(record.typed(name)), print_of(values[name])) for name in MAIN[type(record)]
            if values.get(name) and record.typed(name)]
    return bool(both) and all(ours != theirs for ours, theirs in both)


def rows_now(source: str, outcome: Outcome) -> Iterator[KnownRow]:
    """The rows of the source as the memory would have them, for the comparison with those of before."""
    for given in outcome.given:
        yield row_of(source, given, outcome, {})
