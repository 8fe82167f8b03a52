"""The three clocks of a body: their dates for every body by hand and by tool, which runs out next, and what each check,
list and document says of them; and that a register without them reads as it did."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import clocks, packs
from ncr_toolkit.core.model import RECORDS, Finding
from ncr_toolkit.core.packs import body_rules
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import parse, save

REGISTER = """
Audits
| Audit ID | Kind         | Last day   | Report received on |
|---|---|---|---|
| SA-1     | Surveillance | 2026-03-20 | 2026-04-02         |
| ST-2     | Stage 2      | 2026-05-29 | 2026-06-05         |

Findings
| Finding ID | Audit | Grade | Status      | Raised on  |
|---|---|---|---|---|
| NC-1       | SA-1  | Major | In progress | 2026-03-19 |
| NC-2       | SA-1  | Minor | In progress | 2026-03-19 |
| NC-3       | ST-2  | Major | In progress | 2026-05-28 |
"""
NOTHING = "- - -"
# plan, implementation and proof of NC-1 | NC-2 | NC-3, counted by hand on a calendar; both audits end on a Friday
BY_HAND = """
Usual                              | 2026-04-19 - 2026-06-18 | 2026-04-19 - 2026-06-18 | 2026-06-28 - 2026-08-27
API (American Petroleum Institute) | - - 2026-05-19          | - - 2026-05-19          | - - 2026-07-28
Auva Certification                 | - - -                   | - - -                   | - - 2026-08-27
BRCGS                              | - - 2026-04-17          | - - 2026-04-17          | - - 2026-06-26
BSI                                | - - -                   | - - -                   | - - -
Bureau Veritas Certification       | - - 2026-06-18          | - - -                   | - - 2026-08-27
CanadaGAP                          | - - 2026-06-01          | - - 2026-06-01          | - - 2026-08-04
Certification International        | - - 2026-06-18          | - - -                   | - - 2026-08-27
DNV                                | - - -                   | - - -                   | - - -
FSSC 22000                         | 2026-04-03 - -          | 2026-04-17 - -          | 2026-06-12 - -
IATF 16949                         | - - -                   | - - 2026-05-19          | - - -
IIC (Korea)                        | - - -                   | - - -                   | - - 2026-11-29
IMQ                                | - - -                   | - - -                   | - - 2026-11-29
Intertek                           | - - -                   | - - -                   | - - -
LRQA                               | - - -                   | - - -                   | - - -
NQA                                | - - -                   | - - -                   | - - -
Orion Registrar                    | - - -                   | - - -                   | - - -
PJR                                | - - 2026-06-18          | - - 2026-06-18          | - - 2026-08-27
PRI Registrar                      | - - -                   | - - -                   | - - 2026-11-29
QCI Global                         | - - 2026-06-17          | - - -                   | - - 2026-08-26
Qualiopi                           | - - 2026-06-19          | - - 2026-09-19          | - - 2026-08-28
RBA / EICC                         | 2026-04-16 - -          | 2026-04-16 - -          | 2026-06-19 - -
Schellman                          | - - -                   | - - -                   | - - -
SGS                                | - - -                   | - - -                   | - - -
SQF                                | - - 2026-04-03          | - - 2026-04-19          | - - 2026-06-12
TÜV                                | - - -                   | - - -                   | - - -
WCS                                | 2026-04-03 - -          | 2026-04-20 - -          | 2026-06-12 - -
"""
THREE = """
name = "Northgate"
kind = "our body"
terms = [
    {grade = "Minor", step = "plan", days = 10, counted = "working"},
    {grade = "Minor", step = "implementation", days = 60},
    {grade = "Minor", step = "proof", months = 3},
]
"""


def looked_at(folder, text: str = REGISTER) -> Review:
    return Review(read_register(save(parse(text), folder / "register.xlsx")), packs.load("iso42001"), TODAY)


def proposed(review: Review) -> list[str]:
    return [" ".join(str(review.proposed(finding, name) or "-") for name in clocks.DATES)
            for finding in review.register.findings]


def test_the_dates_of_every_body_are_those_counted_by_hand(tmp_path):
    register, told = looked_at(tmp_path).register, {}
    for name in body_rules.names():
        register.settings.body_rules = name
        told[name] = proposed(Review(register, packs.load("iso42001"), TODAY))
    by_hand = dict(line.split("|", 1) for line in BY_HAND.strip().splitlines())
    assert len(by_hand) == len(told)
    for name, line in by_hand.items():
        found = [dates for body, dates in told.items() if body.startswith(name.strip())]
        assert found == [[dates.strip() for dates in line.split("|")]], name


@pytest.mark.parametrize(("country", "region", "plans"), [
    ("", "", ["2026-04-03", "2026-04-20", "2026-06-12"]),
    ("United Kingdom", "ENG", ["2026-04-07", "2026-04-22", "2026-06-12"]),  # Good Friday and Easter Monday
    ("Germany", "BY", ["2026-04-07", "2026-04-22", "2026-06-15"]),  # and Corpus Christi, 4 June
    ("Israel", "", ["2026-04-05", "2026-04-21", "2026-06-11"])])  # off: Fridays, not Sundays; Passover, 2 and 8 April
def test_a_body_that_counts_working_days_leaves_out_holidays(country, region, plans, tmp_path):
    register = looked_at(tmp_path).register
    register.settings.country, register.settings.region = country, region
    register.settings.body_rules = next(name for name in body_rules.names() if name.startswith("WCS"))
    review = Review(register, packs.load("iso42001"), TODAY)
    assert [str(review.proposed(finding, "response_due")) for finding in register.findings] == plans


def test_a_body_with_three_clocks_proposes_three_dates_and_the_register_is_asked_for_the_second(tmp_path):
    (tmp_path / "ours.toml").write_text(THREE)
    review = looked_at(tmp_path)
    review.own_rules = body_rules.read(tmp_path / "ours.toml")
    assert proposed(review) == [NOTHING, "2026-04-03 2026-05-19 2026-06-20", NOTHING]
    told = [each for each in run(review, select=["DAT001"]) if each.key == "finding.implementation_due"]
    assert [(each.record, str(each.level)) for each in told] == [("NC-2", "info")]
    assert told[0].message.endswith("60 days from the audit's last day: 2026-05-19.")
    for finding in review.register.findings:
        finding.at.letters.pop("implementation_due", None)  # as in a register of an older template
    assert "finding.implementation_due" not in {each.key for each in run(review, select=["DAT001"])}


RUNNING = """
Findings
| Finding ID | Grade | Status      | Owner    | Response due | Response sent on | Implementation due | Implementation accepted on | Close due  |
|---|---|---|---|---|---|---|---|---|
| NC-1       | Minor | In progress | Ana Lima | 2026-06-20   |                  | 2026-06-25         |                            | 2026-08-01 |
| NC-2       | Minor | In progress | Ana Lima | 2026-06-01   | 2026-06-01       | 2026-07-04         |                            | 2026-08-01 |
| NC-3       | Minor | Verifying   | Ana Lima | 2026-06-01   | 2026-06-01       | 2026-06-25         | 2026-06-24                 | 2026-08-01 |
| NC-4       | Minor | Verifying   | Ana Lima | 2026-06-01   | 2026-06-01       | 2026-06-25         |                            | 2026-08-01 |
| NC-5       | Minor | Closed      | Ana Lima | 2026-06-01   | 2026-06-01       | 2026-06-25         |                            | 2026-06-30 |

Actions
| Action ID | Finding ID | Due        | Done on    |
|---|---|---|---|
| CA-1      | NC-1       | 2026-06-20 |            |
| CA-2      | NC-2       | 2026-06-20 |            |
| CA-3      | NC-4       | 2026-06-20 | 2026-06-20 |

People
| Name     | E-mail          |
|---|---|
| Ana Lima | ana@example.org |
"""


def test_the_next_clock_is_the_first_that_has_not_stopped(tmp_path):
    review = looked_at(tmp_path, RUNNING)
    found = [clocks.next_clock(finding, review) for finding in review.register.findings]
    assert [(clock.name, day) for clock, day in filter(None, found)] == [
        ("Plan", date(2026, 6, 20)), ("Implementation", date(2026, 7, 4)), ("Proof", date(2026, 8, 1)),
        ("Proof", date(2026, 8, 1))]
    assert [(each.code, each.record) for each in run(review, select=["DAT028", "DAT029"])] == [
        ("DAT028", "NC-1"), ("DAT029", "NC-2")]


def test_lists_reminders_and_programs_know_the_second_clock(ncr, tmp_path):
    save(parse(RUNNING), tmp_path / "register.xlsx")
    due = ncr("due", "register.xlsx", "--today", TODAY).stdout
    assert "The body wants the actions done" in due and "5 days late (due 2026-06-25)" in due
    assert "by 2026-07-04 (Saturday; work until 2026-07-03)" in due
    told = json.loads(ncr("check", "register.xlsx", "--today", TODAY, "--format", "json").stdout)
    assert told["summary"]["overdue"] == 1, "what is overdue is counted by the first and the last date, as ever"
    assert [[each["running"] for each in finding["clocks"]] for finding in told["findings"]] == [
        [True, True, True], [False, True, True], [False, False, True], [False, False, True], [False] * 3]
    assert told["findings"][1]["clocks"][1] == {
        "step": "implementation", "due": "2026-07-04", "proposed": None, "last_working_day": "2026-07-03",
        "running": True, "accepted_on": None}
    assert ncr("chase", "register.xlsx", "-o", "drafts", "--today", TODAY).returncode == 0
    mails = "".join(path.read_text() for path in (tmp_path / "drafts").glob("*.eml"))
    said = " ".join(mails.replace("=\n", "").split())
    assert "all actions done, Minor" in said and "in 4 days (Saturday: work until 2026-07-03)" in said


CAME_BACK = """
Findings
| Finding ID | Grade | Status      | Owner    | Response due | Response sent on | Body's decision | Body's comment  | Close due  |
|---|---|---|---|---|---|---|---|---|
| NC-1       | Minor | In progress | Ana Lima | 2026-06-01   | 2026-05-30       | Returned        | Which releases? | 2026-08-01 |
| NC-2       | Minor | In progress | Ana Lima | 2026-06-01   | 2026-05-30       | Returned        | Which releases? | 2026-08-01 |
| NC-3       | Minor | Submitted   | Ana Lima | 2026-06-01   | 2026-06-20       | Sent            |                 | 2026-08-01 |
| NC-4       | Minor | Closed      | Ana Lima | 2026-06-01   | 2026-05-30       | Returned        | Which releases? | 2026-08-01 |
| NC-5       | Minor | Submitted   | Ana Lima | 2026-06-01   | 2026-05-30       | Sent            |                 | 2026-08-01 |

Replies
| Finding ID | Replied on | Decision | Comment         | Revised response by |
|---|---|---|---|---|
| NC-1       | 2026-06-10 | Returned | Which releases? | 2026-06-24          |
| NC-2       | 2026-06-10 | Returned | Which releases? | 2026-06-17          |
| NC-3       | 2026-06-10 | Returned | Which releases? | 2026-06-24          |
| NC-4       | 2026-06-10 | Returned | Which releases? | 2026-06-24          |
| NC-5       | 2026-06-10 | Returned | Which releases? | 2026-06-28          |
| nc-2       | 2026-06-20 | Returned | Which releases? | 2026-07-04          |

People
| Name     | E-mail          |
|---|---|
| Ana Lima | ana@example.org |
"""


def test_a_returned_answer_has_a_clock_of_its_own_until_it_is_sent_again(ncr, tmp_path):
    save(parse(CAME_BACK), tmp_path / "register.xlsx")
    told = json.loads(ncr("check", "register.xlsx", "--today", TODAY, "--format", "json").stdout)
    assert (told["summary"]["overdue"], told["summary"]["due_soon"]) == (2, 1)
    assert [(each["overdue_days"], each["revised_due"], each["flags"]) for each in told["findings"]] == [
        (6, "2026-06-24", ["overdue"]), (0, "2026-07-04", ["due_soon"]), (0, None, []), (0, "2026-06-24", []),
        (2, "2026-06-28", ["overdue"])], "of NC-5 nobody has entered on Findings what came back"
    assert [(each["code"], each["sheet"], each["cell"]) for each in told["problems"] if each["code"] == "DAT033"] == [
        ("DAT033", "Replies", "H4"), ("DAT033", "Replies", "H8")]
    due = ncr("due", "register.xlsx", "--today", TODAY).stdout
    assert "6 days late" in due and "revised answer by 2026-07-04 (Saturday; work until 2026-07-03)" in due
    assert ncr("chase", "register.xlsx", "-o", "drafts", "--today", TODAY).returncode == 0
    said = " ".join("".join(path.read_text() for path in (tmp_path / "drafts").glob("*.eml")).replace("=\n", "").split())
    assert said.count("revised answer to the body") >= 3


def test_the_clock_of_a_returned_answer_comes_first_where_its_day_does(tmp_path):
    review = looked_at(tmp_path, CAME_BACK)
    found = [clocks.next_clock(finding, review) for finding in review.register.findings]
    assert [(each[0].name, str(each[1])) if each else None for each in found] == [
        ("Revised answer", "2026-06-24"), ("Revised answer", "2026-07-04"), ("Proof", "2026-08-01"), None,
        ("Revised answer", "2026-06-28")]


def test_the_last_reply_is_that_of_the_latest_day_however_they_are_sorted(tmp_path):
    before, replies, rest = re.split(r"(?<=\|---\|\n)((?:\| (?:NC|nc)-\d +\| 2026-06-[12]0 .*\n)+)", CAME_BACK)
    sorted_anew = before + "".join(reversed(replies.splitlines(keepends=True))) + rest
    days = [[each.revised_due for each in looked_at(tmp_path, text).register.findings] for text in (CAME_BACK, sorted_anew)]
    assert days[0] == days[1] and days[0][1] == date(2026, 7, 4)


def test_a_part_of_the_register_takes_no_clock_away(tmp_path):
    """What was sent is held against such parts, made of the same findings without their replies."""
    review = looked_at(tmp_path, CAME_BACK)
    Review(Register({kind: list(review.register.findings) if kind is Finding else [] for kind in RECORDS}), review.pack, TODAY)
    assert [str(each.revised_due) for each in review.register.findings][:2] == ["2026-06-24", "2026-07-04"]


def test_what_was_accepted_stands_in_the_response(ncr, tmp_path):
    save(parse(RUNNING), tmp_path / "register.xlsx")
    assert ncr("respond", "register.xlsx", "NC-3", "-o", "out", "--today", TODAY).returncode == 0
    with zipfile.ZipFile(tmp_path / "out" / "NC-3_response.docx") as package:
        said = package.read("word/document.xml").decode()
    assert ">Implementation due<" in said and ">Implementation accepted on<" in said


GRAVER = """
Register
| Rules of the body | Next audit |
|---|---|
| {rules}           | {audit}    |

Audits
| Audit ID | Kind         | Last day   |
|---|---|---|
| SA-1     | Surveillance | 2026-03-20 |

Findings
| Finding ID | Audit | Grade | Status      | Close due  |
|---|---|---|---|---|
| NC-1       | SA-1  | Minor | In progress | 2026-07-06 |
| NC-2       | SA-1  | Minor | In progress | 2026-07-20 |
| NC-3       | SA-1  | Minor | In progress | 2026-07-20 |
| NC-4       | SA-1  | Minor | {status}    | 2026-06-20 |
| NC-5       | SA-1  | Minor | {last}      | 2026-07-20 |
"""


@pytest.mark.parametrize(("rules", "audit", "status", "last", "told"), [
    ("Usual", "2026-07-10", "Open", "Open", []),
    ("QCI Global", "2026-07-10", "Open", "Closed", ["NC-1 close_due", "NC-4 close_due"]),
    ("DNV", "2026-07-30", "Closed", "Closed", ["NC-1 status", "NC-2 status", "NC-3 status"]),
    ("DNV", "2026-07-31", "Closed", "Closed", []),
    ("Qualiopi (France)", "2026-12-01", "Closed", "Closed", []),
    ("Qualiopi (France)", "2026-12-01", "Open", "Closed", ["NC-1 grade"]),  # four: one more and it is a Major
    ("Qualiopi (France)", "2026-12-01", "Open", "Open", ["NC-1 grade"]),
])
def test_a_minor_that_becomes_a_major_is_told_before(rules, audit, status, last, told, tmp_path):
    review = looked_at(tmp_path, GRAVER.format(rules=rules, audit=audit, status=status, last=last))
    found = run(review, select=["DAT031"])
    assert [f"{each.record} {each.key.partition('.')[2]}" for each in found] == told
    if rules.startswith("Qualiopi") and told:
        assert [str(each.level) for each in found] == ["warning" if last == "Open" else "info"]


def test_the_columns_are_later_ones_so_that_older_registers_are_whole():
    assert all(Finding.SHEET.by_name[name].later for name in (*clocks.ACCEPTED, "implementation_due", "clock", "work_by"))
