"""The root cause analysis of a response: causes, whys, fishbone, questions of the standard's bank."""

from __future__ import annotations

from ncr_toolkit.common.punctuation import beside
from ncr_toolkit.common.translation import and_listing, gettext, pgettext
from ncr_toolkit.core.model import Bone, Cause, FiveWhys, Probe
from ncr_toolkit.core.schema import column_names
from ncr_toolkit.word.blocks import TableRow, TextCell, heading, missing, paragraph, table
from ncr_toolkit.word.case import Case, header, labelled_values, listing, printed
from ncr_toolkit.word.drawings.drawing import drawn
from ncr_toolkit.word.drawings.fishbone import pictures

_HEADING = 20
"""Height that heading and note need beside a fishbone on a page, in millimetres."""

_WHYS = column_names(FiveWhys, "why1", "why2", "why3", "why4", "why5")
_STEP = 4
"""How much further to the right each answer of a chain stands, in millimetres."""



def causes(case: Case) -> str:
    """The causes found."""
    return heading(gettext("Root causes"), 2) + (
        listing(gettext("Root causes"), case.rows(Cause), id=18, statement=76, category=32, method=22, confirmed_by=26)
        or case.lacks(gettext("the root cause, one row for each.")))


def working(case: Case) -> str:
    """How the causes were found, by each tool that was used: one that leads to the cause is enough. That none was used,
    only an answer in full says."""
    used = whys(case) + fishbone(case) + questions(case)
    if used or not _full(case) or case.ready:
        return used
    tools = [gettext("5 Whys"), gettext("Fishbone"), *([_bank(case)] if case.pack.questions else [])]
    return heading(and_listing(tools, "or"), 2) \
        + missing(gettext("the working that leads to the cause; one of them is enough."))


def whys(case: Case) -> str:
    """Every chain of whys, from the problem down to the cause."""
    chains = "".join(_chain(case, chain) for chain in case.rows(FiveWhys))
    how = paragraph(gettext("Read down, each line says why the one above it is so; read up, each line leads to "
                            "'therefore'."), "TableNote", keep=True)
    return heading(gettext("5 Whys"), 2) + how + chains if chains else ""


def _chain(case: Case, chain: FiveWhys) -> str:
    """One chain as steps that lead down to its cause."""
    columns = FiveWhys.SHEET.by_name
    answers = [name for name in _WHYS if not chain.blank(name)] or ["why1"]
    rows = [[_label(header(columns["problem"])), TextCell(printed(chain, "problem"))]]
    rows += [[_label(f"\u2193 {header(columns[name])}"), TextCell(printed(chain, name), indent=_STEP * depth)]
             for depth, name in enumerate(answers, start=1)]
    if not chain.blank("cause"):
        rows.append([_label("\u2193 " + gettext("Root cause")), TextCell(printed(chain, "cause"), style="TableLabel",
                                                           indent=_STEP * (len(answers) + 1))])
    if not chain.blank("proof"):
        rows.append([_label(header(columns["proof"])), TextCell(printed(chain, "proof"))])
    leg = printed(chain, "leg")
    whys = gettext("5 Whys")
    return table(beside(whys, leg) if leg else whys, [(gettext("Step"), 34), (leg or gettext("Answer"), 140)], rows)


def _label(text: str) -> TextCell:
    return TextCell(text, style="TableLabel")


def fishbone(case: Case) -> str:
    """Every possible cause under its bone, with what was found out about it."""
    bones = case.rows(Bone)
    order = list(dict.fromkeys(bone.typed("category") for bone in bones))
    bones = sorted(bones, key=lambda bone: order.index(bone.typed("category")))
    fishbones = pictures(bones, _problem(case), (case.width, case.height - _HEADING))
    drawings = "".join(drawn(each.drawing, number, keep=bool(each.under))
                       + (paragraph(each.under, "TableNote") if each.under else "")
                       for number, each in enumerate(fishbones, start=2))
    body = drawings + listing(gettext("Fishbone"), bones, {"verdict": "leads_to"}, category=29, cause=41, sub_cause=41,
                              verdict=23, proof=40)
    return heading(gettext("Fishbone"), 2) + body if body else ""


def _problem(case: Case) -> str:
    """What the causes lead to: the problem from which the whys start, else the finding's title or statement."""
    told = [chain.typed("problem") for chain in case.rows(FiveWhys)]
    told += [case.finding.typed("title"), case.finding.typed("statement"), case.id]
    return next((text for text in told if text.strip()), "")


def questions(case: Case) -> str:
    """The questions that were answered, in the words of the question bank."""
    probes = case.rows(Probe)
    columns = [(gettext("Question"), 17.0), (gettext("Question text"), 56.0), (gettext("Answer"), 71.0),
               (gettext("Points to a cause"), 30.0)]
    rows: list[TableRow] = [[printed(probe, "question"), _words(case, probe), printed(probe, "answer"),
             TextCell(printed(probe, "points_to_cause"), printed(probe, "leads_to"))] for probe in probes]
    return heading(_bank(case), 2) + table(_bank(case), columns, rows) if rows else ""


def _bank(case: Case) -> str:
    return pgettext("question bank", case.pack.bank)


def _words(case: Case, probe: Probe) -> str:
    question = case.review.question(probe)
    return pgettext("question", question.text) if question else ""


def detection(case: Case) -> str:
    """Why the organisation's own audits did not find it first."""
    title = header(case.finding.SHEET.by_name["detection_cause"])
    text = labelled_values(case.finding, "detection_cause")
    return text or (heading(title, 2) + missing(gettext("why own audits and monitoring did not find it."))
                    if _full(case) and not case.ready else "")


def _full(case: Case) -> bool:
    """Whether an analysis in full is expected: for findings whose answer management signs."""
    return case.wants("signoff")
