"""`ncr demo`: the whole tour on the sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.options import PathArgument
from ncr_toolkit.commands.terminal import Bars, assess, say
from ncr_toolkit.common.shell import to_type

if TYPE_CHECKING:
    from ncr_toolkit.core.assessment import Assessment

REPORTS = ("check.txt", "check.html")
PACKAGE = "answers.zip"


@click.command("demo")
@click.argument("folder", type=PathArgument(), default=Path("ncr-demo"), metavar="[DIR]", help="The folder for it.  "
                "[default: ncr-demo]")
@click.option("--force", is_flag=True, help="Replace files in DIR that were changed since ncr wrote them.")
def command(folder: Path, force: bool) -> None:
    """Show the tool at work on a fictional company.

    Writes its filled register with the evidence to DIR (ncr-demo) and runs the tour on it: check, due, responses, a
    report and a package.

    \b
    Example:
      ncr demo
    """
    from ncr_toolkit.common.output_folder import OutputFolder
    from ncr_toolkit.demo.sample import TODAY, sample_files
    from ncr_toolkit.report import check_html, check_text, due
    from ncr_toolkit.runs.kept_folders import refuse_kept
    from ncr_toolkit.submission.messages import written_lines
    from ncr_toolkit.submission.responses import write_responses

    refuse_kept(folder)
    files = sample_files()
    register = folder / "register.xlsx"
    with OutputFolder(folder, force=force) as out, OutputFolder(folder / "responses", force=force) as responses:
        out.refuse_changed([*files, *REPORTS, PACKAGE], lambda name: files.get(name, b""))
        for name, content in files.items():
            out.write(name, content)
        out.put()
        click.echo(f"The sample is a fictional company's register, read as on {TODAY}.\n")

        assessment = assess(register, TODAY)
        assessment.review.register.path = register.name  # the reports lie beside it
        click.echo(f"$ {to_type('check', register)}")
        click.echo("\n".join(check_text.closing(assessment)))
        out.write("check.txt", check_text.report(assessment).encode())
        out.write("check.html", check_html.report(assessment).encode())
        click.echo(f"\n$ {to_type('due', register)}")
        click.echo(due.report(assessment, gaps=False), nl=False)

        click.echo(f"\n$ {to_type('respond', register)}")
        written = write_responses(assessment, assessment.answered, responses, progress=Bars())
        say(written_lines(written, gaps=False))
        click.echo(f"\n$ {to_type('package', register, '-o', folder / PACKAGE)}")
        out.write(PACKAGE, _package(assessment, folder))
    click.echo(_open(folder))


def _package(assessment: Assessment, folder: Path) -> bytes:
    """The answers that are ready, as `ncr package` packs them; what is not ready was told above."""
    from ncr_toolkit.common.disk import plainly
    from ncr_toolkit.common.unfinished import work_folder
    from ncr_toolkit.submission.contents import contents, waiting
    from ncr_toolkit.submission.messages import packed_lines
    from ncr_toolkit.submission.package import make

    whole = contents(assessment, waiting(assessment))
    with plainly(folder), work_folder("demo") as place:
        path = place / PACKAGE
        made = make(whole, path, pdf=False, progress=Bars())
        say(packed_lines(whole, folder / PACKAGE, path.stat().st_size, made.code))
        return path.read_bytes()


def _open(folder: Path) -> str:
    return f"""
Now open:
  {folder / 'register.xlsx'}     the register: begin on the sheet 'Start here'
  {folder / 'check.html'}        what the check found, with the cells
  {folder / 'responses'}         one Word response a finding; DRAFT where something is missing
  {folder / PACKAGE}       what is ready, packed for the certification body: begin with index.html
Then make your own: ncr new findings.xlsx"""
