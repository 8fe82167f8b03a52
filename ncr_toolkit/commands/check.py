"""`ncr check`: every problem of a register, with its cell and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, ids_argument, register_or_only_one, report_options, today_option
from ncr_toolkit.commands.terminal import look, refuse_output, say, show, shows_colour, warn_of_sorting
from ncr_toolkit.report.registry import CHECK, TELLS_PROBLEMS_ALONE, Look

if TYPE_CHECKING:
    from ncr_toolkit.core.assessment import Assessment


@click.command("check")
@register_or_only_one
@ids_argument
@click.option("--previous", type=PathArgument(), help="An earlier copy of the register, to compare with.")
@today_option
@report_options(CHECK)
@click.option("--by", type=click.Choice(["finding", "cell"], case_sensitive=False), default="finding",
              show_default=True, help="The order of the text: finding by finding, or as the workbook stands.")
@click.option("--finding", "findings", multiple=True, metavar="ID",
              help="List only what concerns this finding; an ID behind the register does the same.")
@click.option("--select", multiple=True, metavar="CODE", help="List only what checks of this code, or beginning, find.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave out what checks of this code, or beginning, find.")
@click.option("--write-back", is_flag=True, help="Write the problems into the register's own sheet Check results.")
@click.option("--marked", type=PathArgument(), metavar="COPY", help="Write them into a copy of the register instead.")
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], previous: Path | None, today: date, form: str,
            output: Path | None, force: bool, by: str, findings: tuple[str, ...], select: tuple[str, ...],
            ignore: tuple[str, ...], write_back: bool, marked: Path | None) -> None:
    """Name every problem with its cell and what to do.

    \b
    Exit code 0: no error. 1: at least one error. 2: the register could not be read.

    \b
    Example:
      ncr check findings.xlsx
      ncr check findings.xlsx NC-1
      ncr check findings.xlsx --format html -o check.html
      ncr check findings.xlsx --write-back
    """
    if write_back and marked:
        raise click.UsageError("--write-back writes into the register, --marked into a copy of it; choose one of them.")
    from ncr_toolkit.checks.run import chosen
    from ncr_toolkit.loader import judged, judged_by

    codes = {each.code for each in chosen(_split(select), _split(ignore))}
    review, alone = look(register, today, previous), form in TELLS_PROBLEMS_ALONE and not write_back and not marked
    warn_of_sorting(register, review)
    assessment = judged_by(review, codes) if alone and (select or ignore) else judged(review).only(codes)
    if asked := (*ids, *findings):
        assessment = assessment.about(assessment.choose(asked))
    refuse_output(output, register, previous, marked, reviews=[assessment.review], force=force)
    refuse_output(marked, register, previous, reviews=[assessment.review], force=force, is_workbook=True)
    done = _written(assessment, register, marked, force=force) if write_back or marked else []
    shape = Look(cells=by == "cell", colour=output is None and shows_colour())
    show(CHECK[form](assessment, shape), output, force=force)
    say(done, err=True)
    ctx.exit(1 if assessment.failed else 0)


def _split(codes: tuple[str, ...]) -> list[str]:
    """Codes given one by one or with commas between them."""
    return [code for text in codes for code in text.split(",")]


def _written(assessment: Assessment, register: Path, marked: Path | None, *, force: bool) -> list[str]:
    """Put the problems into the register, or into the copy `marked` of it; what was done, in sentences. Raises
    CannotRun."""
    from ncr_toolkit.common.inplace import kept_sentence
    from ncr_toolkit.excel.patch.write_back import write_marked, write_results

    if marked is not None:
        kept = write_marked(assessment, register, marked, date.today(), force=force)
        return [f"Written to {marked}: open its sheet Check results.{kept_sentence(kept, 'The file')}"]
    kept = write_results(assessment, register, date.today())
    return [f"Written into {register}: open its sheet Check results.{kept_sentence(kept, 'The register')}"]
