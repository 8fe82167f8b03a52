"""One definition, two languages: registers made at random say the same in Python, in LibreOffice and in JSON."""

from __future__ import annotations

import io
import json
import random
from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ncr_toolkit.core import packs
from ncr_toolkit.core.breakdown import CLAUSES, OWNERS, SYSTEMS
from ncr_toolkit.core.figures import FIGURES
from ncr_toolkit.core.first_findings import next_deadlines, shortened
from ncr_toolkit.core.model import (
    GRADES,
    MINOR_JUDGED_BY,
    STATUSES,
    Action,
    Audit,
    Bone,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    FiveWhys,
    Probe,
    ReadinessStep,
    SignOff,
)
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.write.writer import register_bytes
from tests.test_writer import named, without_values

TODAY = date(2026, 6, 30)
DAYS = st.none() | st.integers(-100, 100).map(lambda number: TODAY + timedelta(days=number)) | st.just("soon")
PEOPLE = st.sampled_from(["", "Ana Lima", "ana lima", "Bo Li", "Zoë Åström", "X"])

FINDING = st.fixed_dictionaries({
    "grade": st.sampled_from(["", *GRADES]), "status": st.sampled_from(["", *STATUSES]), "owner": PEOPLE,
    "reference": st.sampled_from(["", "8.4", "7.2", "A.6.2.4", "a.6.2.4", "9.1", "8.4; 7.2",
                                  "9.1, a.6.2.4 and 10.2", "7.2\n8.4; 7.2"]),
    "ai_system": st.sampled_from(["", "Triage", "Sepsis alarm", "triage", "Planner", "Planner; Triage"]),
    "title": st.sampled_from(["", "Short", "A title that is longer than the space which the page has for it, by far"]),
    "audit": st.sampled_from(["", "SA-1", "sa-1", "IA-1", "X"]),
    "body_decision": st.sampled_from(["", "Sent", "Returned", "Plan accepted"]),
    "raised_on": DAYS, "close_due": DAYS, "response_due": DAYS, "response_sent_on": DAYS, "reopened_on": DAYS,
    "implementation_due": DAYS, "implementation_accepted_on": st.none() | st.none() | DAYS})
COUNTRY = st.sampled_from([("", ""), ("Germany", "BY"), ("United Kingdom", "SCT"), ("Israel", ""), ("Atlantis", "")])
SOON = (None, TODAY, TODAY + timedelta(days=1))
OF = st.sampled_from(["", *(f"N-{n}" for n in range(8))])
ACTION = st.fixed_dictionaries({"finding": OF, "owner": PEOPLE, "due": DAYS, "done_on": st.none() | st.just(TODAY)})
CHANCE = st.integers(0, 10 ** 6).map(random.Random)


def rest_of(chance: random.Random, findings: list[dict], actions: list[dict]) -> dict:
    """What an answer may miss, filled or blank by chance: in the findings and actions given, and on other sheets."""
    def rows(sheet: type[Record], **choices) -> list[dict]:
        return [{**({"id": f"X-{number}"} if sheet.SHEET.id_field else {}), "finding": f"n-{chance.randrange(8)}",
                 **{name: chance.choice(values) for name, values in choices.items()}} for number in range(12)]

    blank, day = ("", "x", "x", "x"), (None, TODAY)
    for finding in findings:
        finding |= {name: chance.choice(blank) for name in ("statement", "requirement", "objective_evidence", "extent",
                                                            "no_action_reason", "acceptance_reason", "risk_rationale")}
        finding |= {"action_needed": chance.choice(("", "Yes", "No", "no")),
                    "disposition": chance.choice(("", "Act", "accept"))}
    for action in actions:
        action |= {"kind": chance.choice(("", "Corrective", "Extent", "other")), "what": chance.choice(blank),
                   "cause": chance.choice(("", "X-1"))}
    return {Containment: rows(Containment, kind=("", "Containment", "Correction", "Interim mitigation", "other"),
                              what=blank, owner=blank, planned_on=day, done_on=day),
            FiveWhys: rows(FiveWhys, why1=blank)[:3], Bone: rows(Bone, cause=blank)[:2],
            Probe: rows(Probe, answer=blank)[:2], Cause: rows(Cause, statement=blank),
            Evidence: rows(Evidence), Effect: rows(Effect, criterion=blank, result=("", "Effective"), due=SOON),
            Audit: [{"id": "SA-1", "kind": "Surveillance"}, {"id": "IA-1", "kind": "Internal"}],
            ReadinessStep: rows(ReadinessStep), SignOff: rows(SignOff)}


def planned(chance: random.Random, rows: dict) -> None:
    """Add findings whose plan misses nothing, so that the next step is to send it, or what comes after that."""
    for number in range(6):
        own = {"finding": f"S-{number}", "id": f"S-{number}"}
        texts = dict.fromkeys(("statement", "requirement", "objective_evidence", "extent", "owner"), "x")
        rows[Finding] += [{"id": own["id"], "grade": chance.choice(("Minor", "Major")), "status": "Open", **texts,
                           "reference": "8.4", "audit": chance.choice(("", "SA-1", "IA-1")),
                           "body_decision": chance.choice(("", "", "Plan accepted")),
                           "response_sent_on": chance.choice((None, None, TODAY))}]
        done = {"what": "x", "owner": "x", "done_on": chance.choice((TODAY, TODAY, None))}
        rows[Containment] += [{**own, **done, "planned_on": TODAY, "kind": kind}
                              for kind in ("Correction", "Interim mitigation")]
        rows[Action] += [{**own, **done, "cause": "S", "due": TODAY}]
        rows[FiveWhys] += [{"finding": own["id"], "why1": "x"}]
        rows[Cause] += [{**own, "statement": "x"}]
        rows[Effect] += [{"finding": own["id"], "criterion": "x", "due": chance.choice(SOON)}]
        for kind in (Evidence, ReadinessStep, SignOff):
            rows[kind] += [own if kind.SHEET.by_name.get("id") else {"finding": own["id"]}]


@pytest.mark.office
@settings(max_examples=6, suppress_health_check=list(HealthCheck), database=None)
@given(st.lists(FINDING, max_size=25), st.lists(ACTION, max_size=15), CHANCE, COUNTRY)
def test_the_dashboard_says_the_same_everywhere(office, ncr, tmp_path_factory, findings, actions, chance, country):
    folder = tmp_path_factory.mktemp("parity")
    rows = {Finding: [{"id": f"N-{number}", **row} for number, row in enumerate(findings)],
            Action: [{"id": f"CA-{number}", **row} for number, row in enumerate(actions)]}
    rows |= rest_of(chance, rows[Finding], rows[Action])
    planned(chance, rows)
    content = register_bytes(packs.load("iso42001"), today=TODAY, rows=rows, fixed_day=True,
                             settings={"due_soon_days": 14, "country": country[0], "region": country[1],
                                       "minor_judged_by": chance.choice(("", *MINOR_JUDGED_BY))})
    (folder / "register.xlsx").write_bytes(content)
    (folder / "bare.xlsx").write_bytes(without_values(content))
    theirs = openpyxl.load_workbook(office(folder / "bare.xlsx", "xlsx", folder / "out"), data_only=True)
    ours = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for name in ("Dashboard", "Findings", "Actions"):
        both = (book[name].iter_rows(max_row=80, max_col=70) for book in (ours, theirs))
        for here, there in zip(*both, strict=True):
            assert [cell.value or None for cell in here] == [cell.value or None for cell in there], here[0].coordinate
    summary = json.loads(ncr("check", folder / "register.xlsx", "--today", TODAY, "--format", "json").stdout)["summary"]
    assert {figure.name: summary[figure.name] for figure in FIGURES} \
        == {figure.name: named(theirs, f"ncr_{figure.name}") for figure in FIGURES}


def finding(id: str, **more) -> Finding:
    return Finding(**{"id": id, "status": "Open", **more})


def test_names_are_ranked_by_their_number_then_by_their_place():
    register = Register(records={Finding: [
        finding("1", reference="7.2", ai_system="B", owner="Bo"), finding("2", reference="8.4", ai_system="A"),
        finding("3", reference="8.4", status="Closed", ai_system="A"),
        finding("4", reference="7.2", status="Withdrawn"),
        finding("5", reference="", ai_system="a", owner="Ana", close_due=TODAY - timedelta(days=1))]})
    assert CLAUSES.values(register, TODAY) == [("8.4", 2), ("7.2", 1)]
    assert SYSTEMS.values(register, TODAY) == [("A", 2), ("B", 1)]
    assert OWNERS.values(register, TODAY) == [("Ana", 1)]


def test_a_finding_of_several_is_ranked_under_each_and_counts_once_there():
    register = Register(records={Finding: [
        finding("1", reference="7.2; 8.4", ai_system="B\nA"),
        finding("2", reference="8.4, 9.1 and 7.2; 7.2; 10.2; 5.2; 4.1"),
        finding("3", reference="a.6.2.4; 8.4;", ai_system="a, c"), finding("4", reference="8.4", status="Withdrawn")]})
    assert CLAUSES.values(register, TODAY) == [("7.2", 2), ("8.4", 3), ("a.6.2.4", 1), ("9.1", 1), ("10.2", 1),
                                               ("5.2", 1)], "a seventh is not seen"
    assert SYSTEMS.values(register, TODAY) == [("B", 1), ("a, c", 1), ("A", 1)]


def test_late_ones_come_first_then_the_nearest_deadline():
    def day(number: int) -> date:
        return TODAY + timedelta(days=number)

    register = Register(records={Finding: [
        finding("minor", grade="Minor", close_due=day(-9)), finding("later", grade="Major", close_due=day(9)),
        finding("answer", grade="Major", close_due=day(9), response_due=day(3)), finding("closed", status="Closed",
                                                                                         close_due=day(1)),
        finding("sent", grade="Major", close_due=day(8), response_due=day(1), response_sent_on=day(0))]})
    assert [(each.id, due) for each, due in next_deadlines(Review(register, packs.load("iso42001"), TODAY))] == [
        ("minor", day(-9)), ("answer", day(3)), ("sent", day(8)), ("later", day(9))]


def test_a_text_is_cut_where_its_place_ends():
    assert shortened("abc", 3) == "abc" and shortened("abcd", 3) == "ab…"
