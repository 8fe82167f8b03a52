"""What a package lacks besides its answers: a letter of nobody to nobody is not ready to be sent."""

from __future__ import annotations

import io
import zipfile
from email import policy
from email.parser import BytesParser

import pytest
from docx import Document

import ncr_toolkit
from ncr_toolkit.core.model import Audit
from tests.conftest import TODAY
from tests.parcels import house
from tests.tables import ref


def packed(ncr, register, *words):
    return ncr("package", register, "NC-1", "NC-2", "--no-pdf", "--today", TODAY, "-o", register.parent / "a.zip",
               *words)


def letter(register) -> Document:
    with zipfile.ZipFile(register.parent / "a.zip") as package:
        return Document(io.BytesIO(package.read("cover_letter.docx")))


def without(**cells):
    """Empties columns, or types into them: `Register=["Organisation"], Audits={"Kind": "Stage 1"}`."""
    def change(rows) -> None:
        for sheet, headers in cells.items():
            for row in rows[sheet]:
                row.update(headers if isinstance(headers, dict) else dict.fromkeys(headers, ""))
    return change


NEEDED = [
    (without(Register=["Certification body"], Audits=["Certification body"]), ref("register.certification_body")),
    (without(Register=["Organisation"]), ref("register.organisation")),
    (without(Register=["Register owner"]), ref("register.owner")),
    (without(Findings=["Audit"]), ref("finding.audit", 5)),
    (without(Audits=["Report", "First day", "Last day"]), ref("audit.report_reference", 5)),
]


@pytest.mark.parametrize(("change", "cell"), NEEDED, ids=[cell for _, cell in NEEDED])
def test_without_what_it_needs_the_package_is_not_ready_to_send(ncr, tmp_path, change, cell):
    register = house("startup", tmp_path / "house", change=change)
    done = packed(ncr, register)
    assert done.returncode == 1 and cell in done.stderr, done.stderr
    assert "not ready to send" in done.stderr and "ncr sent" not in done.stdout
    assert not (register.parent / "a.eml").exists(), "a mail would bring it to the body"
    found = letter(register)
    assert any(cell in paragraph.text for paragraph in found.paragraphs)
    assert "DRAFT" in found.sections[0].header.paragraphs[0].text
    made = ncr_toolkit.package(ncr_toolkit.load(register, today=TODAY), register.parent / "b.zip", ["NC-1"])
    assert made.path is not None and any(cell in each for each in made.letter_lacks)


WISHED = [
    (without(Register=["Certificate number"], Audits={"Kind": "Surveillance"}), ref("register.certificate_number")),
    (without(Findings=["Title"]), ref("finding.title", 5)),
    (without(Audits=["Lead auditor"]), ref("audit.lead_auditor", 5)),
]


@pytest.mark.parametrize(("change", "cell"), WISHED, ids=[cell for _, cell in WISHED])
def test_what_the_letter_can_do_without_is_told_and_holds_nothing_up(ncr, tmp_path, change, cell):
    register = house("startup", tmp_path / "house", change=change)
    done = packed(ncr, register)
    assert done.returncode == 0 and cell in done.stderr, done.stderr
    assert (register.parent / "a.eml").exists()
    assert "DRAFT" not in letter(register).sections[0].header.paragraphs[0].text


def test_a_whole_letter_says_nothing(ncr, tmp_path):
    register = house("startup", tmp_path / "house")
    done = packed(ncr, register)
    assert done.returncode == 0 and "letter" not in done.stderr


def test_an_audit_without_a_number_of_its_report_is_named_by_its_days(ncr, tmp_path):
    register = house("startup", tmp_path / "house", change=without(Audits=["Report"]))
    assert packed(ncr, register).returncode == 0
    days = ncr_toolkit.load(register, today=TODAY).review.register.all(Audit)[1]
    said = f"({days.started_on} \u2013 {days.ended_on})"
    assert any(said in paragraph.text for paragraph in letter(register).paragraphs)
    mail = BytesParser(policy=policy.default).parsebytes((register.parent / "a.eml").read_bytes())
    assert said in " ".join(mail.get_body().get_content().split())


def test_a_request_for_more_time_says_so_too(ncr, tmp_path):
    register = house("startup", tmp_path / "house", change=without(Register=["Certification body", "Register owner"],
                                                                    Audits=["Certification body"]))
    done = ncr("extend", register, "NC-3", "--until", "2027-01-11", "--reason", "The supplier delivers later.",
               "--today", TODAY)
    assert ref("register.owner") in done.stderr and ref("register.certification_body") in done.stderr, done.stderr
