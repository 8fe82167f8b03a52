"""The catalogue: every check's page is complete, and its Bad and Good tables are run through the real reader."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace

import pytest

from ncr_toolkit.checks.not_checked import NEEDS
from ncr_toolkit.checks.registry import RETIRED, catalogue
from ncr_toolkit.checks.run import run
from ncr_toolkit.checks.sources import rule, sources
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Person
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import Sent
from ncr_toolkit.excel.read.reader import read_register
from tests import reports
from tests.conftest import TODAY
from tests.parcels import as_sent
from tests.tables import parse, parse_before, parse_sent, save

CODES = list(catalogue())


NO_PROOF = {
    "plan.gdoc": '{"url": "https://docs.google.com/open?id=x"}', "log.pdf.crdownload": "%PDF-1.4", "~$form.docx": "Ana",
    ".minutes.pdf.icloud": "bplist00", "blank.txt": "\n \n", "blank.html": "<html><body></body></html>",
    "login.html": "<html><title>Sign in</title><input type='password'></html>", "link.txt": "https://wiki.example/log",
    "gone.html": "<html><title>404 Not Found</title><p>Not found</p></html>",
}
"""Files that are none of the proof that they seem, by their names."""


@pytest.fixture
def folder(tmp_path):
    """The evidence folder of the examples: `log.txt` has content, `empty.txt` has none, `copy.txt` is a copy."""
    place = tmp_path / "evidence"
    place.mkdir()
    (place / "log.txt").write_text("gate: release 2.4 refused")
    (place / "empty.txt").write_text("")
    (place / "copy.txt").write_text("gate: release 2.4 refused")
    (place / "other.txt").write_text("gate: release 2.5 refused")
    (place / "page.pdf").write_bytes(b"%PDF-1.4\n1 0 obj <</Type /Page>> endobj\n%%EOF")
    (place / "empty.pdf").write_bytes(b"%PDF-1.4\n1 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\n%%EOF")
    for name in ("broken.pdf", "form.docx", "shot.png"):
        (place / name).write_text(f"this is no {name}")
    for name, content in NO_PROOF.items():
        (place / name).write_text(content)
    return place


def review_of(markdown: str, tmp_path, folder) -> Review:
    register = read_register(save(parse(markdown), tmp_path / "register.xlsx"))
    before = parse_before(markdown)
    earlier = read_register(save(before, tmp_path / "before.xlsx")) if before else None
    if "report.docx" in markdown and not (tmp_path / "report.docx").exists():
        reports.cards(tmp_path / "report.docx")
    return Review(register, packs.load("iso42001"), TODAY, folder, earlier, sent=sent_of(markdown, tmp_path),
                  home=tmp_path)


def sent_of(markdown: str, tmp_path) -> Sent:
    """The answers of `(sent)` tables, as they are taken down when a response is made."""
    tables = parse_sent(markdown)
    return as_sent(save(tables, tmp_path / "sent.xlsx")) if tables else Sent()


@pytest.mark.parametrize("code", CODES)
def test_bad_example_is_found_at_its_cell(code, tmp_path, folder):
    markdown = catalogue()[code].page.bad
    problems = run(review_of(markdown, tmp_path, folder), select=[code])
    assert problems, "the bad example is not found"
    expected = parse(markdown).cells()
    if expected:
        assert {str(problem.cell) for problem in problems} == expected


@pytest.mark.parametrize("code", CODES)
def test_good_example_is_left_alone(code, tmp_path, folder):
    problems = run(review_of(catalogue()[code].page.good, tmp_path, folder), select=[code])
    assert [(str(problem.cell), problem.message) for problem in problems] == []


@pytest.mark.parametrize("code", CODES)
def test_page_tells_what_people_need(code):
    check = catalogue()[code]
    assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", code)
    assert code not in RETIRED
    for text in (check.page.title, check.page.why, check.page.fix, check.page.bad, check.page.good):
        assert text
    assert check.page.fix.endswith((".", "...")), "the fix is a sentence"
    assert not check.page.title.endswith("."), "the title is a title"


def test_every_marked_example_names_a_cell():
    unmarked = [code for code in CODES if not parse(catalogue()[code].page.bad).marked]
    assert sorted(unmarked) == ["HIS001", "HIS008", "WBK001", "WBK002", "WBK003", "WBK004", "WBK005", "WBK007",
                                "WBK008", "WBK009"], \
        "only problems of the workbook itself, or of what is gone, have no cell in the register"


def test_every_check_names_whose_rule_it_is():
    unheard = [code for code in CODES if not rule(code).cited.startswith(tuple(each.begins for each in sources()))]
    assert unheard == []
    undated = [each.begins for each in sources() if not each.looked_up_on or not each.read_in]
    assert undated == ["Our advice", "This tool"], "a rule of others says when and where it was read"
    assert "looked up on 2" in rule("DAT003").cited.casefold()
    named = [code for code, check in catalogue().items() if "Source:" in (check.find.__doc__ or "")]
    assert len(named) >= 170, "only a new check may leave it to `Our advice.`"


WITHOUT = {
    "Word lists for the language of the texts.": lambda each: setattr(each.register.settings, "language", "Klingon"),
    "An earlier register.": lambda review: setattr(review, "previous", None),
    "The evidence folder.": lambda review: setattr(review, "folder", None),
    "The record of what was made to be sent.": lambda review: setattr(review, "sent", None),
    "The audit report.": lambda review: setattr(review, "home", None),
    "The sheet People.": lambda review: review.register.records[Person].clear(),
    "The day on which the certificate ends.": lambda each: setattr(each.register.settings, "certificate_expiry", None),
}
"""How a review loses what a check needs."""
ALIKE = {"Words of the language of the texts.": "Word lists for the language of the texts.",
         "Word lists for the language of the texts, and the scope.": "Word lists for the language of the texts.",
         "An earlier register, or a kept run.": "An earlier register.",
         "The evidence folder; links are not opened.": "The evidence folder.",
         "The evidence folder, and recorded fingerprints.": "The evidence folder.",
         "The record of what was read.": "The record of what was made to be sent."}


@pytest.fixture(scope="module")
def examples(tmp_path_factory) -> dict[str, Review]:
    """What is read of every Bad example, by code; nobody may change it."""
    folder = tmp_path_factory.mktemp("examples")
    return {code: review_of(check.page.bad, folder, None) for code, check in catalogue().items()}


def copied(review: Review, folder) -> Review:
    """A review that can lose what it has without the other losing it."""
    register = replace(review.register, settings=copy(review.register.settings),
                       records={kind: list(records) for kind, records in review.register.records.items()})
    return Review(register, review.pack, review.today, folder, review.previous, sent=review.sent, home=review.home)


@pytest.mark.parametrize("what", WITHOUT)
def test_a_check_that_is_blind_without_something_says_so(what, examples, folder):
    """Measured on the Bad examples: who finds nothing any more needs it, and its page says so."""
    blind = []
    for code, example in examples.items():
        review = copied(example, folder)
        WITHOUT[what](review)
        if not run(review, select=[code]):
            blind.append(code)
    said = [code for code, check in catalogue().items() if ALIKE.get(check.page.needs, check.page.needs) == what]
    assert blind == said, f"write `Needs: {what}` into the page of those that have it not"


def test_needs_are_known():
    assert {check.page.needs for check in catalogue().values()} - {""} <= set(NEEDS)
