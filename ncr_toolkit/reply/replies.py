"""Several documents that came back, read together and entered into the register in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import short
from ncr_toolkit.core.model import Reply
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.excel.patch.free_rows import free_rows
from ncr_toolkit.excel.patch.write_back import nothing_to_write, write_cells
from ncr_toolkit.reply.returned import Returned, read_returned
from ncr_toolkit.reply.words import reply_words

ENDINGS = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".rtf", ".odt", ".pdf", ".xlsx", ".xlsm", ".xls")
"""Files of a folder that may be an answer of the body; others are left out."""

NO_COLUMN = ("{register} has no column '{header}' on the sheet Replies to keep {value}; `ncr upgrade` brings it")
NO_HISTORY = ("{register} has no sheet Replies to keep the name, the days and the version; `ncr upgrade` brings it")


@dataclass
class Replies:
    """What came back."""

    read: list[Returned] = field(default_factory=list)
    unreadable: dict[Path, str] = field(default_factory=dict)  # each with the sentence why

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person."""
        return not self.unreadable and all(each.settled for each in self.read)


def files_at(path: Path, register: Path) -> list[Path]:
    """The file, or the files in the folder, that came back. Raises CannotRun where there is none."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.is_file() and each.suffix.casefold() in ENDINGS
                   and not each.name.startswith(("~$", ".")) and not _same(each, register))
    if not found:
        raise CannotRun(f"No document lies in the folder {path}; name the file that came back, or the folder it is in.")
    return found


def _same(path: Path, other: Path) -> bool:
    return other.exists() and path.samefile(other)


def read_replies(files: Sequence[Path], review: Review, named: str = "", mapping: Path | None = None) -> Replies:
    """Read every file; `mapping` says what words of the body's form mean. One alone that cannot be read raises
    CannotRun; among several it is told."""
    found = Replies()
    reply_words(mapping)  # a mistake in it is none of a document
    for path in files:
        try:
            found.read.append(read_returned(path, review, named, mapping))
        except CannotRun as error:
            if len(files) == 1:
                raise
            found.unreadable[path] = str(error)
    _keep_apart(found.read)
    return found


def _keep_apart(read: Iterable[Returned]) -> None:
    """Two documents about one finding: none of them counts until a person has chosen."""
    by_finding: dict[str, list[Returned]] = {}
    for each in read:
        if each.enters:
            by_finding.setdefault(fold(each.id), []).append(each)
    for several in by_finding.values():
        for each in several if len(several) > 1 else ():
            others = ", ".join(other.path.name for other in several if other is not each)
            each.troubles.append(f"another document answers {each.id} as well ({others}); keep the one that counts, "
                                 "and run again")


def write_replies(found: Replies, register: Path, review: Review, day: date) -> Path | None:
    """Enter what is certain into the register. `day`: on the clock. Gives the copy of the day, None where there was one
    or nothing was to be entered. Raises CannotRun, and then nothing was written."""
    entered = [each for each in found.read if each.enters]
    values: dict[Cell, str | int | date] = {entry.cell: entry.value for each in entered for entry in each.entries.cells}
    rows = [each.entries.row for each in entered if each.entries.row]
    free = free_rows(register, Reply, len(rows)) if rows else None
    if free is not None:
        for each in entered:
            each.open += [NO_COLUMN.format(register=register, header=review.pack.header(Reply.SHEET.by_name[name]),
                                           value=short(str(value)))
                          for name, value in each.entries.row.items() if name not in free.letters]
        values |= {free.cell(place, name): value for place, row in enumerate(rows)
                   for name, value in row.items() if name in free.letters}
        return write_cells(register, review.register, values, day, [free])[0]
    for each in entered:
        each.open.append(NO_HISTORY.format(register=register))
    if not values:
        nothing_to_write(register)
        return None
    return write_cells(register, review.register, values, day)[0]
