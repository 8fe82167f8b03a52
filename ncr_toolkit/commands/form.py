"""`ncr form`: what a form of the certification body asks for, and what will go where."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, today_option
from ncr_toolkit.commands.terminal import assess

if TYPE_CHECKING:
    from ncr_toolkit.forms import Form


@click.command("form")
@click.argument("form_path", type=PathArgument(), metavar="FORM.docx")
@click.argument("register", type=PathArgument(), required=False, metavar="[REGISTER.xlsx]")
@click.argument("id", required=False, metavar="[ID]")
@click.option("--mapping", type=PathArgument(), metavar="LABELS.toml",
              help="Labels of the form that ncr does not know.")
@click.option("--write-mapping", type=PathArgument(), metavar="LABELS.toml",
              help="Write such a file to fill in, with the labels that are not known.")
@click.option("--force", is_flag=True, help="Replace an existing mapping file.")
@today_option
def command(form_path: Path, register: Path | None, id: str | None, mapping: Path | None, write_mapping: Path | None,
            force: bool, today: date) -> None:
    """Show what a form of the certification body asks for.

    Which places were found and how, what of the register will go there, and what stays blank and why. With a register
    and an ID also the values. `ncr respond --form` fills it. The form itself is never changed.

    \b
    Example:
      ncr form "Form F-27.docx"
      ncr form "Form F-27.docx" findings.xlsx NC-2026-03
    """
    from ncr_toolkit.common.output_paths import refuse_in_use
    from ncr_toolkit.forms import load
    from ncr_toolkit.forms.messages import form_lines

    form = load(form_path, mapping)
    for line in form_lines(form, _outcomes(form, register, id, today)):
        click.echo(line)
    if write_mapping is not None:
        if write_mapping.suffix.casefold() != ".toml":
            raise click.UsageError(f"{write_mapping} is no name for a mapping file: it ends in .toml.")
        refuse_in_use(write_mapping, form_path, register)
        _write(form, write_mapping, force=force)


def _outcomes(form: Form, register: Path | None, id: str | None, today: date) -> dict[int, tuple[str, str]] | None:
    """Value or reason by the place's number, for the finding named; None without a register. Raises CannotRun."""
    if register is None:
        return None
    assessment = assess(register, today)
    finding = assessment.choose((id,) if id else ())[0]
    click.echo(f"As it would be filled for {finding.label}:")
    filled = form.fill(assessment.review, finding, assessment.readiness(finding))
    return {number: (each.value, each.left or each.note) for number, each in enumerate(filled.outcomes)}


def _write(form: Form, path: Path, *, force: bool) -> None:
    from ncr_toolkit.common.files import write_whole
    from ncr_toolkit.common.text import plural
    from ncr_toolkit.forms.mapping import starter

    write_whole(path, starter(form.unknown).encode("utf-8"), force=force)
    click.echo(f"{path} holds {plural(len(form.unknown), 'label')} to fill in; use it with --mapping {path}.", err=True)
