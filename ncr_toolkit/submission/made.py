"""The documents of a package while it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

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
    combined: Path | None = None  # all of it as one PDF
    without_combined: str = ""  # why there is none, in a sentence
    code: str = ""  # to be told by another way, once it is packed
