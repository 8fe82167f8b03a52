"""`ncr respond`: one Word response a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import (
    PathArgument,
    form_options,
    ids_argument,
    page_options,
    register_argument,
    stage_option,
    today_option,
)
from ncr_toolkit.commands.terminal import Bars, assess, named_form, pages, record_of, refuse_annex, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.problem import Purpose
    from ncr_toolkit.forms import Form
    from ncr_toolkit.submission.form_pages import Pages
    from ncr_toolkit.submission.responses import Written


@click.command("respond")
@register_argument
@ids_argument
@click.option("-o", "--output", type=PathArgument(), help="Folder for the responses.  [default: responses, "
              "beside the register]")
@click.option("--final", is_flag=True, help="Write only what is ready; refuse the rest.")
@stage_option
@page_options
@click.option("--no-record", is_flag=True, help="With --final, a trial: do not note the responses as made to be sent.")
@form_options("Fill this form of the certification body instead; `ncr form` shows what it asks for.")
@click.option("--pages", "count", is_flag=True, help="With --form, also how many pages it takes blank and filled; "
              "takes some seconds.")
@click.option("--force", is_flag=True, help="Replace responses that were changed since ncr wrote them.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], output: Path | None, final: bool,
            stage: str | None, style: Path | None, paper: str | None, no_record: bool, form_path: Path | None,
            mapping: Path | None, annex: bool, count: bool, force: bool, today: date) -> None:
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
    from ncr_toolkit.core.problem import Purpose
    from ncr_toolkit.submission.contents import waited_for
    from ncr_toolkit.submission.form_pages import NOT_COUNTED
    from ncr_toolkit.submission.messages import adrift_line, written_lines
    from ncr_toolkit.submission.responses import lacking, take_away, write_responses

    form = named_form(form_path, mapping, register)
    if form and (style or paper):
        raise click.UsageError("A form of the body keeps its own look; leave --style and --paper out.")
    refuse_annex(annex, form)
    if count and form is None:
        raise click.UsageError("--pages is about a form of the body; name it with --form.")
    template = pages(style, paper)
    assessment, wanted = assess(register, today), Purpose(stage) if stage else None
    findings = assessment.choose(ids)
    ready: list[Finding] = []
    drafts: list[Finding] = []
    lacks: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        (ready if assessment.readiness(finding).ready(wanted) else drafts).append(finding)
        if ready[-1:] == [finding] and final and (why := lacking(assessment, finding, wanted, form,
                                                                            annex=annex)):
            lacks[finding.label] = why
            drafts.append(ready.pop())
    refused = drafts if final else []
    place = output or register.resolve().parent / "responses"
    _refuse_place(place, form_path, assessment)
    with OutputFolder(place, force=force) as folder:
        written = write_responses(assessment, ready if final else findings, folder, wanted,
                                  form=form, template=template, annex=annex, progress=Bars())
        if final and not no_record:  # where none was named, what is closed or our own is not sent
            sent = ready if ids else waited_for(ready, assessment)
            record_of(register).take_down_responses(assessment, sent, folder, wanted, form)
        gone = take_away(assessment, refused, folder, form)
    counted = _counted(form, written, folder.path, today) if count and form is not None else None
    say(written_lines(written, gaps=form is not None, pages=counted))
    if counted == {} and written:
        say([NOT_COUNTED])
    _tell_refused(refused, assessment, wanted, lacks)
    say((f"  {name} of an earlier run was taken away." if was_ours else
         f"  {folder.path / name} is not of this run: do not send it." for name, was_ours in gone.items()), err=True)
    number = len(ready) - sum(bool(each.lacks and not each.missing) for each in written)
    say([f"{len(written)} of {len(findings)} responses written to {folder.path}, {number} ready"
         f"{f' for the {wanted}' if wanted else ''}."])
    say(filter(None, [adrift_line(assessment)]), err=True)
    ctx.exit(1 if refused else 0)


def _counted(form: Form, written: Sequence[Written], folder: Path, today: date) -> dict[str, Pages]:
    """The pages of each filled form by its name; none where they are not counted."""
    from ncr_toolkit.submission.form_pages import count_pages

    found = count_pages(form, [(folder / each.name).read_bytes() for each in written], today)
    return dict(zip((each.name for each in written), found, strict=False))


def _refuse_place(place: Path, form_path: Path | None, assessment: Assessment) -> None:
    """Raise CannotRun where no response may be written."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.runs.kept_folders import refuse_kept

    refuse_kept(place, assessment.review)
    if form_path is not None and place.is_dir() and place.resolve() == form_path.resolve().parent:
        raise CannotRun(f"{place} holds the form itself; choose another folder with -o.")


def _tell_refused(refused: Sequence[Finding], assessment: Assessment, purpose: Purpose | None,
                  lacks: Mapping[str, tuple[str, ...]]) -> None:
    """Say why responses were not written."""
    from ncr_toolkit.submission.messages import not_ready_lines

    for finding in refused:
        readiness = assessment.readiness(finding)
        missing = lacks.get(finding.label) or readiness.missing(purpose)
        say(not_ready_lines(finding.label, purpose or readiness.serves_as, missing), err=True)
