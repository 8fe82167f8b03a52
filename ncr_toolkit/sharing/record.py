"""What was shared out, remembered in the folder `shared-out` beside the register: one file a part.

    findings.xlsx
    shared-out/3f9a27c1d8e0b45f.json    a part: whose, when, its rows as they were sent out, and what was agreed since

The number of a part is made from all that was sent out, and the file ends in a seal over the rest: rows that were
changed since, by whomever, are noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.folder import SHARED_OUT
from ncr_toolkit.core.model import BY_PREFIX
from ncr_toolkit.core.schema import Record
from ncr_toolkit.sharing.portions import SHARED

FORMAT = 1


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row as it was sent out, or as it was agreed later."""

    key: str  # "action-3": what the hidden column of the part says
    values: dict[str, str]  # what stands in its columns, by field; nothing of those that are blank
    beside: bool = False  # of a finding of somebody else: nothing in it is the owner's
    entered_as: str = ""  # the id that the register gave a new row, where it is another one

    @property
    def told(self) -> dict[str, Any]:
        """The row as it is kept."""
        return {"key": self.key, "values": self.values, "beside": self.beside, "entered_as": self.entered_as}

    def typed(self, name: str) -> str:
        """What stands in a column, '' where nothing does."""
        return self.values.get(name, "")

    @property
    def kind(self) -> type[Record]:
        """The sheet of the row."""
        return BY_PREFIX[self.key.partition("-")[0]]


@dataclass(frozen=True)
class PartRecord:
    """One part of a register, as it was sent out."""

    register: str  # its id
    owner: str
    about: str  # the finding, where a part was made for each
    made_on: date
    count: int  # of the parts made before it: the later of two has the higher one
    rows: tuple[SentRow, ...] = field(repr=False)
    agreed: dict[str, SentRow | None] = field(default_factory=dict, repr=False)  # by key, since; None: it was removed
    returned_on: date | None = None
    seen: tuple[str, ...] = ()  # remarks on what came back that a person has looked at

    @cached_property
    def number(self) -> str:
        """What tells this part from every other."""
        sent = [self.register, self.owner, self.about, self.made_on.isoformat(), [row.told for row in self.rows]]
        return _print(sent)[:16]

    @cached_property
    def base(self) -> dict[str, SentRow]:
        """Each row as both sides know it, by key."""
        every = {row.key: row for row in self.rows} | self.agreed
        return {key: row for key, row in every.items() if row is not None}

    @property
    def whose(self) -> str:
        """Whose part it is, in words."""
        return f"{self.owner} on {self.about}" if self.about else self.owner


class Records:
    """The parts of one register, by number."""

    def __init__(self, register: Path, register_id: str) -> None:
        """Nothing is raised for a record that cannot be read: it is in `troubles`, each with a sentence."""
        self.folder = register.resolve().parent / SHARED_OUT
        self.troubles: dict[str, str] = {}
        self.every: dict[str, PartRecord] = {}
        for path in sorted(self.folder.glob("*.json")) if self.folder.is_dir() else ():
            found = _read(path)
            if found is None:
                self.troubles[path.stem] = (f"what was sent out with it is not in {path} as it was written, so "
                                            "nothing of it can be told apart; share the register out anew")
            elif found.register == register_id:
                self.every[path.stem] = found

    def newest(self, part: PartRecord) -> PartRecord:
        """The last part that the same person got (on the same finding)."""
        same = [each for each in self.every.values() if (each.owner, each.about) == (part.owner, part.about)]
        return max(same, key=lambda each: each.count, default=part)

    def is_newest(self, part: PartRecord) -> bool:
        """Whether no other part was sent to the same person since."""
        return self.newest(part).number == part.number

    def outstanding(self) -> list[PartRecord]:
        """The newest part of everybody that has not come back."""
        newest = {self.newest(each).number: self.newest(each) for each in self.every.values()}
        return sorted((each for each in newest.values() if each.returned_on is None),
                      key=lambda each: (each.made_on, each.whose.casefold()))

    def known(self, part: PartRecord) -> PartRecord:
        """The part as it is remembered; one that is new gets its place behind all others."""
        count = 1 + max((each.count for each in self.every.values()), default=0)
        return self.every.get(part.number) or replace(part, count=count)

    def keep(self, parts: Iterable[PartRecord]) -> None:
        """Remember these parts, each file whole or as it was. Raises CannotRun where that is refused."""
        for part in parts:
            with plainly(self.folder):
                self.folder.mkdir(exist_ok=True)
            write_whole(self.folder / f"{part.number}.json", _encoded(part), force=True)
            self.every[part.number] = part


def _encoded(part: PartRecord) -> bytes:
    told = {"format": FORMAT, "register": part.register, "owner": part.owner, "about": part.about,
            "made_on": part.made_on.isoformat(), "count": part.count,
            "returned_on": part.returned_on.isoformat() if part.returned_on else None,
            "seen": [*part.seen], "rows": [row.told for row in part.rows],
            "agreed": {key: row.told if row is not None else None for key, row in part.agreed.items()}}
    return json.dumps({**told, "seal": _print(told)}, ensure_ascii=False, indent=1).encode(errors="replace") + b"\n"


def _print(told: Any) -> str:
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()


def _read(path: Path) -> PartRecord | None:
    """The part in a file; None where it is not as it was written."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        seal = told.pop("seal")
        part = _part(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return part if seal == _print(told) and part.number == path.stem else None


def _part(told: dict[str, Any]) -> PartRecord:
    returned = told["returned_on"]
    agreed = {str(key): _row(row) if row is not None else None for key, row in told["agreed"].items()}
    return PartRecord(str(told["register"]), str(told["owner"]), str(told["about"]),
                      date.fromisoformat(told["made_on"]), int(told["count"]), tuple(map(_row, told["rows"])), agreed,
                      date.fromisoformat(returned) if returned else None, tuple(map(str, told["seen"])))


def _row(told: dict[str, Any]) -> SentRow:
    values = {str(name): str(text) for name, text in told["values"].items()}
    row = SentRow(str(told["key"]), values, bool(told["beside"]), str(told["entered_as"]))
    if row.kind not in SHARED:
        raise ValueError(f"{row.key} is no row of a part")
    return row


def refuse_without_id(register: Path, register_id: str) -> None:
    """Raise CannotRun where a register has no id: what comes back could belong to any."""
    if not register_id:
        raise CannotRun(f"{register} has no Register ID on the sheet Register, so that what comes back could not be "
                        "told to be of it; `ncr upgrade` gives it one.")
