"""What is remembered of findings over the runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.core import packs
from ncr_toolkit.core.memory import Memory, decoded
from ncr_toolkit.core.model import STATUSES, Action, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Cell, Unread, Why
from ncr_toolkit.runs.memory_update import remembered

JAN, FEB, MAR, APR = (date(2026, month, 28) for month in (1, 2, 3, 4))


def review(day: date, *findings: Finding, actions: tuple[Action, ...] = ()) -> Review:
    register = Register()
    register.records[Finding] = list(findings)
    register.records[Action] = list(actions)
    return Review(register, packs.load("iso42001"), day)


def over(*reviews: Review) -> Memory:
    memory = None
    for each in reviews:
        memory = remembered(memory, each)
    assert memory is not None
    return memory


def finding(status: str = "Open", **more) -> Finding:
    return Finding(**{"id": "NC-1", "status": status, **more})


def told(memory: Memory) -> tuple[list[date], list[date]]:
    life = memory.life("nc-1")
    assert life is not None
    return [event.day for event in life.closings], [event.day for event in life.reopenings]


def test_every_closing_and_reopening_is_kept():
    first, second = date(2026, 1, 10), date(2026, 3, 2)
    memory = over(review(JAN, finding("Closed", closed_on=first)),
                  review(FEB, finding("Reopened", closed_on=first, reopened_on=date(2026, 2, 4))),
                  review(MAR, finding("Closed", closed_on=second, reopened_on=date(2026, 2, 4))),
                  review(APR, finding("Reopened", closed_on=second, reopened_on=date(2026, 4, 1))))
    assert told(memory) == ([first, second], [date(2026, 2, 4), date(2026, 4, 1)])


def test_what_the_register_does_not_date_is_dated_by_the_run_that_saw_it():
    memory = over(review(JAN, finding("Open")), review(FEB, finding("Closed")), review(MAR, finding("Closed")),
                  review(APR, finding("Open")))
    assert told(memory) == ([FEB], [APR])
    assert not memory.life("NC-1").closings[0].dated


def test_a_day_typed_later_takes_the_place_of_the_run_s():
    day = date(2026, 2, 20)
    memory = over(review(FEB, finding("Closed")), review(MAR, finding("Closed", closed_on=day)))
    assert told(memory) == ([day], [])
    assert memory.life("NC-1").closings[0].seen == FEB


def test_a_mistyped_day_that_is_corrected_is_no_second_closing():
    right = date(2026, 1, 12)
    memory = over(review(JAN, finding("Closed", closed_on=date(2025, 1, 12))),
                  review(FEB, finding("Closed", closed_on=right)),
                  review(MAR, finding("Reopened", closed_on=right, reopened_on=date(2025, 3, 1))),
                  review(APR, finding("Reopened", closed_on=right, reopened_on=date(2026, 3, 1))))
    assert told(memory) == ([right], [date(2026, 3, 1)])


def test_a_status_that_cannot_be_read_is_neither():
    unread = finding("")
    unread.unread["status"] = Unread(Cell("Findings", "Q4"), Finding.SHEET.by_name["status"], "NC-1", "Opne",
                                     Why.NOT_A_CHOICE)
    memory = over(review(JAN, finding("Closed")), review(FEB, unread), review(MAR, finding("Closed")))
    assert told(memory) == ([JAN], [])


def test_the_first_dates_stay():
    memory = over(review(JAN, finding(close_due=MAR), actions=(Action(id="CA-1", finding="NC-1", due=FEB),)),
                  review(FEB, finding(close_due=APR, response_due=MAR),
                         actions=(Action(id="CA-1", finding="NC-1", due=APR),)))
    assert memory.first("NC-1", "close_due") == MAR and memory.first("nc-1", "response_due") == MAR
    assert memory.first("ca-1", "due") == FEB
    assert memory.first("NC-9", "close_due") is None


def test_after_reopening_the_first_dates_begin_anew_and_the_very_first_stay():
    action = Action(id="CA-1", finding="NC-1", due=JAN)
    later = Action(id="CA-1", finding="NC-1", due=APR)
    memory = over(review(JAN, finding("Open", close_due=FEB), actions=(action,)),
                  review(FEB, finding("Closed", close_due=FEB), actions=(action,)),
                  review(MAR, finding("Reopened", close_due=APR), actions=(later,)))
    assert (memory.first("NC-1", "close_due"), memory.first("CA-1", "due")) == (FEB, JAN)
    assert memory.first("NC-1", "close_due", since_reopened=True) == APR
    assert memory.first("CA-1", "due", since_reopened=True) == APR


def test_a_new_id_keeps_the_past_also_where_two_change_places():
    before = over(review(JAN, finding(close_due=FEB), finding(id="NC-2", close_due=MAR),
                         actions=(Action(id="CA-1", due=FEB), Action(id="CA-2", due=MAR))))
    after = remembered(before, review(FEB, finding(id="NC-2"), finding(id="NC-1")),
                       {"NC-1": "NC-2", "nc-2": "NC-1", "CA-1": "CA-7"})
    assert (after.first("NC-2", "close_due"), after.first("NC-1", "close_due")) == (FEB, MAR)
    assert after.life("NC-2").formerly == ["NC-1"] and after.first("CA-7", "due") == FEB
    assert after.first("CA-1", "due") is None


def test_answers_and_returns():
    sent, again = date(2026, 1, 20), date(2026, 3, 20)
    memory = over(review(JAN, finding(response_sent_on=sent, body_decision="Sent")),
                  review(FEB, finding(response_sent_on=sent, body_decision="Returned")),
                  review(MAR, finding(response_sent_on=again, body_decision="Sent")),
                  review(APR, finding(response_sent_on=again, body_decision="Returned")))
    life = memory.life("NC-1")
    assert [event.day for event in life.answers] == [sent, again] == [event.day for event in life.returns]


FINDINGS = st.lists(st.builds(
    finding, st.sampled_from(["", *STATUSES]), id=st.sampled_from(["NC-1", "NC-2", "Ä 3", '"4"']),
    closed_on=st.none() | st.dates(date(2025, 1, 1), APR), reopened_on=st.none() | st.dates(date(2025, 1, 1), APR),
    close_due=st.none() | st.dates(date(2025, 1, 1), APR)), max_size=4)


@given(st.lists(FINDINGS, min_size=1, max_size=5))
def test_the_file_says_all_of_it_and_a_run_made_twice_adds_nothing(months):
    reviews = [review(JAN + timedelta(days=30 * number), *found) for number, found in enumerate(months)]
    memory = over(*reviews)
    assert decoded(memory.encoded()) == memory
    assert remembered(memory, reviews[-1]).encoded() == memory.encoded()


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"null", b'{"runs": 1}', b"\xff"])
def test_what_is_no_memory_is_none(text):
    assert decoded(text) is None


@pytest.mark.parametrize("decision", list(Finding.SHEET.column("body_decision").choices))
def test_only_a_returned_answer_has_come_back(decision):
    life = over(review(JAN, finding(response_sent_on=date(2026, 1, 5), body_decision=decision))).life("NC-1")
    assert [event.day for event in life.returns] == ([date(2026, 1, 5)] if decision == "Returned" else [])
