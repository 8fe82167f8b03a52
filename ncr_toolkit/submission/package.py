"""A package made: responses, evidence, letter, index and fingerprints in one zip.

The same register, evidence and day give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.files import put_in_place
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.common.translation import speaking
from ncr_toolkit.common.unfinished import work_folder
from ncr_toolkit.forms import Form
from ncr_toolkit.submission import combined_pdf, index_page, index_workbook, pdf_export
from ncr_toolkit.submission.contents import Contents
from ncr_toolkit.submission.evidence_files import links
from ncr_toolkit.submission.index_tables import tables, title
from ncr_toolkit.submission.made import LETTER, Made
from ncr_toolkit.submission.manifest import FILE as MANIFEST
from ncr_toolkit.submission.manifest import SUMS, code, manifest, sums
from ncr_toolkit.submission.package_pdfs import add_pdfs
from ncr_toolkit.submission.responses import remarks, response
from ncr_toolkit.submission.sent_record import SentRecord
from ncr_toolkit.submission.zip_writer import packing
from ncr_toolkit.word.letter import Enclosed, letter_bytes
from ncr_toolkit.word.template.template import Template


def make(contents: Contents, path: Path, *, form: Form | None = None, template: Template | None = None,
         annex: bool = False, pdf: bool = True, record: SentRecord | None = None, force: bool = False,
         progress: Progress = SILENT) -> Made:
    """Write a package of these contents to `path`, whole or not at all.

    The responses and the letter stand on the pages of `template` (ours without one); `form` is filled for each answer
    and lies beside it. `record`: where it is taken down as made to be sent. `force`: also over a file that is there.
    `Made` tells what was made; its folder is gone by then. Raises CannotRun where a file cannot be read, was changed
    meanwhile, or the package not written.
    """
    with plainly(path), work_folder("package") as folder:
        made = documents(contents, folder, form=form, template=template, annex=annex, progress=progress)
        if pdf:
            add_pdfs(contents, made, pdf_export.office(), template)
        with put_in_place(path, force=force) as part:
            pack(contents, made, part.path)
            if record is not None:
                record.take_down_package(contents, made.documents, part, force=force)
    return made


def documents(contents: Contents, folder: Path, *, form: Form | None = None, template: Template | None = None,
              annex: bool = False, progress: Progress = SILENT) -> Made:
    """Write the letter and the responses (and the body's own form, filled) into `folder`. `annex`: the form refers to
    the response for what does not fit into it."""
    made = Made(folder)
    assessment = contents.assessment
    _put(made, LETTER, letter(contents, template))
    for item in progress.each(contents.items, "Writing responses"):
        _put(made, item.response, response(assessment, item.finding, item.purpose, template=template,
                                          files=links(item.proofs))[0])
        if form is not None:
            name = f"{item.response.removesuffix('_response.docx')}_form{form.suffix}"
            made.forms[item.response] = name
            filled = form.fill(assessment.review, item.finding, item.readiness, purpose=item.purpose, beside=True,
                               annex=item.response.rpartition("/")[2] if annex else "")
            _put(made, name, filled.content)
            made.annexed |= {item.response} if filled.annexed else set()
            made.remarks += [(item.id, remark) for remark in remarks(filled)]
    return made


def _put(made: Made, name: str, content: bytes) -> None:
    path = made.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    made.documents[name] = path


def pack(contents: Contents, made: Made, path: Path) -> None:
    """Write the zip. Raises CannotRun where a file cannot be read, was changed meanwhile, or the zip not written."""
    with speaking(contents.assessment.review.document_language):
        _pack(contents, made, path)


def _pack(contents: Contents, made: Made, path: Path) -> None:
    review = contents.assessment.review
    index = tables(contents, made.pdfs, made.forms, made.annexed)
    book = index_workbook.index_book(index, title(contents), review.register.settings.typed("organisation"),
                                     review.today)
    with packing(path, review.today) as packer:
        for name, document in made.documents.items():
            packer.copy(name, document)
            if name in made.pdfs:
                packer.copy(made.pdfs[name], document.with_suffix(".pdf"))
        if made.combined is not None:
            packer.copy(combined_pdf.FILE, made.combined)
        for item in contents.items:
            for proof in item.proofs:
                if proof.path is not None:
                    packer.copy(proof.name, proof.path, proof.sha256)
        packer.add(index_workbook.FILE, book)
        whole = combined_pdf.FILE if made.combined is not None else ""
        packer.add(index_page.FILE, index_page.index_page(contents, index, whole, _letters(made)))
        listed = packer.add(MANIFEST, manifest(contents, packer.files.copy(), made.pdfs, made.forms, whole))
        made.code = code(listed.sha256)
        packer.add(SUMS, sums(packer.files))


def _letters(made: Made) -> list[str]:
    """The names of the letter: the PDF first, where there is one."""
    return [*([made.pdfs[LETTER]] if LETTER in made.pdfs else []), LETTER]


def letter(contents: Contents, template: Template | None = None) -> bytes:
    """The letter of a package, on the pages of `template`."""
    enclosed = [Enclosed(item.finding, item.readiness, item.version, item.replaces,
                         item.response.rpartition("/")[2], len(item.proofs))
                for item in contents.items]
    return letter_bytes(contents.assessment.review, enclosed, template)
