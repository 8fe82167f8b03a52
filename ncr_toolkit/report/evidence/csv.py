"""The index of the evidence as a CSV file: the columns of the sheet in its own order, then what was found out.

The rows of the sheet come first, each with the fingerprint of its file where none is recorded; below them the rows for
files that no row names, to be pasted into the sheet.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator

from ncr_toolkit.common.text import csv_cell
from ncr_toolkit.core.model import Evidence
from ncr_toolkit.core.schema import Column
from ncr_toolkit.evidence.register_rows import FingerprintState
from ncr_toolkit.evidence.survey import EvidenceSurvey, plain_name

AFTER = ("Row", "State", "Fingerprint of the file", "To mend or to know")


def report(found: EvidenceSurvey) -> str:
    """Begins with a byte-order mark, so that Excel reads it as UTF-8."""
    columns = in_order(found)
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([*(column.header for column in columns), *AFTER])
    for row in (*_rows(found, columns), *_new_rows(found, columns)):
        lines.writerow(map(csv_cell, row))
    return "\ufeff" + out.getvalue()


def in_order(found: EvidenceSurvey) -> list[Column]:
    """The columns as they stand in the user's sheet; as in the template where it holds no row."""
    letters = next((each.proof.at.letters for each in found.entries), {})
    known = [column for column in Evidence.SHEET.columns if not letters or column.name in letters]
    return sorted(known, key=lambda column: (len(letters.get(column.name, "")), letters.get(column.name, "")))


def _rows(found: EvidenceSurvey, columns: list[Column]) -> Iterator[list[str]]:
    said = remarks(found)
    for each in found.entries:
        values = {column.name: each.proof.typed(column.name) for column in columns}
        if each.state is FingerprintState.NEW:
            values["sha256"] = each.sha256
        told = said[str(each.proof.cell("file"))] + said[plain_name(each.proof)]
        yield [*(values[column.name] for column in columns), str(each.proof.at.row), str(each.state), each.sha256,
               " ".join(dict.fromkeys(told))]


def _new_rows(found: EvidenceSurvey, columns: list[Column]) -> Iterator[list[str]]:
    said = remarks(found)
    for row in found.unnamed:
        values = {"id": row.id, "finding": row.finding, "file": row.item.name, "sha256": row.sha256}
        yield [*(values.get(column.name, "") for column in columns), "", "no row", row.sha256,
               " ".join(said[row.item.name])]


def remarks(found: EvidenceSurvey) -> dict[str, list[str]]:
    """What there is to say, by the cell of a row or the name of a file."""
    said: dict[str, list[str]] = defaultdict(list)
    for problem in found.problems:
        said[str(problem.cell)].append(problem.message)
    for about in found.notes:
        said[about.name].append(f"{about.note.message[:1].upper()}{about.note.message[1:]}.")
    return said
