"""The plan of action and milestones of FedRAMP, template version 3.0 (2025-11-17): its two sheets of items, with the
headers where its readers look for them.

Open items: headers in row 5 from column B, the first item in row 9. Closed ones: headers in row 2 from column A.
The completion date is the one of the register, not the template's days by risk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ncr_toolkit.core.model import Action, Audit, Evidence, Finding
from ncr_toolkit.excel.write.plain_workbook import Cell, SheetPlan, planned_workbook
from ncr_toolkit.exports.leaving import Leaving

COLUMNS = {
    "POAM ID": 16, "Controls": 12, "Weakness Name": 36, "Weakness Description": 56, "Weakness Detector Source": 24,
    "Weakness Source Identifier": 18, "Asset Identifier": 20, "Point of Contact": 20, "Resources Required": 20,
    "Remediation Plan": 56, "Original Detection Date": 13, "Scheduled Completion Date": 13, "Status Date": 13,
    "Vendor Dependency": 13, "Last Vendor Check-in Date": 13, "Vendor Dependent Product Name": 18,
    "Original Risk Rating": 11, "Adjusted Risk Rating": 11, "Risk Adjustment": 12, "False Positive": 12,
    "Operational Requirement": 13, "Deviation Rationale": 24, "Supporting Documents": 30, "Comments": 36,
    "Binding Operational Directive 22-01 tracking": 16, "Binding Operational Directive 22-01 Due Date": 16, "CVE": 12}
_RATINGS = {"Major": "High", "Minor": "Moderate", "Area of concern": "Moderate", "Observation": "Low",
            "Opportunity": "Low"}
_LISTS = {"Original Risk Rating": ["Low", "Moderate", "High"],
          "Adjusted Risk Rating": ["Low", "Moderate", "High", "N/A"],
          "Vendor Dependency": ["Yes", "No"], "Risk Adjustment": ["Yes", "No", "Pending"],
          "False Positive": ["Yes", "No", "Pending"], "Operational Requirement": ["Yes", "No", "Pending"]}
_STATES = {**dict.fromkeys(("Open", "In progress", "Submitted", "Verifying", "Reopened"), "an open item"),
           **dict.fromkeys(("Closed", "Withdrawn"), "a closed item")}
"""What the sheet on which an item stands says of it."""
_ENDED = ("Closed", "Withdrawn")
_MARKS = ("Guidance", "Examples", "Mandatory")
"""What column A says of the three rows between headers and items."""


def made(leaving: Leaving) -> bytes:
    """The workbook."""
    rows = {ended: [list(_row(finding, leaving)) for finding in leaving.all(Finding)
                    if (finding.status in _ENDED) is ended] for ended in (False, True)}
    for finding in leaving.all(Finding):
        leaving.word(finding, "status", _STATES)
    settings = leaving.review.register.settings
    above: dict[tuple[int, int], Cell] = {
        (0, 0): "FedRAMP Plan of Action and Milestones (POA&M)", (1, 1): "Cloud Service Provider",
        (1, 2): "Cloud Service Offering", (1, 3): "Impact Level", (1, 4): "POA&M Date",
        (2, 1): leaving.text(settings, "organisation"), (2, 4): leaving.review.today,
        **{(5 + number, 0): mark for number, mark in enumerate(_MARKS)}}
    closed = {("Overall Remediation Plan" if name == "Remediation Plan" else name): width
              for name, width in COLUMNS.items()}
    return planned_workbook(leaving.review.today, {
        "Open POA&M Items": SheetPlan(COLUMNS, rows[False], header_row=4, first_row=8, first_column=1, above=above,
                                      lists=_LISTS),
        "Closed POA&M Items": SheetPlan(closed, rows[True], header_row=1, first_row=2,
                                        above={(0, 0): "Closed POA&M items"}, lists=_LISTS)})


def _row(finding: Finding, leaving: Leaving) -> Iterator[Cell]:
    """The cells of an item; what the register does not say stays empty."""
    text, audit = leaving.text, leaving.review.find(Audit, finding.audit)
    actions = leaving.review.of(Action, finding)
    told: dict[str, Cell] = {
        "POAM ID": text(finding, "id"), "Controls": text(finding, "reference"), "Weakness Name": text(finding, "title"),
        "Weakness Description": text(finding, "statement"),
        "Weakness Detector Source": text(audit, "body") if audit else "",
        "Weakness Source Identifier": text(finding, "audit"), "Asset Identifier": text(finding, "ai_system"),
        "Point of Contact": text(finding, "owner"), "Resources Required": _joined(actions, leaving, "resources"),
        "Remediation Plan": _joined(actions, leaving, "what"),
        "Original Detection Date": leaving.day(finding, "raised_on"),
        "Scheduled Completion Date": leaving.day(finding, "close_due"),
        "Original Risk Rating": leaving.word(finding, "grade", _RATINGS),
        "Supporting Documents": "\n".join(filter(None, (text(proof, "title") or text(proof, "file") for proof
                                                        in leaving.review.of(Evidence, finding)))),
        "Comments": text(finding, "internal_note")}
    return (told.get(name, "") for name in COLUMNS)


def _joined(actions: Iterable[Action], leaving: Leaving, name: str) -> str:
    """What the actions of a finding say in one column, a line each."""
    found = (leaving.text(action, name) for action in actions)
    return "\n".join(dict.fromkeys(filter(None, found)))
