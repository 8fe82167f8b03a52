"""How many pages a form takes, blank and filled, where LibreOffice or Word is there to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ncr_toolkit.common.text import plural
from ncr_toolkit.common.unfinished import work_folder
from ncr_toolkit.forms import Form
from ncr_toolkit.submission import pdf_export

NOT_COUNTED = "pages: not checked; they are counted where LibreOffice is found, or Word for a Word form"


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a form before and after it is filled."""

    before: int
    after: int

    def __str__(self) -> str:
        if self.before == self.after:
            return f"pages: {self.before}, as before"
        return f"pages: {plural(self.before, 'page')} become{'s' if self.before == 1 else ''} {self.after}"


def count_pages(form: Form, filled: Sequence[bytes], day: date) -> list[Pages]:
    """The pages of a form as it came, without what led out of it, and each time that it was filled; none where no
    program is there that lays it out, or it did not lay out all."""
    program = pdf_export.office_for(form.suffix)
    if not program or not filled:
        return []
    with work_folder("pages") as folder:
        contents = [form.kind.stamped({}, {}), *map(form.kind.closed, filled)]
        documents = [folder / f"{number}{form.suffix}" for number in range(len(contents))]
        for path, content in zip(documents, contents, strict=True):
            path.write_bytes(content)
        made = pdf_export.convert(documents, folder, program, day)
        if len(made) != len(documents):
            return []
        before, *after = map(_pages, made)
        return [Pages(before, each) for each in after]


def _pages(pdf: Path) -> int:
    from pypdf import PdfReader

    with pdf.open("rb") as stream:
        return len(PdfReader(stream).pages)
