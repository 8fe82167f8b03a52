"""The first page shortens no word of the answer in silence: the body takes what it reads there for all of it."""

from __future__ import annotations

import io

import pytest
from docx import Document

import ncr_toolkit
from ncr_toolkit.word.case import begun
from tests.conftest import TODAY
from tests.parcels import house

LONG = "The gate stops a release without a signed assessment. " + 12 * "It writes each refusal into a log. "


@pytest.mark.parametrize(("text", "most", "shown"), [
    ("One. Two.", 20, "One. Two."),
    ("The first sentence. The second one is too long for it.", 30, "The first sentence. \u2026"),
    ("A single sentence that is too long for its place", 30, "A single sentence that is too\u2026"),
    ("Yes. Then comes a sentence that is too long for its place", 40, "Yes. Then comes a sentence that is too\u2026"),
    ("x" * 50, 10, "x" * 10 + "\u2026")])
def test_whole_sentences_are_kept_where_they_fit(text, most, shown):
    assert begun(text, most) == shown
    assert begun(text, most, "Extent") == (f"{shown} (in full in the section Extent)" if shown != text else text)


def test_what_is_shortened_says_so_and_stands_in_full_below(tmp_path):
    def change(rows) -> None:
        for row in rows["Actions"]:
            row["Action"] = LONG
        for row in rows["Findings"]:
            row["Extent"] = LONG

    assessment = ncr_toolkit.load(house("startup", tmp_path, change=change), today=TODAY)
    made = Document(io.BytesIO(ncr_toolkit.respond(assessment, "NC-1")))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    short = [text for text in cells if "\u2026" in text]
    assert any(text.endswith("\u2026 (in full in the section Extent)") for text in short), short
    assert any(text.startswith("\u2026 : shortened") for text in short), short
    said = " ".join(" ".join(text.split()) for text in [*cells, *(each.text for each in made.paragraphs)])
    assert said.count(" ".join(LONG.split())) >= 2, "in the sections"
