"""The draft of the mail with a package: to whom, what it says, and the package itself in it."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser

import pytest

from ncr_toolkit.core.addressee import name_alone
from tests.conftest import TODAY
from tests.parcels import house


def packed(ncr, register, *words, out="Antworten & mehr ü.zip"):
    return ncr("package", register, "NC-1", "NC-2", "--no-pdf", "--today", TODAY, "-o", register.parent / out, *words)


def with_auditor(*, email="maria.silva@body.example", body="Northgate", lead="Maria Silva"):
    def change(rows) -> None:
        for audit in rows["Audits"]:
            audit |= {"Lead auditor": lead, "Certification body": body}
        rows["People"].append({"Name": "Maria Silva", "E-mail": email})
        rows["Findings"][0]["Internal note"] = "ask legal first"

    return change


def draft(register, name="Antworten & mehr ü.eml"):
    return BytesParser(policy=policy.default).parsebytes((register.parent / name).read_bytes())


def test_it_is_a_draft_with_the_package_attached(ncr, tmp_path):
    register = house("startup", tmp_path / "house", change=with_auditor())
    done = packed(ncr, register)
    assert "is a draft of the mail to maria.silva@body.example" in done.stdout, done.stdout + done.stderr
    mail = draft(register)
    assert mail["X-Unsent"] == "1" and mail["To"] == "maria.silva@body.example"
    assert mail["Subject"].startswith("Answers to 2 findings, ") and mail["From"] is None
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "Antworten & mehr ü.zip"
    assert attached.get_content() == (register.parent / "Antworten & mehr ü.zip").read_bytes()
    said = mail.get_body().get_content()
    assert said.startswith("Dear Maria Silva,") and "- NC-1 (" in said and "- NC-2 (" in said
    code = done.stdout.partition("Its code is ")[2][:19]
    assert code not in said and "ask legal" not in said, "the code goes by another way"
    once = (register.parent / "Antworten & mehr ü.eml").read_bytes()
    packed(ncr, register, "--force")
    assert (register.parent / "Antworten & mehr ü.eml").read_bytes() == once


@pytest.mark.parametrize(("more", "to"), [
    ({"email": "nobody", "body": "Northgate <audits@northgate.example>"}, "audits@northgate.example"),
    ({"email": "nobody", "body": "a@b.example, c@d.example"}, None), ({"email": ""}, None)])
def test_an_address_is_one_or_none(ncr, tmp_path, more, to):
    register = house("startup", tmp_path / "house", change=with_auditor(**more))
    done = packed(ncr, register)
    assert draft(register)["To"] == to and ("without an addressee" in done.stdout) is (to is None)


@pytest.mark.parametrize(("typed", "name"), [
    ("Eva Holm (eva@b.example)", "Eva Holm"), ("Holm, Eva <eva@b.example>", "Holm, Eva"),
    ("Eva Holm, eva@b.example", "Eva Holm"),
    ("eva@b.example", ""), ("Eva Holm", "Eva Holm"), ("", "")])
def test_a_name_is_greeted_without_its_address(typed, name):
    assert name_alone(typed) == name


@pytest.mark.parametrize("words", ["--no-mail", "--no-record"])
def test_it_can_be_left_out(ncr, tmp_path, words):
    register = house("startup", tmp_path / "house")
    assert packed(ncr, register, words).returncode == 0
    assert [path.suffix for path in register.parent.glob("Antworten*")] == [".zip"]


def test_a_mail_that_is_there_is_left_before_the_work_is_done(ncr, tmp_path):
    register = house("startup", tmp_path / "house")
    (register.parent / "a.eml").write_text("somebody's")
    done = packed(ncr, register, out="a.zip")
    assert done.returncode == 2 and "a.eml exists already" in done.stderr and not (register.parent / "a.zip").exists()
    assert not (register.parent / "sent").exists()


def test_what_no_mail_server_lets_through_gets_no_draft(ncr, tmp_path, monkeypatch):
    monkeypatch.setattr("ncr_toolkit.submission.covering_mail.LARGE_FILE", 100)
    register = house("startup", tmp_path / "house")
    done = packed(ncr, register)
    assert done.returncode == 0 and "No draft of a mail was made" in done.stdout
    assert not list(register.parent.glob("*.eml"))
