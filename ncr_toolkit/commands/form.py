"""`ncr form`: what a form of the certification body asks for, and what will go where."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument, RegisterArgument, today_option
from ncr_toolkit.commands.terminal import assess_one, read_form, refuse_output

if TYPE_CHECKING:
    from ncr_toolkit.forms import Filled, Form


@click.command("form")
@click.argument("form_path", type=PathArgument(), metavar="FORM", help="The form of the body: Word or Excel.")
@click.argument("register", type=RegisterArgument(), required=False, metavar="[REGISTER.xlsx]",
                help="The register that would fill it.")
@click.argument("id", required=False, metavar="[ID]", help="The finding that would be answered in it.")
@click.option("--mapping", type=PathArgument(), metavar="LABELS.toml",
              help="Labels of the form that ncr does not know.")
@click.option("--write-mapping", type=PathArgument(), metavar="LABELS.toml",
              help="Write such a file to fill in, with the labels that are not known.")
@click.option("--picture", type=PathArgument(), metavar="OUT.pdf|.png",
              help="Draw the form with the number of each place in it.")
@click.option("--pages", is_flag=True,
              help="With a register, also how many pages the form takes blank and filled; takes some seconds.")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="json: every place with what becomes of it.")
@click.option("--force", is_flag=True, help="Replace an existing mapping file or picture.")
@today_option
@click.pass_context
def command(ctx: click.Context, form_path: Path, register: Path | None, id: str | None, mapping: Path | None,
            write_mapping: Path | None, picture: Path | None, pages: bool, format: str, force: bool,
            today: date) -> None:
    """Show what a form of the certification body asks for.

    Every place of the form, what of the register will go there, and what stays blank and why. With a register and an ID
    also the values, and what the form lacks. `ncr respond --form` fills it. The form itself is never changed.
    It is a Word document (.docx) or an Excel workbook (.xlsx, .xlsm, .xltx, .xltm).

    \b
    Exit code 0: nothing is left for a person. 1: with a register, some place of ours stays blank, such as a signature,
    or the form lacks a part of the answer. 2: the form cannot be read.

    \b
    Example:
      ncr form "Form F-27.docx"
      ncr form "Form F-27.docx" findings.xlsx NC-2026-03
    """
    from ncr_toolkit.forms.messages import form_lines
    from ncr_toolkit.forms.picture import numbered
    from ncr_toolkit.forms.starter import told
    from ncr_toolkit.submission.form_pages import NOT_COUNTED, count_pages
    from ncr_toolkit.submission.form_picture import ENDINGS, draw

    form = read_form(form_path, mapping, register)
    if write_mapping is not None and write_mapping.suffix.casefold() != ".toml":
        raise click.UsageError(f"{write_mapping} is no name for a mapping file: it ends in .toml.")
    if picture is not None and picture.suffix.casefold() not in ENDINGS:
        raise click.UsageError(f"{picture} is no name for a picture: it ends in .pdf or .png.")
    for out in (write_mapping, picture):
        refuse_output(out, form_path, register, force=force)
    if pages and register is None:
        raise click.UsageError("--pages is about a filled form; name the register and the finding too.")
    finding, filled = _filled(form, register, id, today)
    if write_mapping is not None:
        _write(form, write_mapping, force=force)
    counted = next(iter(count_pages(form, [filled.content], today)), None) if pages and filled is not None else None
    if format == "json":
        more = {"pages": asdict(counted) if counted is not None else None} if pages else {}
        click.echo(json.dumps({**told(form, finding, filled), **more}, ensure_ascii=False, indent=2))
    else:
        for line in form_lines(form, None if filled is None else _outcomes(filled)):
            click.echo(line)
        for line in ([filled.verdict, *filled.no_room] if filled is not None else ()):
            click.echo(line)
        if pages:
            click.echo(counted or NOT_COUNTED)
    if picture is not None:
        draw(numbered(form, filled), picture, today, suffix=form.suffix, force=force)
        click.echo(f"{picture} shows the places by their numbers.", err=True)
    if filled is not None and (filled.judgement.lacks or filled.leaves):
        ctx.exit(1)


def _filled(form: Form, register: Path | None, id: str | None, today: date) -> tuple[str, Filled | None]:
    """The form filled for the finding named, with its label; None without a register. Raises CannotRun."""
    if register is None:
        return "", None
    assessment, finding = assess_one(register, today, (id,) if id else ())
    return finding.label, form.fill(assessment.review, finding, assessment.readiness(finding))


def _outcomes(filled: Filled) -> dict[int, tuple[str, str]]:
    """Value or reason by the place's number."""
    return {number: (each.value, each.left or each.note) for number, each in enumerate(filled.outcomes)}


def _write(form: Form, path: Path, *, force: bool) -> None:
    from ncr_toolkit.common.files import write_whole
    from ncr_toolkit.common.text import plural
    from ncr_toolkit.forms.starter import starter, uncertain

    number = len({place.number for place in uncertain(form.places)})
    write_whole(path, starter(form).encode("utf-8"), force=force)
    click.echo(f"{path} holds {plural(number, 'place')} to fill in; use it with --mapping {path}.", err=True)
