"""A package made: responses, evidence, letter, index and fingerprints in one zip.

The same register, evidence and day give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.files import put_in_place
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.common.unfinished import work_folder
from ncr_toolkit.core.register import Review
from ncr_toolkit.forms import Form
from ncr_toolkit.submission import index_page, index_workbook, pdf_export
from ncr_toolkit.submission.contents import Contents
from ncr_toolkit.submission.evidence_files import links
from ncr_toolkit.submission.index_tables import tables, title
from ncr_toolkit.submission.manifest import FILE as MANIFEST
from ncr_toolkit.submission.manifest import SUMS, code, manifest, sums
from ncr_toolkit.submission.responses import remarks, response
from ncr_toolkit.submission.sent_record import SentRecord
from ncr_toolkit.submission.zip_writer import packing
from ncr_toolkit.word.letter import Enclosed, letter_bytes
from ncr_toolkit.word.template.template import Template

LETTER = "cover_letter.docx"


@dataclass
class Made:
    """The documents of a package, on the disk in a folder of their own."""

    folder: Path
    documents: dict[str, Path] = field(default_factory=dict)  # by name in the package, in its order
    pdfs: dict[str, str] = field(default_factory=dict)  # by the name of the document
    forms: dict[str, str] = field(default_factory=dict)  # the body's form, by the name of the response
    annexed: set[str] = field(default_factory=set)  # responses that are the annex of the body's form
    remarks: list[tuple[str, str]] = field(default_factory=list)  # an id, and what its form leaves blank
    without_pdf: list[str] | None = field(default_factory=list)  # names; None: no program makes PDFs here
    code: str = ""  # to be told by another way, once it is packed


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
            add_pdfs(made, pdf_export.office(), contents.assessment.review)
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


def add_pdfs(made: Made, program: str, review: Review) -> None:
    """A PDF beside each document, made by that program; '' where none is there. `Made.without_pdf` tells the rest."""
    if not program:
        made.without_pdf = None
        return
    for folder in dict.fromkeys(path.parent for path in made.documents.values()):
        here = {name: path for name, path in made.documents.items() if path.parent == folder}
        done = set(pdf_export.convert(list(here.values()), folder, program, review.today))
        made.pdfs |= {name: f"{name.rpartition('.')[0]}.pdf" for name, path in here.items()
                      if path.with_suffix(".pdf") in done}
    made.without_pdf = [name for name in made.documents if name not in made.pdfs]


def pack(contents: Contents, made: Made, path: Path) -> None:
    """Write the zip. Raises CannotRun where a file cannot be read, was changed meanwhile, or the zip not written."""
    review = contents.assessment.review
    index = tables(contents, made.pdfs, made.forms, made.annexed)
    book = index_workbook.index_book(index, title(contents), review.register.settings.typed("organisation"),
                                     review.today)
    with packing(path, review.today) as packer:
        for name, document in made.documents.items():
            packer.copy(name, document)
            if name in made.pdfs:
                packer.copy(made.pdfs[name], document.with_suffix(".pdf"))
        for item in contents.items:
            for proof in item.proofs:
                if proof.path is not None:
                    packer.copy(proof.name, proof.path, proof.sha256)
        packer.add(index_workbook.FILE, book)
        packer.add(index_page.FILE, index_page.index_page(contents, index))
        listed = packer.add(MANIFEST, manifest(contents, packer.files.copy(), made.pdfs, made.forms))
        made.code = code(listed.sha256)
        packer.add(SUMS, sums(packer.files))


def letter(contents: Contents, template: Template | None = None) -> bytes:
    """The letter of a package, on the pages of `template`."""
    enclosed = [Enclosed(item.finding, item.readiness, item.version, item.replaces,
                         item.response.rpartition("/")[2], len(item.proofs))
                for item in contents.items]
    return letter_bytes(contents.assessment.review, enclosed, template)
