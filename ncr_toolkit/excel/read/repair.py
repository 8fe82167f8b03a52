"""Small faults in a worksheet, in its plain form, that Excel forgives and the reader of values does not."""

from __future__ import annotations

import re

_ERROR_CELL = re.compile(rb'<c [^<>]*\bt="e"[^<>]*(?<!/)>')
_VALUE = re.compile(rb"(<v>)[^<]*</")
_CLOSE = re.compile(rb"</c>")
_HUGE = re.compile(rb"v>-?(?:[0-9]{9,}|[0-9.]+[eE]\+?[0-9])")
_TAG = re.compile(rb"<c [^<>]*>")
_STYLE = re.compile(rb'\bs="[0-9]+"')
_FATAL = re.compile(rb"v>-(?:[0-9]{12}|[0-9.]+[eE])")


def needs_mending(data: bytes) -> bool:
    """Whether a sheet holds what would make the reader of values write a trace of its own: huge negative times."""
    return b"v>-" in data and _FATAL.search(data) is not None


def mended(data: bytes) -> bytes:
    """A sheet that the reader of values bears.

    Taken away are the newer error words (#SPILL!, #CALC! ...), which the scan takes down itself, and the date format of
    numbers that are no date.
    """
    return _without_huge_dates(_with_known_errors(data))


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
        start = data.rfind(b"<c ", end, found.start())
        if start >= 0 and (tag := _TAG.match(data, start)):
            pieces += [data[end:start], _STYLE.sub(b"", tag[0])]
            end = tag.end()
    return b"".join((*pieces, data[end:]))
