"""NIST's JSON Schemas of an OSCAL plan of action and milestones, and what no schema sees: where references lead.

`tests/fixtures/oscal-poam-*.schema.json.xz` are the files of NIST (public domain, github.com/usnistgov/OSCAL), packed.
"""

from __future__ import annotations

import json
import lzma
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

FIXTURES = Path(__file__).parent / "fixtures"
VERSIONS = ("1.1.3", "1.2.1")
_CLASSES = {r"\\p{L}": r"[^\\W\\d_]", r"\\p{N}": r"\\d"}
"""Python's regular expressions have no classes of Unicode by letter."""


@cache
def validator(version: str) -> Draft7Validator:
    """The validator of a version; it has no opinion on formats, which the patterns say as well."""
    text = lzma.decompress((FIXTURES / f"oscal-poam-{version}.schema.json.xz").read_bytes()).decode()
    for theirs, ours in _CLASSES.items():
        text = text.replace(theirs, ours)
    return Draft7Validator(json.loads(text))


def faults(plan: dict[str, Any], version: str) -> list[str]:
    """What is not as the schema has it."""
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}"
            for each in validator(version).iter_errors(plan)]


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _objects(part)


def lost_references(plan: dict[str, Any]) -> list[str]:
    """References that lead nowhere or to another kind of thing, UUIDs that two things share, risks and observations
    that no item names, and a plan that is of no system."""
    root = plan["plan-of-action-and-milestones"]
    there = {name: {each["uuid"] for each in root.get(name, ())} for name in ("risks", "observations", "poam-items")}
    parties = {each["uuid"] for each in root["metadata"].get("parties", ())}
    roles = {each["id"] for each in root["metadata"].get("roles", ())}
    wanted = {"risk-uuid": there["risks"], "observation-uuid": there["observations"], "actor-uuid": parties,
              "role-id": roles}
    found = [f"{name} {each[name]}" for each in _objects(root) for name in wanted
             if name in each and each[name] not in wanted[name]]
    found += [f"party {uuid}" for each in _objects(root) for uuid in each.get("party-uuids", ()) if uuid not in parties]
    shared = Counter(each["uuid"] for each in _objects(root) if "uuid" in each)
    found += [f"shared {uuid}" for uuid, number in shared.items() if number > 1]
    for name, reference in (("risks", "risk-uuid"), ("observations", "observation-uuid")):
        found += [f"nobody names {uuid}" for uuid in there[name] - {each.get(reference) for each in _objects(root)}]
    return found + ([] if root.get("system-id", {}).get("id") or "import-ssp" in root else ["no system"])
