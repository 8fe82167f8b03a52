"""The portfolio as one JSON object, for other programs. Its shape is a contract: fields are added, never changed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ncr_toolkit.common.version import __version__
from ncr_toolkit.portfolio.facts import RegisterFacts
from ncr_toolkit.portfolio.rollup import Portfolio


def report(portfolio: Portfolio) -> str:
    """The whole as indented JSON, ending in a line break."""
    registers = sorted((*portfolio.registers, *portfolio.failed), key=lambda each: each.path)
    found = {
        "tool": {"name": "ncr-toolkit", "version": __version__},
        "today": portfolio.today.isoformat(),
        "totals": portfolio.totals,
        "registers": [_register(each) for each in registers],
        "left_out": [each.path for each in portfolio.left_out],
        "groups": {name: [asdict(group) for group in groups] for name, groups in portfolio.groups.items()},
        "repeats": [{"reference": each.reference, "title": each.title, "places": [
            {"register": name, "finding": id} for name, id in each.places]} for each in portfolio.repeats],
        "copies": [list(names) for names in portfolio.copies],
        "people": [asdict(desk) for desk in portfolio.desks],
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _register(facts: RegisterFacts) -> dict[str, Any]:
    return {
        "path": facts.path, "ok": facts.ok, "error": facts.error or None, "id": facts.id or None,
        "organisation": facts.organisation or None, "standard": facts.standard or None, "body": facts.body or None,
        "sha256": facts.sha256 or None, "summary": facts.summary, "troubles": list(facts.troubles),
        "findings": [asdict(finding) for finding in facts.findings],
    }
