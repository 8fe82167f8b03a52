"""The body's answer comes back: read out of our own response, entered once, and never guessed."""

from __future__ import annotations

import copy
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

import ncr_toolkit as ncr
from ncr_toolkit.core.model import Finding, Reply
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.loader import load_review
from ncr_toolkit.reply.returned import Returned, read_returned
from ncr_toolkit.word.blocks import TextCell, facts, run
from ncr_toolkit.word.controls import day_field, text_field, tick_box
from ncr_toolkit.word.identity import PART
from ncr_toolkit.word.returned import w
from ncr_toolkit.word.review_block import Tag, box_tag, remarks_block
from ncr_toolkit.word.styles import W
from tests.commands import ran
from tests.conftest import TODAY
from tests.parcels import house, type_in
from tests.replies import answered, block, choose, edited, field, put, send, tick, unsent, without, write

WORDS = "Cause 2 restates the finding;\nplease look for what let it happen."
SCHEMA = Path(__file__).parent / "contract" / "reply-output.schema.json"
LATER = date(2026, 7, 2)


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    """A register of which two answers were sent; no test writes to its folder."""
    register = house("startup", tmp_path_factory.mktemp("house") / "house", change=unsent)
    send(register, "NC-1", "NC-2")
    return register


@pytest.fixture(scope="module")
def response(sent) -> bytes:
    """The response to NC-1 as the body gets it."""
    return (sent.parent / "out" / "NC-1_response.docx").read_bytes()


@pytest.fixture(scope="module")
def review(sent):
    return load_review(sent, TODAY)


@pytest.fixture
def register(sent, tmp_path) -> Path:
    """A copy of it, to be written to."""
    shutil.copytree(sent.parent, tmp_path / "own")
    return tmp_path / "own" / sent.name


@pytest.fixture
def read(review, tmp_path):
    """A function: what came back -> what is read in it."""
    return lambda data, named="": read_returned(put(tmp_path, "r.docx", data), review, named)


def said(found: Returned) -> dict[str, str]:
    return {str(each.asked): each.value for each in found.readings}


def reply(register: Path, data: bytes, *more: str, name: str = "r.docx"):
    put(register.parent, name, data)
    return ran(["reply", name, register.name, "--today", str(TODAY), *more], register.parent)


def row_of(register: Path, id: str = "NC-1") -> Finding:
    return next(each for each in read_register(register).findings if each.id == id)


def test_everything_the_body_wrote_is_read_with_its_place(read, response):
    found = read(answered(response, "Returned", WORDS, revised_by="2026-07-20"))
    assert said(found) == {"decision": "Returned", "verified": "", "effective": "", "returned because": WORDS,
                           "revised response by": "2026-07-20", "closed on": "", "name": "Maria Silva",
                           "date": "2026-06-12"}
    assert found.settled and (found.id, found.version) == ("NC-1", 1)
    table = found.readings[0].where.partition(",")[0]
    assert [each.where for each in found.readings] == [f"{table}, row {n}" for n in (1, 2, 2, 3, 4, 4, 5, 5)]


@pytest.mark.parametrize("decision", ["Plan accepted", "Closed by body"])
def test_a_decision_is_told_in_the_words_of_the_register(read, response, decision):
    found = read(answered(response, decision))
    assert found.settled and said(found)["decision"] == decision


def test_what_is_read_is_entered_once_and_nothing_else_is_touched(register, response):
    before, letter = read_register(register), answered(response, "Returned", WORDS, revised_by="2026-07-20")
    assert reply(register, letter).returncode == 0 and read_register(register) == before, "without --write-back"
    done = reply(register, letter, "--write-back")
    assert done.returncode == 0, done.stdout + done.stderr
    after = read_register(register)
    old, new = (next(each for each in found.findings if each.id == "NC-1") for found in (before, after))
    assert (new.body_decision, new.body_comment) == ("Returned", WORDS)
    new.body_decision, new.body_comment = old.body_decision, old.body_comment
    rows = after.records.pop(Reply)
    assert before.records.pop(Reply) == [] and after.records == before.records and after.settings == before.settings
    assert [(each.finding, each.decision, each.comment, each.by, each.replied_on, each.revised_by, each.version)
            for each in rows] == [("NC-1", "Returned", WORDS, "Maria Silva", date(2026, 6, 12), date(2026, 7, 20), 1)]
    assert list(register.parent.glob("*backup*")), "a copy of the day"
    content = register.read_bytes()
    again = reply(register, letter, "--write-back")
    assert again.returncode == 0 and register.read_bytes() == content and "already" in again.stdout
    saved_again = edited(letter, lambda root: root.set("saved", "again"))
    assert reply(register, saved_again, "--write-back").returncode == 0 and register.read_bytes() == content


def _verified(root, effective="Yes"):
    tick(root, "On site", of=Tag.VERIFIED)
    tick(root, effective, of=Tag.EFFECTIVE)


def test_how_it_was_verified_and_that_it_is_effective_and_closed_is_entered(register, response):
    def fill(root):
        _verified(root)
        choose(root, Tag.CLOSED_ON, "2026-06-11")

    done = reply(register, edited(answered(response, "Closed by body"), fill), "--write-back")
    assert done.returncode == 0, done.stdout + done.stderr
    (row,) = read_register(register).all(Reply)
    assert (row.decision, row.verified, row.effective) == ("Closed by body", "On site", "Yes")
    assert row_of(register).closed_on == date(2026, 6, 11)


@pytest.mark.parametrize(("decision", "fill", "told"), [
    ("Closed by body", lambda root: _verified(root, "No"), "under 'effective' stands 'No'"),
    ("Returned", lambda root: choose(root, Tag.CLOSED_ON, "2026-06-11"), "under 'closed on' stands '2026-06-11'")])
def test_what_does_not_go_together_is_told_and_never_entered(read, response, decision, fill, told):
    found = read(edited(answered(response, decision, "Why." if decision == "Returned" else ""), fill))
    assert any(told in each for each in found.troubles) and not found.enters


def test_a_register_without_the_columns_of_what_was_verified_says_what_it_does_not_keep(register, response):
    from openpyxl import load_workbook

    book = load_workbook(register)
    sheet = book[Reply.SHEET.name]
    place = next(cell.column for cell in sheet[1] if cell.value == "reply.verified")
    sheet.cell(1, place).value, sheet.cell(3, place).value = "own.column", "Own"
    book.save(register)
    done = reply(register, edited(answered(response, "Closed by body"), _verified), "--write-back")
    assert done.returncode == 1 and "no column 'Verified' on the sheet Replies to keep 'On site'" in done.stdout
    (row,) = read_register(register).all(Reply)
    assert (row.decision, row.effective) == ("Closed by body", "Yes"), "the rest is entered"


def _block_of_before(root):
    """The block as responses had it before: other labels, and fewer fields."""
    choice = enumerate({"Yes, the plan": "Plan accepted", "Yes, and closed": "Closed by body",
                        "No, returned": "Returned"}.items(), 1)
    boxes = run("     ").join(tick_box(label, box_tag(decision), number) + run(f" {label}")
                              for number, (label, decision) in choice)
    fields = [TextCell("", blank=True, more=text_field(label, tag, number)) for number, (label, tag) in enumerate(
        (("Returned because", Tag.COMMENT), ("Name", Tag.NAME)), 4)]
    day = TextCell("", blank=True, more=day_field("Date", Tag.DATE, 7))
    old = facts("Certification body's review", [["Accepted", TextCell("", blank=True, more=boxes)],
                ["Returned because", fields[0]], ["Name", fields[1], "Date", day]], (38, 66, 20, 50))
    table = etree.fromstring(f'<w:body xmlns:w="{W}">{old}</w:body>')[0]
    block(root).getparent().replace(block(root), table)


def test_a_response_with_the_block_of_before_is_read(read, response):
    found = read(answered(edited(response, _block_of_before), "Returned", WORDS))
    assert found.settled and said(found) == {"decision": "Returned", "returned because": WORDS, "name": "Maria Silva",
                                             "date": "2026-06-12"}


def test_a_remark_on_what_needs_no_answer_is_read(read, response):
    def remarks(root):
        table = etree.fromstring(f'<w:body xmlns:w="{W}">{remarks_block()}</w:body>')[0]
        block(root).getparent().replace(block(root), table)

    found = read(answered(edited(response, remarks), "Closed by body"))
    assert found.settled and said(found)["decision"] == "Closed by body"


def test_a_set_of_boxes_that_no_response_ever_had_is_not_certain(read, response):
    def without_one(root):
        control = field(root, box_tag("Plan accepted"))
        control.getnext().getparent().remove(control.getnext())
        control.getparent().remove(control)

    found = read(edited(answered(response, "Closed by body"), without_one))
    assert any("a box is gone" in each for each in found.troubles) and not found.enters


def test_only_two_sheets_change_and_days_are_days(register, response):
    before = {name: zipfile.ZipFile(register).read(name) for name in zipfile.ZipFile(register).namelist()}
    reply(register, answered(response, "Returned", WORDS, revised_by="2026-07-20"), "--write-back")
    after = {name: zipfile.ZipFile(register).read(name) for name in zipfile.ZipFile(register).namelist()}
    assert len([name for name in before if before[name] != after[name]]) == 2 and before.keys() == after.keys()
    assert not any(each.numbers or each.unread for each in read_register(register).all(Reply))


def test_a_cell_that_says_something_else_is_left_and_both_are_shown(register, response):
    type_in(register, "NC-1", finding__body_decision="Closed by body", finding__body_comment="Closed in May.")
    content = register.read_bytes()
    done = reply(register, answered(response, "Returned", WORDS), "--write-back")
    assert done.returncode == 1 and register.read_bytes() == content
    assert "'Closed by body'" in done.stdout and "'Returned'" in done.stdout and "'Closed in May.'" in done.stdout


def test_a_later_reply_follows_the_one_before_and_an_earlier_one_does_not(register, response):
    assert reply(register, answered(response, "Plan accepted", decided="2026-06-01"), "--write-back").returncode == 0
    closed = answered(response, "Closed by body", decided="2026-06-20")
    assert reply(register, closed, "--write-back", name="second.docx").returncode == 0
    assert row_of(register).body_decision == "Closed by body"
    assert [each.decision for each in read_register(register).all(Reply)] == ["Plan accepted", "Closed by body"]
    early = answered(response, "Returned", WORDS, decided="2026-06-10")
    late = reply(register, early, "--write-back", name="third.docx")
    assert late.returncode == 1 and "a later reply" in late.stdout
    assert row_of(register).body_decision == "Closed by body"


def test_an_accepted_plan_may_be_followed_by_the_judgement_of_its_proof(register, response):
    type_in(register, "NC-1", finding__body_decision="Plan accepted")
    as_proof = _with_properties(response, stage="proof")
    assert reply(register, answered(as_proof, "Returned", WORDS), "--write-back").returncode == 0
    assert row_of(register).body_decision == "Returned"


def test_an_accepted_plan_is_not_returned_by_what_was_sent_as_a_plan(register, response):
    type_in(register, "NC-1", finding__body_decision="Plan accepted")
    done = reply(register, answered(_with_properties(response, stage="plan"), "Returned", WORDS), "--write-back")
    assert done.returncode == 1 and row_of(register).body_decision == "Plan accepted"


def _with_properties(data: bytes, **values: str) -> bytes:
    def change(root: etree._Element) -> None:
        for each in root:
            if (name := each.get("name").removeprefix("ncr.")) in values:
                each[0].text = values[name]

    return edited(data, change, PART)


def _nothing_ticked(root):
    write(root, Tag.COMMENT, WORDS)


def _two_ticked(root):
    tick(root, "Returned")
    tick(root, "Plan accepted")


def _glyph_without_state(root):
    tick(root, "Returned")
    for each in field(root, "ncr.reply.decision.returned").iter("{*}checked"):
        each.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "0")


def _words_beside_the_box(root):
    tick(root, "Plan accepted")
    next(run for run in block(root).iter(w("t")) if run.text == " Plan accepted").text = " Plan accepted, if you hurry"


def _words_instead_of_boxes(root):
    cell = field(root, "ncr.reply.decision.returned").getparent()
    for each in [each for each in cell if each.tag != w("pPr")]:
        cell.remove(each)
    etree.SubElement(etree.SubElement(cell, w("r")), w("t")).text = "Yes"


def _label_of_another_box(root):
    tick(root, "Returned")
    next(run for run in block(root).iter(w("t")) if run.text == " Returned").text = " Closed"


def _accepted_with_a_reason(root):
    tick(root, "Plan accepted")
    write(root, Tag.COMMENT, WORDS)


def _accepted_with_a_revised_response(root):
    tick(root, "Closed by body")
    choose(root, Tag.REVISED_BY, "2026-08-01")


def _copied_block(root):
    tick(root, "Plan accepted")
    twin = copy.deepcopy(block(root))
    block(root).addnext(twin)
    twin.addprevious(etree.Element(w("p")))


@pytest.mark.parametrize(("change", "told"), [
    (_nothing_ticked, "no box is ticked"), (_two_ticked, "2 boxes are ticked"),
    (_glyph_without_state, "a box shows something else"), (_words_beside_the_box, "something stands beside"),
    (_words_instead_of_boxes, "there is no box"), (_label_of_another_box, "has another label"),
    (_accepted_with_a_reason, "'returned because'"), (_accepted_with_a_revised_response, "revised response"),
    (_copied_block, "2 blocks"),
])
def test_a_decision_that_is_not_certain_is_told_and_never_entered(read, register, response, change, told):
    data = edited(response, change)
    found = read(data)
    assert not found.enters and told in " ".join(found.troubles)
    content = register.read_bytes()
    assert reply(register, data, "--write-back").returncode == 1 and register.read_bytes() == content


@pytest.mark.parametrize("letter", ["\u2612", "X", "x", "\u2611", "\u2714"])
def test_a_box_is_ticked_on_the_screen_or_with_a_letter(read, response, letter):
    def typed(root):
        tick(root, "Returned", letter)
        write(root, Tag.COMMENT, WORDS)
        if letter != "\u2612":
            for each in field(root, "ncr.reply.decision.returned").iter("{*}checked"):
                each.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "0")

    assert said(read(edited(response, typed)))["decision"] == "Returned"


@pytest.mark.parametrize(("shown", "value", "told"), [
    ("03/04/2026", "", "2026-04-03 or 2026-03-04"), ("13/04/2026", "2026-04-13", ""),
    ("12 June 2026", "2026-06-12", ""), ("next week", "", "no day"), ("2026-06-12", "2026-06-12", ""),
])
def test_a_day_with_two_readings_is_told_and_the_rest_is_entered(register, response, shown, value, told):
    def fill(root):
        tick(root, "Plan accepted")
        write(root, Tag.NAME, "Maria Silva")
        write(root, Tag.DATE, shown)

    done = reply(register, edited(response, fill), "--write-back")
    assert done.returncode == (1 if told else 0) and told in done.stdout
    rows = read_register(register).all(Reply)
    assert [each.typed("replied_on") for each in rows] == [value] and row_of(register).body_decision == "Plan accepted"


def test_the_calendar_behind_a_field_settles_what_it_shows(read, response):
    def fill(root):
        tick(root, "Plan accepted")
        choose(root, Tag.DATE, "2026-04-03", shown="03/04/2026")

    assert said(read(edited(response, fill)))["date"] == "2026-04-03"


@pytest.mark.parametrize(("day", "revised", "told"), [
    ("2027-01-01", "", "still to come"), ("2026-06-12", "2026-06-01", "before the decision")])
def test_a_day_that_cannot_be_meant_is_not_entered(read, response, day, revised, told):
    found = read(answered(response, "Returned", WORDS, decided=day, revised_by=revised))
    assert told in " ".join(found.open) and found.enters
    assert {"replied_on", "revised_by"} - found.entries.row.keys() == {"revised_by"} or not revised


def test_a_blank_block_without_name_and_day_is_told(read, response):
    found = read(response)
    assert "no box is ticked" in " ".join(found.troubles)
    found = read(answered(response, "Returned", "", name="", decided=""))
    assert found.enters and [each.partition(" (")[0] for each in found.open] == [
        "no name stands there", "no date stands there", "it was returned, and no reason is given"]


def test_our_own_words_were_changed(read, response):
    def change(root):
        text = next(each for each in root.iter(w("t")) if "screen" in (each.text or "").casefold())
        text.text = "Something else."

    found = read(edited(answered(response, "Plan accepted"), change))
    assert not found.enters and "was changed" in found.troubles[0] and "'Something else.'" in found.troubles[0]


def test_a_name_on_the_line_to_sign_is_no_change(read, response):
    def sign(root):
        last = list(block(root).iter(w("tc")))[-1]
        etree.SubElement(etree.SubElement(next(last.iter(w("p"))), w("r")), w("t")).text = "M. Silva"

    assert read(edited(answered(response, "Plan accepted"), sign)).settled


def test_another_register_another_finding_and_one_that_is_gone(read, response):
    data = answered(response, "Plan accepted")
    assert "another register" in read(_with_properties(data, register="R-2")).troubles[0]
    assert "no such finding" in read(_with_properties(data, finding="NC-77")).troubles[0]
    assert "not NC-2" in read(data, "NC-2").troubles[0]


def test_an_answer_that_was_sent_again_since(register, response):
    type_in(register, "NC-1", finding__body_decision="Returned", finding__body_comment="Look again.",
            finding__extent="All releases of 2026 were looked at, 41 records; 2 more were found.")
    send(register, "NC-1", folder="again", day=LATER)
    type_in(register, "NC-1", finding__body_comment="", finding__response_sent_on=None)
    vague = reply(register, answered(response, "Plan accepted"), "--write-back")
    assert vague.returncode == 1 and "does not tell which one" in vague.stdout
    type_in(register, "NC-1", finding__response_sent_on=LATER)
    old = reply(register, answered(response, "Plan accepted"), "--write-back")
    assert old.returncode == 1 and "it is about version 1" in old.stdout and "version 2" in old.stdout, old.stdout
    new = answered((register.parent / "again" / "NC-1_response.docx").read_bytes(), "Plan accepted")
    assert reply(register, new, "--write-back").returncode == 0
    assert read_register(register).all(Reply)[0].version == 2


def test_a_draft_that_nothing_notes_is_about_what_the_register_says_now(register):
    shutil.rmtree(register.parent / "sent")
    ran(["respond", register.name, "NC-2", "-o", "drafts", "--today", str(TODAY)], register.parent)
    data = answered((register.parent / "drafts" / "NC-2_response.docx").read_bytes(), "Plan accepted")
    assert reply(register, data).returncode == 0
    type_in(register, "NC-2", finding__extent="Elsewhere: nothing.")
    done = reply(register, data)
    assert done.returncode == 1 and "something else now" in done.stdout


def test_a_document_that_lost_its_properties_is_known_by_its_words(read, response):
    found = read(without(answered(response, "Plan accepted"), PART))
    assert found.settled and (found.id, found.version) == ("NC-1", 1)

    def change(root):
        next(each for each in root.iter(w("t")) if len(each.text or "") > 40).text = "Something else."

    found = read(edited(without(answered(response, "Plan accepted"), PART), change))
    assert "says nothing that was sent" in found.troubles[0]


def _as_tracked(root, name):
    """What stands in a field was typed with tracking on, over something that was deleted."""
    run = next(field(root, name).iter(w("r")))
    inserted = etree.Element(w("ins"), {w("author"): "M. Silva", w("id"): "901"})
    run.addprevious(inserted)
    inserted.append(run)
    deleted = etree.Element(w("del"), {w("author"): "M. Silva", w("id"): "902"})
    gone = etree.SubElement(deleted, w("r"))
    etree.SubElement(gone, w("delText")).text = "never mind "
    inserted.addprevious(deleted)


def test_tracked_changes_are_read_as_made_and_told(read, response):
    def fill(root):
        tick(root, "Returned")
        write(root, Tag.COMMENT, "The cause is a symptom.")
        _as_tracked(root, Tag.COMMENT)

    found = read(edited(response, fill))
    assert said(found)["returned because"] == "The cause is a symptom." and found.enters
    assert any("changes in the block by M. Silva" in each for each in found.open)


def test_a_tracked_deletion_of_our_words_is_a_change(read, response):
    def cut(root):
        run = next(each.getparent() for each in root.iter(w("t")) if len(each.text or "") > 40)
        deleted = etree.Element(w("del"), {w("author"): "M. Silva", w("id"): "903"})
        run.addprevious(deleted)
        deleted.append(run)

    assert "was changed" in read(edited(answered(response, "Plan accepted"), cut)).troubles[0]


def test_words_outside_of_the_fields_are_read_where_they_stand_in_the_cell(read, response):
    def fill(root):
        tick(root, "Returned")
        cell = field(root, Tag.COMMENT).getparent().getparent()
        line = etree.SubElement(cell, w("p"))
        etree.SubElement(etree.SubElement(line, w("r")), w("t")).text = "Typed below the field."
        nested = etree.fromstring(f'<w:tbl xmlns:w="{w("x")[1:-2]}"><w:tr><w:tc><w:p><w:r><w:t>In a table.</w:t></w:r>'
                                  "</w:p></w:tc></w:tr></w:tbl>")
        line.addprevious(nested)

    assert said(read(edited(response, fill)))["returned because"] == "In a table.\nTyped below the field."


def test_a_control_within_a_control_and_lost_tags(read, response):
    def fill(root):
        tick(root, "Returned")
        write(root, Tag.COMMENT, "Nested.")
        inner = field(root, Tag.COMMENT)
        outer = etree.Element(w("sdt"))
        inner.addprevious(outer)
        etree.SubElement(etree.SubElement(outer, w("sdtPr")), w("text"))
        etree.SubElement(outer, w("sdtContent")).append(inner)
        for control in root.iter(w("sdt")):
            for each in control.findall(f"{w('sdtPr')}/{w('tag')}"):
                each.getparent().remove(each)

    found = read(edited(response, fill))
    assert (said(found)["decision"], said(found)["returned because"]) == ("Returned", "Nested.")


def test_labels_in_another_language_are_found_by_the_tags(read, response):
    def translate(root):
        for text in block(root).iter(w("t")):
            text.text = {"Decision": "Entscheidung", "Returned because": "Grund"}.get(text.text, text.text)

    found = read(edited(answered(response, "Returned", WORDS), translate))
    assert (said(found)["decision"], said(found)["returned because"]) == ("Returned", WORDS)


def test_text_boxes_and_comments_are_told_to_a_person(read, response):
    def draw(root):
        paragraph = next(block(root).iter(w("p")))
        box = etree.fromstring(
            f'<w:r xmlns:w="{w("x")[1:-2]}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
            "<w:txbxContent><w:p><w:r><w:t>Only if the date is kept.</w:t></w:r></w:p></w:txbxContent></v:textbox>"
            "</v:shape></w:pict></w:r>")
        paragraph.append(box)

    found = read(edited(answered(response, "Plan accepted"), draw))
    assert found.enters and "a text box says 'Only if the date is kept.'" in found.open[0]
    assert said(found)["decision"] == "Plan accepted", "it is no part of the field"


def test_two_documents_about_one_finding_wait_for_a_person(register, response):
    folder = register.parent / "back"
    folder.mkdir()
    other = (register.parent / "out" / "NC-2_response.docx").read_bytes()
    put(folder, "a.docx", answered(response, "Plan accepted"))
    put(folder, "b.docx", answered(other, "Returned", WORDS))
    put(folder, "notes.txt", b"no document")
    put(folder, "~$a.docx", b"Word has it open")
    done = ran(["reply", "back", register.name, "--write-back", "--today", str(TODAY)], register.parent)
    assert done.returncode == 0 and "2 documents read" in done.stdout, done.stdout + done.stderr
    assert (row_of(register).body_decision, row_of(register, "NC-2").body_decision) == ("Plan accepted", "Returned")
    put(folder, "c.docx", answered(other, "Plan accepted", decided="2026-06-20"))
    put(folder, "d.docx", answered(other, "Closed by body", decided="2026-06-21"))
    put(folder, "e.pdf", b"%PDF-1.7")
    done = ran(["reply", "back", register.name, "--write-back", "--today", str(TODAY)], register.parent)
    assert done.returncode == 1 and "another document answers NC-2" in done.stdout and "e.pdf: not read" in done.stdout
    assert row_of(register, "NC-2").body_decision == "Returned"


@pytest.mark.parametrize(("content", "told"), [
    (b"", "is empty"), (b"%PDF-1.7", "is a PDF"), (b"{\\rtf1", "is an RTF file"), (b"PK\x03\x04 cut", "damaged"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
    (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
])
def test_what_is_no_document_is_refused_in_a_sentence(register, content, told):
    done = reply(register, content)
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["sdt", "tbl"])
def test_fields_within_each_other_without_end_are_refused_in_a_sentence(register, response, name):
    def nest(root):
        inner = "<w:sdt><w:sdtContent>" if name == "sdt" else "<w:tbl><w:tr><w:tc>"
        outer = "</w:sdtContent></w:sdt>" if name == "sdt" else "</w:tc></w:tr></w:tbl>"
        deep = f'<w:x xmlns:w="{w("x")[1:-2]}">{inner * 600}<w:p/>{outer * 600}</w:x>'
        root.find(w("body")).insert(0, etree.fromstring(deep, etree.XMLParser(huge_tree=True))[0])

    done = reply(register, edited(answered(response, "Plan accepted"), nest))
    assert done.returncode in (0, 2) and "fault of ncr" not in done.stderr, done.stderr


def test_a_workbook_and_a_text_longer_than_a_cell(register, read, response):
    assert "is not a workbook" in reply(register, b"PK", name="r.xlsx").stderr
    found = read(answered(response, "Returned", "No. " * 9000))
    assert found.enters and any("the end is cut off" in each for each in found.open)


def test_a_document_without_our_block_and_a_file_that_is_not_there(register, response):
    done = reply(register, edited(response, lambda root: block(root).getparent().remove(block(root))))
    assert done.returncode == 2 and "the block for the body is gone" in done.stderr
    assert ran(["reply", "no.docx", register.name], register.parent).returncode == 2
    (register.parent / "empty").mkdir()
    assert "No document lies" in ran(["reply", "empty", register.name], register.parent).stderr


def test_a_register_of_before_has_no_sheet_for_the_history(tmp_path, sent, response, register):
    from openpyxl import load_workbook

    book = load_workbook(register)
    del book[Reply.SHEET.name]
    book.save(register)
    done = reply(register, answered(response, "Plan accepted"), "--write-back")
    assert done.returncode == 1 and "no sheet Replies" in done.stdout
    assert row_of(register).body_decision == "Plan accepted"


def test_a_formula_in_the_way_leaves_everything_as_it_is(register, response):
    type_in(register, "NC-1", finding__body_comment='=""')
    content = register.read_bytes()
    done = reply(register, answered(response, "Returned", WORDS), "--write-back")
    assert done.returncode in (1, 2) and register.read_bytes() == content


def test_due_tells_by_when_the_body_wants_it_revised(register, response):
    reply(register, answered(response, "Returned", WORDS, revised_by="2026-07-20"), "--write-back")
    told = ran(["due", register.name, "--brief", "--today", "2026-07-25"], register.parent).stdout
    assert "Returned by the body" in told and "revised answer by 2026-07-20, 5 days late" in told
    type_in(register, "NC-1", finding__body_decision="Sent")
    told = ran(["due", register.name, "--brief", "--today", "2026-07-25"], register.parent).stdout
    assert "revised answer" not in told


def test_a_program_reads_a_reply_and_nothing_is_written(register, response):
    path, before = put(register.parent, "r.docx", answered(response, "Returned", "No.")), register.read_bytes()
    found = ncr.read_reply(ncr.load(register, today=TODAY), str(path))
    assert isinstance(found, ncr.Returned) and found.id == "NC-1" and found.enters
    assert {each.asked: each.value for each in found.readings}[ncr.Asked.DECISION] == "Returned"
    assert register.read_bytes() == before
    with pytest.raises(ncr.CannotRun, match=r"no\.docx"):
        ncr.read_reply(ncr.load(register, today=TODAY), register.parent / "no.docx")


def test_as_json(register, response):
    done = reply(register, answered(response, "Returned", WORDS), "--format", "json", "--write-back")
    told = json.loads(done.stdout)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert told["written"] and told["settled"] and told["replies"][0]["state"] == "entered"
    assert [(each["header"], each["value"]) for each in told["replies"][0]["enters"]] == [
        ("Body's decision", "Returned"), ("Body's comment", WORDS)]
    assert json.loads(reply(register, answered(response, "Returned", WORDS), "--format", "json").stdout)[
        "replies"][0]["state"] == "known"


@pytest.mark.office
def test_what_libreoffice_saves_is_read_the_same(office, register, response, review, tmp_path):
    """It loses the tags: then the labels tell what each field is. It loses no property and no word."""
    data = answered(response, "Returned", WORDS, revised_by="2026-07-20")
    path = put(tmp_path, "r.docx", data)
    for kind in ("docx", "odt"):
        saved = office(path, kind, tmp_path / kind)
        back = saved if kind == "docx" else office(saved, "docx", tmp_path / "back")
        assert b"ncr.reply.comment" not in zipfile.ZipFile(back).read("word/document.xml")
        found = read_returned(back, review)
        assert found.settled and (found.id, found.version) == ("NC-1", 1), found.troubles + found.open
        assert said(found) == said(read_returned(path, review))
