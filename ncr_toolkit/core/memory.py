"""What is remembered of findings and actions over all runs: the first dates, every closing and every reopening.

The register says how things are. What it said before is lost once somebody types over it, so each run takes it down in
`memory.json`, a file that a person can open.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ncr_toolkit.common.names import fold

FILE = "memory.json"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a finding."""

    day: date  # as the register has it
    seen: date  # the day of the run that first saw it
    dated: bool = True  # False: the register gave no day, and the run's stands for it


Said = dict[str, list[str]]
"""The fingerprints of the rows of an answer, by the prefix of their sheet."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a second reader read of an answer, as the first run that saw it took it down."""

    reader: str
    day: date  # of the reading, as the register has it
    seen: date  # the day of the run
    said: Said


@dataclass(slots=True)
class Life:
    """What is remembered of one finding."""

    id: str
    seen: date  # the day of the run that first read it
    closed: bool = False  # as the last run saw it
    closings: list[Event] = field(default_factory=list)
    reopenings: list[Event] = field(default_factory=list)
    answers: list[Event] = field(default_factory=list)  # days on which an answer was sent
    returns: list[Event] = field(default_factory=list)  # the body returned an answer
    first: dict[str, date] = field(default_factory=dict)  # clocks.DATES: the first day that stood there
    since: dict[str, date] = field(default_factory=dict)  # the same since it was last reopened, which asks for new days
    formerly: list[str] = field(default_factory=list)  # ids it had before
    readings: list[Reading] = field(default_factory=list)  # by second readers


@dataclass(slots=True)
class Memory:
    """What is remembered of a register. `lives` by the folded id of the finding; `due` the first due day of actions."""

    runs: int = 0
    since: date | None = None  # day of the first run
    until: date | None = None  # day of the last run
    lives: dict[str, Life] = field(default_factory=dict)
    due: dict[str, date] = field(default_factory=dict)  # by the folded id of the action
    due_since: dict[str, date] = field(default_factory=dict)  # the same since its finding was last reopened

    def life(self, id: str) -> Life | None:
        """What is remembered of the finding with that id."""
        return self.lives.get(fold(id))

    def is_closed(self, id: str) -> bool:
        """Whether the last run saw the finding closed: if it is open now it was reopened since."""
        life = self.life(id)
        return life is not None and life.closed

    def first(self, id: str, name: str, *, since_reopened: bool = False) -> date | None:
        """The first day that stood in a date column: of a finding one of `clocks.DATES`, of an action `due`.

        `since_reopened`: the first one since the finding was last reopened.
        """
        if name == "due":
            return (self.due_since if since_reopened else self.due).get(fold(id))
        life = self.life(id)
        return (life.since if since_reopened else life.first).get(name) if life else None

    def encoded(self) -> bytes:
        """As the text of `memory.json`; the same memory gives the same bytes."""
        return (json.dumps(asdict(self), indent=1, ensure_ascii=False, default=date.isoformat) + "\n").encode("utf-8")


def decoded(data: bytes) -> Memory | None:
    """The memory in the text of a `memory.json`; None where it is none."""
    try:
        found = json.loads(data)
        lives = {id: _life(life) for id, life in found["lives"].items()}
        return Memory(int(found["runs"]), _day(found["since"]), _day(found["until"]), lives, _days(found["due"]),
                      _days(found["due_since"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _life(found: dict[str, Any]) -> Life:
    events = {name: [_event(each) for each in found[name]] for name in ("closings", "reopenings", "answers", "returns")}
    return Life(str(found["id"]), date.fromisoformat(found["seen"]), bool(found["closed"]), first=_days(found["first"]),
                since=_days(found["since"]), formerly=[str(id) for id in found["formerly"]],
                readings=[_reading(each) for each in found.get("readings", ())], **events)


def _reading(found: dict[str, Any]) -> Reading:
    return Reading(str(found["reader"]), date.fromisoformat(found["day"]), date.fromisoformat(found["seen"]),
                   {str(prefix): [str(each) for each in prints] for prefix, prints in found["said"].items()})


def _days(found: dict[str, str]) -> dict[str, date]:
    return {str(name): date.fromisoformat(day) for name, day in found.items()}


def _event(found: dict[str, Any]) -> Event:
    return Event(date.fromisoformat(found["day"]), date.fromisoformat(found["seen"]), bool(found["dated"]))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
