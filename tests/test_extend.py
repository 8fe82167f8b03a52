"""A request for more time: drafted and noted, or refused where there is nothing to ask for; no date moves by it."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from email import message_from_bytes

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.extension_state import is_granted, is_refused, is_waiting
from ncr_toolkit.core.model import Extension
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.timeline import moved_dates
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.loader import load_review
from ncr_toolkit.submission.extension_request import request_of
from ncr_toolkit.word.letter import Enclosed, letter_bytes
from tests.conftest import TODAY
from tests.packages import packed
from tests.parcels import house
from tests.tables import parse, save

DAY = ("--today", TODAY)
REASON = "The supplier delivers on 31 July."


def rows(path) -> list[tuple[object, ...]]:
    return [(each.record, each.from_date, each.to_date, each.reason, each.asked_on, each.asked_by, each.answer)
            for each in read_register(path).all(Extension)]


def document(path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return house("startup", tmp_path_factory.mktemp("extend") / "house")


def test_a_request_is_drafted_and_noted_and_no_date_moves(ncr, company, tmp_path):
    before, known, parts = read_register(company), rows(company), packed(company.read_bytes())
    until = date(2026, 9, 4)
    done = ncr("extend", company, "nc-1", "--until", until, "--reason", REASON, "--write-back", "--yes", *DAY)
    assert done.returncode == 0, done.stderr
    assert "2026-08-07 holds for NC-1" in done.stdout and "is kept in" in done.stdout
    assert rows(company) == [*known, ("NC-1", date(2026, 8, 7), until, REASON, TODAY, before.settings.owner, "")]
    after = read_register(company)
    assert [each.close_due for each in after.findings] == [each.close_due for each in before.findings]
    now = packed(company.read_bytes())
    assert len([name for name in parts if now[name] != parts[name]]) == 1, "the sheet Extensions alone"
    said = document(tmp_path / "NC-1_extension.docx")
    signed = said.partition("@pelikan.example")[0].rpartition("<w:p>")[2]
    assert "<w:keepNext/>" in signed, "room for an answer, alone on a page, would look lost"
    assert "Granted until" in said and "supplier delivers" in said and "How far the actions are" in said
    mail = message_from_bytes((tmp_path / "NC-1_extension.eml").read_bytes())
    assert mail["Subject"].startswith("Request for more time: NC-1") and mail["X-Unsent"] == "1"
    assert [part.get_filename() for part in mail.walk() if part.get_filename()] == ["NC-1_extension.docx"]
    again = ncr("extend", company, "NC-1", "--until", until, "--reason", "Strike.", "--force", *DAY)
    assert again.returncode == 2 and "asked for already" in again.stderr
    (tmp_path / "NC-1_extension.eml").unlink()  # as where the run was broken off between the register and the letter
    (left := company.with_name(".register.xlsx.ncr-0123abcd.part")).write_bytes(b"half")
    more = ncr("extend", company, "NC-1", "--until", until, "--reason", REASON, "--write-back", "--force", *DAY)
    assert more.returncode == 0 and "stands in" in more.stdout and not left.exists(), more.stderr
    assert packed(company.read_bytes()) == now and (tmp_path / "NC-1_extension.eml").exists()
    assert ncr("respond", company, "NC-1", "-o", "out", *DAY).returncode == 0
    response = document(tmp_path / "out" / "NC-1_response.docx")
    assert "Requests for more time" in response and "Not answered yet" in response
    review = load_review(company, TODAY)
    finding = next(each for each in review.register.findings if each.id == "NC-1")
    enclosed = Enclosed(finding, Assessment(review, []).readiness(finding), 1, False, "NC-1_response.docx", 0)
    (tmp_path / "letter.docx").write_bytes(letter_bytes(review, [enclosed]))
    letter = re.sub(r"<w:noBreakHyphen/>", "-", document(tmp_path / "letter.docx"))
    assert "for NC-1, until 2026-09-04 instead of 2026-08-07. The supplier" in re.sub("<[^>]*>", "", letter)


@pytest.mark.parametrize(("words", "says"), [
    (("NC-9", "--until", "2026-09-01"), "no finding or action 'NC-9'"),
    (("NC-1", "--until", "2026-08-07"), "is not later than 'Close due' of NC-1, 2026-08-07"),
    (("NC-1", "--until", "2026-09-01", "--of", "implementation"), "'Implementation due' of NC-1 (Findings!"),
    (("NC-2", "--until", "2026-09-01", "--reason", " "), "say it with --reason"),
    (("IA-2", "--until", "2026-09-01"), "of an audit of your own"),
    (("NC-1", "--until", "2026-09-01", "-o", "a.txt"), "must end in .docx"),
    (("A-1", "--until", "2026-09-01"), "A-1 is done"),
    (("NC-1",), "Missing option '--until'. `ncr extend --help` shows an example."),
])
def test_where_there_is_nothing_to_ask_for_one_sentence_says_so(ncr, company, words, says, tmp_path):
    reason = () if "--reason" in words else ("--reason", REASON)
    done = ncr("extend", company, *words, *reason, *DAY)
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_whether_a_finding_without_a_status_is_open_is_not_guessed(tmp_path):
    table = "Findings\n| Finding ID | Grade | Close due |\n|---|---|---|\n| NC-1 | Minor | 2026-08-01 |\n"
    review = load_review(save(parse(table), tmp_path / "register.xlsx"), TODAY)
    says = r"NC-1 has no status.* choose one in Findings!.*`ncr fill .*--yes`"
    with pytest.raises(CannotRun, match=says):
        request_of(review, "NC-1", date(2026, 9, 1), REASON)


EXTENSIONS = """
Findings
| Finding ID | Grade | Status      | Close due  |
|---|---|---|---|
| NC-1       | Minor | In progress | 2026-08-01 |

Extensions
| Finding or action ID | Old date   | New date   | Reason | Agreed by | Agreed on   | Asked on   | Answer   |
|---|---|---|---|---|---|---|---|
| NC-1                 | 2026-07-01 | 2026-08-01 | Strike | {agreed}  | {agreed_on} | {asked_on} | {answer} |
"""


@pytest.mark.parametrize(("agreed", "agreed_on", "asked_on", "answer", "state", "codes"), [
    ("Eva Holm", "2026-06-20", "", "", "granted", []),  # as registers have it that knew no requests
    ("", "", "", "", "granted", ["XTN001", "XTN001"]),
    ("Eva Holm", "2026-06-20", "2026-06-10", "Granted", "granted", []),
    ("", "", "2026-06-10", "", "waiting", ["XTN007", "XTN001", "XTN008"]),
    ("Eva Holm", "2026-06-20", "2026-06-10", "Refused", "refused", ["XTN007"]),
    ("", "", "2026-06-10", "perhaps", "unread", []),
])
def test_only_a_granted_request_moves_a_date(agreed, agreed_on, asked_on, answer, state, codes, tmp_path):
    text = EXTENSIONS.format(agreed=agreed, agreed_on=agreed_on, asked_on=asked_on, answer=answer)
    review = Review(read_register(save(parse(text), tmp_path / "r.xlsx")), packs.load("iso42001"), TODAY)
    [row], [finding] = review.register.all(Extension), review.register.findings
    assert {"granted": is_granted(row), "waiting": is_waiting(row), "refused": is_refused(row)} == dict.fromkeys(
        ("granted", "waiting", "refused"), False) | ({state: True} if state != "unread" else {})
    assert bool(review.moves("nc-1")) is (state == "granted") is bool(moved_dates(finding, review))
    assert bool(review.requests(finding)) is (state != "granted")
    found = [each.code for each in run(review, select=["XTN"])]
    assert sorted(found) == sorted(codes) or state == "unread"


RETURNED = """
Findings
| Finding ID | Grade | Status      | Response due | Response sent on | Body's decision | Body's comment  | Close due  |
|---|---|---|---|---|---|---|---|
| NC-1       | Minor | In progress | 2026-06-01   | 2026-05-30       | Returned        | Which releases? | 2026-09-01 |

Replies
| Finding ID | Replied on | Decision | Comment         | Revised response by |
|---|---|---|---|---|
| NC-1       | 2026-06-10 | Returned | Which releases? | 2026-07-04          |

Extensions
| Finding or action ID | Old date   | New date   | Reason             | Asked on   | Answer  | Answered on |
|---|---|---|---|---|---|---|
| NC-1                 | 2026-06-24 | 2026-07-04 | Holidays in Lisbon | 2026-06-12 | Granted | 2026-06-14  |
"""


def test_the_day_of_a_revised_answer_can_be_asked_for_too(ncr, tmp_path):
    save(parse(RETURNED), tmp_path / "register.xlsx")
    done = ncr("extend", "register.xlsx", "NC-1", "--until", "2026-07-18", "--reason", REASON, *DAY)
    assert done.returncode in (0, 1), done.stderr
    assert "2026-07-04 holds for NC-1" in done.stdout
    assert "our revised answer" in document(tmp_path / "NC-1_extension.docx")
    assert run(load_review(tmp_path / "register.xlsx", TODAY), select=["XTN004"]) == [], "the new day stands on Replies"
