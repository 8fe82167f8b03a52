"""What an export says: what went out, in whose words, what the format has no place for, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import one_line, plural, several, short
from ncr_toolkit.core.model import Finding, Settings
from ncr_toolkit.core.problem import Problem
from ncr_toolkit.exports import ExportFormat
from ncr_toolkit.exports.leaving import Leaving, NotTaken

MOST = 6
"""So many cells are named where they are many."""
MOST_WORDS = 8
"""So many words, as many as there are states."""


def told(leaving: Leaving, form: ExportFormat, place: Path, errors: Sequence[Problem]) -> Iterator[str]:
    """The lines that a person reads."""
    findings = plural(len(leaving.all(Finding)), "finding")
    some = "" if leaving.whole else f" (of {len(leaving.review.register.findings)})"
    yield f"{findings}{some} of {leaving.review.register.path} as {form.title}: {place}"
    if form.note:
        yield form.note
    yield from _reworded(leaving)
    if not form.whole:
        yield from _not_taken(leaving)
    yield from _kept_in_the_house(leaving, form)
    yield from _unread(leaving, form)
    if leaving.shortened:
        yield f"! Too long for a cell, and shortened: {several(leaving.shortened, MOST)}."
    if errors:
        register = Path(leaving.review.register.path)
        yield (f"! {plural(len(errors), 'error')} in what was read (cells, numbers and links), first at "
               f"{errors[0].cell}: {one_line(errors[0].message)} Look at all of it, and at what was not looked at "
               f"here, with: {to_type('check', register)}")


def _reworded(leaving: Leaving) -> Iterator[str]:
    for header, words in leaving.reworded.items():
        pairs = [f"{ours} as {theirs}" for ours, theirs in words.items()]
        yield f"In words of the other program, '{header}': {several(pairs, MOST_WORDS)}."


def _not_taken(leaving: Leaving) -> Iterator[str]:
    yield "Not in this format:"
    for each in leaving.not_taken():
        yield f"  {each.kind.SHEET.name}: {'; '.join(filter(None, (_rows(each), ', '.join(_columns(each)))))}"
    for kind, columns in leaving.added.columns.items():
        yield f"  {kind.SHEET.name}, columns of your own: {', '.join(map(one_line, columns))}"
    if leaving.added.sheets and leaving.whole:
        yield f"  Sheets of your own: {', '.join(map(one_line, leaving.added.sheets))}"
    if leaving.whole:
        yield f"  {Settings.SHEET.name}: the facts of the register"


def _rows(left: NotTaken) -> str:
    """The rows of which nothing is in it."""
    if left.whole_rows == left.rows:
        return "its only row" if left.rows == 1 else f"all {left.rows} rows"
    return f"{left.whole_rows} of {left.rows} rows as a whole" if left.whole_rows else ""


def _columns(left: NotTaken) -> Iterator[str]:
    """The columns of the others; of one that is in it in part, how many cells are not."""
    for header, (number, filled) in left.columns.items():
        yield header if number == filled else f"{header} ({number} of {filled} cells)"


def _kept_in_the_house(leaving: Leaving, form: ExportFormat) -> Iterator[str]:
    if form.whole and not leaving.whole:
        yield "Only what belongs to them: no settings of checks, and no sheets of your own."
    stays = [f"{leaving.review.pack.header(column)} ({plural(number, 'cell')})" for column, number in leaving.stays()]
    if form.whole and leaving.whole:
        stays += [f"the hidden sheet {one_line(name)}" for name in leaving.added.sheets
                  if name not in leaving.own_sheets]
    if stays:
        yield f"Left out, since it is for yourselves: {', '.join(stays)}. --internal takes it along."
    if number := leaving.amounts():
        yield (f"Amounts of money in 'Resources' are left out as in a response ({plural(number, 'cell')}); --internal "
               "takes them along.")


def _unread(leaving: Leaving, form: ExportFormat) -> Iterator[str]:
    cells = [f"{each.cell} {short(each.text, 40)} ({each.why})" for each in leaving.unread()]
    cells += [f"{cell} {short(shown, 40)}" for cell, shown in leaving.added.unread] if form.whole else []
    if cells:
        how = "there as typed, not as a value" if form.whole else "not in the file"
        yield f"! Could not be read for certain, and so {how}: {several(cells, MOST)}."
