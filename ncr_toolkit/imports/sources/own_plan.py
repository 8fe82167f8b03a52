"""A plan in OSCAL that `ncr export` has written: what stands in properties of ours goes back to where it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from ncr_toolkit.common.oscal_names import ITEM_ID, NAMESPACE, NOT_STATED, SHEET, property_name
from ncr_toolkit.core.model import Action, Containment, Evidence, Finding
from ncr_toolkit.core.schema import Record
from ncr_toolkit.imports.sources.grid import Grid
from ncr_toolkit.imports.sources.oscal_reading import all_of, day, of_each, text

_WHY: dict[type[Record], str] = {Containment: "rationale", Action: "measure"}
_WORK = {kind.SHEET.name: kind for kind in _WHY}
Values = dict[str, str]


def is_own(plan: dict[str, Any]) -> bool:
    """Whether its items have properties of ours."""
    return any(_own(item, property_name("grade")) or _own(item, "control-id") or _own(item, property_name("status"))
               for item in all_of(plan, "poam-items"))


def grids(plan: dict[str, Any], known: dict[str, dict[str, Any]]) -> list[Grid]:
    """A grid for each sheet that such a plan carries. `known`: risks, observations and parties by their uuid."""
    rows: dict[type[Record], list[Values]] = {Finding: [], Containment: [], Action: [], Evidence: []}
    for item in all_of(plan, "poam-items"):
        for kind, values in _records(item, known):
            rows[kind].append(values)
    return [_grid(kind, found) for kind, found in rows.items() if found]


def _grid(kind: type[Record], rows: list[Values]) -> Grid:
    columns = kind.SHEET.typed_columns
    lines: list[list[object]] = [[values.get(column.name, "") for column in columns] for values in rows]
    return Grid(kind.SHEET.name, [[column.header for column in columns], *lines], spreadsheet=False)


def _records(item: dict[str, Any], known: dict[str, dict[str, Any]]) -> Iterator[tuple[type[Record], Values]]:
    """The finding of an item, and what belongs to it."""
    risk = known.get(next(of_each(item, "related-risks", "risk-uuid"), ""), {})
    seen = known.get(next(of_each(item, "related-observations", "observation-uuid"), ""), {})
    id = next((text(each, "value") for each in all_of(item, "props") if text(each, "name") == ITEM_ID), "")
    title, work = text(item, "title"), all_of(risk, "remediations")
    finding = _facts(Finding, item) | _stated({
        "id": id, "reference": _own(item, "control-id"), "title": "" if title == id else title,
        "statement": text(item, "description"), "impact": text(risk, "statement"),
        "close_due": day(text(risk, "deadline")),
        "raised_on": day(text(seen, "collected")), "objective_evidence": text(seen, "description"),
        "internal_note": text(item, "remarks"), "reopen_reason": _reopened_for(risk),
        "owner": next((_owner(each, known) for each in work if _own(each, SHEET) == Finding.SHEET.name), "")})
    yield Finding, finding
    for each in work:
        if kind := _WORK.get(_own(each, SHEET)):
            yield kind, _facts(kind, each) | _stated({"finding": id, "what": text(each, "description"),
                                                      _WHY[kind]: text(each, "remarks"), "owner": _owner(each, known)})
    for each in all_of(seen, "relevant-evidence"):
        facts = _facts(Evidence, each)
        file = facts.get("file") or unquote(text(each, "href"))
        title = text(each, "description")
        yield Evidence, facts | _stated({"finding": id, "file": file,
                                         "title": "" if title in (file, facts.get("id")) else title})


def _facts(kind: type[Record], data: dict[str, Any]) -> Values:
    """What stands in its properties, by field."""
    fields = {property_name(column.name): column.name for column in kind.SHEET.typed_columns}
    names = dict.fromkeys(text(each, "name") for each in all_of(data, "props"))
    return {fields[name]: _own(data, name) for name in names if name in fields}


def _own(data: dict[str, Any], name: str) -> str:
    """The value of a property of ours; what stands there several times is several values of one cell."""
    return "; ".join(text(each, "value") for each in all_of(data, "props")
                     if text(each, "ns") == NAMESPACE and text(each, "name") == name)


def _stated(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in ("", NOT_STATED)}


def _reopened_for(risk: dict[str, Any]) -> str:
    log = risk.get("risk-log")
    entries = all_of(log, "entries") if isinstance(log, dict) else []
    return next((text(each, "description") for each in entries if text(each, "status-change") == "open"), "")


def _owner(work: dict[str, Any], known: dict[str, dict[str, Any]]) -> str:
    """The person who answers for the tasks of a remediation."""
    uuids = (uuid for task in all_of(work, "tasks") for role in all_of(task, "responsible-roles")
             for uuid in role.get("party-uuids") or () if isinstance(uuid, str))
    return next((text(known.get(uuid, {}), "name") for uuid in uuids), "")
