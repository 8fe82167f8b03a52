"""`ncr evidence`: the evidence folder looked after before it leaves the house."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ncr_toolkit.commands.shared import (
    PathArgument,
    look,
    own_folders,
    refuse_in_use,
    register_argument,
    show,
    today_option,
    watched,
)
from ncr_toolkit.report.registry import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncr_toolkit.common.folder import Fingerprints
    from ncr_toolkit.core.model import Evidence
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.evidence.folder_files import FolderFile
    from ncr_toolkit.evidence.survey import EvidenceSurvey


@click.command("evidence")
@register_argument
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(list(EVIDENCE)), default="text", show_default=True,
              help="How to report; csv is the index, with rows to paste for files that no row names.")
@click.option("-o", "--output", type=PathArgument(), help="Write the report to this file.")
@click.option("--force", is_flag=True, help="Replace the file of -o if it exists.")
@click.option("--write-back", is_flag=True, help="Write missing fingerprints into the register's own sheet Evidence.")
@today_option
@click.pass_context
def command(ctx: click.Context, register: Path, ids: tuple[str, ...], form: str, output: Path | None, force: bool,
            write_back: bool, today: date) -> None:
    """Look after the evidence folder before it leaves the house.

    For all evidence, or that of the findings or evidence whose ID is named: files that are missing, changed, empty,
    copied, locked or named by no row, names that break on Windows, and what photos, Office files, PDFs and e-mails tell
    about people and places. A fingerprint that is recorded is never replaced. The files are never changed.

    \b
    Exit code 0: nothing must be mended. 1: something must, or there was nothing to look at. 2: could not run.

    \b
    Example:
      ncr evidence findings.xlsx
      ncr evidence findings.xlsx NC-2026-03
      ncr evidence findings.xlsx --write-back
      ncr evidence findings.xlsx --format csv -o index.csv
    """
    review = look(register, today)
    if output is not None:
        refuse_in_use(output, folders=own_folders(register, review))
    found = survey_of(review, ids)
    width = shutil.get_terminal_size().columns if output is None and sys.stdout.isatty() else 110
    show(EVIDENCE[form](found, min(width, 110)), output, force=force, sources=(register,))
    if write_back:
        record(found, register)
    ctx.exit(1 if found.errors or found.nothing else 0)


def survey_of(review: Review, ids: tuple[str, ...]) -> EvidenceSurvey:
    """Everything there is to say about the evidence, or that of some findings. Raises CannotRun for unknown ids."""
    from ncr_toolkit.checks.proofs import fingerprints
    from ncr_toolkit.checks.run import run
    from ncr_toolkit.evidence.folder_files import walk
    from ncr_toolkit.evidence.survey import CHECKS, concerns, files_to_read, is_of_a_row, survey

    proofs = choose(review, ids)
    shelf = walk(review.folder or Path())
    _read(files_to_read(shelf, proofs, review), review.once(fingerprints))
    rows = {proof.at.row for proof in proofs}
    problems = [each for each in run(review, (*CHECKS, "CEL", "WBK")) if concerns(each)
                and (not ids or (is_of_a_row(each) and each.order[1] in rows))]

    def watching(items: list[FolderFile]) -> Iterable[FolderFile]:
        with click.progressbar(items, label="Looking into the files", file=sys.stderr, hidden=not watched()) as bar:
            yield from bar

    return survey(review, shelf, proofs, review.once(fingerprints), problems, whole=not ids, watch=watching)


def _read(files: dict[Path, int], prints: Fingerprints) -> None:
    """Take the fingerprint of every file, each once; large ones are read in pieces."""
    from ncr_toolkit.common.folder import fingerprint

    with click.progressbar(length=sum(files.values()), label="Reading the files", file=sys.stderr,
                           hidden=not watched()) as bar:
        for path in files:
            prints[path] = fingerprint(path, bar.update)


def choose(review: Review, ids: tuple[str, ...]) -> list[Evidence]:
    """The rows of these findings, or with these ids; all without any. Raises CannotRun for an id there is not."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.common.names import fold, nearest
    from ncr_toolkit.core.model import Evidence

    every = review.register.all(Evidence)
    known = {fold(proof.typed("id")): proof.typed("id") for proof in every}
    known |= {fold(finding.typed("id")): finding.typed("id") for finding in review.register.findings}
    for id in ids:
        if not fold(id) or fold(id) not in known:
            meant = nearest(id, [name for name in known.values() if name])
            raise CannotRun(f"There is no finding or evidence {id!r} in {review.register.path}"
                            f"{f'; did you mean {meant}' if meant else ''}.")
    asked = set(map(fold, ids))
    return [proof for proof in every if not ids or asked & {fold(proof.typed("id")), fold(proof.typed("finding"))}]


def record(found: EvidenceSurvey, register: Path) -> None:
    """Write the missing fingerprints into the register, and say what was done. Raises CannotRun."""
    from ncr_toolkit.commands.write_back import put_back
    from ncr_toolkit.common.text import plural
    from ncr_toolkit.excel.opc.package import WorkbookPackage
    from ncr_toolkit.excel.patch.fill_cells import with_texts

    new = {each.proof.cell("sha256"): each.sha256 for each in found.recordable() if each.proof.cell("sha256").ref}
    if not new:
        click.echo("No fingerprint was missing; nothing was written.", err=True)
        return
    sheet, left = next(iter(new)).sheet, dict[str, str]()

    def filled(package: WorkbookPackage) -> bytes:
        content, rest = with_texts(package, sheet, {cell.ref or "": sha256 for cell, sha256 in new.items()})
        left.update(rest)
        return content

    kept = put_back(register, found.review.register.sha256, filled)
    for cell, why in left.items():
        click.echo(f"{sheet}!{cell} was left as it is: {why}.", err=True)
    click.echo(f"{plural(len(new) - len(left), 'fingerprint')} written into the sheet {sheet} of {register}.{kept}",
               err=True)
