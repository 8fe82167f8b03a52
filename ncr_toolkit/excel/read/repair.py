"""Small faults in a worksheet that Excel forgives and the reader of values does not."""

from __future__ import annotations

import re

from ncr_toolkit.excel.opc.package import WorkbookPackage

_RANGE = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^<>]*?/>")
_ERROR_CELL = re.compile(rb"""[<:]c\b[^<>]*\bt=["']e["'][^<>]*(?<!/)>""")
_VALUE = re.compile(rb"(v>)[^<]*</")
_CLOSE = re.compile(rb"[/:]c\s*>")
_HUGE = re.compile(rb"v>-?(?:[0-9]{9,}|[0-9.]+[eE]\+?[0-9])")
_TAG = re.compile(rb"[<:]c [^<>]*>")
_STYLE = re.compile(rb"""\bs=["'][0-9]+["']""")
_FATAL = re.compile(rb"v>-(?:[0-9]{12}|[0-9.]+[eE])")


def needs_mending(data: bytes) -> bool:
    """Whether a sheet holds what would make the reader of values write a trace of its own: huge negative times."""
    return b"v>-" in data and _FATAL.search(data) is not None


def mend(package: WorkbookPackage, path: str) -> None:
    """Make a sheet bearable for the reader of values.

    Taken away are a used range nobody can read, the newer error words (#SPILL!, #CALC! ...), which the scan takes down
    itself, and the date format of numbers that are no date.
    """
    data = package.part(path)
    plain = _without_huge_dates(_with_known_errors(_RANGE.sub(b"", data, count=1)))
    if plain != data:
        package.changed[path] = plain


def _with_known_errors(data: bytes) -> bytes:
    pieces, end = [], 0
    for found in _ERROR_CELL.finditer(data):
        close = _CLOSE.search(data, found.end())
        value = _VALUE.search(data, found.end(), close.start()) if close else None
        if value:
            pieces += [data[end:value.end(1)], b"#N/A</"]
            end = value.end()
    return b"".join((*pieces, data[end:]))


def _without_huge_dates(data: bytes) -> bytes:
    pieces, end = [], 0
    for found in _HUGE.finditer(data):
        start = max(data.rfind(b"<c ", end, found.start()), data.rfind(b":c ", end, found.start()))
        if start >= 0 and (tag := _TAG.match(data, start)):
            pieces += [data[end:start], _STYLE.sub(b"", tag[0])]
            end = tag.end()
    return b"".join((*pieces, data[end:]))
