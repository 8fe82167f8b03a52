"""What is open, decided by the person: cell by cell, or all that is open in a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.sharing.merge import DECIDABLE, OPEN, ChangedCell, Merge, Standing
from ncr_toolkit.sharing.new_rows import AddedRow

_NOTHING = "Nothing is open at {}; --dry-run lists what is."


def settle(found: Merge, added: Sequence[AddedRow], theirs: Iterable[str], ours: Iterable[str]) -> None:
    """Decide as the person said: each is a cell of the register as it is shown; of `ours` it may be the name of a file,
    too. Raises CannotRun where nothing is open there, or it cannot be decided so."""
    for name in ours:
        if not (_leave_cell(found, name) or _leave_file(found, added, name)):
            raise CannotRun(_NOTHING.format(name))
    places = _open_cells(found)
    for name in theirs:
        _take(found, places.get(_folded(name), []), name)


def _open_cells(found: Merge) -> dict[str, list[ChangedCell]]:
    places: dict[str, list[ChangedCell]] = defaultdict(list)
    for each in found.standing(*OPEN):
        places[_folded(str(each.cell))].append(each)
    return places


def _leave_cell(found: Merge, name: str) -> bool:
    """Leave what is open at a cell as it is in the register; tells whether anything was."""
    cells = [each for each in found.standing(*OPEN) if _folded(str(each.cell)) == _folded(name)]
    rows = [each for each in found.removed if _folded(str(each.cell)) == _folded(name)]
    for each in cells:
        each.standing = Standing.KEPT
    found.stays += rows
    found.removed = [each for each in found.removed if each not in rows]
    return bool(cells or rows)


def _leave_file(found: Merge, added: Sequence[AddedRow], name: str) -> bool:
    """Leave all that is open in the file of that name; tells whether there is such a file."""
    files = [file for file in found.files if name.casefold() in (file.path.name.casefold(), str(file.path).casefold())]
    for file in files:
        for each in found.standing(*OPEN):
            each.standing = Standing.KEPT if each.file is file else each.standing
        found.stays += [each for each in found.removed if each.file is file]
        found.removed = [each for each in found.removed if each.file is not file]
        for row in added:
            row.settled = row.settled or (row.file is file and bool(row.why_not))
        file.seen, file.remarks = [*file.seen, *file.remarks], []
    return bool(files)


def _take(found: Merge, here: Sequence[ChangedCell], name: str) -> None:
    """Take over what a part says at a cell."""
    if not here and any(_folded(str(each.cell)) == _folded(name) for each in found.removed):
        raise CannotRun(f"The row of {name} was removed by its owner, and ncr takes no row out of a register: delete "
                        "it there by hand, or leave it with --ours.")
    if not here:
        raise CannotRun(_NOTHING.format(name))
    if len(here) > 1:
        raise CannotRun(f"Several files say different things about {name}; name only the file that counts.")
    if here[0].standing not in DECIDABLE:
        raise CannotRun(f"{name}: {here[0].standing}; type it into the register by hand.")
    here[0].standing = Standing.TAKEN


def _folded(name: str) -> str:
    return name.replace("'", "").replace("$", "").casefold()
