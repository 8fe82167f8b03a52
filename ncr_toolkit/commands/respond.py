"""`ncr respond`: one Word response a finding."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.shared import (
    PathArgument,
    assess,
    own_folders,
    page,
    page_options,
    refuse_in_use,
    register_argument,
    tell_gaps,
    today_option,
    user,
    watched,
)

if TYPE_CHECKING:
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.output_folder import OutputFolder
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.problem import Stage
    from ncr_toolkit.forms import Filled, Form
    from ncr_toolkit.word.template.template import Template


@click.command("respond")
@register_argument
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-o", "--output", type=PathArgument(), help="Folder for the responses.  [default: responses, "
              "beside the register]")
@click.option("--final", is_flag=True, help="Write only what is ready; refuse the rest.")
@click.option("--stage", type=click.Choice(["plan", "proof"]), default="proof", show_default=True,
              help="What the response is to be ready for: a plan to be accepted, or proof of the work done.")
@page_options
@click.option("--no-record", is_flag=True, help="With --final, a trial: do not note the responses as made to be sent.")
@click.option("--form", "form_path", type=PathArgument(), metavar="FORM.docx",
              help="Fill this form of the certification body instead; `ncr form` shows what it asks for.")
@click.option("--mapping", type=PathArgument(), metavar="LABELS.toml",
              help="Labels of the form that ncr does not know.")
@click.option("--force", is_flag=True, help="Replace responses that were changed since ncr wrote them.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], output: Path | None, final: bool, stage: str,
            style: Path | None, paper: str | None, no_record: bool, form_path: Path | None, mapping: Path | None,
            force: bool, today: date) -> None:
    """Write one Word response a finding.

    For all findings, or those whose ID is named. What is not ready is marked DRAFT on every page and opens with the
    list of what is missing. What --final writes for the body is noted, word for word, in the folder `sent` beside the
    register: a later edit is then seen, and the answer to a response that came back shows what changed since.

    \b
    Exit code 0: written. 1: --final refused what is not ready. 2: no response could be written.

    \b
    Example:
      ncr respond findings.xlsx
      ncr respond findings.xlsx NC-2026-03 --final
      ncr respond findings.xlsx --style company.dotx
      ncr respond findings.xlsx NC-2026-03 --form "Form F-27.docx"
    """
    from ncr_toolkit.common.output_folder import OutputFolder
    from ncr_toolkit.core.problem import Stage

    form = load_form(form_path, mapping)
    if form and (style or paper):
        raise click.UsageError("A form of the body keeps its own look; leave --style and --paper out.")
    base = page(style, paper)
    assessment, wanted = assess(register, today), Stage(stage)
    findings = choose(assessment, ids)
    ready: list[Finding] = []
    refused: list[Finding] = []
    for finding in findings:
        (ready if assessment.readiness(finding).ready(wanted) else refused).append(finding)
    place = output or register.resolve().parent / "responses"
    refuse_in_use(place / ".", folders=own_folders(register, assessment.review))
    if form_path is not None and place.is_dir() and place.resolve() == form_path.resolve().parent:
        raise CannotRun(f"{place} holds the form itself; choose another folder with -o.")
    with OutputFolder(place, force=force) as folder:
        write(assessment, ready if final else findings, folder, wanted, form=form, base=base)
        if final:
            refuse(assessment, refused, folder, wanted)
            if not no_record:
                note(assessment, ready if ids else _waiting(assessment, ready), folder, wanted, register)
    written = len(ready) if final else len(findings)
    click.echo(f"{written} of {len(findings)} responses written to {folder.path}, {len(ready)} ready for the {wanted}.")
    if adrift := assessment.adrift:
        rows = ("1 row belongs to no finding and is" if len(adrift) == 1
                else f"{len(adrift)} rows belong to no finding and are")
        click.echo(f"{rows} in no response; `ncr check {register}` names them.", err=True)
    ctx.exit(1 if final and refused else 0)


def choose(assessment: Assessment, ids: tuple[str, ...]) -> list[Finding]:
    """The findings with these ids, or all that were not withdrawn. Raises CannotRun for an id there is not."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.names import fold, nearest
    from ncr_toolkit.core.model import Finding

    path, every = assessment.review.register.path, assessment.findings
    if not every:
        raise CannotRun(f"No finding was read from {path}; look whether it is the right file.")
    if not ids:
        return assessment.answered
    for id in ids:
        if assessment.review.find(Finding, id) is None:
            meant = nearest(id, [finding.typed("id") for finding in every])
            raise CannotRun(f"There is no finding {id!r} in {path}{f'; did you mean {meant}' if meant else ''}.")
    asked = set(map(fold, ids))
    return [finding for finding in every if fold(finding.typed("id")) in asked]


def load_form(path: Path | None, mapping: Path | None) -> Form | None:
    """The form of the body, None where none was named. Raises CannotRun."""
    if path is None:
        if mapping is not None:
            raise click.UsageError("--mapping names the labels of a form; name the form with --form.")
        return None
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.forms import load

    form = load(path, mapping)
    if not any(spot.known for spot in form.spots):
        raise CannotRun(f"Nothing was found in {path} that could be filled; `ncr form {path}` shows what was looked "
                        "for.")
    return form


def write(assessment: Assessment, findings: list[Finding], folder: OutputFolder, stage: Stage, *,
          form: Form | None = None, base: Template | None = None) -> None:
    """Write the responses of `findings` on the page of `base`, or `form` filled for each, saying each."""
    from ncr_toolkit.word.left_out import dropped
    from ncr_toolkit.word.response import file_names, response_bytes

    filled: dict[str, Filled] = {}

    def content(name: str) -> bytes:
        finding = files[name]
        if form is None:
            return response_bytes(assessment.review, finding, assessment.readiness(finding), stage=stage, base=base)
        filled[name] = form.fill(assessment.review, finding, assessment.readiness(finding), stage=stage)
        return filled[name].content

    named = file_names(assessment.review.register.findings)
    files = {named[finding.at.row]: finding for finding in findings}
    folder.refuse_changed(files, content)
    told: dict[str, tuple[list[str], list[str]]] = {}
    with click.progressbar(files, label="Writing responses", file=sys.stderr, hidden=not watched()) as progress:
        for name in progress:
            folder.write(name, content(name))
            if name in filled:
                told[name] = filled[name].left, filled.pop(name).notes
    for name, finding in files.items():
        missing = assessment.readiness(finding).missing(stage)
        words = f"DRAFT, {len(missing)} missing" if missing else f"ready for the {stage}"
        click.echo(f"  {name:<34} {finding.typed('grade'):<16} {words}")
        for gap in missing if form is not None else ():
            click.echo(f"    missing: {gap}")
        for cell in dropped(assessment.review, finding):
            click.echo(f"    left out: control characters that Word cannot store, from {cell}")
        left, notes = told.get(name, ([], []))
        for line in (*left, *notes):
            click.echo(f"    {line}")


def note(assessment: Assessment, findings: list[Finding], folder: OutputFolder, stage: Stage, register: Path) -> None:
    """Take down the responses as they were made to be sent."""
    from ncr_toolkit import __version__
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.runs import sent_log
    from ncr_toolkit.runs.disk import fingerprint
    from ncr_toolkit.submission.sent_record import of_responses
    from ncr_toolkit.word.response import file_names

    named = file_names(assessment.review.register.findings)
    files = [(finding, named[finding.at.row]) for finding in findings]
    made = [(finding, name, fingerprint(folder.path / name)) for finding, name in files]
    answers = of_responses(made, assessment.review, stage)
    if not answers:
        return
    try:
        with sent_log.entry(assessment.review, register, user(), datetime.now().astimezone(), __version__) as line:
            sent_log.note(line, answers, assessment.review)
            for answer in answers:
                line.write(f"responses/{answer.file}", (folder.path / answer.file).read_bytes())
    except CannotRun:
        for answer in answers:  # what is not noted is not final
            folder.discard(answer.file)
        raise


def _waiting(assessment: Assessment, findings: list[Finding]) -> list[Finding]:
    """Those of the findings that a body waits for: where none was named, what is closed or our own is not sent."""
    from ncr_toolkit.submission.contents import waiting

    awaited = {finding.at.row for finding in waiting(assessment)}
    return [finding for finding in findings if finding.at.row in awaited]


def refuse(assessment: Assessment, findings: list[Finding], folder: OutputFolder, stage: Stage) -> None:
    """Say why responses were not written. One of an earlier run does not stay there as if it were still ready."""
    from ncr_toolkit.word.response import file_names

    named = file_names(assessment.review.register.findings)
    for finding in findings:
        name = named[finding.at.row]
        tell_gaps(finding.label, stage, assessment.readiness(finding).missing(stage))
        if folder.discard(name):
            click.echo(f"  {name} of an earlier run was taken away.", err=True)
        elif (folder.path / name).exists():
            click.echo(f"  {folder.path / name} is not of this run: do not send it.", err=True)
