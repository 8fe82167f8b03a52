"""The check as a SARIF log, which other makers' viewers show (OASIS: Static Analysis Results Interchange Format 2.1.0).

A workbook has no lines. A viewer wants some to order by: line and column are those of the cell, and the cell's own name
stands as the logical location (3.33 of the standard), which is the one to go by.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ncr_toolkit.common.version import __version__
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Level, NotChecked, Problem, Rule
from ncr_toolkit.report.problem_rows import ProblemRow, is_set_aside, rows, rules_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}  # 3.27.10
REGISTER = "REGISTER"
"""The folder of the register, by a name (3.14.14): the log says nothing of where it lies on this machine."""


def report(assessment: Assessment) -> str:
    """The listed problems as the one run of a SARIF log, indented, ending in a line break."""
    rules = rules_of(assessment)
    places = {rule.code: number for number, rule in enumerate(rules)}
    register = assessment.review.register
    run = {
        "tool": {"driver": {"name": "ncr-toolkit", "version": __version__, "rules": [_rule(rule) for rule in rules]}},
        "invocations": [{"executionSuccessful": True,
                         "toolExecutionNotifications": [_notice(each) for each in assessment.not_checked]}],
        "artifacts": [{"location": _file(register.path), "hashes": {"sha-256": register.sha256}}],
        "originalUriBaseIds": {REGISTER: {"description": {"text": "The folder in which the register lies."}}},
        "columnKind": "unicodeCodePoints",
        "properties": {"today": assessment.review.today.isoformat(), "registerId": register.settings.id},
        "results": [_result(row, register.path, places) for row in rows(assessment)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": _sentence(rule.title)},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.fix} Whose rule it is: {rule.cited}"},
        "defaultConfiguration": {"level": LEVELS[rule.level]},
        "properties": {"source": rule.source, "readIn": rule.read_in or None,
                       "lookedUpOn": rule.looked_up_on.isoformat() if rule.looked_up_on else None},
    }


def _notice(each: NotChecked) -> dict[str, Any]:
    """What was not checked: its silence says nothing."""
    looks_for = f" It looks for: {each.what}." if each.what else ""
    return {"level": "note", "associatedRule": {"id": each.code},
            "message": {"text": f"{each.code} is not checked: {each.why}.{looks_for}"}}


def _result(row: ProblemRow, path: str, places: dict[str, int]) -> dict[str, Any]:
    problem = row.problem
    result = {
        "ruleId": problem.code,
        **({"ruleIndex": places[problem.code]} if problem.code in places else {}),
        "level": LEVELS[problem.level],
        "message": {"text": f"{problem.message} {problem.fix}"},
        "locations": [_location(problem, path)],
        "partialFingerprints": {"cellAndText/v1": _fingerprint(problem)},
        "properties": {"finding": row.name or None, "grade": row.grade or None, "owner": row.owner or None,
                       "record": problem.record, "key": problem.key, "value": problem.value},
    }
    if is_set_aside(problem):
        result["suppressions"] = [{"kind": "inSource", "justification": problem.message}]
    return result


def _location(problem: Problem, path: str) -> dict[str, Any]:
    _, row, column = problem.order
    region = {"region": {"startLine": row, **({"startColumn": column} if column > 0 else {})}} if row > 0 else {}
    return {"physicalLocation": {"artifactLocation": {**_file(path), "index": 0}, **region},
            "logicalLocations": [{"fullyQualifiedName": str(problem.cell), "kind": "member"}]
            if str(problem.cell) else []}


def _file(path: str) -> dict[str, Any]:
    return {"uri": quote(PurePath(path).name), "uriBaseId": REGISTER}


def _fingerprint(problem: Problem) -> str:
    """What stays the same while a row is moved: by it a viewer tells a known problem from a new one."""
    text = "\n".join((problem.code, problem.key or "", problem.record or "", problem.value or ""))
    return hashlib.sha256(text.encode()).hexdigest()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
