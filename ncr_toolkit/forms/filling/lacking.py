"""What the register lacks for a place, and of the people who answer the cell that is to be filled in."""

from __future__ import annotations

from ncr_toolkit.core.schema import Record
from ncr_toolkit.forms.meaning.answers import Answers

NOTHING = "the register has nothing for it"


def lacking(name: str, answers: Answers) -> str:
    """Why there is no text for a name: that the register has nothing, and of a person in which cell it would stand."""
    first, _, field = name.partition(",")[0].strip().partition(".")
    review, finding = answers.case.review, answers.case.finding
    if first == "contact" or (first, field) == ("settings", "owner"):
        return _of_person(review.register.settings, field, answers)
    if first == "owner" or (first, field) == ("finding", "owner"):
        return _of_person(finding, field, answers)
    return NOTHING


def _of_person(record: Record, field: str, answers: Answers) -> str:
    """What is missing to know something of the person whom the column `owner` of a record names."""
    header, name = record.SHEET.column("owner").header, record.typed("owner")
    if record.blank("owner"):
        return f"{NOTHING}: fill in '{header}' ({_where(record, 'owner')})"
    person = answers.case.review.person(name)
    if person is None:
        return f"{NOTHING}: the sheet People has no row for {name}, whom '{header}' names ({_where(record, 'owner')})"
    return f"{NOTHING}: fill in '{person.SHEET.column(field).header}' of {person.name} ({_where(person, field)})" \
        if field in person.SHEET.by_name else NOTHING


def _where(record: Record, field: str) -> str:
    """The cell of the user's file, or its sheet where it has none."""
    return str(record.cell(field)) or record.SHEET.name
