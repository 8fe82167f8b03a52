"""`ncr portfolio`: many registers at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, today_option
from ncr_toolkit.commands.terminal import Bars, refuse_output, say, show
from ncr_toolkit.portfolio import LIMIT

if TYPE_CHECKING:
    from ncr_toolkit.portfolio.facts import RegisterFacts
    from ncr_toolkit.portfolio.rollup import Portfolio

FORMS = ("text", "json", "html", "xlsx")


@click.command("portfolio")
@click.argument("registers", nargs=-1, required=True, type=PathArgument(), metavar="FOLDER|FILE...",
                help="Registers, or folders in which they lie.")
@today_option
@click.option("--format", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True, help="How to report.")
@click.option("-o", "--output", type=PathArgument(), help="Write the report to this file; of a workbook it is needed.")
@click.option("--force", is_flag=True, help="Replace the file of -o if it exists.")
@click.option("--jobs", type=click.IntRange(1, 256), help="So many registers at a time.  [default: the processors]")
@click.option("--limit", type=click.IntRange(1, 86400), default=LIMIT, show_default=True, metavar="SECONDS",
              help="Give a register up after this time.")
@click.option("--kept", type=PathArgument(), metavar="FILE.json",
              help="Keep in this file what was found, and take from it what has not changed since, on the same day.")
@click.option("--scheduler", metavar="ADDRESS", help="Let the Dask cluster there do the work: tcp://host:8786.")
@click.pass_context
def command(ctx: click.Context, registers: tuple[Path, ...], today: date, form: str, output: Path | None, force: bool,
            jobs: int | None, limit: int, kept: Path | None, scheduler: str | None) -> None:
    """Check many registers, and roll them up.

    It tells what comes first, and counts by site, standard, body, grade and owner. Folders are searched
    through; copies in runs and sent are left out. A register that cannot be read is told, and never stops the others.

    \b
    Exit code 0: no error. 1: at least one error, or a register that could not be read. 2: nothing could be read at all.

    \b
    Example:
      ncr portfolio registers
      ncr portfolio registers --format html -o portfolio.html
      ncr portfolio lisbon.xlsx porto.xlsx --format xlsx -o portfolio.xlsx
    """
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.portfolio.registers import registers_of
    from ncr_toolkit.portfolio.rollup import roll_up

    paths = _without_report(registers_of(registers), output, today)
    if form == "xlsx" and output is None:
        raise click.UsageError("A workbook needs a name: add -o portfolio.xlsx.")
    refuse_output(output, *paths, kept, force=force, is_workbook=form == "xlsx",
                  example=f"portfolio.{'txt' if form == 'text' else form}")
    refuse_output(kept, *paths, force=True, example="kept.json")
    found = _found([str(path) for path in paths], today, jobs or os.cpu_count() or 1, limit, kept, scheduler)
    portfolio = roll_up(found, [str(path) for path in registers], today)
    _write(_forms()[form](portfolio), output, force=force)
    if not portfolio.registers:
        raise CannotRun("No register could be read.")
    ctx.exit(1 if portfolio.has_errors else 0)


def _without_report(paths: list[Path], output: Path | None, today: date) -> list[Path]:
    """The workbooks without the last report, which may lie among them and is to be replaced. A register stays: over one
    no report is written."""
    from ncr_toolkit.common.output_paths import is_same
    from ncr_toolkit.portfolio.facts import NO_REGISTER, look_at

    return [path for path in paths
            if output is None or not is_same(path, output) or look_at(str(path), today).known != NO_REGISTER]


def _found(paths: list[str], today: date, jobs: int, limit: int, kept: Path | None,
           scheduler: str | None) -> list[RegisterFacts]:
    """The facts of every register: those kept, and those looked at now, which are kept in turn."""
    from ncr_toolkit.portfolio import kept as keeping
    from ncr_toolkit.portfolio.workers import looked_at, looked_at_by

    known = keeping.unchanged(kept, paths, today) if kept is not None else {}
    asked = [path for path in paths if path not in known]
    coming = looked_at_by(scheduler, asked, today) if scheduler else looked_at(asked, today, jobs, limit)
    found = list(known.values())
    with Bars().amount(len(asked), "Looking at the registers") as step:
        for each in coming:
            found.append(each)
            step(1)
    if known:
        say([f"{len(known)} of {len(paths)} registers had not changed."], err=True)
    if kept is not None:
        keeping.keep(kept, found, today)
    return found


def _write(made: str | bytes, output: Path | None, *, force: bool) -> None:
    """Show a report; a workbook that takes the place of another leaves a copy of that."""
    from ncr_toolkit.common.inplace import kept_sentence, write_workbook

    if isinstance(made, str):
        show(made, output, force=force)
    elif output is not None:
        before = write_workbook(output, made, date.today(), force=force)
        say([f"Written to {output}.{kept_sentence(before, 'The file')}"], err=True)


def _forms() -> dict[str, Callable[[Portfolio], str | bytes]]:
    from ncr_toolkit.portfolio import as_json, page, text, workbook

    return {"text": text.report, "json": as_json.report, "html": page.report, "xlsx": workbook.report}
