"""The fishbone as a picture: nothing covers anything, nothing is lost, and what it says does not hang on colour."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from itertools import combinations

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from ncr_toolkit.core.model import Bone, FiveWhys
from ncr_toolkit.word.drawings.drawing import Box, Stroke
from ncr_toolkit.word.drawings.fishbone import pictures
from ncr_toolkit.word.drawings.fishbone_layout import Limb, Twig, arrange
from ncr_toolkit.word.drawings.text_size import LINE, MM, Text, width
from ncr_toolkit.word.response import response_bytes
from tests.test_word import READY, finding, headings, respond, review_of, under

ROOM = (174.0, 202.0)
LETTER = (174.0, 184.0)
VERDICTS = ("Root cause", "Contributes", "Ruled out", "To be checked", "")
ARABIC = "\u0644\u0645 \u064a\u064f\u0637\u0644\u0628 \u062a\u0642\u064a\u064a\u0645 \u0627\u0644\u0623\u062b\u0631"
CHINESE = "\u53d1\u5e03\u6e05\u5355\u53ea\u8981\u6c42\u6d4b\u8bd5\uff0c\u6ca1\u6709\u8981\u6c42\u8bc4\u4f30\u3002"
WORDS = st.sampled_from(["the", "gate", "a", "assessment", "P-07", CHINESE, ARABIC, "file_name-of/a.report", "x" * 70,
                         "\U0001f512", "\u00fcberpr\u00fcft", "W" * 12])
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


@st.composite
def bones(draw, most=40):
    names = draw(st.lists(TEXTS, min_size=1, max_size=8, unique=True))
    count = draw(st.integers(len(names), most))
    return [Bone(finding="NC-1", category=names[number] if number < len(names) else draw(st.sampled_from(names)),
                 cause=draw(TEXTS), sub_cause=draw(TEXTS), verdict=draw(st.sampled_from(VERDICTS)),
                 leads_to=draw(st.sampled_from(["", "RC-1"]))) for number in range(count)]


def several(bones: int, causes: int, cause="No step asks for it", behind="the list is of 2024", **more) -> list[Bone]:
    return [Bone(finding="NC-1", category=f"Category {number % bones}", cause=f"{number} {cause}", sub_cause=behind,
                 **{"verdict": VERDICTS[number % 4], **more}) for number in range(causes)]


def cross(one: Box, two: Box) -> bool:
    return one.left < two.right - 0.01 and two.left < one.right - 0.01 \
        and one.top < two.bottom - 0.01 and two.top < one.bottom - 0.01


def runs_through(line: Stroke, box: Box) -> bool:
    """Whether a straight line passes through a box, at steps of a hundredth of its length."""
    for step in range(101):
        x = line.left + (line.right - line.left) * step / 100
        y = line.top + (line.bottom - line.top) * step / 100
        if box.left + 0.05 < x < box.right - 0.05 and box.top + 0.05 < y < box.bottom - 0.05:
            return True
    return False


def worded(drawing) -> list[Box]:
    return [shape for shape in drawing.shapes if isinstance(shape, Box) and shape.words]


def look_over(drawing, room) -> None:
    """All that must hold for every drawing."""
    assert drawing.width <= room[0] and drawing.height <= room[1]
    for shape in drawing.shapes:
        for x, y in ((shape.left, shape.top), (shape.right, shape.bottom)):
            assert -0.01 <= x <= drawing.width + 0.01 and -0.01 <= y <= drawing.height + 0.01
    boxes = worded(drawing)
    assert not [(one, two) for one, two in combinations(boxes, 2) if cross(one, two)]
    slanted = [shape for shape in drawing.shapes if isinstance(shape, Stroke) and shape.weight == 1.5]
    assert not [(line, box) for line in slanted for box in boxes if runs_through(line, box)]
    for box in boxes:
        room_of = box.width - 2 * box.inset
        needed = sum(Text(each.text, each.bold).lines(room_of, each.size) * each.size * LINE * MM for each in box.words)
        assert needed <= box.height - box.above + 0.01, "its words do not fit into their box"


@settings(max_examples=40)
@given(bones(), TEXTS)
@pytest.mark.parametrize("room", [ROOM, LETTER, (120.0, 190.0), (80.0, 190.0)], ids=["A4", "Letter", "narrow", "strip"])
def test_nothing_covers_anything_and_every_cause_stands_there(room, bones, problem):
    shown = pictures(bones, problem, room)
    assert 1 <= len(shown) <= (4 if room[0] > 100 else 8)
    for each in shown:
        look_over(each.drawing, room)
    if room[0] < 150:  # there what finds no room stands in the table
        return
    told = [box.words[0].text for each in shown for box in worded(each.drawing)]
    for bone in bones:
        begun = (f"{bone.leads_to}: " if bone.leads_to else "") + " ".join((bone.cause or bone.sub_cause).split())[:12]
        assert any(begun.removeprefix("RC-1: ").strip()[:8] in text for text in told)
    assert not any("only in the table" in each.under for each in shown)


@pytest.mark.parametrize(("count", "causes"), [(1, 1), (3, 3), (8, 8), (1, 12), (3, 12), (8, 12), (8, 40)])
def test_texts_of_usual_length_stand_in_full_on_one_drawing(count, causes):
    rows = several(count, causes)
    shown, = pictures(rows, "2 of 6 releases went live without an assessment", ROOM)
    look_over(shown.drawing, ROOM)
    told = [each.text for box in worded(shown.drawing) for each in box.words]
    assert all(any(row.cause in text for text in told) for row in rows)
    assert told.count("because: the list is of 2024") == causes
    assert shown.under == "" and min(each.size for box in worded(shown.drawing) for each in box.words) >= 6.5


def test_longer_texts_take_smaller_letters_and_then_a_second_drawing():
    def sizes(words: int) -> tuple[int, float]:
        shown = pictures(several(8, 40, "word " * words, "reason " * words), "Problem", ROOM)
        return len(shown), max(box.words[0].size for each in shown for box in worded(each.drawing)
                               if box.words[0].text[0].isdigit())

    (one, large), (two, small), (three, _) = sizes(1), sizes(6), sizes(14)
    assert (one, two, three) == (1, 1, 2) and large > small >= 7


def test_several_drawings_are_counted_and_cut_texts_are_owned_up_to():
    shown = pictures(several(8, 40, "word " * 200), "Problem", ROOM)
    cut = "What ends in \u2026 stands in full in the table."
    assert [each.under for each in shown] == [f"Fishbone 1 of 2. {cut}", f"Fishbone 2 of 2. {cut}"]
    assert all(each.drawing.name in each.drawing.alt for each in shown)


def test_a_page_of_text_is_begun_and_says_so():
    shown, = pictures([Bone(category="Data", cause="il " * 2_000)], "Problem", ROOM)
    assert "What ends in \u2026" in shown.under
    assert any(box.words[0].text.startswith("il il") and box.words[0].text.endswith("\u2026")
               for box in worded(shown.drawing))


def test_what_finds_no_room_at_all_is_counted_and_root_causes_come_first():
    rows = several(30, 120, verdict="Ruled out")
    rows[-1].verdict = "Root cause"
    shown = pictures(rows, "Problem", ROOM)
    told = [box.words[0].text for each in shown for box in worded(each.drawing)]
    assert rows[-1].cause in told
    there = sum(text.endswith("No step asks for it") for text in told)
    assert shown[-1].under.endswith(f"{120 - there} further possible causes only in the table.") and 0 < there < 120
    for each in shown:
        look_over(each.drawing, ROOM)


def test_verdicts_do_not_hang_on_colour():
    shown, = pictures([Bone(category="Data", cause=verdict or "open", verdict=verdict) for verdict in VERDICTS],
                      "Problem", ROOM)
    boxes = {box.words[0].text: box for box in worded(shown.drawing)}
    assert boxes["Root cause"].words[0].bold and boxes["Root cause"].edge
    assert boxes["Ruled out"].words[0].struck and not boxes["Ruled out"].edge
    assert not any(boxes[text].words[0].bold or boxes[text].edge for text in ("open", "Contributes", "To be checked"))
    marks = [shape for shape in shown.drawing.shapes if isinstance(shape, Box) and not shape.words]
    assert sorted((each.shape, each.fill == each.edge) for each in marks) \
        == [("diamond", False)] * 2 + [("ellipse", False)] * 2 + [("ellipse", True)] * 2  # each once more below
    assert {"Root cause (bold, framed)", "Ruled out (struck through)"} <= set(boxes)


def test_only_the_marks_that_are_used_are_explained():
    shown, = pictures(several(2, 2, verdict=""), "Problem", ROOM)
    assert not any("Root cause" in box.words[0].text for box in worded(shown.drawing))


def test_it_says_in_words_what_it_shows():
    shown, = pictures([Bone(category="Data", cause="Labels of one hospital", sub_cause="no other signed",
                            verdict="Root cause", leads_to="RC-1"),
                       Bone(category="People", cause="Haste", verdict="Ruled out")], "Wrong for children.", ROOM)
    assert shown.drawing.alt == ("Fishbone: 2 possible causes on 2 bones lead to the problem: Wrong for children. "
                                 "Data: RC-1: Labels of one hospital, because: no other signed (root cause). "
                                 "People: Haste (ruled out).")


def test_words_of_many_causes_end_in_time():
    shown, = pictures(several(8, 40, "a cause of some length"), "Problem", ROOM)
    assert len(shown.drawing.alt) < 1600 and shown.drawing.alt.endswith("All stand in the table.")


def test_tall_bones_stand_above_only_where_that_saves_much():
    def names(heights: list[int]) -> list[str]:
        limbs = [Limb(Text(f"Bone {number}", bold=True), (Twig(Text("word " * words), Text(""), ""),) * 3)
                 for number, words in enumerate(heights)]
        _, _, shapes = arrange(limbs, Text("Problem", bold=True), 174, 8)
        boxes = [shape for shape in shapes if isinstance(shape, Box) and shape.fill and shape.words
                 and shape.words[0].text.startswith("Bone")]
        return [box.words[0].text for box in sorted(boxes, key=lambda box: (box.top, box.left))]

    assert names([3, 3, 3, 3]) == [f"Bone {number}" for number in (0, 1, 2, 3)]
    assert names([60, 3, 60, 3]) == [f"Bone {number}" for number in (0, 2, 1, 3)]


# --- measures

@settings(max_examples=200)
@given(TEXTS, st.floats(12, 60), st.sampled_from([7.0, 8.5]))
def test_lines_hold_the_text_and_less_room_never_takes_fewer(text, room, size):
    found = Text(text)
    count = found.lines(room, size)
    assert count * room / (size * MM) + (count - 1) * width(" ") >= found.width - 0.01 or count == 0
    assert found.lines(room * 2, size) <= count
    assert (count == 0) == (not text.strip())


@given(TEXTS, st.floats(3, 60))
def test_a_cut_text_is_no_wider_than_asked_and_begins_as_it_did(text, most):
    plain = " ".join(text.split())
    cut = Text(plain).cut(most)
    assert cut.width <= max(most, 1.0) + 0.01
    assert cut.text == plain or (cut.text.endswith("\u2026") and plain.startswith(cut.text[:-1]))


def test_chinese_keeps_a_letter_in_hand_because_no_line_begins_with_a_full_stop():
    assert Text("\u4e2d" * 20).lines(10 * 8 * MM, 8) == 3 and Text("ab " * 2).lines(10 * 8 * MM, 8) == 1


@pytest.mark.office
@pytest.mark.parametrize(("style", "bold"), [("Regular", False), ("Bold", True)])
def test_no_text_is_wider_than_we_think(style, bold):
    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig is not installed")
    path = subprocess.run(["fc-match", "-f", "%{file}", f"Carlito:style={style}"], capture_output=True, text=True,
                          check=True).stdout
    if "Carlito" not in path:
        pytest.skip("Carlito, which is as wide as Calibri, is not installed")
    from PIL import ImageFont

    font = ImageFont.truetype(path, 2048)
    for text in ("Procedure P-21 asks for a test before a supplied model is used", "W\u00fcrde 100 % gepr\u00fcft?",
                 "ILLIMITED; 'quoted' (RC-14) 2026-03-30", "\u041f\u0440\u043e\u0432\u0435\u0440\u043a\u0430"):
        real = font.getlength(text, features=["-kern", "-liga"]) / 2048
        assert real <= Text(text, bold=bold).width <= real * 1.06 + 0.1


# --- in the response

def drawings(document, name: str) -> list:
    return [each for each in document.element.body.iter(qn("wp:docPr")) if each.get("name").startswith(name)]


def test_it_stands_over_its_table_with_its_words_for_those_who_do_not_see_it():
    chain = FiveWhys(finding="NC-1", problem="2 of 6 releases without assessment", why1="x")
    document = respond(finding("Major", title="Title"), *several(3, 6), chain)
    picture, = drawings(document, "Fishbone")
    assert picture.get("descr").startswith("Fishbone: 6 possible causes on 3 bones lead to the problem: 2 of 6 r")
    body = list(document.element.body)
    place = next(number for number, each in enumerate(body) if picture in each.iter())
    assert "".join(each.text for each in body[place - 1].iter(qn("w:t"))) == "Fishbone"
    assert body[place + 1].tag == qn("w:tbl") and body[place].pPr.find(qn("w:keepNext")) is None


def test_the_problem_is_the_title_where_no_chain_of_whys_states_one():
    picture, = drawings(respond(finding("Major", title="No assessment"), *several(1, 1)), "Fishbone")
    assert "the problem: No assessment." in picture.get("descr")


def test_without_bones_there_is_no_picture():
    assert drawings(respond(finding("Major")), "Fishbone") == []


def test_numbers_of_shapes_are_given_once():
    document = respond(finding("Major"), *several(8, 40, "word " * 14, "reason " * 12))
    ids = [each.get("id") for each in document.element.body.iter() if each.tag == qn("wp:docPr")
           or str(each.tag).endswith("}cNvPr")]
    assert len(drawings(document, "Fishbone")) == 2 and len(ids) == len(set(ids)) > 100


def test_any_text_reaches_the_drawing_unharmed():
    rows = [Bone(finding="NC-1", category="<b>&\"'", cause="a < b & \"c\" {{ x }}\x0b", sub_cause=ARABIC, verdict="x")]
    text = under(respond(finding("Major"), *rows), "Root cause analysis")
    assert text.count("a < b & \"c\" {{ x }}") >= 2 and text.count("<b>&\"'") >= 2


def test_text_from_the_right_runs_so_in_the_drawing():
    document = respond(finding("Major"), Bone(finding="NC-1", category="Data", cause=ARABIC, sub_cause=ARABIC))
    boxes = [each for each in document.element.body.iter(qn("w:txbxContent")) if ARABIC in "".join(each.itertext())]
    assert boxes and all(paragraph.pPr.find(qn("w:bidi")) is not None for paragraph in boxes[0].iter(qn("w:p")))


def test_it_is_the_same_every_time_and_needs_no_painter():
    record = finding("Major", title="Title")
    review = review_of(record, *several(8, 40))
    assert response_bytes(review, record, READY) == response_bytes(review, record, READY)
    code = ("import sys; from tests.test_fishbone import *; record = finding('Major')\n"
            "response_bytes(review_of(record, *several(8, 40)), record, READY)\n"
            "print([name for name in ('PIL', 'numpy') if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.office
def test_libreoffice_draws_every_word(office, tmp_path):
    path = tmp_path / "NC-1_response.docx"
    record = finding("Major", title="Title of the finding")
    rows = several(8, 40, "cause")
    path.write_bytes(response_bytes(review_of(record, *rows), record, READY))
    assert headings(Document(io.BytesIO(path.read_bytes())), 2)
    text = subprocess.run(["pdftotext", office(path, "pdf", tmp_path), "-"], capture_output=True, text=True,
                          encoding="utf-8", check=True).stdout
    plain = " ".join(text.split())
    assert all(plain.count(row.cause) >= 2 for row in rows), "once in the drawing, once in the table"
    assert plain.count("because: the list is of 2024") == 40 and "Root cause (bold, framed)" in plain
