"""The first page of a response: who answers what to whom, how far the answer is, and the whole of it in short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.punctuation import with_commas
from ncr_toolkit.common.translation import ENGLISH, day, gettext, gettext_noop, ngettext, pgettext, spoken
from ncr_toolkit.core.addressee import name_alone
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.second_reading import last_reading, signatures
from ncr_toolkit.core.sent import mark_of
from ncr_toolkit.core.several import names, titles
from ncr_toolkit.core.stage import Readiness, Stage
from ncr_toolkit.runs.sent_compare import print_of, rows_of, version
from ncr_toolkit.word.answer_chain import chain
from ncr_toolkit.word.answer_lines import answer_lines
from ncr_toolkit.word.blocks import TableRow, TextCell, facts, paragraph, table
from ncr_toolkit.word.case import Case, printed
from ncr_toolkit.word.finding_facts import of_audit, owner
from ncr_toolkit.word.since_last_answer import replaces_line

_GLANCE = ((gettext_noop("Grade"), 37), (gettext_noop("Requirement"), 55), (gettext_noop("What is proven"), 54),
           (gettext_noop("Version"), 28))
_WHO = (22, 65, 22, 65)
_CONTROL = ((gettext_noop("Document control"), 32), (gettext_noop("Name and role"), 66), (gettext_noop("Day"), 24),
            (gettext_noop("Line to sign"), 52))
_APPROVED = ("Approved", "Approved with conditions")


def first_page(case: Case) -> str:
    """All that stands before the first section."""
    name = printed(case.finding, "title")
    return paragraph(case.title, "Title") + (paragraph(name, "Subtitle") if name else "") \
        + _glance(case) + facts(gettext("Who answers what to whom"), _who(case), _WHO, together=True) + gaps(case) \
        + answer_lines(case) + chain(case) + _control(case)


def _glance(case: Case) -> str:
    made = gettext("{day}, mark\u00a0{mark}", day=day(case.review.today),
                   mark=mark_of(print_of(rows_of(case.finding, case.review))))
    replaced = replaces_line(case)
    cells = [TextCell(printed(case.finding, "grade")), _reference(case), TextCell(proven(case), _asked(case)),
             TextCell(str(version(case.finding, case.review)), with_commas((made, replaced)))]
    return table(gettext("The finding at a glance"), _shown(_GLANCE),
                 [[replace(cell, style="TableKey") for cell in cells]])


def _who(case: Case) -> list[TableRow]:
    settings = case.review.register.settings
    lead = name_alone(of_audit(case, "lead_auditor"))
    body = printed(settings, "certification_body") or of_audit(case, "body")
    to = TextCell(body, gettext("for {name}, lead auditor", name=lead) if lead else "") if body else TextCell(lead)
    cells = [(pgettext("addressee", "To"), to),
             (pgettext("sender", "From"), TextCell(printed(settings, "organisation"), _certificate(case))),
             (gettext("Audit"), _audit(case)), (gettext("Standard"), TextCell("\n".join(_standards(case))))]
    if not case.formal:
        cells.append((gettext("Answered by"), owner(case)))
    known = [(label, cell) for label, cell in cells if cell.text.strip() or cell.note]
    return [[part for pair in known[at:at + 2] for part in pair] for at in range(0, len(known), 2)]


def _standards(case: Case) -> tuple[str, ...]:
    named = names(case.finding, "standard", case.review.pack)
    return named if len(named) > 1 else (printed(case.finding, "standard") or named[0],)


def _control(case: Case) -> str:
    """Who prepared, read and approved the answer, with lines to sign; none where no formal answer is due."""
    if not case.formal:
        return ""
    reading = last_reading(case.finding, case.review)
    rows = [(gettext("Prepared by"), owner(case), "")]
    if reading:
        rows.append((gettext("Checked by"), TextCell(printed(reading, "person"), gettext(
            "second reader; owns neither the finding nor an action")), printed(reading, "signed_on")))
    rows += [(gettext("Approved by"), TextCell(printed(row, "person"), printed(row, "role")), printed(row, "signed_on"))
             for row in signatures(case.finding, case.review) if row.decision in _APPROVED] \
        or [(gettext("Approved by"), TextCell(""), "")]
    return table(gettext(_CONTROL[0][0]), _shown(_CONTROL), [
        [TextCell(what, style="TableLabel"), replace(who, blank=True), TextCell(signed, blank=True),
         TextCell("\n", blank=True)] for what, who, signed in rows], together=True)


def _shown(columns: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Columns with their headers in the language of the document."""
    return [(gettext(name), width) for name, width in columns]


def _asked(case: Case) -> str:
    """What the response is to be ready for, and where it says what it lacks."""
    gaps = len(case.readiness.missing(case.purpose))
    asked = gettext("as our decision") if case.readiness.settled is Stage.DECIDED else \
        gettext("as a plan") if case.purpose is Purpose.PLAN else gettext("as proof of implementation")
    if not gaps and case.readiness.stage is Stage.IMPLEMENTED and case.readiness.effect_gaps is None:
        return gettext("done, with proof")
    return ngettext("{asked}; {count} point below", "{asked}; {count} points below", gaps, asked=asked) if gaps \
        else gettext(_PROVEN[case.readiness.stage])


_PROVEN = {Stage.PLAN_COMPLETE: gettext_noop("a plan; the work is not proven yet"),
           Stage.IMPLEMENTED: gettext_noop("done, with proof; effect not reviewed"),
           Stage.EFFECTIVE: gettext_noop("done and found effective, with proof"),
           Stage.DECIDED: gettext_noop("our decision; no formal answer is due")}
"""What a response that is no draft holds, in a line."""


def proven(case: Case) -> str:
    """What is proven, in words."""
    stage = case.readiness.stage
    if case.ready:
        return stage_words(case.readiness)
    return gettext("DRAFT (the plan is complete, the proof is not)") if stage is Stage.PLAN_COMPLETE else \
        gettext("DRAFT (withdrawn)") if stage is Stage.WITHDRAWN else gettext("DRAFT")


def stage_words(readiness: Readiness) -> str:
    """How far an answer is, in words that stand alone."""
    return pgettext("stage", readiness.words.capitalize())


def gaps(case: Case) -> str:
    """What stands in the way of this response, as a list; '' where nothing does."""
    found = case.readiness.missing(case.purpose)
    if not found:
        return ""
    head = paragraph(ngettext("DRAFT: {count} point to settle before this response is sent",
                              "DRAFT: {count} points to settle before this response is sent", len(found)), "GapHeading")
    return head + "".join(paragraph(gap, "Gap") for gap in found)


def _certificate(case: Case) -> str:
    """The certificate of the register's own standard; a finding of another one alone is answered under another one."""
    settings = case.review.register.settings
    if case.review.pack_of(case.finding) is not case.review.pack:
        return ""
    number, until = printed(settings, "certificate_number"), printed(settings, "certificate_expiry")
    return with_commas((gettext("certificate {number}", number=number) if number else "",
                        gettext("expires on {day}", day=until) if until else ""))


def _audit(case: Case) -> TextCell:
    """Id and kind of the audit, its report, and who audited where that is not the certification body."""
    body, auditor = case.review.register.settings.typed("certification_body"), of_audit(case, "body")
    other = auditor if body and auditor and fold(auditor) != fold(body) else ""
    id, kind, report = printed(case.finding, "audit"), of_audit(case, "kind"), of_audit(case, "report_reference")
    return TextCell(f"{id} ({kind})" if kind else id, with_commas((
        gettext("report {number}", number=report) if report else "",
        gettext("by {name}", name=other) if other else "")))


def _reference(case: Case) -> TextCell:
    """The references as typed, and under them the short title that the standard has for each; of several with what it
    is of."""
    found = titles(case.finding, case.review.pack) if spoken() == ENGLISH else []  # the packs have them in English
    notes = [title if len(found) == 1 else f"{reference}: {title}" for reference, title in found if title]
    return TextCell(printed(case.finding, "reference"), "\n".join(notes))
