"""`ncr import`: findings out of another register, a list, or a table in a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ncr_toolkit.commands.options import LateHelp, NewWorkbook, PathArgument, pack_names, today_option
from ncr_toolkit.commands.terminal import refuse_output, say


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=PathArgument(), metavar="SOURCE...",
                help="The workbooks, CSV files or documents with your findings.")
@click.argument("register", type=NewWorkbook(), help="The register to make; .xlsx may be left out.")
@click.option("--map", "map_path", type=PathArgument(), metavar="MAPPING.toml",
              help="What becomes of each column and word; an import writes one beside the register.")
@click.option("--sheet", default="", help="The only sheet that is looked at.")
@click.option("--pack", cls=LateHelp, late_help=pack_names, default=None)
@click.option("--organisation", default="", help="Your organisation, as it stands on the certificate.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done; write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"], case_sensitive=False), default="text",
              show_default=True, help="How to tell it.")
@click.option("--force", is_flag=True, help="Replace REGISTER if it exists.")
@today_option
@click.pass_context
def command(ctx: click.Context, sources: tuple[Path, ...], register: Path, map_path: Path | None, sheet: str,
            pack: str | None, organisation: str, dry_run: bool, form: str, force: bool, today: date) -> None:
    """Make a register out of the findings that you have elsewhere.

    SOURCE is an Excel workbook, a CSV file, a Word document or a Markdown file with a table of findings. Nothing is
    guessed: a word that could mean several things leaves its cell empty, its text goes to 'Internal note', and it is
    asked in the mapping, a file that you edit and name with --map the next time.

    \b
    Exit code 0: all was taken over. 1: something is left for you. 2: it could not be read.

    \b
    Example:
      ncr import tracker.xlsx findings.xlsx --dry-run
      ncr import tracker.xlsx findings.xlsx
      ncr import tracker.xlsx findings.xlsx --map findings-import.toml --force
    """
    from ncr_toolkit.imports import messages
    from ncr_toolkit.imports.mapping import read_mapping
    from ncr_toolkit.imports.source import load
    from ncr_toolkit.imports.written import beside, write

    if not dry_run:
        refuse_output(register, *sources, map_path, force=force, example="findings.xlsx", is_workbook=True)
        for path in beside(register, map_path):
            refuse_output(path, *sources, map_path, force=force)
    source = load(list(sources), read_mapping(map_path) if map_path else None, sheet)
    outcome = source.outcome()
    click.echo(messages.as_json(outcome), nl=False) if form == "json" else \
        say([*source.aside, *messages.told(outcome, source)])
    if not dry_run:
        say(write(source, outcome, sources, register, map_path, pack, organisation, today, force=force), err=True)
    ctx.exit(1 if outcome.left or source.mapping.asked else 0)
