"""Drop-downs that offer only what belongs to another cell of the same row: the causes of its finding, and so on."""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.core.model import BY_PREFIX, Finding
from ncr_toolkit.core.schema import Column, Kind, Record

NOTHING = "lst_nothing"
"""The name of an empty cell: what is offered where nothing belongs to the row yet."""
REFERENCES = "lst_reference"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A list of which a row offers a part.

    The values stand in one column of cells and what each belongs to in another beside it. What belongs together should
    stand together: offered is all from the first to the last that fits, so that none is ever hidden.
    """

    within: str  # the field of the same row that the values have to fit
    name: str  # of the cells: NAME_all are the values, NAME_of what they belong to
    whole: str  # the name of the list that is offered while that field is empty
    otherwise: str  # and where nothing fits

    @property
    def values(self) -> str:
        return f"{self.name}_all"

    @property
    def owners(self) -> str:
        return f"{self.name}_of"

    def formula(self, cell: str) -> str:
        """The reference that Excel takes for the list; `cell`: that field in the row, as in $B4."""
        first = f"INDEX({self.values},MATCH({cell},{self.owners},0))"
        last = (f"INDEX({self.values},LOOKUP(2,1/({self.owners}={cell}),ROW({self.owners}))"
                f"-ROW(INDEX({self.owners},1))+1)")
        none = self.whole if self.whole == self.otherwise else f'IF({cell}="",{self.whole},{self.otherwise})'
        return f"IF(COUNTIF({self.owners},{cell})=0,{none},{first}:{last})"


def narrowed(kind: type[Record], column: Column) -> Narrowed | None:
    """How the drop-down of a column follows its row; None where it offers the same everywhere."""
    if column.source == "references" and "standard" in kind.SHEET.by_name:
        return Narrowed("standard", REFERENCES, "lst_references", "lst_references")
    other = offered(column)
    if other is None or "finding" not in kind.SHEET.by_name or "finding" not in other.SHEET.by_name:
        return None
    name = f"lst_{other.SHEET.prefix}"
    return Narrowed("finding", name, f"{name}_ids", NOTHING)


def offered(column: Column) -> type[Record] | None:
    """The sheet whose ids the drop-down of a link offers: of several the one that rows lead to most."""
    if column.kind is not Kind.LINK:
        return None
    kinds = [BY_PREFIX[prefix] for prefix in column.to]
    return next((kind for kind in kinds if kind is Finding or kind.SHEET.prefix == "action"), kinds[0])


def parents() -> list[type[Record]]:
    """The sheets from which rows of other sheets choose by their finding."""
    found = {offered(column): None for kind in BY_PREFIX.values() for column in kind.SHEET.columns
             if column.kind is Kind.LINK and narrowed(kind, column)}
    return [kind for kind in found if kind is not None]


def is_later(column: Column) -> bool:
    """Whether the first template had no drop-down for the column: it holds ids of several sheets, or a new one."""
    return bool(column.numbered) or (column.kind is Kind.LINK and len(column.to) > 1)


def later_names() -> frozenset[str]:
    """The defined names that came with these drop-downs: a register made before is whole without them."""
    names = [REFERENCES, *(f"lst_{kind.SHEET.prefix}" for kind in parents())]
    return frozenset((NOTHING, *(f"{name}{end}" for name in names for end in ("_all", "_of"))))
