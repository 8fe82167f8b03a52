"""The letter that goes with a package: to whom, what is enclosed, what is proven of each answer, and who signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ncr_toolkit.common.text import listing, plural
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
from ncr_toolkit.word.page_header import WATERMARK
from ncr_toolkit.word.template.template import Template

_HELD = {
    Stage.PLAN_COMPLETE: ("a plan: correction, extent, cause, and for each cause an owned and dated action or why none "
                          "is needed; the proof that it was carried out follows"),
    Stage.IMPLEMENTED: "the plan and the proof that it was carried out; whether it worked is still to be reviewed",
    Stage.EFFECTIVE: "the plan, the proof that it was carried out, and the review that found it effective",
    Stage.DECIDED: "what we decided; no formal answer to it is due",
}
"""What the answers of a stage hold, and nothing more: the letter is signed."""
_ROOM = '<w:spacing w:before="240"/>'
_TO_SIGN = '<w:spacing w:before="1100"/>'
_NO_ACTION = "what was put right, with its proof, and why no action against the cause is needed"


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
    organisation, audits = printed(review.register.settings, "organisation"), _audits(review, enclosed)
    leads = leads_of(audits)
    lacks = [part for part in lacking_parts((each.finding for each in enclosed), review) if part.needed]
    body = _lacks(lacks) + addressee_lines(review, audits, leads) + _subject(review, enclosed, audits) \
        + greeting(leads) + _words(enclosed) + _requests(review, enclosed) + closing(review, leads) \
        + heading("Enclosed", 2) + _table(enclosed)
    header = paragraph("Answers to audit findings", "Header", after="<w:r><w:tab/></w:r>" + run(organisation))
    header = (paragraph("DRAFT", "Draft", after=WATERMARK) if lacks else "") + header
    return document_bytes(body, header,
                          DocumentProperties("Answers to audit findings", "Letter with a package of answers",
                                                           organisation, review.today), base=base)


def _lacks(parts: Sequence[LetterPart]) -> str:
    """What stands in the way of the letter, as a list; '' where nothing does."""
    if not parts:
        return ""
    head = paragraph(f"DRAFT: the letter does not say {plural(len(parts), 'thing')} that it needs", "GapHeading")
    return head + "".join(paragraph(f"{part.what} ({part.cell})", "Gap") for part in parts)


def addressee_lines(review: Review, audits: Sequence[Audit], leads: Sequence[str]) -> str:
    """The body with its lead auditors, and the day."""
    lines = [printed(review.register.settings, "certification_body") or _each(audits, "body"),
             listing(leads) + f", lead auditor{'s' if len(leads) > 1 else ''}" if leads else ""]
    return paragraph("\n".join(filter(None, lines)), more=_ROOM) + paragraph(review.today.isoformat(), more=RIGHT)


def leads_of(audits: Sequence[Audit]) -> list[str]:
    """The names of the lead auditors of these audits, each once."""
    return list(dict.fromkeys(lead for audit in audits if (lead := name_alone(printed(audit, "lead_auditor")))))


def _subject(review: Review, enclosed: Sequence[Enclosed], audits: Sequence[Audit]) -> str:
    own = any(review.pack_of(each.finding) is review.pack for each in enclosed)
    number = printed(review.register.settings, "certificate_number") if own else ""
    standards = standards_of((each.finding for each in enclosed), review.pack)
    about = [f"Audit {listing(map(_audit, audits))}" if audits else "", listing(standards),
             f"certificate {number}" if number else ""]
    return heading(f"Our answers to {plural(len(enclosed), 'finding')}") + paragraph("; ".join(filter(None, about)))


def greeting(leads: Sequence[str]) -> str:
    """How the letter addresses the lead auditors by name, or nobody."""
    return paragraph(f"Dear {listing(leads)}," if leads else "Dear Sir or Madam,", more=_ROOM)


def closing(review: Review, leads: Sequence[str], *, keep: bool = False) -> str:
    """The closing words, room to sign, and the name under it. `keep`: on one page with what follows."""
    owner = review.register.settings.typed("owner")
    person = review.person(owner)
    told = [owner, printed(person, "role") if person else "", printed(review.register.settings, "organisation"),
            printed(person, "email") if person else ""]
    return paragraph("Yours sincerely," if leads else "Yours faithfully,", keep=True, more=_ROOM) \
        + paragraph("\n".join(filter(None, told)), keep=keep, more=_TO_SIGN)


def _each(audits: Sequence[Audit], name: str) -> str:
    """What stands in a column of several audits, each text once."""
    texts = dict.fromkeys(text for audit in audits if (text := printed(audit, name)))
    return listing(texts) if texts else ""


def _audits(review: Review, enclosed: Sequence[Enclosed]) -> list[Audit]:
    found = (review.find(Audit, each.finding.audit) for each in enclosed)
    return list({audit.id: audit for audit in found if audit is not None}.values())


def _audit(audit: Audit) -> str:
    """By what the body knows it, too: the number of its report, or where there is none its days."""
    report, days = printed(audit, "report_reference"), days_of(audit)
    return f"{audit.label}{f' (report {report})' if report else f' ({days})' if days else ''}"


def _words(enclosed: Sequence[Enclosed]) -> str:
    files = sum(each.evidence for each in enclosed)
    again = [each.finding.label for each in enclosed if each.replaces]
    said = [f"Enclosed you find our answers to {plural(len(enclosed), 'finding')}, with {plural(files, 'item')} of "
            f"evidence.", *_held(enclosed)]
    if again:
        said.append(f"The answer to {listing(again)} replaces the one you have; what changed since stands in it under "
                    "History.")
    said.append("Please begin with index.html: it lists every file with links, and checks on your own computer whether "
                "all of them are as we packed them (index.xlsx is the same list as a table). It then shows the code of "
                "this package. Ask us for that code by another way, by telephone for example: a package that somebody "
                "else made has another one.")
    return "".join(map(paragraph, said))


def _requests(review: Review, enclosed: Sequence[Enclosed]) -> str:
    """A sentence for each request for more time that the body has not answered yet."""
    return "".join(paragraph(f"We ask for more time for {row.label}{until(row)}. {printed(row, 'reason')}".strip())
                   for each in enclosed for row in review.requests(each.finding) if is_waiting(row))


def until(row: Extension) -> str:
    """The days of a request: ", until 2026-09-01 instead of 2026-08-01"."""
    new, old = row.typed("to_date"), row.typed("from_date")
    return f"{f', until {new}' if new else ''}{f' instead of {old}' if old else ''}"


def _held(enclosed: Sequence[Enclosed]) -> Iterator[str]:
    """A sentence for each stage: which answers hold what."""
    for stage, held in _HELD.items():
        for no_effect in (False, True):
            ids = [each.finding.label for each in enclosed if each.readiness.stage is stage
                   and (each.readiness.effect_gaps is None and stage is Stage.IMPLEMENTED) is no_effect]
            if ids:
                yield f"{listing(ids)} {'holds' if len(ids) == 1 else 'hold'} {_NO_ACTION if no_effect else held}."


def _table(enclosed: Sequence[Enclosed]) -> str:
    rows: list[TableRow] = [[TextCell(each.finding.label, f"version {each.version}" if each.version > 1 else ""),
                             printed(each.finding, "grade"),
                             TextCell(printed(each.finding, "title"), printed(each.finding, "reference")),
                             each.readiness.words.capitalize(),
                             TextCell("", more=link(each.file, f"responses/{address(each.file)}")),
                             TextCell(str(each.evidence), right=True)] for each in enclosed]
    return table("Enclosed", [("Finding", 26), ("Grade", 23), ("Title", 41), ("What is proven", 25), ("Response", 43),
                              ("Evidence", 16)], rows, right={5})
