"""What the tests of packages share: a register with its evidence, a package of it, and a hand to change both."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import BY_PREFIX
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import Answer, Sent
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.runs.sent_compare import print_of, rows_of
from tests.conftest import TODAY
from tests.tables import parse, save

HOUSES = Path(__file__).parent / "clean"


def house(name: str, folder: Path, *, change: Callable[[dict], None] | None = None) -> Path:
    """The register of one of the clean houses, with a file for every proof that names one; `change` gets its tables,
    by sheet, before it is written."""
    tables = parse((HOUSES / f"{name}.md").read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    for row in tables.rows["Evidence"]:
        if "://" not in row["File or link"]:
            proof = folder / "evidence" / row["File or link"]
            proof.parent.mkdir(parents=True, exist_ok=True)
            proof.write_text(f"{row['Title']} ({row['Evidence ID']})", encoding="utf-8")
    if change:
        change(tables.rows)
    return save(tables, folder / "register.xlsx")


def type_in(register: Path, record: str, **values: object) -> None:
    """Type into the row of a record, as a person would: `type_in(path, "NC-1", finding__extent="9 models")`."""
    book = load_workbook(register)
    for key, value in values.items():
        prefix, name = key.split("__")
        sheet = book[BY_PREFIX[prefix].SHEET.name]
        columns = {cell.value: cell.column for cell in sheet[1]}
        id_column = columns[f"{prefix}.{BY_PREFIX[prefix].SHEET.id_field or 'finding'}"]
        row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, id_column).value == record)
        sheet.cell(row, columns[f"{prefix}.{name}"]).value = value
    book.save(register)


def as_sent(register: Path) -> Sent:
    """The answers of a register as they are taken down when a package of all of them is made."""
    review = Review(read_register(register), packs.load("iso42001"), TODAY)
    said = {finding.id: rows_of(finding, review) for finding in review.register.findings}
    return Sent(Answer(id, 1, TODAY, Purpose.PROOF, "package", "p.zip", "", print_of(rows), rows)
                for id, rows in said.items())


def repack(package: Path, target: Path, *, change: dict[str, bytes] | None = None, drop: tuple[str, ...] = (),
           add: tuple[tuple[zipfile.ZipInfo | str, bytes], ...] = ()) -> Path:
    """A package with files changed, dropped or added, as somebody might hand it on."""
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in drop:
                new.writestr(info, (change or {}).get(info.filename, old.read(info)))
        for name, content in add:
            new.writestr(name, content)
    return target
