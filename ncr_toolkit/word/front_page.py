"""What stands before the first section: title, facts, the list of gaps; and the header of every page."""

from __future__ import annotations

from dataclasses import replace

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.model import Audit
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.second_reading import last_reading
from ncr_toolkit.core.stage import Stage
from ncr_toolkit.word.blocks import TableRow, TextCell, facts, paragraph, run, table
from ncr_toolkit.word.case import Case, printed
from ncr_toolkit.word.since_last_answer import version_line
from ncr_toolkit.word.styles import ALARM

_LONGEST = 60  # characters of an id or name that still fit into the header


def title(case: Case) -> str:
    """The title block of a response."""
    record = case.finding
    settings = case.review.register.settings
    glance = table("The finding at a glance", _GLANCE, [[
        TextCell(printed(record, "grade"), style="TableKey"), _key(_reference(case)), _key(_owner(case)),
        TextCell(readiness(case), _asked(case), style="TableKey")]])
    rows: list[TableRow] = [
        ["Finding", case.id, "Standard", printed(record, "standard") or case.review.pack.standard],
        ["Raised on", printed(record, "raised_on"), "Acknowledged on", printed(record, "acknowledged_on")],
        ["Response due", _due(case, "response_due"), "Response sent on", printed(record, "response_sent_on")],
        ["Close due", _due(case, "close_due"), "Status", _status(record)],
        *_further(case),
        ["Organisation", printed(settings, "organisation"), "Certificate", _certificate(settings)],
        ["Certification body", printed(settings, "certification_body") or _of_audit(case, "body"), "Lead auditor",
         _of_audit(case, "lead_auditor")],
        ["Audit", _audit(case), "Audit dates", _dates(case)],
        ["Audit report", _of_audit(case, "report_reference"), "Site", printed(record, "site")],
        ["AI system", printed(record, "ai_system"), "Process", printed(record, "process")],
        *([["Scope", printed(settings, "scope")]] if not settings.blank("scope") else []),
    ]
    name = printed(record, "title")
    return paragraph(f"Response to finding {case.id}", "Title") + (paragraph(name, "Subtitle") if name else "") \
        + glance + facts("Facts about the finding", rows, (30, 57, 30, 57), together=True)


_GLANCE = (("Grade", 32), ("Reference", 52), ("Owner", 46), ("Readiness", 44))


def _key(cell: TextCell) -> TextCell:
    return replace(cell, style="TableKey")


def _asked(case: Case) -> str:
    """What the response is to be ready for, and where it says what it lacks."""
    gaps = len(case.readiness.missing(case.purpose))
    asked = "as our decision" if case.readiness.settled is Stage.DECIDED else \
        "as a plan" if case.purpose is Purpose.PLAN else "as proof of implementation"
    if not gaps and case.readiness.stage is Stage.IMPLEMENTED and case.readiness.effect_gaps is None:
        return "done, with proof"
    return f"{asked}; {plural(gaps, 'point')} below" if gaps else _PROVEN[case.readiness.stage]


_PROVEN = {Stage.PLAN_COMPLETE: "a plan; the work is not proven yet",
           Stage.IMPLEMENTED: "done, with proof; effect not reviewed",
           Stage.EFFECTIVE: "done and found effective, with proof",
           Stage.DECIDED: "our decision; no formal answer is due"}
"""What a response that is no draft holds, in a line."""


def readiness(case: Case) -> str:
    """What is proven, in words."""
    stage = case.readiness.stage
    if case.ready:
        return case.readiness.words.capitalize()
    return "DRAFT (the plan is complete, the proof is not)" if stage is Stage.PLAN_COMPLETE else \
        "DRAFT (withdrawn)" if stage is Stage.WITHDRAWN else "DRAFT"


def gaps(case: Case) -> str:
    """What stands in the way of this response, as a list; '' where nothing does."""
    found = case.readiness.missing(case.purpose)
    if not found:
        return ""
    count = "1 point" if len(found) == 1 else f"{len(found)} points"
    head = paragraph(f"DRAFT: {count} to settle before this response is sent", "GapHeading")
    return head + "".join(paragraph(gap, "Gap") for gap in found)


def page_header(case: Case) -> str:
    """Finding and organisation at the head of every page; over them DRAFT, and across the page, if it is one."""
    line = paragraph(f"Finding {_short(case.id)}", "Header", after="<w:r><w:tab/></w:r>" + run(
        _short(printed(case.review.register.settings, "organisation"))))
    return line if case.ready else paragraph("DRAFT", "Draft", after=WATERMARK) + line


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST - 1] + "\u2026"


def _certificate(settings: Record) -> str | TextCell:
    until = printed(settings, "certificate_expiry")
    return TextCell(printed(settings, "certificate_number"), f"expires on {until}" if until else "")


def _of_audit(case: Case, name: str) -> str:
    audit = case.review.find(Audit, case.finding.typed("audit"))
    return printed(audit, name) if audit else ""


def _audit(case: Case) -> TextCell:
    """Id and kind of the audit, and who audited where that is not the certification body."""
    body, auditor = case.review.register.settings.typed("certification_body"), _of_audit(case, "body")
    other = auditor if body and auditor and fold(auditor) != fold(body) else ""
    id, kind = printed(case.finding, "audit"), _of_audit(case, "kind")
    return TextCell(f"{id} ({kind})" if kind else id, f"by {other}" if other else "")


def _dates(case: Case) -> str:
    first, last = _of_audit(case, "started_on"), _of_audit(case, "ended_on")
    return first if first == last else " to ".join(day for day in (first, last) if day)


def _reference(case: Case) -> TextCell:
    """The reference as typed, and under it the short title that the pack has for it."""
    pack = case.review.pack
    return TextCell(printed(case.finding, "reference"), pack.references.get(pack.reference(case.finding.reference), ""))


def _owner(case: Case) -> TextCell:
    person = case.review.person(case.finding.owner)
    return TextCell(printed(case.finding, "owner"), printed(person, "role") if person else "")


def _due(case: Case, name: str) -> str | TextCell:
    """The date typed; without one, the date the pack would set, marked as such."""
    proposed = case.review.proposed(case.finding, name)
    return TextCell(proposed.isoformat(), "proposed, not confirmed by the body") if proposed \
        else printed(case.finding, name)


def _status(record: Record) -> TextCell:
    """The status, and who closed it when."""
    day, by = printed(record, "closed_on"), printed(record, "closed_by")
    closed = " ".join(part for part in (f"on {day}" if day else "", f"by {by}" if by else "") if part)
    return TextCell(printed(record, "status"), f"closed {closed}" if closed else "")


def _further(case: Case) -> list[TableRow]:
    """Facts that have a row of their own where there is something to say."""
    record = case.finding
    rows: list[TableRow] = []
    if not record.blank("repeat_of"):
        rows.append(["Repeat of", printed(record, "repeat_of")])
    if version := version_line(case):
        rows.append(["Version", version])
    if reading := last_reading(record, case.review):
        rows.append(["Checked by", TextCell(f"{printed(reading, 'person')} on {printed(reading, 'signed_on')}",
                                            "second reader; owns neither the finding nor an action")])
    if case.wants("disposition"):
        rows.append(["Disposition", printed(record, "disposition") or "Not yet filled: act on it, or accept it"])
    return rows


WATERMARK = (
    '<w:r><w:rPr><w:noProof/></w:rPr><w:pict xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"><v:shapetype id="_x0000_t136" coordsize="21600,21600" '
    'o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
    '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
    '<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>'
    '</v:formulas><v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
    'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="DraftMark" o:spid="_x0000_s2049" type="#_x0000_t136" alt="Watermark: DRAFT" '
    'style="position:absolute;margin-left:0;margin-top:0;width:430pt;height:150pt;rotation:315;z-index:-251658752;'
    'mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;'
    f'mso-position-vertical-relative:margin" fillcolor="#{ALARM}" stroked="f"><v:fill opacity="5243f"/>'
    '<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt;font-weight:bold" string="DRAFT"/></v:shape>'
    '</w:pict></w:r>')
