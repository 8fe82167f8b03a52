"""Which cells of a form are about the finding that is filled in: its sheet, its row or column of a list, its block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ncr_toolkit.common.names import fold
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.survey.grid import GridCell
from ncr_toolkit.forms.survey.owners import Owners, owners
from ncr_toolkit.forms.survey.places import Place
from ncr_toolkit.forms.survey.whom import Whom
from ncr_toolkit.forms.xlsx.search_sheets import Search


@dataclass
class Whose:
    """Tells of one finding what is its own."""

    search: Search
    whom: Whom
    others: Sequence[Whom]  # the findings of the register

    def kept_back(self, place: Place) -> str:
        """Why a place is about another finding; '' where it is not."""
        if place.mark in self.search.logs:
            return ""
        about = "" if self._owners.is_ours(place) else self._about_another(place.id.rpartition("!")[0])
        return f"its sheet is about {about}" if about else self._owners.apart(place)

    def apart(self, sheet: str, where: Address) -> str:
        """Why a cell of a sheet is about another finding; '' where it is not."""
        about = self._about_another(sheet)
        return f"its sheet is about {about}" if about else self._owners.apart_at(sheet, where)

    def is_first_of_ours(self, place: Place) -> bool:
        """Whether our number stands over a place, the first of those that ask the same."""
        return self._owners.is_first(place)

    @cached_property
    def _owners(self) -> Owners:
        return owners([self.search.about], self.whom, self.others)[0]

    def _about_another(self, sheet: str) -> str:
        """The other finding of the register that a sheet is about, by its name or the number that stands there."""
        said = {fold(each) for each in self.search.numbers.get(sheet, ())}
        return "" if fold(self.whom.id) in said else next(
            (each.id for each in self.others if fold(each.id) in said), "")

    def cell(self, place: Place) -> GridCell | None:
        """The cell of a list of findings that is ours."""
        log, key = self.search.logs[place.mark]
        number = log.row(self.whom)
        return None if number is None else log.rows[number].get(key)

    def told(self, outcomes: Sequence[Outcome]) -> dict[int, str]:
        """By the number of the first outcome that is filled: which of several rows or parts is ours."""
        found: dict[str, int] = {}
        for number, each in enumerate(outcomes):
            if each.value and (where := self._which(each.place)):
                found.setdefault(where, number)
        return {number: f"{self.whom.id} has {where} of those for several findings" for where, number in found.items()}

    def _which(self, place: Place) -> str:
        if place.mark in self.search.logs:
            log, _ = self.search.logs[place.mark]
            number = log.row(self.whom)
            return log.called(number) if number is not None else ""
        return self._owners.which(place)
