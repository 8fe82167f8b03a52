"""What can be wrong with kept runs: its kinds, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ncr_toolkit.core.problem import Level


class FaultKind(StrEnum):
    """What is wrong. The value is its name in the JSON output."""

    LINE_CHANGED = "line changed"
    LINE_UNREADABLE = "line unreadable"
    LINE_TWICE = "line twice"
    LINE_MISSING = "line missing"  # its folder is there
    RUN_MISSING = "run missing"  # neither line nor folder
    ORDER = "order changed"
    UNLISTED = "not in the list"
    NO_LIST = "no list"
    ENTRY_CHANGED = "entry changed"
    ENTRY_MISSING = "entry missing"
    FOLDER_MISSING = "folder missing"
    REGISTER_CHANGED = "register changed"
    REGISTER_MISSING = "register missing"
    FILE_CHANGED = "file changed"
    FILE_MISSING = "file missing"
    FILE_UNREADABLE = "file unreadable"
    EXTRA = "extra"
    LEFTOVER = "leftover"


NOTES = {FaultKind.EXTRA, FaultKind.LEFTOVER}
"""What is good to know and harms no run."""


@dataclass(frozen=True, slots=True)
class RunFault:
    """One thing that is not as it was written."""

    kind: FaultKind
    run: str  # the folder's name of the run concerned, "" for none
    message: str
    fix: str
    line: int = 0  # in the list, 0 for none
    mends_itself: bool = False  # the next run puts it right

    @property
    def level(self) -> Level:
        return Level.INFO if self.kind in NOTES else Level.ERROR
