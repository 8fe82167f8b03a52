"""The two tables an auditor goes through line by line: the actions, and the index of the evidence."""

from __future__ import annotations

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Action, Containment, Evidence, ReadinessStep
from ncr_toolkit.core.schema import Record
from ncr_toolkit.word.blocks import TableRow, TextCell, heading, inline, table
from ncr_toolkit.word.case import Case, begun, printed

_ACTION_COLUMNS = {"id": 20, "cause": 29, "what": 41, "measure": 28, "owner": 20, "due": 18, "done_on": 18}
_EVIDENCE_COLUMNS = {"id": 22, "supports": 36, "title": 42, "file": 37, "place": 19, "dated": 18}
"""Fields with the widths of their columns, in millimetres."""

_BEFORE = "Shows the state before the change"


def actions(case: Case, title: str) -> str:
    """Each action with the cause it removes, who does it by when, and what it needs."""
    found = case.rows(Action)
    columns = [(Action.SHEET.by_name[name].header, width) for name, width in _ACTION_COLUMNS.items()]
    rows: list[TableRow] = [[TextCell(printed(each, "id"), printed(each, "kind")),
                             TextCell(printed(each, "cause"), begun(case.cause(each.cause))), printed(each, "what"),
                             printed(each, "measure"),
                             TextCell(printed(each, "owner"),
                                 f"needs {printed(each, 'resources')}" * (not each.blank("resources"))),
                             printed(each, "due"), printed(each, "done_on")] for each in found]
    changing = ", ".join(action.label for action in found if action.changes_ai_system == "Yes")
    plan = table(title, columns, rows, keep=bool(changing)) if rows else ""
    return plan + inline("Actions that change the AI system", changing)


def evidence_index(case: Case) -> str:
    """Each proof with what it supports and where to look; the fingerprints of the files in full below."""
    proofs = case.rows(Evidence)
    columns = [(Evidence.SHEET.by_name[name].header, width) for name, width in _EVIDENCE_COLUMNS.items()]
    rows: list[TableRow] = [[TextCell(printed(each, "id"), printed(each, "kind")),
                             TextCell(printed(each, "supports"), begun(_proven(case, each), 45)),
                             TextCell(printed(each, "title"), _BEFORE if each.baseline == "Yes" else ""),
                             TextCell(printed(each, "file"), _seal(each)), printed(each, "place"), printed(each,
                                                                                                           "dated")]
                            for each in proofs]
    sealed: list[TableRow] = [[printed(each, "id"), TextCell(printed(each, "sha256"), style="TableCode")]
                              for each in proofs if not each.blank("sha256")]
    return (table("Evidence", columns, rows) if rows else "") \
        + (heading("Fingerprints", 2) + table("Fingerprints of the files", [("Evidence ID", 24), ("SHA-256", 150)],
                                              sealed) if sealed else "")


def _proven(case: Case, proof: Evidence) -> str:
    """What the step, action or readiness item says that a proof supports."""
    told: list[tuple[str, Record, str]] = [(each.id, each, "what") for each in case.rows(Containment)]
    told += [(each.id, each, "what") for each in case.rows(Action)]
    told += [(each.id, each, "item") for each in case.rows(ReadinessStep)]
    return next((printed(each, name) for id, each, name in told if id and fold(id) == fold(proof.supports)), "")


def _seal(proof: Evidence) -> str:
    """The beginning of a file's fingerprint, which stands below in full."""
    return "" if proof.blank("sha256") else f"SHA-256 {begun(printed(proof, 'sha256'), 12)}"
