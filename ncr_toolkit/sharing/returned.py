"""A part that came back, read: which of its rows is which that was sent out, however it was sorted or saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import plural, short
from ncr_toolkit.compare.pairs import says_the_same
from ncr_toolkit.core.model import RECORDS, Person
from ncr_toolkit.core.register import Odd, Register
from ncr_toolkit.core.schema import Record, Sheet
from ncr_toolkit.excel.opc.owner_part import ROW_HEADER, ROW_KEY, part_number
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse, relations
from ncr_toolkit.excel.read import layout
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.reader import SheetRead, read_sheets
from ncr_toolkit.sharing.portions import SHARED, WITHHELD, shared_columns
from ncr_toolkit.sharing.record import PartRecord, Records, SentRow

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""Files of a folder that may be a part; others are left out."""


@dataclass
class ReturnedPart:
    """One file that came back."""

    path: Path
    part: PartRecord
    rows: dict[str, Record] = field(default_factory=dict)  # those that were sent out, by key
    new: dict[str, Record] = field(default_factory=dict)  # those that were added, by a key of their own
    gone: list[SentRow] = field(default_factory=list)  # those that are not there any more
    notes: list[str] = field(default_factory=list)  # what happened to the file, in sentences
    remarks: list[str] = field(default_factory=list)  # what stands in it and goes nowhere, for a person to look at
    seen: list[str] = field(default_factory=list)  # of those the ones that were looked at


def files_in(named: Iterable[Path], register: Path) -> list[Path]:
    """The files that were named, and the workbooks in the folders that were. Raises CannotRun where there is none."""
    found: dict[Path, Path] = {}
    for path in named:
        if not path.exists():
            raise CannotRun(f"There is no file or folder {path}; check the name.")
        every = sorted(each for each in path.iterdir() if each.suffix.casefold() in ENDINGS and each.is_file()
                       and not each.name.startswith(("~$", "."))) if path.is_dir() else [path]
        for each in every:
            if each.resolve() != register.resolve():
                found.setdefault(each.resolve(), each)
    if not found:
        raise CannotRun("No workbook that came back is there; name the files, or the folder that they are in.")
    return list(found.values())


def read_part(path: Path, records: Records) -> ReturnedPart:
    """One file. Raises CannotRun, in one sentence, for what is no part of this register, or one of which nothing is
    remembered."""
    package, register, sheets = read_sheets(path, str(path), part=True)
    number = part_number(package)
    if not number:
        raise CannotRun(f"{path} is no part of a register that `ncr split` made; copy what is new in it by hand.")
    part = records.every.get(number)
    if part is None:
        why = records.troubles.get(number) or ("what was sent out with it is not kept in the folder "
                                               f"{records.folder}: it is a part of another register, or that folder "
                                               "was left behind")
        raise CannotRun(f"{path} cannot be compared: {why}.")
    found = ReturnedPart(path, part)
    by_kind = {each.kind: each for each in sheets if each.kind is not None}
    for kind in SHARED:
        base = [row for row in part.base.values() if row.kind is kind]
        if kind in by_kind:
            _sort_rows(found, kind, base, register.all(kind), _row_keys(by_kind[kind], kind))
        elif base:
            found.remarks.append(f"the sheet {kind.SHEET.name} is not in it any more, so its rows were not looked at")
    found.remarks = [each for each in (*found.remarks, *_beside(register), *_comments(package))
                     if each not in part.seen]
    return found


_ODD = {Odd.EXTRA_COLUMN: "the column '{}' at {} is none of the register", Odd.EXTRA_SHEET: "the sheet '{}' is none "
        "of the register", Odd.MISSING_COLUMN: "the column '{}' is gone from the sheet {}",
        Odd.SECOND_COLUMN: "the column '{}' at {} is there twice"}


def _beside(register: Register) -> Iterator[str]:
    """What else there is in the workbook, or is no more, that nobody compares: for a person to look at."""
    for odd in register.oddities:
        if odd.odd in _ODD and odd.name != ROW_HEADER:
            yield f"{_ODD[odd.odd].format(odd.name, odd.cell)}, and was not looked at"
    for kind in RECORDS:
        if kind not in SHARED and kind is not Person and (rows := register.all(kind)):
            yield (f"{plural(len(rows), 'row')} stand on the sheet {kind.SHEET.name}, which is kept by whoever keeps "
                   "the register, and were not looked at")


def _comments(package: WorkbookPackage) -> Iterator[str]:
    """What people noted at cells: a part goes out without any."""
    for sheet in package.sheets:
        for kind, path in relations(package, sheet.path).values():
            for each in parse(package.name, package.part(path)).iter("{*}comment") if kind == "comments" else ():
                said = " ".join("".join(map(str, each.itertext("{*}t"))).split())
                yield f"a comment at {sheet.name}!{each.get('ref', '')} says {short(said)}"


def _row_keys(sheet: SheetRead, kind: type[Record]) -> dict[int, str]:
    """What the hidden column says, by row of the file."""
    found = layout.find(kind.SHEET, sheet.rows)
    for number, wanted in ((found.key_row, ROW_KEY), (found.header_row, ROW_HEADER)):
        row = sheet.rows[number] if 0 <= number < len(sheet.rows) else []
        place = next((place for place, cell in enumerate(row) if fold(text(cell)) == fold(wanted)), None)
        if place is not None:
            return {at: text(line[place]) for at, line in enumerate(sheet.rows, start=1) if at > found.header_row + 1
                    and place < len(line) and text(line[place])}
    return {}


def _sort_rows(found: ReturnedPart, kind: type[Record], base: list[SentRow], records: list[Record],
               keys: dict[int, str]) -> None:
    """Tell the rows of a sheet that were sent out from those that were added and those that are gone."""
    known = {row.key: row for row in base}
    claims: dict[str, list[Record]] = defaultdict(list)
    loose: list[Record] = []
    for record in records:
        key = keys.get(record.at.row, "")
        if key in known:
            claims[key].append(record)
        else:
            loose.append(record)
    for key, rows in claims.items():
        rows.sort(key=lambda record: distance(known[key], record))
        found.rows[key] = rows[0]
        loose += rows[1:]
    missing = [row for row in base if row.key not in claims]
    again = _known_again(missing, loose, without_keys=bool(records) and not keys)
    found.rows |= again
    taken = {id(record) for record in again.values()}
    sent = {row.key for row in found.part.rows}
    found.gone += [row for row in missing if row.key not in again and row.key in sent]
    _name_new(found, kind, [record for record in loose if id(record) not in taken], keys)


def _known_again(missing: list[SentRow], loose: list[Record], *, without_keys: bool) -> dict[str, Record]:
    """Rows whose key is gone, each known by its number; where the whole column of keys is, by what it says, too."""
    found: dict[str, Record] = {}
    for known_by in (_number, _said, _finding) if without_keys else (_number,):
        free: dict[str, list[Record]] = defaultdict(list)
        taken = {id(record) for record in found.values()}
        for record in loose:
            if id(record) not in taken and (name := known_by(record.SHEET, record.typed)):
                free[name].append(record)
        for row in missing:
            same = free.get(known_by(row.kind.SHEET, row.typed), [])
            fitting = [record for record in same if known_by is not _finding or _alike(row, record)]
            if row.key not in found and fitting:
                found[row.key] = nearest = min(fitting, key=partial(distance, row))
                same[:] = [record for record in same if record is not nearest]
    return found


def _number(about: Sheet, typed: Callable[[str], str]) -> str:
    return fold(typed(about.id_field)) if about.id_field else ""


def _said(about: Sheet, typed: Callable[[str], str]) -> str:
    return "\n".join(typed(column.name) for column in about.typed_columns if column.key not in WITHHELD)


def _finding(about: Sheet, typed: Callable[[str], str]) -> str:
    return fold(typed(about.owner_field))


def _alike(row: SentRow, record: Record) -> bool:
    """Whether most of what a row said still stands in another one."""
    return 2 * distance(row, record) <= max(len(row.values) - 1, 0)


def distance(row: SentRow, record: Record) -> int:
    """In how many columns a row says something else than it did when it was sent out."""
    return sum(not says_the_same(column, row.values.get(column.name, ""), record.typed(column.name))
               for column in shared_columns(type(record)))


def _name_new(found: ReturnedPart, kind: type[Record], loose: list[Record], keys: dict[int, str]) -> None:
    """Give each row that was added a key by which it is known should the file come again."""
    said: set[tuple[str, ...]] = {_content(record) for record in found.rows.values() if type(record) is kind}
    for record in loose:
        if _content(record) in said:
            found.notes.append(f"{record.at.cell(kind.SHEET.columns[0].name)} says letter by letter the same as "
                               "another row, and is left out")
            continue
        said.add(_content(record))
        key = keys.get(record.at.row, "")
        if not key.startswith(f"{kind.SHEET.prefix}-new-") or key in found.new:
            own = fold(record.typed(kind.SHEET.id_field)) if kind.SHEET.id_field else ""
            key = f"{kind.SHEET.prefix}-added-{sha256((own or repr(_content(record))).encode()).hexdigest()[:12]}"
        (found.rows if key in found.part.base else found.new)[key] = record


def _content(record: Record) -> tuple[str, ...]:
    return tuple(record.typed(column.name) for column in shared_columns(type(record)))


def told(row: SentRow) -> str:
    """A row as people know it: by its number; else by what it says first."""
    kind = row.kind
    first = next((text for name, text in row.values.items() if name not in ("finding", "id")), "")
    return row.values.get(kind.SHEET.id_field) or f"{row.values.get('finding', '')} {short(first, 40)}".strip()
