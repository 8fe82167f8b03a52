"""How many pages a form takes, blank and filled, where LibreOffice or Word is there to tell."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ncr_toolkit.common.text import plural
from ncr_toolkit.submission import pdf_export


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a form before and after it is filled."""

    before: int
    after: int

    def __str__(self) -> str:
        if self.before == self.after:
            return f"pages: {self.before}, as before"
        return f"pages: {plural(self.before, 'page')} become{'s' if self.before == 1 else ''} {self.after}"


def count_pages(blank: bytes, filled: bytes, suffix: str, day: date) -> Pages | None:
    """The pages of a form that ends in `suffix`; None where no program is there that lays it out, or it made none."""
    program = pdf_export.office()
    if not program:
        return None
    with tempfile.TemporaryDirectory(prefix="ncr-pages-", ignore_cleanup_errors=True) as folder:
        documents = [Path(folder) / f"{name}{suffix}" for name in ("before", "after")]
        for path, content in zip(documents, (blank, filled), strict=True):
            path.write_bytes(content)
        made = pdf_export.convert(documents, Path(folder), program, day)
        return Pages(*map(_pages, made)) if len(made) == len(documents) else None


def _pages(pdf: Path) -> int:
    from pypdf import PdfReader

    with pdf.open("rb") as stream:
        return len(PdfReader(stream).pages)
