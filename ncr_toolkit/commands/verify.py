"""`ncr verify`: whether a package is whole, and whether its answers are still those of the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import EndingArgument, RegisterArgument, today_option
from ncr_toolkit.commands.terminal import look

if TYPE_CHECKING:
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.submission.verify_package import Verified


_ANOTHER = ("The code is not the one of this package: it was mistyped, or somebody else made it. Ask the sender to "
            "read it to you again; if it stays so, do not rely on this package.")
_AGAIN = (" It was zipped again on its way, which alone gives it another fingerprint: whether it is one of them its "
          "code tells (--code).")


@click.command("verify")
@click.argument("package", type=EndingArgument(".zip"), help="The package; .zip may be left out.")
@click.argument("register", type=RegisterArgument(), required=False, help="The register that it was made from.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="How to report.")
@click.option("--code", help="The code that the sender told you by another way.")
@today_option
@click.pass_context
def command(ctx: click.Context, package: Path, register: Path | None, form: str, code: str | None,
            today: date) -> None:
    """Tell whether a package is whole, and its answers still match.

    With REGISTER it tells which of the answers no longer do. Every file is held against the fingerprint that was
    taken when the package was made, and every name against what could do harm on unpacking; nothing is unpacked. An
    answer is all that the rows of a finding say but its state, owner and days: what was filled in since is told and
    is no fault; what was changed or is gone, and evidence that is another file now, is one. That its sender made it
    only the code tells, told by another way: see --code.

    \b
    Exit code 0: it is whole, and its answers are those of the register. 1: one of both is not so. 2: it cannot be read.

    \b
    Example:
      ncr verify answers.zip findings.xlsx
      ncr verify answers.zip --code 3F9A-27C1-D8E0-B45F
    """
    from ncr_toolkit.submission.register_match import match
    from ncr_toolkit.submission.verify_messages import as_json, text
    from ncr_toolkit.submission.verify_package import is_code, verify

    verified = verify(package)
    told = code is not None and is_code(code, verified)
    if code is not None and not told:
        verified = replace(verified, faults=(*verified.faults, _ANOTHER))
    review = look(register, today) if register else None
    if review is not None:
        verified = _against(verified, review, told=told)
    matched = match(verified, review) if review else None
    click.echo(as_json(verified, matched) if form == "json" else text(
        verified, matched, _noted(verified, review), told=told), nl=False)
    ctx.exit(1 if verified.faults or any(each.edited for each in matched or ()) else 0)


def _against(verified: Verified, review: Review, *, told: bool) -> Verified:
    """The same, with a fault where the package was made from another register, or is none of those that were noted."""
    theirs, ours = verified.register_id, review.register.settings.typed("id")
    if not theirs or not ours or theirs == ours:
        made = [answer for each in verified.answers for answer in (review.sent.of(each.id) if review.sent else [])
                if answer.way == "package" and answer.print == each.print]
        noted = verified.sha256 in {answer.sha256 for answer in made}
        if not made or noted or (told and _zipped_again(verified)):
            return verified
        none = (f"It is none of the packages that were noted when they were made; the last one with these answers is "
                f"{made[-1].file} of {made[-1].day}, with the fingerprint {made[-1].sha256}."
                f"{_AGAIN if _zipped_again(verified) else ''}")
        return replace(verified, faults=(*verified.faults, none))
    other = (f"It was made from another register: that one has the Register ID '{theirs}', {review.register.path} has "
             f"'{ours}'.")
    return replace(verified, faults=(*verified.faults, other))


def _zipped_again(verified: Verified) -> bool:
    """Whether it is whole, and was zipped again on its way, which gives the zip another fingerprint."""
    return not verified.faults and bool(verified.folder or verified.by_system)


def _noted(verified: Verified, review: Review | None) -> str:
    """What the record beside the register says of the package."""
    if review is None or review.sent is None:
        return ""
    every = (answer for id in review.sent.ids for answer in review.sent.of(id))
    made = next((answer for answer in every if answer.sha256 == verified.sha256), None)
    return f"noted when it was made on {made.day}" if made else "not noted beside the register"
