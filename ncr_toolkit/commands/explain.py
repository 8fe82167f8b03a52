"""`ncr explain`: the page of a check, or the catalogue."""

from __future__ import annotations

import shutil

import click

WIDEST, NARROWEST = 100, 80


@click.command("explain")
@click.argument("code", required=False, metavar="[CODE]")
def command(code: str | None) -> None:
    """Tell what a check looks for, why, what to do, and how to set it aside.

    Without CODE it lists all checks in the order of the work; with the beginning of a code, or a family of
    checks, only those.

    \b
    Example:
      ncr explain DAT003
      ncr explain DAT
      ncr explain owners
    """
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.guide import by_family, checks_named, listing, nearest_code, page

    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
    if code is None:
        click.echo(listing((each for found in by_family().values() for each in found), width), nl=False)
        return
    found = checks_named(code)
    if not found:
        near = nearest_code(code)
        raise CannotRun(f"No check and no family of checks is called {code!r}"
                        f"{f'; did you mean {near}' if near else ''}. `ncr explain` lists them all.")
    click.echo(page(found[0], width) if len(found) == 1 else listing(found, width), nl=False)
