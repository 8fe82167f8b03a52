"""`ncr fill`: what follows from other cells, entered into the register once a person agrees."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ncr_toolkit.commands.options import register_or_only_one, today_option
from ncr_toolkit.commands.terminal import agreed, look, say


@click.command("fill")
@register_or_only_one
@click.option("--dry-run", is_flag=True, help="Show what would be entered; nothing is written.")
@click.option("--yes", is_flag=True, help="Enter it without asking.")
@today_option
def command(register: Path, dry_run: bool, yes: bool, today: date) -> None:
    """Enter into the register what follows from other cells.

    Into blank cells only: the next free number of a row of your own (step, cause, action, evidence), the finding of an
    action or a chain of whys by its cause, that of evidence by what it supports, the method of a cause, the only audit,
    its last day as the day on which a finding was raised, and the status Open. Where two things could be meant, the
    cell stays blank. Each is shown with its reason before you are asked.

    \b
    Exit code 0: all is entered, or nothing follows. 2: could not run.

    \b
    Example:
      ncr fill findings.xlsx
      ncr fill findings.xlsx --dry-run
    """
    from ncr_toolkit.common.inplace import kept_sentence
    from ncr_toolkit.common.text import plural
    from ncr_toolkit.core.follows import following
    from ncr_toolkit.excel.patch.write_back import nothing_to_write, write_cells
    from ncr_toolkit.report.follows import NOTHING, lines

    review = look(register, today)
    found = following(review)
    say(lines(found) if found else [NOTHING])
    if dry_run and found:
        say([f"Nothing was written; without --dry-run {plural(len(found), 'cell')} would be filled."])
    elif found:
        agreed(register, yes=yes)
        kept, _ = write_cells(register, review.register.sha256, {each.cell: each.value for each in found}, date.today())
        say([f"{plural(len(found), 'cell')} filled in {register}.{kept_sentence(kept, 'The register')}"])
    elif not dry_run:
        nothing_to_write(register)
