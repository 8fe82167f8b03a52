"""The management-review paper: the same words in Word and HTML, nothing under no heading, pictures that are told."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from ncr_toolkit.common.text import cut
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import (
    GRADES,
    STATUSES,
    Action,
    Cause,
    CheckSetting,
    Effect,
    Extension,
    Finding,
    Lesson,
)
from ncr_toolkit.management_review.blocks import Chart, LabelledValues, Paper, Sentence, Table
from ncr_toolkit.management_review.chart_shapes import Rectangle, Words
from ncr_toolkit.management_review.charts import HEIGHT, SHADES, Series, StackedColumns, shapes
from ncr_toolkit.management_review.paper import KeptRuns, review_paper
from ncr_toolkit.management_review.trends.all_figures import trends
from ncr_toolkit.report import check_html
from ncr_toolkit.report.management_review_page import report
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.word.drawings.chart import chart_drawing
from ncr_toolkit.word.drawings.drawing import Box
from ncr_toolkit.word.make_base import WIDTH
from ncr_toolkit.word.management_review import review_bytes
from tests.history import day, finding, look

HARD = "Größe & <b>\"quoted\"</b> 'x' ]]> 李小龙 محمد علي \U0001f600"


def paper_of(*looks, since: str = "01-01", kept: KeptRuns | None = None) -> Paper:
    return review_paper(trends(looks, day(since)), looks[-1], kept or KeptRuns())


def full(name: str = "Ana Lima", more: tuple = ()) -> Paper:
    """A paper with something in every section."""
    early = finding("NC-1", "Closed", "Major", raised_on="01-05", closed_on="02-20", response_sent_on="02-01",
                    title=name, reference="8.4", ai_system=name)
    late = finding("NC-2", "In progress", raised_on="03-01", close_due="04-01", title=name, reference="8.4",
                   ai_system=name)
    late.owner = name
    back = finding("NC-1", "Reopened", "Major", raised_on="01-05", closed_on="02-20", reopened_on="05-04",
                   response_sent_on="02-01", title=name, reference="8.4", ai_system=name, reopen_reason=name,
                   close_due="05-20", body_decision="Returned")
    rows = [back, late, finding("NC-3", "Closed", raised_on="01-10", closed_on="03-01", repeat_of="NC-1",
                                reference="8.4"),
            Cause(id="RC-1", finding="NC-1", category="Suppliers and tools", statement=name),
            Effect(finding="NC-3", criterion="x", result="Not effective", reviewed_on=day("03-01")),
            Effect(finding="NC-1", criterion="x", result="Effective", reviewed_on=day("02-19")),
            *(Extension(record="NC-2", from_date=day("04-01"), to_date=day("05-01"), agreed_by=name,
                        agreed_on=day(f"03-{number}")) for number in (20, 25)),
            Lesson(finding="NC-1", lesson=name, taken_to="Supplier", taken_on=day("03-01"), reference=name),
            CheckSetting(code="OWN005", level="Off", reason=name, decided_by=name), *more]
    return paper_of(look("02-28", early), look("03-31", early, late, finding("NC-9", grade="")),
                    look("05-31", *rows, organisation=name))


OUTLINE = ["In short", "Decisions asked of management", "Overdue, Majors first", "Open, opened and closed by month",
           "How long answering and closing take", "Whether it worked", "Where findings gather", "Suppliers",
           "Later dates that were agreed", "What was learned", "Not yet taken to a management review",
           "Taken note of and decided"]

PAPERS = {
    "everything": full(),
    "two findings": paper_of(look("05-31", finding("NC-1", raised_on="05-02"), finding("NC-2", grade="Observation"))),
    "nothing open": paper_of(look("05-31", finding("NC-1", "Closed", raised_on="01-02", closed_on="02-01"))),
    "no finding": paper_of(look("05-31")),
    "a gap": paper_of(look("01-31", finding("NC-1")), look("05-31", finding("NC-1"))),
}


@pytest.fixture(params=PAPERS)
def paper(request) -> Paper:
    return PAPERS[request.param]


# --- the words

def words(paper: Paper) -> list[str]:
    return [block.text for section in paper.sections for block in section.blocks if isinstance(block, Sentence)] \
        + [block.under for section in paper.sections for block in section.blocks if isinstance(block, Chart)]


def first(paper: Paper) -> str:
    return words(paper)[0]


def test_the_outline():
    assert [section.title for section in PAPERS["everything"].sections] == OUTLINE


def test_the_first_paragraph_says_what_matters():
    assert first(full()) == (
        "2 findings are open on 2026-05-31: 1 Major and 1 Minor. 2 are past their date, 1 Major among them; the "
        "longest overdue is NC-2, 60 days (Ana Lima). Since the run of 2026-03-31, 1 finding was reopened; 1 that was "
        "open is no longer in the register. 1 finding came back after closing, although it was found effective, and 1 "
        "finding repeats an earlier one. Of 2 findings judged in the period, 1 was found effective (50 %). Management "
        "is asked for 8 decisions.")
    assert first(PAPERS["two findings"]) == (
        "2 findings are open on 2026-05-31: 1 Minor and 1 observation; none is past its date. There is no earlier run "
        "to compare with; by the dates in the register 1 was opened and none closed since May 2026. No decision of "
        "management follows from the figures.")
    assert first(PAPERS["nothing open"]).startswith(
        "No finding is open on 2026-05-31; 1 finding stands in the register, which is closed. There is no earlier run")
    assert "nothing was opened, closed or reopened" in first(PAPERS["a gap"])


def test_what_is_asked_names_the_finding_and_what_is_to_be_decided():
    rows = next(section for section in full().sections if section.title == OUTLINE[1]).blocks[0].rows
    assert [row[0].text for row in rows] == list("12345678")
    shown = "\n".join(row[1].text for row in rows)
    for said in ("NC-1, a Major owned by Ana Lima: it was to be closed on 2026-05-20, 11 days ago.",
                 "The body returned the answer to NC-1.", "did not work, or only partly: NC-3.",
                 "No sign-off by management is approved for NC-1.", "no readiness plan for the re-audit of NC-1.",
                 "Put off more than once: NC-2 (2 times, 60 days).", "The check OWN005 is switched off",
                 "no longer in the register: NC-9."):
        assert said in shown
    assert all(row[2].text and row[3].blank for row in rows)


def test_many_late_majors_stand_in_one_line_after_the_first():
    rows = [finding(f"NC-{number}", grade="Major", close_due="05-01") for number in range(1, 10)]
    paper = paper_of(look("05-31", *rows))
    table = next(section for section in paper.sections if section.title == OUTLINE[1]).blocks[0]
    assert sum("a Major owned by" in row[1].text for row in table.rows) == 4
    assert "5 more Majors are past their date: NC-5, NC-6" in table.rows[4][1].text


def test_a_pile_of_minors_is_asked_about():
    rows = [finding(f"NC-{number}", reference="8.4") for number in (1, 2, 3)]
    assert any("3 Minors are open on 8.4 (AI system impact assessment): NC-1, NC-2 and NC-3." in text
               for text in paper_of(look("05-31", *rows)).texts())


def test_what_there_is_nothing_of_is_said_in_one_place():
    paper = PAPERS["two findings"]
    section = next(section for section in paper.sections if section.title == "Nothing to report")
    assert len(section.blocks) == 1 and "No finding is past its date" in section.blocks[0].text
    assert not {"Overdue, Majors first", "Whether it worked", "Suppliers"} & {each.title for each in paper.sections}


def test_cells_that_could_not_be_read_are_said_at_the_top(workbook, ncr):
    path = workbook("""
    Findings
    | Finding ID | Grade | Status | Raised on   |
    |---|---|---|---|
    | NC-1       | Minor | Open   | "03/05/2026" |""")
    assert ncr("review", path, "--today", "2026-05-31").returncode == 0
    text = everything(Document(path.parent / "management-review-2026-05-31.docx"))
    assert "1 cell of the register could not be read and counts for nothing in these figures" in text


def test_the_runs_and_the_mark_of_the_last_one_stand_in_the_paper():
    kept = KeptRuns(("One is left out.",), "ab" * 32, "2026-04-30")
    told = list(paper_of(look("04-30"), look("05-31"), kept=kept).texts())
    assert "1 run, 2026-04-30" in told and f"Mark of the run of 2026-04-30: {'ab' * 32}" in told
    assert "One is left out." in told


WRONG = re.compile(r"\b1 (?:findings|Majors|Minors|observations|days|actions|lessons|runs|are|were|have)\b|  | [.,;]|"
                   r"\(\)|\(\(|\bNone\b(?! of them)|\bno (?:Majors|findings) are|\b0 (?:find|were|was|of)")
HISTORIES = st.lists(st.lists(st.tuples(
    st.sampled_from(STATUSES), st.sampled_from(GRADES), st.integers(0, 140), st.integers(0, 60), st.integers(0, 3)),
    max_size=6), min_size=1, max_size=3)


@settings(max_examples=60)
@given(HISTORIES)
def test_every_sentence_is_one(histories):
    looks = []
    for number, rows in enumerate(histories):
        made = []
        for place, (status, grade, raised, life, kind) in enumerate(rows):
            start = date(2026, 1, 1) + timedelta(days=raised)
            end = start + timedelta(days=life)
            made += [Finding(id=f"NC-{place}", status=status, grade=grade, raised_on=start, close_due=end,
                             closed_on=end if status == "Closed" else None, response_sent_on=end if kind else None,
                             owner="Bo" if kind else "", reference="8.4" if kind > 1 else "",
                             repeat_of="NC-0" if kind == 3 else ""),
                     *([Effect(finding=f"NC-{place}", result="Effective" if life % 2 else "Not effective",
                               reviewed_on=end), Lesson(finding=f"NC-{place}", lesson="x"),
                        Extension(record=f"NC-{place}", from_date=start, to_date=end, agreed_on=end),
                        Action(id=f"CA-{place}", finding=f"NC-{place}", due=start)] if kind == 2 else [])]
        looks.append(look(f"0{number + 3}-28", *made))
    paper = paper_of(*looks)
    for text in words(paper):
        for sentence in re.split(r"(?<=\.) ", text):
            assert re.match(r"[A-Z0-9`]", sentence) and sentence.endswith("."), sentence
        assert not WRONG.search(text), text
    for section in paper.sections:
        assert section.blocks and all(getattr(block, "rows", True) for block in section.blocks)


@pytest.mark.parametrize(("text", "most", "short"), [
    ("short", 10, "short"), ("two words here", 10, "two words\u2026"), ("x" * 32_767, 10, "x" * 9 + "\u2026"),
    (" spaces \n\n between ", 30, "spaces between"), ("", 5, "")])
def test_long_texts_end_at_a_word(text, most, short):
    assert cut(text, most) == short and len(short) <= most


# --- Word

def word(paper: Paper):
    return Document(io.BytesIO(review_bytes(paper)))


MARKS = {qn("w:t"): None, qn("w:noBreakHyphen"): "-", qn("w:br"): "\n", qn("w:tab"): "\t"}


def line(element) -> str:
    return "".join(MARKS[each.tag] or each.text or "" for each in element.iter() if each.tag in MARKS)


def everything(document) -> str:
    return "\n".join(line(paragraph) for paragraph in document.element.body.iter(qn("w:p")))


def in_order(texts, whole: str) -> None:
    at = 0
    for text in texts:
        assert text in whole[at:], text
        at = whole.index(text, at) + len(text)


def shown(paper: Paper) -> list[str]:
    return [text for text in paper.texts() if text.strip()]


def test_word_shows_every_text_in_order(paper):
    in_order(shown(paper), everything(word(paper)))


def test_headings_are_real_and_never_over_nothing(paper):
    body = list(word(paper).element.body)
    kinds = [(each.style if each.tag == qn("w:p") else "table", line(each).strip()
              or (each.find(f".//{qn('w:drawing')}") is not None and "picture")) for each in body[:-1]]
    assert [text for style, text in kinds if style == "Heading1"] == [section.title for section in paper.sections]
    for (style, _), (after, content) in pairwise(kinds):
        assert style != "Heading1" or (after != "Heading1" and content)
    assert kinds[-2][0] == "table", "the signature comes last"


def test_pictures_have_words_and_a_sentence(paper):
    pictures = [block for section in paper.sections for block in section.blocks if isinstance(block, Chart)]
    document = word(paper)
    drawings = list(document.element.body.iter(qn("w:drawing")))
    assert len(drawings) == len(pictures) == len(list(document.inline_shapes))
    for drawing, block in zip(drawings, pictures, strict=True):
        about = drawing.find(f".//{qn('wp:docPr')}")
        assert about.get("descr") == block.alt and about.get("name") == block.name
        holder = drawing.getparent().getparent()
        assert holder.pPr.find(qn("w:keepNext")) is not None and line(holder.getnext()) == block.under
    assert [shape.width.mm for shape in document.inline_shapes] == [pytest.approx(WIDTH, abs=0.1)] * len(pictures)


def test_the_pictures_say_the_numbers():
    open_, flow = (block for section in PAPERS["everything"].sections for block in section.blocks
                   if isinstance(block, Chart))
    assert "Feb 2026 0, 0 overdue; Mar 2026 2 (0 / 1 / 0 / 1), 0 overdue; Apr 2026 no run; May 2026 2 (1 / 1 / 0), " \
           "2 overdue" in open_.alt
    assert "Mar 2026 2 (0 / 1 / 0 / 1) opened, 0 closed; Apr 2026 no run; May 2026 0 opened, 0 closed" in flow.alt
    assert open_.under == ("The number open rose from 1 at the end of Jan 2026 to 2 on 2026-05-31. 2 of them are "
                           "overdue, 2 more than on 2026-03-31.")
    assert open_.columns.gaps == {3} and open_.columns.soft == 1 and "2026-02-28" in open_.columns.softened
    assert open_.columns.beside == (None, 0, 0, None, 2)


def test_what_introduces_a_table_stays_on_its_page():
    paper = PAPERS["everything"]
    kept = {line(each) for each in word(paper).element.body.iter(qn("w:p"))
            if each.pPr is not None and each.pPr.find(qn("w:keepNext")) is not None}
    introduced = [block.text for section in paper.sections for block, after in pairwise(section.blocks)
                  if isinstance(block, Sentence) and isinstance(after, Table)]
    assert len(introduced) >= 8 and set(introduced) <= kept
    gathering = next(section for section in paper.sections if section.title == "Where findings gather")
    assert gathering.blocks[0].text in kept, "a paragraph before such a one too, so that no heading is left alone"


def test_few_months_have_no_picture():
    sections = PAPERS["two findings"].sections
    assert not any(isinstance(block, Chart) for section in sections for block in section.blocks)


def test_tables_fit_and_repeat_their_header_rows(paper):
    for table in word(paper).tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) <= round(WIDTH * 1440 / 25.4) + len(widths)
        if table.style.name == "Response table":
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_properties():
    core = word(PAPERS["everything"]).core_properties
    assert (core.title, core.subject, core.author) == (
        "Management review: findings and corrective actions", "Management review 2026-05-31", "Ana Lima")
    assert core.created.date() == day("05-31")


# --- HTML

class Read(HTMLParser):
    """The text of a page, and its tags with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.quiet = "", [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.quiet = tag in ("style", "script", "title")
        self.text += "\n" if tag not in ("span", "b") else ""

    def handle_endtag(self, tag):
        self.quiet = False

    def handle_data(self, data):
        self.text += "" if self.quiet else data


def test_html_shows_the_same_texts_in_the_same_order(paper):
    in_order(shown(paper), Read(report(paper)).text)


def test_html_loads_nothing_and_its_policy_fits():
    page = report(PAPERS["everything"])
    read = Read(page)
    policy = next(attrs["content"] for tag, attrs in read.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(styles) == 2
    for style in styles:
        assert b64encode(sha256(style.encode()).digest()).decode() in policy
    assert "img-src" not in policy and "default-src 'none'" in policy
    assert not any("style" in attrs or any(name.startswith("on") for name in attrs) for _, attrs in read.tags)
    assert not any("src" in attrs or "href" in attrs for _, attrs in read.tags)
    assert "http:" not in page and "https:" not in page


def test_html_pictures_have_the_same_words():
    paper = PAPERS["everything"]
    alts = [attrs["aria-label"] for tag, attrs in Read(report(paper)).tags if attrs.get("role") == "img"]
    assert alts == [block.alt for section in paper.sections for block in section.blocks if isinstance(block, Chart)]


def test_the_page_of_the_check_is_as_it_was():
    page = check_html.report(Assessment(look("05-31"), []))
    assert "img-src" not in page and page.count("<style>") == 1


# --- hard cases

def test_hard_letters_survive():
    paper = full(HARD)
    text, page = everything(word(paper)), report(paper)
    assert text.count(HARD) >= 8 and Read(page).text.count(HARD) >= 8
    assert "<b>" not in page and unescape(page).count(HARD) >= 8


def test_names_as_long_as_a_cell_do_not_break_it():
    paper = full("N" * 32_767)
    text = everything(word(paper))
    assert "N" * 59 + "\u2026" in text and "N" * 300 not in text
    assert "N" * 59 + "\u2026" in report(paper)
    assert len(word(paper).core_properties.title) < 255


def test_control_characters_and_turns_do_not_break_it():
    paper = full("one\x0btwo \u202eover\ud800")
    assert "one two" in everything(word(paper)) and "\u202e" not in report(paper)


def test_the_same_figures_give_the_same_bytes():
    assert review_bytes(full()) == review_bytes(full()) and report(full()) == report(full())
    assert shapes(PICTURE) == shapes(PICTURE)


PICTURE = StackedColumns(("Jan\n2026", "Feb", "Mar"), (Series("Major", (1, 0, 2)), Series("Minor", (0, 3, 1))),
                         beside=(None, 0,
                                 1), besides="of these overdue", soft=1, softened="hatched", gaps=frozenset({1}))


def test_a_chart_shows_every_number_once():
    found = shapes(PICTURE)
    words = [shape.text for shape in found if isinstance(shape, Words)]
    assert words == ["hatched", "2", "1", "0", "1", "Jan", "2026", "Feb", "Mar", "1", "3", "run", "no", "Major",
                     "Minor", "of these overdue"]
    hatched = [shape for shape in found if isinstance(shape, Rectangle) and shape.hatch]
    assert len(hatched) == 1 and {shape.fill for shape in hatched} == {SHADES[0]}


@pytest.mark.parametrize("count", [1, 2, 12, 19, 36])
def test_charts_of_any_width_stay_on_their_place(count):
    values = tuple(number % 7 * 300 for number in range(count))
    labels = tuple("Jan\n2026" if number % 12 == 0 else "Feb" for number in range(count))
    for columns in (StackedColumns(labels, (Series("Major", values),), (Series("Major", values),), above="opened"),
                    StackedColumns(labels, (Series("Major", (0,) * count),), gaps=frozenset(range(count))),
                    StackedColumns(labels, tuple(Series(name, (0,) * (count - 1) + (number,)) for name, number in
                                                 (("Major", 9), ("Minor", 0), ("Observations", 0), ("No grade", 1))),
                                   (), (None,) * (count - 1) + (1,), "of these overdue")):
        drawing = chart_drawing(Chart("open", "", "", columns))
        assert len(drawing.shapes) < 1000, "Word wants a number of its own for each"
        for box in (shape for shape in drawing.shapes if isinstance(shape, Box)):
            assert 0 <= box.left <= box.right <= WIDTH and 0 <= box.top <= box.bottom <= HEIGHT, box


# --- the command

MARKDOWN = """
    Findings
    | Finding ID | Grade | Status | Raised on  | Closed on  | Owner | Close due  |
    |---|---|---|---|---|---|---|
    | NC-1       | Major | Open   | 2026-01-10 |            | Ana   | 2026-03-01 |
    | NC-2       | Minor | {second} | 2026-02-10 | {closed} | Ana   |            |"""


@pytest.fixture
def kept(workbook, tmp_path):
    """A register with three runs; gives its path."""
    archive = Archive(tmp_path / "runs")
    for month, status in (("03-31", "Open"), ("04-30", "Open"), ("05-31", "Closed")):
        path = workbook(MARKDOWN.format(second=status, closed="2026-05-20" if status == "Closed" else ""))
        if month != "05-31":
            with archive.new(register=path, register_id="test", day=day(month), who="x", version="0",
                             made_at=datetime(2026, 5, 31, tzinfo=UTC)):
                pass
    return path


def made(folder: Path, ending: str = ".docx") -> Path:
    return folder / f"management-review-2026-05-31{ending}"


def test_the_command_reads_the_runs(kept, ncr):
    done = ncr("review", kept, "--today", "2026-05-31")
    assert done.returncode == 0, done.stderr
    assert "Since the run of 2026-04-30, 1 finding was closed." in done.stdout and "from 2 earlier runs" in done.stdout
    text = everything(Document(made(kept.parent)))
    assert "2 runs, 2026-03-31 to 2026-04-30" in text
    assert f"Mark of the run of 2026-04-30: {Archive(kept.parent / 'runs').last().mark}" in text


def test_html_from_the_command_says_the_same(kept, ncr):
    assert ncr("review", kept, "--today", "2026-05-31").returncode == 0
    assert ncr("review", kept, "--today", "2026-05-31", "--format", "html").returncode == 0
    text = Read(made(kept.parent, ".html").read_text(encoding="utf-8")).text
    for paragraph in Document(made(kept.parent)).paragraphs:
        assert paragraph.text.strip() in text


def test_two_processes_make_the_same_bytes(kept, ncr, tmp_path):
    for name in ("one.docx", "two.docx"):
        assert ncr("review", kept, "--today", "2026-05-31", "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_without_runs_it_goes_by_the_dates_and_says_so(workbook, ncr):
    path = workbook(MARKDOWN.format(second="Closed", closed="2026-05-20"))
    done = ncr("review", path, "--today", "2026-05-31")
    assert done.returncode == 0 and "There is no earlier run to compare with" in done.stdout
    assert "None: no earlier copy of the register was there to read." in everything(Document(made(path.parent)))


def test_an_existing_paper_is_not_overwritten(kept, ncr):
    made(kept.parent).write_bytes(b"signed")
    done = ncr("review", kept, "--today", "2026-05-31")
    assert done.returncode == 2 and "exists already" in done.stderr and made(kept.parent).read_bytes() == b"signed"
    assert ncr("review", kept, "--today", "2026-05-31", "--force").returncode == 0
    assert made(kept.parent).read_bytes() != b"signed"


def test_a_run_that_was_changed_is_left_out_and_named(kept, ncr):
    copy = kept.parent / "runs" / "2026-04-30" / kept.name
    copy.chmod(0o644)
    copy.write_bytes(copy.read_bytes() + b"x")
    done = ncr("review", kept, "--today", "2026-05-31")
    assert done.returncode == 0 and "The run of 2026-04-30 is left out" in done.stderr
    text = everything(Document(made(kept.parent)))
    assert "The run of 2026-04-30 is left out" in text and "Since the run of 2026-03-31" in text


def test_only_the_runs_of_the_period_are_read_and_the_one_before(kept, ncr):
    done = ncr("review", kept, "--today", "2026-05-31", "--since", "2026-05-01")
    assert "from 1 earlier runs" in done.stdout or "from 1 earlier run " in done.stdout
    later = ncr("review", kept, "--today", "2026-04-15", "--since", "2026-04-01", "-o", kept.parent / "x.docx")
    assert "Since the run of 2026-03-31" in later.stdout
    assert "Mark of the run of 2026-03-31" in everything(Document(kept.parent / "x.docx")), "not that of a later run"


@pytest.mark.parametrize(("words", "said"), [
    (["--since", "2026-06-01"], "cannot begin on 2026-06-01"),
    (["-o", "paper.html"], "must end in .docx"),
    (["--format", "html", "-o", "paper.docx"], "must end in .html"),
    (["--runs", "nowhere"], "No run is kept in nowhere"),
])
def test_what_cannot_end_well_is_refused_before_the_work(kept, ncr, words, said):
    done = ncr("review", kept, "--today", "2026-05-31", *words)
    assert done.returncode == 2 and said in done.stderr and not made(kept.parent).exists()


def test_runs_of_another_register_are_refused(kept, workbook, ncr):
    path = workbook(MARKDOWN.format(second="Open", closed=""), name="other.xlsx")
    (kept.parent / "runs" / "runs.jsonl").write_text(
        (kept.parent / "runs" / "runs.jsonl").read_text().replace('"register_id": "test"', '"register_id": "else"'))
    done = ncr("review", path, "--today", "2026-05-31")
    assert done.returncode == 2 and "those of another register" in done.stderr


def test_a_register_without_findings_has_nothing_to_report(workbook, ncr):
    done = ncr("review", workbook("People\n| Name |\n|---|\n| Ana |"), "--today", "2026-05-31")
    assert done.returncode == 2 and "No finding was read" in done.stderr


# --- other programs

@pytest.mark.office
def test_libreoffice_lays_it_out(office, tmp_path):
    path = tmp_path / "review.docx"
    path.write_bytes(review_bytes(full()))
    text = subprocess.run(["pdftotext", "-layout", office(path, "pdf", tmp_path), "-"], capture_output=True, text=True,
                          encoding="utf-8", check=True).stdout
    pages = text.rstrip("\f").split("\f")
    assert 2 < len(pages) <= 6 and f"Page {len(pages)} of {len(pages)}" in pages[-1]
    in_order(OUTLINE, text)
    for page in pages:
        lines = [each.strip() for each in page.splitlines() if each.strip()]
        assert lines[-2] not in OUTLINE, "a heading stands at the foot of a page"


def test_the_package_is_whole():
    with zipfile.ZipFile(io.BytesIO(review_bytes(PAPERS["everything"]))) as package:
        assert not [name for name in package.namelist() if name.startswith("word/media/")]
        numbers = re.findall(rb'<w[p:s]*:(?:cNvPr|docPr) id="(\d+)"', package.read("word/document.xml"))
        assert len(numbers) == len(set(numbers)) > 40


def test_every_kind_of_block_is_used():
    kinds = {type(block) for section in PAPERS["everything"].sections for block in section.blocks}
    assert kinds == {Sentence, Table, Chart, LabelledValues}
