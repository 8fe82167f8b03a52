"""How responses lie on their pages, as LibreOffice lays them out: no page with next to nothing on it, and nothing alone
at the foot of one that belongs to what follows.
"""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.loader import load
from ncr_toolkit.word.response import response_bytes
from ncr_toolkit.word.review_block import TITLE
from ncr_toolkit.word.sections import SECTIONS
from tests.samples import lay_out
from tests.test_clean_registers import HOUSES, folder, review
from tests.test_fishbone import several
from tests.test_word import READY, answer, finding, review_of

pytestmark = pytest.mark.office
LEAST = 4
"""Lines that stand on every page, the header and the number of the page not counted."""

BELONG = {*(section.heading for section in SECTIONS), "Timeline", "Root causes", "5 Whys", "Fishbone", "AI questions",
          "Fingerprints", "Day by day", "Reopened", "Dates that moved", "Extensions", "Returned by the body"}
HEAD = re.compile(r"(Step ID|Cause ID|Action ID|Evidence ID|Item ID|Step|Category|Question|Role|Date|ID) {2,}\S+")


def pages(path: Path) -> list[list[str]]:
    """The lines of every page but its header and number."""
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, encoding="utf-8",
                          check=True).stdout
    every = ([line.strip() for line in page.splitlines() if line.strip()] for page in text.rstrip("\f").split("\f"))
    return [[line for line in page if line != "DRAFT" and not re.match(r"Page \d+ of|Finding \S.*  \S", line)]
            for page in every]


def faults(path: Path) -> list[str]:
    """What is wrong with the pages of a document."""
    found = []
    for number, lines in enumerate(pages(path), start=1):
        if len(lines) < LEAST:
            found.append(f"{path.stem}: {len(lines)} lines on page {number}")
        elif lines[-1] in BELONG or HEAD.match(lines[-1]):
            found.append(f"{path.stem}: {lines[-1]!r} at the foot of page {number}")
        elif lines[0] == TITLE:
            found.append(f"{path.stem}: the body's review alone on page {number}")
    return found


def laid_out(made: dict[str, bytes], office, tmp_path) -> list[Path]:
    for name, content in made.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    first, *more = (tmp_path / f"{name}.docx" for name in made)
    office(first, "pdf", tmp_path / "out", *more)
    return [tmp_path / "out" / f"{name}.pdf" for name in made]


def of_sample(place: Path) -> Assessment:
    lay_out(place)
    return load(place / "register.xlsx", today=TODAY)


def of_house(place: Path, house: Path) -> Assessment:
    found = review(house, folder(place, house))
    return Assessment(found, run(found))


@pytest.mark.parametrize("name", ["sample", *(house.stem for house in HOUSES)])
def test_no_page_of_a_response_is_left_with_a_crumb(name, office, tmp_path):
    (tmp_path / "in").mkdir()
    found = of_sample(tmp_path / "in") if name == "sample" else \
        of_house(tmp_path / "in", next(house for house in HOUSES if house.stem == name))
    made = {f"{number}": response_bytes(found.review, each, found.readiness(each))
            for number, each in enumerate(found.answered)}
    assert [fault for path in laid_out(made, office, tmp_path) for fault in faults(path)] == []


def test_whatever_its_length_a_response_breaks_where_it_should(office, tmp_path):
    """A text that grows line by line moves every heading and table over the end of a page."""
    made = {}
    for lines in range(0, 44, 2):
        record: Finding = finding("Major", title="Title", statement="A line of the statement.\n" * lines or "One.",
                                  extent="All of them", raised_on=date(2026, 3, 20), close_due=date(2026, 6, 20))
        made[f"{lines}"] = response_bytes(review_of(record, *answer(), *several(5, 9)), record, READY)
    assert [fault for path in laid_out(made, office, tmp_path) for fault in faults(path)] == []
