"""The letter that goes with a package: what is in it, finding by finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import Readiness, Stage
from ncr_toolkit.word.blocks import TableRow, TextCell, facts, heading, paragraph, run, table
from ncr_toolkit.word.case import printed
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from ncr_toolkit.word.template.template import Template

_HELD = {
    Stage.PLAN_COMPLETE: ("a plan: correction, extent, cause, and for each cause an owned and dated action or why none "
                          "is needed; the proof that it was carried out follows"),
    Stage.IMPLEMENTED: "the plan and the proof that it was carried out; whether it worked is still to be reviewed",
    Stage.EFFECTIVE: "the plan, the proof that it was carried out, and the review that found it effective",
    Stage.DECIDED: "what we decided; no formal answer to it is due",
}
"""What the answers of a stage hold, and nothing more: the letter is signed."""
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
    settings = review.register.settings
    organisation = printed(settings, "organisation")
    body = paragraph(f"Answers to {plural(len(enclosed), 'finding')}", "Title") \
        + facts("Facts about this letter", _facts(review, enclosed), together=True) \
        + _words(enclosed) + heading("What is enclosed") + _table(enclosed) + _signature(review)
    header = paragraph("Answers to audit findings", "Header", after="<w:r><w:tab/></w:r>" + run(organisation))
    return document_bytes(body, header,
                          DocumentProperties("Answers to audit findings", "Letter with a package of answers",
                                                           organisation, review.today), base=base)


def _facts(review: Review, enclosed: Sequence[Enclosed]) -> list[TableRow]:
    settings = review.register.settings
    audits = _audits(review, enclosed)
    rows = [("To", printed(settings, "certification_body") or _each(audits, "body")),
            ("Lead auditor", _each(audits, "lead_auditor")), ("From", printed(settings, "organisation")),
            ("Certificate", printed(settings, "certificate_number")), ("Standard", review.pack.standard),
            ("Audit", listing(map(_audit, audits)) if audits else ""), ("Date", review.today.isoformat())]
    return [list(row) for row in rows if row[1]]


def _each(audits: Sequence[Audit], name: str) -> str:
    """What stands in a column of several audits, each text once."""
    texts = dict.fromkeys(text for audit in audits if (text := printed(audit, name)))
    return listing(texts) if texts else ""


def _audits(review: Review, enclosed: Sequence[Enclosed]) -> list[Audit]:
    found = (review.find(Audit, each.finding.audit) for each in enclosed)
    return list({audit.id: audit for audit in found if audit is not None}.values())


def _audit(audit: Audit) -> str:
    report = printed(audit, "report_reference")
    return f"{audit.label}{f' (report {report})' if report else ''}"


def _words(enclosed: Sequence[Enclosed]) -> str:
    files = sum(each.evidence for each in enclosed)
    again = [each.finding.label for each in enclosed if each.replaces]
    said = [f"Enclosed you find our answers to {plural(len(enclosed), 'finding')}, with {plural(files, 'item')} of "
            f"evidence.", *_held(enclosed)]
    if again:
        said.append(f"The answer to {listing(again)} replaces the one you have; what changed since stands in it under "
                    "History.")
    said.append("index.html lists every file with links, index.xlsx the same as a table. SHA256SUMS holds the "
                "fingerprint of every file, so that you can see that nothing was changed on the way. Whoever made all "
                "of it anew could make these, too: ask us by another way, by telephone for example, for the code of "
                "this package. It is how the fingerprint of manifest.json begins, and `ncr verify` shows it.")
    return "".join(map(paragraph, said))


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
                             printed(each.finding, "grade"), printed(each.finding, "reference"),
                             printed(each.finding, "title"), each.readiness.words.capitalize(), each.file,
                             TextCell(str(each.evidence), right=True)] for each in enclosed]
    return table("What is enclosed", [("Finding", 26), ("Grade", 22), ("Reference", 20), ("Title", 36),
                                      ("Holds", 22), ("Response", 32), ("Evidence", 16)], rows, right={6})


def _signature(review: Review) -> str:
    owner = review.register.settings.typed("owner")
    person = review.person(owner)
    mail = printed(person, "email") if person else ""
    role = printed(person, "role") if person else ""
    who = ", ".join(part for part in (owner, role) if part)
    return paragraph("For questions about these answers:" if who else "Signature:") \
        + facts("Who signs", [["Name", who], *([["E-mail", mail]] if mail else []),
                              ["Signature", TextCell("\n", blank=True)]], together=True)
