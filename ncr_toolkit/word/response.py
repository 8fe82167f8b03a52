"""The Word response to one finding."""

from __future__ import annotations

from collections.abc import Sequence

from ncr_toolkit.common.files import unique_names
from ncr_toolkit.common.translation import gettext, speaking
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.evidence.links import EvidenceFiles
from ncr_toolkit.word.blocks import accompanied, tidied
from ncr_toolkit.word.case import Case
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from ncr_toolkit.word.front_page import first_page
from ncr_toolkit.word.identity import identity
from ncr_toolkit.word.page_header import page_header
from ncr_toolkit.word.sections import SECTIONS
from ncr_toolkit.word.template.template import Template, own_template


def file_names(findings: Sequence[Finding]) -> dict[int, str]:
    """The file name of every finding's response, by the finding's row: give all findings of a register, so that a name
    is the same whichever of them are answered."""
    safe = unique_names([finding.label for finding in findings])
    return {finding.at.row: f"{name}_response.docx" for finding, name in zip(findings, safe, strict=True)}


def response_bytes(review: Review, finding: Finding, readiness: Readiness, *, purpose: Purpose | None = None,
                   base: Template | None = None, files: EvidenceFiles | None = None, summary: bool = False) -> bytes:
    """The response to `finding` as a .docx: the same register and day give the same bytes.

    A response that is not ready for `purpose` (without one: for what is wanted of it now) says DRAFT on every page and
    opens with the list of what is missing.
    `base`: whose page and look it has (`template.py`); ours on A4 where none is named. `files`: where the numbers of
    the evidence lead. `summary`: its first page alone.
    """
    with speaking(review.document_language):
        return _response(review, finding, readiness, purpose, base or own_template(), files, summary=summary)


def _response(review: Review, finding: Finding, readiness: Readiness, purpose: Purpose | None, base: Template,
              files: EvidenceFiles | None, *, summary: bool) -> bytes:
    case = Case(review, finding, readiness, purpose or readiness.wanted, base.width, base.height, files or {})
    sections = "" if summary else "".join(section.render(case) for section in SECTIONS)
    about = DocumentProperties(gettext("Response to finding {id}", id=case.id), case.id,
                               review.register.settings.typed("organisation"),
                               review.today)
    return document_bytes(accompanied(tidied(first_page(case) + sections)), page_header(case), about, base=base,
                          known=identity(finding, review, case.purpose))
