"""`ncr chase`: a reminder for each owner, and a calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import Day, PathArgument, beside, language_option, register_argument, today_option
from ncr_toolkit.commands.terminal import look, say, speak

if TYPE_CHECKING:
    from ncr_toolkit.reminders.due_items import Owner


@click.command("chase")
@register_argument
@click.option("-o", "--output", type=PathArgument(),
              help="Folder for the messages.  [default: chase, beside the register]")
@click.option("--since", type=Day(), help="The day of the messages before: only what became due since is said.")
@click.option("--all", "everything", is_flag=True, help="Say all that is open, however far away it is.")
@click.option("--force", is_flag=True, help="Replace messages that were changed since ncr wrote them.")
@language_option
@today_option
def command(register: Path, output: Path | None, since: date | None, everything: bool, force: bool, language: str,
            today: date) -> None:
    """Write a reminder for each owner, and a calendar of all dates.

    One draft (.eml) a person with only what is theirs, majors first, and calendar.ics. Open a draft with your mail
    program, look at it, and send it; nothing is sent from here. Reminded is 30, 14, 7 and 1 days before a date, on the
    day, and every 7 days while it is overdue.

    \b
    Example:
      ncr chase findings.xlsx
      ncr chase findings.xlsx --since 2026-05-31
    """
    from ncr_toolkit.common.output_folder import OutputFolder
    from ncr_toolkit.reminders.drafts import CALENDAR, all_dates, messages
    from ncr_toolkit.runs.kept_folders import refuse_kept

    review = look(register, today)
    speak(review, language)
    found = messages(review, since, ahead=_FAR if everything else 0)
    place = output or beside(register, "chase")
    refuse_kept(place, review)
    made = {name: content() for name, _, content in found} | {CALENDAR: all_dates(review)}
    gone = []
    with OutputFolder(place, force=force) as folder:
        folder.refuse_changed(made, lambda name: made[name])
        for name, content in made.items():
            folder.write(name, content)
        for old in sorted(path.name for path in folder.path.glob("*.eml") if path.name not in made):
            if folder.discard(old):
                gone.append(f"  {old} of an earlier day was taken away: nothing of it is due now.")
    say(gone)
    for name, owner, _ in found:
        click.echo(f"  {name:<34} {_told(owner, today)}")
    click.echo(f"{len(found)} messages and {CALENDAR} written to {folder.path}." if found else
               f"Nobody has to be reminded on {today}; {CALENDAR} with all dates is written to {folder.path}.")
    click.echo(f"Read from {register}: {review.register.told}.")


_FAR = 36_500


def _told(owner: Owner, today: date) -> str:
    from ncr_toolkit.common.text import plural
    from ncr_toolkit.reminders.mail import address

    left = f", {len(owner.left_over)} without an owner who can be reached" if owner.left_over else ""
    return (f"{plural(len(owner.every), 'thing')}, {owner.late(today)} overdue{left}; "
            + (address(owner) or "NO ADDRESS: write it on the sheet People"))
