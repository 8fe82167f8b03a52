"""A package made: responses, evidence, letter, index and fingerprints in one zip.

The same register, evidence and day give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ncr_toolkit.core.register import Review
from ncr_toolkit.submission import index_page, index_workbook, pdf_export
from ncr_toolkit.submission.contents import Contents, PackedAnswer
from ncr_toolkit.submission.index_tables import tables, title
from ncr_toolkit.submission.manifest import FILE as MANIFEST
from ncr_toolkit.submission.manifest import SUMS, manifest, sums
from ncr_toolkit.submission.zip_writer import packing
from ncr_toolkit.word.letter import Enclosed, letter_bytes
from ncr_toolkit.word.response import response_bytes
from ncr_toolkit.word.template.template import Template

LETTER = "cover_letter.docx"
Watch = Callable[[Sequence[PackedAnswer]], Iterable[PackedAnswer]]
Write = Callable[[PackedAnswer], bytes]


@dataclass
class Made:
    """The documents of a package, on the disk in a folder of their own."""

    folder: Path
    documents: dict[str, Path] = field(default_factory=dict)  # by name in the package, in its order
    pdfs: dict[str, str] = field(default_factory=dict)  # by the name of the document
    forms: dict[str, str] = field(default_factory=dict)  # the body's form, by the name of the response


def documents(contents: Contents, folder: Path, *, response: Write, form: Write | None = None, letter: bytes,
              watch: Watch = iter) -> Made:
    """Write the letter and the responses (and the body's own form, filled) into `folder`."""
    made = Made(folder)
    _put(made, LETTER, letter)
    for item in watch(contents.items):
        _put(made, item.response, response(item))
        if form is not None:
            name = item.response.removesuffix("_response.docx") + "_form.docx"
            made.forms[item.response] = name
            _put(made, name, form(item))
    return made


def _put(made: Made, name: str, content: bytes) -> None:
    path = made.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    made.documents[name] = path


def add_pdfs(made: Made, program: str, review: Review) -> list[str]:
    """A PDF beside each document; gives the names of those for which none could be made."""
    for folder in dict.fromkeys(path.parent for path in made.documents.values()):
        here = {name: path for name, path in made.documents.items() if path.parent == folder}
        done = set(pdf_export.convert(list(here.values()), folder, program, review.today))
        made.pdfs |= {name: f"{name.removesuffix('.docx')}.pdf" for name, path in here.items()
                      if path.with_suffix(".pdf") in done}
    return [name for name in made.documents if name not in made.pdfs]


def pack(contents: Contents, made: Made, path: Path) -> None:
    """Write the zip. Raises CannotRun where a file cannot be read, was changed meanwhile, or the zip not written."""
    review = contents.assessment.review
    index = tables(contents, made.pdfs, made.forms)
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
        packer.add(MANIFEST, manifest(contents, packer.files.copy(), made.pdfs, made.forms))
        packer.add(SUMS, sums(packer.files))


def letter(contents: Contents, base: Template | None = None) -> bytes:
    """The letter of a package, on the page of `base`."""
    enclosed = [Enclosed(item.finding, item.version, item.replaces, item.response.rpartition("/")[2], len(item.proofs))
                for item in contents.items]
    return letter_bytes(contents.assessment.review, enclosed, contents.stage, base)


def response(contents: Contents, item: PackedAnswer, base: Template | None = None) -> bytes:
    """The response to one finding of a package, on the page of `base`."""
    return response_bytes(contents.assessment.review, item.finding, item.readiness, stage=contents.stage, base=base)
