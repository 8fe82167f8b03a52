"""Forms that the body has begun to fill in: of which finding a form is, or a row of its list, by the numbers there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from ncr_toolkit.common.names import fold
from ncr_toolkit.forms.docx.wordprocessingml import Element, inside, paragraphs, text, w
from ncr_toolkit.forms.survey.walk import FormSurvey


def numbers(survey: FormSurvey) -> list[str]:
    """What stands already behind a label that asks for the number of the finding: "NC No.: NC-12"."""
    words, found = survey.words, []
    for table in survey.grids:
        for row in table.cells:
            said = ["" if cell.continued else _said(cell.element) for cell in row]
            found += [after for label, after in pairwise(said)
                      if after and "finding.id" in words.names(label)]
    for paragraph in survey.seats:
        label, colon, after = text(paragraph).replace("\uff1a", ":").partition(":")
        found += [after.strip()] if colon and after.strip() and "finding.id" in words.names(label) else []
    return found


def of_another(said: Iterable[str], ours: str, known: Iterable[str]) -> str:
    """The other finding of the register of which these numbers are; '' where they are ours, or of none."""
    there = {fold(each) for each in said}
    return "" if fold(ours) in there else next((each for each in known if each and fold(each) in there), "")


def row_of_another(place: Element, ours: str, known: Iterable[str]) -> str:
    """The other finding of the register whose number stands in the row of a table; '' where there is none."""
    row = place if place.tag == w("tr") else inside(place, "tr")
    return of_another(_cells(row), ours, known) if row is not None else ""


def is_ours(place: Element, ours: str) -> bool:
    """Whether the number of the finding stands in the row of a table."""
    row = inside(place, "tr")
    return row is not None and fold(ours) in map(fold, _cells(row))


def _cells(row: Element) -> list[str]:
    return [_said(cell) for cell in row.iter(w("tc"))]


def _said(cell: Element) -> str:
    return " ".join(" ".join(text(line) for line in paragraphs(cell)).split())
