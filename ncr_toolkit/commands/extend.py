"""`ncr extend`: a later date that the certification body is asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import Day, PathArgument, language_option, register_argument, today_option
from ncr_toolkit.commands.terminal import agreed, look, refuse_output, say, speak, warn

if TYPE_CHECKING:
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.word.extension_letter import Request


@click.command("extend")
@register_argument
@click.argument("id", metavar="ID", help="The finding, or the action, whose date is to move.")
@click.option("--until", type=Day(), required=True, help="The day that you ask for.")
@click.option("--reason", required=True, help="Why more time is needed, in a sentence that the body will read.")
@click.option("--of", "step", type=click.Choice(["plan", "implementation", "proof"]), help="Which date of a finding: "
              "Response due, Implementation due or Close due.  [default: the next one to be kept]")
@click.option("--by", "asked_by", default="", help="Who asks.  [default: the register owner]")
@click.option("-o", "--output", type=PathArgument(), metavar="FILE.docx", help="Where the request goes; the draft of "
              "the mail lies beside it.  [default: ID_extension.docx]")
@click.option("--write-back", is_flag=True, help="Enter the request as a row on the sheet Extensions.")
@click.option("--yes", is_flag=True, help="Enter it without asking.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@language_option
@today_option
def command(register: Path, id: str, until: date, reason: str, step: str | None, asked_by: str, output: Path | None,
            write_back: bool, yes: bool, force: bool, language: str, today: date) -> None:
    """Draft a request for more time.

    Makes the request as a Word document, with the reason, how far the work is and room for the body's answer, and the
    draft of a mail that brings it; nothing is sent from here. --write-back notes it on the sheet Extensions. No date
    moves: the old one holds until the body has granted the new one; then choose Granted there, say who agreed and when,
    and type the new date into the finding or action.

    \b
    Exit code 0: it is drafted. 2: could not run.

    \b
    Example:
      ncr extend findings.xlsx NC-2026-03 --until 2026-08-14 --reason "The supplier delivers on 31 July." --write-back
      ncr extend findings.xlsx CA-04 --until 2026-08-14 --reason "The supplier delivers on 31 July."
    """
    from ncr_toolkit.common.files import safe_name, write_whole
    from ncr_toolkit.submission.extension_request import entered, mail, remarks, request_of
    from ncr_toolkit.word.extension_letter import request_bytes

    review = look(register, today)
    speak(review, language)
    request = request_of(review, id, until, reason, step=step or "", asked_by=asked_by)
    file = output or Path(f"{safe_name(request.record.label)}_extension.docx")
    if file.suffix.casefold() != ".docx":
        raise click.UsageError(f"{file} must end in .docx: it is a Word document.")
    message = file.with_suffix(".eml")
    for each in (file, message):
        refuse_output(each, register, reviews=[review], force=force)
    warn(remarks(request, review))
    content = request_bytes(request, review)
    row = entered(request, review)
    if row is not None:
        say([f"The request stands in {register} already ({row.cell('record')}); its files are made again."])
    if write_back:
        _enter(request, register, review, there=row is not None, yes=yes)
    write_whole(file, content, force=force)
    write_whole(message, mail(request, review, file.name, content), force=force)
    say([f"{file} is the request, and {message} the draft of the mail that brings it; nothing is sent from here.",
         f"Until the body grants it, {request.old} holds for {request.called}."])
    if not write_back and row is None:
        say(["It does not stand in the register yet: --write-back enters it on the sheet Extensions."])


def _enter(request: Request, register: Path, review: Review, *, there: bool, yes: bool) -> None:
    """Enter the request into the register, where it does not stand `there`. Raises CannotRun."""
    from ncr_toolkit.common.inplace import kept_sentence
    from ncr_toolkit.excel.patch.write_back import nothing_to_write
    from ncr_toolkit.submission.extension_request import enter, room_for, values_of

    if there:
        nothing_to_write(register)
        return
    free = room_for(request, register)
    say(f"  {cell!s:<16} {value}" for cell, value in values_of(request, free).items())
    agreed(register, yes=yes)
    kept = enter(request, register, review, free, date.today())
    say([f"The request is entered into {register}.{kept_sentence(kept, 'The register')}"])
