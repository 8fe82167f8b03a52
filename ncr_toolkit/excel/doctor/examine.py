"""The whole examination of one workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ncr_toolkit.excel.doctor.opened import Opened, open_register
from ncr_toolkit.excel.doctor.registry import Remark, Severity, looks
from ncr_toolkit.excel.doctor.saved_by import SavedBy, saved_by


@dataclass(frozen=True)
class Diagnosis:
    """What was found in one workbook, and what was looked at."""

    path: str
    sha256: str
    saved_by: SavedBy
    remarks: list[Remark]
    looked_at: dict[str, int]

    def count(self, level: Severity) -> int:
        """How many remarks of a level."""
        return sum(remark.level is level for remark in self.remarks)

    @property
    def sound(self) -> bool:
        """Nothing is lost and nothing risky."""
        return all(remark.level is Severity.FACT for remark in self.remarks)


def examine(path: Path) -> Diagnosis:
    """Look at the register at `path`; it is never changed.

    Raises CannotRun, with one sentence, where it is no workbook, no register, or too damaged to be read at all.
    """
    opened = open_register(path)
    remarks = [replace(remark, kind=entry.kind) for entry in looks() if opened.book is not None or not entry.whole
               for remark in entry.find(opened)]
    levels, sheets = list(Severity), ["", *opened.names]  # what is not in the file at all is said first
    remarks.sort(key=lambda remark: (levels.index(remark.level), sheets.index(remark.sheet)
                                     if remark.sheet in sheets else -1))
    return Diagnosis(str(path), opened.package.sha256, saved_by(opened), remarks, _looked_at(opened))


def _looked_at(opened: Opened) -> dict[str, int]:
    """What was there to look at, by its name in the plural; empty things too, since they tell what is gone."""
    counts = {"sheets": len(opened.names)}
    if opened.book is not None:
        sheets = opened.book.worksheets
        counts |= {"tables": sum(len(sheet.tables) for sheet in sheets), "names": len(opened.book.defined_names),
                   "drop-downs": sum(rule.type == "list" for sheet in sheets
                                     for rule in sheet.data_validations.dataValidation)}
    return counts | {"rows with data": sum(len(sheet.rows) for sheet in opened.ours.values())}
