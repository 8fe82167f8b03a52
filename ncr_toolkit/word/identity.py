"""What a response carries with it, unseen, so that what comes back is known again: whose answer it is, and how it read.

Custom document properties: ECMA-376 Part 1, 22.3. Word and LibreOffice keep them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.runs.sent_compare import print_of, rows_of, version
from ncr_toolkit.word.blocks import escaped

PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of the properties that users define
_PREFIX = "ncr."
_FIRST = 2  # the number of the first property; 0 and 1 are taken


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose answer a document is. A property that is not there is ''."""

    finding: str = ""
    register: str = ""  # its Register ID
    version: str = ""
    stage: str = ""  # what it was made to serve as: "plan" or "proof"
    answer: str = ""  # the fingerprint of what the register said
    text: str = ""  # the fingerprint of what the document says, the body's own block apart


def identity(finding: Finding, review: Review, purpose: Purpose) -> Identity:
    """What the response to a finding carries, but for the fingerprint of its text."""
    return Identity(finding.typed("id") or finding.label, review.register.settings.typed("id"),
                    str(version(finding, review)), str(purpose), print_of(rows_of(finding, review)))


def add_place(document: WordDocument) -> None:
    """Give a document, which has no properties of its own, the part in which it is to stand."""
    package = document.part.package
    package.relate_to(Part(PackURI(f"/{PART}"), _TYPE, b"", package), _KIND)


def stamp(known: Identity) -> bytes:
    """It as the content of that part."""
    pairs = ((field.name, getattr(known, field.name)) for field in fields(known))
    listed = "".join(f'<property fmtid="{_SET}" pid="{number}" name="{_PREFIX}{name}"><vt:lpwstr>{escaped(value)}'
                     "</vt:lpwstr></property>" for number, (name, value) in enumerate(pairs, _FIRST))
    return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_SPACE}" '
            f'xmlns:vt="{_VALUES}">{listed}</Properties>').encode()


def read_back(properties: Mapping[str, str]) -> Identity:
    """What the properties of a document say; all '' where it is none of ours."""
    return Identity(**{field.name: properties.get(f"{_PREFIX}{field.name}", "") for field in fields(Identity)})
