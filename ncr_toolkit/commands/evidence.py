"""`ncr evidence`: the evidence folder looked after before it leaves the house."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import click

from ncr_toolkit.commands.options import ids_argument, register_argument, report_options, today_option
from ncr_toolkit.commands.terminal import Bars, look, refuse_output, say, show
from ncr_toolkit.report.registry import EVIDENCE

WIDEST = 110


@click.command("evidence")
@register_argument
@ids_argument
@report_options(EVIDENCE, "How to report; csv is the index, with rows to paste for files that no row names.")
@click.option("--write-back", is_flag=True,
              help="Write into the register's own sheet Evidence what is missing: fingerprints, and a row for each new "
              "file, of which you then say what it proves.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], form: str, output: Path | None, force: bool,
            write_back: bool, today: date) -> None:
    """Look after the evidence folder before it leaves the house.

    For all evidence, or that of the findings or evidence whose ID is named: files that are missing, changed, empty,
    copied, locked or named by no row, names that break on Windows, and what photos, Office files, PDFs and e-mails tell
    about people and places. A fingerprint that is recorded is never replaced. The files are never changed. With
    --write-back each file that no row names gets a row with a number, the day and its fingerprint; a second time
    nothing is added.

    \b
    Exit code 0: nothing must be mended. 1: something must, or there was nothing to look at. 2: could not run.

    \b
    Example:
      ncr evidence findings.xlsx
      ncr evidence findings.xlsx NC-2026-03
      ncr evidence findings.xlsx --write-back
      ncr evidence findings.xlsx --format csv -o index.csv
    """
    from ncr_toolkit.api import survey_evidence
    from ncr_toolkit.submission.evidence_rows import enter, entered_lines

    review = look(register, today)
    refuse_output(output, register, reviews=[review], force=force)
    found = survey_evidence(review, ids, progress=Bars())
    width = shutil.get_terminal_size().columns if output is None and sys.stdout.isatty() else WIDEST
    done = list(entered_lines(enter(found, register, date.today()), register)) if write_back else []
    show(EVIDENCE[form](found, min(width, WIDEST)), output, force=force)
    say(done, err=True)
    ctx.exit(1 if found.errors or found.nothing else 0)

