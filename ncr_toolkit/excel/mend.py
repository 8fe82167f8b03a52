"""Small faults in a worksheet that Excel forgives and the reader of values does not."""

from __future__ import annotations

import re

from ncr_toolkit.excel.package import Package

_RANGE = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^>]*?/>")
_ERROR_VALUE = re.compile(rb"""(\bt=["']e["'][^>]*>(?:(?!</(?:[\w.-]+:)?c>).)*?<(?:[\w.-]+:)?v>)[^<]*""", re.DOTALL)


def mend(package: Package) -> None:
    """Take from every sheet a used range nobody can read, and the newer error words (#SPILL!, #CALC! ...), which the
    scan has noted already."""
    for sheet in package.sheets:
        data = package.part(sheet.path)
        plain = _ERROR_VALUE.sub(rb"\1#N/A", _RANGE.sub(b"", data, count=1))
        if plain != data:
            package.changed[sheet.path] = plain
