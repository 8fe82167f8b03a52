"""What the evidence folder tells, entered into the register: missing fingerprints, and a row for each new file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ncr_toolkit.common.folder import locate
from ncr_toolkit.common.inplace import kept_sentence
from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core.model import Evidence
from ncr_toolkit.core.schema import Cell, column_names
from ncr_toolkit.evidence.no_proof import by_name
from ncr_toolkit.evidence.register_rows import Unnamed
from ncr_toolkit.evidence.survey import EvidenceSurvey
from ncr_toolkit.excel.patch.free_rows import FreeRows, free_rows
from ncr_toolkit.excel.patch.result_rows import plain
from ncr_toolkit.excel.patch.write_back import nothing_to_write, write_cells

NEEDED = column_names(Evidence, "id", "file")
"""Without these columns no row can be added."""
_NO_COLUMN = "the sheet Evidence has no column for it; `ncr upgrade` brings it"


@dataclass
class Entered:
    """What was entered."""

    fingerprints: int = 0
    rows: list[Unnamed] = field(default_factory=list)
    places: FreeRows | None = None  # of the rows
    left: dict[str, str] = field(default_factory=dict)  # a cell or a file, and why nothing was entered for it
    backup: Path | None = None  # the copy of the day


def enter(found: EvidenceSurvey, register: Path, day: date) -> Entered:
    """Enter into the register what is missing. `day`: on the clock, by which the copy is named.

    A new row says its number, the file, the day of the look as the day of receipt and the fingerprint; never what it
    proves, nor its finding: until a person says that, it goes to nobody. A file that is no proof as it is, or a copy of
    another one, gets no row. A second time nothing is entered. Raises CannotRun as `put_back`, and where the table
    cannot grow.
    """
    made = Entered()
    prints = {each.proof.cell("sha256"): each.sha256 for each in found.recordable() if each.proof.cell("sha256").ref}
    values: dict[Cell, str | int | date] = dict(prints)
    made.rows = list(_to_enter(found, made.left))
    made.places = free_rows(register, Evidence, len(made.rows)) if made.rows else None
    if made.places is None or any(name not in made.places.letters for name in NEEDED):
        made.left |= {row.item.name: _NO_COLUMN for row in made.rows}
        made.rows, made.places = [], None
    for place, row in enumerate(made.rows):
        values |= _values(row, place, made.places, found.review.today) if made.places else {}
    if not values:
        nothing_to_write(register)
        return made
    rows = [made.places] if made.places else []
    made.backup, left = write_cells(register, found.review.register, values, day, rows, prints)
    made.fingerprints = len(prints) - len(left)
    made.left |= {str(cell): why for cell, why in left.items()}
    return made


def _to_enter(found: EvidenceSurvey, left: dict[str, str]) -> Iterator[Unnamed]:
    """The files that get a row; those that do not are put down in `left`, with the reason."""
    doubts = found.no_proof()
    for row in found.unnamed:
        name = row.item.name
        if doubt := doubts.get(name) or by_name(name):
            left[name] = f"it {doubt.message}"
        elif not row.sha256:
            left[name] = "it cannot be read"
        elif plain(name) != name or locate(found.shelf.folder, name).path != row.item.path.resolve():
            left[name] = "its name cannot stand in a cell as it is; give the file another one"
        else:
            yield row


def _values(row: Unnamed, place: int, places: FreeRows, today: date) -> dict[Cell, str | int | date]:
    said: dict[str, str | date] = {"id": row.id, "file": row.item.name, "received_on": today, "sha256": row.sha256}
    return {places.cell(place, name): value for name, value in said.items() if name in places.letters}


def entered_lines(made: Entered, register: Path) -> Iterator[str]:
    """What was entered, and what was not and why."""
    for name, why in made.left.items():
        yield f"{name}: nothing was entered, because {why}."
    said = [plural(made.fingerprints, "fingerprint")] if made.fingerprints else []
    said += [plural(len(made.rows), "new row")] if made.rows else []
    if not said:
        yield "No fingerprint was missing, and no file wants a row; nothing was written."
        return
    yield f"{listing(said)} written into the sheet Evidence of {register}.{kept_sentence(made.backup, 'The register')}"
    if made.rows and made.places:
        first, last = made.places.numbers[0], made.places.numbers[-1]
        where = f"row {first}" if first == last else f"rows {first} to {last}"
        yield (f"Open the sheet {made.places.sheet} and say in {where} what each file proves (Supports, Title, Kind), "
               "and its own date; until then no answer names it, and no package holds it. 'Received on' is the day of "
               "this look: correct it where the file came earlier. A row that proves nothing: delete it, and take the "
               "file out of the folder. Once 'Supports' stands there, ncr fill enters the finding.")
        for number, row in zip(made.places.numbers, made.rows, strict=True):
            if row.finding:
                yield f"Row {number}, {row.item.name}: by its folder it belongs to {row.finding}."
