"""How a look is written, and the list that every look enters by its decorator.

A look is a function that looks at one opened workbook and yields a `Remark` for each thing that happened to it, made
with `lost`, `watch` or `fact`. It stands in the module of its subject; the modules of this package are all read.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened

REBUILD = ("Take an earlier copy of the register; or make a fresh one with ncr new and copy the rows into it, sheet by "
           "sheet, with Paste Special > Values.")
NOTHING = "Nothing."


class Severity(StrEnum):
    """LOST: a check, drop-down or figure no longer works. WATCH: it will cost something one day. FACT: good to know."""

    LOST = "lost"
    WATCH = "watch"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that happened, where, and what to do about it."""

    level: Severity
    sheet: str  # as it is called in the file, '' for the workbook as a whole
    cell: str  # a cell, or ranges with commas between; '' for the whole sheet
    message: str
    fix: str
    together: str = ""  # the sentence for several remarks of this kind at once; '' where each must stand alone
    together_fix: str = ""
    kind: str = ""


Look = Callable[["Opened"], Iterable[Remark]]


@dataclass(frozen=True, slots=True)
class RegisteredLook:
    """One look: `whole` ones need the workbook opened whole, the others only its parts."""

    kind: str
    whole: bool
    find: Look


LOOKS: list[RegisteredLook] = []


def look(kind: str, *, whole: bool = True) -> Callable[[Look], Look]:
    """Enter a function into the list; `kind` is the word by which programs know its remarks."""

    def enter(find: Look) -> Look:
        LOOKS.append(RegisteredLook(kind, whole, find))
        return find

    return enter


@cache
def looks() -> tuple[RegisteredLook, ...]:
    """Every look, by module and then in the order in which they are written."""
    package = import_module(__package__ or "ncr_toolkit.excel.doctor")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return tuple(sorted(LOOKS, key=lambda entry: entry.find.__module__))


def lost(sheet: str, cell: str, message: str, fix: str, *, together: str = "", together_fix: str = "") -> Remark:
    """A remark on something that no longer works."""
    return Remark(Severity.LOST, sheet, cell, message, fix, together, together_fix)


def watch(sheet: str, cell: str, message: str, fix: str, *, together: str = "", together_fix: str = "") -> Remark:
    """A remark on something risky."""
    return Remark(Severity.WATCH, sheet, cell, message, fix, together, together_fix)


def fact(sheet: str, cell: str, message: str, fix: str = NOTHING, *, together: str = "",
         together_fix: str = "") -> Remark:
    """A remark on something that is only good to know."""
    return Remark(Severity.FACT, sheet, cell, message, fix, together, together_fix)
