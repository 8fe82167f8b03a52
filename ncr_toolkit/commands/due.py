"""`ncr due`: what is late, what comes next, what is open again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ncr_toolkit.commands.options import register_or_only_one, today_option
from ncr_toolkit.commands.terminal import look
from ncr_toolkit.common.shell import to_type


@click.command("due")
@register_or_only_one
@click.option("--by", type=click.Choice(["owner"]), help="One block for each owner.")
@click.option("--brief", is_flag=True, help="Leave out what each answer lacks.")
@today_option
def command(register: Path, by: str | None, brief: bool, today: date) -> None:
    """List what is overdue, due soon and reopened, majors first.

    Under each finding stands how far its answer is, and every point that it still lacks, for the plan and for the
    proof, with its cell.

    \b
    Example:
      ncr due findings.xlsx --by owner
    """
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.text import plural
    from ncr_toolkit.loader import judged
    from ncr_toolkit.report import due

    review = look(register, today)
    if not review.register.findings:
        raise CannotRun(f"No finding was read from {register}: in a new register type the first one on the sheet "
                        "Findings; otherwise look whether this is the right file.")
    listed = [finding for _, answers in due.answers(review) for finding, _ in answers]
    click.echo(due.report(judged(review, listed), by_owner=by == "owner", gaps=not brief), nl=False)
    click.echo(f"\nRead from {register}: {review.register.told}.")
    unread = sum(1 for _ in review.register.unread())
    if unread:
        click.echo(f"{plural(unread, 'cell')} could not be read and may hold a deadline; "
                   f"`{to_type('check', register)}` names them.")
