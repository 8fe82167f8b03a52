"""The timeline as a picture: which days stand on it, what is late, and that no label covers another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from ncr_toolkit.core.memory import Event, Life, Memory
from ncr_toolkit.core.model import Action, Audit, Containment, Effect, Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.schema import Cell, Unread, Why
from ncr_toolkit.word.case import Case
from ncr_toolkit.word.drawings.drawing import Box, Stroke
from ncr_toolkit.word.drawings.timeline import timeline
from ncr_toolkit.word.drawings.timeline_days import Moment, Times, times
from tests.conftest import TODAY
from tests.test_fishbone import cross, worded
from tests.test_word import READY, finding, headings, respond, review_of


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def told(record, *others) -> list[str]:
    """Every day of a finding's timeline, in words."""
    return times(Case(review_of(record, *others), record, READY, Purpose.PROOF)).told.split("; ")


def late(record, *others) -> list[tuple[date, date]]:
    return list(times(Case(review_of(record, *others), record, READY, Purpose.PROOF)).late)


DAYS = {"raised_on": day("03-20"), "response_due": day("04-20"), "close_due": day("06-20")}


def test_the_whole_life_of_a_finding():
    record = finding("Major", **DAYS, response_sent_on=day("04-10"))
    record.status, record.closed_on = "Closed", day("06-15")
    others = [Containment(finding="NC-1", id="C-1", kind="Containment", done_on=day("03-21")),
              Containment(finding="NC-1", id="C-2", kind="Correction", done_on=day("03-28")),
              Containment(finding="NC-1", id="C-3", kind="Interim mitigation", done_on=day("05-28")),
              Action(finding="NC-1", id="CA-1", due=day("05-01"), done_on=day("04-28")),
              Action(finding="NC-1", id="CA-2", due=day("05-10"), done_on=day("05-10")),
              Effect(finding="NC-1", due=day("06-11"), reviewed_on=day("06-11"), result="Effective")]
    assert told(record, *others) == [
        "2026-03-20 Raised", "2026-03-28 Contained and corrected", "2026-04-10 Answer sent", "2026-04-20 Response due",
        "2026-05-10 Last action due", "2026-05-10 All actions done", "2026-06-11 Effectiveness reviewed: effective",
        "2026-06-15 Closed", "2026-06-20 Close due"]
    assert late(record, *others) == []


@pytest.mark.parametrize(("more", "words", "span"), [
    ({"response_sent_on": day("04-22")}, "2026-04-22 Answer sent (2 days late)", (day("04-20"), day("04-22"))),
    ({"response_sent_on": day("04-20")}, "2026-04-20 Answer sent", None),
    ({}, "2026-04-20 Response due (71 days overdue)", (day("04-20"), TODAY)),
    ({"close_due": day("06-29")}, "2026-06-29 Close due (1 day overdue)", (day("06-29"), TODAY)),
    ({"close_due": TODAY}, "2026-06-30 Close due", None),
])
def test_what_is_late_says_so(more, words, span):
    record = finding(**{"raised_on": day("03-20"), "response_due": day("04-20"), **more})
    assert words in told(record)
    assert (span in late(record)) == (span is not None)


def test_what_is_closed_is_late_only_where_it_was_closed_late():
    def closed(on: str) -> Finding:
        record = finding(**DAYS)
        record.status, record.closed_on = "Closed", day(on)
        return record

    assert "2026-06-20 Closed" in told(closed("06-20")) and late(closed("06-20")) == []
    assert "2026-06-23 Closed (3 days late)" in told(closed("06-23"))
    assert not any("overdue" in each or "Today" in each for each in told(closed("06-23")))


def test_what_could_not_be_read_is_not_late():
    record = finding(**DAYS)
    column = Finding.SHEET.by_name["response_sent_on"]
    record.unread["response_sent_on"] = Unread(Cell("Findings", "S4"), column, "NC-1", "03/05/2026", Why.AMBIGUOUS_DATE)
    assert "2026-04-20 Response due" in told(record)


def test_part_of_the_work_is_counted():
    actions = [Action(finding="NC-1", id="CA-1", due=day("05-01"), done_on=day("05-04")),
               Action(finding="NC-1", id="CA-2", due=day("06-10"))]
    assert {"2026-05-04 1 of 2 actions done", "2026-06-10 Last action due (20 days overdue)"} <= set(
        told(finding(**DAYS), *actions))
    actions[1].done_on = day("06-12")
    assert "2026-06-12 All actions done (2 days late)" in told(finding(**DAYS), *actions)
    steps = [Containment(finding="NC-1", id="C-1", kind="Correction", done_on=day("03-21"))]
    assert "2026-03-21 Corrected" in told(finding(**DAYS), *steps)
    steps += [Containment(finding="NC-1", id="C-2", kind="Correction")]
    assert "2026-03-21 1 of 2 steps done (containment, correction)" in told(finding(**DAYS), *steps)


def test_a_review_to_come_and_one_missed():
    assert "2026-07-28 Effectiveness review due" in told(finding(**DAYS), Effect(finding="NC-1", due=day("07-28")))
    assert "2026-06-28 Effectiveness review due (2 days overdue)" in told(
        finding(**DAYS), Effect(finding="NC-1", due=day("06-28")))


def test_a_proposed_date_is_marked_and_never_late():
    record = finding("Major", audit="SA-1", raised_on=day("03-01"))
    assert "2026-03-31 Response due (proposed)" in told(record, Audit(id="SA-1", ended_on=day("03-01")))


def test_reopened_and_what_earlier_runs_remember():
    record = finding(raised_on=day("01-10"), closed_on=day("03-01"), reopened_on=day("05-01"))
    review = review_of(record)
    review.memory = Memory(2, day("02-28"), day("05-31"), {"nc-1": Life("NC-1", day("02-28"), closings=[
        Event(day("02-10"), day("02-28"))], reopenings=[Event(day("02-15"), day("02-28"))])})
    found = times(Case(review, record, READY, Purpose.PROOF))
    assert found.told.startswith("2026-01-10 Raised; 2026-02-10 Closed; 2026-02-15 Reopened; 2026-03-01 Closed; "
                                 "2026-05-01 Reopened")
    assert list(found.open) == [(day("01-10"), day("02-10")), (day("02-15"), day("03-01")), (day("05-01"), TODAY)]


def test_a_closing_date_from_before_it_was_reopened_says_nothing_about_today():
    record = finding(raised_on=day("01-10"), closed_on=day("03-01"), reopened_on=day("05-01"), close_due=day("04-01"))
    assert "2026-04-01 Close due" in told(record) and late(record) == []
    record.close_due = day("06-01")
    assert late(record) == [(day("06-01"), TODAY)]


# --- the picture

def picture(moments, spans=(), width=174.0):
    return timeline(Times(moments, spans, spans), width)


@pytest.mark.parametrize("moments", [[], [Moment(TODAY, "Raised")], [Moment(TODAY, "Raised"), Moment(TODAY, "Closed")],
                                     [Moment(day("06-01"), "Raised"), Moment(TODAY, "Today", today=True)]])
def test_there_is_no_picture_of_less_than_two_days(moments):
    assert picture(moments) is None


MOMENTS = st.builds(Moment, st.integers(0, 700).map(lambda days: day("01-01") + timedelta(days)),
                    st.sampled_from(["Raised", "Effectiveness reviewed: partly effective", "Closed by then: no day was "
                                     "typed", "12 of 120 steps done (containment, correction)"]),
                    st.booleans(), st.sampled_from(["", "12 days late", "1,200 days overdue"]))


@settings(max_examples=150)
@given(st.lists(MOMENTS, min_size=2, max_size=16), st.sampled_from([174.0, 165.0, 80.0]))
def test_no_label_covers_another_and_no_pole_runs_through_one(moments, width):
    spans = [(min(each.day for each in moments), max(each.day for each in moments))]
    drawing = picture(moments, [span for span in spans if span[0] < span[1]], width)
    if drawing is None:
        return
    assert drawing.width == width
    for shape in drawing.shapes:
        assert shape.left >= -0.5 and shape.right <= width + 0.01
        assert min(shape.top, shape.bottom) >= -0.01 and max(shape.top, shape.bottom) <= drawing.height + 0.01
    boxes = worded(drawing)
    assert not [(one, two) for one, two in combinations(boxes, 2) if cross(one, two)]
    poles = [shape for shape in drawing.shapes if isinstance(shape, Stroke)]
    for pole in poles:
        top, bottom = sorted((pole.top, pole.bottom))
        for box in boxes:
            through = box.left + 0.1 < pole.left < box.right and top < box.bottom - 0.01 and box.top + 0.01 < bottom
            assert not through, (pole, box)
    shown = [each.text for box in boxes for each in box.words]
    assert all(moment.what in shown and moment.day.isoformat() in shown for moment in moments)


def test_what_is_late_is_hatched_and_explained_in_words():
    moments = [Moment(day("04-20"), "Response due", done=False),
               Moment(day("04-22"), "Answer sent", late="2 days late")]
    drawing = picture(moments, [(day("04-20"), day("04-22"))])
    assert [shape.hatch for shape in drawing.shapes if isinstance(shape, Box) and shape.hatch]
    words = {each.text: each for box in worded(drawing) for each in box.words}
    assert words["2 days late"].bold and "Hatched: beyond a deadline" in words
    assert drawing.alt == "Timeline: 2026-04-20 Response due; 2026-04-22 Answer sent (2 days late)."
    assert "Hatched: beyond a deadline" not in {each.text for box in worded(picture(moments)) for each in box.words}


def test_it_stands_at_the_end_of_the_finding():
    document = respond(finding("Minor", **DAYS))
    assert headings(document, 2)[:2] == ["Facts", "Timeline"]
    about = next(document.element.body.iter(qn("wp:docPr")))
    assert about.get("name") == "Timeline" and "2026-06-20 Close due (10 days overdue)" in about.get("descr")
    assert "Timeline" not in headings(respond(finding("Minor", raised_on=day("03-20"))), 2)
