"""What ncr does grows as what it is given: the words of its answers as the rows, its time as the letters of a cell.

Times are compared with those of a shorter text on the same machine, and a square is far over the bound.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from pathlib import Path
from types import SimpleNamespace

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.folder import beside, is_beside
from ncr_toolkit.core.model import SHEETS, Cause, Evidence, Finding, FiveWhys
from ncr_toolkit.core.packs import load
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.form import load as load_form
from ncr_toolkit.forms.survey import grid
from ncr_toolkit.forms.survey.grid import Grid, GridCell
from ncr_toolkit.forms.survey.header_rows import head
from ncr_toolkit.forms.xlsx import log_rows
from ncr_toolkit.forms.xlsx.search_sheets import _to_read
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from tests.excel_forms import grid as grid_of

ENGLISH = "The impact assessment was not made before the release, because the gate in the tool does not ask for it. "
CRAFTED = {"spaces": "a" + " " * 99, "word": "a", "brackets": "(", "nested": "((a) ", "breaks": "x\n", "digits": "1",
           "commas": "a, ", "denied": "was not ", "dashes": "- ", "labels": "a: ", "mail": "a@b.c ", "paths": "../a/",
           "links": "http://a.b/c ", "days": "2026-01-01 ", "invisible": "\u200b", "combining": "a\u0301",
           "unspaced": "\u4e2d", "tabs": "a\t", "names": "Ab Cd ", "counts": "12 of 13 logs, ", "whys": "Why? "}
SHORT, LONG = 1000, 4000  # letters


def review(*records) -> Review:
    register = Register()
    for record in records:
        register.records[type(record)].append(record)
    return Review(register, load("iso42001"), TODAY)


def crafted(unit: str, size: int) -> Review:
    """A finding with one row on each of its sheets, the text in every column that takes one."""
    text = (ENGLISH + unit * size)[:size]
    fixed = {"finding": "NC-1", "grade": "Major", "status": "In progress"}
    rows = [kind(**{column.name: fixed.get(column.name, text) for column in kind.SHEET.columns
                    if kind.__dataclass_fields__[column.name].type == "str"}
                 | {kind.SHEET.id_field or "finding": "NC-1"})
            for kind in SHEETS if "finding" in kind.SHEET.by_name or kind is Finding]
    return review(*rows)


def seconds(work) -> float:
    """The shorter of two times."""
    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(once(), once())


@pytest.mark.parametrize("name", CRAFTED)
def test_checks_grow_with_the_text(name):
    def grows() -> bool:
        short, long = (seconds(lambda size=size: run(crafted(CRAFTED[name], size))) for size in (SHORT, LONG))
        return long > 0.5 and long > 10 * short

    assert not all(grows() for _ in range(3)), "once may be a busy machine"


def alike(count: int) -> int:
    """The letters of all messages on so many findings that share clause, cause, wording and file."""
    rows = [record for number in range(count) for record in (
        Finding(id=f"NC-{number:03}", grade="Minor", status="In progress", reference="8.4", statement=ENGLISH),
        Cause(id=f"RC-{number:03}", finding=f"NC-{number:03}", statement=ENGLISH),
        FiveWhys(finding=f"NC-{number:03}", why1="No test", why2="Not in the bag", why3="The engineer forgot it"),
        Evidence(id=f"EV-{number:03}", finding=f"NC-{number:03}", file="log.txt"))]
    return sum(len(problem.message) for problem in run(review(*rows)))


def test_messages_grow_with_the_findings():
    assert alike(200) < 4.5 * alike(50)


def test_a_document_of_many_lines_is_no_square():
    def made(lines: int) -> float:
        body = f"<w:p><w:r>{'<w:t>x</w:t><w:br/>' * lines}</w:r></w:p>"
        return seconds(lambda: document_bytes(body, "", DocumentProperties("", "", "", TODAY)))

    short, long = made(8000), made(32_000)
    assert long < 9 * short


def test_a_folder_whose_name_no_system_bears_is_none():
    assert not is_beside("x" * 5000)
    assert beside(Path("/tmp"), "x/" * 5000) == Path("/tmp/evidence")


def test_columns_to_read_are_found_in_one_look_at_the_cells_of_a_form():
    """A sheet of data has ten thousands of cells; each was held against all others, for minutes."""
    class Counted(dict):
        looks = 0

        def items(self):
            Counted.looks += 1
            return super().items()

        def __iter__(self):
            Counted.looks += 1
            return super().__iter__()

        def __contains__(self, where):
            Counted.looks += 1
            return super().__contains__(where)

    texts = {Address(row, column): "Instructions" if column == 3 else "x" for row in range(300) for column in range(4)}
    cells = Counted({where: SimpleNamespace(text=text) for where, text in texts.items()})
    assert _to_read(SimpleNamespace(cells=cells)) == {Address(row, 3) for row in range(1, 300)}
    assert Counted.looks < 3 * 300


def test_lists_are_looked_for_once_a_row(tmp_path, monkeypatch):
    """In a form with a sheet of data each row was held against all below it, whether it begins a list."""
    looked = []

    def looks(rows: int) -> int:
        looked.clear()
        cells = [[f"Pump {number}", f"hall {number} north", str(number / 7)] for number in range(rows)]
        (tmp_path / "form.xlsx").write_bytes(grid_of(("Correction", ""), *cells))
        load_form(tmp_path / "form.xlsx")
        return len(looked)

    monkeypatch.setattr(log_rows, "head_of", lambda cell: looked.append(1) or head(cell))
    assert looks(60) < 5 * looks(15)


def test_the_neighbour_of_a_cell_is_found_without_looking_at_its_whole_row(monkeypatch):
    """A row of a sheet has up to 16,384 cells, and each is asked for its neighbour. Some here are without width."""
    row, looked = [GridCell(None, 0, at // 2 * 2, 0 if at % 2 else 2) for at in range(4096)], []

    def counted(cells, column, key):
        return bisect_left(cells, column, key=lambda cell: looked.append(1) or key(cell))

    monkeypatch.setattr(grid, "bisect_left", counted)
    table = Grid(None, "table 1", [None], [row])
    assert [table.right(cell) for cell in row] == [*row[1:], None]
    assert [table.left(cell) for cell in row] == [None, *row[:-1]]
    assert len(looked) < 2 * 4096 * 14
