"""The results of a check, written into the register itself: what `ncr check --write-back` and `--marked` do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ncr_toolkit.assessment import Assessment
from ncr_toolkit.errors import CannotRun
from ncr_toolkit.files import write_whole
from ncr_toolkit.inplace import back_up, refuse_open, replace
from ncr_toolkit.problem import Level
from ncr_toolkit.text import plural


def write_results(assessment: Assessment, register: Path, marked: Path | None, *, force: bool) -> None:
    """Put the problems into the register, or into the copy `marked` of it, and say what was done. Raises CannotRun."""
    from ncr_toolkit.excel.package import open_package
    from ncr_toolkit.excel.results import with_results

    target = register.resolve()
    if marked is None:
        refuse_open(target)
    elif marked.exists() and marked.samefile(register):
        raise CannotRun(f"{marked} is the register itself; use --write-back, or give the copy another name.")
    package = open_package(register, str(register))
    if package.sha256 != assessment.review.register.sha256:
        raise CannotRun(f"{register} was saved by somebody while it was checked; nothing was written. Run again.")
    content = with_results(package, assessment.problems, _told(assessment))
    if marked is not None:
        write_whole(marked, content, force=force)
        click.echo(f"Written to {marked}: open its sheet Check results.", err=True)
        return
    backup = back_up(target, date.today())
    replace(target, content, package.sha256)
    kept = f" The register as it was before is kept in {backup.name}." if backup else ""
    click.echo(f"Written into {register}: open its sheet Check results.{kept}", err=True)


def _told(assessment: Assessment) -> str:
    """What stands above the results: when, of what, and how many."""
    read = plural(len(assessment.review.register.findings), "finding")
    errors, warnings = (plural(assessment.count(level), level) for level in (Level.ERROR, Level.WARNING))
    left = plural(assessment.left_out, "problem")
    some = f"Only some checks are listed; {left} more found. " if assessment.left_out else ""
    return (f"Check of {assessment.review.today}: {read} read, {errors}, {warnings}, "
            f"{assessment.count(Level.INFO)} to do or to know. {some}A click on 'Where' leads to the cell.")
