"""The evidence as one JSON object, for programs.

    tool, register (path, sha256), folder, read (rows, files, bytes), summary (to mend, to look at, to know, nothing)
    rows        the rows of the sheet: id, finding, file, row, cell, recorded, sha256, state, record (to be written)
    unnamed     files that no row names: id and finding to paste, file, bytes, sha256
    problems    what the checks say: code, level, cell, record, message, fix
    notes       what only the files tell: level, topic, file, rows (ids), leaks, message, fix
"""

from __future__ import annotations

import json
from typing import Any

from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.version import __version__
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.register_rows import EvidenceRow
from ncr_toolkit.evidence.survey import EvidenceSurvey


def report(found: EvidenceSurvey) -> str:
    """The object, ending in a line break."""
    register, shelf = found.review.register, found.shelf
    new = {id(each) for each in found.recordable()}
    told: dict[str, Any] = {
        "tool": {"name": "ncr-toolkit", "version": __version__},
        "register": {"path": register.path, "sha256": register.sha256},
        "folder": shelf.folder.name,
        "read": {"rows": len(found.entries), "files": len(shelf.items), "bytes": shelf.size},
        "summary": {level.value: sum(each.level is level for each in found.problems)
                    + sum(about.note.level is level for about in found.notes) for level in Level}
        | {"unnamed": len(found.unnamed), "nothing": found.nothing},
        "rows": [_row(each, id(each) in new) for each in found.entries],
        "unnamed": [{"id": row.id or None, "finding": row.finding or None, "file": row.item.name,
                     "bytes": row.item.size, "sha256": row.sha256 or None} for row in found.unnamed],
        "problems": [{"code": each.code, "level": each.level.value, "cell": str(each.cell), "record": each.record,
                      "message": each.message, "fix": each.fix} for each in found.problems],
        "notes": [{"level": about.note.level.value, "topic": about.note.topic.value, "file": about.name or None,
                   "rows": [proof.label for proof in about.rows], "leaks": about.note.leaks,
                   "message": about.note.message, "fix": about.note.fix} for about in found.notes],
    }
    return allowed(json.dumps(told, indent=2, ensure_ascii=False)) + "\n"


def _row(each: EvidenceRow, record: bool) -> dict[str, Any]:
    proof = each.proof
    return {**{name: proof.typed(name) or None for name in ("id", "finding", "file")},
            "row": proof.at.row, "cell": str(proof.cell("sha256")), "recorded": proof.typed("sha256") or None,
            "sha256": each.sha256 or None, "state": each.state.value, "record": record}
