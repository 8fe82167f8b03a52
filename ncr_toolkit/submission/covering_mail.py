"""The mail that a package goes with: a draft (.eml) to the certification body, with the package attached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.mail_draft import Attachment, draft
from ncr_toolkit.common.punctuation import with_commas
from ncr_toolkit.common.text import one_line
from ncr_toolkit.common.translation import and_listing, gettext, gettext_noop, ngettext, speaking, within
from ncr_toolkit.core.addressee import addressee, name_alone
from ncr_toolkit.core.letter_parts import days_of
from ncr_toolkit.core.model import Audit
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.survey import LARGE_FILE
from ncr_toolkit.submission.contents import Contents, PackedAnswer
from ncr_toolkit.word.case import printed
from ncr_toolkit.word.front_page import stage_words
from ncr_toolkit.word.letter import salutation

ENDING = ".eml"
_BEGIN = gettext_noop(
    "Please begin with index.html in it: it leads to every response and every piece of evidence. SHA256SUMS holds the "
    "fingerprint of every file. The code by which you see that the package comes from us we tell you by another way.")


def covering_mail(contents: Contents, package: str, content: bytes) -> bytes:
    """The draft, with the package of that name attached. The same package gives the same bytes."""
    review = contents.assessment.review
    mark = f"{review.register.settings.typed('id')}|{package}|{review.today}"
    with speaking(review.document_language):
        return draft(_to(contents), subject(contents), list(lines(contents, package)), "", review.today, mark,
                     [Attachment(package, "zip", content)])


def subject(contents: Contents) -> str:
    """"Answers to 2 findings, SA-2026, Tessvalen B.V."."""
    organisation = one_line(contents.assessment.review.register.settings.typed("organisation"))
    audits = and_listing(one_line(audit.label) for audit in _audits(contents))
    answers = ngettext("Answers to {count} finding", "Answers to {count} findings", len(contents.items))
    return with_commas((answers, audits, organisation))


def lines(contents: Contents, package: str) -> Iterator[str]:
    """The text of the mail, an empty line between its paragraphs."""
    audits = _audits(contents)
    auditors = {name_alone(one_line(audit.typed("lead_auditor"))) for audit in audits} - {""}
    yield from (salutation([*auditors] if len(auditors) == 1 else []), "")
    count = len(contents.items)
    yield from (ngettext("please find attached {file} with our answers to {count} finding of {audits}:",
                         "please find attached {file} with our answers to {count} findings of {audits}:", count,
                         file=package, audits=and_listing(map(_audit, audits))) if audits else
                ngettext("please find attached {file} with our answers to {count} finding:",
                         "please find attached {file} with our answers to {count} findings:", count, file=package), "")
    yield from (f"- {_told(item)}" for item in contents.items)
    yield from ("", gettext(_BEGIN), "", gettext("Kind regards"), "")
    yield from _signed(contents.assessment.review)


def _to(contents: Contents) -> str:
    return addressee(_audits(contents), contents.assessment.review)


def _audits(contents: Contents) -> list[Audit]:
    """The audits in which the findings were raised, each once."""
    review = contents.assessment.review
    found = (review.find(Audit, item.finding.typed("audit")) for item in contents.items)
    return list({audit.at.row: audit for audit in found if audit is not None}.values())


def _audit(audit: Audit) -> str:
    report = one_line(audit.typed("report_reference"))
    label = one_line(audit.label)
    days = one_line(days_of(audit))
    return gettext("{audit} (report {number})", audit=label, number=report) if report else \
        f"{label} ({days})" if days else label


def _told(item: PackedAnswer) -> str:
    facts = with_commas(one_line(printed(item.finding, name)) for name in ("grade", "reference"))
    return gettext("{id} ({facts}): {state}, version {number}", id=one_line(item.id), facts=facts,
                   state=within(stage_words(item.readiness)), number=item.version)


def _signed(review: Review) -> Iterator[str]:
    settings = review.register.settings
    owner = settings.typed("owner")
    person = review.person(owner)
    told = (owner, person.typed("role") if person else "", settings.typed("organisation"))
    yield from filter(None, map(one_line, told))


def write_draft(contents: Contents, package: Path, out: Path, *, force: bool) -> Iterator[str]:
    """Write the draft beside a package that is there; gives what there is to say. Raises CannotRun."""
    size = package.stat().st_size
    if size > LARGE_FILE:
        yield (f"No draft of a mail was made: {size / 1e6:.0f} MB are more than most mail servers let through. Ask the "
               "body for an upload.")
        return
    write_whole(out, covering_mail(contents, package.name, package.read_bytes()), force=force)
    to = _to(contents)
    whom = f"to {to}" if to else ("without an addressee, as the register does not know one address of the body: give "
                                  "the lead auditor a row on the sheet People")
    yield f"{out} is a draft of the mail {whom}. Open it, look at it, and send it; nothing is sent from here."
