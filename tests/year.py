"""A year of one company's register: twelve months that drift in known ways.

Each event is what somebody did to the register in a month, and what the monthly run has to tell of it: pairs of the
kind of change (as `changes.json` calls it) and the record. `checks` are codes of checks that must name the record from
that month on. What is not listed must not be told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ncr_toolkit.core.model import (
    Action,
    Cause,
    Containment,
    Effect,
    Evidence,
    Extension,
    Finding,
    FiveWhys,
    Lesson,
    Person,
    ReadinessStep,
)
from ncr_toolkit.core.schema import Record

Rows = dict[type[Record], list[dict[str, Any]]]

DAYS = [date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 29), date(2026, 6, 30),
        date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 30), date(2026, 11, 30), date(2026, 12, 30)]
"""The day of each run."""

PEOPLE = ("Ana Lima", "Bo Ek", "Cleo Marsh", "Dario Conti", "Eva Holm")
SUBJECTS = ("Impact assessments are missing for two releases of the triage model.",
            "Alarm limits of the sepsis model were never agreed with the wards.",
            "Training data of the planner has no recorded origin.",
            "Nobody reviewed the access rights of the labelling tool for a year.",
            "The supplier of the speech model changed it without telling anybody.",
            "Logs of overruled advice are deleted after nine days.",
            "Competence records of three data stewards are not kept.",
            "The AI policy names systems that were retired in 2024.",
            "Test results of version 4 cannot be reproduced from the stored data.",
            "Users of the letter tool are not told that a machine writes.",
            "Objectives for fairness have no numbers and no dates.",
            "Internal audits skipped the suppliers of bought models.",
            "The inventory lacks two systems in use at the second site.",
            "Complaints about wrong priorities are not read for causes.",
            "Changes to prompts go live without a second pair of eyes.",
            "Backups of the model store were never restored in a drill.",
            "Roles for stopping a model at night are not written down.",
            "The risk criteria do not say who accepts what remains.",
            "Drift reports are drawn and nobody answers them.",
            "Minutes of the management review hold no decisions.")
REFERENCES = ("8.4", "A.6.2.6", "A.7.5", "A.4.4", "A.10.3", "A.6.2.8", "7.2", "5.2", "A.6.2.4", "A.8.2", "6.2", "9.2.2",
              "A.4.2", "A.8.3", "A.6.2.3", "A.6.2.5", "A.3.2", "6.1.2", "A.6.2.6", "9.3.3")


def january() -> Rows:
    """The register as it is in the first month: twenty findings, most of them under way."""
    rows: Rows = {kind: [] for kind in (Finding, Containment, FiveWhys, Cause, Action, Evidence, Effect, ReadinessStep,
                                        Lesson, Extension)}
    rows[Person] = [{"name": name, "email": f"{name.split()[0].lower()}@example.org"} for name in PEOPLE]
    for number, (subject, reference) in enumerate(zip(SUBJECTS, REFERENCES, strict=True), start=1):
        id, owner = f"NC-{number:02}", PEOPLE[number % 4]
        status = "Closed" if number in (4, 8, 12) else "Submitted" if number in (3, 7) else "In progress"
        rows[Finding].append({
            "id": id, "grade": "Major" if number in (1, 5, 9) else "Observation" if number in (8, 16) else "Minor",
            "reference": reference, "title": subject.rstrip("."), "statement": subject, "owner": owner, "status": status,
            "raised_on": date(2025, 11, number), "response_due": date(2027, 1, 15), "close_due": date(2027, 3, 15),
            "ai_system": ("Triage", "Sepsis alarm", "Planner", "Letters")[number % 4],
            "extent": f"All systems looked at for finding {number}, releases since 2024, 41 records.",
            **({"closed_on": date(2026, 1, 12), "closed_by": "Eva Holm"} if status == "Closed" else {}),
            **({"response_sent_on": date(2026, 1, 15), "body_decision": "Sent"} if status == "Submitted" else {})})
        rows[Containment].append({"finding": id, "id": f"C-{number:02}", "kind": "Correction", "owner": owner,
                                  "what": f"What was seen under {number} was put right on all wards.",
                                  "done_on": date(2025, 11, number)})
        rows[FiveWhys].append({"finding": id, "leg": "Why it happened", "problem": subject,
                               "why1": f"The checklist of step {number} does not ask for it."})
        rows[Cause].append({"finding": id, "id": f"RC-{number:02}", "category": "Life cycle and change",
                            "statement": f"Checklist {number} was written before the procedure it should carry out."})
        rows[Action].append({"finding": id, "id": f"CA-{number:02}", "cause": f"RC-{number:02}", "owner": owner,
                             "what": f"Checklist {number} asks for the record and refuses to go on without it.",
                             "due": date(2027, 2, 10)})
        rows[Evidence].append({"finding": id, "id": f"E-{number:02}", "supports": f"C-{number:02}",
                               "title": f"Record of the correction {number}", "file": f"E-{number:02}.pdf",
                               "dated": date(2025, 12, 1), "sha256": f"{number:064x}"})
        rows[Effect].append({"finding": id, "criterion": f"12 of 12 cases of step {number} in 90 days have the record.",
                             "due": date(2027, 2, 20), "reviewer": "Eva Holm"})
    return rows


Told = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Event:
    """One thing that happened in a month (counted from 1: February is 2)."""

    month: int
    what: str
    do: Callable[[Rows], None]
    told: Told
    checks: Told = field(default=())


def put(kind: type[Record], id: str, /, **values: Any) -> Callable[[Rows], None]:
    """Type over cells of a row; None empties one."""

    def do(rows: Rows) -> None:
        row = find(rows, kind, id)
        row |= {name: value for name, value in values.items() if value is not None}
        for name in [name for name, value in values.items() if value is None]:
            row.pop(name, None)

    return do


def find(rows: Rows, kind: type[Record], id: str) -> dict[str, Any]:
    key = kind.SHEET.label_field
    return next(row for row in rows[kind] if row.get(key) == id)


def add(kind: type[Record], **values: Any) -> Callable[[Rows], None]:
    return lambda rows: rows[kind].append(dict(values))


def drop(kind: type[Record], id: str) -> Callable[[Rows], None]:
    return lambda rows: rows[kind].remove(find(rows, kind, id))


def vanish(id: str) -> Callable[[Rows], None]:
    """A finding goes with all its rows."""

    def do(rows: Rows) -> None:
        for kind, own in rows.items():
            rows[kind] = [row for row in own if row.get("finding", row.get("id")) != id]

    return do


def renumber(old: str, new: str) -> Callable[[Rows], None]:
    """A finding gets another id, and its rows follow."""

    def do(rows: Rows) -> None:
        find(rows, Finding, old)["id"] = new
        for own in rows.values():
            for row in own:
                for name in ("finding", "record", "repeat_of"):
                    if row.get(name) == old:
                        row[name] = new

    return do


def both(*steps: Callable[[Rows], None]) -> Callable[[Rows], None]:
    def do(rows: Rows) -> None:
        for step in steps:
            step(rows)

    return do


def shuffle(rows: Rows) -> None:
    """Somebody sorts the sheets another way."""
    for own in rows.values():
        own.reverse()


def extension(record: str, old: date, new: date, **more: Any) -> Callable[[Rows], None]:
    return add(Extension, **{"record": record, "from_date": old, "to_date": new, "reason": "Parts came late",
                             "agreed_by": "M. Silva", "agreed_on": date(2026, 2, 2), **more})


NEW = {"grade": "Minor", "status": "Open", "owner": "Bo Ek", "response_due": date(2027, 1, 20),
       "close_due": date(2027, 3, 20)}

EVENTS = (
    # February
    Event(2, "a finding is closed", put(Finding, "NC-02", status="Closed", closed_on=date(2026, 2, 20), closed_by="Eva Holm"),
          (("closed", "NC-02"),)),
    Event(2, "a deadline slips in silence", put(Finding, "NC-10", close_due=date(2027, 4, 30)),
          (("date_later", "NC-10"),), (("HIS004", "NC-10"),)),
    Event(2, "an action slips with an agreement", both(put(Action, "CA-11", due=date(2027, 2, 28)),
                                                       extension("CA-11", date(2027, 2, 10), date(2027, 2, 28))),
          (("date_later_agreed", "CA-11"), ("row_added", "CA-11"))),
    Event(2, "another owner", put(Finding, "NC-13", owner="Dario Conti"), (("owner", "NC-13"),)),
    Event(2, "an action is done", put(Action, "CA-14", done_on=date(2026, 2, 18)), (("done", "CA-14"),)),
    # March
    Event(3, "a closed finding is open again and does not say so", put(Finding, "NC-04", status="In progress"),
          (("reopened_silently", "NC-04"),), (("HIS002", "NC-04"),)),
    Event(3, "a finding vanishes with its rows", vanish("NC-19"), (("vanished", "NC-19"),), (("HIS001", "NC-19"),)),
    Event(3, "a major is softened", put(Finding, "NC-05", grade="Minor"), (("grade_lowered", "NC-05"),),
          (("HIS005", "NC-05"),)),
    Event(3, "a new finding", add(Finding, id="NC-21", reference="A.5.4", title="Groups are not assessed",
                                  statement="Effects on groups of patients were never assessed for the planner.",
                                  raised_on=date(2026, 3, 10), **NEW), (("new", "NC-21"),)),
    Event(3, "the sheets are sorted another way", shuffle, ()),
    # April
    Event(4, "a text of a sent answer is changed", put(Finding, "NC-03", extent="Only the planner was looked at."),
          (("sent_changed", "NC-03"),)),
    Event(4, "evidence is removed", drop(Evidence, "E-07"), (("evidence_removed", "E-07"),), (("HIS008", "NC-07"),)),
    Event(4, "a proof is another file under its old name", put(Evidence, "E-10", sha256="f" * 64),
          (("fingerprint", "E-10"),)),
    Event(4, "an answer is sent", put(Finding, "NC-06", status="Submitted", response_sent_on=date(2026, 4, 22),
                                      body_decision="Sent"), (("sent", "NC-06"), ("status", "NC-06"))),
    Event(4, "a finding gets another id, its rows follow", renumber("NC-15", "SA-26-115"), (("renumbered", "SA-26-115"),),
          (("HIS006", "SA-26-115"),)),
    # May
    Event(5, "the body returns an answer", put(Finding, "NC-07", body_decision="Returned", body_comment="Cause is the fault"),
          (("decision", "NC-07"),), (("HIS007", "NC-07"),)),
    Event(5, "a closed finding is reopened as it should be",
          put(Finding, "NC-12", status="Reopened", reopened_on=date(2026, 5, 11), reopen_reason="Suppliers were skipped again"),
          (("reopened", "NC-12"),)),
    Event(5, "the auditor's words are changed", put(Finding, "NC-17", statement="The role is written down too late."),
          (("auditors_words", "NC-17"),), (("HIS011", "NC-17"),)),
    Event(5, "an action is dropped", drop(Action, "CA-18"), (("action_dropped", "CA-18"),), (("HIS008", "NC-18"),)),
    Event(5, "somebody leaves", put(Person, "Cleo Marsh", left_on=date(2026, 5, 31)), (("left", "Cleo Marsh"),)),
    # June
    Event(6, "a deadline is emptied", put(Finding, "NC-20", close_due=None), (("date_emptied", "NC-20"),)),
    Event(6, "a done action is not done any more", put(Action, "CA-14", done_on=None), (("undone", "CA-14"),),
          (("HIS009", "CA-14"),)),
    Event(6, "a grade is raised", put(Finding, "NC-16", grade="Minor"), (("grade_raised", "NC-16"),)),
    Event(6, "a second agreed extension", both(put(Action, "CA-11", due=date(2027, 3, 12)),
                                               extension("CA-11", date(2027, 2, 28), date(2027, 3, 12))),
          (("date_later_agreed", "CA-11"), ("row_added", "CA-11"))),
    Event(6, "a cause is added", add(Cause, finding="NC-13", id="RC-31", category="Data",
                                     statement="Nobody owns the inventory at the second site."), (("cause_added", "RC-31"),)),
    # July
    Event(7, "a closed finding is changed", put(Finding, "NC-08", extent="Nothing else was looked at."),
          (("closed_changed", "NC-08"),), (("HIS003", "NC-08"),)),
    Event(7, "an extension without a reason", both(put(Finding, "NC-11", close_due=date(2027, 4, 10)),
                                                   extension("NC-11", date(2027, 3, 15), date(2027, 4, 10), reason="")),
          (("date_later", "NC-11"), ("row_added", "NC-11")), (("XTN001", "NC-11"),)),
    Event(7, "a finding is withdrawn", put(Finding, "NC-18", status="Withdrawn"), (("withdrawn", "NC-18"),)),
    Event(7, "the answer is sent again", put(Finding, "NC-07", response_sent_on=date(2026, 7, 20), body_decision="Sent",
                                             detection_cause="Audits looked at other years."),
          (("sent", "NC-07"), ("other", "NC-07"))),
    # August
    Event(8, "the finding that came back is closed again",
          put(Finding, "NC-12", status="Closed", closed_on=date(2026, 8, 14)), (("closed", "NC-12"),)),
    Event(8, "an action slips in silence", put(Action, "CA-17", due=date(2027, 3, 1)), (("date_later", "CA-17"),),
          (("HIS004", "CA-17"),)),
    Event(8, "a review finds it effective", put(Effect, "NC-02", result="Effective", reviewed_on=date(2026, 8, 20)),
          (("result", "NC-02"),), (("HIS003", "NC-02"),)),
    Event(8, "evidence is added", add(Evidence, finding="NC-09", id="E-31", supports="CA-09", title="Log of the gate",
                                      file="E-31.pdf", dated=date(2026, 8, 3)), (("evidence_added", "E-31"),)),
    # September
    Event(9, "the body accepts a plan", put(Finding, "NC-06", body_decision="Plan accepted"), (("decision", "NC-06"),)),
    Event(9, "a new action", add(Action, finding="NC-13", id="CA-31", cause="RC-31", owner="Dario Conti",
                                 what="The second site names an owner of the inventory.", due=date(2027, 1, 31)),
          (("action_added", "CA-31"),)),
    Event(9, "a date comes nearer", put(Finding, "NC-14", close_due=date(2027, 2, 15)), (("date_earlier", "NC-14"),)),
    Event(9, "an action of ours gets another id", put(Action, "CA-20", id="CA-120"), (("renumbered", "CA-120"),),
          (("HIS008", "NC-20"),)),
    # October
    Event(10, "it comes back a second time, in silence", put(Finding, "NC-12", status="In progress", reopened_on=None,
                                                             reopen_reason=None),
          (("reopened_silently", "NC-12"), ("date_emptied", "NC-12"), ("other", "NC-12")), (("HIS002", "NC-12"),)),
    Event(10, "a cause is removed", drop(Cause, "RC-16"), (("cause_removed", "RC-16"),), (("HIS008", "NC-16"),)),
    Event(10, "another owner of an action", put(Action, "CA-01", owner="Eva Holm"), (("owner", "CA-01"),)),
    Event(10, "the file of a proof is another one", put(Evidence, "E-01", file="E-01-new.pdf"), (("evidence_file", "E-01"),)),
    # November
    Event(11, "a new finding like one that was closed", add(
        Finding, id="NC-22", reference="A.6.2.6", title="Alarm limits", ai_system="Planner", raised_on=date(2026, 11, 5),
        statement="Alarm limits of the planner were never agreed with the wards.", **NEW),
          (("new", "NC-22"),), (("REC001", "NC-22"),)),
    Event(11, "a closing day is lost", put(Finding, "NC-04", closed_on=None), (("date_emptied", "NC-04"),)),
    Event(11, "the review goes to a later day", put(Effect, "NC-13", due=date(2027, 3, 1)), (("date_later", "NC-13"),)),
    Event(11, "a lesson is written down", add(Lesson, finding="NC-02", lesson="Agree limits before go-live.",
                                              taken_to="Procedure", reference="P-09", taken_on=date(2026, 11, 10)),
          (("row_added", "NC-02"),), ()),
    # December
    Event(12, "two findings vanish", both(vanish("NC-09"), vanish("NC-14")), (("vanished", "NC-09"), ("vanished", "NC-14")),
          (("HIS001", "NC-09"), ("HIS001", "NC-14"))),
    Event(12, "an old slip slips on", put(Finding, "NC-10", close_due=date(2027, 5, 31)), (("date_later", "NC-10"),)),
    Event(12, "the last major is closed", put(Finding, "NC-01", status="Closed", closed_on=date(2026, 12, 18),
                                              closed_by="Eva Holm"), (("closed", "NC-01"),)),
)
