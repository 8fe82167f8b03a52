"""The title of a form, told from the heading of a section: "Corrective action" over it all is about nothing alone."""

from __future__ import annotations

from dataclasses import replace

from ncr_toolkit.forms.docx.wordprocessingml import text
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.wording import is_numbered
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.label_meaning import label_texts, meaning
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat

_LONGEST = 200  # letters of a text with labels
_OURS = {"finding.extent", "finding.extent_count", "finding.system_change", "finding.consequences"}
"""What an answer tells of the finding itself."""


def labels(seat: Seat) -> list[str]:
    """The labels in a paragraph: those before its rooms, or its own words."""
    said = text(seat.paragraph).strip()
    if not said or len(said) > _LONGEST:
        return []
    return [each.label for each in blanks(said) if each.label] or list(label_texts(said))[-1:]


def settle(survey: FormSurvey) -> None:
    """Take from the first heading what it says of labels such as "Description", where what the auditor found, or the
    causes, stand under it too: then it is the title of the form."""
    for number in _firsts(survey):
        first = [seat for seat in survey.seats.values() if seat.section.number == number]
        about = first[0].section.about
        if about in ROWS and not is_numbered(first[0].section.title) and _is_title(first, survey, about):
            _take(survey, first)


def _firsts(survey: FormSurvey) -> set[int]:
    """The numbers of the first sections: of the document, and of each sheet."""
    seats = [seat for seat in survey.seats.values() if seat.section.title]
    sheets: dict[str, int] = {}
    for seat in seats:
        if seat.grid is not None and seat.grid.whole != seat.grid.where:
            sheets.setdefault(seat.grid.where, seat.section.number)
    return {1, *sheets.values()} & {seat.section.number for seat in seats}


def _take(survey: FormSurvey, first: list[Seat]) -> None:
    for seat in survey.seats.values():
        seat.acted = 0 if seat.acted == first[0].section.number else seat.acted
    for seat in first:
        seat.section = replace(seat.section, about="")
        if seat.led:
            seat.context = seat.topic = ""


def _is_title(seats: list[Seat], survey: FormSurvey, about: str) -> bool:
    asked = {name for seat in seats if not seat.auditor for label in labels(seat)
             for name in meaning(label, survey.words)[1]}
    return any(name.startswith("finding.") and name not in _OURS for name in asked) \
        or ("causes" in asked and about != "causes")
