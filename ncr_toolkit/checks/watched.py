"""What a check goes by: whether it asked for more than the rows of one finding.

Where it did not, the same rows give the same answer, whatever else is in the register, beside it, or on the calendar.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ncr_toolkit.core.model import Finding, Settings
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record

R = TypeVar("R", bound=Record)
T = TypeVar("T")

OF_ITS_OWN = ("of", "finding", "pack", "language", "pack_of", "subject", "header", "questions", "question",
              "grade", "wants")
"""What a review tells that follows from the rows of a finding, the pack and the settings."""
BEYOND = ("register", "today", "folder", "previous", "memory", "sent", "troubles", "own_rules", "home", "fingerprints",
          "remembered", "moves", "asked", "extensions", "requests", "ids", "labels", "person", "body", "rules", "term",
          "proposed", "counts_from", "days_off", "documents_in", "document_language")
"""What it tells that goes by other rows, files or the day."""


class Watched(Review):
    """A review that notes whether it was asked for anything `BEYOND` the rows of a finding.

    A row that another names counts as the finding's own where it is one of its rows.
    """

    def __init__(self, plain: Review) -> None:
        self.plain = plain
        self.beyond = False
        self._owner: Finding | None = None  # of what is looked at
        self._made: dict[Callable[[Any, Review], object], dict[int, tuple[object, bool]]] = {}
        self.__dict__.update({name: getattr(plain, name) for name in OF_ITS_OWN}, _memory=plain._memory)

    @property
    def settings(self) -> Settings:
        """As of any review."""
        return self.plain.settings

    def watch(self, act: Callable[[], T], owner: Finding | None) -> tuple[T, bool]:
        """What `act` gives while it looks at what belongs to `owner`, and whether it asked for more than that."""
        before = self.beyond, self._owner
        self.beyond, self._owner = False, owner
        try:
            made = act()
            return made, self.beyond
        finally:
            self.beyond, self._owner = before

    def once_for(self, make: Callable[[R, Review], T], record: R) -> T:
        """As of any review. Who gets what was made out of more has asked for more."""
        found = self._made.setdefault(make, {})
        if id(record) not in found:
            self._keep(make, record, *self.watch(lambda: make(record, self), self.plain.finding(record)))
        made, beyond = found[id(record)]
        self.beyond |= beyond
        return made  # type: ignore[return-value]

    def once(self, make: Callable[[Review], T]) -> T:
        """As of any review: made out of the whole register."""
        self.beyond = True
        return super().once(make)

    def find(self, kind: type[R], id: str) -> R | None:
        """As of any review. That there is none follows from all rows."""
        found = self.plain.find(kind, id)
        self.beyond |= found is None or self._owner is None or self.plain.finding(found) is not self._owner
        return found

    def is_nothing(self, make: Callable[[Any, Review], object], record: Record) -> bool:
        """Whether it is known that `make` gives nothing for a record, and went by no more than its finding's rows."""
        made, beyond = self._made.get(make, {}).get(id(record), (True, True))
        return not beyond and not made

    def take_as(self, made: object, make: Callable[[Any, Review], object], record: Record) -> None:
        """Let `make` give this for a record, as it did before."""
        self._keep(make, record, made, False)

    def _keep(self, make: Callable[[Any, Review], object], record: Record, made: object, beyond: bool) -> None:
        """Also for the review itself, which is asked the same when the checks are done."""
        self._made.setdefault(make, {})[id(record)] = made, beyond
        self.plain._memory_of[make][id(record)] = made


def _noted(name: str) -> property:
    def asked(self: Watched) -> Any:
        self.beyond = True
        return getattr(self.plain, name)

    return property(asked)


for _name in BEYOND:
    setattr(Watched, _name, _noted(_name))
