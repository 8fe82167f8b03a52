"""What is told of a register that was shared out, and of what came back: as lines and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ncr_toolkit.common import mail_draft
from ncr_toolkit.common.inplace import kept_sentence
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import listing, one_line, plural, several, short
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.sharing.collect import Collected
from ncr_toolkit.sharing.merge import DECIDABLE, OPEN, ChangedCell, Standing
from ncr_toolkit.sharing.new_rows import AddedRow
from ncr_toolkit.sharing.portions import Shared
from ncr_toolkit.sharing.returned import ReturnedPart, told
from ncr_toolkit.sharing.split import WORKBOOK, MadePart, told_rows

MOST = 12
"""So many findings are named in one line."""


def split_lines(shared: Shared, made: Sequence[MadePart], gone: Sequence[str], folder: Path, review: Review) \
        -> Iterator[str]:
    """What was made for whom, and what is in no part."""
    for name in gone:
        yield f"  {name} of an earlier day was taken away: no part is made under that name now."
    for part in made:
        mail = part.portion.email if mail_draft.is_address(part.portion.email) else "NO ADDRESS on the sheet People"
        yield f"  {part.name + WORKBOOK:<34} {told_rows(part.portion)}; {mail}"
    if shared.unowned:
        ids = several([one_line(finding.label) for finding in shared.unowned], MOST)
        yield (f"In no part: {ids}. Nobody who is on the sheet People, and there still, owns "
               f"{'it' if len(shared.unowned) == 1 else 'them'}; name an owner, and run again.")
    if shared.closed:
        yield f"{plural(shared.closed, 'finding')} closed, withdrawn or without a status: in no part."
    register = Path(review.register.path)
    if made:
        yield (f"{plural(len(made), 'part')} and as many drafts of mails written to {folder}. What comes back is "
               f"brought together with: {to_type('collect', 'FOLDER', register, '--dry-run')}")
    else:
        yield f"There is nothing to share out, and nothing was written to {folder}."
    yield f"Read from {register}: {review.register.told}."


def collect_lines(made: Collected) -> Iterator[str]:
    """What came back, file by file: what is taken, and what is left for a person."""
    for file in made.found.files:
        yield from _file_lines(file, made)
    for path, other in made.found.copies.items():
        yield f"{path.name}: the same file as {other.name}, byte for byte; read once."
    for path, why in made.found.unreadable.items():
        yield f"{path.name}: not read"
        yield f"  ! {why}"
    if outstanding := [f"{one_line(each.whose)} (sent {each.made_on})" for each in _not_back(made)]:
        yield f"Not back yet: {several(outstanding, MOST)}."
    yield _sum(made)


def _file_lines(file: ReturnedPart, made: Collected) -> Iterator[str]:
    yield f"{file.path.name}: part of {one_line(file.part.whose)}, sent out on {file.part.made_on}"
    if not made.records.is_newest(file.part):
        yield (f"  ! It is an older part: another one was sent out on {made.records.newest(file.part).made_on}. What "
               "the register says by now is kept wherever both have changed.")
    for note in file.notes:
        yield f"    {one_line(note)}."
    for remark in file.remarks:
        yield f"  ? {one_line(remark)}"
    cells = [each for each in made.found.cells if each.file is file]
    rows = [row for row in made.added if row.file is file]
    for each in cells:
        if each.standing is Standing.TAKEN:
            yield f"    {_place(each)}: {_said(each.ours)} -> {_said(each.theirs)}"
    for row in rows:
        yield from _row_lines(row, made.found.pack)
    for each in cells:
        if each.standing in OPEN:
            yield from _open_lines(each)
    for removed in made.found.removed:
        if removed.file is file:
            yield (f"  ? {removed.cell!s:<14} {one_line(told(removed.row))} is not in the part any more; it stays in "
                   "the register")
    if not any((cells, rows, file.gone, file.notes, file.remarks)):
        yield "    Nothing was changed in it."


def _row_lines(row: AddedRow, pack: Pack) -> Iterator[str]:
    name = f"{row.kind.SHEET.name}: {one_line(row.label)}"
    if row.settled:
        yield f"    {name}: {row.why_not}."
    elif row.why_not:
        yield f"  ? {name} is a new row that is not taken, because {row.why_not}"
    else:
        was = f" (it was {one_line(row.renumbered)} in the part, which is another row here)" if row.renumbered else ""
        yield f"    {name}: a new row{was}: {_said(row.said)}"
    for name in row.unread if not row.why_not else ():
        yield (f"  ? {row.record.cell(name)} of the part, {pack.header(row.kind.SHEET.by_name[name])}, says "
               f"{_said(row.record.typed(name))}, which cannot be read; it stays blank")


def _place(each: ChangedCell) -> str:
    return f"{each.cell!s:<14} {one_line(each.record)} {each.header}"


def _said(text: str) -> str:
    return short(text, 48) if text else "(blank)"


def _open_lines(each: ChangedCell) -> Iterator[str]:
    yield f"  ? {_place(each)}: {each.standing}"
    yield (f"      {one_line(each.file.part.owner)}: {_said(each.theirs)}; the register: {_said(each.ours)}; as sent "
           f"out: {_said(each.sent)}")


def _not_back(made: Collected) -> Iterator[Any]:
    here = {file.part.number for file in made.found.files}
    yield from (each for each in made.records.outstanding() if each.number not in here)


def _sum(made: Collected) -> str:
    left = _left(made)
    what = [f"{plural(len(made.taken), 'cell')} {'taken' if made.written else 'to take'}",
            plural(len(made.entered), "new row"), f"{made.found.unchanged} unchanged"]
    return (f"{plural(len(made.found.files), 'part')} read: {listing(what)}; "
            f"{'nothing is left for a person' if not left else f'{left} left for a person to decide'}.")


def _left(made: Collected) -> int:
    return (len(made.found.standing(*OPEN)) + len(made.refused) + len(made.found.removed) + len(made.left)
            + len(made.found.unreadable) + sum(len(row.unread) for row in made.entered)
            + sum(len(file.remarks) for file in made.found.files))


def how_to_decide(made: Collected, files: Sequence[Path], register: Path) -> Iterator[str]:
    """How what is open is decided; nothing where nothing is."""
    def command(option: str, cell: str) -> str:
        return to_type("collect", *files, register, option, cell)

    cells = [each for each in made.found.standing(*OPEN) if each.cell.ref]
    claims = Counter(str(each.cell) for each in cells)
    if places := [*claims, *(str(each.cell) for each in made.found.removed)]:
        yield "What is marked ? stays as it is in the register."
        yield f"To leave it so and be asked no more, name its cell: {command('--ours', places[0])}"
    elif made.refused or any(file.remarks for file in made.found.files):
        file = next(file for file in made.found.files if file.remarks or any(row.file is file for row in made.refused))
        yield f"What is marked ? goes nowhere. Once you have looked at it: {command('--ours', file.path.name)}"
    if len(places) > 1:
        yield f"To decide all of it in a workbook, line by line: {command('--ask', 'open.xlsx')}"
    if choices := [str(each.cell) for each in cells if each.standing in DECIDABLE and claims[str(each.cell)] == 1]:
        yield f"To take over what the part says instead: {command('--theirs', choices[0])}"


def entered_line(made: Collected, register: Path) -> str:
    """What was entered into the register."""
    if not made.changes:
        return f"Nothing was to be entered; {register} is as it was."
    what = [plural(len(made.taken) - len(made.left), "cell"), plural(len(made.entered), "new row")]
    return f"{listing(what)} entered into {register}.{kept_sentence(made.backup, 'The register')}"


def checked_line(assessment: Assessment) -> str:
    """How the register stands after that."""
    errors, warnings = (plural(assessment.count(level), level) for level in (Level.ERROR, Level.WARNING))
    again = to_type("check", Path(assessment.review.register.path))
    return f"Check of the register now: {errors}, {warnings}; {again} lists them."


def collect_json(made: Collected, register: str) -> str:
    """The same as indented JSON, ending in a line break; its shape is a contract: fields are added, never changed."""
    cells = made.found.cells
    told_all = {
        "register": register, "written": made.written, "settled": made.settled,
        "files": [{"file": str(file.path), "owner": file.part.owner, "about": file.part.about or None,
                   "sent_on": file.part.made_on.isoformat(), "newest": made.records.is_newest(file.part),
                   "notes": file.notes, "remarks": file.remarks} for file in made.found.files],
        "copies": [{"file": str(path), "of": str(other)} for path, other in made.found.copies.items()],
        "unreadable": [{"file": str(path), "why": why} for path, why in made.found.unreadable.items()],
        "taken": [_cell(each) for each in made.taken], "unchanged": made.found.unchanged,
        "conflicts": [_cell(each) for each in cells if each.standing in OPEN - {Standing.NOT_THEIRS}],
        "added": [{"sheet": row.kind.SHEET.name, "record": row.label, "file": str(row.file.path),
                   "was": row.renumbered or None, "entered": not row.why_not, "why_not": row.why_not or None}
                  for row in made.added],
        "removed": [{"cell": str(each.cell), "record": told(each.row), "file": str(each.file.path)}
                    for each in made.found.removed],
        "not_theirs": [_cell(each) for each in cells if each.standing is Standing.NOT_THEIRS],
        "left": [{"cell": cell, "why": why} for cell, why in made.left.items()],
        "outstanding": [{"owner": each.owner, "about": each.about or None, "sent_on": each.made_on.isoformat()}
                        for each in _not_back(made)]}
    return json.dumps(told_all, ensure_ascii=False, indent=2) + "\n"


def _cell(each: ChangedCell) -> dict[str, Any]:
    return {"cell": str(each.cell), "key": each.column.key, "record": each.record, "ours": each.ours,
            "theirs": each.theirs, "sent": each.sent, "file": str(each.file.path), "owner": each.file.part.owner,
            "why": str(each.standing)}
