"""Documents in another language: all that they say by themselves is translated, what people typed is not, and what
comes back is read."""

from __future__ import annotations

import email
import email.policy
import io
import re
import shutil
import string
import zipfile
from datetime import date
from email import message_from_bytes, policy

import pytest
from docx import Document
from docx.oxml.ns import qn

from ncr_toolkit import catalogues
from ncr_toolkit.common.punctuation import beside, sentence, with_commas, with_semicolons
from ncr_toolkit.common.text import listing
from ncr_toolkit.common.translation import (
    LANGUAGES,
    and_listing,
    code_of,
    day,
    gettext,
    in_every_language,
    ngettext,
    pgettext,
    speaking,
)
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.generate import ROOT
from ncr_toolkit.loader import judged, load_review
from ncr_toolkit.reminders.drafts import all_dates, messages
from ncr_toolkit.reply.returned import read_returned
from ncr_toolkit.word import returned, review_block
from ncr_toolkit.word.response import response_bytes
from tests import samples
from tests.commands import ran
from tests.conftest import TODAY
from tests.parcels import house, type_in
from tests.replies import answered, edited, put, send, unsent, write

OTHERS = [code for code in LANGUAGES if code != "en"]
EVERY = catalogues.catalogues()


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The demo's register, judged; no test changes it for good."""
    return judged(load_review(samples.lay_out(tmp_path_factory.mktemp("sample")), TODAY))


def made(sample, finding, language: str) -> bytes:
    sample.review.documents_in = language
    try:
        return response_bytes(sample.review, finding, sample.readiness(finding), purpose=Purpose.PROOF)
    finally:
        sample.review.documents_in = ""


def texts(data: bytes) -> list[str]:
    """What a document says, a paragraph each, headers and drawings too."""
    document = Document(io.BytesIO(data))
    parts = [document.element.body, *(section.header._element for section in document.sections),
             *(section.footer._element for section in document.sections)]
    return [returned.said(paragraph).strip() for part in parts for paragraph in part.iter(qn("w:p"))]


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated(code):
    assert catalogues.untranslated(EVERY[code]) == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_place_for_a_value_is_there(code):
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for message in EVERY[code]:
        if message.id:
            wanted = places(message.id if isinstance(message.id, str) else message.id[-1])
            for text in [message.string] if isinstance(message.string, str) else message.string:
                assert places(text) == wanted, message.id


@pytest.mark.parametrize("code", OTHERS)
def test_labels_of_the_block_are_told_apart(code):
    with speaking(code):
        labels = [gettext(each) for each in (*review_block.LABELS, review_block.SIGNATURE) if each != "Accepted"]
        boxes = [[gettext(label) for label in each] for each in (*review_block.CHOICES[:2], review_block.VERIFIED,
                                                                review_block.EFFECTIVE)]
    assert len(set(labels)) == len(labels) and all(len(set(each)) == len(each) for each in boxes)


def test_a_label_means_one_thing_in_all_languages():
    meant: dict[str, set[str]] = {}
    for label, tag in review_block.LABELS.items():
        for said in in_every_language(label):
            meant.setdefault(said, set()).add(tag)
    assert {said for said, tags in meant.items() if len(tags) > 1} == set()


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_of_ours_is_left_in_a_response(sample, code):
    english = {message.id for message in EVERY[code] if message.id and isinstance(message.id, str)
               and message.string != message.id and len(message.id) > 3}
    review = sample.review
    typed = {" ".join(record.typed(column.name).split()) for record in review.register.every()
             for column in record.SHEET.typed_columns if not column.choices}
    shown = 0
    for finding in review.register.findings:
        said = [text for text in texts(made(sample, finding, code)) if text]
        gaps = {line for line in said if line.endswith(")") and "!" in line}  # what is missing is told to the house
        left = [text for text in said if text in english - typed and text not in gaps]
        assert left == [], finding.label
        shown += len(said)
    assert shown > 1000


@pytest.mark.parametrize("code", OTHERS)
def test_what_people_typed_stays_letter_by_letter(sample, code):
    finding = sample.review.register.findings[0]
    ours, theirs = (" ".join(" ".join(texts(made(sample, finding, each))).split()) for each in ("en", code))
    for name in ("statement", "objective_evidence", "extent"):
        words = " ".join(finding.typed(name).split())
        assert words and words in ours and words in theirs


@pytest.mark.parametrize("code", OTHERS)
def test_word_spells_by_the_language(sample, code):
    with zipfile.ZipFile(io.BytesIO(made(sample, sample.review.register.findings[0], code))) as package:
        styles = package.read("word/styles.xml").decode()
        core = package.read("docProps/core.xml").decode()
    wanted = {"de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "ja": "ja-JP"}[code]
    assert wanted in core and re.search(rf'<w:lang [^>]*"{wanted}"', styles)
    assert ("Yu Gothic" in styles) is (code == "ja")


def test_japanese_stands_in_its_own_letters_in_drawings_too(sample):
    drawn = 0
    for finding in sample.review.register.findings:
        with zipfile.ZipFile(io.BytesIO(made(sample, finding, "ja"))) as package:
            document = package.read("word/document.xml").decode()
        assert "YaHei" not in document, finding.label
        drawn += document.count("Yu Gothic")
    assert drawn > 100


def test_each_language_has_stops_of_its_own():
    told = {}
    for code in LANGUAGES:
        with speaking(code):
            told[code] = (beside("A", "b"), sentence("b."), with_commas(["a", "", "b"]), with_semicolons(["a", "b"]))
    english = ("A: b", "b.", "a, b", "a; b")
    assert told == {"en": english, "de": english, "es": english, "it": english,
                    "fr": ("A\u00a0: b", "b.", "a, b", "a\u00a0; b"),
                    "ja": ("A\uff1ab", "b\u3002", "a\u3001b", "a\uff1bb")}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "ja"])
def test_a_document_ends_no_sentence_as_another_language_does(sample, code):
    for finding in sample.review.register.findings:
        assert not [text for text in texts(made(sample, finding, code)) if re.search("[\u3001\u3002\uff1a]", text)]


def test_french_stops_stand_behind_a_space_that_does_not_break():
    for message in filter(lambda each: each.id, EVERY["fr"]):
        for text in [message.string] if isinstance(message.string, str) else message.string:
            assert not re.search(r" [:;?!\u00bb]|\u00ab ", text), text


def test_the_day_of_another_language_is_its_own():
    with speaking("German"):
        assert (day(date(2026, 6, 3)), and_listing(["A", "B", "C"])) == ("03.06.2026", "A, B und C")
    with speaking("ja"):
        assert day(date(2026, 6, 3)) == "2026/06/03"
    assert (day(date(2026, 6, 3)), and_listing(["A", "B", "C"]), and_listing([])) == ("2026-06-03", "A, B and C", "")


def test_help_and_readme_name_every_language(tmp_path):
    told = " ".join(ran(["respond", "--help"], tmp_path).stdout.split())
    assert f"the documents: {listing(LANGUAGES.values(), 'or')}." in told
    assert f"({', '.join(LANGUAGES.values())})" in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


def test_a_language_goes_by_its_code_and_its_names_and_one_that_is_not_spoken_is_english():
    assert [code_of(name) for name in ("de", "GERMAN", "deutsch", "", "Français", "日本語", "Dutch")] == [
        "de", "de", "de", "en", "fr", "ja", None]
    assert [code_of(name) for name in ("de-AT", "de_CH", "English (UK)", "francais", "es-419", "pt-BR", "(UK)")] == [
        "de", "de", "en", "fr", "es", None, None]
    with speaking("Dutch"):
        assert gettext("Root cause") == "Root cause"


def test_a_text_that_nobody_translated_stays_english():
    with speaking("de"):
        assert gettext("A text of {id} that is in no catalogue", id=1) == "A text of 1 that is in no catalogue"
        assert ngettext("{count} unheard", "{count} unheards", 2) == "2 unheards"
        assert (gettext(""), pgettext("choice", "")) == ("", "")


def test_texts_are_found_wherever_they_stand_in_the_code():
    code = """f"{gettext('a')} b"; gettext("c {d}", d=gettext("e")); gettext("f" "g")
gettext(h); ngettext("i", "j", 2)
"""
    assert sorted(catalogues.marked(f"{code}pgettext('k', 'l'); pgettext(m, 'n')"), key=str) == [
        ("k", "l"), (None, "a"), (None, "c {d}"), (None, "e"), (None, "fg"), (None, ("i", "j"))]


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """A register of which the answer to NC-1 was sent in every language, in a folder each."""
    register = house("startup", tmp_path_factory.mktemp("house") / "house", change=unsent)
    for code in OTHERS:
        send(register, "NC-1", folder=code, more=("--language", code))
    return register


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("tags", [True, False], ids=["tags", "labels alone"])
def test_what_comes_back_is_read(sent, tmp_path, code, tags):
    def lose(root):
        for each in root.iter(qn("w:tag")):
            each.set(qn("w:val"), "")

    data = answered((sent.parent / code / "NC-1_response.docx").read_bytes(), "Returned", "Noch einmal.")
    review = load_review(sent, TODAY)
    found = read_returned(put(tmp_path, "r.docx", data if tags else edited(data, lose)), review, "NC-1")
    read = {str(each.asked): each.value for each in found.readings}
    assert (read["decision"], read["returned because"], read["name"], read["date"]) == (
        "Returned", "Noch einmal.", "Maria Silva", "2026-06-12")


@pytest.mark.parametrize("code", OTHERS)
def test_a_typed_day_is_certain_where_the_language_has_one_order(sent, tmp_path, code):
    wanted = "" if code == "ja" else "2026-06-12"
    data = (sent.parent / code / "NC-1_response.docx").read_bytes()
    review = load_review(sent, TODAY)
    for typed in ("12/06/2026", "12.06.2026"):
        filled = edited(data, lambda root, typed=typed: write(root, review_block.Tag.DATE, typed))
        assert day_of(filled, tmp_path, review) == wanted

    def mixed(root):
        for text in root.iter(qn("w:t")):
            if text.text == labels["Name"]:
                text.text = "Reviewer"
            elif text.text == labels["Decision"]:
                text.text = "Entscheidung" if code != "de" else "Decisi\u00f3n"

    with speaking(code):
        labels = {label: gettext(label) for label in ("Name", "Decision")}
    assert day_of(edited(filled, mixed), tmp_path, review) == ""


def day_of(data: bytes, folder, review) -> str:
    """The day of a decision, as it is read from an answer that came back."""
    found = read_returned(put(folder, "r.docx", data), review, "NC-1").readings
    return next(each.value for each in found if str(each.asked) == "date")


def test_days_and_choices_of_a_change_are_told_in_the_language(sent, tmp_path):
    shutil.copytree(sent.parent, tmp_path / "own")
    register = tmp_path / "own" / sent.name
    type_in(register, "A-1", action__due=date(2027, 3, 9), action__kind="Preventive")
    done = ran(["respond", register.name, "NC-1", "-o", "again", "--language", "de", "--today", str(TODAY)],
               register.parent)
    assert done.returncode == 0, done.stderr
    said = texts((register.parent / "again" / "NC-1_response.docx").read_bytes())
    at = next(number for number, text in enumerate(said) if text.startswith("\u00c4nderungen seit Version"))
    assert {"30.04.2026", "09.03.2027", "Vorbeugung"} <= set(said[at:]) and "2027-03-09" not in said


def test_a_form_keeps_its_language_and_it_is_said(sent, tmp_path):
    form = Document()
    form.add_table(rows=1, cols=2).cell(0, 0).text = "Correction"
    form.save(str(sent.parent / "form.docx"))
    done = ran(["respond", sent.name, "NC-1", "--form", "form.docx", "-o", str(tmp_path / "out"), "--language", "de",
                "--today", str(TODAY)], sent.parent)
    assert done.returncode == 0 and "A form keeps its own language" in done.stderr


@pytest.mark.parametrize(("language", "wanted"), [
    ("German", "(Samstag: bis 03.07.2026 erledigen): Ma\u00dfnahme, "),
    ("French", "(samedi\u00a0: \u00e0 faire jusqu\u2019au 3 juil. 2026)\u00a0: action, "),
    ("English", "(Saturday: work until 2026-07-03): action, ")])
def test_a_reminder_says_in_its_language_why_nobody_works_on_a_day(tmp_path, language, wanted):
    def change(rows):
        rows["Register"][0]["Language of the texts"] = language
        for action in rows["Actions"]:
            action.update({"Due": "2026-07-04", "Done on": ""})

    register = house("startup", tmp_path / "house", change=change)
    done = ran(["chase", register.name, "-o", "chase", "--today", "2026-06-30"], register.parent)
    assert done.returncode == 0, done.stderr
    drafts = (message_from_bytes(each.read_bytes(), policy=policy.default)
              for each in register.parent.glob("chase/*.eml"))
    told = " ".join(each.get_body(("plain",)).get_content() for each in drafts)
    assert wanted in re.sub("[ \r\n]+", " ", told)


def test_the_register_says_the_language_and_an_option_another(tmp_path, sent):
    shutil.copytree(sent.parent, tmp_path / "own")
    names = {}
    for words in ([], ["--language", "Deutsch"]):
        done = ran(["respond", sent.name, "NC-1", "-o", f"out{len(words)}", *words, "--today", str(TODAY)],
                   tmp_path / "own")
        assert done.returncode == 0, done.stderr
        names[len(words)] = texts((tmp_path / "own" / f"out{len(words)}" / "NC-1_response.docx").read_bytes())
    with speaking("de"):
        assert gettext("Root causes") in names[2] and "Root causes" in names[0]
    again = ran(["respond", sent.name, "NC-1", "-o", "out2", "--language", "fr", "--today", str(TODAY)],
                tmp_path / "own")
    assert "stand unchanged" not in again.stdout
    refused = ran(["respond", sent.name, "--language", "Klingon"], tmp_path / "own")
    assert refused.returncode == 2 and listing(LANGUAGES.values(), "or") in refused.stderr


@pytest.mark.parametrize("code", OTHERS)
def test_reminders_and_dates_speak_it_too(sample, code):
    review = sample.review
    review.documents_in = code
    try:
        drafts = {name: email.message_from_bytes(content(), policy=email.policy.default)
                  for name, _, content in messages(review, None)}
        dates = all_dates(review).decode()
    finally:
        review.documents_in = ""
    english = {message.id for message in EVERY[code] if isinstance(message.id, str) and len(message.id) > 5
               and message.string != message.id}
    assert drafts
    for draft in drafts.values():
        said = draft.get_body(("plain",)).get_content()
        lines = {" ".join(part.split()) for part in said.split("\n\n")}
        assert not lines & english and "OVERDUE" not in said and "Dear " not in said
        assert f'lang="{code}"' in draft.get_body(("html",)).get_content()
    with speaking(code):
        assert gettext("Next audit") in dates and "Next audit" not in dates


def test_a_register_is_made_in_the_language_of_its_answers(tmp_path):
    made = ran(["new", "de.xlsx", "--language", "deutsch"], tmp_path)
    assert made.returncode == 0, made.stderr
    assert load_review(tmp_path / "de.xlsx", TODAY).document_language == "German"
    refused = ran(["new", "x.xlsx", "--language", "Klingon"], tmp_path)
    assert refused.returncode == 2 and "German" in refused.stderr and not (tmp_path / "x.xlsx").exists()


def test_reminders_and_the_monthly_run_take_another_language(sent, tmp_path):
    shutil.copytree(sent.parent, tmp_path / "own")
    words = ["--language", "fr", "--today", str(TODAY)]
    assert ran(["chase", sent.name, "-o", "mails", "--all", *words], tmp_path / "own").returncode == 0
    assert ran(["run", sent.name, "--runs", "runs", *words], tmp_path / "own").returncode in (0, 1)
    with speaking("fr"):
        answer = next((tmp_path / "own" / "runs").rglob("NC-1_response.docx"))
        assert gettext("Root causes") in texts(answer.read_bytes())
        drafts = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                  for path in (tmp_path / "own" / "mails").glob("*.eml")]
    assert drafts and all('lang="fr"' in each.get_body(("html",)).get_content() for each in drafts)
