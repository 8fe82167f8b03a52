"""`ncr new`: a blank register."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import NewWorkbook, today_option
from ncr_toolkit.commands.register_facts import facts, register_facts
from ncr_toolkit.commands.terminal import refuse_output, say, warn
from ncr_toolkit.common.shell import to_type

if TYPE_CHECKING:
    from ncr_toolkit.core.packs import Pack


@click.command("new")
@click.argument("register", type=NewWorkbook(), default=Path("findings.xlsx"), metavar="[REGISTER.xlsx]",
                help="The register to make; .xlsx may be left out.  [default: findings.xlsx]")
@register_facts(several=True)
@click.option("--no-launchers", is_flag=True, help="Leave out the small files to double-click (Windows, macOS).")
@click.option("--force", is_flag=True, help="Replace REGISTER if it exists.")
@today_option
def command(register: Path, pack: tuple[str, ...], organisation: str, country: str, language: str, no_launchers: bool,
            force: bool, today: date) -> None:
    """Make a blank register with its evidence folder.

    On Windows and macOS small files lie beside it (Check, Due, Respond) that run these commands by a double-click.

    \b
    Example:
      ncr new findings.xlsx --organisation "Acme Health"
      ncr new findings.xlsx --pack iso9001 --pack iso27001
    """
    from ncr_toolkit.common.disk import plainly
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.files import content_of, write_whole
    from ncr_toolkit.common.inplace import kept_sentence, write_workbook
    from ncr_toolkit.core import packs
    from ncr_toolkit.core.workbook_language import told_language
    from ncr_toolkit.excel.write.writer import register_bytes, register_id

    if register.suffix.casefold() != ".xlsx":
        raise CannotRun(f"{register} must end in .xlsx, so that Excel opens it.")
    refuse_output(register, force=force, example="findings.xlsx", is_workbook=True)
    first, *more = pack or (packs.DEFAULT,)
    (standard, own), others = packs.for_new(first, register), [packs.named(name) for name in more]
    folder = register.parent / "evidence"
    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"{folder} is a file; the evidence folder goes there, so move it away first.")
    settings = {"organisation": organisation, "id": register_id(standard.id, organisation, today, register.name),
                **facts(country, language)}
    kept = write_workbook(register, register_bytes(standard, today=today, settings=settings), date.today(), force=force)
    if own is not None:
        write_whole(register.parent / own.name, content_of(own, "name the file of your pack"))
        click.echo(f"{own.name} was copied beside the register, which finds it there.")
    with plainly(folder):
        folder.mkdir(exist_ok=True)
    click.echo(f"{register} is ready: open it in Excel and begin on the sheet 'Start here'."
               f"{kept_sentence(kept, 'The file')}")
    click.echo(f"Put evidence files into {folder}. When you have filled something in: {to_type('check', register)}")
    say(told_language(settings))
    _tell_of_standards(standard, others)
    if not no_launchers:
        _put_launchers(register)


def _tell_of_standards(standard: Pack, others: list[Pack]) -> None:
    """Say where findings of the other standards go, and what is known of an edition to come."""
    from ncr_toolkit.common.text import listing
    from ncr_toolkit.report.standard_page import edition_told

    if others:
        click.echo(f"Findings against {listing(each.standard for each in others)} go into it as well: choose the "
                   "standard of each in the column 'Standard', and 'Reference' lists its clauses.")
    for pack in (standard, *others):
        if pack.next_edition:
            click.echo(edition_told(pack.next_edition))


def _put_launchers(register: Path) -> None:
    """Put the files to double-click beside a register, and say so; the register is there, whatever becomes of them."""
    from ncr_toolkit.common import system
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.text import listing
    from ncr_toolkit.desktop.launchers import put_beside

    try:
        there, left = put_beside(register, system.HERE)
    except CannotRun as error:
        warn([f"The files to double-click could not be written: {error}"])
        return
    if there:
        click.echo(f"Or double-click, beside it: {listing(there)}.")
    warn([f"{listing(left)} is another file beside it, and is left as it is."] if left else [])
