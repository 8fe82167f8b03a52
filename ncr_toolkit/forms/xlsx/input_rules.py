"""What the cells of a form take: entries of a list, dates, numbers, so many characters.

Data validation: ECMA-376 Part 1, 18.3.1.32 and 18.3.1.33; lists on other sheets also in [MS-XLSX] 2.3.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.meaning.day_formats import ONE_DAY
from ncr_toolkit.forms.meaning.vocabulary import means, same
from ncr_toolkit.forms.xlsx.sheet import Area, Sheet, area_of

_MOST = 2000  # entries of a list that are looked at
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")


@dataclass(frozen=True, slots=True)
class InputRule:
    """One rule, and the cells that it holds for."""

    kind: str  # "list", "date", "whole", "decimal", "textLength"
    areas: tuple[Area, ...]
    source: str
    most: str = ""  # the upper limit of a length
    told: bool = True  # whether Excel refuses what breaks it

    def holds(self, where: Address) -> bool:
        return any(area.holds(where) for area in self.areas)


def input_rules(root: etree._Element) -> list[InputRule]:
    """The rules of a sheet, those of newer Excel too."""
    found = []
    for each in root.iter("{*}dataValidation"):
        where = each.get("sqref") or each.findtext("{*}sqref") or ""
        one, two = (_formula(each, f"{{*}}formula{number}") for number in (1, 2))
        way = each.get("operator", "between")
        most = two if way == "between" else one if way in ("lessThan", "lessThanOrEqual", "equal") else ""
        areas = tuple(area for part in where.split() if (area := area_of(part)))
        stops = each.get("showErrorMessage") in ("1", "true") and each.get("errorStyle", "stop") == "stop"
        found.append(InputRule(each.get("type", "none"), areas, one, most, stops))
    return found


def _formula(rule: etree._Element, path: str) -> str:
    """A formula as it stands in the rule, or one level deeper as newer Excel writes it."""
    return (rule.findtext(path) or "").strip() or (rule.findtext(f"{path}/{{*}}f") or "").strip()


@dataclass
class Lists:
    """Finds the entries of lists: written in the rule, on a sheet, or under a defined name."""

    sheets: Mapping[str, Sheet]  # by folded name
    names: Mapping[str, str]  # defined names by folded name

    def entries(self, rule: InputRule, sheet: Sheet, depth: int = 0) -> list[str] | None:
        """The entries; None where they cannot be told, such as those of a formula."""
        source = rule.source
        if source.startswith('"'):
            return [part.strip() for part in source.strip('"').replace('""', '"').split(",")]
        return self._of(source.lstrip("="), sheet, depth)

    def _of(self, source: str, sheet: Sheet, depth: int) -> list[str] | None:
        if found := _PLACE.fullmatch(source):
            named = (found[1] or found[2]).replace("''", "'")
            other = self.sheets.get(named.casefold())
            return self._texts(other, found[3]) if other is not None else None
        if area_of(source) is not None:
            return self._texts(sheet, source)
        meant = self.names.get(source.casefold())
        return self._of(meant, sheet, depth + 1) if meant and depth < 3 else None

    def _texts(self, sheet: Sheet, reference: str) -> list[str] | None:
        area = area_of(reference)
        if area is None:
            return None
        return [cell.text.strip() for where, cell in sorted(sheet.cells.items()) if area.holds(where)][:_MOST]

    def sources(self, rule: InputRule, depth: int = 0) -> Iterator[str]:
        """The folded names of the sheets on which the entries stand."""
        source = rule.source.lstrip("=")
        for _ in range(3):
            if found := _PLACE.fullmatch(source):
                yield (found[1] or found[2]).replace("''", "'").casefold()
                return
            source = self.names.get(source.casefold(), "")


def allowed_value(rule: InputRule, value: str, entries: list[str] | None) -> tuple[str, str]:
    """The value as the cell takes it, and why it takes none; of a list the one of its `entries` that says the same."""
    if rule.kind == "list":
        return _of_list(rule, value, entries)
    short = " ".join(value.split())[:40]
    if rule.kind in ("date", "time") and not is_day(value):
        return "", f"{ONE_DAY}, and the register has '{short}'"
    if rule.kind in ("whole", "decimal") and not re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        return "", f"it takes a number, and the register has '{short}'"
    if rule.kind == "textLength" and rule.most.isdecimal() and len(value) > int(rule.most):
        return "", f"it takes {rule.most} characters, and the register's text has {len(value)}"
    return value, ""


def _of_list(rule: InputRule, value: str, entries: list[str] | None) -> tuple[str, str]:
    if entries is None:
        return "", "its drop-down takes entries that cannot be told from here; choose one in Excel"
    fitting = [entry for entry in entries if same(entry, value)] or [entry for entry in entries if means(entry, value)]
    if len(set(fitting)) == 1:
        return fitting[0], ""
    return (value, "") if not rule.told else ("", f"its drop-down has no entry '{' '.join(value.split())[:40]}'")


def is_day(value: str) -> bool:
    """Whether a value of the register is one day."""
    try:
        return date.fromisoformat(value) is not None and len(value) == 10
    except ValueError:
        return False
