"""What is written into the register itself: the results of a check, and the fingerprints of the evidence.

Never while it is open elsewhere or was saved meanwhile, and never without a copy of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.inplace import back_up, refuse_open, replace
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Level, NotChecked, Problem
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.excel.opc.package import WorkbookPackage, ending, open_package, signature_parts
from ncr_toolkit.excel.patch.check_results import with_results
from ncr_toolkit.excel.patch.fill_cells import with_texts
from ncr_toolkit.excel.patch.signatures import without_signatures


def put_back(register: Path, sha256: str, change: Callable[[WorkbookPackage], bytes], day: date) -> Path | None:
    """Put what `change` makes of the register in its place, after a copy of the day was kept beside it.

    `sha256`: of the register as it was read; `day`: the day on the clock, which the copy is named by. Gives the copy,
    None where there was one of that day. Raises CannotRun where the register is open, was saved meanwhile, or may not
    be written.
    """
    target = register.resolve()
    refuse_open(target)
    package = _as_read(register, sha256)
    if signature_parts(package):
        raise CannotRun(f"{register} is digitally signed, and whatever is written into it would end the signature; "
                        "nothing was written. Have results written into a copy with --marked copy.xlsx; or remove the "
                        "signature in Excel (File > Info > View Signatures), and run again.")
    content = change(package)
    backup = back_up(target, day)
    replace(target, content, sha256)
    return backup


def write_results(assessment: Assessment, register: Path, day: date) -> Path | None:
    """Put the problems into the register's own sheet Check results; gives and raises what `put_back` does."""
    return put_back(register, assessment.review.register.sha256,
                    lambda package: with_results(package, _listed(assessment), _heading(assessment)), day)


def write_marked(assessment: Assessment, register: Path, copy: Path, *, force: bool) -> None:
    """Put the problems into a copy of the register. Raises CannotRun where the copy is the register itself."""
    if copy.exists() and copy.samefile(register):
        raise CannotRun(f"{copy} is the register itself; use --write-back, or give the copy another name.")
    package = _as_read(register, assessment.review.register.sha256)
    if copy.suffix.casefold() != ending(package):
        raise CannotRun(f"{copy} must end in {ending(package)}, as the register does by what it holds: under another "
                        "ending Excel refuses the file.")
    content = with_results(package, _listed(assessment), _heading(assessment))
    write_whole(copy, without_signatures(package, content) if signature_parts(package) else content, force=force)


def write_texts(register: Path, sha256: str, texts: Mapping[Cell, str],
                day: date) -> tuple[Path | None, dict[str, str]]:
    """Put texts into cells of one sheet of the register. Gives what `put_back` does, and the cells that were left as
    they are, each with the reason."""
    sheet, left = next(iter(texts)).sheet, dict[str, str]()

    def filled(package: WorkbookPackage) -> bytes:
        content, rest = with_texts(package, sheet, {cell.ref or "": text for cell, text in texts.items()})
        left.update(rest)
        return content

    return put_back(register, sha256, filled, day), left


def backup_sentence(backup: Path | None) -> str:
    """What there is to say about the copy of the day, after another sentence; '' where none was made."""
    return f" The register as it was before is kept in {backup.name}." if backup else ""


def _as_read(register: Path, sha256: str) -> WorkbookPackage:
    package = open_package(register, str(register))
    if package.sha256 != sha256:
        raise CannotRun(f"{register} was saved by somebody while it was checked; nothing was written. Run again.")
    return package


def _listed(assessment: Assessment) -> list[Problem | NotChecked]:
    """What stands on the sheet: the problems, and below them the checks that could not look."""
    return [*assessment.problems, *assessment.not_checked]


def _heading(assessment: Assessment) -> str:
    """What stands above the results: when, of what, and how many."""
    read = plural(len(assessment.review.register.findings), "finding")
    errors, warnings = (plural(assessment.count(level), level) for level in (Level.ERROR, Level.WARNING))
    left = plural(assessment.left_out, "problem")
    some = f"Only some checks are listed; {left} more found. " if assessment.left_out else ""
    return (f"Check of {assessment.review.today}: {read} read, {errors}, {warnings}, "
            f"{assessment.count(Level.INFO)} to do or to know. {some}A click on 'Where' leads to the cell.")
