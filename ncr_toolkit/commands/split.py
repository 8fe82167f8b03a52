"""`ncr split`: a register shared out to the people who own its findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, register_argument, today_option
from ncr_toolkit.commands.terminal import Bars, look, say, warn

if TYPE_CHECKING:
    from ncr_toolkit.sharing.record import Records
    from ncr_toolkit.sharing.split import MadePart


@click.command("split")
@register_argument
@click.option("-o", "--output", type=PathArgument(), required=True, help="Folder for the parts and their mails.")
@click.option("--by", type=click.Choice(["owner", "finding"], case_sensitive=False), default="owner",
              show_default=True, help="One workbook for each owner, or for each finding.")
@click.option("--force", is_flag=True, help="Replace files that were changed since ncr wrote them.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, output: Path, by: str, force: bool, today: date) -> None:
    """Make a small workbook for each owner to fill in.

    A part holds the open findings of one person with all that belongs to them, and the person's own steps, actions and
    reviews in the findings of others, with their evidence: nothing else of anybody, no internal note and no address.
    Beside it lies the draft of a mail (.eml) that brings it. What was sent out is remembered in the folder shared-out
    beside the register; `ncr collect` brings together what comes back.

    \b
    Exit code 0: every open finding is in a part. 1: one has no owner who could get it. 2: could not run.

    \b
    Example:
      ncr split findings.xlsx -o parts
      ncr split findings.xlsx -o parts --by finding
    """
    from ncr_toolkit.runs.kept_folders import refuse_kept
    from ncr_toolkit.sharing.messages import split_lines
    from ncr_toolkit.sharing.portions import shared_out
    from ncr_toolkit.sharing.record import Records, refuse_without_id
    from ncr_toolkit.sharing.split import made_parts

    review = look(register, today)
    refuse_without_id(register, review.register.settings.typed("id"))
    refuse_kept(output, review)
    records = Records(register, review.register.settings.typed("id"))
    shared = shared_out(review, by_finding=by == "finding")
    made = list(made_parts(shared.portions, review, records, Bars()))
    gone = _write(made, records, output, force=force)
    warn(f"{records.folder / name}.json: {why}." for name, why in records.troubles.items())
    say(split_lines(shared, made, gone, output, review))
    ctx.exit(1 if shared.unowned else 0)


def _write(made: Sequence[MadePart], records: Records, output: Path, *, force: bool) -> list[str]:
    """Write the parts and remember them; gives the files of an earlier day that were taken away."""
    from ncr_toolkit.common.output_folder import OutputFolder
    from ncr_toolkit.sharing.split import MAIL, WORKBOOK

    files = {name: content for part in made for name, content in part.files.items()}
    with OutputFolder(output, force=force) as folder:
        folder.refuse_changed(files, lambda name: files[name])
        records.keep(part.record for part in made)  # a part without it could not be told apart when it comes back
        for name, content in files.items():
            folder.write(name, content)
        old = sorted(path.name for path in output.glob("*") if path.suffix in (WORKBOOK, MAIL))
        return [name for name in old if name not in files and folder.discard(name)]
