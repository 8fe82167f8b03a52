"""`ncr package`: responses, evidence, index and fingerprints in one file for the body."""

from __future__ import annotations

from datetime import date
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
    assess,
    named_form,
    pages,
    record_of,
    refuse_annex,
    refuse_output,
    say,
    speak,
    warn,
    warn_of_sorting,
)
from ncr_toolkit.common.shell import to_type

if TYPE_CHECKING:
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.submission.contents import Contents


@click.command("package")
@register_argument
@ids_argument
@click.option("-o", "--output", type=PathArgument(),
              help="The package.  [default: package-DAY.zip, beside the register]")
@stage_option
@page_options
@language_option
@form_options("Put this form of the body, filled, beside each response.")
@click.option("--all", "every", is_flag=True, help="Also what the body has already, and has not asked for again.")
@click.option("--no-pdf", is_flag=True, help="Leave out the PDFs, also where LibreOffice or Word could make them.")
@click.option("--no-record", is_flag=True, help="A trial: do not note it as made to be sent, and write no mail.")
@click.option("--no-mail", is_flag=True, help="Write no draft of the mail (.eml) that it goes with.")
@click.option("--force", is_flag=True, help="Replace a package of that name, and its mail.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], output: Path | None, stage: str | None,
            style: Path | None, paper: str | None, language: str, form_path: Path | None,
            mapping: Path | None, annex: bool, every: bool, no_pdf: bool, no_record: bool, no_mail: bool, force: bool,
            today: date) -> None:
    """Pack the answers for the certification body into one zip.

    A cover letter, the responses (with PDFs where LibreOffice or Word is found), the evidence that their rows name, an
    index that checks the package in a browser, and the fingerprint of every file; where LibreOffice is found,
    answers.pdf with all answers and their evidence as annexes. Of all findings that the body waits for those that are
    ready, without what it has already; or of those whose ID is named, and then all of them have to be ready. The same
    register, evidence and day give the same bytes.
    What went into it is noted in the folder `sent` beside the register, so that a later edit is seen. Beside it lies a
    draft of the mail to the body with the package attached; `ncr sent` enters that it went out.

    \b
    Exit code 0: all of it is packed. 1: something is not ready, an answer or the letter, with the reasons. 2: no
    package could be made.

    \b
    Example:
      ncr package findings.xlsx NC-2026-03 NC-2026-04 -o answers.zip
      ncr package findings.xlsx --stage plan
    """
    from ncr_toolkit.core.problem import Purpose
    from ncr_toolkit.submission.contents import contents
    from ncr_toolkit.submission.covering_mail import ENDING
    from ncr_toolkit.submission.messages import (
        leak_lines,
        letter_lines,
        made_lines,
        not_ready_lines,
        not_to_send,
        packed_lines,
        unlike_lines,
    )
    from ncr_toolkit.submission.package import make
    from ncr_toolkit.submission.responses import lacking

    out = output or beside(register, f"package-{today}.zip")
    mail = None if no_mail or no_record else out.with_suffix(ENDING)
    for place in (out, mail):
        refuse_output(place, register, form_path, style, mapping, force=force, example="answers.zip")
    form, template = named_form(form_path, mapping, register), pages(style, paper)
    refuse_annex(annex, form)
    assessment = assess(register, today)
    warn_of_sorting(register, assessment.review)
    speak(assessment.review, language)
    refuse_output(out, reviews=[assessment.review], force=force)
    whole = contents(assessment, _asked(assessment, ids, every=every), Purpose(stage) if stage else None)
    for each in whole.refused:
        say(not_ready_lines(each.finding.label, each.purpose, each.gaps), err=True)
    say([*leak_lines(whole), *unlike_lines(whole)], err=True)
    lacks = [
        (item, why)
        for item in whole.items
        if (why := lacking(assessment, item.finding, item.purpose, form, beside=True))
    ]
    for item, why in lacks:
        say(not_ready_lines(item.id, item.purpose, why), err=True)
    if not whole.items or (ids and whole.refused) or lacks:
        say(["No package was written."], err=True)
        ctx.exit(1)
    say(letter_lines(whole.letter_lacks), err=True)
    made = make(whole, out, form=form, template=template, annex=annex, pdf=not no_pdf,
                record=None if no_record else record_of(register), force=force, progress=Bars())
    say(made_lines(made), err=True)
    say(packed_lines(whole, out, out.stat().st_size, made.code))
    if whole.letter_is_draft:
        say(not_to_send(whole.letter_lacks), err=True)
    elif mail is not None:
        _write_mail(whole, out, mail, register, force=force)
    ctx.exit(1 if whole.refused or whole.letter_is_draft else 0)


def _write_mail(whole: Contents, out: Path, mail: Path, register: Path, *, force: bool) -> None:
    """Write the draft of the mail, and say what comes next; the package is there, whatever becomes of the draft."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.submission.covering_mail import write_draft
    from ncr_toolkit.submission.messages import when_sent

    try:
        say(write_draft(whole, out, mail, force=force))
    except CannotRun as error:
        warn([f"The package is whole, but the draft of its mail could not be written: {error}"])
    say([when_sent(register, ("--package", out), whole.assessment.review.today)])


def _asked(assessment: Assessment, ids: tuple[str, ...], *, every: bool) -> list[Finding]:
    """The findings with these ids, or all that the body waits for; `every`: also those of which it has the answer.
    What is left out is said. Raises CannotRun where nothing is left."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.submission.contents import waited_for, waiting
    from ncr_toolkit.submission.messages import at_the_body

    chosen, path = assessment.choose(ids), assessment.review.register.path
    if ids:
        return chosen
    open_ones = waited_for(chosen, assessment)
    findings = open_ones if every else waiting(assessment)
    told = at_the_body([finding for finding in open_ones if finding not in findings])
    if told and not findings:
        raise CannotRun(f"Nothing is left to be packed. {told}")
    say([told] if told else [], err=True)
    if not findings:
        raise CannotRun(f"No finding in {path} waits for an answer to a body: they are closed, withdrawn or of your "
                        "own audits. Name those that you want to send: "
                        + to_type("package", Path(path), assessment.findings[0].label))
    return findings
