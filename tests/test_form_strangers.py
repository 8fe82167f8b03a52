"""Forms of makes that nobody had tried: every place of them is in the list, and what is one item's stays with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.filling.outcomes import fitted
from ncr_toolkit.forms.meaning.vocabulary import is_numbered, plain, vocabulary
from ncr_toolkit.forms.survey.blanks import is_hint, room_of_breaks
from ncr_toolkit.forms.survey.naming import CUSTOMER, NUMBER
from tests.forms import cell, docx, p, row, simple, table

BREAK = "<w:r><w:br/></w:r>"


@pytest.fixture
def listed(tmp_path):
    """A function: the body of a form -> every place by its label, as its names and why it is left."""

    def places(body: str) -> dict[str, tuple[tuple[str, ...], str]]:
        path = tmp_path / "form.docx"
        path.write_bytes(docx(body))
        return {place.label: (place.names, place.why) for place in load(path, None).places}

    return places


def asked(*said: str) -> str:
    """A cell over the whole table, with a question, a line that explains, and room, all in one paragraph."""
    inner = BREAK.join(f'<w:r><w:t xml:space="preserve">{each}</w:t></w:r>' for each in said)
    return row(cell(f"<w:p>{inner}{BREAK * 2}</w:p>", span=2))


def test_a_question_with_its_room_in_one_paragraph_is_a_place(listed):
    rows = asked("2. Root cause", "Say why it could happen."), asked("3. Correction")
    found = listed(table(*rows, widths=(4000, 4000)))
    assert {label: names for label, (names, _) in found.items()} == {
        "2. Root cause": ("causes",), "3. Correction": ("corrections",)}


@pytest.mark.parametrize("said", ["Root cause", "Root cause\n", "\n\n", "x" * 99 + "\n\n"])
def test_one_break_is_no_room(said):
    assert room_of_breaks(said) is None


@pytest.mark.parametrize(("language", "said"), [
    ("en", "(describe what was done)"), ("de", "(bitte die Ursache angeben)"), ("fr", "(décrire les actions menées)"),
    ("es", "(indicar la causa raíz)"), ("it", "(utilizzare 5 perché, Ishikawa o altro metodo)"),
    ("pt", "(descrever a correção efetuada)"), ("nl", "(geef de oorzaak aan)"), ("pl", "(podać przyczynę źródłową)"),
])
def test_an_invitation_in_round_brackets_is_room(listed, language, said):
    words = vocabulary({}, frozenset({language}))
    assert words.is_placeholder(said) and not words.is_placeholder(said.strip("()"))
    assert not any(words.is_placeholder(each) for each in ("(see attachment A)", "(12 cases)", "(A. Okafor)"))


def test_the_place_with_an_invitation_is_filled(listed):
    assert listed(simple(("Root cause", "(describe the root cause)"), widths=(3000, 6000))) == {
        "Root cause": (("causes",), "")}
    assert listed(simple(("Root cause", "(see attachment A)"), widths=(3000, 6000))) == {}


@pytest.mark.parametrize("said", ["年　月　日", "　　　年　　月　　日", "____年__月__日"])
def test_a_day_to_be_written_in_between_is_room(said):
    assert is_hint(said)


@pytest.mark.parametrize("said", ["2026年5月7日", "年間計画", "月日"])
def test_a_day_that_is_written_is_none(said):
    assert not is_hint(said)


@pytest.mark.parametrize("said", ["２．修正", "2.修正", "（2）修正", "二、修正", "2）修正", "D3修正"])
def test_numbers_before_letters_without_a_space(said):
    assert is_numbered(said) and plain(said) == "修正"


@pytest.mark.parametrize("said", ["5なぜ分析", "2次審査", "一般", "10件", "三月"])
def test_numbers_that_belong_to_the_word(said):
    assert not is_numbered(said)


@pytest.mark.parametrize(("first", "second", "name"), [
    ("１．不適合の記述（審査員）", "２．原因の特定", "causes"),
    ("1. Finding (to be completed by the auditor)", "2. Root cause", "causes"),
])
def test_one_item_of_the_auditor_leaves_the_next_ours(listed, first, second, name):
    rows = [row(cell(said, span=2)) for said in (first, "", second, "")]
    found = listed(table(*rows, widths=(4000, 4000)))
    assert found[second] == ((name,), "") and "auditor" in found[first][1]


def test_the_next_item_with_a_line_that_explains_is_ours_too(listed):
    found = listed(table(asked("1. Finding (to be completed by the auditor)"), asked("2. Root cause", "Say why."),
                         widths=(4000, 4000)))
    assert found["2. Root cause"] == (("causes",), "")
    later = listed(table(asked("1. Finding (to be completed by the auditor)"), asked("1.1 Root cause", "Say why."),
                         widths=(4000, 4000)))
    assert "auditor" in later["1.1 Root cause"][1]


@pytest.mark.parametrize("label", [
    "D4 Ursache(n) \u2013 warum nicht entdeckt?", "Root cause: non-detection", "Root cause - why was it not detected?",
])
def test_why_it_was_not_detected_is_no_root_cause(listed, label):
    assert [names for names, _ in listed(simple((label, ""), widths=(3000, 6000))).values()] == [
        ("finding.detection_cause",)]


def test_a_cell_beside_boxes_does_not_take_the_label_above(listed):
    body = simple(("Standard: ", "Clause: "), ("Category: \u2610 Major \u2610 Minor", ""), widths=(4000, 4000))
    assert sum(names == ("finding.reference",) and not why for names, why in listed(body).values()) == 1
    assert ("finding.reference",) in [names for names, _ in listed(body + p()).values()]


def test_a_cell_beside_a_label_that_says_more_is_told(listed):
    body = simple(("Containment", ""), ("Root cause: occurrence in the line", ""), widths=(4000, 4000))
    assert listed(body)["Root cause"][1].startswith("another place")


@pytest.mark.parametrize(("planned", "implemented"), [
    ("Planned corrective actions", "Implemented corrective actions"),
    ("D5 Geplante Abstellmaßnahmen", "D6 Umgesetzte Abstellmaßnahmen"),
    ("D5 Geplante Abstellmaßnahmen / Planned corrective actions",
     "D6 Eingeführte Abstellmaßnahmen / Implemented corrective actions"),
])
def test_what_is_still_to_be_done_is_not_implemented(tmp_path, planned, implemented):
    path, register = tmp_path / "form.docx", Register()
    finding = Finding(id="NC-1", grade="Major")
    for record in (finding, Action(id="CA-1", finding="NC-1", what="Gate", done_on=TODAY),
                   Action(id="CA-2", finding="NC-1", what="Check", due=TODAY),
                   Action(id="CA-3", finding="NC-1", what="Rule", done_on=TODAY + timedelta(days=1))):
        register.records[type(record)].append(record)

    def told(*labels):
        path.write_bytes(docx(simple(*((label, "") for label in labels), widths=(4000, 5000))))
        made = load(path, None).fill(Review(register, packs.load("iso42001"), TODAY), finding, Readiness())
        return [[word for word in ("Gate", "Check", "Rule") if word in each.value] for each in made.accounts]

    assert told(planned, implemented) == [["Gate", "Check", "Rule"], ["Gate"]]
    assert told(implemented) == [["Gate", "Check", "Rule"]]  # the only place for the actions: each with its days


def test_an_answer_on_a_line_of_its_own_begins_without_a_space():
    assert fitted("Gate", "2. Root cause\n", "") == "Gate" and fitted("Gate", "Root cause:", "") == " Gate"


EIGHT = p("8D-Report") + p("D1 Team") + p("D2 Problem") + p("D3 Sofortmaßnahme")


@pytest.mark.parametrize("label", ["Kunde / Customer", "Customer / Kunde", "Kunde", "Report no.", "Bericht Nr."])
def test_in_an_8d_report_we_are_the_supplier_and_its_number_is_not_the_audits(listed, label):
    found = listed(EIGHT + simple((label, ""), ("Lieferant / Supplier", ""), widths=(4000, 4000)))
    assert found[label][1] in (CUSTOMER, NUMBER) and not found["Lieferant / Supplier"][1]


@pytest.mark.parametrize(("title", "label"), [
    ("Rapporto di non conformità", "Rapporto n."), ("Raport niezgodności", "Nr raportu"),
    ("Relatório de não conformidade", "Número do relatório"), ("Nonconformity report", "Report no."),
    ("Rapport de non-conformité", "Rapport no"), ("Informe de no conformidad", "Informe no"),
])
def test_the_number_of_a_report_on_one_nonconformity_is_that_of_the_finding(listed, title, label):
    assert listed(p(title) + simple((label, ""), widths=(4000, 4000)))[label][0] == ("finding.id",)
