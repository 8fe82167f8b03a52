"""`ncr run`: the monthly run."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, register_argument, today_option
from ncr_toolkit.commands.terminal import Bars, look, user, warn

if TYPE_CHECKING:
    from ncr_toolkit.monthly.month import MonthlyReview
    from ncr_toolkit.runs.archive import Archive
    from ncr_toolkit.runs.new_run import NewRun


@click.command("run")
@register_argument
@today_option
@click.option("--runs", type=PathArgument(), help="Folder of the kept runs.  [default: runs, beside the register]")
@click.option("--who", default=None, help="Who makes the run, as it is noted.  [default: your user name]")
@click.option("--dry-run", is_flag=True, help="Tell what the run would say and keep; write nothing.")
@click.pass_context
def command(ctx: click.Context, register: Path, today: date, runs: Path | None, who: str | None,
            dry_run: bool) -> None:
    """Do all of a month at once: check, compare with the last run, answer, and keep it.

    Keeps a copy of the register with everything that was made in a folder of its own, runs/2026-11-30: the check, what
    changed since the last run, the responses that are due or changed. The register itself is not changed. A run is kept
    whole or not at all, and made twice on one day it is kept once; `ncr history` lists the runs and tells whether one
    was changed.

    \b
    Exit code 0: no error, and nothing changed that needs a look. 1: one of both. 2: the run could not be made.

    \b
    Example:
      ncr run findings.xlsx
    """
    from ncr_toolkit.monthly.messages import run_lines
    from ncr_toolkit.monthly.month import month
    from ncr_toolkit.runs.archive import Archive
    from ncr_toolkit.runs.memory_load import past

    archive = Archive(runs) if runs else Archive.beside(register)
    review = look(register, today)
    _refuse(archive, register, review.register.settings.typed("id"), today, len(review.register.findings))
    before = past(archive, today)
    review.memory = before.memory
    earlier = look(archive.copy(before.run), before.run.day) if before.run else None
    review.previous = earlier.register if earlier else None
    result = month(review, earlier)
    click.echo("\n".join(run_lines(result)))
    warn(before.troubles)
    click.echo(_foreseen(result) if dry_run else _kept(result, archive, register, who or user()))
    ctx.exit(1 if result.failed or before.troubles else 0)


def _refuse(archive: Archive, register: Path, register_id: str, today: date, findings: int) -> None:
    """Raise CannotRun where no run can be kept, before the work is done."""
    from ncr_toolkit.common.errors import CannotRun

    if not findings:
        raise CannotRun(f"No finding was read from {register}, so there is nothing to keep; look whether it is the "
                        "right file.")
    archive.refuse_other(register.name, register_id)
    archive.refuse_earlier(today)


def _foreseen(result: MonthlyReview) -> str:
    from ncr_toolkit.monthly.products import products

    names = [name for name, _ in products(result)]
    return "Nothing was written. The run would keep a copy of the register, and:\n" \
        + "\n".join(f"  {name}" for name in names)


def _kept(result: MonthlyReview, archive: Archive, register: Path, who: str) -> str:
    """Keep the run, and say where."""
    from ncr_toolkit.common.version import __version__

    read = result.review.register
    with archive.new(register=register, register_id=read.settings.typed("id"), day=result.review.today,
                     made_at=datetime.now().astimezone(), who=who, version=__version__, sha256=read.sha256) as run:
        _write(result, run)
    mended = "".join(f"The run {each.name} was interrupted when it was made; it is entered now.\n"
                     for each in run.adopted)
    if not run.fresh:
        return f"{mended}The same run is kept already in {run.kept.folder}; nothing was written."
    return (f"{mended}Kept in {run.kept.folder}: the register, check.html and the rest. Mark of this run: "
            f"{run.kept.mark[:16]}.")


def _write(result: MonthlyReview, run: NewRun) -> None:
    from ncr_toolkit.monthly.products import products

    made = list(products(result))
    for name, content in Bars().each(made, "Making the run"):
        run.write(name, content())
    run.keep_figures(result.assessment.figures)
