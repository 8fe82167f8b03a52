"""`ncr new`: a blank register."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ncr_toolkit.commands.options import LateHelp, PathArgument, pack_names, today_option
from ncr_toolkit.commands.terminal import refuse_output


@click.command("new")
@click.argument("register", type=PathArgument())
@click.option("--pack", cls=LateHelp, late_help=pack_names, multiple=True)
@click.option("--organisation", default="", help="Your organisation, as it stands on the certificate.")
@click.option("--force", is_flag=True, help="Replace REGISTER if it exists.")
@today_option
def command(register: Path, pack: tuple[str, ...], organisation: str, force: bool, today: date) -> None:
    """Make a blank register with its evidence folder.

    \b
    Example:
      ncr new findings.xlsx --organisation "Acme Health"
    """
    from ncr_toolkit.common.disk import plainly
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.inplace import kept_sentence, write_workbook
    from ncr_toolkit.core import packs
    from ncr_toolkit.excel.write.writer import register_bytes, register_id

    if len(pack) > 1:
        raise click.UsageError("Name one standard with --pack; findings against the others go into the same register, "
                               "whose column 'Standard' says which.")
    register = register.with_name(f"{register.name}.xlsx") if register.name and not register.suffix else register
    if register.suffix.casefold() != ".xlsx":
        raise CannotRun(f"{register} must end in .xlsx, so that Excel opens it.")
    refuse_output(register, force=force, example="findings.xlsx", is_workbook=True)
    standard = packs.named(pack[0] if pack else packs.DEFAULT)
    folder = register.parent / "evidence"
    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"{folder} is a file; the evidence folder goes there, so move it away first.")
    settings = {"organisation": organisation, "id": register_id(standard.id, organisation, today, register.name)}
    kept = write_workbook(register, register_bytes(standard, today=today, settings=settings), date.today(), force=force)
    with plainly(folder):
        folder.mkdir(exist_ok=True)
    click.echo(f"{register} is ready: open it in Excel and begin on the sheet 'Start here'."
               f"{kept_sentence(kept, 'The file')}")
    click.echo(f"Put evidence files into {folder}. When you have filled something in: ncr check {register}")
