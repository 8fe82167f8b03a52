"""Which of several parts of a form that are alike is about the finding that is filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.survey.blocks import Block
from ncr_toolkit.forms.survey.places import Place
from ncr_toolkit.forms.survey.whom import Whom

_ROW = re.compile(r"R(\d+)\.C")
NO_BLOCK = "it is for another finding: no part of the form has the number of this one, and none is free for it"


def seat_of(place: Place) -> tuple[str, Address | None]:
    """The table and row in which a place of a document stands."""
    row = _ROW.findall(place.id)
    return place.table, Address(int(row[-1]) - 1, 0) if row else None


@dataclass
class Owners:
    """Tells of one finding which blocks are its own."""

    groups: Sequence[list[Block]]  # each of blocks that are alike
    whom: Whom
    others: Sequence[Whom]  # the other findings of the register

    def block(self, sheet: str, where: Address | None) -> Block | None:
        """The block in which a cell stands."""
        return next((each for group in self.groups for each in group
                     if where is not None and each.holds(sheet, where)), None)

    def of(self, place: Place) -> Block | None:
        """The block of tables of a document in which a place stands."""
        return self.block(*seat_of(place))

    @cached_property
    def _mine(self) -> list[tuple[list[Block], list[Block]]]:
        """The groups with ours among them: those with our number, else the first free one."""
        return [(group, [each for each in group if each.names(self.whom)]
                 or [each for each in group if each.free and not any(map(each.names, self.others))][:1])
                for group in self.groups]

    def apart(self, sheet: str, where: Address | None) -> str:
        """Why a cell is about another finding; '' where it is not."""
        block = self.block(sheet, where)
        if block is None:
            return ""
        mine = next(mine for group, mine in self._mine if block in group)
        if block in mine:
            return ""
        return f"it is for another finding; {self.whom.id} has {mine[0].where.rstrip(',')}" if mine else NO_BLOCK
