"""`ncr collect`: what the owners filled in, brought together in the register."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import NewWorkbook, PathArgument, RegisterArgument, today_option
from ncr_toolkit.commands.terminal import assess, look, refuse_output, say, warn

if TYPE_CHECKING:
    from ncr_toolkit.sharing.collect import Collected


@click.command("collect")
@click.argument("returned", nargs=-1, required=True, type=PathArgument(), metavar="FOLDER|PART...",
                help="The parts that came back, or the folder that they lie in.")
@click.argument("register", type=RegisterArgument(), help="The register; .xlsx may be left out.")
@click.option("--theirs", multiple=True, metavar="CELL", help="Take what the part says at this cell of the register; "
              "may be given several times.")
@click.option("--ours", multiple=True, metavar="CELL|PART", help="Leave this cell of the register, or all that is open "
              "in this part, as it is, and ask no more; may be given several times.")
@click.option("--ask", type=NewWorkbook(), metavar="OPEN.xlsx", help="Write what is left to decide into this workbook, "
              "to choose there line by line.")
@click.option("--decided", type=PathArgument(), metavar="OPEN.xlsx", help="Decide as was chosen in that workbook.")
@click.option("--force", is_flag=True, help="Replace the workbook of --ask if it exists.")
@click.option("--dry-run", is_flag=True, help="Show what would be entered; nothing is written.")
@click.option("--yes", is_flag=True, help="Enter it without asking.")
@click.option("--format", "form", type=click.Choice(["text", "json"], case_sensitive=False), default="text",
              show_default=True, help="How to report.")
@today_option
@click.pass_context
def command(ctx: click.Context, returned: tuple[Path, ...], register: Path, theirs: tuple[str, ...],
            ours: tuple[str, ...], ask: Path | None, decided: Path | None, force: bool, dry_run: bool, yes: bool,
            form: str, today: date) -> None:
    """Bring together what the owners filled in.

    Each cell is compared three ways: as it was sent out, as it came back, and as the register is now. What only the
    owner changed is taken, new rows go below the last ones. What both sides changed, what was emptied or removed, and
    what is not the owner's to change stays as it is in the register and is shown, with both values. Files may have
    been renamed, sorted, saved by another program, or come twice or late. Nothing is written before you said so.

    \b
    Exit code 0: nothing is left to decide. 1: something is. 2: could not run.

    \b
    Example:
      ncr collect returned findings.xlsx --dry-run
      ncr collect returned findings.xlsx --theirs Actions!K5
      ncr collect returned findings.xlsx --dry-run --ask open.xlsx
      ncr collect returned findings.xlsx --decided open.xlsx
      ncr collect "Ana Lima.xlsx" findings.xlsx --yes
    """
    from ncr_toolkit.sharing.collect import collected, enter
    from ncr_toolkit.sharing.decision_sheet import lines_of
    from ncr_toolkit.sharing.messages import collect_json, collect_lines, how_to_decide
    from ncr_toolkit.sharing.record import Records, refuse_without_id
    from ncr_toolkit.sharing.returned import files_in

    review = look(register, today)
    refuse_without_id(register, review.register.settings.typed("id"))
    refuse_output(ask, register, decided, reviews=[review], force=force, example="open.xlsx", is_workbook=True)
    made = collected(files_in(returned, register), review, Records(register, review.register.settings.typed("id")),
                     theirs, ours, lines_of(decided) if decided else ())
    warn(made.passed_over)
    if form == "text":
        say(collect_lines(made))
        say(how_to_decide(made, returned, register))
    if dry_run:
        say(["Nothing was written."], err=form == "json")
    else:
        if made.changes and not yes:
            _ask(register)
        enter(made, register, review, date.today())
    if ask:
        _write_open(made, ask, today, force=force)
    if form == "json":
        click.echo(collect_json(made, str(register)), nl=False)
    if not dry_run:
        _say_written(made, register, today)
    ctx.exit(0 if made.settled else 1)


def _write_open(made: Collected, path: Path, today: date, *, force: bool) -> None:
    """Write what is open into a workbook."""
    from ncr_toolkit.common.inplace import kept_sentence, write_workbook
    from ncr_toolkit.sharing.decision_sheet import open_sheet

    kept = write_workbook(path, open_sheet(made.found, today), date.today(), force=force)
    before = kept_sentence(kept, "The file")
    say([f"What is open stands in {path}: choose there, save, and name it with --decided.{before}"], err=True)


def _say_written(made: Collected, register: Path, today: date) -> None:
    """Say what was entered, and how the register stands after that."""
    from ncr_toolkit.sharing.messages import checked_line, entered_line

    say([entered_line(made, register)], err=True)
    warn(f"{cell} is left as it was, because {why}." for cell, why in made.left.items())
    if made.changes:
        say([checked_line(assess(register, today))], err=True)


def _ask(register: Path) -> None:
    """Ask whether it is meant. Raises CannotRun where nobody can be asked, click.Abort where it is not."""
    from ncr_toolkit.common.errors import CannotRun

    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        raise CannotRun(f"nothing was written: add --yes to enter this into {register}, or --dry-run to look only.")
    click.confirm(f"Enter this into {register}?", abort=True, err=True)
