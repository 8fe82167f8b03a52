"""One value into one cell, exactly as it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.write.formats import DAY, LINK, Formats
from ncr_toolkit.excel.write.written_values import ErrorCell, Formatted, FormulaCell, Hyper, Linked, Value
from ncr_toolkit.excel.write.xlsxwriter_fast import Cached, ExactUrl

if TYPE_CHECKING:
    from ncr_toolkit.excel.write.xlsxwriter_fast import QuickSheet

LONGEST = 32_767
"""Characters one cell of Excel holds, counted in UTF-16."""

KNOWN_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
"""The errors that every Excel knows; the newer ones cannot stand in a formula of their own."""

_SHORTEST_LINK, _LONGEST_LINK = 2, 2_000


@dataclass
class CellWriter:
    """Writes the cells of one sheet. `place` says in a message where it is just now."""

    sheet: QuickSheet
    formats: Formats
    place: str = ""

    def write(self, row: int, number: int, value: Value, look: Mapping[str, Any]) -> None:
        """Write `value` into a cell with the format properties `look`.

        Raises CannotRun for what Excel cannot hold: texts and link targets that are too long.
        """
        if value is None or value == "":
            return
        form = self.formats.get(**look)
        match value:
            case str():
                self.write_text(row, number, value, form)
            case date():
                dated = self.formats.get(**{**look, "num_format": DAY})
                self.sheet.write_datetime(row, number, value, dated)
            case bool():
                self.sheet.write_boolean(row, number, value, form)
            case int() | float():
                self.sheet.write_number(row, number, value, form)
            case Formatted(shown, code):
                self.sheet.write_number(row, number, shown, self.formats.get(**{**look, "num_format": code}))
            case Hyper():
                self._link(row, number, value, self.formats.get(**{**look, **LINK}))
            case Linked():
                self._exact_link(row, number, value, look)
            case ErrorCell(text):
                known = text in KNOWN_ERRORS
                self.sheet.write_formula(row, number, f"={text}" if known else "=NA()", form, _cached(value))
            case FormulaCell(formula, cached, code):
                coded = self.formats.get(**{**look, "num_format": code}) if code != "" else form
                self.sheet.write_plain_formula(row, number, formula, coded, _cached(cached))

    def write_text(self, row: int, number: int, text: str, form: Any) -> None:
        """Write a text that is not blank in a format made already. Raises CannotRun for one that is too long."""
        if text.startswith("<r>") and text.endswith("</r>"):  # which XlsxWriter would take for XML of its own
            self.sheet.write_rich_string(row, number, text[:1], text[1:2], text[2:], form)
            self._fitting(text)
        else:
            self.sheet.write_text(row, number, self._fitting(text), form)

    def _fitting(self, text: str) -> str:
        if len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
            raise CannotRun(f"{self.place}: a text of {len(text):,} characters is too long for a cell of Excel, which "
                            f"holds {LONGEST:,}; shorten it, or put it into a file of its own.")
        return text

    def _exact_link(self, row: int, number: int, link: Linked, look: Mapping[str, Any]) -> None:
        url = ExactUrl(link.target, link.location, link.tip)
        look = {**look, **LINK}
        if self.sheet.write_url(row, number, url, self.formats.get(**look)):
            raise CannotRun(f"{self.place}: a link cannot be written to Excel; it is one of more than 65,530 on its "
                            "sheet.")
        self.sheet.write_blank(row, number, None, self.formats.get(**look))
        self.write(row, number, link.value, look)

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


def _cached(value: str | int | float | ErrorCell | None) -> str | int | float:
    """What a formula shows: nothing at all, a text of no length and a newer error are three things."""
    if isinstance(value, ErrorCell):
        return value.text if value.text in KNOWN_ERRORS else Cached(value.text, "e")
    return "" if value is None else Cached("", "str") if value == "" else value
