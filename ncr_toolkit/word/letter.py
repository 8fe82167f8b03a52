"""The letter that goes with a package: to whom, what is enclosed, what is proven of each answer, and who signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ncr_toolkit.common.punctuation import with_semicolons
from ncr_toolkit.common.translation import and_listing, day, gettext, ngettext, ngettext_noop, speaking
from ncr_toolkit.core.addressee import name_alone
from ncr_toolkit.core.extension_state import is_waiting
from ncr_toolkit.core.letter_parts import LetterPart, days_of, lacking_parts
from ncr_toolkit.core.model import Audit, Extension, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import standards_of
from ncr_toolkit.core.stage import Readiness, Stage
from ncr_toolkit.evidence.links import address
from ncr_toolkit.word.blocks import RIGHT, TableRow, TextCell, heading, link, paragraph, run, table
from ncr_toolkit.word.case import printed
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from ncr_toolkit.word.front_page import stage_words
from ncr_toolkit.word.page_header import watermark
from ncr_toolkit.word.template.template import Template

_HELD = {
    Stage.PLAN_COMPLETE: ngettext_noop(
        "{ids} holds a plan: correction, extent, cause, and for each cause an owned and dated action or why none is "
        "needed; the proof that it was carried out follows.",
        "{ids} hold a plan: correction, extent, cause, and for each cause an owned and dated action or why none is "
        "needed; the proof that it was carried out follows."),
    Stage.IMPLEMENTED: ngettext_noop(
        "{ids} holds the plan and the proof that it was carried out; whether it worked is still to be reviewed.",
        "{ids} hold the plan and the proof that it was carried out; whether it worked is still to be reviewed."),
    Stage.EFFECTIVE: ngettext_noop(
        "{ids} holds the plan, the proof that it was carried out, and the review that found it effective.",
        "{ids} hold the plan, the proof that it was carried out, and the review that found it effective."),
    Stage.DECIDED: ngettext_noop("{ids} holds what we decided; no formal answer to it is due.",
                                 "{ids} hold what we decided; no formal answer to it is due."),
}
"""What the answers of a stage hold, and nothing more: the letter is signed."""
_NO_ACTION = ngettext_noop(
    "{ids} holds what was put right, with its proof, and why no action against the cause is needed.",
    "{ids} hold what was put right, with its proof, and why no action against the cause is needed.")
_ROOM = '<w:spacing w:before="240"/>'
_TO_SIGN = '<w:spacing w:before="1100"/>'


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One answer as the letter lists it."""

    finding: Finding
    readiness: Readiness
    version: int
    replaces: bool  # the body has another answer, which this one follows
    file: str
    evidence: int


def letter_bytes(review: Review, enclosed: Sequence[Enclosed],
                 base: Template | None = None) -> bytes:
    """The letter as a .docx on the page of `base`, to be signed by the owner of the register: the same package gives
    the same bytes."""
    with speaking(review.document_language):
        return _letter(review, enclosed, base)


def _letter(review: Review, enclosed: Sequence[Enclosed], base: Template | None) -> bytes:
    organisation, audits = printed(review.register.settings, "organisation"), _audits(review, enclosed)
    leads = leads_of(audits)
    lacks = [part for part in lacking_parts((each.finding for each in enclosed), review) if part.needed]
    body = _lacks(lacks) + addressee_lines(review, audits, leads) \
        + _subject(review, enclosed, audits) + greeting(leads) \
        + _words(enclosed) + _requests(review, enclosed) + closing(review, leads) + heading(gettext("Enclosed"), 2) \
        + _table(enclosed)
    title = gettext("Answers to audit findings")
    header = paragraph(title, "Header", after="<w:r><w:tab/></w:r>" + run(organisation))
    if lacks:
        header = paragraph(draft := gettext("DRAFT"), "Draft", after=watermark(draft)) + header
    return document_bytes(body, header,
                          DocumentProperties(title, gettext("Letter with a package of answers"), organisation,
                                             review.today), base=base)


def _lacks(parts: Sequence[LetterPart]) -> str:
    """What stands in the way of the letter, as a list; '' where nothing does."""
    if not parts:
        return ""
    head = ngettext("DRAFT: the letter does not say {count} thing that it needs",
                    "DRAFT: the letter does not say {count} things that it needs", len(parts))
    return paragraph(head, "GapHeading") + "".join(paragraph(f"{part.what} ({part.cell})", "Gap") for part in parts)


def addressee_lines(review: Review, audits: Sequence[Audit], leads: Sequence[str]) -> str:
    """The body with its lead auditors, and the day."""
    lines = [printed(review.register.settings, "certification_body") or _each(audits, "body"),
             ngettext("{names}, lead auditor", "{names}, lead auditors", len(leads), names=and_listing(leads))
             if leads else ""]
    return paragraph("\n".join(filter(None, lines)), more=_ROOM) + paragraph(day(review.today), more=RIGHT)


def leads_of(audits: Sequence[Audit]) -> list[str]:
    """The names of the lead auditors of these audits, each once."""
    return list(dict.fromkeys(lead for audit in audits if (lead := name_alone(printed(audit, "lead_auditor")))))


def _subject(review: Review, enclosed: Sequence[Enclosed], audits: Sequence[Audit]) -> str:
    own = any(review.pack_of(each.finding) is review.pack for each in enclosed)
    number = printed(review.register.settings, "certificate_number") if own else ""
    standards = standards_of((each.finding for each in enclosed), review.pack)
    about = [gettext("Audit {audits}", audits=and_listing(map(_audit, audits))) if audits else "",
             and_listing(standards),
             gettext("certificate {number}", number=number) if number else ""]
    return heading(ngettext("Our answers to {count} finding", "Our answers to {count} findings", len(enclosed))) \
        + paragraph(with_semicolons(about))


def greeting(leads: Sequence[str]) -> str:
    """How the letter addresses the lead auditors by name, or nobody."""
    return paragraph(salutation(leads), more=_ROOM)


def salutation(names: Sequence[str]) -> str:
    """How somebody is addressed by name, or nobody."""
    return gettext("Dear {names},", names=and_listing(names)) if names else gettext("Dear Sir or Madam,")


def closing(review: Review, leads: Sequence[str], *, keep: bool = False) -> str:
    """The closing words, room to sign, and the name under it. `keep`: on one page with what follows."""
    owner = review.register.settings.typed("owner")
    person = review.person(owner)
    told = [owner, printed(person, "role") if person else "", printed(review.register.settings, "organisation"),
            printed(person, "email") if person else ""]
    return paragraph(gettext("Yours sincerely,") if leads else gettext("Yours faithfully,"), keep=True, more=_ROOM) \
        + paragraph("\n".join(filter(None, told)), keep=keep, more=_TO_SIGN)


def _each(audits: Sequence[Audit], name: str) -> str:
    """What stands in a column of several audits, each text once."""
    texts = dict.fromkeys(text for audit in audits if (text := printed(audit, name)))
    return and_listing(texts) if texts else ""


def _audits(review: Review, enclosed: Sequence[Enclosed]) -> list[Audit]:
    found = (review.find(Audit, each.finding.audit) for each in enclosed)
    return list({audit.id: audit for audit in found if audit is not None}.values())


def _audit(audit: Audit) -> str:
    """By what the body knows it, too: the number of its report, or where there is none its days."""
    report, days = printed(audit, "report_reference"), days_of(audit)
    return gettext("{audit} (report {number})", audit=audit.label, number=report) if report else \
        f"{audit.label} ({days})" if days else audit.label


def _words(enclosed: Sequence[Enclosed]) -> str:
    files = sum(each.evidence for each in enclosed)
    again = [each.finding.label for each in enclosed if each.replaces]
    items = ngettext("{count} item of evidence", "{count} items of evidence", files)
    said = [ngettext("Enclosed you find our answers to {count} finding, with {evidence}.",
                     "Enclosed you find our answers to {count} findings, with {evidence}.", len(enclosed),
                     evidence=items), *_held(enclosed)]
    if again:
        said.append(gettext("The answer to {ids} replaces the one you have; what changed since stands in it under "
                            "History.", ids=and_listing(again)))
    said.append(gettext(
        "Please begin with index.html: it lists every file with links, and checks on your own computer whether all of "
        "them are as we packed them (index.xlsx is the same list as a table). It then shows the code of this package. "
        "Ask us for that code by another way, by telephone for example: a package that somebody else made has another "
        "one."))
    return "".join(map(paragraph, said))


def _requests(review: Review, enclosed: Sequence[Enclosed]) -> str:
    """A sentence for each request for more time that the body has not answered yet."""
    return "".join(paragraph(f"{_asked(row)} {printed(row, 'reason')}".strip())
                   for each in enclosed for row in review.requests(each.finding) if is_waiting(row))


def _asked(row: Extension) -> str:
    """A request in a sentence, with its days: until 2026-09-01 instead of 2026-08-01."""
    new, old = printed(row, "to_date"), printed(row, "from_date")
    if new and old:
        return gettext("We ask for more time for {id}, until {day} instead of {before}.", id=row.label, day=new,
                       before=old)
    return gettext("We ask for more time for {id}, until {day}.", id=row.label, day=new) if new else \
        gettext("We ask for more time for {id}.", id=row.label)


def _held(enclosed: Sequence[Enclosed]) -> Iterator[str]:
    """A sentence for each stage: which answers hold what."""
    for stage, held in _HELD.items():
        for no_effect in (False, True):
            ids = [each.finding.label for each in enclosed if each.readiness.stage is stage
                   and (each.readiness.effect_gaps is None and stage is Stage.IMPLEMENTED) is no_effect]
            if ids:
                yield ngettext(*(_NO_ACTION if no_effect else held), len(ids), ids=and_listing(ids))


def _table(enclosed: Sequence[Enclosed]) -> str:
    rows: list[TableRow] = [[TextCell(each.finding.label, gettext("version {number}", number=each.version)
                                      if each.version > 1 else ""),
                             printed(each.finding, "grade"),
                             TextCell(printed(each.finding, "title"), printed(each.finding, "reference")),
                             stage_words(each.readiness),
                             TextCell("", more=link(each.file, f"responses/{address(each.file)}")),
                             TextCell(str(each.evidence), right=True)] for each in enclosed]
    return table(gettext("Enclosed"), [(gettext("Finding"), 26), (gettext("Grade"), 27), (gettext("Title"), 37),
                                       (gettext("What is proven"), 25), (gettext("Response"), 43),
                                       (gettext("Evidence"), 16)], rows, right={5})
