"""Lists of findings as different programs, agencies and offices lay them out, each with what must come of it. All
names and findings are made up; only where things stand, and what the headers are called, is as in real ones."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from docx import Document

from tests.trackers import LOG, workbook

FEDRAMP = ("POAM ID", "Controls", "Weakness Name", "Weakness Description", "Weakness Detector Source",
           "Weakness Source Identifier", "Asset Identifier", "Point of Contact", "Resources Required",
           "Remediation Plan", "Original Detection Date", "Scheduled Completion Date", "Status Date",
           "Vendor Dependency", "Last Vendor Check-in Date", "Vendor Dependent Product Name", "Original Risk Rating",
           "Adjusted Risk Rating", "Risk Adjustment", "False Positive", "Operational Requirement",
           "Deviation Rationale", "Supporting Documents", "Comments", "Binding Operational Directive 22-01 tracking",
           "Binding Operational Directive 22-01 Due Date", "CVE")
_RATINGS = ("Moderate", "Low", "High", "Moderate")
_OWNERS = ("CSP Security Team", "ISSO", "Ana Lima", "Platform")


@dataclass(frozen=True)
class Layout:
    """One of them: how it is written, and the rows in, taken and skipped, the cells left, and some of what it gives."""

    write: Callable[[Path], list[Path]]
    rows_in: int
    skipped: int
    left: int
    gives: dict[str, int]  # rows by sheet
    own: tuple[str, ...] = ()  # some of the columns that have no place of ours


def fedramp(folder: Path, rows: int = 6, closed: int = 2) -> list[Path]:
    """The plan of action of a cloud service: title, guidance, header in row 5 from column B; closed ones on a sheet
    that begins a column to the left."""
    wide = len(FEDRAMP) + 1
    opened = [["", "Plan of action and milestones"], ["", "Cloud Service Provider", "Cloud Service Offering", "Impact"],
              ["", "Guidance"], [], ["", *FEDRAMP], ["Guidance", *["Unique"] * (wide - 1)],
              ["Examples", *["V-1"] * (wide - 1)], ["Mandatory", *["Yes"] * (wide - 1)],
              *(["", *_fedramp_row(number)] for number in range(1, rows - closed + 1))]
    done = [["Closed items"], [header.replace("Remediation", "Overall Remediation") for header in FEDRAMP],
            *(_fedramp_row(number) for number in range(rows - closed + 1, rows + 1))]
    return [workbook(folder / "poam.xlsx", **{"Instructions": [["How to fill in this workbook"]],
                                              "Open POA&M Items": opened, "Closed POA&M Items": done,
                                              "Record of Changes": [["Date", "Version", "Author"], ["", "1", "X"]]})]


def _fedramp_row(number: int) -> list[object]:
    found = date(2024, 1, 1) + timedelta(days=number % 700)
    rating = _RATINGS[number % 4]
    return [f"V-{number:05}", "RA-5" if number % 3 else "RA-5, SI-2", f"Outdated library {number % 40}",
            f"The scanner reports library {number % 40} on host {number}.", "Scanner", f"plugin {number % 90}",
            f"host-{number}", _OWNERS[number % 4], "None", f"1. Patch host {number}", found, found + timedelta(days=90),
            found + timedelta(days=9), "No", "", "", rating, "N/A", "No", "No", "No", "", "", "Checked weekly", "", "",
            f"CVE-2024-{number:05}"]


def emass(folder: Path) -> list[Path]:
    """An export with two rows of headers, groups above, milestones in one cell and incomplete days."""
    head = [["Plan of Action", "", "", "", "", "", "", ""], ["", "Weakness", "", "People", "", "Days", "", ""],
            ["POA&M Item ID", "Control Vulnerability Description", "Security Control", "Office/Org", "POC",
             "Scheduled Completion Date", "Milestones with Completion Dates", "Raw Severity"]]
    rows = [["1001", "Accounts are not reviewed", "AC-2", "Platform", "Bo Li", date(2026, 9, 1),
             "1. Review (05/13/2026)\n2. Automate (10/2025)", "Moderate"],
            ["1002", "No restore test", "CP-9", "Platform", "Ana Lima", "Jan 2026", "1. Restore (06/20/2026)", "Low"],
            ["Total", "2", "", "", "", "", "", ""]]
    return [workbook(folder / "emass.xlsx", POAM=[*head, *rows])]


def isms(folder: Path) -> list[Path]:
    """A workbook of four sheets joined by the finding: register, actions, causes, verification; headers in row 3."""
    title = [["Internal audit programme"], []]
    register = [*title, ["Finding ID", "Source", "Source Ref", "Finding Date", "Finding Type", "Control Reference",
                         "Finding Description", "Owner", "Target Date", "Status", "Days Open"],
                ["Example", "Audit", "A-1", "", "Minor NC", "A.5.1", "Sample", "Name", "", "Open", "0"],
                ["F-01", "Audit", "IA-1", date(2026, 3, 2), "Minor NC", "A.8.2", "Access not reviewed", "Ana Lima",
                 date(2026, 6, 1), "In Progress", "12"],
                ["F-02", "Audit", "IA-1", date(2026, 3, 2), "OFI", "A.5.9", "Inventory by hand", "Bo Li",
                 date(2026, 7, 1), "Open", "12"]]
    actions = [*title, ["Action ID", "Finding Ref", "Action Description", "Action Owner", "Action Due", "Notes"],
               ["RA-1", "F-01", "Review accounts", "Ana Lima", date(2026, 5, 1), "monthly"],
               ["RA-2", "F-01", "Automate it", "Bo Li", date(2026, 6, 1), ""]]
    causes = [*title, ["Finding Ref", "Root Cause Category", "Root Cause Description"],
              ["F-01", "Method", "No owner of the review"]]
    checks = [*title, ["Finding Ref", "Verification Date", "Verifier", "Verification Result"],
              ["F-01", date(2026, 6, 20), "Cy Doe", "Effective"]]
    return [workbook(folder / "isms.xlsx", **{"Findings Register": register, "Remediation Actions": actions,
                                              "Root Cause Analysis": causes, "Verification Log": checks})]


def assistant(folder: Path) -> list[Path]:
    """The findings of a governance tool, as its template has them."""
    return _csv(folder / "findings.csv", "ref_id,name,description,severity,status,filtering_labels,asset\n"
                "1,Weak passwords,Six characters suffice,medium,identified,iam,portal\n"
                "2,No log review,Logs are kept and not read,low,in_progress,logging|ops,\n")


def little_helper(folder: Path) -> list[Path]:
    """A bulk file with headers in camel case, the grade as a code."""
    return _csv(folder / "bulk.csv", "auditNumber*,findingNumber*,title*,description*,type,clauseReference,dueDate,"
                "ncRootCauseSummary\nIA-7,7.1,Training,No record of training,minor_nc,7.2,2026-08-01,No owner\n"
                "IA-7,7.2,Minutes,Minutes without decisions,opportunity,9.3,2026-09-01,\n")


def jira(folder: Path) -> list[Path]:
    """An export of a tracker: its days with names of months, several columns of one name."""
    return _csv(folder / "jira.csv", "Summary,Issue key,Issue Type,Status,Priority,Assignee,Created,Due date,Labels,"
                "Labels\nGate is missing,AIMS-1,Task,To Do,Medium,ana@example.org,14/Jul/25 3:42 PM,31/Aug/25,ai,gate\n"
                "Model card is old,AIMS-2,Task,Done,High,bo@example.org,15/Jul/25 9:05 AM,,,\n")


def german(folder: Path) -> list[Path]:
    """Out of Excel in western Europe: semicolons, umlauts, days with dots."""
    path = folder / "liste.csv"
    path.write_bytes("Abweichung Nr.;Einstufung;Norm / Kapitel;Beschreibung;Verantwortlich;Termin;Maßnahme;Stand\r\n"
                     "A-1;Nebenabweichung;7.2;Schulung fehlt;Jörg Müller;31.05.2026;Schulen;Offen\r\n"
                     "A-2;Hinweis;9.1;Kennzahl veraltet;QM;30.06.2026;;Erledigt\r\n"
                     "Summe;2;;;;;;\r\n".encode("cp1252"))
    return [path]


def together(folder: Path) -> list[Path]:
    """Number, title and control in one cell, the grade in the name of the sheet."""
    head = ["Reference / Area", "Details", "Owner", "Status"]
    return [workbook(folder / "iso.xlsx", **{
        "Minor NCs": [head, ["NC-1: Segregation of duties (A.5.3)", "One person approves and pays", "Bo Li / Cy Doe",
                             "Open"]],
        "Opportunities for Improvement": [head, ["OFI-1: Naming (A.5.13)", "Labels differ", "Ana Lima", "Closed"]]})]


def word(folder: Path) -> list[Path]:
    """A letter with a table of findings, and one of people."""
    document = Document()
    for rows in ([["NCR no.", "Category", "Clause", "Description of nonconformity", "Due"],
                  ["NCR-7", "Major nonconformity", "8.4", "No assessment before release", "2026-08-01"],
                  ["NCR-8", "Minor nonconformity", "7.5", "Two forms without version", "2026-08-15"]],
                 [["Name", "Telephone"], ["Ana", "1"]]):
        table = document.add_table(len(rows), len(rows[0]))
        for place, cells in enumerate(rows):
            for number, text in enumerate(cells):
                table.cell(place, number).text = text
    document.save(folder / "letter.docx")
    return [folder / "letter.docx"]


def markdown(folder: Path) -> list[Path]:
    """Notes with a table under a heading that is the grade."""
    (folder / "notes.md").write_text("# Stage 2\n\n## Minor\n\n| ID | Finding | Owner | Action |\n|---|---|---|---|\n"
                                     "| 1 | Gate asks for nothing | Ana Lima | Gate asks |\n| 2 | No minutes | - | |\n",
                                     "utf-8")
    return [folder / "notes.md"]


def calc(folder: Path) -> list[Path]:
    """A spreadsheet of LibreOffice, its cells repeated as it writes them."""
    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    rows = [["Nonconformities"], [], ["ID", "Grade", "Finding", "Owner"], ["Guidance", "", "", ""],
            ["N-1", "Minor", "No label", "Ana Lima"], ["N-2", "Major", "No owner", "Bo Li"]]
    body = "".join(f"<table:table-row>{''.join(cell(text) if text else '<table:table-cell/>' for text in row)}"
                   '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>' for row in rows)
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in
                    ("office", "table", "text"))
    content = (f'<office:document-content{names} office:version="1.2"><office:body><office:spreadsheet>'
               f'<table:table table:name="NCs">{body}<table:table-row table:number-rows-repeated="1048000">'
               '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
               "</office:spreadsheet></office:body></office:document-content>")
    with zipfile.ZipFile(folder / "ncs.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest'
                         ':1.0"><m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument'
                         '.spreadsheet"/></m:manifest>')
    return [folder / "ncs.ods"]


def oscal(folder: Path) -> list[Path]:
    """A plan in OSCAL: owner, days and state stand in the risks, tasks and parties that an item points to."""
    items = [{"uuid": f"i{number}", "title": f"Library {number}", "description": f"Library {number} is outdated.",
              "props": [{"name": "POAM-ID", "value": f"V-{number}"}, {"name": "control-id", "value": "RA-5"}],
              "related-risks": [{"risk-uuid": f"r{number}"}], "related-observations": [{"observation-uuid": "o1"}]}
             for number in (1, 2)]
    risks = [{"uuid": f"r{number}", "title": "x", "description": "y", "statement": "Could be exploited.",
              "status": state, "deadline": "2026-08-01T00:00:00Z",
              "remediations": [{"uuid": "m", "lifecycle": "planned", "title": "Patch", "description": "Patch it",
                                "tasks": [{"uuid": "t", "type": "action", "title": "Patch all hosts",
                                           "timing": {"within-date-range": {"end": "2026-07-01T00:00:00Z"}},
                                           "responsible-roles": [{"role-id": "owner", "party-uuids": ["p1"]}]}]}]}
             for number, state in ((1, "open"), (2, "deviation-approved"))]
    plan = {"metadata": {"parties": [{"uuid": "p1", "type": "person", "name": "Ana Lima"}]}, "poam-items": items,
            "risks": risks, "observations": [{"uuid": "o1", "collected": "2026-03-01T22:00:00Z", "methods": ["TEST"]}]}
    (folder / "poam.json").write_text(json.dumps({"plan-of-action-and-milestones": plan}), "utf-8")
    return [folder / "poam.json"]


def log(folder: Path) -> list[Path]:
    """A log of an office, with title, empty row, dates typed by hand and a total."""
    return [workbook(folder / "log.xlsx", Findings=LOG)]


def _csv(path: Path, text: str) -> list[Path]:
    path.write_text(text, "utf-8")
    return [path]


LAYOUTS = {
    "FedRAMP": Layout(fedramp, 9, 3, 10, {"Findings": 6, "Actions": 6}, ("CVE", "Vendor Dependency")),
    "eMASS": Layout(emass, 3, 1, 3, {"Findings": 2}, ("Milestones with Completion Dates",)),
    "ISMS": Layout(isms, 7, 1, 1, {"Findings": 2, "Actions": 2, "Causes": 1, "Effectiveness": 1}),
    "assistant": Layout(assistant, 2, 0, 2, {"Findings": 2}, ("asset",)),
    "helper": Layout(little_helper, 2, 0, 0, {"Findings": 2, "Causes": 1, "Audits": 1}),
    "Jira": Layout(jira, 2, 0, 2, {"Findings": 2}, ("Labels (2)",)),
    "German": Layout(german, 3, 1, 1, {"Findings": 2, "Actions": 1}),
    "together": Layout(together, 2, 0, 1, {"Findings": 2}, ("Reference / Area",)),
    "Word": Layout(word, 2, 0, 0, {"Findings": 2}),
    "Markdown": Layout(markdown, 2, 0, 0, {"Findings": 2, "Actions": 1}),
    "Calc": Layout(calc, 3, 1, 0, {"Findings": 2}),
    "OSCAL": Layout(oscal, 2, 0, 3, {"Findings": 2, "Actions": 2}, ("Milestones",)),
    "log": Layout(log, 4, 1, 4, {"Findings": 3}, ("Mood",)),
}
