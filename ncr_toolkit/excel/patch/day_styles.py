"""Which of a workbook's cell styles show days.

Number formats: ECMA-376 Part 1, 18.8.30 (numFmt, with the numbers that are built in) and 18.8.31 (their codes).
"""

from __future__ import annotations

import re

from ncr_toolkit.excel.opc.package import WorkbookPackage, parse, relations

_BUILT_IN = {str(number) for number in (14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58)}
_APART = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')  # words, single letters, colours and places: no part of the day


def day_styles(package: WorkbookPackage) -> frozenset[str]:
    """The numbers of the cell styles that show a number as a day."""
    path = next((target for kind, target in relations(package, package.workbook).values() if kind == "styles"), "")
    if path not in package.members:
        return frozenset()
    root = parse(package.name, package.part(path))
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    shown = [style.get("numFmtId", "0") for style in styles.iterchildren("{*}xf")] if styles is not None else []
    return frozenset(str(place) for place, number in enumerate(shown)
                     if (_is_day(own[number]) if number in own else number in _BUILT_IN))


def _is_day(code: str) -> bool:
    letters = _APART.sub("", code.partition(";")[0]).lower()
    return "y" in letters and "d" in letters
