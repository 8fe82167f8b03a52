"""Reminders: whose item is it, when is it said, and what stands in the draft and the calendar."""

from __future__ import annotations

import email
from datetime import date, timedelta
from email import policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding, Person
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.reminders.calendar import calendar
from ncr_toolkit.reminders.drafts import all_dates, messages
from ncr_toolkit.reminders.due_items import DueItem, owners
from ncr_toolkit.reminders.mail import draft
from ncr_toolkit.reminders.when import is_due
from tests.conftest import TODAY
from tests.tables import parse, ref, save

REGISTER = """
Register
| Register owner | Organisation |
|---|---|
| Eva Holm       | Acme & Sons  |

People
| Name      | E-mail           | Left on    |
|---|---|---|
| Ana Lima  | ana@example.org  |            |
| Bo Ek     | bo at example    |            |
| Eva Holm  | eva@example.org  |            |
| Old Hand  | old@example.org  | 2026-05-01 |

Findings
| Finding ID | Grade | Status      | Title         | Owner    | Response due | Response sent on | Close due    | Internal note |
|---|---|---|---|---|---|---|---|---|
| NC-1       | Minor | In progress | Gate          | Ana Lima | 2026-07-10   |                  | 2026-09-10   | secret words  |
| NC-2       | Major | Open        | Limits        | ana lima | 2026-06-10   |                  |              |               |
| NC-3       | Major | Closed      | Old           | Ana Lima | 2026-06-10   |                  | 2026-06-20   |               |
| NC-4       | Minor | Open        | Nobody's      |          | 2026-07-01   |                  |              |               |
| NC-5       | Minor | Submitted   | Answered      | Bo Ek    | 2026-06-10   | 2026-06-05       | 2026-07-02   |               |
| NC-6       | Minor | Open        | Unclear       | Bo Ek    | "03/07/2026" |                  |              |               |

Actions
| Action ID | Finding ID | Action | Owner    | Due        | Done on    |
|---|---|---|---|---|---|
| CA-1      | NC-1       | Close  | Bo Ek    | 2026-06-20 |            |
| CA-2      | NC-1       | Done   | Bo Ek    | 2026-06-20 | 2026-06-19 |
| CA-3      | NC-3       | Closed | Bo Ek    | 2026-06-20 |            |
| CA-4      | NC-2       | Gone   | Old Hand | 2026-07-05 |            |

Containment
| Finding ID | Step ID | Kind        | Owner    | Planned on | Done on |
|---|---|---|---|---|---|
| NC-1       | C-1     | Containment | Ana Lima | 2026-07-01 |         |

Readiness plan
| Item ID | Finding ID | Preparation for the re-audit | Owner | Due        |
|---|---|---|---|---|
| RP-1    | NC-2       | A folder                     | Bo Ek | 2026-07-07 |

Effectiveness
| Finding ID | Criterion | Reviewer | Review due | Reviewed on |
|---|---|---|---|---|
| NC-1       | 12 of 12  | Eva Holm | 2026-07-20 |             |
| NC-1       | 24 of 24  | Eva Holm | 2026-07-21 |             |
"""


@pytest.fixture
def review(tmp_path) -> Review:
    register = read_register(save(parse(REGISTER), tmp_path / "findings.xlsx"))
    return Review(register, packs.load("iso42001"), TODAY)


def told(review: Review) -> dict[str, list[tuple[str, str, str]]]:
    return {owner.name: [(item.what, item.id, str(item.cell)) for item in
                         (*owner.items, *(item for _, item in owner.left_over))] for owner in owners(review)}


def test_each_thing_is_told_to_the_one_who_owes_it_majors_first(review):
    assert told(review) == {
        "Ana Lima": [("answer to the body", "NC-2", ref("finding.response_due", 5)), ("containment", "C-1", ref("containment.planned_on", 4)),
                     ("answer to the body", "NC-1", ref("finding.response_due", 4)), ("closing with evidence", "NC-1", ref("finding.close_due", 4))],
        "Bo Ek": [("preparation for the re-audit", "RP-1", ref("readiness.due", 4)),
                  ("answer to the body", "NC-6", ref("finding.response_due", 9)), ("action", "CA-1", ref("action.due", 4)),
                  ("closing with evidence", "NC-5", ref("finding.close_due", 8))],
        "Eva Holm": [("review of effectiveness", "NC-1", ref("effect.due", 4)),
                     ("review of effectiveness", "NC-1", ref("effect.due", 5)),
                     ("action", "CA-4", ref("action.due", 7)), ("answer to the body", "NC-4", ref("finding.response_due", 7))]}


def test_what_nobody_can_be_reached_for_is_never_lost(review):
    review.register.settings.owner = ""
    assert [(owner.name, len(owner.left_over)) for owner in owners(review)][-1] == ("Register owner", 2)


def opened(data: bytes):
    return email.message_from_bytes(data, policy=policy.default)


def drafts(review: Review, last: date | None = None, ahead: int = 35) -> dict[str, object]:
    return {name: opened(content()) for name, _, content in messages(review, last, ahead)}


def test_the_draft(review):
    mail = drafts(review)["Ana Lima.eml"]
    assert mail["To"] == "ana@example.org" and mail["X-Unsent"] == "1"
    assert mail["Subject"] == "Audit findings: 3 things to do, 1 overdue"
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for words in ("Dear Ana Lima,", "OVERDUE since 2026-06-10, 20 days", f"[{ref('finding.response_due', 5)}]", "By 2026-07-01, in 1 day",
                  "Acme & Sons", "Questions go to Eva Holm", "findings.xlsx"):
        assert words in " ".join(text.split()), words
    assert "Acme &amp; Sons" in page and ref("finding.response_due", 5) in page and "http" not in page
    for words in ("secret", "CA-1", "NC-4", "Bo Ek", "NC-3"):
        assert words not in text and words not in page, words
    assert max(map(len, text.splitlines())) <= 76


def test_without_an_address_there_is_no_receiver_and_the_command_says_so(review, ncr):
    assert drafts(review)["Bo Ek.eml"]["To"] is None
    done = ncr("chase", review.register.path, "--today", TODAY)
    assert done.returncode == 0 and "NO ADDRESS" in done.stdout and "12" not in done.stdout.split("Read")[0][:2]
    folder = Path(review.register.path).parent / "chase"
    assert {path.name for path in folder.iterdir() if not path.name.startswith(".")} == {
        "Ana Lima.eml", "Bo Ek.eml", "Eva Holm.eml", "calendar.ics"}


def test_a_message_that_is_not_due_any_more_is_taken_away(review, ncr):
    ncr("chase", review.register.path, "--today", TODAY)
    done = ncr("chase", review.register.path, "--today", "2026-06-29", "--since", "2026-06-28")
    assert "Ana Lima.eml of an earlier day was taken away" in done.stdout
    assert not (Path(review.register.path).parent / "chase" / "Ana Lima.eml").exists()


def test_the_same_day_gives_the_same_bytes(review):
    once, twice = ([content() for _, _, content in messages(review, None)] for _ in range(2))
    assert once == twice
    assert all_dates(review) == all_dates(review)


def test_what_cannot_be_read_is_asked_for(review):
    text = drafts(review)["Bo Ek.eml"].get_body(("plain",)).get_content()
    assert "The date '03/07/2026' cannot be read; please correct it" in " ".join(text.split())


# ---------------------------------------------------------------- the calendar


def events(data: bytes) -> dict[str, dict]:
    from icalendar import Calendar

    return {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def test_the_calendar_holds_every_date_once(review):
    found = events(all_dates(review))
    assert sorted(str(event["dtstart"].dt) for event in found.values()) == [
        "2026-06-10", "2026-06-20", "2026-07-01", "2026-07-01", "2026-07-02", "2026-07-05", "2026-07-07", "2026-07-10",
        "2026-07-20", "2026-07-21", "2026-09-10"]
    event = found["test-NC-1-CA-1-action.due@ncr-toolkit"]
    assert str(event["summary"]) == "CA-1 of Minor NC-1: action" and ref("action.due", 4) in str(event["description"])
    assert len(event.walk("VALARM")) == 5


def test_a_date_that_moved_keeps_its_entry_and_a_later_file_wins(review):
    before = events(all_dates(review))
    review.register.findings[0].close_due = date(2026, 10, 1)
    review.today += timedelta(days=31)
    after = events(all_dates(review))
    assert before.keys() == after.keys()
    uid = "test-NC-1-NC-1-finding.close_due@ncr-toolkit"
    assert str(after[uid]["dtstart"].dt) == "2026-10-01" and after[uid]["sequence"] > before[uid]["sequence"]


# ---------------------------------------------------------------- hostile words


@pytest.mark.parametrize("name", ["Ana\nBcc: x@y.z", "Ana, \"The\" Boss <b@c.d>", "Zoë Åström",
                                  "<script>alert(1)</script>", "\u202eabc", "x" * 300, "CON", "名前"])
def test_no_name_breaks_a_header_or_the_page(name):
    register = Register(path="r.xlsx")
    register.records[Person] = [Person(name=name, email=f"a@b.c\nBcc: x@y.z{name[:5]}")]
    register.records[Finding] = [Finding(id="NC-1", status="Open", owner=name, title=name, close_due=TODAY)]
    look = Review(register, packs.load("iso42001"), TODAY)
    [(file, owner, content)] = messages(look, None)
    mail = opened(content())
    assert mail["Bcc"] is None and mail["To"] is None
    assert "<script>" not in mail.get_body(("html",)).get_content()
    assert len(file.encode()) < 200 and not set(file) & set('<>:"/\\|?*\n')
    assert events(calendar([owner], look))


@pytest.mark.parametrize("typed", ["=?utf-8?q?=0d=0aBcc=3ax=40y.z?=@b.org", "a@=?utf-8?q?=0d=0aBcc=3ax?=.org", "a@b.org,c@d.org",
                                   "a..b@c.org", "Ana <a@b.org>", "a@b", "ä@b.org"])
def test_what_is_no_plain_address_is_no_receiver(typed):
    """An encoded word in an address would become a header of its own, such as Bcc."""
    register = Register(path="r.xlsx")
    register.records[Person] = [Person(name="=?utf-8?q?=0d=0aBcc:x@y.z?=", email=typed)]
    register.records[Finding] = [Finding(id="NC-1", status="Open", owner=register.records[Person][0].name, close_due=TODAY)]
    [(_, _, content)] = messages(Review(register, packs.load("iso42001"), TODAY), None)
    data = content()
    assert opened(data).keys() == ["Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type"]
    assert b"Bcc" not in data.partition(b"\r\n\r\n")[0]


def test_names_that_would_be_one_file_are_two(review):
    review.register.records[Person] += [Person(name="A/B", email="a@b.org"), Person(name="A:B", email="c@d.org")]
    for number, name in enumerate(("A/B", "A:B")):
        review.register.records[Finding].append(Finding(id=f"X-{number}", status="Open", owner=name, close_due=TODAY))
    fresh = Review(review.register, review.pack, TODAY)
    names = [name for name, _, _ in messages(fresh, None)]
    assert len(names) == len({name.casefold() for name in names}) == 5


# ---------------------------------------------------------------- when


def item(day: date) -> DueItem:
    return DueItem("action", "CA-1", "NC-1", "Minor", "", day, Cell("Actions", "J4"), "action.due")


@pytest.mark.parametrize(("left", "since", "said"), [
    (31, 1, False), (30, 1, True), (29, 1, False), (14, 1, True), (13, 1, False), (7, 1, True), (1, 1, True),
    (0, 1, True), (-1, 1, False), (-6, 1, False), (-7, 1, True), (-13, 1, False), (-14, 1, True), (10, 7, True), (-3, 7, True)])
def test_stages(left, since, said):
    assert is_due(item(TODAY + timedelta(days=left)), TODAY, TODAY - timedelta(days=since)) is said


@given(st.integers(1, 400), st.integers(1, 60))
def test_once_late_it_is_said_again_in_every_week(late, since):
    day, last = TODAY - timedelta(days=late), TODAY - timedelta(days=since)
    weeks = {number // 7 for number in range(max(late - since, 0) + 1, late + 1)} - {max(late - since, 0) // 7}
    assert is_due(item(day), TODAY, last) == (bool(weeks) or since > late)


@given(st.integers(-90, 400))
def test_a_run_a_month_leaves_nothing_out_before_the_next(offset):
    """On day D with 35 days ahead everything up to D + 35 is said, whatever was said before."""
    day = TODAY + timedelta(days=offset)
    for last in (None, TODAY - timedelta(days=31)):
        if day <= TODAY + timedelta(days=35):
            assert is_due(item(day), TODAY, last, ahead=35)


def test_a_draft_of_nothing_but_left_over_things(review):
    [eva] = [owner for owner in owners(review) if owner.name == "Eva Holm"]
    text = opened(draft(eva, review)).get_body(("plain",)).get_content()
    assert "Owner as typed: Old Hand" in " ".join(text.split()) and "Owner as typed: nobody" in " ".join(text.split())
    assert "Questions go to" not in text, "she keeps the register herself"
