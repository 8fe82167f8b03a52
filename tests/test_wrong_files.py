"""A wrong file is told as what it is: what ncr made itself, tables and forms of others, packages, mails, kept runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.commands import ran
from tests.conftest import TODAY
from tests.packages import raw_workbook, sheet_xml
from tests.parcels import house
from tests.test_hostile_files import directory, packed, refused

FORM = Path(__file__).parent / "fixtures" / "forms" / "tags.docx"
CORE = '<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Response to NC-1</dc:title></a>'


def workbook(*header: str, below: str = "", name: str = "Sheet1") -> bytes:
    """A workbook with these words in its third row, and those in the next."""
    def row(number: int, words: Iterable[str]) -> str:
        cells = "".join(f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{word}</t></is></c>'
                        for place, word in enumerate(words))
        return f'<row r="{number}">{cells}</row>'

    return raw_workbook(sheet_xml(row(3, header) + row(4, below.split())), name=name)


FILES = {
    "risks.xlsx": (workbook("Risk ID", "Likelihood", "Impact", below="R-1 3 4"), "as a risk register has", "ncr new"),
    "theirs.xlsx": (workbook("NCR No.", "Clause", "Owner", below="1 8.4 Ana"), "as 'NCR No.', 'Clause' and 'Owner'",
                    "ncr import"),
    "named.xlsx": (workbook("Finding ID", "Description", "Risk rating", below="1 x High", name="Findings"),
                   "'Finding ID', 'Description' and 'Risk rating'", "ncr import"),
    "blank.xlsx": (workbook("CAPA No.", "Cause", "Owner"), "no row below them, as a blank template", "ncr new"),
    "form.xlsx": (workbook("Organisation:", "Root cause:", "Decision:"), "it is a form", "ncr form"),
    "nothing.xlsx": (workbook(), "it is empty", "ncr new"),
    "title.docx": (packed(**{"word__document.xml": "x", "_rels__.rels": "x", "docProps__core.xml": CORE}),
                   "Word document ('Response to NC-1')", "ncr reply"),
    "parcel.zip": (packed(**{"manifest.json": "{}", "SHA256SUMS": "", "index.xlsx": "x"}),
                   "package for the certification body", "ncr verify"),
    "mail.eml": (b"From: Ana <a@example.org>\r\nSubject: Register\r\n\r\nHello", "is an e-mail", "attached"),
    "mail.msg": (directory("__properties_version1.0"), "is an e-mail", "attached"),
}
OURS = {
    "check.html": "a page, which ncr made", "check.json": "for other programs, which ncr made",
    "check.csv": "a list, which ncr made", "evidence.csv": "a list, which ncr made",
    "changes.html": "a page, which ncr made", "changes.json": "for other programs, which ncr made",
    "review.html": "a page, which ncr made", "index.html": "a page, which ncr made",
    "manifest.json": "for other programs, which ncr made", "index.xlsx": "the index of a package",
    "all.xlsx": "the list of many registers that ncr portfolio makes",
    "answers.zip": "a package for the certification body",
    "cover_letter.docx": "a Word document ('Answers to audit findings')"}


@pytest.fixture(scope="module")
def ours(_few_rows, tmp_path_factory):
    """A folder with what the commands make of a register."""
    folder = tmp_path_factory.mktemp("ours")
    house("startup", folder)
    for words in ("check R --format html -o check.html", "check R --format json -o check.json",
                  "check R --format csv -o check.csv", "evidence R --format csv -o evidence.csv",
                  "compare R R --format html -o changes.html", "compare R R --format json -o changes.json",
                  "review R --format html -o review.html", "portfolio R --format xlsx -o all.xlsx",
                  "run R --yes", "package R NC-1 NC-2 --no-pdf -o answers.zip"):
        done = ran([*words.replace("R", "register.xlsx").split(), "--today", f"{TODAY}"], folder)
        assert done.returncode in (0, 1), done.stderr
    with zipfile.ZipFile(folder / "answers.zip") as package:
        for name in ("index.xlsx", "index.html", "manifest.json", "cover_letter.docx"):
            package.extract(name, folder)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_others_is_told_as_what_it_is(tmp_path, name):
    content, what, advice = FILES[name]
    (tmp_path / name).write_bytes(content)
    sentence = refused(tmp_path / name)
    assert name in sentence and what in sentence and advice in sentence


@pytest.mark.parametrize("name", OURS)
def test_what_ncr_made_itself_is_told_as_that(ours, name):
    sentence = refused(ours / name)
    assert OURS[name] in sentence and re.search("name (the register|one of them)", sentence)


def test_of_a_kept_run_the_register_itself_is_asked_for(ours):
    kept = next(path for path in (ours / "runs").iterdir() if path.is_dir())
    assert "is a run that ncr keeps" in refused(kept)
    told = ran(["due", str(kept / "register.xlsx"), "--today", f"{TODAY}"], ours).stderr
    assert "is the copy that a run keeps" in told and "name that one" in told
    assert "is the copy" not in ran(["due", "register.xlsx", "--today", f"{TODAY}"], ours).stderr


@pytest.mark.parametrize("words", ["check", "due", "respond", "package", "run", "review", "evidence", "chase", "doctor",
                                   "compare register.xlsx", "form FORM", "reply FORM"])
def test_every_command_tells_it(tmp_path, words, ncr):
    content, what, _ = FILES["risks.xlsx"]
    (tmp_path / "risks.xlsx").write_bytes(content)
    done = ncr(*words.replace("FORM", f"{FORM}").replace("register", "risks").split(), "risks.xlsx",
               *{"package": ["-o", "p.zip"], "form": ["NC-1"]}.get(words.split()[0], []))
    assert done.returncode == 2 and what in " ".join(done.stderr.split()) and "Traceback" not in done.stderr
