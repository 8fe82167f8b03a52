"""The body's own form comes back: what its auditors wrote into their part, in five languages, and never a guess."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.model import Reply
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.forms.docx.wordprocessingml import w
from ncr_toolkit.forms.meaning import mapping
from ncr_toolkit.loader import load_review
from ncr_toolkit.reply.form import ReturnedForm
from ncr_toolkit.reply.returned import read_returned
from ncr_toolkit.reply.words import reply_words
from tests.commands import ran
from tests.conftest import TODAY
from tests.forms import cell, docx, heading, p, row, simple, table, tick_control
from tests.parcels import house
from tests.replies import body_of, edited, put, send, unsent

ENGLISH = heading("Nonconformity report") + simple(
    ("NC No.", "NC-1"), ("Statement of nonconformity", "Two releases without assessment."),
    ("Root cause", "The gate did not ask for it."), ("Corrective action", "The gate asks for it now."),
    widths=(3000, 6600))


def form(theirs: str, ours: str = ENGLISH) -> ReturnedForm:
    return ReturnedForm(body_of(docx(ours + theirs)), reply_words())


def read(theirs: str, stage: str = "plan", ours: str = ENGLISH) -> dict[str, str]:
    """What is read; what is not certain is told with its reason behind a question mark."""
    return {str(each.asked): each.value or (f"? {each.why}" if each.why else "")
            for each in form(theirs, ours).readings(stage)}


BESIDE = table(row(cell("3. To be completed by the auditor", 3000, 2)),
               row("Decision", "\u2612 Accepted  \u2610 Rejected"), row("Comments", "Well done."),
               row("Auditor's name", "Maria Silva"), row("Date", "2026-06-12"), widths=(3000, 6600))
INLINE = heading("Certification body use only") + p("Response accepted: \u2610 Yes \u2612 No") + \
    p("Reason for rejection: The cause restates the finding.") + p("Resubmit by: 30 July 2026") + \
    p("Name: Maria Silva      Date: 12 June 2026") + p("Signature: ________________")
BELOW = heading("Part C \u2013 Auditor's review") + table(
    row("Status", "Reviewed by", "Review date"), row("\u2610 Open  \u2612 Closed", "Maria Silva", "13/06/2026"),
    row(cell("Verification comments:\nThe six records were seen.", 3200, 3)), widths=(3200, 3200, 3200))
CONTROLS = table(row(cell("To be completed by the lead auditor", 3000, 2)),
                 row("Corrective action plan accepted", cell(f"<w:p>{tick_control('y', ticked=True)}"
                                                             "<w:r><w:t> Yes </w:t></w:r>"
                                                             f"{tick_control('n')}<w:r><w:t> No</w:t></w:r></w:p>")),
                 row("Lead auditor", "Maria Silva"), row("Date", "2026-06-12"), widths=(3000, 6600))


def test_labels_beside_inline_and_above():
    assert read(BESIDE) == {"decision": "Plan accepted", "comment": "Well done.", "name": "Maria Silva",
                            "date": "2026-06-12"}
    assert read(INLINE) == {"decision": "Returned", "returned because": "The cause restates the finding.",
                            "revised response by": "2026-07-30", "name": "Maria Silva", "date": "2026-06-12"}
    assert read(BELOW) == {"decision": "Closed by body", "comment": "The six records were seen.",
                           "name": "Maria Silva", "date": "2026-06-13"}
    assert read(CONTROLS) == {"decision": "Plan accepted", "name": "Maria Silva", "date": "2026-06-12"}
    assert form(BESIDE).finding == "NC-1"


GERMAN = heading("Abweichungsbericht") + simple(
    ("Abweichung Nr.", "NC-1"), ("Beschreibung der Abweichung", "Zwei Freigaben ohne Bewertung."),
    ("Ursache", "Das Gate verlangte sie nicht."), ("Korrekturma\u00dfnahme", "Das Gate verlangt sie jetzt."),
    widths=(3000, 6600))
FRENCH = heading("Fiche de non-conformit\u00e9") + simple(
    ("N\u00b0 de non-conformit\u00e9", "NC-1"), ("Description de la non-conformit\u00e9", "Deux mises en service."),
    ("Analyse des causes", "Le contr\u00f4le ne le demandait pas."), ("Action corrective", "Il le demande."),
    widths=(3000, 6600))
SPANISH = heading("Informe de no conformidad") + simple(
    ("N\u00famero de no conformidad", "NC-1"), ("Descripci\u00f3n de la no conformidad", "Dos versiones."),
    ("An\u00e1lisis de causas", "El control no lo ped\u00eda."), ("Acci\u00f3n correctiva", "Ahora lo pide."),
    widths=(3000, 6600))


@pytest.mark.parametrize(("ours", "theirs", "expected"), [
    (GERMAN, table(row(cell("Vom Auditor auszuf\u00fcllen", 3000, 2)),
                   row("Entscheidung", "\u2610 akzeptiert \u2612 abgelehnt"),
                   row("Grund der Ablehnung", "Ursache fehlt."),
                   row("Neue Frist", "03.07.2026"), row("Name des Auditors", "M. Huber"), row("Datum", "04.06.2026"),
                   widths=(3000, 6600)),
     {"decision": "Returned", "returned because": "Ursache fehlt.", "revised response by": "2026-07-03",
      "name": "M. Huber", "date": "2026-06-04"}),
    (FRENCH, table(row(cell("R\u00e9serv\u00e9 \u00e0 l'auditeur", 3000, 2)),
                   row("D\u00e9cision", "\u2612 Plan d'actions accept\u00e9 \u2610 Refus\u00e9"),
                   row("Commentaires", "Bien."),
                   row("Nom de l'auditeur", "M. Petit"), row("Date", "05/06/2026"), widths=(3000, 6600)),
     {"decision": "Plan accepted", "comment": "Bien.", "name": "M. Petit", "date": "2026-06-05"}),
    (SPANISH, table(row(cell("A completar por el auditor", 3000, 2)), row("Estado", "\u2612 Cerrada \u2610 Abierta"),
                    row("Fecha de cierre", "05/06/2026"), row("Comentarios del auditor", "Verificado."),
                    row("Nombre del auditor", "M. Ruiz"), widths=(3000, 6600)),
     {"decision": "Closed by body", "closed on": "2026-06-05", "comment": "Verificado.", "name": "M. Ruiz"}),
], ids=["de", "fr", "es"])
def test_in_other_languages_where_the_day_comes_first(ours, theirs, expected):
    assert read(theirs, ours=ours) == expected
    assert form(theirs, ours).finding == "NC-1"


def theirs(*rows: tuple[str, str]) -> str:
    return table(row(cell("To be completed by the auditor", 3000, 2)), *(row(*each) for each in rows),
                 widths=(3000, 6600))


@pytest.mark.parametrize(("rows", "stage", "told"), [
    ([("Decision", "\u2612 Accepted \u2610 Rejected")], "proof", "for certain"),
    ([("Decision", "\u2612 Accepted \u2610 Rejected")], "", "for certain"),
    ([("Decision", "\u2612 Accepted \u2612 Rejected")], "plan", "two places"),
    ([("NC closed", "\u2610 Yes \u2612 No")], "proof", "for certain"),
    ([("Decision", "see the report")], "plan", "for certain"),
    ([("Decision", "Accepted")], "proof", "for certain"),
    ([("Response accepted", "Accepted")], "", "for certain"),
])
def test_a_decision_that_is_not_certain_is_told(rows, stage, told):
    assert told in read(theirs(*rows), stage)["decision"]


PLAN, UNSURE = "Plan accepted", "? it does not say for certain"


@pytest.mark.parametrize(("rows", "decision"), [
    ([("Decision", "Accepted"), ("Date", "2026-06-12")], PLAN), ([("Acceptance", "Accepted")], PLAN),
    ([("Response accepted", "Yes"), ("NC closed", "No")], PLAN), ([("Decision", "Accepted", "")], ""),
    ([("Decision", "Accepted", "X", "Rejected", "")], UNSURE), ([("Decision", "Accepted", "", "Rejected", "X")], ""),
    ([("Decision", "Accepted"), ("", "Rejected")], UNSURE), ([("Decision", "Rejected"), ("", "Accepted")], UNSURE),
    ([("Accepted", "Rejected"), ("X", "")], UNSURE)])
def test_what_a_form_may_have_printed_to_choose_from_is_no_decision(rows, decision):
    """The word that is ticked with an X, or struck out, may be the other one."""
    part = table(row(cell("To be completed by the auditor", 3000, len(rows[0]))), *(row(*each) for each in rows),
                 widths=(3000,) * len(rows[0]))
    said = read(part).get("decision", "")
    assert said.startswith(decision) and bool(said) == bool(decision), said


def test_a_day_of_two_readings_in_english_is_told():
    assert "2026-04-03 or 2026-03-04" in read(theirs(("Decision", "Rejected"), ("Date", "03/04/2026")))["date"]


def test_plan_and_closing_in_one_form_are_the_closing():
    said = read(theirs(("Plan accepted", "\u2612 Yes \u2610 No"), ("NC closed", "\u2612 Yes \u2610 No")))
    assert said["decision"] == "Closed by body"


def test_boxes_that_are_no_decision_are_told_and_decide_nothing():
    made = form(theirs(("Decision", "\u2610 Accepted \u2610 Rejected"), ("Follow-up audit", "\u2612 Yes \u2610 No")))
    assert [str(each.asked) for each in made.readings("plan") if each.value] == []
    assert any("Follow-up audit" in each for each in made.open)


def test_our_own_part_is_never_taken_for_the_auditors():
    ours = ENGLISH + simple(("Status", "\u2612 Closed"), ("Name", "Ana Lima"), ("Date", "2026-01-01"),
                            widths=(3000, 6600))
    part = theirs(("Decision", "\u2610 Accepted \u2612 Rejected"), ("Auditor's name", "Maria Silva"))
    assert read(part, ours=ours) == {"decision": "Returned", "name": "Maria Silva"}


def test_a_mapping_says_what_their_words_mean(tmp_path):
    path = tmp_path / "labels.toml"
    path.write_text('"Owner of cause" = "finding.owner"\n[reply]\n"Verdict of the panel" = "decision"\n'
                    '"Hold" = "Returned"\n"Panel member" = "name"\n', encoding="utf-8")
    part = theirs(("Verdict of the panel", "\u2612 Hold \u2610 Go"), ("Panel member", "Maria Silva"))
    made = ReturnedForm(body_of(docx(ENGLISH + part)), reply_words(path))
    assert {str(each.asked): each.value for each in made.readings("plan")} == {
        "decision": "Returned", "name": "Maria Silva"}
    path.write_text('[reply]\n"Hold" = "Maybe"\n', encoding="utf-8")
    with pytest.raises(CannotRun, match="Maybe"):
        reply_words(path)
    path.write_text('"Owner of cause" = "finding.owner"\n[reply]\n"Hold" = "Returned"\n', encoding="utf-8")
    assert mapping.read(path) == {"Owner of cause": "finding.owner"}, "the form itself is filled as before"


@pytest.mark.parametrize("text", ["Name: " * 8000, ": " * 16000, "_" * 32000, "Decision\n" * 400])
def test_long_texts_take_their_time_and_no_more(text):
    form(theirs(("Comments", text))).readings("plan")


FORM = heading("Nonconformity report") + simple(
    ("NC No.", ""), ("Statement of nonconformity", ""), ("Correction", ""), ("Extent", ""), ("Root cause", ""),
    ("Corrective action", ""), ("Evidence", ""), ("Verification of effectiveness", ""), widths=(3000, 6600)) + table(
    row(cell("To be completed by the auditor", 3000, 2)),
    row("Decision", "\u2610 Accepted and closed  \u2610 Rejected"), row("Comments", ""),
    row("Auditor's name", ""), row("Date", ""), widths=(3000, 6600))


@pytest.fixture(scope="module")
def sent_form(tmp_path_factory) -> Path:
    """A register of which an answer was sent in the body's form; no test writes to its folder."""
    register = house("startup", tmp_path_factory.mktemp("house") / "house", change=unsent)
    put(register.parent, "form.docx", docx(FORM))
    send(register, "NC-1", more=("--form", "form.docx"))
    return register


def returned(register: Path, decision: str = "Rejected", ours: tuple[str, str] = ("", "")) -> bytes:
    """The form as the auditor fills it in; `ours`: a text of ours and what somebody makes of it."""
    def fill(root):
        for text in root.iter(w("t")):
            if decision in (text.text or "") and "\u2610" in text.text:
                text.text = text.text.replace(f"\u2610 {decision}", f"\u2612 {decision}")
            if ours[0] and ours[0] in (text.text or ""):
                text.text = text.text.replace(*ours)
        for label, value in (("Comments", "The cause restates the finding."), ("Auditor's name", "Maria Silva"),
                             ("Date", "2026-06-29")):
            cells = [each for each in root.iter(w("tr")) if "".join(each.itertext()).strip() == label]
            line = next(list(cells[-1].iter(w("tc")))[1].iter(w("p")))
            etree.SubElement(etree.SubElement(line, w("r")), w("t")).text = value

    return edited((register.parent / "out" / "NC-1_response.docx").read_bytes(), fill)


def test_a_form_that_was_sent_is_known_again_and_entered(sent_form, tmp_path):
    shutil.copytree(sent_form.parent, tmp_path / "own")
    register = tmp_path / "own" / sent_form.name
    put(register.parent, "back.docx", returned(register))
    done = ran(["reply", "back.docx", register.name, "--write-back", "--today", str(TODAY)], register.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [(each.finding, each.decision, each.comment, each.by, each.version) for each in
            read_register(register).all(Reply)] == [
        ("NC-1", "Returned", "The cause restates the finding.", "Maria Silva", 1)]
    content = register.read_bytes()
    assert ran(["reply", "back.docx", register.name, "--write-back", "--today", str(TODAY)],
               register.parent).returncode == 0
    assert register.read_bytes() == content


def test_our_words_in_the_form_were_changed(sent_form, tmp_path):
    review = load_review(sent_form, TODAY)
    found = read_returned(put(tmp_path, "r.docx", returned(sent_form, ours=("the", "another"))), review)
    assert found.id == "NC-1" and not found.enters and "what we wrote in it was changed" in found.troubles[0]


def test_a_form_that_nothing_notes_is_told_and_one_without_its_number_is_asked_for(sent_form, tmp_path):
    review = load_review(sent_form, TODAY)
    path = put(tmp_path, "r.docx", docx(ENGLISH.replace("NC-1", "NC-2") + BESIDE.replace("Accepted", "Plan accepted")))
    found = read_returned(path, review)
    assert found.enters and "was not checked" in found.open[0] and found.id == "NC-2"
    path = put(tmp_path, "r.docx", docx(ENGLISH.replace("NC-1", "") + BESIDE.replace("Accepted", "Plan accepted")))
    assert "name it with --finding" in read_returned(path, review).troubles[0]
    assert read_returned(path, review, "nc-2").id == "NC-2"


def test_a_document_without_any_part_of_the_auditor_is_refused(sent_form, tmp_path):
    with pytest.raises(CannotRun, match="holds no part"):
        read_returned(put(tmp_path, "r.docx", docx(p("Dear all, we accept the plan."))), load_review(sent_form, TODAY))


@pytest.mark.office
def test_a_form_that_libreoffice_saved_is_read_the_same(sent_form, office, tmp_path):
    review = load_review(sent_form, TODAY)
    path = put(tmp_path, "r.docx", returned(sent_form))
    one, two = (read_returned(each, review) for each in (path, office(path, "docx", tmp_path / "saved")))
    assert two.settled and [(each.asked, each.value) for each in one.readings] == [
        (each.asked, each.value) for each in two.readings]
