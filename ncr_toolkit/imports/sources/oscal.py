"""A plan of action and milestones in OSCAL (JSON, 1.1.2 to 1.2.x): one row an item.

NIST, OSCAL Plan of Action and Milestones model: an item names its risks and observations, a risk its deadline and its
remediations, a remediation its tasks; people are parties of the metadata.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import content_of
from ncr_toolkit.common.oscal_names import ROOT
from ncr_toolkit.imports.sources import own_json, own_plan
from ncr_toolkit.imports.sources.grid import MOST_ROWS, Grid
from ncr_toolkit.imports.sources.oscal_reading import all_of, day, text

HEADERS = ("Finding ID", "Title", "Statement of nonconformity", "Controls", "Original Risk Rating", "Status", "Owner",
           "Original Detection Date", "Scheduled Completion Date", "Impact", "Remediation Plan", "Milestones",
           "Supporting Documents", "Comments")
_ID_PROPERTIES = ("poam-id", "poam_id")
_CONTROLS = ("control-id", "impacted-control", "impacted-control-id", "controls")
_RATINGS = ("original-risk-rating", "risk-rating", "adjusted-risk-rating", "severity", "risk")


def grids(path: Path) -> list[Grid]:
    """The grid of the items. Raises CannotRun where the file is no such plan."""
    try:
        found = json.loads(content_of(path, "name the plan that holds the findings").decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CannotRun(f"{path.name} is no JSON that can be read: {error}.") from error
    if own_json.is_own(found):
        return own_json.grids(found)
    plan = found.get(ROOT) if isinstance(found, dict) else None
    if not isinstance(plan, dict):
        raise CannotRun(f"{path.name} is no OSCAL plan of action and milestones: it does not begin with '{ROOT}'. "
                        "Name that file, or export the findings as Excel or CSV.")
    known = _index(plan)
    if own_plan.is_own(plan):
        return own_plan.grids(plan, known)
    read = _Items(known)
    rows = [read.row(item) for item in all_of(plan, "poam-items")[:MOST_ROWS]]
    return [Grid("poam-items", [list(HEADERS), *rows], spreadsheet=False)]


def _index(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Risks, observations and parties by their uuid."""
    metadata = plan.get("metadata")
    return {str(each.get("uuid")): each for each in (*all_of(plan, "risks"), *all_of(plan, "observations"),
                                                     *all_of(metadata, "parties"))}


class _Items:
    """The items, each with what it names."""

    def __init__(self, known: dict[str, dict[str, Any]]) -> None:
        self.known = known

    def row(self, item: dict[str, Any]) -> list[object]:
        """The cells of an item, under `HEADERS`."""
        risks = [self.known.get(text(each, "risk-uuid"), {}) for each in all_of(item, "related-risks")]
        seen = [self.known.get(text(each, "observation-uuid"), {}) for each in all_of(item, "related-observations")]
        measures = [each for risk in risks for each in all_of(risk, "remediations")]
        tasks = [task for each in measures for task in all_of(each, "tasks")]
        whole = [item, *risks, *seen]
        return [self._property(whole, *_ID_PROPERTIES) or text(item, "uuid"), text(item, "title"),
                text(item, "description"), self._property(whole, *_CONTROLS), self._rating(risks, whole),
                _first(text(each, "status", "status/state") for each in risks),
                self._owner([*tasks, *measures, *risks]),
                day(_first(text(each, "collected") for each in seen)),
                day(_first(text(each, "deadline") for each in risks)),
                _joined(text(each, "statement") for each in risks),
                _joined(text(each, "description", "title") for each in measures), _joined(_tasks(tasks)),
                _joined(text(each, "href", "description") for one in seen for each in all_of(one, "relevant-evidence")),
                _joined(text(each, "remarks") for each in whole)]

    @staticmethod
    def _property(whole: list[dict[str, Any]], *names: str) -> str:
        return _first(text(each, "value") for one in whole for each in all_of(one, "props")
                      if text(each, "name").casefold() in names)

    def _rating(self, risks: list[dict[str, Any]], whole: list[dict[str, Any]]) -> str:
        facets = [each for risk in risks for one in all_of(risk, "characterizations") for each in all_of(one, "facets")]
        return self._property(whole, *_RATINGS) or _first(
            text(each, "value") for each in facets if text(each, "name").casefold() in _RATINGS)

    def _owner(self, responsible: list[dict[str, Any]]) -> str:
        ids = [uuid for each in responsible for role in all_of(each, "responsible-roles")
               for uuid in role.get("party-uuids") or () if isinstance(uuid, str)]
        return _first(text(self.known.get(uuid, {}), "name") for uuid in ids)


def _tasks(tasks: list[dict[str, Any]]) -> Iterator[str]:
    """The tasks as a numbered list, each with its day."""
    for number, task in enumerate(tasks, start=1):
        end = day(text(task, "timing/within-date-range/end", "timing/on-date/date"))
        yield f"{number}. {text(task, 'title')}{f' ({end})' if end else ''}"


def _first(texts: Iterator[str]) -> str:
    return next(filter(None, texts), "")


def _joined(texts: Iterator[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, texts)))
