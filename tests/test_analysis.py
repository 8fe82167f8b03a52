"""The figures of a management review, on small histories whose answers are known."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.checks.state.recurrence import PILE
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.figures import figures
from ncr_toolkit.core.memory import Life, Memory
from ncr_toolkit.core.model import (
    GRADES,
    STATUSES,
    Audit,
    Bone,
    Cause,
    CheckSetting,
    Effect,
    Extension,
    Finding,
    Lesson,
    ReadinessStep,
    SignOff,
)
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Unread, Why
from ncr_toolkit.management_review.trends import cases, states
from ncr_toolkit.management_review.trends.all_figures import period_of, trends
from ncr_toolkit.management_review.trends.figures import GROUPS, FigureSource, Late, Share, Trends
from ncr_toolkit.management_review.trends.months import LONGEST, a_year_before
from ncr_toolkit.management_review.trends.states import between, total
from tests.history import day, finding, look


def ids(findings) -> list[str]:
    return [each.id for each in findings]


def told(flow) -> dict[str, int]:
    """What happened, without the grades; what did not happen is left out."""
    names = ("opened", "closed", "reopened", "withdrawn", "gone")
    return {name: total(getattr(flow, name)) for name in names if total(getattr(flow, name))}


# --- periods

@pytest.mark.parametrize(("today", "first"), [("2026-06-30", "2025-07-01"), ("2026-12-01", "2026-01-01"),
                                              ("2026-01-31", "2025-02-01")])
def test_the_period_is_twelve_calendar_months(today, first):
    assert a_year_before(day(today)) == day(first)


def test_the_period_before_is_as_long_and_ends_the_day_before():
    period = period_of(day("06-30"), day("06-01"))
    assert (period.before, period.since, period.today) == (day("05-02"), day("06-01"), day("06-30"))
    assert period.held(day("05-31")) and not period.holds(day("05-31")) and period.holds(day("06-01"))
    assert not period.held(day("05-01")) and not period.holds(day("07-01")) and not period.holds(None)


# --- between two registers

def happened(was: Finding | None, now: Finding | None) -> dict[str, int]:
    return told(between(look("05-31", *filter(None, [was])), look("06-30", *filter(None, [now]))))


@pytest.mark.parametrize(("was", "now", "expected"), [
    (None, "Open", {"opened": 1}),
    ("", "Open", {"opened": 1}),
    ("Open", "In progress", {}),
    ("Open", "Closed", {"closed": 1}),
    ("Submitted", "Withdrawn", {"withdrawn": 1}),
    ("Closed", "Reopened", {"reopened": 1}),
    ("Closed", "In progress", {"reopened": 1}),
    ("Withdrawn", "Open", {"reopened": 1}),
    ("Open", None, {"gone": 1}),
    ("Open", "", {"gone": 1}),
    ("Closed", None, {}),
    ("Closed", "Withdrawn", {}),
    (None, "Closed", {"opened": 1, "closed": 1}),
    (None, "Withdrawn", {"opened": 1, "withdrawn": 1}),
])
def test_what_happened_between_two_registers(was, now, expected):
    assert happened(*(None if status is None else finding("NC-1", status) for status in (was, now))) == expected


def test_an_old_one_that_is_logged_late_did_not_happen_now():
    assert happened(None, finding("NC-1", "Closed", closed_on="05-31")) == {}
    assert happened(None, finding("NC-1", "Closed", closed_on="06-01")) == {"opened": 1, "closed": 1}


def test_ids_are_the_same_that_differ_in_case_and_dashes():
    assert happened(finding("NC-1"), finding("nc\u20131", "Closed")) == {"closed": 1}


def test_a_status_that_cannot_be_read_counts_as_open():
    unread = finding("NC-1", "")
    unread.unread["status"] = Unread(Cell("Findings", "Q4"), Finding.SHEET.by_name["status"], "NC-1", "Opne",
                                     Why.NOT_A_CHOICE)
    assert happened(None, unread) == {"opened": 1}


def test_an_id_that_stands_there_twice_counts_twice():
    before = look("05-31", finding("NC-1"), finding("NC-1", "Closed"))
    after = look("06-30", finding("NC-1", "Closed"), finding("NC-1", "Closed"))
    assert told(between(before, after)) == {"closed": 1}
    assert told(between(before, look("06-30", finding("NC-1")))) == {}, "the closed one is no longer there"


FINDINGS = st.dictionaries(st.sampled_from([f"NC-{number}" for number in range(8)] + [""]), st.tuples(
    st.sampled_from(["", *STATUSES]), st.sampled_from(["", *GRADES]),
    st.none() | st.integers(0, 200).map(lambda number: date(2026, 1, 1) + timedelta(days=number))), max_size=8)


def at(on: str, rows: dict) -> Review:
    return look(on, *(Finding(id=id, status=status, grade=grade, closed_on=closed, raised_on=closed)
                      for id, (status, grade, closed) in rows.items()))


@given(st.lists(FINDINGS, min_size=2, max_size=5))
def test_counts_add_up(histories):
    looks = [at(f"0{number + 1}-28", rows) for number, rows in enumerate(histories)]
    for before, after in pairwise(looks):
        flow = between(before, after)
        opened, closed, reopened, withdrawn, gone = (total(getattr(flow, name)) for name in (
            "opened", "closed", "reopened", "withdrawn", "gone"))
        was, now = (figures(each.register, each.today)["open"] for each in (before, after))
        assert was + opened + reopened - closed - withdrawn - gone == now
    found = trends(looks, day("01-01"))
    assert total(found.months[-1].open) == found.figures["open"] == total(found.open)


@given(st.lists(FINDINGS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(histories, shuffled: random.Random):
    looks = [at(f"0{number + 1}-28", rows) for number, rows in enumerate(histories)]
    first = trends(looks, day("01-01"))
    for each in looks:
        shuffled.shuffle(each.register.findings)
    assert trends(looks, day("01-01")) == first


# --- months

def months(*looks: Review, since: str = "01-01"):
    return [(month.first.isoformat()[5:7], month.source and month.source.value,
             None if month.open is None else total(month.open), None if month.flow is None else told(month.flow))
            for month in trends(looks, day(since)).months]


RAISED = finding("NC-1", raised_on="01-10")
CLOSED = finding("NC-1", "Closed", raised_on="01-10", closed_on="04-20")


def test_months_before_the_first_register_are_reckoned_from_its_dates():
    other = finding("NC-2", "Closed", raised_on="02-05", closed_on="03-01")
    assert months(look("04-30", CLOSED, other)) == [
        ("01", "dates", 1, {"opened": 1}), ("02", "dates", 2, {"opened": 1}), ("03", "dates", 1, {"closed": 1}),
        ("04", "run", 0, {"closed": 1})]


def test_the_last_day_of_a_month_belongs_to_it_alone():
    last = finding("NC-1", "Closed", raised_on="01-31", closed_on="02-28")
    assert months(look("03-31", last)) == [("01", "dates", 1, {"opened": 1}), ("02", "dates", 0, {"closed": 1}),
                                           ("03", "run", 0, {})]


def test_a_month_without_a_register_is_a_gap_and_not_zero():
    assert months(look("02-28", RAISED), look("05-31", CLOSED)) == [
        ("01", "dates", 1, {"opened": 1}), ("02", "run", 1, {}), ("03", None, None, None), ("04", None, None, None),
        ("05", "run", 0, {"closed": 1})]


def test_what_the_register_before_the_period_shows_is_the_start():
    assert months(look("02-28", RAISED), look("04-30", CLOSED), since="04-01") == [("04", "run", 0, {"closed": 1})]


def test_of_two_registers_of_one_day_the_last_counts():
    assert months(look("04-30", RAISED), look("04-30", CLOSED))[-1] == ("04", "run", 0, {"closed": 1})
    assert len(trends([look("04-30", RAISED), look("04-30", CLOSED)]).looks) == 1


def test_registers_of_later_days_are_left_out():
    found = trends([look("05-31", CLOSED), look("04-15", RAISED)])
    assert [each.day for each in found.looks] == [day("04-15")] and total(found.open) == 1


def test_several_registers_of_one_month_are_added_up():
    new = finding("NC-2", raised_on="04-12")
    looks = look("03-31", RAISED), look("04-15", RAISED, new), look("04-30", CLOSED, new)
    assert months(*looks, since="04-01") == [("04", "run", 1, {"opened": 1, "closed": 1})]


def test_months_before_anything_was_raised_are_left_out():
    assert [each[0] for each in months(look("04-30", finding("NC-1", raised_on="03-02")), since="2024-01-01")] \
        == ["03", "04"]


def test_at_most_so_many_months_are_shown_and_it_is_said():
    found = trends([look("04-30", finding("NC-1", raised_on="2010-01-01"))], day("2010-01-01"))
    assert len(found.months) == LONGEST and found.cut
    assert not trends([look("04-30", RAISED)]).cut


def test_overdue_is_known_of_registers_alone():
    late = finding("NC-1", raised_on="01-10", close_due="02-01")
    found = trends([look("03-31", late), look("04-30", late)], day("01-01"))
    assert [month.overdue for month in found.months] == [None, None, 1, 1]


@pytest.mark.parametrize(("row", "open_on"), [
    (finding("a", raised_on="02-01"), {"02-01", "03-01", "04-01", "05-01"}),
    (finding("a", "Closed", raised_on="02-01", closed_on="04-01"), {"02-01", "03-01"}),
    (finding("a", "Reopened", raised_on="02-01", closed_on="03-01", reopened_on="05-01"), {"02-01", "05-01"}),
    (finding("a", "Closed", raised_on="02-01"), set()),
    (finding("a", "Closed", raised_on="02-01", closed_on="01-01"), set()),
    (finding("a", "Closed", raised_on="02-01", closed_on="03-01", reopened_on="04-01"), set()),
    (finding("a", "Withdrawn", raised_on="02-01"), set()),
    (finding("a"), set()),
    (finding("a", "", raised_on="02-01"), set()),
])
def test_when_a_finding_was_open_by_its_dates(row, open_on):
    register = look("05-31", row).register
    assert {text for text in ("02-01", "03-01", "04-01", "05-01") if total(states.open_on(register, day(text)))} \
        == open_on


def test_what_the_dates_leave_out_is_counted():
    rows = [RAISED, finding("b"), finding("c", "Withdrawn", raised_on="01-10"), finding("d", "", raised_on="01-10")]
    assert trends([look("05-31", *rows)], day("01-01")).undated == 2
    assert trends([look("05-31", *rows)], day("05-01")).undated == 2, "the month itself is reckoned up to its register"
    assert trends([look("04-30", *rows), look("05-31", *rows)], day("05-01")).undated == 0


def test_grades_are_counted_apart_and_observations_together():
    rows = [finding(grade, grade=grade) for grade in (*GRADES, "")]
    assert trends([look("05-31", *rows)]).open == dict(zip(GROUPS, (1, 1, 3, 1), strict=True))


def test_what_happened_since_the_last_register():
    assert trends([look("04-30", RAISED)]).last is None
    flow = trends([look("03-31", RAISED), look("04-30", RAISED), look("05-31", CLOSED)]).last
    assert flow.since == day("04-30") and flow.source is FigureSource.RUN and told(flow) == {"closed": 1}


def test_an_empty_register_has_figures_too():
    found = trends([look("05-31")])
    assert total(found.open) == 0 and found.overdue == () and found.live == 0 and found.references.lines == ()
    assert trends([look("04-30", RAISED), look("05-31")]).last.gone["Minor"] == 1
    with pytest.raises(ValueError, match="no register"):
        trends([])


# --- how long things take

def paces(found: tuple) -> dict[str, tuple]:
    return {each.group: (each.now, each.counted, each.before, each.counted_before) for each in found}


def test_days_to_close_are_medians_by_grade_and_period():
    rows = [finding(f"n{days}", "Closed", raised_on="05-01", closed_on=f"05-{1 + days:02}") for days in (2, 4, 10)]
    rows += [finding("M", "Closed", "Major", raised_on="05-01", closed_on="05-08"),
             finding("before", "Closed", raised_on="04-01", closed_on="04-21"),
             finding("long ago", "Closed", raised_on="2020-04-01", closed_on="2020-04-21"),
             finding("open", raised_on="05-01", closed_on="05-02", reopened_on="05-03"),
             finding("no day", "Closed", raised_on="05-01"), finding("no start", "Closed", closed_on="05-02"),
             finding("withdrawn", "Withdrawn", raised_on="05-01", closed_on="05-02"),
             finding("backwards", "Closed", raised_on="05-09", closed_on="05-02")]
    found = trends([look("05-31", *rows)], day("05-01"))
    assert paces(found.closing) == {"Major": (7.0, 1, None, 0), "Minor": (4.0, 3, 20.0, 1), "All": (5.5, 4, 20.0, 1)}


def test_days_to_answer_begin_with_the_report_or_else_with_raising():
    audits = [Audit(id="A", report_received_on=day("05-10")), Audit(id="B")]
    rows = [finding("1", audit="A", raised_on="05-01", response_sent_on="05-15"),
            finding("2", audit="B", raised_on="05-01", response_sent_on="05-12"),
            finding("3", audit="gone", raised_on="05-01", response_sent_on="05-14"),
            finding("4", audit="A", raised_on="05-01"), finding("5", raised_on="05-01", response_sent_on="04-30")]
    assert paces(trends([look("05-31", *audits, *rows)], day("05-01")).answering)["All"] == (11.0, 3, None, 0)


def test_without_two_days_there_is_no_median():
    assert trends([look("05-31", finding("1", "Closed"))]).closing == ()


# --- effectiveness

def effect(id: str, result: str, on: str = "") -> Effect:
    return Effect(finding=id, criterion="x", result=result, reviewed_on=day(on) if on else None)


def effects(*rows, since="05-01"):
    return trends([look("05-31", *rows)], day(since)).effects


def test_the_last_review_of_each_finding_counts():
    rows = [finding("1", "Closed"), effect("1", "Too early", "05-02"), effect("1", "Effective", "05-20"),
            effect("1", "", "05-25"), finding("2", "Closed"), effect("2", "Effective", "05-02"),
            effect("2", "Not effective", "05-02"), finding("3", "Closed"), effect("3", "Effective", "04-30"),
            finding("4"), effect("4", "Partly effective"), finding("5", "Withdrawn"),
            effect("5", "Not effective", "05-02"), effect("nobody's", "Effective", "05-02")]
    found = effects(*rows)
    assert dict(found.now) == {"Effective": 1, "Not effective": 1} and dict(found.before) == {"Effective": 1}
    assert found.undated == 1 and ids(found.not_working) == ["2", "4"]


def test_what_did_not_work_long_ago_and_is_closed_is_over():
    assert effects(finding("1", "Closed"), effect("1", "Not effective", "02-01")).not_working == ()
    assert ids(effects(finding("1"), effect("1", "Not effective", "02-01")).not_working) == ["1"]


def test_what_was_found_effective_and_came_back_is_named():
    back = finding("1", "Reopened", raised_on="01-01", closed_on="05-10", reopened_on="05-20")
    assert ids(effects(back, effect("1", "Effective", "05-09")).yet_back) == ["1"]
    assert effects(back, effect("1", "Not effective", "05-25"), effect("1", "Effective", "05-09")).yet_back == ()


def test_what_came_back_is_known_by_date_by_status_and_by_an_earlier_register():
    before = look("04-30", finding("3", "Closed"), finding("5", "Closed"))
    now = look("05-31", finding("1", "Reopened"), finding("2", "Closed", closed_on="05-20", reopened_on="05-02"),
               finding("3"), finding("4"), finding("5", "Closed"), finding("6", "Closed", reopened_on="04-02"))
    assert sorted(ids(trends([before, now], day("05-01")).came_back)) == ["1", "2", "3"]


def test_repeats_are_those_of_the_period():
    rows = [finding("1", repeat_of="0"), finding("2", "Closed", raised_on="05-02", repeat_of="0"),
            finding("3", "Closed", raised_on="04-02", repeat_of="0"), finding("4")]
    assert ids(trends([look("05-31", *rows)], day("05-01")).repeats) == ["1", "2"]


# --- where findings gather

def names(pareto) -> list[tuple[str, int]]:
    return [(line.name, line.count) for line in pareto.lines]


def test_references_are_counted_without_the_letters_of_auditors():
    rows = [finding("1", reference="8.4"), finding("2", reference="8.4 a"), finding("3", reference="A.6.2.4"),
            finding("4", reference="house rule 7"), finding("5"), finding("6", "Withdrawn", reference="8.4"),
            finding("7", "Closed", reference="8.4", raised_on="2024-01-01")]
    found = trends([look("05-31", *rows)])
    assert names(found.references) == [("8.4", 2), ("A.6.2.4", 1), ("house rule 7", 1)]
    assert found.references.lines[0] == Share("8.4", 2, 0.5) and found.references.lines[-1].together == 1
    assert (found.references.counted, found.references.unnamed, found.live) == (4, 1, 5)


def test_a_finding_counts_once_for_each_kind_of_cause():
    rows = [finding("1"), finding("2"), finding("3"), Cause(id="a", finding="1", category="Data"),
            Cause(id="b", finding="1", category="data"), Cause(id="c", finding="1", category="Oversight and use"),
            Cause(id="d", finding="2", category="Data"), Cause(id="e", finding="2")]
    found = trends([look("05-31", *rows)]).causes
    assert names(found) == [("Data", 2), ("Oversight and use", 1)] and found.unnamed == 1


def test_systems_are_the_same_that_differ_in_typing():
    rows = [finding("1", ai_system="triage"), finding("2", ai_system="Triage"), finding("3", ai_system="Triage ")]
    assert names(trends([look("05-31", *rows)]).systems) == [("Triage", 3)]


def test_suppliers_are_counted_by_the_category_of_the_cause():
    rows = [finding("1"), Cause(id="a", finding="1", category="Suppliers and tools", statement="No version is agreed."),
            finding("2"), Bone(finding="2", category="Suppliers", cause="No notice", verdict="Contributes"),
            finding("3"), Bone(finding="3", category="Suppliers", cause="No notice", verdict="Ruled out"),
            finding("4"), Cause(id="b", finding="4", category="Data", statement="A supplier sent it.")]
    found = trends([look("05-31", *rows)]).supplied
    assert [(each.finding.id, each.cause) for each in found] == [("1", "No version is agreed."), ("2", "No notice")]


# --- extensions, lessons, what waits

def moved(record: str, agreed: str = "05-10", by: str = "M. Silva", since: str = "06-01", until: str = "06-21"):
    return Extension(record=record, from_date=day(since), to_date=day(until), agreed_by=by,
                     agreed_on=day(agreed) if agreed else None)


def test_extensions_of_the_period_and_what_was_put_off_more_than_once():
    rows = [finding("NC-1"), moved("NC-1", "04-10"), moved("nc-1", "05-10", "A. Li", until="07-01"),
            moved("CA-1", ""), moved("NC-2", "2024-05-01"), Extension(record="NC-3", agreed_on=day("05-02"))]
    found = trends([look("05-31", *rows)], day("05-01")).extensions
    assert [row.record for row in found.rows] == ["NC-3", "nc-1", "CA-1"]
    assert (found.findings, found.days, found.counted) == (1, 50, 2)
    assert found.agreed_by == (("", 1), ("A. Li", 1), ("M. Silva", 1))
    assert [(each.record, each.times, each.days, each.agreed_by) for each in found.again] == [("nc-1", 2, 50, "A. Li")]


def test_lessons_taken_then_those_that_wait():
    rows = [Lesson(finding="1", lesson="waits"),
            Lesson(finding="2", lesson="now", taken_to="Training", taken_on=day("05-02")),
            Lesson(finding="3", lesson="before", taken_to="Training", taken_on=day("04-02")), Lesson(finding="4")]
    assert [row.lesson for row in trends([look("05-31", *rows)], day("05-01")).lessons] == ["now", "waits"]


def test_what_names_no_management_review_majors_first():
    rows = [finding("1"), finding("2", grade="Major"), finding("3", management_review_reference="MR 1"),
            finding("4", "Withdrawn"), finding("5", "Closed", raised_on="2020-01-01")]
    assert ids(trends([look("05-31", *rows)]).unreviewed) == ["2", "1"]


def test_overdue_names_the_deadline_that_was_missed_first():
    late = [finding("answer", response_due="05-01", close_due="05-20"),
            finding("close", response_due="05-01", response_sent_on="05-01", close_due="05-20"),
            finding("M", grade="Major", close_due="05-30"), finding("in time", close_due="05-31"),
            finding("closed", "Closed", close_due="05-01"),
            finding("same", response_due="05-21", response_sent_on="05-02", close_due="05-21")]
    found = trends([look("05-31", *late)]).overdue
    assert [(each.finding.id, each.what, each.due, each.days) for each in found] == [
        ("M", "close", day("05-30"), 1), ("answer", "answer", day("05-01"), 30), ("close", "close", day("05-20"), 11),
        ("same", "close", day("05-21"), 10)]


# --- what asks for a decision

def test_what_asks_for_a_decision():
    rows = [finding("M", "In progress", "Major", close_due="05-01"), finding("ready", "Submitted", "Major"),
            SignOff(finding="ready", decision="Approved with conditions"), ReadinessStep(id="r", finding="ready"),
            finding("back", body_decision="Returned"), finding("over", "Closed", body_decision="Returned"),
            finding("nobody", owner=""), SignOff(finding="M", decision="Rejected"),
            CheckSetting(code="OWN005", level="Off", reason="By phone", decided_by="Ana Lima"),
            CheckSetting(code="OWN006", level="Off", decided_by="Ana Lima"),
            CheckSetting(code="OWN007", level="Info", reason="x", decided_by="Ana Lima")]
    found = trends([look("05-31", *rows)]).cases
    assert [each.finding.id for each in found.late_majors] == ["M"]
    assert (ids(found.unsigned), ids(found.unprepared)) == (["M"], ["M"])
    assert (ids(found.returned), ids(found.ownerless)) == (["back"], ["nobody"])
    assert [row.code for row in found.switched_off] == ["OWN005"]


def test_minors_that_pile_up_on_one_clause():
    references = ("8.4", "8.4 a", "8.4", "7.2")
    rows = [finding(str(number), reference=reference) for number, reference in enumerate(references)]
    rows += [finding("x", "Closed", reference="7.2"), finding("y", grade="Observation", reference="7.2"),
             finding("z", reference="7.2")]
    assert {clause: ids(found) for clause, found in trends([look("05-31", *rows)]).cases.piles.items()} \
        == {"8.4": ["0", "1", "2"]}
    assert cases.PILE == PILE, "the check REC002 and the paper mean the same"


def test_what_an_earlier_register_has_and_today_not_is_named():
    looks = (look("03-31", finding("1"), finding("2")), look("04-30", finding("1"), finding("2", "Closed")),
             look("05-31", finding("1")))
    assert [(each.id, each.status) for each in trends(looks).cases.gone] == [("2", "Closed")]


def test_a_finding_with_a_new_number_is_the_same_one():
    before = look("04-30", finding("NC-01", "Closed"), finding("NC-02"))
    now = look("05-31", finding("NC-1"), finding("NC-2"))
    now.memory = Memory(lives={fold(id): Life(id, before.today, formerly=[old])
                               for id, old in (("NC-1", "NC-01"), ("NC-2", "NC-02"))})
    found = trends([before, now], day("05-01"))
    assert told(found.last) == told(found.months[-1].flow) == {"reopened": 1}
    assert ids(found.came_back) == ["NC-1"] and found.cases.gone == ()
    now.register.findings.append(finding("nc-01"))
    other = trends([before, now])
    assert told(other.last) == {"reopened": 1, "opened": 1} and ids(other.came_back) == ["nc-01"], \
        "that number is another one's today"


def test_the_figures_are_plain_data():
    found = trends([look("05-31", RAISED)])
    assert isinstance(found, Trends) and found == trends([look("05-31", RAISED)])
    assert Late.__dataclass_params__.frozen and Trends.__dataclass_params__.frozen
