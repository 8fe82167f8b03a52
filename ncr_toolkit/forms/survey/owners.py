"""Which part of a form is about the finding that is filled in: the one under its number, or of several that are alike
the first free one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ncr_toolkit.excel.opc.address import Address, address_of
from ncr_toolkit.forms.meaning.vocabulary import plain
from ncr_toolkit.forms.survey.blocks import Block
from ncr_toolkit.forms.survey.finding_numbers import FindingNumbers, is_telling
from ncr_toolkit.forms.survey.headings import Heading, Headings
from ncr_toolkit.forms.survey.heads import Heads
from ncr_toolkit.forms.survey.places import Place
from ncr_toolkit.forms.survey.whom import Whom

_CELL = re.compile(r".*R(\d+)\.C\d+")


@dataclass
class Parts:
    """What one part of a form, or its sheets, are made of."""

    groups: Sequence[list[Block]] = ()  # each of blocks that are alike
    heads: Heads = field(default_factory=Heads)
    places: Sequence[Place] = ()
    around: bool = False  # a header or footer: what stands there is about all of the form

    def seat_of(self, place: Place) -> tuple[str, Address | None]:
        """The table or sheet and the cell in which a place stands."""
        sheet, _, cell = place.id.rpartition("!")
        if sheet:
            return sheet, address_of(cell.partition(".")[0])
        found = _CELL.match(place.id)
        if found is None:
            return place.table, None
        return place.table, Address(int(found[1]) - 1, self.heads.columns.get(found[0], 0))

    def block(self, sheet: str, where: Address | None) -> Block | None:
        """The block in which a cell stands."""
        return next((each for group in self.groups for each in group
                     if where is not None and each.holds(sheet, where)), None)

    def block_of(self, place: Place) -> Block | None:
        """The block in which a place stands."""
        return self.block(*self.seat_of(place))

    def order(self, place: Place) -> int:
        """Where a place stands among the texts of its part."""
        sheet, where = self.seat_of(place)
        if where is None or sheet not in self.heads.rows:
            return place.rank
        return self.heads.order(sheet, where.row)


@dataclass
class Owners:
    """Tells of one finding what of a part of a form is its own."""

    parts: Parts
    whom: Whom
    others: Sequence[Whom]  # the other findings of the register
    elsewhere: Sequence[Owners] = field(default=(), repr=False)  # of every part of the form
    _overs: dict[str, Heading | None] = field(default_factory=dict)  # by the id of a place, what heads it
    _names: dict[int, Heading | None] = field(default_factory=dict)  # by the block, what heads it

    def apart(self, place: Place) -> str:
        """Why a place is about another finding; '' where it is not, or where nothing says so."""
        return self._why(self.parts.block_of(place), self._over(place), known=place.rank > 0)

    def apart_at(self, sheet: str, where: Address) -> str:
        """The same of a cell of a sheet."""
        heads = self.parts.heads
        order = heads.order(sheet, where.row) if sheet in heads.rows else 0
        block = self.parts.block(sheet, where)
        return self._why(block, self._heading(block, order, sheet, where), known=order > 0)

    def is_ours(self, place: Place) -> bool:
        """Whether our number stands over a place."""
        return self._has(self._over(place))

    def is_first(self, place: Place) -> bool:
        """Whether a place is the first under our number that asks what it asks."""
        return self.is_ours(place) and self._firsts.get((self._over(place), plain(place.label), place.names)) is place

    @cached_property
    def _firsts(self) -> dict[tuple[Heading | None, str, tuple[str, ...]], Place]:
        found: dict[tuple[Heading | None, str, tuple[str, ...]], Place] = {}
        for place in sorted(self.parts.places, key=lambda each: (each.rank, each.letters)):
            found.setdefault((self._over(place), plain(place.label), place.names), place)
        return found

    def takes(self, place: Place) -> bool:
        """Whether a place stands under our number, or in the free block that is for us."""
        block = self.parts.block_of(place)
        return self.is_ours(place) or (block is not None and any(block in mine for _, mine in self._mine))

    def _has(self, over: Heading | None) -> bool:
        return over is not None and over.number.key == self._numbers.ours and over not in self._doubtful

    @cached_property
    def _doubtful(self) -> set[Heading]:
        return self._headings.doubtful(self._orders)

    def which(self, place: Place) -> str:
        """Which of several parts that are alike a place stands in: "Form, rows 5 to 8,"."""
        block = self.parts.block_of(place)
        return block.where if block is not None else ""

    def _why(self, block: Block | None, over: Heading | None, *, known: bool) -> str:
        """Why what stands in a block and under a number is left. `known`: it is known where it stands."""
        if self._has(over) or (over is None and block is not None and any(block in mine for _, mine in self._mine)):
            return ""
        where = next((each.place_of_ours for each in self.elsewhere if each.place_of_ours), "")
        if block is None and over is None and (where or not known or not any(each.headed for each in self.elsewhere)):
            return ""
        if over in self._doubtful:
            return f"other numbers stand over it beside {self.whom.id}"
        return f"it is for another finding; {self.whom.id} has {where.rstrip(',')}" if where else self._nowhere(block)

    def _nowhere(self, block: Block | None) -> str:
        """What is said where the form has no part for ours: which numbers it has."""
        there = ", ".join(dict.fromkeys(number for each in self.elsewhere for number in each.numbers_there))
        if block is None:
            return f"the form is about {there}"
        told = f"; there {'are' if ',' in there else 'is'} {there}" if there else ""
        return f"it is for another finding: no part of the form has the number {self.whom.id}, " \
            f"and none is free for it{told}"

    @cached_property
    def numbers_there(self) -> list[str]:
        """The numbers of findings that stand over something, as people write them."""
        of_blocks = (said for group in self.parts.groups for block in group for said in block.said)
        return list(dict.fromkeys([*(each.number.said for each in self._headings.found), *of_blocks]))

    @cached_property
    def headed(self) -> bool:
        """Whether something that could be filled stands under a number, ours or another."""
        if self.parts.around:
            return any(each.number.start or is_telling(each.number) for each in self._headings.found)
        return any(place.names and not place.auditor and self._over(place) is not None for place in self.parts.places)

    @cached_property
    def place_of_ours(self) -> str:
        """Where our part is; '' where there is none."""
        blocks = (mine[0].where for _, mine in self._mine if mine)
        over = map(self._over, self.parts.places)
        filled = (each.head.where for each in over if each is not None and self._has(each))
        there = (each.head.where for each in self._headings.found if each.number.key == self._numbers.ours)
        return next(blocks, "") or next(filled, "") or next(there, "")

    @cached_property
    def _numbers(self) -> FindingNumbers:
        return FindingNumbers(self.whom.id, [each.id for each in self.others])

    @cached_property
    def _headings(self) -> Headings:
        return Headings(self.parts.heads, self._numbers)

    def _over(self, place: Place) -> Heading | None:
        if place.id not in self._overs:
            self._overs[place.id] = self._heading(self.parts.block_of(place), self.parts.order(place),
                                                  *self.parts.seat_of(place))
        return self._overs[place.id]

    def _heading(self, block: Block | None, order: int, sheet: str, where: Address | None) -> Heading | None:
        """What heads a place: the last number before it in its block, or that of the block."""
        if block is None:
            return self._flow(order, sheet, where)
        over = self._headings.over(order, sheet, where)
        return over if over is not None and self._is_in(over, block) else self._named(block)

    def _flow(self, order: int, sheet: str, where: Address | None) -> Heading | None:
        if self._below:
            return self._headings.under(order)
        return self._headings.over(order, sheet, where)

    @cached_property
    def _below(self) -> bool:
        """Whether the captions stand under their tables: something is asked before the first, and nothing behind the
        last."""
        return self._headings.are_below and bool(self._orders) \
            and self._orders[0] < self._headings.found[0].order and self._orders[-1] < self._headings.found[-1].order

    @cached_property
    def _orders(self) -> list[int]:
        """Where the places stand."""
        return sorted(map(self.parts.order, self.parts.places))

    @staticmethod
    def _is_in(heading: Heading, block: Block) -> bool:
        return heading.head.at is not None and block.holds(heading.head.table, heading.head.at)

    def _named(self, block: Block) -> Heading | None:
        """The number of a block: the first in it, else the last over it, behind what is asked before."""
        if id(block) not in self._names:
            self._names[id(block)] = self._found(block)
        return self._names[id(block)]

    def _found(self, block: Block) -> Heading | None:
        inside = next((each for each in self._headings.found if self._is_in(each, block)), None)
        if inside is not None or block.is_numbered or block.sheet not in self.parts.heads.rows:
            return inside
        start = self.parts.heads.order(block.sheet, block.first)
        over = self._flow(start, block.sheet, Address(block.first, block.left))
        if over is None or self._below:
            return over
        before = bisect_left(self._orders, start) - 1
        return over if before < 0 or self._orders[before] < over.order else None

    @cached_property
    def _mine(self) -> list[tuple[list[Block], list[Block]]]:
        """The groups with ours among them: those with our number, else the first free one."""
        ours = [(group, [each for each in group if self._is_named(each)]) for group in self.parts.groups]
        return [(group, mine or [each for each in group if self._is_free(each)][:1]) for group, mine in ours]

    def _is_named(self, block: Block) -> bool:
        over = self._named(block)
        return block.names(self.whom) if over is None else over.number.key == self._numbers.ours

    def _is_free(self, block: Block) -> bool:
        return block.free and self._named(block) is None and not any(map(block.names, self.others)) \
            and not any(each.number.key == self._numbers.ours for each in self._headings.found)


def owners(parts: Iterable[Parts], whom: Whom, others: Sequence[Whom]) -> list[Owners]:
    """Those of every part of a form, each of which knows of the others."""
    found = [Owners(each, whom, others) for each in parts]
    for each in found:
        each.elsewhere = found
    return found
