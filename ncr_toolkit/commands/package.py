"""`ncr package`: responses, evidence, index and fingerprints in one file for the body."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.respond import choose, load_form
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
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.forms import Form
    from ncr_toolkit.submission.contents import Contents, PackedAnswer
    from ncr_toolkit.submission.package import Made
    from ncr_toolkit.word.template.template import Template


@click.command("package")
@register_argument
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-o", "--output", type=PathArgument(),
              help="The package.  [default: package-DAY.zip, beside the register]")
@click.option("--stage", type=click.Choice(["plan", "proof"]), default="proof", show_default=True,
              help="What the answers are to be ready for: a plan to be accepted, or proof of the work done.")
@page_options
@click.option("--form", "form_path", type=PathArgument(), metavar="FORM.docx",
              help="Put this form of the body, filled, beside each response.")
@click.option("--mapping", type=PathArgument(), metavar="LABELS.toml",
              help="Labels of the form that ncr does not know.")
@click.option("--no-pdf", is_flag=True, help="Leave out the PDFs, also where LibreOffice or Word could make them.")
@click.option("--no-record", is_flag=True, help="A trial: do not note it as made to be sent.")
@click.option("--force", is_flag=True, help="Replace a package of that name.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], output: Path | None, stage: str,
            style: Path | None, paper: str | None, form_path: Path | None, mapping: Path | None, no_pdf: bool,
            no_record: bool, force: bool, today: date) -> None:
    """Pack the answers for the certification body into one zip.

    A cover letter, the responses (with PDFs where LibreOffice or Word is found), the evidence that their rows name, an
    index, and the fingerprint of every file. Of all findings that the body waits for those that are ready; or of those
    whose ID is named, and then all of them have to be ready. The same register, evidence and day give the same bytes.
    What went into it is noted in the folder `sent` beside the register, so that a later edit is seen.

    \b
    Exit code 0: all of it is packed. 1: something is not ready, with the reasons. 2: no package could be made.

    \b
    Example:
      ncr package findings.xlsx NC-2026-03 NC-2026-04 -o answers.zip
      ncr package findings.xlsx --stage plan
    """
    from ncr_toolkit.core.problem import Stage
    from ncr_toolkit.submission.contents import contents, waiting

    out = output or register.resolve().parent / f"package-{today}.zip"
    _refuse_place(out, register, force=force)
    form, base = load_form(form_path, mapping), page(style, paper)
    refuse_in_use(out, form_path, style, mapping)
    assessment = assess(register, today)
    refuse_in_use(out, folders=own_folders(register, assessment.review))
    findings = choose(assessment, ids) if ids else waiting(assessment)
    _refuse_nothing(findings, register, assessment)
    whole = contents(assessment, findings, Stage(stage))
    for each in whole.refused:
        tell_gaps(each.finding.label, whole.stage, each.gaps)
    _tell_leaks(whole, register)
    if not whole.items or (ids and whole.refused):
        click.echo("No package was written.", err=True)
        ctx.exit(1)
    with tempfile.TemporaryDirectory(prefix="ncr-package-", ignore_cleanup_errors=True) as folder:
        made = documents_of(whole, Path(folder), form=form, base=base)
        _make(whole, made, out, register, pdf=not no_pdf, record=not no_record)
    ctx.exit(1 if whole.refused else 0)


def _refuse_place(out: Path, register: Path, *, force: bool) -> None:
    """Raise CannotRun where the package cannot go, before the work is done."""
    from ncr_toolkit.common.errors import CannotRun

    if out.exists() and register.exists() and out.samefile(register):
        raise CannotRun(f"{out} is the register itself; give the package another name.")
    if out.is_dir():
        raise CannotRun(f"{out} is a folder; name the package, for example {out / 'answers.zip'}.")
    if out.exists() and not force:
        raise CannotRun(f"{out} exists already and is left as it is; choose another name, or add --force to replace "
                        "it.")


def _refuse_nothing(findings: Sequence[Finding], register: Path, assessment: Assessment) -> None:
    from ncr_toolkit.common.errors import CannotRun

    if not assessment.findings:
        raise CannotRun(f"No finding was read from {register}; look whether it is the right file.")
    if not findings:
        raise CannotRun(f"No finding in {register} waits for an answer to a body: they are closed, withdrawn or of "
                        "your own audits. Name those that you want to send: "
                        f"ncr package {register} {assessment.findings[0].label}")


def _tell_leaks(whole: Contents, register: Path) -> None:
    """What the evidence takes along, or the body cannot open: told before it leaves the house."""
    from ncr_toolkit.common.text import one_line, plural
    from ncr_toolkit.submission.exclusions import worth_knowing

    said, small = worth_knowing(whole)
    for sentence in said:
        click.echo(one_line(f"! {sentence}"), err=True)
    if small:
        click.echo(f"{plural(small, 'smaller thing')} that the evidence takes along (names, times): "
                   f"`ncr evidence {register}` lists them.", err=True)


def _make(whole: Contents, made: Made, out: Path, register: Path, *, pdf: bool, record: bool) -> None:
    from ncr_toolkit.common.files import put_in_place
    from ncr_toolkit.submission.package import pack

    _pdfs(made, whole, wanted=pdf)
    with put_in_place(out) as part:
        pack(whole, made, part)
        if record:
            _note(whole, made, part, out, register)
    tell(whole, out, out.stat().st_size)


def documents_of(whole: Contents, folder: Path, *, form: Form | None = None, base: Template | None = None) -> Made:
    """The letter and the responses of a package on the page of `base`, and `form` filled for each, written into a
    folder. What a form leaves blank is said."""
    from ncr_toolkit.common.text import one_line
    from ncr_toolkit.submission.package import documents, letter, response

    def watch(items: Sequence[PackedAnswer]) -> Iterable[PackedAnswer]:
        with click.progressbar(items, label="Writing responses", file=sys.stderr, hidden=not watched()) as progress:
            yield from progress

    def filled(item: PackedAnswer) -> bytes:
        assert form is not None
        made = form.fill(whole.assessment.review, item.finding, item.readiness, stage=whole.stage)
        for line in (*made.left, *made.notes):
            click.echo(f"  {one_line(item.id)}, form: {line}", err=True)
        return made.content

    return documents(whole, folder, response=lambda item: response(whole, item, base),
                     form=filled if form is not None else None, letter=letter(whole, base), watch=watch)


def _pdfs(made: Made, whole: Contents, *, wanted: bool) -> None:
    """PDFs where they can be made; where not, that is said: nobody may think that they are in the package."""
    from ncr_toolkit.submission.package import add_pdfs
    from ncr_toolkit.submission.pdf_export import office

    if not wanted:
        return
    program = office()
    if not program:
        click.echo("No PDFs: neither LibreOffice nor Word was found.", err=True)
        return
    if left := add_pdfs(made, program, whole.assessment.review):
        click.echo(f"No PDF could be made of {', '.join(left)}; the Word documents are in the package.", err=True)


def _note(whole: Contents, made: Made, part: Path, out: Path, register: Path) -> None:
    """Take down what the package holds, with its responses, before it gets its name."""
    from ncr_toolkit import __version__
    from ncr_toolkit.runs import sent_log
    from ncr_toolkit.submission.sent_record import of_package

    with sent_log.entry(whole.assessment.review, register, user(), datetime.now().astimezone(), __version__) as line:
        sent_log.note(line, of_package(whole, part, out.name), whole.assessment.review)
        for name, path in made.documents.items():
            line.write(name, path.read_bytes())


def tell(whole: Contents, out: Path, size: int) -> None:
    """Say what was packed, finding by finding; `size` in bytes."""
    from ncr_toolkit.common.text import one_line, plural

    for item in whole.items:
        files = sum(bool(proof.name) for proof in item.proofs)
        links = sum(bool(proof.link) for proof in item.proofs)
        told = plural(files, "file of evidence", "files of evidence")
        told += f", {plural(links, 'link')} (not packed)" if links else ""
        grade = one_line(item.finding.typed("grade"))
        click.echo(f"  {one_line(item.id):<20} {grade:<16} version {item.version}, {told}")
    left = f", {len(whole.refused)} left out" if whole.refused else ""
    click.echo(f"{plural(len(whole.items), 'answer')} packed into {out} ({size / 1e6:.1f} MB), ready for the "
               f"{whole.stage}{left}. `ncr verify {out.name}` tells whether it is whole.")
