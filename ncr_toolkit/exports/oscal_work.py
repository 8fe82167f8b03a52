"""What was done about a finding, as OSCAL has it: the remediations of its risk with their tasks, the log of its risk,
and the observation with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ncr_toolkit.common.oscal_names import NAMESPACE, NOT_STATED, SHEET
from ncr_toolkit.common.text import allowed
from ncr_toolkit.core.model import Action, Containment, Evidence, Finding
from ncr_toolkit.core.schema import Record
from ncr_toolkit.exports.leaving import Leaving
from ncr_toolkit.exports.oscal_parties import Parties
from ncr_toolkit.exports.oscal_values import filled, line, moment, properties, short
from ncr_toolkit.exports.stable_ids import StableIds

Object = dict[str, Any]
_IN_A_TASK = frozenset(("finding", "owner"))
"""Short columns of a step or an action that have a place of their own; a task has one span of days, they have three
days."""


def remediations(finding: Finding, label: str, leaving: Leaving, ids: StableIds, parties: Parties) -> Iterator[Object]:
    """What is due to whom for the finding itself; then its steps and its actions, each with its owner and its days."""
    tasks = [_milestone(finding, name, title, label, leaving, ids)
             for name, title in (("response_due", "Answer to the body"), ("close_due", "Closed with evidence"))
             if leaving.day(finding, name)]
    owner = parties.responsible(finding, "owner")
    if owner and not tasks:
        tasks = [{"uuid": ids.of("task", f"{label}:owner"), "type": "milestone", "title": "Answer to the finding"}]
    if tasks:
        yield filled({"uuid": ids.of("answer", label), "lifecycle": "planned", "title": f"Answer to {label}",
                      "description": "What is due for the finding as a whole, and who answers for it.",
                      "props": [_of_sheet(Finding)],
                      "tasks": [filled({**task, "responsible-roles": owner}) for task in tasks]})
    for step in leaving.review.of(Containment, finding):
        yield _work(step, ("planned_on", "planned_on"), "rationale", leaving, ids, parties)
    for action in leaving.review.of(Action, finding):
        yield _work(action, ("start_on", "due"), "measure", leaving, ids, parties)


def _of_sheet(kind: type[Record]) -> Object:
    return {"name": SHEET, "ns": NAMESPACE, "value": kind.SHEET.name}


def _milestone(finding: Finding, name: str, title: str, label: str, leaving: Leaving, ids: StableIds) -> Object:
    return {"uuid": ids.of("task", f"{label}:{name}"), "type": "milestone", "title": title,
            "timing": {"on-date": {"date": moment(leaving.day(finding, name))}}}


def _work(record: Record, days: tuple[str, str], why: str, leaving: Leaving, ids: StableIds, parties: Parties) \
        -> Object:
    """A step or an action: one remediation with one task. `days`: the columns of its first and its last day; `why`:
    the column that says more."""
    key = f"{record.SHEET.prefix}:{record.owner_id}:{record.label}"
    leaving.take(record, "finding")
    what = allowed(leaving.text(record, "what"))
    start, end = (leaving.day(record, name) for name in days)
    timing: Object = {}
    if end:
        timing = {"within-date-range": {"start": moment(start), "end": moment(end)}} if start and start < end else \
            {"on-date": {"date": moment(end)}}
    task = {"uuid": ids.of("task", key), "type": "action", "title": short(what) or record.label or NOT_STATED,
            "timing": timing, "responsible-roles": parties.responsible(record, "owner")}
    return filled({"uuid": ids.of("work", key), "lifecycle": "completed" if leaving.day(record, "done_on") else
                   "planned", "title": short(what) or record.label or NOT_STATED, "description": what or NOT_STATED,
                   "props": [_of_sheet(type(record)), *properties(record, leaving, _IN_A_TASK)],
                   "tasks": [filled(task)], "remarks": allowed(leaving.text(record, why))})


def risk_log(finding: Finding, label: str, leaving: Leaving, ids: StableIds) -> Object:
    """When it was closed, opened again, and its day moved."""
    entries = []
    for name, title, state, why in (("closed_on", "Closed", "closed", ""),
                                    ("reopened_on", "Reopened", "open", "reopen_reason")):
        if day := leaving.day(finding, name):
            entries.append(filled({"uuid": ids.of("entry", f"{label}:{name}"), "title": title, "start": moment(day),
                                   "description": allowed(leaving.text(finding, why)) if why else "",
                                   "status-change": state}))
    for move in leaving.review.moves(finding.typed("id")) if finding.typed("id") else ():
        if day := leaving.day(move, "agreed_on"):
            entries.append(filled({
                "uuid": ids.of("entry", f"{label}:moved"), "title": "A later day was agreed", "start": moment(day),
                "description": allowed(leaving.text(move, "reason")),
                "props": list(properties(move, leaving, frozenset(("record", "agreed_on"))))}))
            leaving.take(move, "record")
    entries.sort(key=lambda entry: str(entry["start"]))
    return {"entries": entries} if entries else {}


def observation(finding: Finding, label: str, leaving: Leaving, ids: StableIds) -> Object | None:
    """What the auditor saw, with the evidence; None where nobody knows when, as OSCAL wants a day."""
    day = leaving.day(finding, "raised_on")
    if day is None:
        return None
    proofs = [_proof(proof, leaving) for proof in leaving.review.of(Evidence, finding)]
    return filled({"uuid": ids.of("observation", label), "title": f"What was seen: {label}",
                   "description": allowed(leaving.text(finding, "objective_evidence")) or NOT_STATED,
                   "methods": ["UNKNOWN"], "types": ["discovery"], "collected": moment(day),
                   "relevant-evidence": proofs})


def _proof(proof: Evidence, leaving: Leaving) -> Object:
    file = line(leaving.text(proof, "file"))
    href = file if "://" in file and " " not in file else quote(file.replace("\\", "/"), safe="/")
    kept = frozenset(("finding", "title", *(("file",) if href == file else ())))
    leaving.take(proof, "finding")
    return filled({"href": href, "description": line(leaving.text(proof, "title")) or file or proof.label or NOT_STATED,
                   "props": list(properties(proof, leaving, kept))})
