"""What is written into the register itself: the results of a check, fingerprints of the evidence, the body's replies.

Never while it is open elsewhere or was saved meanwhile, and never without a copy of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.inplace import back_up, refuse_open, replace, write_workbook
from ncr_toolkit.common.output_paths import is_same, real
from ncr_toolkit.common.packages.replace_parts import with_parts
from ncr_toolkit.common.text import plural
from ncr_toolkit.common.unfinished import clear_away
from ncr_toolkit.core.alike import many_alike
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.excel.opc.package import WorkbookPackage, ending, open_package, signature_parts
from ncr_toolkit.excel.patch.check_results import with_results
from ncr_toolkit.excel.patch.fill_cells import Value, filled_part
from ncr_toolkit.excel.patch.free_rows import FreeRows, grown_table
from ncr_toolkit.excel.patch.hidden_sheet import HiddenSheet, with_hidden_sheet
from ncr_toolkit.excel.patch.language import formulas_of, in_its_words
from ncr_toolkit.excel.patch.result_rows import Listed, Sendable
from ncr_toolkit.excel.patch.signatures import without_signatures
from ncr_toolkit.excel.patch.workbook_parts import computed_anew
from ncr_toolkit.runs.kept_folders import refuse_kept


def put_back(register: Path, sha256: str, change: Callable[[WorkbookPackage], bytes], day: date) -> Path | None:
    """Put what `change` makes of the register in its place, after a copy of the day was kept beside it.

    `sha256`: of the register as it was read; `day`: the day on the clock, which the copy is named by. Gives the copy,
    None where there was one of that day. Raises CannotRun where the register is open, was saved meanwhile, or may not
    be written.
    """
    target = real(register)
    refuse_kept(target)
    refuse_open(target)
    package = _as_read(register, sha256)
    if signature_parts(package):
        raise CannotRun(f"{register} is digitally signed, and whatever is written into it would end the signature; "
                        "nothing was written. Have results written into a copy with --marked copy.xlsx; or remove the "
                        "signature in Excel (File > Info > View Signatures), and run again.")
    content = change(package)
    backup = back_up(target, package.data, day, _is_register)
    replace(target, content, sha256)
    return backup


def nothing_to_write(register: Path) -> None:
    """Take away what an earlier run that was broken off has left beside the register: nothing else would do it."""
    clear_away(real(register).parent)


def _is_register(copy: Path) -> bool:
    """Whether a file is a whole workbook with findings, as a copy of a register is."""
    try:
        package = open_package(copy, str(copy))
        package.refuse_damaged()
    except CannotRun:
        return False
    return Finding.SHEET.name in {sheet.name for sheet in package.sheets}


def write_results(assessment: Assessment, register: Path, day: date) -> Path | None:
    """Put the problems into the register's own sheet Check results; gives and raises what `put_back` does."""
    return put_back(register, assessment.review.register.sha256,
                    lambda package: _with_results(assessment, package), day)


def write_marked(assessment: Assessment, register: Path, copy: Path, day: date, *, force: bool) -> Path | None:
    """Put the problems into a copy of the register. Gives what `write_workbook` does. Raises CannotRun where the copy
    is the register itself."""
    if is_same(copy, register):
        raise CannotRun(f"{copy} is the register itself; use --write-back, or give the copy another name.")
    package = _as_read(register, assessment.review.register.sha256)
    if copy.suffix.casefold() != ending(package):
        raise CannotRun(f"{copy} must end in {ending(package)}, as the register does by what it holds: under another "
                        "ending Excel refuses the file.")
    content = _with_results(assessment, package)
    return write_workbook(copy, without_signatures(package, content) if signature_parts(package) else content, day,
                          force=force)


def _with_results(assessment: Assessment, package: WorkbookPackage) -> bytes:
    return with_results(package, _listed(assessment), _heading(assessment),
                        assessment.review.register.settings.workbook_language)


Values = Mapping[Cell, Value]
"""What is to stand in which cells."""


def write_cells(register: Path, read: Register, values: Values, day: date, new: Sequence[FreeRows] = (),
                may_stay: Collection[Cell] = (), hidden: HiddenSheet | None = None) \
        -> tuple[Path | None, dict[Cell, str]]:
    """Put values into cells of several sheets of the register, which was `read` before, all or none; a choice as the
    language of the workbook has it. The rows `new` are made where they are not
    there, and a sheet that nobody sees is replaced or added. All formulas are computed anew when the workbook is
    opened: they go by these cells. Gives what `put_back` does, and which of the cells `may_stay` were left as they are,
    each with the reason. Raises CannotRun also where another cell cannot take its value."""
    left: dict[Cell, str] = {}

    def filled(package: WorkbookPackage) -> bytes:
        content, rest = _filled(package, values, {rows.sheet: (rows, formulas_of(rows, read)) for rows in new}, hidden)
        left.update(rest)
        for cell in rest.keys() - set(may_stay):
            raise CannotRun(f"{register} is left as it is: nothing can be written into {cell}, because {rest[cell]}. "
                            "Mend that cell, and run again.")
        return content

    values = in_its_words(values, read, new)
    return put_back(register, read.sha256, filled, day), left


def _filled(package: WorkbookPackage, values: Values, new: Mapping[str, tuple[FreeRows, Mapping[str, str]]],
            hidden: HiddenSheet | None) -> tuple[bytes, dict[Cell, str]]:
    """The workbook with these values, and the cells left alone, each with the reason. `new`: rows by their sheet, with
    their formulas."""
    sheets: dict[str, dict[str, Value]] = {}
    for cell, value in values.items():
        sheets.setdefault(cell.sheet, {})[cell.ref or ""] = value
    changes = with_hidden_sheet(package, hidden) if hidden is not None else {}
    for rows, _ in new.values():
        changes |= grown_table(package, rows)
    left = dict[Cell, str]()
    for sheet, own in sheets.items():
        fresh, formulas = new.get(sheet, (None, None))
        path, content, rest = filled_part(package, sheet, own, fresh.numbers if fresh else (), formulas)
        left |= {Cell(sheet, ref): why for ref, why in rest.items()}
        changes |= {path: content} if content is not None else {}
    changes = computed_anew(package) | changes if changes else changes
    return with_parts(package.data, changes) if changes else package.data, left


def _as_read(register: Path, sha256: str) -> WorkbookPackage:
    package = open_package(register, str(register))
    if package.sha256 != sha256:
        raise CannotRun(f"{register} was saved by somebody while it was checked; nothing was written. Run again.")
    package.refuse_damaged()
    return package


def _listed(assessment: Assessment) -> list[Listed]:
    """What stands on the sheet: which answers are ready to be sent, what many cells share, then every problem, and
    below them the checks that could not look."""
    ready = [Sendable(finding.cell("id"), finding.label) for finding in assessment.listed
             if assessment.can_be_sent(finding)]
    return [*ready, *many_alike(assessment.problems), *assessment.problems, *assessment.not_checked]


def _heading(assessment: Assessment) -> str:
    """What stands above the results: when, of what, and how many."""
    read = plural(len(assessment.review.register.findings), "finding")
    errors, warnings = (plural(assessment.count(level), level) for level in (Level.ERROR, Level.WARNING))
    left = plural(assessment.left_out, "problem")
    some = f"Only a part is listed; {left} more found. " if assessment.left_out else ""
    shared = " What many cells share stands first, and each of them below." if many_alike(assessment.problems) else ""
    return (f"Check of {assessment.review.today}: {read} read, {errors}, {warnings}, "
            f"{assessment.count(Level.INFO)} info. {some}A click on 'Where' leads to the cell.{shared}")
