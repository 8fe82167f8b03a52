"""`ncr portfolio`: many registers at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, today_option
from ncr_toolkit.commands.terminal import Bars, say

if TYPE_CHECKING:
    from ncr_toolkit.portfolio.facts import RegisterFacts
    from ncr_toolkit.portfolio.rollup import Portfolio

FORMS = ("text", "json", "html", "xlsx")
LIMIT = 600


@click.command("portfolio")
@click.argument("registers", nargs=-1, required=True, type=PathArgument(), metavar="FOLDER|FILE...")
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
    """Check many registers, and roll them up: what comes first, by site, standard, body, grade and owner.

    Folders are searched through; copies in runs and sent are left out. A register that cannot be read is told, and
    never stops the others.

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

    paths = registers_of(registers)
    _refuse(form, output, paths, kept, force=force)
    found = list(_found([str(path) for path in paths], today, jobs or os.cpu_count() or 1, limit, kept, scheduler))
    portfolio = roll_up(found, [str(path) for path in registers], today)
    _show(portfolio, form, output, force=force)
    if not portfolio.registers:
        raise CannotRun("No register could be read.")
    ctx.exit(1 if portfolio.has_errors else 0)


def _refuse(form: str, output: Path | None, paths: list[Path], kept: Path | None, *, force: bool) -> None:
    """Before the work is done: results that could not be written, or would take the place of a register."""
    from ncr_toolkit.common.output_paths import refuse_existing, refuse_in_use

    if form == "xlsx" and output is None:
        raise click.UsageError("A workbook needs a name: add -o portfolio.xlsx.")
    if output is not None:
        refuse_existing(output, force=force, example=f"portfolio.{'txt' if form == 'text' else form}")
    for result in (output, kept):
        if result is not None:
            refuse_in_use(result, *paths)


def _found(paths: list[str], today: date, jobs: int, limit: int, kept: Path | None,
           scheduler: str | None) -> Iterator[RegisterFacts]:
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
    return iter(found)


def _show(portfolio: Portfolio, form: str, output: Path | None, *, force: bool) -> None:
    from ncr_toolkit.common.files import write_whole

    made = _forms()[form](portfolio)
    if output is None:
        click.echo(made, nl=False)
        return
    write_whole(output, made if isinstance(made, bytes) else made.encode("utf-8"), force=force)
    say([f"Written to {output}."], err=True)


def _forms() -> dict[str, Callable[[Portfolio], str | bytes]]:
    from ncr_toolkit.portfolio import as_json, page, text, workbook

    return {"text": text.report, "json": as_json.report, "html": page.report, "xlsx": workbook.report}
