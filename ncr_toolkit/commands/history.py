"""`ncr history`: the kept runs of a register, and whether they are as they were written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import RegisterArgument
from ncr_toolkit.commands.terminal import Bars
from ncr_toolkit.common.shell import to_type

if TYPE_CHECKING:
    from ncr_toolkit.report.history import Collection
    from ncr_toolkit.runs.archive import Archive


@click.command("history")
@click.argument("place", type=RegisterArgument(), default=Path(), metavar="[REGISTER | FOLDER]",
                help="The register, or the folder in which its runs or what was sent are kept.  [default: this folder]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="How to report.")
@click.pass_context
def command(ctx: click.Context, place: Path, form: str) -> None:
    """List the kept runs, and tell whether one was changed since.

    Of REGISTER, with what was noted as sent, or those in FOLDER (this folder). Every line of the list, every register
    and every other file of a run is held against what was written when the run was made. Nothing is changed.

    \b
    Exit code 0: all is as it was written. 1: something is not. 2: there are no runs, or they cannot be read.

    \b
    Example:
      ncr history findings.xlsx
    """
    from ncr_toolkit.core.problem import Level
    from ncr_toolkit.report import history
    from ncr_toolkit.runs.verify_runs import verify

    archives = _archives(place)
    looked = [(archive.folder, archive.runs(withdrawn=True), verify(archive.folder, progress=Bars()))
              for archive, _ in archives]
    if form == "json":
        click.echo(history.as_json(looked), nl=False)
    else:
        kinds = [kept for _, kept in archives]
        texts = (history.text(*found, kept=kept) for found, kept in zip(looked, kinds, strict=True))
        click.echo("\n".join(texts), nl=False)
    ctx.exit(1 if any(fault.level is Level.ERROR for _, _, faults in looked for fault in faults) else 0)


def _archives(place: Path) -> list[tuple[Archive, Collection]]:
    """The runs, and the record of what was sent where there is one. Raises CannotRun where there is neither."""
    from ncr_toolkit.report.history import RUNS, SENT
    from ncr_toolkit.runs import sent_log
    from ncr_toolkit.runs.archive import Archive
    from ncr_toolkit.runs.ledger import holds_runs

    if place.is_dir() and place.name == sent_log.FOLDER:
        return [(_archive(place), SENT)]
    sent = sent_log.beside(place) if not place.is_dir() else None
    noted = [(sent, SENT)] if sent is not None and holds_runs(sent.folder) else []
    if noted and not holds_runs(Archive.beside(place).folder):
        click.echo(f"No run is kept yet; `{to_type('run', place)}` makes one.", err=True)
        return noted
    return [(_archive(place), RUNS), *noted]


def _archive(place: Path) -> Archive:
    """The runs that are meant. Raises CannotRun where there are none, or they are another register's."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.runs.archive import FOLDER, Archive
    from ncr_toolkit.runs.ledger import LIST, holds_runs

    if place.is_dir():
        own = (place / LIST).exists() or place.name == FOLDER
        archive = Archive(place if own else place / FOLDER)
    else:
        archive = Archive.beside(place)
    runs = archive.runs(withdrawn=True)
    if not runs and not holds_runs(archive.folder):
        named = "REGISTER.xlsx" if place.is_dir() else place
        raise CannotRun(f"No run is kept in {archive.folder} yet; `{to_type('run', named)}` makes one.")
    if not place.is_dir() and place.name not in {run.register for run in runs}:
        from ncr_toolkit.excel.read.reader import read_register

        archive.refuse_other(place.name, read_register(place).settings.typed("id"))
    return archive
