"""The root cause analysis of a response: causes, whys, fishbone, questions about AI."""

from __future__ import annotations

from ncr_toolkit.model import Bone, Cause, FiveWhys, Probe
from ncr_toolkit.word.case import Case, listing, said, shown
from ncr_toolkit.word.drawing import drawn
from ncr_toolkit.word.fishbone import pictures
from ncr_toolkit.word.parts import Cell, Row, facts, heading, missing, paragraph, table

_TABLE_BEGINS = 48
"""Height that heading, note and the first rows of its table need beside a fishbone on a page, in millimetres."""

_WHYS = ("problem", "why1", "why2", "why3", "why4", "why5", "proof", "cause")


def causes(case: Case) -> str:
    """The causes found."""
    return heading("Root causes", 2) + (
        listing("Root causes", case.rows(Cause), id=18, statement=76, category=32, method=22, confirmed_by=26)
        or case.lacks("the root cause, one row for each."))


def whys(case: Case) -> str:
    """Every chain of whys, from the problem down to the cause."""
    chains = case.rows(FiveWhys)
    return _form(case, "5 Whys", "".join(map(_chain, chains)), "the chain of whys.")


def _chain(chain: FiveWhys) -> str:
    names = [name for name in _WHYS if not chain.blank(name) or name in ("problem", "why1", "proof")]
    columns = FiveWhys.SHEET.by_name
    rows: list[Row] = [[columns[name].header, shown(chain, name)] for name in names]
    leg = shown(chain, "leg")
    return facts(leg or "5 Whys", [[columns["leg"].header, Cell(leg, style="TableLabel")], *rows])


def fishbone(case: Case) -> str:
    """Every possible cause under its bone, with what was found out about it."""
    bones = case.rows(Bone)
    order = list(dict.fromkeys(bone.typed("category") for bone in bones))
    bones = sorted(bones, key=lambda bone: order.index(bone.typed("category")))
    shown = pictures(bones, _problem(case), (case.page.width, case.page.height - _TABLE_BEGINS))
    drawings = "".join(drawn(each.drawing, number) + paragraph(each.under, "TableNote", keep=True) * bool(each.under)
                       for number, each in enumerate(shown, start=2))
    body = drawings + listing("Fishbone", bones, {"verdict": "leads_to"}, category=29, cause=41, sub_cause=41,
                              verdict=23, proof=40)
    return _form(case, "Fishbone", body, "the possible causes by category.")


def _problem(case: Case) -> str:
    """What the causes lead to: the problem from which the whys start, else the finding's title or statement."""
    told = [chain.typed("problem") for chain in case.rows(FiveWhys)]
    told += [case.finding.typed("title"), case.finding.typed("statement"), case.id]
    return next((text for text in told if text.strip()), "")


def questions(case: Case) -> str:
    """The questions about AI that were answered, in the words of the question bank."""
    probes = case.rows(Probe)
    if not probes and not case.review.pack.questions:
        return ""
    columns = [("Question", 17.0), ("Question text", 56.0), ("Answer", 71.0), ("Points to a cause", 30.0)]
    rows: list[Row] = [[shown(probe, "question"), _words(case, probe), shown(probe, "answer"),
             Cell(shown(probe, "points_to_cause"), shown(probe, "leads_to"))] for probe in probes]
    return _form(case, "AI questions", table("AI questions", columns, rows) if rows else "",
                 "answers to the questions about AI.")


def _words(case: Case, probe: Probe) -> str:
    question = case.review.pack.question(probe.question)
    return question.text if question else ""


def detection(case: Case) -> str:
    """Why the organisation's own audits did not find it first."""
    title = case.finding.SHEET.by_name["detection_cause"].header
    text = said(case.finding, "detection_cause")
    return text or (heading(title, 2) + missing("why own audits and monitoring did not find it.")
                    if _full(case) and not case.ready else "")


def _form(case: Case, title: str, body: str, wanted: str) -> str:
    """One form of analysis under its heading. Where it is empty, only an answer in full says so."""
    if body:
        return heading(title, 2) + body
    return heading(title, 2) + missing(wanted) if _full(case) and not case.ready else ""


def _full(case: Case) -> bool:
    """Whether every form of analysis is expected: for findings whose answer management signs."""
    return case.wants("signoff")
