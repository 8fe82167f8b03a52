"""The two tables an auditor goes through line by line: the actions, and the index of the evidence."""

from __future__ import annotations

from ncr_toolkit.common.translation import gettext, gettext_noop, pgettext
from ncr_toolkit.core.model import Action, Evidence
from ncr_toolkit.word.blocks import TableRow, TextCell, heading, inline, table
from ncr_toolkit.word.case import Case, filled, header, printed

_ACTION_COLUMNS = {"id": 20, "cause": 16, "what": 40, "measure": 26, "owner": 20, "due": 18, "done_on": 18}
_PROVEN_BY = 16.0
_EVIDENCE_COLUMNS = {"id": 22, "supports": 22, "title": 54, "file": 58, "dated": 18}
"""Fields with the widths of their columns, in millimetres."""

_BEFORE = gettext_noop("Shows the state before the change")


def actions(case: Case, title: str) -> str:
    """Each action with the cause it removes, who does it by when, what it needs, and which evidence proves it."""
    found = case.rows(Action)
    cells = {name: [TextCell(printed(each, name)) for each in found] for name in _ACTION_COLUMNS}
    cells["id"] = [TextCell(printed(each, "id"), printed(each, "kind")) for each in found]
    cells["owner"] = [TextCell(printed(each, "owner"), "" if each.blank("resources") else gettext(
        "needs {resources}", resources=printed(each, "resources"))) for each in found]
    cells["proof"] = [TextCell("", more=case.proof_links(each.id)) for each in found]
    headers = {name: (header(Action.SHEET.by_name[name]), float(width)) for name, width in _ACTION_COLUMNS.items()}
    changing = ", ".join(action.label for action in found if action.changes_ai_system == "Yes")
    headers["proof"] = gettext("Evidence"), _PROVEN_BY
    plan = _listed(title, headers, cells, keep=bool(changing)) if found else ""
    subject = pgettext("subject", case.pack.subject.name)
    return plan + inline(gettext("Actions that change the {subject}", subject=subject), changing)


def _listed(title: str, columns: dict[str, tuple[str, float]], cells: dict[str, list[TextCell]], *,
            keep: bool = False) -> str:
    """A table of the columns in which something stands."""
    shown = filled(columns, cells)
    rows: list[TableRow] = list(zip(*(cells[name] for name in shown), strict=True))
    return table(title, list(shown.values()), rows, keep=keep)


def evidence_index(case: Case) -> str:
    """Each proof with what it supports and where to look; the fingerprints of the files below."""
    proofs = case.rows(Evidence)
    cells = {name: [TextCell(printed(each, name)) for each in proofs] for name in _EVIDENCE_COLUMNS}
    cells["id"] = [TextCell("", printed(each, "kind"), more=case.proof_link(each)) for each in proofs]
    cells["title"] = [TextCell(printed(each, "title"), gettext(_BEFORE) if each.baseline == "Yes" else "")
                      for each in proofs]
    cells["file"] = [TextCell(_file(case, each), printed(each, "place")) for each in proofs]
    headers = {name: (header(Evidence.SHEET.by_name[name]), float(width)) for name, width in _EVIDENCE_COLUMNS.items()}
    sealed: list[TableRow] = [[printed(each, "id"), TextCell(printed(each, "sha256"), style="TableCode")]
                              for each in proofs if not each.blank("sha256")]
    return (_listed(gettext("Evidence"), headers, cells) if proofs else "") \
        + (heading(gettext("Fingerprints"), 2) + table(
            gettext("Fingerprints of the files"), [(gettext("Evidence ID"), 24), ("SHA-256", 150)], sealed)
           if sealed else "")


def _file(case: Case, proof: Evidence) -> str:
    """What the file is called where the reader finds it; what was typed, where that is not known."""
    found = case.files.get(proof.at.row)
    return found.name if found else printed(proof, "file")
