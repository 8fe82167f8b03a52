"""`ncr review`: the paper for the management review."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import Day, PathArgument, beside, page_options, register_argument, today_option
from ncr_toolkit.commands.terminal import Bars, look, pages, refuse_output, warn

if TYPE_CHECKING:
    from ncr_toolkit.management_review.blocks import Paper
    from ncr_toolkit.word.template.template import Template

ENDINGS = {"word": ".docx", "html": ".html"}


@click.command("review")
@register_argument
@click.option("-o", "--output", type=PathArgument(),
              help="File to write.  [default: management-review-2026-06-30.docx, or "
              ".html, beside the register]")
@click.option("--format", "form", type=click.Choice(list(ENDINGS)), default="word", show_default=True,
              help="A Word document, or one HTML page with the same words.")
@click.option("--since", type=Day(), help="First day of the period.  [default: twelve calendar months]")
@click.option("--runs", type=PathArgument(), help="Folder of the kept runs.  [default: runs, beside the register]")
@page_options
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@today_option
def command(register: Path, output: Path | None, form: str, since: date | None, runs: Path | None,
            style: Path | None, paper: str | None, force: bool, today: date) -> None:
    """Write the paper for the management review.

    What is open, late, slow and came back, with trends over the kept runs, and the decisions that are asked of
    management. Without runs it goes by the dates in the register alone, and says so.

    \b
    Example:
      ncr review findings.xlsx
      ncr review findings.xlsx --since 2026-01-01 --format html
    """
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.files import write_whole
    from ncr_toolkit.management_review.paper import review_paper
    from ncr_toolkit.management_review.trends.all_figures import period_of, trends
    from ncr_toolkit.monthly.kept_registers import kept_registers
    from ncr_toolkit.runs.archive import Archive
    from ncr_toolkit.runs.memory_load import remembered_by

    path = output or beside(register, f"management-review-{today}{ENDINGS[form]}")
    _refuse(path, register, form, since, today, force=force)
    if form != "word" and (style or paper):
        raise CannotRun(f"--{'style' if style else 'paper'} is for a Word document; leave it out, or leave out "
                        "--format.")
    base = pages(style, paper) if form == "word" else None
    review = look(register, today)
    refuse_output(path, register, style, reviews=[review], force=force)
    if not review.register.findings:
        raise CannotRun(f"No finding was read from {register}, so there is nothing to report; look whether this is the "
                        "right file.")
    archive = Archive(runs) if runs else Archive.beside(register)
    if runs and not archive.runs():
        raise CannotRun(f"No run is kept in {runs}; leave --runs out, or name the folder in which the runs are.")
    archive.refuse_other(register.name, review.register.settings.typed("id"))
    if runs:
        review.memory, trouble = remembered_by(archive.runs(), today)
        warn(filter(None, [trouble]))
    earlier, kept = kept_registers(archive, period_of(today, since).since, today, Bars())
    found = trends([*earlier, review], since)
    made = review_paper(found, review, kept)
    write_whole(path, _rendered(made, base), force=force)
    warn(kept.left_out)
    click.echo(next(made.sections[0].texts()))
    click.echo(f"Written to {path}, from {len(found.looks) - 1} earlier runs and {register} as on {today}.")


def _refuse(path: Path, register: Path, form: str, since: date | None, today: date, *, force: bool) -> None:
    """Raise CannotRun for what cannot end well, before the work is done."""
    from ncr_toolkit.common.errors import CannotRun

    if since and since > today:
        raise CannotRun(f"The period cannot begin on {since}, after its last day, {today}; look at --since again.")
    if path.suffix.casefold() != ENDINGS[form]:
        raise CannotRun(f"{path} must end in {ENDINGS[form]}, as --format is {form}.")
    refuse_output(path, register, force=force, example=f"management-review{ENDINGS[form]}")


def _rendered(paper: Paper, base: Template | None) -> bytes:
    """The paper as a Word document on the page of `base`, or as an HTML page where there is none."""
    if base is None:
        from ncr_toolkit.report.management_review_page import report

        return report(paper).encode("utf-8")
    from ncr_toolkit.word.management_review import review_bytes

    return review_bytes(paper, base)
