"""`ncr export`: the register for another program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, ids_argument, register_argument, today_option
from ncr_toolkit.commands.terminal import look, refuse_output, say
from ncr_toolkit.exports import FORMATS

if TYPE_CHECKING:
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.problem import Problem
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.exports import Made


@click.command("export")
@register_argument
@ids_argument
@click.option("--to", "--as", "name", type=click.Choice([*FORMATS], case_sensitive=False), required=True,
              help="What to make of it: everything as JSON, or as CSV, a file a sheet; a plan in OSCAL; what CISO "
              "Assistant, Jira or FedRAMP read.")
@click.option("-o", "--output", type=PathArgument(),
              help="The file to write; of CSV the folder.  [default: beside the register, for example "
              "findings-jira.csv]")
@click.option("--internal", is_flag=True, help="Take along what is for yourselves alone: internal notes, the reasons "
              "of decisions and settings, addresses, and amounts of money.")
@click.option("--force", is_flag=True, help="Replace what is there.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], name: str, output: Path | None, internal: bool,
            force: bool, today: date) -> None:
    """Take the findings to where they are needed.

    Nothing is dropped in silence: what a format has no place for is told, column by column, and so is every cell that
    could not be read. Internal notes stay in the house unless you say --internal. `ncr import` reads every one of these
    files again. The owners' addresses stand in what is made for Jira, which knows people by nothing else.

    \b
    Exit code 0: all that the format holds is there. 1: a cell could not be read, or what was read has errors.
    2: could not run.

    \b
    Example:
      ncr export findings.xlsx --to json
      ncr export findings.xlsx --to csv -o findings-csv
      ncr export findings.xlsx NC-2026-03 --to oscal -o poam.json
    """
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.exports.additions import additions
    from ncr_toolkit.exports.leaving import Leaving
    from ncr_toolkit.exports.messages import told

    form = FORMATS[name]
    place = output or register.with_name(f"{register.stem}-{name}{form.ending}")
    review = look(register, today)
    if form.ending:
        refuse_output(place, register, reviews=[review], force=force, example=f"findings{form.ending}",
                      is_workbook=form.ending == ".xlsx")
    chosen = Assessment(review, []).choose(ids) if ids else ()
    leaving = Leaving(review, chosen, internal, additions(review.register))
    _write(form.make(leaving), place, review, force=force)
    errors = _errors(review, chosen)
    say(told(leaving, form, place, errors))
    ctx.exit(1 if errors or any(leaving.unread()) or (form.whole and leaving.added.unread) else 0)


def _errors(review: Review, findings: Sequence[Finding]) -> Sequence[Problem]:
    """What is wrong with the file, its cells, its numbers and its links: that goes wrong in the copy, too. What the
    answers lack does not, and is not looked at."""
    from ncr_toolkit.checks.run import run
    from ncr_toolkit.core.problem import Level

    found = run(review, ("WBK", "CEL", "IDN"), findings=findings or None)
    return [problem for problem in found if problem.level is Level.ERROR]


def _write(made: Made, place: Path, review: Review, *, force: bool) -> None:
    """Write what was made: a folder, a workbook, or another file. Raises CannotRun."""
    from ncr_toolkit.common.files import write_whole
    from ncr_toolkit.common.inplace import kept_sentence, write_workbook
    from ncr_toolkit.common.output_folder import OutputFolder
    from ncr_toolkit.runs.kept_folders import refuse_kept

    if isinstance(made, dict):
        refuse_kept(place, review)
        with OutputFolder(place, force=force) as folder:
            folder.refuse_changed(made, lambda name: made[name])
            for name, content in made.items():
                folder.write(name, content)
    elif place.suffix.casefold() == ".xlsx":
        kept = write_workbook(place, made, date.today(), force=force)
        say(filter(None, [kept_sentence(kept, "The file").strip()]), err=True)
    else:
        write_whole(place, made, force=force)
