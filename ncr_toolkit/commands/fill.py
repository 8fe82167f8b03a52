"""`ncr fill`: what follows from other cells, entered into the register once a person agrees."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import register_or_only_one, today_option
from ncr_toolkit.commands.terminal import agreed, look, say, warn

if TYPE_CHECKING:
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.core.schema import Cell
    from ncr_toolkit.excel.patch.fill_cells import Value


@click.command("fill")
@register_or_only_one
@click.option("--dry-run", is_flag=True, help="Show what would be entered; nothing is written.")
@click.option("--yes", is_flag=True, help="Enter it without asking.")
@today_option
def command(register: Path, dry_run: bool, yes: bool, today: date) -> None:
    """Enter into the register what follows from other cells.

    Into blank cells only: the next free number of a row of your own (step, cause, action, evidence), the finding of an
    action or a chain of whys by its cause, that of evidence by what it supports, the method of a cause, the only audit,
    its last day as the day on which a finding was raised, the day on which the body accepted the plan or the proof by
    the sheet Replies, and the status Open. Where two things could be meant, the cell stays blank. Each is shown with
    its reason before you are asked. The public holidays of the country that is chosen on the sheet Register are put
    onto the hidden sheet Lists, where the workbook's formulas look for them.

    \b
    Exit code 0: all is entered, or nothing follows. 2: could not run.

    \b
    Example:
      ncr fill findings.xlsx
      ncr fill findings.xlsx --dry-run
    """
    from ncr_toolkit.common.inplace import kept_sentence
    from ncr_toolkit.common.text import listing, plural
    from ncr_toolkit.core.follows import following
    from ncr_toolkit.excel.patch.write_back import nothing_to_write, write_cells
    from ncr_toolkit.excel.write.days_off_lists import made_of
    from ncr_toolkit.report.follows import NOTHING, lines

    review = look(register, today)
    found, days = following(review), _days_off(register, review)
    say(lines(found) if found else [] if days else [NOTHING])
    if days:
        say([f"Lists: the days off by which the formulas count working days: {made_of(review.days_off, today)}."])
    parts = [*([plural(len(found), "cell")] if found else []), *(["the days off"] if days else [])]
    if dry_run and parts:
        say([f"Nothing was written; without --dry-run {listing(parts)} would be filled."])
    elif parts:
        agreed(register, yes=yes)
        values = days | {each.cell: each.value for each in found}
        kept, _ = write_cells(register, review.register, values, date.today())
        say([f"{listing(parts)} filled in {register}.{kept_sentence(kept, 'The register')}"])
    elif not dry_run:
        nothing_to_write(register)


def _days_off(register: Path, review: Review) -> dict[Cell, Value]:
    """The days off that the workbook is to count by, where it does not yet. Raises CannotRun."""
    from ncr_toolkit.excel.patch.days_off import days_off_to_write

    found = days_off_to_write(register, review.days_off, review.today)
    if found is None and review.days_off.country:
        warn(["The workbook has no room for public holidays, as it is of an older template; `ncr upgrade` brings it."])
    return found or {}
