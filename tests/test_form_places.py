"""Every room of a form is accounted for, its meaning comes from where it stands, and the document itself is judged."""

from __future__ import annotations

import io
import json
import random
import time
from pathlib import Path

import pytest
from docx import Document

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Cause, Containment, Evidence, Finding, Settings
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.generate import ROOT
from tests.forms import bold, cell, control, docx, field, heading, p, r, row, simple, table, text_box
from tests.samples import lay_out
from tests.test_forms import words

RECORDS = (
    Settings(organisation="Tessvalen"),
    Cause(id="RC-1", finding="NC-1", statement="Nobody owned it"),
    Containment(id="C-1", finding="NC-1", kind="Containment", what="Switched off", owner="Eva"),
    Containment(id="C-2", finding="NC-1", kind="Correction", what="Tested again", owner="Cleo"),
    Action(id="CA-1", finding="NC-1", what="Gate", owner="Ana", due=TODAY),
    Action(id="CA-2", finding="NC-1", what="Check", owner="Ben", due=TODAY),
    Evidence(id="E-1", finding="NC-1", title="Gate log"),
)
FINDING = {
    "grade": "Major",
    "title": "Model not tested",
    "statement": "No test was made",
    "objective_evidence": "Ticket 7",
    "extent": "Two more models",
}


@pytest.fixture
def made(tmp_path):
    """A function: a form -> the filled document, its cells, and what `Filled` tells."""

    def fill(body: str | bytes, mapping=None, **finding):
        path = tmp_path / "form.docx"
        path.write_bytes(body if isinstance(body, bytes) else docx(body))
        one, register = Finding(id="NC-1", **{**FINDING, **finding}), Register()
        for record in (one, *RECORDS[1:]):
            register.records[type(record)].append(record)
        register.settings.organisation = "Tessvalen"
        told = load(path, mapping).fill(Review(register, packs.load("iso42001"), TODAY), one, Readiness())
        return Document(io.BytesIO(told.content)), told

    return fill


def cells(document) -> list[list[str]]:
    return [[each.text for each in line.cells] for one in document.tables for line in one.rows]


def states(told) -> dict[str, str]:
    return {each.label: str(each.state) for each in told.accounts}


# Labels as people write them

@pytest.mark.parametrize(
    "label",
    [
        "Corrective action (with dates(s) (say what is planned):",
        "Corrective action taken/planned:",
        "Corrective action (with completion date(s) (record what is planned. Submit evidence of completed actions):",
        "Lasting measure:",
        "Measures against recurrence:",
    ],
)
def test_a_label_is_known_by_its_head_words(made, label):
    document, told = made(simple((f"{label}\n\n",), widths=(9000,)))
    assert "Gate" in words(document) and set(states(told).values()) == {"filled"}


def test_a_space_behind_a_label_is_no_room_where_a_cell_stands_beside_it(made):
    _, told = made(simple(("Root cause: ", ""), ("Correction: ", ""), widths=(3000, 5000)))
    assert {each.id: str(each.state) for each in told.accounts} == {"T1.R1.C2": "filled", "T1.R2.C2": "filled"}


def test_correction_with_dates(made):
    assert "Tested again" in words(
        made(simple(("Correction with completion dates (what was the fix?):\n\n",), widths=(9000,)))[0]
    )


@pytest.mark.parametrize("label", ["Lessons for the trade:", "Something else entirely:", "Weather:"])
def test_a_room_under_a_label_that_means_nothing_is_told(made, label):
    _, told = made(simple((f"{label}\n\n",), widths=(9000,)))
    assert states(told) == {label.rstrip(":"): "unknown"}


def test_placeholders_in_brackets_are_rooms(made):
    body = heading("1. Root cause") + p("[Describe the underlying cause]") + heading("2. Corrective action") \
        + p(r("<What will be done, by whom, by when>")) + p("Finding no.: [number]") + p("Remarks: ________")
    document, told = made(body)
    assert "[" not in words(document) and "<" not in words(document) and "Finding no.: NC-1" in words(document)
    assert told.verdict == "3 of 4 places filled; missing in the form: correction"


@pytest.mark.parametrize("hint", ["dd/mm/yyyy", "YYYY-MM-DD", "__/__/____", "TT.MM.JJJJ"])
def test_a_pattern_of_a_date_is_room(made, hint):
    document, _ = made(simple(("Date raised", hint), widths=(3000, 5000)), raised_on=TODAY)
    assert cells(document)[0][1] == TODAY.isoformat()


def test_a_note_in_brackets_is_no_box_and_no_hint(made):
    document, told = made(p("See clause [1] and https://example.org") + p("[x] Major [ ] Minor"))
    assert "[1]" in words(document) and all(each.kind == "set of boxes" for each in told.accounts)


# Sections and neighbours

def test_a_title_in_a_row_of_signatures_is_of_who_signs(made):
    document, told = made(
        simple(
            ("Root cause", "", "", ""), ("Date:", "Name:", "Title:", "Signature:"), ("", "", "", ""), widths=(2400,) * 4
        )
    )
    assert cells(document)[2] == ["", "", "", ""] and states(told)["Title"] == "blank"
    document, told = made(p("Name: ______ Title: ______ Signature: ______"))
    assert "Model" not in words(document) and len(told.accounts) == 3


NOT_OURS = (
    "Not to be completed by the client", "Part C (not to be filled in by the client)",
    "Nicht vom Kunden auszuf\u00fcllen", "Bewertung (nicht durch das Unternehmen auszuf\u00fcllen)",
    "Ne pas remplir par le client", "\u00c0 ne pas compl\u00e9ter par l'entreprise", "No rellenar por el cliente",
    "No debe ser completado por la empresa", "Da non compilare a cura del cliente", "N\u00e3o preencher pelo cliente",
    "N\u00e3o deve ser preenchido pela empresa", "Niet in te vullen door de klant",
    "Niet door de organisatie in te vullen", "Nie wype\u0142nia klient",
    "\u304a\u5ba2\u69d8\u306f\u8a18\u5165\u3057\u306a\u3044\u3067\u304f\u3060\u3055\u3044",
    "\u53d7\u5be9\u7d44\u7e54\u8a18\u5165\u4e0d\u8981", "\u5ba2\u6237\u8bf7\u52ff\u586b\u5199",
    "\u4e0d\u7531\u53d7\u5ba1\u6838\u65b9\u586b\u5199",
)


@pytest.mark.parametrize(
    "head",
    [
        "Part B (to be completed by the inspectorate)",
        "Bewertung (durch die Zertifizierungsstelle)",
        "For registrar use only",
        "ESPACIO EXCLUSIVO PARA EL EQUIPO EVALUADOR",
        "Cadre r\u00e9serv\u00e9 \u00e0 l'organisme certificateur",
        "Riservato all'ente di certificazione",
        "Uso exclusivo da entidade certificadora",
        "In te vullen door de certificerende instelling",
        "Wype\u0142nia jednostka certyfikuj\u0105ca",
        "\u5be9\u67fb\u54e1\u8a18\u5165\u6b04",
        "\u7531\u5ba1\u6838\u5458\u586b\u5199",
        *NOT_OURS,
    ],
)
@pytest.mark.parametrize("label", ["Root cause", "Effectiveness verification"])
def test_the_auditors_part_by_what_it_says(made, head, label):
    for body in (heading(head) + simple((label, ""), widths=(4000, 4000)),
                 table(row(cell(head, 4000, 2)), row(cell(label, 4000), cell("", 4000)), widths=(4000, 4000))):
        document, told = made(body)
        assert cells(document)[-1][1] == "" and [str(each.state) for each in told.accounts] == ["auditor"]


@pytest.mark.parametrize(
    "head",
    [
        "Part A (to be completed by the auditee)",
        "(durch den Kunden auszuf\u00fcllen)",
        "Response of the organisation",
        "\u00c0 remplir par l'entreprise audit\u00e9e",
        "A cura dell'organizzazione",
        "A preencher pela empresa",
        "To be completed by the client, not by the auditor",
        "Non-conformit\u00e9 : \u00e0 remplir par le client",
        "No conformidad: a completar por el cliente",
        "Non conformit\u00e0 (a cura del cliente)",
        "N\u00e3o conformidade (a preencher pelo cliente)",
        "Nicht-Konformit\u00e4t (vom Kunden auszuf\u00fcllen)",
        "\u4e0d\u7b26\u5408\u9879 (\u7531\u53d7\u5ba1\u6838\u65b9\u586b\u5199)",
    ],
)
def test_our_part_by_what_it_says(made, head):
    document, _ = made(heading(head) + simple(("Root cause", ""), widths=(4000, 4000)))
    assert "Nobody owned it" in cells(document)[0][1]


@pytest.mark.parametrize("head", [
    "CB use", "Section 3 \u2013 Auditor", "Certification body's evaluation", "Auditor to complete", "OFFICE USE ONLY",
    "Verification of corrective action by lead assessor", "Bewertung durch den leitenden Auditor"])
def test_a_heading_that_names_the_auditor_begins_the_auditors_part(made, head):
    _, told = made(heading(head) + simple(("Root cause", ""), widths=(4000, 4000)))
    assert [str(each.state) for each in told.accounts] == ["auditor"]


@pytest.mark.parametrize("head", ["Certification details", "Customer information", "Audit details", "Internal use only",
                                  "Nonconformity closure form", "Corrective action request"])
def test_other_headings_begin_no_part_of_the_auditor(made, head):
    _, told = made(heading(head) + simple(("Root cause", ""), widths=(4000, 4000)))
    assert [str(each.state) for each in told.accounts] == ["filled"]


def test_a_column_of_the_auditor_leaves_the_others_ours(made):
    heads = ("NC No", "Root cause", "Corrective action", "Auditor verification")
    document, _ = made(simple(heads, ("",) * 4, widths=(2400,) * 4))
    assert "Nobody" in cells(document)[1][1] and "Gate" in cells(document)[1][2] and cells(document)[1][3] == ""


def test_a_block_that_the_auditor_signs_is_the_auditors(made):
    document, told = made(
        heading("Verification")
        + simple(
            ("Effectiveness verification", ""),
            ("Completion date", ""),
            ("Auditor's signature", ""),
            widths=(4000, 4000),
        )
    )
    assert all(line[1] == "" for line in cells(document)) and set(states(told).values()) == {"auditor"}


def test_one_box_of_a_set_is_ticked(made):
    document, told = made(simple(("Grade", "\u2610 Critical  \u2610 Major  \u2610 Minor"), widths=(3000, 6000)))
    assert cells(document)[0][1] == "\u2610 Critical  \u2612 Major  \u2610 Minor"
    (account,) = told.accounts
    assert account.value == "Major" and "Critical" in account.why and account.kind == "set of boxes"


def test_the_section_decides_what_action_means(made):
    def block(head: str) -> str:
        return row(cell(head, 3000, 3)) + row("Action", "Responsible", "Target date") + row("", "", "")

    document, _ = made(
        heading("8D report")
        + table(
            block("D3 Interim containment actions"),
            block("D5 Permanent corrective actions"),
            block("D7 Preventive actions"),
            widths=(3000,) * 3,
        )
    )
    found = [line for line in cells(document) if line[0] not in ("Action",) and line[0] != line[1]]
    assert found == [["Switched off", "Eva", ""], ["Gate", "Ana", "2026-06-30"], ["Check", "Ben", "2026-06-30"]]
    assert cells(document)[-1] == ["", "", ""]


@pytest.mark.parametrize(
    "mapping", [None, {"Remedial step": "corrections", "Lasting measure": "actions", "Action by": "actions.owner"}]
)
def test_equal_labels_differ(made, mapping):
    document, _ = made(
        simple(
            ("Remedial step", "Action by"), ("", ""), ("Lasting measure", "Action by"), ("", ""), widths=(4000, 4000)
        ),
        mapping,
    )
    text = "\n".join(" | ".join(line) for line in cells(document))
    assert text.index("Cleo") < text.index("Lasting") < text.index("Ana") and text.count("Cleo") <= 2


def test_customer_of_an_8d_is_not_us(made):
    body = heading("8D") + simple(("Customer", "", "Supplier", ""), ("Kunde", "", "Lieferant", ""), widths=(2000,) * 4)
    document, told = made(body)
    assert cells(document) == [["Customer", "", "Supplier", "Tessvalen"], ["Kunde", "", "Lieferant", "Tessvalen"]]
    assert "supplier" in next(each.why for each in told.accounts if each.label == "Customer")
    document, _ = made(body, {"Customer": "settings.organisation", "Supplier": "leave"})
    assert cells(document)[0] == ["Customer", "Tessvalen", "Supplier", ""]


def test_evidence_behind_the_finding_is_the_findings(made):
    document, _ = made(
        heading("Nonconformity")
        + p("What was seen: ________")
        + p("Supporting evidence:")
        + p()
        + heading("Corrective action")
        + p()
        + p("Supporting evidence:")
        + p()
    )
    text = words(document)
    assert text.index("Ticket 7") < text.index("Gate") < text.index("Gate log") and text.count("Ticket 7") == 1


def test_the_number_of_a_report_on_a_nonconformity_is_the_findings(made):
    rows = simple(("Report no.", "", "Date", ""), widths=(2000,) * 4)
    assert cells(made(heading("NON-CONFORMITY REPORT") + rows)[0])[0][1] == "NC-1"
    assert cells(made(heading("Audit follow-up") + rows)[0])[0][1] == ""


# Mapping by place

def test_boxes_take_a_mapping(made):
    body = simple(
        ("Source", "\u2610 System audit  \u2610 Customer complaint"),
        ("Weight", "\u2610 Serious  \u2610 Slight"),
        widths=(3000, 6000),
    )
    for mapping in (
        {"Weight": "finding.grade", "Serious": "Major"},
        {"Serious": "finding.grade = Major"},
        {"T1.R2.C2.B1": "finding.grade = Major"},
    ):
        document, told = made(body, mapping)
        assert cells(document)[1][1] == "\u2612 Serious  \u2610 Slight" and states(told)["Source"] == "unknown", mapping


def test_a_mapping_names_a_place(made):
    body = simple(("Musings", ""), ("Musings", ""), widths=(3000, 6000))
    _, told = made(body)
    assert [each.id for each in told.accounts] == ["T1.R1.C2", "T1.R2.C2"]
    document, told = made(body, {"T1.R1.C2": "causes", "T1.R2.C2": "leave"})
    assert cells(document) == [["Musings", "RC-1: Nobody owned it"], ["Musings", ""]]
    assert [str(each.state) for each in told.accounts] == ["filled", "blank"]


def test_a_mapping_names_a_table_of_rows_and_a_column(made):
    body = simple(("Thing", "Person", "Budget"), ("", "", ""), widths=(4000, 2000, 2000))
    mapping = {"T1.R1.C1": "corrections", "T1.R1.C2": "corrections.owner"}
    assert cells(made(body, mapping)[0])[1] == ["Tested again", "Cleo", ""]


def test_the_mapping_file_lists_every_place_that_is_not_certain(ncr, tmp_path):
    form = tmp_path / "form.docx"
    form.write_bytes(
        docx(
            simple(("Musings", ""), ("Musings", ""), ("Weight", "\u2610 Serious  \u2610 Slight"), widths=(3000, 6000))
            + p("Oddity: ____")
        )
    )
    done = ncr("form", form, "--write-mapping", tmp_path / "map.toml")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "map.toml").read_text(encoding="utf-8")
    assert all(f'"{key}" = ""' in text for key in ("T1.R1.C2", "T1.R2.C2", "Weight", "Serious", "Slight", "Oddity"))
    (tmp_path / "map.toml").write_text(
        text.replace('"Oddity" = ""', '"Oddity" = "causes"').replace(
            '"Serious" = ""', '"Serious" = "finding.grade = Major"'
        ),
        encoding="utf-8",
    )
    register = tmp_path / "register.xlsx"  # a mapping is remembered beside it
    register.write_bytes((ROOT / "samples" / "register.xlsx").read_bytes())
    told = json.loads(
        ncr(
            "form",
            form,
            register,
            "NC-2026-01",
            "--mapping",
            tmp_path / "map.toml",
            "--format",
            "json",
            "--today",
            TODAY,
        ).stdout
    )
    by = {each["label"]: each for each in told["places"]}
    assert by["Oddity"]["state"] == by["Weight"]["state"] == "filled" and by["Weight"]["value"] == "Serious"
    assert (
        by["Oddity"]["source"] == "cause"
        and by["Weight"]["source"] == "finding.grade"
        and told["asked"] == len(told["places"]) == 4
    )


# Tags of other systems

def test_foreign_tags_are_places(made):
    body = (
        simple(("Code", "{{codice_interno}}"), ("Root cause", ""), ("Nummer", "{ncNumber}"), widths=(3000, 5000))
        + p("{#corrections}")
        + p("{actionDescription} / {whatever}")
        + p("{/corrections}")
        + p("{{ finding.title }}")
    )
    document, told = made(body)
    text = words(document)
    assert (
        "{{codice_interno}}" in text
        and "Nobody owned it" in text
        and "Tested again / {whatever}" in text
        and "Model not tested" in text
    )
    assert {each.label: str(each.state) for each in told.accounts if each.label.startswith("{")} == {
        "{{codice_interno}}": "unknown",
        "{ncNumber}": "filled",
        "{#corrections}": "filled",
        "{actionDescription}": "filled",
        "{whatever}": "unknown",
        "{{ finding.title }}": "filled",
    }
    assert "{{codice_interno}}" not in words(made(body, {"codice_interno": "finding.id"})[0])


@pytest.mark.parametrize("tag", ["{{correction}}", "{{owner}}", "{{nc.owner}}"])
def test_a_foreign_tag_that_is_like_one_of_ours_is_a_slip_only_beside_ours(made, tag):
    document, told = made(simple(("Cause", "{{rca}}"), ("Answer", tag), ("Root cause", ""), widths=(3000, 5000)))
    assert "Nobody owned it" in words(document) and len(told.accounts) == 3
    with pytest.raises(CannotRun, match=tag.strip("{}").partition(".")[0]):
        made(p("{{ finding.id }}") + p(tag))


def test_a_merge_field_is_a_place(made):
    shown = r("\u00abNC_number\u00bb")
    one = f'<w:fldSimple w:instr=" MERGEFIELD NC_number ">{shown}</w:fldSimple>'
    two = "".join(f"<w:r>{each}</w:r>" for each in (
        '<w:fldChar w:fldCharType="begin"/>', "<w:instrText> MERGEFIELD Oddity </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>', "<w:t>\u00abOddity\u00bb</w:t>", '<w:fldChar w:fldCharType="end"/>'))
    document, told = made(p(one) + p(two))
    assert words(document) == "NC-1\n\u00abOddity\u00bb" and "NC_number" not in document.element.xml
    assert [str(each.state) for each in told.accounts] == ["filled", "unknown"]
    assert "MERGEFIELD Oddity" in document.element.xml


def test_a_foreign_loop_over_rows_that_are_not_known_stays(made):
    document, told = made(
        p("{% for item in musingsKept %}") + p("{{ item.text }}") + p("{% endfor %}") + p("{#things}x{/things}")
    )
    assert words(document) == "{% for item in musingsKept %}\n{{ item.text }}\n{% endfor %}\n{#things}x{/things}"
    assert set(states(told).values()) == {"unknown"} and len(told.accounts) == 3


# Layout

def test_rows_stand_on_lines_of_their_own_and_spare_rules_go(made):
    document, _ = made(
        p("Corrective action:")
        + p("_" * 60)
        + p("_" * 60)
        + p("Responsible: ____________________   Target date: ______________")
    )
    assert [each.text for each in document.paragraphs] == [
        "Corrective action:", "CA-1: Gate (Ana, due 2026-06-30)\nCA-2: Check (Ben, due 2026-06-30)",
        "Responsible:\nCA-1: Ana\nCA-2: Ben\nTarget date: 2026-06-30"]


# The document is judged

def test_a_form_that_lacks_a_part_is_refused_and_not_noted(ncr, tmp_path):
    folder = tmp_path / "house"
    folder.mkdir()
    import shutil
    shutil.copy(ROOT / "samples" / "register.xlsx", folder / "register.xlsx")
    shutil.copytree(ROOT / "samples" / "evidence", folder / "evidence")
    form = tmp_path / "form.docx"
    form.write_bytes(docx(simple(("NC no.", ""), ("Oddity", ""), widths=(3000, 5000))))
    done = ncr(
        "respond",
        folder / "register.xlsx",
        "NC-2026-01",
        "--form",
        form,
        "--final",
        "-o",
        folder / "out",
        "--today",
        TODAY,
    )
    assert done.returncode == 1 and "missing in the form: correction, root cause, corrective action" in done.stderr
    assert not list((folder / "out").glob("*.docx")) and not (folder / "sent").exists()
    done = ncr(
        "package",
        folder / "register.xlsx",
        "NC-2026-01",
        "--form",
        form,
        "-o",
        folder / "p.zip",
        "--no-pdf",
        "--today",
        TODAY,
    )
    assert (
        done.returncode == 1
        and "missing in the form" in done.stderr
        and not (folder / "p.zip").exists()
        and not (folder / "sent").exists()
    )


@pytest.mark.parametrize(("label", "code", "told"), [
    ("Comments", 1, "not ready: nothing of the answer stands in the form"), ("NC no.", 0, "not ready: the form lacks")])
def test_a_blank_form_is_no_answer(label, code, told, ncr, tmp_path):
    """Written it is, to be filled in by hand; but nothing goes on from here as if it were done."""
    (tmp_path / "form.docx").write_bytes(docx(simple((label, ""), ("Oddity", ""), widths=(3000, 5000))))
    done = ncr("respond", lay_out(tmp_path / "house"), "NC-2025-02", "--form", "form.docx", "-o", "out", "--today",
               TODAY)
    assert (done.returncode, told in done.stdout) == (code, True), done.stdout + done.stderr


def test_what_the_form_has_no_room_for_is_told(made):
    _, told = made(simple(("Correction", ""), ("Root cause", ""), ("Corrective action", ""), widths=(3000, 5000)))
    assert (
        not told.judgement.lacks and "the form has no room for the extent; add our response beside it" in told.no_room
    )
    assert told.verdict == "3 of 3 places filled"


# Silence is impossible

LABELS = (
    "Root cause",
    "Corrective action",
    "NC no.",
    "Ursache",
    "Cause racine",
    "Causa ra\u00edz",
    "Musings",
    "Odd thing",
    "Name",
    "Date",
    "Title",
    "Signature",
    "Responsible",
    "Target date",
    "Evidence",
    "3.1 Extent",
    "D3 Containment",
    "\u539f\u56e0",
    "Auditor's signature",
    "Action",
    "Type",
    "To be completed by the auditor",
    "Causa / Cause",
    "(see note",
    "Grade",
)


ROOMS = (
    (lambda label, other: simple((label, ""), widths=(3000, 5000)), 1),
    (lambda label, other: p(f"{label}: ____________"), 1),
    (lambda label, other: p(f"{label}:") + p("_" * 40) + p("_" * 40), 1),
    (lambda label, other: simple((f"{label}:\n\n",), widths=(9000,)), 1),
    (lambda label, other: simple((label, other), ("", ""), ("", ""), widths=(4000, 4000)), 1),
    (lambda label, other: p(f"{label}: [describe it]"), 1),
    (lambda label, other: p(f"{label}: \u2610 Major \u2610 Minor \u2610 Other: ______"), 2),
    (lambda label, other: table(row(cell(label, 4000), cell(p() + simple((other, ""), widths=(2000, 2000)), 4000)),
                                widths=(4000, 4000)), 1),
    (lambda label, other: table(row(cell(label, 4000, 2)), row(cell("", 4000, 2)), widths=(4000, 4000)), 1),
    (lambda label, other: p(r(f"{label}: ") + control("", tag="")), 1),
    (lambda label, other: p(r(f"{label}: ") + field("Text1")), 1),
    (lambda label, other: simple((label, "", "", ""), ("", "", "", ""), widths=(2000,) * 4), 1),
    (lambda label, other: p(r("See the box") + text_box(p(f"{label}: ______") + p(f"{other}: [say it]"))), 2),
    (lambda label, other: p(f"{label}:") + p(text_box(p() + p())), 1),
)
"""Pieces of a form, and how many rooms each certainly has."""


def room(pick: random.Random) -> tuple[str, int]:
    """A piece of a form, and how many rooms it certainly has."""
    make, least = pick.choice(ROOMS)
    return make(pick.choice(LABELS), pick.choice(LABELS)), least


@pytest.mark.parametrize("seed", range(60))
def test_every_room_is_accounted_for(made, seed):
    pick = random.Random(seed)
    some = [room(pick) for _ in range(pick.randint(1, 7))]
    body = "".join(
        (heading(pick.choice(LABELS)) if pick.random() < 0.2 else p(bold("Note")) if pick.random() < 0.2 else "")
        + piece
        for piece, _ in some
    )
    _, told = made(docx(body))
    count = {
        state: sum(str(each.state) == state for each in told.accounts)
        for state in ("filled", "blank", "auditor", "unknown")
    }
    assert sum(count.values()) == len(told.accounts) >= sum(least for _, least in some), states(told)
    assert all(each.why or each.state == "filled" for each in told.accounts)
    assert len({each.id for each in told.accounts}) == len(told.accounts) and all(each.id for each in told.accounts)


def test_the_same_form_has_the_same_ids_whatever_is_mapped(made):
    body = simple(("Musings", ""), ("Root cause", ""), widths=(3000, 5000)) + p("Odd: ____ Other: ____")
    ids = [each.id for each in made(body)[1].accounts]
    assert ids == [each.id for each in made(body, {"Musings": "causes", "Odd": "leave"})[1].accounts]


@pytest.mark.parametrize(
    "line",
    [" " * 40_000, ": " * 20_000, "_ " * 20_000, "[" * 20_000, "a:" * 20_000, "a\t" * 20_000, "x" + " " * 40_000 + "y"],
)
def test_a_long_line_takes_no_time(line):
    began = time.process_time()
    blanks(line)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(("head", "question", "answer"), [
    ("Corrective action", "What was done?", "Gate"), ("Correction", "What did you do?", "Tested again"),
    ("Containment", "What actions were taken?", "Switched off"),
    ("Root cause", "Why did this happen?", "Nobody owned it"),
    ("Korrektur", "Was wurde unternommen?", "Tested again"),
    ("Ursachenanalyse", "Wie konnte es dazu kommen?", "Nobody owned it"),
    ("Action corrective", "Quelles mesures ont \u00e9t\u00e9 prises ?", "Gate"),
    ("Acci\u00f3n correctiva", "\u00bfQu\u00e9 se hizo?", "Gate"),
    ("Azione correttiva", "Cosa \u00e8 stato fatto?", "Gate"),
    ("A\u00e7\u00e3o corretiva", "O que foi feito?", "Gate"), ("Corrigerende maatregel", "Wat is er gedaan?", "Gate"),
    ("Dzia\u0142ania koryguj\u0105ce", "Co zrobiono?", "Gate"),
    ("\u662f\u6b63\u51e6\u7f6e", "\u4f55\u3092\u3057\u307e\u3057\u305f\u304b\uff1f", "Gate"),
    ("\u7ea0\u6b63\u63aa\u65bd", "\u91c7\u53d6\u4e86\u54ea\u4e9b\u63aa\u65bd\uff1f", "Gate"),
])
def test_a_free_question_asks_what_its_section_is_about(made, head, question, answer):
    for room in (p(question) + p("_" * 40), simple((question, ""), widths=(3000, 4000))):
        document, _ = made(heading(head) + room)
        assert answer in "".join(document.element.body.itertext())


@pytest.mark.parametrize(("head", "question"), [
    ("Weather", "What was done?"), ("Corrective action", "What was learnt?"), ("Root cause", "What was done?"),
    ("To be completed by the auditor", "What was done?"), ("Corrective action", "Why was this chosen?"),
])
def test_a_free_question_that_its_section_does_not_settle_stays_blank(made, head, question):
    _, told = made(heading(head) + simple((question, ""), widths=(3000, 4000)))
    assert {str(each.state) for each in told.accounts} <= {"unknown", "blank", "auditor"}


def test_each_language_has_a_file_and_knows_the_parts_of_an_answer():
    from ncr_toolkit.forms.meaning.languages import LANGUAGES, spoken
    from ncr_toolkit.forms.meaning.vocabulary import vocabulary

    files = Path(ROOT / "ncr_toolkit" / "forms" / "meaning" / "languages").glob("*.toml")
    assert {path.stem for path in files} == set(LANGUAGES)
    for language in LANGUAGES:
        known = set(vocabulary({}, frozenset({language})).labels.values())
        for name in (
            "causes",
            "actions",
            "corrections",
            "finding.statement",
            "finding.id",
            "settings.organisation",
            "effects",
            "evidence",
        ):
            assert any(name in names for names in known), (language, name)
    assert spoken(["Ursachenanalyse", "Korrekturma\u00dfnahmen", "Verantwortlich"]) == {"de"}


# What nobody types

def test_contents_and_program_text_are_no_places(made):
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    _, told = made(
        p(mark("begin") + code + mark("separate") + r("Correction ........ 2")) + p(r("Root cause ........ 3"))
        + p(mark("end")) + p(r("Extent of it ........ 4"), "TOC1") + p(r("correction: ________"), "SourceCode")
        + p(r("Extent: ________")))
    assert list(states(told)) == ["Extent"]


def test_of_number_and_words_of_a_nonconformity_the_label_with_no_is_the_number(made):
    rows = (("N. non conformit\u00e0", ""), ("Descrizione della non conformit\u00e0", ""))
    _, told = made(simple(*rows, widths=(3000, 6600)))
    assert [each.value for each in told.accounts] == ["NC-1", "No test was made"]
