"""What the register lacks for a place, and of the people who answer the cell that is to be filled in."""

from __future__ import annotations

from ncr_toolkit.core.schema import Record
from ncr_toolkit.forms.meaning.answers import PEOPLE, ROWS, Answers
from ncr_toolkit.forms.meaning.row_texts import gone, who

NOTHING = "the register has nothing for it"


def lacking(name: str, answers: Answers) -> str:
    """Why there is no text for a name: that the register has nothing, and of a person in which cell it would stand."""
    first, _, field = name.partition(",")[0].strip().partition(".")
    review, finding = answers.case.review, answers.case.finding
    if first == "contact" or (first, field) == ("settings", "owner"):
        return _of_person(review.register.settings, field, answers)
    if first == "owner" or (first, field) == ("finding", "owner"):
        return _of_person(finding, field, answers)
    return left_out(name, answers) or NOTHING


def left_out(name: str, answers: Answers) -> str:
    """Whom of the people in a column of rows the answer does not name, because they have left; '' where nobody."""
    first, _, field = name.partition(".")
    rows = answers.rows(first) if first in ROWS and field in ("", "line", *PEOPLE) else []
    asked = (field,) if field in PEOPLE else PEOPLE
    people = [(row, each) for row in rows for each in asked if each in row.SHEET.by_name and not row.blank(each)
              and not who(row, each, answers.case)]
    return "; ".join(dict.fromkeys(
        f"{row.typed(each)} has left: name another in '{row.SHEET.column(each).header}' ({_where(row, each)})"
        for row, each in people))


def _of_person(record: Record, field: str, answers: Answers) -> str:
    """What is missing to know something of the person whom the column `owner` of a record names."""
    header, name = record.SHEET.column("owner").header, record.typed("owner")
    if record.blank("owner"):
        return f"{NOTHING}: fill in '{header}' ({_where(record, 'owner')})"
    if person := gone(name, answers.case):
        return f"{person.name} left on {person.left_on}: name who answers now in '{header}' ({_where(record, 'owner')})"
    person = answers.case.review.person(name)
    if person is None:
        return f"{NOTHING}: the sheet People has no row for {name}, whom '{header}' names ({_where(record, 'owner')})"
    return f"{NOTHING}: fill in '{person.SHEET.column(field).header}' of {person.name} ({_where(person, field)})" \
        if field in person.SHEET.by_name else NOTHING


def _where(record: Record, field: str) -> str:
    """The cell of the user's file, or its sheet where it has none."""
    return str(record.cell(field)) or record.SHEET.name
