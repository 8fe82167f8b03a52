"""Who signs where: the rows in which the organisation signs, and the blocks that the auditor signs and so fills."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from ncr_toolkit.forms.meaning.label_attributes import BY_NAME
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.naming import BY_HAND, Naming
from ncr_toolkit.forms.survey.titles import labels
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat

_OURS = {
    "causes",
    "actions",
    "corrections",
    "steps",
    "containment",
    "mitigations",
    "preventive",
    "whys",
    "settings.organisation",
    "finding.extent",
    "finding.statement",
    "settings.certificate_number",
}
_ACTS = {"owner", "due"}
"""What is asked of an action: a row that asks it is not the auditor's alone."""
PERSONAL = (BY_HAND, BY_NAME)
_PLAIN = {
    "title",
    "position",
    "function",
    "date",
    "datum",
    "fecha",
    "data",
    "name",
    "funktion",
    "fonction",
    "place",
    "ort",
    "lieu",
}


def look(survey: FormSurvey, naming: Naming) -> None:
    """Find who signs where, and keep it with the seats; and how often each label of the mapping stands in the form."""
    if survey.words.mapped:
        naming.often.update(plain(label) for seat in survey.seats.values() for label in dict.fromkeys(labels(seat)))
    for row in _rows(survey):
        said = [label for seat in row for label in labels(seat)]
        if any(survey.words.signature(label) or survey.words.left(label) == PERSONAL[1] for label in said):
            theirs = [label for label in said if survey.words.of_auditor(label) and survey.words.signature(label)]
            block = [*row, *_personal(survey, row)]
            if theirs and not any(set(meaning(label, survey.words)[1]) & _OURS or survey.words.asks(label) in _ACTS
                                  for label in said):
                survey.mark_auditor(block)
            elif not theirs or any(survey.words.signature(label) and label not in theirs for label in said):
                by_hand = any(map(survey.words.signature, said))
                (naming.signed if by_hand else naming.named).update(map(id, block))
    for _, group in groupby(survey.seats.values(), key=lambda seat: (seat.section.number, id(seat.grid))):
        seats = list(group)
        if _is_auditors(seats, survey.words):
            survey.mark_auditor(seats)


def _rows(survey: FormSurvey) -> Iterable[list[Seat]]:
    for table in survey.grids:
        for row in table.cells:
            yield [
                survey.seats[paragraph] for cell in row for paragraph in cell.paragraphs if paragraph in survey.seats
            ]


def _personal(survey: FormSurvey, row: list[Seat]) -> list[Seat]:
    """The seats of rows right above and below that ask only for the name, position or date of who signs."""
    table, number = row[0].grid, row[0].cell.row if row[0].cell is not None else 0
    found: list[Seat] = []
    for step in (-1, 1):
        at = number + step
        while table is not None and 0 <= at < len(table.cells):
            seats = [
                survey.seats[paragraph]
                for cell in table.cells[at]
                for paragraph in cell.paragraphs
                if paragraph in survey.seats
            ]
            said = [label for seat in seats for label in labels(seat)]
            if not said or not all(_asks_of_person(label, survey.words) for label in said):
                break
            found += seats
            at += step
    return found


def _asks_of_person(label: str, words: Vocabulary) -> bool:
    return plain(label) in _PLAIN or words.left(label) in PERSONAL


def _is_auditors(seats: list[Seat], words: Vocabulary) -> bool:
    """Whether the auditor signs a section, or a table, and nothing in it asks the organisation."""
    said = [label for seat in seats for label in labels(seat)]
    if not any(words.signature(label) and words.of_auditor(label) for label in said):
        return False
    asked = {name for label in said for name in meaning(label, words)[1]}
    asked |= {words.asks(label) for label in said} & _ACTS
    return not asked & {*_OURS, *_ACTS} and not any(
        words.signature(label) and not words.of_auditor(label) for label in said)
