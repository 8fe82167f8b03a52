"""One value into one cell, exactly as it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ncr_toolkit.errors import CannotRun
from ncr_toolkit.excel.style import DAY, LINK, Formats
from ncr_toolkit.excel.values import ErrorCell, FormulaCell, Hyper, Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""Characters one cell of Excel holds, counted in UTF-16."""

_SHORTEST_LINK, _LONGEST_LINK = 2, 2_000


@dataclass
class Pen:
    """Writes the cells of one sheet. `place` says in a message where it is just now."""

    sheet: Worksheet
    formats: Formats
    place: str = ""

    def write(self, row: int, number: int, value: Value, look: Mapping[str, Any]) -> None:
        """Write `value` into a cell with the format properties `look`.

        Raises CannotRun for what Excel cannot hold: texts and link targets that are too long.
        """
        form = self.formats.get(**look)
        match value:
            case None | "":
                return
            case str():
                self.sheet.write_string(row, number, self._fitting(value), form)
            case date():
                dated = self.formats.get(**{**look, "num_format": DAY})
                self.sheet.write_datetime(row, number, value, dated)
            case int() | float():
                self.sheet.write_number(row, number, value, form)
            case Hyper():
                self._link(row, number, value, self.formats.get(**{**look, **LINK}))
            case ErrorCell(text):
                self.sheet.write_formula(row, number, f"={text}", form, text)
            case FormulaCell(formula, cached):
                self.sheet.write_formula(row, number, formula, form, "" if cached is None else cached)

    def _fitting(self, text: str) -> str:
        if len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
            raise CannotRun(f"{self.place}: a text of {len(text):,} characters is too long for a cell of Excel, which "
                            f"holds {LONGEST:,}; shorten it, or put it into a file of its own.")
        return text

    def _link(self, row: int, number: int, link: Hyper, form: Any) -> None:
        target = link.target
        if len(target) < _SHORTEST_LINK:
            self.sheet.write_string(row, number, self._fitting(link.text), form)
            return
        if "://" not in target and not target.startswith(("mailto:", "internal:", "external:")):
            target = f"external:{target}"
        if len(target) > _LONGEST_LINK or self.sheet.write_url(row, number, target, form, self._fitting(link.text)):
            raise CannotRun(f"{self.place}: a link cannot be written to Excel; it is longer than {_LONGEST_LINK:,} "
                            "characters, or it is one of more than 65,530 on its sheet.")
