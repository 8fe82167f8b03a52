"""`ncr sent`: that answers went out to the certification body, entered into the register."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import Day, PathArgument, ids_argument, register_argument, today_option
from ncr_toolkit.commands.terminal import agreed, look, record_of, say

if TYPE_CHECKING:
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.submission.sent_entry import Sendings


@click.command("sent")
@register_argument
@ids_argument
@click.option("--on", "day", type=Day(), required=True, help="The day on which they went out, or today.")
@click.option("--package", type=PathArgument(), help="The package, or document, that went out: its answers alone.")
@click.option("--dry-run", is_flag=True, help="Show what would be entered; nothing is written.")
@click.option("--yes", is_flag=True, help="Enter it without asking.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], day: date, package: Path | None, dry_run: bool,
            yes: bool, today: date) -> None:
    """Enter into the register that answers went out.

    Of all findings of which a final answer waits (made by `ncr package` or `ncr respond --final`), or of those whose ID
    is named, or that the package holds which went out: 'Response sent on', the status Submitted and the decision Sent.
    What would contradict is refused: sent already, no final answer by then, several that say different things, closed,
    a day in the future.

    \b
    Exit code 0: all is entered. 1: something is not, with the reason. 2: could not run.

    \b
    Example:
      ncr sent findings.xlsx --package answers.zip --on 2026-06-30
      ncr sent findings.xlsx NC-2026-03 --on 2026-06-30
      ncr sent findings.xlsx --on 2026-06-30 --dry-run
    """
    from ncr_toolkit.common.inplace import kept_sentence
    from ncr_toolkit.submission.sent_entry import enter, entered_line, sending_lines

    if day > today:
        raise click.UsageError(f"{day} is in the future; name the day on which the answers went out.")
    review = look(register, today)
    found = _found(review, ids, day, package)
    say(sending_lines(found))
    if found.out and not dry_run:
        agreed(register, yes=yes)
        kept = enter(found, register, review, date.today(), record_of(register))
        say([entered_line(found, register) + kept_sentence(kept, "The register")])
    elif dry_run:
        say([f"Nothing was written; without --dry-run {len(found.out)} would be entered."])
    ctx.exit(1 if found.refused else 0)


def _found(review: Review, ids: tuple[str, ...], day: date, package: Path | None) -> Sendings:
    """What is to be entered. Raises CannotRun for an id that no finding has, for a package that was not made from this
    register, and where no answer waits."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.submission.sent_entry import in_package, sendings

    held = in_package(package, review) if package is not None else []
    ids = ids or tuple(answer.id for answer in held)
    found = sendings(review, Assessment(review, []).choose(ids), day, named=bool(ids),
                     package=held[0].sha256 if held else "")
    if not ids and not found.out and not found.refused:
        raise CannotRun(f"No final answer in {review.register.path} waits to be noted as sent on {day}: those made by "
                        "then are entered already, or there is none. Name an ID to be told why.")
    return found
