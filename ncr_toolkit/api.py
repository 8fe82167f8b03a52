"""What a program may call: a register read, judged, answered and packed, without a command line.

Everything here is importable from `ncr_toolkit` itself. Nothing prints, asks or reads the clock. What is wrong with
the input is raised as `CannotRun`, whose text is one plain sentence for the person who filled it in; anything else
that is raised is a fault of this library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.folder import fingerprint
from ncr_toolkit.common.output_paths import refuse_existing, refuse_in_use, refuse_workbook
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.folder_files import walk
from ncr_toolkit.evidence.register_rows import rows_of_ids
from ncr_toolkit.evidence.survey import CHECKS, EvidenceSurvey, concerns, files_to_read, is_of_a_row, survey
from ncr_toolkit.forms import Form
from ncr_toolkit.reply.returned import Returned, read_returned
from ncr_toolkit.runs.kept_folders import refuse_kept
from ncr_toolkit.submission import package as packages
from ncr_toolkit.submission import responses
from ncr_toolkit.submission.contents import contents, waiting
from ncr_toolkit.submission.sent_record import SentRecord
from ncr_toolkit.word.template import template as templates
from ncr_toolkit.word.template.template import Template


@dataclass(frozen=True)
class PackageResult:
    """What became of a package."""

    path: Path | None  # None: nothing was written
    findings: tuple[str, ...]  # the ids of the answers in it
    refused: dict[str, tuple[str, ...]]  # the findings that are not in it, by id, each with every reason
    remarks: tuple[str, ...] = ()  # what the body's form leaves blank, in sentences
    letter_lacks: tuple[str, ...] = ()  # what its letter needs and does not say, with the cell: not ready to be sent


def load_template(path: Path | str | None = None, *, paper: str = "A4") -> Template:
    """The pages that Word documents are written on: those of a company's template (.docx, .dotx) at `path`, or ours
    on `paper` ("A4" or "Letter"). Raises CannotRun where the file is no such template."""
    if paper not in ("A4", "Letter"):
        raise CannotRun(f"There is no paper {paper!r}; it is A4 or Letter.")
    return templates.load(Path(path)) if path else templates.own_template(paper)


def load_form(path: Path | str, mapping: Path | str | None = None) -> Form:
    """A form of the certification body (.docx, .xlsx, .xlsm), read once, to be filled for any number of findings.

    `mapping` is a TOML file that says what labels mean that are not known. Raises CannotRun where the file is no Word
    document or Excel workbook, or holds nothing that could be filled.
    """
    return responses.load_form(Path(path), Path(mapping) if mapping else None)


def respond(assessment: Assessment, finding: Finding | str, *, stage: str = "", form: Form | None = None,
            template: Template | None = None) -> bytes:
    """The Word response to one finding, given as it is or by its id: the bytes of a .docx, or of a file that ends in
    `form.suffix`.

    `stage` is what it is to be ready for, "plan" or "proof"; without it, what is wanted now: of a Minor its plan until
    the body has accepted it, of a Major both. Where `assessment.readiness(finding)` says that it is not, every page
    says DRAFT and the first lists what is missing. `form` is filled instead of our own pages; else it stands on the
    pages of `template` and speaks `assessment.review.document_language` (set `documents_in` of that for another). The
    same register and day give the same bytes. Raises CannotRun for an id that there is not.
    """
    one = assessment.choose([finding])[0] if isinstance(finding, str) else finding
    return responses.response(assessment, one, _purpose(stage), form=form, template=template)[0]


def package(assessment: Assessment, out: Path | str, findings: Iterable[Finding | str] = (), *, stage: str = "",
            form: Form | None = None, template: Template | None = None, pdf: bool = False,
            record: SentRecord | None = None, overwrite: bool = False, progress: Progress = SILENT) -> PackageResult:
    """Pack the answers for the certification body into the zip `out`: letter, responses, evidence, index, checksums.

    `findings`, given as they are or by their ids, must all be ready for `stage` (as in `respond`), or nothing is
    written; without any, those that the body waits for and that are ready. `pdf`: with PDFs, where LibreOffice or Word
    is there. `record`: note beside the register, word for word, what was made to be sent. An existing file is replaced
    only with `overwrite`, and no file that counts as evidence or as a record ever. The package is whole or not there.
    Where `letter_lacks` names something, its letter is marked DRAFT: it is not ready to be sent. Raises CannotRun.
    """
    path, register = Path(out), Path(assessment.review.register.path)
    refuse_existing(path, force=overwrite, example="answers.zip", otherwise="give overwrite=True")
    refuse_in_use(path, register)
    refuse_workbook(path)
    refuse_kept(path, assessment.review)
    chosen = _chosen(assessment, findings)
    whole = contents(assessment, chosen or waiting(assessment), _purpose(stage))
    refused = {each.finding.label: each.gaps for each in whole.refused}
    lacks = {item.id: why for item in whole.items
             if (why := responses.lacking(assessment, item.finding, item.purpose, form, beside=True))}
    refused |= lacks
    if not whole.items or (chosen and refused) or lacks:
        return PackageResult(None, (), refused)
    made = packages.make(whole, path, form=form, template=template, pdf=pdf, record=record,
                         force=overwrite, progress=progress)
    return PackageResult(path, tuple(item.id for item in whole.items), refused,
                  tuple(f"{id}: {remark}" for id, remark in made.remarks),
                  tuple(f"{part.what} ({part.cell})" for part in whole.letter_lacks if part.needed))


def read_reply(assessment: Assessment, path: Path | str, finding: str = "",
               mapping: Path | str | None = None) -> Returned:
    """What the certification body wrote into the document at `path`: our response, or its own form.

    Nothing is written: `Returned.entries` is what it would enter into the register, where `Returned.enters`.
    `finding` is the id that it answers, where the document does not say it; `mapping` is a TOML file whose table
    [reply] says what words of the body's form mean. Raises CannotRun for what cannot be read, and what is no answer.
    """
    return read_returned(Path(path), assessment.review, finding, Path(mapping) if mapping else None)


def _chosen(assessment: Assessment, findings: Iterable[Finding | str]) -> list[Finding]:
    """Each finding once, whether it is given as it is or by its id."""
    every = [findings] if isinstance(findings, str) else list(findings)
    found = [assessment.choose([each])[0] if isinstance(each, str) else each for each in every]
    return list({finding.at.row: finding for finding in found}.values())


def _purpose(stage: str) -> Purpose | None:
    if not stage:
        return None
    if stage not in (Purpose.PLAN, Purpose.PROOF):
        raise CannotRun(f"There is no stage {stage!r}; it is plan or proof.")
    return Purpose(stage)


def survey_evidence(review: Review, ids: Sequence[str] = (), *, progress: Progress = SILENT) -> EvidenceSurvey:
    """Look after the evidence folder of a register: files that are missing, changed, copied, locked or named by no
    row, and what they tell about people and places. `ids`: of findings or evidence, for only theirs.

    No file is changed. Raises CannotRun for an id that there is not.
    """
    proofs = rows_of_ids(review, [ids] if isinstance(ids, str) else ids)
    shelf = walk(review.folder or Path())
    files = files_to_read(shelf, proofs, review)
    with progress.amount(sum(files.values()), "Reading the files") as read:
        for path in files:
            review.fingerprints[path] = fingerprint(path, read)
    rows = {proof.at.row for proof in proofs}
    problems = [each for each in run(review, (*CHECKS, "CEL", "WBK")) if concerns(each)
                and (not ids or (is_of_a_row(each) and each.order[1] in rows))]
    return survey(review, shelf, proofs, review.fingerprints, problems, whole=not ids, progress=progress)
