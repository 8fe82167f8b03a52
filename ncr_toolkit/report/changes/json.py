"""The changes as one JSON object, for other programs. Its shape is a contract: fields are added, never changed.

    tool        name, version
    today       the day of the look
    old, new    path, sha256, id (of the register), read (rows by sheet)
    summary     changes, grave, news, small (counts); found_again (findings); kinds (counts by kind)
    changes     the grave first, majors first; of each
                kind            one of `ncr_toolkit.compare.change.ChangeKind`, in small letters: date_later
                words           the same as people read it: date moved later
                grave           whether somebody has to look at it
                finding, grade  the finding concerned and its graver grade; null where it is none's
                record          the row it is on, as the new register calls it
                key             the column, as in the hidden row of keys; null for a whole row or sheet
                sheet, cell     in the new register; cell is null for what is gone
                old_sheet, old_cell   in the old register; null for what is new
                old, new        what stood and stands there; null where nothing does
                message         one plain sentence
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from ncr_toolkit.common.version import __version__
from ncr_toolkit.compare.change import Change
from ncr_toolkit.compare.comparison import Comparison
from ncr_toolkit.core.register import Review


def report(comparison: Comparison) -> str:
    """The whole comparison as indented JSON, ending in a line break."""
    kinds = Counter(change.kind.name.lower() for change in comparison.changes)
    found = {
        "tool": {"name": "ncr-toolkit", "version": __version__},
        "today": comparison.new.today.isoformat(),
        "old": _register(comparison.old),
        "new": _register(comparison.new),
        "summary": {"changes": len(comparison.changes), "grave": len(comparison.grave), "news": len(comparison.news),
                    "small": len(comparison.rest), "found_again": comparison.found_again,
                    "kinds": dict(sorted(kinds.items()))},
        "changes": [_change(change) for change in comparison.changes],
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _register(review: Review) -> dict[str, Any]:
    register = review.register
    return {"path": register.path, "sha256": register.sha256, "id": register.settings.typed("id") or None,
            "read": register.counts()}


def _change(change: Change) -> dict[str, Any]:
    old = change.old_cell
    return {
        "kind": change.kind.name.lower(),
        "words": change.kind.value,
        "grave": change.grave,
        "finding": change.finding or None,
        "grade": change.grade or None,
        "record": change.record or None,
        "key": change.key or None,
        "sheet": change.cell.sheet or None,
        "cell": change.cell.ref,
        "old_sheet": old.sheet if old else None,
        "old_cell": old.ref if old else None,
        "old": change.old or None,
        "new": change.new or None,
        "message": change.message,
    }
