"""Who has read an answer, what is remembered of it, and what the response shows."""

from __future__ import annotations

import io

import pytest
from docx import Document

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.memory import decoded
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.runs.memory_update import remembered
from ncr_toolkit.word.response import response_bytes
from tests.conftest import TODAY
from tests.tables import parse, save
from tests.test_readiness import COMPLETE

READ = {"Finding ID": "NC-1", "Role": "Second reader", "Name": "Ben Okoro", "Decision": "Approved",
        "Signed on": "2026-05-17"}


def review(tmp_path, memory=None, *changes: tuple[str, int, str, str], reader: dict[str, str] = READ) -> Review:
    tables = parse(COMPLETE)
    tables.rows["Sign-off"].append(dict(reader))
    for sheet, number, header, value in changes:
        tables.rows[sheet][number][header] = value
    register = read_register(save(tables, tmp_path / "register.xlsx"))
    return Review(register, packs.load("iso42001"), TODAY, memory=memory)


def shown(found: Review) -> str:
    """All tables of the response, as one text."""
    finding = found.register.findings[0]
    ready = Assessment(found, run(found)).readiness(finding)
    document = Document(io.BytesIO(response_bytes(found, finding, ready)))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def read_by(name: str, day: str) -> str:
    """How the document control says that."""
    return f"{name}\nsecond reader; owns neither the finding nor an action\n{day}\n"


CHANGED = {
    "nothing": ((), False),
    "spaces": ((("Findings", 0, "Extent", "All 6  read, 0 more. "),), False),
    "an action was done on another day": ((("Actions", 0, "Done on", "2026-05-21"),), False),
    "the status": ((("Findings", 0, "Status", "Submitted"),), False),
    "the effect was reviewed": ((("Effectiveness", 0, "Result", "Effective"),), False),
    "management signed": ((("Sign-off", 0, "Signed on", "2026-05-18"),), False),
    "the extent": ((("Findings", 0, "Extent", "All 9, 0."),), True),
    "a cause": ((("Causes", 0, "Root cause", "The gate asks for nothing"),), True),
    "what an action changes": ((("Actions", 0, "Action", "The gate of the pipeline asks for two forms now"),), True),
    "the answer to a why": ((("5 Whys", 0, "Why 2", "The gate is old"),), True),
    "the file of a proof": ((("Evidence", 2, "File or link", "other.txt"),), True),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_change_after_the_reading_is_seen_by_the_next_run(what, tmp_path):
    changes, seen = CHANGED[what]
    memory = decoded(remembered(None, review(tmp_path)).encoded())
    later = review(tmp_path, memory, *changes)
    assert [problem.code for problem in run(later, select=["SNT002"])] == (["SNT002"] if seen else [])
    assert (read_by("Ben Okoro", "2026-05-17") in shown(later)) is not seen
    assert remembered(memory, later).lives["nc-1"].readings == memory.lives["nc-1"].readings, "taken down once"


def test_reading_it_again_mends_it(tmp_path):
    memory = remembered(None, review(tmp_path))
    later = review(tmp_path, memory, ("Causes", 0, "Root cause", "The gate asks for nothing"),
                   reader={**READ, "Signed on": "2026-06-02"})
    assert run(later, select=["SNT002"]) == [] and read_by("Ben Okoro", "2026-06-02") in shown(later)


@pytest.mark.parametrize(("reader", "counts"), [
    (READ, True), ({**READ, "Decision": ""}, True), ({**READ, "Signed on": ""}, False), ({**READ, "Name": ""}, False),
    ({**READ, "Name": "Ana Lima"}, False), ({**READ, "Signed on": "2026-07-17"}, False),
    ({**READ, "Decision": "Rejected"}, False)])
def test_the_response_shows_only_a_reading_that_counts(reader, counts, tmp_path):
    text = shown(review(tmp_path, reader=reader))
    assert ("Checked by" in text) is counts
    assert "Second reader" not in text, "it is no sign-off of management"


def test_a_second_reader_does_not_sign_for_management(tmp_path):
    alone = review(tmp_path, None, ("Sign-off", 0, "Finding ID", "NC-9"))
    (found,) = run(alone, select=["MGT001"])
    assert "has no sign-off by management" in found.message
