"""Which cells of a form are about the finding that is filled in: its sheet, its row or column of a list, its block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ncr_toolkit.common.names import fold
from ncr_toolkit.excel.opc.address import Address, address_of
from ncr_toolkit.forms.filling.outcomes import Outcome
from ncr_toolkit.forms.survey.grid import GridCell
from ncr_toolkit.forms.survey.owners import Owners
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
        sheet, _, cell = place.id.rpartition("!")
        return self.apart(sheet, address_of(cell.partition(".")[0]))

    def apart(self, sheet: str, where: Address | None) -> str:
        """Why a cell of a sheet is about another finding; '' where it is not."""
        if about := self._about_another(sheet):
            return f"its sheet is about {about}"
        return self._owners.apart(sheet, where)

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self.search.blocks, self.whom, self.others)

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
        sheet, _, cell = place.id.rpartition("!")
        block = self._owners.block(sheet, address_of(cell.partition(".")[0]))
        return block.where if block is not None else ""
