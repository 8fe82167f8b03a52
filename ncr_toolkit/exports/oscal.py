"""A plan of action and milestones in OSCAL (JSON): one item a finding, with its risk and its observation.

NIST, OSCAL Plan of Action and Milestones model, 1.1.3; the same is valid in 1.2. An item has no owner and no day: the
deadline is the risk's, owners and days are those of the tasks of its remediations, which name parties. What OSCAL has
no word for (grade, disposition ...) stands in properties of a namespace of ours. The same finding has the same UUID in
every export: it is made from the ids of register and finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.oscal_names import FEDRAMP, ITEM_ID, NAMESPACE, NOT_STATED, ROOT
from ncr_toolkit.common.text import allowed
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.several import typed
from ncr_toolkit.exports.json_lines import written
from ncr_toolkit.exports.leaving import Leaving
from ncr_toolkit.exports.oscal_parties import Parties
from ncr_toolkit.exports.oscal_values import filled, line, moment, properties
from ncr_toolkit.exports.oscal_work import observation, remediations, risk_log
from ncr_toolkit.exports.stable_ids import StableIds

Object = dict[str, Any]
VERSION = "1.1.3"
_STATES = {"Open": "open", "In progress": "remediating", "Submitted": "remediating", "Verifying": "remediating",
           "Closed": "closed", "Reopened": "open", "Withdrawn": "closed"}
_NO_STATE = "not-stated"  # OSCAL allows words of one's own
_ELSEWHERE = frozenset(("id", "title", "reference", "owner", "raised_on", "close_due"))
"""Short columns of a finding that have a place of their own."""


def made(leaving: Leaving) -> bytes:
    """The file. Raises CannotRun where there is nothing to tell, or nothing by which UUIDs stay the same."""
    register = leaving.review.register
    if not leaving.all(Finding):
        raise CannotRun(f"No finding was read from {register.path}, and a plan in OSCAL holds one at least; look "
                        "whether it is the right file.")
    if not register.settings.id:
        raise CannotRun(f"{register.path} has no Register ID on the sheet Register, from which the UUIDs of its "
                        "findings are made; `ncr upgrade` gives it one.")
    plan = _Plan(leaving)
    items = [plan.item(finding) for finding in leaving.all(Finding)]
    told = {"uuid": plan.ids.of("plan", ""), "metadata": plan.metadata(), "system-id": plan.ids.system,
            "observations": plan.observations, "risks": plan.risks, "poam-items": items}
    return written({ROOT: {name: part for name, part in told.items() if part}})


class _Plan:
    """The plan as it grows, finding by finding."""

    def __init__(self, leaving: Leaving) -> None:
        self.leaving = leaving
        self.ids = StableIds(leaving.review.register.settings.id)
        self.parties = Parties(leaving, self.ids)
        self.observations: list[Object] = []
        self.risks: list[Object] = []

    def item(self, finding: Finding) -> Object:
        """The item of a finding; its risk and its observation are kept beside."""
        text = self.leaving.text
        label = text(finding, "id") or finding.label
        uuid = self.ids.of("item", label)
        title = self._title(finding, label)
        statement = allowed(text(finding, "statement")) or NOT_STATED
        origins = self._origins(finding)
        risk = self._risk(finding, label, title, statement, origins)
        self.risks.append(risk)
        told: Object = {"uuid": uuid, "title": title, "description": statement,
                        "props": [*self._ids_of(finding), *properties(finding, self.leaving, _ELSEWHERE)],
                        "origins": origins, "related-risks": [{"risk-uuid": risk["uuid"]}]}
        if seen := observation(finding, label, self.leaving, self.ids):
            self.observations.append(seen)
            told["related-observations"] = [{"observation-uuid": seen["uuid"]}]
        told["remarks"] = allowed(text(finding, "internal_note"))
        return filled(told)

    def _title(self, finding: Finding, label: str) -> str:
        return line(self.leaving.text(finding, "title")) or label

    def _ids_of(self, finding: Finding) -> Iterator[Object]:
        if id := line(self.leaving.text(finding, "id")):
            yield {"name": ITEM_ID, "ns": FEDRAMP, "value": id}
        if self.leaving.text(finding, "reference"):
            yield from ({"name": "control-id", "ns": NAMESPACE, "value": line(each)}
                        for each in typed(finding, "reference"))

    def _origins(self, finding: Finding) -> list[Object]:
        """Who raised it: the body of its audit, else that of the register."""
        audit, settings = self.leaving.review.find(Audit, finding.audit), self.leaving.review.register.settings
        owner: Record = audit if audit is not None and audit.body else settings
        name = self.leaving.text(owner, "body" if owner is audit else "certification_body")
        return [{"actors": [{"type": "party", "actor-uuid": self.parties.organisation(name)}]}] if name else []

    def _risk(self, finding: Finding, label: str, title: str, statement: str, origins: list[Object]) -> Object:
        due = self.leaving.day(finding, "close_due")
        return filled({
            "uuid": self.ids.of("risk", label), "title": title, "description": statement,
            "statement": allowed(self.leaving.text(finding, "impact")) or NOT_STATED,
            "status": _STATES.get(finding.status, _NO_STATE), "origins": origins,
            "deadline": moment(due) if due else "",
            "remediations": list(remediations(finding, label, self.leaving, self.ids, self.parties)),
            "risk-log": risk_log(finding, label, self.leaving, self.ids)})

    def metadata(self) -> Object:
        """Written last, when every party is known."""
        settings = self.leaving.review.register.settings
        organisation = line(self.leaving.text(settings, "organisation"))
        return filled({
            "title": f"Audit findings of {organisation}" if organisation else "Audit findings",
            "last-modified": moment(self.leaving.review.today), "version": self.leaving.review.register.sha256[:16]
            or "1", "oscal-version": VERSION, "roles": self.parties.roles, "parties": self.parties.every})
