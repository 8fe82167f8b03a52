"""`ncr explain`: the page of a check, or the catalogue."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Tell what a check looks for, why, and what to do.

    Without CODE it lists all checks.

    \b
    Example:
      ncr explain DAT003
    """
    from ncr_toolkit.checks.base import catalogue
    from ncr_toolkit.checks.run import chosen
    from ncr_toolkit.guide import listing, page

    if code is None:
        click.echo(listing(catalogue().values()), nl=False)
        return
    found = chosen([code])
    click.echo(page(found[0]) if len(found) == 1 else listing(found), nl=False)
