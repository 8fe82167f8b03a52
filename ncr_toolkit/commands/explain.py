"""`ncr explain`: the page of a check, or the catalogue."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from ncr_toolkit.commands.options import PathArgument
from ncr_toolkit.commands.terminal import refuse_output, show

WIDEST, NARROWEST = 100, 80


@click.command("explain")
@click.argument("codes", nargs=-1, metavar="[CODE]...",
                help="Checks, such as DAT003; a beginning (DAT) lists those that begin so.")
@click.option("--body", is_flag=False, flag_value="", metavar="[NAME]",
              help="Tell the rules of this certification body instead, or list the bodies.")
@click.option("--standard", is_flag=False, flag_value="", metavar="[NAME]",
              help="Tell what is known of this standard, or a pack of your own (.toml); or list the standards.")
@click.option("-o", "--output", type=PathArgument(), metavar="FILE.toml",
              help="With --body NAME or --standard NAME: write it into a file that you can change to your own.")
@click.option("--force", is_flag=True, help="Replace FILE.toml if it exists.")
def command(codes: tuple[str, ...], body: str | None, standard: str | None, output: Path | None,
            force: bool) -> None:
    """Tell what a check looks for, why, and what to do.

    Its page also tells how to set it aside. Without CODE it lists all checks in the order of the work; with the
    beginning of a code, or a family of checks, only those.

    \b
    Example:
      ncr explain DAT003
      ncr explain DAT003 OWN002
      ncr explain DAT
      ncr explain owners
      ncr explain --body WCS
      ncr explain --standard iso9001 -o ours.toml
    """
    from ncr_toolkit.guide import by_family, listing

    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
    if body is not None or standard is not None or output is not None:
        _tell_other(codes, body, standard, output, width, force=force)
        return
    if not codes:
        click.echo(listing((each for found in by_family().values() for each in found), width), nl=False)
        return
    told = [_told(code, width) for code in dict.fromkeys(codes)]  # before anything is shown: a slip shows nothing else
    click.echo("\n".join(told), nl=False)


def _tell_other(codes: tuple[str, ...], body: str | None, standard: str | None, output: Path | None, width: int, *,
                force: bool) -> None:
    """Show the rules of a body or what is known of a standard, or write it into a file to be changed. Raises
    click.UsageError, CannotRun."""
    from ncr_toolkit.report.body_rules_page import rules_file, rules_told
    from ncr_toolkit.report.standard_page import standard_file, standards_told

    name = body or standard or ""
    if codes or (body is not None and standard is not None) or (output is not None and not name):
        raise click.UsageError("--body NAME tells the rules of a body, --standard NAME all we know of a standard, and "
                               "-o writes it into a file; a CODE is asked for by itself.")
    if output is None:
        click.echo((standards_told if body is None else rules_told)(name, width), nl=False)
        return
    if output.suffix.casefold() != ".toml":
        raise click.UsageError(f"{output} is no name for such a file: it ends in .toml.")
    refuse_output(output, force=force)
    show((standard_file if body is None else rules_file)(name, output.name), output, force=force)


def _told(code: str, width: int) -> str:
    """The page of one check, or the list of those that the word names."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.guide import checks_named, listing, nearest_code, page

    found = checks_named(code)
    if not found:
        near = nearest_code(code)
        raise CannotRun(f"No check and no family of checks is called {code!r}"
                        f"{f'; did you mean {near}' if near else ''}. `ncr explain` lists them all.")
    return page(found[0], width) if len(found) == 1 else listing(found, width)
