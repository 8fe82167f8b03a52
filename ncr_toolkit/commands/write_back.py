"""What is written into the register itself: the results of a check by `ncr check --write-back` and `--marked`, and
the way in for every command that writes there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.inplace import back_up, refuse_open, replace
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Level

if TYPE_CHECKING:
    from ncr_toolkit.excel.opc.package import WorkbookPackage


def write_results(assessment: Assessment, register: Path, marked: Path | None, *, force: bool) -> None:
    """Put the problems into the register, or into the copy `marked` of it, and say what was done. Raises CannotRun."""
    from ncr_toolkit.excel.patch.check_results import with_results

    def filled(package: WorkbookPackage) -> bytes:
        return with_results(package, assessment.problems, _told(assessment))

    sha256 = assessment.review.register.sha256
    if marked is None:
        kept = put_back(register, sha256, filled)
        click.echo(f"Written into {register}: open its sheet Check results.{kept}", err=True)
        return
    if marked.exists() and marked.samefile(register):
        raise CannotRun(f"{marked} is the register itself; use --write-back, or give the copy another name.")
    write_whole(marked, filled(_as_read(register, sha256)), force=force)
    click.echo(f"Written to {marked}: open its sheet Check results.", err=True)


def put_back(register: Path, sha256: str, change: Callable[[WorkbookPackage], bytes]) -> str:
    """Put what `change` makes of the register in its place, after a copy of the day was kept beside it.

    `sha256`: of the register as it was read. Gives the sentence about the copy, '' where there was one of that day.
    Raises CannotRun where the register is open, was saved meanwhile, or may not be written.
    """
    target = register.resolve()
    refuse_open(target)
    content = change(_as_read(register, sha256))
    backup = back_up(target, date.today())
    replace(target, content, sha256)
    return f" The register as it was before is kept in {backup.name}." if backup else ""


def _as_read(register: Path, sha256: str) -> WorkbookPackage:
    from ncr_toolkit.excel.opc.package import open_package

    package = open_package(register, str(register))
    if package.sha256 != sha256:
        raise CannotRun(f"{register} was saved by somebody while it was checked; nothing was written. Run again.")
    return package


def _told(assessment: Assessment) -> str:
    """What stands above the results: when, of what, and how many."""
    read = plural(len(assessment.review.register.findings), "finding")
    errors, warnings = (plural(assessment.count(level), level) for level in (Level.ERROR, Level.WARNING))
    left = plural(assessment.left_out, "problem")
    some = f"Only some checks are listed; {left} more found. " if assessment.left_out else ""
    return (f"Check of {assessment.review.today}: {read} read, {errors}, {warnings}, "
            f"{assessment.count(Level.INFO)} to do or to know. {some}A click on 'Where' leads to the cell.")
