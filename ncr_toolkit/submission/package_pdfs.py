"""The PDFs of a package: one beside each document, and one with all answers and their evidence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ncr_toolkit.submission import combined_pdf, pdf_export
from ncr_toolkit.submission.annexes import annexes, converted, to_convert
from ncr_toolkit.submission.combined_pdf import Pages
from ncr_toolkit.submission.contents import Contents
from ncr_toolkit.submission.made import LETTER, Made
from ncr_toolkit.word.template.template import Template

_NEEDS = f"No {combined_pdf.FILE} with all answers and their evidence was made: it needs LibreOffice."


def add_pdfs(contents: Contents, made: Made, program: str, template: Template | None = None) -> None:
    """A PDF beside each document, made by that program (LibreOffice, or `word`; '' where none is there), and by
    LibreOffice one with all of them. `Made` tells the rest."""
    day = contents.assessment.review.today
    if not program:
        made.without_pdf = None
        return
    if program == "word":
        pdfs_beside(made, program, day)
        made.without_combined = _NEEDS
        return
    evidence = annexes(contents, made.folder / "annexes", template)
    done = pdfs_beside(made, program, day, also=to_convert(evidence))
    if lacking := [name for name in (LETTER, *(item.response for item in contents.items)) if name not in made.pdfs]:
        made.without_combined = f"No {combined_pdf.FILE} was made, since no PDF could be made of {', '.join(lacking)}."
        return
    pages = Pages((LETTER, _pdf(made, LETTER)), {item.response: _pdf(made, item.response) for item in contents.items},
                  converted(evidence, done))
    _combine(contents, made, pages, program, template)


def pdfs_beside(made: Made, program: str, day: date, also: list[Path] | None = None) -> dict[Path, Path]:
    """A PDF beside each document; and of the documents in `also`, which are given with theirs. The program is started
    once for all of them."""
    flat = made.folder / "as-pdf"
    flat.mkdir()
    names = _names(made)
    for name, copy in names.items():
        shutil.copyfile(made.documents[name], flat / copy)
    done = set(pdf_export.convert([*(flat / copy for copy in names.values()), *(also or ())], flat, program, day))
    for name, copy in names.items():
        if (pdf := (flat / copy).with_suffix(".pdf")) in done:
            shutil.move(pdf, made.documents[name].with_suffix(".pdf"))
            made.pdfs[name] = f"{name.rpartition('.')[0]}.pdf"
    made.without_pdf = [name for name in made.documents if name not in made.pdfs]
    return {each: pdf for each in also or () if (pdf := flat / f"{each.stem}.pdf") in done}


def _names(made: Made) -> dict[str, str]:
    """A name for each document in one folder; in another letter case or folder they may be called the same."""
    return {name: f"{number:05}_{path.name}" for number, (name, path) in enumerate(made.documents.items())}


def _pdf(made: Made, name: str) -> Path:
    return made.documents[name].with_suffix(".pdf")


def _combine(contents: Contents, made: Made, pages: Pages, program: str, template: Template | None) -> None:
    """All of it as one PDF."""
    tries = _paths(made.folder)

    def to_pdf(document: bytes) -> Path:
        path = next(tries)
        path.write_bytes(document)
        pdf_export.convert([path], path.parent, program, contents.assessment.review.today)
        return path.with_suffix(".pdf")

    try:
        content = combined_pdf.combined(contents, pages, to_pdf, template)
    except Exception as error:  # the package is whole without it, and pypdf meets files nobody has met
        made.without_combined = f"No {combined_pdf.FILE} could be made ({type(error).__name__}); all of it is in the " \
                                "package, file by file."
        return
    made.combined = made.folder / combined_pdf.FILE
    made.combined.write_bytes(content)


def _paths(folder: Path) -> Iterator[Path]:
    return (folder / f"contents-{number}.docx" for number in range(9))
