"""`ncr compare`: what changed between two registers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ncr_toolkit.commands.options import RegisterArgument, report_options, today_option
from ncr_toolkit.commands.terminal import refuse_output, show, warn
from ncr_toolkit.report.registry import CHANGES


@click.command("compare")
@click.argument("old", type=RegisterArgument(), help="The earlier register; .xlsx may be left out.")
@click.argument("new", type=RegisterArgument(), help="The register of today.")
@today_option
@report_options(CHANGES)
@click.pass_context
def command(ctx: click.Context, old: Path, new: Path, today: date, form: str, output: Path | None, force: bool) -> None:
    """Tell what changed from the register OLD to the register NEW.

    First what somebody has to look at: findings that vanished or were quietly reopened, dates that slipped without an
    agreement, closed or sent texts that changed, proof that is gone. Then the news, finding by finding.

    \b
    Exit code 0: nothing of that kind. 1: something to look at. 2: a register could not be read.

    \b
    Example:
      ncr compare findings-2026-05.xlsx findings.xlsx
      ncr compare findings-2026-05.xlsx findings.xlsx --format html -o changes.html
    """
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.compare.comparison import compare
    from ncr_toolkit.loader import load_both

    before, now = load_both(old, new, today)
    warn((*before.troubles, *now.troubles))
    comparison = compare(before, now)
    if not comparison.old.register.findings and not comparison.new.register.findings:
        raise CannotRun(f"No finding was read from {old} nor from {new}, so there is nothing to compare; look whether "
                        "these are the right files.")
    refuse_output(output, old, new, reviews=[comparison.old, comparison.new], force=force)
    show(CHANGES[form](comparison), output, force=force)
    ctx.exit(1 if comparison.grave else 0)
