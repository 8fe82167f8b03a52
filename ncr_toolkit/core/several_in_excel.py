"""Cells that name several, in the language of Excel 2016, which has no function that splits a text.

The first `PARTS` of a cell are seen. The parts of a column are defined names, arrays with a row a finding, and so are
the numbers by which equal texts are known. Where no cell of the column holds several, formulas go the short way they
went before. Names stand here as they are typed: that "8.4 a)" is 8.4, and what is of which standard, only `several`
knows.
"""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.core.model import Finding

PARTS = 6
_WIDTH = 255
"""So many letters of a cell, with all its parts, are seen for certain."""
_ALWAYS = (";", "\n")
_SIGNS = {"reference": (*_ALWAYS, ", ", " / ", " & ", " and ", " und ", " et ")}
"""What stands between two, by column: the most frequent of what `several` knows. LibreOffice puts what a name means
into each formula, which then has an end: so few times are names asked for."""


@dataclass(frozen=True, slots=True)
class SplitColumn:
    """A column of findings whose cells may hold several."""

    name: str  # the field

    @property
    def cells(self) -> str:
        """The whole column."""
        return Finding.SHEET.in_table(self.name)

    @property
    def signs(self) -> tuple[str, ...]:
        """What stands between two."""
        return _SIGNS.get(self.name, _ALWAYS)

    @property
    def several(self) -> str:
        """The name of whether any cell holds several."""
        return f"ncr_{self.name}_several"

    @property
    def parts_of_all(self) -> str:
        """The name of all parts: an array with a row a finding and a column for each place in a cell."""
        return f"ncr_{self.name}_parts"

    @property
    def codes(self) -> str:
        """The name of the numbers by which equal parts are known: where the text stands first, place by place."""
        return f"ncr_{self.name}_codes"

    def part(self, place: int) -> str:
        """The name of the parts that stand at this place of their cell, from 1."""
        return f"ncr_{self.name}_part{place}"

    def named(self) -> dict[str, str]:
        """The defined names with their formulas."""
        whole = self.cells
        for sign in self.signs[1:]:
            whole = f'SUBSTITUTE({whole},{_quoted(sign)},";")'
        whole = f'SUBSTITUTE({whole},";",REPT(" ",{_WIDTH}))'

        def cut(start: str) -> str:
            return f'IFERROR(TRIM(MID({whole},{start},{_WIDTH})),"")'

        starts = [_WIDTH * place + 1 for place in range(PARTS)]
        first = '""'
        for place in range(PARTS, 0, -1):
            match = f"MATCH({self.parts_of_all},{self.part(place)},0)"
            first = f"IFERROR({place - 1}*ROWS({self.cells})+{match},{first})"
        return {self.several: "+".join(f'COUNTIF({self.cells},"*"&{_quoted(sign)}&"*")' for sign in self.signs) + ">0",
                self.parts_of_all: cut(f"{{{','.join(map(str, starts))}}}"),
                **{self.part(place): cut(str(start)) for place, start in enumerate(starts, 1)},
                self.codes: f'IF({self.parts_of_all}="","",{first})'}

    def most_frequent(self, condition: str, above: str) -> str:
        """The formula of the name that stands most often in rows that count, and not in the cells above. Of equals it
        is the first, which Excel takes for that of the first row: so the rows are the places."""
        codes = f'TRANSPOSE(IF({condition}*ISNA(MATCH({self.parts_of_all},{above},0)),{self.codes},""))'
        most, found = f"MODE({codes},{codes})", '""'  # twice: a name that stands there once counts too
        for place in range(PARTS, 0, -1):
            before = f"-{place - 1}*ROWS({self.cells})" if place > 1 else ""
            found = f"IFERROR(INDEX({self.part(place)},{most}{before}),{found})"
        return found

    def count(self, condition: str, name: str) -> str:
        """The formula of how many findings that count have this name."""
        holds = "+".join(f"({self.part(place)}={name})" for place in range(1, PARTS + 1))
        return f"SUMPRODUCT(({holds}>0)*{condition})"

    def total(self, condition: str) -> str:
        """The formula of how many names findings that count have in all, each once in a cell."""
        each = (self.part(place) for place in range(1, PARTS + 1))
        once = "+".join(f'({part}<>"")' + "".join(f"*({part}<>{self.part(before)})" for before in range(1, place))
                        for place, part in enumerate(each, 1))
        return f"SUMPRODUCT(({once})*{condition})"


    def parts(self, text: str) -> list[str]:
        """The parts of a cell as these formulas see them; one that is blank keeps its place."""
        for sign in self.signs:
            text = text.replace(sign, "\n")
        return [" ".join(filter(None, part.split(" "))) for part in text.split("\n")][:PARTS]

    def holds_several(self, text: str) -> bool:
        """Whether these formulas see several in a cell: Excel looks whatever the case."""
        return any(sign in text.casefold() for sign in self.signs)


def _quoted(sign: str) -> str:
    return "CHAR(10)" if sign == "\n" else f'"{sign}"'
