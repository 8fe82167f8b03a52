"""`ncr respond`: one Word response a finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import (
    PathArgument,
    beside,
    form_options,
    ids_argument,
    language_option,
    page_options,
    register_argument,
    stage_option,
    today_option,
)
from ncr_toolkit.commands.terminal import (
    Bars,
    look,
    named_form,
    pages,
    record_of,
    refuse_annex,
    say,
    speak,
    warn_of_sorting,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ncr_toolkit.common.output_folder import OutputFolder
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.problem import Purpose
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.forms import Form
    from ncr_toolkit.submission.form_pages import Pages
    from ncr_toolkit.submission.made_before import Told
    from ncr_toolkit.submission.responses import Written
    from ncr_toolkit.submission.sent_record import SentRecord
    from ncr_toolkit.word.template.template import Template


@click.command("respond")
@register_argument
@ids_argument
@click.option("-o", "--output", type=PathArgument(), help="Folder for the responses.  [default: responses, "
              "beside the register]")
@click.option("--final", is_flag=True, help="Write only what is ready; refuse the rest.")
@click.option("--summary", is_flag=True, help="Write the first page alone: the whole answer at a glance.")
@stage_option
@page_options
@language_option
@click.option("--no-record", is_flag=True, help="With --final, a trial: do not note the responses as made to be sent.")
@form_options("Fill this form of the certification body instead; `ncr form` shows what it asks for.")
@click.option("--pages", "count", is_flag=True, help="With --form, also how many pages it takes blank and filled; "
              "takes some seconds.")
@click.option("--force", is_flag=True, help="Replace responses that were changed since ncr wrote them.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], output: Path | None, final: bool,
            summary: bool, stage: str | None, style: Path | None, paper: str | None, language: str,
            no_record: bool, form_path: Path | None, mapping: Path | None, annex: bool, count: bool, force: bool,
            today: date) -> None:
    """Write one Word response a finding.

    For all findings, or those whose ID is named. What is not ready is marked DRAFT on every page and opens with the
    list of what is missing. What --final writes for the body is noted, word for word, in the folder `sent` beside the
    register: a later edit is then seen, and the answer to a response that came back shows what changed since.

    \b
    Exit code 0: written. 1: --final refused what is not ready, or nothing of the answer stands in a form. 2: no
    response could be written.

    \b
    Example:
      ncr respond findings.xlsx
      ncr respond findings.xlsx NC-2026-03 --final
      ncr respond findings.xlsx --style company.dotx
      ncr respond findings.xlsx NC-2026-03 --summary
      ncr respond findings.xlsx NC-2026-03 --form "Form F-27.docx"
    """
    from ncr_toolkit.common.output_folder import OutputFolder
    from ncr_toolkit.core.problem import Purpose
    from ncr_toolkit.loader import judged
    from ncr_toolkit.runs.inputs import print_of_inputs
    from ncr_toolkit.submission.made_before import recall

    form = named_form(form_path, mapping, register)
    if form and (style or paper):
        raise click.UsageError("A form of the body keeps its own look; leave --style and --paper out.")
    refuse_annex(annex, form)
    _refuse_summary(summary, form, final=final)
    if count and form is None:
        raise click.UsageError("--pages is about a form of the body; name it with --form.")
    page = "" if form or final else _page(style, paper)  # a form, and what is noted as sent, is made anew each time
    template = pages(style, paper) if style else None  # after its fingerprint was taken: it may be saved at any moment
    review, wanted = look(register, today), Purpose(stage) if stage else None
    warn_of_sorting(register, review)
    speak(review, language, form=form is not None)
    place = output or beside(register, "responses")
    _refuse_place(place, form_path, review)
    what = "summary" if summary else "respond"
    known = partial(print_of_inputs, review, what, str(place), *ids, str(wanted), page) if page else str
    inputs = known()
    with OutputFolder(place, force=force) as folder:
        if told := recall(folder, inputs):
            folder.nothing_to_write()
            say(told.lines)
            _tell(told, "stand unchanged in")
            say(["Nothing that they depend on has changed since they were made, and none was made again."])
            return
        wish = Wish(ids, wanted, form, template or pages(None, paper), annex, final, count, summary)
        refused = _write(judged(review), folder, wish,
                         record_of(register) if final and not no_record else None,
                         lambda: inputs if known() == inputs else "")
    ctx.exit(1 if refused else 0)


@dataclass(frozen=True)
class Wish:
    """What was asked for."""

    ids: tuple[str, ...]
    purpose: Purpose | None
    form: Form | None
    template: Template
    annex: bool
    final: bool
    count: bool  # the pages of a filled form
    summary: bool  # the first page alone


def _write(assessment: Assessment, folder: OutputFolder, wish: Wish, record: SentRecord | None,
           inputs: Callable[[], str]) -> bool:
    """Write the responses, say which and how far they are, and keep that for the next time; tells whether any was
    refused, or is a blank form. `record`: where they are noted as made to be sent. `inputs`: what they were made from,
    '' where it changed meanwhile."""
    from ncr_toolkit.core.letter_parts import lacking_parts
    from ncr_toolkit.submission.contents import waited_for
    from ncr_toolkit.submission.form_pages import NOT_COUNTED
    from ncr_toolkit.submission.made_before import Told, keep
    from ncr_toolkit.submission.messages import adrift_line, letter_lines, when_sent, written_lines
    from ncr_toolkit.submission.responses import take_away, write_responses

    findings = assessment.choose(wish.ids)
    ready, drafts, lacks = _sorted(assessment, findings, wish)
    refused = drafts if wish.final else []
    written = write_responses(assessment, ready if wish.final else findings, folder, wish.purpose, form=wish.form,
                              template=wish.template, annex=wish.annex, summary=wish.summary, progress=Bars())
    if record is not None:  # where none was named, what is closed or our own is not sent
        record.take_down_responses(assessment, ready if wish.ids else waited_for(ready, assessment), folder,
                                   wish.purpose, wish.form)
    gone = take_away(assessment, refused, folder, wish.form)
    number = len(ready) - sum(bool(each.lacks and not each.missing) for each in written)
    counted = None
    if wish.form is not None and wish.count:
        folder.put()
        counted = _counted(wish.form, written, folder.path, assessment.review.today)
    told = Told([*written_lines(written, gaps=wish.form is not None, pages=counted),
                 *([NOT_COUNTED] if counted == {} and written else [])],
                f"{len(written)} of {len(findings)} {'summaries' if wish.summary else 'responses'} {{}} "
                f"{folder.path}, {number} ready{f' for the {wish.purpose}' if wish.purpose else ''}.",
                [*filter(None, [adrift_line(assessment), _several_line(wish.form, len(written))])])
    keep(folder, [each.name for each in written], inputs(), told)
    folder.put()
    say(told.lines)
    if record is not None and ready:
        say(letter_lines([part for part in lacking_parts(ready, assessment.review) if part.needed]), err=True)
        say([when_sent(record.register, [each.label for each in ready], assessment.review.today)])
    _tell_refused(refused, assessment, wish.purpose, lacks)
    say((f"  {name} of an earlier run was taken away." if was_ours else
         f"  {folder.path / name} is not of this run: do not send it." for name, was_ours in gone.items()), err=True)
    _tell(told, "written to")
    return bool(refused) or any(each.empty for each in written)


def _several_line(form: Form | None, count: int) -> str:
    """What to do with a form that has room for the findings that were answered in a file each; '' for all else."""
    return ("The form has room for several findings, and each of these files answers one. For one file with all of "
            "them: fill it for one finding, then name the filled file with --form for the next, with another -o."
            if form is not None and form.several and count > 1 else "")


def _sorted(assessment: Assessment, findings: Sequence[Finding], wish: Wish) \
        -> tuple[list[Finding], list[Finding], dict[str, tuple[str, ...]]]:
    """The findings whose response is ready, those of which it is not, and why a form is no answer to some of these."""
    from ncr_toolkit.submission.responses import lacking

    ready: list[Finding] = []
    drafts: list[Finding] = []
    lacks: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        is_ready = assessment.readiness(finding).ready(wish.purpose)
        if is_ready and wish.final and (why := lacking(assessment, finding, wish.purpose, wish.form,
                                                       annex=wish.annex)):
            lacks[finding.label], is_ready = why, False
        (ready if is_ready else drafts).append(finding)
    return ready, drafts, lacks


def _tell(told: Told, done: str) -> None:
    say([told.sum.replace("{}", done, 1)])
    say(told.aside, err=True)


def _page(style: Path | None, paper: str | None) -> str:
    """What tells the look of our pages from any other, '' where it cannot be told."""
    from ncr_toolkit.common.folder import fingerprint

    return fingerprint(style) if style else paper or "ours"


def _counted(form: Form, written: Sequence[Written], folder: Path, today: date) -> dict[str, Pages]:
    """The pages of each filled form by its name; none where they are not counted."""
    from ncr_toolkit.submission.form_pages import count_pages

    found = count_pages(form, [(folder / each.name).read_bytes() for each in written], today)
    return dict(zip((each.name for each in written), found, strict=False))


def _refuse_summary(summary: bool, form: Form | None, *, final: bool) -> None:
    """Raise UsageError where a first page alone would be taken for the answer."""
    if summary and form:
        raise click.UsageError("A form of the body has no summary; leave --summary or --form out.")
    if summary and final:
        raise click.UsageError("A summary is no answer to be sent; leave --summary or --final out.")


def _refuse_place(place: Path, form_path: Path | None, review: Review) -> None:
    """Raise CannotRun where no response may be written."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.runs.kept_folders import refuse_kept

    refuse_kept(place, review)
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
