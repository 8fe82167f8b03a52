"""`ncr doctor`: what happened to the workbook since it was made."""

from __future__ import annotations

from pathlib import Path

import click

from ncr_toolkit.commands.options import register_or_only_one, report_options
from ncr_toolkit.commands.terminal import refuse_output, show


@click.command("doctor")
@register_or_only_one
@report_options(["text", "json"])
@click.pass_context
def command(ctx: click.Context, register: Path, form: str, output: Path | None, force: bool) -> None:
    """Tell what happened to the workbook since it was made.

    Each thing comes with its place and what to do. It looks at the workbook itself, not at the findings: drop-downs,
    tables, names, colours, formulas, hidden rows, and which program saved it. The file is never changed.

    \b
    Exit code 0: nothing lost or risky. 1: something is. 2: the register could not be read.

    \b
    Example:
      ncr doctor findings.xlsx
      ncr doctor findings.xlsx --format json -o doctor.json
    """
    from ncr_toolkit.excel.doctor import report
    from ncr_toolkit.excel.doctor.examine import examine

    refuse_output(output, register, force=force)
    diagnosis = examine(register)
    told = report.as_json(diagnosis) if form == "json" else report.text(diagnosis)
    show(told, output, force=force)
    ctx.exit(0 if diagnosis.sound else 1)
