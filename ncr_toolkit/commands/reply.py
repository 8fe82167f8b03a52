"""`ncr reply`: what the certification body wrote back, read and entered into the register."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import EndingArgument, PathArgument, RegisterArgument, today_option
from ncr_toolkit.commands.terminal import look, say, warn

if TYPE_CHECKING:
    from ncr_toolkit.reply.replies import Replies


@click.command("reply")
@click.argument("returned", type=EndingArgument(".docx", ".xlsx"), metavar="RETURNED.docx|RETURNED.xlsx|FOLDER",
                help="What the body sent back, or the folder it lies in; the ending may be left out.")
@click.argument("register", type=RegisterArgument(), metavar="REGISTER.xlsx",
                help="The register; .xlsx may be left out.")
@click.option("--finding", "id", default="", metavar="ID", help="The finding that it answers, where the document does "
              "not say it.")
@click.option("--mapping", "--map", type=PathArgument(), metavar="LABELS.toml", help="Words of the auditor's part of a "
              "form that ncr does not know, in a table [reply].")
@click.option("--write-back", is_flag=True, help="Enter what is certain into the register itself.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="How to report.")
@today_option
@click.pass_context
def command(ctx: click.Context, returned: Path, register: Path, id: str, mapping: Path | None, write_back: bool,
            form: str, today: date) -> None:
    """Read what the certification body wrote back.

    From the block at the end of a response, or the auditor's part of the body's own form: the decision, its reason, the
    day for a revised response, name and date, each with where it stands. What cannot be read for certain, an answer to
    an older version or to another finding, and a document in which our own words were changed are told and never
    entered. What is remembered for the form in the folder `forms` is used by itself; of a form with several findings
    the row or part of yours is read. --write-back enters Body's decision and Body's comment, and adds a row on the
    sheet Replies; a cell that says something else already is left, and both are shown. A second run changes nothing.

    \b
    Exit code 0: all was read (and entered). 1: something is left for a person. 2: could not run.

    \b
    Example:
      ncr reply NC-2026-03_response.docx findings.xlsx
      ncr reply NC-2026-03_response.docx findings.xlsx --write-back
      ncr reply answers-of-the-body findings.xlsx
    """
    from ncr_toolkit.reply.messages import reply_json, reply_lines
    from ncr_toolkit.reply.replies import files_at, read_replies, write_replies

    review = look(register, today)
    found = read_replies(files_at(returned, register), review, id, mapping)
    if mapping is not None:
        _remember(found, mapping)
    backup = write_replies(found, register, review, date.today()) if write_back else None
    if form == "json":
        click.echo(reply_json(found, review, written=write_back), nl=False)
    else:
        say(reply_lines(found, review, written=write_back))
    if write_back:
        _say_written(len([each for each in found.read if each.enters]), register, backup)
    ctx.exit(0 if found.settled else 1)


def _remember(found: Replies, mapping: Path) -> None:
    """Keep what the mapping says of the auditor's part with the forms that are remembered."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.forms.meaning.mapping import replies
    from ncr_toolkit.forms.remembered import remember_replies

    for kept in {each.kept.path: each.kept for each in found.read if each.kept is not None}.values():
        try:
            say(filter(None, [remember_replies(kept, replies(mapping))]), err=True)
        except CannotRun as error:
            warn([f"The mapping is not remembered: {error}"])


def _say_written(entered: int, register: Path, backup: Path | None) -> None:
    from ncr_toolkit.common.inplace import kept_sentence
    from ncr_toolkit.common.text import plural

    if entered:
        kept = kept_sentence(backup, "The register")
        say([f"{plural(entered, 'reply', 'replies')} entered into {register}.{kept}"], err=True)
    else:
        say([f"Nothing was entered into {register}."], err=True)
