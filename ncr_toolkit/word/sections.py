"""The sections of a response, in the order in which they stand in the document.

To add one, write one function here. It gives the section's content; where that is empty, `missing` says what belongs
there, so that no heading ever stands over nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ncr_toolkit.common.translation import day, gettext, gettext_noop, pgettext
from ncr_toolkit.core.extension_state import is_refused, is_waiting
from ncr_toolkit.core.model import Action, Cause, Containment, Effect, Evidence, Extension, ReadinessStep
from ncr_toolkit.core.second_reading import signatures
from ncr_toolkit.core.timeline import chronicle, moved_dates
from ncr_toolkit.word import review_block, root_cause
from ncr_toolkit.word.blocks import TableRow, TextCell, facts, heading, labelled, paragraph, table
from ncr_toolkit.word.case import Case, Extra, header, labelled_values, listing, printed, sheet_facts
from ncr_toolkit.word.drawings.drawing import drawn
from ncr_toolkit.word.drawings.timeline import timeline
from ncr_toolkit.word.drawings.timeline_days import times
from ncr_toolkit.word.evidence_tables import actions, evidence_index
from ncr_toolkit.word.finding_facts import finding_facts
from ncr_toolkit.word.since_last_answer import changes, followed


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the response, when it appears, and what stands under it."""

    heading: str
    when: Callable[[Case], object]
    missing: str
    content: Callable[[Case], str]

    def render(self, case: Case) -> str:
        """The section as a piece of a document, '' where it does not belong."""
        if not self.when(case):
            return ""
        return heading(gettext(self.heading)) + (self.content(case) or case.lacks(gettext(self.missing))
                                                 or case.nothing_yet)


SECTIONS: list[Section] = []


def section(title: str, *, when: Callable[[Case], object] = lambda case: True, missing: str = "") \
        -> Callable[[Callable[[Case], str]], Callable[[Case], str]]:
    """Register a function as the next section of the response."""

    def register(content: Callable[[Case], str]) -> Callable[[Case], str]:
        SECTIONS.append(Section(title, when, missing, content))
        return content

    return register


@section("Finding")
def finding(case: Case) -> str:
    """The auditor's words, unchanged, and the facts."""
    record = case.finding
    title = header(record.SHEET.by_name["statement"]) if case.formal else case.called
    statement = labelled(title, printed(record, "statement"), "AuditorWords") \
        or case.lacks(gettext("the auditor's statement of nonconformity.") if case.formal else
                      gettext("the auditor's words."))
    return statement + labelled_values(record, "requirement", "objective_evidence", "impact", style="AuditorWords") \
        + finding_facts(case) + (_timeline(case) if case.formal else "")


def _timeline(case: Case) -> str:
    """What happened when, as a picture."""
    picture = timeline(times(case), case.width)
    return heading(gettext("Timeline"), 2) + drawn(picture, 1) if picture else ""


@section("Interim mitigations", when=lambda case: case.shows("mitigations", case.mitigations),
         missing=gettext_noop("what holds until the cause is removed."))
def mitigations(case: Case) -> str:
    return listing(gettext("Interim mitigations"), _by_day(case.mitigations), {}, _proven(case), id=18, what=52,
                   rationale=31, owner=21, planned_on=18, done_on=18)


def _by_day(steps: Sequence[Containment]) -> list[Containment]:
    """Steps in the order in which they were, or will be, done; without a day last."""
    return sorted(steps, key=lambda step: step.done_on or step.planned_on or date.max)


def _proven(case: Case) -> Extra[Containment]:
    """The column of the evidence for each step."""
    return gettext("Evidence"), 16, lambda step: TextCell("", more=case.proof_links(step.id))


@section("Containment and correction",
         when=lambda case: case.wants("correction") or case.corrections or not case.finding.blank("consequences"),
         missing=gettext_noop("what was done at once and what was put right."))
def correction(case: Case) -> str:
    steps = listing(gettext("Containment and correction"), _by_day(case.corrections), {"id": "kind"}, _proven(case),
                    id=20, what=52, rationale=29, owner=21, planned_on=18, done_on=18)
    consequences = labelled_values(case.finding, "consequences")
    if consequences and not steps and case.wants("correction"):
        steps = case.lacks(gettext("what was done at once and what was put right."))
    return steps + consequences


@section("Extent", when=lambda case: case.wants("extent") or not case.finding.blank("extent")
         or not case.finding.blank("extent_count"),
         missing=gettext_noop("where similar cases were looked for, and what was found."))
def extent(case: Case) -> str:
    text = printed(case.finding, "extent")
    return (paragraph(text) if text.strip() else "") + labelled_values(case.finding, "extent_count")


@section("Root cause analysis", when=lambda case: case.shows("causes", case.rows(Cause)))
def root_causes(case: Case) -> str:
    return root_cause.causes(case) + root_cause.working(case) + root_cause.detection(case)


@section("Corrective action plan", when=lambda case: case.shows("actions", case.rows(Action)),
         missing=gettext_noop("the actions that remove the causes, each with an owner and a date."))
def action_plan(case: Case) -> str:
    record = case.finding
    needless = record.action_needed == "No"
    plan = actions(case, gettext("Corrective action plan"))
    if not plan and not needless:
        plan = case.lacks(gettext("the actions that remove the causes, each with an owner and a date."))
    names = [name for name in ("action_needed", "no_action_reason", "system_change", "risk_reference",
                               "impact_assessment_reference", "soa_reference",
                               "management_review_reference") if not record.blank(name)]
    judged: list[TableRow] = [[header(record.SHEET.by_name[name], case.pack), printed(record, name)] for name in names]
    return plan + facts(gettext("Judgement and follow-up"), judged, together=True)


@section("Action log", when=lambda case: case.disposed("Act", case.rows(Action)),
         missing=gettext_noop("what will be done, by whom and by when."))
def action_log(case: Case) -> str:
    return actions(case, gettext("Action log"))


@section("Acceptance justification",
         when=lambda case: case.disposed("Accept", case.finding.typed("acceptance_reason")),
         missing=gettext_noop("why it is accepted, and the risk that stays."))
def acceptance(case: Case) -> str:
    record = case.finding
    if record.blank("acceptance_reason") and record.blank("risk_rationale"):
        return ""
    return labelled_values(record, "acceptance_reason") + (labelled_values(record, "risk_rationale")
                                                           or case.lacks(gettext("the risk rationale.")))


@section("Evidence of implementation", when=lambda case: case.wants("implementation") or case.rows(Evidence),
         missing=gettext_noop("the evidence that the actions were carried out."))
def evidence(case: Case) -> str:
    return evidence_index(case)


@section("Effectiveness check", when=lambda case: case.shows("effectiveness", case.rows(Effect)),
         missing=gettext_noop("how it will be seen that the actions worked."))
def effectiveness(case: Case) -> str:
    return "".join(
        sheet_facts(gettext("Effectiveness check"), check, "criterion", "set_on", "method", "target", "window_start",
                    "due", "reviewer", "reviewed_on", "observed", "recurrences", "result")
        for check in case.rows(Effect))


@section("Re-audit readiness plan", when=lambda case: case.shows("readiness", case.rows(ReadinessStep)),
         missing=gettext_noop("what is prepared for the re-audit."))
def readiness(case: Case) -> str:
    return listing(gettext("Re-audit readiness plan"), case.rows(ReadinessStep), id=20, item=92, owner=26, due=18,
                   done_on=18)


@section("Leadership sign-off", when=lambda case: case.shows("signoff", signatures(case.finding, case.review)),
         missing=gettext_noop("the approval by management."))
def sign_off(case: Case) -> str:
    signed = signatures(case.finding, case.review)
    return listing(gettext("Leadership sign-off"), signed, role=42, person=50, decision=52, signed_on=30)


def _returned(case: Case) -> bool:
    return case.finding.body_decision == "Returned"


def _reopened(case: Case) -> bool:
    record = case.finding
    return record.status == "Reopened" or not record.blank("reopened_on") or not record.blank("reopen_reason")


def _past(case: Case) -> list[tuple[date, str]]:
    """What happened, day by day, where more happened than that it was raised, answered and closed."""
    told = chronicle(case.finding, case.review)
    whats = [what.partition(" by then")[0] for _, what in told]
    return told if "Reopened" in whats or len(whats) > len(set(whats)) or _returned(case) else []


@section("History", when=lambda case: _reopened(case) or case.review.extensions(case.finding) or _returned(case)
         or case.review.requests(case.finding) or _past(case) or moved_dates(case.finding, case.review)
         or followed(case))
def history(case: Case) -> str:
    parts = ""
    if past := _past(case):
        days: list[TableRow] = [[day(on), gettext(what)] for on, what in past]
        title = gettext("Day by day")
        parts += heading(title, 2) + table(title, [(gettext("Date"), 30), (gettext("What happened"), 144)], days)
    if _reopened(case):
        title = gettext("Reopened")
        parts += heading(title, 2) + sheet_facts(title, case.finding, "closed_on", "reopened_on", "reopen_reason")
    if late := moved_dates(case.finding, case.review):
        rows: list[TableRow] = [[each.record.label, header(each.record.SHEET.by_name[each.name]), day(each.first),
                                 day(each.now), str(each.days), str(each.agreed)] for each in late]
        title = gettext("Dates that moved")
        parts += heading(title, 2) + table(title, [
            (gettext("ID"), 34), (gettext("Date"), 40), (pgettext("date", "First"), 26), (pgettext("date", "Now"), 26),
            (gettext("Days later"), 24), (gettext("Extensions"), 24)], rows)
    if agreed := case.review.extensions(case.finding):
        title = gettext("Extensions")
        parts += heading(title, 2) + listing(title, agreed, record=28, from_date=20, to_date=20, reason=58,
                                             agreed_by=28, agreed_on=20)
    if asked := case.review.requests(case.finding):
        answers: Extra[Extension] = (gettext("Answer"), 24, lambda row: TextCell(_answered(row)))
        title = gettext("Requests for more time")
        parts += heading(title, 2) + listing(title, asked, None, answers, record=28, from_date=20, to_date=20,
                                             reason=62, asked_on=20)
    if _returned(case):
        title = gettext("Returned by the body")
        parts += heading(title, 2) + sheet_facts(title, case.finding, "body_decision", "response_sent_on",
                                                 "body_comment")
    return parts + changes(case)


def _answered(request: Extension) -> str:
    """What the body answered to a request for more time, and when."""
    if is_waiting(request):
        return gettext("Not answered yet")
    word = gettext("Refused") if is_refused(request) else gettext("Granted")
    if request.agreed_on is None:
        return word
    return gettext("{answer} on {day}", answer=word, day=day(request.agreed_on))


@section(review_block.TITLE)
def body_review(case: Case) -> str:
    """Blank fields that the auditor fills in."""
    return review_block.review_block() if case.formal else review_block.remarks_block()
