"""`ncr upgrade`: a register in today's template, with everything that stands in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ncr_toolkit.commands.options import NewWorkbook, PathArgument, RegisterArgument, today_option
from ncr_toolkit.commands.terminal import refuse_output, say


@click.command("upgrade")
@click.argument("old", type=RegisterArgument(), help="The register to move; .xlsx may be left out.")
@click.option("-o", "--output", type=NewWorkbook(), required=True, help="The new register to write; never OLD itself.")
@click.option("--report", "listed", type=PathArgument(),
              help="List every cell with its old and new place in this CSV file.")
@click.option("--language", default="", metavar="LANGUAGE", help="The language of the new workbook: English, German, "
              "French, Spanish, Italian or Japanese.  [default: that of OLD]")
@click.option("--force", is_flag=True, help="Replace the files of -o and --report if they exist.")
@today_option
def command(old: Path, output: Path, listed: Path | None, language: str, force: bool, today: date) -> None:
    """Move a register into today's template, word for word.

    Every cell is moved as it is, mistakes included, with your own columns, sheets, links, formulas and notes. OLD is
    not changed. The new register is compared with it cell by cell before it is written. What it cannot take along,
    such as pictures or the looks of words, is listed.

    \b
    Example:
      ncr upgrade findings.xlsx -o findings-new.xlsx
      ncr upgrade findings.xlsx -o findings-new.xlsx --report moved.csv
      ncr upgrade findings.xlsx -o befunde.xlsx --language German
    """
    from ncr_toolkit.common.files import write_whole
    from ncr_toolkit.common.inplace import kept_sentence, write_workbook
    from ncr_toolkit.core.workbook_language import workbook_language
    from ncr_toolkit.excel.upgrade.messages import report, summary
    from ncr_toolkit.excel.upgrade.move import upgraded
    from ncr_toolkit.excel.upgrade.read_back import verify

    _refuse_places(old, output, listed, force=force)
    move = upgraded(old, str(old), today, workbook_language(language))
    verify(move)
    kept = write_workbook(output, move.content, date.today(), force=force)
    if listed:
        write_whole(listed, report(move).encode("utf-8"), force=force)
    click.echo(summary(move, str(output)), nl=False)
    say(filter(None, [kept_sentence(kept, "The file").strip()]))
    if listed:
        click.echo(f"{listed} lists every cell.")


def _refuse_places(old: Path, output: Path, listed: Path | None, *, force: bool) -> None:
    """Raise CannotRun where a file may not be written, before the work is done."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.output_paths import is_same

    if output.suffix.casefold() != ".xlsx":
        raise CannotRun(f"{output} must end in .xlsx, so that Excel opens it.")
    for path in filter(None, (output, listed)):
        if is_same(path, old):
            raise CannotRun(f"{path} is the register itself, which is never changed; choose another name.")
    if listed and is_same(listed, output):
        raise CannotRun("The report and the new register cannot be the same file; choose another name.")
    refuse_output(output, force=force, example="findings-new.xlsx", is_workbook=True)
    refuse_output(listed, force=force, example="moved.csv")
