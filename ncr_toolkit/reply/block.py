"""The block that the body fills in, at the end of our own response, read again: by the tags of its fields, and where a
program has lost them by its labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ncr_toolkit.forms.docx.wordprocessingml import GONE, Element, inside, is_gone, on, pieces, w
from ncr_toolkit.reply.boxes import Box, boxes
from ncr_toolkit.reply.reading import DAY_FIRST, DAYS, Asked, Reading, read_day, said_twice
from ncr_toolkit.word.returned import paragraphs, said, tag
from ncr_toolkit.word.review_block import (
    CHOICES,
    EFFECTIVE,
    VERIFIED,
    Tag,
    box_tag,
    every_label,
    in_all,
    languages_by_label,
)

_ASKED = {Tag.DECISION: Asked.DECISION, Tag.VERIFIED: Asked.VERIFIED, Tag.EFFECTIVE: Asked.EFFECTIVE,
          Tag.COMMENT: Asked.REASON, Tag.REVISED_BY: Asked.REVISED_BY, Tag.CLOSED_ON: Asked.CLOSED_ON,
          Tag.NAME: Asked.NAME, Tag.DATE: Asked.DATE}
_CHOICES = {Asked.DECISION: (Tag.DECISION, CHOICES), Asked.VERIFIED: (Tag.VERIFIED, (VERIFIED,)),
            Asked.EFFECTIVE: (Tag.EFFECTIVE, (EFFECTIVE,))}
"""What is asked by boxes: the tag of the boxes, and every set of labels that they ever had."""
_ALTERED = (w("ins"), w("moveTo"), *GONE)


@dataclass(frozen=True, slots=True)
class _Field:
    """A cell that answers something."""

    asked: Asked
    cell: Element
    where: str


def read_block(table: Element, number: int) -> list[Reading]:
    """What the body wrote into the block, which is table `number` of the document."""
    day_first = _is_day_first(table)
    return said_twice(_reading(field, day_first=day_first) for field in _fields(table, number))


def _is_day_first(table: Element) -> bool:
    """Whether every label of the block is one of the same language, in which the day comes before the month."""
    known = languages_by_label()
    spoken = [known[label] for cell in table.iter(w("tc")) if (label := _label(cell)) in known]
    languages = frozenset.intersection(*spoken) if spoken else frozenset()
    return bool(languages) and languages <= DAY_FIRST


def pending(table: Element) -> list[str]:
    """Who made changes in the block that nobody has accepted; '' where no name stands there."""
    return sorted({each.get(w("author"), "") for each in table.iter(*_ALTERED)})


def _fields(table: Element, number: int) -> Iterator[_Field]:
    seen = set()
    for place, row in enumerate(_own(table, "tr"), start=1):
        cells = list(_own(row, "tc"))
        for label, cell in zip([None, *cells], cells, strict=False):
            before = _label(label) if label is not None else ""
            asked = {_ASKED[each] for each in (_tag_in(cell), every_label().get(before)) if each is not None}
            for one in asked:
                if (one, cell) not in seen:
                    seen.add((one, cell))
                    yield _Field(one, cell, f"table {number}, row {place}")


def _label(cell: Element) -> str:
    return " ".join(said(cell).split())


def _own(holder: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, and not those of a table within."""
    around = "tbl" if name == "tr" else "tr"
    return (each for each in holder.iter(w(name)) if inside(each, around) is holder and not is_gone(each))


def _tag_in(cell: Element) -> Tag | None:
    """What the fields in a cell are tagged with; None where they have no tag of ours."""
    control = inside(cell, "sdt")
    here = [*cell.iter(w("sdt")), *([control] if control is not None else [])]
    tags = [tag(each) for each in here]
    return next((one for one in Tag if any(each == one or each.startswith(f"{one}.") for each in tags)), None)


def _reading(field: _Field, *, day_first: bool) -> Reading:
    if field.asked in _CHOICES:
        return _chosen_box(field)
    text = _typed(field.cell)
    if field.asked in DAYS:
        return read_day(field.asked, field.where, text, chosen=_chosen(field.cell), day_first=day_first)
    value = "\n".join(line.strip() for line in text.splitlines()).strip()
    return Reading(field.asked, field.where, value, value)


def _typed(cell: Element) -> str:
    """What somebody typed into a cell: not what an empty field shows in its place."""
    blank = {each for control in cell.iter(w("sdt")) if _shows_nothing(control) for each in control.iter(w("r"))}
    return "\n".join("".join(piece.text for piece in pieces(line) if piece.run not in blank)
                     for line in paragraphs(cell)).strip()


def _shows_nothing(control: Element) -> bool:
    shows = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")
    return shows is not None and on(shows) and not _day_of(control)


def _chosen(cell: Element) -> str:
    """The day that a calendar field in a cell holds, '' where it holds none."""
    return next((day for control in cell.iter(w("sdt")) if (day := _day_of(control))), "")


def _day_of(control: Element) -> str:
    day = control.find(f"{w('sdtPr')}/{w('date')}")
    return (day.get(w("fullDate")) or "")[:10] if day is not None else ""


def _chosen_box(field: _Field) -> Reading:
    """The one box that is ticked among those of a field."""
    found, before = boxes(paragraphs(field.cell))
    text = " ".join(said(field.cell).split())
    tagged, sets = _CHOICES[field.asked]
    choice = next((each for each in in_all(sets) if list(each) == [box.label for box in found]), None)
    if before or choice is None or any(box.tag not in ("", box_tag(choice[box.label], tagged)) for box in found):
        return Reading(field.asked, field.where, text, why=_not_ours(found, text))
    if any(box.ticked is None for box in found):
        return Reading(field.asked, field.where, text, why="a box shows something else than it holds")
    ticked = [choice[box.label] for box in found if box.ticked]
    if len(ticked) > 1:
        return Reading(field.asked, field.where, text, why=f"{len(ticked)} boxes are ticked")
    return Reading(field.asked, field.where, text if field.asked is Asked.DECISION else "".join(ticked),
                   "".join(ticked))


def _not_ours(found: list[Box], text: str) -> str:
    if not found:
        return "there is no box any more" if text else "the boxes are gone"
    return "something stands beside the boxes, or a box is gone or has another label"
