"""Whose answer came back: which finding, which version, and whether the document still says what was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.reply.document import ReturnedDocument, altered, open_returned
from ncr_toolkit.reply.form import ReturnedForm
from ncr_toolkit.reply.words import ReplyWords
from ncr_toolkit.reply.workbook import ReturnedWorkbook
from ncr_toolkit.runs.sent_compare import known_to_the_body, print_of, rows_of
from ncr_toolkit.runs.sent_log import documents_of
from ncr_toolkit.word.returned import folded

_TOLD = 5  # changes that are named one by one
_DIGITS = 7


@dataclass
class Origin:
    """What is known about the answer that came back."""

    finding: Finding | None = None
    version: int | None = None
    stage: str = ""  # "plan" or "proof", '' where it is not known
    troubles: list[str] = field(default_factory=list)  # for each of these nothing is entered
    unproven: str = ""  # what could not be checked, in a sentence
    remarks: set[str] = field(default_factory=set)  # comments that stood in what was sent


def origin(document: ReturnedDocument, review: Review, named: str = "") -> Origin:
    """Where a response of ours came from. `named`: the finding that the user says it answers. Raises CannotRun for a
    name that no finding has."""
    known = document.identity
    found = Origin(version=_number(known.version), stage=known.stage)
    own = review.register.settings.typed("id")
    if known.register and own and known.register != own:
        found.troubles.append(f"it answers a finding of another register: '{known.register}', and this one is '{own}'")
        return found
    id = known.finding or document.subject
    if named and id and fold(named) != fold(id):
        found.troubles.append(f"it answers {id}, not {named}")
        return found
    found.finding = finding_of(id or named, review, found.troubles)
    if found.finding is not None:
        _compare(document, found, found.finding, review)
    return found


def finding_of(id: str, review: Review, troubles: list[str]) -> Finding | None:
    """The finding with that id; without one the troubles say so."""
    if not id:
        troubles.append("it does not say which finding it answers; name it with --finding")
        return None
    finding = review.find(Finding, id)
    if finding is None:
        meant = nearest(id, review.labels(Finding.SHEET.prefix))
        now = f"; is it {meant} now?" if meant else ""
        troubles.append(f"it answers {id}, and the register has no such finding{now}")
    return finding


def _compare(document: ReturnedDocument, found: Origin, finding: Finding, review: Review) -> None:
    known = document.identity
    kept = [each for each, _ in sent_documents(finding, review) if isinstance(each, ReturnedDocument)]
    if not known.answer:
        _by_text(document, found, kept)
        return
    if document.print != known.text:
        same = next((each for each in kept if each.print == known.text), None)
        found.troubles += _changed(document.lines, same.lines if same else None)
    found.troubles += _outdated(known.answer, finding, review)


def _by_text(document: ReturnedDocument, found: Origin, kept: list[ReturnedDocument]) -> None:
    """A document that has lost its properties is known by what it says."""
    same = next((each for each in kept if each.print == document.print), None)
    if same is None:
        found.troubles.append("it no longer carries what tells which version it answers, and says nothing that was "
                              "sent word for word")
        return
    known = same.identity
    found.version, found.stage = _number(known.version), known.stage


def form_origin(form: ReturnedForm, words: ReplyWords, finding: Finding, review: Review) -> Origin:
    """Where a body's form came from: it is held against the forms that were made to be sent for the finding."""
    found = Origin(finding)
    sent = [(each, answer) for each, answer in sent_documents(finding, review)
            if isinstance(each, ReturnedWorkbook) or not each.blocks]
    kept = [(ReturnedForm(each.body, words, only=form.only).ours, answer) for each, answer in sent]
    found.remarks = {remark for each, _ in sent for remark in each.remarks}
    same = next((answer for ours, answer in kept if _words(ours) == _words(form.ours)), None)
    if same is not None:
        found.version, found.stage = same.version, str(same.purpose)
        found.troubles += _outdated(same.print, finding, review)
    elif kept:
        found.troubles += _changed(form.ours, kept[0][0])
    else:
        found.unproven = f"no form for {finding.label} is noted as sent: which version it is, and whether our words " \
                         "are unchanged, was not checked"
    return found


def _number(text: str) -> int | None:
    """The number of a version, None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else None


def _words(lines: list[str]) -> str:
    return "".join(map(folded, lines))


def _changed(now: list[str], sent: list[str] | None) -> list[str]:
    """The trouble of a document that says something else than when it was sent."""
    changes = altered(now, sent) if sent is not None else []
    shown = "; ".join(changes[:_TOLD])
    more = f"; and {len(changes) - _TOLD} more" if len(changes) > _TOLD else ""
    return [f"what we wrote in it was changed{f': {shown}{more}' if shown else ''}"]


def _outdated(print: str, finding: Finding, review: Review) -> list[str]:
    """The trouble of an answer that is not the one which the body has to decide on."""
    made = review.sent.of(finding.id) if review.sent else []
    if not made:
        same = print_of(rows_of(finding, review)) == print
        return [] if same else ["the register says something else now than this response, and nothing tells which one "
                                "the body had to judge: `ncr respond --final` notes what is sent"]
    asked = known_to_the_body(finding, review) or made[-1]
    if asked.print == print and (asked is made[-1] or finding.response_sent_on or made[-1].print == print):
        return []
    if asked.print == print:
        return [f"it is about {_named(asked)}, {_named(made[-1])} was made since, and 'Response sent on' does not tell "
                "which one the body has"]
    old = next((each for each in reversed(made) if each.print == print), None)
    if old is None:
        return [f"it is none of the answers to {finding.label} that were made to be sent"]
    return [f"it is about {_named(old)}, and the one that counts is {_named(asked)}"]


def _named(answer: Answer) -> str:
    return f"version {answer.version} of {answer.day} ({answer.file}, mark {answer.mark})"


def sent_documents(finding: Finding, review: Review) -> list[tuple[ReturnedDocument | ReturnedWorkbook, Answer]]:
    """The documents that were made to be sent for a finding, each with its answer, the last one first; where one cannot
    be read, none."""
    register = Path(review.register.path)
    try:
        paths = documents_of(register, review.register.settings.typed("id"), finding.typed("id"))
        return [(open_returned(path), answer) for path, answer in paths]
    except CannotRun:
        return []
