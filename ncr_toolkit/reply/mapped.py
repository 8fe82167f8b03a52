"""What a mapping file says of the places of a form that came back: by their labels, and by the ids of their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ncr_toolkit.forms.docx.wordprocessingml import text
from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.forms.survey.grid import GridCell
from ncr_toolkit.forms.survey.label_meaning import label_texts
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat
from ncr_toolkit.reply.words import ReplyWords


def theirs(survey: FormSurvey, words: ReplyWords) -> Iterator[Seat]:
    """The auditor's places by the mapping: labels, with the cell beside them or below, and cells that it names; and
    those of labels that name the auditor themselves."""
    for seat in survey.seats.values():
        if seat.cell is not None and plain(seat.cell.id) in words.here:
            yield seat
        elif any(plain(label) in words.here or (words.asks(label) and survey.words.of_auditor(label))
                 for label in label_texts(text(seat.paragraph))):
            yield seat
            yield from _behind(survey, seat)


def _behind(survey: FormSurvey, seat: Seat) -> Iterator[Seat]:
    """The places behind a label: of the next cell, or the one below where it is the last of its row."""
    if seat.cell is None or seat.grid is None:
        return
    cell = seat.grid.right(seat.cell) or seat.grid.below(seat.cell)
    for line in (*seat.cell.paragraphs, *(cell.paragraphs if cell is not None else ())):
        if (found := survey.seats.get(line)) is not None:
            yield found


def cells(survey: FormSurvey, words: ReplyWords) -> Iterator[tuple[str, GridCell]]:
    """The cells that the mapping names by their id, each with it."""
    done = set()
    for seat in survey.seats.values():
        if seat.cell is not None and plain(seat.cell.id) in words.here and seat.cell.id not in done:
            done.add(seat.cell.id)
            yield seat.cell.id, seat.cell


def said(survey: FormSurvey, ids: Mapping[str, str], name: str) -> Iterator[str]:
    """What stands in the cells of which a mapping says by their id that they ask for `name`."""
    for seat in survey.seats.values():
        if seat.cell is not None and ids.get(seat.cell.id) == name and (value := text(seat.paragraph).strip()):
            yield value
