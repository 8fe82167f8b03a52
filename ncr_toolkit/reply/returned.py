"""One document that came back: whose answer it is, what the body wrote into it, and what that enters."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.forms.remembered import FOLDER, Settled, settled
from ncr_toolkit.forms.survey.whom import Whom
from ncr_toolkit.reply.block import pending, read_block
from ncr_toolkit.reply.document import ReturnedDocument, open_returned
from ncr_toolkit.reply.entries import Entries, entries
from ncr_toolkit.reply.form import ReturnedForm
from ncr_toolkit.reply.judgement import contradictions, gaps
from ncr_toolkit.reply.origin import Origin, finding_of, form_origin, origin, sent_documents
from ncr_toolkit.reply.reading import Asked, Reading
from ncr_toolkit.reply.words import reply_words
from ncr_toolkit.reply.workbook import ReturnedWorkbook


@dataclass
class Returned:
    """What came back in one file."""

    path: Path
    finding: Finding | None = None
    version: int | None = None
    readings: list[Reading] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)  # for each of these nothing is entered
    open: list[str] = field(default_factory=list)  # what a person must look at, though the rest is entered
    notes: list[str] = field(default_factory=list)  # what to know, with which there is nothing to do
    entries: Entries = field(default_factory=Entries)
    kept: Settled | None = None  # what is remembered for the form

    @property
    def id(self) -> str:
        """Of the finding, '' where it is not known."""
        return self.finding.label if self.finding is not None else ""

    @property
    def enters(self) -> bool:
        """Whether something of it goes into the register."""
        return self.entries.any and not self.troubles

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person."""
        return not self.troubles and not self.open


def read_returned(path: Path, review: Review, named: str = "", mapping: Path | None = None) -> Returned:
    """Read one document that came back. `named`: the id of the finding, where it is known from elsewhere; `mapping`: of
    the body's form, without one that which is remembered for it.

    Raises CannotRun, in one sentence, for what cannot be read, and what is no answer of ours.
    """
    try:
        return _read(open_returned(path), review, named, mapping)
    except RecursionError:
        raise CannotRun(f"{path} has tables or fields within each other to a depth that no program writes; ask the "
                        "body for a clean copy.") from None


def _read(document: ReturnedDocument | ReturnedWorkbook, review: Review, named: str,
          mapping: Path | None) -> Returned:
    if isinstance(document, ReturnedWorkbook):
        return _of_form(document, review, named, mapping)
    if document.blocks:
        return _of_response(document, review, named)
    if document.identity.finding:
        raise CannotRun(f"{document.path} is our response to {document.identity.finding}, and the block for the body "
                        "is gone from it; type what the body says into the register by hand.")
    return _of_form(document, review, named, mapping)


def _of_form(document: ReturnedDocument | ReturnedWorkbook, review: Review, named: str,
             mapping: Path | None) -> Returned:
    """A form of the body."""
    kept = settled(document.shape, Path(review.register.path))
    words = reply_words(mapping or (kept.path if kept is not None else None))
    found, form = Returned(document.path, kept=kept), ReturnedForm(document.body, words)
    if kept is not None and mapping is None:
        found.notes.append(f"the mapping remembered for this form is used ({FOLDER}/{kept.path.name})")
    if not form.has_auditors_part:
        raise CannotRun(f"{document.path} is no response of ours, and holds no part of a form that the auditor fills "
                        "in; type what it says into the register by hand.")
    finding = _finding(form, review, named, found.troubles)
    whose = form_origin(form, words, finding, review) if finding is not None else Origin()
    found.readings = form.readings(whose.stage)
    known = {*whose.remarks, *(open_returned(kept.form).remarks if kept is not None else ())}
    found.open += [*filter(None, [whose.unproven]), *form.open,
                   *(f"{remark}; it was not taken into account" for remark in document.remarks if remark not in known)]
    found.notes += [f"{remark}, as in the blank form" for remark in document.remarks if remark in known]
    whose.troubles = [*found.troubles, *whose.troubles]
    found.troubles = []
    _settle(found, whose, document.path, review)
    return found


def _finding(form: ReturnedForm, review: Review, named: str, troubles: list[str]) -> Finding | None:
    """The finding that a form answers; without one the troubles say so. Of several that stand in it, it is the one of
    which a form was sent."""
    id = named or form.finding
    there = [each for each in review.register.findings if each.id and form.is_about(Whom(each.id, each.statement))]
    if not id and there:
        sent = [each for each in there if sent_documents(each, review)] if len(there) > 1 else there
        if len(sent) != 1:
            troubles.append(f"it is about several findings ({', '.join(each.id for each in there)}); name the one to "
                            "read with --finding")
            return None
        id = sent[0].id
    finding = finding_of(id, review, troubles)
    form.only = Whom(finding.id, finding.statement) if finding is not None else None
    return finding


def _of_response(document: ReturnedDocument, review: Review, named: str) -> Returned:
    """A response of ours."""
    found, blocks = Returned(document.path), document.blocks
    if len(blocks) > 1:
        numbers = " and ".join(str(document.number(each)) for each in blocks)
        found.troubles.append(f"it has {len(blocks)} blocks for the body, tables {numbers}, and nobody can tell which "
                              "one counts")
    else:
        found.readings = read_block(blocks[0], document.number(blocks[0]))
        found.open += [f"changes in the block by {who or 'somebody'} are not accepted yet; they were read as if they "
                       "were" for who in pending(blocks[0])]
    found.open += [f"{remark}; it was not taken into account" for remark in document.remarks]
    _settle(found, origin(document, review, named), document.path, review)
    return found


def _settle(found: Returned, whose: Origin, path: Path, review: Review) -> None:
    """Judge what was read, and say what it enters."""
    found.finding, found.version = whose.finding, whose.version
    found.troubles = [*whose.troubles, *found.troubles]
    by_asked: dict[Asked, Reading] = {each.asked: each for each in found.readings}
    if found.readings or not found.troubles:
        found.troubles += contradictions(by_asked)
        found.open += gaps(by_asked, review.today)
    if found.troubles:
        return
    found.entries = entries(by_asked, whose, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), review)
    found.troubles += found.entries.conflicts
