"""ActiveX controls in a Word form: only Word itself can set them, so each is a place to fill by hand.

ECMA-376 Part 1, 17.3.3.3 (control): Word names them TextBox1, CheckBox2 and so on, unless somebody has named them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.forms.docx.wordprocessingml import Element, inside, text, w
from ncr_toolkit.forms.survey.naming import AUDITOR, Naming
from ncr_toolkit.forms.survey.places import FoundBy, Marks, Place
from ncr_toolkit.forms.survey.rooms import locate
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat

_KINDS = {"textbox": "a text box", "checkbox": "a check box", "optionbutton": "an option button",
          "combobox": "a list to choose from", "listbox": "a list to choose from", "togglebutton": "a button to press"}
_PRESSED = re.compile(r"(?:commandbutton|label|image|spinbutton|scrollbar|frame)\d*", re.IGNORECASE)
"""Names of those into which nothing is typed or chosen."""
_LONGEST = 90  # letters of a label


def find(tree: Element, survey: FormSurvey, naming: Naming, marks: Marks, part: str) -> Iterator[Place]:
    """The places of the controls, each with the label before it; all are left."""
    for control in tree.iter(w("control")):
        called = control.get(w("name"), "")
        seat = survey.seats.get(paragraph) if (paragraph := inside(control, "p")) is not None else None
        if seat is None or _PRESSED.fullmatch(called):
            continue
        label = _label(control, seat, survey)
        meant = naming.of(label, seat) if label else None
        kind = _KINDS.get(called.rstrip("0123456789").casefold(), "a control")
        place = Place(FoundBy.CONTROL, seat.where, (meant.label if meant else called)[:_LONGEST],
                      meant.names if meant else (),
                      f"it is {kind} of ActiveX, which only Word can set; fill it by hand",
                      known=False, part=part)
        locate(place, seat)
        if place.auditor:
            place.why, place.known = AUDITOR, True
        place.mark = marks.mark(control)
        yield place


def _label(control: Element, seat: Seat, survey: FormSurvey) -> str:
    """The words before a control: in its paragraph, in the cell to the left or above, or in the paragraph before."""
    if said := text(seat.paragraph).strip():
        return said
    if seat.grid is not None and seat.cell is not None:
        above = seat.grid.cells[seat.cell.row - 1] if seat.cell.row else []
        over = next((cell for cell in above if cell.column == seat.cell.column), None)
        return next((cell.said for cell in (seat.grid.left(seat.cell), over) if cell is not None and cell.said), "")
    story = next((each for each in survey.stories if seat.paragraph in each), [])
    before = story[:story.index(seat.paragraph)] if seat.paragraph in story else []
    return next((said for each in reversed(before) if (said := text(each).strip())), "")
