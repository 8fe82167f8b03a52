"""What a header asks by the header over it, and whether it asks of an answer that stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.grid import GridCell
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.naming import AUDITOR, BY_HAND, Meaning, Naming
from ncr_toolkit.forms.survey.sections import subject
from ncr_toolkit.forms.survey.walk import Seat

_COUNTING = {"no", "nr", "pos", "item", "id", "lfd"}
"""Headers of columns that only count their rows."""


def of_group(naming: Naming, cell: GridCell, said: str, seat: Seat, meant: Meaning) -> Meaning:
    """What a header asks under that of its group: "Description" and "Responsible" under "Correction"."""
    group = subject(cell.over, naming.words)
    if meant.why in (AUDITOR, BY_HAND) or (meant.names and not meant.why and "." not in meant.names[0]):
        return meant
    own = naming.words.here(said, group)
    under = Meaning(meant.label, (own,)) if own else meant
    under = naming.of(said, seat, group) if group in ROWS and not own else under
    return under if under.names else meant


def is_borrowed(texts: Iterable[str], meant: Meaning, words: Vocabulary) -> bool:
    """Whether a header such as "Responsible" asks of an answer above its table, and another answer, in words that are
    not known, is asked for in the first column: it is of that one. `texts`: of its row."""
    rows, _, field = meant.names[0].partition(".") if len(meant.names) == 1 else ("", "", "")
    first = next((said for said in texts if said and plain(said) not in _COUNTING), "")
    return rows in ROWS and bool(field) and not meant.why and bool(first) and first != meant.label and not (
        meaning(first, words)[1] or words.asks(first) or words.left(first) or words.whom(first))
