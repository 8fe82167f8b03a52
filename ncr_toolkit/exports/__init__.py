"""Findings for another program. What a format has no place for is told, never dropped in silence, and what is for
yourselves alone leaves only where that is asked for.

`leaving` is what leaves, and keeps count of every cell that a format took; each format is one module, which asks it for
its cells, and one entry here; `messages` tells what went out and what did not.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ncr_toolkit.exports.leaving import Leaving

Made = bytes | dict[str, bytes]
"""A file; or files by name, for a folder."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: what it is called, and the module that makes it by its function `made`."""

    title: str  # as a person calls what is written
    ending: str  # of the file; '' where it is a folder
    module: str
    note: str = ""  # what to know before the file is read elsewhere
    whole: bool = False  # it has a place for every column of ours, and for those of the user's own

    def make(self, leaving: Leaving) -> Made:
        """What is written. Raises CannotRun where there is nothing to write."""
        made: Made = import_module(f"{__name__}.{self.module}").made(leaving)
        return made


FORMATS: dict[str, ExportFormat] = {
    "json": ExportFormat("JSON", ".json", "as_json", whole=True),
    "csv": ExportFormat(
        "CSV files, one a sheet", "", "as_csv", "A double-click lets Excel make numbers of references such as 5.10; "
        "open the files by Data > From Text/CSV, with the columns as text. Where a text could be run as a formula, a "
        "space stands before it.", whole=True),
    "oscal": ExportFormat("an OSCAL plan of action and milestones", ".json", "oscal"),
    "ciso-assistant": ExportFormat(
        "a workbook for CISO Assistant", ".xlsx", "ciso_assistant", "CISO Assistant reads no owner: assign the "
        "findings there."),
    "jira": ExportFormat(
        "a list for Jira", ".csv", "jira", "Dates are written as yyyy-MM-dd: say so where Jira asks for the date "
        "format."),
    "fedramp": ExportFormat("a FedRAMP POA&M workbook", ".xlsx", "fedramp"),
}
"""By the word that people type."""
