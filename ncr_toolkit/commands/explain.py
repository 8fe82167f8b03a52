"""`ncr explain`: the page of a check, or the catalogue."""

from __future__ import annotations

import shutil

import click

WIDEST, NARROWEST = 100, 80


@click.command("explain")
@click.argument("codes", nargs=-1, metavar="[CODE]...",
                help="Checks, such as DAT003; a beginning (DAT) lists those that begin so.")
def command(codes: tuple[str, ...]) -> None:
    """Tell what a check looks for, why, and what to do.

    Its page also tells how to set it aside. Without CODE it lists all checks in the order of the work; with the
    beginning of a code, or a family of checks, only those.

    \b
    Example:
      ncr explain DAT003
      ncr explain DAT003 OWN002
      ncr explain DAT
      ncr explain owners
    """
    from ncr_toolkit.guide import by_family, listing

    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
    if not codes:
        click.echo(listing((each for found in by_family().values() for each in found), width), nl=False)
        return
    told = [_told(code, width) for code in dict.fromkeys(codes)]  # before anything is shown: a slip shows nothing else
    click.echo("\n".join(told), nl=False)


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
