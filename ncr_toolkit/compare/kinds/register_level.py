"""The two registers as a whole: whether they are one register at all, and what could not be compared."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.change import Both, ChangeKind, News, Where, look
from ncr_toolkit.compare.pairs import is_missing
from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.core.schema import Cell, Record


@look(Where.ONCE)
def another_register(both: Both) -> Iterator[News]:
    """Compared with the register of another system or site, everything looks new or gone."""
    was, now = both.old.register.settings, both.new.register.settings
    if was.typed("id") and now.typed("id") and fold(was.typed("id")) != fold(now.typed("id")):
        yield News(ChangeKind.OTHER_REGISTER,
                   f"These are two registers: the old file is '{was.typed('id')}', the new one "
                   f"'{now.typed('id')}'; what follows compares one with the other.", "id", grave=True,
                   values=(was.typed("id"), now.typed("id")), cell=now.cell("id"))


@look(Where.ONCE)
def sheet_missing(both: Both) -> Iterator[News]:
    """What stands on a sheet that one of the two files does not have is unknown, and not gone."""
    kinds: tuple[type[Record], ...] = (*RECORDS, Settings)
    for kind in kinds:
        missing = [is_missing(review, kind) for review in (both.old, both.new)]
        if any(missing):
            which = "both files" if all(missing) else "the old file" if missing[0] else "the new file"
            yield News(ChangeKind.NOT_COMPARED,
                       f"The sheet '{kind.SHEET.name}' is missing from {which} and could not be "
                       "compared.", grave=not all(missing), cell=Cell(kind.SHEET.name))


@look(Where.ONCE)
def column_missing(both: Both) -> Iterator[News]:
    """The same of a column, where the other file has something in it."""
    for kind in RECORDS:
        for name in sorted(both.pairs.lost_columns(kind) if both.pairs.compared(kind) else ()):
            if any(row.typed(name) for review in (both.old, both.new) for row in review.register.all(kind)):
                what = f"The column '{kind.SHEET.by_name[name].header}' of '{kind.SHEET.name}'"
                yield News(ChangeKind.NOT_COMPARED,
                           f"{what} is missing from one of the two files and could not be compared.",
                           grave=True, cell=Cell(kind.SHEET.name))
