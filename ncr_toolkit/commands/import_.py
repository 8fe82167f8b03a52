"""`ncr import`: findings out of another register, a list, or a table in a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import NewWorkbook, PathArgument, today_option
from ncr_toolkit.commands.register_facts import facts, register_facts
from ncr_toolkit.commands.terminal import refuse_output, say

if TYPE_CHECKING:
    from ncr_toolkit.imports.merge.merging import Merging
    from ncr_toolkit.imports.source import Source


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=PathArgument(), metavar="SOURCE...",
                help="The workbooks, CSV files or documents with your findings.")
@click.argument("register", type=NewWorkbook(),
                help="The register to make, or with --merge the one that is there; .xlsx may be left out.")
@click.option("--map", "map_path", type=PathArgument(), metavar="MAPPING.toml",
              help="What becomes of each column and word; an import writes one beside the register.")
@click.option("--merge", is_flag=True, help="Bring the findings into REGISTER, which is there already; nothing that "
              "somebody typed is overwritten.")
@click.option("--sheet", default="", help="The only sheet that is looked at.")
@register_facts()
@click.option("--dry-run", is_flag=True, help="Only tell what would be done, and what "
              "becomes of each column; write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"], case_sensitive=False), default="text",
              show_default=True, help="How to tell it.")
@click.option("--force", is_flag=True, help="Replace REGISTER if it exists.")
@today_option
@click.pass_context
def command(ctx: click.Context, sources: tuple[Path, ...], register: Path, map_path: Path | None, merge: bool,
            sheet: str, pack: str | None, organisation: str, country: str, language: str, dry_run: bool,
            form: str, force: bool, today: date) -> None:
    """Make a register out of the findings that you have elsewhere.

    SOURCE is an audit report (.docx, .pdf), a workbook (.xlsx, .xlsm, .xls, .ods), a CSV file, a Word document or a
    Markdown file with a table of findings, or an OSCAL plan of action and milestones (.json). Nothing is guessed: a
    word that could mean several things leaves its cell empty, its text goes to 'Internal note', and it is asked in
    the mapping, a file that you edit and name with --map the next time. With --merge a list that has changed is
    brought into the register again: new rows are added, and a cell is changed only where nobody has typed since.

    \b
    Exit code 0: all was taken over. 1: something is left for you, or nothing was found. 2: it could not be read.

    \b
    Example:
      ncr import tracker.xlsx findings.xlsx --dry-run
      ncr import tracker.xlsx findings.xlsx
      ncr import tracker.xlsx findings.xlsx --map findings-import.toml --force
      ncr import tracker.xlsx findings.xlsx --merge
      ncr import audit-report.pdf findings.xlsx
    """
    if merge:
        if force or pack or organisation or country or language:
            raise click.UsageError("--merge changes the register that is there; leave --force, --pack, "
                                   "--organisation, --country and --language out.")
        ctx.exit(_merge(sources, register, map_path, sheet, form, dry_run=dry_run))
    from ncr_toolkit.core import packs
    from ncr_toolkit.imports import messages
    from ncr_toolkit.imports.mapping_view import mapping_json, mapping_lines
    from ncr_toolkit.imports.written import beside, write

    if not dry_run:
        refuse_output(register, *sources, map_path, force=force, example="findings.xlsx", is_workbook=True)
        for path in beside(register, map_path):
            refuse_output(path, *sources, map_path, force=force)
    source = _load(sources, map_path, sheet)
    settings = facts(country, language)
    source.pack = packs.for_new(pack or packs.DEFAULT, register)[0]
    outcome = source.outcome()
    if form == "json":
        click.echo(messages.as_json(outcome, more={"columns": mapping_json(source), "aside": source.aside}), nl=False)
    else:
        say([*(mapping_lines(source) if dry_run else ()), *source.aside, *messages.told(outcome, source)])
    if not dry_run:
        say(write(source, outcome, sources, register, map_path, pack, organisation, today, force=force,
                  facts=settings), err=True)
    ctx.exit(1 if outcome.left or source.open or source.mapping.asked or not any(outcome.rows.values()) else 0)


def _load(sources: tuple[Path, ...], map_path: Path | None, sheet: str) -> Source:
    from ncr_toolkit.imports.mapping import read_mapping
    from ncr_toolkit.imports.source import load

    return load(list(sources), read_mapping(map_path) if map_path else None, sheet)


def _merge(sources: tuple[Path, ...], register: Path, map_path: Path | None, sheet: str, form: str, *,
           dry_run: bool) -> int:
    """Bring the sources into the register; gives the exit code. Raises CannotRun."""
    from ncr_toolkit.imports import messages
    from ncr_toolkit.imports.merge.merging import prepare
    from ncr_toolkit.imports.merge.messages import is_open, merge_json, merge_lines
    from ncr_toolkit.imports.written import mapping_beside, source_name

    mapping = map_path or (beside if (beside := mapping_beside(register)).is_file() else None)
    source = _load(sources, mapping, sheet)
    merging = prepare(source, source_name(sources), register)
    outcome, left = merging.outcome, merging.plan.left
    click.echo(messages.as_json(outcome, left, {"merge": merge_json(merging)}), nl=False) if form == "json" else \
        say([*([f"By what was decided in {mapping}."] if mapping and not map_path else []), *source.aside,
             *messages.told(outcome, source, left), *merge_lines(merging)])
    if not dry_run:
        _write(merging, source, sources, register, mapping)
    return 1 if is_open(merging) or source.open or source.mapping.asked else 0


def _write(merging: Merging, source: Source, sources: tuple[Path, ...], register: Path, mapping: Path | None) -> None:
    from ncr_toolkit.common.inplace import kept_sentence
    from ncr_toolkit.common.shell import to_type
    from ncr_toolkit.imports.merge.merging import write
    from ncr_toolkit.imports.merge.messages import left_lines
    from ncr_toolkit.imports.report_row import lay_beside
    from ncr_toolkit.imports.written import mapping_beside, write_mapping

    kept = write(merging, register, date.today())
    say([*left_lines(merging), f"Written into {register}.{kept_sentence(kept, 'The register')}" if merging.written else
         f"{register} says all of it already; nothing was written."], err=True)
    say(lay_beside(register, sources, named=False), err=True)
    if mapping is None:
        again = to_type("import", *sources, register, "--merge", *(("--sheet", source.sheet) if source.sheet else ()))
        say(write_mapping(source, sources, mapping_beside(register), again), err=True)
