"""`ncr run`: the monthly run."""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, language_option, register_or_only_one, today_option
from ncr_toolkit.commands.terminal import Bars, look, speak, user, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncr_toolkit.monthly.month import MonthlyReview
    from ncr_toolkit.runs.archive import Archive
    from ncr_toolkit.runs.new_run import NewRun


@click.command("run")
@register_or_only_one
@today_option
@click.option("--runs", type=PathArgument(), help="Folder of the kept runs.  [default: runs, beside the register]")
@click.option("--who", default=None, help="Who makes the run, as it is noted.  [default: your user name]")
@click.option("--dry-run", is_flag=True, help="Tell what the run would say and keep; write nothing.")
@click.option("--yes", is_flag=True, help="Make the run also of a day that is far in the future.")
@click.option("--withdraw", metavar="RUN", help="Make no run, but take back the last one, for example 2062-06-30: it "
              "stays in the list, and counts for nothing from then on.")
@click.option("--reason", default="", help="With --withdraw: why, as it is noted.")
@language_option
@click.pass_context
def command(ctx: click.Context, register: Path, today: date, runs: Path | None, who: str | None,
            dry_run: bool, yes: bool, withdraw: str | None, reason: str, language: str) -> None:
    """Do all of a month at once: check, compare, answer, and keep it.

    Keeps a copy of the register with everything that was made in a folder of its own, runs/2026-11-30: the check, what
    changed since the last run, the responses that are due or changed. The register itself is not changed. A run is kept
    whole or not at all, and made twice on one day it is kept once; `ncr history` lists the runs and tells whether one
    was changed. A run of a wrong day is taken back with --withdraw.

    \b
    Exit code 0: no error, and nothing changed that needs a look. 1: one of both. 2: the run could not be made.

    \b
    Example:
      ncr run findings.xlsx
      ncr run findings.xlsx --withdraw 2062-06-30 --reason "the year was mistyped"
    """
    from ncr_toolkit.common.files import refuse_name
    from ncr_toolkit.monthly.messages import run_lines
    from ncr_toolkit.monthly.month import month
    from ncr_toolkit.monthly.same_register import sorted_since
    from ncr_toolkit.monthly.same_run import inputs_of, same_run
    from ncr_toolkit.runs.archive import Archive
    from ncr_toolkit.runs.memory_load import past

    if runs:
        refuse_name(runs)
    archive = Archive(runs) if runs else Archive.beside(register)
    if withdraw is not None:
        if dry_run:
            raise click.UsageError("--withdraw makes no run; leave --dry-run out.")
        _withdraw(archive, register, withdraw, reason, who or user())
        return
    review = look(register, today)
    speak(review, language)
    _refuse(archive, register, review.register.settings.typed("id"), today, len(review.register.findings))
    before = past(archive, today)
    review.memory = before.memory
    known = partial(inputs_of, review, before, archive)
    inputs = known()
    if not dry_run and (same := same_run(archive, review, inputs)):
        archive.mend()  # the run that kept it may have been killed before it was done
        click.echo("\n".join(same.lines))
        warn(before.troubles)
        click.echo(_SAME.format(same.kept.folder))
        ctx.exit(1 if same.failed or before.troubles else 0)
    earlier = look(archive.copy(before.run), before.run.day) if before.run else None
    review.previous = earlier.register if earlier else None
    if before.run and review.previous:
        warn(sorted_since(review.previous, review.register, before.run))
    result = month(review, earlier)
    if not dry_run:
        _refuse_far(today, archive, yes=yes)
    done = _foreseen(result) if dry_run else _kept(result, archive, register, who or user(),
                                                      lambda: inputs if known() == inputs else "")
    click.echo("\n".join(run_lines(result)))
    warn(before.troubles)
    click.echo(done)
    ctx.exit(1 if result.failed or before.troubles else 0)


def _refuse(archive: Archive, register: Path, register_id: str, today: date, findings: int) -> None:
    """Raise CannotRun where no run can be kept, before the work is done."""
    from ncr_toolkit.common.errors import CannotRun

    if not findings:
        raise CannotRun(f"No finding was read from {register}, so there is nothing to keep; look whether it is the "
                        "right file.")
    archive.refuse_other(register.name, register_id)
    archive.refuse_earlier(today)


FAR = 40
"""Days after the clock's day from which a day is probably a mistake; a month and what a holiday adds to it."""
LONG = 400
"""Days after the last run from which the clock itself is probably wrong."""


def _refuse_far(today: date, archive: Archive, *, yes: bool) -> None:
    """Ask, or raise CannotRun where nobody can be asked, before a run is kept that would keep out those of the months
    before it."""
    from ncr_toolkit.common.errors import CannotRun

    clock, last = date.today(), archive.last()
    if yes or ((today - clock).days <= FAR and (last is None or (today - last.day).days <= LONG)):
        return
    far = (f"{today} is {(today - clock).days} days after the day on the clock, {clock}" if (today - clock).days > FAR
           else f"{today} is {(today - last.day).days if last else 0} days after the last run")
    meant = f"{far}; no run of an earlier day could follow it"
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        raise CannotRun(f"{meant}. Look at the day again, and at the clock; if it is meant, add --yes.")
    click.confirm(f"{meant}. Make it all the same?", abort=True, err=True)


def _withdraw(archive: Archive, register: Path, name: str, reason: str, who: str) -> None:
    """Take the last run back, and say so. Raises CannotRun."""
    from ncr_toolkit.common.version import __version__
    from ncr_toolkit.loader import load_register

    if not reason.strip():
        raise click.UsageError("A run is withdrawn for a reason, which is noted: add --reason \"...\".")
    read = load_register(register)
    archive.refuse_other(register.name, read.settings.typed("id"))
    archive.refuse_withdrawal(name)
    day = next(run.day for run in archive.runs() if run.name == name)
    with archive.new(register=register, register_id=read.settings.typed("id"), day=day, sha256=read.sha256, who=who,
                     made_at=datetime.now().astimezone(), version=__version__, withdraws=name, reason=reason) as run:
        pass
    last = archive.last()
    click.echo(f"The run {name} is withdrawn, which is noted as {run.kept.name}. "
               + (f"The last run is that of {last.day} now." if last else "No run is left that counts."))


def _foreseen(result: MonthlyReview) -> str:
    from ncr_toolkit.monthly.products import products

    names = [name for name, _ in products(result)]
    return "Nothing was written. The run would keep a copy of the register, and:\n" \
        + "\n".join(f"  {name}" for name in names)


_SAME = "The same run is kept already in {}; nothing was written."


def _kept(result: MonthlyReview, archive: Archive, register: Path, who: str, inputs: Callable[[], str]) -> str:
    """Keep the run, and say where. `inputs`: what it was made from, '' where that changed meanwhile."""
    from ncr_toolkit.common.version import __version__
    from ncr_toolkit.monthly.same_run import made_from
    from ncr_toolkit.runs.inputs import FILE

    read = result.review.register
    with archive.new(register=register, register_id=read.settings.typed("id"), day=result.review.today,
                     made_at=datetime.now().astimezone(), who=who, version=__version__, sha256=read.sha256) as run:
        _write(result, run)
        run.write(FILE, made_from(inputs(), result))
    mended = "".join(f"The run {each.name} was interrupted when it was made; it is entered now.\n"
                     for each in run.adopted)
    if not run.fresh:
        return mended + _SAME.format(run.kept.folder)
    return (f"{mended}Kept in {run.kept.folder}: the register, check.html and the rest. Mark of this run: "
            f"{run.kept.mark[:16]}.")


def _write(result: MonthlyReview, run: NewRun) -> None:
    from ncr_toolkit.monthly.products import products

    made = list(products(result))
    for name, content in Bars().each(made, "Making the run"):
        run.write(name, content())
    run.keep_figures(result.assessment.figures)
