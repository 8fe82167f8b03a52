"""What is measured: our ways and those of the libraries beside which they are seen.

Each imports what it needs itself, so that no other process carries it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

Done = Callable[[], object]
DAY = date(2026, 6, 30)


def calamine(path: Path) -> Done:
    """The bare values, kept as lists."""
    from python_calamine import CalamineWorkbook

    def read() -> object:
        book = CalamineWorkbook.from_path(str(path))
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]

    return read


def openpyxl_values(path: Path) -> Done:
    from openpyxl import load_workbook

    return lambda: sum(1 for sheet in load_workbook(path, read_only=True) for _ in sheet.iter_rows(values_only=True))


def read(path: Path) -> Done:
    from ncr_toolkit.checks.registry import catalogue
    from ncr_toolkit.excel.read.reader import read_register

    catalogue()
    return lambda: read_register(path)


def check(path: Path) -> Done:
    """Reading and all checks."""
    from ncr_toolkit.checks.registry import catalogue
    from ncr_toolkit.loader import load

    catalogue()
    return lambda: load(path, today=DAY)


def cells_checked(path: Path) -> Done:
    """Reading, and whether each cell is of the type and among the choices of its column."""
    from ncr_toolkit.checks.run import run
    from ncr_toolkit.core import packs
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.excel.read.reader import read_register

    pack = packs.load("iso42001")
    return lambda: run(Review(read_register(path), pack, DAY), select=["CEL"])


def pandera(path: Path) -> Done:
    """The same of one sheet: pandas reads it by calamine, pandera compares types and choices."""
    import pandas
    import pandera.pandas as pa

    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.schema import Kind

    types = {Kind.DATE: "datetime64[ns]", Kind.NUMBER: "float64"}
    schema = pa.DataFrameSchema({column.key: pa.Column(
        types.get(column.kind, "object"), pa.Check.isin(column.choices) if column.choices else None, nullable=True,
        coerce=True) for column in Finding.SHEET.typed_columns})
    return lambda: schema.validate(
        pandas.read_excel(path, sheet_name=Finding.SHEET.name, engine="calamine", skiprows=[1, 2]), lazy=True)


def frictionless(path: Path) -> Done:
    """The same of one sheet by frictionless, over the values that calamine reads."""
    from frictionless import Resource, Schema
    from python_calamine import CalamineWorkbook

    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.schema import Kind

    fields = [{"name": column.key, "type": {Kind.DATE: "date", Kind.NUMBER: "number"}.get(column.kind, "string"),
               **({"constraints": {"enum": list(column.choices)}} if column.choices else {})}
              for column in Finding.SHEET.typed_columns]

    def validated() -> object:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(Finding.SHEET.name).to_python()
        return Resource([rows[0], *rows[3:]], schema=Schema.from_descriptor({"fields": fields})).validate()

    return validated


def write_back(path: Path) -> Done:
    """Results written into a register, beyond the check that found them."""
    from ncr_toolkit.excel.opc.package import open_package
    from ncr_toolkit.excel.patch.check_results import with_results
    from ncr_toolkit.loader import load

    problems = load(path, today=DAY).problems
    return lambda: with_results(open_package(path, path.name), problems, "Check of today.")


def openpyxl_saved(path: Path) -> Done:
    from openpyxl import load_workbook

    return lambda: load_workbook(path).save(io.BytesIO())


def new(rows: Any) -> Done:
    """A register, blank where `rows` is None."""
    from ncr_toolkit.core import packs
    from ncr_toolkit.excel.write.writer import register_bytes

    pack = packs.load("iso42001")
    return lambda: register_bytes(pack, today=DAY, settings={}, rows=rows)


def xlsxwriter(sheets: list[list[list[Any]]]) -> Done:
    """The same cells, without anything else, by XlsxWriter alone."""
    from xlsxwriter import Workbook

    def written() -> object:
        book = Workbook(stream := io.BytesIO(), {"in_memory": True})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for place, found in enumerate(row):
                    if isinstance(found, date):
                        sheet.write_datetime(number, place, found, days)  # type: ignore[arg-type]
                    elif found not in (None, ""):
                        sheet.write(number, place, found)
        book.close()
        return stream.getvalue()

    return written


def cells_of(content: bytes) -> list[list[list[Any]]]:
    """Every value of a workbook, by sheet and row."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def responses(path: Path, *, theirs: bool) -> Done:
    """The response to the sample's largest finding twenty times, by us or by docxtpl."""
    from docxtpl import DocxTemplate
    from responses import template

    from ncr_toolkit.loader import load
    from ncr_toolkit.word.response import response_bytes

    assessment = load(path, today=DAY)
    finding = next(each for each in assessment.findings if each.id == "NC-2026-01")
    readiness = assessment.readiness(finding)
    made = response_bytes(assessment.review, finding, readiness)
    tagged, values = template(made)

    def filled() -> None:
        document = DocxTemplate(io.BytesIO(tagged))
        document.render(values, autoescape=True)
        document.save(io.BytesIO())

    return lambda: [filled() if theirs else response_bytes(assessment.review, finding, readiness) for _ in range(20)]
